package org.tongbao.measure;

import java.util.List;
import java.util.Optional;
import org.tongbao.spec.SpecFiles.SqlFile;

/**
 * What is measured: {@code jobs/rulebook/indicators/FOLDER/NAME.sql}. The file's query gives {@code subject, numerator}
 * and, for a ratio, {@code denominator}; both must be exact (whole numbers or decimals), so that their sums are the same
 * whatever the order. A ratio's value is numerator / denominator, times 100 where the unit is %; a count's value is its
 * numerator. A ratio over nothing has no value.
 *
 * @param name its name in schemes and tables
 * @param title as bulletins print it
 * @param meaning what exactly is counted
 * @param subject the kind of subject it is measured for
 * @param better which direction is better
 * @param unit of the value; {@code %} for shares
 * @param kind ratio or count
 * @param rollUp how larger subjects get theirs
 * @param basis clauses it rests on
 * @param sql the file
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
        List<String> basis,
        SqlFile sql) {

    public Indicator {
        basis = List.copyOf(basis);
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
        return unit.equals("%") ? 100 : 1;
    }

    static Optional<Indicator> read(SqlFile sql) {
        return sql.header().as(b -> {
            var title = RuleHeader.of(sql);
            b.texts(RuleHeader.ANY_OF);
            return new Indicator(
                    RuleHeader.nameOf(sql, "indicator"),
                    title.title(),
                    title.meaning(),
                    b.text("subject"),
                    RuleHeader.oneOf(b, "better", Better.values(), Better.HIGHER),
                    b.text("unit"),
                    RuleHeader.oneOf(b, "kind", Kind.values(), Kind.RATIO),
                    RuleHeader.oneOf(b, "roll-up", RollUp.values(), RollUp.SUM),
                    RuleHeader.basis(b),
                    sql);
        });
    }
}
