package org.tongbao.score.method;

import static org.tongbao.warehouse.Sql.number;

import java.util.List;
import java.util.Optional;
import org.tongbao.score.method.Statistics.Over;
import org.tongbao.warehouse.Sql;

/** How far a figure from few cases is trusted. Works on the indicator's numerator and denominator. */
public sealed interface SmallSamples {

    /**
     * The columns of an indicator.
     *
     * @param factor value = factor * numerator / denominator
     * @param higher whether higher is better
     */
    record Rate(String value, String numerator, String denominator, double factor, boolean higher) {}

    /** The value to be normalised. */
    String sql(Rate figure, Statistics statistics);

    /**
     * The same as a formula of a score sheet; the figure's parts are expressions over its cells. Empty where only the
     * warehouse can tell it.
     */
    Optional<String> formula(Rate figure, FormulaCells cells);

    /** The note on a value that was changed; columns {@code before} and {@code after}. */
    String note(String before, String after);

    /** The figure counts as it is. */
    record Unadjusted() implements SmallSamples {
        @Override
        public String sql(Rate f, Statistics statistics) {
            return f.value();
        }

        @Override
        public Optional<String> formula(Rate f, FormulaCells cells) {
            return Optional.of(f.value());
        }

        @Override
        public String note(String before, String after) {
            return "null";
        }
    }

    /**
     * The end of Wilson's score interval that is the worse for the subject (E. B. Wilson 1927).
     *
     * @param z quantile of the normal distribution; 1.96 for 95 %
     */
    record Wilson(double z) implements SmallSamples {
        @Override
        public String sql(Rate f, Statistics statistics) {
            var n = "nullif(" + f.denominator() + ", 0)";
            var p = "greatest(0e0, least(1e0, " + f.numerator() + " / " + n + "))";
            var zz = number(z * z);
            var middle = "(" + p + " + " + zz + " / (2 * " + n + "))";
            var margin = number(z) + " * sqrt(" + p + " * (1 - " + p + ") / " + n + " + " + zz + " / (4 * " + n + " * "
                    + n + "))";
            return "case when " + f.value() + " is not null and " + f.denominator() + " > 0 then " + number(f.factor())
                    + " * (" + middle + (f.higher() ? " - " : " + ") + margin + ") / (1 + " + zz + " / " + n
                    + ") end";
        }

        @Override
        public Optional<String> formula(Rate f, FormulaCells cells) {
            var n = f.denominator();
            var p = "MEDIAN(0,1," + f.numerator() + "/" + n + ")";
            var zz = FormulaCells.number(z) + "^2";
            return Optional.of(
                    "IF(" + n + ">0," + FormulaCells.number(f.factor()) + "*(" + p + "+" + zz + "/(2*" + n + ")"
                            + (f.higher() ? "-" : "+") + FormulaCells.number(z) + "*SQRT(" + p + "*(1-" + p + ")/" + n
                            + "+" + zz
                            + "/(4*" + n + "^2)))/(1+" + zz + "/" + n + "),\"\")");
        }

        @Override
        public String note(String before, String after) {
            return "'按Wilson区间修正为' || cast(round(" + after + ", 4) as varchar)";
        }
    }

    /** Moved towards the group's rate as if {@code cases} cases of it were added. */
    record Shrink(double cases) implements SmallSamples {
        @Override
        public String sql(Rate f, Statistics statistics) {
            var numerators = statistics.of(Over.GROUP, ordered(f.numerator()));
            var denominators = statistics.of(Over.GROUP, ordered(f.denominator()));
            return "(" + f.denominator() + " * " + f.value() + " + " + number(cases) + " * " + number(f.factor())
                    + " * (" + numerators + " / nullif(" + denominators + ", 0))) / (" + f.denominator() + " + "
                    + number(cases) + ")";
        }

        /** Only over plain columns: a sum of quotients can't be told by a sum. */
        @Override
        public Optional<String> formula(Rate f, FormulaCells cells) {
            if (!cells.cover(Over.GROUP) || !f.denominator().matches("\\[[^\\[]+]")) {
                return Optional.empty();
            }
            var rate = "SUM(" + f.numerator().replace("]", "#]") + ")/SUM("
                    + f.denominator().replace("]", "#]") + ")";
            return Optional.of("(" + f.denominator() + "*" + f.value() + "+" + FormulaCells.number(cases) + "*"
                    + FormulaCells.number(f.factor()) + "*" + rate + ")/(" + f.denominator() + "+"
                    + FormulaCells.number(cases)
                    + ")");
        }

        @Override
        public String note(String before, String after) {
            return "'向组内总体收缩为' || cast(round(" + after + ", 4) as varchar)";
        }

        private static String ordered(String column) {
            return "sum(" + column + " order by " + column + ")";
        }
    }

    /** Fewer cases count as no value. */
    record AtLeast(double cases) implements SmallSamples {
        @Override
        public String sql(Rate f, Statistics statistics) {
            return "case when " + f.denominator() + " >= " + number(cases) + " then " + f.value() + " end";
        }

        @Override
        public Optional<String> formula(Rate f, FormulaCells cells) {
            return Optional.of(
                    "IF(" + f.denominator() + ">=" + FormulaCells.number(cases) + "," + f.value() + ",\"\")");
        }

        @Override
        public String note(String before, String after) {
            return "case when " + before + " is not null and " + after + " is null then "
                    + Sql.text("样本不足" + plain(cases)) + " end";
        }

        private static String plain(double number) {
            return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
        }
    }

    /** Reads it as it is written in a scheme. */
    static SmallSamples parse(String text) {
        var words = new Tokens(text);
        if (words.accept("wilson")) {
            return words.end(new Wilson(words.isEmpty() ? 1.96 : positive(words.number("z"))));
        }
        if (words.accept("shrink")) {
            return words.end(new Shrink(positive(words.number("cases"))));
        }
        if (words.accept("at-least")) {
            return words.end(new AtLeast(positive(words.number("cases"))));
        }
        throw words.unknown("treatment of small samples", List.of("wilson", "shrink 10", "at-least 5"));
    }

    private static double positive(double number) {
        if (number <= 0) {
            throw new IllegalArgumentException("must be above 0, found " + number);
        }
        return number;
    }
}
