package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.issue.Archive;
import org.tongbao.render.Edition;
import org.tongbao.render.Renderer;
import org.tongbao.run.Home;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.warehouse.RunLedger;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/** The notices that follow from decisions: who gets one, and what it says. */
class NoticesTest {

    private static final Period JUNE = Period.parse("2026-06");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T01:00:00Z"), ZoneId.of("Asia/Shanghai"));

    @TempDir
    static Path folder;

    private static Home home;
    private static Warehouse warehouse;
    private static Session session;
    private static Rulebook rulebook;
    private static Run june;

    @BeforeAll
    static void runMayAndJuneWithoutPrinting() {
        home = Home.at(SmallCity.in(folder));
        SmallCity.render(folder);
        warehouse = Warehouse.inMemory(home.root());
        rulebook = Rulebook.readForLooking(home);
        var job = rulebook.job("monthly-ranking");
        for (var month : List.of(Period.parse("2026-05"), JUNE)) {
            try (var runner = new Runner(home, rulebook, warehouse, CLOCK)) {
                runner.run(job, month, Steps.RENDER, Progress.NONE);
            }
        }
        session = warehouse.session();
        june = new RunLedger(session).latest("monthly-ranking", JUNE).orElseThrow();
        rulebook.pin(session, june);
    }

    @AfterAll
    static void close() {
        session.close();
        warehouse.close();
    }

    @Test
    void whoeverEntersOrStaysOnTheLadderGetsANoticeUnderItsNumberWithTheDayOfTheReceipt() {
        var subjects = subjects("ladder = 'differentiated-supervision' and notice in ('差别化监管告知单', '差别化监管延期告知单')");
        var made = print("supervision-notice", id -> new Edition(JUNE, id, "景建差监〔2026〕7号", LocalDate.of(2026, 7, 3)));
        assertThat(made).extracting(Archive.Artifact::recipient).containsExactlyInAnyOrderElementsOf(subjects);
        assertThat(made).isNotEmpty();
        for (var notice : made) {
            var because = decided(notice.recipient(), "because");
            var text = text(notice);
            assertThat(text)
                    .contains("编号：景建差监〔2026〕7号", decided(notice.recipient(), "notice"))
                    // Friday, 3 July and five working days
                    .contains("2026年7月3日当日送达的，至2026年7月10日止")
                    .doesNotContain("征求意见稿");
            for (var condition : List.of("（一）", "（二）", "（三）", "（四）", "（五）", "（六）")) {
                assertThat(text).contains((because.contains(condition) ? "√" : "□") + condition);
            }
        }
    }

    @Test
    void aDraftNamesTheTermButNoDay() {
        var notice = print("supervision-notice", id -> Edition.draft(JUNE, id)).get(0);
        assertThat(text(notice)).contains("征求意见稿", "于收到之日起5个工作日内将一份报送至告知方。").doesNotContain("当日送达的");
        assertThat(notice.file()).matches("supervision-notice-2026-06-.+\\.pdf");
    }

    @Test
    void theReleaseNoticeSaysThatTheMeasuresAreLifted() {
        var made = print("release-notice", id -> Edition.draft(JUNE, id));
        assertThat(made)
                .extracting(Archive.Artifact::recipient)
                .containsExactlyInAnyOrderElementsOf(subjects("notice = '差别化监管解除告知单'"));
        assertThat(made).isNotEmpty();
        assertThat(text(made.get(0))).contains("决定解除对其采取的差别化监管措施").doesNotContain("解决");
    }

    @Test
    void eachOtherNoticeGoesToThoseThatItsLadderNames() {
        var ladders = Map.of(
                "listed-supervision-notice", "listed-hazard-supervision",
                "licence-suspension-proposal", "licence-suspension",
                "attendance-lookback", "attendance-lookback");
        ladders.forEach((bulletin, ladder) -> {
            var made = print(bulletin, id -> Edition.draft(JUNE, id));
            assertThat(made)
                    .extracting(Archive.Artifact::recipient)
                    .containsExactlyInAnyOrderElementsOf(subjects("ladder = '" + ladder + "' and notice is not null"));
            assertThat(made).isNotEmpty();
        });
    }

    @Test
    void everySupervisedProjectGetsAReportAndTheLedgerHoldsAllOfThem() {
        var supervised = session.query("select distinct project_id from supervised_span where coalesce(until >"
                + " period_start(), true) order by project_id");
        var made = print("supervision-report", id -> Edition.draft(JUNE, id));
        assertThat(made).hasSameSizeAs(supervised);
        assertThat(made).isNotEmpty();
        assertThat(print("supervision-ledger", id -> Edition.draft(JUNE, id)))
                .extracting(Archive.Artifact::file)
                .containsExactly("supervision-ledger-2026-06.xlsx");
    }

    private static List<Archive.Artifact> print(String bulletin, Function<String, Edition> edition) {
        var archive = new Archive(folder.resolve("made"), june);
        new Press(
                        new Renderer(home.templates()),
                        Objects.requireNonNull(rulebook.bulletins().get(bulletin)),
                        rulebook.catalog(),
                        rulebook.subjects())
                .print(session, june, archive, edition);
        return archive.artifacts();
    }

    private static List<String> subjects(String where) {
        return session.query("select subject from decision where " + where + " order by subject").stream()
                .map(row -> row.text("subject"))
                .toList();
    }

    private static String decided(String subject, String column) {
        return session.one(
                        "select * from decision where ladder = 'differentiated-supervision' and subject = ?", subject)
                .text(column);
    }

    /** The text of a PDF without its line breaks. */
    private static String text(Archive.Artifact artifact) {
        try (var document =
                Loader.loadPDF(Files.readAllBytes(folder.resolve("made").resolve(artifact.file())))) {
            return new PDFTextStripper().getText(document).replaceAll("\\s", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
