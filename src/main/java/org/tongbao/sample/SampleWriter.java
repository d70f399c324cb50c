package org.tongbao.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.BorderStyle;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Writes files as the bureau's platforms export them, and the manifest of the dirt in them. */
final class SampleWriter {

    private static final FileTime EPOCH =
            FileTime.fromMillis(315_532_800_000L); // 1980-01-01, the earliest a zip can hold
    private static final Charset GB18030 = Charset.forName("GB18030");

    private static final Pattern CREATED = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    private static final Pattern MERGE = Pattern.compile("<mergeCell ref=\"[A-Z0-9:]+\"/>");

    private final Path out;
    private final List<String> manifest = new ArrayList<>();
    private long bytes;

    SampleWriter(Path out) {
        this.out = out;
        manifest.add("file,sheet,row,column,value,kind,outcome");
    }

    /** How CSV text becomes bytes. */
    enum Encoding {
        UTF8,
        UTF8_WITH_BOM,
        GB18030
    }

    /** A heading over one column, and over several columns the group above it. */
    record Heading(String group, String text) {}

    void csv(Sheet sheet, Map<String, String> headings, Encoding encoding) {
        var text = new StringBuilder(encoding == Encoding.UTF8_WITH_BOM ? "\uFEFF" : "");
        text.append(sheet.columns().stream().map(headings::get).collect(Collectors.joining(",")))
                .append('\n');
        int line = 1;
        for (var row : sheet.rows()) {
            line++;
            text.append(List.of(row.values()).stream().map(SampleWriter::csv).collect(Collectors.joining(",")))
                    .append('\n');
            note(sheet, "", line, row);
        }
        write(sheet.file(), text.toString().getBytes(encoding == Encoding.GB18030 ? GB18030 : StandardCharsets.UTF_8));
    }

