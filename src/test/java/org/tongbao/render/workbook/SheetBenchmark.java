package org.tongbao.render.workbook;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.dhatim.fastexcel.Workbook;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.sheet.SheetHighlight;
import org.tongbao.render.sheet.Worksheet;
import org.tongbao.render.sheet.Worksheet.Column;
import org.tongbao.render.sheet.Worksheet.Total;
import org.tongbao.run.Period;
import org.tongbao.spec.Location;

/**
 * Not a test: a detail sheet as bulletins have it (styles, row heights, banding, a filter, a data bar, quoted texts) against
 * the same cells written plainly by POI's SXSSF and by fastexcel, one after another in each round. Run its main method
 * with the test class path; arguments: rows (default 1,000,000) and rounds (3).
 */
final class SheetBenchmark {

    private static final int DIFFERENT = 5_000;

    private SheetBenchmark() {}

    /** Writes the table to a stream. */
    @FunctionalInterface
    private interface Way {
        void write(Facts.Table table, OutputStream out) throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        var table = table(rows);
        for (int round = 1; round <= rounds; round++) {
            double plain = seconds("SXSSF", SheetBenchmark::sxssf, table);
            double fast = seconds("fastexcel", SheetBenchmark::fastexcel, table);
            double ours = seconds("bulletin", SheetBenchmark::bulletin, table);
            System.out.printf(
                    "round %d: SXSSF takes %.2f times as long; %.2f of fastexcel's time%n",
                    round, plain / ours, ours / fast);
        }
        System.out.printf("peak of the heap %d MB%n", peak());
    }

    private static double seconds(String name, Way way, Facts.Table table) throws IOException {
        var file = Files.createTempFile("sheet", ".xlsx");
        try {
            System.gc();
            var threads = ManagementFactory.getThreadMXBean();
            long start = System.nanoTime();
            long processor = threads.getCurrentThreadCpuTime();
            try (var out = Files.newOutputStream(file)) {
                way.write(table, out);
            }
            double wall = (System.nanoTime() - start) / 1e9;
            double seconds = (threads.getCurrentThreadCpuTime() - processor) / 1e9;
            System.out.printf(
                    "%-9s %6.2f s of processor time, %6.2f s by the clock, %7.0f rows/s, %d MB%n",
                    name, seconds, wall, table.rows().size() / seconds, Files.size(file) >> 20);
            return seconds;
        } finally {
            Files.delete(file);
        }
    }

    private static void sxssf(Facts.Table table, OutputStream out) throws IOException {
        try (var book = new SXSSFWorkbook(200)) {
            var date = book.createCellStyle();
            date.setDataFormat(book.createDataFormat().getFormat("yyyy-mm-dd"));
            var sheet = book.createSheet("明细");
            int next = 0;
            for (var values : table.rows()) {
                var row = sheet.createRow(next++);
                int column = 0;
                for (var value : values.values()) {
                    var cell = row.createCell(column++);
                    if (value instanceof String text) {
                        cell.setCellValue(text);
                    } else if (value instanceof Number number) {
                        cell.setCellValue(number.doubleValue());
                    } else if (value instanceof LocalDate day) {
                        cell.setCellValue(day);
                        cell.setCellStyle(date);
                    }
                }
            }
            book.write(out);
        }
    }

    private static void fastexcel(Facts.Table table, OutputStream out) throws IOException {
        try (var book = new Workbook(out, "Tongbao", null)) {
            var sheet = book.newWorksheet("明细");
            int next = 0;
            for (var values : table.rows()) {
                int column = 0;
                for (var value : values.values()) {
                    if (value instanceof String text) {
                        sheet.value(next, column, text);
                    } else if (value instanceof Number number) {
                        sheet.value(next, column, number);
                    } else if (value instanceof LocalDate day) {
                        sheet.value(next, column, day);
                        sheet.style(next, column).format("yyyy-mm-dd").set();
                    }
                    column++;
                }
                next++;
                if (next % 1000 == 0) {
                    sheet.flush();
                }
            }
        }
    }

    /** Writes it as a bulletin does. */
    static void bulletin(Facts.Table table, OutputStream out) throws IOException {
        WorkbookWriter.write(
                new WorkbookWriter.Cover("明细", "虚构单位", Period.parse("2026-06"), true),
                null,
                List.of(sheet(table.columns())),
                Map.of(),
                new Facts(Map.of("t", table)),
                out);
    }

    private static Worksheet sheet(List<String> names) {
        var here = new Location("", 1);
        var columns = names.stream()
                .map(name -> new Column(
                        name,
                        name,
                        null,
                        0,
                        null,
                        Total.NONE,
                        name.equals("得分") ? List.of(SheetHighlight.parse("data bar")) : List.of(),
                        null,
                        here))
                .toList();
        return new Worksheet("明细", "明细", "t", columns, names.get(0), true, null, List.of(), null, false, here);
    }

    /** Rows of invented readings; a few thousand different ones, over and over, so that memory tells of the writers. */
    static Facts.Table table(int count) {
        var different = rows(Math.min(count, DIFFERENT));
        return new Facts.Table(List.copyOf(different.get(0).keySet()), new AbstractList<>() {
            @Override
            public Map<String, @Nullable Object> get(int index) {
                return different.get(index % different.size());
            }

            @Override
            public int size() {
                return count;
            }
        });
    }

    static List<Map<String, @Nullable Object>> rows(int count) {
        var random = new Random(3);
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (int i = 0; i < count; i++) {
            var row = new LinkedHashMap<String, @Nullable Object>();
            row.put("设备编号", "YC2026%06d".formatted(i));
            row.put("项目名称", "云州安置房建设项目" + i % 977 + "期工程");
            row.put("县区", "东湖区");
            row.put("监测日期", LocalDate.of(2026, 6, 1).plusDays(i % 30));
            row.put("时段", (long) i % 24);
            row.put("读数", Math.rint(random.nextDouble() * 10_000) / 100);
            row.put("平均", random.nextDouble() * 100);
            row.put("次数", (long) random.nextInt(5000));
            row.put("得分", Math.rint(random.nextDouble() * 1000) / 10);
            row.put("状态", i % 7 == 0 ? "超标" : "正常");
            rows.add(row);
        }
        return rows;
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum()
                >> 20;
    }
}
