package org.tongbao.cli;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tongbao.measure.Basis;
import org.tongbao.measure.Evidence;
import org.tongbao.message.Refusal;
import org.tongbao.pull.PersonalNames;
import org.tongbao.rulebook.ClauseCoverage;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Unused;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.RunLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "basis",
        description = {
            "Shows for each clause of the regulations what answers it, with which figure, and which tables print it.",
            "A figure is that of the job's latest run for a period that ended with the given one, or before.",
            "With --rows, under each indicator and finding the first source rows behind it."
        },
        footer = {
            "",
            "Examples:",
            "  tongbao basis --period 2026-06 R036 R082",
            "  tongbao basis --period 2026-06 R024 --rows 5"
        })
final class BasisCommand implements Callable<Integer> {

    /** A line should stay one. */
    private static final int TOLD = 3;

    @ParentCommand
    Tongbao program;

    @Parameters(arity = "0..*", paramLabel = "CLAUSE", description = "Clauses, such as R036 (default: all).")
    List<String> clauses = List.of();

    @Option(names = "--period", defaultValue = "2026-06", description = "Period (${DEFAULT-VALUE}).")
    String period;

    @Option(names = "--rows", defaultValue = "0", description = "Source rows shown behind a figure (${DEFAULT-VALUE}).")
    int rows;

    @Override
    public Integer call() {
        var workspace = program.workspace();
        var rulebook = workspace.rulebookForLooking();
        var known = rulebook.rules().basis().clauses();
        for (var clause : clauses) {
            if (!known.containsKey(clause)) {
                throw Refusal.unknown("clause.unknown", clause, known.keySet());
            }
        }
        var answers = ClauseCoverage.all(rulebook);
        if (!clauses.isEmpty()) {
            answers.keySet().retainAll(clauses);
        }
        try (var warehouse = workspace.open()) {
            var figures = figures(
                    rulebook,
                    warehouse,
                    answers,
                    program.workspace().period(period).end());
            var lines = new ArrayList<Row>();
            known.values().stream()
                    .filter(clause -> clauses.isEmpty() || clauses.contains(clause.id()))
                    .forEach(clause -> lines.addAll(
                            rulebook.isInForce(clause.id())
                                    ? lines(clause, answers.getOrDefault(clause.id(), List.of()), figures)
                                    : List.of(row(clause, null, null, "not in force here"))));
            program.printer().rows(lines);
            figures.forEach((answer, figure) -> figure.evidence()
                    .ifPresent(evidence -> print(answer, figure, evidence, PersonalNames.of(rulebook.catalog()))));
        }
        return answers.entrySet().stream()
                        .filter(answer -> rulebook.isInForce(answer.getKey()))
                        .anyMatch(answer -> answer.getValue().stream()
                                .allMatch(each -> each.printed().isEmpty()))
                ? 1
                : 0;
    }

    private record Figure(String period, String words, Optional<Evidence> evidence, String status) {}

    private void print(ClauseCoverage answer, Figure figure, Evidence evidence, PersonalNames names) {
        var printer = program.printer();
        if (printer.json()) {
            evidence.rows()
                    .forEach(row -> printer.value(Printer.map(
                            "answer",
                            answer.kind() + " " + answer.name(),
                            "period",
                            figure.period(),
                            "row",
                            names.shown(row).values())));
            return;
        }
        program.out()
                .printf(
                        "%n%s %s  %s %s  %s%n",
                        answer.kind(), answer.name(), answer.job().name(), figure.period(), figure.words());
        Account.rows(evidence, 0, program.out(), names);
    }

    /** A job's figures are asked for in one session, which sees the warehouse as the job's latest run by then saw it. */
    private Map<ClauseCoverage, Figure> figures(
            Rulebook rulebook, Warehouse warehouse, Map<String, List<ClauseCoverage>> answers, LocalDate end) {
        var byJob = new LinkedHashMap<Job, List<ClauseCoverage>>();
        answers.values().stream().flatMap(List::stream).distinct().forEach(answer -> byJob.computeIfAbsent(
                        answer.job(), job -> new ArrayList<>())
                .add(answer));
        var figures = new LinkedHashMap<ClauseCoverage, Figure>();
        byJob.forEach((job, asked) -> {
            try (var session = warehouse.session()) {
                rulebook.catalog().define(session);
                new RunLedger(session).latestBy(job.name(), end).ifPresent(run -> {
                    rulebook.pin(session, run);
                    var unused = Unused.reasons(session);
                    asked.forEach(answer -> figures.put(
                            answer,
                            unused.containsKey(answer.name())
                                    ? new Figure(
                                            run.period().toString(),
                                            "缺" + unused.get(answer.name()),
                                            Optional.empty(),
                                            "not in use")
                                    : new Figure(
                                            run.period().toString(),
                                            answer.figure().apply(session),
                                            evidence(rulebook, answer, session),
                                            answer.printed().isEmpty() ? "computed, printed nowhere" : "printed")));
                });
            }
        });
        return figures;
    }

    private Optional<Evidence> evidence(Rulebook rulebook, ClauseCoverage answer, Session session) {
        if (rows == 0) {
            return Optional.empty();
        }
        var rules = rulebook.rules();
        return switch (answer.kind()) {
            case "indicator" ->
                Optional.ofNullable(rules.indicators().get(answer.name()))
                        .map(indicator -> Evidence.of(session, indicator, rows));
            case "finding" ->
                Optional.ofNullable(rules.findings().get(answer.name())).map(rule -> Evidence.of(session, rule, rows));
            default -> Optional.empty();
        };
    }

    private static List<Row> lines(
            Basis.Clause clause, List<ClauseCoverage> answers, Map<ClauseCoverage, Figure> figures) {
        if (answers.isEmpty()) {
            return List.of(row(clause, null, null, "nothing answers it"));
        }
        return answers.stream()
                .map(answer -> {
                    var figure = figures.get(answer);
                    return row(clause, answer, figure, figure == null ? "not run yet" : figure.status());
                })
                .toList();
    }

    /** The first few tables that print something; the others are counted. */
    private static String told(List<String> places) {
        var first = String.join(", ", places.subList(0, Math.min(TOLD, places.size())));
        return places.size() > TOLD ? first + " and " + (places.size() - TOLD) + " more" : first;
    }

    private static Row row(
            Basis.Clause clause, @Nullable ClauseCoverage answer, @Nullable Figure figure, String status) {
        return new Row(Printer.map(
                "clause",
                clause.id(),
                "asks",
                clause.asks(),
                "kind",
                clause.kind(),
                "answer",
                answer == null ? null : answer.kind() + " " + answer.name(),
                "job",
                answer == null ? null : answer.job().name(),
                "period",
                figure == null ? null : figure.period(),
                "figure",
                figure == null ? null : figure.words(),
                "printed",
                answer == null ? null : told(answer.printed()),
                "status",
                status));
    }
}
