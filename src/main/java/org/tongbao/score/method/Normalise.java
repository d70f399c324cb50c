package org.tongbao.score.method;

import static org.tongbao.warehouse.Sql.number;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tongbao.score.method.Statistics.Over;

/** How an indicator's value becomes points between 0 and the scheme's full marks. */
public sealed interface Normalise {

    List<String> WAYS = List.of(
            "goalposts 60..100",
            "goalposts 60..100 to 1..100",
            "goalposts 100..10000 on log",
            "min-max",
            "min-max 1..100",
            "min-max of period",
            "min-max of all periods",
            "z-score",
            "z-score 50 10 clipped",
            "percentile rank",
            "borda",
            "target 90",
            "target 90 from 60",
            "target 90 uncapped",
            "steps 0: 0, 60: 50",
            "line 0: 0, 100: 50",
            "deduct 5 each",
            "as is");

    /**
     * A value to be normalised.
     *
     * @param column the column that holds it
     * @param higher whether higher is better
     * @param full full marks
     */
    record Value(String column, boolean higher, double full) {}

    /** The points as an SQL expression; null where they cannot be told. */
    String sql(Value figure, Statistics statistics);

    /** Between which points a value can get. */
    Range range(double full);

    /** Another way much like it whose points are all above 0, as it is written; empty if there is none. */
    default Optional<String> positive(double full) {
        return Optional.empty();
    }

    /**
     * The same as a formula of a score sheet, over the column {@code figure.column()} of values; empty where only the
     * warehouse can tell them.
     */
    default Optional<PointsFormula> points(Value figure, FormulaCells cells) {
        return Optional.empty();
    }

    /**
     * Points in a spreadsheet.
     *
     * @param nought the value with no points, which stands over the column; or a formula for it, or null
     * @param full the value with full marks, likewise
     * @param formula the points of a value that is there
     */
    record PointsFormula(@Nullable String nought, @Nullable String full, String formula) {

        private static final Pattern STUMBLES = Pattern.compile("(LN|SQRT|STDEV|COUNT)\\(");

        /** From the least points at {@code nought} straight to the most at {@code best}, and level beyond. */
        static PointsFormula between(double nought, double best, Scale scale, double full, String x) {
            return new PointsFormula(
                    FormulaCells.number(nought),
                    FormulaCells.number(best),
                    scale.formula(full, "(MEDIAN([.nought],[.full]," + x + ")-[.nought])/([.full]-[.nought])"));
        }

        /** Whether a spreadsheet may stumble over it, where the warehouse has no points. */
        public boolean mayFail() {
            return (nought != null && nought.startsWith("="))
                    || STUMBLES.matcher(formula).find();
        }

        private static PointsFormula formula(String formula) {
            return new PointsFormula(null, null, formula);
        }
    }

    /** Whether the figure's direction decides; otherwise the way itself says which end is good. */
    default boolean directed() {
        return true;
    }

    /** Whether it only compares values with each other, so that their own scale does not matter. */
    default boolean comparesValues() {
        return false;
    }

    /** Which subjects a value is compared with, if it is. */
    default Over over() {
        return Over.GROUP;
    }

    /** Whether earlier periods take part. */
    default boolean needsHistory() {
        return over().equals(Over.ALL_PERIODS);
    }

    /** Whether later periods take part, too: only a table has them. */
    default boolean needsPanel() {
        return over().equals(Over.PANEL);
    }

    /** Whether groups are compared with each other, and not only the subjects of each. */
    default boolean mixesGroups() {
        return !over().equals(Over.GROUP);
    }

    /**
     * The value with full marks, if the way itself knows one; otherwise the best of those compared has them.
     *
     * @param higher whether higher is better
     */
    default OptionalDouble best(boolean higher, double full) {
        return OptionalDouble.empty();
    }

    /** A change of scale before comparing. */
    enum Transform {
        NONE,
        LOG,
        /** For counts, which may be zero: ln(1 + x). */
        LOG1P,
        SQRT;

        /** Null where the transform is not defined. */
        String sql(String x) {
            return switch (this) {
                case NONE -> x;
                case LOG -> "ln(case when " + x + " > 0 then " + x + " end)";
                case LOG1P -> "ln(case when " + x + " > -1 then 1 + " + x + " end)";
                case SQRT -> "sqrt(case when " + x + " >= 0 then " + x + " end)";
            };
        }

