package org.tongbao.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.operations.Operations;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.JobPeriod;
import org.tongbao.rulebook.Timing;
import org.tongbao.run.Period;
import org.tongbao.run.Phases;
import org.tongbao.run.Workdays;

/**
 * What is to be done, from the timetables, what has been claimed and the time: nothing else goes in, so that years can be
 * played through in a moment.
 *
 * <p>A job's occasions are gone through in order. The first that is not settled is the job's head: it is due, or it holds
 * up those after it, because somebody works on it or because it is soon tried again. Only one for which results are
 * missing is passed over until they are there: they may never come. The heads of all jobs are done by their time, a job
 * after those that it waits for.
 */
final class Agenda {

    /** How long an occasion waits that found the warehouse in use. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    private final Map<String, Job> jobs;
    private final Map<String, Timetable> timetables = new LinkedHashMap<>();

    Agenda(Map<String, Job> jobs, Workdays workdays, Phases phases) {
        this.jobs = inOrder(jobs);
        this.jobs.values().stream()
                .filter(job -> job.timing() != null && job.timing().after() == null)
                .forEach(job -> timetables.put(job.name(), new Timetable(job, workdays, phases)));
    }

    /** Those that others wait for first. */
    private static Map<String, Job> inOrder(Map<String, Job> jobs) {
        var ordered = new LinkedHashMap<String, Job>();
        jobs.values().forEach(job -> place(job, jobs, ordered));
        return ordered;
    }

    private static void place(Job job, Map<String, Job> jobs, Map<String, Job> ordered) {
        if (!ordered.containsKey(job.name())) {
            job.before().stream()
                    .map(jobs::get)
                    .filter(Objects::nonNull)
                    .forEach(before -> place(before, jobs, ordered));
            ordered.put(job.name(), job);
        }
    }

    /** What became of an occasion. */
    enum State {
        RUNNING,
        /** It found the warehouse in use; it is taken up soon. */
        WAITING,
        DONE,
        FAILED,
        /** Somebody stopped it; it is not taken up again by itself. */
        STOPPED,
        SKIPPED
    }

    /**
     * A claim on an occasion.
     *
     * @param node who claimed it
     * @param attempt counts up with each claim; the first is 1
     * @param ended when the last attempt ended, or null
     */
    record Claim(
            Occasion occasion,
            State state,
            String node,
            int attempt,
            @Nullable Instant ended) {}

    /**
     * What is known beside the timetables.
     *
     * @param since from when on a job's schedule is kept; a job that is not named is not kept
     * @param claims all claims since then
     * @param completed results, and when they were there for the first time
     * @param alive nodes that live
     */
    record Facts(
            Map<String, Instant> since,
            Map<JobPeriod, Claim> claims,
            Map<JobPeriod, Instant> completed,
            Set<String> alive) {}

    /**
     * An occasion that waits for results.
     *
     * @param missing what it needs
     */
    record Held(Occasion occasion, List<JobPeriod> missing) {}

    /**
     * What is to be done.
     *
     * @param due occasions to claim and run, the first first
     * @param passed occasions that are given up, because only the last or none is made up
     * @param settled claimed occasions whose run has gone through meanwhile
     * @param held occasions that wait for results
     * @param wake when to look again at the latest, if anything is known to come
     * @param since from when on each job's schedule has to be looked at from now on
     */
    record Plan(
            List<Occasion> due,
            List<Occasion> passed,
            List<Occasion> settled,
            List<Held> held,
            Optional<Instant> wake,
            Map<String, Instant> since) {}

    Map<String, Timetable> timetables() {
        return timetables;
    }

    /** The names of the jobs that run by themselves, those that others wait for first. */
    List<String> scheduled() {
        return jobs.values().stream()
                .filter(job -> job.timing() != null)
                .map(Job::name)
                .toList();
    }

    /** What is to be done at a time. */
    Plan planAt(Instant now, Facts facts) {
        var planner = new Planner(now, facts);
        scheduled().stream().filter(facts.since()::containsKey).forEach(name -> planner.add(jobs.get(name)));
        return planner.plan();
    }

    private final class Planner {

        private final Instant now;
        private final Facts facts;
        private final List<Occasion> due = new ArrayList<>();
        private final List<Occasion> passed = new ArrayList<>();
        private final List<Occasion> settled = new ArrayList<>();
        private final List<Held> held = new ArrayList<>();
        private final List<Instant> wakes = new ArrayList<>();
        private final Map<String, Instant> since = new TreeMap<>();

        Planner(Instant now, Facts facts) {
            this.now = now;
            this.facts = facts;
        }

        Plan plan() {
            due.sort(Comparator.comparing(occasion -> occasion.due().toInstant())); // stable: jobs stay in order
            return new Plan(due, passed, settled, held, wakes.stream().min(Comparator.naturalOrder()), since);
        }

        void add(@Nullable Job job) {
            var timing = job == null ? null : job.timing();
            if (job == null || timing == null) {
                return;
            }
            var open = open(job, timing);
            var waiting = open.stream()
                    .filter(occasion -> !facts.claims().containsKey(occasion.key()))
                    .map(occasion -> new Held(occasion, missing(job, occasion)))
                    .filter(occasion -> !occasion.missing().isEmpty())
                    .toList();
            held.addAll(waiting);
            open.stream()
                    .filter(occasion ->
                            waiting.stream().noneMatch(held -> held.occasion().equals(occasion)))
                    .findFirst()
                    .ifPresent(occasion -> head(timing, occasion));
            since.put(
                    job.name(),
                    open.stream()
                            .findFirst()
                            .map(occasion -> occasion.due().toInstant().minusSeconds(1))
                            .filter(before -> before.isBefore(now))
                            .orElse(timing.after() == null ? now : since(job)));
        }

