package org.tongbao.render.workbook;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.poi.xddf.usermodel.chart.AxisCrossBetween;
import org.apache.poi.xddf.usermodel.chart.AxisCrosses;
import org.apache.poi.xddf.usermodel.chart.AxisOrientation;
import org.apache.poi.xddf.usermodel.chart.AxisPosition;
import org.apache.poi.xddf.usermodel.chart.BarDirection;
import org.apache.poi.xddf.usermodel.chart.BarGrouping;
import org.apache.poi.xddf.usermodel.chart.ChartTypes;
import org.apache.poi.xddf.usermodel.chart.Grouping;
import org.apache.poi.xddf.usermodel.chart.ScatterStyle;
import org.apache.poi.xddf.usermodel.chart.XDDFBarChartData;
import org.apache.poi.xddf.usermodel.chart.XDDFCategoryAxis;
import org.apache.poi.xddf.usermodel.chart.XDDFChartData;
import org.apache.poi.xddf.usermodel.chart.XDDFDataSourcesFactory;
import org.apache.poi.xddf.usermodel.chart.XDDFLineChartData;
import org.apache.poi.xddf.usermodel.chart.XDDFScatterChartData;
import org.apache.poi.xddf.usermodel.chart.XDDFValueAxis;
import org.apache.poi.xssf.usermodel.XSSFChart;
import org.apache.poi.xssf.usermodel.XSSFClientAnchor;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.chart.Chart;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.sheet.SheetText;
import org.tongbao.render.sheet.TableRange;
import org.tongbao.render.style.Palette;

/**
 * A native chart of Excel: its series are cells, so that it follows when somebody corrects one. The file also carries
 * the cells' values, for programs that draw before they calculate.
 *
 * @param chart what is drawn
 * @param range where its cells stand
 * @param table what the cells hold
 */
record SheetChart(Chart chart, TableRange range, Facts.Table table) {

    private static final int BAR_POINTS = 19;
    private static final int TITLE_POINTS = 90;
    private static final int USUAL_POINTS = 195;
    /** Room for the label of 100 %. */
    private static final double HEADROOM = 1.12;

    /** Whether there is nothing to draw; what Excel has no chart for is seen in the coloured cells of its data. */
    boolean isEmpty() {
        return table.rows().isEmpty() || !chart.type().isNative();
    }

    /** Height in points at which it reads well. */
    double height() {
        int bars = chart.type() == Chart.Type.BARS ? chart.series().size() : 1;
        return isHorizontal()
                ? Math.max(USUAL_POINTS, TITLE_POINTS + table.rows().size() * (BAR_POINTS + (bars - 1) * 9.0))
                : USUAL_POINTS;
    }

    /** Draws the chart on a sheet, which need not be that of its cells. */
    void draw(XSSFSheet sheet, XSSFClientAnchor anchor) {
        var drawn = sheet.createDrawingPatriarch().createChart(anchor);
        SheetChartStyle.styleFrame(drawn, chart.title(), legendEntries() > 1);
        switch (chart.type()) {
            case BARS -> bars(drawn, BarGrouping.CLUSTERED);
            case STACKED_BARS -> bars(drawn, BarGrouping.STACKED);
            case COLUMNS -> columns(drawn);
            case LINES, PROFILE -> lines(drawn);
            case DOTS -> intervals(drawn, List.of(1, 0, 2), List.of(false, true, false), false);
            case BOXES -> intervals(drawn, List.of(1, 0, 2, 4, 3), List.of(false, false, true, false, false), true);
            case FUNNEL -> funnel(drawn);
            case WATERFALL -> waterfall(drawn);
            case HEAT_MAP, CALENDAR, MAP -> throw new IllegalStateException("Excel has no such chart: " + chart.type());
            case PARETO -> pareto(drawn);
        }
        SheetChartStyle.styleAxisTitles(drawn);
    }

