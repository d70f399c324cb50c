package org.tongbao.score.compile;

import static org.tongbao.warehouse.Sql.number;
import static org.tongbao.warehouse.Sql.text;
import static org.tongbao.warehouse.Sql.texts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tongbao.score.method.Divisor;
import org.tongbao.score.method.Normalise;
import org.tongbao.score.method.Outliers;
import org.tongbao.score.method.SmallSamples;
import org.tongbao.score.method.Statistics;
import org.tongbao.score.scheme.DerivedWeights;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.score.scheme.Scheme.Branch;
import org.tongbao.score.scheme.Scheme.Gauge;
import org.tongbao.score.scheme.Scheme.Leaf;
import org.tongbao.score.scheme.Scheme.Node;

/**
 * A scheme as SQL. One row for each subject, one column for each step of each node:
 *
 * <pre>
 *   r raw value -> d per unit -> v after small samples -> t after outliers
 *     -> u points -> n with missing filled                          (indicators; d, v, t, n if declared)
 *   w present weight, b score, q imputed share                      (branches, from the leaves up)
 *   reason, uncapped, floored, score, grade_limit                   (the whole)
 *   e loss, m and k: how the node counts in the score               (branches, from the root down)
 * </pre>
 *
 * <p>Every sum is written out in the order of the file, and every aggregate is ordered or independent of order: so the
 * last bit does not depend on threads. What is particular to DuckDB: ordered aggregates, temporary tables, unnest, is distinct
 * from.
 */
public final class Compilation {

    /** Temporary table with one row for each run and subject scored. */
    public static final String TABLE = "scoring";

    /** What the share of weights that must be present may be missed by, as sums of shares are rounded. */
    public static final double WHOLE = 1e-12;

    private final Scheme scheme;
    private final Map<String, Gauge> gauges;
    private final Columns columns;
    private final List<Branch> branches;
    private final boolean whatIf;

    public Compilation(Scheme scheme, Map<String, Gauge> gauges) {
        this(scheme, gauges, false);
    }

    /**
     * Compiles a scheme.
     *
     * @param whatIf whether some rows of the source only try what else a subject's figures could be
     */
    public Compilation(Scheme scheme, Map<String, Gauge> gauges, boolean whatIf) {
        this(scheme, gauges, whatIf, new Columns(scheme));
    }

    private Compilation(Scheme scheme, Map<String, Gauge> gauges, boolean whatIf, Columns columns) {
        this.scheme = scheme;
        this.whatIf = whatIf;
        this.gauges = gauges;
        this.columns = columns;
        this.branches = columns.branches();
    }

    /** The statements that fill {@link #TABLE}. */
    public List<String> statements(FigureSource source) {
        var layers = new LayeredQuery(source.sql(columns.indicators(), columns.counted()));
        divide(layers);
        adjust(layers);
        treat(layers);
        normalise(layers);
        impute(layers);
        aggregate(layers);
        conclude(layers);
        attribute(layers);
        return layers.into(TABLE, columns.all(), source.wanted());
    }

    /**
     * A query for scores under drawn weights.
     *
     * @param points query with columns of {@link #TABLE} (points, and what limits ask for) and, for each node, drawn
     *     weight and share
     * @param wanted the columns to give
     */
    public static String drawn(Scheme scheme, String points, List<String> wanted) {
        var compilation = new Compilation(scheme, Map.of(), false, new Columns(scheme, true));
        var layers = new LayeredQuery(points);
        compilation.aggregate(layers);
        compilation.limit(layers);
        return layers.query(wanted);
    }

