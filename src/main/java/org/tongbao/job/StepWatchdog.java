package org.tongbao.job;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongPredicate;
import org.tongbao.rulebook.Steps;
import org.tongbao.warehouse.Warehouse;

/**
 * Runs the steps in a thread of their own, and ends one that takes too long or that somebody wants stopped: its
 * statement is interrupted, and what its transaction had written is undone.
 */
final class StepWatchdog implements AutoCloseable {

    /** How often it checks. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** How long a step may take to end once it has been interrupted; a read that nothing interrupts is then left alone. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Warehouse warehouse;
    private final LongPredicate isToStop;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(step -> {
        var thread = new Thread(step, "step");
        thread.setDaemon(true);
        return thread;
    });
    private boolean stopped;

    /**
     * A watchdog.
     *
     * @param isToStop whether somebody wants an execution of Spring Batch to end
     */
    StepWatchdog(Warehouse warehouse, LongPredicate isToStop) {
        this.warehouse = warehouse;
        this.isToStop = isToStop;
    }

    /** Whether a step was ended because somebody wanted it. */
    boolean isStopped() {
        return stopped;
    }

    /** Does a step's work, and waits for it. */
    <T> T watch(long execution, Steps step, Duration patience, Callable<T> work) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        Future<T> result = executor.submit(work);
        while (!isDone(result, INTERVAL)) {
            stopped = isToStop.test(execution);
            if (stopped) {
                throw end(step, result, "stopped on request");
            }
            if (System.nanoTime() > deadline) {
                throw end(step, result, step.word() + " took longer than " + words(patience));
            }
        }
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static boolean isDone(Future<?> result, Duration wait) throws InterruptedException {
        try {
            result.get(wait.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    private IllegalStateException end(Steps step, Future<?> result, String why) throws InterruptedException {
        long deadline = System.nanoTime() + GRACE.toNanos();
        if (step == Steps.DELIVER) {
            // It writes to the operational database, whose file an interrupt would close; it has time limits of its
            // own.
            executor.shutdown();
        } else {
            executor.shutdownNow();
        }
        do {
            warehouse.interrupt();
        } while (!isDone(result, INTERVAL.dividedBy(5)) && System.nanoTime() < deadline);
        return new IllegalStateException(why);
    }

    private static String words(Duration duration) {
        return duration.toSeconds() % 60 != 0 || duration.isZero()
                ? duration.toSeconds() + " s"
                : duration.toMinutes() % 60 != 0 ? duration.toMinutes() + " min" : duration.toHours() + " h";
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
