package org.tongbao.render.workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.zip.ZipInputStream;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.PrintSetup;
import org.apache.poi.ss.util.AreaReference;
import org.apache.poi.xssf.usermodel.XSSFChart;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.xmlbeans.XmlError;
import org.apache.xmlbeans.XmlObject;
import org.apache.xmlbeans.XmlOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openxmlformats.schemas.drawingml.x2006.chart.CTNumRef;
import org.tongbao.render.chart.Chart;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.sheet.Worksheet;
import org.tongbao.render.sheet.Worksheet.Column;
import org.tongbao.render.sheet.Worksheet.Total;
import org.tongbao.run.Period;
import org.tongbao.spec.Location;

class WorkbookWriterTest {

    private static final Location HERE = new Location("bulletin.yaml", 1);

    @Test
    void theSameFactsGiveTheSameBytesInEveryPlaceAndTime() throws Exception {
        var once = example();
        Files.write(Path.of("target/example.xlsx"), once); // to be looked at by hand
        var locale = Locale.getDefault();
        var zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            var again = example();
            assertThat(parts(again)).isEqualTo(parts(once));
            assertThat(Arrays.equals(again, once)).isTrue();
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void noPartCarriesTheTimeOfWriting() throws Exception {
        var times = new ArrayList<LocalDateTime>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(example()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                times.add(entry.getTimeLocal());
            }
        }
        assertThat(times).isNotEmpty().containsOnly(LocalDateTime.of(1980, 2, 1, 0, 0));
        try (var book = read(example())) {
            var core = book.getProperties().getCoreProperties();
            assertThat(core.getTitle()).isEqualTo("关于2026年6月考核排名情况的通报");
            assertThat(core.getCreated().toInstant()).isEqualTo("2026-07-01T00:00:00Z");
            assertThat(core.getModified()).isEqualTo(core.getCreated());
        }
    }

    @Test
    void everyPartKeepsToTheSchema() throws Exception {
        try (var book = read(example())) {
            assertValid(book.getCTWorkbook());
            assertValid(book.getStylesSource().getCTStylesheet());
            for (var sheet : book) {
                var part = (XSSFSheet) sheet;
                assertValid(part.getCTWorksheet());
                if (part.getDrawingPatriarch() != null) {
                    assertValid(part.getDrawingPatriarch().getCTDrawing());
                    for (var chart : part.getDrawingPatriarch().getCharts()) {
                        assertValid(chart.getCTChartSpace());
                    }
                }
            }
        }
    }

    @Test
    void cellsHaveTheTypeOfTheirValue() throws Exception {
        var table = SheetExample.table(List.of(
                SheetExample.row(
                        "text",
                        "东湖区",
                        "whole",
                        1204L,
                        "exact",
                        0.1 + 0.2,
                        "day",
                        LocalDate.of(2026, 6, 30),
                        "flag",
                        true),
                SheetExample.row("text", null, "whole", null, "exact", null, "day", null, "flag", null)));
        try (var book = read(write(plain("text", "whole", "exact", "day", "flag"), table))) {
            var row = book.getSheetAt(0).getRow(2);
            assertThat(row.getCell(0).getStringCellValue()).isEqualTo("东湖区");
            assertThat(row.getCell(1).getNumericCellValue()).isEqualTo(1204);
            assertThat(row.getCell(2).getNumericCellValue()).isEqualTo(0.1 + 0.2);
            assertThat(row.getCell(2).getCellStyle().getDataFormatString()).isEqualTo("0.00");
            assertThat(row.getCell(3).getLocalDateTimeCellValue()).isEqualTo("2026-06-30T00:00:00");
            assertThat(row.getCell(3).getCellStyle().getDataFormatString()).isEqualTo("yyyy-mm-dd");
            assertThat(row.getCell(4).getStringCellValue()).isEqualTo("是");
            assertThat(book.getSheetAt(0).getRow(3).cellIterator())
                    .toIterable()
                    .allMatch(cell -> cell.getCellType() == CellType.BLANK);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+86 123",
                "-cmd|'/c calc'!A1",
                "@SUM(A1)",
                "\t=1",
                "_x000D_",
                "a_x0041_b",
                "<b>&amp;\"'",
                "多\n行",
                "𠮷野",
                " 前后 "
            })
    void textStaysTheTextItIs(String text) throws Exception {
        var table = SheetExample.table(List.of(SheetExample.row("text", text)));
        try (var book = read(write(plain("text"), table))) {
            var cell = book.getSheetAt(0).getRow(2).getCell(0);
            assertThat(cell.getCellType()).isEqualTo(CellType.STRING);
            assertThat(cell.getStringCellValue()).isEqualTo(text);
            assertThat(cell.getCellStyle().getQuotePrefixed()).isEqualTo("=+-@\t".indexOf(text.charAt(0)) >= 0);
        }
    }

