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

/** What a chart is drawn on that JFreeChart does not have: texts, lines and scales in the style of {@link ChartStyle}. */
record ChartCanvas(Graphics2D graphics, ChartFonts fonts, double width, double height) {

    static final double HEAD = 22;
    static final double FOOT = 20;

    /** Which end of a text is at its point. */
    enum Align {
        LEFT,
        CENTRE,
        RIGHT
    }

    /** An entry of a legend: a small box of that colour. */
    record LegendEntry(String label, Color colour) {}

    /** A scale from values to places. */
    record Scale(double low, double high, double from, double to, double step) {

        /** About five steps of 1, 2 or 5 that hold all values. */
        static Scale covering(DoubleStream values, double from, double to) {
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

        double position(double value) {
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

        static String label(double tick) {
            return BigDecimal.valueOf(Math.rint(tick * 1e6) / 1e6)
                    .stripTrailingZeros()
                    .toPlainString();
        }
    }

    void drawText(String text, double x, double y, Align align) {
        drawText(text, x, y, align, ChartStyle.INK, false);
    }

    /** The middle of the text's height is at y. */
    void drawText(String text, double x, double y, Align align, Color colour, boolean bold) {
        graphics.setFont(bold ? fonts.bold(ChartStyle.SMALL) : fonts.plain(ChartStyle.SMALL));
        graphics.setPaint(colour);
        double left = x - (align == Align.LEFT ? 0 : align == Align.CENTRE ? textWidth(text) / 2 : textWidth(text));
        graphics.drawString(text, (float) left, (float) (y + ChartStyle.SMALL * 0.36));
    }

    double textWidth(String text) {
        return fonts.plain(ChartStyle.SMALL)
                .getStringBounds(text, graphics.getFontRenderContext())
                .getWidth();
    }

    /** The text, cut where it is too long. */
    String truncate(String text, double most) {
        if (textWidth(text) <= most) {
            return text;
        }
        var cut = text;
        while (!cut.isEmpty() && textWidth(cut + "…") > most) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut + "…";
    }

    void drawLine(double x1, double y1, double x2, double y2, Color colour, double thick) {
        graphics.setPaint(colour);
        graphics.setStroke(new BasicStroke((float) thick, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    void drawDashedLine(double x1, double y1, double x2, double y2, Color colour) {
        graphics.setPaint(colour);
        graphics.setStroke(new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {4, 3}, 0));
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    void fillBox(double x1, double y1, double x2, double y2, Color colour) {
        graphics.setPaint(colour);
        graphics.fill(new Rectangle2D.Double(Math.min(x1, x2), y1, Math.abs(x2 - x1), y2 - y1));
    }

    void fillDot(double x, double y, double radius, Color colour) {
        graphics.setPaint(colour);
        graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    void drawShape(Shape shape, Color fill, Color line) {
        graphics.setPaint(fill);
        graphics.fill(shape);
        graphics.setPaint(line);
        graphics.setStroke(new BasicStroke(0.8f));
        graphics.draw(shape);
    }

    /** Unit on the left, what the colours mean on the right. */
    void drawHeading(String unit, List<LegendEntry> entries) {
        drawText("单位：" + unit, 2, HEAD / 2, Align.LEFT);
        double x = width - 8;
        for (int i = entries.size() - 1; i >= 0; i--) {
            var entry = entries.get(i);
            drawText(entry.label(), x, HEAD / 2, Align.RIGHT);
            x -= textWidth(entry.label()) + 13;
            fillBox(x, HEAD / 2 - 4, x + 9, HEAD / 2 + 5, entry.colour());
            x -= 10;
        }
    }

    /** Upright gridlines between two heights, with their values below. */
    void drawGrid(Scale scale, double top, double bottom) {
        for (double tick : scale.ticks()) {
            drawLine(scale.position(tick), top, scale.position(tick), bottom, new Color(Palette.FAINT), 0.5);
            drawText(Scale.label(tick), scale.position(tick), bottom + 10, Align.CENTRE);
        }
    }
}
