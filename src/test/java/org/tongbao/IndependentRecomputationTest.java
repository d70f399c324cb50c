package org.tongbao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.Recomputation.Scored;
import org.tongbao.home.Home;
import org.tongbao.job.Runner;
import org.tongbao.job.SmallCity;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/**
 * The June scores of the whole sample are computed a second time by plain Java loops that share nothing with the
 * rulebook's SQL and the scoring engine; both agree to 1e-9, and with what page and workbook print.
 */
class IndependentRecomputationTest {

    private static final Period JUNE = Period.parse("2026-06");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T00:00:00Z"), ZoneId.of("Asia/Shanghai"));

    @TempDir
    static Path folder;

    private static Warehouse warehouse;
    private static Session session;
    private static Run run;
    private static Recomputation again;

    @BeforeAll
    static void runJune() {
        SmallCity.copy(Path.of("jobs"), folder.resolve("jobs"));
        SmallCity.copy(Path.of("report-templates"), folder.resolve("report-templates"));
        var home = new Home(folder, Path.of("sample-data").toAbsolutePath(), Path.of("out"));
        var rulebook = Rulebook.readForLooking(home);
        warehouse = Warehouse.open(new Warehouse.Settings(
                folder.resolve("var/w.duckdb"),
                "2GB",
                2,
                folder.resolve("var/temp"),
                List.of(home.data(), home.rulebook(), home.var())));
        try (var runner = new Runner(home, rulebook, warehouse, CLOCK)) {
            run = runner.run(rulebook.job("monthly-ranking"), JUNE, Steps.DELIVER, Progress.NONE);
        }
        session = warehouse.session();
        again = new Recomputation(session, JUNE);
    }

    @AfterAll
    static void close() {
        session.close();
        warehouse.close();
    }

    @Test
    void everyRegionsScoreAgrees() {
        assertThat(compare("region-monthly", again.regions())).isEqualTo(15);
    }

    @Test
    void everyProjectsScoreAgrees() {
        assertThat(compare("project-monthly", again.projects())).isGreaterThanOrEqualTo(150);
    }

    @Test
    void theCasesOfTheClausesAboutHazardsOrdersAccidentsAndGradesAgree() {
        for (var rule : List.of(
                "major_hazard_without_stop_order",
                "repeated_stop_orders",
                "accident_report_late",
                "risk_grade_differs",
                "risk_grade_raised")) {
            var found = new TreeSet<String>();
            session.sql(
                            "select subject, case_key from stage.finding where run = :run and rule = :rule and state <> 'cleared'")
                    .param("run", run.number())
                    .param("rule", rule)
                    .query()
                    .forEach(r -> found.add(r.text("subject") + " " + r.text("case_key")));
            assertThat(found).as(rule).isEqualTo(again.cases(rule)).isNotEmpty();
        }
    }

    @Test
    void theListOfOverdueHazardsNamesEachWithWhatItWaitsFor() throws Exception {
        var listed = texts("逾期隐患", "隐患编号", "状态");
        assertThat(listed).isEqualTo(again.overdue()).containsValues("未整改", "待销号");
    }

    @Test
    void theRatesOfTheClausesAgree() {
        for (var indicator : List.of(
                "major_hazards_stopped",
                "city_inspection_coverage",
                "risk_graded",
                "inspection_coverage",
                "hazard_closure")) {
            var value = session.sql(
                            "select value from stage.observation where run = :run and subject_kind = 'city' and indicator = :indicator")
                    .param("run", run.number())
                    .param("indicator", indicator)
                    .one()
                    .number("value");
            assertThat(value).as(indicator).isCloseTo(value(again.city(indicator)), within(1e-9));
        }
    }

    @Test
    void capsAndMissingValuesAreAmongThem() {
        assertThat(again.projects().values()).anyMatch(Scored::capped).anyMatch(s -> s.score() == null);
    }

    @Test
    void thePagePrintsTheRecomputedScoresOfAllRegions() throws Exception {
        String text;
        try (var pdf = Loader.loadPDF(
                folder.resolve("out/2026-06/monthly-ranking-2026-06.pdf").toFile())) {
            text = new PDFTextStripper().getText(pdf);
        }
        assertThat(text).contains("施工", "工程", "项目");
        again.regions().forEach((id, scored) -> {
            var name = session.sql("select region_name from dataset.region where region_id = :region_id")
                    .param("region_id", id)
                    .one()
                    .text("region_name");
            assertThat(text.lines())
                    .as(name)
                    .anyMatch(line -> line.contains(name) && line.contains(printed(scored.score())));
        });
    }

