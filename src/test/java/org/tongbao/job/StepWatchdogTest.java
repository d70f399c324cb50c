package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.operations.Operations;

/** A run whose source does not answer is stopped, or ends when its time is up; taken up, it ends as if nothing had been. */
class StepWatchdogTest {

    @TempDir
    Path folder;

    private HttpServer server;
    private volatile boolean answers = true;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile CountDownLatch asked = new CountDownLatch(1);

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/sites", exchange -> {
            asked.countDown();
            try {
                if (!answers) {
                    over.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            var body = exchange.getRequestURI().getQuery().equals("page=1") ? """
                    [{"编码": "S1", "名称": "虚构工地1号", "得分": "90.5", "检查日期": "2026-06-01"},
                     {"编码": "S2", "名称": "虚构工地2号", "得分": "80.5", "检查日期": null}]""" : "[]";
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        over.countDown();
        server.stop(0);
    }

    @Test
    void aStepThatIsStoppedOrTakesTooLongIsTakenUpAndEndsWithTheSameBytes() throws Exception {
        var home = ManyCopies.in(folder.resolve("home"), 0);
        var source = home.resolve("jobs/rulebook/sources/sites.yaml");
        Files.writeString(source, Files.readString(source).replaceAll("files: .*\nformat: .*", """
                        service: { url: "http://127.0.0.1:%d/sites?page={page}", size: 2 }""".formatted(
                        server.getAddress().getPort())));
        Files.writeString(
                home.resolve("jobs/copies/job.yaml"),
                Files.readString(home.resolve("jobs/copies/job.yaml")) + "timeouts: { pull: 4 seconds }\n");
        var undisturbed = SmallCity.copy(home, folder.resolve("undisturbed"));
        try (var operations = Operations.open(Operations.Address.file(undisturbed.resolve("var")))) {
            ManyCopies.run(undisturbed, operations);
        }
        var expected = ManyCopies.delivered(undisturbed);
        assertThat(expected).hasSize(2 * 2 + 1);

        try (var operations = Operations.open(Operations.Address.file(home.resolve("var")))) {
            var runs = new Runs(operations);
            answers = false;
            assertThatExceptionOfType(StepFailed.class)
                    .isThrownBy(() -> ManyCopies.run(home, operations))
                    .withMessage("pull failed: pull took longer than 4 s\n"
                            + "when that is fixed, go on with: tongbao resume 1");
            assertThat(runs.find(1).state()).isEqualTo(Runs.State.FAILED);

            asked = new CountDownLatch(1);
            var stopped = CompletableFuture.runAsync(() -> ManyCopies.run(home, operations));
            assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
            runs.stop(runs.find(1));
            assertThat(stopped)
                    .failsWithin(1, TimeUnit.MINUTES)
                    .withThrowableThat()
                    .withCauseInstanceOf(StepFailed.class)
                    .withMessageContaining("pull: stopped on request\ngo on with: tongbao resume 1");
            assertThat(runs.find(1).state()).isEqualTo(Runs.State.STOPPED);

            answers = true;
            ManyCopies.run(home, operations);
            assertThat(runs.latest(9)).hasSize(1).allMatch(run -> run.state() == Runs.State.COMPLETED);
        }
        assertThat(ManyCopies.delivered(home)).isEqualTo(expected);
    }
}
