package org.tongbao.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.job.Runs;
import org.tongbao.operations.Operations;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.JobPeriod;
import org.tongbao.rulebook.Timing;
import org.tongbao.run.Period;
import org.tongbao.run.Phases;
import org.tongbao.run.WorkdaysTest;
import org.tongbao.spec.Location;

/**
 * 2025 and 2026 are played through over a real operational database: the machine is off in random nights, for a fortnight
 * and across a year's end, processes are killed before or after their run has gone through, and runs fail.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoYearsTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Instant BEGIN = at("2025-01-01");
    private static final Instant END = at("2027-01-01");

    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Random random = new Random(20250101);
    private final Map<JobPeriod, Instant> completed = new HashMap<>();
    private final List<Occasion> computed = new ArrayList<>();
    private final List<Instant> when = new ArrayList<>();
    private Instant now = BEGIN;
    private int killed;
    private int failed;

    /** The machine is switched off in the middle of a run. */
    private static final class SwitchedOff extends Error {
        private static final long serialVersionUID = 1;
    }

    @BeforeAll
    void play(@TempDir Path folder) {
        job("monthly", Period.Kind.MONTH, on("3rd working day", Timing.CatchUp.EACH));
        job("quarterly", Period.Kind.QUARTER, on("3rd working day", Timing.CatchUp.EACH), "monthly");
        job("yearly", Period.Kind.YEAR, on("12-01", Timing.CatchUp.EACH));
        job("fridays", Period.Kind.MONTH, on("friday", Timing.CatchUp.LAST));
        job("digest", Period.Kind.MONTH, on("last working day", Timing.CatchUp.NONE));
        job("follower", Period.Kind.QUARTER, after("monthly"));
        play(agenda(), folder);
    }

    @Test
    void everyPeriodIsComputedOnceAndInOrder() {
        assertThat(killed).isGreaterThan(5);
        assertThat(failed).isGreaterThan(5);
        assertThat(periods("monthly")).containsExactlyElementsOf(range("2024-12", "2026-11"));
        assertThat(periods("quarterly")).containsExactlyElementsOf(range("2025-Q1", "2026-Q3"));
        assertThat(periods("follower")).containsExactlyElementsOf(range("2025-Q1", "2026-Q3"));
        assertThat(periods("yearly")).containsExactly(Period.parse("2024"), Period.parse("2025"));
        assertThat(computed).as("no occasion twice").doesNotHaveDuplicates();
        assertThat(Stream.iterate(0, i -> i + 1).limit(computed.size()))
                .as("none before it is due")
                .allMatch(i -> !when.get(i).isBefore(computed.get(i).due().toInstant()));
    }

    @Test
    void holidaysAndDaysWorkedInExchangeMoveTheDay() {
        assertThat(days("monthly"))
                .contains(
                        day("2025-02-07"), // after the Spring Festival
                        day("2025-05-08"),
                        day("2025-10-11"), // a Saturday worked in exchange, after National Day and Mid-Autumn
                        day("2026-01-06"), // the first was Sunday the 4th
                        day("2026-05-08"),
                        day("2026-10-10"));
    }

    @Test
    void ofMissedFridaysOnlyTheLastIsMadeUpAndAMissedDigestIsNot() {
        assertThat(days("fridays"))
                .doesNotContain(day("2025-08-08"))
                .contains(day("2025-08-15"), day("2026-01-09"))
                .doesNotContain(day("2026-01-02"));
        assertThat(days("digest")).contains(day("2025-11-28")).doesNotContain(day("2025-12-31"));
    }

    @Test
    void aQuarterWaitsForItsMonthsAndSaysWhichAreMissing() {
        var agenda = agenda();
        var key = new JobPeriod("monthly", Period.parse("2025-02"), Timetable.ONCE);
        var facts = new Agenda.Facts(
                Map.of("quarterly", at("2025-04-01")), Map.of(), Map.of(key, at("2025-03-05")), Set.of());
        var plan = agenda.planAt(at("2025-04-20"), facts);
        assertThat(plan.due()).isEmpty();
        assertThat(plan.held()).hasSize(1);
        assertThat(Runs.missing(plan.held().get(0).missing()))
                .hasMessage("monthly has not gone through for 2025-01, 2025-03;"
                        + " make it with: tongbao backfill monthly --from 2025-01 --to 2025-03");
    }

    @Test
    void aMovedHolidayDoesNotMakeAnotherOccasionOfThePeriod() {
        var before = agenda();
        var since = Map.of("monthly", at("2026-06-20"));
        var due = before.planAt(at("2026-07-20"), new Agenda.Facts(since, Map.of(), Map.of(), Set.of()))
                .due()
                .get(0);
        assertThat(due.due().toLocalDate()).isEqualTo(day("2026-07-03"));
        var done = new Agenda.Claim(due, Agenda.State.DONE, "a", 1, due.due().toInstant());
        var sound = jobs.get("monthly");
        job("monthly", Period.Kind.MONTH, on("day 15", Timing.CatchUp.EACH));
        try {
            var facts = new Agenda.Facts(since, Map.of(due.key(), done), Map.of(), Set.of());
            assertThat(agenda().planAt(at("2026-07-20"), facts).due()).isEmpty();
        } finally {
            jobs.put("monthly", sound);
        }
    }

    private void play(Agenda agenda, Path folder) {
        try (var operations = Operations.open(Operations.Address.file(folder))) {
            int process = 0;
            var worker = worker(operations, process);
            for (; now.isBefore(END); now = now.plus(Duration.ofHours(4))) {
                if (isOff()) {
                    worker = worker(operations, ++process);
                    continue;
                }
                try {
                    worker.runDue(() -> agenda);
                } catch (SwitchedOff e) {
                    killed++;
                    worker = worker(operations, ++process);
                }
            }
        }
    }

    /** A night of two from six to eight, August's first fortnight, and twelve days around New Year. */
    private boolean isOff() {
        var local = now.atZone(SHANGHAI);
        var day = local.toLocalDate();
        boolean isFortnight = !day.isBefore(day("2025-08-01")) && day.isBefore(day("2025-08-16"));
        boolean isNewYear = !day.isBefore(day("2025-12-28")) && day.isBefore(day("2026-01-10"));
        boolean isNight = local.getHour() < 8 && new Random(day.toEpochDay()).nextBoolean();
        return isFortnight || isNewYear || isNight;
    }

    private AgendaWorker worker(Operations operations, int process) {
        var node = "process " + process;
        return new AgendaWorker(
                new FiringLedger(operations, node),
                new AgendaWorker.Lookups(() -> completed, () -> Set.of(node)),
                () -> now,
                this::run);
    }

    private void run(Occasion occasion) {
        switch (random.nextInt(8)) {
            case 0 -> throw new SwitchedOff();
            case 1 -> {
                failed++;
                throw new IllegalStateException("invented for the test");
            }
            default -> {
                computed.add(occasion);
                when.add(now);
                completed.merge(occasion.key(), now, (a, b) -> a);
                if (random.nextInt(8) == 0) {
                    throw new SwitchedOff(); // before anybody could write down that it has gone through
                }
            }
        }
    }

    private Agenda agenda() {
        return new ScheduledJobs(jobs, WorkdaysTest.CHINA, Phases.NONE).agenda();
    }

    private List<Period> periods(String job) {
        return computed.stream()
                .map(Occasion::key)
                .filter(key -> key.job().equals(job))
                .map(JobPeriod::period)
                .toList();
    }

    private List<LocalDate> days(String job) {
        return computed.stream()
                .filter(occasion -> occasion.key().job().equals(job))
                .map(occasion -> occasion.due().withZoneSameInstant(SHANGHAI).toLocalDate())
                .toList();
    }

    private static List<Period> range(String first, String last) {
        var end = Period.parse(last);
        return Stream.iterate(Period.parse(first), period -> period.compareTo(end) <= 0, period -> period.plus(1))
                .toList();
    }

    private static Timing on(String on, Timing.CatchUp catchUp) {
        return timing(on, null, catchUp);
    }

    private static Timing after(String job) {
        return timing("", job, Timing.CatchUp.EACH);
    }

    private static Timing timing(String on, @Nullable String after, Timing.CatchUp catchUp) {
        var again = new Timing.Again(10, Duration.ofHours(6));
        return new Timing(on, after, "06:00", "Asia/Shanghai", true, catchUp, again, new Location("job.yaml", 1));
    }

    private void job(String name, Period.Kind kind, Timing timing, String... needs) {
        var none = List.<String>of();
        jobs.put(
                name,
                new Job(
                        name,
                        name,
                        kind,
                        timing,
                        List.of(needs),
                        Map.of(),
                        none,
                        List.of(),
                        none,
                        none,
                        none,
                        none,
                        none,
                        List.of(),
                        new Location("job.yaml", 1)));
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    private static Instant at(String day) {
        return day(day).atStartOfDay(SHANGHAI).toInstant();
    }
}
