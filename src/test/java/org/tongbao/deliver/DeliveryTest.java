package org.tongbao.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.tongbao.Postgres;
import org.tongbao.deliver.DeliveryLedger.Entry;
import org.tongbao.deliver.DeliveryLedger.State;
import org.tongbao.deliver.Units.Unit;
import org.tongbao.home.FileNames;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.operations.Operations;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.spec.SpecException;

/** Whatever a server does, each recipient has each file once, or is listed. The people are invented. */
class DeliveryTest {

    private static final Period JUNE = Period.parse("2026-06");
    private static final Destination.Choice ISSUED = new Destination.Choice(List.of(), false);
    private static final Destination.Mail MAIL = new Destination.Mail("recipients.csv", List.of(), ISSUED);

    @TempDir
    Path root;

    private final HandClock clock = new HandClock(Instant.parse("2026-07-03T01:00:00Z"));
    private Operations operations;
    private Map<Settings.Key, String> settings;

    /** A clock that goes on when somebody waits. */
    private static final class HandClock extends Clock {
        private Instant now;

        HandClock(Instant now) {
            this.now = now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("Asia/Shanghai");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(root.resolve("var"));
        operations = Operations.open(Operations.Address.file(root.resolve("var")));
        settings = new TreeMap<>(Map.of(
                Settings.Key.MAIL_HOST, "127.0.0.1",
                Settings.Key.MAIL_FROM, "office@jinglan.example",
                Settings.Key.MAIL_SECURITY, "none",
                Settings.Key.DELIVER_TIMEOUT, "60"));
    }

    @AfterEach
    void close() {
        operations.close();
    }

    @Test
    void everyoneHasEachFileOnceOrIsListedWhateverTheServerDoes() throws IOException {
        try (var server = new OddMailServer()) {
            settings.put(Settings.Key.MAIL_PORT, String.valueOf(server.port()));
            var kinds = List.of("good", "refuse", "grey", "drop-early", "cut", "full", "spam", "drop-late");
            recipients(kinds.stream()
                    .map(kind -> "*,科长," + kind + "先生," + kind + "@example.org")
                    .toList());
            var tally = deliver(MAIL, files("通报.pdf", "通报.xlsx"));

            assertThat(tally).hasToString("10 sent, 4 undelivered, 2 unsure");
            assertThat(states())
                    .containsEntry("good", State.SENT)
                    .containsEntry("grey", State.SENT)
                    .containsEntry("drop-early", State.SENT)
                    .containsEntry("cut", State.SENT)
                    .containsEntry("full", State.SENT)
                    .containsEntry("refuse", State.UNDELIVERED)
                    .containsEntry("spam", State.UNDELIVERED)
                    .containsEntry("drop-late", State.UNSURE);
            assertThat(server.taken().stream().map(OddMailServer.Taken::to))
                    .as("nobody twice, not even who was unsure")
                    .doesNotHaveDuplicates()
                    .hasSize(6);
            assertThat(entry("refuse").answer()).contains("550");
            assertThat(entry("grey").attempts()).isEqualTo(3);

            assertThat(deliver(MAIL, files("通报.pdf", "通报.xlsx")))
                    .as("run again")
                    .hasToString("0 sent");
            assertThat(server.taken()).hasSize(6);

            var first = server.taken().stream()
                    .filter(t -> t.to().startsWith("drop-late"))
                    .findFirst()
                    .orElseThrow();
            assertThat(ledger().resend(
                                    List.of(State.UNSURE),
                                    List.of(entry("drop-late").parcel()),
                                    clock.instant()))
                    .isEqualTo(2);
            delivery().send(Progress.NONE);
            assertThat(server.taken().stream()
                            .filter(t -> t.to().startsWith("drop-late"))
                            .map(OddMailServer.Taken::id))
                    .as("a mailbox can see that it is the same message")
                    .containsExactly(first.id(), first.id());
        }
    }

    @Test
    void aServerThatTakesAMessageAndNeverAnswersLeavesItUnsureWhenTheTimeIsUp() throws IOException {
        try (var server = new OddMailServer()) {
            settings.put(Settings.Key.MAIL_PORT, String.valueOf(server.port()));
            settings.put(Settings.Key.DELIVER_TIMEOUT, "3");
            server.holdAfter(0);
            recipients(List.of("*,科长,一,a@example.org"));
            assertThat(deliver(MAIL, files("通报.pdf"))).hasToString("0 sent, 1 unsure");
        }
    }

