package org.tongbao.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.poi.ss.usermodel.WorkbookFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tongbao.deliver.MailReaders;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.issue.Verification;
import org.tongbao.issue.Verification.Outcome;
import org.tongbao.issue.Verification.VerifiedFile;
import org.tongbao.operations.Operations;
import org.tongbao.release.BulletinDelivery;
import org.tongbao.release.Release;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Actor;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Warehouse;

/**
 * Names as data have them, however long and whatever stands in them, go through a run to archive, folders and mail; the
 * documents say them in full.
 */
class AwkwardNamesTest {

    /** All file systems that a bureau has take names of so many bytes, also with {@code .part} behind them. */
    private static final int MOST_BYTES = 255 - ".part".length();

    private static final String LONG =
            "景澜市临澜区某某片区老旧小区综合改造提升及配套基础设施建设工程总承包项目".repeat(9).substring(0, 299);

    /** Key to name. */
    private static final Map<String, String> SITES = new LinkedHashMap<>();

    static {
        SITES.put("S01", "虚构工地1号");
        SITES.put("S02", LONG + "甲");
        SITES.put("S03", LONG + "乙");
        SITES.put("S04", "一标段/二标段");
        SITES.put("S05", "一标段_二标段");
        SITES.put("S06", "CON");
        SITES.put("S07", "con");
        SITES.put("S08", "nul.pdf");
        SITES.put("S09", "..");
        SITES.put("S10", "../../etc/passwd");
        SITES.put("S11", "有限公司Ltd.");
        SITES.put("S12", "两行\n的名称\t制表");
        SITES.put("S13", "<星*号?\"引\"|:\\>");
        SITES.put("S14", "塔".repeat(120));
        SITES.put("S15", "同名工地");
        SITES.put("S16", "同名工地");
        SITES.put("S17", "同名工地-S15");
        SITES.put("S18", "Café");
        SITES.put("S19", "Cafe\u0301");
        SITES.put("../S20", "同名工地");
        SITES.put("S21", "名\u202Efdp.exe");
        SITES.put("S22", "竖\u000B排\u0001\u001F\u007F\u0085名");
        SITES.put("S23", "非\uFFFE字\uFFFF符_x0041_");
        SITES.put("S24", "长".repeat(40_000));
    }

    @TempDir
    static Path folder;

    private static Path home;
    private static List<Path> letters = List.of();
    private static List<Path> issuedLetters = List.of();

    @BeforeAll
    static void run() throws Exception {
        home = ManyCopies.in(folder.resolve("home"), 1);
        var rows = new StringBuilder("编码,名称,得分,检查日期\n");
        SITES.forEach((key, name) -> rows.append(key)
                .append(",\"")
                .append(name.replace("\"", "\"\""))
                .append("\",88,2026-06-11\n"));
        Files.writeString(home.resolve("sample-data/工地名册.csv"), rows);
        Files.writeString(home.resolve("recipients.csv"), "收件单位,角色,姓名,邮箱\n*,科长,一,one@jinglan.example\n");
        Files.writeString(home.resolve("issued.csv"), "收件单位,角色,姓名,邮箱\n*,科长,二,two@jinglan.example\n");
        var server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try (var operations = Operations.open(Operations.Address.file(home.resolve("var")))) {
            ManyCopies.deliver(home, """
                    deliver:
                      - { folder: "out/{period}", drafts: yes }
                      - { folder: "out/to/{recipient}", drafts: yes }
                      - { mail: recipients.csv, drafts: yes }
                      - { mail: issued.csv }
                    """, server.getSmtp().getPort());
            ManyCopies.run(home, operations);
            letters = save(server.getReceivedMessages());
            server.purgeEmailFromAllMailboxes();
            verifyDrafts();
            issue(operations);
            issuedLetters = save(server.getReceivedMessagesForDomain("two@jinglan.example"));
        } finally {
            server.stop();
        }
    }

