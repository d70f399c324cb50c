package org.tongbao.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongbao.job.Runs;
import org.tongbao.operations.Operations;
import org.tongbao.spec.Problems;

/**
 * Fires jobs when their {@code schedule} says so, and makes up what was missed. One job runs at a time: the warehouse has
 * one writer. Quartz says when to check, the agenda what is due, the worker
 * claims and runs it.
 */
public final class Schedule implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);

    private final Supplier<ScheduledJobs> jobs;
    private final AgendaWorker worker;
    private final Clock clock;
    private final QuartzTimer timer;
    private final CountDownLatch closed = new CountDownLatch(1);
    private String warned = "";

    /**
     * Starts to fire.
     *
     * @param jobs what runs by itself; asked before each check, so that edited files count at once
     * @param fire runs the job of an occasion, in a thread of the scheduler; throws when it fails
     */
    public static Schedule start(
            Supplier<ScheduledJobs> jobs, Operations operations, Clock clock, Consumer<Occasion> fire) {
        var problems = new Problems();
        jobs.get().check(problems);
        problems.throwIfAny();
        return new Schedule(jobs, operations, clock, fire);
    }

    private Schedule(Supplier<ScheduledJobs> jobs, Operations operations, Clock clock, Consumer<Occasion> fire) {
        this.jobs = jobs;
        this.clock = clock;
        var lookups = new AgendaWorker.Lookups(new Runs(operations)::completed, operations::alive);
        this.worker = new AgendaWorker(new FiringLedger(operations), lookups, clock, fire);
        this.timer = new QuartzTimer(operations, this::check);
        timer.start();
    }

    private void check() {
        worker.runDue(() -> jobs.get().agenda()).ifPresent(wake -> timer.wakeAfter("again", until(wake)));
        var scheduled = jobs.get();
        for (var entry : scheduled.entries(clock.instant(), 1)) {
            for (var coming : entry.coming()) {
                var key = coming.key();
                timer.wakeAfter(
                        key.job() + " " + key.period() + " " + key.turn(),
                        until(coming.due().toInstant()));
            }
        }
        var warnings = String.join("\n", scheduled.warnings(clock.instant()));
        if (!warnings.equals(warned)) {
            warnings.lines().forEach(LOG::warn);
            warned = warnings;
        }
    }

    private Duration until(Instant time) {
        return Duration.between(clock.instant(), time);
    }

    /** Returns when it has been closed. */
    public void await() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        worker.close();
        timer.close();
        closed.countDown();
    }
}
