package org.tongbao.sample.event;

import static org.tongbao.sample.file.SampleWriter.TextEncoding.GB18030;
import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.City.Project;
import org.tongbao.sample.city.Codes;
import org.tongbao.sample.city.Seasons;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.event.Events.Accident;
import org.tongbao.sample.event.Events.MajorHazard;
import org.tongbao.sample.event.Events.StopOrder;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.ErrorInjector;
import org.tongbao.sample.file.LateRows;
import org.tongbao.sample.file.SampleWriter;
import org.tongbao.sample.file.SampleWriter.Heading;

/** What the inspectors do in a month: inspections and their marks, hazards, orders to stop. */
final class Supervision {

    private static final Map<String, String> INSPECTION = headings(
            "inspection_id", "检查编号",
            "project_id", "项目编码",
            "inspected_on", "检查日期",
            "level", "检查层级",
            "kind", "检查类型",
            "inspector", "检查人员");
    private static final Map<String, String> ITEM = headings(
            "inspection_id", "检查编号",
            "table_code", "评分表",
            "instance", "同类序号",
            "item_no", "项次",
            "missing", "缺项",
            "deducted", "扣减分数");
    private static final Map<String, String> ORDER = headings(
            "order_id", "文书编号",
            "project_id", "项目编码",
            "issued_on", "下达日期",
            "reason", "停工原因",
            "due_on", "整改期限",
            "lifted_on", "复工批准日期",
            "resumed_without_clearance", "擅自复工",
            "enterprise_id", "被责令单位",
            "inspection_id", "检查编号",
            "hazard_id", "隐患编号",
            "scope", "停工范围",
            "stopped_part", "停工部位",
            "revoked_on", "撤销日期");

    private final City city;
    private final long seed;
    private final SampleWriter writer;
    private final LateRows lateRows;
    private final ItemChecks itemChecks;
    private final List<MajorHazard> majors = new ArrayList<>();
    private final List<StopOrder> ordered = new ArrayList<>();

    Supervision(City city, SampleWriter writer) {
        this.city = city;
        this.seed = city.seed();
        this.writer = writer;
        this.lateRows = new LateRows(city.last());
        this.itemChecks = new ItemChecks(city, writer);
    }

    /** The major hazards of all months that have been written. */
    List<MajorHazard> majors() {
        return majors;
    }

    /** The orders to stop of all months that have been written. */
    List<StopOrder> orders() {
        return ordered;
    }

    /** An inspection of a site. */
    record Visit(String id, Project project, LocalDate day, double quality, SeededRandom random) {}

    void write(YearMonth month, List<Accident> accidents) {
        var visits = visits(month);
        inspections(month, visits);
        items(month, visits);
        itemChecks.write(month, visits);
        var orders = new DataSheet("执法文书/停工令_" + month + ".csv", List.copyOf(ORDER.keySet()));
        hazards(month, visits, orders);
        for (var accident : accidents) {
            orderAfter(accident, orders);
        }
        orders(month, orders);
    }

    /**
     * The month's inspections by day. Each region plans to see a share of its sites, and comes back to the bad ones;
     * there is nothing to see on a shut site.
     */
    private List<Visit> visits(YearMonth month) {
        var planned = planned(month);
        var visits = new ArrayList<Visit>();
        for (var project : city.activeIn(month)) {
            var random = SeededRandom.of(seed, "visits", month, project.id());
            double quality = city.quality(project, month);
            int count = (planned.contains(project.id()) ? 1 : 0) + random.poisson(0.25 + 0.5 * (1 - quality));
            for (int i = 0; i < count; i++) {
                // The second date is for when nobody was there on the first.
                var first = month.atDay(random.between(1, month.lengthOfMonth()));
                var second = month.atDay(random.between(1, month.lengthOfMonth()));
                var day = project.openOn(first) ? first : second;
                if (project.openOn(day)) {
                    visits.add(new Visit(
                            "", project, day, quality, SeededRandom.of(seed, "visit", month, project.id(), i)));
                }
            }
        }
        visits.sort(
                Comparator.comparing(Visit::day).thenComparing(v -> v.project().id()));
        for (int i = 0; i < visits.size(); i++) {
            var v = visits.get(i);
            visits.set(i, new Visit(serial("JC", month, i + 1, 5), v.project(), v.day(), v.quality(), v.random()));
        }
        return visits;
    }

