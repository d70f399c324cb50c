package org.tongbao.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Run;
import org.tongbao.score.compile.Columns;
import org.tongbao.score.compile.Compilation;
import org.tongbao.score.compile.FigureSource;
import org.tongbao.score.method.Aggregate;
import org.tongbao.score.method.Statistics;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.score.scheme.Scheme.Branch;
import org.tongbao.score.scheme.Scheme.Gauge;
import org.tongbao.score.scheme.Scheme.Leaf;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.Subjects;

/**
 * Tries other values of a subject's figures, one figure at a time, from its value to the best: all trials are rows beside
 * the group's own and scored in one go. The group's statistics stay those of the run, and the others' scores too.
 */
final class WhatIfSearch {

    /** How many values are tried between a figure's value and the best, and again in the gap that is found. */
    private static final int STEPS = 128;

    private final Session session;
    private final Run run;
    private final Scheme scheme;
    private final Map<String, Gauge> gauges;
    private final Subjects.Kind kind;
    private final Columns columns;

    WhatIfSearch(Session session, Run run, Scheme scheme, Map<String, Gauge> gauges, Subjects.Kind kind) {
        this.session = session;
        this.run = run;
        this.scheme = scheme;
        this.gauges = gauges;
        this.kind = kind;
        this.columns = new Columns(scheme);
    }

    /**
     * A figure between its value and the best.
     *
     * @param factor value = factor * cases; null if the figure does not count whole cases
     */
    private record ValueRange(
            Leaf leaf, double value, double best, @Nullable Double factor) {

        /** Values on the range, nearest first. */
        List<Double> values(double from, double to) {
            if (factor == null) {
                return IntStream.rangeClosed(1, STEPS)
                        .mapToObj(i -> from + (to - from) * i / STEPS)
                        .toList();
            }
            double first = Math.rint(from / factor);
            // Rounded towards the start: a best value between two cases is not reached.
            double last = to > from ? Math.floor(to / factor + 1e-9) : Math.ceil(to / factor - 1e-9);
            long cases = (long) Math.abs(last - first);
            long steps = Math.min(cases, STEPS);
            var values = new ArrayList<Double>();
            for (long i = 1; i <= steps; i++) {
                values.add(factor * (first + Math.signum(last - first) * Math.ceil((double) cases * i / steps)));
            }
            return values;
        }

        boolean isWithin(double gap) {
            return factor != null && gap <= factor * 1.5;
        }
    }

    /** The outcome of trying the values of a range. */
    private record Tried(
            @Nullable Double before,
            @Nullable Double needed,
            @Nullable Double score) {}

    List<WhatIf> toOvertake(String subject, UnaryOperator<String> overtakes) {
        session.execute("create or replace temp table what_if as "
                + new FigureSource.Observed(scheme, run, kind).sql(columns.indicators(), columns.counted()));
        var ranges = ranges(subject);
        var first = new LinkedHashMap<ValueRange, List<Double>>();
        ranges.forEach(range -> first.put(range, range.values(range.value(), range.best())));
        var coarse = tryOut(subject, first, overtakes);
        var second = new LinkedHashMap<ValueRange, List<Double>>();
        coarse.forEach((range, tried) -> {
            if (tried.needed() != null
                    && tried.before() != null
                    && !range.isWithin(Math.abs(tried.needed() - tried.before()))) {
                second.put(range, range.values(tried.before(), tried.needed()));
            }
        });
        var fine = tryOut(subject, second, overtakes);
        return ranges.stream()
                .map(range -> {
                    var tried = fine.getOrDefault(range, coarse.getOrDefault(range, new Tried(null, null, null)));
                    var needed = tried.needed();
                    var factor = range.factor();
                    return new WhatIf(
                            range.leaf().indicator(),
                            range.value(),
                            needed,
                            needed == null || factor == null ? null : Math.rint((needed - range.value()) / factor),
                            tried.score());
                })
                .toList();
    }

