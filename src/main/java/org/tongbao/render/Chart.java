package org.tongbao.render;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One chart, declared once in {@code bulletin.yaml} and drawn twice: as vectors in the page, as a native editable
 * chart in the workbook.
 *
 * @param name the key under {@code charts}
 * @param title heading above the chart
 * @param type how it is drawn
 * @param data name of the data query that feeds it
 * @param category column with the categories
 * @param series the columns that are drawn, in order
 * @param unit unit of the value axis, printed on it
 * @param limit a line across the chart (a pass mark, a limit value), or null
 */
record Chart(
        String name,
        String title,
        Type type,
        String data,
        String category,
        List<Series> series,
        String unit,
        @Nullable Double limit) {

    Chart {
        series = List.copyOf(series);
        if (series.isEmpty()) {
            throw new IllegalArgumentException("chart '" + name + "' has no series");
        }
    }

    /** A drawn column: its name in the data and its label. */
    record Series(String column, String label) {}

    /** The kinds of chart. */
    enum Type {
        /** Horizontal bars, first category on top. */
        BARS,
        /** Vertical bars. */
        COLUMNS,
        /** Horizontal bars whose series add up. */
        STACKED_BARS,
        /** Lines over an ordered category such as months. */
        LINES,
        /** Vertical bars in descending order with the cumulative share as a line. */
        PARETO
    }
}
