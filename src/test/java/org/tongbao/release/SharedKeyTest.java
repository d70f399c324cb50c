package org.tongbao.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.deliver.DeliveryLedger;
import org.tongbao.deliver.DeliveryLedger.Entry;
import org.tongbao.job.ManyCopies;
import org.tongbao.job.TwoTowns;
import org.tongbao.operations.Operations;

/** Where towns and firms are both numbered from one on, nobody gets what is another's. The people are invented. */
class SharedKeyTest {

    @TempDir
    static Path home;

    private static List<Entry> sent = List.of();

    @BeforeAll
    static void run() throws Exception {
        TwoTowns.in(home);
        var register = home.resolve("sample-data/工地名册.csv");
        Files.writeString(
                register,
                Files.readString(register).replaceAll("\\bT(?=[12],)", "").replaceAll("\\bF(?=[12],)", ""));
        letters("town");
        letters("firm");
        write("jobs/rulebook/basis.csv", """
                id,regulation,clause,kind,period,subject,quote,asks,note
                R001,虚构办法,一,metric,monthly,enterprise,统计工地,工地数,
                """);
        write("jobs/rulebook/rules/工地/sites.sql", """
                -- 工地数: 名册中的工地数
                -- indicator: sites
                -- subject:   firm
                -- unit:      个
                -- kind:      count
                -- basis:     R001

                with evidence as (select firm_id as subject, site_name, origin from site)

                select subject, count(*) as numerator from evidence group by subject
                """);
        write("jobs/rulebook/schemes/firm-monthly.yaml", """
                # 企业排名
                scheme: firm-monthly
                title: 企业月度考评
                version: 1
                subject: firm
                indicators:
                  sites: { weight: 100, normalise: "goalposts 0..10" }
                """);
        Files.writeString(home.resolve("recipients.csv"), """
                收件单位,角色,姓名,邮箱
                东镇,镇长,东,east@example.org
                town 2,镇长,西,west@example.org
                虚构一公司,经理,企,firm@example.org
                2,经理,谁,whose@example.org
                """);
        var server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try (var operations = Operations.open(Operations.Address.file(home.resolve("var")))) {
            ManyCopies.deliver(home, """
                    deliver:
                      - { folder: "out/to/{recipient}", drafts: yes }
                      - { mail: recipients.csv, drafts: yes }
                    """, server.getSmtp().getPort());
            var job = home.resolve("jobs/copies/job.yaml");
            Files.writeString(
                    job,
                    Files.readString(job)
                            .replaceFirst(
                                    "render: .*",
                                    "measure: [sites]\nscore: [firm-monthly]\nrank: [firm-monthly]\n"
                                            + "render: [town-letter, firm-letter]"));
            ManyCopies.run(home, operations);
            sent = new DeliveryLedger(operations.source()).of(1);
        } finally {
            server.stop();
        }
    }

    /** A letter to each of a kind. */
    private static void letters(String kind) throws IOException {
        write("report-templates/" + kind + "-letter/bulletin.yaml", """
                bulletin: %s-letter
                title: 告知函
                for: %s
                letterhead: { mark: 虚构局, office: 虚构局, code: 虚构 }
                sheets:
                  名单: { title: "{period}名单", data: own, columns: { site_name: { title: 名称 } } }
                """.formatted(kind, kind));
        write(
                "report-templates/" + kind + "-letter/data/own.sql",
                "-- 名单\nselect site_name from site where " + kind + "_id = recipient() order by site_name\n");
    }

    private static void write(String file, String text) throws IOException {
        Files.createDirectories(home.resolve(file).getParent());
        Files.writeString(home.resolve(file), text);
    }

    @Test
    void eachGetsTheirOwnAndWhoMayBeTwoGetsNothing() {
        assertThat(sent)
                .extracting(entry -> entry.address() + " " + entry.bulletin() + " " + entry.subject())
                .containsExactlyInAnyOrder(
                        "east@example.org town-letter 1",
                        "west@example.org town-letter 2",
                        "firm@example.org firm-letter 1");
    }

    @Test
    void aMailSaysThePlaceOfWhomItIsForAndNotOfWhoHasTheSameKey() {
        assertThat(words("firm@example.org")).contains("企业月度考评：得分");
        assertThat(words("east@example.org")).doesNotContain("企业月度考评");
    }

    @Test
    void eachHasAFolderOfTheirOwn() throws Exception {
        try (Stream<Path> files = Files.walk(home.resolve("out/to"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> home.resolve("out/to").relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "东镇/town-letter-2026-06-东镇.xlsx",
                            "西镇/town-letter-2026-06-西镇.xlsx",
                            "虚构一公司/firm-letter-2026-06-虚构一公司.xlsx",
                            "虚构二公司/firm-letter-2026-06-虚构二公司.xlsx");
        }
    }

    private static String words(String address) {
        return sent.stream()
                .filter(entry -> entry.address().equals(address))
                .findFirst()
                .orElseThrow()
                .words();
    }
}
