package org.tongbao.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.tongbao.pipeline.RankUncertainty;
import org.tongbao.rank.DrawnPlaces;
import org.tongbao.rank.Ranking;
import org.tongbao.score.DrawnScores;
import org.tongbao.score.PlainTable;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.Warehouse;

/**
 * A scheme tried on a plain CSV, in memory: what {@code tongbao score} does.
 *
 * @param scheme the scheme file
 * @param input CSV whose first column is the subject and whose other columns are indicators; blank is missing
 * @param periodColumn heading of the column with the period, or null
 */
public record PlainScoring(
        Path scheme, Path input, @Nullable String periodColumn) {

    public PlainScoring {
        input = input.toAbsolutePath().normalize();
    }

    /** What can be asked of it. */
    public enum Asked {
        /** Every node's points, score, grade, place and change. */
        SCORES,
        /** The intervals of the places beside them, and the lines that fall inside. */
        INTERVALS,
        /** By how much each input makes places change. */
        SENSITIVITY,
        /** The places without each indicator. */
        REMOVAL
    }

    /**
     * An answer.
     *
     * @param title what it is
     * @param file what a file with it is called, after the name of that with the scores
     */
    public record Table(String title, String file, List<Row> rows) {
        public Table {
            rows = List.copyOf(rows);
        }
    }

    /** What an answer is read from. */
    private record Query(String title, String file, String sql) {}

    /**
     * Reads, scores and ranks; gives subject, period, every node's points, score, grade, rank and change in the input's
     * order.
     *
     * @throws org.tongbao.spec.SpecException with every mistake in the scheme and in the table
     */
    public List<Row> rows() {
        return tables(EnumSet.of(Asked.SCORES), null).get(0).rows();
    }

    /**
     * The same and what else is asked for.
     *
     * @param draws a file with drawn weights, or how many times to draw; null for as many as the scheme says
     */
    public List<Table> tables(Set<Asked> asked, @Nullable String draws) {
        return scored(
                asked,
                draws,
                (session, table) -> queries(session, asked, table).stream()
                        .map(query -> new Table(query.title(), query.file(), session.query(query.sql())))
                        .toList(),
                folder(input));
    }

    /** Like {@link #rows}, into a CSV. */
    public void write(Path output) {
        write(output, EnumSet.of(Asked.SCORES), null);
    }

    /** Like {@link #tables}, into CSVs; returns them. */
    public List<Path> write(Path output, Set<Asked> asked, @Nullable String draws) {
        var file = output.toAbsolutePath().normalize();
        return scored(
                asked,
                draws,
                (session, table) -> queries(session, asked, table).stream()
                        .map(query -> {
                            var to = beside(file, query.file());
                            session.execute("copy (" + query.sql() + ") to " + Sql.text(to.toString())
                                    + " (header, delimiter ',')");
                            return to;
                        })
                        .toList(),
                folder(input),
                folder(file));
    }

    /** Whether the scheme measures what it says on these values: the rows of {@code stage.health}. */
    public List<Row> health() {
        return scored(
                EnumSet.of(Asked.SCORES),
                null,
                (session, table) -> {
                    return table.examine();
                },
                folder(input));
    }

    /** {@code scored.csv} -> {@code scored-removal.csv}. */
    private static Path beside(Path file, String name) {
        if (name.isEmpty()) {
            return file;
        }
        var plain = String.valueOf(file.getFileName());
        int dot = plain.lastIndexOf('.');
        return file.resolveSibling(
                dot < 0 ? plain + "-" + name : plain.substring(0, dot) + "-" + name + plain.substring(dot));
    }

    private <T> T scored(
            Set<Asked> asked, @Nullable String draws, BiFunction<Session, PlainTable, T> use, Path... folders) {
        try (var warehouse = Warehouse.inMemory(folders);
                var session = warehouse.session()) {
            var problems = new Problems();
            var block = new SpecFiles(Path.of(""), problems).yaml(scheme);
            var rules = block.flatMap(Scheme::read);
            var ranking = block.flatMap(b -> Ranking.read(b, true));
            var table = rules.flatMap(r -> PlainTable.read(session, r, input, periodColumn, problems));
            problems.throwIfAny();
            var plain = table.orElseThrow();
            plain.score();
            var places = ranking.orElseThrow();
            var peers = places.peers();
            var groups = peers == null ? plain.groups() : plain.groups(peers.by(), peers.at());
            plain.setStandings(places.standings(groups));
            boolean drawn = !EnumSet.of(Asked.SCORES).containsAll(asked);
            if (drawn) {
                var ranked = "select run, scope, subject, rank, \"of\" from " + PlainTable.STANDING
                        + " where rank is not null";
                RankUncertainty.compute(
                        session,
                        plain.draw(draws, places.breakers()),
                        new DrawnPlaces(session, places, ranked, groups, DrawnScores.TABLE),
                        Long.MAX_VALUE);
            }
            plain.defineScored(peers != null, drawn ? DrawnPlaces.INTERVAL : null);
            return use.apply(session, plain);
        }
    }

    private static List<Query> queries(Session session, Set<Asked> asked, PlainTable plain) {
        var queries = new ArrayList<Query>();
        queries.add(new Query("scores", "", PlainTable.SCORED));
        var lines = "select " + plain.names() + ", d.line, d.warning from " + DrawnPlaces.LINE
                + " as d join plain as p using (run, subject) order by p.position, d.line";
        if (asked.contains(Asked.INTERVALS) && !session.query(lines).isEmpty()) {
            queries.add(new Query("lines inside an interval", "lines", lines));
        }
        if (asked.contains(Asked.SENSITIVITY)) {
            queries.add(new Query(
                    "sensitivity: share of the variance of the mean change of places",
                    "sensitivity",
                    "select " + plain.periodOf("d.run") + "d.input, d.first_order, d.total from " + DrawnPlaces.INDEX
                            + " as d order by d.run, d.total desc nulls last, d.input"));
        }
        if (asked.contains(Asked.REMOVAL)) {
            queries.add(new Query(
                    "places without an indicator",
                    "removal",
                    "select " + plain.names() + ", d.node as without, d.rank, d.without as rank_without,"
                            + " d.rank - d.without as gained from " + DrawnPlaces.REMOVAL
                            + " as d join plain as p using (run, subject) order by d.turn, p.position"));
        }
        return queries;
    }

    private static Path folder(Path file) {
        var folder = file.getParent();
        return folder == null ? file : folder;
    }
}
