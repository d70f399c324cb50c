package org.tongbao.score.scheme;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tongbao.score.method.Aggregate;
import org.tongbao.score.method.Condition;
import org.tongbao.score.method.Normalise;
import org.tongbao.score.method.Range;
import org.tongbao.score.scheme.Scheme.Branch;
import org.tongbao.score.scheme.Scheme.Conditional;
import org.tongbao.score.scheme.Scheme.GradeLimit;
import org.tongbao.score.scheme.Scheme.Leaf;
import org.tongbao.score.scheme.Scheme.Limit;
import org.tongbao.score.scheme.Scheme.Node;
import org.tongbao.score.scheme.Scheme.Requirement;
import org.tongbao.spec.Problems;

/**
 * Whether a scheme is sound by itself, whatever the data: what it says can be read, and would not do what it seems to. Rests
 * on the range of points that every node can have.
 */
final class SchemeCheck {

    /** Sums within so much of a round one are meant to be it. */
    private static final double NEAR = 0.2;

    private static final double EXACT = 1e-9;

    private final Scheme scheme;
    private final double full;
    private final Problems problems;
    private final Map<String, Range> ranges = new LinkedHashMap<>();

    SchemeCheck(Scheme scheme, Problems problems) {
        this.scheme = scheme;
        this.full = scheme.full();
        this.problems = problems;
    }

    void examine() {
        range(scheme.root());
        branches(scheme.root());
        scheme.uncertainty().alternatives().stream()
                .filter(way -> !way.isDeclared())
                .forEach(way -> drawn(scheme.uncertainty().with(scheme, way).root()));
        limits(scheme.caps(), "cap", (one, other) -> one.limit() <= other.limit());
        limits(scheme.floors(), "floor", (one, other) -> one.limit() >= other.limit());
        gradeLimits();
        scheme.requirements().forEach(this::requirement);
    }

    private void branches(Branch branch) {
        weights(branch);
        means(branch);
        for (var child : branch.children()) {
            if (child instanceof Branch inner) {
                branches(inner);
            } else if (child instanceof Leaf leaf) {
                leaf(leaf);
            }
        }
    }

    private void leaf(Leaf leaf) {
        var range = leaf.normalise().range(full);
        if (range.isBounded()
                && range.high() > full + EXACT
                && !(leaf.normalise() instanceof Normalise.PiecewiseLinear)
                && !(leaf.normalise() instanceof Normalise.StepFunction)) {
            problems.add(
                    leaf.at(),
                    "'" + leaf.name() + "' gets up to " + plain(range.high()) + " points, and full marks are "
                            + plain(full) + "; write a range up to " + plain(full) + ", or change 'full-marks'");
        }
        if (leaf.outliers().movesScale() && leaf.normalise().mixesGroups()) {
            problems.add(
                    leaf.at(),
                    "'" + leaf.name()
                            + "': each group goes to the logarithmic scale or not by itself, and here groups are compared;"
                            + " use 'winsorise', or compare within the group");
        }
    }

    /** Weights that look like shares of 100, of 1 or of the branch's own weight, and are not. */
    private void weights(Branch branch) {
        var children = branch.children();
        if (!branch.aggregate().isMean() || children.size() < 2) {
            return;
        }
        double sum = sum(branch);
        boolean own = isOwn(branch, sum);
        double most = children.stream().mapToDouble(Node::weight).max().orElse(0);
        if (own || is(sum, 100) || is(sum, 1)) {
            return;
        }
        Optional<Double> meant = most < 100 && isNear(sum, 100)
                ? Optional.of(100.0)
                : most < 1 && isNear(sum, 1)
                        ? Optional.of(1.0)
                        : addsUpToOwn(scheme.root()) && !isRoot(branch) && isNear(sum, branch.weight())
                                ? Optional.of(branch.weight())
                                : Optional.empty();
        meant.ifPresent(total -> problems.add(
                branch.at(),
                "the weights in '" + branch.name() + "' add up to " + plain(sum) + " ("
                        + children.stream().map(child -> plain(child.weight())).collect(Collectors.joining(" + "))
                        + "), not to " + plain(total)
                        + (is(total, branch.weight()) && !is(total, 100) && !is(total, 1) ? ", the branch's own" : "")
                        + "; mend one, or write plain proportions such as 3 and 1"));
    }

