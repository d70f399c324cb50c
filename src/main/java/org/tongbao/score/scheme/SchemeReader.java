package org.tongbao.score.scheme;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongbao.score.method.Aggregate;
import org.tongbao.score.method.Condition;
import org.tongbao.score.method.Divisor;
import org.tongbao.score.method.Missing;
import org.tongbao.score.method.Normalise;
import org.tongbao.score.method.Outliers;
import org.tongbao.score.method.SmallSamples;
import org.tongbao.score.scheme.Scheme.Branch;
import org.tongbao.score.scheme.Scheme.GradeLimit;
import org.tongbao.score.scheme.Scheme.Leaf;
import org.tongbao.score.scheme.Scheme.Limit;
import org.tongbao.score.scheme.Scheme.Node;
import org.tongbao.score.scheme.Scheme.Requirement;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;

/** Reads a scheme, and builds its tree from nodes that name their parents. */
final class SchemeReader {

    /** Behind a mean: that a child without points leaves nothing is meant. */
    private static final String OR_ZERO = " or 0";

    /** Keys that other rooms read from the same file. */
    private static final List<String> ELSEWHERE = List.of("grades", "round", "rank");

    private final Block block;
    private final Mean mean;
    private final Missing missing;
    private final Map<String, Stub> stubs = new LinkedHashMap<>();
    private final Map<String, List<Node>> leaves = new LinkedHashMap<>();

    /** A branch before its children are known; the parent is null under the root. */
    private record Stub(
            String name, @Nullable String parent, double weight, Mean mean, double atLeastPresent, Location at) {}

    /** What stands under {@code aggregate}. */
    private record Mean(Aggregate way, boolean orZero) {

        static final Mean USUAL = new Mean(Aggregate.WEIGHTED_MEAN, false);

        static Mean parse(String text) {
            var words = text.strip();
            boolean orZero = words.endsWith(OR_ZERO);
            var way = Aggregate.parse(orZero ? words.substring(0, words.length() - OR_ZERO.length()) : words);
            if (orZero && !way.needsPositive()) {
                throw new IllegalArgumentException(
                        "'" + text + "': only a geometric or a harmonic mean is 0 where one of its"
                                + " parts is; leave out 'or 0'");
            }
            return new Mean(way, orZero);
        }
    }

    private SchemeReader(Block block) {
        this.block = block;
        this.mean = block.parse("aggregate", Mean::parse).orElse(Mean.USUAL);
        this.missing = block.parse("missing", Missing::parse).orElse(Missing.REDISTRIBUTE);
    }

    static Scheme read(Block block) {
        ELSEWHERE.forEach(block::has);
        return new SchemeReader(block).read();
    }

    private Scheme read() {
        double full = block.number("full-marks", 100);
        if (full <= 0) {
            block.problems().add(block.at("full-marks"), "'full-marks' must be above 0");
        }
        block.blocks("tree").forEach((name, node) -> node.as(b -> stub(name, b)));
        block.blocks("indicators").forEach((name, leaf) -> leaf.as(b -> leaf(name, b)));
        refuseDangling();
        if (!block.has("indicators")) {
            block.absent("indicators", "'indicators' is missing: what is scored");
        }
        return new Scheme(
                block.text("scheme"),
                block.optionalText("title").orElseGet(() -> block.text("scheme")),
                block.integer("version", 1),
                block.parse("from", text -> day(text).start()).orElse(null),
                block.parse("until", text -> day(text).last()).orElse(null),
                block.optionalText("subject").orElse("subject"),
                block.texts("basis"),
                full,
                root(),
                limits("caps", "the most that the score may be"),
                limits("floors", "the least that the score may be"),
                gradeLimits(),
                requirements(),
                block.optionalText("size").orElse(null),
                block.optionalText("outcome").orElse(null),
                block.texts("compare-weights", "way to derive weights", DerivedWeights.words()).stream()
                        .flatMap(word -> DerivedWeights.of(word).stream())
                        .toList(),
                share(block),
                block.optionalText("among").orElse(null),
                block.optionalText("left-out").orElse(null),
                block.block("rank").flatMap(rank -> rank.optionalText("within")).orElse(null),
                Uncertainty.read(block),
                block.at());
    }

