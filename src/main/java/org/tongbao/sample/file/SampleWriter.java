package org.tongbao.sample.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes files as the bureau's platforms export them, and the manifest of the dirt in them. */
public final class SampleWriter {

    private final Path out;
    private final List<String> manifest = new ArrayList<>();
    private long bytes;

    public SampleWriter(Path out) {
        this.out = out;
        manifest.add("file,sheet,row,column,value,kind,outcome");
    }

    /** How CSV text becomes bytes; the old inspection system ends its lines as Windows does. */
    public enum TextEncoding {
        UTF8(StandardCharsets.UTF_8, "", "\n"),
        UTF8_WITH_BOM(StandardCharsets.UTF_8, "\uFEFF", "\n"),
        GB18030(Charset.forName("GB18030"), "", "\r\n");

        private final Charset charset;
        private final String mark;
        private final String newline;

        TextEncoding(Charset charset, String mark, String newline) {
            this.charset = charset;
            this.mark = mark;
            this.newline = newline;
        }
    }

    /** A heading over one column, and over several columns the group above it. */
    public record Heading(String group, String text) {}

    /** Dataset columns in the order of the file, each with its heading. */
    public static Map<String, String> headings(String... pairs) {
        var headings = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            headings.put(pairs[i], pairs[i + 1]);
        }
        return Collections.unmodifiableMap(headings);
    }

    public void csv(DataSheet sheet, Map<String, String> headings, TextEncoding encoding) {
        try (var csv = open(sheet.file(), sheet.columns(), headings, encoding)) {
            csv.append(sheet);
        }
    }

    /** A CSV file that is written sheet by sheet; the headings are there already. */
    public CsvFile open(String file, List<String> columns, Map<String, String> headings, TextEncoding encoding) {
        return new CsvFile(
                file, columns.stream().map(c -> headings.getOrDefault(c, c)).toList(), encoding);
    }

    /** An open CSV file. */
    public final class CsvFile implements AutoCloseable {

        private final Path path;
        private final Writer text;
        private final String newline;
        private int line;

        private CsvFile(String file, List<String> headings, TextEncoding encoding) {
            this.path = path(file);
            this.newline = encoding.newline;
            try {
                this.text = Files.newBufferedWriter(path, encoding.charset);
                text.write(encoding.mark);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            line(headings);
        }

        /** Adds the rows of a sheet of this file. */
        public void append(DataSheet sheet) {
            for (var row : sheet.rows()) {
                line(row.values());
                noteDirt(sheet, "", line, row);
            }
        }

        private void line(List<String> cells) {
            try {
                for (int i = 0; i < cells.size(); i++) {
                    text.write(i == 0 ? "" : ",");
                    text.write(cell(cells.get(i)));
                }
                text.write(newline);
                line++;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                text.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            addBytes(path);
        }
    }

    public void json(DataSheet sheet, Map<String, String> headings, List<String> numbers) {
        var elements = new ArrayList<String>();
        for (var row : sheet.rows()) {
            var fields = new ArrayList<String>();
            for (int i = 0; i < row.values().size(); i++) {
                var value = row.values().get(i);
                var column = sheet.columns().get(i);
                fields.add("    \"" + headings.get(column) + "\": "
                        + (value.isEmpty() ? "null" : numbers.contains(column) ? value : '"' + value + '"'));
            }
            elements.add("  {\n" + String.join(",\n", fields) + "\n  }");
            noteDirt(sheet, "", elements.size(), row);
        }
        write(sheet.file(), ("[\n" + String.join(",\n", elements) + "\n]\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A workbook of one sheet, as {@link LedgerWorkbook} lays it out.
     *
     * @param headings a heading for each column, in the order of the columns
     * @param dates columns that arrive now as dates, now as text in several forms
     * @param numbers columns that arrive now as numbers, now as text
     */
    public void xlsx(
            DataSheet sheet,
            String name,
            String title,
            Map<String, Heading> headings,
            List<String> dates,
            List<String> numbers) {
        var ledger = new LedgerWorkbook(sheet, List.copyOf(headings.values()), dates, numbers);
        write(sheet.file(), ledger.workbook(name, title));
        int row = ledger.firstRow();
        for (var each : sheet.rows()) {
            noteDirt(sheet, name, row++, each);
        }
    }

    /** A file that another writer has made, such as Parquet by the engine. */
    public void addBytes(Path file) {
        try {
            bytes += Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notes dirt in a file that another writer makes. */
    public void noteDirt(String file, long row, DataSheet.Dirt dirt, String value) {
        noteDirt(file, "", row, dirt, value);
    }

    private void noteDirt(DataSheet sheet, String tab, long row, DataSheet.Row of) {
        var dirt = of.dirt();
        if (dirt != null) {
            var column = dirt.column().split("\\+", -1)[0];
            noteDirt(
                    sheet.file(),
                    tab,
                    row,
                    dirt,
                    of.values().get(sheet.columns().indexOf(column)));
        }
    }

    private void noteDirt(String file, String tab, long row, DataSheet.Dirt dirt, String value) {
        manifest.add(String.join(
                ",", file, tab, String.valueOf(row), dirt.column(), cell(value), cell(dirt.kind()), dirt.outcome()));
    }

    public void writeManifest() {
        write("dirt.csv", (String.join("\n", manifest) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public long bytes() {
        return bytes;
    }

    /** Where a file is to lie; its folder is there afterwards. */
    public Path path(String file) {
        var path = out.resolve(file);
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return path;
    }

    private void write(String file, byte[] content) {
        try {
            Files.write(path(file), content);
            bytes += content.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String cell(String value) {
        boolean plain = value.indexOf(',') < 0 && value.indexOf('"') < 0 && value.indexOf('\n') < 0;
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
