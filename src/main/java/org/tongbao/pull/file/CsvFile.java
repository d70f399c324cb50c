package org.tongbao.pull.file;

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
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.tongbao.pull.contract.CsvScan;
import org.tongbao.pull.contract.PlainRows;
import org.tongbao.pull.contract.Staging;
import org.tongbao.spec.CsvReader;
import org.tongbao.spec.CsvRecord;
import org.tongbao.warehouse.WarehouseException;

/**
 * A CSV file. A plain one (each row on a line of its own, all with the same number of cells) is read by the engine; any
 * other is taken apart here, so that line numbers stay true and each broken line is told.
 */
final class CsvFile {

    static final List<Character> DELIMITERS = List.of(',', '\t', ';', '|');

    /** Lines among which the headings are looked for. */
    private static final int LOOKED_AT = 20;

    /** Rows below the best line that are looked at: two of headings, one of data. */
    private static final int BELOW = 3;

    private final FileLayout layout;
    private final Path file;
    private final Charset charset;
    private final Top top;

    private CsvFile(FileLayout layout, Path file, Charset charset, Top top) {
        this.layout = layout;
        this.file = file;
        this.charset = charset;
        this.top = top;
    }

    /**
     * Where the rows of data begin.
     *
     * @param heading the row with the headings
     * @param last its last line; a heading in quotation marks may hold line breaks
     * @param below the rows below it
     */
    private record Top(char delimiter, CsvRecord heading, int last, List<Below> below) {

        /** A row below the headings, and its last line. */
        private record Below(List<String> cells, int last) {}

        /** The cells of the first row of data. */
        List<String> sample() {
            return below.isEmpty() ? List.of() : below.get(0).cells();
        }

        /** The same where the headings stand in several rows, of which those above are given. */
        Top joined(FileLayout layout, List<List<String>> above) {
            var rows = new ArrayList<>(above);
            rows.add(heading.cells());
            below.forEach(row -> rows.add(row.cells()));
            var found = HeadingRows.around(layout, rows, above.size());
            int more = found.to() - above.size();
            return new Top(
                    delimiter,
                    new CsvRecord(heading.line(), found.cells(), null),
                    more == 0 ? last : below.get(more - 1).last(),
                    below.subList(more, below.size()));
        }
    }

    /** Finds out encoding, delimiter and heading row. */
    static CsvFile open(Path file, FileLayout layout) {
        // Whoever reads the rest objects to what is in another encoding: a look at the beginning is enough until then.
        return open(file, TextEncoding.ofBeginning(file), layout);
    }

    private static CsvFile open(Path file, Charset charset, FileLayout layout) {
        var text = TextEncoding.beginning(file, charset);
        @Nullable Top best = null;
        var lines = new ArrayList<String>();
        int most = 0;
        int from = 0;
        for (int line = 1; line <= LOOKED_AT && from < text.length(); line++) {
            int to = endOfLine(text, from);
            for (char delimiter : DELIMITERS) {
                var top = top(text, from, to, line, delimiter);
                int matches = Headings.matches(layout, top.heading().cells());
                if (matches > most) {
                    most = matches;
                    best = top;
                }
            }
            lines.add(text.substring(from, to));
            from = to;
        }
        if (best == null) {
            throw new Unreadable(
                    text.isEmpty()
                            ? "the file is empty"
                            : "no line with the headings was found in the first " + LOOKED_AT);
        }
        char delimiter = best.delimiter();
        int line = (int) best.heading().line() - 1;
        var above = lines.subList(Math.max(0, line - BELOW + 1), line).stream()
                .map(each -> CsvReader.rows(each, delimiter))
                .map(rows -> rows.isEmpty() ? List.<String>of() : rows.get(0).cells())
                .toList();
        return new CsvFile(layout, file, charset, best.joined(layout, above));
    }

