package org.tongbao.render.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xddf.usermodel.chart.AxisPosition;
import org.apache.poi.xddf.usermodel.chart.ChartTypes;
import org.apache.poi.xddf.usermodel.chart.XDDFDataSourcesFactory;
import org.apache.poi.xssf.usermodel.XSSFRichTextString;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.sheet.SheetText;
import org.tongbao.run.Period;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;

/** Workbooks drawn by hand: what is in them stays, and grows with the facts. */
class WorkbookTemplateTest {

    private static final Location HERE = new Location("bulletin.yaml", 3);
    private static final List<String> HOSTILE =
            List.of("=cmd|'/c calc'!A1", "+86 123", "@SUM(A1)", "\t=1", "-1", "a\u0001b", "😀项目", "长".repeat(40_000));

    @TempDir
    Path folder;

    @Test
    void whatIsDrawnAroundARepeatedRowGrowsWithIt() throws IOException {
        try (var book = filled(template(this::draw), rows("甲区", 5.0, "乙区", 7.0, "丙区", 9.0))) {
            var sheet = book.getSheet("概览");
            assertThat(text(sheet, 0, 0)).isEqualTo("2026年6月情况（草稿）");
            assertThat(text(sheet, 2, 0)).isEqualTo("甲区");
            assertThat(text(sheet, 4, 0)).isEqualTo("丙区");
            assertThat(sheet.getRow(4).getCell(1).getNumericCellValue()).isEqualTo(9);
            assertThat(sheet.getRow(3).getCell(2).getCellFormula()).isEqualTo("SUM($B$3:B4)/SUM($B$3:$B$5)");
            assertThat(sheet.getRow(5).getCell(1).getCellFormula()).isEqualTo("SUM(B3:B5)");
            assertThat(text(sheet, 5, 0)).isEqualTo("合计");
            assertThat(text(sheet, 6, 0)).isEqualTo("共7.5起");
            assertThat(sheet.getRow(3).getCell(1).getCellStyle().getDataFormatString())
                    .isEqualTo("0.0");
            assertThat(sheet.getRow(3).getOutlineLevel()).isEqualTo(1);
            assertThat(sheet.getMergedRegions())
                    .extracting(CellRangeAddress::formatAsString)
                    .containsExactlyInAnyOrder("A1:D1", "C6:D6", "D3:E3", "D4:E4", "D5:E5");
            assertThat(sheet.getSheetConditionalFormatting()
                            .getConditionalFormattingAt(0)
                            .getFormattingRanges()[0]
                            .formatAsString())
                    .isEqualTo("B3:B5");
            assertThat(book.getName("件数").getRefersToFormula()).isEqualTo("概览!$B$3:$B$5");
            assertThat(book.getPrintArea(0)).isEqualTo("概览!$A$1:$E$7");
            assertThat(sheet.getRepeatingRows().formatAsString()).isEqualTo("2:2");
            assertThat(sheet.getCellComments().keySet())
                    .extracting(Object::toString)
                    .containsExactlyInAnyOrder("B2", "B6");
            assertThat(sheet.getProtect()).isTrue();
            var chart = sheet.getDrawingPatriarch()
                    .getCharts()
                    .get(0)
                    .getCTChartSpace()
                    .xmlText();
            assertThat(chart).contains("概览!$A$3:$A$5", "概览!$B$3:$B$5").doesNotContain("Cache");
            var evaluator = book.getCreationHelper().createFormulaEvaluator();
            assertThat(evaluator.evaluate(sheet.getRow(5).getCell(1)).getNumberValue())
                    .isEqualTo(21);
        }
    }

    @Test
    void aQueryWithoutRowsLeavesTheRowEmpty() throws IOException {
        try (var book = filled(template(this::draw), List.of())) {
            var sheet = book.getSheet("概览");
            assertThat(sheet.getRow(2).getCell(0).getCellType()).isEqualTo(CellType.BLANK);
            assertThat(sheet.getRow(3).getCell(1).getCellFormula()).isEqualTo("SUM(B3:B3)");
        }
    }

