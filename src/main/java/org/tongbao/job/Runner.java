package org.tongbao.job;

import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.tongbao.home.Home;
import org.tongbao.message.Refusal;
import org.tongbao.operations.Batch;
import org.tongbao.operations.Operations;
import org.tongbao.pull.Pull;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.JobPeriod;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.RunLedger;

/**
 * Runs jobs as Spring Batch jobs. A run that was killed, or that failed, is taken up by the next call for the same job
 * and period at the step it had reached; each step replaces what it had written before, so the result is the same as
 * that of an undisturbed run.
 */
public final class Runner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    private final Home home;
    private final Rulebook rulebook;
    private final Warehouse warehouse;
    private final Operations operations;
    private final boolean owner;
    private final Batch batch;
    private final Runs runs;
    private final Pull pull;
    private final Clock clock;
    private final Backup.RequestListener backups;

    /** A runner with the operational database that the environment names, or the file of the home folder. */
    public Runner(Home home, Rulebook rulebook, Warehouse warehouse, Clock clock) {
        this(home, rulebook, warehouse, Operations.open(Operations.Address.of(home)), true, clock);
    }

    /** A runner with an operational database that is open already, and stays so. */
    public Runner(Home home, Rulebook rulebook, Warehouse warehouse, Operations operations, Clock clock) {
        this(home, rulebook, warehouse, operations, false, clock);
    }

    /**
     * A runner with an operational database that is open already.
     *
     * @param owner whether it is closed with the runner
     */
    public Runner(
            Home home, Rulebook rulebook, Warehouse warehouse, Operations operations, boolean owner, Clock clock) {
        this.home = home;
        this.rulebook = rulebook;
        this.warehouse = warehouse;
        this.operations = operations;
        this.owner = owner;
        this.batch = Batch.over(operations);
        this.runs = new Runs(operations);
        this.pull = new Pull(warehouse, rulebook.catalog(), rulebook.sources().values(), home);
        this.clock = clock;
        this.backups = new Backup(home, clock).new RequestListener(warehouse, operations);
    }

    /**
     * Runs a job for a period.
     *
     * @param until the last step wanted
     * @return the run, which has come to that step
     * @throws StepFailed when a step fails; the run can be taken up again
     */
    public Run run(Job job, Period period, Steps until, Progress progress) {
        return run(new JobPeriod(job.name(), period, ""), null, until, progress);
    }

    /** The same for an occasion of the schedule. */
    public Run run(JobPeriod occasion, Steps until, Progress progress) {
        return run(occasion, null, until, progress);
    }

    /**
     * The same as of a day.
     *
     * @param day the last day that is looked at, at most the period's last; null for today. A run that was interrupted is
     *     taken up only if it looks as far
     */
    public Run run(JobPeriod occasion, @Nullable LocalDate day, Steps until, Progress progress) {
        var job = rulebook.job(occasion.job());
        var period = occasion.period();
        requirePeriodOf(job, period);
        job.score().forEach(scheme -> rulebook.scheme(scheme, period));
        if (until.compareTo(Steps.RENDER) >= 0 && !job.render().isEmpty()) {
            rulebook.requireBureau(home);
        }
        var run = unfinishedOrNew(job, period, day, until);
        return LogContext.during(run, () -> {
            LOG.info("{} {} begins, up to {}", run.job(), run.period(), until.word());
            try (var steps = new RunSteps(
                    pull,
                    home,
                    rulebook,
                    warehouse,
                    operations.source(),
                    job,
                    until,
                    clock,
                    new LoggedProgress(progress))) {
                var execution = new RunExecution(batch, runs, operations, warehouse, job, run, steps)
                        .execute(until, occasion.turn());
                return end(job, run, until, steps, execution, progress);
            }
        });
    }

    /** Enters how a run ended, and reports it. */
    private Run end(Job job, Run run, Steps until, RunSteps steps, JobExecution execution, Progress progress) {
        boolean completed = execution.getStatus() == BatchStatus.COMPLETED;
        LOG.info("{} {}: {}", run.job(), run.period(), execution.getStatus());
        try (var session = warehouse.session()) {
            var ledger = new RunLedger(session);
            if (completed && until.compareTo(Steps.DECIDE) < 0) {
                ledger.endEarly(run, now());
            } else {
                ledger.end(run, completed, now());
            }
            var ended = ledger.find(run.number()).orElseThrow();
            var failed = completed
                    ? null
                    : new StepFailed(
                            run.number(),
                            steps.reached(),
                            execution.getStatus() == BatchStatus.STOPPED,
                            steps.failure(execution));
            new RunFollowUp(home, operations, clock).report(session, rulebook, job, ended, failed, progress);
            if (failed != null) {
                throw failed;
            }
            return ended;
        }
    }

    private static void requirePeriodOf(Job job, Period period) {
        if (period.kind() != job.period()) {
            throw new Refusal("period.kind", job.name(), job.period().word(), period);
        }
    }

    /** What a job needs for a period and what has not gone through. */
    public List<JobPeriod> missing(Job job, Period period) {
        requirePeriodOf(job, period);
        var there = runs.completed().keySet();
        try (var session = warehouse.session()) {
            rulebook.catalog().define(session);
            var ledger = new RunLedger(session);
            return job.needed(period, rulebook.jobs()).stream()
                    .filter(needed -> there.stream()
                                    .noneMatch(result -> result.job().equals(needed.job())
                                            && result.period().equals(needed.period()))
                            || !ledger.isWhole(needed.job(), needed.period()))
                    .toList();
        }
    }

    /** What a run would do, step by step; nothing is done. */
    public List<DryRun.Line> dryRun(Job job, Period period) {
        requirePeriodOf(job, period);
        try (var session = warehouse.session()) {
            rulebook.catalog().define(session);
            return new DryRun(home, rulebook, pull, session).of(job, period);
        }
    }

    /** Takes a run up again where it stopped; if files of the rules have been changed since, with its first step. */
    public Run resume(Runs.Entry run, Progress progress) {
        if (!run.state().isOpen()) {
            throw run.state() == Runs.State.RUNNING
                    ? new Refusal("run.runs-already", run.run(), run.node())
                    : new Refusal(
                            "run.nothing-to-take-up", run.run(), run.state().word());
        }
        LocalDate day;
        try (var session = warehouse.session()) {
            rulebook.catalog().define(session);
            var ledger = new RunLedger(session);
            day = ledger.last(run.job(), run.period()).map(ledger::lookedOn).orElse(null);
        }
        return run(new JobPeriod(run.job(), run.period(), run.turn()), day, run.until(), progress);
    }

    /** Gives up a run that failed or was killed: the next one for the period begins with the first step. */
    public void abandon(Job job, Period period) {
        try (var session = warehouse.session()) {
            new RunLedger(session).abandon(job.name(), period);
        }
        runs.last(job.name(), period).filter(last -> last.state().isOpen()).ifPresent(this::mark);
    }

    /** The same with its entry in the list of runs. */
    public void abandon(Runs.Entry run) {
        if (!run.state().isOpen()) {
            throw new Refusal("run.nothing-to-give-up", run.run(), run.state().word());
        }
        abandon(rulebook.job(run.job()), run.period());
        mark(run);
    }

    /** It is not taken up again: given up, or files of the rules have been changed since. */
    private void mark(Runs.Entry run) {
        var execution = batch.repository().getJobExecution(run.execution());
        if (execution != null) {
            execution.setStatus(BatchStatus.ABANDONED);
            execution.setEndTime(now());
            batch.repository().update(execution);
        }
    }

    @Override
    public void close() {
        backups.close();
        if (owner) {
            operations.close();
        }
    }

    /** The unfinished run of the same job, period, as-of day and files, or a new one. */
    private Run unfinishedOrNew(Job job, Period period, @Nullable LocalDate day, Steps until) {
        var lookedOn = day == null ? LocalDate.now(clock) : day;
        var asOfDay = Run.asOfDay(period, lookedOn);
        try (var session = warehouse.session()) {
            rulebook.catalog().define(session);
            var ledger = new RunLedger(session);
            var spec = rulebook.sha256() + " until " + until.word();
            var unfinished = ledger.unfinished(job.name(), period, spec);
            return unfinished.filter(run -> run.asOfDay().equals(asOfDay)).orElseGet(() -> {
                runs.last(job.name(), period)
                        .filter(last -> last.state().isOpen())
                        .ifPresent(this::mark);
                return ledger.start(job.name(), period, lookedOn, spec, now());
            });
        }
    }

    private LocalDateTime now() {
        return LocalDateTime.now(clock);
    }
}
