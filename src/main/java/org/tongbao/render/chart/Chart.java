package org.tongbao.render.chart;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.facts.Facts;
import org.tongbao.spec.Block;
import org.tongbao.spec.Layers;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;

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
 * @param outlines what a map draws, by category; null for other charts
 * @param at where the chart is declared
 */
public record Chart(
        String name,
        String title,
        Type type,
        String data,
        String category,
        List<Series> series,
        String unit,
        @Nullable Double limit,
        @Nullable Outlines outlines,
        Location at) {

    public Chart {
        series = List.copyOf(series);
        if (series.isEmpty()) {
            throw new IllegalArgumentException("chart '" + name + "' has no series");
        }
        if (series.size() < type.least || series.size() > type.most) {
            throw new IllegalArgumentException("chart '" + name + "' of type '" + type.word() + "' takes "
                    + (type.least == type.most ? type.least : type.least + " to " + type.most) + " series ("
                    + type.roles + "), not " + series.size());
        }
        if ((type == Type.MAP) != (outlines != null)) {
            throw new IllegalArgumentException("chart '" + name + "': a map, and only a map, needs 'outlines'");
        }
    }

    /**
     * Reads {@code charts} of a bulletin; mistakes go to its problems.
     *
     * @param home below which the outlines of maps lie
     */
    public static Map<String, Chart> read(Block bulletin, Collection<String> queries, Layers home) {
        var charts = new LinkedHashMap<String, Chart>();
        bulletin.blocks("charts")
                .forEach((name, block) -> block.as(b -> read(b, name, at(bulletin, name), queries, home))
                        .ifPresent(chart -> charts.put(name, chart)));
        return charts;
    }

    private static Location at(Block bulletin, String name) {
        return bulletin.block("charts").orElse(bulletin).at(name);
    }

    private static Chart read(Block block, String name, Location at, Collection<String> queries, Layers home) {
        var data = block.text("data");
        if (!data.isEmpty() && !queries.contains(data)) {
            block.problems().addAbsentBeside(block.at("data"), "data query", data, queries);
        }
        var series = block.textMap("series").entrySet().stream()
                .map(entry -> new Series(entry.getKey(), entry.getValue()))
                .toList();
        if (series.isEmpty()) {
            throw new IllegalArgumentException("chart '" + name + "' needs 'series: { column: label }'");
        }
        return new Chart(
                name,
                block.text("title"),
                type(block),
                data,
                block.text("category"),
                series,
                block.text("unit"),
                block.optionalNumber("limit").orElse(null),
                outlines(block, home),
                at);
    }

    /** A file in {@code shared}, or the bureau's, as all bulletins show the same places; without one the map is empty. */
    private static @Nullable Outlines outlines(Block block, Layers home) {
        if (!block.has("outlines")) {
            return null;
        }
        var file = block.optionalText("outlines").orElse("");
        try {
            return file.isEmpty()
                    ? Outlines.NONE
                    : Outlines.read(home.find("report-templates/shared/" + file).orElseGet(() -> home.file(file)));
        } catch (NoSuchFileException e) {
            block.problems().addAbsent(block.at("outlines"), "file of outlines", file, List.of());
        } catch (IOException | IllegalArgumentException e) {
            block.problems().add(new Location(file, 1), "cannot be read: " + e.getMessage());
        }
        return null;
    }

    private static Type type(Block block) {
        var types = Arrays.stream(Type.values()).map(Type::word).toList();
        return Type.valueOf(
                block.oneOf("type", types, "bars").toUpperCase(Locale.ROOT).replace(' ', '_'));
    }

    /** Notes every column that the query does not give. */
    public void checkColumns(Location query, Collection<String> given, Problems problems) {
        Stream.concat(Stream.of(category), series.stream().map(Series::column))
                .filter(column -> !given.contains(column))
                .forEach(column ->
                        problems.addAbsentColumn(at, "column for chart '" + name + "'", column, given, query));
    }

    /** Without a single value, or a map without a single known name, it would be a blank sheet. */
    public boolean canBeDrawn(Facts.Table table) {
        return series.stream().anyMatch(s -> isKnown(s, table))
                && (outlines == null
                        || table.rows().stream()
                                .anyMatch(row -> outlines.shapes().containsKey(String.valueOf(row.get(category)))));
    }

    private static boolean isKnown(Series series, Facts.Table table) {
        return table.rows().stream().anyMatch(row -> row.get(series.column()) instanceof Number);
    }

    /** The same without series that have no value at all, such as last year's where nobody recorded any. */
    public Chart withoutEmptySeries(Facts.Table table) {
        var known = series.stream().filter(s -> isKnown(s, table)).toList();
        return known.isEmpty() || type.least > 1 || type == Type.HEAT_MAP
                ? this
                : new Chart(name, title, type, data, category, known, unit, limit, outlines, at);
    }

    /** A drawn column: its name in the data and its label. */
    public record Series(String column, String label) {}

    /** The kinds of chart, and how many series each takes for what. */
    public enum Type {
        /** Horizontal bars, first category on top; further series are marks on them. */
        BARS(1, 6, "values"),
        /** Vertical bars. */
        COLUMNS(1, 6, "values"),
        /** Horizontal bars whose series add up. */
        STACKED_BARS(1, 6, "parts"),
        /** Lines over an ordered category such as months. */
        LINES(1, 6, "values"),
        /** Vertical bars in descending order with the cumulative share as a line. */
        PARETO(1, 1, "values"),
        /** A dot and its interval for each category. */
        DOTS(3, 3, "value, low, high"),
        /** How values are distributed within each category. */
        BOXES(5, 5, "lowest, lower quartile, median, upper quartile, highest"),
        /** Shares over sample sizes, with the limits of chance; rows in order of size. */
        FUNNEL(4, 4, "size, share, low, high"),
        /** From the first row, a total, by changes to the last row, a total. */
        WATERFALL(1, 1, "totals and changes"),
        /** Several items of one subject beside those of others. */
        PROFILE(1, 4, "values"),
        /** Shades in rows of categories and columns of series. */
        HEAT_MAP(1, 40, "columns"),
        /** A shade for each day; the category is a date. */
        CALENDAR(1, 1, "values"),
        /** A shade for each outline; categories are the outlines' names. */
        MAP(1, 1, "values");

        private final int least;
        private final int most;
        private final String roles;

        Type(int least, int most, String roles) {
            this.least = least;
            this.most = most;
            this.roles = roles;
        }

        /** As it is written in {@code bulletin.yaml}. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        /** Whether Excel has such a chart; the others are coloured cells there. */
        public boolean isNative() {
            return this != HEAT_MAP && this != CALENDAR && this != MAP;
        }
    }
}