        /** The same in a spreadsheet, where an error is no points. */
        String formula(String x) {
            return switch (this) {
                case NONE -> x;
                case LOG -> "LN(" + x + ")";
                case LOG1P -> "LN(1+" + x + ")";
                case SQRT -> "SQRT(" + x + ")";
            };
        }

        double of(double x) {
            return switch (this) {
                case NONE -> x;
                case LOG -> Math.log(x);
                case LOG1P -> Math.log(1 + x);
                case SQRT -> Math.sqrt(x);
            };
        }

        private static Transform parse(Tokens words) {
            if (!words.accept("on")) {
                return NONE;
            }
            return words.oneOf("transform", Map.of("log", LOG, "log1p", LOG1P, "sqrt", SQRT));
        }
    }

    /**
     * Which points are given at the ends.
     *
     * @param ends least and most points; null from 0 to full marks
     */
    record Scale(@Nullable Range ends) {

        static final Scale WHOLE = new Scale(null);

        Range range(double full) {
            return ends == null ? new Range(0, full) : ends;
        }

        /** The points of a share of the way from the least to the most, 0..1. */
        String sql(double full, String share) {
            return ends == null
                    ? number(full) + " * (" + share + ")"
                    : number(ends.low()) + " + " + number(ends.high() - ends.low()) + " * (" + share + ")";
        }

        String formula(double full, String share) {
            return ends == null
                    ? FormulaCells.number(full) + "*" + share
                    : FormulaCells.number(ends.low()) + "+" + FormulaCells.number(ends.high() - ends.low()) + "*"
                            + share;
        }

        String clippedSql(double full, String points) {
            return clipped(points, range(full).low(), range(full).high());
        }

        String clippedFormula(double full, String points) {
            return "MEDIAN(" + FormulaCells.number(range(full).low()) + ","
                    + FormulaCells.number(range(full).high()) + "," + points + ")";
        }

        /** The least and the most points as they are written, where all are to be above 0. */
        static String positive(double full) {
            return FormulaCells.number(full / 100) + ".." + FormulaCells.number(full);
        }

        /** Takes it if it comes next. */
        private static Scale take(Tokens words) {
            return words.isRange() ? of(words) : WHOLE;
        }

        private static Scale of(Tokens words) {
            var ends = words.range();
            return new Scale(new Range(ends[0], ends[1]));
        }
    }

    /** {@code full * (x - low) / (high - low)} with fixed ends. */
    record Goalposts(double low, double high, Transform on, boolean clip, Scale scale) implements Normalise {

        public Goalposts {
            if (!Double.isFinite(on.of(low))) {
                throw new IllegalArgumentException("goalposts " + low + ".." + high + " reach where the "
                        + (on == Transform.SQRT ? "square root" : "logarithm") + " is not defined");
            }
        }

        @Override
        public Optional<PointsFormula> points(Value f, FormulaCells cells) {
            double nought = f.higher() ? low : high;
            double best = f.higher() ? high : low;
            if (on == Transform.NONE && clip) {
                return Optional.of(PointsFormula.between(nought, best, scale, f.full(), FormulaCells.cell(f.column())));
            }
            var x = clip
                    ? "MEDIAN([.nought],[.full]," + FormulaCells.cell(f.column()) + ")"
                    : FormulaCells.cell(f.column());
            return Optional.of(new PointsFormula(
                    FormulaCells.number(nought), FormulaCells.number(best), scaled(scale, f.full(), x, on)));
        }

        @Override
        public OptionalDouble best(boolean higher, double full) {
            return OptionalDouble.of(higher ? high : low);
        }

        @Override
        public String sql(Value f, Statistics statistics) {
            // What is clipped anyway must not fall out of the transform's domain first.
            var x = clip ? clipped(f.column(), low, high) : f.column();
            var t = on.sql(x);
            var above = f.higher() ? t + " - " + number(on.of(low)) : number(on.of(high)) + " - " + t;
            var points = scale.sql(f.full(), "(" + above + ") / " + number(on.of(high) - on.of(low)));
            return clip ? scale.clippedSql(f.full(), points) : points;
        }

        @Override
        public Range range(double full) {
            return clip ? scale.range(full) : Range.ANY;
        }

