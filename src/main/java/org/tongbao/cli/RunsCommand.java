package org.tongbao.cli;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tongbao.job.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "runs",
        description = {
            "Lists the latest runs: how far they came, how long they took, why one failed and what takes it up again.",
            "It also works while a run does."
        },
        footer = {"", "Example: tongbao runs --steps"})
final class RunsCommand implements Callable<Integer> {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    @ParentCommand
    Tongbao program;

    @Option(names = "--last", paramLabel = "N", defaultValue = "12", description = "How many (12).")
    int last;

    @Option(names = "--steps", description = "With each step's time and rows.")
    boolean steps;

    @Override
    public Integer call() {
        var workspace = program.workspace();
        try (var operations = workspace.operations()) {
            var runs = new Runs(operations).latest(last);
            if (program.json) {
                runs.forEach(run -> program.printer().value(json(run)));
            } else if (runs.isEmpty()) {
                program.out().println("nothing has been run; begin with: tongbao run monthly-ranking --period 2026-06");
            } else {
                runs.forEach(this::print);
            }
        }
        return 0;
    }

    private void print(Runs.Entry run) {
        program.out()
                .printf(
                        Locale.ROOT,
                        "%4d  %-16s %-8s  %-11s  %s  %8s  %,10d rows%s%n",
                        run.run(),
                        run.job(),
                        run.period(),
                        run.state().word(),
                        run.began().format(MINUTE),
                        words(took(run)),
                        run.rows(),
                        run.state() == Runs.State.COMPLETED ? "" : ", reached " + run.reached());
        if (run.cause() != null) {
            program.out().println("      " + run.cause());
        }
        if (run.resume() != null) {
            program.out().println("      go on with: " + run.resume());
        }
        if (steps) {
            run.steps().forEach(step -> program.out()
                    .printf(
                            Locale.ROOT,
                            "      %-8s %-11s %8s  %,10d%n",
                            step.step(),
                            step.state(),
                            words(step.took()),
                            step.rows()));
        }
    }

    private static @Nullable Duration took(Runs.Entry run) {
        LocalDateTime ended = run.ended();
        return ended == null ? null : Duration.between(run.began(), ended);
    }

    private static String words(@Nullable Duration took) {
        return took == null
                ? ""
                : took.toHours() > 0
                        ? took.toHours() + " h " + took.toMinutesPart() + " min"
                        : took.toMinutes() > 0
                                ? took.toMinutes() + " min " + took.toSecondsPart() + " s"
                                : String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1e3);
    }

    /** A run as machines read it. */
    static Object json(Runs.Entry run) {
        var took = took(run);
        return Printer.map(
                "run",
                run.run(),
                "job",
                run.job(),
                "period",
                run.period().toString(),
                "until",
                run.until().word(),
                "state",
                run.state().word(),
                "reached",
                run.reached(),
                "began",
                run.began().truncatedTo(ChronoUnit.SECONDS).toString(),
                "seconds",
                took == null ? null : took.toMillis() / 1e3,
                "rows",
                run.rows(),
                "cause",
                run.cause(),
                "resume",
                run.resume(),
                "node",
                run.node(),
                "steps",
                run.steps().stream()
                        .map(step -> Printer.map(
                                "step",
                                step.step(),
                                "state",
                                step.state(),
                                "seconds",
                                step.took() == null ? null : step.took().toMillis() / 1e3,
                                "rows",
                                step.rows()))
                        .toList());
    }
}
