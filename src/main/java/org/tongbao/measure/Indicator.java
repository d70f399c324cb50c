package org.tongbao.measure;

import java.util.List;
import java.util.Optional;
import org.tongbao.run.Period;
import org.tongbao.spec.SpecFiles.SqlFile;

/**
 * What is measured: {@code jobs/rulebook/rules/THEME/NAME.sql} with the key {@code indicator}. The file's query gives {@code
 * subject, numerator} and, for a ratio, {@code denominator}; both must be exact (whole numbers or decimals), so that their sums are the same
 * whatever the order. A ratio's value is numerator / denominator, times 100 where the unit is %; a count's value is its
 * numerator. A ratio over nothing has no value.
 *
 * @param name its name in schemes and tables
 * @param title as bulletins print it
 * @param meaning what exactly is counted
 * @param subject the kind of subject it is measured for
 * @param better which direction is better
 * @param unit of the value; {@code %} for shares, as which ratios are taken that name none
 * @param kind ratio or count
 * @param rollUp how larger subjects get theirs
 * @param every kinds of periods over which jobs measure it without naming it
 * @param basis clauses it rests on
 * @param sql the file, with the query that gives the figures
 */
public record Indicator(
        String name,
        String title,
        String meaning,
        String subject,
        Better better,
        String unit,
        Kind kind,
        RollUp rollUp,
        List<Period.Kind> every,
        List<String> basis,
        SqlFile sql)
        implements Rule {

    /** The unit of shares. */
    static final String SHARE = "%";

    public Indicator {
        every = List.copyOf(every);
        basis = List.copyOf(basis);
    }

    Indicator(RuleHeader header, Better better, String unit, Kind kind, RollUp rollUp, SqlFile sql) {
        this(
                header.name(),
                header.title(),
                header.meaning(),
                header.subject(),
                better,
                unit,
                kind,
                rollUp,
                header.every(),
                header.basis(),
                sql);
    }

    /** Which direction is better. */
    public enum Better {
        HIGHER,
        LOWER,
        /** It describes, and is no merit. */
        NEITHER
    }

    /** What the value is made of. */
    public enum Kind {
        RATIO,
        COUNT
    }

    /** How a larger subject's figure comes from those of its members. */
    public enum RollUp {
        /** Numerators and denominators are added up. */
        SUM,
        /** The plain mean of the members' values: every member counts the same. */
        MEAN,
        /** Larger subjects have none. */
        NONE
    }

    /** value = factor * numerator / denominator. */
    public double factor() {
        return unit.equals(SHARE) ? 100 : 1;
    }

    static Optional<Indicator> read(SqlFile sql) {
        return sql.header().as(b -> {
            var kind = RuleHeader.oneOf(b, "kind", Kind.values(), Kind.RATIO);
            return new Indicator(
                    RuleHeader.read(sql, "indicator"),
                    RuleHeader.oneOf(b, "better", Better.values(), Better.HIGHER),
                    kind == Kind.RATIO ? b.optionalText("unit").orElse(SHARE) : b.text("unit"),
                    kind,
                    RuleHeader.oneOf(b, "roll-up", RollUp.values(), RollUp.SUM),
                    sql);
        });
    }
}
