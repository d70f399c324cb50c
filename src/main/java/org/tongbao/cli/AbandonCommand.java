package org.tongbao.cli;

import java.util.concurrent.Callable;
import org.tongbao.job.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "abandon",
        description = "Gives up a run that failed, was stopped or was killed: the next one for its period begins anew.",
        footer = {"", "Example: tongbao abandon 17"})
final class AbandonCommand implements Callable<Integer> {

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
                runner.abandon(entry);
            }
            program.out()
                    .println("run " + run + " is given up; begin anew with: tongbao run " + entry.job() + " --period "
                            + entry.period());
        }
        return 0;
    }
}
