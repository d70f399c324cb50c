package org.tongbao.job;

import java.time.Clock;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.tongbao.pull.Pull;
import org.tongbao.run.Home;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.warehouse.RunLedger;
import org.tongbao.warehouse.Warehouse;

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
    private final Pull pull;
    private final Clock clock;

    public Runner(Home home, Rulebook rulebook, Warehouse warehouse, Clock clock) {
        this.home = home;
        this.rulebook = rulebook;
        this.warehouse = warehouse;
        this.operations = Operations.open(home.var());
        this.pull = new Pull(warehouse, rulebook.catalog(), rulebook.sources().values(), home);
        this.clock = clock;
    }

    /**
     * Runs a job for a period.
     *
     * @param until the last step wanted
     * @return the run, which has come to that step
     * @throws StepFailed when a step fails; the run can be taken up again
     */
    public Run run(Job job, Period period, Steps until, Progress progress) {
        if (period.kind() != job.period()) {
            throw new IllegalArgumentException(
                    "job '" + job.name() + "' runs for a " + job.period().word() + ", not for " + period);
        }
        job.score().forEach(scheme -> rulebook.scheme(scheme, period));
        var run = take(job, period, until);
        try (var work = new Work(pull, home, rulebook, warehouse, job, clock, progress);
                var session = warehouse.session()) {
            var execution = execute(job, run, work, until);
            boolean completed = execution.getStatus() == BatchStatus.COMPLETED;
            var ledger = new RunLedger(session);
            if (completed && until.compareTo(Steps.DECIDE) < 0) {
                ledger.endEarly(run, now());
            } else {
                ledger.end(run, completed, now());
            }
            LOG.info("run {} {} {}: {}", run.number(), run.job(), run.period(), execution.getStatus());
            if (!completed) {
                throw new StepFailed(job.name(), period, work.reached(), until, work.failure(execution));
            }
            return ledger.find(run.number()).orElseThrow();
        }
    }

    /** Gives up a run that failed or was killed: the next one for the period begins with the first step. */
    public void abandon(Job job, Period period) {
        try (var session = warehouse.session()) {
            new RunLedger(session).abandon(job.name(), period);
        }
    }

    @Override
    public void close() {
        operations.close();
    }

    /** The unfinished run of the same job, period and files, or a new one. */
    private Run take(Job job, Period period, Steps until) {
        try (var session = warehouse.session()) {
            rulebook.catalog().define(session);
            var ledger = new RunLedger(session);
            var spec = rulebook.sha256() + " until " + until.word();
            return ledger.unfinished(job.name(), period, spec)
                    .orElseGet(() -> ledger.start(job.name(), period, spec, now()));
        }
    }

    private JobExecution execute(Job job, Run run, Work work, Steps until) {
        var parameters = parameters(run);
        var last = operations.repository().getLastJobExecution(job.name(), parameters);
        if (last != null && last.getStatus() == BatchStatus.COMPLETED) {
            return last; // killed after the last step, before the ledger of runs heard of it
        }
        try {
            if (last != null && last.isRunning()) {
                // Only one process can hold the warehouse: whoever wrote STARTED here is dead.
                operations.operator().recover(last);
            }
            return operations.operator().start(batchJob(job, run, work, until, gateWasClosed(last)), parameters);
        } catch (JobExecutionException e) {
            throw new IllegalStateException("run " + run.number() + " of " + job.name() + " cannot be started", e);
        }
    }

    /** The time is among them because numbers begin at 1 again when the warehouse is deleted. */
    private JobParameters parameters(Run run) {
        try (var session = warehouse.session()) {
            return new JobParametersBuilder()
                    .addString("period", run.period().toString())
                    .addLong("run", run.number())
                    .addString("started", new RunLedger(session).startedAt(run))
                    .toJobParameters();
        }
    }

    /** What was missing has to be pulled before it is asked for again. */
    private static boolean gateWasClosed(@Nullable JobExecution last) {
        return last != null
                && last.getStepExecutions().stream()
                        .anyMatch(step -> step.getStepName().equals(Steps.CHECK.word())
                                && step.getStatus() == BatchStatus.FAILED);
    }

    private org.springframework.batch.core.job.Job batchJob(
            Job job, Run run, Work work, Steps until, boolean pullAgain) {
        var builder = new JobBuilder(job.name(), operations.repository());
        SimpleJobBuilder chain = builder.start(batchStep(run, work, Steps.PULL, pullAgain));
        for (var step : until.upTo()) {
            if (step != Steps.PULL) {
                chain = chain.next(batchStep(run, work, step, false));
            }
        }
        return chain.build();
    }

    private Step batchStep(Run run, Work work, Steps step, boolean again) {
        return new StepBuilder(step.word(), operations.repository())
                .allowStartIfComplete(again)
                .tasklet(
                        (contribution, context) -> {
                            LOG.info("run {} {} {}: {}", run.number(), run.job(), run.period(), step.word());
                            work.does(step, run);
                            return RepeatStatus.FINISHED;
                        },
                        operations.transactions())
                .build();
    }

    private LocalDateTime now() {
        return LocalDateTime.now(clock);
    }
}