        @Override
        public Optional<String> positive(double full) {
            return Optional.of("goalposts " + FormulaCells.number(low) + ".." + FormulaCells.number(high)
                    + (on == Transform.NONE ? "" : " on " + on.name().toLowerCase(Locale.ROOT)) + " to "
                    + Scale.positive(full));
        }
    }

    /** {@code full * (x - least) / (greatest - least)}; null if all are equal: then it tells nobody apart. */
    record MinMax(Over over, Transform on, Scale scale) implements Normalise {
        @Override
        public Optional<PointsFormula> points(Value f, FormulaCells cells) {
            var least = "=MIN(" + FormulaCells.all(f.column()) + ")";
            var greatest = "=MAX(" + FormulaCells.all(f.column()) + ")";
            return cells.cover(over)
                    ? Optional.of(new PointsFormula(
                            f.higher() ? least : greatest,
                            f.higher() ? greatest : least,
                            scaled(scale, f.full(), FormulaCells.cell(f.column()), on)))
                    : Optional.empty();
        }

        @Override
        public String sql(Value f, Statistics statistics) {
            var x = on.sql(f.column());
            var low = statistics.of(over, "min(" + x + ")");
            var high = statistics.of(over, "max(" + x + ")");
            var above = f.higher() ? x + " - " + low : high + " - " + x;
            return scale.sql(f.full(), "(" + above + ") / nullif(" + high + " - " + low + ", 0)");
        }

        @Override
        public Range range(double full) {
            return scale.range(full);
        }

        @Override
        public Optional<String> positive(double full) {
            return Optional.of("min-max " + Scale.positive(full));
        }

        @Override
        public boolean comparesValues() {
            return true;
        }
    }

    /** Mean and sample standard deviation of those compared moved to those given; clipped to the scale or not. */
    record ZScore(double mean, double deviation, Over over, Transform on, boolean clip, Scale scale)
            implements Normalise {
        @Override
        public Optional<PointsFormula> points(Value f, FormulaCells cells) {
            if (!cells.cover(over) || on != Transform.NONE) {
                return Optional.empty();
            }
            var all = FormulaCells.all(f.column());
            var points = FormulaCells.number(mean) + (f.higher() ? "+" : "-") + FormulaCells.number(deviation) + "*("
                    + FormulaCells.cell(f.column()) + "-AVERAGE(" + all + "))/STDEV(" + all + ")";
            return Optional.of(PointsFormula.formula(clip ? scale.clippedFormula(f.full(), points) : points));
        }

        @Override
        public String sql(Value f, Statistics statistics) {
            var x = on.sql(f.column());
            var middle = statistics.of(over, "avg(" + x + " order by " + x + ")");
            var spread = statistics.of(over, "stddev_samp(" + x + " order by " + x + ")");
            var points = number(mean) + " + " + number(f.higher() ? deviation : -deviation) + " * ((" + x + " - "
                    + middle + ") / nullif(" + spread + ", 0))";
            return clip ? scale.clippedSql(f.full(), points) : points;
        }

        @Override
        public Range range(double full) {
            return clip ? scale.range(full) : Range.ANY;
        }

        @Override
        public Optional<String> positive(double full) {
            return Optional.of("z-score " + FormulaCells.number(full / 2) + " " + FormulaCells.number(full / 10)
                    + " clipped " + Scale.positive(full));
        }

        @Override
        public boolean comparesValues() {
            return true;
        }
    }

    /** The share of the others compared that it surpasses, as points: {@code full * surpassed / (n - 1)}. */
    record PercentileRank(Over over, Scale scale) implements Normalise {
        @Override
        public Optional<PointsFormula> points(Value f, FormulaCells cells) {
            return cells.cover(over)
                    ? Optional.of(PointsFormula.formula(
                            scale.formula(f.full(), surpassed(f) + "/(COUNT(" + FormulaCells.all(f.column()) + ")-1)")))
                    : Optional.empty();
        }

        @Override
        public String sql(Value f, Statistics statistics) {
            var others = statistics.of(over, "count(" + f.column() + ")") + " - 1";
            return scale.sql(
                    f.full(), statistics.surpassed(over, f.column(), f.higher()) + " / nullif(" + others + ", 0)");
        }

        @Override
        public Range range(double full) {
            return scale.range(full);
        }

        @Override
        public Optional<String> positive(double full) {
            return Optional.of("percentile rank " + Scale.positive(full));
        }

