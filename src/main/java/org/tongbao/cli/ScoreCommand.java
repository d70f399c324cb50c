package org.tongbao.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tongbao.job.PlainScoring;
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
        new PlainScoring(scheme, input, periodColumn, output).run();
        program.out().println("written to " + output);
        return 0;
    }
}