    @Test
    void whatNoCellCanHoldIsLeftOut() throws Exception {
        var table = SheetExample.table(List.of(
                SheetExample.row("text", "a\u0000b\uFFFEc"),
                SheetExample.row("text", "长".repeat(40_000)),
                SheetExample.row("text", 12_345_678_901_234_567L)));
        try (var book = read(write(plain("text"), table))) {
            var sheet = book.getSheetAt(0);
            assertThat(sheet.getRow(2).getCell(0).getStringCellValue()).isEqualTo("abc");
            assertThat(sheet.getRow(3).getCell(0).getStringCellValue())
                    .hasSize(32_767)
                    .endsWith("长…");
            assertThat(sheet.getRow(4).getCell(0).getStringCellValue()).isEqualTo("12345678901234567");
        }
    }

    @Test
    void everySeriesIsTheCellsItShows() throws Exception {
        try (var book = read(example())) {
            var charts = charts(book);
            assertThat(charts).hasSize(5);
            for (var chart : charts) {
                for (var values : values(chart)) {
                    assertThat(cached(values)).isNotEmpty().isEqualTo(cells(book, values.getF()));
                }
            }
            assertThat(values(charts.get(0)))
                    .extracting(CTNumRef::getF)
                    .as("score and last month's score stand in the ranking sheet")
                    .containsExactly("排名!$D$4:$D$18", "排名!$E$4:$E$18");
            assertThat(values(charts.get(1)).get(0).getF()).startsWith("图表数据!");
        }
    }

    @Test
    void theCumulativeShareOfAParetoChartEndsAtOne() throws Exception {
        try (var book = read(example())) {
            var line = charts(book)
                    .get(3)
                    .getCTChart()
                    .getPlotArea()
                    .getLineChartArray(0)
                    .getSerArray(0)
                    .getVal()
                    .getNumRef();
            assertThat(cached(line)).isSorted().endsWith(1.0).hasSize(9);
        }
    }

    @Test
    void theSheetCanBeReadAndPrinted() throws Exception {
        try (var book = read(example())) {
            var ranking = book.getSheet("排名");
            assertThat(ranking.getPaneInformation().getHorizontalSplitTopRow()).isEqualTo((short) 3);
            assertThat(ranking.getPaneInformation().getVerticalSplitLeftColumn())
                    .isEqualTo((short) 3);
            assertThat(ranking.getCTWorksheet().getAutoFilter().getRef()).isEqualTo("A3:K18");
            assertThat(ranking.getMergedRegions()).extracting(Object::toString).anyMatch(r -> r.contains("G2:K2"));
            assertThat(ranking.getFitToPage()).isTrue();
            assertThat(ranking.getPrintSetup().getPaperSize()).isEqualTo(PrintSetup.A4_PAPERSIZE);
            assertThat(ranking.getPrintSetup().getLandscape()).isTrue();
            assertThat(ranking.getPrintSetup().getFitHeight()).isZero();
            assertThat(ranking.getFooter().getCenter()).contains("第 &P 页 共 &N 页");
            assertThat(ranking.getHeader().getRight()).contains("草稿");
            assertThat(ranking.getRow(2).getCell(1).getCellComment().getString().getString())
                    .startsWith("与上月名次相比");
            assertThat(book.getName("data_ranking").getRefersToFormula()).isEqualTo("排名!$A$3:$K$18");
            assertThat(book.getSheet("项目").getRepeatingRows().formatAsString()).isEqualTo("2:2");
        }
    }

    @Test
    void theSumOfWhatNobodyKnowsIsBlankAndThatOfZerosIsZero() throws Exception {
        var columns = List.of(column("name", Total.NONE), column("deaths", Total.SUM), column("awards", Total.SUM));
        var table = SheetExample.table(List.of(
                SheetExample.row("name", "东湖区", "deaths", null, "awards", 0L),
                SheetExample.row("name", "西陵区", "deaths", null, "awards", null)));
        try (var book = read(write(columns, table))) {
            var row = book.getSheetAt(0).getRow(4);
            assertThat(row.getCell(1).getCellType()).isEqualTo(CellType.BLANK);
            assertThat(row.getCell(2).getCellFormula()).isEqualTo("SUBTOTAL(109,C3:C4)");
            assertThat(row.getCell(2).getNumericCellValue()).isZero();
        }
    }

    @Test
    void totalsFollowTheFilter() throws Exception {
        var columns = List.of(column("name", Total.NONE), column("cases", Total.SUM), column("share", Total.AVERAGE));
        var table = SheetExample.table(List.of(
                SheetExample.row("name", "东湖区", "cases", 3L, "share", 90.0),
                SheetExample.row("name", "西陵区", "cases", 4L, "share", null)));
        try (var book = read(write(columns, table))) {
            var row = book.getSheetAt(0).getRow(4);
            assertThat(row.getCell(0).getStringCellValue()).isEqualTo("合计/平均");
            assertThat(row.getCell(1).getCellFormula()).isEqualTo("SUBTOTAL(109,B3:B4)");
            assertThat(row.getCell(1).getNumericCellValue()).isEqualTo(7);
            assertThat(row.getCell(2).getNumericCellValue()).isEqualTo(90);
        }
    }

