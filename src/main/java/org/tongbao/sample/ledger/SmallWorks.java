package org.tongbao.sample.ledger;

import static org.tongbao.sample.file.SampleWriter.TextEncoding.GB18030;
import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.City.Street;
import org.tongbao.sample.city.Codes;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.SampleWriter;
import org.tongbao.sample.file.SampleWriter.Heading;

/** Works below the size that needs a permit: what streets register and inspect, what they ask of the bureau, who minds what. */
final class SmallWorks {

    private static final Map<String, String> WORK = SampleWriter.headings(
            "work_id", "登记编号",
            "street_id", "所属街道",
            "work_name", "工程名称",
            "registered_on", "登记日期",
            "started_on", "开工日期",
            "notice_on", "告知书发放日期",
            "contract_checked", "施工合同",
            "firm_checked", "企业资质",
            "staff_checked", "人员资质",
            "measures_checked", "安全保障措施",
            "finished_on", "完工日期");
    private static final Map<String, String> CHECK = SampleWriter.headings(
            "check_id", "检查编号",
            "work_id", "登记编号",
            "checked_on", "检查日期",
            "problems", "发现问题数",
            "form_filed", "检查表归档",
            "found_id", "发现编号");
    private static final Map<String, String> ITEM = SampleWriter.headings(
            "check_id", "检查编号",
            "item_no", "事项编号",
            "result", "结果",
            "due_on", "整改期限",
            "rectified_on", "整改完成日期");
    private static final Map<String, String> FOUND = SampleWriter.headings(
            "found_id", "发现编号",
            "street_id", "街道",
            "kind", "类别",
            "place", "名称",
            "found_on", "发现日期",
            "source", "来源",
            "work_id", "补登记编号",
            "finished_on", "完工日期");
    private static final Map<String, String> SPOT = SampleWriter.headings(
            "spot_id", "编号",
            "street_id", "街道",
            "kind", "类别",
            "target", "对象编号",
            "place", "名称",
            "noted_on", "建账日期",
            "office", "责任科室",
            "person", "责任人",
            "closed_on", "销账日期");
    private static final Map<String, String> REQUEST = SampleWriter.headings(
            "request_id", "请求编号",
            "street_id", "街道",
            "requested_on", "请求日期",
            "responded_on", "到场检查日期");
    private static final Map<String, String> ACCIDENT = SampleWriter.headings(
            "accident_id", "事故编号",
            "work_id", "登记编号",
            "occurred_on", "发生日期",
            "deaths", "死亡人数",
            "injuries", "受伤人数");
    private static final Map<String, String> TRAINING =
            SampleWriter.headings("training_id", "培训编号", "street_id", "街道", "held_on", "培训日期", "trainees", "签到人数");

    private static final List<String> KINDS = List.of("商铺装修", "办公区改造", "外墙修补", "管道更换", "屋面防水", "围墙砌筑", "场地平整", "门头改造");

    private static final int ITEMS = 8;

    private final City city;
    private final long seed;
    private final SampleWriter writer;
    private final DataSheet spots = new DataSheet("街道限额以下/监管盲点台账.csv", List.copyOf(SPOT.keySet()));
    private final DataSheet items = new DataSheet("街道限额以下/限额以下检查表.csv", List.copyOf(ITEM.keySet()));
    private final DataSheet found = new DataSheet("街道限额以下/排查发现工程.csv", List.copyOf(FOUND.keySet()));

    SmallWorks(City city, SampleWriter writer) {
        this.city = city;
        this.seed = city.seed();
        this.writer = writer;
    }

    void write() {
        var first = city.last().minusMonths(city.months() - 1L);
        for (int year = first.getYear(); year <= city.last().getYear(); year++) {
            year(year, first);
        }
        offices();
        stoppedSites();
        writer.csv(spots, SPOT, GB18030);
        writer.csv(items, ITEM, UTF8);
        writer.csv(found, FOUND, UTF8);
    }

