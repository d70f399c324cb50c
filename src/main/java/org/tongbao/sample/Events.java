package org.tongbao.sample;

import static org.tongbao.sample.SampleWriter.Encoding.GB18030;
import static org.tongbao.sample.SampleWriter.Encoding.UTF8;
import static org.tongbao.sample.SampleWriter.Encoding.UTF8_WITH_BOM;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tongbao.sample.City.Project;
import org.tongbao.sample.SampleWriter.Heading;

/** What happens on the sites, month by month, and the files that tell of it. */
final class Events {

    /** Hazard categories and what inspectors write about them. */
    private static final List<Map.Entry<String, String>> CATEGORIES = List.of(
            Map.entry("安全管理", "安全技术交底不到位，教育培训记录不全"),
            Map.entry("文明施工", "裸土未覆盖，主干道积尘"),
            Map.entry("脚手架", "连墙件缺失，作业层未满铺脚手板"),
            Map.entry("基坑工程", "坑边堆载超过设计要求，临边防护缺失"),
            Map.entry("模板支架", "立杆间距偏大，扫地杆设置不全"),
            Map.entry("高处作业", "临边洞口防护不到位，未系挂安全带"),
            Map.entry("施工用电", "配电箱未上锁，一闸多机"),
            Map.entry("起重机械", "限位装置失灵，吊索具磨损超标"),
            Map.entry("施工机具", "圆盘锯防护罩缺失"),
            Map.entry("消防", "动火作业无监护，灭火器过期"));

    private final City city;
    private final long seed;
    private final YearMonth last;
    private final SampleWriter writer;
    private final Jgj59 standard = new Jgj59();
    /** Rows of the month before that arrive with this month's file. */
    private final Map<String, Sheet.Row> late = new LinkedHashMap<>();

    Events(City city, SampleOptions options, SampleWriter writer) {
        this.city = city;
        this.seed = options.seed();
        this.last = options.last();
        this.writer = writer;
    }

    void write(YearMonth month) {
        var inspections = new Sheet(
                "监督检查/检查记录_" + month + ".csv",
                List.of("inspection_id", "project_id", "inspected_on", "level", "kind", "inspector"));
        var items = new Sheet(
                "监督检查/检查评分_" + month + ".csv",
                List.of("inspection_id", "table_code", "instance", "item_no", "missing", "deducted"));
        var hazards = new Sheet(
                "隐患台账/隐患台账_" + month + ".xlsx",
                List.of(
                        "hazard_id",
                        "project_id",
                        "inspection_id",
                        "found_on",
                        "category",
                        "grade",
                        "description",
                        "due_on",
                        "rectified_on",
                        "closed_on"));
        var orders = new Sheet(
                "执法文书/停工令_" + month + ".csv",
                List.of(
                        "order_id",
                        "project_id",
                        "issued_on",
                        "reason",
                        "due_on",
                        "lifted_on",
                        "resumed_without_clearance"));
        for (var project : city.projects()) {
            if (project.activeIn(month)) {
                inspect(project, month, inspections, items, hazards, orders);
            }
        }
        inspections(month, inspections);
        items(month, items);
        hazards(month, hazards);
        orders(month, orders);
        attendance(month);
        selfAssessments(month);
        alarms(month);
        accidents(month);
    }

    /** Rain in summer, the rush before the year's end and a tired site after the holiday bring more hazards. */
    private static double season(YearMonth month) {
        return switch (month.getMonthValue()) {
            case 1, 2 -> 0.7;
            case 6, 7, 8 -> 1.25;
            case 11, 12 -> 1.15;
            default -> 1.0;
        };
    }

