package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.tongbao.Postgres;
import org.tongbao.job.ManyCopies;
import org.tongbao.job.Runs;
import org.tongbao.job.SmallCity;
import org.tongbao.operations.Operations;

/**
 * Real processes serve over a real PostgreSQL, and all but one are killed while they draw, the one that runs among them:
 * nothing is lost. In the profile long, with 300 recipients and three nodes; SpreadTest has the same within one process.
 */
@Tag("long")
class NodesTest {

    private static final int RECIPIENTS = Integer.getInteger("tongbao.recipients", 24);
    private static final int DEATHS = RECIPIENTS < 100 ? 1 : 2;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final List<Process> nodes = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        nodes.forEach(Process::destroyForcibly);
    }

    @Test
    void asLongAsOneNodeLivesAllCopiesAreMadeOnceWithTheBytesOfASingleNode() throws Exception {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var home = ManyCopies.in(folder.resolve("home"), RECIPIENTS);
        var alone = SmallCity.copy(home, folder.resolve("alone"));
        var single = CompletableFuture.supplyAsync(() -> call(alone, "run", "copies", "--period", "2026-06"));
        var address = Postgres.address("nodes_test");
        var offset = Duration.between(Instant.now(), Instant.parse("2026-07-03T00:00:00Z"));
        try (var operations = Operations.open(address)) {
            var database = new JdbcTemplate(operations.source());
            database.update("insert into watched values ('copies', timestamp with time zone '2026-07-01 00:00:00+08')");
            for (int i = 0; i <= DEATHS; i++) {
                nodes.add(serve(home, address, offset));
            }
            int runnerDies = 1 + random.nextInt(DEATHS);
            for (int death = 1; death <= DEATHS; death++) {
                long part = RECIPIENTS / (DEATHS + 1);
                long enough = (death - 1) * part + 1 + random.nextLong(part);
                await("copies drawn (seed " + seed + ")", () -> drawn(home) >= enough);
                boolean runner = runnerDies == death;
                var pid = pidOfRunner(database);
                var victim = nodes.stream()
                        .filter(node -> (node.pid() == pid) == runner)
                        .findFirst()
                        .orElseThrow();
                nodes.remove(victim);
                victim.destroyForcibly().waitFor();
            }
            await("the run to go through (seed " + seed + ")", () -> isDone(operations));
            assertThat(new Runs(operations).latest(9))
                    .as("one run, taken up as often as its node died")
                    .hasSize(1)
                    .allMatch(run -> run.state() == Runs.State.COMPLETED);
            await("the occasion to be done", () -> database.queryForList("select state from firing", String.class)
                    .equals(List.of("done")));
            assertThat(database.queryForList(
                            "select distinct exit_message from batch_step_execution"
                                    + " where step_name like 'render:%' and exit_message like '%:%:%'",
                            String.class))
                    .as("nodes that have taken partitions")
                    .hasSizeGreaterThan(1);
        }
        assertThat(single.get(PATIENCE.toMinutes(), TimeUnit.MINUTES)).isZero();
        assertThat(ManyCopies.delivered(home)).hasSize(2 * RECIPIENTS + 1).isEqualTo(ManyCopies.delivered(alone));
        assertThat(home.resolve("var/spread")).doesNotExist();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + " never came; the nodes said: " + said());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private String said() throws IOException {
        try (var files =
                Files.find(folder, 4, (file, is) -> file.toString().matches(".*/node\\d\\.txt|.*/tongbao\\.log"))) {
            var said = new StringBuilder();
            for (var file : files.toList()) {
                said.append(file).append('\n').append(Files.readString(file)).append('\n');
            }
            return said.toString();
        }
    }

    private static boolean isDone(Operations operations) {
        return new Runs(operations).latest(1).stream().anyMatch(run -> run.state() == Runs.State.COMPLETED);
    }

    private static long pidOfRunner(JdbcTemplate database) {
        var node = database.queryForObject("select node from firing", String.class);
        return Long.parseLong(String.valueOf(node).split(":", -1)[1]);
    }

    /** Copies whose workbook, the second file, is there. */
    private static long drawn(Path home) {
        long drawn = 0;
        var runs = home.resolve("var/spread").toFile().listFiles();
        for (var run : runs == null ? new File[0] : runs) {
            var files = run.list((folder, name) -> name.endsWith(".xlsx"));
            drawn += files == null ? 0 : files.length;
        }
        return drawn;
    }

    private static int call(Path home, String... arguments) {
        var said = new ByteArrayOutputStream();
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        var line = new ArrayList<>(List.of("--home", home.toString()));
        line.addAll(List.of(arguments));
        int exit = Tongbao.execute(out, out, Clock.system(ZoneId.of("Asia/Shanghai")), line.toArray(String[]::new));
        if (exit != 0) {
            System.out.println(said.toString(StandardCharsets.UTF_8));
        }
        return exit;
    }

    private Process serve(Path home, Operations.Address address, Duration offset) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:ActiveProcessorCount=1", // none is fast enough to draw all before the others look
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServeTest.class.getName(),
                        home.toString(),
                        offset.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("node" + nodes.size() + ".txt").toFile());
        builder.environment().put("TONGBAO_OPS_URL", address.url());
        builder.environment().put("TONGBAO_OPS_USER", address.user());
        builder.environment().put("TONGBAO_OPS_PASSWORD", address.password());
        return builder.start();
    }
}
