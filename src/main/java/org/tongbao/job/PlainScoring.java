package org.tongbao.job;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tongbao.rank.Ranking;
import org.tongbao.score.PlainTable;
import org.tongbao.score.Scheme;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/**
 * A scheme tried on a plain CSV, in memory: what {@code tongbao score} does.
 *
 * @param scheme the scheme file
 * @param input CSV whose first column is the subject and whose other columns are indicators; blank is missing
 * @param periodColumn heading of the column with the period, or null
 * @param output CSV to be written: subject, period, every node, score, grade, rank, change
 */
public record PlainScoring(
        Path scheme, Path input, @Nullable String periodColumn, Path output) {

    public PlainScoring {
        input = input.toAbsolutePath().normalize();
        output = output.toAbsolutePath().normalize();
    }

    /**
     * Reads, scores, ranks and writes.
     *
     * @throws org.tongbao.spec.SpecException with every mistake in the scheme and in the table
     */
    public void run() {
        try (var warehouse = Warehouse.inMemory(folder(input), folder(output))) {
            try (var session = warehouse.session()) {
                run(session);
            }
        }
    }

    private void run(Session session) {
        var problems = new Problems();
        var block = new SpecFiles(Path.of(""), problems).yaml(scheme);
        var rules = block.flatMap(Scheme::read);
        var ranking = block.flatMap(b -> Ranking.read(b, true));
        var table = rules.flatMap(r -> PlainTable.read(session, r, input, periodColumn, problems));
        problems.throwIfAny();
        var plain = table.orElseThrow();
        plain.score();
        plain.write(ranking.orElseThrow().standings(plain.groups()), output);
    }

    private static Path folder(Path file) {
        var folder = file.getParent();
        return folder == null ? file : folder;
    }
}
