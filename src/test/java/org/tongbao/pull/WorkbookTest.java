package org.tongbao.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.poi.hssf.record.crypto.Biff8EncryptionKey;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.dhatim.fastexcel.VisibilityState;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workbooks beyond a single sheet: old ones, many sheets, hidden rows, merged cells, formulas, and those that harm. */
class WorkbookTest {

    private static final String OLD = "source: old\ndataset: thing\nformat: xlsx\nfiles: in/*.xls\n";

    @TempDir
    Path folder;

    @Test
    void oldAndNewWorkbooksReadAlike() {
        try (var fixture = PullFixture.with(folder, "slice", OLD)) {
            fixture.put("new.xlsx", everything(new XSSFWorkbook(), "A"));
            fixture.put("old.xls", everything(new HSSFWorkbook(), "B"));
            assertThat(fixture.pull()).allMatch(l -> l.read() == 4 && l.loaded() == 2 && l.rejected() == 2);
            var row = "2026-06-01|2026-06-01 08:29:59|5|0.953|95.3|true|12345|0.1";
            assertThat(fixture.values(
                            "id || '|' || day || '|' || strftime(seen, '%Y-%m-%d %H:%M:%S') || '|' || n || '|' || x"
                                    + " || '|' || share || '|' || flag || '|' || note || '|' || round(d, 1)"))
                    .isEqualTo("B1|" + row + " B4|" + row + " A1|" + row + " A4|" + row);
            assertThat(fixture.rejects()).isEqualTo("5 x 是表格程序的错误值，请改正公式; 6 n 不是整数; 5 x 是表格程序的错误值，请改正公式; 6 n 不是整数");
        }
    }

    @Test
    void whatOnlyLooksLikeAWorkbookIsToldApart() {
        try (var fixture = PullFixture.with(folder, "slice", OLD)) {
            fixture.put("page.xls", "<html><table><tr><td>编号</td></tr></table></html>");
            fixture.put("text.xls", "编号\t数值\nA1\t1\n");
            fixture.put("cut.xls", java.util.Arrays.copyOf(everything(new HSSFWorkbook(), "A"), 1500));
            fixture.put("locked.xls", locked());
            fixture.put("xlsx.xls", everything(new XSSFWorkbook(), "A"));
            assertThatThrownBy(fixture::pull)
                    .hasMessageContaining("in/page.xls: not readable as a spreadsheet: it is a web page")
                    .hasMessageContaining("in/text.xls: not readable as a spreadsheet: it is neither .xlsx nor .xls")
                    .hasMessageContaining("in/cut.xls: not readable as a spreadsheet")
                    .hasMessageContaining("in/locked.xls: it is protected by a password")
                    .hasMessageContaining("4 file(s)");
            assertThat(fixture.loaded()).isEqualTo("4:A1 7:A4");
        }
    }

    @Test
    void aSheetForEachRegionIsALoadOfItsOwn() {
        var sheets = "source: sheets\ndataset: thing\nformat: xlsx\nfiles: books/*.xlsx\nsheet: '{named}'\n";
        try (var fixture = PullFixture.with(folder, "slice", sheets)) {
            fixture.putSheet("../books/a.xlsx", book -> {
                row(book.newWorksheet("一号工地"), 0, "编号");
                for (var name : new String[] {"二号工地", "三号工地"}) {
                    var sheet = book.newWorksheet(name);
                    row(sheet, 0, "标题");
                    row(sheet, 1, "编号");
                    row(sheet, 2, name.startsWith("二") ? "B1" : "C1");
                }
                var hidden = book.newWorksheet("字典");
                row(hidden, 0, "什么也没有");
                hidden.setVisibilityState(VisibilityState.VERY_HIDDEN);
            });
            assertThat(fixture.pull())
                    .extracting(Pull.Loaded::file)
                    .containsExactly("books/a.xlsx#一号工地", "books/a.xlsx#二号工地", "books/a.xlsx#三号工地");
            assertThat(fixture.values("source_row || id || named")).isEqualTo("3B1P2");
            assertThat(fixture.rejects()).isEqualTo("3 named 工地名称不在工地名册中");
            assertThat(fixture.pull()).hasSize(3).allMatch(loaded -> loaded.load() == 0);
        }
    }

