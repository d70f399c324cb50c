package org.tongbao.render.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tongbao.render.chart.ChartCanvas.Align;
import org.tongbao.render.chart.ChartCanvas.LegendEntry;
import org.tongbao.render.chart.ChartCanvas.Scale;
import org.tongbao.render.style.Palette;

/** Shares over the size of what they were measured on: only who lies outside the funnel differs by more than chance. */
record FunnelChart(ChartValues values, ChartCanvas canvas) {

    private static final double LEFT = 40;
    private static final Color OUTSIDE = new Color(Palette.LIMIT);
    private static final Color INSIDE = new Color(Palette.series(0));

    void draw() {
        double bottom = canvas.height() - ChartCanvas.FOOT - 4;
        double right = canvas.width() - 70;
        var sizes = Scale.covering(DoubleStream.concat(values.values(0, 1), DoubleStream.of(0)), LEFT, right);
        var shares = Scale.covering(values.values(1, 4), bottom, ChartCanvas.HEAD + 6);
        canvas.drawHeading(
                values.chart().unit() + "　横轴：" + values.label(0),
                List.of(
                        new LegendEntry(values.label(1), INSIDE),
                        new LegendEntry("超出偶然波动", OUTSIDE),
                        new LegendEntry("偶然波动范围", ChartStyle.SOFT)));
        canvas.drawGrid(sizes, ChartCanvas.HEAD + 6, bottom);
        for (double tick : shares.ticks()) {
            canvas.drawLine(LEFT, shares.position(tick), right, shares.position(tick), new Color(Palette.FAINT), 0.5);
            canvas.drawText(Scale.label(tick), LEFT - 5, shares.position(tick), Align.RIGHT);
        }
        drawLimit(2, sizes, shares);
        drawLimit(3, sizes, shares);
        for (int i = 0; i < values.size(); i++) {
            double x = sizes.position(values.value(i, 0));
            double y = shares.position(values.value(i, 1));
            canvas.fillDot(x, y, 3.4, isOutside(i) ? OUTSIDE : INSIDE);
            if (isOutside(i)) {
                canvas.drawText(values.category(i), x + 6, y, Align.LEFT, OUTSIDE, false);
            }
        }
    }

    private boolean isOutside(int row) {
        return values.value(row, 1) < values.value(row, 2) || values.value(row, 1) > values.value(row, 3);
    }

    private void drawLimit(int series, Scale sizes, Scale shares) {
        var path = new Path2D.Double();
        IntStream.range(0, values.size())
                .boxed()
                .sorted((a, b) -> Double.compare(values.value(a, 0), values.value(b, 0)))
                .forEach(row -> {
                    double x = sizes.position(values.value(row, 0));
                    double y = shares.position(values.value(row, series));
                    if (path.getCurrentPoint() == null) {
                        path.moveTo(x, y);
                    } else {
                        path.lineTo(x, y);
                    }
                });
        canvas.graphics().setPaint(ChartStyle.SOFT);
        canvas.graphics().setStroke(new BasicStroke(1.6f));
        canvas.graphics().draw(path);
    }
}