    private void inspect(
            Project project, YearMonth month, Sheet inspections, Sheet items, Sheet hazards, Sheet orders) {
        var dice = Dice.of(seed, "inspect", month, project.id());
        int visits = dice.count(1.35 * project.street().region().diligence() * (month.getMonthValue() == 2 ? 0.6 : 1));
        for (int visit = 0; visit < visits; visit++) {
            var id = "JC%s%06d".formatted(digits(month), inspections.rows().size() + 1);
            var day = month.atDay(dice.between(1, month.lengthOfMonth()));
            if (day.isBefore(project.started()) || (project.completed() != null && day.isAfter(project.completed()))) {
                continue;
            }
            inspections.add(
                    id,
                    project.id(),
                    day,
                    dice.chance(0.12) ? "市级" : "县级",
                    dice.pick(List.of("日常巡查", "专项检查", "联合执法", "复查"), 10, 5, 1, 2),
                    dice.pick(List.of("张某", "王某某", "李某", "赵某某", "陈某", "刘某某", "周某")));
            if (visit == 0 && dice.chance(0.6)) {
                standard.score(project, id, dice, items);
            }
            int found = dice.count(season(month) * (0.3 + 4 * (1 - project.quality())));
            for (int h = 0; h < found; h++) {
                hazard(project, id, day, dice, hazards, orders);
            }
        }
    }

    private void hazard(Project project, String inspection, LocalDate day, Dice dice, Sheet hazards, Sheet orders) {
        boolean major = dice.chance(0.012 + 0.03 * (1 - project.quality()));
        int allowed = major ? 15 : dice.pick(List.of(3, 7, 7, 10));
        var due = day.plusDays(allowed);
        boolean onTime = dice.chance(0.5 + 0.48 * project.quality());
        var rectified =
                onTime ? day.plusDays(dice.between(1, allowed)) : due.plusDays(dice.between(1, major ? 50 : 25));
        boolean never = !onTime && dice.chance(0.12);
        var known = last.atEndOfMonth();
        @Nullable LocalDate done = never || rectified.isAfter(known) ? null : rectified;
        @Nullable LocalDate closed = done == null || dice.chance(0.04) ? null : done.plusDays(dice.between(0, 5));
        var category = dice.pick(
                CATEGORIES,
                8,
                10,
                project.crane() ? 9 : 6,
                project.pit() ? 6 : 1,
                5,
                14,
                11,
                project.crane() ? 8 : 1,
                4,
                5);
        var month = YearMonth.from(day);
        hazards.add(
                "YH%s%06d".formatted(digits(month), hazards.rows().size() + 1),
                project.id(),
                inspection,
                day,
                category.getKey(),
                major ? "重大" : "一般",
                category.getValue(),
                due,
                done == null ? "" : done,
                closed == null || closed.isAfter(known) ? "" : closed);
        if (major && dice.chance(0.78)) {
            boolean lifted = done != null && dice.chance(0.9);
            orders.add(
                    "TG%s%04d".formatted(digits(month), orders.rows().size() + 1),
                    project.id(),
                    slashed(day),
                    category.getKey() + "存在重大隐患",
                    slashed(due),
                    lifted && done != null ? slashed(done.plusDays(2)) : "",
                    dice.chance(0.15 * (1 - project.quality())) ? "是" : "否");
        }
    }

    private void inspections(YearMonth month, Sheet sheet) {
        var dice = Dice.of(seed, "dirt", "inspections", month);
        var next = new int[] {900_001};
        Sheet.Fresh fresh = v -> v[0] = v[0].substring(0, 8) + next[0]++;
        sheet.spoil(dice, "inspected_on", "impossible date", v -> month.getYear() + "-02-30", fresh);
        sheet.spoil(dice, "project_id", "unknown project", v -> "9999992401000001", fresh);
        if (dice.chance(0.6)) {
            sheet.spoil(dice, "level", "unknown value", v -> "省厅", fresh);
        }
        if (dice.chance(0.5)) {
            sheet.spoil(dice, "project_id", "missing value", v -> "", fresh);
        }
        if (dice.chance(0.7)) {
            sheet.duplicate(dice, "inspection_id");
        }
        sheet.clean(dice, "project_id", "full-width digits", CitySample::fullWidth);
        sheet.clean(dice, "inspection_id", "trailing blanks", v -> v + "　");
        writer.csv(
                sheet,
                Map.of(
                        "inspection_id", "检查编号",
                        "project_id", "项目编码",
                        "inspected_on", "检查日期",
                        "level", "检查层级",
                        "kind", "检查类型",
                        "inspector", "检查人员"),
                GB18030);
    }

