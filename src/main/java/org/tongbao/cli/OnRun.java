package org.tongbao.cli;

import java.util.concurrent.Callable;
import org.tongbao.job.Runner;
import org.tongbao.job.Runs;
import org.tongbao.rulebook.Rulebook;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** A command about one run. */
abstract class OnRun implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Parameters(paramLabel = "RUN", description = "Number of the run; see: tongbao runs")
    long run;

    interface Action {
        void with(Runner runner, Rulebook rulebook, Runs.Entry entry);
    }

    /** Works with the warehouse and the rules that the run needs; a number that no run has is refused before. */
    final int work(Action work) {
        var workspace = program.workspace();
        try (var operations = workspace.operations()) {
            var entry = new Runs(operations).find(run);
            var rulebook = workspace.rulebook();
            try (var warehouse = workspace.open();
                    var runner = workspace.runner(rulebook, warehouse)) {
                work.with(runner, rulebook, entry);
            }
        }
        return 0;
    }
}