    /** Whether some branch's weights add up to its own: then points are written, not shares. */
    private static boolean addsUpToOwn(Branch branch) {
        return branch.children().stream()
                .anyMatch(child -> child instanceof Branch inner
                        && ((inner.children().size() > 1 && isOwn(inner, sum(inner))) || addsUpToOwn(inner)));
    }

    private static boolean isOwn(Branch branch, double sum) {
        return !isRoot(branch) && branch.weight() > 1 && is(sum, branch.weight());
    }

    private static boolean isRoot(Branch branch) {
        return branch.name().equals(Scheme.SCORE);
    }

    private static double sum(Branch branch) {
        return branch.children().stream()
                .mapToDouble(node -> Math.abs(node.weight()))
                .sum();
    }

    private static boolean is(double number, double other) {
        return Math.abs(number - other) <= EXACT * Math.max(1, Math.abs(other));
    }

    private static boolean isNear(double number, double other) {
        return Math.abs(number - other) <= NEAR * other + EXACT;
    }

    /** Means that are made for numbers above 0, over points that can be others. */
    private void means(Branch branch) {
        for (var child : branch.children()) {
            var range = range(child);
            boolean product = branch.aggregate() == Aggregate.PRODUCT;
            // What somebody takes as a score already is one, if they say that 0 is meant.
            boolean meant = branch.orZero() && child instanceof Leaf leaf && leaf.normalise() instanceof Normalise.AsIs;
            if ((product || branch.aggregate().needsPositive()) && range.low() < 0 && !meant) {
                refuse(
                        branch,
                        child,
                        "can be below 0",
                        product ? "two such points would make a good one" : "it would count as 0");
            } else if (branch.aggregate().needsPositive() && !branch.orZero() && range.low() <= 0) {
                refuse(
                        branch,
                        child,
                        "can be 0",
                        "one alone would take everything; if that is meant, write '"
                                + branch.aggregate().word() + " or 0'");
            }
        }
    }

    private void refuse(Branch branch, Node child, String what, String why) {
        problems.add(
                child.at(),
                "'" + child.name() + "' " + what + ", and '" + branch.name() + "' is a "
                        + branch.aggregate().word() + ": " + why
                        + instead(child).map(other -> "; or " + other).orElse(""));
    }

    /** How else a child could be written, so that its points are above 0. */
    private Optional<String> instead(Node child) {
        if (!(child instanceof Leaf leaf)) {
            return Optional.of("mend the points in '" + child.name() + "'");
        }
        if (leaf.missing().isZero() && leaf.normalise().range(full).low() > 0) {
            return Optional.of("let missing values count otherwise than 0: 'missing: worst'");
        }
        return leaf.normalise().positive(full).map(way -> "normalise it so that all points are above 0: '" + way + "'");
    }

    /** A mean that is drawn in the place of the declared one may meet points of 0, but none below. */
    private void drawn(Branch branch) {
        for (var child : branch.children()) {
            if (branch.aggregate().needsPositive()
                    && range(child, new LinkedHashMap<>()).low() < 0) {
                problems.add(
                        scheme.uncertainty().at(),
                        "'" + child.name() + "' can be below 0 in a draw where '" + branch.name() + "' is a "
                                + branch.aggregate().word() + "; draw from ways that stay above 0");
            }
            if (child instanceof Branch inner) {
                drawn(inner);
            }
        }
    }

    private Range range(Node node) {
        return range(node, ranges);
    }

