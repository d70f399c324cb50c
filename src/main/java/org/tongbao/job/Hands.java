package org.tongbao.job;

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
import org.tongbao.run.Home;
import org.tongbao.run.Operations;

/**
 * The hands of a node: take portions of copies that are offered, and draw them with all processors. They need no warehouse:
 * the run's own node has kept what each copy is drawn from in the home folder, which the nodes share.
 */
public final class Hands implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Hands.class);

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** Seconds that a copy at hand may take to notice the end. */
    private static final int PATIENCE = 10;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Portions portions;
    private final boolean own;
    private final Pencils pencils;
    private final Duration between;
    private final ScheduledExecutorService eye = Executors.newSingleThreadScheduledExecutor(Hands::thread);
    private @Nullable ScheduledFuture<?> looks;
    private final ExecutorService fingers = Executors.newFixedThreadPool(PROCESSORS, Hands::thread);

    private Hands(Portions portions, boolean own, Pencils pencils, Duration between) {
        this.portions = portions;
        this.own = own;
        this.pencils = pencils;
        this.between = between;
    }

    /** Begins to look for what is offered. */
    public void begin() {
        looks = eye.scheduleWithFixedDelay(this::look, 0, between.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Those of a node for the runs of other nodes. */
    public static Hands lend(Home home, Operations operations, InstantSource clock) {
        return new Hands(
                new Portions(Batch.over(operations).repository(), operations, clock),
                false,
                new Borrowed(home),
                SECOND);
    }

    /** The hands of the node that runs. */
    static Hands own(Portions portions, Pencil pencil) {
        return new Hands(portions, true, new Own(pencil), SECOND.dividedBy(10));
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "hands");
        thread.setDaemon(true);
        return thread;
    }

    /** What copies are drawn with. */
    private interface Pencils {

        /** One that fits, if this node has it. */
        Optional<Pencil> fitting(StepExecution portion);

        /** Nothing is offered. */
        void putAway();
    }

    /** That of a run of this node. */
    private record Own(Pencil pencil) implements Pencils {

        @Override
        public Optional<Pencil> fitting(StepExecution portion) {
            return Optional.of(pencil);
        }

        @Override
        public void putAway() {
            // It is the run's.
        }
    }

    /** One for runs of other nodes, made by the files as they are when something is offered. */
    private static final class Borrowed implements Pencils {

        private static final Duration AGAIN = Duration.ofSeconds(30);

        private final Home home;
        private @Nullable Pencil pencil;
        private long refusedAt = System.nanoTime() - AGAIN.toNanos();

        Borrowed(Home home) {
            this.home = home;
        }

        @Override
        public synchronized Optional<Pencil> fitting(StepExecution portion) {
            if (pencil != null && pencil.fits(portion)) {
                return Optional.of(pencil);
            }
            if (System.nanoTime() - refusedAt < AGAIN.toNanos()) {
                return Optional.empty();
            }
            var made = Pencil.of(home, Rulebook.readForLooking(home));
            if (!made.fits(portion)) {
                LOG.warn("copies of another node are left to it: program, files or home folder are not the same here");
                refusedAt = System.nanoTime();
                return Optional.empty();
            }
            pencil = made;
            return Optional.of(made);
        }

        @Override
        public synchronized void putAway() {
            pencil = null;
        }
    }

    private void look() {
        try {
            if (portions.areOffered(own)) {
                fingers.invokeAll(Collections.nCopies(PROCESSORS, Executors.callable(this::drawAll)));
            } else {
                pencils.putAway();
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
        var pencil = new AtomicReference<@Nullable Pencil>();
        var taken = portions.take(own, offer -> {
            pencil.set(pencils.fitting(offer).orElse(null));
            return pencil.get() != null;
        });
        taken.ifPresent(portion -> Optional.ofNullable(pencil.get()).ifPresent(fitting -> draw(portion, fitting)));
        return taken.isPresent();
    }

    private void draw(StepExecution portion, Pencil pencil) {
        LOG.info("draws {}", portion.getStepName());
        Pencil.Drawn drawn;
        try {
            drawn = pencil.draw(portion);
        } catch (RuntimeException e) {
            LOG.warn("{} failed", portion.getStepName(), e);
            tell(portion, () -> portions.fail(portion, String.valueOf(e.getMessage())));
            return;
        }
        if (Thread.currentThread().isInterrupted()) {
            return; // the run has been ended, and has taken it back
        }
        for (var failed : drawn.failed()) {
            LOG.warn("{}, copy {} failed", portion.getStepName(), failed.number(), failed.why());
        }
        tell(
                portion,
                () -> drawn.failed().isEmpty()
                        ? portions.complete(portion, drawn.files())
                        : portions.fail(portion, drawn.failed().toString()));
    }

    private interface Word {
        boolean say();
    }

    /** Nobody else draws it as long as this node lives, so its end has to be told, however long the database is away. */
    private static void tell(StepExecution portion, Word word) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (!word.say()) {
                    LOG.info("{} has been taken by another node meanwhile", portion.getStepName());
                }
                return;
            } catch (DataAccessException e) {
                LOG.warn("the end of {} can't be told yet: {}", portion.getStepName(), e.getMessage());
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
        eye.shutdownNow();
        fingers.shutdownNow();
        try {
            if (!fingers.awaitTermination(PATIENCE, TimeUnit.SECONDS)) {
                LOG.warn("a copy is still being drawn");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
