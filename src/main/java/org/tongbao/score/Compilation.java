package org.tongbao.score;

import static org.tongbao.score.Sql.number;
import static org.tongbao.score.Sql.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tongbao.score.Aggregate.Child;
import org.tongbao.score.Aggregate.Points;
import org.tongbao.score.Scheme.Branch;
import org.tongbao.score.Scheme.Gauge;
import org.tongbao.score.Scheme.Leaf;
import org.tongbao.score.Scheme.Node;

/**
 * A scheme as SQL. One row for each subject, one column for each step of each node:
 *
 * <pre>
 *   r raw value -> v after small samples -> u points -> n with missing filled  (indicators; v, n if declared)
 *   w present weight, b score                                                (branches, from the leaves up)
 *   reason, uncapped, cap_at, score                                          (the whole)
 *   e loss, m and k: how the node counts in the score                        (branches, from the root down)
 * </pre>
 *
 * <p>Every sum is written out in the order of the file, and every aggregate is ordered or independent of order: so the
 * last bit does not depend on threads. What is particular to DuckDB: ordered aggregates, temporary tables, is distinct
 * from.
 */
final class Compilation {

    /** Temporary table with one row for each run and subject scored. */
    static final String TABLE = "scoring";

    private static final double WHOLE = 1e-12;

    private final Scheme scheme;
    private final Map<String, Gauge> gauges;
    private final List<String> indicators;
    private final List<Branch> branches = new ArrayList<>();
    private final Map<String, Points> points = new LinkedHashMap<>();

    Compilation(Scheme scheme, Map<String, Gauge> gauges) {
        this.scheme = scheme;
        this.gauges = gauges;
        this.indicators = List.copyOf(scheme.indicators());
        collect(scheme.root());
        points.put(Scheme.SCORE, new Points("1e0", null));
        branches.forEach(this::name);
    }

    /** The statements that fill {@link #TABLE}. */
    List<String> statements(Source source) {
        var layers = new Layers(source.sql(indicators, counted()));
        trust(layers);
        normalise(layers);
        impute(layers);
        aggregate(layers);
        conclude(layers);
        share(layers);
        return layers.into(TABLE, columns(), source.wanted());
    }