        @Override
        public boolean comparesValues() {
            return true;
        }
    }

    /** How many of those compared it surpasses. */
    record Borda(Over over) implements Normalise {
        @Override
        public Optional<PointsFormula> points(Value f, FormulaCells cells) {
            return cells.cover(over) ? Optional.of(PointsFormula.formula(surpassed(f))) : Optional.empty();
        }

        @Override
        public String sql(Value f, Statistics statistics) {
            return "cast(" + statistics.surpassed(over, f.column(), f.higher()) + " as double)";
        }

        @Override
        public Range range(double full) {
            return new Range(0, Double.POSITIVE_INFINITY);
        }

        @Override
        public Optional<String> positive(double full) {
            return Optional.of("percentile rank " + Scale.positive(full));
        }

        @Override
        public boolean comparesValues() {
            return true;
        }
    }

    /**
     * Full marks at the target, zero at the start: the given one or the group's worst.
     *
     * @param capped whether there is no more beyond the target
     */
    record Target(double target, @Nullable Double from, boolean capped, Scale scale) implements Normalise {

        public Target {
            if (from != null && from == target) {
                throw new IllegalArgumentException("target " + target + " and its start must differ");
            }
        }

        @Override
        public Optional<PointsFormula> points(Value f, FormulaCells cells) {
            var x = FormulaCells.cell(f.column());
            if (from != null) {
                var start = from;
                return Optional.of(
                        capped
                                ? PointsFormula.between(start, target, scale, f.full(), x)
                                : new PointsFormula(
                                        FormulaCells.number(start), FormulaCells.number(target), raised(f, x)));
            }
            if (!cells.cover(Over.GROUP)) {
                return Optional.empty();
            }
            var most = FormulaCells.number(scale.range(f.full()).high());
            var reached = f.higher() ? ">=[.full]" : "<=[.full]";
            return Optional.of(new PointsFormula(
                    "=" + (f.higher() ? "MIN(" : "MAX(") + FormulaCells.all(f.column()) + ")",
                    FormulaCells.number(target),
                    capped
                            ? "IF(" + x + reached + "," + most + ","
                                    + scale.clippedFormula(f.full(), scaled(scale, f.full(), x, Transform.NONE)) + ")"
                            : "IF([.nought]" + reached + "," + most + "," + raised(f, x) + ")"));
        }

        /** No less than the least points, and beyond full marks straight on. */
        private String raised(Value f, String x) {
            return "MAX(" + FormulaCells.number(scale.range(f.full()).low()) + ","
                    + scaled(scale, f.full(), x, Transform.NONE) + ")";
        }

        @Override
        public OptionalDouble best(boolean higher, double full) {
            return capped ? OptionalDouble.of(target) : OptionalDouble.empty();
        }

        @Override
        public String sql(Value f, Statistics statistics) {
            var x = f.column();
            var start =
                    from != null ? number(from) : statistics.of(Over.GROUP, (f.higher() ? "min(" : "max(") + x + ")");
            boolean rising = from == null ? f.higher() : target > from;
            var above = rising ? x + " - " + start : start + " - " + x;
            var span = rising ? number(target) + " - " + start : start + " - " + number(target);
            var points = scale.sql(f.full(), "(" + above + ") / nullif(" + span + ", 0)");
            var reached = (rising ? " >= " : " <= ") + number(target);
            var most = number(scale.range(f.full()).high());
            if (capped) {
                return "case when " + x + reached + " then " + most + " else " + scale.clippedSql(f.full(), points)
                        + " end";
            }
            var least = number(scale.range(f.full()).low());
            var raised = "case when " + points + " < " + least + " then " + least + " else " + points + " end";
            // Where even the group's worst is there, nobody is on the way.
            return "case when " + start + reached + " then case when " + x + " is not null then " + most + " end else "
                    + raised + " end";
        }

        @Override
        public Range range(double full) {
            return capped ? scale.range(full) : new Range(scale.range(full).low(), Double.POSITIVE_INFINITY);
        }

        @Override
        public Optional<String> positive(double full) {
            return Optional.of(
                    "target " + FormulaCells.number(target) + (from == null ? "" : " from " + FormulaCells.number(from))
                            + (capped ? "" : " uncapped") + " to " + Scale.positive(full));
        }

        @Override
        public boolean directed() {
            return from == null;
        }
    }

