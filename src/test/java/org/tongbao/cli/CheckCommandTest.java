package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.Golden;
import org.tongbao.job.SmallCity;

/** Mistakes of every kind are reported in one run, each once, with its line and what to write instead. */
class CheckCommandTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T00:00:00Z"), ZoneId.of("Asia/Shanghai"));

    @TempDir
    Path home;

    @BeforeEach
    void copy() {
        SmallCity.copy(Path.of("jobs"), home.resolve("jobs"));
        SmallCity.copy(Path.of("report-templates"), home.resolve("report-templates"));
    }

    @Test
    void theRepositoryItselfHoldsNoMistake() {
        assertThat(check(Path.of(""))).startsWith("0\nno mistakes in ");
    }

    @Test
    void whatIsNotConfirmedIsListedWithFileAndLine() throws Exception {
        assertThat(check(Path.of(""), "--confidence"))
                .startsWith("0\njobs/rulebook/calendar.yaml:3 memory: ")
                .contains("jobs/rulebook/reference/jgj59.csv:6 memory: B.1 安全管理检查评分表 安全管理 10 5 安全教育 guarantee 10 ")
                .contains(
                        "jobs/rulebook/reference/jgjt77.csv:",
                        "jobs/rulebook/reference/monitoring-limit.csv:4 memory: 塔机 ")
                .containsPattern("parameter.csv:\\d+ bureau: alarm_minutes 30 分钟 ")
                .doesNotContain("confirmed", "jgj59.csv:2 ");
        change("jobs/rulebook/reference/monitoring-limit.csv", "预警值,memory", "预警值,confirmed");
        assertThat(check(home, "--confidence")).doesNotContain("monitoring-limit.csv:4 ");
    }

    @Test
    void mistakesInEveryKindOfFileAreReportedAtOnceWithTheirLines() throws Exception {
        var job = "jobs/monthly-ranking/job.yaml";
        change(job, "schedule:", "shedule:");
        change(job, "rank: [project-monthly", "rank: [project-montly");
        change(job, "out/{period}", "out/{perod}");
        var dataset = "jobs/rulebook/datasets/hazard.yaml";
        change(dataset, "2020-01-01..", "2020-13-01..");
        change(dataset, "rectified_on < found_on", "rectified < found_on");
        change(dataset, "format: xlsx", "format: xls");
        change("jobs/rulebook/sources/readings-dust-noise.yaml", "value:", "valu:");
        var indicator = "jobs/rulebook/rules/隐患/hazard_on_time.sql";
        change(indicator, "better:", "beter:");
        change(indicator, "due_on", "due_onn");
        var scheme = "jobs/rulebook/schemes/region-monthly.yaml";
        change(scheme, "R035", "R935");
        change(scheme, "hazard_on_time:  ", "hazard_ontime:  ");
        change(scheme, "goalposts 20..90", "goalpost 20..90");
        change(scheme, "{ in: 人员到岗, weight: 40", "{ in: 人员到位, weight: 40");
        change(scheme, "grades: { 优良: 80", "grades: { 优良: eighty");
        change(
                "jobs/rulebook/ladders/differentiated-supervision.yaml",
                "fatal_accident_unlisted,",
                "fatal_acident_unlisted,");
        var bulletin = "report-templates/monthly-ranking/bulletin.yaml";
        change(bulletin, "for: city", "for: cty");
        change("report-templates/monthly-region/bulletin.yaml", "measured-here, scheme,", "measured-here, schem,");
        change(bulletin, "category: place", "category: plce");
        change(bulletin, "type: stacked bars", "type: stacked bar");
        var page = "report-templates/monthly-ranking/page.ftlh";
        change(page, "facts.trend", "facts.trnd");
        change("report-templates/monthly-ranking/data/trend.sql", "period_start()", "period_begin()");
        Golden.matches("check/mistakes.txt", check(home));
    }

    @Test
    void aTimeThatIsNotOneIsReportedWithWhatToWrite() throws Exception {
        var job = "jobs/monthly-ranking/job.yaml";
        change(job, "Asia/Shanghai", "Asia/Shangai");
        assertThat(check(home)).contains(job + ":5 unknown zone 'Asia/Shangai', did you mean 'Asia/Shanghai'?");
        change(job, "Asia/Shangai", "Asia/Shanghai");
        change(job, "06:00", "six");
        change("jobs/rulebook/calendar.yaml", "years: [2025", "years: [twenty");
        assertThat(check(home)).contains("calendar.yaml:4 'twenty' is no year; write 2026");
        change("jobs/rulebook/calendar.yaml", "years: [twenty", "years: [2025");
        assertThat(check(home)).contains(job + ":5 'six' is no time of day; write \"06:00\"");
    }

    @Test
    void whatCanBeReadAndMakesNoSenseIsToldWithItsLineAndWhatToWrite() throws Exception {
        var scheme = "jobs/rulebook/schemes/region-monthly.yaml";
        change(scheme, "项目实体: { weight: 20 }", "项目实体: { weight: 30 }");
        change(scheme, "fatalities > 0, at: 79", "fatalities > 0, at: 179");
        change(scheme, "fatalities >= 3, at: 59", "履职检查 > 100, at: 59");
        change(scheme, "deduct 20 each", "deduct 20 each, missing: group mean of kin");
        var harmonic = "jobs/rulebook/schemes/enterprise-yearly.yaml";
        change(harmonic, "aggregate: weighted mean", "aggregate: harmonic mean");
        var panel = "jobs/rulebook/schemes/region-quarterly.yaml";
        change(panel, "normalise: as is", "normalise: min-max of the panel");
        var table = "jobs/rulebook/reference/parameter.csv";
        change(table, "alarm_minutes,30,", "alarm_minutes,三十,");
        var campaigns = "jobs/rulebook/reference/campaign.csv";
        change(campaigns, "2021-11-01", "2021-13-01");
        var told = check(home);
        assertThat(told.replaceAll(" \\(N files depend on it\\)", "").lines())
                .contains(
                        scheme
                                + ":9 the weights in 'score' add up to 110 (25 + 25 + 15 + 15 + 30), not to 100; mend one, or write"
                                + " plain proportions such as 3 and 1",
                        scheme + ":41 the cap at 59 can never bind: its condition never holds; '履职检查' lies in 0..100",
                        scheme + ":42 the cap at 179 is above full marks (100); write one up to these",
                        table + ":5 column 'value': '三十' is not a number; write one such as 12.5",
                        campaigns + ":2 column 'starts_on': '2021-13-01' is not a day; write one such as 2026-01-31",
                        harmonic
                                + ":20 'evaluation_sites' can be below 0, and '施工现场' is a harmonic mean: it would count as 0; or"
                                + " normalise it so that all points are above 0: 'goalposts 0..100 to 1..100'",
                        scheme + ":23 unknown column of region 'kin', did you mean 'kind'?")
                .anyMatch(line -> line.startsWith(panel) && line.contains("'of the panel' counts later periods, too"))
                .filteredOn(line -> line.startsWith(campaigns))
                .hasSize(1);
    }

    @Test
    void whatCanNotBeReadIsNotMissedElsewhere() throws Exception {
        var indicator = "jobs/rulebook/rules/隐患/hazard_on_time.sql";
        change(indicator, "-- subject:   project\n", "");
        assertThat(check(home))
                .isEqualTo("1\n" + indicator + ":1 'subject' is missing (N files depend on it)\n1 mistake(s)\n");
        change(indicator, "-- better", "-- subject:   project\n-- better");
        change(
                "report-templates/monthly-ranking/page.ftlh",
                "<#if facts.trend?size gt 1>",
                "<#if facts.trend?size gt>");
        assertThat(check(home))
                .startsWith("1\nreport-templates/monthly-ranking/page.ftlh:")
                .endsWith("\n1 mistake(s)\n");
    }

    private void change(String file, String from, String to) throws Exception {
        var text = Files.readString(home.resolve(file));
        assertThat(text).contains(from);
        int at = text.indexOf(from);
        Files.writeString(home.resolve(file), text.substring(0, at) + to + text.substring(at + from.length()));
    }

    private static String check(Path home, String... options) {
        var words = new ArrayList<>(List.of("check"));
        words.addAll(List.of(options));
        // With each rule that is added there are more of them.
        return Call.of(home, CLOCK, words).toString().replaceAll("\\(\\d+ files depend", "(N files depend");
    }
}
