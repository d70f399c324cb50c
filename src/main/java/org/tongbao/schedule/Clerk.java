package org.tongbao.schedule;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongbao.job.Runs;
import org.tongbao.job.StepFailed;
import org.tongbao.rulebook.JobPeriod;
import org.tongbao.warehouse.WarehouseException;

/** Goes through the agenda until nothing is due: claims, runs and writes down what became of it. */
final class Clerk {

    private static final Logger LOG = LoggerFactory.getLogger(Clerk.class);

    private final Firings firings;
    private final Knowledge knowledge;
    private final InstantSource clock;
    private final Consumer<Occasion> fire;
    private final Map<JobPeriod, Agenda.Held> told = new HashMap<>();
    private volatile boolean closing;

    /**
     * What is known beside the claims.
     *
     * @param completed results that are there, and since when
     * @param alive nodes that live
     */
    record Knowledge(Supplier<Map<JobPeriod, Instant>> completed, Supplier<Set<String>> alive) {}

    Clerk(Firings firings, Knowledge knowledge, InstantSource clock, Consumer<Occasion> fire) {
        this.firings = firings;
        this.knowledge = knowledge;
        this.clock = clock;
        this.fire = fire;
    }

    /** Begins no more. */
    void close() {
        closing = true;
    }

    /** Does all that is due; returns when to look again at the latest, if that is known. */
    Optional<Instant> work(Supplier<Agenda> agendas) {
        while (!closing) {
            var agenda = agendas.get();
            var now = clock.instant();
            firings.watch(agenda.kept(), now);
            var book = new Agenda.Book(
                    firings.since(),
                    firings.claims(),
                    knowledge.completed().get(),
                    knowledge.alive().get());
            var plan = agenda.at(now, book);
            plan.passed().forEach(occasion -> {
                LOG.info(
                        "{} {} was missed and is not made up",
                        occasion.key().job(),
                        occasion.key().period());
                firings.skip(occasion, now);
            });
            plan.settled().forEach(occasion -> firings.settle(occasion, now));
            plan.held().forEach(this::tell);
            firings.advance(plan.since());
            if (plan.due().isEmpty()) {
                return plan.wake();
            }
            var first = plan.due().get(0);
            firings.claim(first, book.claims().get(first.key()), now).ifPresent(attempt -> run(first, attempt));
        }
        return Optional.empty();
    }

    private void tell(Agenda.Held held) {
        var key = held.occasion().key();
        if (!held.equals(told.put(key, held))) {
            LOG.warn(
                    "{} for {} waits: {}",
                    key.job(),
                    key.period(),
                    Runs.missing(held.missing()).getMessage());
        }
    }

    private void run(Occasion occasion, int attempt) {
        var key = occasion.key();
        try {
            fire.accept(occasion);
            firings.end(occasion, attempt, Agenda.State.DONE, null, clock.instant());
        } catch (RuntimeException e) {
            boolean locked = e instanceof WarehouseException warehouse && warehouse.isLocked();
            boolean stopped = e instanceof StepFailed failed && failed.isStopped();
            var state = locked ? Agenda.State.WAITING : stopped ? Agenda.State.STOPPED : Agenda.State.FAILED;
            LOG.error("{} for {} {}: {}", key.job(), key.period(), state, e.getMessage(), e);
            firings.end(occasion, attempt, state, e.getMessage(), clock.instant());
        }
    }
}
