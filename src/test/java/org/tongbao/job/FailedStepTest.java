package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
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
import org.slf4j.LoggerFactory;
import org.tongbao.home.Home;
import org.tongbao.print.BulletinPrinter;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.warehouse.ledger.RunLedger;

/** A step that fails says why and how to go on; the next run goes on from there. */
class FailedStepTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T00:00:00Z"), ZoneId.of("Asia/Shanghai"));
    private static final String GO_ON = "when that is fixed, go on with: tongbao resume 1";

    private static final Period JUNE = Period.parse("2026-06");

    @TempDir
    static Path folder;

    private static int homes;

    private final List<String> begun = new ArrayList<>();
    private Path home;

    @BeforeEach
    void copy() {
        home = ComputedMonths.PULLED.in(folder.resolve("home" + homes++));
        SmallCity.render(home, "monthly-ranking");
        SmallCity.computeLittle(home);
    }

    @Test
    void aFileWithoutItsHeadingsStopsThePullUntilItIsGone() throws IOException {
        var broken = home.resolve("sample-data/执法文书/停工令_2026-07.csv");
        Files.writeString(broken, "没有,表头\n1,2\n");
        fails("pull failed: ", "停工令_2026-07.csv", GO_ON);
        Files.delete(broken);
        assertThat(run()).containsExactlyElementsOf(words());
    }

    @Test
    void aPageThatFailsNamesItsTemplateAndLineAndDeliversNothing() throws IOException {
        var page = home.resolve("report-templates/monthly-ranking/page.ftlh");
        var sound = Files.readString(page);
        Files.writeString(page, sound + "\n${facts.ranking?size / 0}\n");
        var where = "monthly-ranking/page.ftlh:" + (sound.lines().count() + 2);
        var logged = new ListAppender<ILoggingEvent>();
        var log = (Logger) LoggerFactory.getLogger(BulletinPrinter.class);
        logged.start();
        log.addAppender(logged);
        try {
            fails("render failed: ", where, GO_ON);
        } finally {
            log.detachAppender(logged);
        }
        assertThat(logged.list)
                .as("the log says it in the same sentence, and no library's classes")
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getFormattedMessage())
                        .contains(where)
                        .doesNotContain("Exception", "freemarker.core"));
        assertThat(home.resolve("out/2026-06")).doesNotExist();

        Files.writeString(page, sound);
        assertThat(run()).as("other files make another run").containsExactlyElementsOf(words());
        assertThat(home.resolve("out/2026-06/monthly-ranking-2026-06.pdf")).exists();
    }

    @Test
    void aRunGoesOnFromTheStepThatFailedAndDoesNotPullAgain() throws IOException {
        var inTheWay = home.resolve("out/archive/monthly-ranking");
        Files.createDirectories(inTheWay.getParent());
        Files.writeString(inTheWay, "a file where a folder has to be");
        assertThatExceptionOfType(StepFailed.class)
                .isThrownBy(() -> run(Steps.RENDER))
                .withMessageStartingWith("render failed: ")
                .withMessageContaining("archive/monthly-ranking")
                .withMessageEndingWith(GO_ON);
        Files.delete(inTheWay);
        assertThat(run(Steps.RENDER)).containsExactly("render");
    }

    @Test
    void aRunStoppedEarlyDoesNotHideTheOneThatWentThrough() {
        assertThat(run(Steps.PULL)).containsExactly("pull");
        assertThat(latest()).isEqualTo(1);
        run(Steps.DECIDE);
        run(Steps.SCORE);
        assertThat(latest()).isEqualTo(2);
    }

    private long latest() {
        try (var warehouse = ComputedMonths.open(home);
                var session = warehouse.session()) {
            return new RunLedger(session)
                    .latest("monthly-ranking", JUNE)
                    .orElseThrow()
                    .number();
        }
    }

    private void fails(String... parts) {
        assertThatExceptionOfType(StepFailed.class)
                .isThrownBy(this::run)
                .satisfies(failed -> assertThat(failed.getMessage()).contains(parts));
    }

    private List<String> run() {
        return run(Steps.DELIVER);
    }

    /** Runs June; returns the steps begun. */
    private List<String> run(Steps until) {
        begun.clear();
        var rulebook = Rulebook.readForLooking(Home.at(home));
        try (var warehouse = ComputedMonths.open(home);
                var runner = new Runner(Home.at(home), rulebook, warehouse, CLOCK)) {
            runner.run(rulebook.job("monthly-ranking"), JUNE, until, new RecordedProgress());
        }
        return begun;
    }

    private static List<String> words() {
        return List.of("pull", "check", "measure", "score", "rank", "decide", "render", "deliver");
    }

    private final class RecordedProgress implements Progress {

        @Override
        public void begin(String what, long total, String unit) {
            begun.add(what);
        }
    }
}
