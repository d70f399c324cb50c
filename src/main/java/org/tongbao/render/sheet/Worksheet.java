package org.tongbao.render.sheet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.chart.Chart;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.facts.ScoreSheet;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;

/**
 * One sheet of the workbook: a table, and the charts that stand with it. In {@code bulletin.yaml}, the key is the name
 * on the tab, columns stand in the order of the sheet, and all but {@code title}, {@code data} and {@code columns} may
 * be left out:
 *
 * <pre>{@code
 * sheets:
 *   排名:
 *     title: "{period}各县（市、区）考核排名"
 *     data: ranking                # the query; every column below is one of its columns
 *     paper: landscape
 *     freeze: region_name          # stays in sight up to this column
 *     columns:
 *       place:       { title: 名次 }
 *       movement:    { title: 升降, highlight: arrows }
 *       region_name: { title: 县（市、区）, width: 14 }
 *       score:       { title: 得分, format: "0.00", highlight: [below 60, data bar] }
 *       duty:        { title: 履职检查, under: 各部分得分, format: "0.0", note: 依据和口径 }
 *       hazards:     { title: 隐患数, total: sum }
 *     note: 注：并列的名次相同。
 *     charts: [ranking, branches]
 * }</pre>
 *
 * <p>Charts stand beneath a table that fits on a printed page and to the right of a longer one. Their series are cells:
 * those of a sheet that shows the chart's data, otherwise those of a last sheet, 图表数据. For what catches the eye see
 * {@link SheetHighlight}.
 *
 * @param name the name on the tab
 * @param title the heading over the table; {@code {period}} stands for the period
 * @param data name of the query
 * @param columns the columns from left to right
 * @param freeze name of the last column that stays in sight, or null
 * @param landscape whether A4 is landscape
 * @param note a line under the table, or null; {@code {period}} stands for the period
 * @param charts names of the charts
 * @param scheme name of the scheme whose formulas stand to the right of the columns, for the subjects that the query's
 *     column {@code subject} names; or null
 * @param isProtected whether only weights and limits can be changed
 * @param at where the sheet is declared
 */
