package org.tongbao.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tongbao.release.Release;
import org.tongbao.run.Actor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "restate",
        description = {
            "Compares the last run with what was issued for the period: every figure and place that would be printed",
            "otherwise, and the load that made it change. If there are some, drafts of the correction (更正通报) are made,",
            "for the city and for those regions only whom it concerns; they are checked, approved and issued like others."
        },
        footer = {
            "",
            "Example:",
            "  tongbao run monthly-ranking --period 2026-06 --until decide    computes it with what has come since",
            "  tongbao restate monthly-ranking --period 2026-06",
            "  tongbao release check monthly-ranking --period 2026-06",
            "",
            "Exit codes: 0 a correction has been drafted, 5 nothing is to be corrected, others as usual."
        })
final class RestateCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Mixin
    OfPeriod issued;

    @Override
    public Integer call() {
        var workspace = program.workspace();
        var rulebook = workspace.rulebookForLooking();
        try (var warehouse = workspace.open()) {
            var corrected = new Release(workspace.home(), rulebook, warehouse, Actor.ofProcess(), program.clock())
                    .restate(rulebook.job(issued.job), issued.period(program));
            if (program.json) {
                program.printer()
                        .value(corrected.stream().map(RestateCommand::json).toList());
            } else if (corrected.isEmpty()) {
                program.out().println("every figure is as it was issued: nothing to correct");
            } else {
                corrected.forEach(figure -> program.out()
                        .println("%s  %s  %s -> %s  (%s)"
                                .formatted(
                                        figure.who(),
                                        figure.title(),
                                        figure.before(),
                                        figure.after(),
                                        String.join("; ", figure.causes()))));
                program.out()
                        .println(corrected.size() + " figures corrected; drafts below "
                                + workspace
                                        .home()
                                        .archive()
                                        .resolve(issued.job)
                                        .resolve(issued.period(program) + "-correction"));
            }
            return corrected.isEmpty() ? Exit.NOTHING_TO_CORRECT : Exit.DONE;
        }
    }

    private static Map<String, @Nullable Object> json(Release.Corrected figure) {
        return Printer.map(
                "subject",
                figure.subject(),
                "name",
                figure.who(),
                "figure",
                figure.figure(),
                "title",
                figure.title(),
                "before",
                figure.before(),
                "after",
                figure.after(),
                "causes",
                figure.causes());
    }
}
