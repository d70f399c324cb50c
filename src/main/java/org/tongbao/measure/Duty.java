package org.tongbao.measure;

import java.util.List;
import java.util.Optional;
import org.tongbao.run.Period;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Origin;

/**
 * What somebody must do: {@code jobs/rulebook/rules/THEME/NAME.sql} with the key {@code duty}. The file's query gives one
 * row for each obligation, or for each row that shows it: {@code subject, case_key} (the same obligation has the same key, in
 * the next period, too), {@code met} (true, false, or null while it is not yet due), {@code since, due, detail} (of the case,
 * if it is one) and {@code origin} of the row that shows it, or of the obliged subject's row where a record is absent.
 *
 * <p>The share of those met is an indicator of the duty's name; those not met are the cases of a finding, whose name and title
 * are under {@code case: NAME TITLE}. An obligation that is not met is no case before the day {@code since}, and none without a {@code
 * detail}: what was made good too late stays unmet, and ends as a case.
 *
 * <p>With {@code base: due in the period} only those whose {@code due} lies in the period count in the share, while what was due
 * before stays a case until it is met. With {@code base: once in the period} what is not met is not yet due as long as the
 * period runs.
 *
 * @param rate the share of obligations met, of those that are due
 * @param cases the obligations that are not met
 * @param sql the file
 */
public record Duty(Indicator rate, FindingRule cases, SqlFile sql) implements Rule {

    static final List<String> COLUMNS = List.of("subject", "case_key", "met", "since", "due", "detail", Origin.COLUMN);

    private static final String ALL = "all";
    private static final String DUE = "due in the period";
    private static final String ONCE = "once in the period";

    @Override
    public String name() {
        return rate.name();
    }

    @Override
    public String title() {
        return rate.title();
    }

    @Override
    public String meaning() {
        return rate.meaning();
    }

    @Override
    public String subject() {
        return rate.subject();
    }

    @Override
    public List<Period.Kind> every() {
        return rate.every();
    }

    @Override
    public List<String> basis() {
        return rate.basis();
    }

    static Optional<Duty> read(SqlFile sql) {
        return sql.header().as(b -> {
            var header = RuleHeader.read(sql, "duty");
            var words = b.text("case").split("\\s+", 2);
            if (words.length < 2 && b.has("case")) {
                b.problems().add(b.at("case"), "'case' needs a name and a title, such as: accident_report_late 事故迟报");
            }
            var base = b.oneOf("base", List.of(ALL, DUE, ONCE), ALL);
            var counted =
                    switch (base) {
                        case DUE -> " and due >= period_start() and due < period_end()";
                        case ONCE -> " and (met or once_is_due())";
                        default -> "";
                    };
            // The file's own lines keep their numbers: what is added stands before the first and after the last.
            var rate = new Indicator(
                    header,
                    Indicator.Better.HIGHER,
                    b.optionalText("unit").orElse(Indicator.SHARE),
                    Indicator.Kind.RATIO,
                    RuleHeader.oneOf(b, "roll-up", Indicator.RollUp.values(), Indicator.RollUp.SUM),
                    with(
                            sql,
                            "with evidence as (select subject, case_key, met, due, case when not met then detail end as"
                                    + " detail, origin from (",
                            "\n) as duty where met is not null" + counted
                                    + ") select subject, count(distinct case_key) filter (where met) as numerator,"
                                    + " count(distinct case_key) as denominator from evidence group by subject"));
            var cases = new FindingRule(
                    header.as(words[0], words.length < 2 ? "" : words[1]),
                    with(
                            sql,
                            "select subject, case_key, since, due, detail, max(origin) as origin from (",
                            "\n) as duty where not met and detail is not null and coalesce(since < period_end(), true)"
                                    + (base.equals(ONCE) ? " and once_is_due()" : "")
                                    + " group by subject, case_key, since, due, detail"));
            return new Duty(rate, cases, sql);
        });
    }

    private static SqlFile with(SqlFile sql, String before, String after) {
        return new SqlFile(sql.name(), sql.title(), sql.header(), before + sql.body() + after, sql.line());
    }
}