    /**
     * The rows of {@code stage.score}. Lists unnested side by side read {@link #TABLE} once, where a union would read it
     * once for each node.
     */
    public String rows() {
        var rows = new ArrayList<List<String>>();
        var notes = new ArrayList<>(List.of("reason"));
        if (!scheme.caps().isEmpty()) {
            notes.add("cap_note");
        }
        if (!scheme.floors().isEmpty()) {
            notes.add("floor_note");
        }
        rows.add(List.of(
                text(Scheme.SCORE),
                "null",
                "uncapped",
                "score",
                "1e0",
                "1e0",
                "score",
                "coalesce(" + String.join(", ", notes) + ", null)",
                "null",
                "null",
                columns.imputed(scheme.root())));
        if (!scheme.floors().isEmpty()) {
            rows.add(own(Scheme.FLOOR, "floor_at", "floored - uncapped", "floor_note"));
        }
        if (!scheme.caps().isEmpty()) {
            rows.add(own(Scheme.CAP, "cap_at", "score - " + floored(), "cap_note"));
        }
        if (!scheme.gradeLimits().isEmpty()) {
            rows.add(own(Scheme.GRADE_LIMIT, "grade_limit", "null", "grade_note"));
        }
        for (var branch : branches) {
            branch.children().forEach(child -> rows.add(row(branch, child)));
        }
        var names = List.of(
                "node",
                "parent",
                "raw",
                "normalised",
                "weight",
                "effective_weight",
                "contribution",
                "note",
                "denominated",
                "treated",
                "imputed");
        var lists = IntStream.range(0, names.size())
                .mapToObj(i -> column(rows.stream().map(row -> row.get(i)).toList()) + " as " + names.get(i))
                .collect(Collectors.joining(",\n  "));
        return "select run, scheme, subject, " + String.join(", ", names) + " from (select run, "
                + text(scheme.name()) + " as scheme, subject,\n  " + lists + "\nfrom " + TABLE + ") where node not in ("
                + texts(List.of(Scheme.FLOOR, Scheme.CAP, Scheme.GRADE_LIMIT)) + ") or note is not null";
    }

    /** A column of the rows: a list to be unnested, or what is the same in all of them. */
    private static String column(List<String> cells) {
        if (cells.stream().distinct().count() == 1) {
            return cells.get(0).equals("null") ? "cast(null as double)" : cells.get(0);
        }
        return "unnest([" + String.join(",\n    ", cells) + "])";
    }

    /** A row of a node that is the product's own: only where it binds. */
    private static List<String> own(String node, String raw, String contribution, String note) {
        return List.of(
                text(node), text(Scheme.SCORE), raw, "null", "null", "null", contribution, note, "null", "null", "0e0");
    }

    /** The column of the uncapped score. */
    private String floored() {
        return scheme.floors().isEmpty() ? "uncapped" : "floored";
    }

    /** What the indicators look like and what other weights the data would give: from {@link #TABLE}, once it is filled. */
    public List<String> describe(long run) {
        var all = new ArrayList<Distribution>();
        all.add(new Distribution(Scheme.SCORE, "score", "score", "score"));
        for (var leaf : scheme.leaves()) {
            all.add(new Distribution(
                    leaf.name(), columns.denominated(leaf), columns.value(leaf), columns.column(leaf)));
        }
        var size = scheme.size() == null ? null : columns.raw(scheme.size());
        var mine = " by name select " + run + " as run, " + text(scheme.name()) + " as scheme, * from (";
        var statements = new ArrayList<String>();
        statements.add("insert into stage.distribution" + mine + Distribution.query(all, size) + ")");
        for (var branch : branches) {
            // Alone in its level, a node has all the weight there is.
            if (!scheme.compared().isEmpty() && branch.children().size() > 1) {
                statements.add("insert into stage.weight" + mine
                        + DerivedWeights.query(TABLE, branch, columns.children(branch), scheme.compared()) + ")");
            }
        }
        return statements;
    }

    /** The column of {@link #TABLE} with a node's points. */
    public String column(Node node) {
        return columns.column(node);
    }

    private void divide(LayeredQuery layers) {
        for (var leaf : scheme.leaves()) {
            var divisor = leaf.divisor();
            if (divisor != null) {
                layers.add(columns.denominated(leaf), columns.raw(leaf) + " / " + units(divisor));
            }
        }
        layers.next();
    }

    /** How many units of its denominator there are; null where there are none. */
    private String units(Divisor divisor) {
        return "nullif(" + columns.raw(divisor.indicator()) + " / " + number(divisor.units()) + ", 0)";
    }

