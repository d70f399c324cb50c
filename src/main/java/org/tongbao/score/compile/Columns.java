package org.tongbao.score.compile;

import static org.tongbao.warehouse.Sql.number;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tongbao.score.method.Aggregate;
import org.tongbao.score.method.Aggregate.Attribution;
import org.tongbao.score.method.Aggregate.Child;
import org.tongbao.score.method.Outliers;
import org.tongbao.score.method.SmallSamples;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.score.scheme.Scheme.Branch;
import org.tongbao.score.scheme.Scheme.Leaf;
import org.tongbao.score.scheme.Scheme.Node;

/**
 * Which column of a {@link Compilation} holds what: indicators, leaves and branches are numbered in the order of the tree.
 * A leaf has the number of its indicator unless one stands in two places.
 */
public final class Columns {

    private final Scheme scheme;
    private final List<String> indicators;
    private final List<String> leaves;
    private final List<Branch> branches = new ArrayList<>();
    private final Map<String, Attribution> points = new LinkedHashMap<>();
    private final boolean drawn;

    public Columns(Scheme scheme) {
        this(scheme, false);
    }

    /**
     * Names the columns.
     *
     * @param drawn whether weights stand in columns, and not in the scheme
     */
    public Columns(Scheme scheme, boolean drawn) {
        this.scheme = scheme;
        this.drawn = drawn;
        this.indicators = List.copyOf(scheme.indicators());
        this.leaves = scheme.leaves().stream().map(Leaf::name).toList();
        collect(scheme.root());
        points.put(Scheme.SCORE, new Attribution("1e0", null));
        branches.forEach(this::name);
    }

    /** The indicators by number. */
    public List<String> indicators() {
        return indicators;
    }

    /** The branches by number; a parent stands before its children. */
    public List<Branch> branches() {
        return branches;
    }

    /** The column of the scoring table with a node's points. */
    public String column(Node node) {
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
                points.put(inner.name(), new Attribution("m" + j, split.k() == null ? null : "k" + j));
            }
        }
    }

    /** The indicators whose numerators and denominators are asked for. */
    public Set<String> counted() {
        return scheme.leaves().stream()
                .filter(leaf -> isAdjusted(leaf) && leaf.divisor() == null)
                .map(Leaf::indicator)
                .collect(Collectors.toSet());
    }

    /** The column that a cap's name stands for: an indicator's own value, or a branch's points. */
    String figure(String name) {
        return branches.stream()
                .filter(branch -> branch.name().equals(name))
                .findFirst()
                .map(branch -> column(branch))
                .orElseGet(() -> raw(name));
    }

    List<String> all() {
        var columns = new LinkedHashSet<>(List.of("run", "grp", "subject", "left_out", "reason", "uncapped", "score"));
        if (!scheme.floors().isEmpty()) {
            columns.addAll(List.of("floor_at", "floored", "floor_note"));
        }
        if (!scheme.caps().isEmpty()) {
            columns.addAll(List.of("cap_at", "cap_note"));
        }
        if (!scheme.gradeLimits().isEmpty()) {
            columns.addAll(List.of("grade_limit", "grade_note"));
        }
        for (var leaf : scheme.leaves()) {
            int i = index(leaf);
            columns.addAll(List.of(raw(leaf), denominated(leaf), adjusted(leaf), value(leaf), "u" + i, column(leaf)));
            if (leaf.outliers() instanceof Outliers.WinsoriseElseLog) {
                columns.add(logged(leaf));
            }
        }
        // Also what only limits, denominators and the size ask for.
        IntStream.range(0, indicators.size()).forEach(i -> columns.add("r" + i));
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
            if (isImputed(branches.get(j))) {
                columns.add("q" + j);
            }
        }
        return List.copyOf(columns);
    }

    Aggregate.BranchColumns parts(Branch branch) {
        int j = branches.indexOf(branch);
        var p = Objects.requireNonNull(points.get(branch.name()));
        return new Aggregate.BranchColumns(children(branch), scheme.full(), "w" + j, "b" + j, "e" + j, p.m(), p.k());
    }

    List<Child> children(Branch branch) {
        return branch.children().stream()
                .map(node -> drawn
                        ? new Child(column(node), weight(node), share(node))
                        : new Child(column(node), number(node.weight()), number(share(branch, node))))
                .toList();
    }

    /** A child's share of the declared weights, 0..1. */
    static double share(Branch branch, Node child) {
        return Math.abs(child.weight())
                / branch.children().stream()
                        .mapToDouble(node -> Math.abs(node.weight()))
                        .sum();
    }

    /** All nodes below the root; a parent stands before its children. */
    public List<Node> nodes() {
        return branches.stream().flatMap(branch -> branch.children().stream()).toList();
    }

    /** The column with a node's drawn weight; null where the node is left out. */
    public String weight(Node node) {
        return "x" + nodes().indexOf(node);
    }

    /** The column with its share of the drawn weights. */
    public String share(Node node) {
        return "s" + nodes().indexOf(node);
    }

    Child child(Branch parent, Node node) {
        return children(parent).get(parent.children().indexOf(node));
    }

    List<Branch> atHeight(int height) {
        return branches.stream().filter(branch -> height(branch) == height).toList();
    }

    static int height(Node node) {
        return node instanceof Branch branch
                ? 1 + branch.children().stream().mapToInt(Columns::height).max().orElse(0)
                : 0;
    }

    /** The column with the indicator's value. */
    public String raw(Leaf leaf) {
        return raw(leaf.indicator());
    }

    /** The column with the value of an indicator. */
    public String raw(String indicator) {
        return "r" + indicators.indexOf(indicator);
    }

    /** The column with the value per unit: the raw one if it is not divided. */
    String denominated(Leaf leaf) {
        return leaf.divisor() == null ? raw(leaf) : "d" + index(leaf);
    }

    /** The column that says whether the group's values went to a logarithmic scale, where outliers decide about that. */
    String logged(Leaf leaf) {
        return "g" + index(leaf);
    }

    /** The column with the value after small samples. */
    String adjusted(Leaf leaf) {
        return isAdjusted(leaf) ? "v" + index(leaf) : denominated(leaf);
    }

    /** The column with the value to be normalised, after outliers. */
    String value(Leaf leaf) {
        return leaf.outliers() instanceof Outliers.Untreated ? adjusted(leaf) : "t" + index(leaf);
    }

    /** Whether points may stand in the place of missing values there. */
    public static boolean isImputed(Node node) {
        return node instanceof Leaf leaf
                ? leaf.missing().fills()
                : node instanceof Branch branch && branch.children().stream().anyMatch(Columns::isImputed);
    }

    /** The share of a node's points that stands in the place of missing values, 0..1. */
    String imputed(Node node) {
        if (!isImputed(node)) {
            return "0e0";
        }
        return node instanceof Leaf leaf
                ? "(case when u%1$d is null and n%1$d is not null then 1e0 else 0e0 end)".formatted(index(leaf))
                : "q" + branches.indexOf(node);
    }

    public static boolean isAdjusted(Leaf leaf) {
        return !(leaf.smallSamples() instanceof SmallSamples.Unadjusted);
    }

    /** The number of a leaf in the order of the tree. */
    public int index(Node leaf) {
        return leaves.indexOf(leaf.name());
    }
}