    private Set<String> planned(YearMonth month) {
        var byRegion = new LinkedHashMap<City.Region, List<Project>>();
        for (var project : city.activeIn(month)) {
            byRegion.computeIfAbsent(project.street().region(), r -> new ArrayList<>())
                    .add(project);
        }
        var planned = new HashSet<String>();
        byRegion.forEach((region, projects) -> {
            double share = region.diligence()
                    + 0.03 * SeededRandom.of(seed, "plan", month, region.id()).normal();
            projects.stream()
                    .sorted(Comparator.comparingDouble(
                            p -> SeededRandom.of(seed, "turn", month, p.id()).uniform()))
                    .limit(Math.max(0, Math.round(share * projects.size())))
                    .forEach(p -> planned.add(p.id()));
        });
        return planned;
    }

    private void inspections(YearMonth month, List<Visit> visits) {
        var sheet = new DataSheet("监督检查/检查记录_" + month + ".csv", List.copyOf(INSPECTION.keySet()));
        for (var visit : visits) {
            sheet.add(
                    visit.id(),
                    visit.project().id(),
                    visit.day(),
                    visit.random().chance(0.12) ? "市级" : "县级",
                    visit.random().pick(List.of("日常巡查", "专项检查", "联合执法", "复查"), 10, 5, 1, 2),
                    visit.random().pick(List.of("张某", "王某某", "李某", "赵某某", "陈某", "刘某某", "周某")));
        }
        var errors = errors("JC", month, sheet);
        // Smudged codes only: an inspection that is rejected would take its items with it.
        errors.distort("project_id", "full-width digits", Codes::fullWidth);
        errors.distort("inspection_id", "trailing blanks", v -> v + "　");
        errors.distort("kind", "leading blanks", v -> " " + v);
        errors.addRejected(0.5, "inspected_on", "impossible date", v -> month.getYear() + "-02-30");
        errors.addRejected(0.3, "project_id", "unknown project", v -> City.NO_PROJECT);
        errors.addRejected(0.2, "project_id", "short code", v -> v.substring(0, 12));
        errors.addRejected(0.25, "level", "unknown value", v -> "省厅");
        errors.addRejected(0.2, "inspected_on", "missing value", v -> "");
        errors.addDuplicate(0.3, "inspection_id");
        writer.csv(sheet, INSPECTION, GB18030);
    }

    /** By far the longest file: written inspection by inspection. */
    private void items(YearMonth month, List<Visit> visits) {
        var file = "监督检查/检查评分_" + month + ".csv";
        var random = SeededRandom.of(seed, "dirt", file);
        int last = Math.max(0, visits.size() - 1);
        int negative = random.between(0, last);
        int unknown = random.between(0, last);
        int code = random.between(0, last);
        int twice = random.between(0, last);
        int wide = random.between(0, last);
        // No site has 90 cranes: a copied row with such an instance has a key of its own.
        var instance = new int[] {99};
        try (var csv = writer.open(file, Jgj59.COLUMNS, ITEM, GB18030)) {
            for (int i = 0; i < visits.size(); i++) {
                var visit = visits.get(i);
                var sheet = new DataSheet(file, Jgj59.COLUMNS);
                Jgj59.mark(visit.id(), visit.project(), visit.quality(), visit.random(), sheet);
                var errors = new ErrorInjector(sheet, random, v -> v[2] = String.valueOf(instance[0]--));
                if (i == wide) {
                    errors.distort("deducted", "full-width digits", Codes::fullWidth);
                }
                if (i == negative) {
                    errors.addRejected(0.4, "deducted", "negative number", v -> "-2");
                }
                if (i == unknown) {
                    errors.addRejected(0.3, "inspection_id", "unknown inspection", v -> "JC9901X001");
                }
                if (i == code) {
                    errors.addRejected(0.3, "table_code", "unknown value", v -> "附录" + v);
                }
                if (i == twice) {
                    errors.addDuplicate(0.3, "inspection_id+table_code+instance+item_no");
                }
                csv.append(sheet);
            }
        }
    }

