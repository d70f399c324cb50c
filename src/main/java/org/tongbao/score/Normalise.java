package org.tongbao.score;

import static org.tongbao.score.Sql.number;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.score.Statistics.Over;

/** How an indicator's value becomes points between 0 and the scheme's full marks. */
sealed interface Normalise {

    List<String> WAYS = List.of(
            "goalposts 60..100",
            "min-max",
            "min-max of period",
            "min-max of all periods",
            "z-score",
            "percentile rank",
            "borda",
            "target 90",
            "target 90 from 60",
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
    record Figure(String column, boolean higher, double full) {}

    /** The points as an SQL expression; null where they cannot be told. */
    String sql(Figure figure, Statistics statistics);

    /** Whether the figure's direction decides; otherwise the way itself says which end is good. */
    default boolean directed() {
        return true;
    }

    /** Whether earlier periods take part. */
    default boolean needsHistory() {
        return false;
    }

    /** A change of scale before comparing. */
    enum Transform {
        NONE,
        LOG,
        SQRT;

        /** Null where the transform is not defined. */
        String sql(String x) {
            return switch (this) {
                case NONE -> x;
                case LOG -> "ln(case when " + x + " > 0 then " + x + " end)";
                case SQRT -> "sqrt(case when " + x + " >= 0 then " + x + " end)";
            };
        }

        double of(double x) {
            return switch (this) {
                case NONE -> x;
                case LOG -> Math.log(x);
                case SQRT -> Math.sqrt(x);
            };
        }

        private static Transform take(Words words) {
            if (words.take("on log")) {
                return LOG;
            }
            return words.take("on sqrt") ? SQRT : NONE;
        }
    }

    /** {@code full * (x - low) / (high - low)} with fixed ends. */
    record Goalposts(double low, double high, Transform on, boolean clip) implements Normalise {

        public Goalposts {
            if ((on == Transform.LOG && low <= 0) || (on == Transform.SQRT && low < 0)) {
                throw new IllegalArgumentException("goalposts " + low + ".." + high + " reach where the "
                        + (on == Transform.LOG ? "logarithm" : "square root") + " is not defined");
            }
        }

        @Override
        public String sql(Figure f, Statistics statistics) {
            // What is clipped anyway must not fall out of the transform's domain first.
            var x = clip ? clipped(f.column(), low, high) : f.column();
            var t = on.sql(x);
            var above = f.higher() ? t + " - " + number(on.of(low)) : number(on.of(high)) + " - " + t;
            var points = number(f.full()) + " * ((" + above + ") / " + number(on.of(high) - on.of(low)) + ")";
            return clip ? clipped(points, 0, f.full()) : points;
        }
    }

    /** {@code full * (x - least) / (greatest - least)}; null if all are equal: then it tells nobody apart. */
    record MinMax(Over over, Transform on) implements Normalise {
        @Override
        public String sql(Figure f, Statistics statistics) {
            var x = on.sql(f.column());
            var low = statistics.of(over, "min(" + x + ")");
            var high = statistics.of(over, "max(" + x + ")");
            var above = f.higher() ? x + " - " + low : high + " - " + x;
            return number(f.full()) + " * ((" + above + ") / nullif(" + high + " - " + low + ", 0))";
        }

        @Override
        public boolean needsHistory() {
            return over == Over.ALL_PERIODS;
        }
    }

    /** Mean and sample standard deviation of the group moved to those given. */
    record ZScore(double mean, double deviation, Transform on) implements Normalise {
        @Override
        public String sql(Figure f, Statistics statistics) {
            var x = on.sql(f.column());
            var middle = statistics.of(Over.GROUP, "avg(" + x + " order by " + x + ")");
            var spread = statistics.of(Over.GROUP, "stddev_samp(" + x + " order by " + x + ")");
            return number(mean) + " + " + number(f.higher() ? deviation : -deviation) + " * ((" + x + " - " + middle
                    + ") / nullif(" + spread + ", 0))";
        }
    }

    /** The share of the group's others that it surpasses, as points: {@code full * (rank - 1) / (n - 1)}. */
    record PercentileRank() implements Normalise {
        @Override
        public String sql(Figure f, Statistics statistics) {
            var others = statistics.of(Over.GROUP, "count(" + f.column() + ")") + " - 1";
            return number(f.full()) + " * (" + surpassed(f) + " / nullif(" + others + ", 0))";
        }
    }

    /** How many of the group it surpasses. */
    record Borda() implements Normalise {
        @Override
        public String sql(Figure f, Statistics statistics) {
            return "cast(" + surpassed(f) + " as double)";
        }
    }

    /** Full marks at the target, nought at the start: the given one or the group's worst. */
    record Target(double target, @Nullable Double from) implements Normalise {

        public Target {
            if (from != null && from == target) {
                throw new IllegalArgumentException("target " + target + " and its start must differ");
            }
        }

        @Override
        public String sql(Figure f, Statistics statistics) {
            var x = f.column();
            var start =
                    from != null ? number(from) : statistics.of(Over.GROUP, (f.higher() ? "min(" : "max(") + x + ")");
            boolean rising = from == null ? f.higher() : target > from;
            var above = rising ? x + " - " + start : start + " - " + x;
            var span = rising ? number(target) + " - " + start : start + " - " + number(target);
            var points = number(f.full()) + " * ((" + above + ") / nullif(" + span + ", 0))";
            return "case when " + x + (rising ? " >= " : " <= ") + number(target) + " then " + number(f.full())
                    + " else " + clipped(points, 0, f.full()) + " end";
        }

        @Override
        public boolean directed() {
            return from == null;
        }
    }

    /** Stairs: the points of the highest step reached; the first step's also hold below it. */
    record Steps(List<double[]> points) implements Normalise {
        @Override
        public String sql(Figure f, Statistics statistics) {
            var sql = new StringBuilder("case");
            for (int i = points.size() - 1; i > 0; i--) {
                sql.append(" when " + f.column() + " >= " + number(points.get(i)[0]) + " then "
                        + number(points.get(i)[1]));
            }
            return sql.append(" when " + f.column() + " is not null then " + number(points.get(0)[1]) + " end")
                    .toString();
        }

        @Override
        public boolean directed() {
            return false;
        }
    }

    /** Straight lines from point to point, level beyond the ends. */
    record Line(List<double[]> points) implements Normalise {
        @Override
        public String sql(Figure f, Statistics statistics) {
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
        public boolean directed() {
            return false;
        }
    }

    /** {@code full - points * x}, not below nought. */
    record Deduct(double points) implements Normalise {

        public Deduct {
            if (points <= 0) {
                throw new IllegalArgumentException("deduct " + points + " each: must be above 0");
            }
        }

        @Override
        public String sql(Figure f, Statistics statistics) {
            return clipped(number(f.full()) + " - " + number(points) + " * " + f.column(), 0, f.full());
        }

        @Override
        public boolean directed() {
            return false;
        }
    }

    /** The value is the score. */
    record AsIs() implements Normalise {
        @Override
        public String sql(Figure f, Statistics statistics) {
            return f.column();
        }

        @Override
        public boolean directed() {
            return false;
        }
    }

    /** Reads it as it is written in a scheme. */
    static Normalise parse(String text) {
        var words = new Words(text);
        if (words.take("goalposts")) {
            var range = words.range();
            return words.end(new Goalposts(range[0], range[1], Transform.take(words), !words.take("unclipped")));
        }
        if (words.take("min-max")) {
            return words.end(new MinMax(over(words), Transform.take(words)));
        }
        if (words.take("z-score")) {
            var on = Transform.take(words);
            return words.end(
                    words.isEmpty()
                            ? new ZScore(0, 1, on)
                            : new ZScore(words.number("mean"), words.number("deviation"), on));
        }
        if (words.take("percentile rank")) {
            return words.end(new PercentileRank());
        }
        if (words.take("borda")) {
            return words.end(new Borda());
        }
        if (words.take("target")) {
            double target = words.number("target");
            return words.end(new Target(target, words.take("from") ? words.number("start") : null));
        }
        if (words.take("steps")) {
            return words.end(new Steps(words.points()));
        }
        if (words.take("line")) {
            return words.end(new Line(words.points()));
        }
        if (words.take("deduct")) {
            double points = words.number("points");
            words.take("each");
            return words.end(new Deduct(points));
        }
        if (words.take("as is")) {
            return words.end(new AsIs());
        }
        throw words.unknown("way to normalise", WAYS);
    }

    private static Over over(Words words) {
        if (words.take("of")) {
            for (var over : Over.values()) {
                if (words.take(over.words())) {
                    return over;
                }
            }
            throw new IllegalArgumentException("min-max of what? expected one of "
                    + Arrays.stream(Over.values()).map(Over::words).collect(Collectors.joining(", ")));
        }
        return Over.GROUP;
    }

    private static String surpassed(Figure f) {
        var counts = "(left_out is null and " + f.column() + " is not null)";
        return "case when " + counts + " then rank() over (" + Over.GROUP.partition() + ", " + counts + " order by "
                + f.column() + (f.higher() ? "" : " desc") + ") - 1 end";
    }

    /** Null stays null, which the engine's greatest() and least() would not do. */
    private static String clipped(String x, double low, double high) {
        return "(case when " + x + " < " + number(low) + " then " + number(low) + " when " + x + " > " + number(high)
                + " then " + number(high) + " else " + x + " end)";
    }
}
