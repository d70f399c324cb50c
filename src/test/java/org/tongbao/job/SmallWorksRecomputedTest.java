package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

/** Small works, meetings, joint checks, blind spots, forms and prizes once more, by plain loops over the files, on 30 June. */
class SmallWorksRecomputedTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T01:00:00Z"), ZoneId.of("Asia/Shanghai"));
    private static final LocalDate LAST = LocalDate.of(2026, 6, 30);
    private static final LocalDate JUNE = LocalDate.of(2026, 6, 1);
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Map<String, LocalDate> SPANS =
            Map.of("本期", JUNE, "本年", LocalDate.of(2026, 1, 1), "累计", LocalDate.of(2021, 12, 23));

    @TempDir
    static Path folder;

    private static Warehouse warehouse;
    private static Session session;
    private static Rulebook rulebook;

    @BeforeAll
    static void measureMonthAndYear() {
        SmallCity.copy(Path.of("jobs"), folder.resolve("jobs"));
        SmallCity.copy(Path.of("report-templates"), folder.resolve("report-templates"));
        CitySample.write(
                new SampleOptions(11, 60, 18, YearMonth.of(2026, 6), 1440, folder.resolve("sample-data")),
                Progress.NONE);
        var home = Home.at(folder);
        warehouse = Warehouse.inMemory(home.root());
        rulebook = Rulebook.readForLooking(home);
        session = warehouse.session();
        for (var each : List.of(List.of("monthly-ranking", "2026-06"), List.of("year-end", "2026"))) {
            try (var runner = new Runner(home, rulebook, warehouse, CLOCK)) {
                var occasion = new JobPeriod(each.get(0), Period.parse(each.get(1)), "");
                runner.run(occasion, LAST, Steps.MEASURE, Progress.NONE);
            }
        }
    }

    @AfterAll
    static void close() {
        session.close();
        warehouse.close();
    }

    @Test
    void threeSpansOfWorksChecksAndWorksCheckedAddUpStreetByStreet() throws IOException {
        pin("monthly-ranking", "2026-06");
        var works = works();
        var checks = checks();
        var lines = new HashMap<String, Row>();
        table("street-monthly", "tally").forEach(t -> lines.put(t.text("street_name") + t.text("span"), t));
        var totals = new HashMap<String, Row>();
        table("street-monthly", "tally-total").forEach(t -> totals.put(t.text("span"), t));
        assertThat(totals.keySet()).isEqualTo(SPANS.keySet());
        SPANS.forEach((span, first) -> {
            var sums = new long[4];
            streets().forEach(street -> {
                var counts = new long[4];
                works.forEach((id, work) -> {
                    if (!text(work, "所属街道").equals(street) || day(work, "登记日期").isAfter(LAST)) {
                        return;
                    }
                    long times = checks.stream()
                            .filter(c -> text(c, "登记编号").equals(id) && during(day(c, "检查日期"), first))
                            .count();
                    boolean open =
                            text(work, "完工日期").isEmpty() || !day(work, "完工日期").isBefore(first);
                    counts[0] += during(day(work, "登记日期"), first) ? 1 : 0;
                    counts[1] += times;
                    counts[2] += open ? 1 : 0;
                    counts[3] += open && times > 0 ? 1 : 0;
                });
                var line = Objects.requireNonNull(lines.get(street + span), street + span);
                assertThat(figures(line)).as(street + span).containsExactly(counts);
                for (int i = 0; i < 4; i++) {
                    sums[i] += counts[i];
                }
            });
            var total = Objects.requireNonNull(totals.get(span));
            assertThat(figures(total)).containsExactly(sums);
            assertThat(total.date("first_day")).isEqualTo(first);
            assertThat(total.number("coverage")).isEqualTo(100.0 * sums[3] / sums[2]);
            assertThat(sums[1]).isGreaterThan(sums[3]);
        });
        assertThat(figures(Objects.requireNonNull(totals.get("累计"))))
                .isNotEqualTo(figures(Objects.requireNonNull(totals.get("本年"))));
        var unregistered = checks.stream()
                .filter(c -> during(day(c, "检查日期"), JUNE) && text(c, "登记编号").isEmpty())
                .count();
        assertThat(unregistered).isPositive();
        assertThat(table("street-monthly", "unregistered").stream()
                        .filter(u -> text(find(checks, "检查编号", u.text("check_id")), "登记编号")
                                .isEmpty()))
                .hasSize((int) unregistered);
    }

    private static long[] figures(Row line) {
        return new long[] {line.whole("registered"), line.whole("checks"), line.whole("works"), line.whole("checked")};
    }

    @Test
    void meetingsTrainingsAndJointChecksAreCountedApart() throws IOException {
        pin("monthly-ranking", "2026-06");
        var totals = table("street-monthly", "tally-total");
        for (var total : totals) {
            var first = Objects.requireNonNull(SPANS.get(total.text("span")));
            var counts = new long[5];
            for (var row : raw("履职台账/履职活动.csv", StandardCharsets.UTF_8)) {
                if (!text(row, "层级").equals("县级") || !during(day(row, "日期"), first)) {
                    continue;
                }
                boolean emergency = text(row, "参加单位").contains("应急");
                boolean fire = text(row, "参加单位").contains("消防");
                boolean joint = text(row, "类别").equals("联合检查");
                counts[0] += text(row, "类别").equals("联席会") ? 1 : 0;
                counts[1] += text(row, "类别").equals("培训会") && !text(row, "签到人数").isEmpty() ? 1 : 0;
                counts[2] += joint && (emergency || fire) ? 1 : 0;
                counts[3] += joint && emergency ? 1 : 0;
                counts[4] += joint && fire ? 1 : 0;
            }
            assertThat(List.of(
                            total.whole("meetings"),
                            total.whole("trainings"),
                            total.whole("joint"),
                            total.whole("with_emergency"),
                            total.whole("with_fire")))
                    .containsExactly(counts[0], counts[1], counts[2], counts[3], counts[4]);
        }
        assertThat(city("joint_inspections")).isEqualTo((double) totals.get(0).whole("joint"));
    }

    @Test
    void aNoticeCountsOnlyForAWorkThatWasRegisteredByItsStart() throws IOException {
        pin("monthly-ranking", "2026-06");
        double begun = 0;
        double told = 0;
        double late = 0;
        for (var work : works().values()) {
            if (during(day(work, "开工日期"), JUNE)) {
                begun++;
                boolean before = !text(work, "告知书发放日期").isEmpty()
                        && !day(work, "告知书发放日期").isAfter(day(work, "开工日期"));
                boolean registered = !day(work, "登记日期").isAfter(day(work, "开工日期"));
                told += before && registered ? 1 : 0;
                late += before && !registered ? 1 : 0;
            }
        }
        assertThat(late).isPositive();
        assertThat(city("small_work_notice")).isCloseTo(100 * told / begun, within(1e-9));
    }

    @Test
    void whatMustBeMindedComesFromTheRegistersNotFromTheLedger() throws IOException {
        pin("monthly-ranking", "2026-06");
        var minded = new HashMap<String, Boolean>();
        for (var row : raw("街道限额以下/监管盲点台账.csv", GB18030)) {
            boolean open = text(row, "销账日期").isEmpty() || day(row, "销账日期").isAfter(LAST);
            if (open && !day(row, "建账日期").isAfter(LAST)) {
                boolean somebody =
                        !text(row, "责任科室").isEmpty() || !text(row, "责任人").isEmpty();
                minded.merge(text(row, "对象编号"), somebody, Boolean::logicalOr);
            }
        }
        var due = new HashSet<String>();
        session.query("select project_id from project where (stopped_on <= date '2026-06-30' or state = '停工')"
                        + " and not coalesce(resumed_on >= stopped_on and resumed_on <= date '2026-06-30', false)"
                        + " and completed_on is null and state not in ('竣工', '施工准备')")
                .forEach(p -> due.add(p.text("project_id")));
        int stopped = due.size();
        works().forEach((id, work) -> {
            if (text(work, "完工日期").isEmpty() && !day(work, "登记日期").isAfter(LAST)) {
                due.add(id);
            }
        });
        for (var row : raw("街道限额以下/排查发现工程.csv", StandardCharsets.UTF_8)) {
            if (text(row, "完工日期").isEmpty()) {
                due.add(text(row, "发现编号"));
            }
        }
        assertThat(stopped).isPositive();
        double good = due.stream().filter(d -> minded.getOrDefault(d, false)).count();
        assertThat(city("blind_spot_assigned")).isCloseTo(100 * good / due.size(), within(1e-9));
        var lines = table("street-monthly", "blind-spots");
        assertThat(lines.stream().mapToLong(l -> l.whole("due")).sum()).isEqualTo(due.size());
        assertThat(lines.stream().mapToLong(l -> l.whole("missing")).sum())
                .isEqualTo(due.stream().filter(d -> !minded.containsKey(d)).count());
    }

    @Test
    void theFormIsCountedItemByItem() throws IOException {
        pin("monthly-ranking", "2026-06");
        var days = new HashMap<String, LocalDate>();
        checks().forEach(c -> days.put(text(c, "检查编号"), day(c, "检查日期")));
        var answered = new HashMap<String, Integer>();
        double lines = 0;
        double failed = 0;
        double due = 0;
        double inTime = 0;
        for (var row : raw("街道限额以下/限额以下检查表.csv", StandardCharsets.UTF_8)) {
            boolean filled = !text(row, "结果").isEmpty();
            if (filled && during(Objects.requireNonNull(days.get(text(row, "检查编号"))), JUNE)) {
                answered.merge(text(row, "检查编号"), 1, Integer::sum);
                lines++;
                failed += text(row, "结果").equals("不符合") ? 1 : 0;
            }
            if (!text(row, "整改期限").isEmpty() && during(day(row, "整改期限"), JUNE)) {
                due++;
                boolean done = !text(row, "整改完成日期").isEmpty();
                inTime += done && !day(row, "整改完成日期").isAfter(day(row, "整改期限")) ? 1 : 0;
            }
        }
        double checks = days.values().stream().filter(d -> during(d, JUNE)).count();
        assertThat(city("small_work_forms"))
                .isCloseTo(
                        100.0 * answered.values().stream().filter(n -> n == 8).count() / checks, within(1e-9));
        assertThat(city("small_work_items_failing")).isCloseTo(100 * failed / lines, within(1e-9));
        assertThat(city("small_work_item_rectified")).isCloseTo(100 * inTime / due, within(1e-9));
        var items = table("street-monthly", "form-items");
        assertThat(items.stream().mapToLong(i -> i.whole("checked")).sum()).isEqualTo((long) lines);
        assertThat(items.stream().mapToLong(i -> i.whole("in_time")).sum()).isEqualTo((long) inTime);
    }

    @Test
    void prizesOfTheListCountOnceAProjectOfThisYear() throws IOException {
        pin("year-end", "2026");
        var first = LocalDate.of(2026, 1, 1);
        var won = new HashSet<String>();
        for (var row : raw("履职台账/标准化获奖项目.csv", StandardCharsets.UTF_8)) {
            if (text(row, "奖项").equals("省级安全文明标准化工地") && during(day(row, "公布日期"), first)) {
                won.add(text(row, "项目编码"));
            }
        }
        double projects = 0;
        double winners = 0;
        for (var project : session.query("select * from project where state <> '施工准备'"
                + " and coalesce(started_on <= date '2026-06-30', true)"
                + " and case when completed_on is null then state <> '竣工' else completed_on >= date '2026-01-01' end"
                + " and not coalesce(stopped_on < date '2026-01-01' and (resumed_on is null or resumed_on < stopped_on"
                + " or resumed_on > date '2026-06-30'), false)")) {
            projects++;
            winners += won.contains(project.text("project_id")) ? 1 : 0;
        }
        assertThat(city("award_share")).isCloseTo(100 * winners / projects, within(1e-9));
        assertThat(table("year-end", "regions"))
                .allMatch(r -> !r.optionalText("award_state").orElse("").equals("未达目标"));
    }

    private static Map<String, Map<String, String>> works() throws IOException {
        var works = new HashMap<String, Map<String, String>>();
        for (var year : List.of("2025", "2026")) {
            raw("街道限额以下/限额以下工程登记_" + year + ".csv", GB18030).forEach(w -> works.put(text(w, "登记编号"), w));
        }
        return works;
    }

    private static List<Map<String, String>> checks() throws IOException {
        var checks = new ArrayList<>(raw("街道限额以下/限额以下检查_2025.csv", StandardCharsets.UTF_8));
        checks.addAll(raw("街道限额以下/限额以下检查_2026.csv", StandardCharsets.UTF_8));
        return checks;
    }

    private static Set<String> streets() {
        var names = new HashSet<String>();
        session.query("select street_name from street").forEach(s -> names.add(s.text("street_name")));
        return names;
    }

    private static Map<String, String> find(List<Map<String, String>> rows, String heading, String value) {
        return rows.stream()
                .filter(r -> text(r, heading).equals(value))
                .findFirst()
                .orElseThrow();
    }

    private static boolean during(LocalDate day, LocalDate first) {
        return !day.isBefore(first) && !day.isAfter(LAST);
    }

    private static LocalDate day(Map<String, String> row, String heading) {
        return LocalDate.parse(text(row, heading));
    }

    private static String text(Map<String, String> row, String heading) {
        return Objects.requireNonNull(row.get(heading), heading);
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

    private static double city(String indicator) {
        return session.sql("select value from observation where subject_kind = 'city' and indicator = :name")
                .param("name", indicator)
                .one()
                .number("value");
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