    private List<ValueRange> ranges(String subject) {
        var own = session.sql("select * from what_if where run = :run and subject = :subject")
                .param("run", run.number())
                .param("subject", subject)
                .first();
        if (own.isEmpty()) {
            return List.of();
        }
        var counted = new LinkedHashMap<String, Row>();
        session
                .sql("select * from observation where subject_kind = :kind and subject = :subject")
                .param("kind", kind.name())
                .param("subject", subject)
                .stream(row -> counted.put(row.text("indicator"), row));
        var ranges = new ArrayList<ValueRange>();
        collect(scheme.root(), own.get(), counted, ranges);
        return ranges;
    }

    private void collect(Branch branch, Row own, Map<String, Row> counted, List<ValueRange> ranges) {
        for (var child : branch.children()) {
            if (child instanceof Branch inner) {
                collect(inner, own, counted, ranges);
            } else if (child instanceof Leaf leaf) {
                // An indicator that stands in two places is tried once, in both.
                if (ranges.stream().noneMatch(range -> range.leaf().indicator().equals(leaf.indicator()))) {
                    range(branch, leaf, own, Optional.ofNullable(counted.get(leaf.indicator())))
                            .ifPresent(ranges::add);
                }
            }
        }
    }

    private Optional<ValueRange> range(Branch parent, Leaf leaf, Row own, Optional<Row> counted) {
        var value = own.optionalNumber(columns.raw(leaf));
        var units = units(leaf, own);
        if (value.isEmpty() || units.isEmpty()) {
            return Optional.empty();
        }
        var numerator = counted.flatMap(row -> row.optionalNumber("numerator"));
        var denominator = counted.flatMap(row -> row.optionalNumber("denominator"));
        double factor = gauge(leaf).factor() / denominator.orElse(1.0);
        boolean whole = numerator.filter(n -> n == Math.rint(n)).isPresent()
                && (denominator.isEmpty() || denominator.get() == Math.rint(denominator.get()))
                && (denominator.isEmpty() || denominator.get() > 0);
        boolean part = denominator.isPresent()
                && numerator.filter(n -> n <= denominator.get()).isPresent();
        if (part
                && leaf.divisor() == null
                && leaf.normalise().directed()
                && parent.aggregate() != Aggregate.DEDUCTION) {
            // Small samples count for less than they are: full marks may lie beyond the value that earns them.
            return Optional.of(
                    new ValueRange(leaf, value.get(), higher(leaf) ? gauge(leaf).factor() : 0, whole ? factor : null));
        }
        var best = best(parent, leaf, own);
        if (best.isEmpty()) {
            return Optional.empty();
        }
        double reachable = best.getAsDouble() * units.getAsDouble();
        return Optional.of(new ValueRange(leaf, value.get(), reachable, whole ? factor : null));
    }

    /** How many units a value is divided by; empty if there are none. */
    private OptionalDouble units(Leaf leaf, Row own) {
        var divisor = leaf.divisor();
        if (divisor == null) {
            return OptionalDouble.of(1);
        }
        var units = own.optionalNumber(columns.raw(divisor.indicator())).orElse(0.0) / divisor.units();
        return units == 0 ? OptionalDouble.empty() : OptionalDouble.of(units);
    }