    private void year(int year, YearMonth first) {
        var works = new DataSheet("街道限额以下/限额以下工程登记_" + year + ".csv", List.copyOf(WORK.keySet()));
        var checks = new DataSheet("街道限额以下/限额以下检查_" + year + ".csv", List.copyOf(CHECK.keySet()));
        var requests = new DataSheet("街道限额以下/街道检查请求_" + year + ".csv", List.copyOf(REQUEST.keySet()));
        var accidents = new DataSheet("街道限额以下/限额以下事故_" + year + ".json", List.copyOf(ACCIDENT.keySet()));
        var trainings = new DataSheet("街道限额以下/街道培训_" + year + ".csv", List.copyOf(TRAINING.keySet()));
        for (var month = YearMonth.of(year, 1); month.getYear() == year; month = month.plusMonths(1)) {
            if (month.isBefore(first) || month.isAfter(city.last())) {
                continue;
            }
            for (var street : city.streets()) {
                var random = SeededRandom.of(seed, "small works", street.id(), month);
                works(street, month, works, checks, accidents, random);
                requests(street, month, requests, random);
                if (random.chance(0.3 * street.quality())) {
                    trainings.add(id("PX", month, trainings), street.name(), day(month, random), random.between(8, 60));
                }
            }
        }
        if (recent(year)) {
            city.streets().forEach(street -> found(street, YearMonth.of(year, 1), checks));
        }
        writer.csv(works, WORK, GB18030);
        writer.csv(checks, CHECK, UTF8);
        writer.csv(requests, REQUEST, UTF8);
        writer.csv(trainings, TRAINING, GB18030);
        writer.json(accidents, ACCIDENT, List.of("deaths", "injuries"));
    }

    /** A careless street registers few works, late, without papers, and rarely goes to see them. */
    private void works(
            Street street,
            YearMonth month,
            DataSheet works,
            DataSheet checks,
            DataSheet accidents,
            SeededRandom random) {
        int count = random.poisson(0.4 + 3.2 * street.quality() * street.quality());
        for (int i = 0; i < count; i++) {
            var id = id("XE", month, works);
            var registered = day(month, random);
            var started = registered.plusDays(random.chance(0.2 + 0.75 * street.quality()) ? random.between(1, 9) : -3);
            var notice = random.chance(0.55 + 0.42 * street.quality()) ? started.minusDays(random.between(0, 3)) : null;
            if (notice != null && random.chance(0.06)) {
                notice = started.plusDays(random.between(1, 6));
            }
            var finished = started.plusDays(random.between(6, 70));
            var place = street.name() + (works.rows().size() % 97 + 1) + "号" + random.pick(KINDS);
            works.add(
                    id,
                    street.name(),
                    place,
                    registered,
                    started,
                    notice,
                    flag(random.chance(0.75 + 0.24 * street.quality())),
                    flag(random.chance(0.7 + 0.29 * street.quality())),
                    flag(random.chance(0.6 + 0.38 * street.quality())),
                    flag(random.chance(0.65 + 0.33 * street.quality())),
                    known(finished));
            if (recent(month.getYear())) {
                spot(street, "限额以下工程", id, place, registered, known(finished));
            }
            int visits = random.poisson(0.25 + 1.1 * street.quality());
            for (int v = 0; v < visits; v++) {
                var on = started.plusDays(random.between(0, 20));
                if (!on.isAfter(city.lastDay()) && on.getYear() == month.getYear()) {
                    items(id("XJ", month, checks), on, street);
                    checks.add(
                            id("XJ", month, checks),
                            id,
                            on,
                            random.poisson(0.8),
                            flag(random.chance(0.6 + 0.38 * street.quality())),
                            null);
                }
            }
            if (random.chance(0.004)) {
                accidents.add(id("XS", month, accidents), id, started.plusDays(2), random.chance(0.2) ? 1 : 0, 1);
            }
        }
    }

    private void requests(Street street, YearMonth month, DataSheet requests, SeededRandom random) {
        int count = random.poisson(0.12);
        for (int i = 0; i < count; i++) {
            var requested = day(month, random);
            var responded = random.chance(0.85) ? requested.plusDays(random.between(1, 8)) : null;
            requests.add(
                    id("QQ", month, requests), street.name(), requested, responded == null ? null : known(responded));
        }
    }

