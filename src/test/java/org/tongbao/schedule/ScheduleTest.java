package org.tongbao.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.job.Rulebook;
import org.tongbao.job.Runner;
import org.tongbao.job.SmallCity;
import org.tongbao.job.Steps;
import org.tongbao.run.Home;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.warehouse.Warehouse;

/** Quartz fires the real job on a short cron. */
class ScheduleTest {

    @TempDir
    Path folder;

    @Test
    void aJobFiresOnItsScheduleAndItsBulletinLiesThereAfterwards() throws Exception {
        SmallCity.in(folder);
        var yaml = folder.resolve("jobs/monthly-ranking/job.yaml");
        Files.writeString(yaml, Files.readString(yaml).replace("on: 3rd working day", "on: \"cron 0/2 * * * * ?\""));
        var home = Home.at(folder);
        var rulebook = Rulebook.read(home);
        var fired = new CountDownLatch(1);
        var failure = new AtomicReference<@Nullable RuntimeException>();
        var clock = Clock.system(ZoneId.of("Asia/Shanghai"));
        try (var schedule = Schedule.start(home, rulebook.jobs().values(), clock, (job, period) -> {
            if (fired.getCount() > 0) {
                try {
                    run(home, rulebook, clock);
                } catch (RuntimeException e) {
                    failure.set(e);
                }
                fired.countDown();
            }
        })) {
            assertThat(schedule.next()).hasSize(1);
            assertThat(fired.await(2, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(failure.get()).isNull();
        assertThat(folder.resolve("out/2026-06/monthly-ranking-2026-06.pdf")).exists();
    }

    /** The sample ends with June 2026, whatever the clock says. */
    private static void run(Home home, Rulebook rulebook, Clock clock) {
        var settings = new Warehouse.Settings(
                home.var().resolve("w.duckdb"),
                "2GB",
                2,
                home.var().resolve("temp"),
                List.of(home.data(), home.rulebook(), home.var()));
        try (var warehouse = Warehouse.open(settings);
                var runner = new Runner(home, rulebook, warehouse, clock)) {
            runner.run(rulebook.job("monthly-ranking"), Period.parse("2026-06"), Steps.DELIVER, Progress.NONE);
        }
    }
}
