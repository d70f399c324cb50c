package org.tongbao.cli;

import java.util.concurrent.Callable;
import org.tongbao.job.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "resume",
        description = {
            "Takes a run up again that failed, was stopped or was killed: at the step it had reached.",
            "If rules or templates have been changed since, it begins with the first step."
        },
        footer = {"", "Example: tongbao resume 17"})
final class ResumeCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Parameters(paramLabel = "RUN", description = "Number of the run; see: tongbao runs")
    long run;

    @Override
    public Integer call() {
        var desk = program.desk();
        try (var operations = desk.operations()) {
            var entry = new Runs(operations).find(run);
            var rulebook = desk.rulebook();
            try (var warehouse = desk.open();
                    var runner = desk.runner(rulebook, warehouse)) {
                RunCommand.said(program, rulebook.job(entry.job()), entry.period());
                RunCommand.done(program, runner.resume(entry, desk.progress()));
            }
        }
        return 0;
    }
}
