package org.tongbao.sample.ledger;

import static org.tongbao.sample.file.SampleWriter.TextEncoding.GB18030;
import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.City.Project;
import org.tongbao.sample.city.Codes;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.SampleWriter;

/** What sites owe besides being inspected: commitments, who leads work outside hours, drills. */
final class SiteDuties {

    /** Days on which most have a holiday, besides the ends of the week. */
    private static final Set<MonthDay> HOLIDAYS = Set.of(
            MonthDay.of(1, 1),
            MonthDay.of(4, 5),
            MonthDay.of(5, 1),
            MonthDay.of(5, 2),
            MonthDay.of(6, 19),
            MonthDay.of(10, 1),
            MonthDay.of(10, 2),
            MonthDay.of(10, 3));

    private final City city;
    private final long seed;
    private final SampleWriter writer;
    private final YearMonth first;
    private final LocalDate opening;

    SiteDuties(City city, SampleWriter writer) {
        this.city = city;
        this.seed = city.seed();
        this.writer = writer;
        this.first = city.firstMonth();
        this.opening = first.atDay(1);
    }

    void write() {
        features();
        pipelines();
        shifts();
        drills();
    }

    /** Canteens, and sites that keep dangerous chemicals. */
    private void features() {
        var columns =
                SampleWriter.headings("project_id", "项目编码", "feature", "登记内容", "from_on", "登记日期", "until_on", "注销日期");
        var sheet = new DataSheet("项目台账/工地食堂与危险化学品登记.csv", List.copyOf(columns.keySet()));
        for (var project : city.projects()) {
            var random = SeededRandom.of(seed, "site feature", project.id());
            if (random.chance(0.7)) {
                sheet.add(project.id(), "食堂", project.started().plusDays(random.between(0, 30)), project.completed());
            }
            if (random.chance(0.45)) {
                sheet.add(
                        project.id(), "危险化学品", project.started().plusDays(random.between(0, 60)), project.completed());
            }
        }
        writer.csv(sheet, columns, UTF8);
    }

    private void pipelines() {
        var commitment = SampleWriter.headings(
                "project_id",
                "项目编码",
                "builder_signed_on",
                "建设单位签署日期",
                "contractor_signed_on",
                "施工单位签署日期",
                "supervisor_signed_on",
                "监理单位签署日期");
        var event = SampleWriter.headings(
                "event_id", "编号", "project_id", "项目编码", "occurred_on", "发生日期", "place", "位置", "pipeline", "管线类别");
        var commitments = new DataSheet("项目台账/地下管线防护承诺书.csv", List.copyOf(commitment.keySet()));
        var events = new DataSheet("项目台账/管线破坏事件.csv", List.copyOf(event.keySet()));
        for (var project : city.projects()) {
            var random = SeededRandom.of(seed, "pipeline", project.id());
            if (random.chance(0.8 + 0.18 * project.quality())) {
                commitments.add(
                        project.id(), signed(project, random), signed(project, random), signed(project, random));
            }
        }
        for (var month = first; !month.isAfter(city.last()); month = month.plusMonths(1)) {
            for (var project : city.activeIn(month)) {
                var random = SeededRandom.of(seed, "pipeline event", project.id(), month);
                if (random.chance(0.006 * (1.2 - project.quality()))) {
                    var on = day(month, random);
                    var pipeline = random.pick(List.of("给水", "燃气", "电力", "通信"));
                    boolean above = (pipeline.equals("电力") || pipeline.equals("通信")) && random.chance(0.5);
                    events.add(number("GX", events), project.id(), on, above ? "地上" : "地下", pipeline);
                }
            }
        }
        writer.csv(commitments, commitment, UTF8);
        writer.csv(events, event, GB18030);
    }

    private static @Nullable LocalDate signed(Project project, SeededRandom random) {
        boolean late = random.chance(0.06);
        return random.chance(0.04)
                ? null
                : project.started().plusDays(late ? random.between(1, 30) : -random.between(1, 25));
    }