    private void bars(XSSFChart drawn, BarGrouping grouping) {
        var categories = drawn.createCategoryAxis(AxisPosition.LEFT);
        var values = values(drawn, AxisPosition.BOTTOM);
        categories.setOrientation(AxisOrientation.MAX_MIN); // the first on top
        values.setCrosses(AxisCrosses.MAX); // and the figures at the bottom all the same
        var data = bars(drawn, categories, values, grouping, BarDirection.BAR);
        for (int i = 0; i < chart.series().size(); i++) {
            var series = add(data, chart.series().get(i));
            SheetChartStyle.styleBar(series, colour(i), grouping == BarGrouping.STACKED, labels(i));
        }
        drawn.plot(data);
        SheetChartStyle.styleAxes(categories, values);
    }

    private void columns(XSSFChart drawn) {
        var categories = drawn.createCategoryAxis(AxisPosition.BOTTOM);
        var values = values(drawn, AxisPosition.LEFT);
        var data = bars(drawn, categories, values, BarGrouping.CLUSTERED, BarDirection.COL);
        for (int i = 0; i < chart.series().size(); i++) {
            SheetChartStyle.styleBar(add(data, chart.series().get(i)), colour(i), false, labels(i));
        }
        drawn.plot(data);
        if (SheetChartData.hasLimitLine(chart)) {
            var line = lines(drawn, categories, values);
            limit(line);
            drawn.plot(line);
        }
        SheetChartStyle.styleAxes(categories, values);
    }

    private void lines(XSSFChart drawn) {
        var categories = drawn.createCategoryAxis(AxisPosition.BOTTOM);
        var values = values(drawn, AxisPosition.LEFT);
        var data = lines(drawn, categories, values);
        for (int i = 0; i < chart.series().size(); i++) {
            var series = (XDDFLineChartData.Series) add(data, chart.series().get(i));
            SheetChartStyle.styleLine(series, Palette.series(i), i == 0 ? 2.25 : 1.5);
            SheetChartStyle.labelLast(series, table.rows().size() - 1, labels(i), Palette.series(i));
        }
        if (SheetChartData.hasLimitLine(chart)) {
            limit(data);
        }
        drawn.plot(data);
        SheetChartStyle.styleAxes(categories, values);
    }

    /** Lines from the lowest to the highest series; with boxes, these go from the first to the last. */
    private void intervals(XSSFChart drawn, List<Integer> order, List<Boolean> marked, boolean boxes) {
        var categories = drawn.createCategoryAxis(AxisPosition.BOTTOM);
        var values = values(drawn, AxisPosition.LEFT);
        var data = lines(drawn, categories, values);
        for (int i = 0; i < order.size(); i++) {
            var series = (XDDFLineChartData.Series) add(data, chart.series().get(order.get(i)));
            SheetChartStyle.styleMarkers(series, Palette.series(0), marked.get(i), labels(order.get(i)));
        }
        drawn.plot(data);
        SheetChartStyle.addHighLowLines(drawn, boxes);
        SheetChartStyle.styleAxes(categories, values);
    }

    /** Shares as points over sizes, the limits as lines. */
    private void funnel(XSSFChart drawn) {
        var sizes = drawn.createValueAxis(AxisPosition.BOTTOM);
        sizes.setTitle(chart.series().get(0).label());
        var shares = values(drawn, AxisPosition.LEFT);
        var data = (XDDFScatterChartData) drawn.createData(ChartTypes.SCATTER, sizes, shares);
        data.setStyle(ScatterStyle.LINE_MARKER);
        data.setVaryColors(false);
        var size = chart.series().get(0).column();
        for (int i = 1; i < chart.series().size(); i++) {
            var series = chart.series().get(i);
            var added = (XDDFScatterChartData.Series) data.addSeries(
                    XDDFDataSourcesFactory.fromArray(numbers(size).toArray(Double[]::new), reference(size)),
                    XDDFDataSourcesFactory.fromArray(
                            numbers(series.column()).toArray(Double[]::new), reference(series.column())));
            added.setTitle(series.label(), null);
            SheetChartStyle.stylePoints(added, i == 1 ? Palette.series(0) : Palette.PALE, i == 1);
        }
        drawn.plot(data);
        SheetChartStyle.styleAxis(sizes);
        SheetChartStyle.styleAxis(shares);
    }

