package org.tongbao.render.workbook;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.chart.Chart;
import org.tongbao.render.chart.ChartValues;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.sheet.SheetHighlight;
import org.tongbao.render.sheet.Worksheet.Column;
import org.tongbao.render.sheet.Worksheet.Total;
import org.tongbao.spec.Location;

/**
 * The cells of a chart that no declared sheet shows: because its query feeds no sheet, because a line across it needs
 * cells too, or because its rows stand in another order.
 *
 * @param columns category, series and what the chart computes
 * @param table the rows as they are drawn
 */
record SheetChartData(Chart chart, List<Column> columns, Facts.Table table) {

    /** Column with the cumulative share of a Pareto chart, 0 to 1. */
    static final String CUMULATIVE = "累计占比";

    /** Column with the line across a chart, the same value in each row. */
    static final String LIMIT = "参考线";

    /** Column with what a waterfall has reached after each row. */
    static final String REACHED = "累计";

    /** Columns with the parts of a waterfall's bars: the base, then what is seen. */
    static final List<String> WATERFALL = List.of("起点", "合计", "增加", "减少");

    private static final Location NOWHERE = new Location("", 1);

    /** Whether the chart draws what no query gives. */
    static boolean isNeededFor(Chart chart) {
        return chart.type() == Chart.Type.PARETO
                || chart.type() == Chart.Type.WATERFALL
                || !chart.type().isNative()
                || hasLimitLine(chart);
    }

    /** Excel can draw a line across columns and lines, not across horizontal bars. */
    static boolean hasLimitLine(Chart chart) {
        return chart.limit() != null && (chart.type() == Chart.Type.COLUMNS || chart.type() == Chart.Type.LINES);
    }

    static SheetChartData of(Chart chart, Facts facts) {
        var columns = new ArrayList<Column>();
        columns.add(column(chart.category(), "类别", null, List.of()));
        var shades = chart.type().isNative()
                ? List.<SheetHighlight>of()
                : List.of(SheetHighlight.parse("reversed colour scale"));
        chart.series().forEach(series -> columns.add(column(series.column(), series.label(), null, shades)));
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        facts.table(chart.data()).rows().forEach(row -> rows.add(new LinkedHashMap<>(row)));
        if (chart.type() == Chart.Type.PARETO) {
            columns.add(column(CUMULATIVE, CUMULATIVE, "0.0%", List.of()));
            addCumulativeShare(chart.series().get(0).column(), rows);
        }
        if (hasLimitLine(chart)) {
            columns.add(column(LIMIT, LIMIT, null, List.of()));
            rows.forEach(row -> row.put(LIMIT, chart.limit()));
        }
        if (chart.type() == Chart.Type.WATERFALL) {
            Stream.concat(Stream.of(REACHED), WATERFALL.stream())
                    .forEach(name -> columns.add(column(name, name, null, List.of())));
            addWaterfall(new ChartValues(chart, facts.table(chart.data())), rows);
        }
        var names = columns.stream().map(Column::name).toList();
        return new SheetChartData(chart, columns, new Facts.Table(names, rows));
    }

    private static void addCumulativeShare(String column, List<Map<String, @Nullable Object>> rows) {
        rows.sort(Comparator.comparing(row -> -number(row.get(column))));
        double total = rows.stream().mapToDouble(row -> number(row.get(column))).sum();
        double sum = 0;
        for (var row : rows) {
            sum += number(row.get(column));
            row.put(CUMULATIVE, total == 0 ? 0 : sum / total);
        }
    }

    private static void addWaterfall(ChartValues values, List<Map<String, @Nullable Object>> rows) {
        var sums = values.cumulative();
        for (int i = 0; i < sums.length; i++) {
            boolean total = i == 0 || i == sums.length - 1;
            double change = total ? 0 : values.value(i, 0);
            var row = rows.get(i);
            row.put(REACHED, sums[i]);
            row.put(WATERFALL.get(0), total ? 0 : Math.min(sums[i], sums[i - 1]));
            row.put(WATERFALL.get(1), total ? sums[i] : 0);
            row.put(WATERFALL.get(2), Math.max(change, 0));
            row.put(WATERFALL.get(3), Math.max(-change, 0));
        }
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    private static Column column(String name, String title, @Nullable String format, List<SheetHighlight> highlights) {
        return new Column(name, title, null, 0, format, Total.NONE, highlights, null, NOWHERE);
    }
}
