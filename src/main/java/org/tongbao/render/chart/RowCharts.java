package org.tongbao.render.chart;

import java.awt.Color;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tongbao.render.chart.ChartCanvas.Align;
import org.tongbao.render.chart.ChartCanvas.Entry;
import org.tongbao.render.chart.ChartCanvas.Scale;
import org.tongbao.render.style.Palette;

/** Charts with a line of their own for each category: dots with intervals, boxes, waterfalls, profiles. */
final class RowCharts {

    private static final double WIDEST_NAME = 0.34;
    private static final Color UP = new Color(Palette.series(0));
    private static final Color DOWN = new Color(Palette.series(2));

    private final Chart chart;
    private final ChartValues values;
    private final ChartCanvas sketch;
    private final double names;
    private final double row;
    private final double bottom;

    RowCharts(ChartValues values, ChartCanvas sketch) {
        this.chart = values.chart();
        this.values = values;
        this.sketch = sketch;
        double most = IntStream.range(0, values.size())
                .mapToDouble(i -> sketch.width(values.category(i)))
                .max()
                .orElse(0);
        this.names = Math.min(most, sketch.width() * WIDEST_NAME) + 10;
        this.bottom = sketch.height() - ChartCanvas.FOOT;
        this.row = (bottom - ChartCanvas.HEAD) / values.size();
    }

    /** A dot on the line of its interval; beside it all three in figures. */
    void dots() {
        var scale = scale(values.values(0, 3), 70);
        sketch.head(
                chart.unit(),
                List.of(
                        new Entry(values.label(0), UP),
                        new Entry(values.label(1) + "—" + values.label(2), ChartStyle.SOFT)));
        for (int i = 0; i < values.size(); i++) {
            double y = middle(i);
            double low = values.value(i, 1);
            double high = values.value(i, 2);
            sketch.box(scale.at(low) - 2, y - 2.5, scale.at(high) + 2, y + 2.5, ChartStyle.SOFT);
            sketch.dot(scale.at(values.value(i, 0)), y, 3.6, UP);
            aside(values.figure(values.value(i, 0)) + "（" + values.figure(low) + "—" + values.figure(high) + "）", y);
        }
    }

    /** Half of the values lie in the box; the thick line is the middle one. */
    void boxes() {
        var scale = scale(values.values(0, 5), 40);
        sketch.head(chart.unit(), List.of(new Entry("半数在此区间", ChartStyle.SOFT), new Entry(values.label(2), UP)));
        double half = Math.min(7, row * 0.32);
        for (int i = 0; i < values.size(); i++) {
            double y = middle(i);
            sketch.line(scale.at(values.value(i, 0)), y, scale.at(values.value(i, 4)), y, ChartStyle.INK, 0.8);
            sketch.box(scale.at(values.value(i, 1)), y - half, scale.at(values.value(i, 3)), y + half, ChartStyle.SOFT);
            double median = scale.at(values.value(i, 2));
            sketch.line(median, y - half - 1, median, y + half + 1, UP, 2.4);
            aside(values.figure(values.value(i, 2)), y);
        }
    }

    /** Totals are marks, not bars, so that the scale may begin near them and the changes can be seen. */
    void waterfall() {
        var sums = values.cumulative();
        var scale = scale(DoubleStream.of(sums), 40);
        sketch.head(chart.unit(), List.of(new Entry("增加", UP), new Entry("减少", DOWN)));
        double half = Math.min(8, row * 0.34);
        for (int i = 0; i < values.size(); i++) {
            double y = middle(i);
            double end = scale.at(sums[i]);
            boolean total = i == 0 || i == values.size() - 1;
            if (total) {
                sketch.line(end, y - half - 1, end, y + half + 1, ChartStyle.INK, 3);
                sketch.text(values.figure(sums[i]), end + 6, y, Align.LEFT, ChartStyle.INK, true);
            } else {
                double change = values.value(i, 0);
                double begin = scale.at(sums[i - 1]);
                sketch.box(begin, y - half, end, y + half, change < 0 ? DOWN : UP);
                sketch.text((change > 0 ? "+" : "") + values.figure(change), Math.max(begin, end) + 5, y, Align.LEFT);
            }
            if (i < values.size() - 1) {
                sketch.line(end, y, end, y + row, new Color(0x999999), 0.6);
            }
        }
    }

    /** A line through the items for each series; the first is the subject's own. */
    void profile() {
        int count = chart.series().size();
        var scale = scale(values.values(0, count), 40);
        sketch.head(
                chart.unit(),
                IntStream.range(0, count)
                        .mapToObj(i -> new Entry(values.label(i), ChartStyle.colour(i)))
                        .toList());
        for (int series = count - 1; series >= 0; series--) {
            for (int i = 0; i < values.size(); i++) {
                double x = scale.at(values.value(i, series));
                if (i > 0 && !Double.isNaN(x) && !Double.isNaN(values.value(i - 1, series))) {
                    double before = scale.at(values.value(i - 1, series));
                    sketch.line(before, middle(i - 1), x, middle(i), ChartStyle.colour(series), series == 0 ? 2 : 1);
                }
                if (!Double.isNaN(x)) {
                    sketch.dot(x, middle(i), series == 0 ? 3.4 : 2.4, ChartStyle.colour(series));
                }
            }
        }
        for (int i = 0; i < values.size(); i++) {
            aside(values.figure(values.value(i, 0)), middle(i));
        }
    }

    /** Names on the left, the scale below; room for figures on the right. */
    private Scale scale(DoubleStream all, double aside) {
        var limit = chart.limit();
        var shown = limit == null ? all : DoubleStream.concat(all, DoubleStream.of(limit));
        var scale = Scale.around(shown, names + 8, sketch.width() - aside - 10);
        sketch.grid(scale, ChartCanvas.HEAD, bottom);
        for (int i = 0; i < values.size(); i++) {
            sketch.text(sketch.fit(values.category(i), names - 6), names - 4, middle(i), Align.RIGHT);
        }
        if (limit != null) {
            double x = scale.at(limit);
            sketch.dashes(x, ChartCanvas.HEAD, x, bottom, new Color(Palette.LIMIT));
            var label = Scale.text(limit) + chart.unit();
            sketch.text(label, x + 3, ChartCanvas.HEAD - 4, Align.LEFT, new Color(Palette.LIMIT), false);
        }
        return scale;
    }

    private void aside(String figures, double y) {
        sketch.text(figures, sketch.width() - 4, y, Align.RIGHT);
    }

    private double middle(int index) {
        return ChartCanvas.HEAD + (index + 0.5) * row;
    }
}
