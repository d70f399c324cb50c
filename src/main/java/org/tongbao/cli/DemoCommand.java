package org.tongbao.cli;

import java.nio.file.Files;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.concurrent.Callable;
import org.tongbao.job.Runner;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.JobPeriod;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.sample.CitySample;
import org.tongbao.sample.SampleOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "demo",
        description =
                "Makes bulletins of the invented city in sample-data: May and June 2026, the second quarter of 2026, the year 2025.",
        footer = {
            "",
            "The months before are computed, too, so that places can be compared and trends drawn.",
            "Example: tongbao demo"
        })
final class DemoCommand implements Callable<Integer> {

    private static final String JOB = "monthly-ranking";
    /** Twelve months up to June: what the bulletin's trends show. */
    private static final Period FIRST = Period.parse("2025-07");

    private static final LocalDate LAST_DAY = LocalDate.of(2026, 6, 30);
    private static final Period MAY = Period.parse("2026-05");
    private static final Period JUNE = Period.parse("2026-06");
    private static final Period QUARTER = Period.parse("2026-Q2");
    private static final Period YEAR = Period.parse("2025");

    @ParentCommand
    Tongbao program;

    @Override
    public Integer call() {
        var workspace = program.workspace();
        inventIfAbsent(workspace); // who its bureau is lies there, too
        var rulebook = workspace.rulebook();
        var job = rulebook.job(JOB);
        var out = program.out();
        try (var warehouse = workspace.open();
                var runner = workspace.runner(rulebook, warehouse)) {
            history(workspace, runner, job);
            for (var period : List.of(MAY, JUNE)) {
                run(workspace, runner, job, period);
            }
            run(workspace, runner, rulebook.job("platform-circular"), JUNE);
            run(workspace, runner, rulebook.job("quarterly-risk"), QUARTER);
            run(workspace, runner, rulebook.job("year-end"), YEAR);
        }
        out.println();
        out.println("The bulletins lie in " + workspace.home().out() + ", in " + MAY + ", " + JUNE + ", " + QUARTER
                + " and " + YEAR);
        out.println("Look at the places:      tongbao show ranks --period 2026-06");
        out.println("Defend a score:          tongbao explain 临澜区 --period 2026-06");
        return 0;
    }

    private void run(Workspace workspace, Runner runner, Job job, Period period) {
        RunCommand.said(program, job, period);
        RunCommand.done(program, computed(runner, job, period, Steps.DELIVER, workspace.progress()));
    }

    /** The same on any day: the sample ends where it ends. */
    private static Run computed(Runner runner, Job job, Period period, Steps until, Progress progress) {
        return runner.run(new JobPeriod(job.name(), period, ""), LAST_DAY, until, progress);
    }

    /** The repository holds the sample; a folder made otherwise may not. */
    private static void inventIfAbsent(Workspace workspace) {
        var data = workspace.home().data();
        if (!Files.exists(data)) {
            CitySample.write(new SampleOptions(2026, 400, 18, YearMonth.of(2026, 6), 360, data), workspace.progress());
        }
    }

    /** The months before, scored without bulletins; the first of them pulls everything. */
    private static void history(Workspace workspace, Runner runner, Job job) {
        var months = RunCommand.periods(FIRST + ".." + MAY.previous());
        computed(runner, job, months.get(0), Steps.DECIDE, workspace.progress());
        var progress = workspace.progress();
        progress.begin("history", months.size() - 1L, "months");
        for (var month : months.subList(1, months.size())) {
            computed(runner, job, month, Steps.DECIDE, Progress.NONE);
            progress.advance(1);
        }
        progress.end("scored up to " + MAY.previous() + ", without bulletins");
    }
}
