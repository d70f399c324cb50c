package org.tongbao.render.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.DoubleStream;
import org.tongbao.render.style.Palette;

/** The paper of a chart that we draw ourselves: texts, lines and scales in the look of {@link ChartStyle}. */
record ChartCanvas(Graphics2D graphics, ChartFonts fonts, double width, double height) {

    static final double HEAD = 22;
    static final double FOOT = 20;

    /** Where a text stands to its point. */
    enum Align {
        LEFT,
        CENTRE,
        RIGHT
    }

    /** An entry of a legend: a small box of that colour. */
    record Entry(String label, Color colour) {}

    /** A scale from values to places. */
    record Scale(double low, double high, double from, double to, double step) {

        /** About five steps of 1, 2 or 5 that hold all values. */
        static Scale around(DoubleStream values, double from, double to) {
            var range = values.summaryStatistics();
            double low = range.getCount() == 0 ? 0 : range.getMin();
            double high = range.getCount() == 0 ? 1 : range.getMax();
            double rough = Math.max((high - low) / 5, 1e-9);
            if (high - low < 1e-9) {
                rough = Math.max(Math.abs(high) / 5, 0.2);
            }
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double mantissa = rough / power;
            double step = (mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10) * power;
            double first = Math.floor(low / step + 1e-9) * step;
            double last = Math.max(first + step, Math.ceil(high / step - 1e-9) * step);
            return new Scale(first, last, from, to, step);
        }

        double at(double value) {
            return from + (value - low) / (high - low) * (to - from);
        }

        double[] ticks() {
            int count = (int) Math.round((high - low) / step);
            var ticks = new double[count + 1];
            for (int i = 0; i <= count; i++) {
                ticks[i] = low + i * step;
            }
            return ticks;
        }

        static String text(double tick) {
            return BigDecimal.valueOf(Math.rint(tick * 1e6) / 1e6)
                    .stripTrailingZeros()
                    .toPlainString();
        }
    }

    void text(String text, double x, double y, Align align) {
        text(text, x, y, align, ChartStyle.INK, false);
    }

    /** The middle of the text's height is at y. */
    void text(String text, double x, double y, Align align, Color colour, boolean bold) {
        graphics.setFont(bold ? fonts.bold(ChartStyle.SMALL) : fonts.plain(ChartStyle.SMALL));
        graphics.setPaint(colour);
        double left = x - (align == Align.LEFT ? 0 : align == Align.CENTRE ? width(text) / 2 : width(text));
        graphics.drawString(text, (float) left, (float) (y + ChartStyle.SMALL * 0.36));
    }

    double width(String text) {
        return fonts.plain(ChartStyle.SMALL)
                .getStringBounds(text, graphics.getFontRenderContext())
                .getWidth();
    }

    /** The text, cut where it is too long. */
    String fit(String text, double most) {
        if (width(text) <= most) {
            return text;
        }
        var cut = text;
        while (!cut.isEmpty() && width(cut + "…") > most) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut + "…";
    }

    void line(double x1, double y1, double x2, double y2, Color colour, double thick) {
        graphics.setPaint(colour);
        graphics.setStroke(new BasicStroke((float) thick, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    void dashes(double x1, double y1, double x2, double y2, Color colour) {
        graphics.setPaint(colour);
        graphics.setStroke(new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {4, 3}, 0));
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    void box(double x1, double y1, double x2, double y2, Color colour) {
        graphics.setPaint(colour);
        graphics.fill(new Rectangle2D.Double(Math.min(x1, x2), y1, Math.abs(x2 - x1), y2 - y1));
    }

    void dot(double x, double y, double radius, Color colour) {
        graphics.setPaint(colour);
        graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    void shape(Shape shape, Color fill, Color line) {
        graphics.setPaint(fill);
        graphics.fill(shape);
        graphics.setPaint(line);
        graphics.setStroke(new BasicStroke(0.8f));
        graphics.draw(shape);
    }

    /** Unit on the left, what the colours mean on the right. */
    void head(String unit, List<Entry> entries) {
        text("单位：" + unit, 2, HEAD / 2, Align.LEFT);
        double x = width - 8;
        for (int i = entries.size() - 1; i >= 0; i--) {
            var entry = entries.get(i);
            text(entry.label(), x, HEAD / 2, Align.RIGHT);
            x -= width(entry.label()) + 13;
            box(x, HEAD / 2 - 4, x + 9, HEAD / 2 + 5, entry.colour());
            x -= 10;
        }
    }

    /** Upright gridlines between two heights, with their values below. */
    void grid(Scale scale, double top, double bottom) {
        for (double tick : scale.ticks()) {
            line(scale.at(tick), top, scale.at(tick), bottom, new Color(Palette.FAINT), 0.5);
            text(Scale.text(tick), scale.at(tick), bottom + 10, Align.CENTRE);
        }
    }
}