    /** Most streets have told which office minds small works; a few never have. */
    private void offices() {
        var headings = new LinkedHashMap<String, Heading>();
        headings.put("street_id", new Heading("", "街道"));
        headings.put("office", new Heading("责任科室", "科室名称"));
        headings.put("updated_on", new Heading("责任科室", "登记日期"));
        var sheet = new DataSheet("街道限额以下/街道责任科室.xlsx", List.copyOf(headings.keySet()));
        for (var street : city.streets()) {
            var random = SeededRandom.of(seed, "office", street.id());
            if (random.chance(0.93)) {
                sheet.add(
                        street.name(),
                        random.pick(List.of("平安建设办公室", "城市管理办公室", "规划建设办公室")),
                        LocalDate.of(2025, 1, 6).plusDays(random.between(0, 500)));
            }
        }
        writer.xlsx(sheet, "责任科室", City.NAME + "街道限额以下工程责任科室登记表", headings, List.of("updated_on"), List.of());
    }

    private boolean recent(int year) {
        return year == city.last().getYear();
    }

    /** The lines of the form of one check: now and then one is left empty, or the sheet is lost. */
    private void items(String check, LocalDate on, Street street) {
        var random = SeededRandom.of(seed, "form", check);
        if (!recent(on.getYear()) || random.chance(0.05)) {
            return;
        }
        for (int item = 1; item <= ITEMS; item++) {
            boolean met = random.chance(0.84 + 0.14 * street.quality());
            boolean empty = random.chance(0.015);
            var due = met || empty ? null : on.plusDays(random.pick(List.of(3, 7, 15)));
            var done = due != null && random.chance(0.85) ? due.plusDays(random.between(-3, 2)) : null;
            items.add(
                    check,
                    item,
                    empty ? null : met ? "符合" : "不符合",
                    due,
                    done == null ? null : known(done.isBefore(on) ? on : done));
        }
    }

    /** Works that nobody registered, and works inside institutions, which report them or are found out. */
    private void found(Street street, YearMonth first, DataSheet checks) {
        var random = SeededRandom.of(seed, "found works", street.id(), first);
        int count = random.poisson(1.1);
        for (int i = 0; i < count; i++) {
            var kind = random.pick(List.of("限额以下工程", "单位内部施工"));
            var on = first.atDay(1).plusDays(random.between(0, 180));
            var finished = on.plusDays(random.between(20, 150));
            if (on.isAfter(city.lastDay())) {
                continue;
            }
            var id = Codes.serial("FX", found.rows().size() + 1, 4);
            var place = street.name() + kind + (i + 1);
            found.add(id, street.name(), kind, place, on, random.pick(List.of("单位上报", "排查发现")), null, known(finished));
            spot(street, kind, id, place, on, known(finished));
            if (kind.equals("限额以下工程")) {
                var check = id("XJ", YearMonth.from(on), checks);
                items(check, on, street);
                checks.add(check, null, on, random.poisson(0.8), "是", id);
            }
        }
    }

    private void stoppedSites() {
        for (var project : city.projects()) {
            if (project.stopped() != null && project.resumed() == null && project.completed() == null) {
                spot(project.street(), "停工工地", project.id(), project.name(), project.stopped(), null);
            }
        }
    }

    /** What is in the ledger of places that nobody might mind; a careless street leaves some out, or nobody in charge. */
    private void spot(
            Street street, String kind, String target, String place, LocalDate known, @Nullable LocalDate closed) {
        var random = SeededRandom.of(seed, "blind spot", target);
        var noted = known.plusDays(random.between(0, 5));
        if (!random.chance(0.72 + 0.26 * street.quality()) || noted.isAfter(city.lastDay())) {
            return;
        }
        boolean office = random.chance(0.7 + 0.28 * street.quality());
        spots.add(
                Codes.serial("MD", spots.rows().size() + 1, 4),
                street.name(),
                kind,
                target,
                place,
                noted,
                office ? random.pick(List.of("平安建设办公室", "城市管理办公室")) : null,
                random.chance(office ? 0.8 : 0.3) ? random.pick(List.of("马某", "胡某某", "林某", "郭某某")) : null,
                closed == null || closed.isBefore(noted) ? null : closed);
    }

    private @Nullable LocalDate known(LocalDate day) {
        return day.isAfter(city.lastDay()) ? null : day;
    }

    private static LocalDate day(YearMonth month, SeededRandom random) {
        return month.atDay(random.between(1, month.lengthOfMonth()));
    }

    private static String flag(boolean is) {
        return is ? "是" : "否";
    }

    private static String id(String letters, YearMonth month, DataSheet sheet) {
        return letters + month.toString().replace("-", "") + "-"
                + Codes.serial("", sheet.rows().size() + 1, 5);
    }
}