    /** The value per unit with full marks, or the best in the group. */
    private OptionalDouble best(Branch parent, Leaf leaf, Row own) {
        if (parent.aggregate() == Aggregate.DEDUCTION) {
            return OptionalDouble.of(0);
        }
        boolean higher = higher(leaf);
        var known = leaf.normalise().best(higher, scheme.full());
        if (known.isPresent()) {
            return known;
        }
        var divisor = leaf.divisor();
        var value = columns.raw(leaf)
                + (divisor == null
                        ? ""
                        : " / nullif(" + columns.raw(divisor.indicator()) + " / " + Sql.number(divisor.units())
                                + ", 0)");
        return session.sql("select " + (higher ? "max(" : "min(") + value
                        + ") as best from what_if where counts and grp = :group")
                .param("group", own.text("grp"))
                .one()
                .optionalNumber("best")
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    private Map<ValueRange, Tried> tryOut(
            String subject, Map<ValueRange, List<Double>> values, UnaryOperator<String> overtakes) {
        var outcome = new LinkedHashMap<ValueRange, Tried>();
        if (values.values().stream().allMatch(List::isEmpty)) {
            return outcome;
        }
        session.execute("create or replace temp table what_if_trial (trial bigint, leaf integer, value double)");
        var ranges = List.copyOf(values.keySet());
        try (var rows = session.temporaryAppender("what_if_trial")) {
            for (int w = 0; w < ranges.size(); w++) {
                var tried = values.getOrDefault(ranges.get(w), List.of());
                for (int i = 0; i < tried.size(); i++) {
                    rows.row(
                            (long) w * (STEPS + 1) + i,
                            columns.indicators().indexOf(ranges.get(w).leaf().indicator()),
                            tried.get(i));
                }
            }
        }
        new Compilation(scheme, gauges, true)
                .statements(new FigureSource.Wide(trials(subject), "not counts"))
                .forEach(session::execute);
        var scores = new LinkedHashMap<Long, Row>();
        session.query("select cast(subject as bigint) as trial, score, coalesce(" + overtakes.apply("score")
                        + ", false) as enough from " + Compilation.TABLE + " order by 1")
                .forEach(row -> scores.put(row.whole("trial"), row));
        for (int w = 0; w < ranges.size(); w++) {
            var tried = values.getOrDefault(ranges.get(w), List.of());
            outcome.put(ranges.get(w), firstEnough(ranges.get(w).value(), tried, (long) w * (STEPS + 1), scores));
        }
        return outcome;
    }

    private static Tried firstEnough(double start, List<Double> values, long trial, Map<Long, Row> scores) {
        double before = start;
        @Nullable Double score = null;
        for (int i = 0; i < values.size(); i++) {
            var row = scores.get(trial + i);
            if (row == null) {
                throw new IllegalStateException("trial " + (trial + i) + " was not scored");
            }
            score = row.optionalNumber("score").orElse(null);
            if (row.flag("enough")) {
                return new Tried(before, values.get(i), score);
            }
            before = values.get(i);
        }
        return new Tried(null, null, score);
    }

    /** The rows of the run, which others are compared with, and for each trial the subject's row with one value changed. */
    private String trials(String subject) {
        var names = columns.indicators();
        var tried = IntStream.range(0, names.size())
                .mapToObj(i -> {
                    var value = "case when t.leaf = %1$d then t.value else w.r%1$d end as r%1$d".formatted(i);
                    return columns.counted().contains(names.get(i))
                            ? value
                                    + ", case when t.leaf = %1$d then t.value * w.den%1$d / %2$s else w.num%1$d end as num%1$d, w.den%1$d"
                                            .formatted(i, Sql.number(factor(names.get(i))))
                            : value;
                })
                .collect(Collectors.joining(", "));
        var own = IntStream.range(0, names.size())
                .mapToObj(i ->
                        columns.counted().contains(names.get(i)) ? "r%1$d, num%1$d, den%1$d".formatted(i) : "r" + i)
                .collect(Collectors.joining(", "));
        var likes = scheme.likes().stream()
                .map(like -> Statistics.likesColumn(like) + ", ")
                .collect(Collectors.joining());
        return "select run, turn, subject as who, subject, grp, " + likes + "left_out, counts, " + own
                + " from what_if where counts\nunion all\n"
                + "select w.run, w.turn, w.subject, cast(t.trial as varchar), w.grp, " + likes + "w.left_out, false, "
                + tried
                + " from what_if as w cross join what_if_trial as t where w.run = " + run.number() + " and w.subject = "
                + Sql.text(subject);
    }

    private double factor(String indicator) {
        return gauges.getOrDefault(indicator, new Gauge(indicator, true, 1)).factor();
    }

    private boolean higher(Leaf leaf) {
        return Optional.ofNullable(leaf.better()).orElse(gauge(leaf).higherIsBetter());
    }

    private Gauge gauge(Leaf leaf) {
        return gauges.getOrDefault(leaf.indicator(), new Gauge(leaf.indicator(), true, 1));
    }
}
