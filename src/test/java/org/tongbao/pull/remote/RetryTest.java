package org.tongbao.pull.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Failures that may pass are tried again, and clients do not come back in step. */
class RetryTest {

    private static final Retry HASTY = new Retry(4, Duration.ofMillis(1), Duration.ofMillis(4));

    @Test
    void theWaitsOfTwoClientsDifferAndKeepTheirBounds() {
        var one = waits(Duration.ZERO);
        assertThat(one).isNotEqualTo(waits(Duration.ZERO));
        for (int i = 0; i < one.size(); i++) {
            assertThat(one.get(i)).isBetween(0L, Math.min(60_000, 500L << i));
        }
        var many = new ArrayList<Long>();
        for (int i = 0; i < 200; i++) {
            many.add(waits(Duration.ZERO).get(8));
        }
        assertThat(many).as("the whole range below the bound is used").anyMatch(w -> w < 15_000).anyMatch(w -> w > 45_000);
    }

    @Test
    void theWaitThatAServerAsksForIsKept() {
        assertThat(waits(Duration.ofSeconds(7))).allMatch(wait -> wait >= 7_000);
    }

    @Test
    void whatMayPassIsTriedAgainUntilItSucceeds() {
        var tries = new AtomicInteger();
        assertThat(HASTY.<String>call("server", () -> {
                    if (tries.incrementAndGet() < 4) {
                        throw new Retry.Transient("busy", new IOException());
                    }
                    return "done";
                }))
                .isEqualTo("done");
        assertThat(tries).hasValue(4);
    }

    @Test
    void theLastFailureIsTold() {
        var tries = new AtomicInteger();
        assertThatThrownBy(() -> HASTY.call("server", () -> {
                    throw new Retry.Transient("busy " + tries.incrementAndGet(), new IOException());
                }))
                .isInstanceOf(FetchException.class)
                .hasMessage("server: gave up after 4 tries: busy 4");
    }

    @Test
    void whatWillNotPassIsToldAtOnce() {
        var tries = new AtomicInteger();
        assertThatThrownBy(() -> HASTY.call("server", () -> {
                    tries.incrementAndGet();
                    throw new FetchException("forbidden");
                }))
                .isInstanceOf(FetchException.class)
                .hasMessage("forbidden");
        assertThat(tries).hasValue(1);
    }

    @Test
    void anInterruptionEndsTheWaiting() {
        var slow = new Retry(3, Duration.ofMinutes(5), Duration.ofMinutes(5));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> slow.call("server", () -> {
                    throw new Retry.Transient("busy", new IOException());
                }))
                .isInstanceOf(FetchException.class)
                .hasMessage("server: interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Milliseconds of the waits between ten tries. */
    private static List<Long> waits(Duration asked) {
        var jitter = Retry.PATIENT.new FullJitter();
        var waits = new ArrayList<Long>();
        while (jitter.shouldRetry(new Retry.Transient("busy", new IOException(), asked))) {
            waits.add(jitter.nextBackOff());
        }
        assertThat(waits).hasSize(9);
        return waits;
    }
}
