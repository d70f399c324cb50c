package org.tongbao.cli;

import org.tongbao.job.Runs;
import picocli.CommandLine.Command;

@Command(
        name = "stop",
        description = {
            "Asks the process that executes a run to end it; it does within seconds.",
            "What the step at hand had written is undone; the steps before it stay done."
        },
        footer = {"", "Example: tongbao stop 17"})
final class StopCommand extends OnRun {

    @Override
    public Integer call() {
        try (var operations = program.workspace().operations()) {
            var runs = new Runs(operations);
            var entry = runs.find(run);
            runs.stop(entry);
            program.printer()
                    .say(
                            "run " + run + " is asked to stop; go on with: tongbao resume " + run,
                            "run",
                            run,
                            "state",
                            "stopping");
        }
        return 0;
    }
}
