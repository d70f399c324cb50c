package org.tongbao.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tongbao.warehouse.Origin;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.Subjects;

/**
 * The rows behind a figure.
 *
 * @param count how many there are
 * @param rows the first of them, by subject, file and row: the columns of the indicator's step {@code evidence}, and the
 *     {@code file} in whose {@code source_row} each of them arrived
 */
public record Evidence(long count, List<Row> rows) {

    private static final String ALL = "number of rows";
    private static final String FILE = " left join load as l on l.load_id = " + Origin.load("e.origin");

    public Evidence {
        rows = List.copyOf(rows);
    }

    /**
     * Looks up the rows behind an indicator's figure.
     *
     * @param pinned a session pinned to the run whose figure it is
     * @param kind the subject's kind: the indicator's own, or a larger one it rolls up to
     * @param limit how many rows to give at most
     */
    public static Evidence of(
            Session pinned, Subjects subjects, Indicator indicator, String kind, String subject, int limit) {
        return of(
                pinned,
                rows(indicator) + " where cast(e.subject as varchar) in (" + members(subjects, indicator, kind) + ")",
                limit,
                Map.of("subject", subject));
    }

    /** Looks up the rows behind all figures of an indicator. */
    public static Evidence of(Session pinned, Indicator indicator, int limit) {
        return of(pinned, rows(indicator), limit, Map.of());
    }

    /** Looks up the cases that a rule found. */
    public static Evidence of(Session pinned, FindingRule rule, int limit) {
        return of(
                pinned,
                "from (select subject, case_key, since, due, detail, " + Origin.of("load_id", "source_row")
                        + " as origin from finding where rule = :rule and state <> 'cleared') as e" + FILE,
                limit,
                Map.of("rule", rule.name()));
    }

    private static String rows(Indicator indicator) {
        return "from (\n" + RuleQuery.of(indicator.sql()).evidence() + "\n) as e" + FILE;
    }

    private static Evidence of(Session pinned, String from, int limit, Map<String, String> values) {
        if (limit == 0) {
            return new Evidence(
                    pinned.sql("select count(*) as n " + from)
                            .params(values)
                            .one()
                            .whole("n"),
                    List.of());
        }
        // One pass tells both: the rows of a month's readings are not gone through twice.
        var rows = pinned.sql("select e.* exclude (origin), l.file, " + Origin.row("e.origin")
                        + " as source_row, count(*) over () as " + Sql.name(ALL) + " " + from
                        + " order by e.subject, l.file, source_row limit " + limit)
                .params(values)
                .query();
        return new Evidence(
                rows.isEmpty() ? 0 : rows.get(0).whole(ALL),
                rows.stream().map(Evidence::withoutCount).toList());
    }

    private static Row withoutCount(Row row) {
        var values = new LinkedHashMap<>(row.values());
        values.remove(ALL);
        return new Row(values);
    }

    private static String members(Subjects subjects, Indicator indicator, String kind) {
        if (kind.equals(indicator.subject())) {
            return ":subject";
        }
        return subjects.memberships(indicator.subject()).stream()
                .filter(membership -> membership.kind().name().equals(kind))
                .map(membership -> "select w.subject from (" + membership.sql() + ") as w where w.parent = :subject")
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + indicator.name() + "' is measured for " + indicator.subject() + ", not for " + kind));
    }
}
