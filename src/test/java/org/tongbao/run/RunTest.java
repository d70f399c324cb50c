package org.tongbao.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.tongbao.message.Refusal;

class RunTest {

    @Test
    void theAsOfDayIsTodayAndAtMostThePeriodsLast() {
        var june = Period.parse("2026-06");
        assertThat(Run.asOfDay(june, LocalDate.of(2026, 6, 10))).isEqualTo("2026-06-10");
        assertThat(Run.asOfDay(june, LocalDate.of(2026, 7, 3))).isEqualTo("2026-06-30");
        assertThatThrownBy(() -> Run.asOfDay(june, LocalDate.of(2026, 5, 31))).isInstanceOf(Refusal.class);
    }

    @Test
    void aRunThatStillRunsIsComparedWithTheSameSpan() {
        assertThat(of("2026", "2026-06-30").previousEnd()).isEqualTo("2025-07-01");
        assertThat(of("2026", "2026-06-30").lastYearEnd()).isEqualTo("2025-07-01");
        assertThat(of("2026-Q2", "2026-05-30").previousEnd()).isEqualTo("2026-03-01");
    }

    @Test
    void monthEndsAndLeapDaysLoseNoDay() {
        assertThat(of("2026-03", "2026-03-28").previousEnd()).isEqualTo("2026-03-01");
        assertThat(of("2026-03", "2026-03-30").previousEnd()).isEqualTo("2026-03-01");
        assertThat(of("2028", "2028-02-28").lastYearEnd()).isEqualTo("2027-03-01");
        assertThat(of("2028", "2028-02-29").lastYearEnd()).isEqualTo("2027-03-01");
    }

    @Test
    void aPeriodThatIsOverIsComparedWithWholeOnes() {
        var june = of("2026-06", "2026-06-30");
        assertThat(june.isOver()).isTrue();
        assertThat(june.previousEnd()).isEqualTo("2026-06-01");
        assertThat(june.lastYearEnd()).isEqualTo("2025-07-01");
    }

    private static Run of(String period, String day) {
        return new Run(1, "job", Period.parse(period), 1, LocalDate.parse(day));
    }
}
