package org.tongbao.rulebook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;

/**
 * When a job runs by itself: the section {@code schedule} of {@code job.yaml}.
 *
 * @param on {@code 3rd working day}, {@code last working day}, a weekday, {@code day 5}, {@code 12-01}, {@code start of
 *     PHASE} or {@code cron ...}; empty when it runs after another job
 * @param after the job after which it runs, or null
 * @param at time of day, {@code 06:00}
 * @param zone time zone such as {@code Asia/Shanghai}
 * @param previous whether it computes the period before the one in which it runs
 * @param catchUp what is done about occasions that were missed
 * @param again what is done when it fails
 */
public record Timing(
        String on,
        @Nullable String after,
        String at,
        String zone,
        boolean previous,
        CatchUp catchUp,
        Again again,
        Location where) {

    /** What is done about occasions that came while nothing served. */
    public enum CatchUp {
        /** All of them, in order. */
        EACH("each"),
        /** Only the last. */
        LAST("last"),
        /** None whose day has passed. */
        NONE("none");

        private final String word;

        CatchUp(String word) {
            this.word = word;
        }

        /** The word for it in job.yaml. */
        public String word() {
            return word;
        }

        private static CatchUp of(String word) {
            return word.equals("last") ? LAST : word.equals("none") ? NONE : EACH;
        }
    }

    /**
     * How often a failed run is taken up again by itself.
     *
     * @param times how often; 0 for never
     * @param every how long it waits before
     */
    public record Again(int times, Duration every) {

        /** Two hours in which a machine that is still starting, or a network that is down, may come back. */
        public static final Again USUAL = new Again(4, Duration.ofMinutes(30));

        private static final Pattern TEXT = Pattern.compile("(\\d{1,3}) times? every (.+)");

        static Again parse(String text) {
            if (text.equals("never")) {
                return new Again(0, Duration.ZERO);
            }
            var match = TEXT.matcher(text);
            if (!match.matches()) {
                throw new IllegalArgumentException("'" + text + "' must be 'never' or like '3 times every 30 minutes'");
            }
            return new Again(Integer.parseInt(match.group(1)), duration(match.group(2)));
        }
    }

    private static final Pattern DURATION = Pattern.compile("(\\d{1,4}) (second|minute|hour|day)s?");

    /** Reads {@code 30 minutes}, {@code 2 hours}. */
    static Duration duration(String text) {
        var match = DURATION.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("'" + text + "' must be like '30 minutes' or '2 hours'");
        }
        long count = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "second" -> Duration.ofSeconds(count);
            case "minute" -> Duration.ofMinutes(count);
            case "hour" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    static Optional<Timing> read(Block block) {
        return block.as(b -> {
            var after = b.optionalText("after").orElse(null);
            if (after != null && (b.has("on") || b.has("at"))) {
                b.problems().add(b.at("after"), "a job runs 'after' another or 'on' days 'at' a time, not both");
            }
            return new Timing(
                    after == null ? b.text("on") : b.optionalText("on").orElse(""),
                    after,
                    b.optionalText("at").orElse("06:00"),
                    b.optionalText("zone").orElse("Asia/Shanghai"),
                    b.oneOf("for", List.of("previous period", "this period"), "previous period")
                            .equals("previous period"),
                    CatchUp.of(b.oneOf("catch-up", List.of("each", "last", "none"), "each")),
                    b.has("again") ? b.parse("again", Again::parse).orElse(Again.USUAL) : Again.USUAL,
                    b.at(after == null ? "on" : "after"));
        });
    }
}
