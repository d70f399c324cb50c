package org.tongbao.sample.ledger;

import static org.tongbao.sample.file.SampleWriter.TextEncoding.GB18030;
import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.City.Project;
import org.tongbao.sample.city.City.Region;
import org.tongbao.sample.city.Codes;
import org.tongbao.sample.city.Seasons;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.SampleWriter;

/** What counties keep for their sites: publicity and training, weather warnings passed on, campaigns, inspectors. */
final class RegionLedgers {

    private static final String WINTER = "岁末年初专项整治（样例）";
    private static final String SUMMER = "汛期专项行动（样例）";

    private final City city;
    private final long seed;
    private final SampleWriter writer;
    private final YearMonth first;

    RegionLedgers(City city, SampleWriter writer) {
        this.city = city;
        this.seed = city.seed();
        this.writer = writer;
        this.first = city.firstMonth();
    }

    void write() {
        publicity();
        weather();
        campaigns();
        inspectors();
        circulars();
    }

    private void publicity() {
        var columns = SampleWriter.headings(
                "publicity_id",
                "编号",
                "item_code",
                "事项编码",
                "region_id",
                "县区",
                "project_id",
                "项目编码",
                "held_on",
                "日期",
                "attendees",
                "参加人数");
        var sheet = new DataSheet("履职台账/宣传教育与培训.csv", List.copyOf(columns.keySet()));
        for (var month = first; !month.isAfter(city.last()); month = month.plusMonths(1)) {
            int number = month.getMonthValue();
            for (var region : city.regions()) {
                var random = SeededRandom.of(seed, "publicity", region.id(), month);
                if (number == 5) {
                    held(sheet, "HD01", region, null, month, random.chance(0.85), random);
                }
                if (number == 6) {
                    held(sheet, "HD02", region, null, month, random.chance(0.92), random);
                }
                if (number == 11) {
                    held(sheet, "HD04", region, null, month, random.chance(0.88), random);
                }
                if (number >= 4) {
                    held(sheet, "HD03", region, null, month, random.chance(0.4), random);
                }
            }
            if (number >= 4 && number <= 9) {
                continue;
            }
            for (var project : city.activeIn(month)) {
                var random = SeededRandom.of(seed, "publicity", project.id(), month);
                held(
                        sheet,
                        "XJ01",
                        project.street().region(),
                        project,
                        month,
                        random.chance(0.25 + 0.2 * project.quality()),
                        random);
            }
        }
        writer.csv(sheet, columns, UTF8);
    }

    private static void held(
            DataSheet sheet,
            String item,
            Region region,
            @Nullable Project project,
            YearMonth month,
            boolean held,
            SeededRandom random) {
        if (held) {
            sheet.add(
                    number("XC", sheet),
                    item,
                    region.name(),
                    project == null ? null : project.id(),
                    day(month, random),
                    random.between(10, project == null ? 180 : 60));
        }
    }

    /** A warning holds for some counties; each passes it on to its sites, and they answer. */
    private void weather() {
        var warning = SampleWriter.headings(
                "warning_id",
                "预警编号",
                "region_id",
                "县区",
                "kind",
                "预警种类",
                "level",
                "等级",
                "issued_at",
                "气象部门发布时间",
                "valid_until",
                "有效期至",
                "sent_at",
                "首次发至工地时间");
        var reply = SampleWriter.headings("warning_id", "预警编号", "project_id", "项目编码", "acknowledged_at", "回复时间");
        var warnings = new DataSheet("防汛/气象预警.csv", List.copyOf(warning.keySet()));
        var replies = new DataSheet("防汛/预警响应.csv", List.copyOf(reply.keySet()));
        for (var month = first; !month.isAfter(city.last()); month = month.plusMonths(1)) {
            var random = SeededRandom.of(seed, "weather", month);
            int count = random.poisson(Seasons.wet(month) ? 4 : 1.5);
            for (int i = 1; i <= count; i++) {
                var kind = Seasons.wet(month)
                        ? random.pick(List.of("暴雨", "雷电", "大风", "高温"))
                        : random.pick(List.of("大风", "寒潮", "大雾"));
                var level = random.pick(List.of("蓝色", "黄色", "橙色", "红色"), 5, 4, 2, 1);
                var issued = day(month, random).atTime(random.between(0, 23), random.between(0, 59));
                var until = issued.plusHours(random.pick(List.of(6, 12, 24)));
                var id = Codes.serial("QX" + month.toString().replace("-", ""), i, 3);
                for (var region : city.regions()) {
                    var own = SeededRandom.of(seed, "weather", id, region.id());
                    if (!own.chance(0.35)) {
                        continue;
                    }
                    boolean sent = own.chance(0.9 + 0.08 * region.diligence());
                    var at = issued.plusMinutes(own.chance(0.8) ? own.between(3, 30) : own.between(31, 240));
                    warnings.add(
                            id,
                            region.name(),
                            kind,
                            level,
                            Codes.minute(issued),
                            Codes.minute(until),
                            sent ? Codes.minute(at) : null);
                    for (var project : city.projects()) {
                        boolean there =
                                project.street().region().equals(region) && project.openOn(issued.toLocalDate());
                        if (sent && there && own.chance(0.7 + 0.28 * project.quality())) {
                            replies.add(
                                    id,
                                    project.id(),
                                    Codes.minute(at.plusMinutes(
                                            own.chance(0.85) ? own.between(1, 60) : own.between(61, 600))));
                        }
                    }
                }
            }
        }
        writer.csv(warnings, warning, UTF8);
        writer.csv(replies, reply, GB18030);
    }

