package org.tongbao.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongbao.rulebook.Timing;
import org.tongbao.run.Period;
import org.tongbao.run.Phases;
import org.tongbao.run.WorkdaysTest;
import org.tongbao.spec.Location;

/** When jobs fire and what they then compute. */
class TimetableTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Phases PHASES = new Phases(List.of(
            new Phases.Phase("冬季行动", "排查", LocalDate.of(2026, 12, 1), LocalDate.of(2027, 1, 19)),
            new Phases.Phase("冬季行动", "回头看", LocalDate.of(2027, 1, 20), LocalDate.of(2027, 2, 28))));

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
        var next = timetable.next(after.atZone(SHANGHAI)).orElseThrow();
        assertThat(next.due()).isEqualTo(firing.atZone(SHANGHAI));
        assertThat(next.key().period()).isEqualTo(Period.parse(period));
    }

    @ParameterizedTest
    @CsvSource({
        "month, start of each phase, 2026-07-01T00:00, 2026-12-01T06:00, 2026-11",
        "month, start of 冬季行动, 2026-12-01T06:00, 2027-01-20T06:00, 2026-12",
        "month, start of 回头看, 2026-07-01T00:00, 2027-01-20T06:00, 2026-12",
        "year, '03-15, 12-01', 2026-07-01T00:00, 2026-12-01T06:00, 2025",
        "quarter, 02-29, 2026-07-01T00:00, 2028-02-29T06:00, 2027-Q4"
    })
    void phasesAndFixedDatesComeInAnyMonth(
            String kind, String on, LocalDateTime after, LocalDateTime firing, String period) {
        theJobForThePeriodBeforeFires(kind, on, after, firing, period);
    }

    @Test
    void aPhaseThatHasPassedComesNoMore() {
        assertThat(timetable("month", "start of 排查", true)
                        .next(LocalDateTime.parse("2026-12-02T00:00").atZone(SHANGHAI)))
                .isEmpty();
    }

    /** Clocks there leap from 2:00 to 3:00 on 2026-03-29 and go back from 3:00 to 2:00 on 2026-10-25. */
    @ParameterizedTest
    @CsvSource({
        "day 29, 2026-03-01T00:00, 2026-03-29T03:30+02:00[Europe/Berlin]",
        "day 25, 2026-10-01T00:00, 2026-10-25T02:30+02:00[Europe/Berlin]"
    })
    void whereClocksChangeTheJobFiresOnceThatNight(String on, LocalDateTime after, String firing) {
        var berlin = ZoneId.of("Europe/Berlin");
        var timetable = timetable("month", on, true, "02:30", "Europe/Berlin");
        var first = timetable.next(after.atZone(berlin)).orElseThrow();
        assertThat(first.due()).isEqualTo(ZonedDateTime.parse(firing));
        assertThat(timetable.next(first.due()).orElseThrow().due().getMonthValue())
                .isEqualTo(first.due().getMonthValue() + 1);
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
        var next = timetable.next(after.atZone(SHANGHAI)).orElseThrow();
        assertThat(next.due()).isEqualTo(firing.atZone(SHANGHAI));
        assertThat(next.key().period()).isEqualTo(Period.parse(period));
    }

    @Test
    void theHourIsThatOfTheZoneWhereverTheMachineStands() {
        var next = timetable("month", "day 5", true)
                .next(ZonedDateTime.of(LocalDateTime.parse("2026-07-04T22:30"), ZoneId.of("UTC")))
                .orElseThrow();
        assertThat(next.due().toInstant()).isEqualTo("2026-08-04T22:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3th working days",
                "fridays",
                "day of reckoning",
                "cron every day",
                "40th working day",
                "13-01",
                "start of 冬季行动吗"
            })
    void whatIsNoTimeToFireIsRefusedAtOnce(String on) {
        assertThatThrownBy(() -> timetable("month", on, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(on.replace("cron ", "").replace("start of ", ""));
    }

    private static Timetable timetable(String kind, String on, boolean previous) {
        return timetable(kind, on, previous, "06:00", "Asia/Shanghai");
    }

    private static Timetable timetable(String kind, String on, boolean previous, String at, String zone) {
        var timing = new Timing(
                on, null, at, zone, previous, Timing.CatchUp.EACH, Timing.Again.USUAL, new Location("job.yaml", 1));
        return new Timetable("job", timing, Period.Kind.of(kind), WorkdaysTest.CHINA, PHASES);
    }
}
