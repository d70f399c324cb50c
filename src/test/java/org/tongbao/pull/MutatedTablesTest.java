package org.tongbao.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Warehouse;

/**
 * Whatever becomes of a table on which a scheme is tried, and of a pattern for names: it is read, or refused with its line.
 * 200 mutations, or as many as {@code -Dtongbao.mutations} says (10,000 in the profile {@code long}).
 */
class MutatedTablesTest {

    private static final int MUTATIONS = Integer.getInteger("tongbao.mutations", 200);
    private static final long SEED = Long.getLong("tongbao.seed", 20261130);

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void noMutationOfAPlainTableEndsItsReading() throws IOException {
        var text = new StringBuilder("单位,月份,得分（%）,数量,备注\n");
        for (int i = 0; i < 30; i++) {
            text.append("第")
                    .append(i)
                    .append("中队,2026-0")
                    .append(1 + i % 9)
                    .append(",8")
                    .append(i % 10)
                    .append("%,\"1,")
                    .append(100 + i)
                    .append("\",\"a\n\"\"b\"\"\"\n");
        }
        var csv = text.toString().getBytes(StandardCharsets.UTF_8);
        var xlsx = PullFixture.workbook(book -> {
            var sheet = book.newWorksheet("表");
            for (int row = 0; row < 20; row++) {
                sheet.value(row, 0, row == 0 ? "单位" : "第" + row + "中队");
                if (row == 0) {
                    sheet.value(row, 1, "得分");
                } else {
                    sheet.value(row, 1, row * 1.5);
                }
            }
        });
        int read = 0;
        int told = 0;
        try (var warehouse = Warehouse.inMemory(folder);
                var session = warehouse.session()) {
            for (int i = 0; i < MUTATIONS; i++) {
                boolean sheet = i % 4 == 0;
                var name = sheet ? "table.xlsx" : "table.csv";
                var file = folder.resolve(name);
                Files.write(file, Mutation.of(sheet ? xlsx : csv, name, random));
                var problems = new Problems();
                try {
                    read += PlainFile.read(session, file, "plain_table", problems)
                                    .isPresent()
                            ? 1
                            : 0;
                } catch (RuntimeException e) {
                    throw new AssertionError("mutation " + i + " with seed " + SEED, e);
                }
                told += problems.count() > 0 ? 1 : 0;
            }
        }
        assertThat(read).as("tables that could be read").isPositive();
        assertThat(told).as("tables with mistakes").isPositive();
    }

    @Test
    void noPatternForNamesEndsItsReading() {
        try (var files = new ArrivingFiles(folder.resolve("home"))) {
            files.declare("dataset: x\ntitle: 表\ncolumns:\n  month: { type: month, title: 月份 }\n");
            for (int i = 0; i < MUTATIONS; i++) {
                var pattern = new String(
                        Mutation.of(
                                "隐患台账/{month}/**/?{a,b}*.xlsx".getBytes(StandardCharsets.UTF_8), "pattern.csv", random),
                        StandardCharsets.UTF_8);
                new NamePattern(pattern).compile(files.catalog().dataset("x")).match("隐患台账/2026-06/x/ya.xlsx");
            }
        }
    }
}
