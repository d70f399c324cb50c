package org.tongbao.pull.remote;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Tries again what may pass: waits twice as long each time, up to a bound, less a random part so that several clients
 * do not come back in step ("full jitter").
 *
 * @param times how often it tries in all
 * @param first the longest first wait
 * @param longest the longest wait
 * @param sleep how it waits; tests pass their own
 */
public record Retry(int times, Duration first, Duration longest, Sleep sleep) {

    /** Ten tries over about three minutes. */
    static final Retry PATIENT = new Retry(
            10, Duration.ofMillis(500), Duration.ofSeconds(60), duration -> Thread.sleep(duration.toMillis()));

    /** The same with fewer tries. */
    Retry atMost(int most) {
        return new Retry(Math.max(1, Math.min(times, most)), first, longest, sleep);
    }

    /** How it waits. */
    public interface Sleep {
        void sleep(Duration duration) throws InterruptedException;
    }

    /** Something that may fail for the moment. */
    interface Attempt<T> {
        T get() throws Passing, InterruptedException;
    }

    /** A failure that may pass. */
    static final class Passing extends Exception {

        private static final long serialVersionUID = 1;
        private final transient Duration atLeast;

        Passing(String message, Throwable cause) {
            this(message, cause, Duration.ZERO);
        }

        /** With the wait that the other side asks for. */
        Passing(String message, Throwable cause, Duration atLeast) {
            super(message, cause);
            this.atLeast = atLeast;
        }
    }

    /** Tries until it succeeds or the tries are used up; then the last failure is told. */
    <T> T until(String what, Attempt<T> attempt) {
        var random = new SplittableRandom(what.hashCode());
        for (int tried = 1; ; tried++) {
            try {
                return attempt.get();
            } catch (Passing failure) {
                if (tried >= times) {
                    throw new FetchException(
                            what + ": gave up after " + times + " tries: " + failure.getMessage(), failure);
                }
                pause(what, wait(tried, random).plus(failure.atLeast));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FetchException(what + ": interrupted", e);
            }
        }
    }

    private Duration wait(int tried, SplittableRandom random) {
        long bound = Math.min(longest.toMillis(), first.toMillis() << Math.min(20, tried - 1));
        return Duration.ofMillis(bound / 2 + random.nextLong(bound / 2 + 1));
    }

    private void pause(String what, Duration duration) {
        try {
            sleep.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FetchException(what + ": interrupted", e);
        }
    }
}
