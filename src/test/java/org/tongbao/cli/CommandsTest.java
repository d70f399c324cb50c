package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.job.ComputedMonths;
import org.tongbao.job.SmallCity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T00:00:00Z"), ZoneId.of("Asia/Shanghai"));

    @TempDir
    static Path home;

    @BeforeAll
    static void runTheSecondOfTwoMonths() {
        ComputedMonths.MAY.in(home);
        SmallCity.render(home, "monthly-ranking");
        assertThat(call("run", "monthly-ranking", "--period", "2026-06"))
                .startsWith("0\n")
                .contains("pull ", "deliver ");
    }

    @Test
    void everyKindCanBeShownForPeopleAndForMachines() {
        for (var what : List.of(
                "ranks",
                "branches",
                "scores",
                "weights",
                "distributions",
                "sensitivity",
                "removal",
                "lines",
                "findings",
                "decisions",
                "indicators",
                "runs",
                "loads",
                "rejects")) {
            json("show", what, "--period", "2026-06");
        }
        assertThat(call("show", "ranks", "--period", "2026-06")).contains("临澜区");
    }

    @Test
    void whateverIsListedIsListedForMachinesToo() {
        for (var command : List.of(
                "runs",
                "runs --steps",
                "log 2",
                "deliveries",
                "deliveries send",
                "schedule --next 2",
                "config",
                "check --confidence",
                "backup",
                "backup --list",
                "loads",
                "basis R036",
                "run monthly-ranking --period 2026-06 --dry-run",
                "release return monthly-ranking --period 2026-06 --by 李处长 --why 待核")) {
            var lines = json(command.split(" ", -1));
            assertThat(lines).as(command).allMatch(line -> line.isObject());
            if (!command.equals("deliveries")) {
                assertThat(lines).as(command).isNotEmpty();
            }
        }
    }

    @Test
    void theContributionsOfAProjectAddUpToItsScoreAndLeadToFileAndRow() {
        var project = json("show", "ranks", "--period", "2026-06", "--scheme", "project-monthly").stream()
                .filter(row -> row.path("rank").isNumber())
                .map(row -> row.path("subject").asString())
                .filter(id -> call("explain", id, "--period", "2026-06", "--scheme", "project-monthly")
                        .contains("检查评分_2026-06.csv row "))
                .findFirst()
                .orElseThrow();
        var tree = json("explain", project, "--period", "2026-06", "--scheme", "project-monthly")
                .get(0)
                .path("tree");
        assertThat(sum(tree)).isCloseTo(tree.path("points").asDouble(), org.assertj.core.api.Assertions.within(1e-9));
        for (var form : List.of("tree", "table", "json")) {
            assertThat(call("explain", project, "--period", "2026-06", "--scheme", "project-monthly", "--as", form))
                    .as(form)
                    .startsWith("0\n")
                    .contains("jgj59_score");
        }
        assertThat(call("explain", project, "--period", "2026-Q2"))
                .as("a quarter is looked for where quarters are scored")
                .contains("job 'quarterly-risk' has not been run for 2026-Q2");
        assertThat(call("explain", project, "--period", "2026-06", "--scheme", "project-monthly"))
                .containsPattern(Pattern.compile("监督检查/检查评分_2026-06.csv row \\d+ .*item_no="));
    }

    @Test
    void aClauseIsTracedFromItsFigureToTheRowsOfTheSource() throws Exception {
        assertThat(call("basis", "R024", "--period", "2026-06", "--rows", "2"))
                .startsWith("0\n")
                .contains("indicator complaint_resolution  monthly-ranking 2026-06  全市")
                .contains("12345工单_2026.csv row ");
        var traced = json("basis", "R024", "R036", "--period", "2026-06", "--rows", "3").stream()
                .map(line -> line.path("row"))
                .filter(row -> row.path("file").asString("").endsWith(".csv"))
                .toList();
        assertThat(traced).hasSizeGreaterThan(3);
        for (var row : traced) {
            // Numbers are ASCII in every encoding of the sample.
            var lines = Files.readAllLines(
                    home.resolve("sample-data").resolve(row.path("file").asString()), StandardCharsets.ISO_8859_1);
            assertThat(lines.get(row.path("source_row").asInt() - 1))
                    .startsWith(row.path("complaint_id").asString());
        }
    }

    @Test
    void whatLiesBetweenASubjectAndTheNextPlaceIsToldAndWhatMovedItsPlace() {
        var second = json("show", "ranks", "--period", "2026-06").stream()
                .filter(row ->
                        row.path("rank").asInt(0) > 1 && row.path("before").isNumber())
                .findFirst()
                .orElseThrow();
        var id = second.path("subject").asString();
        var told = json("explain", id, "--period", "2026-06", "--why", "--evidence", "0")
                .get(0);
        double gap = 0;
        for (var points : told.path("next").path("gaps")) {
            gap += points.asDouble();
        }
        assertThat(told.path("tree").path("points").asDouble()
                        - told.path("next").path("score").asDouble())
                .isCloseTo(gap, org.assertj.core.api.Assertions.within(1e-9));
        int gained = 0;
        for (var part : told.path("movement").path("parts")) {
            gained += part.path("gained").asInt();
        }
        assertThat(gained)
                .isEqualTo(second.path("before").asInt() - second.path("rank").asInt());
        assertThat(call("explain", id, "--period", "2026-06", "--why"))
                .contains("to gain it by one figure alone", "moved from place", "其他对象变化");
    }

    private static double sum(JsonNode node) {
        var children = node.path("children");
        if (children.isEmpty()) {
            return node.path("contribution").asDouble(0);
        }
        double sum = 0;
        for (var child : children) {
            sum += sum(child);
        }
        return sum;
    }

    @Test
    void exitCodesTellTheTruthAndNoStackIsShownForAUsersMistake() throws Exception {
        assertThat(call("--help")).startsWith("0\n").contains("Examples:", "Exit codes:");
        assertThat(call("runn")).startsWith("2\n");
        assertThat(call("run", "monthly-rankin", "--period", "2026-06"))
                .startsWith("2\n")
                .contains("did you mean 'monthly-ranking'?")
                .doesNotContain("at org.tongbao");
        assertThat(call("run", "monthly-ranking", "--period", "June"))
                .startsWith("2\n")
                .contains("2026-Q2");
        assertThat(call("show", "ranks", "--period", "2020-01"))
                .startsWith("2\n")
                .contains("has not been run");
        var broken = home.resolve("sample-data/执法文书/停工令_2026-07.csv");
        Files.writeString(broken, "没有,表头\n1,2\n");
        assertThat(call("run", "monthly-ranking", "--period", "2026-06"))
                .startsWith("3\n")
                .contains("停工令_2026-07.csv", "go on with: tongbao resume 3")
                .doesNotContain("at org.tongbao");
        Files.delete(broken);
        assertThat(call("run", "monthly-ranking", "--period", "2026-06")).startsWith("0\n");
    }

    @Test
    void aLoadIsShownGivenBackTakenBackAndTakenAgain() {
        var june = json("loads", "hazard", "--period", "2026-06").stream()
                .filter(row -> row.path("file").asString().equals("隐患台账/隐患台账_2026-06.xlsx"))
                .findFirst()
                .orElseThrow();
        var number = june.path("load").asString();
        var one = json("loads", number).get(0);
        assertThat(one.path("read").asLong())
                .isEqualTo(one.path("loaded").asLong() + one.path("rejected").asLong());
        assertThat(one.path("rejects")
                        .valueStream()
                        .mapToLong(row -> row.path("rows").asLong())
                        .sum())
                .isEqualTo(one.path("rejected").asLong());

        assertThat(call("undo", number)).isEqualTo("0\nload " + number + " is taken back\n");
        assertThat(call("loads", "--release", number)).contains("load " + number + " is taken as load ");
        assertThat(call("loads", "hazrd")).startsWith("2\n").contains("did you mean 'hazard'?");
        var refused = json("loads", "--rejects", "--last", "1000").stream()
                .filter(row -> row.path("file").asString().endsWith(".csv"))
                .findFirst()
                .orElseThrow();
        assertThat(call(
                        "loads",
                        "--return",
                        refused.path("load").asString(),
                        "--to",
                        home.resolve("back").toString()))
                .isEqualTo("0\n"
                        + home.resolve("back").resolve(refused.path("file").asString() + ".xlsx") + "\n");
    }

    @Test
    void whoHasNotReportedIsShown() {
        assertThat(json("show", "reporting", "--period", "2026-06"))
                .anyMatch(row -> row.path("dataset").asString().equals("attendance"))
                .allMatch(row ->
                        row.path("reported").asLong() <= row.path("expected").asLong());
    }

    @Test
    void aSchemeCanBeTriedOnAPlainCsv() throws Exception {
        var scheme = home.resolve("mine.yaml");
        Files.writeString(scheme, """
                scheme: mine
                title: 试算
                version: 1
                subject: region
                tree:
                  一: { weight: 1 }
                indicators:
                  rate: { in: 一, weight: 1, normalise: "goalposts 0..10" }
                aggregate: weighted mean
                """);
        var input = Files.writeString(home.resolve("values.csv"), "name,rate\na,5\nb,7.5\n");
        var output = home.resolve("scored.csv");
        assertThat(call("score", input.toString(), "--scheme", scheme.toString(), "--output", output.toString()))
                .startsWith("0\n");
        assertThat(Files.readString(output)).contains("a,50", "b,75");
        assertThat(call("score", input.toString(), "--scheme", scheme.toString()))
                .contains("name", "grade")
                .containsPattern("b +75.00 +75.00 +75.00 +1");
        assertThat(call("score", input.toString(), "--scheme", scheme.toString(), "--health"))
                .contains("0 of 3 figures should be looked at");
    }

    @Test
    void aSchemeIsExaminedHeldAgainstAnotherAndAnotherIsTried() throws Exception {
        var health = json("health", "region-monthly", "--period", "2026-06");
        assertThat(health)
                .extracting(row -> row.path("measure").asString())
                .contains("correlation", "main effect", "influence", "alpha", "same points", "size", "outcome");
        assertThat(call("health", "region-monthly", "--period", "2026-06"))
                .contains("数据不足：没有2025年6月的得分", " of " + health.size() + " figures should be looked at; --all");
        assertThat(call("health", "region-montly", "--period", "2026-06"))
                .startsWith("2\n")
                .contains("did you mean 'region-monthly'?");

        var file = home.resolve("proposal.yaml");
        Files.writeString(
                file,
                Files.readString(home.resolve("jobs/rulebook/schemes/region-monthly.yaml"))
                        .replace("version: 2", "version: 3\nfrom: 2026-07")
                        .replace("履职检查: { weight: 25 }", "履职检查: { weight: 50 }")
                        .replace("fatalities > 0, at: 79", "fatalities > 0, at: 69")
                        .replace("  stop_order_compliance:      { in: 隐患治理, weight: 15, normalise: as is }\n", ""));
        assertThat(call("scheme", "list")).contains("region-monthly ", "jobs/rulebook/schemes/region-monthly.yaml");
        assertThat(call("scheme", "diff", "region-monthly@2026-06", file.toString()))
                .isEqualTo("""
                0
                scheme
                    version: 2 -> 3
                  + from: 2026-07
                tree
                    履职检查 weight: 25 -> 50
                caps
                    fatalities > 0 at: 79 -> 69
                indicators
                  - stop_order_compliance: in 隐患治理, weight 15, normalise as is
                share of the score
                    履职检查: 25.00% -> 40.00%
                    inspection_coverage: 17.50% -> 28.00%
                    self_assessment_on_time: 7.50% -> 12.00%
                    隐患治理: 25.00% -> 20.00%
                    hazard_on_time: 10.00% -> 9.41%
                    hazard_closure: 6.25% -> 5.88%
                    overdue_major_hazards: 5.00% -> 4.71%
                    在线监测: 15.00% -> 12.00%
                    device_online: 9.00% -> 7.20%
                    alarm_response: 6.00% -> 4.80%
                    人员到岗: 15.00% -> 12.00%
                    attendance_manager: 6.00% -> 4.80%
                    attendance_supervisor: 4.50% -> 3.60%
                    attendance_safety_officer: 4.50% -> 3.60%
                    项目实体: 20.00% -> 16.00%
                    jgj59_score: 16.00% -> 12.80%
                    self_assessment_gap: 4.00% -> 3.20%
                  - stop_order_compliance: 3.75%
                23 difference(s)
                """);
        assertThat(json("scheme", "diff", "region-monthly", "region-monthly@2")).isEmpty();

        var report = home.resolve("what-if.pdf");
        var tried = List.of(
                "simulate",
                "monthly-ranking",
                "--scheme",
                file.toString(),
                "--period",
                "2026-06",
                "--history",
                "2",
                "--report",
                report.toString());
        assertThat(call(tried.toArray(String[]::new)))
                .contains("the largest changes first", "2026-05  all", "written to " + report);
        assertThat(Files.size(report)).isGreaterThan(10_000);
        var simulated = json(tried.toArray(String[]::new)).get(0);
        assertThat(simulated.path("summaries").size()).isEqualTo(2);
        assertThat(simulated.path("moves").size()).isGreaterThan(10);
    }

    @Test
    void howSureRanksAreIsShownAndWritten() throws Exception {
        var scheme = Files.writeString(home.resolve("unsure.yaml"), """
                scheme: unsure
                indicators:
                  x: { normalise: as is }
                  y: { normalise: as is }
                rank: { lines: { 表扬: first 1 } }
                """);
        var input = Files.writeString(home.resolve("unsure.csv"), "name,x,y\na,50,59\nb,60,50\n");
        var output = home.resolve("sure.csv");
        assertThat(call("score", input.toString(), "--scheme", scheme.toString(), "--draws", "100", "--sensitivity"))
                .startsWith("0\n")
                .contains("rank_median", "“表扬”线（前1名）在名次区间1—2之内", "first_order")
                .doesNotContain("places without");
        assertThat(call(
                        "score",
                        input.toString(),
                        "--scheme",
                        scheme.toString(),
                        "--draws",
                        "100",
                        "--remove",
                        "--output",
                        output.toString()))
                .contains("sure.csv", "sure-lines.csv", "sure-removal.csv");
        assertThat(Files.readString(home.resolve("sure-removal.csv"))).contains("a,x,2,1.0,1.0");
        assertThat(Files.readString(output)).contains("rank_low,rank_high,band");
        assertThat(json("score", input.toString(), "--scheme", scheme.toString(), "--draws", "100"))
                .hasSize(4);
    }

    private static List<JsonNode> json(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        var said = call(all.toArray(String[]::new));
        assertThat(said).startsWith("0\n");
        var mapper = JsonMapper.builder().build();
        return said.lines().skip(1).map(mapper::readTree).toList();
    }

    private static String call(String... arguments) {
        return Call.of(home, CLOCK, List.of(arguments)).toString();
    }
}