    private void items(YearMonth month, Sheet sheet) {
        var dice = Dice.of(seed, "dirt", "items", month);
        // Item 11 exists in tables B.3 and B.19 only: a copy moved to instance 99 has a key of its own.
        Sheet.Fresh fresh = v -> v[2] = "99";
        sheet.spoil(dice, "deducted", "negative number", v -> "-2", v -> {
            v[2] = "99";
            v[4] = "否";
        });
        if (dice.chance(0.5)) {
            sheet.spoil(dice, "inspection_id", "unknown inspection", v -> "JC19990100001", fresh);
        }
        if (dice.chance(0.5)) {
            sheet.spoil(dice, "table_code", "unknown value", v -> "附录" + v, fresh);
        }
        sheet.clean(dice, "deducted", "full-width digits", CitySample::fullWidth);
        writer.csv(
                sheet,
                Map.of(
                        "inspection_id", "检查编号",
                        "table_code", "评分表",
                        "instance", "同类序号",
                        "item_no", "项次",
                        "missing", "缺项",
                        "deducted", "扣减分数"),
                GB18030);
    }

    private void hazards(YearMonth month, Sheet sheet) {
        var dice = Dice.of(seed, "dirt", "hazards", month);
        var next = new int[] {900_001};
        Sheet.Fresh fresh = v -> v[0] = v[0].substring(0, 8) + next[0]++;
        sheet.spoil(dice, "found_on", "impossible date", v -> month.getYear() + "-13-05", fresh);
        sheet.spoil(dice, "rectified_on", "contradictory dates", v -> "2021-01-01", fresh);
        sheet.spoil(dice, "project_id", "short code", v -> "990101", fresh);
        if (dice.chance(0.5)) {
            sheet.spoil(dice, "grade", "unknown value", v -> "较重", fresh);
        }
        if (dice.chance(0.5)) {
            sheet.duplicate(dice, "hazard_id");
        }
        sheet.clean(dice, "project_id", "full-width digits", CitySample::fullWidth);
        sheet.clean(dice, "category", "trailing blanks", v -> v + " ");
        arriveLate("hazard", sheet, "found_on", dice);
        var headings = new LinkedHashMap<String, Heading>();
        headings.put("hazard_id", new Heading("", "编号"));
        headings.put("project_id", new Heading("", "项目编码"));
        headings.put("inspection_id", new Heading("检查情况", "检查编号"));
        headings.put("found_on", new Heading("检查情况", "检查日期"));
        headings.put("category", new Heading("检查情况", "隐患类别"));
        headings.put("grade", new Heading("检查情况", "隐患等级"));
        headings.put("description", new Heading("检查情况", "隐患描述"));
        headings.put("due_on", new Heading("整改情况", "整改期限"));
        headings.put("rectified_on", new Heading("整改情况", "完成日期"));
        headings.put("closed_on", new Heading("整改情况", "销号日期"));
        writer.xlsx(
                sheet,
                "隐患台账",
                "景澜市房屋市政工程隐患排查治理台账（" + month.getYear() + "年" + month.getMonthValue() + "月）",
                headings,
                List.of("found_on", "due_on", "rectified_on", "closed_on"),
                List.of());
    }

    /** One clean row of each month is held back and arrives with the next month's file. */
    private void arriveLate(String dataset, Sheet sheet, String column, Dice dice) {
        var waiting = late.remove(dataset);
        if (!YearMonth.parse(sheet.file().replaceAll(".*_(\\d{4}-\\d\\d)\\..*", "$1"))
                .equals(last)) {
            var clean = sheet.rows().stream().filter(r -> r.dirt() == null).toList();
            if (!clean.isEmpty()) {
                var held = dice.pick(clean);
                // A row whose exact copy stands in the file can't be held back alone.
                boolean copied = sheet.rows().stream()
                                .filter(r -> r.values()[0].equals(held.values()[0]))
                                .count()
                        > 1;
                if (!copied) {
                    sheet.rows().remove(held);
                    late.put(dataset, held);
                }
            }
        }
        if (waiting != null) {
            sheet.addLate(waiting, column);
        }
    }