    @Test
    void aProcessThatDiedWhileSendingLeavesItUnsureAndSendsTheRest() throws IOException {
        try (var server = new OddMailServer()) {
            settings.put(Settings.Key.MAIL_PORT, String.valueOf(server.port()));
            recipients(List.of("*,科长,一,a@example.org", "*,科长,二,b@example.org"));
            routing().plan(List.of(MAIL), consignment(files("通报.pdf")));
            var interrupted = ledger().latest(9).get(0);
            assertThat(ledger().claim(interrupted.parcel(), clock.instant())).isTrue();
            assertThat(ledger().claim(interrupted.parcel(), clock.instant()))
                    .as("two can't")
                    .isFalse();

            assertThat(delivery().send(Progress.NONE)).hasToString("1 sent");
            assertThat(ledger().of(7).stream().map(Entry::state)).containsExactlyInAnyOrder(State.UNSURE, State.SENT);
        }
    }

    @Test
    void ofTwoNodesOneSendsAtATime() throws Exception {
        var address = Postgres.address("delivery_test");
        var other = Executors.newSingleThreadExecutor();
        try (var there = Operations.open(address);
                var server = new OddMailServer()) {
            settings.put(Settings.Key.MAIL_PORT, String.valueOf(server.port()));
            recipients(List.of("*,科长,一,a@example.org"));
            Future<Delivery.Tally> second;
            try (var here = Operations.open(address)) {
                new Routing(home(), here.source(), clock).plan(List.of(MAIL), consignment(files("通报.pdf")));
                new JdbcTemplate(here.source()).queryForList("select pg_advisory_lock(?)", SendLock.LOCK);
                second = other.submit(() ->
                        new Delivery(home(), there.source(), clock, time -> clock.now = time).send(Progress.NONE));
                assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> second.get(1, TimeUnit.SECONDS));
                assertThat(server.taken()).isEmpty();
            }
            // As when a node dies: nobody unlocked, its connections have ended.
            assertThat(second.get(30, TimeUnit.SECONDS)).hasToString("1 sent");
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void aServerThatIsDownFailsTheStepAndTheNextCallSendsAll() throws IOException {
        int port;
        try (var nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = nobody.getLocalPort();
        }
        settings.put(Settings.Key.MAIL_PORT, String.valueOf(port));
        recipients(List.of("*,科长,一,a@example.org"));
        assertThatExceptionOfType(DeliveryFailed.class)
                .isThrownBy(() -> deliver(MAIL, files("通报.pdf")))
                .withMessageContaining("mail server 127.0.0.1");
        assertThat(ledger().latest(1).get(0).attempts()).as("nothing was tried").isZero();
        try (var server = new OddMailServer()) {
            settings.put(Settings.Key.MAIL_PORT, String.valueOf(server.port()));
            clock.now = clock.now.plus(Duration.ofHours(1));
            assertThat(deliver(MAIL, files("通报.pdf"))).hasToString("1 sent");
        }
    }

    @Test
    void mailIsReadableGoesByRegionAndRoleInPartsAndNotAtNight() throws Exception {
        var server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.setUser("office@jinglan.example", "office", "secret");
        server.start();
        try {
            settings.put(Settings.Key.MAIL_PORT, String.valueOf(server.getSmtp().getPort()));
            settings.put(Settings.Key.MAIL_USER, "office");
            settings.put(Settings.Key.MAIL_PASSWORD, "secret");
            settings.put(Settings.Key.MAIL_LIMIT, "0.1MB");
            settings.put(Settings.Key.MAIL_QUIET, "22:00-07:00");
            recipients(List.of("东区,科长,王一,east@example.org", "R2,科长,李二,west@example.org", "东区,文书,赵三,clerk@example.org"));
            var east = files("东区.pdf", "东区.xlsx");
            var artifacts =
                    new ArrayList<>(east.stream().map(a -> of("R1", "东区", a)).toList());
            files("西区.pdf").forEach(a -> artifacts.add(of("R2", "西区", a)));
            files("南区.pdf").forEach(a -> artifacts.add(of("R3", "南区", a)));
            var heads = new Destination.Mail("recipients.csv", List.of("科长"), ISSUED);
            clock.now = Instant.parse("2026-07-02T15:00:00Z"); // 23:00 there

            var remarks = routing().plan(List.of(heads), consignment(artifacts));
            assertThat(remarks).containsExactly("in recipients.csv nobody gets: b 南区");
            assertThat(delivery().send(Progress.NONE)).hasToString("0 sent, 3 waiting");
            clock.now = Instant.parse("2026-07-02T23:00:01Z"); // 07:00 there
            assertThat(delivery().send(Progress.NONE)).hasToString("3 sent");

            var messages = server.getReceivedMessages();
            assertThat(messages)
                    .as("60 kB each: two do not go into one message")
                    .hasSize(3);
            assertThat(IntStream.range(0, 3).mapToObj(i -> to(messages[i])))
                    .containsExactlyInAnyOrder("east@example.org", "east@example.org", "west@example.org");
            var west = java.util.Arrays.stream(messages)
                    .filter(m -> to(m).startsWith("west"))
                    .findFirst()
                    .orElseThrow();
            assertThat(west.getSubject()).isEqualTo("虚建安〔2026〕1号 西区");
            var parts = (MimeMultipart) west.getContent();
            assertThat(parts.getBodyPart(0).getContent().toString())
                    .startsWith("李二：")
                    .contains("得分 88.00 R2", "虚建安〔2026〕1号 西区.pdf");
            assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("虚建安〔2026〕1号 西区.pdf");
            assertThat(parts.getBodyPart(1).isMimeType("application/pdf")).isTrue();
            try (var attached = parts.getBodyPart(1).getInputStream()) {
                assertThat(attached.readAllBytes()).isEqualTo(Files.readAllBytes(root.resolve("out/西区.pdf")));
            }
        } finally {
            server.stop();
        }
    }

    @Test
    void inTestModeEverythingGoesToOneAddressAndTheRealOnesStillGetTheirsLater() throws IOException {
        try (var server = new OddMailServer()) {
            settings.put(Settings.Key.MAIL_PORT, String.valueOf(server.port()));
            settings.put(Settings.Key.MAIL_TEST_TO, "me@example.org");
            recipients(List.of("*,科长,一,a@example.org", "*,科长,二,b@example.org"));
            assertThat(deliver(MAIL, files("通报.pdf"))).hasToString("2 sent");
            assertThat(server.taken()).extracting(OddMailServer.Taken::to).containsOnly("me@example.org");
            settings.remove(Settings.Key.MAIL_TEST_TO);
            assertThat(deliver(MAIL, files("通报.pdf"))).hasToString("2 sent");
            assertThat(server.taken()).extracting(OddMailServer.Taken::to).contains("a@example.org", "b@example.org");
        }
    }

    @Test
    void mistakesInTheListAreAllTold() throws IOException {
        Files.writeString(
                root.resolve("recipients.csv"),
                "收件单位,角色,姓名,邮箱\n东区,科长,\"王\n一\",one@example.org\n,科长,一,a@example.org\n东区,科长,二,nobody\n");
        assertThatExceptionOfType(SpecException.class)
                .isThrownBy(() -> deliver(MAIL, files("通报.pdf")))
                .withMessageContaining("recipients.csv:4 whose copies?")
                .withMessageContaining("recipients.csv:5 'nobody' is no address");
    }

    @Test
    void aFileTooLargeForMailIsListedAndFilesMadeAnewAreNotSentInPlaceOfTheOld() throws IOException {
        try (var server = new OddMailServer()) {
            settings.put(Settings.Key.MAIL_PORT, String.valueOf(server.port()));
            settings.put(Settings.Key.MAIL_LIMIT, "0.05MB");
            recipients(List.of("*,科长,一,a@example.org"));
            assertThat(deliver(MAIL, files("大.pdf"))).hasToString("0 sent");
            assertThat(ledger().latest(1).get(0).answer()).isEqualTo("larger than mail.limit 0.05MB");
            settings.remove(Settings.Key.MAIL_LIMIT);
            routing().plan(List.of(MAIL), consignment(files("通报.pdf")));
            Files.writeString(root.resolve("out/通报.pdf"), "made anew");
            delivery().send(Progress.NONE);
            assertThat(ledger().latest(1).get(0).answer()).contains("has been made anew since");
            assertThat(server.taken()).isEmpty();
        }
    }

    @Test
    void aWebhookIsPostedEachFileSignedUntilItTakesIt() throws IOException {
        var bodies = new ArrayList<String>();
        var keys = new ArrayList<String>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            var body = exchange.getRequestBody().readAllBytes();
            boolean signed = ("sha256=" + new HmacUtils(HmacAlgorithms.HMAC_SHA_256, "k").hmacHex(body))
                    .equals(exchange.getRequestHeaders().getFirst("Tongbao-Signature"));
            bodies.add(new String(body, StandardCharsets.UTF_8));
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            exchange.sendResponseHeaders(!signed ? 403 : bodies.size() == 1 ? 503 : 200, -1);
            exchange.close();
        });
        server.start();
        try {
            settings.put(Settings.Key.WEBHOOK_SECRET, "k");
            var hook = new Destination.Webhook(
                    java.net.URI.create(
                            "http://127.0.0.1:" + server.getAddress().getPort() + "/hook"),
                    ISSUED);
            assertThat(deliver(hook, files("通报.pdf"))).hasToString("1 sent");
            assertThat(keys).hasSize(2);
            assertThat(keys.get(0)).isEqualTo(keys.get(1));
            assertThat(bodies.get(1)).contains("\"file\":\"通报.pdf\"");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anSftpFolderHoldsEachFileWholeAndAnUnknownHostGetsNothing() throws Exception {
        var place = Files.createDirectories(root.resolve("sftp"));
        try (var server = SshServer.setUpDefaultServer()) {
            server.setHost("127.0.0.1");
            server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(root.resolve("host.key")));
            server.setPasswordAuthenticator((user, password, session) -> password.equals("secret"));
            server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
            server.setFileSystemFactory(new VirtualFileSystemFactory(place));
            server.start();
            settings.put(Settings.Key.SFTP_USER, "office");
            settings.put(Settings.Key.SFTP_PASSWORD, "secret");
            settings.put(Settings.Key.DELIVER_PATIENCE, "0");
            var there = new Destination.Sftp("sftp://127.0.0.1:" + server.getPort() + "/in/{period}", ISSUED);
            assertThatExceptionOfType(DeliveryFailed.class)
                    .isThrownBy(() -> deliver(there, files("通报.pdf")))
                    .withMessageContaining("known_hosts");
            var another = new SimpleGeneratorHostKeyProvider(root.resolve("another.key"))
                    .loadKeys(null)
                    .iterator()
                    .next()
                    .getPublic();
            Files.writeString(root.resolve("known_hosts"), hostLine(server, another));
            clock.now = clock.now.plus(Duration.ofHours(1));
            assertThatExceptionOfType(DeliveryFailed.class)
                    .as("somebody else in its place")
                    .isThrownBy(() -> deliver(there, files("通报.pdf")))
                    .withMessageContaining("known_hosts");
            assertThat(place).isEmptyDirectory();
            var key =
                    server.getKeyPairProvider().loadKeys(null).iterator().next().getPublic();
            Files.writeString(root.resolve("known_hosts"), hostLine(server, key));
            clock.now = clock.now.plus(Duration.ofHours(1));
            assertThat(KeyUtils.getKeyType(key)).isNotNull();
            assertThat(deliver(there, files("通报.pdf"))).hasToString("1 sent");
            assertThat(place.resolve("in/2026-06/通报.pdf")).hasSameBinaryContentAs(root.resolve("out/通报.pdf"));
            assertThat(place.resolve("in/2026-06")).isDirectoryNotContaining("glob:**.part");
            var own = new Destination.Sftp("sftp://127.0.0.1:" + server.getPort() + "/to/{recipient}", ISSUED);
            var letter = files("信.pdf").get(0);
            assertThat(deliver(own, List.of(of("R8", "东 区#1%[甲]", letter)))).hasToString("1 sent");
            assertThat(place.resolve("to/东 区#1%[甲]/信.pdf")).exists();
            assertThat(deliver(own, List.of(of("R9", "../..", letter)))).hasToString("1 sent");
            assertThat(place.resolve("to/" + FileNames.alone("../..") + "/信.pdf"))
                    .as("not out of the folder")
                    .exists();
        }
    }

