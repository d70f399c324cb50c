package org.tongbao.score.method;

import static org.tongbao.warehouse.Sql.number;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the points of a branch come from those of its children, and how they are split back upon them.
 *
 * <p>The split. A node's points in the final score are {@code m * v + k}, where v is its own score; the root has m = 1 and
 * k = 0. Each way gives every child its own m and k so that the children's points add up to the parent's exactly:
 *
 * <ul>
 *   <li>weighted mean, v = Σ s·c / Σ s: m·s/Σs. sum, v = Σ w·c: m·w. minimum: all to the (first) least child.
 *   <li>deduction, v = full − Σ w·c: each child brings its share of full marks and takes its deductions.
 *   <li>geometric and harmonic mean and product are means of g(c) with g = ln, 1/x, ln: each child brings its share of
 *       full marks, and the loss full − v is divided as g(full) − g(c) is. Where a child at zero makes v zero, it
 *       bears the whole loss (several share it by weight).
 * </ul>
 *
 * <p>k is needed only below such ways: where a child's own score is zero, its loss passes to its children by weight.
 */
public enum Aggregate {
    WEIGHTED_MEAN("weighted mean") {
        @Override
        public String value(BranchColumns b) {
            return b.sum(c -> c.share() + " * " + c.column()) + " / " + b.presentOrNull();
        }

        @Override
        public String formula(SheetBranch n) {
            return n.ifAny(n.weighted() + "/" + n.present());
        }

        @Override
        public Attribution split(BranchColumns b, Child c) {
            return new Attribution(b.m() + " * " + b.weightOf(c), b.k() == null ? null : b.k() + " * " + b.weightOf(c));
        }
    },
    GEOMETRIC_MEAN("geometric mean") {
        @Override
        public String value(BranchColumns b) {
            return b.unlessZero(
                    "exp(" + b.sum(c -> c.share() + " * ln(" + positive(c) + ")") + " / " + b.presentOrNull() + ")");
        }

        @Override
        public String formula(SheetBranch n) {
            return n.unlessZero(
                    "EXP(" + n.each("+", "0", c -> "[" + c + ".weight]*LN([" + c + "])") + "/" + n.present() + ")");
        }

        @Override
        String shortfall(BranchColumns b, Child c) {
            return b.weightOf(c) + " * (" + number(Math.log(b.full())) + " - ln(" + positive(c) + "))";
        }
    },
    HARMONIC_MEAN("harmonic mean") {
        @Override
        public String value(BranchColumns b) {
            return b.unlessZero(b.presentOrNull() + " / (" + b.sum(c -> c.share() + " / " + positive(c)) + ")");
        }

        @Override
        public String formula(SheetBranch n) {
            return n.unlessZero(n.present() + "/" + n.each("+", "0", c -> "[" + c + ".weight]/[" + c + "]"));
        }

        @Override
        String shortfall(BranchColumns b, Child c) {
            return b.weightOf(c) + " * (1e0 / " + positive(c) + " - " + number(1 / b.full()) + ")";
        }
    },
    MINIMUM("minimum") {
        @Override
        public String value(BranchColumns b) {
            return "least(" + b.columns() + ")";
        }

        @Override
        public String formula(SheetBranch n) {
            return n.ifAny("MIN(" + n.points() + ")");
        }

        @Override
        public Attribution split(BranchColumns b, Child c) {
            var earlier = b.children().subList(0, b.children().indexOf(c)).stream()
                    .map(e -> " and " + e.column() + " is distinct from " + b.value())
                    .collect(Collectors.joining());
            var least = "case when " + c.column() + " = " + b.value() + earlier + " then ";
            return new Attribution(
                    least + b.m() + " else 0e0 end", b.k() == null ? null : least + b.k() + " else 0e0 end");
        }
    },
    SUM("sum") {
        @Override
        public String value(BranchColumns b) {
            return b.ifPresent(b.weighted());
        }

        @Override
        public String formula(SheetBranch n) {
            return n.ifAny(n.weighted());
        }

        @Override
        public Attribution split(BranchColumns b, Child c) {
            return new Attribution(b.m() + " * " + c.weight(), b.k() == null ? null : b.k() + " * " + b.weightOf(c));
        }
    },
    PRODUCT("product") {
        @Override
        public String value(BranchColumns b) {
            return b.ifPresent(b.children().stream()
                    .map(c -> " * coalesce(" + c.column() + " / " + number(b.full()) + ", 1e0)")
                    .collect(Collectors.joining("", number(b.full()), "")));
        }

        @Override
        public String formula(SheetBranch n) {
            return n.ifAny(FormulaCells.number(n.full()) + "*"
                    + n.each("*", "1", c -> "[" + c + "]/" + FormulaCells.number(n.full())));
        }

        @Override
        String shortfall(BranchColumns b, Child c) {
            return "(" + number(Math.log(b.full())) + " - ln(" + positive(c) + "))";
        }
    },
    DEDUCTION("deduction") {
        @Override
        public String value(BranchColumns b) {
            return b.ifPresent("greatest(0e0, " + number(b.full()) + " - (" + b.weighted() + "))");
        }

        @Override
        public String formula(SheetBranch n) {
            return n.ifAny("MAX(0," + FormulaCells.number(n.full()) + "-" + n.weighted() + ")");
        }

        @Override
        public Attribution split(BranchColumns b, Child c) {
            // Deductions beyond full marks count only as far as there is something to deduct from.
            var counted = "least(1e0, " + number(b.full()) + " / nullif(greatest(" + b.weighted() + ", 0e0), 0))";
            var own = b.k() == null ? "" : " + " + b.k();
            return new Attribution(
                    "-(" + b.m() + ") * " + c.weight() + " * coalesce(" + counted + ", 1e0)",
                    "(" + b.m() + " * " + number(b.full()) + own + ") * " + b.weightOf(c));
        }
    };