    private void orders(YearMonth month, Sheet sheet) {
        var dice = Dice.of(seed, "dirt", "orders", month);
        var next = new int[] {9_001};
        Sheet.Fresh fresh = v -> v[0] = v[0].substring(0, 8) + next[0]++;
        if (dice.chance(0.6)) {
            sheet.spoil(
                    dice,
                    "issued_on",
                    "impossible date",
                    v -> month.getYear() + "/" + month.getMonthValue() + "/32",
                    fresh);
        }
        if (dice.chance(0.4)) {
            sheet.spoil(dice, "resumed_without_clearance", "unknown value", v -> "不详", fresh);
        }
        arriveLate("stop_order", sheet, "issued_on", dice);
        writer.csv(
                sheet,
                Map.of(
                        "order_id", "文书编号",
                        "project_id", "项目编码",
                        "issued_on", "下达日期",
                        "reason", "停工原因",
                        "due_on", "整改期限",
                        "lifted_on", "复工批准日期",
                        "resumed_without_clearance", "擅自复工"),
                UTF8);
    }

    private void attendance(YearMonth month) {
        var sheet = new Sheet(
                "实名制考勤/考勤_" + month + ".csv",
                List.of("project_id", "month", "role", "person", "required_days", "present_days"));
        for (var project : city.projects()) {
            if (!project.activeIn(month)) {
                continue;
            }
            var dice = Dice.of(seed, "attendance", month, project.id());
            for (var role : List.of("项目经理", "总监理工程师", "专职安全员")) {
                int required = month.getMonthValue() == 2 ? 15 : dice.between(21, 23);
                double rate =
                        0.52 + 0.46 * project.quality() + 0.08 * dice.normal() + (role.equals("专职安全员") ? 0.06 : 0);
                int present = (int) Math.round(required * Math.min(1, Math.max(0, rate)));
                sheet.add(
                        project.id(),
                        dice.chance(0.1) ? month.getYear() + "年" + month.getMonthValue() + "月" : month,
                        role,
                        "RY%05d"
                                .formatted(Math.floorMod(
                                        Long.hashCode(Long.parseLong(project.id()) * 31 + role.length()), 100_000)),
                        required,
                        present);
            }
        }
        var dice = Dice.of(seed, "dirt", "attendance", month);
        var next = new int[] {1};
        Sheet.Fresh fresh = v -> v[3] = "RYX" + next[0]++;
        sheet.spoil(dice, "present_days", "negative number", v -> "-3", fresh);
        sheet.spoil(dice, "project_id", "unknown project", v -> "9999992401000002", fresh);
        if (dice.chance(0.4)) {
            sheet.spoil(dice, "role", "unknown value", v -> "资料员", fresh);
        }
        if (dice.chance(0.5)) {
            sheet.duplicate(dice, "project_id+month+role+person");
        }
        sheet.clean(dice, "present_days", "full-width digits", CitySample::fullWidth);
        sheet.clean(dice, "role", "trailing blanks", v -> v + " ");
        writer.csv(
                sheet,
                Map.of(
                        "project_id", "项目编码",
                        "month", "月份",
                        "role", "岗位",
                        "person", "人员",
                        "required_days", "应到天数",
                        "present_days", "实到天数"),
                UTF8_WITH_BOM);
    }

