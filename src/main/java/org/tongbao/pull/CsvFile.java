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
import java.util.concurrent.CompletableFuture;
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
    private final List<String> sample;

    private CsvFile(
            Form form,
            Path file,
            Charset charset,
            char delimiter,
            List<String> heading,
            int headingLine,
            List<String> sample) {
        this.form = form;
        this.file = file;
        this.charset = charset;
        this.delimiter = delimiter;
        this.heading = heading;
        this.headingLine = headingLine;
        this.sample = sample;
    }

    /** Finds out encoding, delimiter and heading row. */
    static CsvFile open(Path file, Form form) {
        // Whoever reads the rest objects to what is in another encoding: a look at the beginning is enough until then.
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
        var sample = best + 1 < lines.size() ? split(lines.get(best + 1), bestDelimiter) : List.<String>of();
        return new CsvFile(form, file, charset, bestDelimiter, split(lines.get(best), bestDelimiter), best + 1, sample);
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
        boolean plain = form.source().fillDown().isEmpty() && byEngine(headings, temporary, staging);
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

    /** Lets the engine read the file; false if it is not plain. */
    private boolean byEngine(Headings headings, Path temporary, Staging staging) {
        var path = utf8(temporary);
        try {
            var csv = new CsvText(path, delimiter, headingLine, heading.size(), List.of());
            var bytes = csv.bytes();
            if (bytes.strange()) {
                return false;
            }
            var columns = new LinkedHashMap<>(form.constants());
            headings.positions().forEach((column, at) -> columns.put(column, CsvText.name(at)));
            var first = "coalesce(" + String.join(", ", csv.names()) + ")";
            return staging.add(headingLine, columns, first, csv.scan(Map.of())) == bytes.lines() - headingLine;
        } catch (WarehouseException e) {
            return false;
        } finally {
            delete(path);
        }
    }

    /** Reads the rows into {@code plain}; empty if the file is not plain. */
    Optional<Headings> read(PlainRows rows, Path temporary) {
        var headings = Headings.of(form, heading, headingLine);
        var path = utf8(temporary);
        try {
            var csv = new CsvText(path, delimiter, headingLine, heading.size(), sample);
            var looking = CompletableFuture.supplyAsync(csv::bytes);
            var read = read(rows, headings, csv, true);
            var bytes = looking.join();
            if (bytes.strange()) {
                return Optional.empty();
            }
            if (read.isEmpty() || bytes.underscores()) {
                read = read(rows, headings, csv, false);
            }
            return read.filter(n -> n == bytes.lines() - headingLine).map(n -> headings);
        } finally {
            delete(path);
        }
    }

    /** How many rows there are; empty if the engine objects. */
    private Optional<Long> read(PlainRows rows, Headings headings, CsvText csv, boolean typed) {
        try {
            return Optional.of(rows.read(
                    csv,
                    headings.positions(),
                    form.constants(),
                    typed,
                    form.source().skip()));
        } catch (WarehouseException e) {
            return Optional.empty();
        }
    }

    private Path utf8(Path temporary) {
        return charset.equals(StandardCharsets.UTF_8) ? file : transcoded(temporary);
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
            Encoding.transcode(file, charset, path);
            return path;
        } catch (CharacterCodingException e) {
            throw Encoding.broken(e);
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

    private static List<String> split(String line, char delimiter) {
        try (var reader = new StringReader(line)) {
            var record = new CsvParser(reader, delimiter).next();
            return record == null ? List.of() : record.cells();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