    @Test
    void aFolderIsItsRecipientsAloneFromPeriodToPeriod() throws IOException {
        var everybody = new Units(List.of(
                new Unit("site", "S1", "一标段/二标段"),
                new Unit("site", "S2", "一标段_二标段"),
                new Unit("site", "S3", "同名工地"),
                new Unit("site", "S4", "同名工地"),
                new Unit("town", "S1", "东镇")));
        var to = new Destination.Folder("to/{recipient}", ISSUED);
        var letters = List.copyOf(everybody.all());
        for (int i = 0; i < letters.size(); i++) {
            var letter = files(i + ".pdf").get(0);
            Files.writeString(root.resolve("out/manifest.json"), "{}");
            routing().plan(List.of(to), consignment(List.of(of(letters.get(i), letter)), everybody));
        }
        var seen = new TreeMap<String, List<String>>();
        try (var folders = Files.list(root.resolve("to"))) {
            for (var folder : folders.toList()) {
                try (var files = Files.list(folder)) {
                    seen.put(
                            String.valueOf(folder.getFileName()),
                            files.map(file -> String.valueOf(file.getFileName()))
                                    .filter(name -> name.endsWith(".pdf"))
                                    .toList());
                }
            }
        }
        assertThat(seen)
                .containsOnly(
                        Map.entry(FileNames.alone("一标段/二标段"), List.of("0.pdf")),
                        Map.entry("一标段_二标段", List.of("1.pdf")),
                        Map.entry("同名工地-S3", List.of("2.pdf")),
                        Map.entry("同名工地-S4", List.of("3.pdf")),
                        Map.entry("东镇", List.of("4.pdf")));
    }

