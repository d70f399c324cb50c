package org.tongbao.cli;

import java.util.concurrent.Callable;
import org.tongbao.job.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "stop",
        description = {
            "Asks the process that executes a run to end it; it does within seconds.",
            "What the step at hand had written is undone; the steps before it stay done."
        },
        footer = {"", "Example: tongbao stop 17"})
final class StopCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Parameters(paramLabel = "RUN", description = "Number of the run; see: tongbao runs")
    long run;

    @Override
    public Integer call() {
        try (var operations = program.desk().operations()) {
            var runs = new Runs(operations);
            var entry = runs.find(run);
            runs.stop(entry);
            program.out().println("run " + run + " is asked to stop; go on with: tongbao resume " + run);
        }
        return 0;
    }
}
