package org.tongbao.cli;

import org.tongbao.job.Runs;
import picocli.CommandLine.Command;

@Command(
        name = "abandon",
        description = "Gives up a run that failed, was stopped or was killed: the next one for its period begins anew.",
        footer = {"", "Example: tongbao abandon 17"})
final class AbandonCommand extends OnRun {

    @Override
    public Integer call() {
        return work((runner, rulebook, entry) -> {
            runner.abandon(entry);
            program.printer()
                    .say(
                            "run " + run + " is given up; begin anew with: tongbao run " + entry.job() + " --period "
                                    + entry.period(),
                            "run",
                            run,
                            "state",
                            Runs.State.ABANDONED.word());
        });
    }
}
