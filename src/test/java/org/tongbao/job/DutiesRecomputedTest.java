package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.home.Home;
import org.tongbao.rulebook.JobPeriod;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.sample.CitySample;
import org.tongbao.sample.SampleOptions;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.RunLedger;

/**
 * Key items, shifts outside hours, warnings, circulars, campaigns, inspectors, drills, supplies and commitments once more,
 * by plain loops over the files as they came, on 30 June.
 */
class DutiesRecomputedTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T01:00:00Z"), ZoneId.of("Asia/Shanghai"));
    private static final LocalDate LAST = LocalDate.of(2026, 6, 30);
    private static final LocalDate JUNE = LocalDate.of(2026, 6, 1);
    private static final Charset GB18030 = Charset.forName("GB18030");

    @TempDir
    static Path folder;

    private static Warehouse warehouse;
    private static Session session;
    private static Rulebook rulebook;
    private static List<Row> projects;

    @BeforeAll
    static void measureMonthQuarterAndYear() {
        SmallCity.copy(Path.of("jobs"), folder.resolve("jobs"));
        SmallCity.copy(Path.of("report-templates"), folder.resolve("report-templates"));
        CitySample.write(
                new SampleOptions(7, 60, 18, YearMonth.of(2026, 6), 1440, folder.resolve("sample-data")),
                Progress.NONE);
        var home = Home.at(folder);
        warehouse = Warehouse.inMemory(home.root());
        rulebook = Rulebook.readForLooking(home);
        session = warehouse.session();
        for (var each : List.of(
                List.of("monthly-ranking", "2026-06"),
                List.of("quarterly-risk", "2026-Q2"),
                List.of("year-end", "2026"),
                List.of("platform-circular", "2026-06"))) {
            try (var runner = new Runner(home, rulebook, warehouse, CLOCK)) {
                var occasion = new JobPeriod(each.get(0), Period.parse(each.get(1)), "");
                runner.run(occasion, LAST, Steps.MEASURE, Progress.NONE);
            }
        }
        pin("monthly-ranking", "2026-06");
        projects = session.query("select * from project");
    }

    @AfterAll
    static void close() {
        session.close();
        warehouse.close();
    }

    @Test
    void shiftsOutsideHoursAreCountedShiftByShift() throws IOException {
        pin("monthly-ranking", "2026-06");
        var shifts = new TreeMap<String, @Nullable Map<String, String>>();
        for (var row : raw("项目台账/法定时间外施工_2026.csv", StandardCharsets.UTF_8)) {
            shifts.put(shift(row, "施工日期"), null);
        }
        for (var row : raw("项目台账/带班值守_2026.csv", StandardCharsets.UTF_8)) {
            shifts.put(shift(row, "日期"), row);
        }
        double worked = 0;
        double led = 0;
        double watched = 0;
        double unrecorded = 0;
        for (var each : shifts.entrySet()) {
            var words = each.getKey().split(" ", -1);
            var day = LocalDate.parse(words[1]);
            boolean free = day.getDayOfWeek() == DayOfWeek.SATURDAY
                    || day.getDayOfWeek() == DayOfWeek.SUNDAY
                    || (!day.isBefore(LocalDate.of(2026, 6, 19)) && !day.isAfter(LocalDate.of(2026, 6, 21)));
            if (day.isBefore(JUNE) || day.isAfter(LAST) || !(free || words[2].equals("夜班"))) {
                continue;
            }
            worked++;
            var record = each.getValue();
            unrecorded += record == null ? 1 : 0;
            led += record != null && !text(record, "带班领导").isEmpty() ? 1 : 0;
            watched += record != null && !text(record, "值守人员").isEmpty() ? 1 : 0;
        }
        assertThat(unrecorded).isPositive();
        assertThat(city("leader_shifts")).containsExactly(led, worked);
        assertThat(city("duty_shifts")).containsExactly(watched, worked);
        assertThat(table("monthly-lists", "shift-cases").stream()
                        .filter(c -> c.text("state").equals("无记录")))
                .hasSize((int) unrecorded);
    }

    private static String shift(Map<String, String> row, String day) {
        return text(row, "项目编码") + " " + text(row, day) + " " + text(row, "班次");
    }

    @Test
    void warningsAreCountedByWarningAndPlaceAndByWarningAndProject() throws IOException {
        pin("monthly-ranking", "2026-06");
        var regions = new HashMap<String, String>();
        session.query("select region_id, region_name from region")
                .forEach(r -> regions.put(r.text("region_name"), r.text("region_id")));
        var replies = new HashMap<String, LocalDateTime>();
        for (var row : raw("防汛/预警响应.csv", GB18030)) {
            replies.put(text(row, "预警编号") + " " + text(row, "项目编码"), time(text(row, "回复时间")));
        }
        double warnings = 0;
        double passed = 0;
        double asked = 0;
        double answered = 0;
        for (var row : raw("防汛/气象预警.csv", StandardCharsets.UTF_8)) {
            var issued = time(text(row, "气象部门发布时间"));
            var day = issued.toLocalDate();
            if (day.isBefore(JUNE) || day.isAfter(LAST)) {
                continue;
            }
            var sent = text(row, "首次发至工地时间").isEmpty() ? null : time(text(row, "首次发至工地时间"));
            boolean known = sent != null
                    || issued.plusMinutes(30).isBefore(LAST.plusDays(1).atStartOfDay());
            warnings += known ? 1 : 0;
            passed += sent != null && !sent.isAfter(issued.plusMinutes(30)) ? 1 : 0;
            for (var project : projects) {
                if (project.text("region_id").equals(regions.get(text(row, "县区"))) && open(project, day, day)) {
                    var reply = replies.get(text(row, "预警编号") + " " + project.text("project_id"));
                    asked++;
                    answered += sent != null && reply != null && !reply.isAfter(sent.plusMinutes(60)) ? 1 : 0;
                }
            }
        }
        assertThat(warnings).isPositive();
        assertThat(city("weather_passed_on")).containsExactly(passed, warnings);
        assertThat(city("weather_answered")).containsExactly(answered, asked);
    }

    @Test
    void anItemOfTheQuarterIsCheckedWhereAnInspectionNamesItsCode() throws IOException {
        pin("quarterly-risk", "2026-Q2");
        var inspections = new HashMap<String, Row>();
        session.query("select * from inspection").forEach(i -> inspections.put(i.text("inspection_id"), i));
        var checked = new HashSet<String>();
        int problems = 0;
        int due = 0;
        int inTime = 0;
        for (int month = 1; month <= 6; month++) {
            for (var row : raw("监督检查/检查事项_2026-0" + month + ".csv", StandardCharsets.UTF_8)) {
                var inspection = inspections.get(text(row, "检查编号"));
                if (inspection == null || !text(row, "事项编码").equals("JC13")) {
                    continue;
                }
                boolean within = month >= 4;
                if (within) {
                    checked.add(inspection.text("project_id"));
                }
                if (!text(row, "问题").isEmpty()) {
                    problems += within ? 1 : 0;
                    var limit = LocalDate.parse(text(row, "整改期限"));
                    if (!limit.isBefore(LocalDate.of(2026, 4, 1)) && !limit.isAfter(LAST)) {
                        due++;
                        var done = text(row, "整改完成日期");
                        inTime += !done.isEmpty() && !LocalDate.parse(done).isAfter(limit) ? 1 : 0;
                    }
                }
            }
        }
        int applies = 0;
        int done = 0;
        for (var project : projects) {
            if (open(project, LocalDate.of(2026, 4, 1), LAST)) {
                applies++;
                done += checked.contains(project.text("project_id")) ? 1 : 0;
            }
        }
        var power = table("quarterly-risk", "points-reviewed").stream()
                .filter(p -> p.text("point").equals("临时用电"))
                .findFirst()
                .orElseThrow();
        assertThat(List.of(
                        power.whole("projects"),
                        power.whole("done"),
                        power.whole("missing"),
                        power.whole("problems"),
                        power.whole("due")))
                .containsExactly((long) applies, (long) done, (long) applies - done, (long) problems, (long) due);
        assertThat(power.number("on_time")).isEqualTo(100.0 * inTime / due);
    }

    @Test
    void commitmentsCountOnlyIfAllSignedBeforeTheStart() throws IOException {
        pin("monthly-ranking", "2026-06");
        var without = new HashSet<String>();
        for (var row : raw("项目台账/监理合同备案.csv", GB18030)) {
            if (text(row, "聘用监理").equals("否")
                    && !LocalDate.parse(text(row, "备案日期")).isAfter(LAST)) {
                without.add(text(row, "项目编码"));
            }
        }
        var signed = new HashMap<String, Map<String, String>>();
        for (var row : raw("项目台账/地下管线防护承诺书.csv", StandardCharsets.UTF_8)) {
            signed.put(text(row, "项目编码"), row);
        }
        double begun = 0;
        double inTime = 0;
        for (var project : projects) {
            var started = project.date("started_on");
            if (started == null || !open(project, JUNE, LAST)) {
                continue;
            }
            begun++;
            var row = signed.get(project.text("project_id"));
            boolean all = row != null;
            for (var party : List.of("建设单位签署日期", "施工单位签署日期", "监理单位签署日期")) {
                boolean needed = !party.startsWith("监理") || !without.contains(project.text("project_id"));
                var day = row == null ? "" : text(row, party);
                all &= !needed || (!day.isEmpty() && LocalDate.parse(day).isBefore(started));
            }
            inTime += all ? 1 : 0;
        }
        assertThat(city("pipeline_commitments")).containsExactly(inTime, begun);
        assertThat(inTime).isPositive().isLessThan(begun);
    }

    @Test
    void aNoiseFeeCountsOnlyIfPaidByItsDayAndNoiseProblemsComeFromInspections() throws IOException {
        pin("quarterly-risk", "2026-Q2");
        var april = LocalDate.of(2026, 4, 1);
        double paid = 0;
        double payable = 0;
        long owed = 0;
        var planned = new HashSet<String>();
        for (var fee : session.query(
                "select project_id, due_on, payable, coalesce(paid, 0) as paid, paid_on from noise_fee")) {
            planned.add(fee.text("project_id"));
            var due = Objects.requireNonNull(fee.date("due_on"));
            var on = fee.date("paid_on");
            if (!due.isBefore(april) && !due.isAfter(LAST)) {
                payable += fee.number("payable");
                paid += on == null || on.isAfter(due) ? 0 : Math.min(fee.number("paid"), fee.number("payable"));
            }
            boolean whole = on != null && !on.isAfter(LAST) && fee.number("paid") >= fee.number("payable");
            owed += due.isBefore(LAST) && !whole ? 1 : 0;
        }
        assertThat(city("noise_fee_paid")).containsExactly(paid, payable);
        var visits = new HashMap<String, LocalDate>();
        session.query("select inspection_id, inspected_on from inspection")
                .forEach(v -> visits.put(v.text("inspection_id"), Objects.requireNonNull(v.date("inspected_on"))));
        double problems = 0;
        long unset = 0;
        for (var row : raw("监督检查/检查事项_施工噪声.csv", StandardCharsets.UTF_8)) {
            var on = visits.get(text(row, "检查编号"));
            if (on != null
                    && !on.isBefore(april)
                    && !on.isAfter(LAST)
                    && !text(row, "问题").isEmpty()) {
                problems++;
                unset += text(row, "事项编码").equals("ZS02") ? 1 : 0;
            }
        }
        assertThat(problems).isPositive();
        assertThat(session.query(
                                "select numerator from observation where subject_kind = 'city' and indicator = 'noise_problems'")
                        .get(0)
                        .number("numerator"))
                .isEqualTo(problems);
        var listed = table("quarterly-risk", "noise");
        assertThat(listed.stream().filter(n -> n.text("rule").equals("未足额拨付"))).hasSize((int) owed);
        assertThat(listed.stream().filter(n -> n.text("rule").equals("未列支"))).hasSize((int) unset);
        assertThat(listed.stream().filter(n -> n.text("rule").startsWith("无计划")).map(n -> n.text("project_name")))
                .hasSize((int) session.query("select project_id from active_project").stream()
                        .filter(p -> !planned.contains(p.text("project_id")))
                        .count());
    }

    @Test
    void anEnterpriseIsHandedOverOnlyForWhatFailedItsRecheckAndNotYetBefore() throws IOException {
        pin("quarterly-risk", "2026-Q2");
        var latest = new TreeMap<String, Map<String, String>>();
        for (var year : List.of("2025", "2026")) {
            for (var row : raw("企业与人员/安全生产条件核查_" + year + ".csv", GB18030)) {
                if (!LocalDate.parse(text(row, "核查日期")).isAfter(LAST)) {
                    latest.merge(
                            text(row, "企业信用代码") + " " + text(row, "核查事项"),
                            row,
                            (a, b) ->
                                    (text(a, "核查日期") + text(a, "核查编号")).compareTo(text(b, "核查日期") + text(b, "核查编号")) < 0
                                            ? b
                                            : a);
                }
            }
        }
        var handed = raw("企业与人员/安全生产许可证转办台账.csv", StandardCharsets.UTF_8);
        var due = new TreeSet<String>();
        var waiting = new TreeSet<String>();
        for (var each : latest.entrySet()) {
            var row = each.getValue();
            if (text(row, "是否符合").equals("是")) {
                continue;
            }
            var again = text(row, "复核日期");
            if (again.isEmpty() || LocalDate.parse(again).isAfter(LAST)) {
                if (LocalDate.parse(text(row, "整改期限")).isBefore(LAST)) {
                    waiting.add(each.getKey());
                }
            } else if (text(row, "复核是否符合").equals("否")
                    && handed.stream()
                            .noneMatch(h -> text(h, "企业信用代码").equals(text(row, "企业信用代码"))
                                    && text(h, "转办日期").compareTo(again) >= 0
                                    && text(h, "转办日期").compareTo("2026-04-01") < 0)) {
                due.add(each.getKey());
            }
        }
        assertThat(due).isNotEmpty();
        assertThat(cases("licence_transfer")).isEqualTo(due);
        assertThat(cases("condition_recheck_due")).isEqualTo(waiting);
        assertThat(table("enterprise-quarterly", "transfers"))
                .filteredOn(row -> !row.text("state").equals("应核查"))
                .hasSize(due.size() + waiting.size());
    }

    private static Set<String> cases(String rule) {
        var cases = new TreeSet<String>();
        session.sql("select subject, case_key from finding where rule = :rule and state <> 'cleared'")
                .param("rule", rule)
                .query()
                .forEach(f -> cases.add(f.text("subject") + " " + f.text("case_key")));
        return cases;
    }

    @Test
    void aPhaseOfACampaignIsCountedOverItsOwnDays() throws IOException {
        pin("monthly-ranking", "2026-06");
        var found = new TreeMap<String, Integer>();
        var closed = new TreeMap<String, Integer>();
        for (var row : raw("履职台账/专项行动隐患.csv", StandardCharsets.UTF_8)) {
            var day = LocalDate.parse(text(row, "排查日期"));
            if (text(row, "专项行动").startsWith("汛期") && !day.isBefore(LocalDate.of(2026, 5, 15)) && !day.isAfter(LAST)) {
                found.merge(text(row, "领域"), 1, Integer::sum);
                closed.merge(text(row, "领域"), text(row, "销号日期").isEmpty() ? 0 : 1, Integer::sum);
            }
        }
        var lines = table("monthly-lists", "campaigns");
        assertThat(lines).hasSize(5).allMatch(l -> l.text("state").equals("进行中"));
        for (var line : lines) {
            assertThat(line.whole("found")).isEqualTo((long) found.getOrDefault(line.text("field"), 0));
            assertThat(line.whole("closed")).isEqualTo((long) closed.getOrDefault(line.text("field"), 0));
        }
    }

    @Test
    void everyInspectorOfTheRosterHasALine() throws IOException {
        pin("monthly-ranking", "2026-06");
        var inspections = session.query("select i.*, r.region_name from inspection as i join project as p"
                + " on p.project_id = i.project_id join region as r on r.region_id = p.region_id");
        var expected = new TreeMap<String, Integer>();
        for (var row : raw("名册/监督人员名册.csv", StandardCharsets.UTF_8)) {
            var until = text(row, "离岗日期");
            if (!until.isEmpty() && LocalDate.parse(until).isBefore(JUNE)) {
                continue;
            }
            var place = text(row, "县区");
            int count = 0;
            for (var inspection : inspections) {
                var day = Objects.requireNonNull(inspection.date("inspected_on"));
                boolean own = place.isEmpty()
                        ? inspection.text("level").equals("市级")
                        : inspection.text("level").equals("县级")
                                && inspection.text("region_name").equals(place);
                if (own
                        && !day.isBefore(JUNE)
                        && !day.isAfter(LAST)
                        && inspection.optionalText("inspector").orElse("").equals(text(row, "姓名"))) {
                    count++;
                }
            }
            expected.put((place.isEmpty() ? "本局" : place) + text(row, "姓名"), count);
        }
        var printed = new TreeMap<String, Integer>();
        table("monthly-lists", "inspectors")
                .forEach(i -> printed.put(i.text("office") + i.text("inspector"), (int) i.whole("inspections")));
        assertThat(printed.values()).contains(0);
        expected.forEach((who, times) ->
                assertThat(printed.getOrDefault(who, -1)).as(who).isGreaterThanOrEqualTo(times));
        assertThat(printed.keySet()).isEqualTo(expected.keySet());
    }

    @Test
    void aDrillCountsForTheNodeInWhoseWindowItWasHeldAndEvaluated() throws IOException {
        pin("year-end", "2026");
        var drills = new HashMap<String, Set<LocalDate>>();
        for (var row : raw("项目台账/应急演练.csv", GB18030)) {
            if (text(row, "类别").equals("综合演练") && text(row, "已评估").equals("是")) {
                drills.computeIfAbsent(text(row, "项目编码"), p -> new HashSet<>()).add(LocalDate.parse(text(row, "演练日期")));
            }
        }
        var starts = new HashMap<String, Set<LocalDate>>();
        for (var row : raw("项目台账/开复工核查.csv", StandardCharsets.UTF_8)) {
            starts.computeIfAbsent(text(row, "项目编码"), p -> new TreeSet<>()).add(LocalDate.parse(text(row, "复工日期")));
        }
        double nodes = 0;
        double done = 0;
        for (var project : projects) {
            var days = starts.computeIfAbsent(project.text("project_id"), p -> new TreeSet<>());
            for (var day : Arrays.asList(project.date("started_on"), project.date("resumed_on"))) {
                if (day != null && (!project.text("state").equals("施工准备") || day.equals(project.date("resumed_on")))) {
                    days.add(day);
                }
            }
            var windows = new ArrayList<List<LocalDate>>();
            for (var day : days) {
                windows.add(List.of(day.minusDays(30), day.minusDays(1)));
            }
            if (open(project, JUNE, LAST)) {
                windows.add(List.of(JUNE, LAST));
            }
            for (var window : windows) {
                if (window.get(1).getYear() == 2026 && !window.get(1).isAfter(LAST)) {
                    nodes++;
                    done += drills.getOrDefault(project.text("project_id"), Set.of()).stream()
                                    .anyMatch(d -> !d.isBefore(window.get(0)) && !d.isAfter(window.get(1)))
                            ? 1
                            : 0;
                }
            }
        }
        assertThat(city("drills_held")).containsExactly(done, nodes);
        assertThat(done).isPositive().isLessThan(nodes);
    }

    @Test
    void aLedgerOfSuppliesIsInTimeIfThisYearsCameByTheEndOfMay() throws IOException {
        pin("year-end", "2026");
        var first = new HashMap<String, LocalDate>();
        for (var row : raw("防汛/应急物资台账.csv", StandardCharsets.UTF_8)) {
            if (text(row, "台账年度").equals("2026")) {
                first.merge(
                        text(row, "县区"),
                        LocalDate.parse(text(row, "收到日期")),
                        (one, other) -> one.isBefore(other) ? one : other);
            }
        }
        double inTime = first.values().stream()
                .filter(day -> !day.isAfter(LocalDate.of(2026, 5, 31)))
                .count();
        double regions = session.query("select region_id from region").size();
        assertThat(city("supply_ledgers")).containsExactly(inTime, regions);
        assertThat(table("year-end", "supplies").stream()
                        .filter(s -> s.text("state").equals("未报")))
                .hasSize((int) regions - first.size());
    }

    @Test
    void theCircularRanksPlacesByWhatIsEntered() throws IOException {
        pin("platform-circular", "2026-06");
        var entered = new HashMap<String, LocalDate>();
        for (var row : raw("项目台账/平台录入.csv", StandardCharsets.UTF_8)) {
            entered.put(text(row, "项目编码"), LocalDate.parse(text(row, "录入日期")));
        }
        var before = LocalDate.of(2026, 6, 15);
        var now = new TreeMap<String, int[]>();
        for (var project : projects) {
            var counts = now.computeIfAbsent(project.text("region_id"), r -> new int[4]);
            var on = entered.get(project.text("project_id"));
            if (open(project, JUNE, LAST)) {
                counts[0]++;
                counts[1] += on != null && !on.isAfter(LAST) ? 1 : 0;
            }
            if (open(project, JUNE, before)) {
                counts[2]++;
                counts[3] += on != null && !on.isAfter(before) ? 1 : 0;
            }
        }
        var names = new HashMap<String, String>();
        session.query("select region_id, region_name from region")
                .forEach(r -> names.put(r.text("region_name"), r.text("region_id")));
        var lines = table("platform-circular", "regions");
        assertThat(lines)
                .hasSize((int) now.values().stream().filter(c -> c[0] > 0).count());
        double last = Double.MAX_VALUE;
        for (var line : lines) {
            var counts = Objects.requireNonNull(now.get(names.get(line.text("region_name"))));
            assertThat(line.whole("projects")).isEqualTo(counts[0]);
            assertThat(line.whole("entered")).isEqualTo(counts[1]);
            if (counts[2] > 0) {
                assertThat(line.number("previous_share")).isEqualTo(100.0 * counts[3] / counts[2]);
            }
            assertThat(line.number("share")).isLessThanOrEqualTo(last);
            last = line.number("share");
        }
        assertThat(table("platform-circular", "missing"))
                .hasSize(now.values().stream().mapToInt(c -> c[0] - c[1]).sum());
    }

    /** R021. */
    @Test
    void enclosuresAreInTimeIfDoneByTheDayOfTheLedgerAndLateOnesStayListed() throws IOException {
        pin("monthly-ranking", "2026-06");
        var due = new double[4];
        var late = new TreeSet<String>();
        var unlike = new TreeSet<String>();
        for (var row : raw("街道围挡/围挡台账.csv", GB18030)) {
            var fence = text(row, "编号");
            var removed = day(row, "拆除日期");
            count(day(row, "整治期限"), day(row, "整治完成日期"), due, 0, "逾期未整治 " + fence, late);
            count(day(row, "拆除期限"), removed, due, 2, "逾期未拆除 " + fence, late);
            boolean standing = !day(row, "设置日期").isAfter(LAST) && removed.isAfter(LAST);
            boolean checked = !day(row, "核查日期").isAfter(LAST);
            if (standing && !(checked && text(row, "符合设置条件和标准").equals("是"))) {
                unlike.add((checked ? "不符合设置条件和标准 " : "尚未核查 ") + fence);
            }
        }
        assertThat(due).doesNotContain(0);
        assertThat(city("fence_rectified")).containsExactly(due[0], due[1]);
        assertThat(city("fence_removed")).containsExactly(due[2], due[3]);
        var listed = new TreeSet<>(late);
        listed.addAll(unlike);
        assertThat(table("monthly-lists", "fence-cases"))
                .extracting(c -> c.text("problem").replace("围挡", "") + " " + c.text("fence_id"))
                .containsExactlyInAnyOrderElementsOf(listed);
    }

    /** Due in June: one more at {@code at + 1}, and at {@code at} if it was done by its day; due and still not done: late. */
    private static void count(LocalDate due, LocalDate done, double[] counts, int at, String what, Set<String> late) {
        if (!due.isBefore(JUNE) && !due.isAfter(LAST)) {
            counts[at + 1]++;
            counts[at] += done.isAfter(due) ? 0 : 1;
        }
        if (!due.isAfter(LAST) && done.isAfter(LAST)) {
            late.add(what);
        }
    }

    /** R014. */
    @Test
    void aDeviceIsOneHoweverOftenItIsTestedAndClosedOnlyByWhatIsVerified() throws IOException {
        pin("quarterly-risk", "2026-Q2");
        var april = LocalDate.of(2026, 4, 1);
        var active = new HashMap<String, String>();
        projects.stream()
                .filter(project -> open(project, april, LAST))
                .forEach(project -> active.put(project.text("project_id"), project.text("region_id")));
        var reports = raw("项目台账/第三方设备检测.csv", StandardCharsets.UTF_8).stream()
                .filter(report -> active.containsKey(text(report, "项目编码")))
                .filter(report -> !day(report, "检测日期").isAfter(LAST))
                .toList();
        var tested = new TreeSet<String>();
        var failed = new TreeSet<String>();
        var base = new TreeSet<String>();
        var open = new TreeSet<String>();
        for (var report : reports) {
            var number = text(report, "设备编号");
            var device = number.isEmpty() ? text(report, "报告编号") : number;
            var on = day(report, "检测日期");
            boolean now = !on.isBefore(april);
            boolean fails = text(report, "合格").equals("否");
            if (now) {
                tested.add(device);
            }
            if (now && fails) {
                failed.add(device);
            }
            var closed = day(report, "复查销号日期");
            for (var again : raw("项目台账/第三方设备检测.csv", StandardCharsets.UTF_8)) {
                boolean same = !number.isEmpty() && text(again, "设备编号").equals(number);
                var later = day(again, "检测日期");
                if (same && text(again, "合格").equals("是") && later.isAfter(on) && later.isBefore(closed)) {
                    closed = later;
                }
            }
            if (fails && (now || !closed.isBefore(april))) {
                base.add(device);
                if (closed.isAfter(LAST)) {
                    open.add(device);
                }
            }
        }
        assertThat(open).isNotEmpty();
        assertThat(failed).hasSizeLessThan(base.size() + 1);
        var tests = session.query("select sum(numerator) as n from observation"
                + " where subject_kind = 'project' and indicator = 'equipment_tests'");
        assertThat(tests.get(0).number("n")).isEqualTo(tested.size());
        assertThat(city("equipment_unqualified")).containsExactly((double) failed.size(), (double) tested.size());
        assertThat(city("equipment_test_closure"))
                .containsExactly((double) base.size() - open.size(), (double) base.size());
        var standing = raw("项目台账/施工设备台账.csv", StandardCharsets.UTF_8).stream()
                .filter(device -> active.containsKey(text(device, "项目编码")))
                .filter(device -> !day(device, "进场日期").isAfter(LAST))
                .filter(device -> !day(device, "退场日期").isBefore(LAST))
                .map(device -> text(device, "设备编号"))
                .toList();
        assertThat(city("equipment_tested"))
                .containsExactly(
                        (double) standing.stream().filter(tested::contains).count(), (double) standing.size());
        var lines = table("quarterly-risk", "equipment");
        assertThat(lines.stream().mapToLong(line -> line.whole("tested")).sum()).isEqualTo(tested.size());
        assertThat(lines.stream().mapToLong(line -> line.whole("unqualified")).sum())
                .isEqualTo(failed.size());
        assertThat(lines.stream().mapToLong(line -> line.whole("open")).sum()).isEqualTo(open.size());
    }

    /** R020. */
    @Test
    void dustIsGradedByRiskAndCreditAndTheGradeAsksForInspections() throws IOException {
        pin("monthly-ranking", "2026-06");
        var online = new HashSet<String>();
        var projectOf = new HashMap<String, String>();
        for (var device : session.query("select * from device where kind = '扬尘'")) {
            projectOf.put(device.text("device_id"), device.text("project_id"));
            var removed = device.date("removed_on");
            if (!known(device, "installed_on").isAfter(LAST) && (removed == null || removed.isAfter(JUNE))) {
                online.add(device.text("project_id"));
            }
        }
        var limit = session.query("select * from monitoring_limit where kind = '扬尘'")
                .get(0);
        var hours = new HashMap<String, Integer>();
        for (var reading : session.sql("select * from read_parquet(:file)")
                .param(
                        "file",
                        folder.resolve("sample-data/在线监测/扬尘噪声_2026-06.parquet").toString())
                .query()) {
            var project = projectOf.get(reading.text("device_id"));
            var at = time(reading.text("read_at").substring(0, 16));
            boolean byDay = at.getHour() >= 6 && at.getHour() < 22;
            if (project != null && reading.number("value") > limit.number(byDay ? "day_limit" : "night_limit")) {
                hours.merge(project, 24, Integer::sum);
            }
        }
        var problems = new HashMap<String, Integer>();
        for (var hazard : session.query("select * from hazard where category = '文明施工'")) {
            var on = known(hazard, "found_on");
            if (!on.isBefore(JUNE) && !on.isAfter(LAST)) {
                problems.merge(hazard.text("project_id"), 1, Integer::sum);
            }
        }
        var contractor = new HashMap<String, String>();
        projects.forEach(project -> contractor.put(project.text("project_id"), project.text("contractor_id")));
        var points = new HashMap<String, Double>();
        for (var penalty : session.query("select * from penalty where points is not null")) {
            var on = known(penalty, "decided_on");
            if (on.isAfter(LAST.minusYears(1)) && !on.isAfter(LAST)) {
                points.merge(
                        Objects.requireNonNull(contractor.get(penalty.text("project_id"))),
                        penalty.number("points"),
                        Double::sum);
            }
        }
        var dusty = new HashSet<String>();
        for (var file : List.of("检查事项_2026-06.csv", "检查事项_扬尘治理.csv")) {
            for (var item : raw("监督检查/" + file, StandardCharsets.UTF_8)) {
                if (List.of("JC10", "YC01").contains(text(item, "事项编码"))) {
                    dusty.add(text(item, "检查编号"));
                }
            }
        }
        var visits = new HashMap<String, Integer>();
        for (var visit : session.query("select * from inspection where kind <> '复查'")) {
            var on = known(visit, "inspected_on");
            if (dusty.contains(visit.text("inspection_id")) && !on.isBefore(JUNE) && !on.isAfter(LAST)) {
                visits.merge(visit.text("project_id"), 1, Integer::sum);
            }
        }
        var grades = new TreeMap<String, Integer>();
        double met = 0;
        for (var project : projects) {
            var id = project.text("project_id");
            if (!open(project, JUNE, LAST)) {
                continue;
            }
            int over = hours.getOrDefault(id, 0);
            int found = problems.getOrDefault(id, 0);
            double credit = points.getOrDefault(project.text("contractor_id"), 0.0);
            boolean seen = online.contains(id);
            boolean high = (seen && over >= 24) || found >= 2;
            boolean low = seen && over < 6 && found == 0;
            int grade = high || (!low && credit >= 12) ? 1 : low && credit < 3 ? 3 : 2;
            grades.put(id, grade);
            met += visits.getOrDefault(id, 0) >= List.of(2, 1, 0).get(grade - 1) ? 1 : 0;
        }
        assertThat(new TreeSet<>(grades.values())).containsExactly(1, 2, 3);
        assertThat(session.query("select project_id, grade from dust_grade"))
                .extracting(row -> row.text("project_id") + " " + row.whole("grade"))
                .containsExactlyInAnyOrderElementsOf(grades.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .toList());
        assertThat(city("dust_key_sites"))
                .containsExactly(
                        (double) grades.values().stream()
                                .filter(grade -> grade == 1)
                                .count(),
                        (double) grades.size());
        assertThat(city("dust_supervised")).containsExactly(met, (double) grades.size());
    }

    /** R044. */
    @Test
    void everyPartyOfAProjectOwesItsListByTheEndOfMay() throws IOException {
        pin("quarterly-risk", "2026-Q2");
        var april = LocalDate.of(2026, 4, 1);
        var active = new HashSet<String>();
        var parties = new TreeSet<String>();
        for (var project : projects) {
            if (open(project, april, LAST)) {
                active.add(project.text("project_id"));
                parties.add(project.text("contractor_id"));
            }
        }
        for (var row : raw("项目台账/参建单位备案.csv", StandardCharsets.UTF_8)) {
            if (active.contains(text(row, "项目编码"))) {
                parties.add(text(row, "信用代码"));
            }
        }
        var made = new HashMap<String, LocalDate>();
        for (var row : raw("企业与人员/安全生产职责清单.csv", StandardCharsets.UTF_8)) {
            if (text(row, "年度").equals("2026")) {
                made.put(text(row, "统一社会信用代码"), day(row, "制定日期"));
            }
        }
        var late = parties.stream()
                .filter(party -> made.getOrDefault(party, LocalDate.MAX).isAfter(LocalDate.of(2026, 5, 31)))
                .toList();
        assertThat(late).isNotEmpty();
        var lists = session.query("select sum(numerator) as made, sum(denominator) as owed from observation"
                        + " where subject_kind = 'enterprise' and indicator = 'responsibility_list_on_time'")
                .get(0);
        assertThat(lists.number("made")).isEqualTo(parties.size() - late.size());
        assertThat(lists.number("owed")).isEqualTo(parties.size());
        assertThat(table("enterprise-quarterly", "duties").stream()
                        .filter(duty -> duty.text("duty").equals("职责清单未按期制定")))
                .hasSize(late.size());
    }

    /** R010. */
    @Test
    void onlyWhatExpertsOfThePoolAppraisedThisYearIsProposed() throws IOException {
        pin("quarterly-risk", "2026-Q2");
        var working = new HashSet<String>();
        session.query("select project_id from project_in_period where phase = '在施'")
                .forEach(row -> working.add(row.text("project_id")));
        var names = new HashMap<String, String>();
        projects.forEach(project -> names.put(project.text("project_id"), project.text("project_name")));
        var last = new HashMap<String, Map<String, String>>();
        for (var row : raw("项目台账/样板工地初步考评.csv", StandardCharsets.UTF_8)) {
            var applied = day(row, "申报日期");
            var appraised = day(row, "考评日期");
            boolean waits = appraised.isAfter(LAST);
            boolean ours = text(row, "专家库选取并受委托").equals("是") && appraised.getYear() == 2026;
            var known = last.get(text(row, "项目编码"));
            if (!applied.isAfter(LAST)
                    && (waits || ours)
                    && (known == null || day(known, "申报日期").isBefore(applied))) {
                last.put(text(row, "项目编码"), row);
            }
        }
        var proposed = new TreeSet<String>();
        for (var each : last.entrySet()) {
            var row = each.getValue();
            boolean waits = day(row, "考评日期").isAfter(LAST);
            double score = waits ? 0 : Double.parseDouble(text(row, "考评得分"));
            if (working.contains(each.getKey()) && (waits || score >= 90)) {
                proposed.add(names.get(each.getKey()) + " " + (waits ? "待考评" : score >= 95 ? "绿色安全样板工地" : "绿色安全工地"));
            }
        }
        assertThat(proposed).isNotEmpty();
        assertThat(table("enterprise-quarterly", "sample-sites"))
                .extracting(row -> row.text("project_name") + " " + row.text("proposed"))
                .containsExactlyInAnyOrderElementsOf(proposed);
    }

    private static LocalDate known(Row row, String column) {
        return Objects.requireNonNull(row.date(column), column);
    }

    /** A day of a file; one that is not there lies in the far future. */
    private static LocalDate day(Map<String, String> row, String heading) {
        var text = text(row, heading);
        if (text.isEmpty()) {
            return LocalDate.MAX;
        }
        var parts = text.split("[-/]", -1);
        return LocalDate.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    /** Whether work went on at some time of these days; the day of a stop still counts as worked for a span. */
    private static boolean open(Row project, LocalDate from, LocalDate to) {
        var started = project.date("started_on");
        var completed = project.date("completed_on");
        var stopped = project.date("stopped_on");
        var resumed = project.date("resumed_on");
        if (project.text("state").equals("施工准备") || (started != null && started.isAfter(to))) {
            return false;
        }
        if (completed == null ? project.text("state").equals("竣工") : completed.isBefore(from)) {
            return false;
        }
        boolean back = resumed != null && !resumed.isAfter(to) && (stopped == null || !resumed.isBefore(stopped));
        boolean day = from.equals(to);
        return back || stopped == null || (day ? stopped.isAfter(from) : !stopped.isBefore(from));
    }

    private static List<Map<String, String>> raw(String file, Charset charset) throws IOException {
        var lines = Files.readAllLines(folder.resolve("sample-data").resolve(file), charset);
        var headings = lines.get(0).split(",", -1);
        var rows = new ArrayList<Map<String, String>>();
        for (var line : lines.subList(1, lines.size())) {
            var cells = line.split(",", -1);
            var row = new HashMap<String, String>();
            for (int i = 0; i < headings.length; i++) {
                row.put(headings[i], cells[i]);
            }
            rows.add(row);
        }
        return rows;
    }

    private static String text(Map<String, String> row, String heading) {
        return Objects.requireNonNull(row.get(heading), heading);
    }

    private static LocalDateTime time(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T'));
    }

    private static List<Double> city(String indicator) {
        var row = session.sql(
                        "select numerator, denominator from observation where subject_kind = 'city' and indicator = :name")
                .param("name", indicator)
                .one();
        return List.of(row.number("numerator"), row.number("denominator"));
    }

    private static void pin(String job, String period) {
        rulebook.pin(
                session,
                new RunLedger(session).latest(job, Period.parse(period)).orElseThrow());
    }

    private static List<Row> table(String bulletin, String name) {
        var query = Objects.requireNonNull(rulebook.bulletins().get(bulletin)).data().stream()
                .filter(sql -> sql.name().equals(name))
                .findFirst()
                .orElseThrow();
        return session.query(query.body());
    }
}