    private void adjust(LayeredQuery layers) {
        var statistics = new Statistics("sample", whatIf);
        var made = new LinkedHashMap<String, String>();
        for (var leaf : scheme.leaves()) {
            if (Columns.isAdjusted(leaf)) {
                made.put(columns.adjusted(leaf), leaf.smallSamples().sql(figure(leaf), statistics));
            }
        }
        layers.join(statistics, "scoring_raw");
        made.forEach(layers::add);
    }

    private SmallSamples.Rate figure(Leaf leaf) {
        int i = columns.indicators().indexOf(leaf.indicator());
        var divisor = leaf.divisor();
        return divisor == null
                ? new SmallSamples.Rate(
                        "r" + i, "num" + i, "den" + i, gauge(leaf).factor(), higher(leaf))
                : new SmallSamples.Rate(columns.denominated(leaf), "r" + i, units(divisor), 1, higher(leaf));
    }

    private void treat(LayeredQuery layers) {
        var groups = new LinkedHashMap<String, String>();
        var made = new LinkedHashMap<String, String>();
        for (var leaf : scheme.leaves()) {
            if (!(leaf.outliers() instanceof Outliers.Untreated)) {
                var group = "scoring_outlier_" + columns.index(leaf);
                var before = columns.adjusted(leaf);
                groups.put(
                        group,
                        Outliers.table(
                                group,
                                "scoring_adjusted",
                                before,
                                leaf.outliers().most()));
                made.put(columns.value(leaf), leaf.outliers().sql("t." + before, group));
                if (leaf.outliers() instanceof Outliers.WinsoriseElseLog) {
                    made.put(columns.logged(leaf), group + ".stubborn");
                }
            }
        }
        layers.join("scoring_adjusted", groups, made);
    }

    private void normalise(LayeredQuery layers) {
        var statistics = new Statistics("value", whatIf);
        var made = new LinkedHashMap<String, String>();
        for (var leaf : scheme.leaves()) {
            int i = columns.index(leaf);
            var figure = new Normalise.Value(columns.value(leaf), higher(leaf), scheme.full());
            made.put("u" + i, leaf.normalise().sql(figure, statistics));
        }
        layers.join(statistics, "scoring_value");
        made.forEach(layers::add);
    }

    private void impute(LayeredQuery layers) {
        var statistics = new Statistics("points", whatIf);
        var made = new LinkedHashMap<String, String>();
        for (var leaf : scheme.leaves()) {
            int i = columns.index(leaf);
            if (leaf.missing().fills()) {
                made.put(columns.column(leaf), leaf.missing().sql("u" + i, statistics));
            }
        }
        layers.join(statistics, "scoring_points");
        made.forEach(layers::add);
        layers.next();
    }

    /** From the leaves up: branches of the same height together. */
    private void aggregate(LayeredQuery layers) {
        int top = Columns.height(scheme.root());
        for (int height = 1; height <= top; height++) {
            var level = columns.atHeight(height);
            for (var branch : level) {
                layers.add(
                        "w" + branches.indexOf(branch),
                        columns.parts(branch)
                                .sum(c -> "case when " + c.column() + " is not null then " + c.share() + " end"));
            }
            layers.next();
            for (var branch : level) {
                int j = branches.indexOf(branch);
                var value = branch.aggregate().value(columns.parts(branch));
                layers.add(
                        "b" + j,
                        branch.atLeastPresent() == 0
                                ? value
                                : "case when w" + j + " >= " + number(branch.atLeastPresent() - WHOLE) + " then "
                                        + value + " end");
                if (Columns.isImputed(branch)) {
                    layers.add("q" + j, imputed(branch));
                }
            }
            layers.next();
        }
    }

    /** What is imputed counts as its children do. */
    private String imputed(Branch branch) {
        var parts = columns.parts(branch);
        return branch.children().stream()
                .filter(Columns::isImputed)
                .map(child -> parts.weightOf(columns.child(branch, child)) + " * " + columns.imputed(child))
                .collect(Collectors.joining(" + "));
    }

    /** Why there is no score; or the score. */
    private void conclude(LayeredQuery layers) {
        layers.add("reason", reason());
        layers.next();
        limit(layers);
    }