    private void hazards(YearMonth month, List<Visit> visits, DataSheet orders) {
        var headings = hazardHeadings(month);
        var sheet = new DataSheet("隐患台账/隐患台账_" + month + ".xlsx", List.copyOf(headings.keySet()));
        for (var visit : visits) {
            int found = visit.random().poisson(Seasons.hazards(month) * (0.3 + 4 * (1 - visit.quality())));
            for (int i = 0; i < found; i++) {
                hazard(visit, sheet, orders);
            }
        }
        var errors = errors("YH", month, sheet);
        errors.distort("project_id", "full-width digits", Codes::fullWidth);
        errors.distort("category", "trailing blanks", v -> v + " ");
        errors.distort("grade", "leading blanks", v -> "　" + v);
        errors.addRejected(0.5, "found_on", "impossible date", v -> month.getYear() + "-13-05");
        errors.addRejected(0.35, "rectified_on", "contradictory dates", v -> "2021-01-01");
        errors.addRejected(0.35, "project_id", "short code", v -> v.substring(0, 6));
        errors.addRejected(0.3, "grade", "unknown value", v -> "较重");
        errors.addUnusual(0.2, "due_on", "missing value", v -> "");
        errors.addDuplicate(0.4, "hazard_id");
        lateRows.delayOne("hazard", month, sheet, "found_on", SeededRandom.of(seed, "late", sheet.file()));
        writer.xlsx(
                sheet,
                "隐患台账",
                City.NAME + "房屋市政工程隐患排查治理台账（" + month.getYear() + "年" + month.getMonthValue() + "月）",
                headings,
                List.of("found_on", "due_on", "rectified_on", "closed_on"),
                List.of());
    }

    /** The form was revised a year before the last month: some headings read differently since. */
    private Map<String, Heading> hazardHeadings(YearMonth month) {
        boolean old = month.isBefore(city.last().minusMonths(11));
        var headings = new LinkedHashMap<String, Heading>();
        headings.put("hazard_id", new Heading("", old ? "编号" : "隐患编号"));
        headings.put("project_id", new Heading("", "项目编码"));
        headings.put("inspection_id", new Heading("检查情况", "检查编号"));
        headings.put("found_on", new Heading("检查情况", old ? "发现日期" : "检查日期"));
        headings.put("category", new Heading("检查情况", "隐患类别"));
        headings.put("grade", new Heading("检查情况", "隐患等级"));
        headings.put("description", new Heading("检查情况", "隐患描述"));
        headings.put("due_on", new Heading("整改情况", "整改期限"));
        headings.put("rectified_on", new Heading("整改情况", old ? "完成日期" : "整改完成日期"));
        headings.put("closed_on", new Heading("整改情况", "销号日期"));
        return headings;
    }

    private void hazard(Visit visit, DataSheet hazards, DataSheet orders) {
        var random = visit.random();
        boolean major = random.chance(0.01 + 0.03 * (1 - visit.quality()));
        int allowed = major ? 15 : random.pick(List.of(3, 7, 7, 10));
        var due = visit.day().plusDays(allowed);
        boolean onTime = random.chance(0.5 + 0.48 * visit.quality());
        int late = random.between(1, major ? 50 : 25);
        boolean never = !onTime && random.chance(major ? 0.05 : 0.12);
        var done = onTime ? visit.day().plusDays(random.between(1, allowed)) : due.plusDays(late);
        @Nullable LocalDate rectified = never ? null : seen(done);
        boolean checked = rectified != null && random.chance(0.96);
        @Nullable LocalDate closed = checked ? seen(done.plusDays(random.between(0, 5))) : null;
        var what = Hazards.pick(visit.project().features(), random);
        var month = YearMonth.from(visit.day());
        var id = serial("YH", month, hazards.rows().size() + 1, 5);
        if (major) {
            majors.add(new MajorHazard(id, visit.day(), what.clause(), what.former()));
        }
        hazards.add(
                id,
                visit.project().id(),
                visit.id(),
                visit.day(),
                what.category(),
                major ? "重大" : "一般",
                major ? what.major() : what.ordinary(),
                due,
                rectified,
                closed);
        if (major && random.chance(0.78)) {
            boolean cleared = rectified != null && random.chance(0.92);
            @Nullable LocalDate lifted = cleared ? seen(done.plusDays(random.between(0, 3))) : null;
            var order = new StopOrder(serial("TG", month, orders.rows().size() + 1, 4), due, lifted);
            ordered.add(order);
            var form = SeededRandom.of(seed, "order", order.id());
            boolean partial = form.chance(0.15);
            boolean revoked = lifted == null && due.isAfter(city.lastDay()) && form.chance(0.25);
            orders.add(
                    order.id(),
                    visit.project().id(),
                    slashed(issued(visit.day(), lifted, form)),
                    what.category() + "存在重大隐患，" + what.major(),
                    slashed(due),
                    lifted == null ? null : slashed(lifted),
                    random.chance(0.12 * (1 - visit.quality())) ? "是" : "否",
                    visit.project().firm().code(),
                    visit.id(),
                    form.chance(0.9) ? id : null,
                    partial ? "局部停工" : "全面停工",
                    partial ? what.category() : null,
                    revoked ? slashed(city.lastDay()) : null);
        }
    }