    /** What the line from {@code from} to {@code to} is as a heading row. */
    private static Top top(String text, int from, int to, int line, char delimiter) {
        try (var reader = new StringReader(text)) {
            reader.skip(from);
            var csv = new CsvReader(reader, delimiter, line);
            var heading = csv.next();
            if (heading == null || heading.fault() != null) {
                // A quotation mark in a title must not swallow the headings below it.
                heading = CsvReader.rows(text.substring(from, to), delimiter).stream()
                        .findFirst()
                        .map(row -> new CsvRecord(line, row.cells(), null))
                        .orElseGet(() -> new CsvRecord(line, List.of(), null));
                return new Top(delimiter, heading, line, List.of());
            }
            int last = (int) csv.line() - 1;
            var below = new ArrayList<Top.Below>();
            for (var row = csv.next(); row != null && row.fault() == null && below.size() < BELOW; row = csv.next()) {
                below.add(new Top.Below(row.cells(), (int) csv.line() - 1));
            }
            return new Top(delimiter, heading, last, below);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the next line begins. */
    private static int endOfLine(String text, int from) {
        int to = from;
        while (to < text.length() && text.charAt(to) != '\n' && text.charAt(to) != '\r') {
            to++;
        }
        return Math.min(text.length(), text.startsWith("\r\n", to) ? to + 2 : to + 1);
    }

    Headings headings() {
        return Headings.resolve(layout, top.heading().cells(), top.last());
    }

    /** The rows as they were written, titles and heading and all. */
    List<CsvRecord> lines() {
        var lines = new ArrayList<CsvRecord>();
        try (var reader = TextEncoding.reader(file, TextEncoding.of(file))) {
            var titles = new StringBuilder();
            for (long line = 1; line < top.heading().line(); line++) {
                titles.append(reader.readLine()).append('\n');
            }
            var csv = new CsvReader(new StringReader(titles.toString()), top.delimiter());
            for (var row = csv.next(); row != null; row = csv.next()) {
                lines.add(row);
            }
            csv = new CsvReader(reader, top.delimiter(), top.heading().line());
            for (var row = csv.next(); row != null; row = csv.next()) {
                lines.add(row);
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows below the headings as they were written. */
    List<CsvRecord> rows() {
        return lines().stream().filter(row -> row.line() > top.last()).toList();
    }

    /** Reads the rows into {@code staging}. */
    Headings stage(Staging staging, Path temporary) {
        var headings = headings();
        boolean plain = layout.fillDown().isEmpty() && stageByEngine(headings, temporary, staging);
        if (plain) {
            return headings;
        }
        staging.discardPart();
        var whole = TextEncoding.of(file);
        if (!charset.equals(whole)) {
            return open(file, whole, layout).stage(staging, temporary);
        }
        stageRowByRow(staging, headings, temporary);
        return headings;
    }

    /** Lets the engine read the file; false if it is not plain. */
    private boolean stageByEngine(Headings headings, Path temporary, Staging staging) {
        var path = inUtf8(temporary);
        try {
            var csv = new CsvScan(path, top.delimiter(), top.last(), width(), List.of());
            var bytes = CsvBytes.of(path);
            if (bytes.strange()) {
                return false;
            }
            var columns = new LinkedHashMap<>(layout.constants());
            headings.positions().forEach((column, at) -> columns.put(column, CsvScan.name(at)));
            var first = "coalesce(" + String.join(", ", csv.names()) + ")";
            return staging.add(top.last(), columns, first, csv.scan(Map.of())) == bytes.lines() - top.last();
        } catch (WarehouseException e) {
            return false;
        } finally {
            delete(path);
        }
    }

    private int width() {
        return top.heading().cells().size();
    }

    /** Reads the rows into {@code plain}; empty if the file is not plain. */
    Optional<Headings> read(PlainRows rows, Path temporary) {
        var headings = headings();
        var path = inUtf8(temporary);
        try {
            var csv = new CsvScan(path, top.delimiter(), top.last(), width(), top.sample());
            var looking = CompletableFuture.supplyAsync(() -> CsvBytes.of(path));
            var read = read(rows, headings, csv, true);
            var bytes = looking.join();
            if (bytes.strange()) {
                return Optional.empty();
            }
            if (read.isEmpty() || bytes.underscores()) {
                read = read(rows, headings, csv, false);
            }
            return read.filter(n -> n == bytes.lines() - top.last()).map(n -> headings);
        } finally {
            delete(path);
        }
    }

    /** How many rows there are; empty if the engine objects. */
    private Optional<Long> read(PlainRows rows, Headings headings, CsvScan csv, boolean typed) {
        try {
            return Optional.of(rows.read(csv, headings.positions(), layout.constants(), typed, layout.skip()));
        } catch (WarehouseException e) {
            return Optional.empty();
        }
    }

    private void stageRowByRow(Staging staging, Headings headings, Path temporary) {
        try (var reader = TextEncoding.reader(file, charset);
                var rows = new RowWriter(staging, layout, temporary)) {
            for (long line = 1; line <= top.last(); line++) {
                reader.readLine();
            }
            var csv = new CsvReader(reader, top.delimiter(), top.last() + 1);
            for (var row = csv.next(); row != null; row = csv.next()) {
                var fault = row.fault();
                if (fault != null) {
                    rows.addFault(row.line(), reason(fault), raw(row));
                } else if (!row.isBlank() && row.cells().size() > width()) {
                    rows.addFault(
                            row.line(),
                            "列数不符：表头" + width() + "列，本行" + row.cells().size() + "列",
                            raw(row));
                } else if (!row.isBlank()) {
                    rows.add(row.line(), headings, row.cells());
                }
            }
            rows.finish(null);
        } catch (CharacterCodingException e) {
            throw TextEncoding.broken(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String raw(CsvRecord row) {
        return String.join(String.valueOf(top.delimiter()), row.cells());
    }

    /** As the sender reads it. */
    private static String reason(CsvRecord.Fault fault) {
        return switch (fault) {
            case UNCLOSED_QUOTE -> "引号未闭合";
            case LONG_CELL -> "单元格超过" + CsvReader.LONGEST_CELL + "字";
            case MANY_CELLS -> "超过" + CsvReader.MOST_CELLS + "列";
        };
    }

    /** The file itself, or a copy in UTF-8. */
    private Path inUtf8(Path temporary) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return file;
        }
        try {
            Files.createDirectories(temporary);
            var path = Files.createTempFile(temporary, "utf8-", ".csv");
            TextEncoding.transcode(file, charset, path);
            return path;
        } catch (CharacterCodingException e) {
            throw TextEncoding.broken(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete(Path path) {
        if (path.equals(file)) {
            return;
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
