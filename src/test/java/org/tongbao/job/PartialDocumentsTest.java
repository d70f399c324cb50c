package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.rulebook.Steps;

/** What documents say of a bureau that keeps registers, hazards and inspections since April, and nothing else. */
class PartialDocumentsTest {

    @TempDir
    static Path folder = Path.of("");

    private static PrintedHome home;

    @BeforeAll
    static void keepLittle() {
        ComputedMonths.INVENTED.in(folder);
        SmallCity.render(
                folder,
                "monthly-ranking",
                "monthly-lists",
                "attendance-lookback",
                "listed-supervision-notice",
                "region-warning",
                "stop-rectify-list");
        SmallCity.renderIn(folder, "quarterly-risk", "quarterly-risk", "quarterly-region", "enterprise-quarterly");
        SmallCity.renderIn(folder, "year-end", "year-end");
        SmallCity.renderIn(folder, "action-summary", "campaign-closing");
        PrintedHome.keep(
                folder,
                List.of(
                        "bureau.yaml",
                        "regions.geojson",
                        "名册/项目台账",
                        "名册/企业名册",
                        "名册/县区名册",
                        "名册/街道名册",
                        "隐患台账/隐患台账_",
                        "监督检查/检查记录_",
                        "监督检查/检查评分_",
                        "履职台账/专项行动阶段"));
        home = new PrintedHome(folder);
    }

    @AfterAll
    static void close() {
        home.close();
    }

    @Test
    void aMonthThatStillRunsSaysUpToWhenItCountsAndComparesWithNothing() {
        var run = home.run("monthly-ranking", "2026-06", "2026-06-17", null, Steps.RENDER);
        var circular = home.read(run, "monthly-ranking");
        assertThat(circular)
                .contains("（数据截至2026年6月17日）", "截至2026年6月17日，全市在建")
                .contains("（没有上月同期的考核结果，不作比较。）")
                .doesNotContain("6月30日", "上月没有考核数据")
                .as("before anything is due nobody has delivered it, nor fallen short")
                .contains("监督检查记录2026年6月7月5日1500无未到期15个")
                .as("nobody is new, and no grade of last month has a legend, where there was no month before")
                .doesNotContain("升降", "新90", "单位：个本月上月");
        assertThat(home.read(run, "monthly-lists")).doesNotContain("专项行动", "样例");
        assertThat(home.asked(run, "select distinct ladder as t from decision order by ladder"))
                .as("where no attendance comes nobody's is looked into")
                .isEqualTo("listed-hazard-supervision");
        assertThat(home.asked(
                        run, "select reason as t from unused where kind = 'ladder' and name = 'attendance-lookback'"))
                .isEqualTo("未启用");
        assertThat(home.read(run, "attendance-lookback")).isEmpty();
        assertThat(home.read(run, "listed-supervision-notice"))
                .contains("截至2026年6月17日", "请核对该隐患是否已经挂牌")
                .doesNotContain("该隐患尚未挂牌");
        assertThat(home.read(run, "stop-rectify-list"))
                .as("without its ledger nobody can say that nothing was stopped")
                .isEmpty();
        assertThat(home.asked(
                        run, "select reason as t from unused where kind = 'bulletin' and name = 'stop-rectify-list'"))
                .isEqualTo("未启用");
    }

    @Test
    void aQuarterPrintsNoZeroOfWhatWasNotCounted() {
        var run = home.run("quarterly-risk", "2026-Q2", "2026-07-08", null, Steps.RENDER);
        var report = home.read(run, "quarterly-risk");
        assertThat(report)
                .contains("节日和重要活动期间的安全保障时段起止日检查（次）受检项目比例清明节4月4日—4月6日")
                .contains("下季度检查重点与上年同期比对表序号类别重点内容适用范围1检查临时用电");
        assertThat(home.asked(
                        run,
                        "select concat(coalesce(cast(m3 as varchar), '不详'), ' ', m4 is null) as t from ("
                                + PrintedHome.template("quarterly-risk/data/category-months.sql")
                                + ") as months limit 1"))
                .as("a month before the ledger, and its first")
                .isEqualTo("不详 false");
        for (var list : List.of("activities", "points-reviewed", "points-missing")) {
            assertThat(home.asked(
                            run,
                            "select count(*) as t from (" + PrintedHome.template("quarterly-risk/data/" + list + ".sql")
                                    + ") as listed"))
                    .as("nobody stands in a list of which no ledger came: %s", list)
                    .isEqualTo("0");
        }
        assertThat(home.read(run, "quarterly-region")).doesNotContain("施工0班", "事故0起", "本地上年同期没有这些事项的问题记录");
        assertThat(home.read(run, "enterprise-quarterly")).doesNotContain("没有列为重点检查对象的企业", "没有专家初步考评", "绿牌", "升降");
    }

    @Test
    void aYearSaysSinceWhenItsLedgersAreKept() {
        var run = home.run("year-end", "2026", "2026-07-08", "2026-06-30", Steps.RENDER);
        for (var list : List.of("shared/data/filings", "year-end/data/supplies", "year-end/data/drills")) {
            assertThat(home.asked(
                            run,
                            "select count(*) as t from ("
                                    + PrintedHome.template(list + ".sql").replace("<bureau.short>", "市局")
                                    + ") as listed"))
                    .as("nobody stands in a list of which no ledger came: %s", list)
                    .isEqualTo("0");
        }
        assertThat(home.read(run, "year-end")).contains("监督检查记录、隐患台账自2026年4月起才有记录，此前的不在统计之内。");
    }

    @Test
    void noPageCountsUpToThePeriodsLastDayInsteadOfTheRuns() throws IOException {
        try (var files = Files.walk(Path.of("report-templates"))) {
            for (var file :
                    files.filter(each -> each.toString().endsWith(".ftlh")).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain("period.last");
            }
        }
    }

    @Test
    void withoutItsLedgerACampaignHasNoDocument() {
        var run = home.run(
                "action-summary", "2026-05-15..2026-07-31 汛期专项行动（样例）", "2026-07-08", "2026-06-30", Steps.RENDER);
        assertThat(home.read(run, "campaign-closing")).isEmpty();
        assertThat(home.asked(
                        run, "select reason as t from unused where kind = 'bulletin' and name = 'campaign-closing'"))
                .isEqualTo("未启用");
    }
}
