package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.rulebook.Steps;

/** A quarter and a year in which one region did not deliver one month, and days before a month is due. */
class MissingMonthTest {

    private static final String REGION = "990101";
    private static final String OWED = "未报送2026年5月监督检查记录";
    private static final String LABOUR_DAY =
            "select region_id as t from key_period_region where name like '%劳动%' and inspections is null and inspected is null";
    private static final String KNOWN =
            "select count(*) as t from inspection where inspected_on >= period_start() and inspected_on < period_end()";

    @TempDir
    static Path folder = Path.of("");

    private static PrintedHome home;

    @BeforeAll
    static void withhold() {
        ComputedMonths.INVENTED.in(folder);
        SmallCity.renderIn(folder, "quarterly-risk", "quarterly-risk");
        SmallCity.renderIn(folder, "year-end", "year-end", "year-end-region");
        PrintedHome.keep(
                folder,
                List.of("bureau.yaml", "regions.geojson", "名册/", "隐患台账/", "监督检查/检查记录_", "监督检查/检查评分_", "履职台账/文件报送"));
        PrintedHome.drop(folder, "监督检查/检查记录_2026-05.csv", Charset.forName("GB18030"), MissingMonthTest::isWithheld);
        home = new PrintedHome(folder);
    }

    private static boolean isWithheld(String line) {
        return line.contains("," + REGION);
    }

    /** What a home is made of, without what has been run in it. */
    private static void copy(Path other) {
        for (var part : List.of("jobs", "report-templates", "sample-data")) {
            SmallCity.copy(folder.resolve(part), other.resolve(part));
        }
    }

    @AfterAll
    static void close() {
        home.close();
    }

    @Test
    void aQuarterHasOneTotalThatSaysWhatItLeavesOutAndWhyARegionHasNoPlace() {
        var run = home.run("quarterly-risk", "2026-Q2", "2026-07-08", null, Steps.RENDER);
        var known = home.asked(run, KNOWN);
        assertThat(
                        home.asked(
                                run,
                                "select cast(value as integer) as t from observation where indicator = 'inspections' and subject_kind = 'city'"))
                .as("what came of the other months counts")
                .isEqualTo(known);
        assertThat(home.asked(
                        run,
                        "select subject as t from observation where indicator = 'inspections' and subject = '" + REGION
                                + "'"))
                .as("its own figure of the quarter is not known")
                .isEmpty();
        assertThat(home.asked(
                        run,
                        "select o.subject as t from observation as o join project as p on p.project_id = o.subject where o.indicator = 'inspections' and p.region_id = '"
                                + REGION + "'"))
                .as("nor are those of its projects")
                .isEmpty();
        assertThat(
                        home.asked(
                                run,
                                "select denominator - (select sum(x.denominator) from observation as x where x.indicator = 'inspection_coverage' and x.subject_kind = 'region') as t"
                                        + " from observation where indicator = 'inspection_coverage' and subject_kind = 'city'"))
                .as("a share is of those whose months are all known")
                .isEqualTo("0.0");
        assertThat(home.read(run, "quarterly-risk"))
                .contains("开展检查" + known + "次", "合计数不含没有报送的数据：临澜区2026年5月监督检查记录", "临澜区因" + OWED + "未参加排名");
    }

    @Test
    void aTimeOfProtectionHasNoFigureOfWhoDidNotDeliverItsMonthOrItsQuarter(@TempDir Path other) throws IOException {
        var month = home.run("quarterly-risk", "2026-Q2", "2026-07-08", null, Steps.MEASURE);
        assertThat(home.asked(month, LABOUR_DAY)).isEqualTo(REGION);
        assertThat(home.checklist(month))
                .as("who did not deliver is said before anything is issued")
                .containsOnlyOnce("未报送的")
                .contains("2026年5月监督检查记录未报送的1个：临澜区");
        copy(other);
        for (var each : List.of("04", "06")) {
            PrintedHome.drop(
                    other, "监督检查/检查记录_2026-" + each + ".csv", Charset.forName("GB18030"), MissingMonthTest::isWithheld);
        }
        var dataset = other.resolve("jobs/rulebook/datasets/inspection.yaml");
        Files.writeString(
                dataset, Files.readString(dataset).replace("each region each month", "each region each quarter"));
        try (var changed = new PrintedHome(other)) {
            var quarter = changed.run("quarterly-risk", "2026-Q2", "2026-07-08", null, Steps.MEASURE);
            assertThat(changed.asked(
                            quarter,
                            "select concat(of_period, ' ', first_day, ' ', last_day) as t from delivery"
                                    + " where state = '未报'"))
                    .isEqualTo("2026-Q2 2026-04-01 2026-06-30");
            assertThat(changed.asked(quarter, LABOUR_DAY)).isEqualTo(REGION);
        }
    }

