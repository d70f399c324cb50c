package org.tongbao.render.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tongbao.render.chart.ChartCanvas.Align;
import org.tongbao.render.chart.ChartCanvas.Entry;
import org.tongbao.render.chart.ChartCanvas.Scale;
import org.tongbao.render.style.Palette;

/** Shares over the size of what they were measured on: only who lies outside the funnel differs by more than chance. */
record FunnelChart(ChartValues values, ChartCanvas sketch) {

    private static final double LEFT = 40;
    private static final Color OUTSIDE = new Color(Palette.LIMIT);
    private static final Color INSIDE = new Color(Palette.series(0));

    void draw() {
        double bottom = sketch.height() - ChartCanvas.FOOT - 4;
        double right = sketch.width() - 70;
        var sizes = Scale.around(DoubleStream.concat(values.values(0, 1), DoubleStream.of(0)), LEFT, right);
        var shares = Scale.around(values.values(1, 4), bottom, ChartCanvas.HEAD + 6);
        sketch.head(
                values.chart().unit() + "　横轴：" + values.label(0),
                List.of(
                        new Entry(values.label(1), INSIDE),
                        new Entry("超出偶然波动", OUTSIDE),
                        new Entry("偶然波动范围", ChartStyle.SOFT)));
        sketch.grid(sizes, ChartCanvas.HEAD + 6, bottom);
        for (double tick : shares.ticks()) {
            sketch.line(LEFT, shares.at(tick), right, shares.at(tick), new Color(Palette.FAINT), 0.5);
            sketch.text(Scale.text(tick), LEFT - 5, shares.at(tick), Align.RIGHT);
        }
        limit(2, sizes, shares);
        limit(3, sizes, shares);
        for (int i = 0; i < values.size(); i++) {
            double x = sizes.at(values.value(i, 0));
            double y = shares.at(values.value(i, 1));
            sketch.dot(x, y, 3.4, isOutside(i) ? OUTSIDE : INSIDE);
            if (isOutside(i)) {
                sketch.text(values.category(i), x + 6, y, Align.LEFT, OUTSIDE, false);
            }
        }
    }

    private boolean isOutside(int row) {
        return values.value(row, 1) < values.value(row, 2) || values.value(row, 1) > values.value(row, 3);
    }

    private void limit(int series, Scale sizes, Scale shares) {
        var path = new Path2D.Double();
        IntStream.range(0, values.size())
                .boxed()
                .sorted((a, b) -> Double.compare(values.value(a, 0), values.value(b, 0)))
                .forEach(row -> {
                    double x = sizes.at(values.value(row, 0));
                    double y = shares.at(values.value(row, series));
                    if (path.getCurrentPoint() == null) {
                        path.moveTo(x, y);
                    } else {
                        path.lineTo(x, y);
                    }
                });
        sketch.graphics().setPaint(ChartStyle.SOFT);
        sketch.graphics().setStroke(new BasicStroke(1.6f));
        sketch.graphics().draw(path);
    }
}
