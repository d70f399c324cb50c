package org.tongbao.pull.remote;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Asks again after a failure that may pass. The bound of the wait doubles each time; the wait itself is drawn anew between
 * zero and the bound ("full jitter"), so that several clients do not come back in step.
 *
 * @param times how often it tries in all
 * @param first the bound of the first wait
 * @param longest the greatest bound
 */
public record Retry(int times, Duration first, Duration longest) {

    /** As often as a fetch may try, within about three minutes. */
    static final Retry PATIENT = new Retry(Fetcher.MOST_TRIES, Duration.ofMillis(500), Duration.ofSeconds(60));

    /** The same with fewer tries. */
    Retry atMost(int most) {
        return new Retry(Math.max(1, Math.min(times, most)), first, longest);
    }

    /** A failure that may pass. */
    static final class Transient extends Exception {

        private static final long serialVersionUID = 1;
        private final transient Duration atLeast;

        Transient(String message, Throwable cause) {
            this(message, cause, Duration.ZERO);
        }

        /** With the wait that the other side asks for. */
        Transient(String message, Throwable cause, Duration atLeast) {
            super(message, cause);
            this.atLeast = atLeast;
        }
    }

    /**
     * Tries until it succeeds or the tries are used up.
     *
     * @param what the server that is asked, for messages
     * @throws FetchException with the last failure
     */
    <T> T call(String what, Retryable<T> attempt) {
        try {
            return new RetryTemplate(new FullJitter()).execute(attempt);
        } catch (RetryException e) {
            throw failure(what, e.getLastException());
        }
    }

    private RuntimeException failure(String what, Throwable last) {
        if (last instanceof Error error) {
            throw error;
        }
        if (last instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (Thread.currentThread().isInterrupted()) {
            return new FetchException(what + ": interrupted", last);
        }
        if (last instanceof RuntimeException lasting) {
            return lasting;
        }
        var tries = last instanceof Transient ? "gave up after " + times + " tries: " : "";
        return new FetchException(what + ": " + tries + last.getMessage(), last);
    }

    /** The waits of one call. */
    final class FullJitter implements RetryPolicy, BackOff, BackOffExecution {

        private int tried;
        private Duration asked = Duration.ZERO;

        @Override
        public boolean shouldRetry(Throwable failure) {
            tried++;
            if (failure instanceof Transient passing) {
                asked = passing.atLeast;
                return tried < times;
            }
            return false;
        }

        @Override
        public BackOff getBackOff() {
            return this;
        }

        @Override
        public BackOffExecution start() {
            return this;
        }

        /** Milliseconds: what the other side asks for, and the jitter on top of it. */
        @Override
        public long nextBackOff() {
            long bound = Math.min(longest.toMillis(), first.toMillis() << Math.min(20, tried - 1));
            return asked.toMillis() + ThreadLocalRandom.current().nextLong(bound + 1);
        }
    }
}