    /** Bars on a hidden base; totals, changes upward and downward are series of their own. */
    private void waterfall(XSSFChart drawn) {
        var categories = drawn.createCategoryAxis(AxisPosition.LEFT);
        var values = values(drawn, AxisPosition.BOTTOM);
        categories.setOrientation(AxisOrientation.MAX_MIN);
        values.setCrosses(AxisCrosses.MAX);
        var data = bars(drawn, categories, values, BarGrouping.STACKED, BarDirection.BAR);
        var colours = List.of(0xFFFFFF, Palette.PALE, Palette.series(0), Palette.series(2));
        for (int i = 0; i < SheetChartData.WATERFALL.size(); i++) {
            var name = SheetChartData.WATERFALL.get(i);
            var series = add(data, new Chart.Series(name, name));
            SheetChartStyle.styleBar(series, colours.get(i), true, i == 0 ? ";;;" : "0.0;;");
            if (i == 0) {
                SheetChartStyle.hide(series);
            }
        }
        drawn.plot(data);
        SheetChartStyle.styleAxes(categories, values);
    }

    /** Bars and line share one scale, 100 % being the sum of all bars, so that the line starts on the first bar. */
    private void pareto(XSSFChart drawn) {
        var first = chart.series().get(0);
        double sum = numbers(first.column())
                .mapToDouble(number -> number == null ? 0 : number)
                .sum();
        var categories = drawn.createCategoryAxis(AxisPosition.BOTTOM);
        var values = values(drawn, AxisPosition.LEFT);
        values.setMaximum(Math.max(1, sum * HEADROOM));
        var bars = bars(drawn, categories, values, BarGrouping.CLUSTERED, BarDirection.COL);
        var counts = add(bars, first);
        SheetChartStyle.styleBar(counts, Palette.series(0), false, labels(0));
        SheetChartStyle.labelFirstWithin(counts, Palette.series(0), labels(0));
        drawn.plot(bars);

        var hidden = drawn.createCategoryAxis(AxisPosition.BOTTOM);
        var shares = drawn.createValueAxis(AxisPosition.RIGHT);
        hidden.crossAxis(shares);
        shares.crossAxis(hidden);
        shares.setMinimum(0);
        shares.setMaximum(HEADROOM);
        shares.setMajorUnit(0.2);
        shares.setCrossBetween(AxisCrossBetween.BETWEEN);
        var data = lines(drawn, hidden, shares);
        var line = (XDDFLineChartData.Series)
                add(data, new Chart.Series(SheetChartData.CUMULATIVE, SheetChartData.CUMULATIVE));
        SheetChartStyle.styleLine(line, Palette.series(1), 2);
        SheetChartStyle.labelAbove(line, "0%");
        drawn.plot(data);
        SheetChartStyle.styleAxes(categories, values);
        SheetChartStyle.styleAxes(hidden, shares);
        hidden.setVisible(false);
        shares.setCrosses(AxisCrosses.MAX);
        SheetChartStyle.hide(shares); // deleted, LibreOffice would draw the line on the other axis
    }

    private XDDFValueAxis values(XSSFChart drawn, AxisPosition position) {
        var values = drawn.createValueAxis(position);
        var limit = chart.limit();
        var mention = limit == null || SheetChartData.hasLimitLine(chart)
                ? ""
                : "　" + SheetChartData.LIMIT + "：" + SheetText.number(limit);
        values.setTitle("单位：" + chart.unit() + mention);
        values.setCrossBetween(AxisCrossBetween.BETWEEN);
        if (List.of(
                        Chart.Type.LINES,
                        Chart.Type.PROFILE,
                        Chart.Type.DOTS,
                        Chart.Type.BOXES,
                        Chart.Type.FUNNEL,
                        Chart.Type.WATERFALL)
                .contains(chart.type())) {
            aroundTheLines(values);
        } else if (isNeverNegative()) {
            values.setMinimum(0); // a bar's length is its value
        }
        return values;
    }