        private Instant since(Job job) {
            return Objects.requireNonNull(facts.since().get(job.name()));
        }

        /** The occasions up to now that are not settled, in order. */
        private List<Occasion> open(Job job, Timing timing) {
            var occasions = new LinkedHashMap<JobPeriod, Occasion>();
            facts.claims().values().stream()
                    .filter(claim -> claim.occasion().key().job().equals(job.name()))
                    .forEach(claim -> occasions.put(claim.occasion().key(), claim.occasion()));
            (timing.after() == null ? timed(job) : following(job, timing.after()))
                    .forEach(occasion -> occasions.putIfAbsent(occasion.key(), occasion));
            var open = occasions.values().stream()
                    .filter(occasion -> !isSettled(occasion, timing))
                    .sorted(Comparator.comparing(occasion -> occasion.due().toInstant()))
                    .toList();
            var missed = open.stream()
                    .filter(occasion -> !facts.claims().containsKey(occasion.key()))
                    .toList();
            var given = missed.stream()
                    .filter(occasion -> isPassed(occasion, timing, missed))
                    .toList();
            passed.addAll(given);
            return open.stream().filter(occasion -> !given.contains(occasion)).toList();
        }

        private List<Occasion> timed(Job job) {
            var timetable = Objects.requireNonNull(timetables.get(job.name()));
            var occasions = new ArrayList<Occasion>();
            var next = timetable.next(since(job).atZone(ZoneId.of("UTC")));
            while (next.isPresent() && !next.get().due().toInstant().isAfter(now)) {
                occasions.add(next.get());
                next = timetable.next(next.get().due());
            }
            next.ifPresent(coming -> wakes.add(coming.due().toInstant()));
            return occasions;
        }

        /** A job after another is due when the other has gone through for all periods within its own. */
        private List<Occasion> following(Job job, String after) {
            var kind = job.period();
            return firsts(after).keySet().stream()
                    .map(period -> Period.containing(kind, period.start()))
                    .distinct()
                    .sorted()
                    .flatMap(period -> ready(period, after).stream()
                            .filter(at -> at.isAfter(since(job)))
                            .map(at -> new Occasion(
                                    new JobPeriod(job.name(), period, Timetable.ONCE), at.atZone(ZoneId.of("UTC")))))
                    .toList();
        }

        private Optional<Instant> ready(Period period, String after) {
            var firsts = firsts(after);
            var parts = period.within(Objects.requireNonNull(jobs.get(after)).period());
            return firsts.keySet().containsAll(parts)
                    ? parts.stream().map(firsts::get).max(Comparator.naturalOrder())
                    : Optional.empty();
        }

        private Map<Period, Instant> firsts(String job) {
            var firsts = new TreeMap<Period, Instant>();
            facts.completed().forEach((result, at) -> {
                if (result.job().equals(job)) {
                    firsts.merge(result.period(), at, (a, b) -> a.isBefore(b) ? a : b);
                }
            });
            return firsts;
        }

        private boolean isSettled(Occasion occasion, Timing timing) {
            var claim = facts.claims().get(occasion.key());
            if (claim == null) {
                return false;
            }
            boolean over = claim.state() == State.DONE || claim.state() == State.SKIPPED;
            if (!over && facts.completed().containsKey(occasion.key())) {
                settled.add(occasion);
                return true;
            }
            return over
                    || claim.state() == State.STOPPED
                    || (claim.state() == State.FAILED
                            && claim.attempt() > timing.again().times());
        }

        private boolean isPassed(Occasion occasion, Timing timing, List<Occasion> missed) {
            return switch (timing.catchUp()) {
                case EACH -> false;
                case LAST -> !occasion.equals(missed.get(missed.size() - 1));
                case NONE ->
                    occasion.due()
                            .toLocalDate()
                            .isBefore(now.atZone(occasion.due().getZone()).toLocalDate());
            };
        }

        private void head(Timing timing, Occasion occasion) {
            var claim = facts.claims().get(occasion.key());
            if (claim != null && claim.state() == State.RUNNING && facts.alive().contains(claim.node())) {
                wakes.add(now.plusSeconds(Operations.SILENCE)); // it may be dead
                return;
            }
            var rest = claim == null || claim.ended() == null
                    ? null
                    : claim.ended()
                            .plus(claim.state() == State.FAILED ? timing.again().every() : PAUSE);
            if (rest != null && rest.isAfter(now)) {
                wakes.add(rest);
                return;
            }
            due.add(occasion);
        }

        private List<JobPeriod> missing(Job job, Occasion occasion) {
            return job.needed(occasion.key().period(), jobs).stream()
                    .filter(needed -> !firsts(needed.job()).containsKey(needed.period()))
                    .toList();
        }
    }

    /** The coming occasions of a job, in order; those after another job come when it has gone through. */
    List<Occasion> coming(String job, ZonedDateTime now, int count) {
        var timetable = timetables.get(job);
        if (timetable == null) {
            return List.of();
        }
        return Stream.iterate(
                        timetable.next(now),
                        Optional::isPresent,
                        last -> timetable.next(last.orElseThrow().due()))
                .limit(count)
                .map(Optional::orElseThrow)
                .toList();
    }
}
