package org.tongbao.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.tongbao.job.Steps;
import org.tongbao.schedule.Schedule;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(name = "serve", description = "Stays and runs each job when its schedule says so. End it with Ctrl-C.")
final class ServeCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    @Override
    public Integer call() throws InterruptedException {
        var desk = program.desk();
        var rulebook = desk.rulebook();
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown));
        try (var schedule = Schedule.start(
                rulebook.jobs().values(), rulebook.catalog().workdays(), program.clock(), (job, period) -> {
                    var current = desk.rulebook(); // files may have been edited since
                    try (var warehouse = desk.open();
                            var runner = desk.runner(current, warehouse)) {
                        RunCommand.run(program, desk, runner, current.job(job.name()), period, Steps.DELIVER);
                    }
                })) {
            schedule.next().forEach(firing -> program.out()
                    .println(firing.job().name() + " fires " + firing.at().toLocalDateTime() + " "
                            + firing.at().getZone() + " for " + firing.period()));
            stopped.await();
        }
        return 0;
    }
}