    @Test
    void aSheetThatIsNamedIsReadEvenIfItIsHidden() {
        var named = "source: named\ndataset: thing\nformat: xlsx\nfiles: books/*.xlsx\nsheet: 台账\n";
        try (var fixture = PullFixture.with(folder, "slice", named)) {
            fixture.putSheet("../books/a.xlsx", book -> {
                row(book.newWorksheet("说明"), 0, "编号");
                var sheet = book.newWorksheet("台账");
                row(sheet, 0, "编号");
                row(sheet, 1, "A1");
                sheet.setVisibilityState(VisibilityState.HIDDEN);
            });
            fixture.putSheet("../books/b.xlsx", book -> row(book.newWorksheet("说明"), 0, "编号"));
            assertThatThrownBy(fixture::pull).hasMessageContaining("books/b.xlsx: there is no sheet '台账'");
            assertThat(fixture.loaded()).isEqualTo("2:A1");
        }
    }

    @Test
    void hiddenRowsCountUnlessTheSourceSaysOtherwise() {
        var skips = "source: skips\ndataset: thing\nformat: xlsx\nfiles: books/*.xlsx\nhidden-rows: skip\n";
        try (var fixture = PullFixture.with(folder, "slice", skips)) {
            for (var name : new String[] {"a.xlsx", "../books/b.xlsx"}) {
                fixture.putSheet(name, book -> {
                    var sheet = book.newWorksheet("表");
                    row(sheet, 0, "编号");
                    row(sheet, 1, name.charAt(0) == 'a' ? "A1" : "B1");
                    row(sheet, 2, name.charAt(0) == 'a' ? "A2" : "B2");
                    sheet.hideRow(1);
                });
            }
            assertThat(fixture.pull())
                    .flatExtracting(Pull.Loaded::notes)
                    .contains("1 hidden rows were read", "1 hidden rows were left out");
            assertThat(fixture.loaded()).isEqualTo("2:A1 3:A2 3:B2");
        }
    }

    @Test
    void mergedCellsAreFilledDownWhereTheSourceSaysSo() {
        var fills = "source: fills\ndataset: thing\nformat: xlsx\nfiles: books/*.xlsx\nfill-down: [named, kind]\n";
        var csv = "source: fills-csv\ndataset: thing\nfiles: books/*.csv\nfill-down: named\n";
        try (var fixture = PullFixture.with(folder, "slice", fills, csv)) {
            fixture.putSheet("../books/a.xlsx", book -> {
                var sheet = book.newWorksheet("表");
                row(sheet, 0, "工地名称", "编号", "类别");
                row(sheet, 1, "一号工地", "A1", "甲");
                row(sheet, 2, null, "A2", null);
                row(sheet, 3, "小计", "2", null);
                row(sheet, 4, null, "A3", "乙");
                row(sheet, 5, null, null, null);
                row(sheet, 6, "二号工地", "A4", null);
                sheet.range(1, 0, 2, 0).merge();
            });
            fixture.put("../books/b.csv", "工地名称,编号,类别\n一号工地,B1,甲\n,B2,\n,,\n");
            fixture.pull();
            assertThat(fixture.values("id || named || coalesce(kind, '-')"))
                    .isEqualTo("A1P1甲 A2P1甲 A3P1乙 A4P2乙 B1P1甲 B2P1-");
            assertThat(fixture.rejects()).isEmpty();
        }
    }

    @Test
    void aColumnUnderAMergedHeadingAnswersToBothTogether() {
        var both = "source: both\ndataset: thing\nformat: xlsx\nfiles: books/*.xlsx\n";
        try (var fixture = PullFixture.with(folder, "slice", both)) {
            fixture.putSheet("../books/a.xlsx", book -> {
                var sheet = book.newWorksheet("表");
                row(sheet, 0, "物件", null, "数", null, "备注");
                row(sheet, 1, "编号", "名称", "量（个）", "值", null);
                sheet.range(0, 0, 0, 1).merge();
                sheet.range(0, 2, 0, 3).merge();
                sheet.range(0, 4, 1, 4).merge();
                row(sheet, 2, "A1", "x", "5", "1.5", "好");
            });
            fixture.pull();
            assertThat(fixture.values("id || n || x || note")).isEqualTo("A151.5好");
        }
    }

