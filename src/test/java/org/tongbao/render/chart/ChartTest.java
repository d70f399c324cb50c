package org.tongbao.render.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.FileSystemUtils;
import org.tongbao.render.InventedCity;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.sheet.Worksheet;
import org.tongbao.render.style.FontFiles;
import org.tongbao.render.style.Palette;
import org.tongbao.render.workbook.SheetExample;
import org.tongbao.render.workbook.WorkbookWriter;
import org.tongbao.spec.Layers;
import org.tongbao.spec.Location;

/** Each kind of chart, of invented figures, as a picture and as a chart of Excel. */
class ChartTest {

    private static final Path SHARED = InventedCity.HOME.resolve("report-templates/shared");
    private static final Location NOWHERE = new Location("", 1);
    private static final int WIDTH = 586;
    private static final int HEIGHT = 302;
    private static final int MORE_THAN_AWT_KEEPS_OPEN = 25;

    private static ChartFonts fonts;
    private static List<String> names;

    @BeforeAll
    static void readFonts() throws IOException {
        fonts = new ChartFonts(FontFiles.in(Layers.of(SHARED.resolve("fonts"))));
        names = List.copyOf(Outlines.read(InventedCity.HOME.resolve("sample-data/regions.geojson"))
                .shapes()
                .keySet());
    }

    @Test
    void whatIsMeasuredDoesNotHangOnAHomeThatIsGone(@TempDir Path home) throws IOException {
        var folder = home.resolve("fonts");
        FileSystemUtils.copyRecursively(SHARED.resolve("fonts"), folder);
        assertThat(width(new ChartFonts(FontFiles.in(Layers.of(folder))), "县")).isPositive();
        FileSystemUtils.deleteRecursively(folder);
        for (int i = 0; i < MORE_THAN_AWT_KEEPS_OPEN; i++) {
            width(new ChartFonts(FontFiles.in(Layers.of(SHARED.resolve("fonts")))), "市" + i);
        }
        var later = new ChartFonts(FontFiles.in(Layers.of(SHARED.resolve("fonts"))));
        assertThat(width(later, "临港产业园")).isBetween(5 * 16, 5 * 18);
    }

    private static int width(ChartFonts fonts, String text) {
        var graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        return graphics.getFontMetrics(fonts.plain(17)).stringWidth(text);
    }

