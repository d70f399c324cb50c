package org.tongbao.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.ledger.RunLedger;

class MeasureTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 7, 3, 6, 0);
    private static final ShippedRulebook RULEBOOK = ShippedRulebook.read();

    @TempDir
    Path home;

    @Test
    void aSecondRunOfTheStepReplacesTheFirst() {
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            project(session, "p1", "s1", "r1");
            hazard(session, "h1", "p1", "2026-06-10", null);
            var run = RULEBOOK.pin(session, "2026-06");
            var measure = new Measure(session, run, RULEBOOK.subjects());
            var all = Rules.indicatorsOf(RULEBOOK.rules().matching("month"));
            long rows = measure.observe(all, Progress.NONE);
            var first = session.query("select * from observation order by all");
            assertThat(measure.observe(all, Progress.NONE)).isEqualTo(rows);
            assertThat(session.query("select * from observation order by all"))
                    .isEqualTo(first)
                    .hasSize((int) rows);
        }
    }

    @Test
    void evidenceNamesTheFileAndRowBehindAFigureAndBehindThoseOfLargerSubjects() {
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            project(session, "p1", "s1", "r1");
            project(session, "p2", "s1", "r1");
            project(session, "p3", "s2", "r2");
            hazard(session, "h1", "p1", "2026-06-10", "2026-06-09");
            hazard(session, "h2", "p2", "2026-06-10", null);
            hazard(session, "h3", "p3", "2026-06-10", null);
            RULEBOOK.pin(session, "2026-06");
            var indicator = Objects.requireNonNull(RULEBOOK.rules().indicators().get("hazard_on_time"));
            var own = Evidence.of(session, RULEBOOK.subjects(), indicator, "project", "p1", 10);
            assertThat(own.rows().stream()
                            .map(row -> row.text("hazard_id") + " " + row.text("file") + ":" + row.whole("source_row")))
                    .containsExactly("h1 hazard-h1.csv:2");
            var larger = Evidence.of(session, RULEBOOK.subjects(), indicator, "region", "r1", 1);
            assertThat(larger.count()).isEqualTo(2);
            assertThat(larger.rows()).hasSize(1);
            assertThatThrownBy(() -> Evidence.of(session, RULEBOOK.subjects(), indicator, "planet", "x", 1))
                    .hasMessageContaining("not for planet");
        }
    }

    @Test
    void aCaseIsNewThenContinuedThenCleared() {
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            project(session, "p1", "s1", "r1");
            hazard(session, "h1", "p1", "2026-03-30", "2026-05-20");
            assertThat(find(session, "2026-03")).isEqualTo("h1 since 2026-03-31: new");
            assertThat(find(session, "2026-04")).isEqualTo("h1 since 2026-03-31: continued");
            assertThat(find(session, "2026-04")).isEqualTo("h1 since 2026-03-31: continued");
            assertThat(find(session, "2026-05")).isEqualTo("h1 since 2026-03-31: cleared");
            assertThat(find(session, "2026-06")).isEmpty();
        }
    }

    @Test
    void theOrderOfRowsAndTheNumberOfThreadsNeverShow() {
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            session.sql("""
                    insert into dataset.project (project_id, street_id, started_on, state, load_id, source_row)
                    select 'p' || i, 's', date '2025-01-01', '在施', :load_id, i from range(5000) as t(i)""")
                    .param("load_id", ledger(session, "project", "project"))
                    .execute();
            session.sql("insert into dataset.street values ('s', '街道', 'r', null, :load_id, 2)")
                    .param("load_id", ledger(session, "street", "street"))
                    .execute();
            session.sql("insert into dataset.region values ('r', '县', '县', 'c', null, :load_id, 2)")
                    .param("load_id", ledger(session, "region", "region"))
                    .execute();
            session.sql("""
                    insert into dataset.attendance
                    select 'p' || i, date '2026-06-01', '项目经理', 'x', 23, hash(i) % 24, :load_id, i from range(5000) as t(i)""")
                    .param("load_id", ledger(session, "attendance", "attendance"))
                    .execute();
            var run = RULEBOOK.pin(session, "2026-06");
            var mean = Objects.requireNonNull(RULEBOOK.rules().indicators().get("attendance_manager"));
            var indicator = new Indicator(
                    mean.name(),
                    mean.title(),
                    mean.meaning(),
                    mean.subject(),
                    mean.better(),
                    mean.unit(),
                    mean.kind(),
                    Indicator.RollUp.MEAN,
                    mean.every(),
                    mean.basis(),
                    mean.sql());
            var bits = new TreeSet<Long>();
            for (int i = 0; i < 10; i++) {
                session.execute(
                        "create or replace temp table shuffled as select * from dataset.attendance order by hash("
                                + "project_id || " + i + ")");
                session.execute("delete from dataset.attendance");
                session.execute("insert into dataset.attendance select * from shuffled");
                new Measure(session, run, RULEBOOK.subjects()).observe(List.of(indicator), Progress.NONE);
                bits.add(Double.doubleToLongBits(
                        session.one("select value from observation where subject_kind = 'region'")
                                .number("value")));
            }
            assertThat(bits).hasSize(1);
        }
    }

    @Test
    void aRuleThatNamesASubjectTwiceStopsTheRunWithItsPlace() throws Exception {
        var rulebook = broken("twice.sql", """
                -- 两次: gives a subject twice
                --
                -- indicator: twice
                -- subject:   project
                -- unit:      个
                -- kind:      count
                -- basis:     R001

                with evidence as (select 'p' as subject, 1 as origin union all select 'p', 2)
                select subject, 1 as numerator from evidence
                """);
        try (var warehouse = rulebook.warehouse();
                var session = warehouse.session()) {
            var run = rulebook.pin(session, "2026-06");
            rulebook.problems().throwIfAny();
            assertThatThrownBy(() -> new Measure(session, run, rulebook.subjects())
                            .observe(rulebook.rules().indicators().values(), Progress.NONE))
                    .hasMessage("jobs/rulebook/rules/twice.sql:9 gives more than one row for the same subject:"
                            + " {subject=p, times=2}");
        }
    }

    @Test
    void mistakesInARuleAreReportedAtTheirLines() throws Exception {
        assertThat(problems("a.sql", """
                        -- indicator: b
                        -- subject:   projekt
                        -- better:    upward
                        -- roll-ip:   mean
                        -- kind:      count

                        with evidence as (
                            select project_id as subject, origin
                            from hazzard
                        )
                        select subject, count(*) as numerator from evidence group by subject
                        """))
                .containsExactly(
                        "jobs/rulebook/rules/a.sql:1 'basis' is missing: the clauses the rule rests on",
                        "jobs/rulebook/rules/a.sql:1 'unit' is missing",
                        "jobs/rulebook/rules/a.sql:1 indicator 'b' must stand in a file b.sql",
                        "jobs/rulebook/rules/a.sql:1 the first line must be a comment with the title",
                        "jobs/rulebook/rules/a.sql:3 unknown better 'upward', expected one of higher, lower,"
                                + " neither",
                        "jobs/rulebook/rules/a.sql:4 unknown key 'roll-ip', did you mean 'roll-up'?");
    }

    @Test
    void theEngineObjectsAtTheLineOfTheFile() throws Exception {
        assertThat(problems("a.sql", HEAD + """
                        with evidence as (
                            select project_id as subject, origin
                            from hazzard
                        )
                        select subject, count(*) as numerator, 1 as denominator from evidence group by subject
                        """))
                .singleElement()
                .asString()
                .startsWith("jobs/rulebook/rules/a.sql:10 ")
                .contains("hazzard");
    }

    @Test
    void evidenceThatGroupsItsRowsIsAMistakeAndGroupsElsewhereAreNot() throws Exception {
        assertThat(problems("a.sql", HEAD + """
                        with evidence as (
                            select project_id as subject, max(origin) as origin from hazard group by project_id
                        )
                        select subject, count(*) as numerator, 1 as denominator from evidence group by subject
                        """))
                .singleElement()
                .asString()
                .contains("the step 'evidence' groups its rows");
        assertThat(problems("a.sql", HEAD + """
                        with latest as (select project_id, max(origin) as origin from hazard group by project_id),
                        evidence as (select h.project_id as subject, h.origin from hazard as h
                            where h.origin in (select max(x.origin) from hazard as x group by x.project_id))
                        select subject, count(*) as numerator, 1 as denominator from evidence group by subject
                        """)).isEmpty();
    }

    @Test
    void theQueryMustGiveExactFiguresAndRowsBehindThem() throws Exception {
        assertThat(problems("a.sql", HEAD + """
                        with evidence as (select project_id as subject, cost_wan from project)
                        select subject, cast(avg(cost_wan) as double) as numerator, 1 as denominator
                        from evidence group by subject
                        """))
                .hasSize(2)
                .anyMatch(p -> p.contains("must have a column 'origin'"))
                .anyMatch(p -> p.contains("'numerator' is a floating-point number"));
        assertThat(problems(
                        "a.sql", HEAD + "select project_id as subject, 1 as numerator, 1 as denominator from hazard"))
                .singleElement()
                .asString()
                .contains("there must be a step 'evidence'");
        assertThat(problems(
                        "a.sql", HEAD + "select project_id as subject, 1 as nominator, 1 as denominator from hazard"))
                .contains("jobs/rulebook/rules/a.sql:8 unknown column 'nominator', did you mean 'numerator'?");
        assertThat(problems("a.sql", HEAD + "select 1 as subject;\ndelete from hazard"))
                .containsExactly(
                        "jobs/rulebook/rules/a.sql:8 one file holds one statement; take away what follows the ';'");
    }

    @Test
    void aDutyGivesTheShareOfWhatIsMetAndTheCasesOfWhatIsNot() throws Exception {
        var rulebook = broken(
                "duty.sql",
                duty("all", "case when due_on < period_end() then coalesce(rectified_on <= due_on, false) end"));
        try (var warehouse = rulebook.warehouse();
                var session = warehouse.session()) {
            hazard(session, "met", "p1", "2026-06-10", "2026-06-10");
            hazard(session, "not met", "p1", "2026-06-10", null);
            hazard(session, "not met since May", "p1", "2026-05-10", null);
            hazard(session, "not yet due", "p1", "2026-07-01", null);
            hazard(session, "due on the last day", "p1", "2026-06-30", null);
            hazard(session, "made good late", "p1", "2026-06-10", "2026-06-11");
            assertThat(measured(rulebook, session, Period.parse("2026-06").end().minusDays(1)))
                    .containsExactly("1 of 5", "not met since 2026-06-11", "not met since May since 2026-05-11");
        }
    }

    @Test
    void aDutyOfWhatIsDueInThePeriodKeepsWhatWasDueBeforeAsACase() throws Exception {
        var rulebook = broken("duty.sql", duty("due in the period", "coalesce(rectified_on <= due_on, false)"));
        try (var warehouse = rulebook.warehouse();
                var session = warehouse.session()) {
            hazard(session, "first day", "p1", "2026-06-01", "2026-06-01");
            hazard(session, "last day", "p1", "2026-06-30", "2026-06-30");
            hazard(session, "day before", "p1", "2026-05-31", null);
            hazard(session, "day after", "p1", "2026-07-01", null);
            assertThat(measured(rulebook, session, Period.parse("2026-06").end().minusDays(1)))
                    .containsExactly("2 of 2", "day before since 2026-06-01");
        }
    }

    @Test
    void aDutyOfOnceInThePeriodIsNotYetDueAsLongAsThePeriodRuns() throws Exception {
        var rulebook = broken("duty.sql", duty("once in the period", "rectified_on < period_end()"));
        try (var warehouse = rulebook.warehouse();
                var session = warehouse.session()) {
            hazard(session, "done", "p1", "2026-06-01", "2026-06-01");
            hazard(session, "not done", "p1", "2026-06-01", "2026-07-01");
            assertThat(measured(rulebook, session, LocalDate.of(2026, 6, 29))).containsExactly("1 of 1");
            assertThat(measured(rulebook, session, LocalDate.of(2026, 6, 30)))
                    .containsExactly("1 of 2", "not done since 2026-06-02");
        }
    }

    @Test
    void mistakesInADutyAreReportedAtTheirLines() throws Exception {
        assertThat(problems("duty.sql", duty("sometimes", "1").replace("late 迟办", "late")))
                .containsExactly(
                        "jobs/rulebook/rules/duty.sql:4 'case' needs a name and a title, such as: accident_report_late 事故迟报",
                        "jobs/rulebook/rules/duty.sql:5 unknown base 'sometimes', expected one of all, due in the period,"
                                + " once in the period",
                        "jobs/rulebook/rules/duty.sql:9 'met' must be true, false or null (not yet due); it is INTEGER");
    }

    /** Each obligation is shown by two rows. */
    private static String duty(String base, String met) {
        return """
                -- 按期率: something
                --
                -- duty:    duty
                -- case:    late 迟办
                -- base:    %s
                -- subject: project
                -- basis:   R001

                select project_id as subject, hazard_id as case_key, %s as met,
                    cast(due_on + interval '1' day as date) as since, due_on as due,
                    case when rectified_on is null or rectified_on >= period_end() then '未整改' end as detail, origin
                from hazard cross join (select 1 union all select 2)
                """.formatted(base, met);
    }

    /** The share of p1 and the cases, as of a day. */
    private static List<String> measured(ShippedRulebook rulebook, Session session, LocalDate asOf) {
        var run = new Run(1, "monthly-ranking", Period.parse("2026-06"), 1_000_000, asOf);
        assertThat(rulebook.catalog().pin(session, run)).isEmpty();
        rulebook.verify(session);
        rulebook.problems().throwIfAny();
        var measure = new Measure(session, run, rulebook.subjects());
        measure.observe(rulebook.rules().indicators().values(), Progress.NONE);
        measure.find(rulebook.rules().findings().values(), Progress.NONE);
        return Stream.concat(
                        session.query("select * from observation where indicator = 'duty' and subject = 'p1'").stream()
                                .map(row -> (long) row.number("numerator") + " of " + (long) row.number("denominator")),
                        session.query("select * from finding where rule = 'late' order by case_key").stream()
                                .map(row -> row.text("case_key") + " since " + row.text("since")))
                .toList();
    }

    private static final String HEAD = """
            -- 甲: something
            --
            -- indicator: a
            -- subject:   project
            -- unit:      "%"
            -- basis:     R001

            """;

    private List<String> problems(String file, String text) throws Exception {
        var rulebook = broken(file, text);
        try (var warehouse = rulebook.warehouse();
                var session = warehouse.session()) {
            rulebook.pin(session, "2026-06");
            rulebook.verify(session);
        }
        return rulebook.problems().sorted().stream().map(Object::toString).collect(Collectors.toList());
    }

    /** A rulebook of its own with one indicator. */
    private ShippedRulebook broken(String file, String text) throws Exception {
        write("jobs/rulebook/rules/" + file, text);
        write(
                "jobs/rulebook/basis.csv",
                "id,regulation,clause,kind,period,subject,quote,asks,note\nR001,某办法,一,metric,monthly,project,每月测评,得分,\n");
        for (var part :
                List.of("subjects.yaml", "datasets/project.yaml", "datasets/hazard.yaml", "datasets/street.yaml")) {
            write("jobs/rulebook/" + part, Files.readString(Path.of("jobs/rulebook/" + part)));
        }
        for (var part : List.of(
                "datasets/region.yaml", "datasets/enterprise.yaml", "views/project_in_period.sql", "views/city.sql")) {
            write("jobs/rulebook/" + part, Files.readString(Path.of("jobs/rulebook/" + part)));
        }
        return ShippedRulebook.read(home);
    }

    private void write(String file, String text) throws Exception {
        Files.createDirectories(home.resolve(file).getParent());
        Files.writeString(home.resolve(file), text);
    }

    private static String find(Session session, String period) {
        var runs = new RunLedger(session);
        Run run = runs.start(
                "monthly-ranking",
                Period.parse(period),
                Period.parse(period).end().minusDays(1),
                "sha",
                NOW);
        RULEBOOK.catalog().pin(session, run);
        new Measure(session, run, RULEBOOK.subjects())
                .find(Rules.findingsOf(RULEBOOK.rules().matching("overdue_major_hazard")), Progress.NONE);
        runs.end(run, true, NOW);
        return session.query("select * from finding").stream()
                .map(row -> row.text("case_key") + " since " + row.text("since") + ": " + row.text("state"))
                .collect(Collectors.joining(", "));
    }

    private static void project(Session session, String id, String street, String region) {
        long load = ledger(session, "project-" + id, "project");
        session.sql("insert into dataset.project (project_id, street_id, started_on, state, load_id, source_row)"
                        + " values (:project_id, :street_id, date '2025-01-01', '在施', :load_id, 2)")
                .param("project_id", id)
                .param("street_id", street)
                .param("load_id", load)
                .execute();
        session.sql("insert into dataset.street values (:street_id, :street_id, :region_id, null, :load_id, 2)")
                .param("street_id", street)
                .param("region_id", region)
                .param("load_id", ledger(session, "street-" + street, "street"))
                .execute();
        session.sql("insert into dataset.region values (:region_id, :region_id, '县', 'c1', null, :load_id, 2)")
                .param("region_id", region)
                .param("load_id", ledger(session, "region-" + region, "region"))
                .execute();
    }

    private static void hazard(Session session, String id, String project, String due, @Nullable String rectified) {
        session.sql(
                        "insert into dataset.hazard (hazard_id, project_id, grade, category, found_on, due_on, rectified_on,"
                                + " load_id, source_row) values (:hazard_id, :project_id, '重大', '消防', date '2026-01-01', cast(:due_on as date),"
                                + " cast(:rectified_on as date), :load_id, 2)")
                .param("hazard_id", id)
                .param("project_id", project)
                .param("due_on", due)
                .param("rectified_on", rectified)
                .param("load_id", ledger(session, "hazard-" + id, "hazard"))
                .execute();
    }

    private static long ledger(Session session, String slice, String dataset) {
        long load = session.one("select count(*) + 1 as n from ledger.load").whole("n");
        session.sql(
                        "insert into ledger.load values (:load_id, :dataset, 's', :file, :slice, '', 1, 1, 0, :loaded_at, null)")
                .param("load_id", load)
                .param("dataset", dataset)
                .param("file", slice + ".csv")
                .param("slice", slice)
                .param("loaded_at", NOW)
                .execute();
        return load;
    }
}