    private Range range(Node node, Map<String, Range> known) {
        var found = known.get(node.name());
        if (found == null) {
            found = node instanceof Branch branch
                    ? branch.aggregate()
                            .range(
                                    branch.children().stream()
                                            .map(child -> new Aggregate.Part(range(child, known), child.weight()))
                                            .toList(),
                                    full)
                    : points((Leaf) node);
            known.put(node.name(), found);
        }
        return found;
    }

    private Range points(Leaf leaf) {
        var range = leaf.normalise().range(full);
        return leaf.missing().isZero() ? range.or(new Range(0, 0)) : range;
    }

    /** Limits of the score that change nothing. */
    private void limits(List<Limit> limits, String kind, BiPredicate<Limit, Limit> stronger) {
        boolean cap = kind.equals("cap");
        var score = range(scheme.root());
        var sound =
                limits.stream().filter(limit -> limit.limit() <= full + EXACT).toList();
        for (var limit : limits) {
            var what = "the " + kind + " at " + plain(limit.limit());
            if (limit.limit() > full + EXACT) {
                problems.add(limit.at(), what + " is above full marks (" + plain(full) + "); write one up to these");
            } else if (cap ? limit.limit() >= score.high() : limit.limit() <= score.low()) {
                problems.add(
                        limit.at(),
                        what + " can never bind: no score is " + (cap ? "above " : "below ")
                                + plain(cap ? score.high() : score.low()) + "; write " + (cap ? "a lower" : "a higher")
                                + " one, or leave it out");
            } else {
                overruled(limit, sound, what, stronger, Limit::because);
            }
        }
    }

    private void gradeLimits() {
        for (var limit : scheme.gradeLimits()) {
            var what = "the limit at '" + limit.grade() + "'";
            if (limit.place() == 0) {
                problems.add(
                        limit.at(),
                        what
                                + " can never bind: it is the best grade there is; name the best one that is still possible");
            } else if (limit.place() > 0) {
                overruled(
                        limit,
                        scheme.gradeLimits(),
                        what,
                        (one, other) -> one.place() >= other.place(),
                        GradeLimit::because);
            }
        }
    }

    /** What nobody can meet leaves nobody to rank. */
    private void requirement(Requirement requirement) {
        if (!requirement.when().canHold(name -> ranges.getOrDefault(name, Range.ANY))) {
            problems.add(
                    requirement.at(),
                    "nobody can meet what is required: its condition never holds" + lying(requirement.when())
                            + "; mend it, or leave it out");
        }
    }

    /** Where the points lie that a condition asks for. */
    private String lying(Condition condition) {
        return condition.names().stream()
                .filter(ranges::containsKey)
                .filter(name -> Objects.requireNonNull(ranges.get(name)).isBounded())
                .map(name -> "; '" + name + "' lies in " + plain(range(name).low()) + ".."
                        + plain(range(name).high()))
                .collect(Collectors.joining());
    }

    /** A limit whose condition never holds, or only where another one is at least as strong and was there first. */
    private <T extends Conditional> void overruled(
            T limit, List<T> all, String what, BiPredicate<T, T> stronger, Function<T, String> because) {
        if (!limit.when().canHold(name -> ranges.getOrDefault(name, Range.ANY))) {
            problems.add(limit.at(), what + " can never bind: its condition never holds" + lying(limit.when()));
            return;
        }
        all.stream()
                .filter(other -> other != limit && stronger.test(other, limit))
                .filter(other -> !stronger.test(limit, other) || all.indexOf(other) < all.indexOf(limit))
                .filter(other -> limit.when().implies(other.when()))
                .findFirst()
                .ifPresent(other -> problems.add(
                        limit.at(),
                        what + " can never bind: wherever it holds, the one for '" + because.apply(other) + "' (line "
                                + other.at().line() + ") holds, too, and is stronger; change one of them"));
    }

    private Range range(String node) {
        return ranges.getOrDefault(node, Range.ANY);
    }

    private static String plain(double number) {
        return Double.isFinite(number)
                ? BigDecimal.valueOf(number)
                        .round(new MathContext(12))
                        .stripTrailingZeros()
                        .toPlainString()
                : String.valueOf(number);
    }
}
