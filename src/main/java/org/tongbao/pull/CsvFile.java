package org.tongbao.pull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Scan;
import org.tongbao.warehouse.WarehouseException;

/**
 * A CSV file. A plain one (each row on a line of its own, all with the same number of cells) is read by the engine; any
 * other is taken apart here, so that line numbers stay true and each broken line is told.
 */
final class CsvFile {

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final long PEEK = 1 << 20;
    private static final String DELIMITERS = ",\t;|";

    private final Path file;
    private final Charset charset;
    private final char delimiter;
    private final List<String> heading;
    private final int headingLine;

    private CsvFile(Path file, Charset charset, char delimiter, List<String> heading, int headingLine) {
        this.file = file;
        this.charset = charset;
        this.delimiter = delimiter;
        this.heading = heading;
        this.headingLine = headingLine;
    }

    /** Finds out encoding, delimiter and heading row. */
    static CsvFile open(Path file, Source source, Dataset dataset) {
        // The engine objects to what is not UTF-8: a look at the beginning is enough until it does.
        return decodes(file, StandardCharsets.UTF_8, PEEK)
                ? open(file, StandardCharsets.UTF_8, source, dataset)
                : open(file, charset(file), source, dataset);
    }

    private static CsvFile open(Path file, Charset charset, Source source, Dataset dataset) {
        List<String> lines = new ArrayList<>();
        try (var reader = reader(file, charset)) {
            for (var line = reader.readLine(); line != null && lines.size() < 20; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int best = 0;
        int bestMatches = 0;
        char bestDelimiter = ',';
        for (int i = 0; i < lines.size(); i++) {
            for (int d = 0; d < DELIMITERS.length(); d++) {
                int matches = Headings.matches(source, dataset, split(lines.get(i), DELIMITERS.charAt(d)));
                if (matches > bestMatches) {
                    bestMatches = matches;
                    best = i;
                    bestDelimiter = DELIMITERS.charAt(d);
                }
            }
        }
        if (bestMatches == 0) {
            throw new Unreadable(
                    lines.isEmpty() ? "the file is empty" : "no line with the headings was found in the first 20");
        }
        return new CsvFile(file, charset, bestDelimiter, split(lines.get(best), bestDelimiter), best + 1);
    }

    /** Reads the rows into {@code staging}. */
    void stage(Staging staging, Source source, Path temporary) {
        var headings = Headings.of(source, staging.dataset(), heading, headingLine);
        boolean plain =
                byEngine(headings, temporary, (columns, first, from) -> staging.add(headingLine, columns, first, from));
        if (plain) {
            return;
        }
        staging.takeBack();
        var whole = charset(file);
        if (charset.equals(whole)) {
            byHand(staging, headings);
        } else {
            open(file, whole, source, staging.dataset()).stage(staging, source, temporary);
        }
    }

    /** Reads the rows into {@code plain}; false if the file is not plain. */
    boolean read(PlainRows rows, Source source, Dataset dataset, Path temporary) {
        return byEngine(
                Headings.of(source, dataset, heading, headingLine),
                temporary,
                (columns, first, from) -> rows.read(headingLine, columns, first, from, source.skip()));
    }

    /** Takes the rows of a query of the engine, given SQL for each column and for the first cell; returns how many. */
    private interface Taker {
        long take(Map<String, String> columns, String first, String from);
    }

    /** Lets the engine read the file; false if it is not plain. */
    private boolean byEngine(Headings headings, Path temporary, Taker taker) {
        long lines = lines();
        var path = file;
        try {
            if (!charset.equals(StandardCharsets.UTF_8)) {
                path = transcoded(temporary);
            }
            var names =
                    IntStream.range(0, heading.size()).mapToObj(i -> "c" + i).toList();
            var columns = new LinkedHashMap<String, String>();
            headings.positions().forEach((column, at) -> columns.put(column, "c" + at));
            long rows = taker.take(
                    columns,
                    "coalesce(" + String.join(", ", names) + ")",
                    Scan.csv(path, headingLine, delimiter, names));
            return rows == lines - headingLine;
        } catch (WarehouseException e) {
            return false;
        } finally {
            if (!path.equals(file)) {
                delete(path);
            }
        }
    }

    private void byHand(Staging staging, Headings headings) {
        try (var reader = reader(file, charset);
                var rows = staging.rows()) {
            var parser = new Parser(reader, delimiter);
            for (var record = parser.next(); record != null; record = parser.next()) {
                if (record.line() <= headingLine || record.isBlank()) {
                    continue;
                }
                if (record.broken()) {
                    rows.addFault(record.line(), "引号未闭合", String.join(String.valueOf(delimiter), record.cells()));
                } else if (record.cells().size() > heading.size()) {
                    rows.addFault(
                            record.line(),
                            "列数不符：表头" + heading.size() + "列，本行" + record.cells().size() + "列",
                            String.join(String.valueOf(delimiter), record.cells()));
                } else {
                    rows.add(record.line(), null, headings, record.cells());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** UTF-8 if all of it is, otherwise GB18030, of which GBK and GB 2312 are parts. */
    private static Charset charset(Path file) {
        for (var charset : List.of(StandardCharsets.UTF_8, GB18030)) {
            if (decodes(file, charset, Long.MAX_VALUE)) {
                return charset;
            }
        }
        throw new Unreadable("the encoding is neither UTF-8 nor GB18030");
    }

    /** Whether the file, up to about so many bytes, is in this encoding. */
    private static boolean decodes(Path file, Charset charset, long limit) {
        var decoder = strict(charset);
        var bytes = ByteBuffer.allocate(1 << 16);
        var chars = CharBuffer.allocate(1 << 16);
        long read = 0;
        try (var channel = Files.newByteChannel(file)) {
            boolean end = false;
            while (!end && read < limit) {
                int n = channel.read(bytes);
                end = n < 0;
                read += n;
                bytes.flip();
                if (decoder.decode(bytes, chars, end).isError()) {
                    return false;
                }
                bytes.compact();
                chars.clear();
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** A reader past the byte order mark. */
    private static BufferedReader reader(Path file, Charset charset) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(Files.newInputStream(file), strict(charset)), 1 << 16);
        reader.mark(1);
        if (reader.read() != 0xFEFF) {
            reader.reset();
        }
        return reader;
    }

    private Path transcoded(Path temporary) {
        try {
            Files.createDirectories(temporary);
            var path = Files.createTempFile(temporary, "utf8-", ".csv");
            try (var reader = reader(file, charset);
                    var writer = Files.newBufferedWriter(path)) {
                reader.transferTo(writer);
            }
            return path;
        } catch (CharacterCodingException e) {
            throw new Unreadable("the encoding is broken: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of the last line that is not empty. */
    private long lines() {
        long ends = 0;
        long emptyAtEnd = 0;
        var bytes = new byte[1 << 20];
        try (var in = Files.newInputStream(file)) {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                int chunk = 0;
                for (int i = 0; i < n; i++) {
                    chunk += bytes[i] == '\n' ? 1 : 0;
                }
                int last = n - 1;
                int trailing = 0;
                while (last >= 0 && (bytes[last] == '\n' || bytes[last] == '\r')) {
                    trailing += bytes[last] == '\n' ? 1 : 0;
                    last--;
                }
                ends += chunk;
                emptyAtEnd = last < 0 ? emptyAtEnd + trailing : trailing;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ends - emptyAtEnd + 1;
    }

    private static List<String> split(String line, char delimiter) {
        try (var reader = new StringReader(line)) {
            var record = new Parser(reader, delimiter).next();
            return record == null ? List.of() : record.cells();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A row of a CSV file.
     *
     * @param line physical line on which it begins
     * @param broken whether a quotation mark was never closed
     */
    private record Line(long line, List<String> cells, boolean broken) {
        boolean isBlank() {
            return cells.stream().allMatch(String::isBlank);
        }
    }

    /** Takes CSV apart as RFC 4180 writes it, with any delimiter; a quoted cell may hold line breaks. */
    private static final class Parser {

        private static final int LONGEST_CELL = 1 << 20;

        private final Reader reader;
        private final char delimiter;
        private long line = 1;
        private int ahead = -2;

        Parser(Reader reader, char delimiter) {
            this.reader = reader;
            this.delimiter = delimiter;
        }

        @Nullable
        Line next() throws IOException {
            int c = read();
            if (c < 0) {
                return null;
            }
            long begun = line;
            var cells = new ArrayList<String>();
            var cell = new StringBuilder();
            boolean quoted = false;
            while (true) {
                if (quoted) {
                    if (c < 0 || cell.length() > LONGEST_CELL) {
                        cells.add(cell.length() > 200 ? cell.substring(0, 200) : cell.toString());
                        return new Line(begun, cells, true);
                    }
                    if (c == '"') {
                        int next = read();
                        if (next == '"') {
                            cell.append('"');
                        } else {
                            quoted = false;
                            ahead = next;
                        }
                    } else {
                        line += c == '\n' ? 1 : 0;
                        cell.append((char) c);
                    }
                } else if (c == '"' && cell.length() == 0) {
                    quoted = true;
                } else if (c == delimiter) {
                    cells.add(cell.toString());
                    cell.setLength(0);
                } else if (c < 0 || c == '\n' || c == '\r') {
                    if (c == '\r') {
                        int next = read();
                        if (next != '\n') {
                            ahead = next;
                        }
                    }
                    line++;
                    cells.add(cell.toString());
                    return new Line(begun, cells, false);
                } else {
                    cell.append((char) c);
                }
                c = read();
            }
        }

        private int read() throws IOException {
            if (ahead != -2) {
                int c = ahead;
                ahead = -2;
                return c;
            }
            return reader.read();
        }
    }
}
