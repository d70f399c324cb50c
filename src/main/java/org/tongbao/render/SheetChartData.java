package org.tongbao.render;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.Sheet.Column;
import org.tongbao.render.Sheet.Total;
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

    private static final Location NOWHERE = new Location("", 1);

    /** Whether the chart draws what no query gives. */
    static boolean isNeededBy(Chart chart) {
        return chart.type() == Chart.Type.PARETO || hasLimitLine(chart);
    }

    /** Excel can draw a line across columns and lines, not across horizontal bars. */
    static boolean hasLimitLine(Chart chart) {
        return chart.limit() != null && (chart.type() == Chart.Type.COLUMNS || chart.type() == Chart.Type.LINES);
    }

    static SheetChartData of(Chart chart, Facts facts) {
        var columns = new ArrayList<Column>();
        columns.add(column(chart.category(), "类别", null));
        chart.series().forEach(series -> columns.add(column(series.column(), series.label(), null)));
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        facts.table(chart.data()).rows().forEach(row -> rows.add(new LinkedHashMap<>(row)));
        if (chart.type() == Chart.Type.PARETO) {
            columns.add(column(CUMULATIVE, CUMULATIVE, "0.0%"));
            accumulate(chart.series().get(0).column(), rows);
        }
        if (hasLimitLine(chart)) {
            columns.add(column(LIMIT, LIMIT, null));
            rows.forEach(row -> row.put(LIMIT, chart.limit()));
        }
        var names = columns.stream().map(Column::name).toList();
        return new SheetChartData(chart, columns, new Facts.Table(names, rows));
    }

    private static void accumulate(String column, List<Map<String, @Nullable Object>> rows) {
        rows.sort(Comparator.comparing(row -> -number(row.get(column))));
        double total = rows.stream().mapToDouble(row -> number(row.get(column))).sum();
        double sum = 0;
        for (var row : rows) {
            sum += number(row.get(column));
            row.put(CUMULATIVE, total == 0 ? 0 : sum / total);
        }
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    private static Column column(String name, String title, @Nullable String format) {
        return new Column(name, title, null, 0, format, Total.NONE, List.of(), null, NOWHERE);
    }
}