    @Test
    void aFormulaCountsAsItsLastValueAndOneWithoutIsTold() {
        try (var fixture = new PullFixture(folder)) {
            fixture.putSheet("a.xlsx", book -> {
                var sheet = book.newWorksheet("表");
                row(sheet, 0, "编号", "数值");
                row(sheet, 1, "A1");
                sheet.formula(1, 1, "1+1");
            });
            fixture.put(
                    "b.xlsx",
                    part(
                            everything(new XSSFWorkbook(), "B"),
                            "xl/worksheets/sheet2.xml",
                            sheet -> sheet.replaceFirst(
                                    "<c r=\"B4\"[^>]*>.*?</c>",
                                    "<c r=\"B4\" t=\"str\"><f>WEBSERVICE(\"http://x\")</f><v>2026/6/1</v></c>")));
            assertThat(fixture.pull().get(0).notes())
                    .contains("1 formulas have no value; open the file in a spreadsheet program and save it");
            assertThat(fixture.values("id || coalesce(cast(day as varchar), '-')"))
                    .startsWith("A1- B12026-06-01");
        }
    }

    @Test
    void daysCountedFrom1904AreThoseDays() {
        try (var fixture = new PullFixture(folder)) {
            fixture.put(
                    "a.xlsx",
                    part(
                            PullFixture.workbook(book -> {
                                var sheet = book.newWorksheet("表");
                                row(sheet, 0, "编号", "日期");
                                row(sheet, 1, "A1");
                                sheet.value(1, 1, LocalDate.of(2026, 6, 1));
                                sheet.style(1, 1)
                                        .format("yyyy\"年\"m\"月\"d\"日\";@")
                                        .set();
                            }),
                            "xl/workbook.xml",
                            book -> book.replaceFirst("date1904=\"[a-z0]+\"", "date1904=\"1\"")));
            fixture.pull();
            assertThat(fixture.values("day")).isEqualTo("2030-06-02");
        }
    }

    @Test
    void workbooksThatWouldDoHarmAreRefused() {
        var good = PullFixture.workbook(book -> {
            var sheet = book.newWorksheet("表");
            row(sheet, 0, "编号", "备注");
            row(sheet, 1, "Z1", "x");
        });
        var sheet = "xl/worksheets/sheet1.xml";
        try (var fixture = new PullFixture(folder)) {
            var dtd =
                    "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
            fixture.put("dtd.xlsx", part(good, sheet, xml -> xml.replaceFirst("\\?>", "?>" + dtd)
                    .replace("<v>", "<v>&b;&f;")));
            fixture.put("entity.xlsx", part(good, "xl/sharedStrings.xml", xml -> xml.replace("Z1", "&f;")));
            fixture.put(
                    "bomb.xlsx",
                    part(good, sheet, xml -> xml.replace("<sheetData>", " ".repeat(70 << 20) + "<sheetData>")));
            fixture.put(
                    "cell.xlsx",
                    part(
                            good,
                            sheet,
                            xml -> xml.replace(
                                    "</sheetData>",
                                    "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>" + "x".repeat(2 << 20)
                                            + "</t></is></c></row></sheetData>")));
            fixture.put("far.xlsx", part(good, sheet, xml -> xml.replace("r=\"B2\"", "r=\"ZZZZZZZZ2\"")));
            fixture.put("back.xlsx", part(good, sheet, xml -> xml.replace("r=\"2\"", "r=\"1\"")));
            fixture.put("text.xlsx", part(good, sheet, xml -> xml.replace("<v>3</v>", "<v>99</v>")));
            fixture.put("cut.xlsx", part(good, sheet, xml -> xml.substring(0, xml.length() - 40)));
            fixture.put("good.xlsx", PullFixture.workbook(book -> {
                var rows = book.newWorksheet("表");
                row(rows, 0, "编号", "备注");
                row(rows, 1, "A1", "x");
            }));
            assertThatThrownBy(fixture::pull)
                    .hasMessageContaining("in/dtd.xlsx: it declares XML entities")
                    .hasMessageContaining("in/entity.xlsx: ")
                    .hasMessageContaining("in/bomb.xlsx: it unpacks to more than 64 MB")
                    .hasMessageContaining("in/cell.xlsx: a cell holds more than 1048576 characters")
                    .hasMessageContaining("in/far.xlsx: not readable as a spreadsheet: there is no cell ZZZZZZZZ2")
                    .hasMessageContaining("in/back.xlsx: not readable as a spreadsheet: row 1 stands after 1")
                    .hasMessageContaining("in/text.xlsx: not readable as a spreadsheet: row 2 names text 99")
                    .hasMessageContaining("in/cut.xlsx: not readable as a spreadsheet")
                    .hasMessageContaining("8 file(s)");
            assertThat(fixture.loaded()).isEqualTo("2:A1");
        }
    }

