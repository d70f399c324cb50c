package org.tongbao.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongbao.measure.ShippedRulebook;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.ledger.RunLedger;

class DecideTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 9, 3, 6, 0);
    private static final ShippedRulebook RULEBOOK = ShippedRulebook.read();

    /** What was found in each month of the script. */
    private static final Map<String, List<String>> SCRIPT = Map.of(
            "2026-01", List.of("overdue_major_hazard"),
            "2026-02", List.of("overdue_major_hazard", "fatal_accident"),
            "2026-03", List.of("overdue_major_hazard"),
            "2026-04", List.of("resumed_without_clearance"),
            "2026-05", List.of("overdue_major_hazard"),
            "2026-06", List.of(),
            "2026-07", List.of(),
            "2026-08", List.of("safety_management_failed"));

    private static final List<String> DECISIONS = List.of(
            "2026-01 1 列入差别化监管 [差别化监管告知单] （四）重大隐患逾期不整改",
            "2026-02 2 驻场监督 [差别化监管延期告知单] （四）重大隐患逾期不整改；（六）发生过亡人事故",
            "2026-03 3 高限处罚 [差别化监管延期告知单] （四）重大隐患逾期不整改",
            "2026-04 4 全区通报 [差别化监管通报] （四）拒不整改，未经批准擅自复工",
            "2026-05 5 全区通报 [null] （四）重大隐患逾期不整改（已超过最长3个周期）",
            "2026-06 6 解除差别化监管 [差别化监管解除告知单] 整改后一个周期内不再具备差别化监管条件",
            "2026-08 1 列入差别化监管 [差别化监管告知单] （一）安全管理机构、责任制落实不到位");

    /** A ladder whose cycles are the evaluated periods. */
    private static final String BY_PERIODS = """
            ladder: differentiated-supervision
            title: 差别化监管
            subject: project
            enter:
              - { finding: safety_management_failed, because: （一）安全管理机构、责任制落实不到位 }
              - { finding: key_personnel_below_rate, at-least: 2 continued cases, because: （三）关键岗位人员连续两期到岗履职情况差 }
              - { finding: resumed_without_clearance, because: （四）拒不整改，未经批准擅自复工 }
              - { finding: overdue_major_hazard, because: （四）重大隐患逾期不整改 }
              - { finding: fatal_accident, because: （六）发生过亡人事故 }
            suspect:
              - { finding: self_assessment_missing, at-least: 1 continued case, because: （二）连续两期未按期自评 }
            steps:
              - { step: 列入差别化监管, after: 0 cycles, notice: 差别化监管告知单 }
              - { step: 驻场监督, after: 1 cycle, notice: 差别化监管延期告知单 }
              - { step: 高限处罚, after: 2 cycles, notice: 差别化监管延期告知单 }
              - { step: 全区通报, after: 3 cycles, notice: 差别化监管通报 }
            release:
              step: 解除差别化监管
              because: 整改后一个周期内不再具备差别化监管条件
              notice: 差别化监管解除告知单
            longest: 3 cycles
            """;

    @TempDir
    Path home;

    private @Nullable Ladder byPeriods;

    @BeforeEach
    void readTheLadder() throws Exception {
        byPeriods = ladder(BY_PERIODS);
    }

    @Test
    void eightMonthsGoUpTheLadderOffItAndOnAgain() {
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            SCRIPT.keySet().stream().sorted().forEach(month -> play(session, month));
            assertThat(latest(session)).isEqualTo(DECISIONS);
        }
    }

    @Test
    void monthsComputedTwiceOrOutOfOrderEndInTheSameDecisions() {
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            for (var month : List.of("2026-03", "2026-01", "2026-02", "2026-01", "2026-08", "2026-04", "2026-06")) {
                play(session, month);
            }
            SCRIPT.keySet().stream().sorted().forEach(month -> play(session, month));
            assertThat(latest(session)).isEqualTo(DECISIONS);
        }
    }

    @Test
    void aRestatedMonthChangesTheStepsThatFollow() {
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            play(session, "2026-01");
            play(session, "2026-02");
            play(session, "2026-01", List.of());
            play(session, "2026-02");
            assertThat(latest(session)).hasSize(1).first().asString().startsWith("2026-02 1 列入差别化监管");
        }
    }

    @Test
    void clearedCasesAndTooFewCasesDoNotCount() {
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            play(session, "2026-01", List.of("key_personnel_below_rate continued", "overdue_major_hazard cleared"));
            assertThat(latest(session)).isEmpty();
            play(session, "2026-01", List.of("key_personnel_below_rate", "key_personnel_below_rate"));
            assertThat(latest(session)).isEmpty();
            play(
                    session,
                    "2026-01",
                    List.of("key_personnel_below_rate continued", "key_personnel_below_rate continued"));
            assertThat(latest(session)).hasSize(1).first().asString().endsWith("（三）关键岗位人员连续两期到岗履职情况差");
        }
    }

    @Test
    void aReleaseAfterTwoClearCyclesWaitsForTheSecond() throws Exception {
        var ladder = ladder("""
                ladder: patient
                title: 慢
                subject: project
                enter:
                  - { finding: fatal_accident, because: 亡人 }
                  - { scheme: project-monthly, below: 60, because: 低分 }
                  - { scheme: project-monthly, grade: 不合格, because: 不合格 }
                steps:
                  - { step: 一, after: 0 cycles, notice: 甲 }
                  - { step: 二, after: 1 cycle, notice: 乙 }
                release: { step: 出, after: 2 cycles, because: 好了, notice: 丙 }
                """);
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            play(session, ladder, "2026-01", List.of("fatal_accident"));
            play(session, ladder, "2026-02", List.of());
            play(session, ladder, "2026-03", List.of("score 59.9 合格"));
            play(session, ladder, "2026-04", List.of());
            play(session, ladder, "2026-05", List.of("score 60 合格"));
            play(session, ladder, "2026-06", List.of());
            play(session, ladder, "2026-07", List.of("score 85 不合格"));
            assertThat(latest(session))
                    .containsExactly(
                            "2026-01 1 一 [甲] 亡人",
                            "2026-02 2 一 [null] null",
                            "2026-03 3 二 [乙] 低分",
                            "2026-04 4 二 [null] null",
                            "2026-05 5 出 [丙] 好了",
                            "2026-07 1 一 [甲] 不合格");
        }
    }

    @Test
    void whatIsHistoryShowsEveryChangeOfStep() {
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            SCRIPT.keySet().stream().sorted().forEach(month -> play(session, month));
            var changes = session.query("""
                    select period, step, previous from (
                        select *, lag(step) over (partition by ladder, subject order by period_start) as previous
                        from history_decision)
                    where previous is null or previous <> step order by period_start""");
            assertThat(changes.stream()
                            .map(row -> row.text("period") + " " + row.get("previous") + " > " + row.text("step")))
                    .containsExactly(
                            "2026-01 null > 列入差别化监管",
                            "2026-02 列入差别化监管 > 驻场监督",
                            "2026-03 驻场监督 > 高限处罚",
                            "2026-04 高限处罚 > 全区通报",
                            "2026-06 全区通报 > 解除差别化监管",
                            "2026-08 解除差别化监管 > 列入差别化监管");
        }
    }

    @Test
    void theConditionsThatHoldAreTheGroundsOfTheDecision() {
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            play(session, "2026-01");
            play(session, "2026-02");
            assertThat(grounds(session))
                    .containsExactly("4 overdue_major_hazard （四）重大隐患逾期不整改", "5 fatal_accident （六）发生过亡人事故");
            play(session, "2026-06");
            assertThat(grounds(session)).isEmpty();
        }
    }

    @Test
    void whoIsSuspectIsListedApartAndDecidedNothingAbout() {
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            play(session, "2026-01", List.of("self_assessment_missing"));
            assertThat(suspicions(session)).isEmpty();
            play(session, "2026-02", List.of("self_assessment_missing continued"));
            assertThat(suspicions(session)).containsExactly("p1 1 self_assessment_missing （二）连续两期未按期自评");
            play(session, "2026-03", List.of("overdue_major_hazard"));
            assertThat(suspicions(session)).isEmpty();
            assertThat(latest(session)).containsExactly("2026-03 1 列入差别化监管 [差别化监管告知单] （四）重大隐患逾期不整改");
        }
    }

    @Test
    void aPeriodInWhichARuleWasNotInUseReleasesNobodyAndIsMadeUpForByTheNext() {
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            play(session, "2026-01", List.of("fatal_accident"));
            play(session, "2026-02", List.of("unused safety_management_failed"));
            play(session, "2026-03", List.of("unused safety_management_failed", "overdue_major_hazard"));
            play(session, "2026-04", List.of("unused safety_management_failed"));
            play(session, "2026-05", List.of());
            play(session, "2026-06", List.of("unused safety_management_failed"));
            assertThat(latest(session))
                    .containsExactly(
                            "2026-01 1 列入差别化监管 [差别化监管告知单] （六）发生过亡人事故",
                            "2026-02 2 列入差别化监管 [null] 列入条件所依据的数据没有全部启用，不能认定解除",
                            "2026-03 3 驻场监督 [差别化监管延期告知单] （四）重大隐患逾期不整改",
                            "2026-04 4 驻场监督 [null] 列入条件所依据的数据没有全部启用，不能认定解除",
                            "2026-05 5 解除差别化监管 [差别化监管解除告知单] 整改后一个周期内不再具备差别化监管条件");
        }
    }

    @Test
    void aListedHazardClimbsWhenItsTimeIsUpAndLeavesWhenItIsClosed() {
        var months = Map.of(
                "2026-01", List.of("major_hazard_open"),
                "2026-02", List.of("major_hazard_open continued 2026-01-01"),
                "2026-03", List.of("major_hazard_open continued 2026-01-01", "listed_hazard_overdue"),
                "2026-04",
                        List.of("major_hazard_open continued 2026-01-01", "listed_hazard_overdue continued 2026-03-01"),
                "2026-05", List.<String>of());
        var decisions = List.of(
                "2026-01 1 挂牌督办 [重大隐患挂牌督办通知书] 重大隐患尚未销号",
                "2026-02 2 挂牌督办 [null] 重大隐患尚未销号",
                "2026-03 3 超期督办 [重大隐患挂牌督办超期通知书] 重大隐患尚未销号；超过挂牌督办时限",
                "2026-04 4 超期督办 [null] 重大隐患尚未销号；超过挂牌督办时限",
                "2026-05 5 销号 [null] 经验收销号或者工程已竣工");
        var ladder = ours("listed-hazard-supervision");
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            for (var month : List.of("2026-04", "2026-01", "2026-05", "2026-01", "2026-03")) {
                play(session, ladder, month, Objects.requireNonNull(months.get(month)));
            }
            new TreeMap<>(months).forEach((month, found) -> play(session, ladder, month, found));
            assertThat(latest(session)).isEqualTo(decisions);
        }
    }

    @Test
    void aSuspensionIsProposedForWhatIsNewAndAgainForWhatIsNewInTheNextPeriod() {
        var ladder = ours("licence-suspension");
        try (var warehouse = RULEBOOK.warehouse();
                var session = warehouse.session()) {
            // The first month ever evaluated knows an old case: it is new to the house, but did not begin now.
            play(session, ladder, "2026-01", List.of("repeated_stop_orders new 2025-09-10"));
            play(session, ladder, "2026-02", List.of("repeated_stop_orders new 2026-02-28"));
            play(session, ladder, "2026-03", List.of("stop_order_not_put_right new 2026-03-01"));
            play(session, ladder, "2026-04", List.of("repeated_stop_orders continued 2026-02-28"));
            play(session, ladder, "2026-05", List.of("repeated_stop_orders continued 2026-02-28"));
            play(session, ladder, "2026-06", List.of("accident_after_stop_order new 2026-06-30"));
            assertThat(latest(session))
                    .containsExactly(
                            "2026-02 1 提请暂扣 [提请暂扣安全生产许可证的函] 十二个月内同一企业同一项目被两次责令停止施工",
                            "2026-03 2 再次提请 [提请暂扣安全生产许可证的函] 经责令停止施工后整改仍达不到要求",
                            "2026-04 3 提请结束 [null] 期内没有新发生的情形",
                            "2026-06 1 提请暂扣 [提请暂扣安全生产许可证的函] 经责令停止施工后发生生产安全事故");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "differentiated-supervision",
                "listed-hazard-supervision",
                "licence-suspension",
                "attendance-lookback"
            })
    void theRulebooksLaddersNameOnlyWhatExists(String name) {
        var problems = new Problems();
        var ladder = ours(name);
        ladder.verify(
                RULEBOOK.rules().findings().keySet(),
                Set.of(),
                RULEBOOK.catalog().datasets().keySet(),
                RULEBOOK.subjects(),
                problems);
        RULEBOOK.rules().basis().verify(ladder.clauses(), ladder.at(), problems);
        problems.throwIfAny();
    }

    @Test
    void mistakesInALadderAreReportedTogetherWithTheirLines() throws Exception {
        var problems = new Problems();
        Files.writeString(home.resolve("l.yaml"), """
                ladder: broken
                title: 坏
                subject: project
                enter:
                  - { finding: x, at-least: many, because: 一 }
                  - { because: 二 }
                steps:
                  - { step: 一, after: 1 cycle }
                  - { step: 二, after: 1 cycle, notise: 甲 }
                  - { step: 三, after: 2 cycles, when: { finding: x, because: 三 } }
                """);
        new SpecFiles(home, problems).yaml(home.resolve("l.yaml")).ifPresent(Ladder::read);
        assertThat(problems.sorted().stream().map(Object::toString))
                .containsExactly(
                        "l.yaml:1 'release' is missing: how a subject leaves the ladder",
                        "l.yaml:5 'at-least' must be like 2 cases, 1 new case or 2 continued cases, found 'many'",
                        "l.yaml:6 a condition needs 'finding', or 'scheme' with 'below' or 'grade'",
                        "l.yaml:7 the first of the 'steps' must have 'after: 0 cycles'",
                        "l.yaml:9 each step must come after more cycles than the one before",
                        "l.yaml:9 unknown key 'notise', did you mean 'notice'?",
                        "l.yaml:10 a step has 'after' or 'when', not both");
    }

    @Test
    void whereCyclesAreRecordedThePeriodsHaveNoSay() throws Exception {
        var problems = new Problems();
        Files.writeString(home.resolve("r.yaml"), """
                ladder: broken
                title: 坏
                subject: project
                cycles: supervision_cycle
                enter:
                  - { finding: x, because: 一 }
                suspect:
                  - { scheme: y, below: 60, because: 二 }
                steps:
                  - { step: 一, after: 0 cycles }
                release: { step: 出, because: 好了 }
                longest: 3 cycles
                """);
        new SpecFiles(home, problems).yaml(home.resolve("r.yaml")).ifPresent(Ladder::read);
        assertThat(problems.sorted().stream().map(Object::toString))
                .containsExactly(
                        "r.yaml:5 'enter' is for cycles that are periods; here the view 'supervision_cycle' records them",
                        "r.yaml:8 where cycles are recorded, a condition must name a finding",
                        "r.yaml:12 'longest' is for cycles that are periods; here the view 'supervision_cycle' records them");
    }

    private void play(Session session, String month) {
        play(session, month, SCRIPT.getOrDefault(month, List.of()));
    }

    private void play(Session session, String month, List<String> found) {
        play(session, Objects.requireNonNull(byPeriods), month, found);
    }

    /** A run of the month with these findings: {@code RULE [STATE [SINCE]]}, {@code score NUMBER GRADE} or
     * {@code unused RULE}. */
    private static void play(Session session, Ladder ladder, String month, List<String> found) {
        var runs = new RunLedger(session);
        var run = runs.start(
                "monthly-ranking",
                Period.parse(month),
                Period.parse(month).end().minusDays(1),
                "sha",
                NOW);
        for (int i = 0; i < found.size(); i++) {
            var words = found.get(i).split(" ", -1);
            if (words[0].equals("unused")) {
                session.sql("insert into stage.unused values (:run, 'finding', :rule, '', '未启用', '')")
                        .param("run", run.number())
                        .param("rule", words[1])
                        .execute();
            } else if (words[0].equals("score")) {
                session.sql(
                                "insert into stage.standing (run, scheme, scope, subject, score, grade) values (:run, :scheme, 'all',"
                                        + " 'p1', :score, :grade)")
                        .param("run", run.number())
                        .param("scheme", "project-monthly")
                        .param("score", Double.valueOf(words[1]))
                        .param("grade", words[2])
                        .execute();
            } else {
                session.sql(
                                "insert into stage.finding values (:run, :rule, :subject_kind, 'p1', :case_key, cast(:since as date), null, null, :state, null, null)")
                        .param("run", run.number())
                        .param("rule", words[0])
                        .param("subject_kind", ladder.subject())
                        .param("case_key", "case " + i)
                        .param("since", words.length > 2 ? words[2] : month + "-01")
                        .param("state", words.length > 1 ? words[1] : "new")
                        .execute();
            }
        }
        RULEBOOK.catalog().pin(session, run);
        new Decide(session, run).decide(List.of(ladder), Progress.NONE);
        runs.end(run, true, NOW);
    }

    /** The grounds of the run that the session is pinned to. */
    private static List<String> grounds(Session session) {
        return session.query("select * from ground order by item").stream()
                .map(row -> row.whole("item") + " " + row.text("rule") + " " + row.text("because"))
                .toList();
    }

    private static List<String> suspicions(Session session) {
        return session.query("select * from suspicion order by subject, item").stream()
                .map(row -> row.text("subject") + " " + row.whole("item") + " " + row.text("rule") + " "
                        + row.text("because"))
                .toList();
    }

    private static List<String> latest(Session session) {
        return session.query("""
                        select r.period, d.* from stage.decision as d join ledger.run as r on r.run = d.run
                        where d.run in (select max(run) from ledger.run group by period) order by r.period""").stream()
                .map(row -> row.text("period") + " " + row.whole("cycle") + " " + row.text("step") + " ["
                        + row.get("notice") + "] " + row.get("because"))
                .collect(Collectors.toList());
    }

    private static Ladder ours(String name) {
        var files = RULEBOOK.files();
        return files.find("jobs/rulebook/ladders/" + name + ".yaml").stream()
                .flatMap(file -> files.yaml(file).flatMap(Ladder::read).stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError(RULEBOOK.problems().sorted()));
    }

    private Ladder ladder(String text) throws Exception {
        var problems = new Problems();
        Files.writeString(home.resolve("ladder.yaml"), text);
        var ladder =
                new SpecFiles(home, problems).yaml(home.resolve("ladder.yaml")).flatMap(Ladder::read);
        problems.throwIfAny();
        return ladder.orElseThrow();
    }
}
