package org.tongbao.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.home.Home;
import org.tongbao.job.ComputedMonths;
import org.tongbao.job.Runner;
import org.tongbao.job.SmallCity;
import org.tongbao.operations.Operations;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.rulebook.Timing;
import org.tongbao.run.Period;
import org.tongbao.run.Phases;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.run.WorkdaysTest;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;

/** Quartz fires the real job. */
class ScheduleTest {

    /** It runs, but today is in July 2026. */
    private final Clock july = Clock.offset(
            Clock.system(ZoneId.of("Asia/Shanghai")),
            Duration.between(Instant.now(), Instant.parse("2026-07-03T00:00:00Z")));

    @TempDir
    Path folder;

    @Test
    void aShortCronFiresTheJobForThePeriodThatItIsDueFor() throws Exception {
        var home = Home.at(ComputedMonths.PULLED.in(folder));
        SmallCity.render(folder, "monthly-ranking");
        var rulebook = Rulebook.read(home);
        var ran = new CompletableFuture<Run>();
        var job = due(rulebook.job("monthly-ranking"), "cron 0/1 * * * * ?");
        try (var warehouse = ComputedMonths.open(folder);
                var operations = Operations.open(Operations.Address.file(home.var()));
                var runner = new Runner(home, rulebook, warehouse, operations, july);
                var schedule = Schedule.start(() -> scheduled(job), operations, july, due -> {
                    if (!ran.isDone()) {
                        ran.complete(runner.run(due.key(), Steps.PULL, Progress.NONE));
                    }
                })) {
            assertThat(schedule).isNotNull();
            assertThat(ran.get(2, TimeUnit.MINUTES).period()).isEqualTo(Period.parse("2026-06"));
        }
    }

    @Test
    void aJobThatFailsFiresAgain() throws Exception {
        SmallCity.copy(Path.of("jobs"), folder.resolve("jobs"));
        var home = Home.at(folder);
        var job = due(Rulebook.read(home, new Problems()).job("monthly-ranking"), "cron 0/1 * * * * ?");
        var twice = new CountDownLatch(2);
        try (var operations = Operations.open(Operations.Address.file(home.var()));
                var schedule = Schedule.start(() -> scheduled(job), operations, july, due -> {
                    twice.countDown();
                    throw new IllegalStateException("invented for the test");
                })) {
            assertThat(schedule).isNotNull();
            assertThat(twice.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void timesThatNeverComeAreReportedTogether() throws Exception {
        SmallCity.copy(Path.of("jobs"), folder.resolve("jobs"));
        var home = Home.at(folder);
        var job = Rulebook.read(home, new Problems()).job("monthly-ranking");
        var problems = new Problems();
        scheduled(due(job, "3rd working dey")).check(problems);
        scheduled(due(job, "thirdly")).check(problems);
        assertThat(problems.sorted())
                .map(Object::toString)
                .anyMatch(p -> p.startsWith("job.yaml:3 '3rd working dey' is no time to fire"))
                .anyMatch(p -> p.startsWith("job.yaml:3 'thirdly' is no time to fire; write '3rd working day'"));
    }

    private static ScheduledJobs scheduled(Job job) {
        return new ScheduledJobs(Map.of(job.name(), job), WorkdaysTest.CHINA, Phases.NONE);
    }

    private static Job due(Job job, String on) {
        return new Job(
                job.name(),
                job.title(),
                job.period(),
                new Timing(
                        on,
                        null,
                        "06:00",
                        "Asia/Shanghai",
                        true,
                        Timing.CatchUp.EACH,
                        new Timing.Again(0, Duration.ZERO),
                        new Location("job.yaml", 3)),
                List.of(),
                Map.of(),
                job.pull(),
                job.check(),
                job.measure(),
                job.score(),
                job.rank(),
                job.decide(),
                job.render(),
                job.deliver(),
                job.where());
    }
}
