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
final class AgendaWorker {

    private static final Logger LOG = LoggerFactory.getLogger(AgendaWorker.class);

    private final FiringLedger firings;
    private final Lookups lookups;
    private final InstantSource clock;
    private final Consumer<Occasion> fire;
    private final Map<JobPeriod, Agenda.Held> logged = new HashMap<>();
    private volatile boolean closing;

    /**
     * Where to look up what is known beside the claims.
     *
     * @param completed results that are there, and since when
     * @param alive nodes that live
     */
    record Lookups(Supplier<Map<JobPeriod, Instant>> completed, Supplier<Set<String>> alive) {}

    AgendaWorker(FiringLedger firings, Lookups lookups, InstantSource clock, Consumer<Occasion> fire) {
        this.firings = firings;
        this.lookups = lookups;
        this.clock = clock;
        this.fire = fire;
    }

    /** Begins no more. */
    void close() {
        closing = true;
    }

    /** Runs all that is due; returns when to check again at the latest, if that is known. */
    Optional<Instant> runDue(Supplier<Agenda> agendas) {
        while (!closing) {
            var agenda = agendas.get();
            var now = clock.instant();
            firings.register(agenda.scheduled(), now);
            var facts = new Agenda.Facts(
                    firings.since(),
                    firings.claims(),
                    lookups.completed().get(),
                    lookups.alive().get());
            var plan = agenda.planAt(now, facts);
            plan.passed().forEach(occasion -> {
                LOG.info(
                        "{} {} was missed and is not made up",
                        occasion.key().job(),
                        occasion.key().period());
                firings.skip(occasion, now);
            });
            plan.settled().forEach(occasion -> firings.settle(occasion, now));
            plan.held().forEach(this::logWaiting);
            firings.advance(plan.since());
            if (plan.due().isEmpty()) {
                return plan.wake();
            }
            var first = plan.due().get(0);
            firings.claim(first, facts.claims().get(first.key()), now).ifPresent(attempt -> run(first, attempt));
        }
        return Optional.empty();
    }

    private void logWaiting(Agenda.Held held) {
        var key = held.occasion().key();
        if (!held.equals(logged.put(key, held))) {
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
