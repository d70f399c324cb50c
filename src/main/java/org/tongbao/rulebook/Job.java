package org.tongbao.rulebook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.check.Gate;
import org.tongbao.deliver.Destination;
import org.tongbao.measure.Rules;
import org.tongbao.run.Period;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;

/**
 * A job as {@code jobs/NAME/job.yaml} declares it, top to bottom as it runs.
 *
 * @param name its name; the folder's
 * @param title its name in Chinese
 * @param period the kind of period it computes
 * @param timing when it runs by itself, or null
 * @param needs jobs that must have gone through for the periods within its own
 * @param timeouts how long a step may take; {@link #PATIENCE} for the others
 * @param pull datasets that are pulled first; all of them when none is named
 * @param check what must have arrived before anything is scored
 * @param measure the rules applied: those that go with a kind of period ({@code month}), those of a theme ({@code 隐患/*}),
 *     or one by its name
 * @param score schemes scored
 * @param rank schemes whose scores are ranked and published
 * @param decide ladders followed
 * @param render bulletins made
 * @param deliver where finished bulletins go
 * @param where where its needs, or else its name, stand
 */
public record Job(
        String name,
        String title,
        Period.Kind period,
        @Nullable Timing timing,
        List<String> needs,
        Map<Steps, Duration> timeouts,
        List<String> pull,
        List<Gate> check,
        List<String> measure,
        List<String> score,
        List<String> rank,
        List<String> decide,
        List<String> render,
        List<Destination> deliver,
        Location where) {

    private static final List<String> KINDS =
            Arrays.stream(Period.Kind.values()).map(Period.Kind::word).toList();

    /** No step may hang for ever: the jobs after it would never run. */
    private static final Duration PATIENCE = Duration.ofHours(12);

    public Job {
        needs = List.copyOf(needs);
        timeouts = Map.copyOf(timeouts);
        pull = List.copyOf(pull);
        check = List.copyOf(check);
        measure = List.copyOf(measure);
        score = List.copyOf(score);
        rank = List.copyOf(rank);
        decide = List.copyOf(decide);
        render = List.copyOf(render);
        deliver = List.copyOf(deliver);
    }

    /** The same with these schemes, ladders and bulletins only, and with gates for datasets that are in use. */
    Job with(Set<String> schemes, Set<String> ladders, Set<String> bulletins, Predicate<String> dataset) {
        return new Job(
                name,
                title,
                period,
                timing,
                needs,
                timeouts,
                pull,
                check.stream().filter(gate -> dataset.test(gate.dataset())).toList(),
                measure,
                score.stream().filter(schemes::contains).toList(),
                rank.stream().filter(schemes::contains).toList(),
                decide.stream().filter(ladders::contains).toList(),
                render.stream().filter(bulletins::contains).toList(),
                deliver,
                where);
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
            var check = Gate.read(b);
            check.stream()
                    .filter(gate -> !known.datasets().contains(gate.dataset()))
                    .forEach(gate -> b.problems().addAbsent(gate.at(), "dataset", gate.dataset(), known.datasets()));
            var name = b.text("job");
            if (!name.isEmpty() && !b.at().file().endsWith("/" + name + "/job.yaml")) {
                b.problems().add(b.at("job"), "job '" + name + "' must be called like its folder");
            }
            var score = b.texts("score", "scheme", known.schemes());
            var render = b.texts("render", "bulletin", known.bulletins());
            var scored = orAll(score, known.schemes());
            var made = orAll(render, known.bulletins());
            return new Job(
                    name,
                    b.optionalText("title").orElse(name),
                    Period.Kind.of(b.oneOf("period", KINDS, "month")),
                    b.block("schedule").flatMap(Timing::read).orElse(null),
                    b.texts("needs"),
                    b.block("timeouts").flatMap(Job::timeouts).orElse(Map.of()),
                    b.has("pull") ? b.texts("pull", "dataset", known.datasets()) : List.copyOf(known.datasets()),
                    check,
                    measure(b, known),
                    score,
                    b.texts("rank", "scored scheme", scored),
                    b.texts("decide", "ladder", known.ladders()),
                    render,
                    b.list("deliver").stream()
                            .flatMap(entry -> Destination.read(entry, made).stream())
                            .toList(),
                    b.has("needs") ? b.at("needs") : b.at("job"));
        });
    }

    /** The names that a job has chosen; where one is mistaken, any may be meant that is asked for further down. */
    private static List<String> orAll(List<String> chosen, Collection<String> known) {
        return known.containsAll(chosen)
                ? chosen
                : Stream.concat(chosen.stream(), known.stream()).toList();
    }

    private static Optional<Map<Steps, Duration>> timeouts(Block block) {
        return block.as(b -> {
            var timeouts = new EnumMap<Steps, Duration>(Steps.class);
            for (var step : Steps.values()) {
                if (b.has(step.word())) {
                    b.parse(step.word(), Timing::duration).ifPresent(limit -> timeouts.put(step, limit));
                }
            }
            return timeouts;
        });
    }

    /** The jobs that this one waits for: those that it needs, and the one after which it runs. */
    public List<String> before() {
        var after = timing == null ? null : timing.after();
        return after == null || needs.contains(after)
                ? needs
                : Stream.concat(needs.stream(), Stream.of(after)).toList();
    }

    /** The results that must be there before this job is run for a period. */
    public List<JobPeriod> needed(Period own, Map<String, Job> jobs) {
        return before().stream()
                .map(jobs::get)
                .filter(Objects::nonNull)
                .flatMap(job -> own.within(job.period).stream().map(part -> new JobPeriod(job.name, part, "")))
                .toList();
    }

    /**
     * The jobs before it exist, compute no longer periods, and do not wait for it in turn.
     *
     * @param known names of all jobs, also of those that could not be read
     */
    void verify(Map<String, Job> jobs, Collection<String> known, Problems problems) {
        if (period == Period.Kind.SPAN && timing != null) {
            problems.add(
                    timing.where(),
                    "a job for a span has no schedule: run it with --period FROM..TO or the name of a campaign");
        }
        for (var name : before()) {
            var other = jobs.get(name);
            if (other == null) {
                if (!known.contains(name)) {
                    problems.addAbsent(where, "job", name, known);
                }
            } else if (other.period.compareTo(period) > 0) {
                problems.add(
                        where,
                        "a job for a " + period.word() + " can't wait for '" + name + "', which is for a "
                                + other.period.word());
            } else if (other.waitsFor(this.name, jobs, new HashSet<>())) {
                problems.add(where, "'" + this.name + "' and '" + name + "' wait for each other");
            }
        }
    }

    private boolean waitsFor(String job, Map<String, Job> jobs, Set<String> seen) {
        return name.equals(job)
                || (seen.add(name)
                        && before().stream()
                                .map(jobs::get)
                                .filter(Objects::nonNull)
                                .anyMatch(other -> other.waitsFor(job, jobs, seen)));
    }

    /** How long a step may take. */
    public Duration patience(Steps step) {
        return timeouts.getOrDefault(step, PATIENCE);
    }

    private static List<String> measure(Block block, Known known) {
        var words = block.texts("measure");
        for (var word : words) {
            var name = word.substring(word.lastIndexOf('/') + 1);
            if (!known.rules().matching(word).isEmpty() || known.ruleFiles().contains(name)) {
                continue;
            }
            if (word.contains("*")) {
                block.problems()
                        .add(block.at("measure"), "no file below " + Rules.FOLDER + " is matched by '" + word + "'");
            } else {
                var names = new ArrayList<>(KINDS);
                names.addAll(known.rules().all().keySet());
                names.addAll(known.rules().findings().keySet());
                block.problems().addAbsent(block.at("measure"), "rule", word, names);
            }
        }
        return words;
    }
}
