package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.run.Home;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Settings;
import org.tongbao.warehouse.Warehouse;

/** After a run somebody is told: by a report, and by mail when it failed. What could not be mailed is, by the next call. */
class AftermathTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T00:00:00Z"), ZoneId.of("Asia/Shanghai"));

    @TempDir
    Path folder;

    @Test
    void aFailedRunIsMailedWithItsCauseAndTheCommandAndBothRunsHaveTheirReport() throws Exception {
        var server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        int port = server.getSmtp().getPort();
        var again = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        try {
            var settings = Settings.usual()
                    .with(Map.of(
                            Settings.Key.MAIL_HOST, "127.0.0.1",
                            Settings.Key.MAIL_PORT, String.valueOf(port),
                            Settings.Key.MAIL_SECURITY, "none",
                            Settings.Key.MAIL_FROM, "office@jinglan.example",
                            Settings.Key.DELIVER_PATIENCE, "0",
                            Settings.Key.ALERT_TO, "statistician@jinglan.example"));
            var home = Home.at(SmallCity.in(folder), settings);
            SmallCity.render(folder, "monthly-ranking");
            var job = folder.resolve("jobs/monthly-ranking/job.yaml");
            Files.writeString(
                    job,
                    Files.readString(job)
                            .replaceAll(
                                    "deliver: .*",
                                    "deliver: [{ folder: \"out/{period}\" }, { mail: recipients.csv, drafts: yes }]"));
            Files.writeString(folder.resolve("recipients.csv"), "收件单位,角色,姓名,邮箱\n*,局长,虚构一,head@jinglan.example\n");
            var broken = folder.resolve("sample-data/执法文书/停工令_2026-07.csv");
            Files.writeString(broken, "没有,表头\n1,2\n");

            assertThatExceptionOfType(StepFailed.class).isThrownBy(() -> run(home));
            var mail = server.getReceivedMessages();
            assertThat(mail).hasSize(1);
            assertThat(mail[0].getSubject()).startsWith("【运行失败】").endsWith("2026年6月");
            assertThat(((MimeMultipart) mail[0].getContent())
                            .getBodyPart(0)
                            .getContent()
                            .toString())
                    .contains("pull failed: ", "停工令_2026-07.csv", "tongbao resume 1");
            assertThat(report("txt")).contains("【结果】运行失败。pull failed: ", "tongbao resume 1");

            Files.delete(broken);
            server.stop();
            assertThatExceptionOfType(StepFailed.class)
                    .isThrownBy(() -> run(home))
                    .withMessageContaining("deliver failed: mail server 127.0.0.1")
                    .withMessageEndingWith("tongbao resume 1");
            again.start();
            run(home);
            assertThat(again.getReceivedMessages()).singleElement().satisfies(bulletin -> {
                assertThat(bulletin.getAllRecipients()[0]).hasToString("head@jinglan.example");
                assertThat(((MimeMultipart) bulletin.getContent()).getCount())
                        .as("a text, the page and the workbook")
                        .isEqualTo(3);
            });
            assertThat(report("txt")).contains("【结果】运行完成。", "【收到的数据】", "【退回的数据】", "指标", "文书", "mail 已送达", "【需要留意】");
            assertThat(report("html"))
                    .startsWith("<!DOCTYPE html>")
                    .contains("<th>", "运行完成")
                    .doesNotContain("http");
        } finally {
            server.stop();
            again.stop();
        }
    }

    private String report(String kind) throws IOException {
        return Files.readString(folder.resolve("out/reports/monthly-ranking-2026-06-run-1." + kind));
    }

    private static void run(Home home) {
        var rulebook = Rulebook.readForLooking(home);
        try (var warehouse = Warehouse.open(new Warehouse.Settings(
                        home.var().resolve("warehouse.duckdb"),
                        "2GB",
                        2,
                        home.var().resolve("temp"),
                        List.of(home.data(), home.rulebook(), home.var())));
                var runner = new Runner(home, rulebook, warehouse, CLOCK)) {
            runner.run(rulebook.job("monthly-ranking"), Period.parse("2026-06"), Steps.DELIVER, Progress.NONE);
        }
    }
}
