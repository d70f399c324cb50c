package org.tongbao.score.scheme;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.score.method.Aggregate;
import org.tongbao.score.method.Condition;
import org.tongbao.score.method.Divisor;
import org.tongbao.score.method.Missing;
import org.tongbao.score.method.Normalise;
import org.tongbao.score.method.Outliers;
import org.tongbao.score.method.SmallSamples;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;

/**
 * The declared way from indicators to a score: {@code jobs/rulebook/schemes/NAME.yaml}.
 *
 * @param name its name in jobs and tables
 * @param version counts up with each change
 * @param from the first day it holds, or null if it has always held
 * @param until the last day it holds, or null if no end is set
 * @param subject kind of subject
 * @param basis clauses it rests on
 * @param full full marks, the upper end of the scale; the lower is 0
 * @param root the tree, whose top is called {@code score}
 * @param caps upper limits of the score, in file order; a cap is stronger than a floor
 * @param floors lower limits of the score, in file order
 * @param gradeLimits the best grades possible, in file order
 * @param requirements what must hold for a subject to get a score at all, in file order
 * @param size the indicator that tells how large a subject is, or null; figures that only follow it are warned of
 * @param outcome the indicator that counts what a good score should keep away, or null; it is no part of the score
 * @param compared ways to derive weights from the data that are computed and shown, and never applied
 * @param atLeastPresent least share of the indicators' weight that must have a value, 0..1
 * @param among SQL condition over the subject's table: who belongs to the group; or null for all
 * @param leftOut SQL expression over the subject's table: why somebody gets no score; or null
 * @param within column of the subject's table that parts the subjects into groups; or null
 * @param uncertainty what could as well have been decided otherwise
 * @param at where it is declared
 */