    void json(Sheet sheet, Map<String, String> headings, List<String> numbers) {
        var text = new StringBuilder("[\n");
        int element = 0;
        for (var row : sheet.rows()) {
            element++;
            var fields = new ArrayList<String>();
            for (int i = 0; i < row.values().length; i++) {
                var value = row.values()[i];
                var column = sheet.columns().get(i);
                fields.add("    \"" + headings.get(column) + "\": "
                        + (value.isEmpty() ? "null" : numbers.contains(column) ? value : '"' + value + '"'));
            }
            text.append("  {\n").append(String.join(",\n", fields)).append("\n  }");
            text.append(element < sheet.rows().size() ? ",\n" : "\n");
            note(sheet, "", element, row);
        }
        write(sheet.file(), text.append("]\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A spreadsheet with a title over all columns, a note, headings in one row or two, data and a row of totals.
     *
     * @param headings a heading for each column, in the order of the columns
     * @param dates columns that arrive now as dates, now as text in several forms
     * @param numbers columns that arrive now as numbers, now as text
     */
    void xlsx(
            Sheet sheet,
            String name,
            String title,
            Map<String, Heading> headings,
            List<String> dates,
            List<String> numbers) {
        var bytesOut = new ByteArrayOutputStream();
        boolean grouped = headings.values().stream().anyMatch(h -> !h.group().isEmpty());
        int width = sheet.columns().size();
        int top = 2;
        int first = top + (grouped ? 2 : 1);
        try (var workbook = new Workbook(bytesOut, "Tongbao sample", "1.0")) {
            var tab = workbook.newWorksheet(name);
            tab.value(0, 0, title);
            tab.range(0, 0, 0, width - 1).merge();
            tab.range(0, 0, 0, width - 1)
                    .style()
                    .bold()
                    .fontSize(16)
                    .horizontalAlignment("center")
                    .set();
            tab.value(1, 0, "填报单位：景澜市建设工程安全监督站（虚构数据）");
            tab.range(1, 0, 1, width - 1).merge();
            headings(tab, List.copyOf(headings.values()), top, grouped);
            int at = first;
            for (var row : sheet.rows()) {
                cells(tab, sheet, row, at, dates, numbers);
                note(sheet, name, at + 1, row);
                at++;
            }
            tab.value(at, 0, "合计");
            tab.value(at, 1, sheet.rows().size() + "条");
            for (int c = 0; c < width; c++) {
                tab.width(c, 16);
            }
            tab.freezePane(0, first);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write(sheet.file(), timeless(bytesOut.toByteArray()));
    }

    private static void headings(Worksheet tab, List<Heading> headings, int top, boolean grouped) {
        int width = headings.size();
        for (int c = 0; c < width; c++) {
            var heading = headings.get(c);
            if (heading.group().isEmpty()) {
                tab.value(top, c, heading.text());
                if (grouped) {
                    tab.range(top, c, top + 1, c).merge();
                }
                continue;
            }
            tab.value(top + 1, c, heading.text());
            if (c > 0 && headings.get(c - 1).group().equals(heading.group())) {
                continue;
            }
            int end = c;
            while (end + 1 < width && headings.get(end + 1).group().equals(heading.group())) {
                end++;
            }
            tab.value(top, c, heading.group());
            if (end > c) {
                tab.range(top, c, top, end).merge();
            }
        }
        tab.range(top, 0, grouped ? top + 1 : top, width - 1)
                .style()
                .bold()
                .fillColor("DDE6F0")
                .horizontalAlignment("center")
                .borderStyle(BorderStyle.THIN)
                .set();
    }

    private static void cells(
            Worksheet tab, Sheet sheet, Sheet.Row row, int at, List<String> dates, List<String> numbers) {
        for (int c = 0; c < row.values().length; c++) {
            var column = sheet.columns().get(c);
            var value = row.values()[c];
            var dice = Dice.of(7, sheet.file(), at, column);
            if (value.isEmpty()) {
                continue;
            }
            if (dates.contains(column) && value.matches("\\d{4}-\\d{2}-\\d{2}") && real(value)) {
                date(tab, at, c, LocalDate.parse(value), dice);
            } else if (numbers.contains(column) && value.matches("-?\\d+(\\.\\d+)?") && !dice.chance(0.05)) {
                tab.value(at, c, Double.valueOf(value));
            } else {
                tab.value(at, c, value);
            }
        }
    }

    private static boolean real(String day) {
        int length = LocalDate.of(Integer.parseInt(day.substring(0, 4)), 1, 1).isLeapYear() ? 29 : 28;
        int month = Integer.parseInt(day.substring(5, 7));
        int last = month == 2 ? length : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
        return month >= 1 && month <= 12 && Integer.parseInt(day.substring(8)) <= last;
    }

    private static void date(Worksheet tab, int at, int c, LocalDate day, Dice dice) {
        int form = dice.between(1, 20);
        switch (form) {
            case 1 -> tab.value(at, c, day.getYear() + "/" + day.getMonthValue() + "/" + day.getDayOfMonth());
            case 2 -> tab.value(at, c, day.getYear() + "." + day.getMonthValue() + "." + day.getDayOfMonth());
            case 3 -> tab.value(at, c, day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日");
            case 4 -> tab.value(at, c, day.toString().replace("-", ""));
            default -> {
                tab.value(at, c, day);
                tab.style(at, c).format("yyyy-mm-dd").set();
            }
        }
    }

    /** A file that another writer has made, such as Parquet by the engine. */
    void counted(Path file) {
        try {
            bytes += Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notes dirt in a file that another writer makes. */
    void note(String file, int row, Sheet.Dirt dirt, String value) {
        manifest.add(String.join(
                ",", csv(file), "", String.valueOf(row), dirt.column(), csv(value), csv(dirt.kind()), dirt.outcome()));
    }

    private void note(Sheet sheet, String tab, int physicalRow, Sheet.Row row) {
        var dirt = row.dirt();
        if (dirt == null) {
            return;
        }
        var column = dirt.column().split("\\+", -1)[0];
        var value = row.values()[sheet.columns().indexOf(column)];
        manifest.add(String.join(
                ",",
                csv(sheet.file()),
                csv(tab),
                String.valueOf(physicalRow),
                dirt.column(),
                csv(value),
                csv(dirt.kind()),
                dirt.outcome()));
    }

    void manifest() {
        write("dirt.csv", (String.join("\n", manifest) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    long bytes() {
        return bytes;
    }

    Path path(String file) {
        var path = out.resolve(file);
        try {
            Files.createDirectories(path.getParent());
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

    private static String csv(String value) {
        return value.matches("(?s).*[,\"\n\r].*") ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    /** Takes out of a workbook what differs from run to run: the time it was made, and the order of a hash set. */
    private byte[] timeless(byte[] workbook) {
        var bytesOut = new ByteArrayOutputStream();
        try {
            // By way of a file: the stream reader of the JDK refuses the writer's 64-bit descriptors.
            var temporary = Files.write(path("workbook.part"), workbook);
            try (var in = new ZipFile(temporary.toFile());
                    var zip = new ZipOutputStream(bytesOut)) {
                for (var entry : Collections.list(in.entries())) {
                    var content = in.getInputStream(entry).readAllBytes();
                    if (entry.getName().equals("docProps/core.xml")) {
                        content = changed(content, text -> CREATED.matcher(text).replaceAll("2026-07-01T00:00:00Z"));
                    } else if (entry.getName().startsWith("xl/worksheets/")) {
                        content = changed(content, SampleWriter::mergesInOrder);
                    }
                    var copy = new ZipEntry(entry.getName());
                    copy.setLastModifiedTime(EPOCH);
                    zip.putNextEntry(copy);
                    zip.write(content);
                }
            }
            Files.delete(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytesOut.toByteArray();
    }

    private static byte[] changed(byte[] content, UnaryOperator<String> change) {
        return change.apply(new String(content, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    /** The writer keeps merged cells in a hash set, whose order differs from run to run. */
    private static String mergesInOrder(String sheet) {
        var merges =
                MERGE.matcher(sheet).results().map(MatchResult::group).sorted().iterator();
        return MERGE.matcher(sheet).replaceAll(found -> merges.next());
    }
}
