package org.tongbao.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.tongbao.Postgres;
import org.tongbao.home.Home;
import org.tongbao.job.ManyCopies;
import org.tongbao.job.Runs;
import org.tongbao.job.SmallCity;
import org.tongbao.job.StepFailed;
import org.tongbao.operations.Batch;
import org.tongbao.operations.Operations;

/** What several nodes draw is what one draws, whatever becomes of a node that has taken some of it. */
class PartitionedPrinterTest {

    @TempDir
    static Path folder;

    private static Path untouched;
    private static Map<String, String> expected = Map.of();

    @BeforeAll
    static void drawAlone() throws Exception {
        untouched = ManyCopies.in(folder.resolve("untouched"), 16);
        var alone = SmallCity.copy(untouched, folder.resolve("alone"));
        try (var operations = Operations.open(Operations.Address.file(alone.resolve("var")))) {
            ManyCopies.run(alone, operations);
        }
        expected = ManyCopies.delivered(alone);
        assertThat(expected).hasSize(2 * 16 + 1);
    }

    @Test
    void aStoppedRunGoesOnAndAPartitionWhoseNodeHasDiedIsDrawnByAnother() throws Exception {
        var home = SmallCity.copy(untouched, folder.resolve("stopped"));
        leaveHalfAFile(home);
        var address = Postgres.address("spread_test");
        try (var operations = Operations.open(address);
                var other = Operations.open(address)) {
            var elsewhere = RenderWorker.lend(
                    Home.at(SmallCity.copy(untouched, folder.resolve("elsewhere"))), other, ManyCopies.CLOCK);
            elsewhere.begin();
            var stranger = RenderWorker.lend(Home.at(withOtherFiles(home)), other, ManyCopies.CLOCK);
            stranger.begin();
            var run = CompletableFuture.runAsync(() -> ManyCopies.run(home, operations));
            var taken = take(other);
            var runs = new Runs(operations);
            runs.stop(runs.latest(1).get(0));
            assertThatExceptionOfType(StepFailed.class)
                    .isThrownBy(() -> joined(run))
                    .withMessage("render: stopped on request\ngo on with: tongbao resume 1")
                    .matches(StepFailed::isStopped);
            assertThat(runs.find(1).state()).isEqualTo(Runs.State.STOPPED);
            var partitions = new Partitions(Batch.over(operations).repository(), operations, ManyCopies.CLOCK);
            assertThat(partitions.get(taken.getId()).getStatus()).isEqualTo(BatchStatus.FAILED);
            partitions.complete(taken, 8); // which is not true

            var resumed = CompletableFuture.runAsync(() -> ManyCopies.run(home, operations));
            try (var dying = Operations.open(address)) {
                taken = take(dying);
            }
            joined(resumed);
            assertThat(Partitions.node(partitions.get(taken.getId()))).isEqualTo(operations.node());
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
        assertThat(ManyCopies.delivered(home)).isEqualTo(expected);
        assertThat(home.resolve("var/spread")).doesNotExist();
    }

    @Test
    void aCopyThatCanNotBeDrawnIsNamedAndTheOthersAre() throws Exception {
        var home = SmallCity.copy(untouched, folder.resolve("broken"));
        var page = home.resolve("report-templates/site-copy/page.ftlh");
        Files.writeString(page, Files.readString(page) + "<#if own.site_name?ends_with('工地3号')>${1 / 0}</#if>\n");
        try (var operations = Operations.open(Postgres.address("broken_test"))) {
            assertThatExceptionOfType(StepFailed.class)
                    .isThrownBy(() -> ManyCopies.run(home, operations))
                    .withMessageStartingWith("render failed: bulletin 'site-copy' can't be made for 虚构工地3号: ")
                    .withMessageContaining("site-copy/page.ftlh:");
            assertThat(home.resolve("var/spread/1").toFile().list((dir, name) -> name.endsWith(".pdf")))
                    .hasSize(15);
        }
        assertThat(home.resolve("out/2026-06")).doesNotExist();
    }

    @Test
    void ofManyWorkersThatWantAPartitionOneHasIt() throws Exception {
        var address = Postgres.address("partitions_test");
        try (var operations = Operations.open(address);
                var other = Operations.open(address)) {
            var repository = Batch.over(operations).repository();
            var parameters = new JobParametersBuilder()
                    .addString("node", operations.node(), false)
                    .toJobParameters();
            var run = repository.createJobExecution(
                    repository.createJobInstance("invented", parameters), parameters, new ExecutionContext());
            var partitions = new Partitions(repository, operations, ManyCopies.CLOCK);
            for (int i = 0; i < 60; i++) {
                partitions.offer(repository.createStepExecution("render:" + i, run));
            }
            var theirs = new Partitions(Batch.over(other).repository(), other, ManyCopies.CLOCK);
            var workers = Executors.newFixedThreadPool(6);
            try {
                var taken = new ArrayList<Long>();
                Callable<List<Long>> mine = () -> takeAll(partitions, true);
                Callable<List<Long>> foreign = () -> takeAll(theirs, false);
                for (var result : workers.invokeAll(List.of(mine, foreign, mine, foreign, mine, foreign))) {
                    taken.addAll(result.get());
                }
                assertThat(taken).hasSize(60).doesNotHaveDuplicates();
            } finally {
                workers.shutdownNow();
            }
        }
    }

    /** What a run that was cut off may have left where this one's partitions will lie. */
    private static void leaveHalfAFile(Path home) throws IOException {
        var old = Files.createDirectories(home.resolve("var/spread/1"));
        for (int partition = 1; partition < 30; partition++) {
            for (var ending : List.of(".facts", ".facts.json")) {
                Files.writeString(old.resolve(partition + "-0" + ending), "{\"format\":1,");
            }
        }
    }

    private static List<Long> takeAll(Partitions partitions, boolean own) {
        var taken = new ArrayList<Long>();
        for (var next = partitions.take(own, any -> true); next.isPresent(); next = partitions.take(own, any -> true)) {
            taken.add(next.get().getId());
        }
        return taken;
    }

    /** A home that shares its {@code var} with another, and has another page. */
    private static Path withOtherFiles(Path home) throws IOException {
        var other = SmallCity.copy(untouched, folder.resolve("other"));
        Files.createDirectories(home.resolve("var"));
        Files.createSymbolicLink(other.resolve("var"), home.resolve("var"));
        Files.writeString(other.resolve("report-templates/site-copy/page.ftlh"), "\n", StandardOpenOption.APPEND);
        return other;
    }

    /** Takes a partition of another node's run, and does nothing with it. */
    private static StepExecution take(Operations operations) throws InterruptedException {
        var partitions = new Partitions(Batch.over(operations).repository(), operations, ManyCopies.CLOCK);
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (System.nanoTime() < deadline) {
            var taken = partitions.take(false, any -> true);
            if (taken.isPresent()) {
                return taken.get();
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
}
