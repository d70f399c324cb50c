package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.job.TwoTowns;

/** A list of recipients as a spreadsheet program saves it: each mistake in it with its line, before anything is sent. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecipientListTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T00:00:00Z"), ZoneId.of("Asia/Shanghai"));
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final String HEADINGS = "收件单位,角色,姓名,邮箱,通报,备注\r\n";

    private static final String NOTHING_LOADED =
            "units in recipients.csv are not checked: nothing has been loaded yet\n";

    @TempDir
    static Path folder;

    private static Path home;

    @BeforeAll
    static void makeHome() throws Exception {
        home = TwoTowns.in(folder.resolve("home"));
    }

    @Test
    @Order(1)
    void aListThatIsMissingIsToldBeforeTheRun() {
        assertThat(call("check")).isEqualTo("1\nrecipients.csv:1 is missing\n" + NOTHING_LOADED + "1 mistake(s)\n");
        assertThat(call("run", "copies", "--period", "2026-06"))
                .startsWith("1\n")
                .contains("recipients.csv:1 is missing");
    }

    @Test
    @Order(2)
    void whatASpreadsheetProgramSavesIsRead() throws Exception {
        var rows = HEADINGS
                + "*,科长,一,one@example.org,,\r\n\"东\r\n镇\",\"镇\r\n长\",\"Mary\r\nLi\",two@example.org,circular,\"甲,乙\"\r\n"
                + ",,,,,\r\n";
        for (var bytes : List.of(
                rows.getBytes(StandardCharsets.UTF_8),
                ("\uFEFF" + rows).getBytes(StandardCharsets.UTF_8),
                rows.getBytes(GB18030),
                rows.replace("\r\n", "\r").getBytes(GB18030),
                rows.replace(",备注", ",").replace(",\"甲,乙\"", ",").getBytes(GB18030))) {
            Files.write(home.resolve("recipients.csv"), bytes);
            assertThat(call("check")).startsWith("0\n" + NOTHING_LOADED + "no mistakes in 1 jobs");
        }
    }

    @Test
    @Order(3)
    void whatIsNoTableSaysHowToSaveIt() throws Exception {
        Files.write(home.resolve("recipients.csv"), new byte[] {'P', 'K', 3, 4, 0, 0});
        assertThat(call("check")).contains("recipients.csv:1 is a workbook, not a text; save it as 'CSV UTF-8'");
        Files.write(home.resolve("recipients.csv"), HEADINGS.getBytes(StandardCharsets.UTF_16));
        assertThat(call("check"))
                .contains("recipients.csv:1 is saved as Unicode text (UTF-16); save it as 'CSV UTF-8'");
        Files.writeString(
                home.resolve("recipients.csv"), HEADINGS.replace(',', '\t') + "*\t科长\t一\tone@example.org\r\n");
        assertThat(call("check"))
                .contains(
                        "recipients.csv:1 the columns are parted by tabs, not by commas; save it as 'CSV UTF-8'\n",
                        "\n1 mistake(s)");
        Files.writeString(home.resolve("recipients.csv"), HEADINGS.replace(',', '，'));
        assertThat(call("check")).contains("recipients.csv:1 the columns are parted by '，', not by commas");
        Files.write(home.resolve("recipients.csv"), new byte[] {'a', (byte) 0x80, (byte) 0xFF, '\n'});
        assertThat(call("check")).contains("recipients.csv:1 is neither UTF-8 nor GB18030; save it as 'CSV UTF-8'");
    }

    @Test
    @Order(4)
    void everyAddressBulletinAndRowIsLookedAt() throws Exception {
        list("""
                *,科长,一,one@example.org,circulr,
                *,科长,二,two＠example。org,,
                *,科长,三,three@example.org；drei@example.org,,
                *,科长,四,four@@example.org,,
                *,科长,五,,,
                *,科长,六,<six@example.org>,,
                ,科长,七,seven@example.org,,
                *,科长,八,eight@example.org,,
                *,科长,八,eight@example.org,,
                *,科长,九,nine@example.org,,,多出来的
                *,科长,十一,Mei Lin <eleven@example.org>,,
                *,科长,十二,“林” ＜mailto:twelve@example.org＞,,
                "未完,科长,十,ten@example.org,,
                """);
        assertThat(call("check")).isEqualTo("""
                1
                recipients.csv:2 unknown bulletin for this list 'circulr', did you mean 'circular'?
                recipients.csv:3 'two＠example。org' is no address, did you mean 'two@example.org'?
                recipients.csv:4 'three@example.org；drei@example.org' holds several addresses; write a row for each
                recipients.csv:5 'four@@example.org' is no address
                recipients.csv:6 the address of '五' is missing
                recipients.csv:7 '<six@example.org>' is no address, did you mean 'six@example.org'?
                recipients.csv:8 whose copies? name a region or enterprise, or * for all
                recipients.csv:10 八 stands here twice
                recipients.csv:11 '多出来的' stands under no heading
                recipients.csv:12 'Mei Lin <eleven@example.org>' is no address, did you mean 'eleven@example.org'?
                recipients.csv:13 '“林” ＜mailto:twelve@example.org＞' is no address, did you mean 'twelve@example.org'?
                recipients.csv:14 a quotation mark is opened and never closed
                units in recipients.csv are not checked: nothing has been loaded yet
                12 mistake(s)
                """);
        Files.write(home.resolve("recipients.csv"), "收件单位,角色,姓名,邮箱,邮箱\n".getBytes(StandardCharsets.UTF_8));
        assertThat(call("check")).contains("recipients.csv:1 the heading '邮箱' stands here twice");
    }

    @Test
    @Order(5)
    void doctorLooksAtTheListToo() throws Exception {
        list("*,科长,四,four@@example.org,circulr,\n");
        assertThat(call("doctor"))
                .contains("ok       rules ")
                .contains("bad      recipients  recipients.csv:2 'four@@example.org' is no address\n")
                .contains(
                        "bad      recipients  recipients.csv:2 unknown bulletin for this list 'circulr', did you mean 'circular'?\n");
    }

    @Test
    @Order(6)
    void everyUnitIsLookedForAmongWhatHasBeenLoaded() throws Exception {
        list("*,科长,一,one@example.org,,\n");
        assertThat(call("run", "copies", "--period", "2026-06", "--until", "decide"))
                .startsWith("0\n");
        assertThat(call("check")).startsWith("0\nno mistakes in 1 jobs");
        assertThat(call("doctor"))
                .contains("ok       recipients  recipients.csv: every address, unit and bulletin is one\n");
        list("""
                东镇,镇长,一,one@example.org,,
                东真,镇长,二,two@example.org,,
                F1,经理,三,three@example.org,,
                虚构1公司,经理,四,four@example.org,,
                某某省厅,处长,五,five@example.org,,
                同名工地,经理,六,six@example.org,,
                西镇,镇长,七,seven,,
                site S4,经理,八,eight@example.org,notice,
                虚构一公司,经理,九,nine@example.org,circular,
                *,科长,十,ten@example.org,ledger,
                """);
        assertThat(call("check")).isEqualTo("""
                1
                recipients.csv:3 unknown unit '东真', did you mean '东镇'?
                recipients.csv:5 unknown unit '虚构1公司', did you mean '虚构一公司'?
                recipients.csv:6 unknown unit '某某省厅'; write the name or the key of a city, firm, site, town, or * for all
                recipients.csv:7 '同名工地' may be any of 'site S4', 'site S5'; write which
                recipients.csv:8 'seven' is no address
                recipients.csv:10 'circular' does not concern a firm: write firm under 'concerns:' in its bulletin.yaml, or take the row out
                6 mistake(s)
                """);
        assertThat(call("doctor"))
                .contains("bad      recipients  recipients.csv:3 unknown unit '东真', did you mean '东镇'?\n");
        assertThat(call("check", "--json"))
                .contains(
                        "{\"file\":\"recipients.csv\",\"line\":3,\"message\":\"unknown unit '东真', did you mean '东镇'?\"}");
    }

    @Test
    @Order(7)
    void aKindThatABulletinConcernsMustBeOne() throws Exception {
        var bulletin = home.resolve("report-templates/circular/bulletin.yaml");
        var text = Files.readString(bulletin);
        Files.writeString(bulletin, text.replace("concerns: [town]", "concerns: [twn]"));
        assertThat(call("check"))
                .contains("report-templates/circular/bulletin.yaml:4 unknown subject 'twn', did you mean 'town'?");
        Files.writeString(bulletin, text);
    }

    private static void list(String rows) throws Exception {
        Files.write(home.resolve("recipients.csv"), (HEADINGS + rows).getBytes(GB18030));
    }

    private static String call(String... arguments) {
        return Call.of(home, CLOCK, List.of(arguments)).toString();
    }
}
