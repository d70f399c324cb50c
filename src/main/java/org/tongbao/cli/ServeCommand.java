package org.tongbao.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongbao.deliver.Delivery;
import org.tongbao.home.Settings;
import org.tongbao.operations.Operations;
import org.tongbao.print.RenderWorker;
import org.tongbao.rulebook.Steps;
import org.tongbao.schedule.Occasion;
import org.tongbao.schedule.Schedule;
import org.tongbao.schedule.ScheduledJobs;
import org.tongbao.spec.SpecException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "serve",
        description = {
            "Stays and runs each job when its schedule says so; what was missed while it was off is made up first.",
            "End it with Ctrl-C, or switch the machine off: a run at hand is taken up again by the next start."
        },
        footer = {
            "",
            "Examples:",
            "  tongbao serve",
            "  tongbao serve --port 9464    /health and /metrics, for this machine only"
        })
final class ServeCommand implements Callable<Integer> {

    @ParentCommand
    Tongbao program;

    /** Between two looks at deliveries that wait, in seconds. */
    private static final int ROUND = 60;

    @Option(names = "--port", description = "Port of health and metrics (serve.port; none if neither is given).")
    @Nullable
    Integer port;

    @Override
    public Integer call() throws InterruptedException {
        var workspace = program.workspace();
        LogFile.open(workspace.log());
        try (var operations = workspace.operations();
                var status = status(workspace, operations);
                var rounds = new Rounds(workspace, operations);
                var worker = operations.isShared()
                        ? RenderWorker.lend(workspace.home(), operations, program.clock())
                        : null;
                var schedule = Schedule.start(
                        new Current(workspace), operations, program.clock(), due -> run(workspace, operations, due))) {
            rounds.begin();
            if (worker != null) {
                worker.begin();
            }
            if (status != null) {
                program.out().println("health and metrics on port " + status.port());
            }
            say(workspace);
            // The H2 file closes itself at the end, and whoever is at work then would complain of it.
            Runtime.getRuntime().addShutdownHook(new Thread(LogFile::close));
            schedule.await();
        }
        return 0;
    }

    private @Nullable StatusServer status(Workspace workspace, Operations operations) {
        var settings = workspace.home().settings();
        int wanted = port == null ? settings.number(Settings.Key.SERVE_PORT, -1) : port;
        return wanted < 0 ? null : StatusServer.open(operations, settings.text(Settings.Key.SERVE_ADDRESS), wanted);
    }

    /** Sends what had to wait: for the morning, or for a server that was down. */
    private final class Rounds implements AutoCloseable {

        private final Delivery delivery;
        private @Nullable ScheduledFuture<?> rounds;
        private final ScheduledExecutorService postman = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "postman");
            thread.setDaemon(true);
            return thread;
        });

        Rounds(Workspace workspace, Operations operations) {
            this.delivery = new Delivery(
                    workspace.home(), operations.source(), program.clock(), Delivery.Pause.asleep(program.clock()));
        }

        void begin() {
            rounds = postman.scheduleWithFixedDelay(this::round, ROUND, ROUND, TimeUnit.SECONDS);
        }

        private void round() {
            try {
                delivery.sendDue();
            } catch (RuntimeException e) {
                Log.OF.warn("deliveries: {}", e.getMessage());
            }
        }

        @Override
        public void close() {
            if (rounds != null) {
                rounds.cancel(true);
            }
            postman.shutdownNow();
        }
    }

    private void say(Workspace workspace) {
        var scheduled = ScheduleCommand.scheduled(workspace);
        var now = program.clock().instant();
        scheduled.warnings(now).forEach(program.out()::println);
        for (var entry : scheduled.entries(now, 1)) {
            entry.coming().forEach(first -> program.out()
                    .println(entry.job().name() + " fires "
                            + first.due().toLocalDateTime() + " " + first.due().getZone() + " for "
                            + first.key().period()));
        }
    }

    private void run(Workspace workspace, Operations operations, Occasion due) {
        var rulebook = workspace.rulebook();
        try (var warehouse = workspace.open();
                var runner = workspace.runner(rulebook, warehouse, operations)) {
            RunCommand.said(program, rulebook.job(due.key().job()), due.key().period());
            RunCommand.done(program, runner.run(due.key(), Steps.DELIVER, workspace.progress()));
        }
    }

    /** The scheduled as the files say now; they are read again when one has been changed. */
    private static final class Current implements Supplier<ScheduledJobs> {

        private final Workspace workspace;
        private Map<Path, String> seen = Map.of();
        private @Nullable ScheduledJobs scheduled;

        Current(Workspace workspace) {
            this.workspace = workspace;
        }

        @Override
        public synchronized ScheduledJobs get() {
            var files = stamps();
            if (scheduled == null || !files.equals(seen)) {
                seen = files;
                scheduled = read(scheduled);
            }
            return scheduled;
        }

        /** Mistakes in edited files are told, and what held before goes on. */
        private ScheduledJobs read(@Nullable ScheduledJobs before) {
            try {
                return ScheduleCommand.scheduled(workspace);
            } catch (SpecException e) {
                if (before == null) {
                    throw e;
                }
                Log.OF.error(
                        "files have been changed, and are not used until their mistakes are mended: {}",
                        e.getMessage());
                return before;
            }
        }

        private Map<Path, String> stamps() {
            var home = workspace.home();
            return Stream.concat(home.layers().all("jobs/**").stream(), home.bureau().stream())
                    .filter(file -> file.toString().endsWith(".yaml") || file.endsWith("campaign.csv"))
                    .collect(Collectors.toMap(file -> file, Current::stamp, (a, b) -> a, TreeMap::new));
        }

        private static String stamp(Path file) {
            try {
                return Files.size(file) + " " + Files.getLastModifiedTime(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Loaded when something is logged, not already for the help of all commands. */
    private static final class Log {
        static final Logger OF = LoggerFactory.getLogger(ServeCommand.class);
    }
}