    @Test
    void aMonthWithoutHazardsIsZeroOnlyByItsNilReturn(@TempDir Path other) throws IOException {
        var months = "select distinct coalesce(cast(m3 as varchar), '不详') as t from ("
                + PrintedHome.template("quarterly-risk/data/category-months.sql") + ") as months";
        assertThat(home.asked(home.run("quarterly-risk", "2026-Q2", "2026-07-08", null, Steps.MEASURE), months))
                .isEqualTo("不详");
        copy(other);
        Files.writeString(
                other.resolve("sample-data/履职台账/报送登记.csv"), "台账,县区,月份,报送日期,零报告\n隐患台账,,2026-03,2026-04-01,是\n");
        try (var nil = new PrintedHome(other)) {
            assertThat(nil.asked(nil.run("quarterly-risk", "2026-Q2", "2026-07-08", null, Steps.MEASURE), months))
                    .isEqualTo("0");
        }
    }

    @Test
    void aRegionWithoutHazardsThatWereDueHasNoPointsForHavingNoneOverdue() {
        var run = home.run("monthly-ranking", "2026-04", "2026-07-08", null, Steps.SCORE);
        assertThat(home.asked(run, """
                        select distinct concat(o.normalised, ' ', coalesce(cast(b.normalised as varchar), '无')) as t
                        from score as b
                        join score as o on o.scheme = b.scheme and o.subject = b.subject
                            and o.node = 'overdue_major_hazards'
                        left join observation as d on d.subject_kind = 'region' and d.subject = b.subject
                            and d.indicator in ('hazard_on_time', 'hazard_closure')
                        where b.scheme = 'region-monthly' and b.node = '隐患治理' and d.subject is null""")).isEqualTo("100.0 无");
    }

    @Test
    void aYearHasOneTotalInItsTextAndTables() {
        var run = home.run("year-end", "2026", "2026-07-08", "2026-06-30", Steps.RENDER);
        var known = home.asked(run, KNOWN);
        assertThat(home.read(run, "year-end"))
                .contains("开展检查" + known + "次", "第二季度" + known, "临澜区因" + OWED + "未参加排名")
                .contains("合计数不含没有报送的数据：临澜区2026年5月监督检查记录")
                .contains("自2026年4月起才有记录，此前的不在统计之内");
        assertThat(home.asked(
                        run,
                        "select cast(sum(inspections) as integer) as t from ("
                                + PrintedHome.template("shared/data/regions.sql") + ") as listed"))
                .as("the rows of the regions add up to it")
                .isEqualTo(known);
        assertThat(home.read(run, "year-end-region"))
                .contains("本期因" + OWED + "未参加考评排名", "临澜区没有报送2026年5月监督检查记录，本期的有关数据不全");
    }

    @Test
    void beforeTheDayDueAsTheRunLooksNothingIsMissing() {
        // The files lie there since long; the run looks on the day before the ledger of May is missed.
        var run = home.run("quarterly-risk", "2026-Q2", "2026-11-30", "2026-06-05", Steps.RANK);
        assertThat(home.asked(
                        run,
                        "select state as t from delivery where dataset = 'inspection' and subject = '" + REGION
                                + "' order by of_period"))
                .isEqualTo("已报; 未到期; 未到期");
        assertThat(home.asked(run, "select case_key as t from finding where rule = 'data_not_delivered'"))
                .isEmpty();
        assertThat(home.asked(run, "select left_out as t from standing where subject = '" + REGION + "'"))
                .isEqualTo("null");
    }

    @Test
    void aPeriodThatIsOverIsLookedAtOnTheDayThatIsSaid(@TempDir Path other) {
        copy(other);
        PrintedHome.drop(other, "监督检查/检查记录_2026-06.csv", Charset.forName("GB18030"), MissingMonthTest::isWithheld);
        var due =
                "select state as t from delivery where of_period = '2026-06' and dataset = 'inspection' and subject = '"
                        + REGION + "'";
        try (var changed = new PrintedHome(other)) {
            var onTheDay = changed.run("monthly-ranking", "2026-06", "2026-11-30", "2026-07-05", Steps.MEASURE);
            assertThat(changed.asked(onTheDay, due)).isEqualTo("未到期");
            var later = changed.run("monthly-ranking", "2026-06", "2026-11-30", "2026-07-06", Steps.MEASURE);
            assertThat(changed.asked(later, due)).isEqualTo("未报");
        }
    }

    @Test
    void aMonthThatStillRunsHasNotBeenDeliveredNorMissed() {
        var run = home.run("monthly-ranking", "2026-06", "2026-06-17", null, Steps.MEASURE);
        assertThat(home.asked(run, "select distinct state as t from delivery")).isEqualTo("未到期");
    }
}
