package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.job.ComputedMonths;
import org.tongbao.job.Runs;
import org.tongbao.job.SmallCity;
import org.tongbao.operations.Operations;
import org.tongbao.rulebook.JobPeriod;

/** A real process serves, is killed in the middle of a run, and the next one ends the run: once, and by itself. */
class ServeTest {

    @TempDir
    Path home;

    @Test
    void aRunThatDiedWithItsProcessIsEndedByTheNext() throws Exception {
        ComputedMonths.PULLED.in(home);
        SmallCity.render(home, "monthly-ranking");
        // It is shortly before six in the morning on which June is due; a busy machine takes a while to begin.
        var offset = Duration.between(Instant.now(), Instant.parse("2026-07-02T21:59:35Z"));
        var first = serve(offset);
        waitFor(first, "measure ...");
        first.destroyForcibly();
        assertThat(first.waitFor(1, TimeUnit.MINUTES)).isTrue();

        var second = serve(offset);
        var said = waitFor(second, "deliver  ");
        assertThat(said).as("what had been pulled was not pulled again").noneMatch(line -> line.startsWith("pull"));
        var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        var runs = runs();
        while (runs.contains("\"state\":\"running\"") && System.nanoTime() < deadline) {
            Thread.sleep(200);
            runs = runs();
        }
        assertThat(runs.lines()).as("asked while it serves").hasSize(1);
        assertThat(runs).contains("\"state\":\"completed\"");
        assertThat(home.resolve("out/2026-06/monthly-ranking-2026-06.pdf")).isNotEmptyFile();
        second.destroy();
        assertThat(second.waitFor(1, TimeUnit.MINUTES))
                .as("it ends when told to")
                .isTrue();
        try (var operations = Operations.open(Operations.Address.file(home.resolve("var")))) {
            assertThat(new Runs(operations).completed().keySet())
                    .extracting(JobPeriod::turn)
                    .containsOnly("once");
        }
        assertThat(Files.readString(home.resolve("var/log/tongbao.jsonl"))).contains("\"step\":\"render\"");
        aRunByHandAndAPreviewHaveTheBytesOfTheScheduledRun();
    }

    private void aRunByHandAndAPreviewHaveTheBytesOfTheScheduledRun() throws IOException {
        var drafts = home.resolve("out/archive/monthly-ranking/2026-06");
        var page = Files.readAllBytes(drafts.resolve("monthly-ranking-2026-06.pdf"));
        var workbook = Files.readAllBytes(drafts.resolve("monthly-ranking-2026-06.xlsx"));
        Files.delete(drafts.resolve("monthly-ranking-2026-06.pdf"));
        Files.delete(drafts.resolve("monthly-ranking-2026-06.xlsx"));
        assertThat(tongbao("run", "monthly-ranking", "--period", "2026-06")).isZero();
        assertThat(drafts.resolve("monthly-ranking-2026-06.pdf")).hasBinaryContent(page);
        assertThat(drafts.resolve("monthly-ranking-2026-06.xlsx")).hasBinaryContent(workbook);
        assertThat(tongbao("preview", "monthly-ranking", "--period", "2026-06")).isZero();
        assertThat(home.resolve("out/preview/monthly-ranking.pdf")).hasBinaryContent(page);
        assertThat(home.resolve("out/preview/monthly-ranking.xlsx")).hasBinaryContent(workbook);
    }

    private String runs() {
        var said = Processes.here(home, "runs", "--json");
        assertThat(said.exit()).as(said.words()).isZero();
        return said.words();
    }

    private int tongbao(String... words) {
        var clock = Clock.fixed(Instant.parse("2026-07-10T01:00:00Z"), ZoneId.of("Asia/Shanghai"));
        var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return Tongbao.execute(
                silent,
                silent,
                clock,
                Stream.concat(Stream.of("--home", home.toString()), Stream.of(words))
                        .toArray(String[]::new));
    }

    private Process serve(Duration offset) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServeTest.class.getName(),
                        home.toString(),
                        offset.toString())
                .redirectErrorStream(true)
                .start();
    }

    /** Reads what a process says up to a line that begins so. */
    private static List<String> waitFor(Process process, String beginning) throws IOException {
        var said = new ArrayList<String>();
        var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            said.add(line);
            if (line.startsWith(beginning)) {
                return said;
            }
        }
        throw new AssertionError("never said '" + beginning + "': " + String.join("\n", said));
    }

    /** The process: as if another time were now. */
    public static void main(String[] homeAndOffset) {
        var clock = Clock.offset(Clock.system(ZoneId.of("Asia/Shanghai")), Duration.parse(homeAndOffset[1]));
        System.exit(Tongbao.execute(System.out, System.out, clock, "--home", homeAndOffset[0], "serve"));
    }
}