    private Stub stub(String name, Block b) {
        var stub = new Stub(
                name,
                b.optionalText("in").orElse(null),
                b.number("weight", 1),
                b.parse("aggregate", Mean::parse).orElse(mean),
                share(b),
                b.at());
        if (Scheme.OWN.contains(name)) {
            b.problems().add(b.at(), "'" + name + "' is the product's own name for a node; choose another");
        } else {
            stubs.put(name, stub);
        }
        return stub;
    }

    private Leaf leaf(String name, Block b) {
        var parent = b.optionalText("in").orElse(Scheme.SCORE);
        if (stubs.containsKey(name) || Scheme.OWN.contains(name)) {
            b.problems().add(b.at(), "'" + name + "' is the name of a branch too; nodes need names of their own");
        }
        if (!parent.equals(Scheme.SCORE) && !stubs.containsKey(parent)) {
            b.problems().addUnknown(b.at("in"), "branch", parent, stubs.keySet());
        }
        var better = b.has("better") ? b.oneOf("better", List.of("higher", "lower"), "higher") : null;
        if (!b.has("normalise")) {
            b.absent(
                    "normalise",
                    "'" + name + "' does not say how to 'normalise'; one of: " + String.join(" | ", Normalise.WAYS));
        }
        var normalise = b.parse("normalise", Normalise::parse).orElseGet(Normalise.AsIs::new);
        if (better != null && !normalise.directed() && !(normalise instanceof Normalise.AsIs)) {
            b.problems().add(b.at("better"), "'better' has no effect here: the way to normalise says what is good");
        }
        if ("lower".equals(better) && normalise instanceof Normalise.AsIs) {
            b.problems()
                    .add(b.at("better"), "'as is' takes the value for points and can't turn it round; normalise it");
        }
        var samples = b.parse("small-samples", SmallSamples::parse).orElseGet(SmallSamples.Unadjusted::new);
        var divisor = b.parse("per", Divisor::parse).orElse(null);
        if (divisor != null && samples instanceof SmallSamples.Wilson) {
            b.problems()
                    .add(
                            b.at("small-samples"),
                            "Wilson's interval is of a share of cases, and 'per' makes a rate; use 'shrink' or 'at-least'");
        }
        var outliers = b.parse("outliers", Outliers::parse).orElseGet(Outliers.Untreated::new);
        if (outliers.movesScale() && !normalise.comparesValues()) {
            b.problems()
                    .add(
                            b.at("outliers"),
                            "'log' moves the scale on which '"
                                    + b.optionalText("normalise").orElse("") + "' counts;"
                                    + " use 'winsorise', or compare by min-max or z-score");
        }
        var leaf = new Leaf(
                name,
                b.optionalText("indicator").orElse(name),
                b.number("weight", 1),
                normalise,
                better == null ? null : better.equals("higher"),
                b.parse("missing", Missing::parse).orElse(missing),
                samples,
                divisor,
                outliers,
                b.at());
        leaves.computeIfAbsent(parent, p -> new ArrayList<>()).add(leaf);
        return leaf;
    }

    private void refuseDangling() {
        for (var stub : stubs.values()) {
            if (stub.parent() != null && !stubs.containsKey(stub.parent())) {
                block.problems().addUnknown(stub.at(), "branch", stub.parent(), stubs.keySet());
            } else if (isInsideItself(stub)) {
                block.problems().add(stub.at(), "'" + stub.name() + "' stands inside itself");
            }
        }
    }

    private boolean isInsideItself(Stub stub) {
        var seen = new LinkedHashSet<String>();
        var parent = stub.parent();
        while (parent != null && seen.add(parent)) {
            if (parent.equals(stub.name())) {
                return true;
            }
            parent = Optional.ofNullable(stubs.get(parent)).map(Stub::parent).orElse(null);
        }
        return false;
    }

    private Branch root() {
        return branch(new Stub(Scheme.SCORE, null, 1, mean, 0, block.at("tree")), new LinkedHashSet<>());
    }