    /**
     * A query for the limits of each subject: {@code run, subject, floor_at, cap_at, grade_limit}, null where none holds.
     * Only for a scheme whose limits ask for indicators alone.
     */
    public static String limits(Scheme scheme, FigureSource source) {
        var compilation = new Compilation(scheme, Map.of());
        var layers = new LayeredQuery(source.sql(compilation.columns.indicators(), Set.of()));
        compilation.bounds(layers);
        return layers.query(List.of(
                "run",
                "subject",
                scheme.floors().isEmpty() ? "null as floor_at" : "floor_at",
                scheme.caps().isEmpty() ? "null as cap_at" : "cap_at",
                scheme.gradeLimits().isEmpty() ? "null as grade_limit" : "grade_limit"));
    }

    /** The score, and the floor and the cap that bind. */
    private void limit(LayeredQuery layers) {
        layers.add("uncapped", "case when reason is null then b0 end");
        bounds(layers);
        layers.next();
        if (!scheme.floors().isEmpty()) {
            layers.add("floored", "case when floor_at > uncapped then floor_at else uncapped end");
            layers.add(
                    "floor_note",
                    "case when floor_at > uncapped then floor_because || '，保底' || " + printed("floor_at")
                            + " || '分（原' || " + printed("uncapped") + " || '分）' end");
            layers.next();
        }
        var before = floored();
        if (scheme.caps().isEmpty()) {
            layers.add("score", before);
        } else {
            layers.add("score", "case when cap_at < " + before + " then cap_at else " + before + " end");
            layers.add(
                    "cap_note",
                    "case when cap_at < " + before + " then cap_because || '，封顶' || " + printed("cap_at")
                            + " || '分（原' || " + printed(before) + " || '分）' end");
        }
        layers.next();
    }

    /** The highest floor, the lowest cap and the worst grade limit whose conditions hold. */
    private void bounds(LayeredQuery layers) {
        if (!scheme.floors().isEmpty()) {
            var highest = sorted(scheme.floors(), Comparator.comparingDouble(limit -> -limit.limit()));
            layers.add("floor_at", cases(highest, limit -> number(limit.limit())));
            layers.add("floor_because", cases(highest, limit -> text(limit.because())));
        }
        if (!scheme.caps().isEmpty()) {
            var lowest = sorted(scheme.caps(), Comparator.comparingDouble(Scheme.Limit::limit));
            layers.add("cap_at", cases(lowest, limit -> number(limit.limit())));
            layers.add("cap_because", cases(lowest, limit -> text(limit.because())));
        }
        if (!scheme.gradeLimits().isEmpty()) {
            var worst = sorted(scheme.gradeLimits(), Comparator.comparingInt(limit -> -limit.place()));
            layers.add("grade_limit", cases(worst, limit -> number(limit.place())));
            layers.add("grade_note", cases(worst, limit -> text(limit.because() + "，等级不高于“" + limit.grade() + "”")));
        }
    }

    private static <T> List<T> sorted(List<T> limits, Comparator<T> order) {
        return limits.stream().sorted(order).toList();
    }

    private String reason() {
        var sql = new StringBuilder("case when left_out is not null then left_out");
        for (var requirement : scheme.requirements()) {
            sql.append(" when not (" + requirement.when().sql(columns::figure) + ") then "
                    + text(requirement.otherwise()));
        }
        for (var leaf : scheme.leaves()) {
            if (leaf.missing().excludes()) {
                sql.append(" when u" + columns.index(leaf) + " is null then "
                        + text("缺少“" + gauge(leaf).title() + "”数据"));
            }
        }
        if (scheme.atLeastPresent() > 0) {
            sql.append(" when " + present() + " < " + number(scheme.atLeastPresent() - WHOLE)
                    + " then '有数据的指标权重占' || cast(cast(round(100 * " + present()
                    + ") as integer) as varchar) || "
                    + text("%，不足" + Math.round(scheme.atLeastPresent() * 100) + "%"));
        }
        return sql.append(" when b0 is null then '无数据' end").toString();
    }

    /** The share of all indicators' weight that has a value of its own. */
    private String present() {
        var terms = new ArrayList<String>();
        present(scheme.root(), 1, terms);
        return "(" + String.join(" + ", terms) + ")";
    }