    @Test
    void textOfTheFactsNeverBecomesAFormula() throws IOException {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        HOSTILE.forEach(text -> rows.add(row(text, 1.0)));
        try (var book = filled(template(this::draw), rows)) {
            var sheet = book.getSheet("概览");
            for (int i = 0; i < HOSTILE.size(); i++) {
                var cell = sheet.getRow(2 + i).getCell(0);
                assertThat(cell.getCellType()).isEqualTo(CellType.STRING);
                assertThat(cell.getStringCellValue()).isEqualTo(SheetText.cleaned(HOSTILE.get(i)));
                assertThat(cell.getCellStyle().getQuotePrefixed()).isEqualTo(i < 5);
            }
        }
    }

    @Test
    void theSameFactsGiveTheSameBytes() throws IOException {
        var template = template(this::draw);
        assertThat(bytes(template, rows("甲区", 5.0))).isEqualTo(bytes(template, rows("甲区", 5.0)));
    }

    @Test
    void mistakesAreReportedWithTheCellAndTheNamesThatExist() throws IOException {
        var problems = new Problems();
        var file = template(sheet -> {
            sheet.createRow(0).createCell(1).setCellValue("{perod}");
            sheet.createRow(1).createCell(0).setCellValue("{region.name}");
            sheet.getRow(1).createCell(1).setCellValue("{totals.cases}");
            sheet.createRow(2).createCell(0).setCellValue("{regions.nam}");
            sheet.createRow(3).createCell(0).setCellValue("{regions cases}");
            sheet.createRow(4).createCell(0).setCellValue("{regions.name}");
            sheet.getRow(4).createCell(1).setCellValue("{totals.cases}");
        });
        var template = WorkbookTemplate.read(
                        file, "report-templates/x/workbook.xlsx", Set.of("regions", "totals"), HERE, problems)
                .orElseThrow();
        template.checkColumns("regions", HERE, List.of("name", "cases"), problems);
        assertThat(problems.sorted()).extracting(Object::toString).containsExactly("""
                report-templates/x/workbook.xlsx:1 unknown 概览!B1 placeholder 'perod', did you mean 'period'?""", """
                report-templates/x/workbook.xlsx:2 unknown 概览!A2 data query 'region', did you mean 'regions'?""", """
                report-templates/x/workbook.xlsx:3 unknown 概览!A3 column of query 'regions' 'nam', did you mean 'name'?""", """
                report-templates/x/workbook.xlsx:4 概览!A4 '{regions cases}' is no placeholder; write {query.column}, {first query.column} or {period}""", """
                report-templates/x/workbook.xlsx:5 概览!A5 a row repeats for one query, this one has regions and totals; single facts are written {first query.column}""");
    }

    @Test
    void referencesAreMappedByWhereTheirRowsGo() {
        var expansion = new RowExpansion(Map.of("表 一", new TreeMap<>(Map.of(5, 10)), "二", new TreeMap<>()));
        assertThat(expansion.expandFormula("表 一", "IF(A5>B$6,\"A5\",LOG10(A4))*'表 一'!$C$5", 5, 2))
                .isEqualTo("IF(A7>B$15,\"A5\",LOG10(A4))*'表 一'!$C$5");
        assertThat(expansion.expandFormula("二", "SUM('表 一'!B5:B5)+A5+一!A5", 9, 0))
                .isEqualTo("SUM('表 一'!B5:B14)+A5+一!A5");
        assertThat(expansion.expandRanges("", "'表 一'!$A$5,'表 一'!$A$7:$B$9"))
                .isEqualTo("'表 一'!$A$5:$A$14,'表 一'!$A$16:$B$18");
        assertThat(expansion.expandRows("表 一", "'表 一'!$1:$4")).isEqualTo("'表 一'!$1:$4");
    }

    /** A drawing of a sheet. */
    @FunctionalInterface
    private interface Draw {
        void on(XSSFSheet sheet);
    }

    private Path template(Draw draw) throws IOException {
        var file = folder.resolve("workbook.xlsx");
        try (var book = new XSSFWorkbook();
                var out = Files.newOutputStream(file)) {
            draw.on(book.createSheet("概览"));
            book.write(out);
        }
        return file;
    }

