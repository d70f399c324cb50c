package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.issue.DocumentNumber;
import org.tongbao.issue.Verification;
import org.tongbao.issue.Verification.Found;
import org.tongbao.issue.Verification.Outcome;
import org.tongbao.run.Home;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.warehouse.Warehouse;

/** The way of June's circular from draft to archive, step by step. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReleaseTest {

    private static final Period JUNE = Period.parse("2026-06");
    private static final LocalDate THIRD_OF_JULY = LocalDate.of(2026, 7, 3);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T01:00:00Z"), ZoneId.of("Asia/Shanghai"));

    @TempDir
    static Path folder;

    private static Home home;
    private static Warehouse warehouse;

    @BeforeAll
    static void runJune() {
        home = Home.at(SmallCity.in(folder));
        SmallCity.render(folder, "monthly-ranking");
        warehouse = Warehouse.open(new Warehouse.Settings(
                home.var().resolve("warehouse.duckdb"),
                "1GB",
                2,
                home.var().resolve("temp"),
                List.of(home.data(), home.rulebook(), home.var())));
        run();
    }

    @AfterAll
    static void close() {
        warehouse.close();
    }

    @Test
    @Order(1)
    void aDraftIsNeitherApprovedNorIssuedBeforeItHasBeenChecked() {
        assertThatThrownBy(() -> release().approve(job(), JUNE, "李处长", ""))
                .hasMessageContaining("is a draft; do first: tongbao release check monthly-ranking --period 2026-06");
        assertThatThrownBy(() -> release().issue(job(), JUNE, "王秘书", THIRD_OF_JULY))
                .hasMessageContaining("is a draft; do first: tongbao release approve");
    }

    @Test
    @Order(1)
    void aPreviewHasTheBytesOfTheRunAndAnImageOfEachPage() throws Exception {
        try (var session = warehouse.session()) {
            var made = new Proof(home, "monthly-ranking", JUNE, null).pull(session, folder.resolve("preview"));
            assertThat(made.mistakes()).isEmpty();
            assertThat(folder.resolve("preview/monthly-ranking.pdf"))
                    .hasSameBinaryContentAs(
                            home.archive().resolve("monthly-ranking/2026-06/monthly-ranking-2026-06.pdf"));
            assertThat(made.files()).contains(folder.resolve("preview/monthly-ranking-5.png"));
            assertThat(folder.resolve("preview/monthly-ranking.html"))
                    .content()
                    .contains("data:image/png;base64,")
                    .doesNotContain("tongbao/chart");
            assertThatThrownBy(() -> new Proof(home, "monthly-ranking", JUNE, "景阑市").pull(session, folder))
                    .hasMessage("no copy for '景阑市', did you mean '景澜市'?");
        }
    }

    @Test
    @Order(2)
    void anObjectionStandsAgainstIssuingUntilItIsAnswered() {
        long objection = release().object(job(), JUNE, "临澜区", "hazard_on_time", "两处隐患已按期整改");
        assertThat(release().check(job(), JUNE, "张统计").isClear()).isFalse();
        release().answer(objection, false, "整改材料未在期限内上传");
        assertThat(release().check(job(), JUNE, "张统计").isClear()).isTrue();
        assertThatThrownBy(() -> release().answer(objection, true, "")).hasMessageContaining("no undecided objection");
        assertThatThrownBy(() -> release().object(job(), JUNE, "临澜区", "hazard_ontime", ""))
                .hasMessageContaining("no figure 'hazard_ontime', did you mean 'hazard_on_time'?");
    }

    @Test
    @Order(3)
    void aDraftThatIsNotWhatTheDataSayIsNotIssued() throws Exception {
        var template = home.templates().resolve("monthly-ranking/page.ftlh");
        var text = Files.readString(template);
        Files.writeString(template, text.replace("现将有关情况通报如下", "现将情况通报如下"));
        var list = release().check(job(), JUNE, "张统计");
        assertThat(list.words())
                .contains("不得印发：出数以后规则或模板有改动，须重新运行")
                .contains("不得印发：草稿与数据不一致：monthly-ranking-2026-06.pdf");
        Files.writeString(template, text);
        assertThat(release().check(job(), JUNE, "张统计").isClear()).isTrue();
    }

    @Test
    @Order(4)
    void anApprovedDraftIsIssuedUnderTheNextNumberAndFrozen() throws Exception {
        release().approve(job(), JUNE, "李处长", "");
        var issued = release().issue(job(), JUNE, "王秘书", THIRD_OF_JULY);
        assertThat(issued).extracting(file -> file.number().toString()).containsOnly("景建安〔2026〕1号");
        var frozen = frozen();
        assertThat(frozen.resolve("monthly-ranking-2026-06.pdf").toFile().canWrite() && !isRoot())
                .isFalse();
        assertThat(Verification.of(frozen)).extracting(Found::outcome).containsOnly(Outcome.UNCHANGED);
        assertThatThrownBy(() -> release().issue(job(), JUNE, "王秘书", THIRD_OF_JULY))
                .hasMessageContaining("is issued");
        assertThatThrownBy(() -> release().sendBack(job(), JUNE, "李处长", "")).hasMessageContaining("restate");
    }

    @Test
    @Order(5)
    void whatWasIssuedIsMadeAgainToTheByteAfterTheTemplateHasChanged() throws Exception {
        var template = home.templates().resolve("monthly-ranking/page.ftlh");
        Files.writeString(template, Files.readString(template).replace("现将有关情况通报如下", "现将情况通报如下"));
        var remade = release().remake(DocumentNumber.parse("景建安〔2026〕1号"), folder.resolve("remade"));
        assertThat(remade).hasSize(2).allMatch(Release.Remade::same);
        assertThat(folder.resolve("remade/monthly-ranking-2026-06.pdf"))
                .hasSameBinaryContentAs(frozen().resolve("monthly-ranking-2026-06.pdf"));
        assertThatThrownBy(() -> release().remake(DocumentNumber.parse("景建安〔2026〕9号"), folder))
                .hasMessage("nothing has been issued under 景建安〔2026〕9号");
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
        assertThat(Verification.of(copy))
                .containsExactly(
                        new Found("monthly-ranking-2026-06.pdf", Outcome.MISSING),
                        new Found("monthly-ranking-2026-06.xlsx", Outcome.CHANGED),
                        new Found("附表.xlsx", Outcome.UNKNOWN));
        assertThat(Verification.of(workbook))
                .containsExactly(new Found("monthly-ranking-2026-06.xlsx", Outcome.CHANGED));
    }

    @Test
    @Order(7)
    void aLaterRunIsADraftAgainAndLettersHaveANumberEach() {
        SmallCity.render(folder, "monthly-region");
        run();
        assertThatThrownBy(() -> release().issue(job(), JUNE, "王秘书", THIRD_OF_JULY))
                .hasMessageContaining("is a draft");
        release().check(job(), JUNE, "张统计");
        release().approve(job(), JUNE, "李处长", "");
        assertThat(release().issue(job(), JUNE, "王秘书", THIRD_OF_JULY))
                .extracting(file -> file.number().toString())
                .hasSize(30)
                .contains("景建安函〔2026〕1号", "景建安函〔2026〕15号")
                .doesNotContain("景建安函〔2026〕16号");
    }

    private static void run() {
        try (var runner = new Runner(home, rulebook(), warehouse, CLOCK)) {
            runner.run(job(), JUNE, Steps.DELIVER, Progress.NONE);
        }
    }

    private static Release release() {
        return new Release(home, rulebook(), warehouse, CLOCK);
    }

    private static Rulebook rulebook() {
        return Rulebook.readForLooking(home);
    }

    private static Job job() {
        return rulebook().job("monthly-ranking");
    }

    private static Path frozen() {
        return home.issued().resolve("monthly-ranking/2026-06-1");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
