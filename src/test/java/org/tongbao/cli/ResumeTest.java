package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.job.ComputedMonths;
import org.tongbao.job.SmallCity;
import org.tongbao.warehouse.Warehouse;

/** What goes wrong is named in one sentence with the command that goes on, and following that command literally works. */
class ResumeTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T00:00:00Z"), ZoneId.of("Asia/Shanghai"));
    private static final Pattern COMMAND = Pattern.compile("(?:go on with: |恢复命令：)tongbao (.+)");
    private static final String[] JUNE = {"run", "monthly-ranking", "--period", "2026-06"};

    @TempDir
    static Path folder;

    private static int homes;

    private Path home;

    @BeforeEach
    void copy() {
        home = ComputedMonths.MAY.in(folder.resolve("home" + homes++));
        SmallCity.render(home, "monthly-ranking");
    }

    /** One after another, so that each is met by the command that went on from the one before. The people are invented. */
    @Test
    void sourceDownTemplateBrokenDiskFullWarehouseInUseMailDownAndThenTheIssuedBulletinGoesOut() throws Exception {
        int port = freePort();
        var mail = mailServer(0);
        int mailPort = mail.getSmtp().getPort();
        deliverByMail(mailPort);
        var source = home.resolve("jobs/rulebook/sources/alarms.yaml");
        Files.createDirectories(source.getParent());
        Files.writeString(source, """
                source: alarms
                dataset: alarm
                tries: 2
                service: { url: "http://127.0.0.1:%d/alarms?page={page}", size: 10 }
                """.formatted(port));
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
            var told = told(mail);
            assertThat(told).contains("步骤 pull 失败：", "gave up after 2 tries: no connection");
            follow("3", told);
            broken = call(home, "0", "runs");
            assertThat(broken)
                    .contains("render failed: ", "report-templates/monthly-ranking/page.ftlh:")
                    .doesNotContain("Exception");
            Files.writeString(page, sound);
            follow("3", broken);
            var disk = call(home, "0", "runs");
            assertThat(disk).contains("render failed: the disk is full: ").contains("abandoned");
            assertThat(told(mail)).contains("步骤 render 失败：磁盘已满：");
            Files.delete(full);
            mail.stop();
            String inUse;
            var holder = holdInAnotherProcess();
            try {
                inUse = follow("4", disk);
            } finally {
                holder.destroyForcibly();
                holder.onExit().orTimeout(1, TimeUnit.MINUTES).join();
            }
            assertThat(inUse).contains("is in use by process ");
            follow("3", inUse);
        } finally {
            server.stop(0);
        }
        var mailDown = call(home, "0", "runs");
        assertThat(mailDown).contains("deliver failed: mail server 127.0.0.1: ");
        assertThat(report()).contains("【结果】运行失败。步骤 deliver 失败：mail server 127.0.0.1", "mail 待发");
        var again = mailServer(mailPort);
        try {
            follow("0", mailDown);
            assertThat(addressees(again)).as("who sees drafts").containsExactly("head@jinglan.example");
            assertThat(again.getReceivedMessages()[0].getSubject()).startsWith("【草稿】");
            assertThat(((MimeMultipart) again.getReceivedMessages()[0].getContent()).getCount())
                    .as("a text, the page and the workbook")
                    .isEqualTo(3);
            assertThat(home.resolve("out/2026-06/monthly-ranking-2026-06.pdf")).isNotEmptyFile();
            assertThat(home.resolve("out/recipients")).doesNotExist();
            assertThat(call(home, "0", "runs")).doesNotContain("go on with");
            assertThat(report())
                    .contains(
                            "【结果】运行完成。", "【收到的数据】", "【本期所用数据：退回和存疑】", "指标", "文书", "mail 已送达", "mail 待印发后发送", "文书未经印发");
            assertThat(Files.readString(reports("html")))
                    .startsWith("<!DOCTYPE html>")
                    .contains("<th>", "运行完成")
                    .doesNotContain("http");
            issue(again, mailPort);
        } finally {
            again.stop();
        }
    }

    /** What was held for its recipients reaches them when it has been issued, and once. */
    private void issue(GreenMail server, int port) throws Exception {
        assertThat(call(home, "0", "deliveries", "--state", "held"))
                .contains("一 <one@jinglan.example>", ".pdf", ".xlsx");
        assertThat(call(home, "0", "deliveries", "send")).contains("0 sent");
        assertThat(call(home, "2", "release", "deliver", "monthly-ranking", "--period", "2026-06"))
                .contains("nothing of 'monthly-ranking' has been issued for 2026-06");
        assertThat(release("0", "check", "张统计", "--json")).endsWith("{\"clear\":true}\n");
        release("0", "approve", "李处长");
        server.stop();
        var issued = release("1", "issue", "王秘书", "--date", "2026-07-03");
        assertThat(issued)
                .contains("景建安〔2026〕1号  monthly-ranking-2026-06.pdf", "issued, but not delivered: mail server");
        assertThat(home.resolve("out/recipients/monthly-ranking-2026-06.pdf")).isNotEmptyFile();
        var mended = mailServer(port);
        try {
            follow("0", issued);
            assertThat(addressees(mended)).containsExactlyInAnyOrder("head@jinglan.example", "one@jinglan.example");
            var message = mended.getReceivedMessages()[0];
            var circular = "景建安〔2026〕1号 关于2026年6月全市房屋市政工程施工安全考核排名情况的通报";
            assertThat(message.getSubject()).isEqualTo(circular);
            var parts = (MimeMultipart) message.getContent();
            assertThat(List.of(
                            parts.getBodyPart(1).getFileName(),
                            parts.getBodyPart(2).getFileName()))
                    .containsExactlyInAnyOrder(circular + ".pdf", circular + ".xlsx");
            follow("0", issued);
            assertThat(mended.getReceivedMessages()).as("nothing twice").hasSize(2);
            assertThat(call(home, "0", "deliveries", "--state", "held")).contains("nothing is listed");
            assertThat(home.resolve("out/recipients/monthly-ranking-2026-06.xlsx"))
                    .hasSameBinaryContentAs(
                            home.resolve("out/issued/monthly-ranking/2026-06-3/monthly-ranking-2026-06.xlsx"));
        } finally {
            mended.stop();
        }
    }

    private String release(String exit, String act, String who, String... rest) {
        var words = new ArrayList<>(List.of("release", act, "monthly-ranking", "--period", "2026-06", "--by", who));
        words.addAll(List.of(rest));
        return call(home, exit, words.toArray(String[]::new));
    }

    private void deliverByMail(int port) throws IOException {
        Files.writeString(home.resolve("tongbao.yaml"), """
                mail: { host: 127.0.0.1, port: %d, security: none, from: office@jinglan.example }
                deliver: { patience: 0 }
                alert: { to: statistician@jinglan.example }
                release: { one-person: yes }
                """.formatted(port));
        Files.writeString(
                home.resolve("recipients.csv"),
                "收件单位,角色,姓名,邮箱\n*,局长,局,head@jinglan.example\n*,科长,一,one@jinglan.example\n");
        var job = home.resolve("jobs/monthly-ranking/job.yaml");
        Files.writeString(job, Files.readString(job).replaceAll("deliver: .*", """
                        deliver:
                          - { folder: "out/{period}", drafts: yes }
                          - { mail: recipients.csv, roles: [局长], drafts: yes }
                          - { folder: out/recipients }
                          - { mail: recipients.csv, roles: [科长] }"""));
    }

    private static GreenMail mailServer(int port) {
        var server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        return server;
    }

    private static List<String> addressees(GreenMail server) throws Exception {
        var to = new ArrayList<String>();
        for (var message : server.getReceivedMessages()) {
            to.add(message.getAllRecipients()[0].toString());
        }
        return to;
    }

    /** What the last mail about a failure says. */
    private static String told(GreenMail server) throws Exception {
        var messages = server.getReceivedMessages();
        var last = messages[messages.length - 1];
        assertThat(last.getSubject()).startsWith("【运行失败】").endsWith("2026年6月");
        return ((MimeMultipart) last.getContent()).getBodyPart(0).getContent().toString();
    }

    private String report() throws IOException {
        return Files.readString(reports("txt"));
    }

    private Path reports(String kind) {
        return home.resolve("out/reports/monthly-ranking-2026-06-run-3." + kind);
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
        assertThat(call(home, "2", "run", "quarterly-risk", "--period", "2026-06"))
                .contains("job 'quarterly-risk' runs for a quarter, not for 2026-06");
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
        return Call.of(home, CLOCK, List.of(arguments)).ended(exit);
    }
}