    @ParameterizedTest
    @EnumSource
    void everyKindIsDrawnAndPrintsInGrey(Chart.Type type) throws IOException {
        var image = picture(type);
        Files.createDirectories(Path.of("target/charts"));
        ImageIO.write(
                image, "png", Path.of("target/charts/" + type.word() + ".png").toFile());
        var shades = new TreeSet<Integer>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                shades.add((int) Palette.lightness(image.getRGB(x, y)) / 16);
            }
        }
        assertThat(shades).hasSizeGreaterThan(4);
    }

    @ParameterizedTest
    @EnumSource
    void excelHasTheSeriesOfTheDeclarationOrColouredCells(Chart.Type type) throws IOException {
        var chart = chart(type);
        var column = SheetExample.sheets().get(0).columns().get(0);
        var name = new Worksheet.Column("name", "名称", null, 0, null, column.total(), List.of(), null, column.at());
        var sheet = new Worksheet(
                "表", "表", "rows", List.of(name), null, false, null, List.of("c"), null, false, column.at());
        var bytes = new ByteArrayOutputStream();
        WorkbookWriter.write(
                new WorkbookWriter.Cover("表", "局", InventedCity.JUNE, true),
                null,
                List.of(sheet),
                Map.of("c", chart),
                new Facts(Map.of("rows", table(type))),
                bytes);
        Files.createDirectories(Path.of("target/charts"));
        Files.write(Path.of("target/charts/" + type.word() + ".xlsx"), bytes.toByteArray());
        try (var book = new XSSFWorkbook(new ByteArrayInputStream(bytes.toByteArray()))) {
            var drawing = book.getSheet("表").getDrawingPatriarch();
            if (type.isNative()) {
                var area = drawing.getCharts().get(0).getCTChart().getPlotArea();
                int series = area.getBarChartList().stream()
                                .mapToInt(c -> c.sizeOfSerArray())
                                .sum()
                        + area.getLineChartList().stream()
                                .mapToInt(c -> c.sizeOfSerArray())
                                .sum()
                        + area.getScatterChartList().stream()
                                .mapToInt(c -> c.sizeOfSerArray())
                                .sum();
                int computed = type == Chart.Type.PARETO ? 1 : type == Chart.Type.WATERFALL ? 3 : 0;
                int shared = type == Chart.Type.FUNNEL ? 1 : 0;
                assertThat(series).isEqualTo(chart.series().size() + computed - shared);
            } else {
                assertThat(drawing).isNull();
                assertThat(book.getSheet(Worksheet.CHART_DATA)
                                .getSheetConditionalFormatting()
                                .getNumConditionalFormattings())
                        .isEqualTo(chart.series().size() + 1); // and the bands of rows
            }
        }
    }

    @Test
    void neighbouringShadesAndSeriesDifferInGrey() {
        for (int i = 1; i < Palette.shades(); i++) {
            assertThat(Palette.lightness(Palette.shade(i - 1)) - Palette.lightness(Palette.shade(i)))
                    .isGreaterThan(20);
        }
    }

    @Test
    void aChartWithTheWrongNumberOfSeriesSaysWhichItTakes() {
        assertThatThrownBy(() -> new Chart(
                        "a",
                        "图",
                        Chart.Type.BOXES,
                        "rows",
                        "name",
                        List.of(new Chart.Series("a", "a")),
                        "分",
                        null,
                        null,
                        NOWHERE))
                .hasMessage("chart 'a' of type 'boxes' takes 5 series (lowest, lower quartile, median, upper quartile,"
                        + " highest), not 1");
    }

    @Test
    void aSeriesWithoutAnyValueIsLeftOut() {
        var chart = chart(Chart.Type.COLUMNS);
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("name", "1月");
        row.put("v0", 3L);
        row.put("v1", null);
        var table = new Facts.Table(List.of("name", "v0", "v1"), List.of(row));
        assertThat(chart.withoutEmptySeries(table).series())
                .extracting(Chart.Series::column)
                .containsExactly("v0");
        row.put("v1", 0L);
        assertThat(chart.withoutEmptySeries(new Facts.Table(table.columns(), List.of(row)))
                        .series())
                .hasSize(2);
    }

    @Test
    void aWaterfallEndsAtTheTotalThatTheQueryGives() {
        var values = new ChartValues(chart(Chart.Type.WATERFALL), table(Chart.Type.WATERFALL));
        assertThat(values.cumulative()).containsExactly(78.2, 80.3, 79.1, 79.1, 82.5, 81.7, 81.7);
    }

    @Test
    void aPartThatIsNarrowerThanItsFigureStandsWithout() {
        var nothing = picture(Chart.Type.STACKED_BARS, parts(null));
        assertThat(differentColumns(nothing, picture(Chart.Type.STACKED_BARS, parts(0.0))))
                .as("the white edge of a part without length")
                .isLessThanOrEqualTo(2);
    }

    @Test
    void whatIsCountedHasNoHalvesOnItsAxis() {
        assertThat(lines(picture(Chart.Type.COLUMNS, few(1L, 0L))))
                .as("one, and the axis at nothing, which is too pale to count")
                .isEqualTo(1);
        assertThat(lines(picture(Chart.Type.COLUMNS, few(1.0, 0.4)))).isGreaterThan(1);
    }

    private static Facts.Table few(Number first, Number second) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("name", "甲");
        row.put("v0", first);
        row.put("v1", second);
        return new Facts.Table(List.of("name", "v0", "v1"), List.of(row));
    }

    /** How many lines go across most of a picture: those of the axis of values. */
    private static long lines(BufferedImage picture) {
        return IntStream.range(1, HEIGHT)
                .filter(y -> across(picture, y) && !across(picture, y - 1))
                .count();
    }

    private static boolean across(BufferedImage picture, int y) {
        return IntStream.range(0, WIDTH)
                        .filter(x -> picture.getRGB(x, y) != Color.WHITE.getRGB())
                        .count()
                > WIDTH * 7 / 10;
    }

    private static Facts.Table parts(@Nullable Double second) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("name", "甲");
        row.put("v0", 60.0);
        row.put("v1", second);
        return new Facts.Table(List.of("name", "v0", "v1"), List.of(row));
    }

    private static long differentColumns(BufferedImage one, BufferedImage other) {
        return IntStream.range(0, WIDTH)
                .filter(x -> IntStream.range(0, HEIGHT).anyMatch(y -> one.getRGB(x, y) != other.getRGB(x, y)))
                .count();
    }

    private static BufferedImage picture(Chart.Type type) throws IOException {
        return picture(type, table(type));
    }

    private static BufferedImage picture(Chart.Type type, Facts.Table table) {
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        new ChartDrawing(chart(type), table, fonts).draw(graphics, WIDTH, HEIGHT);
        graphics.dispose();
        return image;
    }

    private static Chart chart(Chart.Type type) {
        var labels =
                switch (type) {
                    case DOTS -> List.of("名次", "区间下限", "区间上限");
                    case BOXES -> List.of("最低", "下四分位", "中位数", "上四分位", "最高");
                    case FUNNEL -> List.of("检查次数", "整改率", "下限", "上限");
                    case WATERFALL, CALENDAR, MAP, PARETO -> List.of("隐患");
                    case PROFILE -> List.of("本地", "全市平均", "全市最好");
                    case HEAT_MAP -> List.of("1月", "2月", "3月", "4月", "5月", "6月");
                    default -> List.of("本月", "上月");
                };
        var series = new ArrayList<Chart.Series>();
        for (int i = 0; i < labels.size(); i++) {
            series.add(new Chart.Series("v" + i, labels.get(i)));
        }
        try {
            var outlines = type == Chart.Type.MAP
                    ? Outlines.read(InventedCity.HOME.resolve("sample-data/regions.geojson"))
                    : null;
            return new Chart("c", "图", type, "rows", "name", series, "分", null, outlines, NOWHERE);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Facts.Table table(Chart.Type type) {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        int count = type == Chart.Type.CALENDAR ? 181 : type == Chart.Type.WATERFALL ? 7 : names.size();
        double[] steps = {78.2, 2.1, -1.2, 0, 3.4, -0.8, 81.7};
        for (int i = 0; i < count; i++) {
            var row = new LinkedHashMap<String, @Nullable Object>();
            double value = 60 + (i * 37 % 40);
            switch (type) {
                case CALENDAR -> {
                    row.put("name", LocalDate.of(2026, 1, 1).plusDays(i).toString());
                    row.put("v0", (long) (i * 31 % 17));
                }
                case WATERFALL -> {
                    row.put("name", i == 0 ? "上月得分" : i == 6 ? "本月得分" : names.get(i));
                    row.put("v0", steps[i]);
                }
                case DOTS -> put(row, i, i + 1L, Math.max(1L, i - 1L), Math.min(15L, i + 4L));
                case BOXES -> put(row, i, value - 25, value - 8, value, value + 7, value + 18);
                case FUNNEL -> {
                    double size = 10 + i * 12;
                    put(
                            row,
                            i,
                            size,
                            90 + (i % 5 - 2) * 4.0,
                            90 - 60 / Math.sqrt(size),
                            Math.min(100, 90 + 60 / Math.sqrt(size)));
                }
                default -> put(row, i, value, value * 0.9, value * 1.1, value * 0.5, value * 0.2, value * 0.7);
            }
            rows.add(row);
        }
        return SheetExample.table(rows);
    }

    private static void put(Map<String, @Nullable Object> row, int index, Number... values) {
        row.put("name", names.get(index));
        for (int i = 0; i < values.length; i++) {
            row.put("v" + i, values[i]);
        }
    }
}
