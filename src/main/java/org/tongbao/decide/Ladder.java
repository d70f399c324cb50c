package org.tongbao.decide;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;

/**
 * A declared escalation: {@code jobs/rulebook/ladders/NAME.yaml}. A subject enters when one of the conditions holds
 * after a period, and climbs to the step whose number of failed cycles it has reached: a cycle fails when at its end a
 * condition still holds. It leaves after so many cycles on end without any.
 *
 * @param name its name in jobs and tables
 * @param title as bulletins print it
 * @param subject kind of subject that stands on it
 * @param basis clauses it rests on
 * @param conditions any of them enters, and keeps, a subject on the ladder
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
        List<Condition> conditions,
        List<Step> steps,
        Release release,
        int longest,
        Location at) {

    private static final Pattern CYCLES = Pattern.compile("(\\d+)(?: cycles?)?");
    private static final Pattern CASES = Pattern.compile("(\\d+)( continued)?(?: cases?)?");

    public Ladder {
        basis = List.copyOf(basis);
        conditions = List.copyOf(conditions);
        steps = List.copyOf(steps);
    }

    /** What puts a subject on the ladder. */
    public sealed interface Condition {
        /** The words of the decision. */
        String because();

        Location at();
    }

    /**
     * So many new or continued cases of a rule.
     *
     * @param continued whether only those count that the period before knew already
     */
    public record Cases(String finding, int atLeast, boolean continued, String because, Location at)
            implements Condition {}

    /** A score below a mark. */
    public record LowScore(String scheme, double below, String because, Location at) implements Condition {}

    /** A grade. */
    public record Graded(String scheme, String grade, String because, Location at) implements Condition {}

    /**
     * A step.
     *
     * @param after failed cycles that lead to it; the first step has 0
     * @param measures what is done
     * @param notice the document that is sent on reaching it, or empty
     */
    public record Step(String step, int after, List<String> measures, String notice, Location at) {
        public Step {
            measures = List.copyOf(measures);
        }
    }

    /**
     * The way off.
     *
     * @param after cycles on end without a condition
     * @param because the words of the decision
     */
    public record Release(String step, int after, String because, List<String> measures, String notice) {
        public Release {
            measures = List.copyOf(measures);
        }
    }

    /** Reads {@code ladders/NAME.yaml}. */
    public static Optional<Ladder> read(Block block) {
        return block.as(b -> {
            var conditions = new ArrayList<Condition>();
            b.list("enter").forEach(c -> c.as(Ladder::condition).ifPresent(conditions::add));
            var steps = new ArrayList<Step>();
            b.list("steps").forEach(s -> s.as(Ladder::step).ifPresent(steps::add));
            var ladder = new Ladder(
                    b.text("ladder"),
                    b.text("title"),
                    b.text("subject"),
                    b.texts("basis"),
                    conditions,
                    steps,
                    b.block("release")
                            .flatMap(r -> r.as(Ladder::release))
                            .orElse(new Release("", 1, "", List.of(), "")),
                    cycles(b, "longest", Integer.MAX_VALUE),
                    b.at("subject"));
            ladder.refuseDisorder(b);
            return ladder;
        });
    }

    private void refuseDisorder(Block b) {
        if (!b.has("release")) {
            b.problems().add(b.at(), "'release' is missing: how a subject leaves the ladder");
        }
        if (b.list("enter").isEmpty()) {
            b.problems().add(b.at("enter"), "a ladder needs conditions under 'enter'");
        }
        if (b.list("steps").isEmpty() || (!steps.isEmpty() && steps.get(0).after() != 0)) {
            b.problems().add(b.at("steps"), "the first of the 'steps' must have 'after: 0 cycles'");
        }
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).after() <= steps.get(i - 1).after()) {
                b.problems().add(steps.get(i).at(), "each step must come after more cycles than the one before");
            }
            if (steps.get(i).after() > longest) {
                b.problems()
                        .add(
                                steps.get(i).at(),
                                "'" + steps.get(i).step() + "' comes after more cycles than 'longest' allows");
            }
        }
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
                                "'at-least' must be like 2 cases or 2 continued cases, found '" + text + "'");
                    }
                    return new Cases(
                            b.text("finding"),
                            Integer.parseInt(match.group(1)),
                            match.group(2) != null,
                            because,
                            b.at());
                })
                .orElseGet(() -> new Cases(b.text("finding"), 1, false, because, b.at()));
    }

    private static Step step(Block b) {
        return new Step(
                b.text("step"),
                cycles(b, "after", 0),
                b.texts("measures"),
                b.optionalText("notice").orElse(""),
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
                b.optionalText("notice").orElse(""));
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

    /** Notes findings, schemes and subjects that do not exist. */
    public void verify(
            Collection<String> findings, Collection<String> schemes, Collection<String> subjects, Problems problems) {
        if (!subjects.contains(subject)) {
            problems.addUnknown(at, "subject", subject, subjects);
        }
        for (var condition : conditions) {
            if (condition instanceof Cases cases && !findings.contains(cases.finding())) {
                problems.addUnknown(cases.at(), "finding", cases.finding(), findings);
            }
            if (condition instanceof LowScore low && !schemes.contains(low.scheme())) {
                problems.addUnknown(low.at(), "scheme", low.scheme(), schemes);
            }
            if (condition instanceof Graded graded && !schemes.contains(graded.scheme())) {
                problems.addUnknown(graded.at(), "scheme", graded.scheme(), schemes);
            }
        }
    }
}
