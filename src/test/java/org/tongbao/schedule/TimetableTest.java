package org.tongbao.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.tongbao.job.Job;
import org.tongbao.run.Period;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

class TimetableTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Workdays CN = workdays();

    @Test
    void holidaysAreNotWorkedAndExchangedWeekendsAre() {
        assertThat(CN.isWorked(LocalDate.of(2026, 2, 17))).isFalse();
        assertThat(CN.isWorked(LocalDate.of(2026, 2, 14)))
                .as("a Saturday worked for the Spring Festival")
                .isTrue();
        assertThat(CN.isWorked(LocalDate.of(2025, 10, 8))).isFalse();
        assertThat(CN.isWorked(LocalDate.of(2025, 10, 11))).isTrue();
        assertThat(CN.isWorked(LocalDate.of(2026, 7, 4))).isFalse();
    }

    @Test
    void theThirdWorkingDayMovesWithTheHolidays() {
        assertThat(CN.nth(YearMonth.of(2026, 7), 3)).contains(LocalDate.of(2026, 7, 3));
        assertThat(CN.nth(YearMonth.of(2025, 10), 3)).contains(LocalDate.of(2025, 10, 11));
        assertThat(CN.nth(YearMonth.of(2026, 1), 1))
                .as("1 to 3 January are holidays, the 4th is worked")
                .contains(LocalDate.of(2026, 1, 4));
        assertThat(next("3rd working day", "2026-07-01T00:00")).isEqualTo("2026-07-03T06:00");
        assertThat(next("3rd working day", "2026-07-03T06:00")).isEqualTo("2026-08-05T06:00");
        assertThat(next("last working day", "2026-02-10T00:00")).isEqualTo("2026-02-28T06:00");
    }

    @Test
    void weekdaysFixedDaysAndCronFireAtTheirTime() {
        assertThat(next("friday", "2026-07-03T06:00")).isEqualTo("2026-07-10T06:00");
        assertThat(next("day 31", "2028-02-01T00:00"))
                .as("the last day of a leap February")
                .isEqualTo("2028-02-29T06:00");
        assertThat(next("cron 0 30 8 ? * MON", "2026-07-03T06:00")).isEqualTo("2026-07-06T08:30");
    }

    @Test
    void aFiringComputesThePeriodBeforeAlsoOverTheYearsEnd() {
        var january = LocalDateTime.parse("2027-01-06T06:00").atZone(SHANGHAI);
        assertThat(timetable("3rd working day", Period.Kind.MONTH).period(january))
                .hasToString("2026-12");
        assertThat(timetable("3rd working day", Period.Kind.QUARTER).period(january))
                .hasToString("2026-Q4");
    }

    @Test
    void aTimeThatIsNotUnderstoodIsTold() {
        assertThatThrownBy(() -> timetable("3rd wroking day", Period.Kind.MONTH))
                .hasMessageContaining("3rd wroking day")
                .hasMessageContaining("3rd working day");
    }

    private static String next(String on, String after) {
        return timetable(on, Period.Kind.MONTH)
                .next(LocalDateTime.parse(after).atZone(SHANGHAI))
                .toLocalDateTime()
                .toString();
    }

    private static Timetable timetable(String on, Period.Kind kind) {
        return new Timetable(
                new Job.Timing(on, "06:00", "Asia/Shanghai", "cn", true, new Location("job.yaml", 1)), kind, CN);
    }

    private static Workdays workdays() {
        var problems = new Problems();
        var calendar = new SpecFiles(Path.of(""), problems)
                .yaml(Path.of("jobs/rulebook/calendars/cn.yaml"))
                .flatMap(Workdays::read);
        problems.throwIfAny();
        return calendar.orElseThrow();
    }
}