    /**
     * The rows of {@code stage.score}. Lists unnested side by side read {@link #TABLE} once, where a union would read it
     * once for each node.
     */
    String rows() {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of(
                text(Scheme.SCORE), "null", "uncapped", "score", "1e0", "1e0", "score", "coalesce(reason, cap_note)"));
        rows.add(List.of(
                text(Scheme.CAP),
                text(Scheme.SCORE),
                "cap_at",
                "null",
                "null",
                "null",
                "score - uncapped",
                "cap_note"));
        for (var branch : branches) {
            branch.children().forEach(child -> rows.add(row(branch, child)));
        }
        var columns =
                List.of("node", "parent", "raw", "normalised", "weight", "effective_weight", "contribution", "note");
        var lists = IntStream.range(0, columns.size())
                .mapToObj(i -> rows.stream()
                        .map(row -> row.get(i))
                        .collect(Collectors.joining(",\n    ", "unnest([", "]) as " + columns.get(i))))
                .collect(Collectors.joining(",\n  "));
        return "select * from (select run, " + text(scheme.name()) + " as scheme, subject,\n  " + lists + "\nfrom "
                + TABLE + ") where node <> " + text(Scheme.CAP) + " or note is not null";
    }

    /** The column of {@link #TABLE} with a node's points. */
    String column(Node node) {
        if (node instanceof Branch branch) {
            return "b" + branches.indexOf(branch);
        }
        return node instanceof Leaf leaf && leaf.missing().fills() ? "n" + index(node) : "u" + index(node);
    }

    private void collect(Branch branch) {
        branches.add(branch);
        for (var child : branch.children()) {
            if (child instanceof Branch inner) {
                collect(inner);
            }
        }
    }

    /** Names the columns that say how the branch's own branches count; a parent stands before its children. */
    private void name(Branch branch) {
        for (var child : branch.children()) {
            if (child instanceof Branch inner) {
                int j = branches.indexOf(inner);
                var split = branch.aggregate().split(parts(branch), child(branch, child));
                points.put(inner.name(), new Points("m" + j, split.k() == null ? null : "k" + j));
            }
        }
    }

    /** The indicators whose numerators and denominators are asked for. */
    private Set<String> counted() {
        return scheme.leaves().stream()
                .filter(leaf -> !isTrusted(leaf))
                .map(Leaf::name)
                .collect(Collectors.toSet());
    }

    private void trust(Layers layers) {
        var statistics = new Statistics("sample");
        var columns = new LinkedHashMap<String, String>();
        for (var leaf : scheme.leaves()) {
            int i = index(leaf);
            var figure = new SmallSamples.Figure(
                    "r" + i, "num" + i, "den" + i, gauge(leaf).factor(), higher(leaf));
            if (!isTrusted(leaf)) {
                columns.put(value(leaf), leaf.smallSamples().sql(figure, statistics));
            }
        }
        layers.join(statistics, "scoring_raw");
        columns.forEach(layers::add);
    }

    private void normalise(Layers layers) {
        var statistics = new Statistics("value");
        var columns = new LinkedHashMap<String, String>();
        for (var leaf : scheme.leaves()) {
            int i = index(leaf);
            var figure = new Normalise.Figure(value(leaf), higher(leaf), scheme.full());
            columns.put("u" + i, leaf.normalise().sql(figure, statistics));
        }
        layers.join(statistics, "scoring_value");
        columns.forEach(layers::add);
    }

    private void impute(Layers layers) {
        var statistics = new Statistics("points");
        var columns = new LinkedHashMap<String, String>();
        for (var leaf : scheme.leaves()) {
            int i = index(leaf);
            if (leaf.missing().fills()) {
                columns.put(column(leaf), leaf.missing().sql("u" + i, statistics));
            }
        }
        layers.join(statistics, "scoring_points");
        columns.forEach(layers::add);
        layers.next();
    }

    /** From the leaves up: branches of the same height together. */
    private void aggregate(Layers layers) {
        int top = height(scheme.root());
        for (int height = 1; height <= top; height++) {
            var level = atHeight(height);
            for (var branch : level) {
                layers.add(
                        "w" + branches.indexOf(branch),
                        parts(branch)
                                .sum(c ->
                                        "case when " + c.column() + " is not null then " + number(c.share()) + " end"));
            }
            layers.next();
            for (var branch : level) {
                int j = branches.indexOf(branch);
                var value = branch.aggregate().value(parts(branch));
                layers.add(
                        "b" + j,
                        branch.atLeastPresent() == 0
                                ? value
                                : "case when w" + j + " >= " + number(branch.atLeastPresent() - WHOLE) + " then "
                                        + value + " end");
            }
            layers.next();
        }
    }

    /** Why there is no score; or the score, and the cap that binds. */
    private void conclude(Layers layers) {
        layers.add("reason", reason());
        layers.next();
        layers.add("uncapped", "case when reason is null then b0 end");
        var caps = scheme.caps().stream()
                .sorted(Comparator.comparingDouble(Scheme.Cap::limit))
                .toList();
        layers.add("cap_at", cases(caps, cap -> number(cap.limit()), "double"));
        layers.add("cap_because", cases(caps, cap -> text(cap.because()), "varchar"));
        layers.next();
        layers.add("score", "case when cap_at < uncapped then cap_at else uncapped end");
        layers.add(
                "cap_note",
                "case when cap_at < uncapped then cap_because || '，封顶' || " + printed("cap_at") + " || '分（原' || "
                        + printed("uncapped") + " || '分）' end");
        layers.next();
    }

    private String reason() {
        var sql = new StringBuilder("case when left_out is not null then left_out");
        for (var leaf : scheme.leaves()) {
            if (leaf.missing() == Missing.EXCLUDE) {
                sql.append(" when u" + index(leaf) + " is null then "
                        + text("缺少“" + gauge(leaf).title() + "”数据"));
            }
        }
        if (scheme.atLeastPresent() > 0) {
            sql.append(" when " + present() + " < " + number(scheme.atLeastPresent() - WHOLE)
                    + " then '有数据的指标权重占' || cast(cast(round(100 * " + present()
                    + ") as integer) as varchar) || '%，不足" + Math.round(scheme.atLeastPresent() * 100) + "%'");
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
        var children = children(branch);
        for (int i = 0; i < children.size(); i++) {
            double part = share * children.get(i).share();
            var child = branch.children().get(i);
            if (child instanceof Branch inner) {
                present(inner, part, terms);
            } else if (child instanceof Leaf leaf) {
                terms.add("case when " + value(leaf) + " is null then 0e0 else " + number(part) + " end");
            }
        }
    }

    private String cases(List<Scheme.Cap> caps, Function<Scheme.Cap, String> then, String type) {
        return caps.isEmpty()
                ? "cast(null as " + type + ")"
                : caps.stream()
                        .map(cap -> " when " + cap.when().sql(this::figure) + " then " + then.apply(cap))
                        .collect(Collectors.joining("", "case", " end"));
    }

    /** The column that a cap's name stands for: an indicator's own value, or a branch's points. */
    private String figure(String name) {
        return branches.stream()
                .filter(branch -> branch.name().equals(name))
                .findFirst()
                .map(branch -> column(branch))
                .orElseGet(() -> "r" + indicators.indexOf(name));
    }

    /** From the root down: how each branch counts in the score. */
    private void share(Layers layers) {
        for (int height = height(scheme.root()); height >= 1; height--) {
            for (var branch : atHeight(height)) {
                Optional.ofNullable(branch.aggregate().loss(parts(branch)))
                        .ifPresent(loss -> layers.add("e" + branches.indexOf(branch), loss));
            }
        }
        layers.next();
        for (var branch : branches) {
            for (var child : branch.children()) {
                if (child instanceof Branch inner) {
                    int j = branches.indexOf(inner);
                    var split = branch.aggregate().split(parts(branch), child(branch, child));
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

    private List<String> columns() {
        var columns = new ArrayList<>(List.of("run", "subject", "reason", "uncapped", "cap_at", "score", "cap_note"));
        for (var leaf : scheme.leaves()) {
            int i = index(leaf);
            columns.addAll(Stream.of("r" + i, value(leaf), "u" + i, column(leaf))
                    .distinct()
                    .toList());
        }
        for (int j = 0; j < branches.size(); j++) {
            columns.addAll(List.of("w" + j, "b" + j));
            if (branches.get(j).aggregate().loss(parts(branches.get(j))) != null) {
                columns.add("e" + j);
            }
            if (j > 0) {
                var p = Objects.requireNonNull(points.get(branches.get(j).name()));
                columns.add(p.m());
                Optional.ofNullable(p.k()).ifPresent(columns::add);
            }
        }
        return columns;
    }

    private List<String> row(Branch parent, Node node) {
        var child = child(parent, node);
        var split = parent.aggregate().split(parts(parent), child);
        var contribution = "case when reason is null then coalesce(" + split.m() + " * " + child.column() + ", 0e0)"
                + (split.k() == null ? "" : " + coalesce(" + split.k() + ", 0e0)") + " end";
        return List.of(
                text(node.name()),
                text(parent.name()),
                node instanceof Leaf ? "r" + index(node) : child.column(),
                child.column(),
                number(child.share()),
                parts(parent).weightOf(child),
                contribution,
                node instanceof Leaf leaf ? note(leaf) : "null");
    }

    private String note(Leaf leaf) {
        int i = index(leaf);
        var missing = leaf.missing().note();
        var lacking = "case when " + value(leaf) + " is null then " + text(missing) + " when u" + i + " is null then "
                + text(missing.replace("缺测", "组内数值相同或无法换算")) + " end";
        if (isTrusted(leaf)) {
            return lacking;
        }
        return "nullif(concat_ws('；', " + leaf.smallSamples().note("r" + i, value(leaf)) + ", " + lacking + "), '')";
    }

    private String printed(String column) {
        return "printf('%." + (scheme.full() <= 1 ? 4 : 2) + "f', " + column + ")";
    }

    private Aggregate.Branch parts(Branch branch) {
        int j = branches.indexOf(branch);
        var p = Objects.requireNonNull(points.get(branch.name()));
        return new Aggregate.Branch(children(branch), scheme.full(), "w" + j, "b" + j, "e" + j, p.m(), p.k());
    }

    private List<Child> children(Branch branch) {
        double sum = branch.children().stream()
                .mapToDouble(node -> Math.abs(node.weight()))
                .sum();
        return branch.children().stream()
                .map(node -> new Child(column(node), node.weight(), Math.abs(node.weight()) / sum))
                .toList();
    }

    private Child child(Branch parent, Node node) {
        return children(parent).get(parent.children().indexOf(node));
    }

    private List<Branch> atHeight(int height) {
        return branches.stream().filter(branch -> height(branch) == height).toList();
    }

    private static int height(Node node) {
        return node instanceof Branch branch
                ? 1
                        + branch.children().stream()
                                .mapToInt(Compilation::height)
                                .max()
                                .orElse(0)
                : 0;
    }

    /** The column with the value to be normalised: the raw one if it is trusted. */
    private String value(Leaf leaf) {
        return (isTrusted(leaf) ? "r" : "v") + index(leaf);
    }

    private static boolean isTrusted(Leaf leaf) {
        return leaf.smallSamples() instanceof SmallSamples.Trusted;
    }

    private int index(Node leaf) {
        return indicators.indexOf(leaf.name());
    }

    private Gauge gauge(Leaf leaf) {
        return gauges.getOrDefault(leaf.name(), new Gauge(leaf.name(), true, 1));
    }

    private boolean higher(Leaf leaf) {
        var better = leaf.better();
        return better == null ? gauge(leaf).higherIsBetter() : better;
    }
}