    private final String words;

    Aggregate(String words) {
        this.words = words;
    }

    /**
     * The branch in a score sheet: its children are neighbours.
     *
     * @param children columns with their points, from left to right
     * @param full full marks
     */
    public record SheetBranch(List<String> children, double full) {

        /** All their points. */
        String points() {
            return "[" + children.get(0) + ":" + children.get(children.size() - 1) + "]";
        }

        public String weights() {
            return "[" + children.get(0) + ".weight:" + children.get(children.size() - 1) + ".weight]";
        }

        /** The weights of those that have points. */
        public String present() {
            return "SUMIF(" + points() + ",\">-1E+99\"," + weights() + ")";
        }

        String weighted() {
            return "SUMPRODUCT(" + weights() + "," + points() + ")";
        }

        /** A term for each child that has points; one without has {@code otherwise}. */
        String each(String operator, String otherwise, UnaryOperator<String> term) {
            return children.stream()
                    .map(c -> "IF(ISNUMBER([" + c + "])," + term.apply(c) + "," + otherwise + ")")
                    .collect(Collectors.joining(operator, "(", ")"));
        }

        private String ifAny(String formula) {
            return "IF(COUNT(" + points() + ")=0,\"\"," + formula + ")";
        }

        private String unlessZero(String formula) {
            return ifAny("IF(MIN(" + points() + ")<=0,0," + formula + ")");
        }
    }

    /**
     * A child of a branch.
     *
     * @param column holds its score, null if it has none
     * @param weight as declared, or as drawn: an expression
     * @param share of the branch's weights, 0..1: an expression
     */
    public record Child(String column, String weight, String share) {}

    /**
     * How a node's score counts in the final one: as {@code m * score + k}.
     *
     * @param k null where it is zero for every subject
     */
    public record Attribution(String m, @Nullable String k) {}

    /**
     * A branch with the columns it can build on.
     *
     * @param present column with the sum of the shares of the children that have a score
     * @param value column with the branch's score
     * @param loss column with the sum of the shortfalls; only where the way has them
     */
    public record BranchColumns(
            List<Child> children,
            double full,
            String present,
            String value,
            String loss,
            String m,
            @Nullable String k) {

        /** Terms are added in the order of the file, so that the last bit is always the same. */
        public String sum(Function<Child, String> term) {
            return children.stream()
                    .map(c -> "coalesce(" + term.apply(c) + ", 0e0)")
                    .collect(Collectors.joining(" + ", "(", ")"));
        }

        String columns() {
            return children.stream().map(Child::column).collect(Collectors.joining(", "));
        }

        String weighted() {
            return sum(c -> c.weight() + " * " + c.column());
        }

        String presentOrNull() {
            return "nullif(" + present + ", 0)";
        }

        String ifPresent(String sql) {
            return "case when " + present + " > 0 then " + sql + " end";
        }

        String unlessZero(String sql) {
            return "case when least(" + columns() + ") <= 0 then 0e0 else " + sql + " end";
        }

        /** A child's share among those that have a score; zero if it has none. */
        public String weightOf(Child c) {
            return "(case when " + c.column() + " is null then 0e0 else " + c.share() + " / " + presentOrNull()
                    + " end)";
        }
    }

