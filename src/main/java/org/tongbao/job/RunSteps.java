package org.tongbao.job;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobExecution;
import org.tongbao.check.Check;
import org.tongbao.home.Home;
import org.tongbao.issue.Archive;
import org.tongbao.issue.Register;
import org.tongbao.issue.Register.Act;
import org.tongbao.operations.Batch;
import org.tongbao.operations.Operations;
import org.tongbao.pipeline.Pipeline;
import org.tongbao.print.BulletinPrinter;
import org.tongbao.print.PartitionedPrinter;
import org.tongbao.pull.LoadReport;
import org.tongbao.pull.Pull;
import org.tongbao.release.BulletinDelivery;
import org.tongbao.render.Edition;
import org.tongbao.render.Renderer;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.rulebook.Unused;
import org.tongbao.run.Actor;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.run.Version;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.RunLedger;

/** What each step of a run does: hands the run to its stage. */
final class RunSteps implements AutoCloseable {

    private final Pull pull;
    private final Home home;
    private final Rulebook rulebook;
    private final Warehouse warehouse;
    private final DataSource operations;
    private final Job job;
    private final Steps until;
    private final Clock clock;
    private final Progress progress;
    private volatile Steps reached = Steps.PULL;
    private @Nullable Pinned pinned;

    /**
     * The steps of a run.
     *
     * @param until the last one wanted: only a run that prints computes how certain its places are
     */
    RunSteps(
            Pull pull,
            Home home,
            Rulebook rulebook,
            Warehouse warehouse,
            DataSource operations,
            Job job,
            Steps until,
            Clock clock,
            Progress progress) {
        this.pull = pull;
        this.home = home;
        this.rulebook = rulebook;
        this.warehouse = warehouse;
        this.operations = operations;
        this.job = job;
        this.until = until;
        this.clock = clock;
        this.progress = progress;
    }

    /** The step that was begun last. */
    Steps reached() {
        return reached;
    }

    /** A step begins. */
    void begin(Steps step) {
        reached = step;
    }

    /** Why an execution failed. */
    Throwable failure(JobExecution execution) {
        return execution.getAllFailureExceptions().stream()
                .findFirst()
                .orElseGet(() ->
                        new IllegalStateException(execution.getExitStatus().getExitDescription()));
    }

    /** Performs a step; returns how many rows or files came of it. */
    long perform(Steps step, Run begun) {
        return switch (step) {
            case PULL -> pull(begun);
            case CHECK ->
                pinned(begun, (session, run) -> {
                    LoadReport.inForce(session, rulebook.catalog(), 0)
                            .warnings()
                            .forEach(line -> progress.tell("退回偏多：" + line));
                    return new Check(session, run, rulebook.catalog(), rulebook.subjects())
                            .check(rulebook.inUse(session).job(job.name()).check(), progress);
                });
            case MEASURE -> pinned(begun, (session, run) -> pipeline(session).measure(run, job, progress));
            case SCORE -> pinned(begun, (session, run) -> pipeline(session).score(run, job, progress));
            case RANK ->
                pinned(begun, (session, run) -> pipeline(session)
                        .rank(run, job, until.compareTo(Steps.RENDER) >= 0, progress));
            case DECIDE -> pinned(begun, (session, run) -> pipeline(session).decide(run, job, progress));
            case RENDER -> render(begun, RunSteps::printHere);
            case DELIVER -> deliver(begun);
        };
    }

    private Pipeline pipeline(Session session) {
        return new Pipeline(session, rulebook);
    }

    private long pull(Run begun) {
        var loaded = pull.run(job.pull(), LocalDateTime.now(clock), progress);
        try (var session = warehouse.session()) {
            new RunLedger(session).cutOff(begun);
        }
        return loaded.stream().mapToLong(Pull.Loaded::loaded).sum();
    }

    /** Works in a session that sees the warehouse as of the run's cut-off; the steps of a run share it. */
    private long pinned(Run begun, BiFunction<Session, Run, Long> work) {
        if (pinned == null) {
            var session = warehouse.session();
            var run = new RunLedger(session).find(begun.number()).orElseThrow();
            rulebook.pin(session, run);
            pinned = new Pinned(session, run);
        }
        return work.apply(pinned.session(), pinned.run());
    }

    private record Pinned(Session session, Run run) {}

    @Override
    public void close() {
        if (pinned != null) {
            pinned.session().close();
        }
    }

    /** Draws the copies of a job's bulletins by all nodes. */
    PartitionedPrinter partitioned(Operations operations, Batch batch) {
        return new PartitionedPrinter(home, operations, batch, rulebook, clock);
    }

    /** Where the copies of a job's bulletins are printed. */
    interface Printing {

        /** Puts them into the archive; returns how many files there are. */
        long print(List<BulletinPrinter> printers, Session session, Run run, Archive archive, Progress progress);
    }

    /** Renders the job's bulletins. */
    long render(Run begun, Printing printing) {
        long files = pinned(begun, (session, run) -> {
            var archive = new Archive(archived(run), run);
            var renderer = new Renderer(home.layers().below("report-templates"));
            var bulletins = Unused.without(session, job.render()).stream()
                    .map(name -> get(rulebook.bulletins(), name))
                    .toList();
            rulebook.catalog()
                    .keep(
                            session,
                            bulletins.stream().flatMap(b -> b.data().stream()).toList());
            var printers = bulletins.stream()
                    .map(bulletin -> new BulletinPrinter(renderer, bulletin, rulebook.subjects()))
                    .toList();
            long made = printing.print(printers, session, run, archive, progress);
            session.inTransaction(() -> {
                archive.enter(session);
                new Register(session)
                        .recordDrafts(run, Act.DRAFTED, Actor.ofProcess(), "", "", LocalDateTime.now(clock), false);
            });
            archive.lack(renderer.missingGlyphs());
            archive.describe(session, Version.NUMBER, rulebook.fingerprints(), Map.of());
            return made;
        });
        progress.end(files + " files");
        return files;
    }

    private static long printHere(
            List<BulletinPrinter> printers, Session session, Run run, Archive archive, Progress progress) {
        progress.begin(Steps.RENDER.word(), printers.size(), "bulletins");
        long made = 0;
        for (var printer : printers) {
            made += printer.print(session, run, archive, recipient -> Edition.draft(run.period(), recipient));
            progress.advance(1);
        }
        return made;
    }

    private long deliver(Run begun) {
        progress.begin(reached.word(), -1, "files");
        var delivery = new BulletinDelivery(home, rulebook, operations, clock);
        var remarks = new ArrayList<String>();
        long files = pinned(begun, (session, run) -> {
            var plan = delivery.drafts(session, run, job);
            remarks.addAll(plan.remarks());
            return plan.files();
        });
        var tally = delivery.send(job, begun.period(), progress);
        progress.end(files + " files" + (tally.isNothing() ? "" : ": " + tally));
        remarks.forEach(progress::tell);
        return files;
    }

    private Path archived(Run run) {
        return home.archive().resolve(job.name()).resolve(run.period().toString());
    }

    private static <T> T get(Map<String, T> all, String name) {
        return Optional.ofNullable(all.get(name)).orElseThrow(() -> new IllegalArgumentException("no '" + name + "'"));
    }
}
