package org.tongbao.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongbao.job.Job;
import org.tongbao.run.Period;
import org.tongbao.run.WorkdaysTest;
import org.tongbao.spec.Location;

/** When jobs fire and what they then compute. */
class TimetableTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @ParameterizedTest
    @CsvSource({
        "month, 3rd working day, 2026-07-01T00:00, 2026-07-03T06:00, 2026-06",
        "month, 3rd working day, 2026-07-03T06:00, 2026-08-05T06:00, 2026-07",
        "month, 1st working day, 2026-09-30T23:59, 2026-10-08T06:00, 2026-09",
        "month, last working day, 2026-07-03T06:00, 2026-07-31T06:00, 2026-06",
        "month, friday, 2026-07-01T00:00, 2026-07-03T06:00, 2026-06",
        "month, day 5, 2026-12-06T00:00, 2027-01-05T06:00, 2026-12",
        "month, day 31, 2026-02-01T00:00, 2026-02-28T06:00, 2026-01",
        "month, day 31, 2028-02-01T00:00, 2028-02-29T06:00, 2028-01",
        "month, cron 0 30 7 5 * ?, 2026-07-01T00:00, 2026-07-05T07:30, 2026-06",
        "quarter, 3rd working day, 2026-07-04T00:00, 2026-10-10T06:00, 2026-Q3",
        "half, day 10, 2026-01-11T00:00, 2026-07-10T06:00, 2026-H1",
        "year, day 20, 2026-02-01T00:00, 2027-01-20T06:00, 2026"
    })
    void theJobForThePeriodBeforeFires(
            String kind, String on, LocalDateTime after, LocalDateTime firing, String period) {
        var timetable = timetable(kind, on, true);
        var next = timetable.next(after.atZone(SHANGHAI));
        assertThat(next).isEqualTo(firing.atZone(SHANGHAI));
        assertThat(timetable.period(next)).isEqualTo(Period.parse(period));
    }

    @ParameterizedTest
    @CsvSource({
        "month, last working day, 2026-07-01T00:00, 2026-07-31T06:00, 2026-07",
        "quarter, last working day, 2026-07-01T00:00, 2026-09-30T06:00, 2026-Q3",
        "half, last working day, 2026-01-01T00:00, 2026-06-30T06:00, 2026-H1",
        "year, day 15, 2026-01-01T00:00, 2026-12-15T06:00, 2026"
    })
    void theJobForThePeriodAtHandFiresInItsLastMonth(
            String kind, String on, LocalDateTime after, LocalDateTime firing, String period) {
        var timetable = timetable(kind, on, false);
        var next = timetable.next(after.atZone(SHANGHAI));
        assertThat(next).isEqualTo(firing.atZone(SHANGHAI));
        assertThat(timetable.period(next)).isEqualTo(Period.parse(period));
    }

    @Test
    void theHourIsThatOfTheZoneWhereverTheMachineStands() {
        var next = timetable("month", "day 5", true)
                .next(ZonedDateTime.of(LocalDateTime.parse("2026-07-04T22:30"), ZoneId.of("UTC")));
        assertThat(next.toInstant()).isEqualTo("2026-08-04T22:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3th working days", "fridays", "day of reckoning", "cron every day", "40th working day"})
    void whatIsNoTimeToFireIsRefusedAtOnce(String on) {
        assertThatThrownBy(() -> timetable("month", on, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(on.replace("cron ", ""));
    }

    private static Timetable timetable(String kind, String on, boolean previous) {
        var timing = new Job.Timing(on, "06:00", "Asia/Shanghai", previous, new Location("job.yaml", 1));
        return new Timetable(timing, Period.Kind.of(kind), WorkdaysTest.CHINA);
    }
}
