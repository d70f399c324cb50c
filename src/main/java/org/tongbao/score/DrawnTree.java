package org.tongbao.score;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tongbao.score.compile.Columns;
import org.tongbao.score.compile.Compilation;
import org.tongbao.score.compile.FigureSource;
import org.tongbao.score.method.Aggregate;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.score.scheme.Scheme.Branch;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;

/**
 * A scheme's draws as arrays: for trees of weighted means whose points and limits no draw changes. Nodes below the root and
 * branches are numbered as {@link Columns} does; branch 0 is the root, and a parent stands before its children.
 */
public final class DrawnTree {

    private final Draws draws;
    private final int[][] children;
    private final int[] branches;
    private final double[] enough;
    private final int[] breakers;
    private final double[][] points;
    private final boolean[] scored;
    private final double[][] limits;

    private DrawnTree(
            Draws draws,
            int[][] children,
            int[] branches,
            double[] enough,
            int[] breakers,
            double[][] points,
            boolean[] scored,
            double[][] limits) {
        this.draws = draws;
        this.children = children;
        this.branches = branches;
        this.enough = enough;
        this.breakers = breakers;
        this.points = points;
        this.scored = scored;
        this.limits = limits;
    }

    /**
     * Reads the points that were scored ({@code stage.score}) and the limits. Empty where draws are more than weights: other
     * means, other points, limits that ask for the points of branches.
     *
     * @param rows table with {@code row_no, run, subject}: whose; numbered from 0 without gaps
     * @param count how many
     */
    static Optional<DrawnTree> read(
            Session session,
            Scheme scheme,
            FigureSource source,
            Draws draws,
            List<String> breakers,
            String rows,
            int count) {
        var columns = new Columns(scheme, true);
        var branches = columns.branches();
        if (scheme.uncertainty().alternatives().size() > 1
                || branches.stream().anyMatch(branch -> branch.aggregate() != Aggregate.WEIGHTED_MEAN)
                || branches.stream().anyMatch(branch -> scheme.limitNames().contains(branch.name()))) {
            return Optional.empty();
        }
        var nodes = columns.nodes();
        var names = nodes.stream().map(Scheme.Node::name).toList();
        var points = points(session, scheme, names, rows, count);
        if (Stream.of(points).flatMapToDouble(Arrays::stream).anyMatch(Double::isInfinite)) {
            return Optional.empty();
        }
        var scored = new boolean[count];
        IntStream.range(0, count).forEach(i -> scored[i] = !Double.isNaN(points[names.size()][i]));
        return Optional.of(new DrawnTree(
                draws,
                branches.stream()
                        .map(branch -> branch.children().stream()
                                .mapToInt(nodes::indexOf)
                                .toArray())
                        .toArray(int[][]::new),
                nodes.stream()
                        .mapToInt(node -> node instanceof Branch ? branches.indexOf(node) : -1)
                        .toArray(),
                branches.stream()
                        .mapToDouble(Branch::atLeastPresent)
                        .map(least -> least == 0 ? 0 : least - Compilation.WHOLE)
                        .toArray(),
                breakers.stream().mapToInt(names::indexOf).toArray(),
                Arrays.copyOf(points, names.size()),
                scored,
                limits(session, scheme, source, rows, count)));
    }

    /** By node, and last of the whole. */
    private static double[][] points(Session session, Scheme scheme, List<String> names, String rows, int count) {
        var numbered = "["
                + Sql.texts(
                        Stream.concat(names.stream(), Stream.of(Scheme.SCORE)).toList()) + "]";
        var read = session.sql("""
                        select g.row_no, list_position(%1$s, s.node) - 1, s.normalised
                        from stage.score as s
                        join %2$s as g on g.run = s.run and g.subject = s.subject
                        where s.scheme = :scheme and s.normalised is not null and list_contains(%1$s, s.node)""".formatted(numbered, rows))
                .param("scheme", scheme.name())
                .numbers();
        var points = new double[names.size() + 1][count];
        for (var column : points) {
            Arrays.fill(column, Double.NaN);
        }
        for (int i = 0; i < read[0].length; i++) {
            // NaN stands for nothing here, so what is not a number in the warehouse is marked otherwise.
            points[(int) read[1][i]][(int) read[0][i]] =
                    Double.isNaN(read[2][i]) ? Double.POSITIVE_INFINITY : read[2][i];
        }
        return points;
    }

    private static double[][] limits(Session session, Scheme scheme, FigureSource source, String rows, int count) {
        var limits = new double[3][count];
        for (var column : limits) {
            Arrays.fill(column, Double.NaN);
        }
        if (!scheme.floors().isEmpty()
                || !scheme.caps().isEmpty()
                || !scheme.gradeLimits().isEmpty()) {
            var read = session.numbers("select g.row_no, l.floor_at, l.cap_at, l.grade_limit from ("
                    + Compilation.limits(scheme, source) + ") as l join " + rows + " as g using (run, subject)");
            for (int i = 0; i < read[0].length; i++) {
                for (int k = 0; k < limits.length; k++) {
                    limits[k][(int) read[0][i]] = read[k + 1][i];
                }
            }
        }
        return limits;
    }

    /** How many rows there are. */
    public int rows() {
        return scored.length;
    }

    /** The nodes in each branch, in the order of the file. */
    public int[][] children() {
        return children;
    }

    /** The branch that each node is; -1 for an indicator. */
    public int[] branches() {
        return branches;
    }

    /** The least share of its weights that each branch must have present; 0 if it need not. */
    public double[] enough() {
        return enough;
    }

    /** The nodes that tell equals apart. */
    public int[] breakers() {
        return breakers;
    }

    /** The points of each node by row, missing ones filled; NaN where there are none. Those of branches are as declared. */
    public double[][] points() {
        return points;
    }

    /** Who has a score at all. */
    public boolean[] scored() {
        return scored;
    }

    /** The floor of each row's score; NaN where none holds. */
    public double[] floors() {
        return limits[0];
    }

    /** The cap of each row's score; NaN where none holds. */
    public double[] caps() {
        return limits[1];
    }

    /** The number of the best grade that each row may have, from 0; NaN where none is forbidden. */
    public double[] bestGrades() {
        return limits[2];
    }

    /** The weights of a draw by node; NaN where it is left out. */
    public double[] weights(long draw) {
        return draws.weights(draw);
    }

    /** The node whose weight an input is. */
    public int node(String input) {
        return draws.node(input);
    }

    /** The numbers of the draws that leave out an indicator. */
    public List<Long> removals() {
        return List.copyOf(draws.removals().keySet());
    }
}
