package org.tongbao.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.deliver.DeliveryLedger.State;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.operations.Operations;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;

/** A real process is killed while the server has its message and has not answered: nobody gets mail twice. */
class KilledDeliveryTest {

    private static final int PEOPLE = 12;

    @TempDir
    Path root;

    @Test
    void whoHadTheMessageWhenTheProcessDiedIsListedAndTheOthersGetItOnce() throws Exception {
        try (var server = new OddMailServer()) {
            Files.createDirectories(root.resolve("var"));
            Files.createDirectories(root.resolve("out"));
            Files.writeString(root.resolve("out/通报.pdf"), "a file");
            Files.writeString(
                    root.resolve("recipients.csv"),
                    "收件单位,角色,姓名,邮箱\n"
                            + String.join(
                                    "\n",
                                    IntStream.range(0, PEOPLE)
                                            .mapToObj(i -> "*,科长," + i + ",p" + i + "@example.org")
                                            .toList())
                            + "\n");
            server.holdAfter(5);
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Dsun.jnu.encoding=UTF-8",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledDeliveryTest.class.getName(),
                            root.toString(),
                            String.valueOf(server.port()))
                    .redirectErrorStream(true)
                    .redirectOutput(root.resolve("output").toFile())
                    .start();
            assertThat(server.awaitHeld(60)).as(() -> "output in " + root).isTrue();
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.taken()).hasSize(6);

            main(root.toString(), String.valueOf(server.port()));
            assertThat(server.taken().stream().map(OddMailServer.Taken::to))
                    .doesNotHaveDuplicates()
                    .hasSize(PEOPLE);
            try (var operations = Operations.open(Operations.Address.file(root.resolve("var")))) {
                var ledger = new DeliveryLedger(operations.source());
                assertThat(ledger.count(State.SENT)).isEqualTo(PEOPLE - 1);
                assertThat(ledger.of(1).stream().filter(e -> e.state() == State.UNSURE))
                        .singleElement()
                        .satisfies(unsure -> assertThat(unsure.address())
                                .isEqualTo(server.taken().get(5).to()));
            }
        }
    }

    /** Delivers: also as the process that is killed. */
    public static void main(String... arguments) throws Exception {
        var root = Path.of(arguments[0]);
        var clock = Clock.system(ZoneId.of("Asia/Shanghai"));
        var settings = Settings.usual()
                .with(Map.of(
                        Settings.Key.MAIL_HOST, "127.0.0.1",
                        Settings.Key.MAIL_PORT, arguments[1],
                        Settings.Key.MAIL_SECURITY, "none",
                        Settings.Key.MAIL_FROM, "office@jinglan.example"));
        try (var operations = Operations.open(Operations.Address.file(root.resolve("var")))) {
            var home = Home.at(root, settings);
            var delivery = new Delivery(home, operations.source(), clock, Delivery.Pause.asleep(clock));
            new Routing(home, operations.source(), clock)
                    .plan(
                            List.of(new Destination.Mail(
                                    "recipients.csv", List.of(), new Destination.Choice(List.of(), false))),
                            new Consignment(
                                    "monthly-ranking",
                                    "月度排名通报",
                                    Period.parse("2026-06"),
                                    1,
                                    true,
                                    root.resolve("out"),
                                    "manifest.json",
                                    List.of(new ConsignedFile(
                                            "b",
                                            new Units.Unit("city", "city", "全市"),
                                            "通报.pdf",
                                            DigestUtils.sha256Hex("a file"),
                                            "通报",
                                            Set.of(),
                                            Set.of())),
                                    Map.of(),
                                    Units.NONE,
                                    subject -> List.of()));
            delivery.send(Progress.NONE);
        }
    }
}
