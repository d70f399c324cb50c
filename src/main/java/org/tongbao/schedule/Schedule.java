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
 * one writer. Quartz rings, the agenda says what is due, the clerk claims and runs it.
 */
public final class Schedule implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);

    private final Supplier<Programme> programmes;
    private final Clerk clerk;
    private final Clock clock;
    private final Alarm alarm;
    private final CountDownLatch closed = new CountDownLatch(1);
    private String warned = "";

    /**
     * Starts to fire.
     *
     * @param programmes what runs by itself; asked before each look, so that edited files count at once
     * @param fire runs the job of an occasion, in a thread of the scheduler; throws when it fails
     */
    public static Schedule start(
            Supplier<Programme> programmes, Operations operations, Clock clock, Consumer<Occasion> fire) {
        var problems = new Problems();
        programmes.get().check(problems);
        problems.throwIfAny();
        return new Schedule(programmes, operations, clock, fire);
    }

    private Schedule(Supplier<Programme> programmes, Operations operations, Clock clock, Consumer<Occasion> fire) {
        this.programmes = programmes;
        this.clock = clock;
        var knowledge = new Clerk.Knowledge(new Runs(operations)::completed, operations::alive);
        this.clerk = new Clerk(new Firings(operations), knowledge, clock, fire);
        this.alarm = new Alarm(operations, this::look);
        alarm.start();
    }

    private void look() {
        clerk.work(() -> programmes.get().agenda()).ifPresent(wake -> alarm.ring("again", until(wake)));
        var programme = programmes.get();
        for (var entry : programme.entries(clock.instant(), 1)) {
            for (var coming : entry.coming()) {
                var key = coming.key();
                alarm.ring(
                        key.job() + " " + key.period() + " " + key.turn(),
                        until(coming.due().toInstant()));
            }
        }
        var warnings = String.join("\n", programme.warnings(clock.instant()));
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
        clerk.close();
        alarm.close();
        closed.countDown();
    }
}
