package org.tongbao.job;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.tongbao.rank.Ranking;
import org.tongbao.score.PlainTable;
import org.tongbao.score.Scheme;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
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

    /**
     * Reads, scores and ranks; gives subject, period, every node's points, score, grade, rank and change in the input's
     * order.
     *
     * @throws org.tongbao.spec.SpecException with every mistake in the scheme and in the table
     */
    public List<Row> rows() {
        return scored((session, table) -> session.query(PlainTable.SCORED), folder(input));
    }

    /** Like {@link #rows}, into a CSV. */
    public void write(Path output) {
        var file = output.toAbsolutePath().normalize();
        scored(
                (session, table) -> session.execute("copy (" + PlainTable.SCORED + ") to '"
                        + file.toString().replace("'", "''") + "' (header, delimiter ',')"),
                folder(input),
                folder(file));
    }

    /** Whether the scheme measures what it says on these values: the rows of {@code stage.health}. */
    public List<Row> health() {
        return scored(
                (session, table) -> {
                    table.examine();
                    return session.query("select measure, node, other, value, stated, n, note, warned from stage.health"
                            + " order by line");
                },
                folder(input));
    }

    private <T> T scored(BiFunction<Session, PlainTable, T> use, Path... folders) {
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
            plain.stand(places.standings(groups), peers != null);
            return use.apply(session, plain);
        }
    }

    private static Path folder(Path file) {
        var folder = file.getParent();
        return folder == null ? file : folder;
    }
}
