package org.tongbao.score.compile;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tongbao.run.Run;
import org.tongbao.score.method.Statistics;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.Subjects;

/**
 * Where a scheme's figures come from: a query with one row for each run and subject, and the columns {@code run,
 * subject, grp} (the group it is compared with), {@code turn} (rises from period to period), {@code left_out} (why it gets
 * no score, or null), {@code counts} (whether others are compared with it) and, for the i-th indicator, {@code r<i>},
 * {@code num<i>} and {@code den<i>}: value, numerator, denominator; and {@link Statistics#likesColumn} for each column by
 * which the scheme fills in missing points.
 */
public sealed interface FigureSource {

    /** The query; numerators and denominators are needed only of the indicators {@code counted}. */
    String sql(List<String> indicators, Set<String> counted);

    /** Condition for the rows to be scored; the others only take part in comparisons over all periods. */
    default String wanted() {
        return "true";
    }

    /** The observations of a run, and of earlier ones where the scheme compares with them. */
    record Observed(Scheme scheme, Run run, Subjects.Kind kind) implements FigureSource {

        @Override
        public String sql(List<String> indicators, Set<String> counted) {
            var figures = IntStream.range(0, indicators.size())
                    .mapToObj(i -> (counted.contains(indicators.get(i)) ? "o.r%1$d, o.num%1$d, o.den%1$d" : "o.r%1$d")
                            .formatted(i))
                    .collect(Collectors.joining(", "));
            return "select p.run, p.turn, p.subject, p.grp, " + likes(like -> "p." + Statistics.likesColumn(like))
                    + "p.left_out, p.left_out is null as counts, " + figures + "\nfrom ("
                    + population() + ") as p\nleft join (" + pivot(indicators, counted) + ") as o using (run, subject)";
        }

        @Override
        public String wanted() {
            return "run = " + run.number();
        }

        /** Who is scored: the subject's table, among whom and without whom the scheme says. */
        public String population() {
            var current =
                    "select cast(%d as bigint) as run, 1 as turn, %s as subject, %s as grp, %scast((%s) as varchar) as left_out from %s%s"
                            .formatted(
                                    run.number(),
                                    kind.id(),
                                    group(""),
                                    likes(like -> like(like, "")),
                                    scheme.leftOut() == null ? "null" : scheme.leftOut(),
                                    kind.table(),
                                    scheme.among() == null ? "" : " where " + scheme.among());
            return scheme.needsHistory() ? current + "\nunion all " + earlier() : current;
        }

        /** In earlier periods everybody counts who was observed then. */
        private String earlier() {
            return "select h.run, 0 as turn, h.subject, " + group("t.") + " as grp, "
                    + likes(like -> like(like, "t.")) + "null as left_out from (select distinct run,"
                    + " subject from history_observation where subject_kind = " + Sql.text(kind.name())
                    + " and run <> " + run.number() + ") as h left join " + kind.table() + " as t on t." + kind.id()
                    + " = h.subject";
        }

        private String group(String alias) {
            return scheme.within() == null ? "''" : "coalesce(cast(" + alias + scheme.within() + " as varchar), '')";
        }

        /** A column for each that tells likes apart. */
        private String likes(UnaryOperator<String> column) {
            return scheme.likes().stream()
                    .map(like -> column.apply(like) + ", ")
                    .collect(Collectors.joining());
        }

        private static String like(String column, String alias) {
            return "cast(" + alias + Sql.name(column) + " as varchar) as " + Statistics.likesColumn(column);
        }

        /** One pass over the long table: several times faster than joining each indicator, or than PIVOT. */
        private String pivot(List<String> indicators, Set<String> counted) {
            var figures = IntStream.range(0, indicators.size())
                    .mapToObj(i -> {
                        var picked = "max(case when indicator = " + Sql.text(indicators.get(i)) + " then ";
                        var value = picked + "value end) as r" + i;
                        return counted.contains(indicators.get(i))
                                ? value + ", " + picked + "numerator end) as num" + i + ", " + picked
                                        + "denominator end) as den" + i
                                : value;
                    })
                    .collect(Collectors.joining(",\n    "));
            return "select run, subject, " + figures + "\nfrom "
                    + (scheme.needsHistory() ? "history_observation" : "observation") + " where subject_kind = "
                    + Sql.text(kind.name()) + " group by run, subject";
        }
    }

    /**
     * A query that has the columns already.
     *
     * @param wanted condition for the rows to be scored
     */
    record Wide(String query, String wanted) implements FigureSource {
        @Override
        public String sql(List<String> indicators, Set<String> counted) {
            return query;
        }
    }
}