    private void present(Branch branch, double share, List<String> terms) {
        for (var child : branch.children()) {
            double part = share * Columns.share(branch, child);
            if (child instanceof Branch inner) {
                present(inner, part, terms);
            } else if (child instanceof Leaf leaf) {
                terms.add("case when " + columns.value(leaf) + " is null then 0e0 else " + number(part) + " end");
            }
        }
    }

    private <T extends Scheme.Conditional> String cases(List<T> limits, Function<T, String> then) {
        return limits.stream()
                .map(limit -> " when " + limit.when().sql(columns::figure) + " then " + then.apply(limit))
                .collect(Collectors.joining("", "case", " end"));
    }

    /** From the root down: how each branch counts in the score. */
    private void attribute(LayeredQuery layers) {
        for (int height = Columns.height(scheme.root()); height >= 1; height--) {
            for (var branch : columns.atHeight(height)) {
                Optional.ofNullable(branch.aggregate().loss(columns.parts(branch)))
                        .ifPresent(loss -> layers.add("e" + branches.indexOf(branch), loss));
            }
        }
        layers.next();
        for (var branch : branches) {
            for (var child : branch.children()) {
                if (child instanceof Branch inner) {
                    int j = branches.indexOf(inner);
                    var split = branch.aggregate().split(columns.parts(branch), columns.child(branch, child));
                    layers.add("m" + j, split.m());
                    var k = split.k();
                    if (k != null) {
                        layers.add("k" + j, k);
                    }
                }
            }
            layers.next();
        }
    }

    private List<String> row(Branch parent, Node node) {
        var child = columns.child(parent, node);
        var split = parent.aggregate().split(columns.parts(parent), child);
        var contribution = "case when reason is null then coalesce(" + split.m() + " * " + child.column() + ", 0e0)"
                + (split.k() == null ? "" : " + coalesce(" + split.k() + ", 0e0)") + " end";
        return List.of(
                text(node.name()),
                text(parent.name()),
                node instanceof Leaf leaf ? columns.raw(leaf) : child.column(),
                child.column(),
                child.share(),
                columns.parts(parent).weightOf(child),
                contribution,
                node instanceof Leaf leaf ? note(leaf) : "null",
                node instanceof Leaf leaf && leaf.divisor() != null ? columns.denominated(leaf) : "null",
                node instanceof Leaf leaf && !columns.value(leaf).equals(columns.denominated(leaf))
                        ? columns.value(leaf)
                        : "null",
                columns.imputed(node));
    }

    private String note(Leaf leaf) {
        var filled = lacking(leaf, leaf.missing().note());
        var lacking = leaf.missing()
                .unfilled()
                .map(unfilled -> "case when " + columns.column(leaf) + " is null then " + lacking(leaf, unfilled)
                        + " else " + filled + " end")
                .orElse(filled);
        var notes = new ArrayList<String>();
        if (Columns.isAdjusted(leaf)) {
            notes.add(leaf.smallSamples().note(columns.denominated(leaf), columns.adjusted(leaf)));
        }
        if (!(leaf.outliers() instanceof Outliers.Untreated)) {
            notes.add(leaf.outliers().note(columns.adjusted(leaf), columns.value(leaf), columns.logged(leaf)));
        }
        return notes.isEmpty()
                ? lacking
                : "nullif(concat_ws('；', " + String.join(", ", notes) + ", " + lacking + "), '')";
    }

    private String lacking(Leaf leaf, String missing) {
        return "case when " + columns.value(leaf) + " is null then " + text(missing) + " when u" + columns.index(leaf)
                + " is null then " + text(missing.replace("缺测", "组内数值相同或无法换算")) + " end";
    }

    private String printed(String column) {
        return "printf(" + text("%." + (scheme.full() <= 1 ? 4 : 2) + "f") + ", " + column + ")";
    }

    private Gauge gauge(Leaf leaf) {
        return gauges.getOrDefault(leaf.indicator(), new Gauge(leaf.indicator(), true, 1));
    }

    private boolean higher(Leaf leaf) {
        var better = leaf.better();
        return better == null ? gauge(leaf).higherIsBetter() : better;
    }
}