    /** An order is written at the inspection; one in ten comes days later, still within the month and before it is lifted. */
    private LocalDate issued(LocalDate found, @Nullable LocalDate lifted, SeededRandom random) {
        var later = found.plusDays(random.between(2, 5));
        boolean possible = YearMonth.from(later).equals(YearMonth.from(found))
                && !later.isAfter(city.lastDay())
                && (lifted == null || later.isBefore(lifted));
        return random.chance(0.1) && possible ? later : found;
    }

    private void orderAfter(Accident accident, DataSheet orders) {
        var day = accident.at().toLocalDate().plusDays(1);
        if (accident.deaths() == 0 || day.isAfter(city.lastDay())) {
            return;
        }
        var due = day.plusDays(30);
        var lifted =
                seen(due.plusDays(SeededRandom.of(seed, "order", accident.id()).between(-5, 25)));
        var order =
                new StopOrder(serial("TG", YearMonth.from(day), orders.rows().size() + 1, 4), due, lifted);
        ordered.add(order);
        orders.add(
                order.id(),
                accident.project().id(),
                slashed(day),
                "发生" + accident.kind() + "亡人事故",
                slashed(due),
                lifted == null ? null : slashed(lifted),
                "否",
                accident.project().firm().code(),
                null,
                null,
                "全面停工",
                null,
                null);
    }

    private void orders(YearMonth month, DataSheet sheet) {
        var errors = errors("TG", month, sheet);
        errors.distort("project_id", "trailing blanks", v -> v + "　");
        errors.addRejected(
                0.4, "issued_on", "impossible date", v -> month.getYear() + "/" + month.getMonthValue() + "/32");
        errors.addRejected(0.3, "resumed_without_clearance", "unknown value", v -> "不详");
        errors.addDuplicate(0.15, "order_id");
        lateRows.delayOne("stop_order", month, sheet, "issued_on", SeededRandom.of(seed, "late", sheet.file()));
        writer.csv(sheet, ORDER, UTF8);
    }

    /** Dirt whose copied rows get a serial number that the platform never gives. */
    private ErrorInjector errors(String prefix, YearMonth month, DataSheet sheet) {
        var next = new int[] {0};
        return new ErrorInjector(
                sheet,
                SeededRandom.of(seed, "dirt", sheet.file()),
                v -> v[0] = serial(prefix, month, 0, 0) + "X" + ++next[0]);
    }

    /** The day, or null if the files were written before it. */
    private @Nullable LocalDate seen(LocalDate day) {
        return day.isAfter(city.lastDay()) ? null : day;
    }

    /** Such as JC260600123: the month, and a number within it. */
    private static String serial(String prefix, YearMonth month, int number, int digits) {
        var stem = Codes.serial(prefix, month.getYear() % 100 * 100 + month.getMonthValue(), 4);
        return digits == 0 ? stem : Codes.serial(stem, number, digits);
    }

    private static String slashed(LocalDate day) {
        return day.getYear() + "/" + day.getMonthValue() + "/" + day.getDayOfMonth();
    }

    private static Map<String, String> headings(String... pairs) {
        return SampleWriter.headings(pairs);
    }
}
