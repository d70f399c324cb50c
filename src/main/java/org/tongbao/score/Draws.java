package org.tongbao.score;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.score.compile.Columns;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.score.scheme.Scheme.Branch;
import org.tongbao.score.scheme.Scheme.Node;
import org.tongbao.score.scheme.Uncertainty;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/**
 * The draws of a scheme: a row for each, with a column for each input. Draw 0 is the scheme as declared, 1.. are drawn,
 * and -1, -2 .. leave out one indicator or branch each.
 *
 * <p>A number is a hash of seed, draw and the input's name (SplitMix64: Steele, Lea and Flood 2014), not the next of a
 * sequence: so it depends neither on the order of draws or nodes nor on how many there are. Weights are uniform between
 * {@code weight * (1 - spread)} and {@code weight * (1 + spread)}.
 */
final class Draws {

    /** Inputs that are not weights, and at once the names of their columns; the order is that of {@link Uncertainty.Alternative}. */
    private static final List<String> CHOICES = List.of("normalise", "aggregate", "missing");

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final Pattern NUMBER = Pattern.compile("[0-9]*\\.?[0-9]+([eE][+-]?[0-9]+)?");

    private final Uncertainty uncertainty;
    private final Columns columns;
    private final List<Node> nodes;
    private final Map<String, String> inputs = new LinkedHashMap<>();
    private final List<Node> removable;
    private final @Nullable List<Map<String, Double>> given;

    /**
     * The draws of a scheme.
     *
     * @param given drawn weights by node, one map for each draw; null if they are to be drawn
     */
    Draws(Scheme scheme, Uncertainty uncertainty, @Nullable List<Map<String, Double>> given) {
        this.uncertainty = uncertainty;
        this.given = given;
        this.columns = new Columns(scheme, true);
        this.nodes = columns.nodes();
        this.removable = Stream.concat(
                        scheme.leaves().stream(),
                        nodes.stream().filter(node -> node instanceof Branch branch && !isWhole(branch, scheme)))
                .toList();
        for (var branch : columns.branches()) {
            for (var child : branch.children()) {
                if (given == null ? isInput(branch, child) : given.get(0).containsKey(child.name())) {
                    inputs.put(child.name(), columns.weight(child));
                }
            }
        }
        if (given == null) {
            var sizes = List.of(
                    uncertainty.normalise().size(),
                    uncertainty.aggregate().size(),
                    uncertainty.missing().size());
            for (int i = 0; i < CHOICES.size(); i++) {
                if (sizes.get(i) > 0) {
                    inputs.put(CHOICES.get(i), CHOICES.get(i));
                }
            }
        }
    }

    /**
     * Reads drawn weights: a CSV with a draw in each line and a node of the scheme over each column, or over the first
     * {@code draw}. Nodes that it does not name keep their weights. Empty, with problems noted, if it does not fit.
     */
    static Optional<List<Map<String, Double>>> read(Path csv, Scheme scheme, Problems problems) {
        int before = problems.count();
        var top = new Location(csv.toString(), 1);
        var rows = new SpecFiles(Path.of(""), problems).csv(csv);
        if (rows.isEmpty() && problems.count() > before) {
            return Optional.empty();
        }
        var names = rows.isEmpty() ? List.<String>of() : rows.get(0).cells();
        var known = new Columns(scheme).nodes().stream().map(Node::name).toList();
        var draws = new ArrayList<Map<String, Double>>();
        names.stream()
                .skip(names.isEmpty() || !names.get(0).equals("draw") ? 0 : 1)
                .filter(name -> !known.contains(name))
                .forEach(name -> problems.addUnknown(top, "node", name, known));
        for (var row : rows.subList(Math.min(1, rows.size()), rows.size())) {
            draws.add(weights(names, row.cells(), row.at(csv.toString()), problems));
        }
        if (draws.size() < 2) {
            problems.add(top, "needs two draws or more, one a line, below the names of the nodes");
        }
        return problems.count() == before ? Optional.of(draws) : Optional.empty();
    }

    private static Map<String, Double> weights(List<String> names, List<String> cells, Location at, Problems problems) {
        var weights = new LinkedHashMap<String, Double>();
        if (cells.size() != names.size()) {
            problems.add(at, "has " + cells.size() + " values under " + names.size() + " headings");
            return weights;
        }
        for (int i = 0; i < names.size(); i++) {
            var cell = cells.get(i).strip();
            if (names.get(i).equals("draw") && i == 0) {
                continue;
            }
            if (NUMBER.matcher(cell).matches()) {
                weights.put(names.get(i), Double.valueOf(cell));
            } else {
                problems.add(at, "column '" + names.get(i) + "': '" + cell + "' is not a weight (a number, 0 or more)");
            }
        }
        return weights;
    }