    @Test
    void whoGetsACircularGetsItsCorrectionHoweverNarrowTheWay() throws IOException {
        Files.writeString(
                root.resolve("recipients.csv"),
                "收件单位,角色,姓名,邮箱,通报\n东镇,镇长,一,one@example.org,circular\n东镇,镇长,二,two@example.org,letter\n");
        var town = new Unit("town", "T1", "东镇");
        var file = files("更正.pdf").get(0);
        var correction = new ConsignedFile(
                "correction", town, file.file(), file.sha256(), "关于更正的通报", Set.of(town), Set.of("circular"));
        var narrow = new Destination.Choice(List.of("circular", "letter"), false);
        var other = new Destination.Choice(List.of("letter"), false);
        routing()
                .plan(
                        List.of(
                                new Destination.Mail("recipients.csv", List.of(), narrow),
                                new Destination.Sftp("sftp://127.0.0.1/in", narrow),
                                new Destination.Sftp("sftp://127.0.0.1/other", other)),
                        consignment(List.of(correction), new Units(List.of(town))));
        assertThat(ledger().latest(9))
                .extracting(Entry::address)
                .containsExactlyInAnyOrder("one@example.org", "sftp://127.0.0.1/in");
    }

    @Test
    void longNamesAndLongListsFitIntoTheLedgerAndTheMail() throws IOException {
        var sites = IntStream.range(0, 120)
                .mapToObj(i -> new ConsignedFile(
                        "b",
                        new Unit("site", "长".repeat(500) + i, "名".repeat(300) + i),
                        i + ".pdf",
                        "0".repeat(64),
                        "题".repeat(300) + i,
                        Set.of(),
                        Set.of()))
                .toList();
        Files.createDirectories(root.resolve("out"));
        for (var site : sites) {
            Files.writeString(root.resolve("out").resolve(site.file()), site.file());
        }
        recipients(List.of("*,科长,一,one@example.org"));
        routing()
                .plan(
                        List.of(MAIL, new Destination.Sftp("sftp://127.0.0.1/to/{recipient}", ISSUED)),
                        consignment(sites));
        routing()
                .plan(
                        List.of(new Destination.Sftp("sftp://127.0.0.1/to/{recipient}", ISSUED)),
                        consignment(
                                List.of(of("S", "#".repeat(300), files("信.pdf").get(0)))));
        var planned = ledger().latest(999);
        assertThat(planned).hasSize(120 + 120 + 1).extracting(Entry::state).containsOnly(State.PLANNED);
        var mail = planned.stream()
                .filter(e -> e.channel().equals("mail"))
                .findFirst()
                .orElseThrow();
        assertThat(mail.title()).matches("题{120}…等120件");
        assertThat(mail.words())
                .as("all that are attached, but not all of them once more as text, for each of them")
                .contains("附件（120个）：\n  题", "……\n")
                .hasSizeLessThan(100_000);
        assertThat(mail.words().lines().filter(line -> line.contains("SHA-256")))
                .hasSize(50);
        assertThat(planned)
                .filteredOn(e -> e.address().contains("%23"))
                .extracting(Entry::address)
                .containsOnly("sftp://127.0.0.1/to/" + "%23".repeat(250 - 17) + "~"
                        + DigestUtils.sha256Hex("#".repeat(300)).substring(0, 16));
    }

