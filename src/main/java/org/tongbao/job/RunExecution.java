package org.tongbao.job;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.dao.OptimisticLockingFailureException;
import org.tongbao.message.Language;
import org.tongbao.operations.Batch;
import org.tongbao.operations.Operations;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.RunLedger;

/**
 * A run as Spring Batch executes it: a job with one step for each of ours, whose repository knows where a killed process
 * had come to.
 */
final class RunExecution {

    private static final Logger LOG = LoggerFactory.getLogger(RunExecution.class);

    private final Batch batch;
    private final Runs runs;
    private final Operations operations;
    private final Warehouse warehouse;
    private final Job job;
    private final Run run;
    private final RunSteps steps;

    RunExecution(Batch batch, Runs runs, Operations operations, Warehouse warehouse, Job job, Run run, RunSteps steps) {
        this.batch = batch;
        this.runs = runs;
        this.operations = operations;
        this.warehouse = warehouse;
        this.job = job;
        this.run = run;
        this.steps = steps;
    }

    /**
     * Executes the steps up to one.
     *
     * @param turn which of the period's occasions it is for; empty by hand
     * @return the execution, completed, stopped or failed
     */
    JobExecution execute(Steps until, String turn) {
        var parameters = parameters(until, turn);
        var last = batch.repository().getLastJobExecution(job.name(), parameters);
        if (last != null && last.getStatus() == BatchStatus.COMPLETED) {
            return last; // killed after the last step, before the ledger of runs heard of it
        }
        try (var watch = new StepWatchdog(warehouse, runs::isToStop)) {
            if (last != null && last.isRunning()) {
                recover(last);
            }
            var execution = batch.operator().start(batchJob(watch, until, gateWasClosed(last)), parameters);
            if (execution.getStatus() != BatchStatus.COMPLETED) {
                execution.setStatus(watch.isStopped() ? BatchStatus.STOPPED : BatchStatus.FAILED);
                execution.setExitStatus(new ExitStatus(
                        execution.getStatus().name(),
                        StepFailed.sentence(Language.ENGLISH, steps.reached(), steps.failure(execution))));
                batch.repository().update(execution);
            }
            return execution;
        } catch (JobExecutionException e) {
            throw new IllegalStateException("run " + run.number() + " of " + job.name() + " cannot be started", e);
        }
    }

    /** Only one process can hold the warehouse: whoever wrote STARTED here is dead. */
    private void recover(JobExecution dead) {
        try {
            batch.operator().recover(dead);
        } catch (OptimisticLockingFailureException e) {
            // A node that drew for the dead one has just ended a partition: its state is another now.
            LOG.info("{} is recovered once more: {}", dead.getId(), e.getMessage());
            recover(Objects.requireNonNull(batch.repository().getJobExecution(dead.getId())));
        }
    }

    /** The time is among those that identify it because numbers begin at 1 again when the warehouse is deleted. */
    private JobParameters parameters(Steps until, String turn) {
        try (var session = warehouse.session()) {
            return new JobParametersBuilder()
                    .addString("period", run.period().toString())
                    .addLong("run", run.number())
                    .addString("started", new RunLedger(session).startedAt(run))
                    .addString("until", until.word(), false)
                    .addString("node", operations.node(), false)
                    .addString("turn", turn, false)
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

    private org.springframework.batch.core.job.Job batchJob(StepWatchdog watch, Steps until, boolean pullAgain) {
        var builder = new JobBuilder(job.name(), batch.repository());
        SimpleJobBuilder chain = builder.start(batchStep(watch, Steps.PULL, pullAgain));
        for (var step : until.upTo()) {
            if (step != Steps.PULL) {
                chain = chain.next(batchStep(watch, step, false));
            }
        }
        return chain.build();
    }

    private Step batchStep(StepWatchdog watch, Steps step, boolean again) {
        if (step == Steps.RENDER && operations.isShared()) {
            return partitionedStep(watch);
        }
        return new StepBuilder(step.word(), batch.repository())
                .allowStartIfComplete(again)
                .tasklet(
                        (contribution, context) -> {
                            steps.begin(step);
                            long execution = contribution.getStepExecution().getJobExecutionId();
                            contribution.incrementWriteCount(watch.watch(
                                    execution,
                                    step,
                                    job.patience(step),
                                    () -> LogContext.during(run, step, () -> steps.perform(step, run))));
                            return RepeatStatus.FINISHED;
                        },
                        batch.transactions())
                .build();
    }

    /** Rendering, by all nodes. */
    private Step partitionedStep(StepWatchdog watch) {
        var step = Steps.RENDER;
        var printer = steps.partitioned(operations, batch);
        return new StepBuilder(step.word(), batch.repository())
                .partitioner(step.word(), printer)
                .partitionHandler((splitter, execution) -> {
                    steps.begin(step);
                    watch.watch(
                            execution.getJobExecutionId(),
                            step,
                            job.patience(step),
                            () -> LogContext.during(
                                    run,
                                    step,
                                    () -> steps.render(
                                            run,
                                            (printers, session, pinned, archive, progress) -> printer.print(
                                                    printers, session, pinned, archive, progress, splitter,
                                                    execution))));
                    printer.clear();
                    return printer.latest(execution);
                })
                .build();
    }
}
