package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is printed of a campaign over New Year, and of a year that still runs for one region. */
class SpanPrintedTest {

    @Test
    void aCampaignsReportNamesItsDaysAndEachPhase() {
        assertThat(text("campaign-closing"))
                .contains("岁末年初专项整治（样例）（2025年11月1日至2026年2月28日）")
                .contains("已开展的阶段3个，其中已结束的3个")
                .contains("宣传发动、自查已结束", "集中排查整治、落实整改已结束", "复工检查、提升已结束")
                .as("the ledger begins after it, so nobody knows")
                .contains("台账中没有本行动的记录，排查和销号情况不详")
                .doesNotContain("排查隐患0处")
                .doesNotContain("汛期专项行动");
    }

    @Test
    void aRegionsDraftBearsTheAsOfDayAndItsOwnProblemsAndNextSteps() {
        assertThat(text("year-end-region"))
                .contains("（数据截至2026年6月30日）", "突出问题和短板弱项", "典型经验和做法", "下一步工作打算")
                .contains("应于2026年12月15日前报送，尚未到期");
    }

    private static String text(String bulletin) {
        var page = PrintedCity.get().drafts(bulletin).stream()
                .filter(PrintedCity.Printed::isPage)
                .findFirst()
                .orElseThrow();
        return page.text().replaceAll("\\s", "");
    }
}
