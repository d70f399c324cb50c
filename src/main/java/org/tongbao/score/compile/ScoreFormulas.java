package org.tongbao.score.compile;

import static org.tongbao.score.method.FormulaCells.cell;
import static org.tongbao.score.method.FormulaCells.number;
import static org.tongbao.score.method.FormulaCells.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Run;
import org.tongbao.score.method.Aggregate;
import org.tongbao.score.method.Divisor;
import org.tongbao.score.method.FormulaCells;
import org.tongbao.score.method.Normalise;
import org.tongbao.score.method.Outliers;
import org.tongbao.score.method.SmallSamples;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.score.scheme.Scheme.Branch;
import org.tongbao.score.scheme.Scheme.Gauge;
import org.tongbao.score.scheme.Scheme.Leaf;
import org.tongbao.score.scheme.Scheme.Node;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;

/**
 * A scheme as a score sheet: the columns of {@link Compilation} as formulas of a spreadsheet ({@link FormulaCells}), so that who
 * receives one can recompute a score and try other weights. Children of a branch are neighbours, with their weights
 * over them. What a formula can't tell stands there as a figure, with a note that says so: comparisons where the sheet
 * doesn't hold exactly those compared, outliers, and the contributions below anything but means and sums.
 */
public final class ScoreFormulas {

    /** Places of the score on which ranks are told apart; finer than any that is printed. */
    private static final int PRECISION = 9;

    /** A share that is just enough must not fail by its last bit. */
    private static final String SLACK = "1E-12";

    private static final String FIXED = "数值，由系统与同组比较得出，改动指标值时不重算";

    private final Scheme scheme;
    private final Map<String, Gauge> gauges;
    private final Columns columns;
    private final FormulaCells cells;
    private final List<Column> made = new ArrayList<>();

    /** What is over a column. */
    private record Heads(
            @Nullable String weight,
            @Nullable String share,
            @Nullable String nought,
            @Nullable String full,
            @Nullable String bound) {

        private static final Heads NONE = new Heads(null, null, null, null, null);

        static Heads bound(double bound) {
            return new Heads(null, null, null, null, number(bound));
        }
    }

    /** A row of {@code stage.formula}. */
    private record Column(
            String name,
            @Nullable String part,
            String title,
            String figure,
            @Nullable String node,
            @Nullable Integer decimals,
            @Nullable String formula,
            Heads heads,
            @Nullable String note) {}

    public ScoreFormulas(Scheme scheme, Map<String, Gauge> gauges) {
        this.scheme = scheme;
        this.gauges = gauges;
        this.columns = new Columns(scheme);
        this.cells = new FormulaCells(scheme.within() == null && scheme.leftOut() == null);
    }

    /** Writes the run's rows of {@code stage.formula}; positions below 100 are left to who ranks. */
    public void write(Session session, Run run) {
        total();
        columns.branches().forEach(this::branch);
        values();
        contributions();
        var rows = IntStream.range(0, made.size())
                .mapToObj(i -> row(run, 100 + i, made.get(i)))
                .collect(Collectors.joining(",\n"));
        session.execute("insert into stage.formula values\n" + rows);
    }

    private String row(Run run, int position, Column c) {
        var heads = c.heads();
        return Stream.of(
                        literal(scheme.name()),
                        "'score'",
                        String.valueOf(position),
                        literal(c.name()),
                        literal(scheme.subject()),
                        literal(c.part()),
                        literal(c.title()),
                        literal(c.figure()),
                        literal(c.node()),
                        String.valueOf(c.decimals()),
                        literal(c.formula()),
                        literal(heads.weight()),
                        literal(heads.share()),
                        literal(heads.nought()),
                        literal(heads.full()),
                        literal(heads.bound()),
                        literal(c.note()))
                .collect(Collectors.joining(", ", "(" + run.number() + ", ", ")"));
    }

    private static String literal(@Nullable String text) {
        return text == null ? "null" : Sql.text(text);
    }

    private void add(
            String name,
            @Nullable String part,
            String title,
            String figure,
            @Nullable String node,
            @Nullable Integer decimals,
            @Nullable String formula,
            Heads heads) {
        made.add(new Column(
                name, part, title, figure, node, decimals, formula, heads, formula == null ? note(figure) : null));
    }