    private void selfAssessments(YearMonth month) {
        var sheet = new Sheet("项目自评/自评_" + month + ".csv", List.of("project_id", "month", "submitted_on", "score"));
        for (var project : city.projects()) {
            var dice = Dice.of(seed, "self", month, project.id());
            if (!project.activeIn(month) || !dice.chance(0.72 + 0.27 * project.quality())) {
                continue;
            }
            boolean isLate = dice.chance(0.25 * (1 - project.quality()));
            var day = isLate
                    ? month.atEndOfMonth().plusDays(dice.between(1, 8))
                    : month.atDay(dice.between(22, month.lengthOfMonth()));
            double score = Math.min(99.5, 82 + 14 * project.quality() + 2.5 * dice.normal());
            sheet.add(project.id(), month, day, "%.1f".formatted(score));
        }
        var dice = Dice.of(seed, "dirt", "self", month);
        if (dice.chance(0.7)) {
            // A month in which nobody else has reported gives the copy a key of its own.
            sheet.spoil(dice, "score", "number out of range", v -> "105", v -> v[1] = "2024-01");
        }
        if (dice.chance(0.5)) {
            sheet.duplicate(dice, "project_id+month");
        }
        sheet.clean(dice, "score", "full-width digits", CitySample::fullWidth);
        writer.csv(sheet, Map.of("project_id", "项目编码", "month", "测评月份", "submitted_on", "填报日期", "score", "测评得分"), UTF8);
    }

    private void alarms(YearMonth month) {
        var sheet = new Sheet(
                "在线监测/报警_" + month + ".csv",
                List.of("alarm_id", "device_id", "raised_at", "level", "acknowledged_at", "handled_at"));
        for (var device : city.devices()) {
            var project = device.project();
            if (!project.activeIn(month) || device.installed().isAfter(month.atDay(1))) {
                continue;
            }
            var dice = Dice.of(seed, "alarm", month, device.id());
            int count = dice.count(0.25 + 1.2 * (1 - project.quality()));
            for (int i = 0; i < count; i++) {
                LocalDateTime raised = month.atDay(dice.between(1, month.lengthOfMonth()))
                        .atTime(dice.between(0, 23), dice.between(0, 59));
                boolean prompt = dice.chance(0.55 + 0.43 * project.quality());
                boolean never = !prompt && dice.chance(0.3);
                var acknowledged = raised.plusMinutes(prompt ? dice.between(1, 30) : dice.between(31, 600));
                sheet.add(
                        "BJ%s%06d".formatted(digits(month), sheet.rows().size() + 1),
                        device.id(),
                        minute(raised),
                        dice.chance(0.3) ? "报警" : "预警",
                        never ? "" : minute(acknowledged),
                        never || dice.chance(0.1) ? "" : minute(acknowledged.plusMinutes(dice.between(10, 900))));
            }
        }
        var dice = Dice.of(seed, "dirt", "alarms", month);
        var next = new int[] {900_001};
        Sheet.Fresh fresh = v -> v[0] = v[0].substring(0, 8) + next[0]++;
        sheet.spoil(dice, "device_id", "unknown device", v -> "SB99999X", fresh);
        if (dice.chance(0.5)) {
            sheet.spoil(dice, "acknowledged_at", "contradictory dates", v -> "2020-01-01 08:00", fresh);
        }
        if (dice.chance(0.4)) {
            sheet.duplicate(dice, "alarm_id");
        }
        writer.csv(
                sheet,
                Map.of(
                        "alarm_id", "报警编号",
                        "device_id", "设备编号",
                        "raised_at", "报警时间",
                        "level", "报警等级",
                        "acknowledged_at", "响应时间",
                        "handled_at", "处置完成时间"),
                UTF8);
    }

