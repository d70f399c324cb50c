package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.home.Home;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/** A region that does not deliver what every region delivers, and ledgers of events of which nothing came. */
class NotDeliveredTest {

    private static final Period MAY = Period.parse("2026-05");
    private static final Period JUNE = Period.parse("2026-06");
    private static final String REGION = "990101";
    private static final String LEDGER = "项目自评/自评_2026-06.csv";
    private static final String REGISTER = "台账,县区,月份,报送日期,零报告\n";

    /** What the clauses at hand need, so that a month takes seconds. */
    private static final List<String> KEPT = List.of(
            "bureau.yaml",
            "regions.geojson",
            "名册/",
            "隐患台账/",
            "监督检查/检查记录_",
            "监督检查/检查评分_",
            "项目自评/",
            "事故/事故_",
            "投诉/",
            "履职台账/履职活动");

    @TempDir
    static Path city = Path.of("");

    @TempDir
    Path folder;

    private Path data = Path.of("");

    @BeforeAll
    static void invent() throws IOException {
        var data = ComputedMonths.INVENTED.in(city).resolve("sample-data");
        SmallCity.render(city, "monthly-ranking");
        try (var files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = data.relativize(file).toString().replace('\\', '/');
                if (KEPT.stream().noneMatch(name::startsWith)) {
                    Files.delete(file);
                }
            }
        }
    }

    @BeforeEach
    void copy() {
        SmallCity.copy(city, folder);
        data = folder.resolve("sample-data");
    }

    @Test
    void whoWithholdsALedgerHasOneCaseNoPlaceAndNoProjectIsAccused() throws IOException {
        withhold();
        run("2026-07-08", Steps.RENDER, session -> {
            assertThat(text(
                            session,
                            "select case_key || ' ' || detail as t from finding where rule ="
                                    + " 'data_not_delivered' and state <> 'cleared'"))
                    .isEqualTo("self_assessment 2026-06 2026年6月项目月度自评未报送，也没有零报告");
            assertThat(text(session, "select subject as t from finding where rule = 'data_not_delivered'"))
                    .isEqualTo(REGION);
            assertThat(text(
                            session,
                            "select left_out || coalesce(rank, 0) || coalesce(previous_rank, 0) as t from"
                                    + " standing where scheme = 'region-monthly' and subject = '" + REGION + "'"))
                    .as("its place of May is no movement")
                    .isEqualTo("未报送项目月度自评00");
            assertThat(text(
                            session,
                            "select count(*) || ' ' || max(rank) as t from standing where scheme ="
                                    + " 'region-monthly' and rank is not null"))
                    .isEqualTo("14 14");
            assertThat(text(
                            session,
                            "select distinct s.left_out as t from standing as s join active_project as p on"
                                    + " p.project_id = s.subject where s.scheme = 'project-monthly' and p.region_id = '"
                                    + REGION + "' and p.phase = '在施'"))
                    .as("its projects have no place for what it withholds, and are not said to be uninspected")
                    .isEqualTo("所在地未报送项目月度自评");
            assertThat(session.query("select * from finding as f join project as p on p.project_id = f.subject"
                            + " where f.rule = 'self_assessment_missing' and f.state <> 'cleared' and p.region_id = '"
                            + REGION + "'"))
                    .as("none of its projects is accused of it")
                    .isEmpty();
            assertThat(session.query("select * from observation where indicator = 'self_assessment_on_time' and"
                            + " subject = '" + REGION + "'"))
                    .as("what is not known is no figure of zero")
                    .isEmpty();
        });
        assertThat(circular())
                .contains("临澜区因未报送项目月度自评未参加排名", "—临澜区未报送项目月度自评，不参加排名")
                .contains("项目月度自评2026年6月7月5日15140无临澜区");
    }

    @Test
    void aNilReturnIsADeliveryAndALateOneIsListedApart() throws IOException {
        withhold();
        Files.writeString(
                data.resolve("履职台账/报送登记.csv"),
                REGISTER + "项目月度自评,临澜区,2026-06,2026-07-04,是\n监督检查记录,云麓区,2026-06,2026-07-06,否\n");
        run("2026-07-08", Steps.RENDER, session -> {
            assertThat(text(session, "select rule as t from finding where rule = 'data_not_delivered'"))
                    .isEmpty();
            assertThat(text(session, "select dataset || ' ' || state as t from delivery where state <> '已报'"))
                    .isEqualTo("inspection 迟报; self_assessment 零报告");
            assertThat(text(session, "select count(rank) as t from standing where scheme = 'region-monthly'"))
                    .isEqualTo("15");
        });
        assertThat(circular()).contains("监督检查记录2026年6月7月5日15140云麓区无", "项目月度自评2026年6月7月5日15151无无");
    }

    @Test
    void whatIsNotYetDueIsNeitherDeliveredNorMissed() throws IOException {
        withhold();
        run("2026-07-05", Steps.RANK, session -> {
            assertThat(text(session, "select distinct state as t from delivery order by state"))
                    .isEqualTo("已报; 未到期");
            assertThat(session.query("select * from finding where rule = 'data_not_delivered'"))
                    .isEmpty();
            assertThat(text(session, "select count(rank) as t from standing where scheme = 'region-monthly'"))
                    .isEqualTo("15");
        });
    }

    @Test
    void theBureauTakesAnExpectationAwayAndAddsOne() throws IOException {
        withhold();
        var bureau = data.resolve("bureau.yaml");
        Files.writeString(
                bureau,
                Files.readString(bureau) + "expected:\n  self_assessment: none\n  complaint: each region each month\n");
        run("2026-07-08", Steps.RANK, session -> assertThat(
                        text(session, "select distinct dataset as t from delivery order by dataset"))
                .isEqualTo("complaint; inspection"));
    }

    @Test
    void aLedgerOfEventsIsZeroWhereAFileOrANilReturnCameAndElseNotReported() throws IOException {
        mishapInMayOnly();
        // May's run takes the files that are there; of June nothing comes.
        inWarehouse((warehouse, rulebook) -> {
            run(warehouse, rulebook, MAY, "2026-06-03", Steps.DECIDE);
            run(warehouse, rulebook, JUNE, "2026-07-08", Steps.RENDER);
            assertThat(asked(
                            warehouse,
                            rulebook,
                            "select reason as t from unused where kind = 'dataset' and name = 'accident'"))
                    .isEqualTo("未报");
            assertThat(asked(
                            warehouse,
                            rulebook,
                            "select indicator as t from observation where indicator = 'accidents'"))
                    .isEmpty();
        });
        assertThat(circular()).contains("生产安全事故", "本期未报，也没有零报告，文中不作零处理").doesNotContain("未发生生产安全事故");
    }

    @Test
    void aFileOfAnEarlierMonthThatComesLateIsNoReturnForThisOne() throws IOException {
        mishapInMayOnly();
        run("2026-07-08", Steps.RANK, session -> assertThat(
                        text(session, "select reason as t from unused where kind = 'dataset' and name = 'accident'"))
                .isEqualTo("未报"));
    }

    @Test
    void aNilReturnOfTheBureauItselfMakesALedgerOfEventsZero() throws IOException {
        mishapInMayOnly();
        inWarehouse((warehouse, rulebook) -> {
            run(warehouse, rulebook, MAY, "2026-06-03", Steps.DECIDE);
            Files.writeString(
                    data.resolve("履职台账/报送登记.csv"),
                    REGISTER + "生产安全事故,,2026-03,2026-04-01,是\n生产安全事故,,2026-06,2026-07-01,是\n");
            run(warehouse, rulebook, JUNE, "2026-07-08", Steps.RENDER);
            assertThat(asked(
                            warehouse,
                            rulebook,
                            "select cast(since as varchar) as t from ledger_since where dataset = 'accident'"))
                    .as("from the first month that was said to have had none")
                    .isEqualTo("2026-03-01");
            assertThat(asked(
                            warehouse,
                            rulebook,
                            "select cast(sum(value) as integer) as t from observation where"
                                    + " indicator = 'accidents' and subject_kind = 'region'"))
                    .isEqualTo("0");
        });
        assertThat(circular()).contains("未发生生产安全事故");
    }

    @Test
    void aLedgerOfWhichNoFileEverCameIsZeroByItsNilReturn() throws IOException {
        try (var files = Files.list(data.resolve("事故"))) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.writeString(data.resolve("履职台账/报送登记.csv"), REGISTER + "生产安全事故,,2026-06,2026-07-01,是\n");
        run("2026-07-08", Steps.MEASURE, session -> {
            assertThat(text(session, "select name as t from unused where name = 'accident'"))
                    .isEmpty();
            assertThat(text(
                            session,
                            "select cast(sum(value) as integer) as t from observation where"
                                    + " indicator = 'accidents' and subject_kind = 'region'"))
                    .isEqualTo("0");
        });
    }

    @Test
    void whatIsOwedStaysOneCaseUntilItComes() throws IOException {
        var ledger = data.resolve("项目自评/自评_2026-05.csv");
        var whole = Files.readString(ledger);
        Files.writeString(ledger, without(whole));
        inWarehouse((warehouse, rulebook) -> {
            var cases = "select state || ' ' || case_key as t from finding where rule = 'data_not_delivered'";
            run(warehouse, rulebook, MAY, "2026-06-08", Steps.DECIDE);
            assertThat(asked(warehouse, rulebook, cases)).isEqualTo("new self_assessment 2026-05");
            run(warehouse, rulebook, JUNE, "2026-07-08", Steps.DECIDE);
            assertThat(asked(warehouse, rulebook, cases)).isEqualTo("continued self_assessment 2026-05");
            assertThat(asked(
                            warehouse,
                            rulebook,
                            "select count(rank) as t from standing where scheme = 'region-monthly'"))
                    .isEqualTo("15");
            Files.writeString(ledger, whole);
            run(warehouse, rulebook, JUNE, "2026-07-09", Steps.DECIDE);
            assertThat(asked(warehouse, rulebook, cases)).isEqualTo("cleared self_assessment 2026-05");
        });
    }

    private void mishapInMayOnly() throws IOException {
        try (var files = Files.list(data.resolve("事故"))) {
            for (var file : files.filter(each -> each.toString().endsWith("2026-06.json"))
                    .toList()) {
                Files.delete(file);
            }
        }
        var project =
                Files.readAllLines(data.resolve("项目自评/自评_2026-05.csv")).get(1).substring(0, 16);
        Files.writeString(data.resolve("事故/事故_2026-05.json"), """
                [{"事故编号": "SG260501", "项目编码": "%s", "发生时间": "2026-05-06 10:00", "上报时间": "2026-05-06 10:30",
                "事故类型": "触电", "死亡人数": 0, "重伤人数": 1}]""".formatted(project));
    }

    private void withhold() throws IOException {
        var ledger = data.resolve(LEDGER);
        Files.writeString(ledger, without(Files.readString(ledger)));
    }

    private static String without(String ledger) {
        return ledger.lines().filter(line -> !line.startsWith(REGION)).collect(Collectors.joining("\n", "", "\n"));
    }

    private interface Work {
        void on(Warehouse warehouse, Rulebook rulebook) throws IOException;
    }

    private interface Look {
        void at(Session session);
    }

    private void inWarehouse(Work work) throws IOException {
        var home = Home.at(folder);
        try (var warehouse = Warehouse.inMemory(folder)) {
            work.on(warehouse, Rulebook.readForLooking(home));
        }
    }

    private void run(String day, Steps last, Look look) throws IOException {
        inWarehouse((warehouse, rulebook) -> {
            run(warehouse, rulebook, MAY, day, Steps.DECIDE);
            run(warehouse, rulebook, JUNE, day, last);
            try (var session = warehouse.session()) {
                rulebook.pin(
                        session,
                        new org.tongbao.warehouse.ledger.RunLedger(session)
                                .find(2)
                                .orElseThrow());
                look.at(session);
            }
        });
    }

    private void run(Warehouse warehouse, Rulebook rulebook, Period period, String day, Steps last) {
        var clock = Clock.fixed(Instant.parse(day + "T01:00:00Z"), ZoneId.of("Asia/Shanghai"));
        try (var runner = new Runner(Home.at(folder), rulebook, warehouse, clock)) {
            runner.run(rulebook.job("monthly-ranking"), period, last, Progress.NONE);
        }
    }

    private static String asked(Warehouse warehouse, Rulebook rulebook, String sql) {
        try (var session = warehouse.session()) {
            var last = session.one("select max(run) as run from ledger.run").whole("run");
            rulebook.pin(
                    session,
                    new org.tongbao.warehouse.ledger.RunLedger(session)
                            .find(last)
                            .orElseThrow());
            return text(session, sql);
        }
    }

    private static String text(Session session, String sql) {
        return session.query(sql).stream()
                .map(row -> String.valueOf(row.get("t")))
                .collect(Collectors.joining("; "));
    }

    private String circular() throws IOException {
        List<Path> made;
        try (var files = Files.walk(Home.at(folder).archive())) {
            made = files.filter(file -> file.toString().endsWith(".pdf")).toList();
        }
        try (var document = Loader.loadPDF(made.get(0).toFile())) {
            return new PDFTextStripper().getText(document).replaceAll("\\s", "");
        }
    }
}