public record Scheme(
        String name,
        String title,
        int version,
        @Nullable LocalDate from,
        @Nullable LocalDate until,
        String subject,
        List<String> basis,
        double full,
        Branch root,
        List<Limit> caps,
        List<Limit> floors,
        List<GradeLimit> gradeLimits,
        List<Requirement> requirements,
        @Nullable String size,
        @Nullable String outcome,
        List<DerivedWeights> compared,
        double atLeastPresent,
        @Nullable String among,
        @Nullable String leftOut,
        @Nullable String within,
        Uncertainty uncertainty,
        Location at) {

    /** Name of the root, and of the score wherever it is printed. */
    public static final String SCORE = "score";

    /** Name of the node that takes off what a cap cuts. */
    public static final String CAP = "cap";

    /** Name of the node that gives what a floor adds. */
    public static final String FLOOR = "floor";

    /** Name of the node that says which grade is the best possible; its raw value counts grades from 0, the best. */
    public static final String GRADE_LIMIT = "grade-limit";

    /** The product's own names of nodes. */
    static final Set<String> OWN = Set.of(SCORE, CAP, FLOOR, GRADE_LIMIT);

    public Scheme {
        if (from != null && until != null && until.isBefore(from)) {
            throw new IllegalArgumentException("'until' (" + until + ") is before 'from' (" + from + ")");
        }
        basis = List.copyOf(basis);
        caps = List.copyOf(caps);
        floors = List.copyOf(floors);
        gradeLimits = List.copyOf(gradeLimits);
        requirements = List.copyOf(requirements);
        compared = List.copyOf(compared);
    }

    /** A node of the tree. */
    public sealed interface Node {
        String name();

        /** As declared; a share of the level's weights unless the branch takes points. */
        double weight();

        Location at();
    }

    /**
     * A node with children.
     *
     * @param orZero whether it is meant that a child without points leaves the branch without, where its mean is of such a
     *     kind
     */
    public record Branch(
            String name,
            double weight,
            Aggregate aggregate,
            boolean orZero,
            double atLeastPresent,
            List<Node> children,
            Location at)
            implements Node {

        public Branch {
            children = List.copyOf(children);
        }
    }

    /**
     * An indicator in its place; one indicator can stand in several.
     *
     * @param name of the node, which is the indicator's unless it stands elsewhere, too
     * @param better whether higher is better, or null where the indicator itself says so
     * @param divisor what the value is divided by, or null
     */
    public record Leaf(
            String name,
            String indicator,
            double weight,
            Normalise normalise,
            @Nullable Boolean better,
            Missing missing,
            SmallSamples smallSamples,
            @Nullable Divisor divisor,
            Outliers outliers,
            Location at)
            implements Node {

        /** The indicators that it reads: its own, and the one that it is divided by. */
        public List<String> indicators() {
            return divisor == null ? List.of(indicator) : List.of(indicator, divisor.indicator());
        }
    }

    /** What holds under a condition. */
    public sealed interface Conditional {
        Condition when();

        Location at();
    }

    /** An upper or lower limit of the score under a condition. */
    public record Limit(Condition when, double limit, String because, Location at) implements Conditional {}

    /**
     * The best grade possible under a condition.
     *
     * @param grade its name
     * @param place how many grades are better
     */
    public record GradeLimit(Condition when, String grade, int place, String because, Location at)
            implements Conditional {}

    /**
     * What must hold for a subject to get a score and a place.
     *
     * @param otherwise why it gets none where it does not hold
     */
    public record Requirement(Condition when, String otherwise, Location at) implements Conditional {}

    /**
     * What a scheme must know of an indicator.
     *
     * @param title as a bulletin prints it
     * @param higherIsBetter its direction where the scheme names none
     * @param factor value = factor * numerator / denominator; 100 for percentages
     */
    public record Gauge(String title, boolean higherIsBetter, double factor) {}

    /** Reads {@code schemes/NAME.yaml}. */
    public static Optional<Scheme> read(Block block) {
        return block.as(SchemeReader::read);
    }

    /**
     * The same without some indicators, without the branches that they leave empty and the limits that can't be asked any more;
     * the weights of the rest are shares of what is left. Empty if nothing is left.
     */
    public Optional<Scheme> without(Set<String> indicators) {
        if (indicators().stream().noneMatch(indicators::contains)
                && (outcome == null || !indicators.contains(outcome))) {
            return Optional.of(this);
        }
        return without(root, indicators).map(rest -> {
            var left = new LinkedHashSet<>(indicators());
            left.removeAll(indicators);
            branches(rest, left);
            var emptied = new LinkedHashSet<String>();
            branches(root, emptied);
            emptied.removeAll(left);
            Predicate<Conditional> asked =
                    limit -> limit.when().names().stream().anyMatch(left::contains)
                            && limit.when().names().stream().noneMatch(emptied::contains);
            return new Scheme(
                    name,
                    title,
                    version,
                    from,
                    until,
                    subject,
                    basis,
                    full,
                    rest,
                    caps.stream().filter(asked).toList(),
                    floors.stream().filter(asked).toList(),
                    gradeLimits.stream().filter(asked).toList(),
                    requirements.stream().filter(asked).toList(),
                    size == null || indicators.contains(size) ? null : size,
                    outcome == null || indicators.contains(outcome) ? null : outcome,
                    compared,
                    atLeastPresent,
                    among,
                    leftOut,
                    within,
                    uncertainty,
                    at);
        });
    }

    private static Optional<Branch> without(Branch branch, Set<String> indicators) {
        var rest = new ArrayList<Node>();
        for (var child : branch.children()) {
            if (child instanceof Branch inner) {
                without(inner, indicators).ifPresent(rest::add);
            } else if (child instanceof Leaf leaf && leaf.indicators().stream().noneMatch(indicators::contains)) {
                rest.add(leaf);
            }
        }
        return rest.isEmpty()
                ? Optional.empty()
                : Optional.of(new Branch(
                        branch.name(),
                        branch.weight(),
                        branch.aggregate(),
                        branch.orZero(),
                        branch.atLeastPresent(),
                        rest,
                        branch.at()));
    }

    /** The names of all nodes below the root. */
    public Set<String> nodes() {
        var names = new LinkedHashSet<String>();
        branches(root, names);
        leaves().forEach(leaf -> names.add(leaf.name()));
        return names;
    }

    /** The same with another tree. */
    Scheme with(Branch other) {
        return with(other, leftOut);
    }

    /** The same where somebody else gets no score, too; their own reasons come first. */
    public Scheme leavingOut(String reason) {
        return with(root, leftOut == null ? reason : "coalesce(cast((" + leftOut + ") as varchar), " + reason + ")");
    }

    private Scheme with(Branch tree, @Nullable String without) {
        return new Scheme(
                name,
                title,
                version,
                from,
                until,
                subject,
                basis,
                full,
                tree,
                caps,
                floors,
                gradeLimits,
                requirements,
                size,
                outcome,
                compared,
                atLeastPresent,
                among,
                without,
                within,
                uncertainty,
                at);
    }

    /** The share that each node has of the whole score by the declared weights, 0..1, in the order of the tree. */
    public Map<String, Double> shares() {
        var shares = new LinkedHashMap<String, Double>();
        share(root, 1, shares);
        return shares;
    }

    private static void share(Branch branch, double whole, Map<String, Double> shares) {
        double sum = branch.children().stream()
                .mapToDouble(node -> Math.abs(node.weight()))
                .sum();
        for (var child : branch.children()) {
            double share = whole * Math.abs(child.weight()) / sum;
            shares.put(child.name(), share);
            if (child instanceof Branch inner) {
                share(inner, share, shares);
            }
        }
    }

    /** Whether it holds on a day; a period is scored by what holds on its first day. */
    public boolean holdsOn(LocalDate day) {
        return (from == null || !day.isBefore(from)) && (until == null || !day.isAfter(until));
    }

    /** The indicators of the tree, in its order. */
    public List<Leaf> leaves() {
        var leaves = new ArrayList<Leaf>();
        collect(root, leaves);
        return leaves;
    }

    /** Every indicator it reads: those of the tree, then those that only limits, requirements, denominators and the size ask for. */
    public Set<String> indicators() {
        var branches = new LinkedHashSet<String>();
        branches(root, branches);
        var names = new LinkedHashSet<String>();
        leaves().forEach(leaf -> names.add(leaf.indicator()));
        conditionals().forEach(limit -> limit.when().names().stream()
                .filter(name -> !branches.contains(name))
                .forEach(names::add));
        leaves().forEach(leaf ->
                Optional.ofNullable(leaf.divisor()).map(Divisor::indicator).ifPresent(names::add));
        Optional.ofNullable(size).ifPresent(names::add);
        return names;
    }

    private List<Conditional> conditionals() {
        return Stream.of(caps, floors, gradeLimits, requirements)
                .<Conditional>flatMap(List::stream)
                .toList();
    }

    /** What the conditions of limits and requirements ask for: indicators and branches. */
    public Set<String> limitNames() {
        var names = new LinkedHashSet<String>();
        conditionals().forEach(limit -> names.addAll(limit.when().names()));
        return names;
    }

    /** Notes every indicator that does not exist, and every one whose direction would be lost. */
    public void verify(Map<String, Gauge> gauges, Problems problems) {
        verify(root, gauges, problems);
        var known = new LinkedHashSet<>(gauges.keySet());
        branches(root, known);
        for (var limit : conditionals()) {
            limit.when().names().stream()
                    .filter(name -> !known.contains(name))
                    .forEach(name -> problems.addAbsent(limit.at(), "indicator or branch", name, known));
        }
        if (size != null && !gauges.containsKey(size)) {
            problems.addAbsent(at, "indicator for the size", size, gauges.keySet());
        }
        if (outcome != null && !gauges.containsKey(outcome)) {
            problems.addAbsent(at, "indicator for the outcome", outcome, gauges.keySet());
        }
    }

    private void verify(Branch branch, Map<String, Gauge> gauges, Problems problems) {
        for (var child : branch.children()) {
            if (child instanceof Branch inner) {
                verify(inner, gauges, problems);
            } else if (child instanceof Leaf leaf) {
                var gauge = gauges.get(leaf.indicator());
                var divisor = leaf.divisor();
                if (divisor != null && !gauges.containsKey(divisor.indicator())) {
                    problems.addAbsent(leaf.at(), "indicator to divide by", divisor.indicator(), gauges.keySet());
                }
                if (!leaf.name().equals(leaf.indicator()) && gauges.containsKey(leaf.name())) {
                    problems.add(
                            leaf.at(),
                            "'" + leaf.name() + "' is an indicator itself; call this place of '" + leaf.indicator()
                                    + "' otherwise");
                }
                if (gauge == null) {
                    problems.addAbsent(leaf.at(), "indicator", leaf.indicator(), gauges.keySet());
                } else if (leaf.normalise() instanceof Normalise.AsIs
                        && leaf.better() == null
                        && !gauge.higherIsBetter()
                        && branch.aggregate() != Aggregate.DEDUCTION) {
                    problems.add(
                            leaf.at(),
                            "'" + leaf.indicator() + "' is better when lower, and 'as is' would reward high values;"
                                    + " normalise it, or write 'better: higher'");
                }
            }
        }
    }

    public boolean needsHistory() {
        return leaves().stream().anyMatch(leaf -> leaf.normalise().needsHistory());
    }

    /** The columns of the subject's table by which missing points are filled in, also in ways that can be drawn. */
    public Set<String> likes() {
        var likes = new TreeSet<String>();
        Stream.concat(leaves().stream().map(Leaf::missing), uncertainty.missing().stream())
                .flatMap(missing -> Stream.ofNullable(missing.like()))
                .forEach(likes::add);
        return likes;
    }

    /** Notes indicators that are compared with later periods, too. */
    public void refusePanel(Problems problems) {
        leaves().stream()
                .filter(leaf -> leaf.normalise().needsPanel())
                .forEach(leaf -> problems.add(
                        leaf.at(),
                        "'of the panel' counts later periods, too, which no run knows; write 'of all periods'"));
    }

    /**
     * Notes what can be read and is not sound: weights that don't add up as they are written, means over points that they
     * are not made for, limits that never bind.
     */
    public void examine(Problems problems) {
        new SchemeCheck(this, problems).examine();
    }

    private static void collect(Branch branch, List<Leaf> leaves) {
        for (var child : branch.children()) {
            if (child instanceof Branch inner) {
                collect(inner, leaves);
            } else if (child instanceof Leaf leaf) {
                leaves.add(leaf);
            }
        }
    }

    private static void branches(Branch branch, Collection<String> names) {
        names.add(branch.name());
        for (var child : branch.children()) {
            if (child instanceof Branch inner) {
                branches(inner, names);
            }
        }
    }
}
