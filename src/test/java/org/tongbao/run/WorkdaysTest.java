package org.tongbao.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/** Holidays and exchanged days of 2025 and 2026, from the calendar that is shipped. */
public class WorkdaysTest {

    public static final Workdays CHINA = china();

    @ParameterizedTest
    @CsvSource({
        "2025-01-01, false", // New Year's Day
        "2025-01-26, true", // Sunday worked for the Spring Festival
        "2025-01-28, false", // Spring Festival
        "2025-02-05, true", // back at work
        "2025-10-08, false", // Mid-Autumn and National Day in one
        "2025-10-11, true", // Saturday worked
        "2026-02-14, true", // Saturday worked
        "2026-02-23, false",
        "2026-02-24, true",
        "2026-06-19, false", // Dragon Boat Festival
        "2026-06-20, false", // a Saturday
        "2026-07-01, true"
    })
    void statutoryHolidaysAreFreeAndExchangedWeekendsAreWorked(LocalDate day, boolean worked) {
        assertThat(CHINA.isWorked(day)).isEqualTo(worked);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07, 3, 2026-07-03",
        "2026-10, 1, 2026-10-08", // after a week of holidays
        "2026-10, 3, 2026-10-10", // a Saturday, worked in exchange
        "2026-01, 1, 2026-01-04", // a Sunday, worked in exchange
        "2026-05, 1, 2026-05-06",
        "2026-02, -1, 2026-02-28", // a Saturday, worked in exchange
        "2025-01, -1, 2025-01-27"
    })
    void workingDaysAreCountedFromEitherEndOfTheMonth(YearMonth month, int n, LocalDate day) {
        assertThat(CHINA.nth(month, n)).contains(day);
    }

    @Test
    void aMonthHasNoFortiethWorkingDay() {
        assertThat(CHINA.nth(YearMonth.of(2026, 7), 40)).isEmpty();
    }

    @Test
    void aYearWhoseArrangementIsUnknownHasWeekendsOnly() {
        assertThat(CHINA.years()).containsExactlyInAnyOrder(2025, 2026);
        assertThat(CHINA.isWorked(LocalDate.of(2031, 10, 1))).isTrue();
    }

    private static Workdays china() {
        var problems = new Problems();
        var calendar = new SpecFiles(Path.of(""), problems)
                .yaml(Path.of("jobs/rulebook/calendar.yaml"))
                .flatMap(Workdays::read);
        problems.throwIfAny();
        return calendar.orElseThrow();
    }
}