    /** Work at night and on free days as sites report it, and who led it and kept watch. */
    private void shifts() {
        var work = SampleWriter.headings("project_id", "项目编码", "worked_on", "施工日期", "shift", "班次");
        var record = SampleWriter.headings(
                "project_id", "项目编码", "worked_on", "日期", "shift", "班次", "leader", "带班领导", "watch", "值守人员");
        for (int year = first.getYear(); year <= city.last().getYear(); year++) {
            var works = new DataSheet("项目台账/法定时间外施工_" + year + ".csv", List.copyOf(work.keySet()));
            var records = new DataSheet("项目台账/带班值守_" + year + ".csv", List.copyOf(record.keySet()));
            for (var month : city.months(year)) {
                for (var project : city.activeIn(month)) {
                    shifts(project, month, works, records);
                }
            }
            writer.csv(works, work, UTF8);
            writer.csv(records, record, UTF8);
        }
    }

    private void shifts(Project project, YearMonth month, DataSheet works, DataSheet records) {
        var random = SeededRandom.of(seed, "shifts", project.id(), month);
        double quality = city.quality(project, month);
        for (int day = 1; day <= month.lengthOfMonth(); day++) {
            var on = month.atDay(day);
            boolean free = on.getDayOfWeek() == DayOfWeek.SUNDAY || HOLIDAYS.contains(MonthDay.from(on));
            for (var shift : List.of("日班", "夜班")) {
                double chance = shift.equals("夜班") ? 0.04 : free ? 0.2 : 0;
                if (!random.chance(chance) || !project.openOn(on)) {
                    continue;
                }
                boolean recorded = random.chance(0.82 + 0.16 * quality);
                if (random.chance(0.97)) {
                    works.add(project.id(), on, shift);
                }
                if (recorded) {
                    records.add(
                            project.id(),
                            on,
                            shift,
                            random.chance(0.68 + 0.3 * quality) ? random.pick(List.of("高某", "梁某某", "宋某")) : null,
                            random.chance(0.75 + 0.24 * quality) ? random.pick(List.of("许某某", "何某", "罗某")) : null);
                }
            }
        }
    }

    /** Sites drill before they begin or go on, and in the months of safety and of fire protection. */
    private void drills() {
        var columns = SampleWriter.headings(
                "drill_id", "编号", "project_id", "项目编码", "held_on", "演练日期", "kind", "类别", "evaluated", "已评估");
        var sheet = new DataSheet("项目台账/应急演练.csv", List.copyOf(columns.keySet()));
        for (var project : city.projects()) {
            for (var begins : begins(project)) {
                drill(project, begins, "begin", -15, -1, sheet);
            }
            for (int year = first.getYear(); year <= city.last().getYear(); year++) {
                for (var month : List.of(YearMonth.of(year, 6), YearMonth.of(year, 11))) {
                    if (project.activeIn(month)) {
                        drill(project, month.atDay(1), "month", 0, month.lengthOfMonth() - 1, sheet);
                    }
                }
            }
        }
        writer.csv(sheet, columns, GB18030);
    }

    /** The days on which work begins or goes on, after the Spring Festival too. */
    private Set<LocalDate> begins(Project project) {
        var days = new TreeSet<LocalDate>();
        days.add(project.started());
        if (project.resumed() != null) {
            days.add(project.resumed());
        }
        for (int year = first.getYear(); year <= city.last().getYear(); year++) {
            if (project.activeIn(YearMonth.of(year, 2))) {
                var random = SeededRandom.of(seed, "resumption", project.id(), year);
                days.add(LocalDate.of(year, 2, 24).plusDays(random.between(0, 20)));
            }
        }
        return days;
    }

    private void drill(Project project, LocalDate from, String node, int first, int last, DataSheet sheet) {
        var random = SeededRandom.of(seed, "drill", project.id(), node, from);
        var on = from.plusDays(random.between(first, last));
        if (random.chance(0.55 + 0.42 * project.quality()) && !on.isBefore(opening) && !on.isAfter(city.lastDay())) {
            sheet.add(
                    number("YL", sheet),
                    project.id(),
                    on,
                    random.chance(0.9) ? "综合演练" : "专项演练",
                    random.chance(0.9) ? "是" : "否");
        }
    }

    private static LocalDate day(YearMonth month, SeededRandom random) {
        return month.atDay(random.between(1, month.lengthOfMonth()));
    }

    private static String number(String letters, DataSheet sheet) {
        return letters + Codes.serial("", sheet.rows().size() + 1, 5);
    }
}
