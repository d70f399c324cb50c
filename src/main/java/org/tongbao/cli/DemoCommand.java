package org.tongbao.cli;

import java.util.concurrent.Callable;
import org.tongbao.job.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "demo",
        description = "Makes the May and June 2026 bulletins of the invented city in sample-data.",
        footer = {"", "The months before are computed, too, so that places can be compared and trends drawn."})
final class DemoCommand implements Callable<Integer> {

    private static final String JOB = "monthly-ranking";
    private static final Period FIRST = Period.parse("2025-01");
    private static final Period MAY = Period.parse("2026-05");
    private static final Period JUNE = Period.parse("2026-06");

    @ParentCommand
    Tongbao program;

    @Override
    public Integer call() {
        var desk = program.desk();
        var rulebook = desk.rulebook();
        var job = rulebook.job(JOB);
        var out = program.out();
        try (var warehouse = desk.open()) {
            var runner = desk.runner(rulebook, warehouse);
            runner.run(job, FIRST, Steps.DECIDE, desk.progress());
            int months = 0;
            for (var month = FIRST.plus(1); month.compareTo(MAY) < 0; month = month.plus(1)) {
                months++;
            }
            var progress = desk.progress();
            progress.begin("history", months, "months");
            for (var month = FIRST.plus(1); month.compareTo(MAY) < 0; month = month.plus(1)) {
                runner.run(job, month, Steps.DECIDE, Progress.NONE);
                progress.advance(1);
            }
            progress.end(FIRST.plus(1) + " to " + MAY.previous() + " scored, without bulletins");
            RunCommand.run(program, desk, runner, job, MAY, Steps.DELIVER);
            RunCommand.run(program, desk, runner, job, JUNE, Steps.DELIVER);
        }
        out.println();
        out.println("The bulletins lie in " + desk.home().out().resolve("2026-05") + " and "
                + desk.home().out().resolve("2026-06"));
        out.println("Look at the places:      tongbao show ranks --period 2026-06");
        out.println("Defend a score:          tongbao explain 临澜区 --period 2026-06");
        return 0;
    }
}
