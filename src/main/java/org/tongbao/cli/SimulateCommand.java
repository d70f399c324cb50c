package org.tongbao.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.study.Simulation;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "simulate",
        description = {
            "Shows what the places would have been under another scheme: who moves, most first, who gets another",
            "grade, and how alike the rankings are. Published results are not touched."
        },
        footer = {
            "",
            "Examples:",
            "  tongbao simulate monthly-ranking --scheme proposal.yaml --period 2026-06",
            "  tongbao simulate monthly-ranking --scheme proposal.yaml --period 2026-06 --history 12 --report what-if.pdf",
            "What differs between the schemes: tongbao scheme diff region-monthly proposal.yaml"
        })
final class SimulateCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Parameters(paramLabel = "JOB", description = "Job, such as monthly-ranking.")
    String job;

    @Option(
            names = "--scheme",
            required = true,
            paramLabel = "FILE",
            description = "The scheme to try, a YAML file; or NAME@VERSION. It bears the name of one of the job's.")
    String scheme;

    @Option(names = "--period", required = true, description = "Period, such as 2026-06.")
    String period;

    @Option(
            names = "--history",
            defaultValue = "1",
            paramLabel = "PERIODS",
            description = "So many periods, back from this one (${DEFAULT-VALUE}).")
    int history;

    @Option(
            names = "--top",
            defaultValue = "20",
            description = "Subjects shown; JSON and the report have all (${DEFAULT-VALUE}).")
    int top;

    @Option(names = "--report", paramLabel = "FILE", description = "A PDF to write, with charts.")
    @Nullable
    Path report;

    @Override
    public Integer call() throws IOException {
        if (history < 1 || top < 0) {
            throw new IllegalArgumentException("--history must be at least 1, and --top at least 0");
        }
        var workspace = program.workspace();
        var rulebook = Rulebook.readForLooking(workspace.home());
        var tried = Simulation.read(SchemeCommand.file(workspace.home(), scheme), rulebook);
        try (var warehouse = workspace.open();
                var session = warehouse.session()) {
            var simulation = Simulation.of(
                    session,
                    rulebook,
                    rulebook.job(job),
                    tried,
                    program.workspace().period(period),
                    history);
            if (program.json) {
                json(simulation);
            } else {
                print(simulation);
            }
            if (report != null) {
                write(simulation, session, rulebook);
            }
        }
        return 0;
    }

    private void print(Simulation simulation) {
        var out = program.out();
        out.println("as published, and by " + simulation.scheme().scheme().at().file() + ": "
                + simulation.scheme().scheme().title());
        out.println();
        program.printer()
                .rows(simulation.summaries().stream()
                        .map(row -> columns(
                                row,
                                "period",
                                "scope",
                                "ranked",
                                "mean_change",
                                "largest_change",
                                "spearman",
                                "kendall",
                                "regraded",
                                "entered",
                                "dropped"))
                        .toList());
        moves("Places in " + period + ", the largest changes first", simulation.latest());
        moves("Another grade in " + period, simulation.regraded());
    }

    private void moves(String title, List<Row> rows) {
        program.out().println();
        program.out().println(title + (rows.size() > top ? " (" + top + " of " + rows.size() + ")" : ""));
        program.printer()
                .rows(rows.stream()
                        .limit(top)
                        .map(row -> columns(
                                row,
                                "subject",
                                "name",
                                "published_rank",
                                "rank",
                                "moved",
                                "published_score",
                                "score",
                                "published_grade",
                                "grade"))
                        .toList());
    }

    private void json(Simulation simulation) {
        program.printer()
                .value(Printer.map(
                        "job", job,
                        "scheme", simulation.scheme().scheme().name(),
                        "file", simulation.scheme().scheme().at().file(),
                        "period", period,
                        "summaries",
                                simulation.summaries().stream()
                                        .map(Printer::plain)
                                        .toList(),
                        "moves", simulation.moves().stream().map(Printer::plain).toList()));
    }

    private void write(Simulation simulation, Session session, Rulebook rulebook) throws IOException {
        var file = Objects.requireNonNull(report).toAbsolutePath().normalize();
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (var pdf = Files.newOutputStream(file)) {
            simulation.report(session, rulebook, program.workspace().home(), pdf);
        }
        if (!program.json) {
            program.out().println();
            program.out().println("written to " + report);
        }
    }

    private static Row columns(Row row, String... names) {
        var columns = new LinkedHashMap<String, @Nullable Object>();
        for (var name : names) {
            columns.put(name, row.get(name));
        }
        return new Row(columns);
    }
}
