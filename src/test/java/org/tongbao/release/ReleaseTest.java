package org.tongbao.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.Golden;
import org.tongbao.deliver.Units.Unit;
import org.tongbao.home.Home;
import org.tongbao.issue.DocumentNumber;
import org.tongbao.issue.Register;
import org.tongbao.issue.Register.Act;
import org.tongbao.issue.Verification;
import org.tongbao.issue.Verification.Outcome;
import org.tongbao.issue.Verification.VerifiedFile;
import org.tongbao.job.ComputedMonths;
import org.tongbao.job.Runner;
import org.tongbao.job.SmallCity;
import org.tongbao.print.Preview;
import org.tongbao.release.Release.Corrected;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Actor;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.RunLedger;

/**
 * The way of June's circular from draft to archive, step by step; then two regions correct their attendance, and an objection is
 * upheld.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReleaseTest {

    private static final Period JUNE = Period.parse("2026-06");
    private static final LocalDate THIRD_OF_JULY = LocalDate.of(2026, 7, 3);
    private static final LocalDate TENTH_OF_JULY = LocalDate.of(2026, 7, 10);
    private static final String ATTENDANCE = "实名制考勤/考勤_2026-06.csv";
    /** With microseconds, which loads have and cells of workbooks have not. */
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-07-03T01:00:00.123456Z"), ZoneId.of("Asia/Shanghai"));

    private static final Actor CHEN = new Actor("chen", "desk1");
    private static final Actor ZHANG = new Actor("zhang", "desk2");
    private static final Actor LI = new Actor("li", "desk3");
    private static final Actor WANG = new Actor("wang", "desk4");

    @TempDir
    static Path folder;

    private static Home home;
    private static Warehouse warehouse;
    private static Session session;
    private static Rulebook rulebook;
    private static List<Corrected> corrected = List.of();

    @BeforeAll
    static void runJune() {
        home = Home.at(ComputedMonths.PULLED.in(folder));
        SmallCity.render(folder, "monthly-ranking", "attendance-lookback");
        rulebook = Rulebook.readForLooking(home);
        warehouse = ComputedMonths.open(folder);
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
    void aDraftIsNeitherApprovedNorIssuedBeforeItHasBeenChecked() {
        assertThatThrownBy(() -> release(LI).approve(job(), JUNE, "李处长", ""))
                .hasMessageContaining("is a draft; do first: tongbao release check monthly-ranking --period 2026-06");
        assertThatThrownBy(() -> release(WANG).issue(job(), JUNE, "王秘书", THIRD_OF_JULY))
                .hasMessageContaining("is a draft; do first: tongbao release approve");
    }

    @Test
    @Order(1)
    void aPreviewHasTheBytesOfTheRunAndAnImageOfEachPage() throws Exception {
        try (var session = warehouse.session()) {
            var made = new Preview(home, "monthly-ranking", JUNE, null).make(session, folder.resolve("preview"));
            assertThat(made.mistakes()).isEmpty();
            assertThat(folder.resolve("preview/monthly-ranking.pdf"))
                    .hasSameBinaryContentAs(
                            home.archive().resolve("monthly-ranking/2026-06/monthly-ranking-2026-06.pdf"));
            assertThat(made.files()).contains(folder.resolve("preview/monthly-ranking-5.png"));
            assertThat(folder.resolve("preview/monthly-ranking.html"))
                    .content()
                    .contains("data:image/png;base64,")
                    .doesNotContain("tongbao/chart");
            assertThatThrownBy(() -> new Preview(home, "monthly-ranking", JUNE, "景阑市").make(session, folder))
                    .hasMessage("no copy for '景阑市', did you mean '景澜市'?");
        }
    }

    @Test
    @Order(2)
    void otherWordsAndChartsAreProvedWithoutAskingTheWarehouseAgain() throws Exception {
        var preview = new Preview(home, "monthly-ranking", JUNE, null);
        var previews = folder.resolve("edited");
        var closed = warehouse.session();
        try (closed) {
            assertThat(preview.make(closed, previews).mistakes()).isEmpty();
        }
        var template = home.templates().resolve("monthly-ranking/page.ftlh");
        var declared = home.templates().resolve("monthly-ranking/bulletin.yaml");
        var query = home.templates().resolve("monthly-ranking/data/ranking.sql");
        withOther(template, "现将有关情况通报如下", "现将情况通报如下", () -> {
            assertThat(preview.make(closed, previews).mistakes()).isEmpty();
            assertThat(previews.resolve("monthly-ranking.html")).content().contains("现将情况通报如下");
        });
        withOther(declared, "score: 本月得分", "score: 六月得分", () -> assertThat(
                        preview.make(closed, previews).mistakes())
                .isEmpty());
        withOther(declared, "score: 本月得分", "scores: 本月得分", () -> assertThat(
                        preview.make(closed, previews).mistakes())
                .singleElement()
                .asString()
                .contains("did you mean 'score'?"));
        withOther(query, "select", "select distinct", () -> assertThatThrownBy(() -> preview.make(closed, previews))
                .hasMessageContaining("closed"));
    }

    private static void withOther(Path file, String text, String other, ThrowingRunnable then) throws Exception {
        var before = Files.readString(file);
        assertThat(before).contains(text);
        Files.writeString(file, before.replaceFirst(text, other));
        then.run();
        Files.writeString(file, before);
    }

    /** Something that may fail. */
    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    @Test
    @Order(2)
    void anObjectionStandsAgainstIssuingUntilItIsAnswered() {
        long objection = release(CHEN).addObjection(job(), JUNE, "临澜区", "hazard_on_time", "两处隐患已按期整改");
        var against = release(ZHANG).check(job(), JUNE, "张统计");
        assertThat(against.isClear()).isFalse();
        assertThat(against.items().stream().map(Checklist.Item::blocks))
                .as("what stands against issuing is read first")
                .startsWith(true, false)
                .containsOnlyOnce(true);
        assertThat(against.words().lines().filter(line -> line.contains("名次区间宽")))
                .as("one line for all of a kind")
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).contains("；"));
        release(CHEN).decideObjection(objection, false, "整改材料未在期限内上传");
        assertThat(release(ZHANG).check(job(), JUNE, "张统计").isClear()).isTrue();
        assertThatThrownBy(() -> release(CHEN).decideObjection(objection, true, ""))
                .hasMessageContaining("no undecided objection");
        assertThatThrownBy(() -> release(CHEN).addObjection(job(), JUNE, "临澜区", "hazard_ontime", ""))
                .hasMessageContaining("no figure 'hazard_ontime', did you mean 'hazard_on_time'?");
    }

    @Test
    @Order(3)
    void aDraftThatIsNotWhatTheDataSayIsNotIssuedAndEachFigureThatDiffersIsNamed() throws Exception {
        var drafts = home.archive().resolve("monthly-ranking/2026-06");
        var workbook = drafts.resolve("monthly-ranking-2026-06.xlsx");
        var page = drafts.resolve("monthly-ranking-2026-06.pdf");
        var cells = Files.readAllBytes(workbook);
        var printed = Files.readAllBytes(page);
        Files.write(workbook, withAnotherScore(cells));
        Files.write(page, pageWithAnotherScore());
        var template = home.templates().resolve("monthly-ranking/page.ftlh");
        var text = Files.readString(template);
        Files.writeString(template, text.replace("现将有关情况通报如下", "现将情况通报如下"));
        assertThat(new Release(home, Rulebook.readForLooking(home), warehouse, ZHANG, CLOCK)
                        .check(job(), JUNE, "张统计")
                        .words()
                        .lines())
                .as("the cause, and nothing that follows from it")
                .filteredOn(line -> line.startsWith("不得印发"))
                .containsExactly("不得印发：出数以后规则或模板有改动，须重新运行");
        Files.writeString(template, text);
        var words = release(ZHANG).check(job(), JUNE, "张统计").words();
        assertThat(words)
                .contains("草稿文件被改动：monthly-ranking-2026-06.xlsx")
                .containsPattern("草稿中的数与数据不符：monthly-ranking-2026-06：工作簿“排名”第5行“得分”为12.5，应为\\d\\d\\.\\d+")
                .containsPattern("草稿中的数与数据不符：monthly-ranking-2026-06：“\\S+”的“得分”印作\\d\\d\\.\\d\\d，应为\\d\\d\\.\\d+");
        assertThat(words.lines().filter(line -> line.contains("草稿中的数"))).hasSize(2);
        Files.write(workbook, cells);
        Files.write(page, printed);
        assertThat(release(ZHANG).check(job(), JUNE, "张统计").words()).doesNotContain("不得印发");
    }

    /** Somebody has written over a cell. */
    private static byte[] withAnotherScore(byte[] workbook) throws IOException {
        try (var book = new XSSFWorkbook(new ByteArrayInputStream(workbook));
                var out = new ByteArrayOutputStream()) {
            book.getSheet("排名").getRow(4).getCell(3).setCellValue(12.5);
            book.write(out);
            return out.toByteArray();
        }
    }

    /** The page as a template would print it that adds a point to whoever is third. */
    private static byte[] pageWithAnotherScore() throws IOException {
        var template = home.templates().resolve("monthly-ranking/page.ftlh");
        var text = Files.readString(template);
        Files.writeString(
                template,
                text.replace(
                        "<td class=\"text\">${r.region_name}</td><td class=\"figure\">${o.fixed(r.score, 2)}</td>",
                        "<td class=\"text\">${r.region_name}</td><td class=\"figure\">${o.fixed((r?index == 2)?then(r.score + 1,"
                                + " r.score), 2)}</td>"));
        new Preview(home, "monthly-ranking", JUNE, null).make(session, folder.resolve("tampered"));
        Files.writeString(template, text);
        return Files.readAllBytes(folder.resolve("tampered/monthly-ranking.pdf"));
    }

    @Test
    @Order(4)
    void anApprovedDraftIsIssuedUnderTheNextNumberAndFrozen() throws Exception {
        release(LI).approve(job(), JUNE, "李处长", "");
        var issued = release(WANG).issue(job(), JUNE, "王秘书", THIRD_OF_JULY);
        assertThat(issued)
                .filteredOn(file -> file.bulletin().equals("monthly-ranking"))
                .extracting(file -> file.number().toString())
                .containsOnly("景建安〔2026〕1号");
        assertThat(issued)
                .as("forms have a number each")
                .filteredOn(file -> file.bulletin().equals("attendance-lookback"))
                .extracting(file -> file.number().toString())
                .hasSizeGreaterThan(1)
                .doesNotHaveDuplicates()
                .contains("景建考查〔2026〕1号", "景建考查〔2026〕2号");
        var frozen = frozen();
        assertThat(frozen.resolve("monthly-ranking-2026-06.pdf").toFile().canWrite() && !isRoot())
                .isFalse();
        assertThat(verified(frozen)).extracting(VerifiedFile::outcome).containsOnly(Outcome.UNCHANGED);
        assertThatThrownBy(() -> release(WANG).issue(job(), JUNE, "王秘书", THIRD_OF_JULY))
                .hasMessageContaining("is issued (景建安〔2026〕1号")
                .hasMessageContaining("tongbao restate monthly-ranking --period 2026-06");
        assertThatThrownBy(() -> release(ZHANG).check(job(), JUNE, "")).hasMessageContaining("tongbao restate");
        assertThatThrownBy(() -> release(LI).approve(job(), JUNE, "", "")).hasMessageContaining("tongbao restate");
        assertThatThrownBy(() -> release(LI).sendBack(job(), JUNE, "李处长", "")).hasMessageContaining("restate");
    }

    @Test
    @Order(5)
    void whatWasIssuedIsMadeAgainToTheByteAfterTheTemplateHasChanged() throws Exception {
        var template = home.templates().resolve("monthly-ranking/page.ftlh");
        var text = Files.readString(template);
        Files.writeString(template, text.replace("现将有关情况通报如下", "现将情况通报如下"));
        var remade = release(CHEN).remake(DocumentNumber.parse("景建安〔2026〕1号"), folder.resolve("remade"));
        assertThat(remade).hasSize(2).allMatch(Release.Remade::same);
        assertThat(folder.resolve("remade/monthly-ranking-2026-06.pdf"))
                .hasSameBinaryContentAs(frozen().resolve("monthly-ranking-2026-06.pdf"));
        assertThatThrownBy(() -> release(CHEN).remake(DocumentNumber.parse("景建安〔2026〕9号"), folder))
                .hasMessage("nothing has been issued under 景建安〔2026〕9号");
        Files.writeString(template, text);
    }

    @Test
    @Order(6)
    void aFileThatWasTouchedOrAddedOrTakenAwayIsFound() throws Exception {
        var copy = SmallCity.copy(frozen(), folder.resolve("copy"));
        var workbook = copy.resolve("monthly-ranking-2026-06.xlsx");
        assertThat(workbook.toFile().setWritable(true)).isTrue();
        var bytes = Files.readAllBytes(workbook);
        bytes[bytes.length / 2] ^= 1;
        Files.write(workbook, bytes);
        Files.delete(copy.resolve("monthly-ranking-2026-06.pdf"));
        Files.writeString(copy.resolve("附表.xlsx"), "");
        assertThat(verified(copy))
                .filteredOn(file -> file.outcome() != Outcome.UNCHANGED)
                .containsExactly(
                        new VerifiedFile("monthly-ranking-2026-06.pdf", Outcome.MISSING, "景建安〔2026〕1号"),
                        new VerifiedFile("monthly-ranking-2026-06.xlsx", Outcome.CHANGED, "景建安〔2026〕1号"),
                        new VerifiedFile("附表.xlsx", Outcome.UNKNOWN));
        assertThat(verified(workbook))
                .containsExactly(new VerifiedFile("monthly-ranking-2026-06.xlsx", Outcome.CHANGED, "景建安〔2026〕1号"));
    }

    @Test
    @Order(7)
    void thereIsNothingToCorrectBeforeItHasBeenComputedAgain() {
        assertThatThrownBy(() -> release(CHEN).restate(job(), JUNE))
                .hasMessageContaining("is what was issued")
                .hasMessageContaining("tongbao run monthly-ranking --period 2026-06 --until decide");
    }

    @Test
    @Order(8)
    void aRunWithTheSameFiguresMakesNoCorrection() throws Exception {
        var may = folder.resolve("sample-data/实名制考勤/考勤_2026-05.csv");
        Files.writeString(may, Files.readString(may) + "\n");
        run(Steps.DECIDE);
        assertThatThrownBy(() -> release(WANG).issue(job(), JUNE, "王秘书", TENTH_OF_JULY))
                .as("another run is no way to a second circular")
                .hasMessageContaining("what is issued is final");
        assertThat(release(CHEN).restate(job(), JUNE)).isEmpty();
        assertThat(corrections()).doesNotExist();
        assertThat(drawn(2)).as("it has printed nothing").isZero();
    }

    @Test
    @Order(9)
    void eachFigureAndPlaceThatTwoRegionsDataChangedIsListedWithTheLoadThatChangedIt() throws Exception {
        long objection = release(CHEN).addObjection(job(), JUNE, "云麓区", "attendance_manager", "项目经理考勤多报");
        lowerAttendance(Set.of("云麓区", "凤栖县"));
        run(Steps.DECIDE);
        release(CHEN).decideObjection(objection, true, "情况属实");
        corrected = release(CHEN).restate(job(), JUNE);
        assertThat(regions(c -> c.figure().startsWith("attendance_"))).containsExactlyInAnyOrder("云麓区", "凤栖县");
        assertThat(regions(c -> c.figure().equals("rank"))).isEqualTo(moved());
        assertThat(corrected).allSatisfy(c -> assertThat(c.causes())
                .filteredOn(cause -> cause.startsWith("load"))
                .hasSize(1)
                .allMatch(cause -> cause.endsWith(ATTENDANCE)));
        var upheld = corrected.stream()
                .filter(c -> c.causes().contains("objection " + objection))
                .toList();
        assertThat(upheld)
                .singleElement()
                .matches(c -> c.who().equals("云麓区") && c.figure().equals("attendance_manager"));
        new Preview(home, "monthly-ranking", JUNE, null).make(session, folder.resolve("again"));
        assertThat(text(folder.resolve("again/monthly-ranking.pdf")))
                .as("a circular says what the objections have changed")
                .contains("征求意见期间收到申诉2件，采纳1件：云麓区项目经理到岗率由" + upheld.get(0).before() + "%改为"
                        + upheld.get(0).after() + "%")
                .contains("重算50次，90%的名次落在其中");
        assertThat(drawn(3)).as("it was drawn for this preview only").isZero();
    }

    @Test
    @Order(10)
    void theCorrectionGoesToTheCityAndToTheRegionsWhomItConcernsAndRefersToWhatItCorrects() throws Exception {
        assertThat(release(ZHANG).check(job(), JUNE, "张统计").words())
                .doesNotContain("不得印发")
                .as("how sure places are is told of a run that has drawn nothing itself")
                .contains("的抽样");
        release(LI).approve(job(), JUNE, "李处长", "");
        release(WANG).issue(job(), JUNE, "王秘书", TENTH_OF_JULY);
        var frozen = home.issued().resolve("monthly-ranking/2026-06-3");
        try (var files = Files.list(frozen)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())).filter(name -> name.endsWith(".pdf")))
                    .contains("correction-2026-06-景澜市.pdf", "correction-2026-06-云麓区.pdf", "correction-2026-06-凤栖县.pdf")
                    .hasSizeLessThan(10);
        }
        var city = text(frozen.resolve("correction-2026-06-景澜市.pdf"));
        assertThat(city).contains("2026年7月3日印发的", "景建安〔2026〕1号", "景建安〔2026〕2号", "采纳申诉：项目经理考勤多报");
        regions(c -> c.figure().equals("rank")).forEach(name -> assertThat(city).contains(name + "由第"));
        Golden.matches("bulletins/correction.txt", lines(frozen.resolve("correction-2026-06-景澜市.pdf")));
        var own = text(frozen.resolve("correction-2026-06-凤栖县.pdf"));
        assertThat(own).contains("凤栖县").doesNotContain("项目经理考勤多报", "云麓区由第");
        assertThat(release(CHEN).remake(DocumentNumber.parse("景建安〔2026〕2号"), folder.resolve("remade-correction")))
                .allMatch(Release.Remade::same);
    }

    @Test
    @Order(10)
    void theCorrectionGoesToWhoeverGotTheCircular() {
        try (var pinned = warehouse.session()) {
            rulebook.catalog().define(pinned);
            var run = new RunLedger(pinned).latest("monthly-ranking", JUNE).orElseThrow();
            rulebook.pin(pinned, run);
            var frozen = pinned.sql("select max(folder) as folder from ledger.issue where run = :run")
                    .param("run", run.number())
                    .one()
                    .text("folder");
            var files = new Consignments(pinned, run, rulebook, job())
                    .issued(folder, frozen)
                    .artifacts();
            assertThat(files).allMatch(file -> file.corrects().contains("monthly-ranking"));
            assertThat(files)
                    .filteredOn(file -> file.subject().name().equals("景澜市"))
                    .isNotEmpty()
                    .allSatisfy(file ->
                            assertThat(file.units()).extracting(Unit::kind).contains("region", "project"));
            assertThat(files)
                    .filteredOn(file -> file.subject().name().equals("凤栖县"))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file.units()).containsOnly(file.subject()));
        }
    }

    @Test
    @Order(11)
    void theNextCorrectionIsHeldAgainstTheCorrectedStateAndTellsRulesFromData() throws Exception {
        lowerAttendance(Set.of("临澜区"));
        var scheme = home.rulebook().resolve("schemes/region-monthly.yaml");
        Files.writeString(scheme, Files.readString(scheme).replace("人员到岗: { weight: 15 }", "人员到岗: { weight: 25 }"));
        rulebook = Rulebook.readForLooking(home);
        run(Steps.DECIDE);
        corrected = release(CHEN).restate(job(), JUNE);
        assertThat(regions(c -> c.figure().startsWith("attendance_"))).containsExactly("临澜区");
        assertThat(causes("临澜区", "attendance_manager")).singleElement().matches(cause -> cause.endsWith(ATTENDANCE));
        assertThat(causes("临澜区", "score")).hasSize(2);
        assertThat(causes("云麓区", "score")).containsExactly("the rules, or results of earlier periods");
        assertThat(session.query("select distinct number from stage.corrected where run = 4 order by number"))
                .extracting(row -> row.text("number"))
                .containsExactly("景建安〔2026〕1号", "景建安〔2026〕2号");
        var run = new RunLedger(session).find(4).orElseThrow();
        new Register(session).record(run, Act.CHECKED, ZHANG, "", "", LocalDateTime.now(CLOCK));
        assertThatThrownBy(() -> release(CHEN).restate(job(), JUNE))
                .hasMessageContaining("is checked already; send it back first");
    }

    private static List<String> causes(String who, String figure) {
        return corrected.stream()
                .filter(c -> c.who().equals(who) && c.figure().equals(figure))
                .flatMap(c -> c.causes().stream())
                .toList();
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
        return lines(pdf).replaceAll("\\s", "");
    }

    private static String lines(Path pdf) throws IOException {
        try (var document = Loader.loadPDF(pdf.toFile())) {
            document.getPages().forEach(page -> page.setRotation(0)); // PDFBox reads turned pages letter by letter
            return new PDFTextStripper().getText(document).replace("\r", "");
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

    private static void run(Steps until) {
        try (var runner = new Runner(home, rulebook, warehouse, CLOCK)) {
            runner.run(job(), JUNE, until, Progress.NONE);
        }
    }

    private static long drawn(int run) {
        return session.sql("select count(*) as n from stage.uncertainty where run = :run")
                .param("run", run)
                .one()
                .whole("n");
    }

    private static Release release(Actor actor) {
        return new Release(home, rulebook, warehouse, actor, CLOCK);
    }

    private static List<VerifiedFile> verified(Path path) {
        return new Verification(session).of(path);
    }

    private static Job job() {
        return rulebook.job("monthly-ranking");
    }

    private static Path frozen() {
        return home.issued().resolve("monthly-ranking/2026-06-1");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
