package org.tongbao.print;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.dao.DataAccessException;
import org.tongbao.home.Home;
import org.tongbao.operations.Batch;
import org.tongbao.operations.Operations;
import org.tongbao.rulebook.Rulebook;

/**
 * A node that renders: takes partitions of copies that are offered, and draws them with all processors. It needs no warehouse:
 * the run's own node has kept what each copy is drawn from in the home folder, which the nodes share.
 */
public final class RenderWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RenderWorker.class);

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** Seconds that a copy at hand may take to notice the end. */
    private static final int PATIENCE = 10;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Partitions partitions;
    private final boolean own;
    private final Renderers renderers;
    private final Duration between;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(RenderWorker::thread);
    private @Nullable ScheduledFuture<?> looks;
    private final ExecutorService threads = Executors.newFixedThreadPool(PROCESSORS, RenderWorker::thread);

    private RenderWorker(Partitions partitions, boolean own, Renderers renderers, Duration between) {
        this.partitions = partitions;
        this.own = own;
        this.renderers = renderers;
        this.between = between;
    }

    /** Begins to look for what is offered. */
    public void begin() {
        looks = timer.scheduleWithFixedDelay(this::look, 0, between.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Those of a node for the runs of other nodes. */
    public static RenderWorker lend(Home home, Operations operations, InstantSource clock) {
        return new RenderWorker(
                new Partitions(Batch.over(operations).repository(), operations, clock),
                false,
                new Borrowed(home),
                SECOND);
    }

    /** The workers of the node that runs. */
    static RenderWorker own(Partitions partitions, CopyRenderer renderer) {
        return new RenderWorker(partitions, true, new Own(renderer), SECOND.dividedBy(10));
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "render");
        thread.setDaemon(true);
        return thread;
    }

    /** What copies are drawn with. */
    private interface Renderers {

        /** One that fits, if this node has it. */
        Optional<CopyRenderer> fitting(StepExecution partition);

        /** Nothing is offered. */
        void putAway();
    }

    /** That of a run of this node. */
    private record Own(CopyRenderer renderer) implements Renderers {

        @Override
        public Optional<CopyRenderer> fitting(StepExecution partition) {
            return Optional.of(renderer);
        }

        @Override
        public void putAway() {
            // It is the run's.
        }
    }

    /** One for runs of other nodes, made by the files as they are when something is offered. */
    private static final class Borrowed implements Renderers {

        private static final Duration AGAIN = Duration.ofSeconds(30);

        private final Home home;
        private @Nullable CopyRenderer renderer;
        private long refusedAt = System.nanoTime() - AGAIN.toNanos();

        Borrowed(Home home) {
            this.home = home;
        }

        @Override
        public synchronized Optional<CopyRenderer> fitting(StepExecution partition) {
            if (renderer != null && renderer.fits(partition)) {
                return Optional.of(renderer);
            }
            if (System.nanoTime() - refusedAt < AGAIN.toNanos()) {
                return Optional.empty();
            }
            var made = CopyRenderer.of(home, Rulebook.readForLooking(home));
            if (!made.fits(partition)) {
                LOG.warn("copies of another node are left to it: program, files or home folder are not the same here");
                refusedAt = System.nanoTime();
                return Optional.empty();
            }
            renderer = made;
            return Optional.of(made);
        }

        @Override
        public synchronized void putAway() {
            renderer = null;
        }
    }

    private void look() {
        try {
            if (partitions.areOffered(own)) {
                threads.invokeAll(Collections.nCopies(PROCESSORS, Executors.callable(this::drawAll)));
            } else {
                renderers.putAway();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("copies that other nodes offer can't be looked at: {}", e.getMessage());
        }
    }

    private void drawAll() {
        try {
            boolean more = true;
            while (more && !Thread.currentThread().isInterrupted()) {
                more = drawNext();
            }
        } catch (RuntimeException e) {
            LOG.warn("copies can't be drawn", e);
        }
    }

    /** Whether there was something to draw. */
    private boolean drawNext() {
        var renderer = new AtomicReference<@Nullable CopyRenderer>();
        var taken = partitions.take(own, offer -> {
            renderer.set(renderers.fitting(offer).orElse(null));
            return renderer.get() != null;
        });
        taken.ifPresent(
                partition -> Optional.ofNullable(renderer.get()).ifPresent(fitting -> draw(partition, fitting)));
        return taken.isPresent();
    }

    private void draw(StepExecution partition, CopyRenderer renderer) {
        LOG.info("draws {}", partition.getStepName());
        CopyRenderer.Drawn drawn;
        try {
            drawn = renderer.draw(partition);
        } catch (RuntimeException e) {
            LOG.warn("{} failed", partition.getStepName(), e);
            tell(partition, () -> partitions.fail(partition, String.valueOf(e.getMessage())));
            return;
        }
        if (Thread.currentThread().isInterrupted()) {
            return; // the run has been ended, and has taken it back
        }
        for (var failed : drawn.failed()) {
            LOG.warn("{}, copy {} failed", partition.getStepName(), failed.number(), failed.why());
        }
        tell(
                partition,
                () -> drawn.failed().isEmpty()
                        ? partitions.complete(partition, drawn.files())
                        : partitions.fail(partition, drawn.failed().toString()));
    }

    private interface Word {
        boolean say();
    }

    /** Nobody else draws it as long as this node lives, so its end has to be told, however long the database is away. */
    private static void tell(StepExecution partition, Word word) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (!word.say()) {
                    LOG.info("{} has been taken by another node meanwhile", partition.getStepName());
                }
                return;
            } catch (DataAccessException e) {
                LOG.warn("the end of {} can't be told yet: {}", partition.getStepName(), e.getMessage());
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (looks != null) {
            looks.cancel(true);
        }
        timer.shutdownNow();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(PATIENCE, TimeUnit.SECONDS)) {
                LOG.warn("a copy is still being drawn");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
