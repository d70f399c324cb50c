package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.home.Home;
import org.tongbao.job.SmallCity;
import org.tongbao.message.Language;
import org.tongbao.operations.Operations;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** Every command helps, and tells a person's mistake in words. */
class MannersTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T00:00:00Z"), ZoneId.of("Asia/Shanghai"));

    @TempDir
    static Path home;

    @BeforeAll
    static void copy() {
        SmallCity.copy(Path.of("jobs"), home.resolve("jobs"));
        SmallCity.copy(Path.of("report-templates"), home.resolve("report-templates"));
    }

    @Test
    void everyCommandHelpsWithAnExample() {
        for (var command : commands()) {
            var words = new ArrayList<>(List.of(command.split(" ")));
            words.add("--help");
            var said = call(words);
            assertThat(said).as(command).startsWith("0\n").contains("Usage: tongbao " + command);
            assertThat(said).as(command).containsPattern("Examples?:");
        }
    }

    @Test
    void theHelpIsThereInChineseAndShellsCompleteCommands() {
        var none = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        var line = Tongbao.line(new Tongbao(none, none, CLOCK, Language.CHINESE));
        assertThat(line.getUsageMessage()).contains("用法：tongbao", "按期间运行作业");
        for (var command : commands()) {
            var sub = line;
            for (var word : command.split(" ", -1)) {
                sub = Objects.requireNonNull(sub.getSubcommands().get(word));
            }
            assertThat(sub.getUsageMessage())
                    .as(command)
                    .containsPattern("用法：tongbao[^\\u3002]*\\p{IsHan}{2,}[^\\u3002]*。\\s+");
        }
        assertThat(call(List.of("completion"))).startsWith("0\n").contains("complete -F", "deliveries", "--unsure");
    }

    @Test
    void exitCodesStandInOneTable() throws Exception {
        var table = Pattern.compile("(?m)^\\| (\\d+) \\| (.+) \\|$")
                .matcher(Files.readString(Path.of("docs/operations.md")))
                .results()
                .map(row -> row.group(1))
                .toList();
        var codes = new ArrayList<String>();
        for (var constant : Exit.class.getDeclaredFields()) {
            if (constant.getType() == int.class) {
                codes.add(String.valueOf(constant.getInt(null)));
            }
        }
        assertThat(codes).isEqualTo(table);
        assertThat(codes).allSatisfy(code -> assertThat(Exit.CODES).containsPattern("[ ,]" + code + " "));
    }

    @Test
    void whoeverReadsChineseIsToldInChinese() {
        assertThat(inChinese("release", "approve", "monthly-rankin", "--period", "2026-06", "--by", "张统计"))
                .isEqualTo("2\ntongbao: 没有作业“monthly-rankin”，是否指“monthly-ranking”？\n");
        assertThat(inChinese("run", "monthly-ranking", "--period", "2026-13"))
                .isEqualTo(
                        "2\ntongbao: “2026-13”不是期间；请写成 2026-06、2026-Q2、2026-H1、2026、2026-01-01..2026-06-17 或者专项行动的名称；年初至今写成 2026 并加 --as-of 2026-06-17\n");
        assertThat(inChinese("run", "quarterly-risk", "--period", "2026-Q2"))
                .startsWith(
                        "2\ntongbao: quarterly-risk 2026-Q2 还不能运行：monthly-ranking 还没有完成 2026-04, 2026-05, 2026-06；请先执行：tongbao backfill");
        assertThat(inChinese("resume", "99")).isEqualTo("2\ntongbao: 没有第 99 次运行；查看：tongbao runs\n");
        assertThat(inChinese("show", "ranks", "--period", "2026-06"))
                .isEqualTo(
                        "2\ntongbao: 作业“monthly-ranking”还没有运行过 2026-06；请先执行：tongbao run monthly-ranking --period 2026-06\n");
        assertThat(inChinese("restore", "nowhere")).startsWith("2\ntongbao: ").contains("中没有备份");
        assertThat(inChinese("resume")).startsWith("2\n缺少：RUN\n用法：tongbao resume");
        assertThat(inChinese("run", "x", "--perod", "2026-06")).startsWith("2\n缺少：--period\n");
        assertThat(inChinese("runs", "--stps")).startsWith("2\n不认识：--stps\n");
    }

    private static String inChinese(String... words) {
        var line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--home", home.toString()));
        return Call.of(out -> Tongbao.execute(out, out, CLOCK, Language.CHINESE, line.toArray(String[]::new)))
                .toString();
    }

    /** It has to be there in half a second; what takes the time is loading classes. */
    @Test
    void theHelpLoadsNoLibraryThatItDoesNotNeed() throws IOException {
        var java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Tongbao.class.getName(),
                        "--help")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("org.tongbao.cli.ServeCommand ")
                .doesNotContain(
                        " ch.qos.", ".databind.ObjectMapper ", " org.springframework.", " org.h2.", " org.duckdb.");
    }

    @Test
    void noMistakeOfAPersonShowsAStack() {
        for (var command : commands()) {
            for (var wrong : List.of(List.of("--nonsense"), List.of("nonsense", "--period", "2026-13"))) {
                var words = new ArrayList<>(List.of(command.split(" ")));
                words.addAll(wrong);
                var said = call(words);
                assertThat(said)
                        .as("%s", words)
                        .matches("(?s)[12]\n.+")
                        .doesNotContain("\tat ", "Exception", "a mistake in the program");
            }
        }
    }

    @Test
    void mistakesInSettingsAreAllToldWithWhatWasMeant() throws IOException {
        var file = home.resolve("tongbao.yaml");
        Files.writeString(file, """
                mial: { host: x }
                mail: { prt: 25, security: ssl }
                warehouse: { memory: much }
                mail.security: tls
                serve.prot: 1
                """);
        try {
            assertThat(call(List.of("config")))
                    .startsWith("1\n")
                    .contains(
                            "tongbao.yaml:1 unknown key 'mial', did you mean 'mail'?",
                            "tongbao.yaml:2 unknown key 'prt', did you mean 'port'?",
                            "tongbao.yaml:2 'mail.security' must be starttls, tls or none, found 'ssl'",
                            "tongbao.yaml:3 'warehouse.memory' must be like 4GB, found 'much'",
                            "tongbao.yaml:4 'mail.security' stands below 'mail:', too",
                            "tongbao.yaml:5 unknown key 'serve.prot', did you mean 'serve.port'?",
                            "6 mistake(s)");
        } finally {
            Files.delete(file);
        }
        assertThat(call(List.of("config"))).startsWith("0\n").contains("TONGBAO_MAIL_HOST");
        assertThat(call(List.of("config", "--template"))).contains("# mail:\n#   host: \"\"");
    }

    @Test
    void theDoctorLooksAtEverythingAndABackupComesBack() {
        assertThat(call(List.of("doctor"), Clock.systemUTC()))
                .startsWith("0\n")
                .contains("java ", "memory ", "disk ", "fonts ", "rules ", "calendar ", "drivers ", "warehouse ")
                .contains("operations ", "clock ", "mail ", "backup ");
        var folder =
                call(List.of("backup", "--quiet")).lines().skip(1).findFirst().orElseThrow();
        assertThat(call(List.of("backup", "--list"))).contains(folder);
        assertThat(call(List.of("restore", folder))).startsWith("0\n").contains("restored");
        assertThat(call(List.of("restore", "nowhere"))).startsWith("2\n").contains("there is no backup");
        assertThat(call(List.of("deliveries", "--json"))).startsWith("0\n");
        assertThat(call(List.of("deliveries", "resend"))).startsWith("2\n").contains("--unsure");
    }

    @Test
    void healthAndFiguresAreToldToThisMachine() throws Exception {
        try (var operations = Operations.open(Operations.Address.of(Home.at(home)));
                var status = StatusServer.open(operations, "127.0.0.1", 0)) {
            var health = JsonMapper.builder().build().readTree(get(status.port(), "/health"));
            assertThat(health.get("status").asString()).isEqualTo("up");
            assertThat(get(status.port(), "/metrics"))
                    .contains("tongbao_nodes 1.0", "tongbao_deliveries{state=\"unsure\"} 0.0", "jvm_memory_used_bytes");
        }
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        var client = HttpClient.newHttpClient();
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** All commands that do something, as they are typed. */
    static List<String> commands() {
        var commands = new ArrayList<String>();
        var none = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        collect(Tongbao.line(new Tongbao(none, none, CLOCK, Language.ENGLISH)), "", commands);
        commands.remove("serve"); // it stays
        return commands;
    }

    private static void collect(CommandLine line, String before, List<String> commands) {
        line.getSubcommands().forEach((name, sub) -> {
            commands.add(before + name);
            collect(sub, before + name + " ", commands);
        });
    }

    private static String call(List<String> words) {
        return call(words, CLOCK);
    }

    private static String call(List<String> words, Clock clock) {
        var line = new ArrayList<>(words);
        line.addAll(List.of("--home", home.toString()));
        return Call.of(out -> Tongbao.execute(out, out, clock, line.toArray(String[]::new)))
                .toString();
    }
}
