package org.tongbao.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.deliver.OddMailServer.Secrecy;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.operations.Operations;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;

/** Mail goes only to a server that is who it says, and not in the open where secrecy is asked for. All is invented. */
class SecrecyTest {

    private static final Instant NOW = Instant.parse("2026-07-03T01:00:00Z");
    private static final char[] PASSWORD = "invented".toCharArray();

    @TempDir
    static Path keys;

    @TempDir
    Path root;

    private static SSLContext here;
    private static SSLContext elsewhere;

    private Operations operations;
    private Instant now = NOW;

    @BeforeAll
    static void makeCertificates() throws Exception {
        here = certificate("ip:127.0.0.1");
        elsewhere = certificate("dns:elsewhere.example");
    }

    @BeforeEach
    void open() throws IOException {
        operations = Operations.open(Operations.Address.file(root.resolve("var")));
        Files.writeString(root.resolve("recipients.csv"), "收件单位,角色,姓名,邮箱\n*,科长,一,one@jinglan.example\n");
        Files.createDirectories(root.resolve("out"));
        Files.writeString(root.resolve("out/通报.pdf"), "a file");
    }

    @AfterEach
    void close() {
        operations.close();
    }

    @Test
    void starttlsAndTlsReachAServerWhoseCertificateIsTrustedAndNoOther() throws Exception {
        for (var each : Map.of("starttls", Secrecy.OFFERED, "tls", Secrecy.FROM_THE_FIRST_BYTE)
                .entrySet()) {
            try (var server = new OddMailServer(each.getValue(), here)) {
                assertThatExceptionOfType(DeliveryFailed.class)
                        .as(each.getKey())
                        .isThrownBy(() -> send(server, each.getKey(), ""))
                        .withMessageContaining("no safe connection (mail.security, deliver.trust)");
                assertThatExceptionOfType(DeliveryFailed.class)
                        .isThrownBy(() -> send(server, each.getKey(), "elsewhere.example.pem"));
                assertThat(server.taken()).isEmpty();
                assertThat(send(server, each.getKey(), "127.0.0.1.pem")).hasToString("1 sent");
                assertThat(server.taken()).hasSize(1);
            }
            Files.writeString(root.resolve("out/通报.pdf"), "another file");
        }
    }

    @Test
    void aTrustedCertificateOfAnotherHostIsRefused() throws Exception {
        try (var server = new OddMailServer(Secrecy.FROM_THE_FIRST_BYTE, elsewhere)) {
            assertThatExceptionOfType(DeliveryFailed.class)
                    .isThrownBy(() -> send(server, "tls", "elsewhere.example.pem"));
            assertThat(server.taken()).isEmpty();
        }
    }

    @Test
    void aServerThatDoesNotOfferStarttlsGetsNothingInTheOpen() throws Exception {
        try (var server = new OddMailServer()) {
            assertThatExceptionOfType(DeliveryFailed.class)
                    .isThrownBy(() -> send(server, "starttls", ""))
                    .withMessageContaining("STARTTLS is required but host does not support STARTTLS");
            assertThat(server.taken()).isEmpty();
            assertThat(send(server, "none", "")).hasToString("1 sent");
        }
    }

    @Test
    void aFileOfCertificatesThatHoldsNoneIsNamedAndNothingIsLost() throws Exception {
        try (var server = new OddMailServer(Secrecy.OFFERED, here)) {
            Files.writeString(keys.resolve("empty.pem"), "");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> send(server, "starttls", "empty.pem"))
                    .withMessageContaining("deliver.trust");
            assertThat(send(server, "starttls", "127.0.0.1.pem")).hasToString("1 sent");
        }
    }

    private Delivery.Tally send(OddMailServer server, String security, String trust) throws IOException {
        now = now.plus(Duration.ofHours(3));
        var clock = Clock.fixed(now, ZoneOffset.UTC);
        var settings = new HashMap<>(Map.of(
                Settings.Key.MAIL_HOST, "127.0.0.1",
                Settings.Key.MAIL_PORT, String.valueOf(server.port()),
                Settings.Key.MAIL_SECURITY, security,
                Settings.Key.MAIL_FROM, "office@jinglan.example",
                Settings.Key.DELIVER_TIMEOUT, "20",
                Settings.Key.DELIVER_PATIENCE, "0"));
        if (!trust.isEmpty()) {
            settings.put(Settings.Key.DELIVER_TRUST, keys.resolve(trust).toString());
        }
        var home = Home.at(root, Settings.usual().with(settings));
        var june = Period.parse("2026-06");
        var file = new ConsignedFile(
                "b",
                new Units.Unit("city", "city", "全市"),
                "通报.pdf",
                new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(root.resolve("out/通报.pdf")),
                "通报",
                Set.of(),
                Set.of());
        new Routing(home, operations.source(), clock)
                .plan(
                        List.of(new Destination.Mail(
                                "recipients.csv", List.of(), new Destination.Choice(List.of(), false))),
                        new Consignment(
                                "monthly-ranking",
                                "月度排名通报",
                                june,
                                1,
                                true,
                                root.resolve("out"),
                                "manifest.json",
                                List.of(file),
                                Map.of(),
                                Units.NONE,
                                subject -> List.of()));
        return new Delivery(home, operations.source(), clock, Delivery.Pause.asleep(clock))
                .send("monthly-ranking", june, Progress.NONE);
    }

    /** A key and a certificate that it has signed itself; the certificate is written beside as NAME.pem. */
    private static SSLContext certificate(String name) throws Exception {
        var host = name.substring(name.indexOf(':') + 1);
        var file = keys.resolve(host + ".p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=" + host + ", O=Invented",
                        "-ext",
                        "san=" + name,
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        String.valueOf(PASSWORD),
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        var store = KeyStore.getInstance(file.toFile(), PASSWORD);
        var encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        Files.writeString(
                keys.resolve(host + ".pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + encoder.encodeToString(store.getCertificate("server").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
