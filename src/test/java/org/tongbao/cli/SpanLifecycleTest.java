package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.job.ManyCopies;
import org.tongbao.job.TwoTowns;
import org.tongbao.run.Actor;

/** A span of days lives as a month does: it is resumed, issued, made again and restated, and may overlap another. */
class SpanLifecycleTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T00:00:00Z"), ZoneId.of("Asia/Shanghai"));
    private static final String SPAN = "2026-05-16..2026-06-15";

    @TempDir
    Path home;

    @Test
    void aSpanIsResumedIssuedMadeAgainAndRestatedAndAnotherMayOverlapIt() throws IOException {
        TwoTowns.in(home);
        Files.writeString(home.resolve("tongbao.yaml"), "release: { one-person: yes }\n");
        var job = home.resolve("jobs/copies/job.yaml");
        Files.writeString(
                job,
                Files.readString(job)
                        .replace("period: month", "period: span")
                        .replaceAll("schedule: .*\n", "")
                        .replaceAll("render: .*\n", "render: [circular]\n")
                        .replaceAll("deliver: .*\n", ""));
        var inTheWay = home.resolve("out/archive/copies");
        Files.createDirectories(inTheWay.getParent());
        Files.writeString(inTheWay, "a file where a folder has to be");

        call("3", "run", "copies", "--period", SPAN);
        Files.delete(inTheWay);
        assertThat(call("0", "resume", "1")).contains("render ...").doesNotContain("pull ...");
        assertThat(home.resolve("out/archive/copies/" + SPAN + "/circular-" + SPAN + ".xlsx"))
                .isNotEmptyFile();
        call("0", "run", "copies", "--period", "2026-06-01..2026-06-30");
        assertThat(call("0", "runs")).contains(SPAN, "2026-06-01..2026-06-30");

        release("check", "张统计");
        release("approve", "李处长");
        assertThat(release("issue", "王秘书", "--date", "2026-07-03")).contains("虚构〔2026〕1号");
        assertThat(call("0", "release", "remake", "虚构〔2026〕1号"))
                .contains("the same")
                .doesNotContain("DIFFERENT");
        theRegisterSaysWhoActedAndTheirRemarkAndThatTheyWereAlone();
        theRegisterAnswersForItsChain();
        call("0", "run", "copies", "--period", SPAN, "--until", "decide");
        assertThat(call("5", "restate", "copies", "--period", SPAN)).contains("nothing to correct");
    }

    private void theRegisterSaysWhoActedAndTheirRemarkAndThatTheyWereAlone() {
        var owner = Actor.ofProcess();
        assertThat(call("0", "release", "register"))
                .contains(
                        "checked     " + owner.user() + "@" + owner.host() + " (张统计) [one person: release.one-person]")
                .contains(
                        "issued      " + owner.user() + "@" + owner.host() + " (王秘书) [one person: release.one-person]");
    }

    private void theRegisterAnswersForItsChain() {
        var issued = home.resolve("out/issued/copies/" + SPAN + "-1").toString();
        assertThat(call("0", "release", "verify", issued)).contains("the register is whole");
        change("update ledger.release set who = 'wang' where act = 'approved'");
        for (var words : List.of(List.of("verify", issued), List.of("verify"), List.of("register"))) {
            var line = new ArrayList<>(words);
            line.add(0, "release");
            assertThat(call("1", line.toArray(String[]::new)))
                    .contains("the register has been changed: entry 4 is not as it was entered");
        }
        change("update ledger.release set who = '" + Actor.ofProcess().user() + "' where act = 'approved'");
        assertThat(call("1", "release", "verify", "--head", "0123456789ab")).contains("does not know the head");
    }

    private void change(String sql) {
        try (var warehouse = ManyCopies.warehouse(home);
                var session = warehouse.session()) {
            session.execute(sql);
        }
    }

    private String release(String act, String who, String... rest) {
        var words = new ArrayList<>(List.of("release", act, "copies", "--period", SPAN, "--by", who));
        words.addAll(List.of(rest));
        return call("0", words.toArray(String[]::new));
    }

    private String call(String exit, String... arguments) {
        return Call.of(home, CLOCK, List.of(arguments)).ended(exit);
    }
}