    /**
     * A child by what is known of it before there are any data.
     *
     * @param weight as declared
     */
    public record Part(Range points, double weight) {}

    /** Between which points the branch can lie, given its children; some of them may have none. */
    public Range range(List<Part> children, double full) {
        var all = children.stream().map(Part::points).reduce(Range::or).orElse(Range.ANY);
        var added = children.stream()
                .map(child -> child.points().times(child.weight()).or(new Range(0, 0)))
                .reduce(Range::plus)
                .orElse(Range.ANY);
        return switch (this) {
            case WEIGHTED_MEAN, MINIMUM -> all;
            case GEOMETRIC_MEAN, HARMONIC_MEAN -> all.low() > 0 ? all : new Range(0, Math.max(0, all.high()));
            case SUM -> added;
            case DEDUCTION -> new Range(0, Math.max(0, full - added.low()));
            case PRODUCT ->
                all.low() < 0
                        ? Range.ANY
                        : new Range(
                                0,
                                children.stream()
                                        .mapToDouble(child -> child.points().high() / full)
                                        .filter(factor -> factor > 1)
                                        .reduce(Math.max(all.high(), 0), (a, b) -> a * b));
        };
    }

    /** The word for it in a scheme. */
    public String word() {
        return words;
    }

    /** The branch's score. */
    public abstract String value(BranchColumns b);

    /** The same as a formula of a score sheet. */
    public abstract String formula(SheetBranch n);

    /** How far a child is from full marks on the scale on which the way adds up; null if the way adds up plainly. */
    @Nullable
    String shortfall(BranchColumns b, Child c) {
        return null;
    }

    /** The sum of the shortfalls; null if the way has none. */
    public final @Nullable String loss(BranchColumns b) {
        if (shortfall(b, b.children().get(0)) == null) {
            return null;
        }
        return b.sum(c -> String.valueOf(shortfall(b, c)));
    }

    /** How a child counts in the final score. */
    public Attribution split(BranchColumns b, Child c) {
        var share = b.weightOf(c);
        var x = c.column();
        var zeros = b.sum(o -> "case when " + o.column() + " <= 0 then " + o.share() + " end");
        var part = "case when " + b.value() + " <= 0 then (case when " + x + " <= 0 then " + c.share()
                + " else 0e0 end) / nullif(" + zeros + ", 0) when " + b.loss() + " <> 0 then coalesce("
                + shortfall(b, c) + ", 0e0) / " + b.loss() + " else " + share + " end";
        var points = "(" + b.m() + " * (" + number(b.full()) + " * " + share + " - (" + number(b.full()) + " - "
                + b.value() + ") * (" + part + "))" + (b.k() == null ? "" : " + " + b.k() + " * " + share) + ")";
        return new Attribution(
                "case when " + x + " <> 0 then " + points + " / " + x + " else 0e0 end",
                "case when " + x + " = 0 then " + points + " else 0e0 end");
    }

    /** Whether it is a mean of its children by their shares, for which another mean can stand. */
    public boolean isMean() {
        return this == WEIGHTED_MEAN || this == GEOMETRIC_MEAN || this == HARMONIC_MEAN;
    }

    /** Whether it is a mean of numbers above 0 only: one at 0 or below leaves nothing of the others. */
    public boolean needsPositive() {
        return this == GEOMETRIC_MEAN || this == HARMONIC_MEAN;
    }

    /** Whether it takes weights as they are, and not as shares. */
    public boolean takesPoints() {
        return this == SUM || this == DEDUCTION;
    }

    public static Aggregate parse(String text) {
        return Arrays.stream(values())
                .filter(a -> a.words.equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> new Tokens(text)
                        .unknown(
                                "way to aggregate",
                                Arrays.stream(values()).map(a -> a.words).toList()));
    }

    private static String positive(Child c) {
        return "case when " + c.column() + " > 0 then " + c.column() + " end";
    }
}
