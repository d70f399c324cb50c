package org.tongbao.cli;

import java.util.concurrent.Callable;
import org.tongbao.job.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "backfill",
        description = {
            "Runs a job for all periods between two, in order. Periods that have gone through are passed over,",
            "so that the same command goes on where it was interrupted."
        },
        footer = {"", "Example: tongbao backfill monthly-ranking --from 2024-07 --to 2026-06"})
final class BackfillCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Mixin
    WhatToRun what;

    @Option(names = "--from", required = true, paramLabel = "PERIOD", description = "The first period.")
    String from;

    @Option(names = "--to", required = true, paramLabel = "PERIOD", description = "The last period.")
    String to;

    @Option(names = "--anew", description = "Also periods that have gone through.")
    boolean anew;

    @Override
    public Integer call() {
        var periods = RunCommand.periods(from + ".." + to);
        var last = what.last();
        var workspace = program.workspace();
        var rulebook = workspace.rulebook();
        var wanted = rulebook.job(what.job);
        try (var warehouse = workspace.open();
                var operations = workspace.operations();
                var runner = workspace.runner(rulebook, warehouse)) {
            var runs = new Runs(operations);
            int at = 0;
            for (var period : periods) {
                at++;
                var before = runs.last(what.job, period).orElse(null);
                if (!anew
                        && before != null
                        && before.state() == Runs.State.COMPLETED
                        && before.until().compareTo(last) >= 0) {
                    say(at, periods.size(), period + " has gone through as run " + before.run());
                    continue;
                }
                say(at, periods.size(), period.toString());
                RunCommand.said(program, wanted, period);
                RunCommand.done(program, runner.run(wanted, period, last, workspace.progress()));
            }
        }
        return 0;
    }

    private void say(int at, int of, String what) {
        if (!program.quiet && !program.json) {
            program.out().println("[" + at + "/" + of + "] " + what);
        }
    }
}
