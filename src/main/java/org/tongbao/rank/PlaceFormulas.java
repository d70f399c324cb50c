package org.tongbao.rank;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;

/**
 * Places and grades as formulas of a score sheet, beside those that the run gave. They go by the column {@code score}
 * that the score's own formulas have ({@code stage.formula}); where they can't be told so, the run's stand alone.
 */
final class PlaceFormulas {

    /** Decimal places of the column {@code score}. */
    private static final int PRECISION = 9;

    private final Ranking ranking;

    PlaceFormulas(Ranking ranking) {
        this.ranking = ranking;
    }

    /** Replaces the run's rows of the scheme that are the ranking's. */
    void write(Session session, Run run) {
        session.sql("delete from stage.formula where run = :run and scheme = :scheme and stage = 'rank'")
                .param("run", run.number())
                .param("scheme", ranking.scheme())
                .execute();
        var limits = session.sql("""
                        select name from stage.formula
                        where run = :run and scheme = :scheme and figure = 'grade-limit'
                        order by position""").param("run", run.number()).param("scheme", ranking.scheme()).query().stream()
                .map(row -> row.text("name"))
                .toList();
        var rows = rows(limits);
        var values = IntStream.range(0, rows.size())
                .mapToObj(i -> row(run, i, rows.get(i)))
                .collect(Collectors.joining(",\n"));
        session.execute(
                "insert into stage.formula (run, scheme, stage, position, name, subject_kind, title, figure, decimals,"
                        + " formula) values\n" + values);
    }

    private String row(Run run, int position, Row row) {
        return "(%d, %s, 'rank', %d, %s, %s, %s, %s, %s, %s)"
                .formatted(
                        run.number(),
                        Sql.text(ranking.scheme()),
                        position,
                        Sql.text(row.name()),
                        Sql.text(ranking.subject()),
                        Sql.text(row.title()),
                        Sql.text(row.figure()),
                        row.decimals(),
                        row.formula() == null ? "null" : Sql.text(row.formula()));
    }

    private record Row(
            String name,
            String title,
            String figure,
            @Nullable Integer decimals,
            @Nullable String formula) {}

    private List<Row> rows(List<String> limits) {
        var rows = new ArrayList<Row>();
        if (ranking.within() != null) {
            rows.add(new Row("scope", "组别", "scope", null, null));
        }
        var place = place();
        rows.add(new Row("place", "名次", "place", 0, place));
        if (place != null) {
            rows.add(new Row("published_place", "公布名次", "place", 0, null));
        }
        if (!ranking.grades().isEmpty()) {
            rows.add(new Row("grade", "等次", "grade", null, grade(limits)));
        }
        rows.add(new Row("published_score", "公布得分", "published", decimals(), null));
        if (!key().equals("score")) {
            rows.add(new Row("key", "排名用得分", "key", decimals(), compared()));
        }
        return rows;
    }

    private int decimals() {
        return ranking.rounding() == null ? 2 : ranking.rounding().places();
    }

    private boolean isRoundedFirst() {
        return ranking.rounding() != null && ranking.rounding().beforeRank();
    }

    /** The column by which places are told. */
    private String key() {
        return isRoundedFirst() || ranking.precision() < PRECISION ? "key" : "score";
    }

    private String compared() {
        var rounding = ranking.rounding();
        var rounded = rounding != null && rounding.beforeRank()
                ? rounding.formula("[score]", ranking.precision())
                : "ROUND([score]," + ranking.precision() + ")";
        return "IF(ISNUMBER([score])," + rounded + ",\"\")";
    }

    /** The place; null where a formula can't tell it. */
    private @Nullable String place() {
        if (ranking.places().missing() != Places.NullPosition.KEEP || ranking.precision() > PRECISION) {
            return null;
        }
        var all = "[" + key() + "#]";
        var own = "[" + key() + "]";
        var better = ranking.places().highestFirst() ? ">" : "<";
        boolean parted = ranking.within() != null;
        var group = parted ? "[scope#],[scope]," : "";
        var ahead = "COUNTIFS(" + group + all + ",\"" + better + "\"&" + own + ")";
        var equal = "COUNTIFS(" + group + all + "," + own + ")";
        var rank =
                switch (ranking.places().ties()) {
                    case MIN -> ahead + "+1";
                    case MAX -> ahead + "+" + equal;
                    case AVERAGE -> ahead + "+(1+" + equal + ")/2";
                    case DENSE, ORDINAL -> null;
                };
        var ranked = parted ? "COUNTIFS([scope#],[scope]," + all + ",\">-1E+99\")" : "COUNT(" + all + ")";
        var enough = ranking.atLeast() > 1
                ? "AND(ISNUMBER(" + own + ")," + ranked + ">=" + ranking.atLeast() + ")"
                : "ISNUMBER(" + own + ")";
        return rank == null ? null : "IF(" + enough + "," + rank + ",\"\")";
    }

    /** The best grade that the score reaches and no limit forbids. */
    private String grade(List<String> limits) {
        var worst = limits.isEmpty() ? "" : "MAX(0,[" + limits.get(0) + ":" + limits.get(limits.size() - 1) + "])";
        var steps = new ArrayList<String>();
        int i = 0;
        for (Map.Entry<String, BigDecimal> grade : ranking.grades().entrySet()) {
            var reached = "[" + key() + "]>=" + grade.getValue().toPlainString();
            steps.add("IF(" + (worst.isEmpty() ? reached : "AND(" + reached + "," + worst + "<=" + i + ")") + ",\""
                    + grade.getKey().replace("\"", "\"\"") + "\",");
            i++;
        }
        return "IF(ISNUMBER([" + key() + "])," + steps.stream().collect(Collectors.joining()) + "\"\""
                + ")".repeat(steps.size()) + ",\"\")";
    }
}
