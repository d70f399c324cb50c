package org.tongbao.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongbao.message.Refusal;

/** Periods as they are written, named and moved. */
class PeriodTest {

    private static final Phases PHASES = new Phases(List.of(
            new Phases.Phase("百日攻坚行动", "自查", LocalDate.of(2021, 11, 1), LocalDate.of(2021, 11, 30)),
            new Phases.Phase("百日攻坚行动", "提升", LocalDate.of(2022, 2, 1), LocalDate.of(2022, 2, 28))));

    @ParameterizedTest
    @CsvSource({
        "2026-06, 2026年6月",
        "2026-H1, 2026年上半年",
        "2026-H2, 2026年下半年",
        "2026-01-01..2026-06-17, 2026年1月1日至6月17日",
        "2021-11-01..2022-02-28, 2021年11月1日至2022年2月28日",
        "2026-06-17..2026-06-17, 2026年6月17日",
        "2021-11-01..2022-02-28 百日攻坚行动, 百日攻坚行动（2021年11月1日至2022年2月28日）"
    })
    void aPeriodIsStoredAsItIsWrittenAndHasATitle(String text, String title) {
        var period = Period.parse(text);
        assertThat(period).hasToString(text);
        assertThat(period.title()).isEqualTo(title);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-H1, 2025-H2, 2025-H1",
        "2026-01-01..2026-06-30, 2025-07-01..2025-12-31, 2025-01-01..2025-06-30",
        "2026-01-05..2026-01-11, 2025-12-29..2026-01-04, 2025-01-05..2025-01-11",
        "2026-06-17..2026-06-17, 2026-06-16..2026-06-16, 2025-06-17..2025-06-17",
        "2028-02-29..2028-02-29, 2028-02-28..2028-02-28, 2027-02-28..2027-02-28",
        "2028-02-01..2028-02-29, 2028-01-01..2028-01-31, 2027-02-01..2027-02-28",
        "2021-11-01..2022-02-28 百日攻坚行动, 2021-07-01..2021-10-31, 2020-11-01..2021-02-28"
    })
    void itIsComparedWithTheSameLengthBeforeAndTheSameDaysAYearEarlier(String text, String before, String lastYear) {
        assertThat(Period.parse(text).previous()).hasToString(before);
        assertThat(Period.parse(text).lastYear()).hasToString(lastYear);
    }

    @Test
    void aSpanThatStillRunsIsComparedOverTheSameDays() {
        var run = new Run(1, "j", Period.parse("2025-11-15..2026-02-14"), 1, LocalDate.of(2026, 1, 2));
        assertThat(run.isOver()).isFalse();
        assertThat(run.period().previous()).hasToString("2025-08-15..2025-11-14");
        assertThat(run.previousEnd()).isEqualTo("2025-10-03");
        assertThat(run.lastYearEnd()).isEqualTo("2025-01-03");
        assertThat(Run.asOfDay(run.period(), LocalDate.of(2026, 5, 1))).isEqualTo("2026-02-14");
        assertThatThrownBy(() -> Run.asOfDay(run.period(), LocalDate.of(2025, 11, 14)))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void aCampaignIsNamedAndRunsFromItsFirstDayToItsLast() {
        assertThat(PHASES.period("百日攻坚行动")).hasToString("2021-11-01..2022-02-28 百日攻坚行动");
        assertThat(PHASES.period("2026-H1")).hasToString("2026-H1");
        assertThatThrownBy(() -> PHASES.period("百日攻艰行动")).hasMessageContaining("did you mean '百日攻坚行动'?");
    }

    @Test
    void aMistakeIsOneLineWithWhatToWrite() {
        assertThatThrownBy(() -> Period.parse("2026-06-17..2026-01-01"))
                .hasMessage("the span '2026-06-17..2026-01-01' ends before it begins; write 2026-01-01..2026-06-17");
        assertThatThrownBy(() -> Period.parse("2026-02-01..2026-02-29"))
                .hasMessageStartingWith("there is no day '2026-02-29'");
        assertThatThrownBy(() -> Period.parse("2026-YTD")).hasMessageEndingWith("2026 with --as-of 2026-06-17");
        assertThatThrownBy(() -> Period.span(LocalDate.EPOCH, LocalDate.EPOCH, "甲/乙"))
                .hasMessageContaining("'甲/乙'")
                .hasMessageContaining("reference/campaign.csv");
        assertThatThrownBy(() -> Period.span(LocalDate.EPOCH, LocalDate.EPOCH, "🏗".repeat(60)))
                .as("a folder's name takes 255 bytes")
                .hasMessageContaining("reference/campaign.csv");
        assertThat(Period.span(LocalDate.EPOCH, LocalDate.EPOCH, "攻".repeat(60)).campaign())
                .hasSize(60);
    }

    @Test
    void onlyWholeMonthsLieWithinASpan() {
        assertThat(Period.parse("2025-11-15..2026-02-14").within(Period.Kind.MONTH))
                .hasToString("[2025-12, 2026-01]");
        assertThat(Period.parse("2026").within(Period.Kind.HALF)).hasToString("[2026-H1, 2026-H2]");
    }

    @Test
    void theTitleOfACampaignMayBreakBeforeItsDays() {
        var campaign = Period.parse("2021-11-01..2022-02-28 岁末年初专项整治（样例）");
        assertThat(campaign.titleLines()).containsExactly("岁末年初专项整治（样例）", "（2021年11月1日至2022年2月28日）");
        assertThat(String.join("", campaign.titleLines())).isEqualTo(campaign.title());
        assertThat(Period.parse("2026-06").titleLines()).containsExactly("2026年6月");
    }
}