    /** One for each eighty projects or so; the last month and the one half a year before have one for certain. */
    private void accidents(YearMonth month) {
        var dice = Dice.of(seed, "accident", month);
        boolean certain = month.equals(last) || month.equals(last.minusMonths(6));
        int count = Math.max(certain ? 1 : 0, dice.count(city.projects().size() / 1_500.0));
        var bad = city.projects().stream()
                .filter(p -> p.activeIn(month) && p.quality() < 0.5)
                .toList();
        if (count == 0 || bad.isEmpty()) {
            return;
        }
        var sheet = new Sheet(
                "事故/事故_" + month + ".json",
                List.of("accident_id", "project_id", "occurred_at", "reported_at", "kind", "deaths", "injuries"));
        for (int i = 0; i < count; i++) {
            var occurred = month.atDay(dice.between(2, 27)).atTime(dice.between(7, 20), dice.between(0, 59));
            sheet.add(
                    "SG%s%02d".formatted(digits(month), i + 1),
                    dice.pick(bad).id(),
                    minute(occurred),
                    minute(occurred.plusMinutes(dice.between(20, 170))),
                    dice.pick(List.of("高处坠落", "物体打击", "起重伤害", "坍塌"), 5, 2, 1, 1),
                    dice.chance(0.85) ? 1 : 2,
                    dice.between(0, 1));
        }
        if (certain) {
            sheet.spoil(dice, "deaths", "negative number", v -> "-1", v -> v[0] = v[0] + "X");
        }
        writer.json(
                sheet,
                Map.of(
                        "accident_id", "事故编号",
                        "project_id", "项目编码",
                        "occurred_at", "发生时间",
                        "reported_at", "上报时间",
                        "kind", "事故类型",
                        "deaths", "死亡人数",
                        "injuries", "重伤人数"),
                List.of("deaths", "injuries"));
    }

    private static String digits(YearMonth month) {
        return month.toString().replace("-", "");
    }

    private static String slashed(LocalDate day) {
        return day.getYear() + "/" + day.getMonthValue() + "/" + day.getDayOfMonth();
    }

    private static String minute(LocalDateTime time) {
        return time.toString().replace('T', ' ');
    }

    /** Marks by the tables of JGJ 59-2011 that fit the project. */
    private static final class Jgj59 {

        /** Marks of each item of a table, in order; the first {@code guarantee} of them are guarantee items. */
        private static final Map<String, int[]> MARKS = Map.ofEntries(
                Map.entry("B.1", tens(10)),
                Map.entry("B.2", tens(10)),
                Map.entry("B.3", new int[] {10, 10, 10, 10, 10, 10, 10, 10, 10, 5, 5}),
                Map.entry("B.6", tens(10)),
                Map.entry("B.8", tens(10)),
                Map.entry("B.11", tens(10)),
                Map.entry("B.12", tens(10)),
                Map.entry("B.13", tens(10)),
                Map.entry("B.14", new int[] {10, 20, 10, 20, 15, 15, 10}),
                Map.entry("B.16", tens(10)),
                Map.entry("B.17", tens(10)),
                Map.entry("B.19", new int[] {10, 10, 8, 10, 10, 10, 8, 8, 6, 8, 12}));

        void score(Project project, String inspection, Dice dice, Sheet items) {
            var tables = new ArrayList<>(List.of("B.1", "B.2", "B.13", "B.14", "B.19"));
            if (project.type().equals("房屋建筑")) {
                tables.add(dice.pick(List.of("B.3", "B.6", "B.8")));
                tables.add("B.12");
                tables.add("B.16");
            }
            if (project.pit()) {
                tables.add("B.11");
            }
            if (project.crane()) {
                tables.add("B.17");
            }
            double lack = 0.03 + 0.28 * (1 - project.quality()) + 0.03 * dice.normal();
            for (var table : tables) {
                int instances = (table.equals("B.17") || table.equals("B.3")) && dice.chance(0.3) ? 2 : 1;
                for (int instance = 1; instance <= instances; instance++) {
                    table(inspection, table, instance, lack, dice, items);
                }
            }
        }

        private static void table(String inspection, String table, int instance, double lack, Dice dice, Sheet items) {
            var marks = MARKS.getOrDefault(table, tens(10));
            for (int i = 0; i < marks.length; i++) {
                boolean missing = dice.chance(table.equals("B.19") ? 0.25 : 0.04);
                double share = lack + 0.12 * dice.normal();
                int deducted = (int) Math.round(marks[i] * Math.min(0.9, Math.max(0, share)));
                if (dice.chance(0.0015)) {
                    deducted = marks[i];
                }
                items.add(inspection, table, instance, i + 1, missing ? "是" : "否", missing ? "" : deducted);
            }
        }

        private static int[] tens(int items) {
            return IntStream.range(0, items).map(i -> 10).toArray();
        }
    }
}
