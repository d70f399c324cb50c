package org.tongbao.render.chart;

import java.awt.Color;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tongbao.render.chart.ChartCanvas.Align;
import org.tongbao.render.chart.ChartCanvas.LegendEntry;
import org.tongbao.render.chart.ChartCanvas.Scale;
import org.tongbao.render.style.Palette;

/** Charts with a line of their own for each category: dots with intervals, boxes, waterfalls, profiles. */
final class RowCharts {

    private static final double WIDEST_NAME = 0.34;
    private static final Color UP = new Color(Palette.series(0));
    private static final Color DOWN = new Color(Palette.series(2));

    private final Chart chart;
    private final ChartValues values;
    private final ChartCanvas canvas;
    private final double names;
    private final double row;
    private final double bottom;

    RowCharts(ChartValues values, ChartCanvas canvas) {
        this.chart = values.chart();
        this.values = values;
        this.canvas = canvas;
        double most = IntStream.range(0, values.size())
                .mapToDouble(i -> canvas.textWidth(values.category(i)))
                .max()
                .orElse(0);
        this.names = Math.min(most, canvas.width() * WIDEST_NAME) + 10;
        this.bottom = canvas.height() - ChartCanvas.FOOT;
        this.row = (bottom - ChartCanvas.HEAD) / values.size();
    }

    /** A dot on the line of its interval; beside it all three in figures. */
    void drawDots() {
        var scale = scale(values.values(0, 3), 70);
        canvas.drawHeading(
                chart.unit(),
                List.of(
                        new LegendEntry(values.label(0), UP),
                        new LegendEntry(values.label(1) + "—" + values.label(2), ChartStyle.SOFT)));
        for (int i = 0; i < values.size(); i++) {
            double y = centre(i);
            double low = values.value(i, 1);
            double high = values.value(i, 2);
            canvas.fillBox(scale.position(low) - 2, y - 2.5, scale.position(high) + 2, y + 2.5, ChartStyle.SOFT);
            canvas.fillDot(scale.position(values.value(i, 0)), y, 3.6, UP);
            drawFigures(
                    values.figure(values.value(i, 0)) + "（" + values.figure(low) + "—" + values.figure(high) + "）", y);
        }
    }

    /** Half of the values lie in the box; the thick line is the middle one. */
    void drawBoxes() {
        var scale = scale(values.values(0, 5), 40);
        canvas.drawHeading(
                chart.unit(),
                List.of(new LegendEntry("半数在此区间", ChartStyle.SOFT), new LegendEntry(values.label(2), UP)));
        double half = Math.min(7, row * 0.32);
        for (int i = 0; i < values.size(); i++) {
            double y = centre(i);
            canvas.drawLine(
                    scale.position(values.value(i, 0)), y, scale.position(values.value(i, 4)), y, ChartStyle.INK, 0.8);
            canvas.fillBox(
                    scale.position(values.value(i, 1)),
                    y - half,
                    scale.position(values.value(i, 3)),
                    y + half,
                    ChartStyle.SOFT);
            double median = scale.position(values.value(i, 2));
            canvas.drawLine(median, y - half - 1, median, y + half + 1, UP, 2.4);
            drawFigures(values.figure(values.value(i, 2)), y);
        }
    }

    /** Totals are marks, not bars, so that the scale may begin near them and the changes can be seen. */
    void drawWaterfall() {
        var sums = values.cumulative();
        var scale = scale(DoubleStream.of(sums), 40);
        canvas.drawHeading(chart.unit(), List.of(new LegendEntry("增加", UP), new LegendEntry("减少", DOWN)));
        double half = Math.min(8, row * 0.34);
        for (int i = 0; i < values.size(); i++) {
            double y = centre(i);
            double end = scale.position(sums[i]);
            boolean total = i == 0 || i == values.size() - 1;
            if (total) {
                canvas.drawLine(end, y - half - 1, end, y + half + 1, ChartStyle.INK, 3);
                canvas.drawText(values.figure(sums[i]), end + 6, y, Align.LEFT, ChartStyle.INK, true);
            } else {
                double change = values.value(i, 0);
                double begin = scale.position(sums[i - 1]);
                canvas.fillBox(begin, y - half, end, y + half, change < 0 ? DOWN : UP);
                canvas.drawText(
                        (change > 0 ? "+" : "") + values.figure(change), Math.max(begin, end) + 5, y, Align.LEFT);
            }
            if (i < values.size() - 1) {
                canvas.drawLine(end, y, end, y + row, new Color(0x999999), 0.6);
            }
        }
    }

    /** A line through the items for each series; the first is the subject's own. */
    void drawProfile() {
        int count = chart.series().size();
        var scale = scale(values.values(0, count), 40);
        canvas.drawHeading(
                chart.unit(),
                IntStream.range(0, count)
                        .mapToObj(i -> new LegendEntry(values.label(i), ChartStyle.seriesColour(i)))
                        .toList());
        for (int series = count - 1; series >= 0; series--) {
            for (int i = 0; i < values.size(); i++) {
                double x = scale.position(values.value(i, series));
                if (i > 0 && !Double.isNaN(x) && !Double.isNaN(values.value(i - 1, series))) {
                    double before = scale.position(values.value(i - 1, series));
                    canvas.drawLine(
                            before, centre(i - 1), x, centre(i), ChartStyle.seriesColour(series), series == 0 ? 2 : 1);
                }
                if (!Double.isNaN(x)) {
                    canvas.fillDot(x, centre(i), series == 0 ? 3.4 : 2.4, ChartStyle.seriesColour(series));
                }
            }
        }
        for (int i = 0; i < values.size(); i++) {
            drawFigures(values.figure(values.value(i, 0)), centre(i));
        }
    }

    /** Names on the left, the scale below; room for figures on the right. */
    private Scale scale(DoubleStream all, double figuresWidth) {
        var limit = chart.limit();
        var shown = limit == null ? all : DoubleStream.concat(all, DoubleStream.of(limit));
        var scale = Scale.covering(shown, names + 8, canvas.width() - figuresWidth - 10);
        canvas.drawGrid(scale, ChartCanvas.HEAD, bottom);
        for (int i = 0; i < values.size(); i++) {
            canvas.drawText(canvas.truncate(values.category(i), names - 6), names - 4, centre(i), Align.RIGHT);
        }
        if (limit != null) {
            double x = scale.position(limit);
            canvas.drawDashedLine(x, ChartCanvas.HEAD, x, bottom, new Color(Palette.LIMIT));
            var label = Scale.label(limit) + chart.unit();
            canvas.drawText(label, x + 3, ChartCanvas.HEAD - 4, Align.LEFT, new Color(Palette.LIMIT), false);
        }
        return scale;
    }

    private void drawFigures(String figures, double y) {
        canvas.drawText(figures, canvas.width() - 4, y, Align.RIGHT);
    }

    private double centre(int index) {
        return ChartCanvas.HEAD + (index + 0.5) * row;
    }
}
