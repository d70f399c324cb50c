package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.issue.DocumentNumber;
import org.tongbao.job.Release.Corrected;
import org.tongbao.run.Home;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/** June's circular has been issued; then two regions correct their attendance, and one objection is upheld. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestateTest {

    private static final Period JUNE = Period.parse("2026-06");
    private static final LocalDate THIRD_OF_JULY = LocalDate.of(2026, 7, 3);
    private static final LocalDate TENTH_OF_JULY = LocalDate.of(2026, 7, 10);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-10T01:00:00Z"), ZoneId.of("Asia/Shanghai"));
    private static final String ATTENDANCE = "实名制考勤/考勤_2026-06.csv";

    @TempDir
    static Path folder;

    private static Home home;
    private static Warehouse warehouse;
    private static Session session;
    private static Rulebook rulebook;
    private static List<Corrected> corrected = List.of();

    @BeforeAll
    static void issueJune() {
        home = Home.at(SmallCity.in(folder));
        SmallCity.render(folder, "monthly-ranking");
        rulebook = Rulebook.readForLooking(home);
        warehouse = Warehouse.open(new Warehouse.Settings(
                home.var().resolve("warehouse.duckdb"),
                "1GB",
                2,
                home.var().resolve("temp"),
                List.of(home.data(), home.rulebook(), home.var())));
        session = warehouse.session();
        run(Steps.DELIVER);
    }

    @AfterAll
    static void close() {
        session.close();
        warehouse.close();
    }

    @Test
    @Order(1)
    void thereIsNothingToCorrectBeforeSomethingHasBeenIssuedAndComputedAgain() {
        assertThatThrownBy(() -> release().restate(job(), JUNE)).hasMessageContaining("nothing has been issued");
        issue(THIRD_OF_JULY);
        assertThatThrownBy(() -> release().restate(job(), JUNE))
                .hasMessageContaining("is what was issued")
                .hasMessageContaining("tongbao run monthly-ranking --period 2026-06 --until decide");
    }

    @Test
    @Order(2)
    void aRunWithTheSameFiguresMakesNoCorrection() throws Exception {
        var may = folder.resolve("sample-data/实名制考勤/考勤_2026-05.csv");
        Files.writeString(may, Files.readString(may) + "\n");
        run(Steps.DECIDE);
        assertThat(release().restate(job(), JUNE)).isEmpty();
        assertThat(corrections()).doesNotExist();
    }

    @Test
    @Order(3)
    void eachFigureAndPlaceThatTwoRegionsDataChangedIsListedWithTheLoadThatChangedIt() throws Exception {
        long objection = release().object(job(), JUNE, "云麓区", "attendance_manager", "项目经理考勤多报");
        lowerAttendance(Set.of("云麓区", "凤栖县"));
        run(Steps.DECIDE);
        release().answer(objection, true, "情况属实");
        corrected = release().restate(job(), JUNE);
        assertThat(regions(c -> c.figure().startsWith("attendance_"))).containsExactlyInAnyOrder("云麓区", "凤栖县");
        assertThat(regions(c -> c.figure().equals("rank"))).isEqualTo(moved());
        assertThat(corrected).allSatisfy(c -> assertThat(c.causes())
                .filteredOn(cause -> cause.startsWith("load"))
                .hasSize(1)
                .allMatch(cause -> cause.endsWith(ATTENDANCE)));
        assertThat(corrected.stream().filter(c -> c.causes().contains("objection " + objection)))
                .singleElement()
                .matches(c -> c.who().equals("云麓区") && c.figure().equals("attendance_manager"));
    }

    @Test
    @Order(4)
    void theCorrectionGoesToTheCityAndToTheRegionsWhomItConcernsAndRefersToWhatItCorrects() throws Exception {
        issue(TENTH_OF_JULY);
        var frozen = home.issued().resolve("monthly-ranking/2026-06-3");
        try (var files = Files.list(frozen)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())).filter(name -> name.endsWith(".pdf")))
                    .contains("correction-2026-06-景澜市.pdf", "correction-2026-06-云麓区.pdf", "correction-2026-06-凤栖县.pdf")
                    .hasSizeLessThan(10);
        }
        var city = text(frozen.resolve("correction-2026-06-景澜市.pdf"));
        assertThat(city).contains("2026年7月3日印发的", "景建安〔2026〕1号", "景建安〔2026〕2号", "采纳申诉：项目经理考勤多报");
        regions(c -> c.figure().equals("rank")).forEach(name -> assertThat(city).contains(name + "由第"));
        var own = text(frozen.resolve("correction-2026-06-凤栖县.pdf"));
        assertThat(own).contains("凤栖县").doesNotContain("项目经理考勤多报", "云麓区由第");
        assertThat(release().remake(DocumentNumber.parse("景建安〔2026〕2号"), folder.resolve("remade")))
                .allMatch(Release.Remade::same);
    }

    @Test
    @Order(5)
    void theNextCorrectionIsHeldAgainstTheCorrectedStateAndNamesBothDocuments() throws Exception {
        lowerAttendance(Set.of("临澜区"));
        run(Steps.DECIDE);
        corrected = release().restate(job(), JUNE);
        assertThat(regions(c -> c.figure().startsWith("attendance_"))).containsExactly("临澜区");
        assertThat(session.query("select distinct number from stage.corrected where run = 4 order by number"))
                .extracting(row -> row.text("number"))
                .containsExactly("景建安〔2026〕1号", "景建安〔2026〕2号");
        assertThatThrownBy(() -> {
                    release().check(job(), JUNE, "张统计");
                    release().restate(job(), JUNE);
                })
                .hasMessageContaining("is checked already; send it back first");
    }

    /** Which regions have a corrected figure of a kind. */
    private static Set<String> regions(Predicate<Corrected> which) {
        return corrected.stream()
                .filter(which)
                .filter(c -> c.subject().matches("9901\\d\\d"))
                .map(Corrected::who)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The regions whose place is another, by the tables alone. */
    private static Set<String> moved() {
        return session
                .query(
                        "select distinct r.region_name as name from stage.standing as o join stage.standing as n using (scheme,"
                                + " subject) join loaded.region as r on r.region_id = subject where o.run = 1 and n.run = 3 and scheme ="
                                + " 'region-monthly' and o.rank is distinct from n.rank")
                .stream()
                .map(row -> row.text("name"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Path pdf) throws IOException {
        try (var document = Loader.loadPDF(pdf.toFile())) {
            return new PDFTextStripper().getText(document).replaceAll("\\s", "");
        }
    }

    private static void lowerAttendance(Set<String> regions) throws IOException {
        var projects = session
                .query(
                        "select p.project_id from loaded.project as p join loaded.region as r using (region_id) where r.region_name"
                                + " in ('" + String.join("', '", regions) + "')")
                .stream()
                .map(row -> row.text("project_id"))
                .collect(Collectors.toSet());
        var file = folder.resolve("sample-data").resolve(ATTENDANCE);
        var lines = Files.readAllLines(file);
        for (int i = 1; i < lines.size(); i++) {
            var cells = lines.get(i).split(",", -1);
            if (projects.contains(cells[0]) && cells[5].matches("[0-9]+")) {
                cells[5] = String.valueOf(Integer.parseInt(cells[5]) * 9 / 10);
                lines.set(i, String.join(",", cells));
            }
        }
        Files.write(file, lines);
    }

    private static Path corrections() {
        return home.archive().resolve("monthly-ranking/2026-06-correction");
    }

    private static void issue(LocalDate on) {
        assertThat(release().check(job(), JUNE, "张统计").words()).doesNotContain("不得印发");
        release().approve(job(), JUNE, "李处长", "");
        release().issue(job(), JUNE, "王秘书", on);
    }

    private static void run(Steps until) {
        try (var runner = new Runner(home, rulebook, warehouse, CLOCK)) {
            runner.run(job(), JUNE, until, Progress.NONE);
        }
    }

    private static Release release() {
        return new Release(home, rulebook, warehouse, CLOCK);
    }

    private static Job job() {
        return rulebook.job("monthly-ranking");
    }
}
