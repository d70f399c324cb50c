package org.tongbao.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongbao.check.Gate;
import org.tongbao.run.Period;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;

/**
 * A job as {@code jobs/NAME/job.yaml} declares it, top to bottom as it runs.
 *
 * @param name its name; the folder's
 * @param title its name in Chinese
 * @param period the kind of period it computes
 * @param timing when it runs by itself, or null
 * @param pull datasets that are pulled first
 * @param check what must have arrived before anything is scored
 * @param indicators patterns of the indicators measured, such as {@code monthly/*}
 * @param findings patterns of the finding rules applied
 * @param score schemes scored
 * @param rank schemes whose scores are ranked and published
 * @param decide ladders followed
 * @param render bulletins made
 * @param deliver folders that finished bulletins are put into; may hold {@code {period}}
 */
public record Job(
        String name,
        String title,
        Period.Kind period,
        @Nullable Timing timing,
        List<String> pull,
        List<Gate> check,
        List<String> indicators,
        List<String> findings,
        List<String> score,
        List<String> rank,
        List<String> decide,
        List<String> render,
        List<String> deliver,
        Location at) {

    public Job {
        pull = List.copyOf(pull);
        check = List.copyOf(check);
        indicators = List.copyOf(indicators);
        findings = List.copyOf(findings);
        score = List.copyOf(score);
        rank = List.copyOf(rank);
        decide = List.copyOf(decide);
        render = List.copyOf(render);
        deliver = List.copyOf(deliver);
    }

    /**
     * When a job runs by itself.
     *
     * @param on {@code 3rd working day}, {@code last working day}, a weekday, a day of the month, or {@code cron ...}
     * @param at time of day, {@code 06:00}
     * @param zone time zone such as {@code Asia/Shanghai}
     * @param calendar file in {@code jobs/rulebook/calendars} that knows the holidays
     * @param previous whether it computes the period before the one in which it runs
     */
    public record Timing(String on, String at, String zone, String calendar, boolean previous, Location where) {

        private static Optional<Timing> read(Block block) {
            return block.as(b -> new Timing(
                    b.text("on"),
                    b.optionalText("at").orElse("06:00"),
                    b.optionalText("zone").orElse("Asia/Shanghai"),
                    b.optionalText("calendar").orElse("cn"),
                    b.oneOf("for", List.of("previous period", "this period"), "previous period")
                            .equals("previous period"),
                    b.at()));
        }
    }

    /** Reads {@code job.yaml}. */
    static Optional<Job> read(Block block) {
        return block.as(b -> {
            var indicators = new ArrayList<String>();
            var findings = new ArrayList<String>();
            b.block("measure")
                    .ifPresent(measure -> measure.as(m -> {
                        indicators.addAll(m.texts("indicators"));
                        findings.addAll(m.texts("findings"));
                        return m;
                    }));
            var deliver = new ArrayList<String>();
            b.list("deliver").forEach(entry -> entry.as(d -> deliver.add(d.text("folder"))));
            var kinds =
                    Arrays.stream(Period.Kind.values()).map(Period.Kind::word).toList();
            var kind = Period.Kind.of(b.oneOf("period", kinds, "month"));
            return new Job(
                    b.text("job"),
                    b.optionalText("title").orElse(b.text("job")),
                    kind,
                    b.block("schedule").flatMap(Timing::read).orElse(null),
                    b.texts("pull"),
                    Gate.read(b),
                    indicators,
                    findings,
                    b.texts("score"),
                    b.texts("rank"),
                    b.texts("decide"),
                    b.texts("render"),
                    deliver,
                    b.at());
        });
    }
}
