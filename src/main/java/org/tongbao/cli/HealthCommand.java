package org.tongbao.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.score.Health;
import org.tongbao.warehouse.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "health",
        description = {
            "Shows whether a scheme measured what it says: indicators that repeat or contradict each other, weights",
            "that have another influence than stated, branches that don't hang together, indicators that don't tell",
            "anybody apart, scores that follow size, and whether good scores came before fewer accidents.",
            "docs/health.md says what each figure is and what to do about it."
        },
        footer = {
            "",
            "Examples:",
            "  tongbao health region-monthly --period 2026-06          what somebody should look at",
            "  tongbao health region-monthly --period 2026-06 --all    every figure",
            "  tongbao score values.csv --scheme mine.yaml --health    the same of a table"
        })
final class HealthCommand implements Callable<Integer> {

    /** What each measure is, in the order of reading. */
    private static final Map<String, String> MEASURES = new LinkedHashMap<>();

    static {
        MEASURES.put(
                "correlation", "Correlation of points within a branch (above 0.90 redundant, below -0.40 opposed)");
        MEASURES.put("main effect", "Main effect: share of the score's variance that the indicator alone accounts for");
        MEASURES.put("influence", "Influence: the main effects as shares, beside the weights as stated");
        MEASURES.put("alpha", "Cronbach's alpha of a branch (below 0.50 its parts hardly rise and fall together)");
        MEASURES.put(
                "same points", "Largest share of subjects with the same points (from 0.95 on nobody is told apart)");
        MEASURES.put("size", "Rank correlation of points with size or denominators (from 0.50 on size is measured)");
        MEASURES.put(
                "outcome", "Rank correlation of last year's score with what has happened since (should be below 0)");
    }

    @ParentCommand
    Tongbao program;

    @Parameters(paramLabel = "SCHEME", description = "Scheme, such as region-monthly.")
    String scheme;

    @Option(names = "--period", required = true, description = "Period, such as 2026-06.")
    String period;

    @Option(names = "--job", description = "Job; without it the first that scores by the scheme.")
    @Nullable
    String job;

    @Option(names = "--all", description = "Every figure, not only those that somebody should look at.")
    boolean all;

    @Override
    public Integer call() {
        var workspace = program.workspace();
        var rulebook = Rulebook.readForLooking(workspace.home());
        var rows = workspace.look(
                job == null ? rulebook.jobThatScores(scheme).name() : job,
                program.workspace().period(period),
                (session, run, book) -> Health.of(session, scheme));
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("the run for " + period + " did not score by '" + scheme
                    + "', or an older Tongbao made it; run it again");
        }
        print(program.printer(), program.out(), rows, all);
        return 0;
    }

    /** Prints what should be looked at, or everything; JSON is always everything. */
    static void print(Printer printer, PrintStream out, List<Row> rows, boolean all) {
        if (printer.json()) {
            printer.rows(rows);
            return;
        }
        long warned = rows.stream().filter(row -> row.flag("warned")).count();
        MEASURES.forEach((measure, title) -> {
            var shown = rows.stream()
                    .filter(row -> row.text("measure").equals(measure))
                    .filter(row -> all || row.flag("warned") || measure.equals("outcome"))
                    .map(HealthCommand::columns)
                    .toList();
            if (!shown.isEmpty()) {
                out.println();
                out.println(title);
                printer.rows(shown);
            }
        });
        out.println();
        out.println(warned + " of " + rows.size() + " figures should be looked at"
                + (all ? "" : "; --all shows the others"));
    }

    private static Row columns(Row row) {
        var columns = new LinkedHashMap<>(row.values());
        columns.keySet().removeAll(List.of("measure", "warned"));
        if (row.isNull("other")) {
            columns.remove("other");
        }
        if (!row.text("measure").equals("influence")) {
            columns.remove("stated");
        }
        return new Row(columns);
    }
}
