package org.tongbao.cli;

import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.tongbao.run.Phases;
import org.tongbao.schedule.Occasion;
import org.tongbao.schedule.ScheduledJobs;
import org.tongbao.spec.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "schedule",
        description = "Shows when each job runs by itself, in words, and the next times; tongbao serve keeps to it.",
        footer = {"", "Example: tongbao schedule --next 3"})
final class ScheduleCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd EEE HH:mm", Locale.ENGLISH);

    @ParentCommand
    Tongbao program;

    @Option(names = "--next", paramLabel = "N", defaultValue = "12", description = "How many times of each job (12).")
    int next;

    @Override
    public Integer call() {
        var scheduled = scheduled(program.workspace());
        var now = program.clock().instant();
        for (var entry : scheduled.entries(now, next)) {
            if (program.json) {
                entry.coming().forEach(occasion -> program.printer()
                        .value(Printer.map(
                                "job", entry.job().name(),
                                "period", occasion.key().period().toString(),
                                "due", occasion.due().toOffsetDateTime().toString(),
                                "words", entry.words())));
                continue;
            }
            program.out().println(entry.job().name() + "  " + entry.job().title());
            program.out().println("  " + entry.words().replace("; ", "\n  "));
            entry.coming().forEach(this::print);
            program.out().println();
        }
        scheduled.warnings(now).forEach(warning -> {
            if (!program.json) {
                program.out().println(warning);
            }
        });
        return 0;
    }

    private void print(Occasion occasion) {
        program.out()
                .println("    " + occasion.due().format(TIME) + "  for "
                        + occasion.key().period());
    }

    /** What runs by itself, as the files say now. */
    static ScheduledJobs scheduled(Workspace workspace) {
        var problems = new Problems();
        var rulebook = workspace.rulebookForLooking();
        var scheduled = new ScheduledJobs(
                rulebook.jobs(),
                rulebook.catalog().workdays(),
                Phases.read(workspace.home().layers(), workspace.home().data(), problems));
        scheduled.check(problems);
        problems.throwIfAny();
        return scheduled;
    }
}
