package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
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
    private static final String KNOWN =
            "select count(*) as t from inspection where inspected_on >= period_start() and inspected_on < period_end()";

    @TempDir
    static Path folder = Path.of("");

    private static PrintedHome home;

    @BeforeAll
    static void withhold() {
        SmallCity.in(folder);
        SmallCity.renderIn(folder, "quarterly-risk", "quarterly-risk");
        SmallCity.renderIn(folder, "year-end", "year-end", "year-end-region");
        PrintedHome.keep(
                folder,
                List.of("bureau.yaml", "regions.geojson", "名册/", "隐患台账/", "监督检查/检查记录_", "监督检查/检查评分_", "履职台账/文件报送"));
        PrintedHome.drop(
                folder, "监督检查/检查记录_2026-05.csv", Charset.forName("GB18030"), line -> line.contains("," + REGION));
        home = new PrintedHome(folder);
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
        SmallCity.copy(folder, other);
        PrintedHome.drop(
                other, "监督检查/检查记录_2026-06.csv", Charset.forName("GB18030"), line -> line.contains("," + REGION));
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
