package org.tongbao.cli;

import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.tongbao.home.Home;
import org.tongbao.home.OwnerOnly;
import org.tongbao.home.Settings;
import org.tongbao.job.Backup;
import org.tongbao.job.Runner;
import org.tongbao.job.Runs;
import org.tongbao.message.Refusal;
import org.tongbao.operations.Operations;
import org.tongbao.operations.OperationsInUse;
import org.tongbao.rulebook.MailingLists;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Period;
import org.tongbao.run.Phases;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.WarehouseException;
import org.tongbao.warehouse.ledger.RunLedger;

/** What commands share: the home folder as {@code tongbao.yaml} describes it, the rulebook and the warehouse. */
final class Workspace {

    /** Whether this process is a command's own, and libraries may be told where their temporary files go. */
    private static volatile boolean alone;

    private final Home home;
    private final Path warehouse;
    private final Progress progress;
    private final Clock clock;
    private final ProcessSocket.Handler answering;

    /**
     * A home folder to work at.
     *
     * @param answering does what other commands ask of this one while it has the operational database open
     */
    Workspace(Path folder, Progress progress, Clock clock, ProcessSocket.Handler answering) {
        refuseNarrowFileNames();
        this.answering = answering;
        var root = folder.toAbsolutePath().normalize();
        var problems = new Problems();
        var settings = overProgram(Settings.read(root, System.getenv(), problems));
        problems.throwIfAny();
        this.home = Home.at(root, settings);
        refuseAbsentLayer(home.layers().shipped());
        shutFolders();
        keepTemporaryFiles();
        this.warehouse = home.var().resolve("warehouse.duckdb");
        this.progress = progress;
        this.clock = clock;
    }

    /** This process works for one home: what it, and libraries that ask at the time, write for a while goes with it. */
    static void alone() {
        alone = true;
    }

    private void keepTemporaryFiles() {
        if (alone) {
            try {
                System.setProperty("java.io.tmpdir", home.temp().toString());
            } catch (UncheckedIOException e) {
                LoggerFactory.getLogger(Workspace.class)
                        .debug("temporary files lie where the system has them", e); // a home that is only looked at
            }
            alone = false;
        }
    }

    /** The launcher says where the program's own files lie; a setting goes before. */
    private static Settings overProgram(Settings settings) {
        var program = System.getProperty("tongbao.shipped", "");
        return settings.has(Settings.Key.SHIPPED) || program.isEmpty()
                ? settings
                : settings.with(Map.of(Settings.Key.SHIPPED, program));
    }

    private static void refuseAbsentLayer(@Nullable Path shipped) {
        if (shipped != null && !Files.isDirectory(shipped.resolve("jobs/rulebook"))) {
            throw new Refusal("shipped.absent", shipped);
        }
    }

    private @Nullable Path shippedRulebook() {
        var shipped = home.layers().shipped();
        return shipped == null ? null : shipped.resolve("jobs/rulebook");
    }

    /** Files with Chinese names would not be seen, and a month would be computed without them. */
    private static void refuseNarrowFileNames() {
        var encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        if (!Charset.forName(encoding).newEncoder().canEncode("通报")) {
            throw new Refusal("file-names", encoding);
        }
    }

    Home home() {
        return home;
    }

    /** The period that a text names, be it a campaign of the home. */
    Period period(String text) {
        return Phases.read(home.layers(), home.data(), new Problems()).period(text);
    }

    Progress progress() {
        return progress;
    }

    Rulebook rulebook() {
        return Rulebook.read(home);
    }

    /** The rulebook without the engine's opinion of its queries. */
    Rulebook rulebookForLooking() {
        Warehouse.prepare(); // what looks at the rulebook looks at figures next
        return Rulebook.readForLooking(home);
    }

    /** What is not to be read by the machine's other users: databases, drafts, what was issued, reports of runs. */
    private void shutFolders() {
        Stream.of(home.var(), home.archive(), home.issued(), home.reports()).forEach(OwnerOnly::shut);
    }

    /** Refuses a home in which a restore has not ended, and one half of whose databases is gone. */
    Workspace whole() {
        Backup.unfinishedRestore(home).ifPresent(backup -> {
            throw new Refusal("restore.unfinished", backup);
        });
        return this;
    }

    Warehouse open() {
        if (isEmpty(warehouse) && !isEmpty(operationsFile())) {
            refuseWithoutWarehouse();
        }
        if (!isEmpty(warehouse) && isOperationsGone()) {
            refuseWithoutOperations();
        }
        return openAsIs();
    }

    private boolean isOperationsGone() {
        return !home.settings().has(Settings.Key.OPS_URL) && isEmpty(operationsFile());
    }

    private Path operationsFile() {
        return home.var().resolve("operations.mv.db");
    }

    /** The engines make a new database of what is not there, and of an empty file. */
    private static boolean isEmpty(Path file) {
        return file.toFile().length() == 0;
    }