    private static @Nullable String note(String figure) {
        return switch (figure) {
            case "points", "treated" -> FIXED;
            default -> null;
        };
    }

    /** The score, what limits it, and why there is none. */
    private void total() {
        var floors = names("floor", scheme.floors());
        var caps = names("cap", scheme.caps());
        var score = cell("b0");
        if (!floors.isEmpty()) {
            score = "MAX(" + score + "," + range(floors) + ")";
        }
        if (!caps.isEmpty()) {
            score = "MIN(" + score + "," + range(caps) + ")";
        }
        add(
                "score",
                null,
                "得分",
                "score",
                null,
                2,
                "IF([reason]<>\"\",\"\",ROUND(" + score + "," + PRECISION + "))",
                Heads.NONE);
        add("reason", null, "无得分原因", "reason", null, null, reason(), Heads.NONE);
        if (scheme.leftOut() != null) {
            add("excluded", null, "不参加原因", "excluded", null, null, null, Heads.NONE);
        }
        if (scheme.atLeastPresent() > 0) {
            add("present", null, "有数据的权重", "present", null, null, present(), Heads.NONE);
        }
        add("b0", "限分", "合计得分", "uncapped", null, 2, value(scheme.root()), Heads.NONE);
        for (int i = 0; i < scheme.floors().size(); i++) {
            limit(floors.get(i), "保底", "floor", scheme.floors().get(i));
        }
        for (int i = 0; i < scheme.caps().size(); i++) {
            limit(caps.get(i), "封顶", "cap", scheme.caps().get(i));
        }
        for (int i = 0; i < scheme.gradeLimits().size(); i++) {
            var limit = scheme.gradeLimits().get(i);
            add(
                    "grade_limit" + i,
                    "限分",
                    limit.because() + "（等级不高于" + limit.grade() + "）",
                    "grade-limit",
                    null,
                    null,
                    "IF(" + limit.when().formula(this::figure) + ",[.bound],\"\")",
                    Heads.bound(limit.place()));
        }
    }

    private void limit(String name, String kind, String figure, Scheme.Limit limit) {
        add(
                name,
                "限分",
                limit.because() + "（" + kind + "）",
                figure,
                null,
                null,
                "IF(" + limit.when().formula(this::figure) + ",[.bound],\"\")",
                Heads.bound(limit.limit()));
    }

    private static List<String> names(String name, List<?> limits) {
        return IntStream.range(0, limits.size()).mapToObj(i -> name + i).toList();
    }

    private static String range(List<String> names) {
        return "[" + names.get(0) + ":" + names.get(names.size() - 1) + "]";
    }

    private String figure(String name) {
        return cell(columns.figure(name));
    }

    /** From the last question to the first, each with the next as what else. */
    private String reason() {
        var formula = "IF(ISNUMBER([b0]),\"\",\"无数据\")";
        if (scheme.atLeastPresent() > 0) {
            var because = "有数据的指标权重不足" + Math.round(scheme.atLeastPresent() * 100) + "%";
            formula = "IF([present]<" + number(scheme.atLeastPresent()) + "-" + SLACK + "," + text(because) + ","
                    + formula + ")";
        }
        var leaves = scheme.leaves();
        for (int i = leaves.size() - 1; i >= 0; i--) {
            if (leaves.get(i).missing().excludes()) {
                formula = "IF(ISNUMBER(" + cell(columns.column(leaves.get(i))) + ")," + formula + ","
                        + text("缺少“" + title(leaves.get(i)) + "”数据") + ")";
            }
        }
        for (int i = scheme.requirements().size() - 1; i >= 0; i--) {
            var requirement = scheme.requirements().get(i);
            formula = "IF(" + requirement.when().formula(this::figure) + "," + formula + ","
                    + text(requirement.otherwise()) + ")";
        }
        return scheme.leftOut() == null ? formula : "IF([excluded]<>\"\",[excluded]," + formula + ")";
    }

    /** The share of all weight that has values of its own. */
    private String present() {
        return scheme.leaves().stream()
                .map(leaf -> "[" + columns.column(leaf) + ".share]*ISNUMBER(" + cell(columns.value(leaf)) + ")")
                .collect(Collectors.joining("+"));
    }

