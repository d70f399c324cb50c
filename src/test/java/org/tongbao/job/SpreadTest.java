package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.jdbc.core.JdbcTemplate;
import org.tongbao.Postgres;
import org.tongbao.run.Home;
import org.tongbao.run.Operations;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.warehouse.Warehouse;

/** What several nodes draw is what one draws, whatever becomes of a node that has taken some of it. */
class SpreadTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T00:00:00Z"), ZoneId.of("Asia/Shanghai"));
    private static final Period JUNE = Period.parse("2026-06");

    @TempDir
    static Path folder;

    private static Path untouched;
    private static Map<String, String> expected = Map.of();

    @BeforeAll
    static void drawAlone() throws Exception {
        untouched = ManyCopies.in(folder.resolve("untouched"), 16);
        var alone = SmallCity.copy(untouched, folder.resolve("alone"));
        try (var operations = Operations.open(Operations.Address.file(alone.resolve("var")))) {
            run(alone, operations);
        }
        expected = bytes(alone);
        assertThat(expected).hasSize(2 * 16 + 1);
    }

    @Test
    void aStoppedRunGoesOnAndAPortionWhoseNodeHasDiedIsDrawnByAnother() throws Exception {
        var home = SmallCity.copy(untouched, folder.resolve("stopped"));
        var address = Postgres.address("spread_test");
        try (var operations = Operations.open(address);
                var other = Operations.open(address)) {
            var elsewhere = Hands.lend(Home.at(SmallCity.copy(untouched, folder.resolve("elsewhere"))), other);
            elsewhere.begin();
            var stranger = Hands.lend(Home.at(withOtherFiles(home)), other);
            stranger.begin();
            var run = CompletableFuture.runAsync(() -> run(home, operations));
            var taken = take(other);
            var runs = new Runs(operations);
            runs.stop(runs.latest(1).get(0));
            assertThatExceptionOfType(StepFailed.class)
                    .isThrownBy(() -> joined(run))
                    .withMessage("render: stopped on request\ngo on with: tongbao resume 1")
                    .matches(StepFailed::isStopped);
            assertThat(runs.find(1).state()).isEqualTo(Runs.State.STOPPED);
            var portions = new Portions(Batch.over(operations).repository(), operations);
            assertThat(portions.get(taken.getId()).getStatus()).isEqualTo(BatchStatus.FAILED);
            portions.complete(taken, 8); // which is not true

            var resumed = CompletableFuture.runAsync(() -> run(home, operations));
            try (var dying = Operations.open(address)) {
                taken = take(dying);
            }
            joined(resumed);
            assertThat(Portions.node(portions.get(taken.getId()))).isEqualTo(operations.node());
            assertThat(runs.latest(9)).hasSize(1).allMatch(entry -> entry.state() == Runs.State.COMPLETED);
            assertThat(runs.find(1).steps()).extracting(Runs.Stage::step).containsExactly("render", "deliver");
            stranger.close();
            elsewhere.close();
            assertThat(new JdbcTemplate(operations.source())
                            .queryForList(
                                    "select distinct exit_message from batch_step_execution"
                                            + " where step_name like 'render:%' and status = 'COMPLETED'",
                                    String.class))
                    .as("who has another home folder or other files has drawn nothing")
                    .containsExactly(operations.node());
        }
        assertThat(bytes(home)).isEqualTo(expected);
        assertThat(home.resolve("var/spread")).doesNotExist();
    }

    @Test
    void aCopyThatCanNotBeDrawnIsNamedAndTheOthersAre() throws Exception {
        var home = SmallCity.copy(untouched, folder.resolve("broken"));
        var page = home.resolve("report-templates/site-copy/page.ftlh");
        Files.writeString(page, Files.readString(page) + "<#if own.site_name?ends_with('工地3号')>${1 / 0}</#if>\n");
        try (var operations = Operations.open(Postgres.address("broken_test"))) {
            assertThatExceptionOfType(StepFailed.class)
                    .isThrownBy(() -> run(home, operations))
                    .withMessageStartingWith("render failed: bulletin 'site-copy' can't be made for 虚构工地3号: ")
                    .withMessageContaining("site-copy/page.ftlh:");
            assertThat(home.resolve("var/spread/1").toFile().list((dir, name) -> name.endsWith(".pdf")))
                    .hasSize(15);
        }
        assertThat(home.resolve("out/2026-06")).doesNotExist();
    }

    /** A home that shares its {@code var} with another, and has another page. */
    private static Path withOtherFiles(Path home) throws IOException {
        var other = SmallCity.copy(untouched, folder.resolve("other"));
        Files.createDirectories(home.resolve("var"));
        Files.createSymbolicLink(other.resolve("var"), home.resolve("var"));
        Files.writeString(other.resolve("report-templates/site-copy/page.ftlh"), "\n", StandardOpenOption.APPEND);
        return other;
    }

    /** Takes a portion of another node's run, and does nothing with it. */
    private static StepExecution take(Operations operations) throws InterruptedException {
        var portions = new Portions(Batch.over(operations).repository(), operations);
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (System.nanoTime() < deadline) {
            for (var offer : portions.offers(false)) {
                if (portions.take(offer)) {
                    return offer;
                }
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        throw new AssertionError("nothing was offered");
    }

    private static void joined(CompletableFuture<?> run) throws Exception {
        try {
            run.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StepFailed failed ? failed : e;
        }
    }

    private static void run(Path folder, Operations operations) {
        var home = Home.at(folder);
        var rulebook = Rulebook.readForLooking(home);
        try (var warehouse = Warehouse.open(new Warehouse.Settings(
                        home.var().resolve("warehouse.duckdb"),
                        "1GB",
                        2,
                        home.var().resolve("temp"),
                        List.of(home.data(), home.rulebook(), home.var())));
                var runner = new Runner(home, rulebook, warehouse, operations, CLOCK)) {
            runner.run(rulebook.job("copies"), JUNE, Steps.DELIVER, Progress.NONE);
        }
    }

    private static Map<String, String> bytes(Path home) throws Exception {
        var bytes = new TreeMap<String, String>();
        try (var files = Files.list(home.resolve("out/2026-06"))) {
            for (var file : files.toList()) {
                bytes.put(
                        String.valueOf(file.getFileName()),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return bytes;
    }
}
