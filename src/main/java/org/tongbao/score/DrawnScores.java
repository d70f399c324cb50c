package org.tongbao.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongbao.score.compile.Columns;
import org.tongbao.score.compile.Compilation;
import org.tongbao.score.compile.FigureSource;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.score.scheme.Scheme.Gauge;
import org.tongbao.score.scheme.Uncertainty.Alternative;
import org.tongbao.warehouse.Session;

/**
 * Scores every subject under every draw. The points of the indicators do not depend on weights: they are computed once
 * for each way to get them and crossed with the draws; branches, floors and caps are computed as in the score itself.
 */
public final class DrawnScores {

    /** Temporary table with the scores: {@code run, draw, subject, score, grade_limit} and the nodes that were asked for. */
    public static final String TABLE = "drawn_score";

    private static final String WEIGHTS = "drawn_weight";

    private final Session session;
    private final Scheme scheme;
    private final Map<String, Gauge> gauges;
    private final FigureSource source;
    private final Draws draws;
    private final List<String> nodes;

    /**
     * Draws, and computes nothing yet.
     *
     * @param nodes whose points are asked for beside the score
     */
    DrawnScores(
            Session session,
            Scheme scheme,
            Map<String, Gauge> gauges,
            FigureSource source,
            Draws draws,
            List<String> nodes) {
        this.session = session;
        this.scheme = scheme;
        this.gauges = gauges;
        this.source = source;
        this.draws = draws;
        this.nodes = nodes;
    }

    /**
     * The draws as arrays; empty for a scheme whose scores need more than weighted means: those are for {@link #score}.
     *
     * @param rows table with {@code row_no, run, subject}: whose; numbered from 0 without gaps
     * @param count how many
     */
    public Optional<DrawnTree> tree(String rows, int count) {
        return DrawnTree.read(session, scheme, source, draws, nodes, rows, count);
    }

    /** How many draws there are, beside the declared decisions. */
    public int count() {
        return draws.count();
    }

    /** Seed of the random numbers. */
    public long seed() {
        return scheme.uncertainty().seed();
    }

    /** By how much of itself each weight was drawn up or down, 0..1. */
    public double spread() {
        return scheme.uncertainty().spread();
    }

    /** What is drawn: nodes for their weights, {@code normalise}, {@code aggregate}, {@code missing}. */
    public List<String> inputs() {
        return List.copyOf(draws.inputs().keySet());
    }

    /** The indicators that {@link #score} leaves out one at a time, and the number of the draw that does it. */
    public Map<Long, String> removals() {
        return draws.removals();
    }

    /** Scores as declared (draw 0), as drawn (1 and so on), and without one indicator each (below 0). */
    public void score() {
        prepare();
        score("select * from " + WEIGHTS);
    }

    /**
     * Scores draws of the first half, each with one input of the draw in the same place of the second half.
     *
     * @param inputs by what to add to the number of the draw
     * @param most how many, from the first on
     */
    public void swap(Map<Long, String> inputs, int most) {
        score(inputs.entrySet().stream()
                .map(e -> swapped(e.getValue(), e.getKey(), most))
                .collect(Collectors.joining("\nunion all\n")));
    }

    /** Draws, and computes the points by each way. */
    private void prepare() {
        session.execute("create or replace temp table " + WEIGHTS + " (" + String.join(", ", draws.types()) + ")");
        try (var rows = session.temporaryAppender(WEIGHTS)) {
            draws.rows().forEach(rows::row);
        }
        for (var way : scheme.uncertainty().alternatives()) {
            new Compilation(scheme.uncertainty().with(scheme, way), gauges)
                    .statements(source)
                    .forEach(session::execute);
            session.execute("create or replace temp table " + points(way) + " as select * from " + Compilation.TABLE);
        }
    }

    private String swapped(String input, long offset, int most) {
        var column = draws.inputs().get(input);
        var columns = draws.names().stream()
                .map(name -> name.equals("draw")
                        ? "a.draw + " + offset + " as draw"
                        : (name.equals(column) ? "b." : "a.") + name)
                .collect(Collectors.joining(", "));
        return "select " + columns + " from " + WEIGHTS + " as a join " + WEIGHTS + " as b on b.draw = a.draw + "
                + count() / 2 + " where a.draw between 1 and " + most;
    }

    private void score(String rows) {
        boolean first = true;
        for (var way : scheme.uncertainty().alternatives()) {
            session.execute((first ? "create or replace temp table " + TABLE + " as " : "insert into " + TABLE + " ")
                    + scores(rows, way));
            first = false;
        }
    }

    private String scores(String rows, Alternative way) {
        var drawn = scheme.uncertainty().with(scheme, way);
        var columns = new Columns(drawn, true);
        var shares = new ArrayList<String>();
        var picked = new ArrayList<>(List.of("p.run", "d.draw", "p.subject", "p.reason"));
        for (var branch : columns.branches()) {
            var all = branch.children().stream()
                    .map(child -> "coalesce(abs(" + columns.weight(child) + "), 0e0)")
                    .collect(Collectors.joining(" + "));
            for (var child : branch.children()) {
                shares.add("abs(" + columns.weight(child) + ") / nullif(" + all + ", 0) as " + columns.share(child));
                picked.add("d." + columns.weight(child));
                picked.add("d." + columns.share(child));
            }
        }
        for (var leaf : drawn.leaves()) {
            var column = columns.column(leaf);
            picked.add("case when d." + columns.weight(leaf) + " is not null then p." + column + " end as " + column);
            if (leaf.missing().fills()) {
                picked.add("p.u" + columns.index(leaf));
            }
        }
        for (int i = 0; i < columns.indicators().size(); i++) {
            picked.add("p.r" + i);
        }
        var points = "select " + String.join(", ", picked) + " from " + points(way) + " as p cross join (select *, "
                + String.join(", ", shares) + " from (" + rows + ") where normalise = " + way.normalise()
                + " and aggregate = " + way.aggregate() + " and missing = " + way.missing() + ") as d";
        var wanted = Stream.concat(
                        Stream.of("run", "draw", "subject", "score"),
                        Stream.of(
                                drawn.gradeLimits().isEmpty()
                                        ? "cast(null as double) as grade_limit"
                                        : "cast(grade_limit as double) as grade_limit"))
                .collect(Collectors.toCollection(ArrayList::new));
        for (int i = 0; i < nodes.size(); i++) {
            wanted.add(column(columns, nodes.get(i)) + " as breaker_" + i);
        }
        return Compilation.drawn(drawn, points, wanted);
    }

    private static String column(Columns columns, String node) {
        return columns.nodes().stream()
                .filter(n -> n.name().equals(node))
                .findFirst()
                .map(columns::column)
                .orElseThrow(() -> new IllegalArgumentException("no node '" + node + "'"));
    }

    private static String points(Alternative way) {
        return "drawn_points_" + way.normalise() + "_" + way.aggregate() + "_" + way.missing();
    }
}
