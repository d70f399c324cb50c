package org.tongbao.render.facts;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/**
 * A scheme as a run left it in {@code stage.formula}: columns whose formulas recompute the scores, with the figures that
 * the run has for them. Values of indicators, weights and limits are plain cells; so is what only the warehouse can tell.
 *
 * @param columns from left to right
 * @param figures subject to the name of a column to its figure
 */
public record ScoreSheet(List<Column> columns, Map<String, Map<String, @Nullable Object>> figures) {

    /** The column of a sheet's query that says whose row it is. */
    public static final String SUBJECT = "subject";

    private static final int NUMBER_WIDTH = 10;
    private static final int TEXT_WIDTH = 12;

    private static final String FORMULAS = """
            select name, part, title, figure, decimals, formula, weight, share, nought, full_marks as "full", bound, note
            from formula
            where scheme = :scheme
            order by case stage when 'rank' then 0 else 1 end, position""";

    private static final String FIGURES = """
            select o.subject, f.name,
                case f.figure when 'value' then o.value when 'numerator' then o.numerator else o.denominator end as number,
                cast(null as varchar) as text
            from formula as f
            join observation as o on o.subject_kind = f.subject_kind and o.indicator = f.node
            where f.scheme = :scheme and f.figure in ('value', 'numerator', 'denominator')
            union all
            select s.subject, f.name,
                case f.figure when 'points' then s.normalised when 'treated' then s.treated
                    when 'denominated' then s.denominated else s.contribution end,
                null
            from formula as f
            join score as s on s.scheme = f.scheme and s.node = f.node
            where f.scheme = :scheme and f.figure in ('points', 'treated', 'denominated', 'contribution')
            union all
            select s.subject, f.name,
                case f.figure when 'score' then s.normalised when 'uncapped' then s.raw end,
                case when f.figure = 'reason' and s.normalised is null then s.note end
            from formula as f
            join score as s on s.scheme = f.scheme and s.node = 'score'
            where f.scheme = :scheme and f.figure in ('score', 'uncapped', 'reason')
            union all
            select s.subject, f.name,
                case f.figure when 'place' then s.rank when 'published' then s.score end,
                case f.figure when 'grade' then s.grade when 'scope' then s.scope end
            from formula as f
            join standing as s on s.scheme = f.scheme
            where f.scheme = :scheme and f.figure in ('place', 'published', 'grade', 'scope')
            union all
            select e.subject, f.name, null, e.because
            from formula as f
            join exclusion as e on e.scheme = f.scheme
            where f.scheme = :scheme and f.figure = 'excluded'""";

    /**
     * A column of the scheme.
     *
     * @param name as formulas call it
     * @param title its heading
     * @param part the part of the scheme that it belongs to, a heading over it and its neighbours; or null
     * @param width in Excel's unit
     * @param format number format of Excel, or null for a text
     * @param note definition and basis, or null
     */
    public record Column(
            String name,
            String title,
            @Nullable String part,
            int width,
            @Nullable String format,
            @Nullable String note,
            Calculation calculation) {}

    /**
     * How a column computes.
     *
     * @param formula one of a spreadsheet, with {@code [name]} for cells; null where the figure is
     *     given
     * @param heads what stands over the column: a number, or a formula that begins with {@code =}
     */
    public record Calculation(@Nullable String formula, Map<Head, String> heads) {

        public Calculation {
            heads = new EnumMap<>(heads.isEmpty() ? new EnumMap<>(Head.class) : heads);
        }
    }

    /** A row over the columns. */
    public enum Head {
        WEIGHT("权重", "General"),
        SHARE("占总分", "0.0%"),
        NOUGHT("零分值", "General"),
        FULL("满分值", "General"),
        BOUND("限值", "General");

        private final String label;
        private final String format;

        Head(String label, String format) {
            this.label = label;
            this.format = format;
        }

        public String label() {
            return label;
        }

        public String format() {
            return format;
        }

        /** As formulas and the table call it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Head> of(String word) {
            return Arrays.stream(values())
                    .filter(head -> head.word().equals(word))
                    .findFirst();
        }
    }

    /** Asks a session pinned to the run. */
    static ScoreSheet read(Session session, String scheme) {
        var figures = new LinkedHashMap<String, Map<String, @Nullable Object>>();
        session.sql(FIGURES).param("scheme", scheme).stream(
                row -> figures.computeIfAbsent(row.text(SUBJECT), s -> new LinkedHashMap<>())
                        .put(row.text("name"), figure(row)));
        var columns = session.sql(FORMULAS).param("scheme", scheme).query().stream()
                .map(row -> column(row, isWhole(row.text("name"), figures.values())))
                .toList();
        return new ScoreSheet(columns, figures);
    }

    private static @Nullable Object figure(Row row) {
        return row.isNull("number")
                ? row.optionalText("text").orElse(null)
                : row.optionalNumber("number").orElse(null);
    }

    private static boolean isWhole(String name, Collection<Map<String, @Nullable Object>> figures) {
        return figures.stream()
                .allMatch(row -> !(row.get(name) instanceof Double number) || number == Math.rint(number));
    }

    private static Column column(Row row, boolean isWhole) {
        var heads = new EnumMap<Head, String>(Head.class);
        for (var head : Head.values()) {
            row.optionalText(head.word()).ifPresent(text -> heads.put(head, text));
        }
        boolean isText = List.of("reason", "excluded", "grade", "scope").contains(row.text("figure"));
        return new Column(
                row.text("name"),
                row.text("title"),
                row.optionalText("part").orElse(null),
                isText ? TEXT_WIDTH : NUMBER_WIDTH,
                isText ? null : format(row, isWhole),
                row.optionalText("note").orElse(null),
                new Calculation(row.optionalText("formula").orElse(null), heads));
    }

    private static String format(Row row, boolean isWhole) {
        if (row.isNull("decimals")) {
            return row.text("figure").equals("present") ? "0%" : isWhole ? "0" : "0.00";
        }
        int decimals = (int) row.whole("decimals");
        return decimals == 0 ? "0" : "0." + "0".repeat(decimals);
    }
}