    /** Stairs: the points of the highest step reached; the first step's also hold below it. */
    record StepFunction(List<double[]> points) implements Normalise {
        @Override
        public Optional<PointsFormula> points(Value f, FormulaCells cells) {
            var formula = new StringBuilder();
            for (int i = points.size() - 1; i > 0; i--) {
                formula.append("IF(" + FormulaCells.cell(f.column()) + ">=" + FormulaCells.number(points.get(i)[0])
                        + "," + FormulaCells.number(points.get(i)[1]) + ",");
            }
            return Optional.of(PointsFormula.formula(
                    formula + FormulaCells.number(points.get(0)[1]) + ")".repeat(points.size() - 1)));
        }

        @Override
        public OptionalDouble best(boolean higher, double full) {
            return OptionalDouble.of(mostPoints(points));
        }

        @Override
        public String sql(Value f, Statistics statistics) {
            var sql = new StringBuilder("case");
            for (int i = points.size() - 1; i > 0; i--) {
                sql.append(" when " + f.column() + " >= " + number(points.get(i)[0]) + " then "
                        + number(points.get(i)[1]));
            }
            return sql.append(" when " + f.column() + " is not null then " + number(points.get(0)[1]) + " end")
                    .toString();
        }

        @Override
        public Range range(double full) {
            return given(points);
        }

        @Override
        public boolean directed() {
            return false;
        }
    }

    /** Straight lines from point to point, level beyond the ends. */
    record PiecewiseLinear(List<double[]> points) implements Normalise {
        @Override
        public Optional<PointsFormula> points(Value f, FormulaCells cells) {
            var x = FormulaCells.cell(f.column());
            var formula = new StringBuilder("IF(" + x + "<=" + FormulaCells.number(points.get(0)[0]) + ","
                    + FormulaCells.number(points.get(0)[1]) + ",");
            for (int i = 1; i < points.size(); i++) {
                var a = points.get(i - 1);
                var b = points.get(i);
                formula.append("IF(" + x + "<=" + FormulaCells.number(b[0]) + "," + FormulaCells.number(a[1]) + "+(" + x
                        + "-" + FormulaCells.number(a[0]) + ")*" + FormulaCells.number((b[1] - a[1]) / (b[0] - a[0]))
                        + ",");
            }
            return Optional.of(PointsFormula.formula(
                    formula + FormulaCells.number(points.get(points.size() - 1)[1]) + ")".repeat(points.size())));
        }

        @Override
        public OptionalDouble best(boolean higher, double full) {
            return OptionalDouble.of(mostPoints(points));
        }

        @Override
        public String sql(Value f, Statistics statistics) {
            var x = f.column();
            var sql = new StringBuilder(
                    "case when " + x + " <= " + number(points.get(0)[0]) + " then " + number(points.get(0)[1]));
            for (int i = 1; i < points.size(); i++) {
                var a = points.get(i - 1);
                var b = points.get(i);
                sql.append(" when " + x + " <= " + number(b[0]) + " then " + number(a[1]) + " + (" + x + " - "
                        + number(a[0]) + ") * " + number((b[1] - a[1]) / (b[0] - a[0])));
            }
            var last = points.get(points.size() - 1);
            return sql.append(" when " + x + " is not null then " + number(last[1]) + " end")
                    .toString();
        }

        @Override
        public Range range(double full) {
            return given(points);
        }

        @Override
        public boolean directed() {
            return false;
        }
    }

    /** {@code full - points * x}, not below zero. */
    record Deduct(double points) implements Normalise {

        public Deduct {
            if (points <= 0) {
                throw new IllegalArgumentException("deduct " + points + " each: must be above 0");
            }
        }

        @Override
        public Optional<PointsFormula> points(Value f, FormulaCells cells) {
            return Optional.of(
                    PointsFormula.between(f.full() / points, 0, Scale.WHOLE, f.full(), FormulaCells.cell(f.column())));
        }

        @Override
        public OptionalDouble best(boolean higher, double full) {
            return OptionalDouble.of(0);
        }

        @Override
        public String sql(Value f, Statistics statistics) {
            return clipped(number(f.full()) + " - " + number(points) + " * " + f.column(), 0, f.full());
        }

        @Override
        public Range range(double full) {
            return new Range(0, full);
        }

        @Override
        public boolean directed() {
            return false;
        }
    }

