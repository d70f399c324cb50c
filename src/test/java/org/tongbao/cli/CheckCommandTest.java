package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.job.SmallCity;

/** Ten mistakes in six files are reported in one run, each with its line and what to write instead. */
class CheckCommandTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T00:00:00Z"), ZoneId.of("Asia/Shanghai"));

    @TempDir
    Path home;

    @Test
    void theRepositoryItselfHoldsNoMistake() {
        assertThat(check(Path.of(""))).startsWith("0\nno mistakes in ");
    }

    @Test
    void tenDifferentMistakesAreReportedAtOnceWithTheirLines() throws Exception {
        SmallCity.copy(Path.of("jobs"), home.resolve("jobs"));
        SmallCity.copy(Path.of("report-templates"), home.resolve("report-templates"));
        var job = "jobs/monthly-ranking/job.yaml";
        change(job, "schedule:", "shedule:");
        change(job, "rank: [project-monthly", "rank: [project-montly");
        var scheme = "jobs/rulebook/schemes/region-monthly.yaml";
        change(scheme, "hazard_on_time:  ", "hazard_ontime:  ");
        change(scheme, "goalposts 60..100", "goalpost 60..100");
        change(scheme, "{ in: 人员到岗, weight: 40", "{ in: 人员到位, weight: 40");
        change(scheme, "grades: { 优良: 80", "grades: { 优良: eighty");
        var indicator = "jobs/rulebook/indicators/monthly/hazard_on_time.sql";
        change(indicator, "better:", "beter:");
        change(indicator, "due_on", "due_onn");
        var bulletin = "report-templates/monthly-ranking/bulletin.yaml";
        change(bulletin, "type: stacked bars", "type: stacked bar");
        change(
                "report-templates/monthly-ranking/page.ftlh",
                "<#if facts.trend?size gt 0>",
                "<#if facts.trend?size gt>");
        assertThat(check(home))
                .startsWith("1\n")
                .contains(
                        job + ":" + line(job, "shedule") + " unknown key 'shedule', did you mean 'schedule'?",
                        "unknown scored scheme 'project-montly', did you mean 'project-monthly'?",
                        scheme + ":" + line(scheme, "hazard_ontime") + " ",
                        "'hazard_ontime', did you mean 'hazard_on_time'?",
                        scheme + ":" + line(scheme, "goalpost 60") + " ",
                        scheme + ":" + line(scheme, "人员到位") + " ",
                        "did you mean '人员到岗'?",
                        scheme + ":" + line(scheme, "eighty") + " ",
                        indicator + ":" + line(indicator, "beter") + " unknown key 'beter', did you mean 'better'?",
                        indicator + ":" + line(indicator, "due_onn") + " ",
                        bulletin + ":" + line(bulletin, "stacked bar ") + " ",
                        "did you mean 'stacked bars'?",
                        "report-templates/monthly-ranking/page.ftlh:");
    }

    private void change(String file, String from, String to) throws Exception {
        var text = Files.readString(home.resolve(file));
        assertThat(text).contains(from);
        int at = text.indexOf(from);
        Files.writeString(home.resolve(file), text.substring(0, at) + to + text.substring(at + from.length()));
    }

    private int line(String file, String text) throws Exception {
        var lines = Files.readAllLines(home.resolve(file));
        for (int i = 0; i < lines.size(); i++) {
            if ((lines.get(i) + " ").contains(text)) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException(text);
    }

    private static String check(Path home) {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int exit = Tongbao.execute(print, print, CLOCK, "--home", home.toString(), "check");
        return exit + "\n" + out.toString(StandardCharsets.UTF_8);
    }
}