    private static void verifyDrafts() {
        try (var warehouse = ManyCopies.warehouse(home);
                var session = warehouse.session()) {
            assertThat(new Verification(session).of(home.resolve("out/archive/copies/2026-06")))
                    .extracting(VerifiedFile::outcome)
                    .containsOnly(Outcome.UNCHANGED);
        }
    }

    /** Issues what was drafted, and sends it to who waits for it. */
    private static void issue(Operations operations) {
        var june = Period.parse("2026-06");
        var at = Home.at(home, Settings.read(home, Map.of(), new Problems()));
        var rulebook = Rulebook.readForLooking(at);
        var job = rulebook.job("copies");
        try (var warehouse = Warehouse.open(new Warehouse.Settings(
                at.var().resolve("warehouse.duckdb"),
                "1GB",
                2,
                at.var().resolve("temp"),
                List.of(at.data(), at.rulebook(), at.var())))) {
            Function<String, Release> by =
                    user -> new Release(at, rulebook, warehouse, new Actor(user, "desk"), ManyCopies.CLOCK);
            assertThat(by.apply("zhang").check(job, june, "张统计").words()).doesNotContain("不得印发");
            by.apply("li").approve(job, june, "李处长", "");
            by.apply("wang").issue(job, june, "王秘书", LocalDate.of(2026, 7, 3));
            var delivery = new BulletinDelivery(at, rulebook, operations.source(), ManyCopies.CLOCK);
            delivery.issued(warehouse, job, june);
            delivery.send(job, june, Progress.NONE);
        }
    }

    private static List<Path> save(MimeMessage[] messages) throws Exception {
        var files = new ArrayList<Path>();
        for (var message : messages) {
            var file = Files.createTempFile(folder, "letter", ".eml");
            try (var out = Files.newOutputStream(file)) {
                message.writeTo(out);
            }
            files.add(file);
        }
        return files;
    }

    @Test
    void everyCopyIsThereUnderANameThatEveryFileSystemTakesAndThatNoOtherHas() throws Exception {
        var names = names(home.resolve("out/2026-06")).stream()
                .filter(name -> !name.equals("manifest.json"))
                .toList();
        assertThat(names).hasSize(2 * SITES.size()).allSatisfy(AwkwardNamesTest::isTakenEverywhere);
        assertThat(names.stream().map(AwkwardNamesTest::folded)).doesNotHaveDuplicates();
        assertThat(names(home.resolve("out/archive/copies/2026-06"))).containsAll(names);
    }

    @Test
    void whatIsIssuedIsFrozenUnderTheSameNames() throws Exception {
        var frozen = home.resolve("out/issued/copies/2026-06-1");
        assertThat(names(frozen)).isEqualTo(names(home.resolve("out/archive/copies/2026-06")));
        try (var warehouse = ManyCopies.warehouse(home);
                var session = warehouse.session()) {
            assertThat(new Verification(session).of(frozen))
                    .extracting(VerifiedFile::outcome)
                    .containsOnly(Outcome.UNCHANGED);
        }
    }

    @Test
    void ordinaryNamesStandInFileNamesAsTheyDid() throws Exception {
        assertThat(names(home.resolve("out/2026-06")))
                .contains(
                        "site-copy-2026-06-虚构工地1号.pdf",
                        "site-copy-2026-06-有限公司Ltd..pdf",
                        "site-copy-2026-06-同名工地-S16.pdf");
    }

