package org.tongbao.pull;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tongbao.warehouse.Scan;
import org.tongbao.warehouse.WarehouseException;

/**
 * A CSV file. A plain one (each row on a line of its own, all with the same number of cells) is read by the engine; any
 * other is taken apart here, so that line numbers stay true and each broken line is told.
 */
final class CsvFile {

    private static final String DELIMITERS = ",\t;|";

    private final Form form;
    private final Path file;
    private final Charset charset;
    private final char delimiter;
    private final List<String> heading;
    private final int headingLine;

    private CsvFile(Form form, Path file, Charset charset, char delimiter, List<String> heading, int headingLine) {
        this.form = form;
        this.file = file;
        this.charset = charset;
        this.delimiter = delimiter;
        this.heading = heading;
        this.headingLine = headingLine;
    }

    /** Finds out encoding, delimiter and heading row. */
    static CsvFile open(Path file, Form form) {
        // The engine objects to what is not UTF-8: a look at the beginning is enough until it does.
        return open(file, Encoding.ofBeginning(file), form);
    }

    private static CsvFile open(Path file, Charset charset, Form form) {
        var lines = Encoding.beginning(file, charset).lines().limit(20).toList();
        int best = 0;
        int bestMatches = 0;
        char bestDelimiter = ',';
        for (int i = 0; i < lines.size(); i++) {
            for (int d = 0; d < DELIMITERS.length(); d++) {
                int matches = Headings.matches(form, split(lines.get(i), DELIMITERS.charAt(d)));
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
        return new CsvFile(form, file, charset, bestDelimiter, split(lines.get(best), bestDelimiter), best + 1);
    }

    Headings headings() {
        return Headings.of(form, heading, headingLine);
    }

    /** The rows as they were written, heading and all. */
    List<Original.Line> lines() {
        var lines = new ArrayList<Original.Line>();
        try (var reader = Encoding.reader(file, Encoding.of(file))) {
            var parser = new CsvParser(reader, delimiter);
            for (var record = parser.next(); record != null; record = parser.next()) {
                lines.add(new Original.Line(record.line(), record.cells()));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the rows into {@code staging}. */
    Headings stage(Staging staging, Path temporary) {
        var headings = Headings.of(form, heading, headingLine);
        boolean plain = form.source().fillDown().isEmpty()
                && byEngine(
                        headings, temporary, (columns, first, from) -> staging.add(headingLine, columns, first, from));
        if (plain) {
            return headings;
        }
        staging.takeBack();
        var whole = Encoding.of(file);
        if (!charset.equals(whole)) {
            return open(file, whole, form).stage(staging, temporary);
        }
        byHand(staging, headings, temporary);
        return headings;
    }

    /** Reads the rows into {@code plain}; empty if the file is not plain. */
    Optional<Headings> read(PlainRows rows, Path temporary) {
        var headings = Headings.of(form, heading, headingLine);
        boolean plain = byEngine(
                headings,
                temporary,
                (columns, first, from) -> rows.read(
                        headingLine, columns, first, from, form.source().skip()));
        return plain ? Optional.of(headings) : Optional.empty();
    }

    /** Takes the rows of a query of the engine, given SQL for each column and for the first cell; returns how many. */
    private interface Taker {
        long take(Map<String, String> columns, String first, String from);
    }

    /** Lets the engine read the file; false if it is not plain. */
    private boolean byEngine(Headings headings, Path temporary, Taker taker) {
        var path = file;
        try {
            if (!charset.equals(StandardCharsets.UTF_8)) {
                path = transcoded(temporary);
            }
            var names =
                    IntStream.range(0, heading.size()).mapToObj(i -> "c" + i).toList();
            var columns = new LinkedHashMap<>(form.constants());
            headings.positions().forEach((column, at) -> columns.put(column, "c" + at));
            long lines = lines(path);
            return lines >= 0
                    && lines - headingLine
                            == taker.take(
                                    columns,
                                    "coalesce(" + String.join(", ", names) + ")",
                                    Scan.csv(path, headingLine, delimiter, names));
        } catch (WarehouseException e) {
            return false;
        } finally {
            if (!path.equals(file)) {
                delete(path);
            }
        }
    }

    private void byHand(Staging staging, Headings headings, Path temporary) {
        try (var reader = Encoding.reader(file, charset);
                var rows = new Feed(staging, form, temporary)) {
            var parser = new CsvParser(reader, delimiter);
            for (var record = parser.next(); record != null; record = parser.next()) {
                if (record.line() <= headingLine || (record.fault() == null && record.isBlank())) {
                    continue;
                }
                var fault = record.fault();
                if (fault != null) {
                    rows.addFault(record.line(), fault, String.join(String.valueOf(delimiter), record.cells()));
                } else if (record.cells().size() > heading.size()) {
                    rows.addFault(
                            record.line(),
                            "列数不符：表头" + heading.size() + "列，本行" + record.cells().size() + "列",
                            String.join(String.valueOf(delimiter), record.cells()));
                } else {
                    rows.add(record.line(), headings, record.cells());
                }
            }
            rows.finish(null);
        } catch (CharacterCodingException e) {
            throw Encoding.broken(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path transcoded(Path temporary) {
        try {
            Files.createDirectories(temporary);
            var path = Files.createTempFile(temporary, "utf8-", ".csv");
            try (var reader = Encoding.reader(file, charset);
                    var writer = Files.newBufferedWriter(path)) {
                reader.transferTo(writer);
            }
            return path;
        } catch (CharacterCodingException e) {
            throw Encoding.broken(e);
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

    /** The number of the last line that is not empty; -1 if there are characters that stand in no text. */
    private static long lines(Path file) {
        long ends = 0;
        long emptyAtEnd = 0;
        var bytes = new byte[1 << 20];
        try (var in = Files.newInputStream(file)) {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                int chunk = 0;
                int controls = 0;
                for (int i = 0; i < n; i++) {
                    byte b = bytes[i];
                    chunk += b == '\n' ? 1 : 0;
                    controls += b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' ? 1 : 0;
                }
                if (controls > 0) {
                    return -1;
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
            var record = new CsvParser(reader, delimiter).next();
            return record == null ? List.of() : record.cells();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