    @Test
    void aTextFileWithEndlessCellsHasThemRejected() {
        try (var fixture = new PullFixture(folder)) {
            fixture.put(
                    "a.csv",
                    "编号,备注\nA1,x\nA2," + "y".repeat(5 << 20) + "\nA3,z\nA4" + ",".repeat(5 << 20) + "\nA5,\"w\"\n");
            assertThat(fixture.pull())
                    .singleElement()
                    .matches(l -> l.read() == 5 && l.loaded() == 3 && l.rejected() == 2);
            assertThat(fixture.loaded()).isEqualTo("2:A1 4:A3 6:A5");
            assertThat(fixture.rejects()).isEqualTo("3  单元格超过1048576字; 5  超过16384列");
        }
    }

    /** A sheet with a title, a total, a hidden sheet before it, and cells of every kind. */
    private static byte[] everything(Workbook book, String prefix) {
        try (book) {
            book.createSheet("字典").createRow(0).createCell(0).setCellValue("编号");
            var sheet = book.createSheet("台账");
            book.setSheetHidden(0, true);
            book.setActiveSheet(1);
            sheet.createRow(0).createCell(0).setCellValue("2026年6月台账");
            sheet.addMergedRegion(new CellRangeAddress(0, 0, 0, 7));
            var headings = sheet.createRow(2);
            var titles = new String[] {"编号", "日期", "时间", "数量（个）", "数值", "占比", "是否", "备注", "金额"};
            for (int i = 0; i < titles.length; i++) {
                headings.createCell(i).setCellValue(titles[i]);
            }
            for (int r = 1; r <= 4; r++) {
                var row = sheet.createRow(2 + r);
                row.createCell(0).setCellValue(prefix + r);
                var styles = new String[] {"", "yyyy/m/d", "yyyy-mm-dd hh:mm:ss", "", "0.0%", "0.00%"};
                for (int i = 1; i <= 5; i++) {
                    var cell = row.createCell(i);
                    var style = book.createCellStyle();
                    style.setDataFormat(book.createDataFormat().getFormat(styles[i].isEmpty() ? "General" : styles[i]));
                    cell.setCellStyle(style);
                }
                row.getCell(1).setCellValue(LocalDate.of(2026, 6, 1));
                row.getCell(2).setCellValue(LocalDate.of(2026, 6, 1).atTime(8, 29, 59));
                row.getCell(3).setCellFormula(r == 3 ? "11/2" : "2+3");
                row.getCell(4).setCellValue(0.953);
                row.getCell(5).setCellFormula("1906/2000");
                row.createCell(6).setCellValue(true);
                row.createCell(7).setCellValue(12345);
                row.createCell(8).setCellValue(0.1);
            }
            sheet.getRow(4).getCell(4).setCellFormula("1/0");
            sheet.createRow(7).createCell(0).setCellValue("合计");
            book.getCreationHelper().createFormulaEvaluator().evaluateAll();
            var bytes = new ByteArrayOutputStream();
            book.write(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] locked() {
        Biff8EncryptionKey.setCurrentUserPassword("secret");
        try {
            return everything(new HSSFWorkbook(), "L");
        } finally {
            Biff8EncryptionKey.setCurrentUserPassword(null);
        }
    }

    /** The workbook with one part changed. */
    private static byte[] part(byte[] workbook, String name, UnaryOperator<String> change) {
        var parts = new LinkedHashMap<String, byte[]>();
        try (var zip = ZipFile.builder().setByteArray(workbook).get()) {
            for (var entry : Collections.list(zip.getEntries())) {
                parts.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var before = new String(parts.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
        var after = change.apply(before);
        assertThat(after).as("part " + name + " of " + parts.keySet()).isNotEqualTo(before);
        parts.putAll(Map.of(name, after.getBytes(StandardCharsets.UTF_8)));
        return PackedFilesTest.zip(parts);
    }

    private static void row(Worksheet sheet, int row, @Nullable String... cells) {
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] != null) {
                sheet.value(row, i, cells[i]);
            }
        }
    }
}