    private void draw(XSSFSheet sheet) {
        var book = sheet.getWorkbook();
        sheet.createRow(0).createCell(0).setCellValue("{period}情况（{draft}）");
        sheet.addMergedRegion(CellRangeAddress.valueOf("A1:D1"));
        sheet.createRow(1).createCell(0).setCellValue("县区");
        sheet.getRow(1).createCell(1).setCellValue("件数");
        var row = sheet.createRow(2);
        row.createCell(0).setCellValue("{regions.name}");
        row.createCell(1).setCellValue("{regions.cases}");
        var style = book.createCellStyle();
        style.setDataFormat(book.createDataFormat().getFormat("0.0"));
        row.getCell(1).setCellStyle(style);
        row.createCell(2).setCellFormula("SUM($B$3:B3)/SUM($B$3:$B$3)");
        sheet.addMergedRegion(CellRangeAddress.valueOf("D3:E3"));
        sheet.groupRow(2, 2);
        var total = sheet.createRow(3);
        total.createCell(0).setCellValue("合计");
        total.createCell(1).setCellFormula("SUM(B3:B3)");
        sheet.addMergedRegion(CellRangeAddress.valueOf("C4:D4"));
        sheet.createRow(4).createCell(0).setCellValue("共{first totals.cases}起");
        var rules = sheet.getSheetConditionalFormatting();
        rules.addConditionalFormatting(
                new CellRangeAddress[] {CellRangeAddress.valueOf("B3:B3")},
                rules.createConditionalFormattingRule("B3>0"));
        var name = book.createName();
        name.setNameName("件数");
        name.setRefersToFormula("概览!$B$3:$B$3");
        book.setPrintArea(0, "$A$1:$E$5");
        sheet.setRepeatingRows(CellRangeAddress.valueOf("2:2"));
        for (int at : new int[] {1, 3}) {
            var anchor = book.getCreationHelper().createClientAnchor();
            anchor.setRow2(3);
            anchor.setCol2(3);
            var comment = sheet.createDrawingPatriarch().createCellComment(anchor);
            comment.setString(new XSSFRichTextString("口径"));
            comment.setAddress(at, 1);
        }
        var drawing = sheet.createDrawingPatriarch();
        var chart = drawing.createChart(drawing.createAnchor(0, 0, 0, 0, 6, 1, 12, 15));
        var data = chart.createData(
                ChartTypes.BAR,
                chart.createCategoryAxis(AxisPosition.BOTTOM),
                chart.createValueAxis(AxisPosition.LEFT));
        data.addSeries(
                XDDFDataSourcesFactory.fromStringCellRange(sheet, CellRangeAddress.valueOf("A3:A3")),
                XDDFDataSourcesFactory.fromArray(new Double[] {1.0}, "概览!$B$3"));
        chart.plot(data);
        sheet.enableLocking();
    }

    private XSSFWorkbook filled(Path template, List<Map<String, @Nullable Object>> rows) throws IOException {
        return new XSSFWorkbook(new ByteArrayInputStream(bytes(template, rows)));
    }

    private static byte[] bytes(Path file, List<Map<String, @Nullable Object>> rows) throws IOException {
        var problems = new Problems();
        var template = WorkbookTemplate.read(file, "workbook.xlsx", Set.of("regions", "totals"), HERE, problems);
        problems.throwIfAny();
        var total = new LinkedHashMap<String, @Nullable Object>();
        total.put("cases", 7.5);
        var facts = new Facts(Map.of(
                "regions", new Facts.Table(List.of("name", "cases"), rows),
                "totals", new Facts.Table(List.of("cases"), List.of(total))));
        var out = new ByteArrayOutputStream();
        var cover = new WorkbookWriter.Cover("通报", "虚构单位", Period.parse("2026-06"), true);
        WorkbookWriter.write(cover, template.orElseThrow(), List.of(), Map.of(), facts, out);
        return out.toByteArray();
    }

    private static List<Map<String, @Nullable Object>> rows(Object... cells) {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (int i = 0; i < cells.length; i += 2) {
            rows.add(row((String) cells[i], (Double) cells[i + 1]));
        }
        return rows;
    }

    private static Map<String, @Nullable Object> row(String name, double cases) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("name", name);
        row.put("cases", cases);
        return row;
    }

    private static String text(XSSFSheet sheet, int row, int column) {
        return sheet.getRow(row).getCell(column).getStringCellValue();
    }
}
