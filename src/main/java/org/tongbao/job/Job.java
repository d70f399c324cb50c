package org.tongbao.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tongbao.check.Gate;
import org.tongbao.measure.Rules;
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
 * @param pull datasets that are pulled first; all of them when none is named
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
        List<String> deliver) {

    private static final List<String> KINDS =
            Arrays.stream(Period.Kind.values()).map(Period.Kind::word).toList();

    /** Stands for the period in the name of a folder. */
    static final String PERIOD = "{period}";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}?");

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
     * @param previous whether it computes the period before the one in which it runs
     */
    public record Timing(String on, String at, String zone, boolean previous, Location where) {

        private static Optional<Timing> read(Block block) {
            return block.as(b -> new Timing(
                    b.text("on"),
                    b.optionalText("at").orElse("06:00"),
                    b.optionalText("zone").orElse("Asia/Shanghai"),
                    b.oneOf("for", List.of("previous period", "this period"), "previous period")
                            .equals("previous period"),
                    b.at("on")));
        }
    }

    /**
     * The names that a job may use.
     *
     * @param ruleFiles names of the files of rules, also of those that could not be read: they are not missing
     */
    record Known(
            Collection<String> datasets,
            Rules rules,
            Collection<String> ruleFiles,
            Collection<String> schemes,
            Collection<String> ladders,
            Collection<String> bulletins) {}

    /** Reads {@code job.yaml}; a name that is not known is a problem at its line. */
    static Optional<Job> read(Block block, Known known) {
        return block.as(b -> {
            var measure = b.block("measure")
                    .flatMap(inner -> inner.as(m -> new Measured(
                            patterns(m, "indicators", known.rules()::indicators, known.ruleFiles()),
                            patterns(m, "findings", known.rules()::findings, known.ruleFiles()))))
                    .orElse(new Measured(List.of(), List.of()));
            var check = Gate.read(b);
            check.stream()
                    .filter(gate -> !known.datasets().contains(gate.dataset()))
                    .forEach(gate -> b.problems().addUnknown(gate.at(), "dataset", gate.dataset(), known.datasets()));
            var name = b.text("job");
            if (!name.isEmpty() && !b.at().file().endsWith("/" + name + "/job.yaml")) {
                b.problems().add(b.at("job"), "job '" + name + "' must be called like its folder");
            }
            var score = b.texts("score", "scheme", known.schemes());
            return new Job(
                    name,
                    b.optionalText("title").orElse(name),
                    Period.Kind.of(b.oneOf("period", KINDS, "month")),
                    b.block("schedule").flatMap(Timing::read).orElse(null),
                    b.has("pull") ? b.texts("pull", "dataset", known.datasets()) : List.copyOf(known.datasets()),
                    check,
                    measure.indicators(),
                    measure.findings(),
                    score,
                    b.texts("rank", "scored scheme", score),
                    b.texts("decide", "ladder", known.ladders()),
                    b.texts("render", "bulletin", known.bulletins()),
                    folders(b));
        });
    }

    private record Measured(List<String> indicators, List<String> findings) {}

    private static List<String> patterns(
            Block block, String key, Function<String, List<?>> matching, Collection<String> files) {
        var patterns = block.texts(key);
        patterns.stream()
                .filter(pattern -> matching.apply(pattern).isEmpty())
                .filter(pattern -> !files.contains(pattern.substring(pattern.lastIndexOf('/') + 1)))
                .forEach(pattern -> block.problems()
                        .add(block.at(key), "no file below " + key + "/ is matched by '" + pattern + "'"));
        return patterns;
    }

    private static List<String> folders(Block block) {
        var folders = new ArrayList<String>();
        block.list("deliver")
                .forEach(entry -> entry.as(d -> {
                    var folder = d.text("folder");
                    PLACEHOLDER
                            .matcher(folder)
                            .results()
                            .map(MatchResult::group)
                            .filter(placeholder -> !placeholder.equals(PERIOD))
                            .forEach(unknown ->
                                    d.problems().addUnknown(d.at("folder"), "placeholder", unknown, List.of(PERIOD)));
                    return folders.add(folder);
                }));
        return folders;
    }
}
