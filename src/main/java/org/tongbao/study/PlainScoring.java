package org.tongbao.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.tongbao.message.Refusal;
import org.tongbao.pipeline.RankUncertainty;
import org.tongbao.pull.PlainFile;
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
 * A scheme tried on a plain table, in memory: what {@code tongbao score} does.
 *
 * @param scheme the scheme file
 * @param input table whose first column is the subject and whose other columns are indicators; blank is missing
 * @param periodColumn heading of the column with the period, or null
 */
public record PlainScoring(
        Path scheme, Path input, @Nullable String periodColumn) {

    public PlainScoring {
        input = input.toAbsolutePath().normalize();
    }

    /** What can be asked of it. */
    public enum Asked {
        /** Every node's points, score, grade, place and change; and other weights, where the scheme compares them. */
        SCORES,
        /** The intervals of the places beside them, and the lines that fall inside. */
        INTERVALS,
        /** By how much each input makes places change. */
        SENSITIVITY,
        /** The places without each indicator and each branch. */
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

    /**
     * What an answer is read from.
     *
     * @param remark whether it is shown only where it has something to say
     */
    private record Query(String title, String file, String sql, boolean remark) {}

    private static final String LINES = "lines";
    private static final String WEIGHTS = "weights";
    private static final String SENSITIVITY = "sensitivity";
    private static final String REMOVAL = "removal";

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
        return scored(asked, draws, (session, queries) -> queries.stream()
                .map(query -> new Answer(query, session.query(query.sql())))
                .filter(answer -> !answer.query().remark() || !answer.rows().isEmpty())
                .map(answer -> new Table(answer.query().title(), answer.query().file(), answer.rows()))
                .toList());
    }

    private record Answer(Query query, List<Row> rows) {}

    /** Like {@link #rows}, into a CSV. */
    public void write(Path output) {
        write(output, EnumSet.of(Asked.SCORES), null);
    }

    /**
     * Like {@link #tables}, into CSVs; returns them.
     *
     * @throws Refusal when one of them would be written over a file that is read, or can't be written
     */
    public List<Path> write(Path output, Set<Asked> asked, @Nullable String draws) {
        var file = output.toAbsolutePath().normalize();
        refuseOutput(file, draws);
        return scored(
                asked,
                draws,
                (session, queries) -> queries.stream()
                        .map(query -> {
                            var to = beside(file, query.file());
                            session.execute("copy (" + query.sql() + ") to " + Sql.text(to.toString())
                                    + " (header, delimiter ',')");
                            return to;
                        })
                        .toList(),
                folder(file));
    }

    /** Whether the scheme measures what it says on these values: the rows of {@code stage.health}. */
    public List<Row> health() {
        return scoredBy((session, scored) -> scored.table().examine());
    }

    private void refuseOutput(Path file, @Nullable String draws) {
        var read = new LinkedHashMap<Path, String>(Map.of(input, "score.values"));
        read.put(scheme, "score.scheme");
        if (draws != null && !draws.matches(PlainTable.NUMBER_OF_DRAWS)) {
            read.put(Path.of(draws), "score.weights");
        }
        for (var name : List.of("", LINES, WEIGHTS, SENSITIVITY, REMOVAL)) {
            var to = beside(file, name);
            read.forEach((other, what) -> {
                if (isSame(to, other)) {
                    throw new Refusal("score.overwrites", to).and(what).and("score.name-another");
                }
            });
        }
        if (!Files.isDirectory(folder(file))) {
            throw new Refusal("score.no-folder", folder(file));
        }
        if (Files.isDirectory(file)) {
            throw new Refusal("score.is-folder", file);
        }
    }

    /**
     * Whether two paths lead to one file: by another spelling, a link, or where upper and lower case are not told apart,
     * be it on another machine.
     */
    private static boolean isSame(Path one, Path other) {
        try {
            if (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other)) {
                return true;
            }
            var folder = folder(one.toAbsolutePath());
            var otherFolder = folder(other.toAbsolutePath());
            return Files.isDirectory(folder)
                    && Files.isDirectory(otherFolder)
                    && Files.isSameFile(folder, otherFolder)
                    && folded(one).equals(folded(other));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String folded(Path file) {
        return Normalizer.normalize(String.valueOf(file.getFileName()), Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT);
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

    /** What has been read, scored and ranked. */
    private record Scored(Ranking ranking, PlainTable table, String groups) {}

    private <T> T scoredBy(BiFunction<Session, Scored, T> use, Path... folders) {
        try (var warehouse = Warehouse.inMemory(folders);
                var session = warehouse.session()) {
            var problems = new Problems();
            var block = new SpecFiles(Path.of(""), problems).yaml(scheme);
            var rules = block.flatMap(Scheme::read);
            var ranking = block.flatMap(b -> Ranking.read(b, true));
            if (problems.count() == 0) {
                rules.ifPresent(r -> r.examine(problems));
            }
            var table = rules.flatMap(r -> PlainFile.read(session, input, PlainTable.CELLS, problems)
                    .flatMap(file -> PlainTable.of(session, r, file.at(), file.header(), periodColumn, problems)));
            problems.throwIfAny();
            var plain = table.orElseThrow();
            var places = ranking.orElseThrow();
            var peers = places.peers();
            var groups = peers == null
                    ? plain.groups()
                    : plain.groups(peers.by(), !peers.classes().isEmpty(), peers.at());
            plain.score();
            plain.setStandings(places.standings(groups));
            if (!places.branches().isEmpty()) {
                plain.setBranchStandings(places.branchStandings(groups), places.branches());
            }
            return use.apply(session, new Scored(places, plain, groups));
        }
    }

    private <T> T scored(
            Set<Asked> asked, @Nullable String draws, BiFunction<Session, List<Query>, T> use, Path... folders) {
        return scoredBy(
                (session, scored) -> {
                    var plain = scored.table();
                    boolean drawn = !EnumSet.of(Asked.SCORES).containsAll(asked);
                    boolean intervals = drawn && draw(session, scored, asked.contains(Asked.SENSITIVITY), draws) > 0;
                    plain.defineScored(scored.ranking().peers() != null, intervals ? DrawnPlaces.INTERVAL : null);
                    return use.apply(session, queries(scored, asked));
                },
                folders);
    }

    /** Looks how sure the places are; returns how many draws were made. */
    private static int draw(Session session, Scored scored, boolean sensitivity, @Nullable String draws) {
        var ranking = scored.ranking();
        var drawn = scored.table().draw(draws, ranking.breakers());
        if (sensitivity && drawn.count() < 2) {
            throw new Refusal("score.no-draws");
        }
        var ranked = "select run, scope, subject, rank, \"of\" from " + PlainTable.STANDING + " where rank is not null";
        RankUncertainty.compute(
                session,
                drawn,
                new DrawnPlaces(session, ranking, ranked, scored.groups(), DrawnScores.TABLE),
                Long.MAX_VALUE);
        return drawn.count();
    }

    private static List<Query> queries(Scored scored, Set<Asked> asked) {
        var plain = scored.table();
        var queries = new ArrayList<Query>();
        queries.add(new Query("scores", "", PlainTable.SCORED, false));
        plain.weights()
                .ifPresent(sql -> queries.add(
                        new Query("weights that the data would give, beside those declared", WEIGHTS, sql, false)));
        if (asked.contains(Asked.INTERVALS)) {
            queries.add(new Query(
                    "lines inside an interval",
                    LINES,
                    "select " + plain.names() + ", d.line, d.warning from " + DrawnPlaces.LINE
                            + " as d join plain as p using (run, subject) order by p.position, d.line",
                    true));
        }
        if (asked.contains(Asked.SENSITIVITY)) {
            queries.add(new Query(
                    "sensitivity: share of the variance of the mean change of places",
                    SENSITIVITY,
                    "select " + plain.periodOf("d.run") + "d.input, d.first_order, d.total from " + DrawnPlaces.INDEX
                            + " as d order by d.run, d.total desc nulls last, d.input",
                    false));
        }
        if (asked.contains(Asked.REMOVAL)) {
            queries.add(new Query(
                    "places without an indicator or a branch",
                    REMOVAL,
                    "select " + plain.names() + ", d.node as without, d.rank, d.without as rank_without,"
                            + " d.rank - d.without as gained from " + DrawnPlaces.REMOVAL
                            + " as d join plain as p using (run, subject) order by d.turn, p.position",
                    false));
        }
        return queries;
    }

    private static Path folder(Path file) {
        var folder = file.getParent();
        return folder == null ? file : folder;
    }
}