    /** The value is the score. */
    record AsIs() implements Normalise {
        @Override
        public Optional<PointsFormula> points(Value f, FormulaCells cells) {
            return Optional.of(PointsFormula.formula(FormulaCells.cell(f.column())));
        }

        @Override
        public OptionalDouble best(boolean higher, double full) {
            return OptionalDouble.of(full);
        }

        @Override
        public String sql(Value f, Statistics statistics) {
            return f.column();
        }

        @Override
        public Range range(double full) {
            return Range.ANY;
        }

        @Override
        public Optional<String> positive(double full) {
            return Optional.of("goalposts 0.." + FormulaCells.number(full) + " to " + Scale.positive(full));
        }

        @Override
        public boolean directed() {
            return false;
        }
    }

    /** Reads it as it is written in a scheme. */
    static Normalise parse(String text) {
        var words = new Tokens(text);
        if (words.accept("goalposts")) {
            var range = words.range();
            return words.end(new Goalposts(
                    range[0], range[1], Transform.parse(words), !words.accept("unclipped"), scale(words)));
        }
        if (words.accept("min-max")) {
            var scale = Scale.take(words);
            return words.end(new MinMax(over(words), Transform.parse(words), scale));
        }
        if (words.accept("z-score")) {
            boolean standard = !words.isNumber();
            double mean = standard ? 0 : words.number("mean");
            double deviation = standard ? 1 : words.number("deviation");
            var over = over(words);
            var on = Transform.parse(words);
            boolean clip = words.accept("clipped");
            return words.end(new ZScore(mean, deviation, over, on, clip, clip ? Scale.take(words) : Scale.WHOLE));
        }
        if (words.accept("percentile rank")) {
            var scale = Scale.take(words);
            return words.end(new PercentileRank(over(words), scale));
        }
        if (words.accept("borda")) {
            return words.end(new Borda(over(words)));
        }
        if (words.accept("target")) {
            double target = words.number("target");
            var start = words.accept("from") ? words.number("start") : null;
            return words.end(new Target(target, start, !words.accept("uncapped"), scale(words)));
        }
        if (words.accept("steps")) {
            return words.end(new StepFunction(words.points()));
        }
        if (words.accept("line")) {
            return words.end(new PiecewiseLinear(words.points()));
        }
        if (words.accept("deduct")) {
            double points = words.number("points");
            words.accept("each");
            return words.end(new Deduct(points));
        }
        if (words.accept("as is")) {
            return words.end(new AsIs());
        }
        throw words.unknown("way to normalise", WAYS);
    }

    private static Scale scale(Tokens words) {
        return words.accept("to") ? Scale.of(words) : Scale.WHOLE;
    }

    /** Straight through {@code nought} and {@code full}, and on beyond them. */
    private static String scaled(Scale scale, double marks, String x, Transform on) {
        var nought = on.formula("[.nought]");
        return scale.formula(
                marks, "(" + on.formula(x) + "-" + nought + ")/(" + on.formula("[.full]") + "-" + nought + ")");
    }

    /** Between the least and the most of declared points. */
    private static Range given(List<double[]> points) {
        var all = points.stream().mapToDouble(point -> point[1]).summaryStatistics();
        return new Range(all.getMin(), all.getMax());
    }

    /** How many numbers of the column are worse: the place from the other end, less one. */
    private static String surpassed(Value f) {
        return "(RANK(" + FormulaCells.cell(f.column()) + "," + FormulaCells.all(f.column())
                + (f.higher() ? ",1)-1)" : ")-1)");
    }

    /** The first value with the most points. */
    private static double mostPoints(List<double[]> points) {
        return points.stream()
                .reduce((a, b) -> b[1] > a[1] ? b : a)
                .map(point -> point[0])
                .orElseThrow();
    }

    private static Over over(Tokens words) {
        if (!words.accept("of")) {
            return Over.GROUP;
        }
        for (var over : Over.ALL) {
            if (words.accept(over.words())) {
                return over;
            }
        }
        throw words.unknown(
                "range of comparison", Over.ALL.stream().map(Over::words).toList());
    }

    /** Null stays null, which the engine's greatest() and least() would not do. */
    private static String clipped(String x, double low, double high) {
        return "(case when " + x + " < " + number(low) + " then " + number(low) + " when " + x + " > " + number(high)
                + " then " + number(high) + " else " + x + " end)";
    }
}
