package org.tongbao.decide;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Subjects;

/**
 * A declared escalation: {@code jobs/rulebook/ladders/NAME.yaml}. A subject enters when one of the conditions holds
 * after a period, and climbs to the highest step that it has reached: by a number of failed cycles (a cycle fails when at
 * its end a condition still holds), or because a condition of the step's own has held. It leaves after so many cycles on
 * end without any condition of entry.
 *
 * <p>A cycle is an evaluated period, unless the ladder names a view in which cycles are recorded: then entry, cycles,
 * failure and release are what the view says, whatever periods are computed.
 *
 * @param name its name in jobs and tables
 * @param title as bulletins print it
 * @param subject kind of subject that stands on it
 * @param basis clauses it rests on
 * @param needs datasets that it is off without, besides those of its conditions: what its notices speak of
 * @param recorded where cycles are recorded; null if they are the evaluated periods
 * @param conditions any of them enters, and keeps, a subject on the ladder; none where cycles are recorded
 * @param suspicions what makes a subject suspect, and nothing more: it is listed apart
 * @param steps lowest first
 * @param release how a subject leaves
 * @param longest the most cycles that the measures may be extended by; beyond, the decision says so
 * @param at where its kind of subject is declared
 */
public record Ladder(
        String name,
        String title,
        String subject,
        List<String> basis,
        List<String> needs,
        @Nullable Recorded recorded,
        List<Condition> conditions,
        List<Condition> suspicions,
        List<Step> steps,
        Release release,
        int longest,
        Location at) {

    private static final Pattern CYCLES = Pattern.compile("(\\d+)(?: cycles?)?");
    private static final Pattern CASES = Pattern.compile("(\\d+)(?: (new|continued))?(?: cases?)?");

    public Ladder {
        basis = List.copyOf(basis);
        needs = List.copyOf(needs);
        conditions = List.copyOf(conditions);
        suspicions = List.copyOf(suspicions);
        steps = List.copyOf(steps);
    }

    /**
     * A view in which cycles are recorded, one row each, up to the end of the period: {@code subject, entered_on, left_on,
     * cycle, first_day, decided_on, failed, released, because}. Those of one stay have the same {@code entered_on}; cycle 0
     * is the entry itself, which has failed. {@code decided_on} is when the cycle was found failed or released, null before;
     * {@code because} says why.
     */
    public record Recorded(String view, Location at) {

        /** Asks for the columns that it must have. */
        public String query() {
            return "select subject, entered_on, left_on, cycle, first_day, decided_on, failed, released, because from "
                    + view;
        }
    }

    /** What puts a subject on the ladder. */
    public sealed interface Condition {
        /** The words of the decision. */
        String because();

        /** The finding or the scheme that it looks at. */
        String rule();

        Location at();
    }

    /** Which cases of a finding count. */
    public enum Counted {
        ANY,
        /** Those that began in the period, whether or not the period before has been evaluated. */
        NEW,
        /** Those that the period before knew already. */
        CONTINUED
    }

    /** So many cases of a finding that are not cleared. */
    public record Cases(String rule, int atLeast, Counted counted, String because, Location at) implements Condition {}

    /** A score below a mark. */
    public record LowScore(String rule, double below, String because, Location at) implements Condition {}

    /** A grade. */
    public record Graded(String rule, String grade, String because, Location at) implements Condition {}

    /** What leads a subject that is on the ladder to a step. */
    public sealed interface Reach {}

    /** So many failed cycles; the first step has 0. */
    public record After(int cycles) implements Reach {}

    /** A condition that has held in a period since the subject entered. */
    public record When(Condition condition) implements Reach {}

    /**
     * A step.
     *
     * @param measures what is done
     * @param notice the document that is sent on reaching it, or empty
     * @param basis clauses that it rests on, besides the ladder's
     */
    public record Step(
            String step, Reach reach, List<String> measures, String notice, List<String> basis, Location at) {
        public Step {
            measures = List.copyOf(measures);
            basis = List.copyOf(basis);
        }
    }

    /**
     * The way off.
     *
     * @param after cycles on end without a condition
     * @param because the words of the decision
     * @param basis clauses that it rests on, besides the ladder's
     */
    public record Release(
            String step, int after, String because, List<String> measures, String notice, List<String> basis) {
        public Release {
            measures = List.copyOf(measures);
            basis = List.copyOf(basis);
        }
    }

    /** Reads {@code ladders/NAME.yaml}. */
    public static Optional<Ladder> read(Block block) {
        return block.as(b -> {
            var conditions = new ArrayList<Condition>();
            b.list("enter").forEach(c -> c.as(Ladder::condition).ifPresent(conditions::add));
            var suspicions = new ArrayList<Condition>();
            b.list("suspect").forEach(c -> c.as(Ladder::condition).ifPresent(suspicions::add));
            var steps = new ArrayList<Step>();
            b.list("steps").forEach(s -> s.as(Ladder::step).ifPresent(steps::add));
            var ladder = new Ladder(
                    b.text("ladder"),
                    b.text("title"),
                    b.text("subject"),
                    b.texts("basis"),
                    b.texts("needs"),
                    b.has("cycles") ? new Recorded(b.text("cycles"), b.at("cycles")) : null,
                    conditions,
                    suspicions,
                    steps,
                    b.block("release")
                            .flatMap(r -> r.as(Ladder::release))
                            .orElse(new Release("", 1, "", List.of(), "", List.of())),
                    cycles(b, "longest", Integer.MAX_VALUE),
                    b.at("subject"));
            ladder.refuseDisorder(b);
            return ladder;
        });
    }

    private void refuseDisorder(Block b) {
        if (!b.has("release")) {
            b.absent("release", "'release' is missing: how a subject leaves the ladder");
        }
        if (recorded == null && b.list("enter").isEmpty()) {
            b.absent("enter", "a ladder needs conditions under 'enter', or 'cycles' with the view that records them");
        }
        if (recorded != null) {
            for (var key : List.of("enter", "longest")) {
                if (b.has(key)) {
                    b.problems()
                            .add(
                                    b.at(key),
                                    "'" + key + "' is for cycles that are periods; here the view '" + recorded.view()
                                            + "' records them");
                }
            }
            allConditions().stream()
                    .filter(condition -> !(condition instanceof Cases))
                    .forEach(condition -> b.problems()
                            .add(condition.at(), "where cycles are recorded, a condition must name a finding"));
        }
        if (b.list("steps").isEmpty()) {
            b.absent("steps", "the first of the 'steps' must have 'after: 0 cycles'");
        } else if (!steps.isEmpty() && !steps.get(0).reach().equals(new After(0))) {
            b.problems().add(b.at("steps"), "the first of the 'steps' must have 'after: 0 cycles'");
        }
        int before = -1;
        for (var step : steps) {
            if (!(step.reach() instanceof After after)) {
                continue;
            }
            if (after.cycles() <= before) {
                b.problems().add(step.at(), "each step must come after more cycles than the one before");
            }
            if (after.cycles() > longest) {
                b.problems().add(step.at(), "'" + step.step() + "' comes after more cycles than 'longest' allows");
            }
            before = after.cycles();
        }
    }

    /** The clauses of the ladder, of its steps and of its release. */
    public List<String> clauses() {
        return Stream.of(Stream.of(basis), steps.stream().map(Step::basis), Stream.of(release.basis()))
                .flatMap(lists -> lists.flatMap(List::stream))
                .distinct()
                .toList();
    }

    private static Condition condition(Block b) {
        var because = b.text("because");
        if (b.has("finding")) {
            return cases(b, because);
        }
        if (!b.has("scheme")) {
            b.problems().add(b.at(), "a condition needs 'finding', or 'scheme' with 'below' or 'grade'");
        }
        var scheme = b.optionalText("scheme").orElse("");
        if (b.has("grade")) {
            return new Graded(scheme, b.text("grade"), because, b.at());
        }
        if (b.optionalNumber("below").isEmpty() && b.has("scheme")) {
            b.problems().add(b.at(), "a condition on a scheme needs 'below' or 'grade'");
        }
        return new LowScore(scheme, b.number("below", 0), because, b.at());
    }

    private static Cases cases(Block b, String because) {
        return b.parse("at-least", text -> {
                    var match = CASES.matcher(text.strip());
                    if (!match.matches()) {
                        throw new IllegalArgumentException(
                                "'at-least' must be like 2 cases, 1 new case or 2 continued cases, found '" + text
                                        + "'");
                    }
                    return new Cases(
                            b.text("finding"),
                            Integer.parseInt(match.group(1)),
                            match.group(2) == null
                                    ? Counted.ANY
                                    : Counted.valueOf(match.group(2).toUpperCase(Locale.ROOT)),
                            because,
                            b.at());
                })
                .orElseGet(() -> new Cases(b.text("finding"), 1, Counted.ANY, because, b.at()));
    }

    private static Step step(Block b) {
        if (b.has("after") && b.has("when")) {
            b.problems().add(b.at("when"), "a step has 'after' or 'when', not both");
        }
        var when = b.block("when").flatMap(c -> c.as(Ladder::condition));
        return new Step(
                b.text("step"),
                when.<Reach>map(When::new).orElseGet(() -> new After(cycles(b, "after", 0))),
                b.texts("measures"),
                b.optionalText("notice").orElse(""),
                b.texts("basis"),
                b.at());
    }

    private static Release release(Block b) {
        int after = cycles(b, "after", 1);
        if (after < 1) {
            b.problems().add(b.at("after"), "a release comes after at least 1 cycle");
        }
        return new Release(
                b.text("step"),
                after,
                b.text("because"),
                b.texts("measures"),
                b.optionalText("notice").orElse(""),
                b.texts("basis"));
    }

    private static int cycles(Block b, String key, int otherwise) {
        return b.parse(key, text -> {
                    var match = CYCLES.matcher(text.strip());
                    if (!match.matches()) {
                        throw new IllegalArgumentException(
                                "'" + key + "' must be a number of cycles such as 2 cycles, found '" + text + "'");
                    }
                    return Integer.valueOf(match.group(1));
                })
                .orElse(otherwise);
    }

    /** Notes findings, schemes, datasets and subjects that do not exist. Whether the view of the cycles holds, the engine says. */
    public void verify(
            Collection<String> findings,
            Collection<String> schemes,
            Collection<String> datasets,
            Subjects subjects,
            Problems problems) {
        subjects.verify(subject, at, problems);
        needs.stream()
                .filter(name -> !datasets.contains(name))
                .forEach(name -> problems.addAbsent(at, "dataset", name, datasets));
        for (var condition : allConditions()) {
            boolean cases = condition instanceof Cases;
            var known = cases ? findings : schemes;
            if (!known.contains(condition.rule())) {
                problems.addAbsent(condition.at(), cases ? "finding" : "scheme", condition.rule(), known);
            }
        }
    }

    /** The conditions of entry, those that make suspect, and those of its steps. */
    public List<Condition> allConditions() {
        var own = steps.stream()
                .flatMap(step -> step.reach() instanceof When when ? Stream.of(when.condition()) : Stream.empty());
        return Stream.of(conditions.stream(), suspicions.stream(), own)
                .flatMap(all -> all)
                .toList();
    }
}
