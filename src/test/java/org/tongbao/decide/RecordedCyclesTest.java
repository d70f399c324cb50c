package org.tongbao.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tongbao.measure.Measure;
import org.tongbao.measure.ShippedRulebook;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.RunLedger;

/** Differentiated supervision of project P: what is recorded, and what each month says of it. */
class RecordedCyclesTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 9, 3, 6, 0);
    private static final ShippedRulebook RULEBOOK = ShippedRulebook.read();
    private static final Ladder LADDER = ladder();
    /** What the ladder looks at. */
    private static final List<String> MEASURED =
            List.of("circulated_criticism", "fatal_accident_unlisted", "supervision_over_limit");

    private final Warehouse warehouse = RULEBOOK.warehouse();
    private final Session session = warehouse.session();
    private long load;
    private @Nullable Run last;

    @BeforeEach
    void projectPIsUnderConstruction() throws IOException {
        given(
                "project",
                "project_id, region_id, street_id, contractor_id, project_name, state, started_on",
                "'P', 'r', 's', 'e', 'P', '在施', date '2025-01-01'");
        for (var row : reference("parameter.csv")) {
            given("parameter", "name, value", "'" + row[0] + "', " + row[1]);
        }
        for (var row : reference("supervision-measure.csv")) {
            given(
                    "supervision_measure_due",
                    "after_cycles, kind, party, counted_from, limit_name",
                    row[0] + ", '" + row[1] + "', '" + row[2] + "', '" + row[3] + "', '" + row[4] + "'");
        }
    }

    private static List<String[]> reference(String file) throws IOException {
        return Files.readAllLines(Path.of("jobs/rulebook/reference", file)).stream()
                .skip(1)
                .map(line -> line.split(","))
                .toList();
    }

    @AfterEach
    void close() {
        session.close();
        warehouse.close();
    }

    /** History 1. */
    @Test
    void aConditionThatNeverEndsClimbsToTheCircularAndBeyondTheLastExtension() {
        confirmed("（四）", "2026-02-10");
        notice("g1", "差别化监管告知单", "2026-02-12");
        for (int cycle = 1; cycle <= 4; cycle++) {
            evaluated("g1", cycle, "2026-0" + (cycle + 2) + "-12", "（四）", "延期");
        }
        var months = List.of(
                "2026-02 1 列入差别化监管 [差别化监管告知单] （四）2026-02-10经监督一科确认",
                "2026-03 2 驻场监督 [差别化监管延期告知单] （四）2026-03-12评定仍具备（监督一科）",
                "2026-04 3 高限处罚 [差别化监管延期告知单] （四）2026-04-12评定仍具备（监督一科）",
                "2026-05 4 全市通报 [差别化监管通报] （四）2026-05-12评定仍具备（监督一科）",
                "2026-06 5 超期 [null] （四）2026-06-12评定仍具备（监督一科）；已满最长周期数，列管至解除为止",
                "2026-07 6 超期 [null] 第5周期2026-07-12届满，期限内未评定（漏评）；已满最长周期数，列管至解除为止");
        assertThat(decided(2, 3, 4, 5, 6)).isEqualTo(months.subList(0, 5));
        // Out of order, and again.
        assertThat(decided(5, 3, 6, 2, 4, 6)).isEqualTo(months.subList(0, 5));
        assertThat(cases("supervision_over_limit")).containsExactly("g1 2026-06-13");
        assertThat(cycles())
                .containsExactly(
                        "0 2026-02-10 2026-02-12 0 列入",
                        "1 2026-02-13 2026-03-12 0 延期",
                        "2 2026-03-13 2026-04-12 1 延期",
                        "3 2026-04-13 2026-05-12 2 延期",
                        "4 2026-05-13 2026-06-12 3 延期",
                        "5 2026-06-13 2026-07-12 3 监管中");
        // An evaluation of July that nobody made: it stays where it is.
        decide("2026-07");
        assertThat(decided(7)).isEqualTo(months.subList(5, 6));
        assertThat(cases("supervision_evaluation_missing")).containsExactly("g1第5周期 2026-07-18");
    }

    /** History 2. */
    @Test
    void whoIsCleanAtTheEndOfACycleIsReleasedThoughTheAgencyMadeTooFewChecks() {
        cleanFirstCycle("date '2026-03-10'");
        assertThat(decided(2, 3))
                .containsExactly(
                        "2026-02 1 列入差别化监管 [差别化监管告知单] （四）2026-02-10经监督一科确认",
                        "2026-03 1 解除差别化监管 [差别化监管解除告知单] 整改后一个周期内不再具备差别化监管条件，检查报告问题全部验收合格");
        assertThat(details("supervised_checks_short"))
                .containsExactly("第1周期（2026-02-13至2026-03-12）监督机构应抽查4次、实际3次，其中联合执法应1次、实际0次");
        // Until the notice of release is delivered it stays under supervision; the notice is not sent again.
        assertThat(decided(4)).containsExactly("2026-04 1 解除差别化监管 [null] 整改后一个周期内不再具备差别化监管条件，检查报告问题全部验收合格");
        notice("g2", "差别化监管解除告知单", "2026-03-16");
        assertThat(decided(4)).isEmpty();
        decide("2026-03");
        assertThat(cases("supervision_notice_ungrounded")).isEmpty();
    }

    /** History 3. */
    @Test
    void anItemThatIsNotVerifiedExtendsTheSupervisionWithoutTheNextMeasure() {
        cleanFirstCycle("null");
        assertThat(decided(3)).containsExactly("2026-03 2 列入差别化监管 [null] 检查报告问题未清零（C1第2条未验收，共1条）");
        notice("g2", "差别化监管解除告知单", "2026-03-16");
        assertThat(decided(3)).containsExactly("2026-03 2 解除差别化监管 [null] 解除文书已送达，此前没有作出解除的评定");
        assertThat(cases("supervision_notice_ungrounded")).containsExactly("g2 2026-03-16");
    }

    @Test
    void anItemVerifiedOnlyAfterTheEvaluationOrFoundUnsatisfactoryIsNotCleared() {
        cleanFirstCycle("date '2026-03-13'");
        assertThat(decided(3)).first().asString().contains("C1第2条未验收");
        session.execute(
                "update dataset.rectification_item set accepted_on = date '2026-03-12', result = '不合格' where item_no = 2");
        assertThat(decided(3)).first().asString().contains("C1第2条验收不合格");
        session.execute("update dataset.rectification_item set result = '合格' where item_no = 2");
        assertThat(decided(3)).first().asString().contains("解除");
        session.execute("update dataset.supervision_check set problems = 5 where check_no = 'C1'");
        assertThat(decided(3)).first().asString().contains("C1有3条未列入整改方案，共3条");
    }

    @Test
    void aBureauMayAskForACycleThatBeginsAfterAllIsCleared() {
        cleanFirstCycle("date '2026-03-10'");
        session.execute("update dataset.parameter set value = 1 where name = 'supervision_clean_cycle'");
        session.execute("update dataset.supervision_check set checked_on = date '2026-02-12' where check_no = 'C1'");
        assertThat(decided(3)).first().asString().contains("C1第1条未验收、C1第2条未验收");
    }

    /** History 4. */
    @Test
    void aCircularOfBeforeTheNoticeFailsNoCycleAndANewOneListsAnew() {
        criticised("区政1号", "2026-01-31", "县区人民政府");
        criticised("区政2号", "2026-02-01", "县区人民政府");
        criticised("区政3号", "2026-03-31", "县区人民政府");
        confirmed("（五）", "2026-02-05");
        notice("g1", "差别化监管告知单", "2026-02-08");
        evaluated("g1", 1, "2026-03-08", "", "解除");
        notice("g2", "差别化监管解除告知单", "2026-03-09");
        confirmed("（五）", "2026-04-02");
        notice("g3", "差别化监管告知单", "2026-04-03");
        assertThat(decided(2, 3, 4))
                .containsExactly(
                        "2026-02 1 列入差别化监管 [差别化监管告知单] （五）2026-02-05经监督一科确认",
                        "2026-03 1 解除差别化监管 [差别化监管解除告知单] 整改后一个周期内不再具备差别化监管条件，检查报告问题全部验收合格",
                        "2026-04 1 列入差别化监管 [差别化监管告知单] （五）2026-04-02经监督一科确认");
        assertThat(cycles().get(cycles().size() - 1)).isEqualTo("1 2026-04-04 2026-05-03 0 监管中");
        decide("2026-01");
        assertThat(suspicions()).containsExactly("（五）被人民政府或行业主管部门通报批评");
    }

    @Test
    void aCircularWithinTheCycleBarsTheReleaseUnlessTheBureauIssuedItItselfAsAMeasure() {
        cleanFirstCycle("date '2026-03-10'");
        criticised("区政5号", "2026-03-12", "县区人民政府");
        assertThat(decided(3)).containsExactly("2026-03 2 驻场监督 [差别化监管延期告知单] （五）2026-03-12被区政府通报批评（区政5号）");
        given(
                "supervision_measure",
                "measure_no, notice_no, kind, ordered_on, done_on, document_no",
                "'m1', 'g1', '全区通报', date '2026-03-12', date '2026-03-12', '区政5号'");
        assertThat(decided(3)).first().asString().contains("解除差别化监管");
        criticised("协1号", "2026-02-13", "其他机构");
        criticised("区政6号", "2026-03-13", "县区人民政府");
        criticised("区政7号", "2026-02-12", "县区人民政府");
        assertThat(decided(3)).first().asString().contains("解除差别化监管");
    }

    @Test
    void anEvaluationDoesNotMakeAnOldCircularOrAccidentContinue() {
        cleanFirstCycle("date '2026-03-10'");
        session.execute("update dataset.supervision_evaluation set item_5 = '具备', item_6 = '具备'");
        assertThat(decided(3)).first().asString().contains("解除差别化监管");
    }

    /** History 5. */
    @Test
    void anAccidentIsASuspicionUntilItIsConfirmedAndDoesNotContinue() {
        given(
                "accident",
                "accident_id, project_id, occurred_at, kind, deaths, injuries",
                "'a1', 'P', timestamp '2026-02-20 09:00:00', '坍塌', 1, 0");
        decide("2026-02");
        assertThat(suspicions()).containsExactly("（六）发生过亡人事故");
        decide("2026-08");
        assertThat(suspicions()).containsExactly("（六）发生过亡人事故");
        assertThat(decided(2, 3, 8)).isEmpty();
        confirmed("（六）", "2026-02-25");
        assertThat(decided(2)).containsExactly("2026-02 0 列入差别化监管 [差别化监管告知单] （六）2026-02-25经监督一科确认");
        assertThat(suspicions()).isEmpty();
        assertThat(decided(3)).containsExactly("2026-03 0 列入差别化监管 [null] （六）2026-02-25经监督一科确认");
        assertThat(cases("supervision_notice_missing")).containsExactly("告知单 2026-03-03");
        notice("g1", "差别化监管告知单", "2026-02-26");
        // On the last day of the limit nothing has been omitted yet.
        assertThat(decided(3)).containsExactly("2026-03 2 列入差别化监管 [null] （六）2026-02-25经监督一科确认");
        assertThat(decided(4)).containsExactly("2026-04 3 列入差别化监管 [null] 第1周期2026-03-26届满，期限内未评定（漏评）");
        evaluated("g1", 1, "2026-03-26", "", "解除");
        assertThat(decided(2, 3))
                .containsExactly(
                        "2026-02 1 列入差别化监管 [差别化监管告知单] （六）2026-02-25经监督一科确认",
                        "2026-03 1 解除差别化监管 [差别化监管解除告知单] 整改后一个周期内不再具备差别化监管条件，检查报告问题全部验收合格");
    }

    @Test
    void anotherAccidentWithinTheCycleExtends() {
        cleanFirstCycle("date '2026-03-10'");
        given(
                "accident",
                "accident_id, project_id, occurred_at, kind, deaths, injuries",
                "'a1', 'P', timestamp '2026-03-12 23:00:00', '坍塌', 1, 0");
        assertThat(decided(3)).first().asString().startsWith("2026-03 2 驻场监督").contains("（六）2026-03-12坍塌事故，死亡1人");
    }

    @Test
    void aConditionConfirmedAnewWithinTheCycleExtends() {
        cleanFirstCycle("date '2026-03-10'");
        confirmed("（三）", "2026-03-13");
        assertThat(decided(3)).first().asString().contains("解除差别化监管");
        confirmed("（三）", "2026-03-12");
        assertThat(decided(3)).first().asString().contains("驻场监督").contains("（三）2026-03-12经监督一科确认");
    }

    @Test
    void anEvaluationBeforeTheCycleIsOverIsNoneAndALateOneCounts() {
        confirmed("（四）", "2026-02-10");
        notice("g1", "差别化监管告知单", "2026-02-12");
        evaluated("g1", 1, "2026-03-11", "", "解除");
        assertThat(decided(3)).containsExactly("2026-03 2 列入差别化监管 [null] 第1周期2026-03-12届满，期限内未评定（漏评）");
        session.execute("update dataset.supervision_evaluation set evaluated_on = date '2026-04-02'");
        assertThat(decided(3)).first().asString().contains("漏评");
        assertThat(decided(4)).first().asString().contains("解除差别化监管 [差别化监管解除告知单]");
    }

    @Test
    void measuresDecidedAreHeldAgainstWhatWasDone() {
        confirmed("（四）", "2026-02-10");
        notice("g1", "差别化监管告知单", "2026-02-12");
        evaluated("g1", 1, "2026-03-12", "（四）", "延期");
        decide("2026-03");
        assertThat(cases("supervision_measure_overdue")).containsExactly("g1驻场监督监督机构 2026-03-18");
        given(
                "supervision_measure",
                "measure_no, notice_no, kind, ordered_on, done_on",
                "'m1', 'g1', '驻场监督', date '2026-03-12', date '2026-03-13'");
        decide("2026-03");
        assertThat(cases("supervision_measure_overdue")).isEmpty();
    }

    /** Confirmed and told in February; evaluated on 12 March as clean; of two items, the second verified on this day. */
    private void cleanFirstCycle(String verified) {
        confirmed("（四）", "2026-02-10");
        notice("g1", "差别化监管告知单", "2026-02-12");
        given(
                "supervision_check",
                "check_no, project_id, checked_on, joint, problems",
                "'C1', 'P', date '2026-02-13', false, 2");
        given(
                "supervision_check",
                "check_no, project_id, checked_on, joint, problems",
                "'C2', 'P', date '2026-02-24', false, 0");
        given(
                "supervision_check",
                "check_no, project_id, checked_on, joint, problems",
                "'C3', 'P', date '2026-03-12', false, 0");
        given(
                "rectification_item",
                "check_no, item_no, planned_on, due_on, accepted_on, result",
                "'C1', 1, date '2026-02-20', date '2026-03-01', date '2026-03-10', '合格'");
        given(
                "rectification_item",
                "check_no, item_no, planned_on, due_on, accepted_on",
                "'C1', 2, date '2026-02-20', date '2026-03-01', " + verified);
        evaluated("g1", 1, "2026-03-12", "", "解除");
    }

    private void confirmed(String item, String day) {
        given(
                "supervision_confirmation",
                "confirmation_no, project_id, item, conclusion, confirmed_on, confirmed_by, record_no",
                "'q" + load + "', 'P', '" + item + "', '确认', date '" + day + "', '监督一科', 'J1'");
    }

    private void notice(String number, String kind, String day) {
        given(
                "supervision_notice",
                "notice_no, project_id, kind, delivered_on",
                "'" + number + "', 'P', '" + kind + "', date '" + day + "'");
    }

    private void evaluated(String notice, int cycle, String day, String held, String conclusion) {
        var items = IntStream.range(0, 6)
                .mapToObj(i -> held.contains("（" + "一二三四五六".charAt(i) + "）") ? "'具备'" : "'不具备'")
                .collect(Collectors.joining(", "));
        given(
                "supervision_evaluation",
                "notice_no, cycle, evaluated_on, evaluator, item_1, item_2, item_3, item_4, item_5, item_6, conclusion",
                "'" + notice + "', " + cycle + ", date '" + day + "', '监督一科', " + items + ", '" + conclusion + "'");
    }

    private void criticised(String number, String day, String kind) {
        given(
                "circulated_criticism",
                "criticism_no, project_id, issued_on, issuer, issuer_kind",
                "'" + number + "', 'P', date '" + day + "', '区政府', '" + kind + "'");
    }

    private void given(String dataset, String columns, String values) {
        session.execute("insert into dataset." + dataset + " (" + columns + ", load_id, source_row) values (" + values
                + ", " + load(dataset) + ", 1)");
    }

    private long load(String dataset) {
        session.sql(
                        "insert into ledger.load values (:load, :dataset, 'test', 'test.csv', :slice, 'sha', 1, 1, 0, :now, null)")
                .param("load", ++load)
                .param("dataset", dataset)
                .param("slice", "load " + load)
                .param("now", NOW)
                .execute();
        return load;
    }

    /** What the months say, computed in this order; each once more at the end, told in the order of time. */
    private List<String> decided(int... months) {
        var told = new ArrayList<String>();
        for (int month : months) {
            var period = "2026-0" + month;
            decide(period);
            told.removeIf(line -> line.startsWith(period));
            session.query("select * from decision order by subject").stream()
                    .map(row -> period + " " + row.whole("cycle") + " " + row.text("step") + " [" + row.get("notice")
                            + "] " + row.get("because"))
                    .forEach(told::add);
        }
        Collections.sort(told);
        return told;
    }

    private void decide(String month) {
        var period = Period.parse(month);
        var runs = new RunLedger(session);
        var run = runs.start("monthly-ranking", period, period.end().minusDays(1), "sha", NOW)
                .withCutoff(load);
        assertThat(RULEBOOK.catalog().pin(session, run)).isEmpty();
        measure(run, MEASURED);
        new Decide(session, run).decide(List.of(LADDER), Progress.NONE);
        runs.end(run, true, NOW);
        last = run;
    }

    private void measure(Run run, List<String> names) {
        var rules = names.stream()
                .map(name -> Objects.requireNonNull(RULEBOOK.rules().findings().get(name), name))
                .toList();
        new Measure(session, run, RULEBOOK.subjects()).find(rules, Progress.NONE);
    }

    /** Looks for the cases of a rule in the last run. */
    private List<Row> found(String rule) {
        measure(Objects.requireNonNull(last), List.of(rule));
        return session.sql("select * from finding where rule = :rule and state <> 'cleared' order by case_key")
                .param("rule", rule)
                .query();
    }

    private List<String> cases(String rule) {
        return found(rule).stream()
                .map(row -> row.text("case_key") + " " + row.date("since"))
                .toList();
    }

    private List<String> details(String rule) {
        return found(rule).stream().map(row -> row.text("detail")).toList();
    }

    private List<String> suspicions() {
        return session.query("select * from suspicion order by item").stream()
                .map(row -> row.text("because"))
                .toList();
    }

    private List<String> cycles() {
        return session.query("select * from supervision_cycle order by entered_on, cycle").stream()
                .map(row -> row.whole("cycle") + " " + row.date("first_day") + " " + row.date("last_day") + " "
                        + row.whole("extension") + " " + row.text("state"))
                .toList();
    }

    private static Ladder ladder() {
        var files = RULEBOOK.files().withWords(Map.of("whole", "全市"));
        return files.find("jobs/rulebook/ladders/differentiated-supervision.yaml").stream()
                .flatMap(file -> files.yaml(file).flatMap(Ladder::read).stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError(RULEBOOK.problems().sorted()));
    }
}