    /** About five steps of 1, 2 or 5 that hold all points: lines show change, and need no zero. */
    private void aroundTheLines(XDDFValueAxis values) {
        var drawn =
                switch (chart.type()) {
                    case FUNNEL ->
                        chart.series().subList(1, chart.series().size()).stream()
                                .map(Chart.Series::column);
                    case WATERFALL -> Stream.of(SheetChartData.REACHED);
                    default -> chart.series().stream().map(Chart.Series::column);
                };
        var points = Stream.concat(drawn.flatMap(this::numbers), Stream.ofNullable(chart.limit()))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .summaryStatistics();
        double span = points.getMax() - points.getMin();
        if (!(span > 0)) {
            return;
        }
        double power = Math.pow(10, Math.floor(Math.log10(span / 4)));
        double mantissa = span / 4 / power;
        double step = (mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10) * power;
        values.setMinimum(Math.floor(points.getMin() / step) * step);
        values.setMaximum(Math.ceil(points.getMax() / step) * step);
        values.setMajorUnit(step);
    }

    private static XDDFBarChartData bars(
            XSSFChart drawn,
            XDDFCategoryAxis categories,
            XDDFValueAxis values,
            BarGrouping grouping,
            BarDirection direction) {
        var data = (XDDFBarChartData) drawn.createData(ChartTypes.BAR, categories, values);
        data.setBarDirection(direction);
        data.setBarGrouping(grouping);
        data.setVaryColors(false);
        data.setGapWidth(45);
        data.setOverlap((byte) (grouping == BarGrouping.STACKED ? 100 : 0));
        return data;
    }

    private static XDDFLineChartData lines(XSSFChart drawn, XDDFCategoryAxis categories, XDDFValueAxis values) {
        var data = (XDDFLineChartData) drawn.createData(ChartTypes.LINE, categories, values);
        data.setGrouping(Grouping.STANDARD);
        data.setVaryColors(false);
        return data;
    }

    /** The second of several bars is there to compare with: the month before. */
    private int colour(int series) {
        return series == 1 && chart.type() != Chart.Type.STACKED_BARS ? Palette.PALE : Palette.series(series);
    }

    private void limit(XDDFLineChartData data) {
        var title = SheetChartData.LIMIT + " " + SheetText.number(Objects.requireNonNull(chart.limit()));
        var series = (XDDFLineChartData.Series) add(data, new Chart.Series(SheetChartData.LIMIT, title));
        SheetChartStyle.styleDashedLine(series, Palette.LIMIT);
    }

    private XDDFChartData.Series add(XDDFChartData data, Chart.Series series) {
        var categories = table.rows().stream()
                .map(row -> String.valueOf(Objects.requireNonNullElse(row.get(chart.category()), "")))
                .toArray(String[]::new);
        var numbers = numbers(series.column()).toArray(Double[]::new);
        var added = data.addSeries(
                XDDFDataSourcesFactory.fromArray(categories, reference(chart.category())),
                XDDFDataSourcesFactory.fromArray(numbers, reference(series.column())));
        added.setTitle(series.label(), null);
        return added;
    }

    private String reference(String column) {
        return range.cells(column).formatAsString(range.sheet(), true);
    }

    private Stream<@Nullable Double> numbers(String column) {
        return table.rows().stream()
                .map(row -> row.get(column) instanceof Number number && Double.isFinite(number.doubleValue())
                        ? (Double) number.doubleValue()
                        : null);
    }

    /** Labels have one decimal place unless all figures are whole; the table carries the exact ones. */
    private String labels(int series) {
        return labelsOf(chart.series().get(series).column());
    }

    private String labelsOf(String column) {
        boolean whole = numbers(column).allMatch(number -> number == null || number == Math.rint(number));
        return whole ? "0" : "0.0";
    }

    private boolean isNeverNegative() {
        return chart.series().stream()
                .flatMap(series -> numbers(series.column()))
                .allMatch(number -> number == null || number >= 0);
    }

    private boolean isHorizontal() {
        return List.of(Chart.Type.BARS, Chart.Type.STACKED_BARS, Chart.Type.WATERFALL)
                .contains(chart.type());
    }

    private int legendEntries() {
        int extra = chart.type() == Chart.Type.PARETO || SheetChartData.hasLimitLine(chart) ? 1 : 0;
        return chart.series().size() + extra;
    }
}