    /** The winter's campaign of three phases, and the summer's of one; hazards of all fields of the bureau. */
    private void campaigns() {
        var columns = SampleWriter.headings(
                "hazard_id",
                "编号",
                "campaign",
                "专项行动",
                "region_id",
                "县区",
                "field",
                "领域",
                "found_on",
                "排查日期",
                "closed_on",
                "销号日期");
        var sheet = new DataSheet("履职台账/专项行动隐患.csv", List.copyOf(columns.keySet()));
        campaign(sheet, WINTER, LocalDate.of(2025, 11, 1), LocalDate.of(2026, 2, 28));
        campaign(sheet, SUMMER, LocalDate.of(2026, 5, 15), LocalDate.of(2026, 7, 31));
        writer.csv(sheet, columns, UTF8);
        phases();
    }

    private void phases() {
        var columns = SampleWriter.headings(
                "campaign", "专项行动", "phase", "阶段", "starts_on", "起", "ends_on", "止（含当日）", "basis", "依据");
        var sheet = new DataSheet("履职台账/专项行动阶段.csv", List.copyOf(columns.keySet()));
        sheet.add(WINTER, "宣传发动、自查", LocalDate.of(2025, 11, 1), LocalDate.of(2025, 11, 30), "样例");
        sheet.add(WINTER, "集中排查整治、落实整改", LocalDate.of(2025, 12, 1), LocalDate.of(2026, 1, 31), "样例");
        sheet.add(WINTER, "复工检查、提升", LocalDate.of(2026, 2, 1), LocalDate.of(2026, 2, 28), "样例");
        sheet.add(SUMMER, "集中排查整治", LocalDate.of(2026, 5, 15), LocalDate.of(2026, 7, 31), "样例");
        sheet.add("巩固提升行动（样例）", "全程", LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31), "样例");
        writer.csv(sheet, columns, UTF8);
    }

    private void campaign(DataSheet sheet, String campaign, LocalDate from, LocalDate to) {
        var last = to.isAfter(city.lastDay()) ? city.lastDay() : to;
        for (var day = from; !day.isAfter(last); day = day.plusDays(1)) {
            if (day.isBefore(first.atDay(1))) {
                continue;
            }
            for (var region : city.regions()) {
                var random = SeededRandom.of(seed, campaign, region.id(), day);
                int found = random.poisson(0.16);
                for (int i = 0; i < found; i++) {
                    var closed = day.plusDays(random.between(1, random.chance(0.8) ? 25 : 90));
                    boolean known = random.chance(0.93) && !closed.isAfter(city.lastDay());
                    sheet.add(
                            number("ZX", sheet),
                            campaign,
                            region.name(),
                            random.pick(List.of("建筑施工", "燃气", "城市运行", "危旧房", "供排水"), 5, 3, 2, 2, 2),
                            day,
                            known ? closed : null);
                }
            }
        }
    }

    private void inspectors() {
        var columns = SampleWriter.headings(
                "inspector_id", "编号", "region_id", "县区", "inspector", "姓名", "from_on", "上岗日期", "until_on", "离岗日期");
        var sheet = new DataSheet("名册/监督人员名册.csv", List.copyOf(columns.keySet()));
        var names = List.of("张某", "王某某", "李某", "赵某某", "陈某", "刘某某", "周某", "孙某");
        for (int i = -1; i < city.regions().size(); i++) {
            var place = i < 0 ? "" : city.regions().get(i).name();
            var random = SeededRandom.of(seed, "inspectors", place);
            for (var name : names) {
                boolean left = random.chance(0.04);
                sheet.add(
                        number("JD", sheet),
                        place,
                        name,
                        LocalDate.of(2023, random.between(1, 12), 1),
                        left ? LocalDate.of(2026, 5, 31) : null);
            }
        }
        writer.csv(sheet, columns, UTF8);
    }

    /** The circulars on what is entered in the platform that have gone out: at the end of each month, and in its middle. */
    private void circulars() {
        var columns = SampleWriter.headings("as_of", "截至日期");
        var sheet = new DataSheet("履职台账/平台录入通报.csv", List.copyOf(columns.keySet()));
        for (var month = first; month.isBefore(city.last()); month = month.plusMonths(1)) {
            sheet.add(month.atDay(15));
            sheet.add(month.atEndOfMonth());
        }
        sheet.add(city.last().atDay(15));
        writer.csv(sheet, columns, UTF8);
    }

    private static LocalDate day(YearMonth month, SeededRandom random) {
        return month.atDay(random.between(1, month.lengthOfMonth()));
    }

    private static String number(String letters, DataSheet sheet) {
        return letters + Codes.serial("", sheet.rows().size() + 1, 5);
    }
}