    /** Runs that are known to have been, with their figures nowhere. */
    private void refuseWithoutWarehouse() {
        try (var operations = Operations.open(Operations.Address.of(home))) {
            int runs = new Runs(operations).latest(Integer.MAX_VALUE).size();
            if (runs > 0) {
                throw new Refusal("warehouse.gone", runs, lastBackup());
            }
        } catch (OperationsInUse e) {
            LoggerFactory.getLogger(Workspace.class).debug("whoever has it open has looked", e);
        }
    }

    /** Figures, with nothing known of the runs that computed them or of what was sent. */
    private void refuseWithoutOperations() {
        try (var opened = openAsIs();
                var session = opened.session()) {
            int runs = new RunLedger(session).all().size();
            if (runs > 0) {
                throw new Refusal("operations.gone", runs, lastBackup());
            }
        } catch (WarehouseException e) {
            if (!e.isLocked()) { // whoever has it open has looked
                throw e;
            }
        }
    }

    private String lastBackup() {
        return new Backup(home, clock)
                .all().stream()
                        .findFirst()
                        .map(folder -> home.root().relativize(folder).toString())
                        .orElse("FOLDER");
    }

    /** Whatever else is there or not. */
    Warehouse openAsIs() {
        Stream.of(home.var(), home.archive(), home.issued(), home.reports()).forEach(OwnerOnly::folder);
        var settings = home.settings();
        return Warehouse.open(new Warehouse.Settings(
                        warehouse,
                        settings.text(Settings.Key.WAREHOUSE_MEMORY),
                        settings.number(
                                Settings.Key.WAREHOUSE_THREADS,
                                Runtime.getRuntime().availableProcessors()),
                        home.temp().resolve("engine"),
                        Stream.of(home.data(), home.rulebook(), home.var(), shippedRulebook())
                                .filter(Objects::nonNull)
                                .toList()))
                .limitStatements(Duration.ofMinutes(settings.number(Settings.Key.WAREHOUSE_LIMIT)));
    }

    Runner runner(Rulebook rulebook, Warehouse opened) {
        LogFile.open(log());
        return new Runner(home, rulebook, opened, operations(), true, clock);
    }

    /** A runner with an operational database that stays open. */
    Runner runner(Rulebook rulebook, Warehouse opened, Operations operations) {
        return new Runner(home, rulebook, opened, operations, false, clock);
    }

    /** The operational database; while it is open, this process answers other commands. */
    Operations operations() {
        if (!isEmpty(warehouse) && isOperationsGone()) {
            refuseWithoutOperations();
        }
        var operations = Operations.open(Operations.Address.of(home));
        if (!operations.isShared()) {
            try {
                operations.listenWith(ProcessSocket.listen(home.var(), answering));
            } catch (UncheckedIOException e) {
                LoggerFactory.getLogger(Workspace.class).warn("other commands have to wait: {}", e.getMessage());
            }
        }
        return operations;
    }

    /** Where the logs lie. */
    Path log() {
        return home.var().resolve("log");
    }

    /**
     * Notes units in lists of recipients that are not among what has been loaded.
     *
     * @return why they can't be compared; empty if they were
     */
    String verifyUnits(Rulebook rulebook, Problems problems) {
        var lists = MailingLists.names(rulebook.jobs().values());
        if (!problems.sorted().stream()
                .allMatch(problem -> lists.contains(problem.at().file()))) {
            return "the rulebook has mistakes"; // by its views one sees what has been loaded
        }
        if (!Files.exists(warehouse)) {
            return "nothing has been loaded yet";
        }
        var month = Period.containing(Period.Kind.MONTH, LocalDate.now(clock));
        try (var opened = open();
                var session = opened.session()) {
            return MailingLists.verifyUnits(session, rulebook, home, month, problems)
                    ? ""
                    : "nothing has been loaded yet";
        } catch (WarehouseException e) {
            return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        }
    }

    /** The clock of the command. */
    Clock clock() {
        return clock;
    }

    /** A session that sees the latest completed run of a job for a period. */
    interface Look<T> {
        T at(Session session, Run run, Rulebook rulebook);
    }

    /** @param job null for the first that scores such periods */
    <T> T look(@Nullable String job, Period period, Look<T> look) {
        return look(job, period, RunLedger::latest, look);
    }

    /** The same at the last run, whatever became of it. */
    <T> T lookAtLast(@Nullable String job, Period period, Look<T> look) {
        return look(job, period, RunLedger::last, look);
    }

    /** Which run of a job's period is looked at. */
    private interface Which {
        Optional<Run> of(RunLedger ledger, String job, Period period);
    }

    private <T> T look(@Nullable String named, Period period, Which which, Look<T> look) {
        var rulebook = rulebookForLooking();
        var job = (named == null ? rulebook.jobThatScores(period) : rulebook.job(named)).name();
        try (var opened = open();
                var session = opened.session()) {
            rulebook.catalog().define(session);
            var run = which.of(new RunLedger(session), job, period)
                    .orElseThrow(() -> new Refusal("job.not-run", job, period));
            rulebook.pin(session, run);
            return look.at(session, run, rulebook.inUse(session));
        }
    }
}
