package org.tongbao.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tongbao.job.PlainScoring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "score",
        description =
                "Scores and ranks any plain CSV by any scheme. The first column is the subject; columns called like"
                        + " the scheme's indicators hold their values.",
        footer = {"", "Example: tongbao score values.csv --scheme mine.yaml --periods month --output scored.csv"})
final class ScoreCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Parameters(paramLabel = "FILE", description = "The values, a CSV file.")
    Path input;

    @Option(names = "--scheme", required = true, paramLabel = "FILE", description = "The scheme, a YAML file.")
    Path scheme;

    @Option(
            names = "--periods",
            paramLabel = "COLUMN",
            description = "Heading of the column that names the period; ranks then move against the period before.")
    @Nullable
    String periods;

    @Option(names = "--output", paramLabel = "FILE", description = "The CSV to write; without it a table is shown.")
    @Nullable
    Path output;

    @Option(names = "--health", description = "Shows instead whether the scheme measures what it says: docs/health.md.")
    boolean health;

    @Override
    public Integer call() {
        var scoring = new PlainScoring(scheme, input, periods);
        if (health) {
            HealthCommand.print(program.printer(), program.out(), scoring.health(), false);
            return 0;
        }
        if (output == null) {
            program.printer().rows(scoring.rows());
        } else {
            scoring.write(output);
            program.out().println("written to " + output);
        }
        return 0;
    }
}
