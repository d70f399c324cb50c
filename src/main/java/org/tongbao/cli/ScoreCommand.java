package org.tongbao.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tongbao.message.Refusal;
import org.tongbao.score.PlainTable;
import org.tongbao.study.PlainScoring;
import org.tongbao.study.PlainScoring.Asked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "score",
        description =
                "Scores and ranks any plain table by any scheme. The first column is the subject; columns called like"
                        + " the scheme's indicators hold their values.",
        footer = {
            "",
            "Examples:",
            "  tongbao score values.csv --scheme mine.yaml --periods month --output scored.csv",
            "  tongbao score values.csv --scheme mine.yaml --draws 1000 --sensitivity --remove"
        })
final class ScoreCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Parameters(paramLabel = "FILE", description = "The values, a CSV file or a workbook.")
    Path input;

    @Option(names = "--scheme", required = true, paramLabel = "FILE", description = "The scheme, a YAML file.")
    Path scheme;

    @Option(
            names = "--periods",
            paramLabel = "COLUMN",
            description =
                    "Heading of the column that names the period (2026-09, 2026年9月, 2026-Q3, 2026, ...); ranks then move"
                            + " against the period before in the table.")
    @Nullable
    String periods;

    @Option(names = "--output", paramLabel = "FILE", description = "The CSV to write; without it a table is shown.")
    @Nullable
    Path output;

    @Option(
            names = "--draws",
            paramLabel = "N|FILE",
            description =
                    "Shows how sure the ranks are: draws the weights N times as the scheme says (docs/uncertainty.md),"
                            + " or takes them from a CSV with a draw in each line and a node over each column. 0: no draws.")
    @Nullable
    String draws;

    @Option(names = "--sensitivity", description = "Shows by how much each weight makes ranks change (Sobol indices).")
    boolean sensitivity;

    @Option(names = "--remove", description = "Shows the ranks without each indicator and each branch.")
    boolean remove;

    @Option(names = "--health", description = "Shows instead whether the scheme measures what it says: docs/health.md.")
    boolean health;

    @Option(names = "--all", description = "With --health: every figure, not only those that somebody should look at.")
    boolean all;

    @Override
    public Integer call() {
        var scoring = new PlainScoring(scheme, input, periods);
        if (health) {
            if (output != null || draws != null || sensitivity || remove) {
                throw new Refusal("score.health-alone");
            }
            HealthCommand.print(program.printer(), program.out(), scoring.health(), all);
            return 0;
        }
        if (all) {
            throw new Refusal("score.all-of-health");
        }
        if (draws != null && !draws.matches(PlainTable.NUMBER_OF_DRAWS) && !Files.isRegularFile(Path.of(draws))) {
            throw new Refusal("score.draws", draws);
        }
        var asked = EnumSet.of(Asked.SCORES);
        if (draws != null && !draws.matches("0+")) {
            asked.add(Asked.INTERVALS);
        }
        if (sensitivity) {
            asked.add(Asked.SENSITIVITY);
        }
        if (remove) {
            asked.add(Asked.REMOVAL);
        }
        if (output == null) {
            show(scoring.tables(asked, draws));
        } else {
            scoring.write(output, asked, draws).forEach(file -> program.out().println("written to " + file));
        }
        return 0;
    }

    private void show(List<PlainScoring.Table> tables) {
        var printer = program.printer();
        for (var table : tables) {
            if (tables.size() > 1 && !printer.json()) {
                program.out().println(table.title());
            }
            printer.rows(table.rows());
            if (tables.size() > 1 && !printer.json()) {
                program.out().println();
            }
        }
    }
}
