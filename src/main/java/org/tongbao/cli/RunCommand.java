package org.tongbao.cli;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tongbao.job.DryRun;
import org.tongbao.job.Runs;
import org.tongbao.message.Refusal;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.JobPeriod;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "run",
        description = "Runs a job for a period, or for each of several. A run that was interrupted is taken up again.",
        footer = {"", "Example: tongbao run monthly-ranking --period 2026-01..2026-06"})
final class RunCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Mixin
    WhatToRun what;

    @Option(
            names = "--period",
            required = true,
            description = {
                "2026-06, 2026-Q2, 2026-H1 or 2026; two of them with .. between for all in order;",
                "two days, 2026-01-01..2026-06-17, for a span; or the name of a campaign."
            })
    String period;

    @Option(
            names = "--as-of",
            paramLabel = "DAY",
            description = "The last day to look at, 2026-06-30, while the period still runs; otherwise today.")
    @Nullable
    LocalDate asOf;

    @Option(
            names = "--anew",
            description = "Begin with the first step, even if the last run for the period was interrupted or failed.")
    boolean anew;

    @Option(names = "--dry-run", description = "Say what would be pulled, computed, made and sent; do nothing.")
    boolean dry;

    @Option(names = "--regardless", description = "Even if results that the job needs are missing.")
    boolean regardless;

    @Override
    public Integer call() {
        var workspace = program.workspace();
        var periods = period.contains("..") ? periods(period) : List.of(workspace.period(period));
        if (asOf != null && asOf.isAfter(LocalDate.now(workspace.clock()))) {
            throw new Refusal("run.as-of-future", asOf);
        }
        var last = what.last();
        var rulebook = workspace.rulebook();
        var wanted = rulebook.job(what.job);
        try (var warehouse = workspace.open();
                var runner = workspace.runner(rulebook, warehouse)) {
            for (var each : periods) {
                if (dry) {
                    printDryRun(runner.dryRun(wanted, each));
                    continue;
                }
                var missing = runner.missing(wanted, each);
                if (!missing.isEmpty() && !regardless) {
                    throw Runs.waits(what.job, each, missing).and("job.waits.regardless");
                }
                if (anew) {
                    runner.abandon(wanted, each);
                }
                said(program, wanted, each);
                done(program, runner.run(new JobPeriod(wanted.name(), each, ""), asOf, last, workspace.progress()));
            }
        }
        return 0;
    }

    private void printDryRun(List<DryRun.Line> lines) {
        for (var line : lines) {
            if (program.json) {
                program.printer().value(Printer.map("step", line.step().word(), "what", line.what()));
            } else {
                program.out().printf(Locale.ROOT, "%-8s %s%n", line.step().word(), line.what());
            }
        }
    }

    /** Says what is run. */
    static void said(Tongbao program, Job job, Period period) {
        if (!program.quiet && !program.json) {
            program.out().println(job.title() + "  " + period.title());
        }
    }

    /** Says what came of it, to machines. */
    static void done(Tongbao program, Run run) {
        if (program.json) {
            program.printer()
                    .value(Printer.map(
                            "run",
                            run.number(),
                            "job",
                            run.job(),
                            "period",
                            run.period().toString(),
                            "as_of_day",
                            run.asOfDay().toString(),
                            "cutoff",
                            run.cutoff()));
        }
    }

    static List<Period> periods(String text) {
        int dots = text.indexOf("..");
        if (dots < 0 || Period.isSpan(text)) {
            return List.of(Period.parse(text));
        }
        var first = Period.parse(text.substring(0, dots));
        var last = Period.parse(text.substring(dots + 2));
        if (first.kind() != last.kind() || first.compareTo(last) > 0) {
            throw new Refusal("period.range", text);
        }
        var periods = new ArrayList<Period>();
        for (var each = first; each.compareTo(last) <= 0; each = each.plus(1)) {
            periods.add(each);
        }
        return periods;
    }
}
