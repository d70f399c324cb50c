package org.tongbao.sample.ledger;

import static org.tongbao.sample.file.SampleWriter.TextEncoding.GB18030;
import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.City.Region;
import org.tongbao.sample.city.Codes;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.event.Events.Accident;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.SampleWriter;

/** What regions and the city themselves have to do and to report: activities, filings, accident reports, awards. */
final class Duties {

    private static final Map<String, String> ACTIVITY = SampleWriter.headings(
            "activity_id",
            "编号",
            "level",
            "层级",
            "region_id",
            "县区",
            "kind",
            "类别",
            "held_on",
            "日期",
            "attendees",
            "参加人数",
            "subject",
            "主题",
            "signed_in",
            "签到人数",
            "participants",
            "参加单位");
    private static final Map<String, String> FILING = SampleWriter.headings(
            "filing_id", "编号", "duty_id", "事项编号", "region_id", "县区", "filed_on", "报送日期", "document", "文件名称");
    private static final Map<String, String> SUPPLY = SampleWriter.headings(
            "region_id",
            "县区",
            "ledger_year",
            "台账年度",
            "received_on",
            "收到日期",
            "item_id",
            "编号",
            "item",
            "物资名称",
            "quantity",
            "数量",
            "unit",
            "单位",
            "place",
            "存放地点",
            "keeper",
            "保管人");
    private static final List<String> SUPPLIES = List.of("编织袋 条", "抽水泵 台", "铁锹 把", "雨衣 套", "应急灯 盏", "救生衣 件", "发电机 台");
    private static final Map<String, String> REPORT =
            SampleWriter.headings("accident_id", "事故编号", "step", "报告环节", "known_at", "接报时间", "reported_at", "上报时间");
    private static final Map<String, String> AWARD =
            SampleWriter.headings("award_id", "编号", "project_id", "项目编码", "award", "奖项", "awarded_on", "公布日期");

    private static final List<String> JOINED =
            List.of("区应急局、区消防支队", "区应急局、区城管委", "区消防支队", "区应急局、区消防支队、属地街道", "区城管委、属地街道");

    private final City city;
    private final long seed;
    private final SampleWriter writer;

    Duties(City city, SampleWriter writer) {
        this.city = city;
        this.seed = city.seed();
        this.writer = writer;
    }

    void write(List<Accident> accidents) {
        activities();
        filings();
        reports(accidents);
        awards();
    }

    private List<YearMonth> months() {
        var months = new ArrayList<YearMonth>();
        for (int back = city.months() - 1; back >= 0; back--) {
            months.add(city.last().minusMonths(back));
        }
        return months;
    }

    private void activities() {
        var sheet = new DataSheet("履职台账/履职活动.csv", List.copyOf(ACTIVITY.keySet()));
        for (var month : months()) {
            for (var region : city.regions()) {
                var random = SeededRandom.of(seed, "activities", region.id(), month);
                boolean keen = random.chance(0.66 + 0.24 * region.diligence());
                addActivities(sheet, region, month, "学习贯彻", keen ? 1 : 0, "学习贯彻安全生产重要指示批示精神", random);
                addActivities(
                        sheet,
                        region,
                        month,
                        "风险研判",
                        random.chance(0.7 + 0.28 * region.diligence()) ? 1 : 0,
                        "安全风险分析研判",
                        random);
                addActivities(
                        sheet,
                        region,
                        month,
                        "集中宣贯",
                        random.poisson(0.25 + 0.35 * region.diligence()),
                        "安全生产法律法规宣贯",
                        random);
                addActivities(sheet, region, month, "联席会", random.poisson(0.25), "限额以下工程联席会议", random);
                addActivities(sheet, region, month, "培训会", random.poisson(0.3), "限额以下工程安全培训", random);
                addActivities(sheet, region, month, "联合检查", random.poisson(0.45), "限额以下工程联合检查", random);
            }
            var random = SeededRandom.of(seed, "activities", month);
            city(sheet, month, "风险研判", month.getMonthValue() % 3 == 0 ? 1 : 0, "季度安全风险分析研判", random);
            city(sheet, month, "集中宣贯", month.getMonthValue() % 6 == 4 ? 1 : 0, "半年集中宣贯", random);
        }
        writer.csv(sheet, ACTIVITY, UTF8);
    }

    private void addActivities(
            DataSheet sheet,
            Region region,
            YearMonth month,
            String kind,
            int times,
            String subject,
            SeededRandom random) {
        for (int i = 0; i < times; i++) {
            var id = number("HD", sheet);
            var who = SeededRandom.of(seed, "participants", id);
            var day = day(month, random);
            int attendees = random.between(8, 120);
            boolean signed = kind.equals("培训会") && who.chance(0.85);
            sheet.add(
                    id,
                    "县级",
                    region.name(),
                    kind,
                    day,
                    attendees,
                    subject,
                    signed ? attendees - who.between(0, 3) : null,
                    kind.equals("联合检查") ? who.pick(JOINED) : null);
        }
    }

    private static void city(
            DataSheet sheet, YearMonth month, String kind, int times, String subject, SeededRandom random) {
        for (int i = 0; i < times; i++) {
            sheet.add(
                    number("HD", sheet),
                    "市级",
                    null,
                    kind,
                    day(month, random),
                    random.between(30, 260),
                    subject,
                    null,
                    null);
        }
    }