    private String value(Branch branch) {
        var neighbours = neighbours(branch);
        var value = branch.aggregate().formula(neighbours);
        return branch.atLeastPresent() == 0
                ? value
                : "IF(" + neighbours.present() + "/SUM(" + neighbours.weights() + ")<" + number(branch.atLeastPresent())
                        + "-" + SLACK + ",\"\"," + value + ")";
    }

    private Aggregate.SheetBranch neighbours(Branch branch) {
        return new Aggregate.SheetBranch(
                branch.children().stream().map(columns::column).toList(), scheme.full());
    }

    /** The points of a branch's children, side by side. */
    private void branch(Branch branch) {
        var part = isRoot(branch) ? "各部分得分" : branch.name() + "（分）";
        for (var child : branch.children()) {
            if (child instanceof Branch inner) {
                add(
                        columns.column(inner),
                        part,
                        inner.name(),
                        "points",
                        inner.name(),
                        2,
                        value(inner),
                        new Heads(weight(branch, child), share(branch), null, null, null));
            } else if (child instanceof Leaf leaf) {
                points(branch, leaf, part);
            }
        }
        for (var child : branch.children()) {
            if (child instanceof Leaf leaf && isFilledApart(leaf)) {
                unfilled(leaf);
            }
        }
    }

    private static boolean isRoot(Branch branch) {
        return branch.name().equals(Scheme.SCORE);
    }

    private static String weight(Branch branch, Node child) {
        return number(branch.aggregate().takesPoints() ? child.weight() : Math.abs(child.weight()));
    }

    private String share(Branch branch) {
        var own = "=[.weight]/SUM(" + neighbours(branch).weights() + ")";
        return isRoot(branch) ? own : own + "*[" + columns.column(branch) + ".share]";
    }

    private void points(Branch branch, Leaf leaf, String part) {
        var way = way(leaf);
        var formula = formula(leaf, way);
        boolean apart = isFilledApart(leaf);
        add(
                columns.column(leaf),
                part,
                title(leaf),
                "points",
                leaf.name(),
                2,
                formula,
                new Heads(
                        weight(branch, leaf),
                        share(branch),
                        apart ? null : way.map(Normalise.PointsFormula::nought).orElse(null),
                        apart ? null : way.map(Normalise.PointsFormula::full).orElse(null),
                        null));
    }

    private @Nullable String formula(Leaf leaf, Optional<Normalise.PointsFormula> way) {
        var fill = leaf.missing().formula("u" + columns.index(leaf), cells);
        if (way.isEmpty() || fill.isEmpty()) {
            return null;
        }
        return isFilledApart(leaf)
                ? "IF(ISNUMBER(" + cell("u" + columns.index(leaf)) + ")," + cell("u" + columns.index(leaf)) + ","
                        + fill.get() + ")"
                : guarded(leaf, way.get(), fill.get());
    }

    private String guarded(Leaf leaf, Normalise.PointsFormula way, String otherwise) {
        var points = way.mayFail() ? "IFERROR(" + way.formula() + "," + otherwise + ")" : way.formula();
        return "IF(ISNUMBER(" + cell(columns.value(leaf)) + ")," + points + "," + otherwise + ")";
    }

    private Optional<Normalise.PointsFormula> way(Leaf leaf) {
        return leaf.normalise().points(new Normalise.Value(columns.value(leaf), higher(leaf), scheme.full()), cells);
    }

    /** Whether what fills missing points is told from the points of the others, which then need a column of their own. */
    private boolean isFilledApart(Leaf leaf) {
        return leaf.missing().fills()
                && !leaf.missing().isZero()
                && way(leaf).isPresent()
                && leaf.missing().formula("", cells).isPresent();
    }

    private void unfilled(Leaf leaf) {
        var way = way(leaf).orElseThrow();
        add(
                "u" + columns.index(leaf),
                "补缺前",
                title(leaf),
                "unfilled",
                leaf.name(),
                2,
                guarded(leaf, way, "\"\""),
                new Heads(null, null, way.nought(), way.full(), null));
    }

    /** The indicators' values, and what becomes of them before they are normalised. */
    private void values() {
        var names = new LinkedHashSet<String>();
        scheme.leaves().forEach(leaf -> names.add(leaf.indicator()));
        var branches = columns.branches().stream().map(Branch::name).toList();
        scheme.limitNames().stream().filter(name -> !branches.contains(name)).forEach(names::add);
        scheme.leaves().forEach(leaf -> Optional.ofNullable(leaf.divisor())
                .map(Divisor::indicator)
                .ifPresent(names::add));
        names.forEach(name -> add(columns.raw(name), "指标值", title(name), "value", name, null, null, Heads.NONE));
        scheme.leaves().forEach(this::treated);
    }

