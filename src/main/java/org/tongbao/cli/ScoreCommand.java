package org.tongbao.cli;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tongbao.rank.Ranking;
import org.tongbao.score.PlainTable;
import org.tongbao.score.Scheme;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Warehouse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "score",
        description =
                "Scores and ranks any plain CSV by any scheme. The first column is the subject; columns called like"
                        + " the scheme's indicators hold their values.",
        footer = {
            "",
            "Example: tongbao score --scheme mine.yaml --input values.csv --period-column month --output scored.csv"
        })
final class ScoreCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Option(names = "--scheme", required = true, paramLabel = "FILE", description = "The scheme, a YAML file.")
    Path scheme;

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "The values, a CSV file.")
    Path input;

    @Option(names = "--period-column", description = "Heading of the column that names the period.")
    @Nullable
    String periodColumn;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The CSV to write.")
    Path output;

    @Override
    public Integer call() {
        score(scheme, input, periodColumn, output);
        program.out().println("written to " + output);
        return 0;
    }

    static void score(Path scheme, Path input, @Nullable String periodColumn, Path output) {
        var problems = new Problems();
        var block = new SpecFiles(Path.of(""), problems).yaml(scheme);
        var ranking = block.flatMap(b -> Ranking.read(b, true));
        var read = block.flatMap(Scheme::read);
        problems.throwIfAny();
        var from = Objects.requireNonNull(input.toAbsolutePath().getParent());
        var to = Objects.requireNonNull(output.toAbsolutePath().getParent());
        try (var warehouse = Warehouse.inMemory(from, to);
                var session = warehouse.session()) {
            var table = PlainTable.read(session, read.orElseThrow(), input.toAbsolutePath(), periodColumn, problems);
            problems.throwIfAny();
            table.orElseThrow().score();
            table.get().write(ranking.orElseThrow().standings(table.get().groups()), output.toAbsolutePath());
        }
    }
}