    private static String hostLine(SshServer server, PublicKey key) {
        return "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(key) + "\n";
    }

    private Map<String, State> states() {
        return ledger().of(7).stream()
                .collect(Collectors.toMap(e -> e.address().replace("@example.org", ""), Entry::state, (a, b) -> {
                    assertThat(a).isEqualTo(b);
                    return a;
                }));
    }

    private Entry entry(String kind) {
        return ledger().of(7).stream()
                .filter(e -> e.address().startsWith(kind + "@"))
                .findFirst()
                .orElseThrow();
    }

    private static String to(jakarta.mail.internet.MimeMessage message) {
        try {
            return message.getAllRecipients()[0].toString();
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void recipients(List<String> lines) throws IOException {
        Files.writeString(root.resolve("recipients.csv"), "收件单位,角色,姓名,邮箱\n" + String.join("\n", lines) + "\n");
    }

    private DeliveryLedger ledger() {
        return new DeliveryLedger(operations.source());
    }

    private Home home() {
        return Home.at(root, Settings.usual().with(settings));
    }

    private Routing routing() {
        return new Routing(home(), operations.source(), clock);
    }

    private Delivery delivery() {
        return new Delivery(home(), operations.source(), clock, time -> clock.now = time);
    }

    private Delivery.Tally deliver(Destination to, List<ConsignedFile> artifacts) {
        routing().plan(List.of(to), consignment(artifacts));
        return delivery().send("monthly-ranking", JUNE, Progress.NONE);
    }

    private Consignment consignment(List<ConsignedFile> artifacts) {
        return consignment(artifacts, Units.NONE);
    }

    private Consignment consignment(List<ConsignedFile> artifacts, Units units) {
        return new Consignment(
                "monthly-ranking",
                "月度排名通报",
                JUNE,
                7,
                true,
                root.resolve("out"),
                "manifest.json",
                artifacts,
                Map.of(),
                units,
                subject -> List.of("得分 88.00 " + subject.key()));
    }

    private static ConsignedFile of(String recipient, String name, ConsignedFile artifact) {
        return of(new Unit("region", recipient, name), artifact);
    }

    private static ConsignedFile of(Unit subject, ConsignedFile artifact) {
        return new ConsignedFile(
                artifact.bulletin(),
                subject,
                artifact.file(),
                artifact.sha256(),
                artifact.document(),
                Set.of(subject),
                Set.of());
    }

    private List<ConsignedFile> files(String... names) {
        try {
            Files.createDirectories(root.resolve("out"));
            var files = new ArrayList<ConsignedFile>();
            for (var name : names) {
                var bytes = name.repeat(60_000 / name.length() / 2).getBytes(StandardCharsets.UTF_8);
                Files.write(root.resolve("out").resolve(name), bytes);
                files.add(new ConsignedFile(
                        "b",
                        new Unit("city", "city", "全市"),
                        name,
                        DigestUtils.sha256Hex(bytes),
                        "虚建安〔2026〕1号 " + name.substring(0, name.indexOf('.')),
                        Set.of(),
                        Set.of()));
            }
            return files;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
