package org.tongbao.score;

import static org.tongbao.score.Sql.number;
import static org.tongbao.score.Sql.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
 * last bit does not depend on threads. What is particular to DuckDB: ordered aggregates, temporary tables, unnest, is distinct
 * from.
 */
final class Compilation {

    /** Temporary table with one row for each run and subject scored. */
    static final String TABLE = "scoring";

    private static final double WHOLE = 1e-12;

    private final Scheme scheme;
    private final Map<String, Gauge> gauges;
    private final Columns columns;
    private final List<Branch> branches;

    Compilation(Scheme scheme, Map<String, Gauge> gauges) {
        this.scheme = scheme;
        this.gauges = gauges;
        this.columns = new Columns(scheme);
        this.branches = columns.branches();
    }

    /** The statements that fill {@link #TABLE}. */
    List<String> statements(Source source) {
        var layers = new Layers(source.sql(columns.indicators(), columns.counted()));
        trust(layers);
        normalise(layers);
        impute(layers);
        aggregate(layers);
        conclude(layers);
        share(layers);
        return layers.into(TABLE, columns.all(), source.wanted());
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
        var names =
                List.of("node", "parent", "raw", "normalised", "weight", "effective_weight", "contribution", "note");
        var lists = IntStream.range(0, names.size())
                .mapToObj(i -> rows.stream()
                        .map(row -> row.get(i))
                        .collect(Collectors.joining(",\n    ", "unnest([", "]) as " + names.get(i))))
                .collect(Collectors.joining(",\n  "));
        return "select * from (select run, " + text(scheme.name()) + " as scheme, subject,\n  " + lists + "\nfrom "
                + TABLE + ") where node <> " + text(Scheme.CAP) + " or note is not null";
    }

    /** The column of {@link #TABLE} with a node's points. */
    String column(Node node) {
        return columns.column(node);
    }

    private void trust(Layers layers) {
        var statistics = new Statistics("sample");
        var made = new LinkedHashMap<String, String>();
        for (var leaf : scheme.leaves()) {
            int i = columns.index(leaf);
            var figure = new SmallSamples.Figure(
                    "r" + i, "num" + i, "den" + i, gauge(leaf).factor(), higher(leaf));
            if (!Columns.isTrusted(leaf)) {
                made.put(columns.value(leaf), leaf.smallSamples().sql(figure, statistics));
            }
        }
        layers.join(statistics, "scoring_raw");
        made.forEach(layers::add);
    }

    private void normalise(Layers layers) {
        var statistics = new Statistics("value");
        var made = new LinkedHashMap<String, String>();
        for (var leaf : scheme.leaves()) {
            int i = columns.index(leaf);
            var figure = new Normalise.Figure(columns.value(leaf), higher(leaf), scheme.full());
            made.put("u" + i, leaf.normalise().sql(figure, statistics));
        }
        layers.join(statistics, "scoring_value");
        made.forEach(layers::add);
    }

    private void impute(Layers layers) {
        var statistics = new Statistics("points");
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
    private void aggregate(Layers layers) {
        int top = Columns.height(scheme.root());
        for (int height = 1; height <= top; height++) {
            var level = columns.atHeight(height);
            for (var branch : level) {
                layers.add(
                        "w" + branches.indexOf(branch),
                        columns.parts(branch)
                                .sum(c ->
                                        "case when " + c.column() + " is not null then " + number(c.share()) + " end"));
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
                sql.append(" when u" + columns.index(leaf) + " is null then "
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
        var children = columns.children(branch);
        for (int i = 0; i < children.size(); i++) {
            double part = share * children.get(i).share();
            var child = branch.children().get(i);
            if (child instanceof Branch inner) {
                present(inner, part, terms);
            } else if (child instanceof Leaf leaf) {
                terms.add("case when " + columns.value(leaf) + " is null then 0e0 else " + number(part) + " end");
            }
        }
    }

    private String cases(List<Scheme.Cap> caps, Function<Scheme.Cap, String> then, String type) {
        return caps.isEmpty()
                ? "cast(null as " + type + ")"
                : caps.stream()
                        .map(cap -> " when " + cap.when().sql(columns::figure) + " then " + then.apply(cap))
                        .collect(Collectors.joining("", "case", " end"));
    }

    /** From the root down: how each branch counts in the score. */
    private void share(Layers layers) {
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
                node instanceof Leaf ? "r" + columns.index(node) : child.column(),
                child.column(),
                number(child.share()),
                columns.parts(parent).weightOf(child),
                contribution,
                node instanceof Leaf leaf ? note(leaf) : "null");
    }

    private String note(Leaf leaf) {
        int i = columns.index(leaf);
        var missing = leaf.missing().note();
        var lacking = "case when " + columns.value(leaf) + " is null then " + text(missing) + " when u" + i
                + " is null then " + text(missing.replace("缺测", "组内数值相同或无法换算")) + " end";
        if (Columns.isTrusted(leaf)) {
            return lacking;
        }
        return "nullif(concat_ws('；', " + leaf.smallSamples().note("r" + i, columns.value(leaf)) + ", " + lacking
                + "), '')";
    }

    private String printed(String column) {
        return "printf('%." + (scheme.full() <= 1 ? 4 : 2) + "f', " + column + ")";
    }

    private Gauge gauge(Leaf leaf) {
        return gauges.getOrDefault(leaf.name(), new Gauge(leaf.name(), true, 1));
    }

    private boolean higher(Leaf leaf) {
        var better = leaf.better();
        return better == null ? gauge(leaf).higherIsBetter() : better;
    }
}
