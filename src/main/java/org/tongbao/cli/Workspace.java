package org.tongbao.cli;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.job.Runner;
import org.tongbao.message.Refusal;
import org.tongbao.operations.Operations;
import org.tongbao.rulebook.MailingLists;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Period;
import org.tongbao.run.Phases;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.RunLedger;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.WarehouseException;

/** What commands share: the home folder as {@code tongbao.yaml} describes it, the rulebook and the warehouse. */
final class Workspace {

    private final Home home;
    private final Warehouse.Settings warehouse;
    private final Progress progress;
    private final Clock clock;

    Workspace(Path folder, Progress progress, Clock clock) {
        refuseNarrowFileNames();
        var root = folder.toAbsolutePath().normalize();
        var problems = new Problems();
        var settings = overProgram(Settings.read(root, System.getenv(), problems));
        problems.throwIfAny();
        this.home = Home.at(root, settings);
        refuseAbsentLayer(home.layers().shipped());
        this.warehouse = new Warehouse.Settings(
                home.var().resolve("warehouse.duckdb"),
                settings.text(Settings.Key.WAREHOUSE_MEMORY),
                settings.number(
                        Settings.Key.WAREHOUSE_THREADS, Runtime.getRuntime().availableProcessors()),
                home.var().resolve("temp"),
                Stream.of(home.data(), home.rulebook(), home.var(), shippedRulebook())
                        .filter(Objects::nonNull)
                        .toList());
        this.progress = progress;
        this.clock = clock;
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
        return Phases.read(home.layers(), new Problems()).period(text);
    }

    Progress progress() {
        return progress;
    }

    Rulebook rulebook() {
        return Rulebook.read(home);
    }

    /** The rulebook without the engine's opinion of its queries. */
    Rulebook rulebookForLooking() {
        return Rulebook.readForLooking(home);
    }

    Warehouse open() {
        return Warehouse.open(warehouse);
    }

    Runner runner(Rulebook rulebook, Warehouse opened) {
        LogFile.open(log());
        return new Runner(home, rulebook, opened, clock);
    }

    /** A runner with an operational database that stays open. */
    Runner runner(Rulebook rulebook, Warehouse opened, Operations operations) {
        return new Runner(home, rulebook, opened, operations, clock);
    }

    Operations operations() {
        return Operations.open(Operations.Address.of(home));
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
        var file = warehouse.file();
        if (file == null || !Files.exists(file)) {
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

    <T> T look(String job, Period period, Look<T> look) {
        return look(job, period, ledger -> ledger.latest(job, period), look);
    }

    /** The same at the last run, whatever became of it. */
    <T> T lookAtLast(String job, Period period, Look<T> look) {
        return look(job, period, ledger -> ledger.last(job, period), look);
    }

    private <T> T look(String job, Period period, Function<RunLedger, Optional<Run>> which, Look<T> look) {
        var rulebook = rulebookForLooking();
        rulebook.job(job);
        try (var opened = open();
                var session = opened.session()) {
            rulebook.catalog().define(session);
            var run = which.apply(new RunLedger(session)).orElseThrow(() -> new Refusal("job.not-run", job, period));
            rulebook.pin(session, run);
            return look.at(session, run, rulebook.inUse(session));
        }
    }
}