    private Branch branch(Stub stub, Set<String> above) {
        var children = new ArrayList<Node>();
        boolean root = stub.name().equals(Scheme.SCORE);
        for (var inner : stubs.values()) {
            boolean mine = root ? inner.parent() == null : stub.name().equals(inner.parent());
            if (mine && above.add(inner.name())) {
                children.add(branch(inner, above));
            }
        }
        children.addAll(leaves.getOrDefault(stub.name(), List.of()));
        refuseWeights(stub, children);
        return new Branch(
                stub.name(),
                stub.weight(),
                stub.mean().way(),
                stub.mean().orZero(),
                stub.atLeastPresent(),
                children,
                stub.at());
    }

    private void refuseWeights(Stub stub, List<Node> children) {
        if (children.isEmpty()) {
            if (block.has("indicators") && !isMisspelt(stub.name())) {
                block.problems().add(stub.at(), "no indicator stands in '" + stub.name() + "'");
            }
            return;
        }
        for (var child : children) {
            if (child.weight() < 0 && !stub.mean().way().takesPoints()) {
                block.problems().add(child.at(), "the weight of '" + child.name() + "' must not be below 0");
            }
        }
        if (children.stream().allMatch(child -> child.weight() == 0)) {
            block.problems().add(stub.at(), "all weights in '" + stub.name() + "' are 0");
        }
    }

    /** Whether an indicator stands in a branch that does not exist, and this one is meant. */
    private boolean isMisspelt(String branch) {
        return leaves.keySet().stream()
                .filter(parent -> !parent.equals(Scheme.SCORE) && !stubs.containsKey(parent))
                .anyMatch(parent -> Problems.nearest(parent, stubs.keySet()).equals(Optional.of(branch)));
    }

    private List<Limit> limits(String key, String what) {
        var limits = new ArrayList<Limit>();
        for (var limit : block.list(key)) {
            limit.as(c -> {
                        c.text("when");
                        if (c.decimal("at").isEmpty()) {
                            c.absent("at", "'at' is missing: " + what);
                        }
                        return new Limit(condition(c), c.number("at", 0), c.text("because"), c.at());
                    })
                    .ifPresent(limits::add);
        }
        return limits;
    }

    private List<GradeLimit> gradeLimits() {
        var grades = List.copyOf(block.block("grades").map(Block::names).orElse(Set.of()));
        var limits = new ArrayList<GradeLimit>();
        for (var limit : block.list("grade-limits")) {
            limit.as(c -> {
                        c.text("when");
                        var grade = c.text("at");
                        if (!grade.isEmpty() && !grades.contains(grade)) {
                            c.problems().addUnknown(c.at("at"), "grade", grade, grades);
                        }
                        return new GradeLimit(condition(c), grade, grades.indexOf(grade), c.text("because"), c.at());
                    })
                    .ifPresent(limits::add);
        }
        return limits;
    }

    private List<Requirement> requirements() {
        var requirements = new ArrayList<Requirement>();
        for (var requirement : block.list("requires")) {
            requirement
                    .as(c -> {
                        c.text("that");
                        return new Requirement(condition(c, "that"), c.text("otherwise"), c.at());
                    })
                    .ifPresent(requirements::add);
        }
        return requirements;
    }

    private static Condition condition(Block c) {
        return condition(c, "when");
    }

    private static Condition condition(Block c, String key) {
        return c.parse(key, Condition::parse).orElseGet(() -> new Condition.IsMissing(""));
    }

    private static double share(Block b) {
        return b.parse("at-least-present", text -> {
                    var number = text.strip();
                    try {
                        double share = number.endsWith("%")
                                ? Double.parseDouble(number.substring(0, number.length() - 1)) / 100
                                : Double.parseDouble(number);
                        if (share >= 0 && share <= 1) {
                            return share;
                        }
                    } catch (NumberFormatException e) {
                        // told below
                    }
                    throw new IllegalArgumentException(
                            "'at-least-present' must be a share such as 50%, found '" + text + "'");
                })
                .orElse(0.0);
    }

    /** First and last day of what a date or a month names. */
    private record Days(LocalDate start, LocalDate last) {}

    private static Days day(String text) {
        var written = text.strip();
        try {
            if (written.length() == "2026-01".length()) {
                var month = YearMonth.parse(written);
                return new Days(month.atDay(1), month.atEndOfMonth());
            }
            var day = LocalDate.parse(written);
            return new Days(day, day);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a month such as 2026-01 or a date such as 2026-01-01", e);
        }
    }
}