    /** A weight that is the only one of its level, or that does not count, is no input. */
    private static boolean isInput(Branch branch, Node child) {
        return child.weight() != 0
                && (branch.aggregate().takesPoints()
                        || (branch.aggregate().isMean() && branch.children().size() > 1));
    }

    int count() {
        return given == null ? uncertainty.draws() : given.size();
    }

    /** What is drawn, each by its column: nodes for their weights, and what else the scheme lets vary. */
    Map<String, String> inputs() {
        return inputs;
    }

    /** The number, among the nodes, of the one whose weight an input is. */
    int node(String input) {
        return nodes.stream().map(Node::name).toList().indexOf(input);
    }

    /** The indicators and branches that can be left out, and the draw that does it. */
    Map<Long, String> removals() {
        var removals = new LinkedHashMap<Long, String>();
        if (removable.size() > 1) {
            removable.forEach(leaf -> removals.put(-1L - removals.size(), leaf.name()));
        }
        return removals;
    }

    /** Names and types of the columns. */
    List<String> types() {
        var types = new ArrayList<>(List.of("draw bigint"));
        CHOICES.forEach(choice -> types.add(choice + " integer"));
        nodes.forEach(node -> types.add(columns.weight(node) + " double"));
        return types;
    }

    List<String> names() {
        return types().stream().map(type -> type.split(" ", 2)[0]).toList();
    }

    /** The rows: as declared, drawn, and each indicator left out. */
    List<@Nullable Object[]> rows() {
        var rows = new ArrayList<@Nullable Object[]>();
        for (long draw = 0; draw <= count(); draw++) {
            rows.add(row(draw));
        }
        removals().keySet().forEach(draw -> rows.add(row(draw)));
        return rows;
    }

    private @Nullable Object[] row(long draw) {
        var weights = weights(draw);
        var row = new @Nullable Object[1 + CHOICES.size() + weights.length];
        row[0] = draw;
        var ways = List.of(
                uncertainty.normalise().size(),
                uncertainty.aggregate().size(),
                uncertainty.missing().size());
        for (int i = 0; i < CHOICES.size(); i++) {
            row[1 + i] = draw > 0 && given == null ? (int) (random(draw, CHOICES.get(i)) * (1 + ways.get(i))) : 0;
        }
        for (int i = 0; i < weights.length; i++) {
            row[1 + CHOICES.size() + i] = Double.isNaN(weights[i]) ? null : weights[i];
        }
        return row;
    }

    /** The weights of a draw in the order of the nodes; NaN where a node is left out. */
    double[] weights(long draw) {
        var row = draw > 0 && given != null ? given.get(Math.toIntExact(draw) - 1) : Map.<String, Double>of();
        var without = draw < 0 ? removable.get(Math.toIntExact(-draw) - 1).name() : null;
        return nodes.stream()
                .mapToDouble(node -> isLeftOut(node, without) ? Double.NaN : weight(draw, node, row))
                .toArray();
    }

    private double weight(long draw, Node node, Map<String, Double> weights) {
        if (draw > 0 && given == null && inputs.containsKey(node.name())) {
            return node.weight() * (1 + uncertainty.spread() * (2 * random(draw, node.name()) - 1));
        }
        return weights.getOrDefault(node.name(), node.weight());
    }

    /** Whether nothing else is left without it. */
    private static boolean isWhole(Branch branch, Scheme scheme) {
        return scheme.leaves().stream().allMatch(leaf -> holds(branch, leaf));
    }

    /** A branch all of whose indicators are left out is so too, and what stands in one that is. */
    private boolean isLeftOut(Node node, @Nullable String without) {
        if (node.name().equals(without)) {
            return true;
        }
        boolean empty = node instanceof Branch branch
                && branch.children().stream().allMatch(child -> isLeftOut(child, without));
        return empty
                || removable.stream()
                        .anyMatch(gone ->
                                gone.name().equals(without) && gone instanceof Branch branch && holds(branch, node));
    }

    private static boolean holds(Branch branch, Node node) {
        return branch.children().stream()
                .anyMatch(child -> child.equals(node) || (child instanceof Branch inner && holds(inner, node)));
    }

    /** Uniform in 0..1, without 1. */
    private double random(long draw, String input) {
        long key = mixed(uncertainty.seed() + GOLDEN);
        key = mixed(key + draw * GOLDEN);
        for (byte letter : input.getBytes(StandardCharsets.UTF_8)) {
            key = mixed(key + (letter + 1) * GOLDEN);
        }
        return (key >>> 11) * 0x1.0p-53;
    }

    private static long mixed(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
