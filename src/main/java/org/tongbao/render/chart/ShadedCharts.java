package org.tongbao.render.chart;

import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.tongbao.render.chart.ChartCanvas.Align;
import org.tongbao.render.chart.ChartCanvas.LegendEntry;
import org.tongbao.render.chart.ChartCanvas.Scale;
import org.tongbao.render.style.Palette;

/** Charts that show a value as a shade, dark for much: a table of months, a calendar, a map. Shades print in grey. */
final class ShadedCharts {

    private static final Color NO_VALUE = new Color(0xF4F4F4);
    private static final Color GRID = Color.WHITE;
    private static final String DAYS = "一二三四五六日";

    private final Chart chart;
    private final ChartValues values;
    private final ChartCanvas canvas;
    private final Scale steps;

    ShadedCharts(ChartValues values, ChartCanvas canvas) {
        this.chart = values.chart();
        this.values = values;
        this.canvas = canvas;
        this.steps = Scale.covering(values.values(0, chart.series().size()), 0, Palette.shades() - 1e-6);
    }

    /** Categories down, series across, each cell with its figure. */
    void drawHeatMap() {
        double names = Math.min(
                        IntStream.range(0, values.size())
                                .mapToDouble(i -> canvas.textWidth(values.category(i)))
                                .max()
                                .orElse(0),
                        canvas.width() * 0.34)
                + 10;
        canvas.drawHeading(chart.unit(), legend());
        double top = ChartCanvas.HEAD + 16;
        double w = (canvas.width() - names - 4) / chart.series().size();
        double h = (canvas.height() - top - 4) / values.size();
        for (int s = 0; s < chart.series().size(); s++) {
            canvas.drawText(canvas.truncate(values.label(s), w), names + (s + 0.5) * w, top - 8, Align.CENTRE);
        }
        for (int i = 0; i < values.size(); i++) {
            double y = top + i * h;
            canvas.drawText(canvas.truncate(values.category(i), names - 6), names - 5, y + h / 2, Align.RIGHT);
            for (int s = 0; s < chart.series().size(); s++) {
                double x = names + s * w;
                double value = values.value(i, s);
                canvas.drawShape(new Rectangle2D.Double(x, y, w, h), shade(value), GRID);
                canvas.drawText(values.figure(value), x + w / 2, y + h / 2, Align.CENTRE, textColour(value), false);
            }
        }
    }

    /** Weeks across, days of the week down, a gap before each month. */
    void drawCalendar() {
        canvas.drawHeading(chart.unit(), legend());
        var days = new HashMap<LocalDate, Double>();
        for (int i = 0; i < values.size(); i++) {
            days.put(values.day(i), values.value(i, 0));
        }
        var first =
                days.keySet().stream().min(LocalDate::compareTo).orElseThrow().withDayOfMonth(1);
        var last = days.keySet().stream().max(LocalDate::compareTo).orElseThrow();
        var end = last.withDayOfMonth(last.lengthOfMonth());
        var monday = first.with(DayOfWeek.MONDAY);
        long weeks = ChronoUnit.WEEKS.between(monday, end.with(DayOfWeek.MONDAY)) + 1;
        long months = ChronoUnit.MONTHS.between(first, end) + 1;
        double top = ChartCanvas.HEAD + 18;
        double left = 20;
        double gap = 4;
        double w = Math.min(18, (canvas.width() - left - 4 - gap * months) / weeks);
        double h = Math.min(18, (canvas.height() - top - 4) / 7);
        for (int d = 0; d < 7; d++) {
            canvas.drawText(DAYS.substring(d, d + 1), left - 6, top + (d + 0.5) * h, Align.RIGHT);
        }
        for (var day = first; !day.isAfter(end); day = day.plusDays(1)) {
            long week = ChronoUnit.WEEKS.between(monday, day.with(DayOfWeek.MONDAY));
            double x = left + week * w + gap * ChronoUnit.MONTHS.between(first, day.withDayOfMonth(1));
            double y = top + (day.getDayOfWeek().getValue() - 1) * h;
            double value = days.getOrDefault(day, Double.NaN);
            canvas.drawShape(new Rectangle2D.Double(x, y, w, h), shade(value), GRID);
            if (day.getDayOfMonth() == 8) { // by then the month has a column of its own
                canvas.drawText(day.getMonthValue() + "月", x, top - 9, Align.LEFT);
            }
        }
    }

    /** Each part of the city in its shade, with its name and value where there is room. */
    void drawMap() {
        canvas.drawHeading(chart.unit(), legend());
        var outlines = Objects.requireNonNull(chart.outlines());
        var byName = new HashMap<String, Double>();
        for (int i = 0; i < values.size(); i++) {
            byName.put(values.category(i), values.value(i, 0));
        }
        var bounds = outlines.bounds();
        double top = ChartCanvas.HEAD + 2;
        double scale =
                Math.min((canvas.width() - 8) / bounds.getWidth(), (canvas.height() - top - 4) / bounds.getHeight());
        var place = new AffineTransform();
        place.translate(
                (canvas.width() - bounds.getWidth() * scale) / 2,
                top + (canvas.height() - top - 4 - bounds.getHeight() * scale) / 2);
        place.scale(scale, scale);
        place.translate(-bounds.getX(), -bounds.getY());
        outlines.shapes().forEach((name, outline) -> {
            double value = byName.getOrDefault(name, Double.NaN);
            canvas.drawShape(place.createTransformedShape(outline), shade(value), Color.WHITE);
        });
        outlines.shapes().forEach((name, outline) -> {
            double value = byName.getOrDefault(name, Double.NaN);
            var shape = place.createTransformedShape(outline);
            var centre = Outlines.centroid(shape);
            var lines = wrap(name, shape.getBounds2D().getWidth() * 0.85);
            for (int i = 0; i < lines.size(); i++) {
                double y = centre.getY() - 6 - 13 * (lines.size() - 1 - i);
                canvas.drawText(lines.get(i), centre.getX(), y, Align.CENTRE, textColour(value), false);
            }
            var figure = Double.isNaN(value) ? "—" : values.figure(value);
            canvas.drawText(figure, centre.getX(), centre.getY() + 7, Align.CENTRE, textColour(value), true);
        });
    }

    private List<String> wrap(String name, double room) {
        int half = (name.length() + 1) / 2;
        return canvas.textWidth(name) <= room || name.length() < 4
                ? List.of(name)
                : List.of(name.substring(0, half), name.substring(half));
    }

    private int step(double value) {
        return (int) steps.position(value);
    }

    private Color shade(double value) {
        return Double.isNaN(value) ? NO_VALUE : new Color(Palette.shade(step(value)));
    }

    private Color textColour(double value) {
        return Double.isNaN(value) ? ChartStyle.INK : new Color(Palette.readableOn(Palette.shade(step(value))));
    }

    /** From which value on each shade is used. */
    private List<LegendEntry> legend() {
        var entries = new ArrayList<LegendEntry>();
        double width = (steps.high() - steps.low()) / Palette.shades();
        for (int i = 0; i < Palette.shades(); i++) {
            double from = steps.low() + i * width;
            entries.add(new LegendEntry("≥" + Scale.label(Math.rint(from * 100) / 100), new Color(Palette.shade(i))));
        }
        return entries;
    }
}