    private void treated(Leaf leaf) {
        int i = columns.index(leaf);
        var raw = cell(columns.raw(leaf));
        var divisor = leaf.divisor();
        var units = divisor == null ? "" : cell(columns.raw(divisor.indicator()));
        if (divisor != null) {
            units = divisor.units() == 1 ? units : "(" + units + "/" + number(divisor.units()) + ")";
            var divided = "IF(AND(ISNUMBER(" + raw + "),ISNUMBER(" + units + "))," + "IFERROR(" + raw + "/" + units
                    + ",\"\"),\"\")";
            add(columns.denominated(leaf), "折算值", title(leaf), "denominated", leaf.name(), null, divided, Heads.NONE);
        }
        if (columns.value(leaf).equals(columns.denominated(leaf))) {
            return;
        }
        var formula = Optional.<String>empty();
        if (leaf.outliers() instanceof Outliers.Untreated) {
            if (divisor == null) {
                BiFunction<String, String, String> column = (name, what) -> {
                    add(
                            name + i,
                            "小样本修正",
                            title(leaf) + "（" + what + "）",
                            name.equals("num") ? "numerator" : "denominator",
                            leaf.indicator(),
                            null,
                            null,
                            Heads.NONE);
                    return cell(name + i);
                };
                formula = leaf.smallSamples()
                        .formula(
                                new SmallSamples.Rate(
                                        raw,
                                        column.apply("num", "分子"),
                                        column.apply("den", "分母"),
                                        gauge(leaf.indicator()).factor(),
                                        higher(leaf)),
                                cells);
            } else {
                formula = leaf.smallSamples()
                        .formula(
                                new SmallSamples.Rate(cell(columns.denominated(leaf)), raw, units, 1, higher(leaf)),
                                cells);
            }
        }
        add(
                columns.value(leaf),
                leaf.outliers() instanceof Outliers.Untreated ? "小样本修正" : "离群值处理",
                title(leaf) + "（修正后）",
                "treated",
                leaf.name(),
                null,
                formula.map(f -> "IFERROR(" + FormulaCells.ifNumber(columns.denominated(leaf), f) + ",\"\")")
                        .orElse(null),
                Heads.NONE);
    }

    /** How many points of the score each indicator brings; told only where branches are means and sums all the way. */
    private void contributions() {
        boolean plain = columns.branches().stream()
                .allMatch(b -> b.aggregate() == Aggregate.WEIGHTED_MEAN || b.aggregate() == Aggregate.SUM);
        if (plain) {
            contributions(scheme.root(), "");
        }
    }

    private void contributions(Branch branch, String factor) {
        var neighbours = neighbours(branch);
        for (var child : branch.children()) {
            var column = columns.column(child);
            var own = branch.aggregate() == Aggregate.SUM
                    ? "*[" + column + ".weight]"
                    : "*[" + column + ".weight]/" + neighbours.present();
            if (child instanceof Branch inner) {
                contributions(inner, own + factor);
            } else if (child instanceof Leaf leaf) {
                add(
                        "c" + columns.index(child),
                        "贡献分（封顶前）",
                        title(leaf),
                        "contribution",
                        child.name(),
                        2,
                        "IF([reason]<>\"\",\"\",IF(ISNUMBER(" + cell(column) + "),IFERROR(" + cell(column) + own
                                + factor + ",0),0))",
                        Heads.NONE);
            }
        }
    }

    /** As the indicator is called; its place, where it has another name. */
    private String title(Leaf leaf) {
        return leaf.name().equals(leaf.indicator()) ? title(leaf.indicator()) : leaf.name();
    }

    private String title(String indicator) {
        return gauge(indicator).title();
    }

    private Gauge gauge(String indicator) {
        return Objects.requireNonNullElse(gauges.get(indicator), new Gauge(indicator, true, 1));
    }

    private boolean higher(Leaf leaf) {
        var better = leaf.better();
        return better == null ? gauge(leaf.indicator()).higherIsBetter() : better;
    }
}