    @Test
    void everyoneHasAFolderOfTheirOwnAndNothingLiesOutsideIt() throws Exception {
        var to = home.resolve("out/to");
        var folders = names(to);
        assertThat(folders).hasSize(SITES.size()).contains("虚构工地1号").allSatisfy(AwkwardNamesTest::isTakenEverywhere);
        assertThat(folders.stream().map(AwkwardNamesTest::folded)).doesNotHaveDuplicates();
        for (var folder : folders) {
            assertThat(names(to.resolve(folder))).as(folder).hasSize(2);
        }
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(file -> String.valueOf(file.getFileName()).startsWith("site-copy-"))
                            .filter(Files::isRegularFile)
                            .filter(file -> !file.startsWith(home.resolve("out"))))
                    .isEmpty();
        }
    }

    @Test
    void theDocumentSaysTheNameInFull() throws Exception {
        var archive = home.resolve("out/archive/copies/2026-06");
        var texts = new TreeSet<String>();
        var cells = new TreeSet<String>();
        for (var name : names(archive)) {
            if (name.endsWith(".pdf")) {
                try (var document = Loader.loadPDF(archive.resolve(name).toFile())) {
                    texts.add(new PDFTextStripper().getText(document).replaceAll("\\s", ""));
                }
            } else if (name.endsWith(".xlsx")) {
                try (var book = WorkbookFactory.create(archive.resolve(name).toFile(), null, true)) {
                    book.getSheetAt(0).forEach(row -> row.forEach(cell -> cells.add(cell.toString())));
                }
            }
        }
        assertThat(cells).as("a cell of a workbook takes so many").allMatch(text -> text.length() <= 32_767);
        assertThat(cells).contains(LONG + "甲", LONG + "乙", "一标段/二标段", "两行\n的名称\t制表");
        assertThat(texts)
                .anyMatch(text -> text.contains(LONG + "甲"))
                .anyMatch(text -> text.contains(LONG + "乙"))
                .anyMatch(text -> text.contains("一标段/二标段"));
    }

    @ParameterizedTest
    @EnumSource
    void everyAttachmentIsReadUnderANameOfItsOwn(MailReaders reader) throws Exception {
        assertThat(attached(reader, letters, home.resolve("out/archive/copies/2026-06")))
                .contains("【草稿】工地得分告知单（虚构工地1号）.pdf", "【草稿】工地得分告知单（虚构工地1号）.xlsx");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsIssuedIsAttachedWithItsNumber(MailReaders reader) throws Exception {
        assertThat(attached(reader, issuedLetters, home.resolve("out/issued/copies/2026-06-1")))
                .allMatch(name -> name.startsWith("虚构〔2026〕1号 工地得分告知单（"))
                .contains("虚构〔2026〕1号 工地得分告知单（虚构工地1号）.pdf", "虚构〔2026〕1号 工地得分告知单（虚构工地1号）.xlsx");
    }

    /** What attachments are called: those of all files of a folder, none like another. */
    private static List<String> attached(MailReaders reader, List<Path> letters, Path archive) throws Exception {
        assertThat(letters).isNotEmpty();
        var made = new ArrayList<String>();
        for (var name : names(archive)) {
            if (!name.equals("manifest.json")) {
                made.add(DigestUtils.sha256Hex(Files.readAllBytes(archive.resolve(name))));
            }
        }
        var attached = reader.read(letters).stream()
                .flatMap(letter -> letter.attachments().stream())
                .toList();
        assertThat(attached).hasSize(2 * SITES.size());
        assertThat(attached).extracting(MailReaders.Attached::sha256).containsExactlyInAnyOrderElementsOf(made);
        assertThat(attached).extracting(MailReaders.Attached::name).allSatisfy(AwkwardNamesTest::isTakenEverywhere);
        assertThat(attached)
                .extracting(MailReaders.Attached::type)
                .containsOnly("application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        assertThat(attached.stream().map(MailReaders.Attached::name).map(AwkwardNamesTest::folded))
                .doesNotHaveDuplicates();
        return attached.stream().map(MailReaders.Attached::name).toList();
    }

    private static void isTakenEverywhere(String name) {
        assertThat(name.getBytes(UTF_8).length).as(name).isLessThanOrEqualTo(MOST_BYTES);
        assertThat(name)
                .doesNotMatch("(?s).*[\\\\/:*?\"<>|\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}].*")
                .doesNotMatch(".*[. ]")
                .doesNotMatch("[. ].*")
                .doesNotMatch("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");
        assertThat(UTF_8.newEncoder().canEncode(name)).isTrue();
    }

    /** As a file system sees it that knows no case, or composes letters. */
    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
