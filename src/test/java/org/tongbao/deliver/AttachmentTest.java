package org.tongbao.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.WorkbookFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tongbao.home.FileNames;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.render.Bulletin;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Period;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/** What is attached is read under its name, by programs that did not write it. */
class AttachmentTest {

    private static final Period JUNE = Period.parse("2026-06");
    private static final Path REGISTERS = Path.of("sample-data/名册");
    private static final int IN_ONE = 100;

    @TempDir
    Path folder;

    /** Each bulletin as one document for all and, in turn, as the copy of everyone in the demo's registers. */
    @ParameterizedTest
    @EnumSource
    void everyNameOfTheDemoIsReadAsItIs(MailReaders reader) throws Exception {
        reader.require();
        var names = demo().stream()
                .map(AttachmentTest::attached)
                .flatMap(page -> Stream.of(page, page.replaceFirst("\\.pdf$", ".xlsx")))
                .toList();
        assertThat(names)
                .hasSizeGreaterThan(500)
                .contains("景建安〔2026〕18号 关于2026年6月全市房屋市政工程施工安全考核排名情况的通报.pdf")
                .as("none of them had to be changed")
                .noneMatch(name -> name.contains("~"));
        var messages = new ArrayList<Path>();
        for (int from = 0; from < names.size(); from += IN_ONE) {
            var some = names.subList(from, Math.min(from + IN_ONE, names.size()));
            messages.add(message(some.get(0).replaceFirst("\\.\\w+$", "") + "等" + some.size() + "件", some));
        }
        var read = reader.read(messages);
        assertThat(read.stream().flatMap(message -> message.attachments().stream()))
                .extracting(MailReaders.Attached::name)
                .containsExactlyElementsOf(names);
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i).subject())
                    .isEqualTo(names.get(i * IN_ONE).replaceFirst("\\.\\w+$", "") + "等"
                            + read.get(i).attachments().size() + "件");
        }
    }

    @ParameterizedTest
    @EnumSource
    void oddNamesAreReadAsTheyAre(MailReaders reader) throws Exception {
        var names = List.of(
                "plain.pdf",
                "two words, and 'more' (1) = 50%.pdf",
                "a".repeat(200) + ".xlsx",
                "景".repeat(82) + ".pdf",
                "🏗𠮷".repeat(20) + ".xlsx",
                "é e\u0301.docx",
                "=?UTF-8?B?5pmv?=.pdf",
                "UTF-8''%E6.txt");
        var read = reader.read(List.of(message("通报", names))).get(0);
        assertThat(read.attachments()).extracting(MailReaders.Attached::name).containsExactlyElementsOf(names);
        assertThat(read.attachments())
                .extracting(MailReaders.Attached::type)
                .startsWith(
                        "application/pdf",
                        "application/pdf",
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
                .endsWith("application/octet-stream");
        assertThat(read.attachments())
                .as("for who reads ASCII only")
                .extracting(MailReaders.Attached::fallback)
                .startsWith("f-0.pdf", "f-1.pdf", "f-2.xlsx");
        assertThat(read.attachments())
                .extracting(MailReaders.Attached::sha256)
                .containsExactlyElementsOf(
                        names.stream().map(DigestUtils::sha256Hex).collect(Collectors.toList()));
        assertThat(read.text()).contains("各位：");
    }

    /** The name for who reads ASCII only stands in a field that holds nothing else, whatever bulletin and period are called. */
    @ParameterizedTest
    @EnumSource
    void aBulletinOfACampaignWithNamesInChineseIsReadToo(MailReaders reader) throws Exception {
        var campaign = Period.parse("2021-11-01..2022-02-28 百日攻坚");
        var attachments = Stream.of("campaign-closing", "攻坚总结")
                .map(bulletin -> attachment(bulletin, campaign, bulletin + "-" + campaign + "-临澜区.pdf"))
                .toList();
        var read = reader.read(List.of(write("通报", attachments))).get(0).attachments();
        assertThat(read)
                .extracting(MailReaders.Attached::name)
                .containsExactly(
                        "campaign-closing-2021-11-01..2022-02-28 百日攻坚-临澜区.pdf",
                        "攻坚总结-2021-11-01..2022-02-28 百日攻坚-临澜区.pdf");
        assertThat(read)
                .extracting(MailReaders.Attached::fallback)
                .containsExactly(
                        "campaign-closing-2021-11-01..2022-02-28-00000000.pdf", "2021-11-01..2022-02-28-00000000.pdf");
    }

    /** As a parcel has it. */
    private Attachment attachment(String bulletin, Period period, String artifact) {
        var entry = new DeliveryLedger.Entry(
                "id",
                "parcel",
                "j",
                period,
                1,
                "mail",
                "一 <one@jinglan.example>",
                "one@jinglan.example",
                bulletin,
                "临澜区",
                artifact,
                "",
                "0".repeat(64),
                "通报",
                "",
                DeliveryLedger.State.PLANNED,
                0,
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                artifact);
        var planned = new Parcel(folder, List.of(entry)).attachment(entry);
        return new Attachment(file(artifact), planned.name(), planned.fallback());
    }

    @Test
    void filesOfTheDemoAreCalledWhatTheEditionBeforeCalledThem() throws IOException {
        assertThat(names()).hasSizeGreaterThan(400).allSatisfy(name -> assertThat(
                        FileNames.stem("supervision-notice-2026-06-" + name))
                .isEqualTo("supervision-notice-2026-06-" + name.replaceAll("[\\\\/:*?\"<>|]", "_")));
    }

    @Test
    void noCharacterIsPartedBetweenLines() {
        var field = new Attachment(Path.of("f"), "景建安〔2026〕18号 关于的通报".repeat(4) + ".pdf", "f.pdf").disposition();
        assertThat(field.lines().skip(1))
                .hasSizeGreaterThan(5)
                .allMatch(line -> line.length() <= 78)
                .allMatch(line -> line.matches(
                        " filename\\*\\d+\\*=(UTF-8'')?(%E[0-9A-F](%[89AB][0-9A-F]){2}|%20|[A-Za-z0-9.])+;?"));
    }

    @ParameterizedTest
    @EnumSource
    void aSubjectOfAnyLengthIsReadAsItIsAndItsLinesAreShort(MailReaders reader) throws Exception {
        reader.require();
        var titles = List.of(
                "June",
                "=?UTF-8?B?5pmv?=",
                "景建安监解〔2026〕23号 差别化监管措施解除告知书",
                "a景🏗".repeat(60),
                "景".repeat(13),
                "景".repeat(14));
        var messages = new ArrayList<Path>();
        for (var title : titles) {
            messages.add(message(title, List.of("f.pdf")));
        }
        assertThat(reader.read(messages)).extracting(MailReaders.Read::subject).containsExactlyElementsOf(titles);
        for (var message : messages) {
            assertThat(Files.readAllLines(message).stream().filter(line -> line.contains("=?")))
                    .as("RFC 2047: 76 characters a line that has an encoded word")
                    .isNotEmpty()
                    .allMatch(line -> line.length() <= 76);
        }
    }

    private Path message(String subject, List<String> names) throws Exception {
        return write(
                subject,
                IntStream.range(0, names.size())
                        .mapToObj(i -> new Attachment(
                                file(names.get(i)),
                                names.get(i),
                                "f-" + i + names.get(i).substring(names.get(i).lastIndexOf('.'))))
                        .toList());
    }

    private Path write(String subject, List<Attachment> files) throws Exception {
        var settings = Settings.usual()
                .with(Map.of(Settings.Key.MAIL_HOST, "127.0.0.1", Settings.Key.MAIL_FROM, "office@jinglan.example"));
        var message = Files.createTempFile(folder, "message", ".eml");
        try (var server = new MailServer(Home.at(folder, settings));
                var out = Files.newOutputStream(message)) {
            server.write(
                    new MailServer.MailMessage("id", "one@jinglan.example", subject, "各位：\n请查收。\n", files),
                    Instant.parse("2026-07-03T01:00:00Z"),
                    out);
        }
        return message;
    }

    /** A file that holds its name as an attachment. */
    private Path file(String name) {
        try {
            return Files.writeString(folder.resolve(DigestUtils.sha256Hex(name)), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String attached(String document) {
        var artifact = new ConsignedFile("b", new Units.Unit("", "r", ""), "f.pdf", "", document, Set.of(), Set.of());
        return new Consignment(
                        "j",
                        "",
                        JUNE,
                        1,
                        true,
                        Path.of(""),
                        "",
                        List.of(artifact),
                        Map.of(),
                        Units.NONE,
                        subject -> List.of())
                .attachments()
                .getOrDefault("f.pdf", "");
    }

    private static Set<String> demo() throws IOException {
        var documents = new LinkedHashSet<String>();
        var bulletins = bulletins();
        var names = names();
        for (int i = 0; i < names.size() + bulletins.size(); i++) {
            var bulletin = bulletins.get(i % bulletins.size());
            documents.add(ConsignedFile.document(
                    bulletin.letterhead().getOrDefault("code", "景建安") + "〔2026〕" + (18 + i / bulletins.size()) + "号",
                    String.join("", bulletin.titleFor(JUNE)),
                    i < bulletins.size() ? "" : names.get(i - bulletins.size())));
        }
        documents.add(ConsignedFile.document(
                "景建安〔2026〕18号",
                String.join(
                        "",
                        bulletins.stream()
                                .filter(b -> b.name().equals("monthly-ranking"))
                                .findFirst()
                                .orElseThrow()
                                .titleFor(JUNE)),
                ""));
        return documents;
    }

    private static List<Bulletin> bulletins() throws IOException {
        var problems = new Problems();
        var root = Path.of("").toAbsolutePath();
        var files = new SpecFiles(root, problems).withWords(Rulebook.words(Home.at(root)));
        var bulletins = files.find("report-templates/*/bulletin.yaml").stream()
                .flatMap(file -> Bulletin.read(files, Objects.requireNonNull(file.getParent())).stream())
                .toList();
        problems.throwIfAny();
        return bulletins;
    }

    /** Regions, streets, enterprises and projects. */
    private static List<String> names() throws IOException {
        var names = new LinkedHashSet<String>();
        for (var list : List.of("县区名册.csv", "街道名册.csv")) {
            new SpecFiles(Path.of(""), new Problems())
                    .csv(REGISTERS.resolve(list)).stream().skip(1).forEach(row -> names.add(row.cell(1)));
        }
        for (var book : Map.of("企业名册.xlsx", "企业名称", "项目台账.xlsx", "项目名称").entrySet()) {
            // From a stream: POI writes back what it has opened as a file.
            try (var in = Files.newInputStream(REGISTERS.resolve(book.getKey()));
                    var opened = WorkbookFactory.create(in)) {
                names.addAll(below(book.getValue(), opened.getSheetAt(0)));
            }
        }
        return List.copyOf(names);
    }

    /** What stands under a heading. */
    private static List<String> below(String heading, Sheet sheet) {
        var text = new DataFormatter();
        var names = new ArrayList<String>();
        int column = -1;
        for (var row : sheet) {
            for (var cell : row) {
                var value = text.formatCellValue(cell).strip();
                if (cell.getColumnIndex() == column && !value.isEmpty()) {
                    names.add(value);
                }
                column = column < 0 && value.equals(heading) ? cell.getColumnIndex() : column;
            }
        }
        assertThat(names).as(heading).hasSizeGreaterThan(150);
        return names;
    }
}
