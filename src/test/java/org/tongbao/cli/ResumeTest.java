package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.job.SmallCity;
import org.tongbao.warehouse.Warehouse;

/** What goes wrong is named in one sentence with the command that goes on, and following that command literally works. */
class ResumeTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T00:00:00Z"), ZoneId.of("Asia/Shanghai"));
    private static final Pattern COMMAND = Pattern.compile("go on with: tongbao (.+)");
    private static final String[] JUNE = {"run", "monthly-ranking", "--period", "2026-06"};

    @TempDir
    static Path folder;

    private static Path pulled;
    private static int homes;

    private Path home;

    @BeforeAll
    static void pull() {
        pulled = SmallCity.in(folder.resolve("pulled"));
        SmallCity.render(pulled, "monthly-ranking");
        call(pulled, "0", "run", "monthly-ranking", "--period", "2026-05", "--until", "decide");
    }

    @BeforeEach
    void copy() {
        home = SmallCity.copy(pulled, folder.resolve("home" + homes++));
    }

    /** One after another, so that each is met by the command that went on from the one before. */
    @Test
    void sourceDownDiskFullTemplateBrokenWarehouseInUse() throws IOException {
        int port = freePort();
        var source = home.resolve("jobs/rulebook/sources/alarms.yaml");
        Files.writeString(source, Files.readString(source).replaceAll("files: .*\nformat: .*", """
                        tries: 2
                        service: { url: "http://127.0.0.1:%d/alarms?page={page}", size: 10 }""".formatted(port)));
        var page = home.resolve("report-templates/monthly-ranking/page.ftlh");
        var sound = Files.readString(page);
        Files.writeString(page, sound + "\n${facts.ranking?size / 0}\n");
        // The device answers every write as a full disk does.
        var archive = Files.createDirectories(home.resolve("out/archive/monthly-ranking/2026-06"));
        var full = archive.resolve("monthly-ranking-2026-06.xlsx.part");
        Files.createSymbolicLink(full, Path.of("/dev/full"));

        call(home, "3", JUNE);
        var down = call(home, "0", "runs");
        assertThat(down)
                .contains("pull failed: ", "alarms: service http://127.0.0.1", "gave up after 2 tries: no connection");

        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/alarms", exchange -> {
            var body = "[]".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String broken;
        try {
            follow("3", down);
            broken = call(home, "0", "runs");
            assertThat(broken)
                    .contains("render failed: ", "report-templates/monthly-ranking/page.ftlh:")
                    .doesNotContain("Exception");
            Files.writeString(page, sound);
            follow("3", broken);
            var disk = call(home, "0", "runs");
            assertThat(disk).contains("render failed: the disk is full: ").contains("abandoned");
            Files.delete(full);
            String inUse;
            var holder = holdInAnotherProcess();
            try {
                inUse = follow("4", disk);
            } finally {
                holder.destroyForcibly();
                holder.onExit().orTimeout(1, TimeUnit.MINUTES).join();
            }
            assertThat(inUse).contains("is in use by process ");
            follow("0", inUse);
        } finally {
            server.stop(0);
        }
        assertThat(home.resolve("out/2026-06/monthly-ranking-2026-06.pdf")).isNotEmptyFile();
        assertThat(call(home, "0", "runs")).doesNotContain("go on with");
    }

    @Test
    void aRunThatIsGivenUpBeginsAnewAndOneThatWentThroughIsNotTakenUp() throws IOException {
        var inTheWay = home.resolve("out/archive/monthly-ranking");
        Files.createDirectories(inTheWay.getParent());
        Files.writeString(inTheWay, "a file where a folder has to be");
        call(home, "3", JUNE);
        Files.delete(inTheWay);
        assertThat(call(home, "0", "abandon", "2"))
                .contains("begin anew with: tongbao run monthly-ranking --period 2026-06");
        assertThat(call(home, "2", "resume", "2")).contains("run 2 is abandoned");
        assertThat(call(home, "0", JUNE)).contains("pull ...", "measure ...");
        assertThat(call(home, "2", "resume", "3")).contains("run 3 is completed: there is nothing to take up");
        assertThat(call(home, "2", "stop", "3")).contains("run 3 does not run");
        assertThat(call(home, "2", "log", "99")).contains("no run 99");
        assertThat(call(home, "0", "log", "3")).contains("measure", "observations");
        assertThat(call(
                        home,
                        "0",
                        "backfill",
                        "monthly-ranking",
                        "--from",
                        "2026-05",
                        "--to",
                        "2026-06",
                        "--until",
                        "decide"))
                .contains("[1/2] 2026-05 has gone through as run 1", "[2/2] 2026-06 has gone through as run 3");
    }

    @Test
    void aQuarterSaysWhichMonthsAreMissingAndADryRunDoesNothing() {
        assertThat(call(home, "2", "run", "quarterly-risk", "--period", "2026-Q2"))
                .contains(
                        "quarterly-risk for 2026-Q2 waits: monthly-ranking has not gone through for 2026-04, 2026-06; make"
                                + " it with: tongbao backfill monthly-ranking --from 2026-04 --to 2026-06",
                        "--regardless");
        assertThat(call(home, "0", "run", "monthly-ranking", "--period", "2026-06", "--dry-run"))
                .contains(
                        "pull     nothing new",
                        "measure  ",
                        "score    region-monthly",
                        "render   monthly-ranking: 1 copies in run 1 for 2026-05",
                        "deliver  out/2026-06");
        assertThat(call(home, "0", "runs")).doesNotContain("2026-06 ");
        assertThat(call(home, "0", "schedule", "--next", "3"))
                .contains(
                        "on the 3rd working day of each month at 06:00 (Asia/Shanghai), for the month before",
                        "2026-08-05 Wed 06:00  for 2026-07",
                        "waits for monthly-ranking",
                        "2026-10-13 Tue 06:00  for 2026-Q3");
    }

    /** Does literally what was said; returns what comes of it. */
    private String follow(String exit, String said) {
        var commands = COMMAND.matcher(said).results().toList();
        assertThat(commands).as(said).hasSize(1);
        return call(
                home,
                exit,
                commands.get(0).group(1).replace("--home " + home + " ", "").split(" "));
    }

    private Process holdInAnotherProcess() throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ResumeTest.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.getInputStream().read()).isEqualTo('!');
        return process;
    }

    /** Holds the warehouse of a home until it is killed. */
    public static void main(String[] home) throws InterruptedException {
        var var = Path.of(home[0]).resolve("var");
        var held = Warehouse.open(
                new Warehouse.Settings(var.resolve("warehouse.duckdb"), "1GB", 1, var.resolve("temp"), List.of(var)));
        System.out.print("!");
        System.out.flush();
        Thread.sleep(Duration.ofMinutes(5).toMillis());
        held.close();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** What a command says, having ended with this exit code. */
    private static String call(Path home, String exit, String... arguments) {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        var line = new ArrayList<>(List.of("--home", home.toString()));
        line.addAll(List.of(arguments));
        int code = Tongbao.execute(out, out, CLOCK, line.toArray(String[]::new));
        var said = bytes.toString(StandardCharsets.UTF_8);
        assertThat(String.valueOf(code)).as(said).isEqualTo(exit);
        return said;
    }
}
