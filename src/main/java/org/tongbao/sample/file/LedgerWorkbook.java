package org.tongbao.sample.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.BorderStyle;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.file.SampleWriter.Heading;

/**
 * A ledger as an office keeps it in a spreadsheet: a title over all columns, a note, headings in one row or two, data in
 * whatever form somebody typed them, and a row of totals.
 *
 * @param headings one for each column
 * @param dates columns that hold now dates, now text in several forms
 * @param numbers columns that hold now numbers, now text
 */
record LedgerWorkbook(DataSheet sheet, List<Heading> headings, List<String> dates, List<String> numbers) {

    private static final int HEADINGS_AT = 2;
    private static final LocalDateTime MADE = LocalDateTime.of(2026, 7, 1, 0, 0);
    private static final Pattern CREATED = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    private static final Pattern MERGE = Pattern.compile("<mergeCell ref=\"[A-Z0-9:]+\"/>");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    /** The first row of data, counted from 1. */
    int firstRow() {
        return HEADINGS_AT + (grouped() ? 2 : 1) + 1;
    }

    private boolean grouped() {
        return headings.stream().anyMatch(h -> !h.group().isEmpty());
    }

    /** The workbook's bytes. */
    byte[] workbook(String name, String title) {
        var bytes = new ByteArrayOutputStream();
        try (var workbook = new Workbook(bytes, "Tongbao sample", "1.0")) {
            var tab = workbook.newWorksheet(name);
            title(tab, title);
            headings(tab);
            int at = firstRow() - 1;
            tab.freezePane(0, at);
            for (var row : sheet.rows()) {
                cells(tab, row, at++);
            }
            totals(tab, at);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return timeless(bytes.toByteArray());
    }

    private void title(Worksheet tab, String title) {
        int right = headings.size() - 1;
        tab.value(0, 0, title);
        tab.range(0, 0, 0, right).merge();
        tab.range(0, 0, 0, right)
                .style()
                .bold()
                .fontSize(16)
                .horizontalAlignment("center")
                .set();
        tab.value(1, 0, "填报单位：" + City.NAME + "建设工程安全监督站（虚构数据）");
        tab.range(1, 0, 1, right).merge();
        for (int c = 0; c <= right; c++) {
            tab.width(c, 16);
        }
    }

    private void headings(Worksheet tab) {
        boolean grouped = grouped();
        int top = HEADINGS_AT;
        int width = headings.size();
        for (int c = 0; c < width; c++) {
            var group = headings.get(c).group();
            if (group.isEmpty()) {
                tab.value(top, c, headings.get(c).text());
                if (grouped) {
                    tab.range(top, c, top + 1, c).merge();
                }
                continue;
            }
            tab.value(top + 1, c, headings.get(c).text());
            if (c > 0 && headings.get(c - 1).group().equals(group)) {
                continue;
            }
            int end = c;
            while (end + 1 < width && headings.get(end + 1).group().equals(group)) {
                end++;
            }
            tab.value(top, c, group);
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

    private void cells(Worksheet tab, DataSheet.Row row, int at) {
        for (int c = 0; c < headings.size(); c++) {
            var column = sheet.columns().get(c);
            var value = row.values().get(c);
            if (value.isEmpty()) {
                continue;
            }
            var random = SeededRandom.of(7, sheet.file(), at, column);
            var day = dates.contains(column) ? day(value) : Optional.<LocalDate>empty();
            boolean number = numbers.contains(column) && NUMBER.matcher(value).matches();
            if (day.isPresent()) {
                date(tab, at, c, day.get(), random);
            } else if (number && !random.chance(0.05)) {
                tab.value(at, c, Double.valueOf(value));
            } else {
                tab.value(at, c, value);
            }
        }
    }

    /** The day that a text means, if there is such a day. */
    private static Optional<LocalDate> day(String text) {
        if (!DAY.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty(); // dirt such as 2025-02-30 stays a text
        }
    }

    /** Four in five are dates, the others as people type them. */
    private static void date(Worksheet tab, int at, int c, LocalDate day, SeededRandom random) {
        switch (random.between(1, 20)) {
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

    private void totals(Worksheet tab, int at) {
        tab.value(at, 0, "合计");
        tab.value(at, 1, sheet.rows().size() + "条");
        for (var column : numbers) {
            double sum = 0;
            int c = sheet.columns().indexOf(column);
            for (var row : sheet.rows()) {
                sum += NUMBER.matcher(row.values().get(c)).matches()
                        ? Double.parseDouble(row.values().get(c))
                        : 0;
            }
            tab.value(at, c, sum);
        }
    }

    /** Takes out of a workbook what differs from run to run: the time it was made, and the order of a hash set. */
    private static byte[] timeless(byte[] workbook) {
        var bytes = new ByteArrayOutputStream();
        try {
            // By way of a file: the stream reader of the JDK refuses the writer's 64-bit descriptors.
            var temporary = Files.createTempFile(Path.of(System.getProperty("java.io.tmpdir")), "tongbao", ".xlsx");
            Files.write(temporary, workbook);
            try (var in = new ZipFile(temporary.toFile());
                    var zip = new ZipOutputStream(bytes)) {
                for (var entry : Collections.list(in.entries())) {
                    var copy = new ZipEntry(entry.getName());
                    copy.setTimeLocal(MADE); // not an instant: a zip holds local time
                    zip.putNextEntry(copy);
                    zip.write(timeless(entry.getName(), in.getInputStream(entry).readAllBytes()));
                }
            } finally {
                Files.delete(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] timeless(String entry, byte[] content) {
        if (entry.equals("docProps/core.xml")) {
            var text = new String(content, StandardCharsets.UTF_8);
            return CREATED.matcher(text).replaceAll(MADE + ":00Z").getBytes(StandardCharsets.UTF_8);
        }
        if (entry.startsWith("xl/worksheets/")) {
            return mergesInOrder(new String(content, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        }
        return content;
    }

    /** The writer keeps merged cells in a hash set, whose order differs from run to run. */
    private static String mergesInOrder(String sheet) {
        var merges =
                MERGE.matcher(sheet).results().map(MatchResult::group).sorted().iterator();
        return MERGE.matcher(sheet).replaceAll(found -> merges.next());
    }
}