    @Test
    void aTableWithoutRowsSaysSoAndHasNoChart() throws Exception {
        var facts = new Facts(Map.of("t", new Facts.Table(List.of("name", "cases"), List.of())));
        var chart = new Chart(
                "c", "图", Chart.Type.BARS, "t", "name", List.of(new Chart.Series("cases", "数")), "个", null, null, HERE);
        var sheet = new Worksheet(
                "表", "空表", "t", plain("name", "cases"), null, false, null, List.of("c"), null, false, HERE);
        try (var book = read(write(List.of(sheet), Map.of("c", chart), facts))) {
            assertThat(book.getSheetAt(0).getRow(2).getCell(0).getStringCellValue())
                    .isEqualTo("本期无数据");
            assertThat(charts(book)).isEmpty();
        }
    }

    @Test
    void aLongTableLooksLikeAShortOne() throws Exception {
        var names = List.of("project_name", "score", "started_on");
        var columns = plain(names.toArray(String[]::new));
        try (var few = read(write(columns, SheetExample.projects(new Random(1), 10)));
                var many = read(write(columns, SheetExample.projects(new Random(1), 20_000)))) {
            var sheet = many.getSheetAt(0);
            assertThat(sheet.getLastRowNum()).isEqualTo(20_001);
            assertThat(sheet.getCTWorksheet().getDimension().getRef()).isEqualTo("A1:C20002");
            for (int i = 0; i < names.size(); i++) {
                assertThat(sheet.getRow(20_001).getCell(i).getCellStyle().getIndex())
                        .isEqualTo(few.getSheetAt(0)
                                .getRow(2)
                                .getCell(i)
                                .getCellStyle()
                                .getIndex());
            }
        }
    }

    @Test
    void aValueOfAnUnknownKindIsNotSwallowed() {
        var table = SheetExample.table(List.of(SheetExample.row("text", List.of())));
        assertThatThrownBy(() -> write(plain("text"), table)).hasMessageContaining("a cell can't hold");
    }

    private static byte[] example() throws IOException {
        return write(SheetExample.sheets(), SheetExample.charts(), SheetExample.facts());
    }

    private static byte[] write(List<Column> columns, Facts.Table table) throws IOException {
        var sheet = new Worksheet("表", "{period}的表", "t", columns, null, false, null, List.of(), null, false, HERE);
        return write(List.of(sheet), Map.of(), new Facts(Map.of("t", table)));
    }

    private static byte[] write(List<Worksheet> sheets, Map<String, Chart> charts, Facts facts) throws IOException {
        var cover = new WorkbookWriter.Cover("关于{period}|考核排名情况的通报", "云州市住房和城乡建设局（虚构）", Period.parse("2026-06"), true);
        var out = new ByteArrayOutputStream();
        WorkbookWriter.write(cover, null, sheets, charts, facts, out);
        return out.toByteArray();
    }

    private static List<Column> plain(String... names) {
        return List.of(names).stream().map(name -> column(name, Total.NONE)).toList();
    }

    private static Column column(String name, Total total) {
        return new Column(name, name, null, 0, null, total, List.of(), null, HERE);
    }

    private static XSSFWorkbook read(byte[] bytes) throws IOException {
        return new XSSFWorkbook(new ByteArrayInputStream(bytes));
    }

    private static Map<String, String> parts(byte[] bytes) throws IOException {
        var parts = new LinkedHashMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return parts;
    }

    private static void assertValid(XmlObject part) {
        var errors = new ArrayList<XmlError>();
        part.validate(new XmlOptions().setErrorListener(errors));
        assertThat(errors).isEmpty();
    }

    private static List<XSSFChart> charts(XSSFWorkbook book) {
        var charts = new ArrayList<XSSFChart>();
        for (var sheet : book) {
            if (sheet.getDrawingPatriarch() instanceof org.apache.poi.xssf.usermodel.XSSFDrawing drawing) {
                charts.addAll(drawing.getCharts());
            }
        }
        return charts;
    }

    private static List<CTNumRef> values(XSSFChart chart) {
        var area = chart.getCTChart().getPlotArea();
        var values = new ArrayList<CTNumRef>();
        area.getBarChartList().forEach(bars -> bars.getSerList()
                .forEach(series -> values.add(series.getVal().getNumRef())));
        area.getLineChartList().forEach(lines -> lines.getSerList()
                .forEach(series -> values.add(series.getVal().getNumRef())));
        return values;
    }

    private static List<Double> cached(CTNumRef values) {
        return values.getNumCache().getPtList().stream()
                .map(point -> Double.valueOf(point.getV()))
                .toList();
    }

    private static List<Double> cells(XSSFWorkbook book, String formula) {
        var area = new AreaReference(formula, book.getSpreadsheetVersion());
        var numbers = new ArrayList<Double>();
        for (var reference : area.getAllReferencedCells()) {
            var cell = book.getSheet(reference.getSheetName())
                    .getRow(reference.getRow())
                    .getCell(reference.getCol());
            if (cell.getCellType() != CellType.BLANK) {
                numbers.add(cell.getNumericCellValue());
            }
        }
        return numbers;
    }
}
