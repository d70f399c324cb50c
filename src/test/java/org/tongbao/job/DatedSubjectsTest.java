package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/** Registers in which projects move, and projects, enterprises and regions are called otherwise from a day on. */
class DatedSubjectsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-08-03T01:00:00Z"), ZoneId.of("Asia/Shanghai"));
    private static final String FIRM = "91990101MA01ABC176";
    private static final String PROJECTS = "项目编码,工程类别,施工总承包单位,开工日期,状态,所属区域,所属街道,项目名称,变更前止于\n";

    /** The last days on which projects were in the east: they moved on the first day, around both hazards' days, on the last, after it. */
    private static final List<String> UNTIL = List.of(
            "2026-05-31",
            "2026-06-09",
            "2026-06-10",
            "2026-06-12",
            "2026-06-13",
            "2026-06-14",
            "2026-06-29",
            "2026-06-30");

    @TempDir
    Path folder;

    @BeforeEach
    void home() throws IOException {
        write("bureau.yaml", ManyCopies.BUREAU);
        write("jobs/monthly-ranking/job.yaml", """
                job: monthly-ranking
                title: 月报
                period: month
                schedule: { on: 5th working day, at: "08:00", zone: Asia/Shanghai, for: previous period }
                measure: [hazards_found, hazard_on_time, overdue_major_hazard]
                render: [monthly-lists]
                """);
        for (var name : List.of("jobs/year-end/job.yaml", "jobs/quarterly-risk/job.yaml")) {
            write(name, "");
        }
        source("projects", "project", "名册/项目台账.csv");
        source("enterprises", "enterprise", "名册/企业名册.csv");
        source("hazards", "hazard", "隐患台账.csv");
        write("data/名册/街道名册.csv", "街道代码,名称,所属县区代码\n990101001,东街,990101\n990102001,西街,990102\n");
    }

    /** Of each project a hazard was found on the 10th and late from the 13th on, another found on the 20th and late from the 23rd on. */
    @Test
    void ratesGoByTheLastDayCasesByTheirOwnAndNamesByTheTimeWheneverAPeriodIsRun() throws IOException {
        var rows = new ArrayList<String>();
        var hazards = new ArrayList<String>();
        for (int i = 0; i < UNTIL.size(); i++) {
            rows.add(project(i, "东区,东街,原" + i + "号楼," + UNTIL.get(i)));
            rows.add(project(i, "西区,西街,新" + i + "号楼,"));
            hazards.add("a%1$d,%2$s,2026-06-10,消防,重大,2026-06-12".formatted(i, id(i)));
            hazards.add("b%1$d,%2$s,2026-06-20,消防,重大,2026-06-22".formatted(i, id(i)));
        }
        rows.add(project(2, "西区,西街,又一号楼,"));
        write("data/名册/项目台账.csv", PROJECTS + String.join("\n", rows));
        write("data/隐患台账.csv", "隐患编号,项目编码,检查日期,隐患类别,隐患等级,整改期限\n" + String.join("\n", hazards));
        write("data/名册/县区名册.csv", "区划代码,名称,类别,所属市\n990101,东区,区,青山市\n990102,西区,区,青山市\n");
        write("data/名册/企业名册.csv", "统一社会信用代码,企业名称\n" + FIRM + ",一建\n");
        var home = Home.at(
                folder,
                Settings.usual()
                        .with(Map.of(
                                Settings.Key.DATA,
                                folder.resolve("data").toString(),
                                Settings.Key.SHIPPED,
                                Path.of("").toAbsolutePath().toString())));
        var rulebook = Rulebook.readForLooking(home);
        try (var warehouse = Warehouse.inMemory(folder);
                var runner = new Runner(home, rulebook, warehouse, CLOCK);
                var session = warehouse.session()) {
            var before = run(runner, rulebook, "2026-06");
            rulebook.pin(session, before);
            assertThat(session.query("select * from ledger.reject"))
                    .singleElement()
                    .satisfies(row -> assertThat(row.text("column_name") + row.text("reason"))
                            .isEqualTo("project_id与前面的行重复"));
            assertThat(session.query("""
                                    select n.name, numerator from observation as o
                                    join subject_name as n on n.kind = o.subject_kind and n.subject = o.subject
                                    where indicator = 'hazards_found' and o.subject_kind = 'region' order by o.subject""").stream().map(row -> row.text("name") + (long) row.number("numerator")))
                    .as("only who moves after the last day is still in the former region")
                    .containsExactly("东区2", "西区" + 2 * (UNTIL.size() - 1));
            assertThat(listed(session, rulebook, "monthly-ranking", "overdue", "region_name", "project_name"))
                    .as("by the day on which they were found")
                    .containsExactlyInAnyOrderElementsOf(expected(10, 20));
            assertThat(listed(session, rulebook, "monthly-lists", "problems", "region_name", "subject"))
                    .as("by the day on which they became cases")
                    .containsExactlyInAnyOrderElementsOf(expected(13, 23));

            write("data/名册/县区名册.csv", """
                    区划代码,名称,类别,所属市,变更前止于
                    990101,东区,区,青山市,2026-06-30
                    990101,新东区,区,青山市,
                    990102,西区,区,青山市,
                    """);
            write("data/名册/企业名册.csv", "统一社会信用代码,企业名称,变更前止于\n%1$s,一建,2026-06-30\n%1$s,一建集团,\n".formatted(FIRM));
            var june = run(runner, rulebook, "2026-06");
            var july = run(runner, rulebook, "2026-07");
            for (var run : List.of(before, june)) {
                rulebook.pin(session, run);
                assertThat(names(session)).containsExactlyInAnyOrder("一建", "东区", "西区");
            }
            rulebook.pin(session, july);
            assertThat(names(session)).containsExactlyInAnyOrder("一建集团", "新东区", "西区");
            assertThat(session
                            .query("select distinct subject from stage.observation where subject_kind = 'region'"
                                    + " and indicator = 'hazards_found' order by subject")
                            .stream()
                            .map(row -> row.text("subject")))
                    .as("figures of all three runs stand under the code, which trends follow")
                    .containsExactly("990101", "990102");
        }
    }

    /** Region and name of each project on two days of June. */
    private static List<String> expected(int... days) {
        var expected = new ArrayList<String>();
        for (int i = 0; i < UNTIL.size(); i++) {
            for (int day : days) {
                boolean moved = LocalDate.of(2026, 6, day).isAfter(LocalDate.parse(UNTIL.get(i)));
                expected.add((moved ? "西区新" : "东区原") + i + "号楼");
            }
        }
        return expected;
    }

    private static List<String> names(Session session) {
        return session.query("select name from subject_name where kind in ('enterprise', 'region')").stream()
                .map(row -> row.text("name"))
                .toList();
    }

    private static List<String> listed(
            Session session, Rulebook rulebook, String bulletin, String data, String... columns) {
        var sql = Objects.requireNonNull(rulebook.bulletins().get(bulletin)).data().stream()
                .filter(query -> query.name().equals(data))
                .findFirst()
                .orElseThrow();
        return session.query(sql.body()).stream()
                .map(row -> List.of(columns).stream().map(row::text).collect(Collectors.joining()))
                .toList();
    }

    private static Run run(Runner runner, Rulebook rulebook, String period) {
        return runner.run(rulebook.job("monthly-ranking"), Period.parse(period), Steps.MEASURE, Progress.NONE);
    }

    private static String id(int project) {
        return "990101260101000" + project;
    }

    private static String project(int project, String place) {
        return "%s,房屋建筑,%s,2026-01-05,在施,%s".formatted(id(project), FIRM, place);
    }

    private void source(String name, String dataset, String files) throws IOException {
        write(
                "jobs/rulebook/sources/" + name + ".yaml",
                "source: %s\ndataset: %s\nfiles: %s\nformat: csv\n".formatted(name, dataset, files));
    }

    private void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
