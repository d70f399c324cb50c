package org.tongbao.job;

import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;
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
     * @return the run, which has completed
     * @throws StepFailed when a step fails; the run can be taken up again
     */
    public Run run(Job job, Period period, Steps until, Progress progress) {
        if (period.kind() != job.period()) {
            throw new IllegalArgumentException(
                    "job '" + job.name() + "' runs for a " + job.period().word() + ", not for " + period);
        }
        var run = take(job, period, until);
        try (var work = new Work(pull, home, rulebook, warehouse, job, clock, progress);
                var session = warehouse.session()) {
            var execution = execute(job, run, work, until);
            boolean completed = execution.getStatus() == BatchStatus.COMPLETED;
            var ledger = new RunLedger(session);
            ledger.end(run, completed, now());
            if (!completed) {
                throw new StepFailed(job.name(), period, work.reached(), work.failure(execution));
            }
            return ledger.find(run.number()).orElseThrow();
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
        var parameters = new JobParametersBuilder()
                .addString("period", run.period().toString())
                .addLong("run", run.number())
                .toJobParameters();
        var batch = batchJob(job, run, work, until.upTo());
        var repository = operations.repository();
        var last = repository.getLastJobExecution(job.name(), parameters);
        try {
            if (last != null && last.isRunning()) {
                // Only one process can hold the warehouse: whoever wrote STARTED here is dead.
                operations.operator().recover(last);
            }
            return start(batch, parameters);
        } catch (JobExecutionException e) {
            throw new IllegalStateException("run " + run.number() + " of " + job.name() + " cannot be started", e);
        }
    }

    private JobExecution start(org.springframework.batch.core.job.Job batch, JobParameters parameters)
            throws JobExecutionException {
        return operations.operator().start(batch, parameters);
    }

    private org.springframework.batch.core.job.Job batchJob(Job job, Run run, Work work, List<Steps> steps) {
        var builder = new JobBuilder(job.name(), operations.repository());
        SimpleJobBuilder chain = builder.start(batchStep(run, work, steps.get(0)));
        for (var step : steps.subList(1, steps.size())) {
            chain = chain.next(batchStep(run, work, step));
        }
        return chain.build();
    }

    private Step batchStep(Run run, Work work, Steps step) {
        return new StepBuilder(step.word(), operations.repository())
                .tasklet(
                        (contribution, context) -> {
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
