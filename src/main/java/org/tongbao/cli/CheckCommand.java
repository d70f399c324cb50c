package org.tongbao.cli;

import java.util.EnumMap;
import java.util.concurrent.Callable;
import org.tongbao.home.Home;
import org.tongbao.rulebook.MailingLists;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Unconfirmed;
import org.tongbao.run.Phases;
import org.tongbao.schedule.ScheduledJobs;
import org.tongbao.spec.Layers;
import org.tongbao.spec.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "check",
        description = {
            "Reads jobs/, report-templates/ and the lists of recipients that jobs name, and reports every mistake with file",
            "and line. Runs nothing."
        },
        footer = {"", "Example: tongbao check"})
final class CheckCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Option(
            names = "--confidence",
            description = {
                "Lists instead what in the reference tables and the calendar is not confirmed, with file and line:",
                "memory is not compared with its source yet, bureau is the bureau's own setting."
            })
    boolean confidence;

    @Override
    public Integer call() {
        return confidence ? unconfirmed() : mistakes();
    }

    private int unconfirmed() {
        var rows = Unconfirmed.in(program.workspace().home());
        if (program.json) {
            rows.forEach(row -> program.printer()
                    .value(Printer.map(
                            "file", row.at().file(),
                            "line", row.at().line(),
                            "confidence", row.confidence(),
                            "says", row.says())));
            return 0;
        }
        rows.forEach(row -> program.out().println(row.at() + " " + row.confidence() + ": " + row.says()));
        long bureau =
                rows.stream().filter(row -> row.confidence().equals("bureau")).count();
        program.out()
                .println((rows.size() - bureau) + " not compared with their source yet, " + bureau
                        + " set by the bureau itself");
        return 0;
    }

    /** What the home has of its own over the shipped files. */
    private void overrides(Home home) {
        if (home.layers().shipped() == null) {
            return;
        }
        var counts = new EnumMap<Layers.Layer, Integer>(Layers.Layer.class);
        home.layers().changes().values().forEach(layer -> counts.merge(layer, 1, Integer::sum));
        program.out()
                .println("over the shipped files: "
                        + counts.getOrDefault(Layers.Layer.REPLACED, 0) + " replaced, "
                        + counts.getOrDefault(Layers.Layer.ADDED, 0) + " added, "
                        + counts.getOrDefault(Layers.Layer.TAKEN_AWAY, 0) + " taken away, "
                        + counts.getOrDefault(Layers.Layer.SAME, 0) + " the same (tongbao config --files)");
    }

    private int mistakes() {
        var problems = new Problems();
        var home = program.workspace().home();
        var book = Rulebook.read(home, problems);
        new ScheduledJobs(book.jobs(), book.catalog().workdays(), Phases.read(home.layers(), home.data(), problems))
                .check(problems);
        var lists = MailingLists.names(book.jobs().values());
        var unseen = lists.isEmpty() ? "" : program.workspace().verifyUnits(book, problems);
        var found = problems.sorted();
        if (program.json) {
            found.forEach(problem -> program.printer()
                    .value(Printer.map(
                            "file", problem.at().file(), "line", problem.at().line(), "message", problem.message())));
            return found.isEmpty() ? 0 : 1;
        }
        found.forEach(program.out()::println);
        overrides(home);
        if (!unseen.isEmpty()) {
            program.out().println("units in " + String.join(", ", lists) + " are not checked: " + unseen);
        }
        program.out()
                .println(
                        found.isEmpty()
                                ? "no mistakes in " + book.jobs().size() + " jobs, "
                                        + book.catalog().datasets().size() + " datasets, "
                                        + book.sources().size() + " sources, "
                                        + book.rules().indicators().size() + " indicators, "
                                        + book.rules().findings().size() + " findings, "
                                        + book.schemes().size() + " schemes, "
                                        + book.ladders().size() + " ladders, "
                                        + book.bulletins().size() + " bulletins"
                                : found.size() + " mistake(s)");
        return found.isEmpty() ? 0 : 1;
    }
}