    @Test
    void theWorkbookHoldsTheRecomputedScoresOfAllRegionsAndProjects() throws Exception {
        var regions = column("县（市、区）", "得分", 0);
        again.regions().forEach((id, scored) -> {
            var name = session.sql("select region_name from dataset.region where region_id = :region_id")
                    .param("region_id", id)
                    .one()
                    .text("region_name");
            assertThat(regions).containsKey(name);
            assertThat(regions.get(name)).isCloseTo(published(value(scored.score())), within(1e-9));
        });
        var projects = column("项目名称", "得分", 2);
        int compared = 0;
        for (var entry : again.projects().entrySet()) {
            var score = entry.getValue().score();
            if (score != null) {
                var name = session.sql("select project_name from dataset.project where project_id = :project_id")
                        .param("project_id", entry.getKey())
                        .one()
                        .text("project_name");
                assertThat(projects.get(name)).as(name).isCloseTo(published(score), within(1e-9));
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(150);
    }

    /** As it is published: two places, by which places are given, too. */
    private static double published(double score) {
        return BigDecimal.valueOf(score)
                .setScale(9, RoundingMode.HALF_UP)
                .setScale(2, RoundingMode.HALF_UP)
                .doubleValue();
    }

    /** Holds observations and scores of a scheme against the recomputed ones; returns how many subjects had a score. */
    private static int compare(String scheme, Map<String, Scored> recomputed) {
        int scored = 0;
        for (var entry : recomputed.entrySet()) {
            var subject = entry.getKey();
            entry.getValue().indicators().forEach((indicator, value) -> {
                var rows = session.sql(
                                "select value from stage.observation where run = :run and subject = :subject and indicator = :indicator")
                        .param("run", run.number())
                        .param("subject", subject)
                        .param("indicator", indicator)
                        .query();
                var stored = rows.isEmpty()
                        ? null
                        : rows.get(0).optionalNumber("value").orElse(null);
                same(subject + " " + indicator, stored, value);
            });
            var score = session.sql(
                            "select normalised from stage.score where run = :run and scheme = :scheme and subject = :subject and node = 'score'")
                    .param("run", run.number())
                    .param("scheme", scheme)
                    .param("subject", subject)
                    .query();
            same(
                    subject + " score",
                    score.isEmpty()
                            ? null
                            : score.get(0).optionalNumber("normalised").orElse(null),
                    entry.getValue().score());
            scored += entry.getValue().score() == null ? 0 : 1;
        }
        return scored;
    }

    private static void same(String what, @Nullable Double stored, @Nullable Double recomputed) {
        if (recomputed == null || stored == null) {
            assertThat(stored).as(what).isEqualTo(recomputed);
        } else {
            assertThat(stored).as(what).isCloseTo(recomputed, within(1e-9));
        }
    }

    /** Two columns of a sheet, found by their headings. */
    private static Map<String, Double> column(String key, String value, int sheet) throws IOException {
        var values = new TreeMap<String, Double>();
        try (var in = Files.newInputStream(folder.resolve("out/2026-06/monthly-ranking-2026-06.xlsx"));
                var book = new XSSFWorkbook(in)) {
            int keyAt = -1;
            int valueAt = -1;
            for (var row : book.getSheetAt(sheet)) {
                for (var cell : row) {
                    if (cell.getCellType() == CellType.STRING
                            && cell.getStringCellValue().equals(key)) {
                        keyAt = cell.getColumnIndex();
                    }
                    if (valueAt < 0
                            && cell.getCellType() == CellType.STRING
                            && cell.getStringCellValue().equals(value)) {
                        valueAt = cell.getColumnIndex();
                    }
                }
                var name = keyAt < 0 ? null : row.getCell(keyAt);
                var number = valueAt < 0 ? null : row.getCell(valueAt);
                if (name != null && number != null && number.getCellType() == CellType.NUMERIC) {
                    values.put(name.getStringCellValue(), number.getNumericCellValue());
                }
            }
        }
        return values;
    }

    /** Two columns of text of a named sheet. */
    private static Map<String, String> texts(String sheet, String key, String value) throws IOException {
        var values = new TreeMap<String, String>();
        try (var in = Files.newInputStream(folder.resolve("out/2026-06/monthly-ranking-2026-06.xlsx"));
                var book = new XSSFWorkbook(in)) {
            int keyAt = -1;
            int valueAt = -1;
            for (var row : book.getSheet(sheet)) {
                if (keyAt >= 0
                        && valueAt >= 0
                        && row.getCell(keyAt) != null
                        && !row.getCell(keyAt).toString().isEmpty()
                        && row.getCell(valueAt) != null) {
                    values.put(
                            row.getCell(keyAt).getStringCellValue(),
                            row.getCell(valueAt).getStringCellValue());
                }
                for (var cell : row) {
                    if (keyAt < 0 && cell.toString().equals(key)) {
                        keyAt = cell.getColumnIndex();
                    }
                    if (valueAt < 0 && cell.toString().equals(value)) {
                        valueAt = cell.getColumnIndex();
                    }
                }
            }
        }
        return values;
    }

    private static String printed(@Nullable Double score) {
        return String.format(Locale.ROOT, "%.2f", value(score));
    }

    private static double value(@Nullable Double score) {
        assertThat(score).isNotNull();
        return score == null ? Double.NaN : score;
    }
}
