package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.ScoreSheets;
import org.tongbao.home.Home;
import org.tongbao.render.Edition;
import org.tongbao.render.Renderer;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.sample.CitySample;
import org.tongbao.sample.SampleOptions;
import org.tongbao.score.Scoring;
import org.tongbao.spec.Layers;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.RunLedger;

/** What bulletins say of regions and streets: key points of the seasons, small works, lists, the year's draft. */
class RegionDutiesTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T01:00:00Z"), ZoneId.of("Asia/Shanghai"));

    @TempDir
    static Path folder;

    private static final Renderer RENDERER = new Renderer(Layers.of(Path.of("report-templates")));
    private static Warehouse warehouse;
    private static Session session;
    private static Rulebook rulebook;

    @BeforeAll
    static void runMonthQuarterAndYearWithoutPrinting() {
        SmallCity.copy(Path.of("jobs"), folder.resolve("jobs"));
        SmallCity.copy(Path.of("report-templates"), folder.resolve("report-templates"));
        CitySample.write(
                new SampleOptions(7, 20, 18, YearMonth.of(2026, 6), 1440, folder.resolve("sample-data")),
                Progress.NONE);
        var home = Home.at(folder);
        warehouse = Warehouse.inMemory(home.root());
        rulebook = Rulebook.readForLooking(home);
        session = warehouse.session();
        run(home, "monthly-ranking", "2026-06", Steps.RANK);
        run(home, "quarterly-risk", "2026-Q2", Steps.RANK);
        run(home, "year-end", "2025", Steps.RANK);
        run(home, "year-end", "2026", Steps.RANK);
    }

    private static void run(Home home, String job, String period, Steps last) {
        try (var runner = new Runner(home, rulebook, warehouse, CLOCK)) {
            runner.run(rulebook.job(job), Period.parse(period), last, Progress.NONE);
        }
    }

    @AfterAll
    static void close() {
        session.close();
        warehouse.close();
    }

    @Test
    void theNextQuarterIsForecastFromLastYearAndTheLastSixMonthsChange() {
        pin("quarterly-risk", "2026-Q2");
        var cases = new TreeMap<YearMonth, Integer>();
        session.stream(
                "select found_on from hazard where found_on < date '2026-07-01'",
                row -> cases.merge(YearMonth.from(row.date("found_on")), 1, Integer::sum));
        var ratios = IntStream.rangeClosed(1, 6)
                .mapToDouble(month -> 1.0
                        * cases.getOrDefault(YearMonth.of(2026, month), 0)
                        / cases.getOrDefault(YearMonth.of(2025, month), 0))
                .sorted()
                .toArray();
        var forecast = table("quarterly-risk", "forecast");
        assertThat(forecast)
                .extracting(f -> f.text("title"))
                .containsExactly("10月", "11月", "12月", "1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月");
        for (int month = 7; month <= 9; month++) {
            var line = forecast.get(month + 2);
            int before = cases.getOrDefault(YearMonth.of(2025, month), 0);
            assertThat(line.number("expected")).isEqualTo(Math.rint(before * (ratios[2] + ratios[3]) / 2));
            assertThat(line.number("low")).isEqualTo(Math.rint(before * ratios[0]));
            assertThat(line.number("high")).isEqualTo(Math.rint(before * ratios[5]));
            assertThat(line.number("chance")).isCloseTo(500.0 / 7, within(1e-9));
        }
    }

    @Test
    void theListOfStopOrdersTellsOfEachHowFarItHasCome() {
        pin("monthly-ranking", "2026-06");
        var orders = table("stop-rectify-list", "orders");
        var inForce = session.one("""
                select count(*) as orders, count(*) filter (where lifted_on < date '2026-07-01') as lifted,
                    count(*) filter (where resumed_without_clearance) as resumed
                from stop_order
                where issued_on < date '2026-07-01' and (lifted_on is null or lifted_on >= date '2026-06-01')
                    and (revoked_on is null or revoked_on >= date '2026-07-01')""");
        assertThat(orders).hasSize((int) inForce.whole("orders")).isNotEmpty();
        assertThat(orders).filteredOn(o -> !o.isNull("lifted_on")).hasSize((int) inForce.whole("lifted"));
        assertThat(orders).filteredOn(o -> o.text("state").equals("擅自复工")).hasSize((int) inForce.whole("resumed"));
        assertThat(table("stop-rectify-list", "regions").stream()
                        .mapToLong(r -> r.whole("orders"))
                        .sum())
                .isEqualTo(inForce.whole("orders"));
    }

    @Test
    void theNextQuartersKeyPointsAreMatchedByCodeWithTheChecksOfItsMonthsLastYear() {
        pin("quarterly-risk", "2026-Q2");
        var points = table("quarterly-risk", "points-next");
        assertThat(points).extracting(p -> p.text("point")).contains("防汛安全", "临时用电");
        assertThat(table("quarterly-risk", "next-periods"))
                .extracting(p -> p.text("name"))
                .containsExactly("中秋节");
        var power = points.stream()
                .filter(p -> p.text("point").equals("临时用电"))
                .findFirst()
                .orElseThrow();
        var counted = session.one("""
                select count(c.problem) as problems, count(distinct i.project_id) as checked
                from item_check as c
                join inspection as i on i.inspection_id = c.inspection_id
                where c.item_code = 'JC13' and i.inspected_on between date '2025-07-01' and date '2025-09-30'""");
        assertThat(power.whole("last_year_problems"))
                .isEqualTo(counted.whole("problems"))
                .isPositive();
        assertThat(power.whole("last_year_checked")).isEqualTo(counted.whole("checked"));
        assertThat(points.stream().filter(p -> !p.text("kind").equals("检查")))
                .isNotEmpty()
                .allMatch(p -> p.isNull("last_year_problems") && p.isNull("open"));
    }

    @Test
    void theItemsToBeCheckedNextQuarterAreThoseOfTheStandard() {
        pin("quarterly-risk", "2026-Q2");
        var items = table("quarterly-risk", "items-next");
        assertThat(items.stream().filter(i -> i.text("point").equals("防汛安全")))
                .extracting(i -> i.text("item_name"))
                .containsExactly("降排水");
        assertThat(items.stream().filter(i -> i.text("point").equals("临时用电")))
                .hasSize((int) session.one("select count(*) as items from jgj59_item where section = '施工用电'")
                        .whole("items"));
        assertThat(items).allMatch(i -> i.whole("deducted") <= i.whole("checked"));
    }

    @Test
    void aStreetWithoutRegistrationsIsNamedAndIsNotGivenAPass() {
        pin("monthly-ranking", "2026-06");
        var silent = table("street-monthly", "silent");
        assertThat(silent).isNotEmpty();
        var ranking = table("street-monthly", "ranking");
        assertThat(ranking).hasSize((int)
                session.one("select count(*) as streets from street").whole("streets"));
        assertThat(ranking.stream().filter(r -> r.number("registered") == 0))
                .hasSameSizeAs(silent)
                .allMatch(r -> r.number("score") < 60);
    }

    @Test
    void theListsOfProblemsAndOfDutiesNameTheSameCasesLineByLine() {
        pin("monthly-ranking", "2026-06");
        var problems = table("monthly-lists", "problems");
        var duties = table("monthly-lists", "duties");
        assertThat(problems).isNotEmpty();
        assertThat(duties)
                .extracting(RegionDutiesTest::named)
                .containsExactlyElementsOf(
                        problems.stream().map(RegionDutiesTest::named).toList());
        assertThat(duties).allMatch(d -> !d.text("region_office").startsWith("住房"));
        var verified = table("monthly-lists", "verification");
        assertThat(verified.stream().mapToLong(v -> v.whole("problems")).sum()).isEqualTo(problems.size());
    }

    private static String named(Row row) {
        return row.whole("line") + " " + row.text("rule") + " " + row.text("subject");
    }

    @Test
    void aDraftOfARunningYearBlamesNobodyForWhatIsNotYetDue() {
        pin("year-end", "2026");
        assertThat(table("year-end", "filings"))
                .anyMatch(f ->
                        f.text("title").equals("巩固提升行动方案") && !f.text("result").equals("未到期"))
                .filteredOn(f -> f.text("title").equals("巩固提升行动总结"))
                .isNotEmpty()
                .allMatch(f -> f.text("result").equals("未到期") && f.isNull("days_late"));
        assertThat(session.one("select max(denominator) as months from observation"
                                + " where indicator = 'risk_review_months' and subject_kind = 'region'")
                        .number("months"))
                .isEqualTo(6);
    }

    @Test
    void regionsAreRankedForTheQuarterAndTheYearOverTheirOwnFigures() {
        pin("quarterly-risk", "2026-Q2");
        assertThat(table("quarterly-risk", "regions"))
                .hasSizeGreaterThan(3)
                .anyMatch(r -> !r.isNull("place") && r.number("score") > 0)
                .allMatch(r -> r.number("reviews") <= 3);
        pin("year-end", "2026");
        assertThat(table("year-end", "regions")).anyMatch(r -> !r.isNull("place"));
    }

    @Test
    void everySchemesScoreSheetRecomputesToTheWarehousesFigures() throws IOException {
        var sheets = List.of(
                List.of("monthly-ranking", "2026-06", "monthly-ranking", "计分表", "项目计分表"),
                List.of("monthly-ranking", "2026-06", "street-monthly", "计分表"),
                List.of("quarterly-risk", "2026-Q2", "quarterly-risk", "计分表"),
                List.of("quarterly-risk", "2026-Q2", "enterprise-quarterly", "计分表"),
                List.of("year-end", "2026", "year-end", "计分表"),
                List.of("year-end", "2025", "enterprise-yearly", "计分表"));
        for (var each : sheets) {
            pin(each.get(0), each.get(1));
            try (var book = workbook(each.get(2), each.get(1))) {
                for (var sheet : each.subList(3, each.size())) {
                    assertThat(ScoreSheets.recalculate(book, sheet))
                            .as("%s", each)
                            .isPositive();
                }
            }
        }
    }

    @Test
    void aWeightChangedInACellGivesTheScoresAndPlacesThatTheProgramGives() throws Exception {
        pin("monthly-ranking", "2026-06");
        try (var book = workbook("monthly-ranking", "2026-06")) {
            var sheet = book.getSheet("计分表");
            ScoreSheets.weight(sheet, "人员到岗", "").setCellValue(45);
            ScoreSheets.weight(sheet, "项目实体", "").setCellValue(0.5);
            ScoreSheets.weight(sheet, "设备在线率", "在线监测（分）").setCellValue(5);
            var changed = ScoreSheets.figures(book, "计分表", List.of("排名用得分", "名次", "等次"));
            var published = ScoreSheets.figures(book, "计分表", List.of("公布得分", "公布名次", "等次"));
            var expected = standings(yaml -> yaml.replace("人员到岗: { weight: 15 }", "人员到岗: { weight: 45 }")
                    .replace("项目实体: { weight: 20 }", "项目实体: { weight: 0.5 }")
                    .replace("在线监测, weight: 60", "在线监测, weight: 5"));
            assertThat(changed).isEqualTo(expected).isNotEqualTo(published);
            ScoreSheets.inLibreOffice(book, "计分表", List.of("排名用得分", "名次", "等次"), folder)
                    .ifPresent(figures -> assertThat(figures).isEqualTo(expected));
        }
    }

    /** Score, place and grade of each region under a scheme file changed so, as the program has them. */
    private static Map<String, List<String>> standings(UnaryOperator<String> change) throws IOException {
        var file = folder.resolve("jobs/rulebook/schemes/region-monthly.yaml");
        var text = Files.readString(file);
        assertThat(change.apply(text)).isNotEqualTo(text);
        try {
            Files.writeString(file, change.apply(text));
            var other = Rulebook.readForLooking(Home.at(folder));
            var run = new RunLedger(session)
                    .latest("monthly-ranking", Period.parse("2026-06"))
                    .orElseThrow();
            var scheme = other.scheme("region-monthly", run.period());
            return session.undone(() -> {
                new Scoring(scheme.scheme(), other.gauges(), other.subjects()).score(session, run);
                scheme.ranking().rank(session, run, other.subjects());
                var standings = new TreeMap<String, List<String>>();
                session.query("select r.region_name, s.score, s.rank, s.grade from standing as s join region as r on"
                                + " r.region_id = s.subject where s.scheme = 'region-monthly'")
                        .forEach(row -> standings.put(
                                row.text("region_name"),
                                List.of(
                                        ScoreSheets.number(
                                                row.optionalNumber("score").orElse(null)),
                                        ScoreSheets.number(
                                                row.optionalNumber("rank").orElse(null)),
                                        row.optionalText("grade").orElse(""))));
                return standings;
            });
        } finally {
            Files.writeString(file, text);
        }
    }

    private static XSSFWorkbook workbook(String bulletin, String period) throws IOException {
        var out = new ByteArrayOutputStream();
        RENDERER.copy(
                        Objects.requireNonNull(rulebook.bulletins().get(bulletin)),
                        session,
                        Edition.draft(Period.parse(period), "city"))
                .workbook(out);
        return new XSSFWorkbook(new ByteArrayInputStream(out.toByteArray()));
    }

    private static void pin(String job, String period) {
        rulebook.pin(
                session,
                new RunLedger(session).latest(job, Period.parse(period)).orElseThrow());
    }

    private static List<Row> table(String bulletin, String name) {
        var query = Objects.requireNonNull(rulebook.bulletins().get(bulletin)).data().stream()
                .filter(sql -> sql.name().equals(name))
                .findFirst()
                .orElseThrow();
        return session.query(query.body());
    }
}