    /** Documents that are due on fixed days of the year; some come late, a few never. */
    private void filings() {
        var sheet = new DataSheet("履职台账/文件报送.csv", List.copyOf(FILING.keySet()));
        var supplies = new DataSheet("防汛/应急物资台账.csv", List.copyOf(SUPPLY.keySet()));
        for (int year = months().get(0).getYear(); year <= city.last().getYear(); year++) {
            for (var region : city.regions()) {
                supplies(supplies, region, year);
                file(sheet, region, "plan-upload", LocalDate.of(year, 4, 25), "巩固提升行动方案");
                file(sheet, region, "year-summary", LocalDate.of(year, 12, 15), "巩固提升行动总结");
            }
            var noticed = LocalDate.of(year, 5, 20);
            if (!noticed.isAfter(city.lastDay())) {
                sheet.add(number("BS", sheet), "supervision-notice", null, noticed, year + "年差异化动态管理通知");
            }
        }
        writer.csv(sheet, FILING, GB18030);
        writer.csv(supplies, SUPPLY, UTF8);
    }

    /** A county's ledger of supplies as the city received it; now and then it is last year's, or none comes. */
    private void supplies(DataSheet sheet, Region region, int year) {
        var random = SeededRandom.of(seed, "supplies", region.id(), year);
        var due = LocalDate.of(year, 5, 31);
        boolean punctual = random.chance(0.6 + 0.38 * region.diligence());
        var received = punctual ? due.minusDays(random.between(0, 12)) : due.plusDays(random.between(1, 25));
        if (random.chance(0.08) || received.isAfter(city.lastDay())) {
            return;
        }
        int of = random.chance(0.08) ? year - 1 : year;
        for (var supply : SUPPLIES) {
            var words = supply.split(" ", -1);
            if (random.chance(0.8)) {
                sheet.add(
                        region.name(),
                        of,
                        received,
                        number("WZ", sheet),
                        words[0],
                        random.between(1, 20) * (words[1].equals("台") ? 1 : 25),
                        words[1],
                        region.name() + random.pick(List.of("物资仓库", "应急中心", "建设工程质量安全监督站")),
                        random.pick(List.of("马某", "胡某某", "林某")));
            }
        }
    }

    private void file(DataSheet sheet, Region region, String duty, LocalDate due, String document) {
        var random = SeededRandom.of(seed, "filing", region.id(), duty, due);
        double punctual = 0.6 + 0.38 * region.diligence();
        var filed = due.minusDays(random.between(0, 12));
        if (!random.chance(punctual)) {
            filed = due.plusDays(random.between(1, 25));
        }
        if (random.chance(0.96) && !filed.isAfter(city.lastDay())) {
            sheet.add(number("BS", sheet), duty, region.name(), filed, region.name() + due.getYear() + "年" + document);
        }
    }

    /**
     * Each level passes an accident on; an hour is allowed to the enterprise, two to each office, and 48 hours to the
     * national platform. One accident in four is lost on the way: a step and what should follow it is missing.
     */
    private void reports(List<Accident> accidents) {
        var sheet = new DataSheet("事故/事故逐级上报.csv", List.copyOf(REPORT.keySet()));
        for (var accident : accidents) {
            var random = SeededRandom.of(seed, "accident report", accident.id());
            var at = accident.at();
            var steps = List.of("企业报县级", "县级报市级", "市级报省级");
            var lost = SeededRandom.of(seed, "lost accident report", accident.id());
            int passedOn = lost.chance(0.25) ? lost.between(0, 1) : steps.size();
            for (int i = 0; i < steps.size(); i++) {
                var on = at.plusMinutes(random.chance(0.8) ? random.between(25, 120) : random.between(121, 300));
                if (i < passedOn) {
                    sheet.add(accident.id(), steps.get(i), Codes.minute(at), Codes.minute(on));
                }
                at = on;
            }
            var platform = accident.at().plusHours(random.chance(0.8) ? random.between(5, 47) : random.between(49, 80));
            if (passedOn > 0) {
                sheet.add(accident.id(), "上报全国平台", Codes.minute(accident.at()), Codes.minute(platform));
            }
        }
        writer.csv(sheet, REPORT, UTF8);
    }

    private void awards() {
        var sheet = new DataSheet("履职台账/标准化获奖项目.csv", List.copyOf(AWARD.keySet()));
        for (var project : city.projects()) {
            var random = SeededRandom.of(seed, "award", project.id());
            for (int year = months().get(0).getYear(); year <= city.last().getYear(); year++) {
                var on = LocalDate.of(year, random.between(3, 11), random.between(1, 28));
                boolean going = !project.started().isAfter(on)
                        && (project.completed() == null || !project.completed().isBefore(on));
                if (going
                        && random.chance(0.28 * project.quality() * project.quality())
                        && !on.isAfter(city.lastDay())) {
                    sheet.add(
                            number("JX", sheet),
                            project.id(),
                            random.pick(List.of("市级安全文明标准化工地", "省级安全文明标准化工地", "绿色安全样板工地")),
                            on);
                }
            }
        }
        writer.csv(sheet, AWARD, UTF8);
    }

    private static LocalDate day(YearMonth month, SeededRandom random) {
        return month.atDay(random.between(2, month.lengthOfMonth()));
    }

    private static String number(String letters, DataSheet sheet) {
        return letters + Codes.serial("", sheet.rows().size() + 1, 5);
    }
}
