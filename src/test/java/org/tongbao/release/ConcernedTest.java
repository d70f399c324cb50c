package org.tongbao.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.deliver.DeliveryLedger;
import org.tongbao.deliver.DeliveryLedger.Entry;
import org.tongbao.job.ManyCopies;
import org.tongbao.job.TwoTowns;
import org.tongbao.operations.Operations;
import org.tongbao.run.Progress;

/** Whoever is named for a unit gets what concerns it, and nothing else. The people are invented. */
class ConcernedTest {

    @TempDir
    static Path home;

    private static List<Entry> sent = List.of();
    private static final List<String> TOLD = new ArrayList<>();

    @BeforeAll
    static void run() throws Exception {
        TwoTowns.in(home);
        Files.write(home.resolve("recipients.csv"), """
                收件单位,角色,姓名,邮箱,通报
                *,科长,全收,all@example.org,
                东镇,镇长,东,east@example.org,
                T2,镇长,西,west@example.org,
                虚构一公司,经理,企,firm@example.org,
                "东一
                工地",经理,工,site@example.org,notice
                同名工地,经理,谁,whose@example.org,
                东真,镇长,误,typo@example.org,
                """.replace("\n", "\r\n").getBytes(Charset.forName("GB18030")));
        var server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try (var operations = Operations.open(Operations.Address.file(home.resolve("var")))) {
            ManyCopies.deliver(
                    home,
                    "deliver: [{ mail: recipients.csv, drafts: yes }]",
                    server.getSmtp().getPort());
            ManyCopies.run(home, operations, new Progress() {
                @Override
                public void tell(String lines) {
                    TOLD.add(lines);
                }
            });
            sent = new DeliveryLedger(operations.source()).of(1);
        } finally {
            server.stop();
        }
    }

    @Test
    void aTownGetsTheCircularThatRanksItAndNoLedgerNorNotice() {
        assertThat(got())
                .containsEntry("east@example.org", List.of("circular 虚构市"))
                .containsEntry("west@example.org", List.of("circular 虚构市"));
    }

    @Test
    void aFirmGetsTheNoticesToItsSitesAndASiteItsOwn() {
        assertThat(got())
                .containsEntry("firm@example.org", List.of("notice S1", "notice S3"))
                .containsEntry("site@example.org", List.of("notice S1"));
    }

    @Test
    void whoIsNamedForAllGetsAll() {
        assertThat(got().get("all@example.org")).hasSize(7);
    }

    @Test
    void aNameThatTwoShareOrThatNobodyHasGetsNothingAndIsTold() {
        assertThat(got()).doesNotContainKeys("whose@example.org", "typo@example.org");
        assertThat(TOLD)
                .contains("recipients.csv:8 '同名工地' may be any of 'site S4', 'site S5'; write which")
                .contains("recipients.csv:9 unknown unit '东真', did you mean '东镇'?");
    }

    @Test
    void theSubjectLineNamesTheDocumentOrTheFirstOfSeveral() {
        assertThat(titles("east@example.org")).containsExactly("【草稿】关于2026年6月全市工地排名情况的通报");
        assertThat(titles("firm@example.org")).containsExactly("【草稿】整改告知单（东一工地）等2件");
        assertThat(titles("all@example.org")).containsExactly("【草稿】关于2026年6月全市工地排名情况的通报等7件");
        assertThat(sent).extracting(Entry::attachment).contains("【草稿】整改告知单（同名工地）-S4.xlsx", "【草稿】整改告知单（同名工地）-S5.xlsx");
    }

    /** Address to the copies, each once. */
    private static Map<String, List<String>> got() {
        var got = new TreeMap<String, TreeSet<String>>();
        sent.forEach(entry -> got.computeIfAbsent(entry.address(), address -> new TreeSet<>())
                .add(entry.bulletin() + " " + entry.subject()));
        var lists = new TreeMap<String, List<String>>();
        got.forEach((address, copies) -> lists.put(address, List.copyOf(copies)));
        return lists;
    }

    private static List<String> titles(String address) {
        return sent.stream()
                .filter(entry -> entry.address().equals(address))
                .map(Entry::title)
                .distinct()
                .toList();
    }
}
