package org.tongbao.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongbao.job.Steps;
import org.tongbao.run.Operations;
import org.tongbao.schedule.Occasion;
import org.tongbao.schedule.Programme;
import org.tongbao.schedule.Schedule;
import org.tongbao.spec.SpecException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "serve",
        description = {
            "Stays and runs each job when its schedule says so; what was missed while it was off is made up first.",
            "End it with Ctrl-C, or switch the machine off: a run at hand is taken up again by the next start."
        },
        footer = {"", "Example: tongbao serve"})
final class ServeCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @ParentCommand
    Tongbao program;

    @Override
    public Integer call() throws InterruptedException {
        var desk = program.desk();
        LogFile.open(desk.log());
        try (var operations = desk.operations();
                var schedule = Schedule.start(
                        new Current(desk), operations, program.clock(), due -> run(desk, operations, due))) {
            say(desk);
            // The H2 file closes itself at the end, and whoever is at work then would complain of it.
            Runtime.getRuntime().addShutdownHook(new Thread(LogFile::close));
            schedule.await();
        }
        return 0;
    }

    private void say(Desk desk) {
        var programme = ScheduleCommand.programme(desk);
        var now = program.clock().instant();
        programme.warnings(now).forEach(program.out()::println);
        for (var entry : programme.entries(now, 1)) {
            entry.coming().forEach(first -> program.out()
                    .println(entry.job().name() + " fires "
                            + first.due().toLocalDateTime() + " " + first.due().getZone() + " for "
                            + first.key().period()));
        }
    }

    private void run(Desk desk, Operations operations, Occasion due) {
        var rulebook = desk.rulebook();
        try (var warehouse = desk.open();
                var runner = desk.runner(rulebook, warehouse, operations)) {
            RunCommand.said(program, rulebook.job(due.key().job()), due.key().period());
            RunCommand.done(program, runner.run(due.key(), Steps.DELIVER, desk.progress()));
        }
    }

    /** The programme as the files say now; they are read again when one has been changed. */
    private static final class Current implements Supplier<Programme> {

        private final Desk desk;
        private Map<Path, String> seen = Map.of();
        private @Nullable Programme programme;

        Current(Desk desk) {
            this.desk = desk;
        }

        @Override
        public synchronized Programme get() {
            var files = stamps();
            if (programme == null || !files.equals(seen)) {
                seen = files;
                programme = read(programme);
            }
            return programme;
        }

        /** Mistakes in edited files are told, and what held before goes on. */
        private Programme read(@Nullable Programme before) {
            try {
                return ScheduleCommand.programme(desk);
            } catch (SpecException e) {
                if (before == null) {
                    throw e;
                }
                LOG.error(
                        "files have been changed, and are not used until their mistakes are mended: {}",
                        e.getMessage());
                return before;
            }
        }

        private Map<Path, String> stamps() {
            try (var files = Files.find(desk.home().root().resolve("jobs"), 3, (file, is) -> is.isRegularFile())) {
                return files.filter(file -> file.toString().endsWith(".yaml") || file.endsWith("campaign.csv"))
                        .collect(Collectors.toMap(file -> file, Current::stamp, (a, b) -> a, TreeMap::new));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String stamp(Path file) {
            try {
                return Files.size(file) + " " + Files.getLastModifiedTime(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