public record Worksheet(
        String name,
        String title,
        String data,
        List<Column> columns,
        @Nullable String freeze,
        boolean landscape,
        @Nullable String note,
        List<String> charts,
        @Nullable String scheme,
        boolean isProtected,
        Location at) {

    /** The sheet with the cells of charts whose data no declared sheet shows. */
    public static final String CHART_DATA = "图表数据";

    private static final int LONGEST_NAME = 31;
    private static final Pattern NAME = Pattern.compile("[^\\[\\]:*?/\\\\\\p{Cntrl}']([^\\[\\]:*?/\\\\\\p{Cntrl}]*)");

    public Worksheet {
        columns = List.copyOf(columns);
        charts = List.copyOf(charts);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("sheet '" + name + "' has no columns");
        }
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches() || name.endsWith("'")) {
            throw new IllegalArgumentException("'" + name + "' can't be the name of a sheet; use at most "
                    + LONGEST_NAME + " characters and none of [ ] : * ? / \\");
        }
    }

    /**
     * A column of the sheet.
     *
     * @param name its name in the query
     * @param title its heading
     * @param under a heading over this column and its neighbours with the same one, or null
     * @param width in Excel's unit, somewhat more than half a Hanzi; 0 takes what heading and values need
     * @param format number format of Excel, or null for the usual one of the value's kind. A share in percent is
     *     measured as 95.3, so that its format is {@code 0.0}, not {@code 0.0%}
     * @param total what stands under the column, of the rows the filter shows
     * @param highlights what catches the eye; the first that applies wins
     * @param note definition and basis, shown on pointing at the heading, or null
     * @param at where the column is declared
     * @param calculation how it computes, if it is a scheme's; null for one that is declared
     */
    public record Column(
            String name,
            String title,
            @Nullable String under,
            int width,
            @Nullable String format,
            Total total,
            List<SheetHighlight> highlights,
            @Nullable String note,
            Location at,
            ScoreSheet.@Nullable Calculation calculation) {

        /** A declared column. */
        public Column(
                String name,
                String title,
                @Nullable String under,
                int width,
                @Nullable String format,
                Total total,
                List<SheetHighlight> highlights,
                @Nullable String note,
                Location at) {
            this(name, title, under, width, format, total, highlights, note, at, null);
        }

        /** Formats that Excel would refuse to open are refused here. */
        private static final Pattern FORMAT =
                Pattern.compile("General|(\"[^\"]*\"|\\\\.|\\[(Red|Blue|Green|Black|Color\\d+)]"
                        + "|[#0?,.%/:;()+ -]|y+|m+|d+|h+|s+|[\\u2E80-\\u9FFF\\u25B2\\u25BC\\u2014])+");

        public Column {
            highlights = List.copyOf(highlights);
            if (format != null && !FORMAT.matcher(format).matches()) {
                throw new IllegalArgumentException(
                        "'" + format + "' is not a number format; write for instance 0.00, #,##0, 0.0% or yyyy-mm-dd");
            }
            if (width < 0 || width > 255) {
                throw new IllegalArgumentException("width " + width + " is not between 0 and 255 characters");
            }
        }
    }

    /** What stands under a column. */
    public enum Total {
        NONE,
        SUM,
        AVERAGE;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads {@code sheets} of a bulletin; mistakes go to its problems. */
    public static List<Worksheet> read(Block bulletin, Collection<String> queries, Collection<String> charts) {
        var sheets = new ArrayList<Worksheet>();
        var taken = new LinkedHashSet<String>();
        taken.add(CHART_DATA);
        bulletin.blocks("sheets").forEach((name, block) -> {
            if (!taken.add(name.toLowerCase(Locale.ROOT))) {
                block.problems().add(block.at(), "there is another sheet '" + name + "'");
            }
            block.as(b -> read(b, name, queries, charts)).ifPresent(sheets::add);
        });
        return sheets;
    }

    private static Worksheet read(Block block, String name, Collection<String> queries, Collection<String> charts) {
        var data = block.text("data");
        if (!data.isEmpty() && !queries.contains(data)) {
            block.problems().addAbsentBeside(block.at("data"), "data query", data, queries);
        }
        var shown = block.texts("charts");
        shown.stream().filter(chart -> !charts.contains(chart)).forEach(chart -> block.problems()
                .addUnknown(block.at("charts"), "chart", chart, charts));
        var declared = block.blocks("columns");
        var columns = declared.entrySet().stream()
                .flatMap(entry -> entry.getValue().as(b -> column(b, entry.getKey())).stream())
                .toList();
        var freeze = block.optionalText("freeze");
        freeze.filter(column -> !declared.containsKey(column)).ifPresent(column -> block.problems()
                .addUnknown(block.at("freeze"), "column", column, declared.keySet()));
        return new Worksheet(
                name,
                block.text("title"),
                data,
                columns,
                freeze.orElse(null),
                block.oneOf("paper", List.of("portrait", "landscape"), "portrait")
                        .equals("landscape"),
                block.optionalText("note").orElse(null),
                shown,
                block.optionalText("scheme").orElse(null),
                block.flag("protect", false),
                block.at());
    }

    private static Column column(Block block, String name) {
        var highlights = block.texts("highlight").stream()
                .flatMap(words -> highlight(block, words).stream())
                .toList();
        var total = block.oneOf("total", List.of(Total.SUM.word(), Total.AVERAGE.word()), Total.NONE.word());
        return new Column(
                name,
                block.text("title"),
                block.optionalText("under").orElse(null),
                block.integer("width", 0),
                block.optionalText("format").orElse(null),
                Total.valueOf(total.toUpperCase(Locale.ROOT)),
                highlights,
                block.optionalText("note").orElse(null),
                block.at());
    }

    private static Optional<SheetHighlight> highlight(Block block, String words) {
        try {
            return Optional.of(SheetHighlight.parse(words));
        } catch (IllegalArgumentException e) {
            block.problems().add(block.at("highlight"), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** What a page sees of it: it can print the same columns. */
    public Map<String, Object> templateModel() {
        return Map.of(
                "data",
                data,
                "columns",
                columns.stream()
                        .filter(column -> column.calculation() == null)
                        .map(column -> Map.of(
                                "name",
                                column.name(),
                                "title",
                                column.title(),
                                "format",
                                column.format() == null ? "" : column.format(),
                                "arrows",
                                column.highlights().stream().anyMatch(SheetHighlight.Arrows.class::isInstance)))
                        .toList());
    }

    /** Notes every column that the query does not give. */
    public void checkColumns(Location query, List<String> given, Problems problems) {
        if (scheme != null && !given.contains(ScoreSheet.SUBJECT)) {
            problems.addAbsentColumn(at, "column for 'scheme'", ScoreSheet.SUBJECT, given, query);
        }
        columns.stream()
                .filter(column -> !given.contains(column.name()))
                .forEach(column -> problems.addAbsentColumn(
                        column.at(), "column of query '" + data + "'", column.name(), given, query));
    }

    /** Whether the cells of this sheet can feed the chart: it shows the same rows and all that is drawn. */
    public boolean feeds(Chart chart) {
        var names = columns.stream().map(Column::name).collect(Collectors.toSet());
        return data.equals(chart.data())
                && names.contains(chart.category())
                && chart.series().stream().allMatch(series -> names.contains(series.column()));
    }

    /** Its own columns, and to their right those of its scheme. */
    public List<Column> allColumns(Facts facts) {
        var all = new ArrayList<>(columns);
        if (scheme != null) {
            facts.scheme(scheme).columns().forEach(column -> all.add(computed(column)));
        }
        return all;
    }

    private Column computed(ScoreSheet.Column column) {
        return new Column(
                column.name(),
                column.title(),
                column.part(),
                column.width(),
                column.format(),
                Total.NONE,
                List.of(),
                column.note(),
                at,
                column.calculation());
    }

    /** The rows of its query, with the scheme's figures of their subjects. */
    public Facts.Table allRows(Facts facts) {
        var table = facts.table(data);
        if (scheme == null) {
            return table;
        }
        var figures = facts.scheme(scheme);
        var names = new LinkedHashSet<>(table.columns());
        figures.columns().forEach(column -> names.add(column.name()));
        var rows = table.rows().stream()
                .<Map<String, @Nullable Object>>map(row -> {
                    var all = new LinkedHashMap<String, @Nullable Object>(row);
                    all.putAll(Objects.requireNonNullElse(
                            figures.figures().get(String.valueOf(row.get(ScoreSheet.SUBJECT))), Map.of()));
                    return all;
                })
                .toList();
        return new Facts.Table(List.copyOf(names), rows);
    }
}
