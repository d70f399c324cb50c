package org.tongbao.sample.ledger;

import static org.tongbao.sample.file.SampleWriter.TextEncoding.GB18030;
import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8;
import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8_WITH_BOM;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.City.Project;
import org.tongbao.sample.city.Codes;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.SampleWriter;
import org.tongbao.sample.file.SampleWriter.Heading;

/** What sites and their inspectors keep ledgers of besides inspections: dangerous works, floods, policies, complaints. */
final class SiteLedgers {

    private static final List<String> DANGEROUS =
            List.of("基坑工程", "模板工程及支撑体系", "起重吊装及起重机械安装拆卸", "脚手架工程", "拆除工程", "幕墙安装");

    private static final List<String> DEVICES = List.of("塔式起重机", "施工升降机", "电动吊篮");

    private final City city;
    private final long seed;
    private final SampleWriter writer;
    private final YearMonth first;
    private final LocalDate opening;

    SiteLedgers(City city, SampleWriter writer) {
        this.city = city;
        this.seed = city.seed();
        this.writer = writer;
        this.first = city.last().minusMonths(city.months() - 1L);
        this.opening = first.atDay(1);
    }

    void write() {
        dangerousWorks();
        riskGrades();
        contracts();
        floods();
        equipmentTests();
        appraisals();
        policies();
        complaints();
        resumptions();
        refusals();
        platform();
        procedures();
        handovers();
        fences();
        contacts();
    }

    private void dangerousWorks() {
        var headings = new LinkedHashMap<String, Heading>();
        headings.put("work_no", new Heading("", "编号"));
        headings.put("project_id", new Heading("", "项目编码"));
        headings.put("category", new Heading("", "分部分项工程类别"));
        headings.put("over_scale", new Heading("", "超过一定规模"));
        headings.put("planned_on", new Heading("专项施工方案", "编制日期"));
        headings.put("reviewed_on", new Heading("专项施工方案", "专家论证日期"));
        headings.put("started_on", new Heading("施工", "开始日期"));
        headings.put("accepted_on", new Heading("施工", "验收日期"));
        headings.put("finished_on", new Heading("施工", "完成日期"));
        var sheet = new DataSheet("项目台账/危大工程台账.xlsx", List.copyOf(headings.keySet()));
        for (var project : city.projects()) {
            var random = SeededRandom.of(seed, "dangerous works", project.id());
            int count = random.poisson(1.3 + (project.area() > 50_000 ? 1 : 0));
            for (int i = 0; i < count; i++) {
                var started = later(project.started(), opening).plusDays(random.between(10, 420));
                boolean over = random.chance(0.35);
                var planned = started.minusDays(random.between(10, 40));
                boolean reviewed = over && random.chance(0.62 + 0.36 * project.quality());
                var review = reviewed ? planned.plusDays(random.chance(0.93) ? random.between(2, 9) : 55) : null;
                var finished = started.plusDays(random.between(25, 160));
                if (!started.isAfter(city.lastDay().plusDays(20))) {
                    sheet.add(
                            "WD" + Codes.serial("", sheet.rows().size() + 1, 5),
                            project.id(),
                            random.pick(DANGEROUS),
                            flag(over),
                            planned,
                            review,
                            started,
                            random.chance(0.9) ? known(started.plusDays(random.between(1, 10))) : null,
                            known(finished));
                }
            }
        }
        writer.xlsx(
                sheet,
                "危大工程",
                City.NAME + "危险性较大分部分项工程台账",
                headings,
                List.of("planned_on", "reviewed_on", "started_on", "accepted_on", "finished_on"),
                List.of());
    }

    private void riskGrades() {
        var columns = SampleWriter.headings(
                "grading_id", "编号", "project_id", "项目编码", "graded_on", "定级日期", "grade", "综合风险等级", "reason", "主要因素");
        var sheet = new DataSheet("项目台账/风险定级.csv", List.copyOf(columns.keySet()));
        var grades = List.of("低", "一般", "较大", "重大");
        for (var project : city.projects()) {
            var random = SeededRandom.of(seed, "risk grade", project.id());
            if (random.chance(0.05)) {
                continue;
            }
            int grade = Math.max(0, grades.indexOf(project.risk()));
            var on = later(project.started(), opening).plusDays(random.between(0, 20));
            for (int i = 0; i < 4 && !on.isAfter(city.lastDay()); i++) {
                sheet.add(
                        "FX" + Codes.serial("", sheet.rows().size() + 1, 5),
                        project.id(),
                        on,
                        grades.get(grade),
                        random.pick(List.of("工程规模", "周边环境", "工程用途", "超危大工程数量")));
                on = on.plusDays(random.between(100, 240));
                grade = Math.min(3, Math.max(0, grade + (random.chance(0.2) ? 1 : random.chance(0.25) ? -1 : 0)));
            }
        }
        writer.csv(sheet, columns, UTF8);
    }

    private void contracts() {
        var columns = SampleWriter.headings("project_id", "项目编码", "employed", "聘用监理", "filed_on", "备案日期");
        var sheet = new DataSheet("项目台账/监理合同备案.csv", List.copyOf(columns.keySet()));
        for (var project : city.projects()) {
            var random = SeededRandom.of(seed, "contract", project.id());
            sheet.add(
                    project.id(), flag(!random.chance(0.06)), project.started().minusDays(random.between(5, 60)));
        }
        writer.csv(sheet, columns, GB18030);
    }

    /** The flood season is June to September. */
    private void floods() {
        var ledger =
                SampleWriter.headings("update_id", "编号", "project_id", "项目编码", "updated_on", "更新日期", "parts", "重点部位");
        var check =
                SampleWriter.headings("check_id", "编号", "project_id", "项目编码", "checked_on", "排查日期", "problems", "隐患数");
        var updates = new DataSheet("防汛/防汛台账.csv", List.copyOf(ledger.keySet()));
        var checks = new DataSheet("防汛/防汛排查.csv", List.copyOf(check.keySet()));
        for (var month = first; !month.isAfter(city.last()); month = month.plusMonths(1)) {
            if (month.getMonthValue() < 6 || month.getMonthValue() > 9) {
                continue;
            }
            for (var project : city.activeIn(month)) {
                var random = SeededRandom.of(seed, "flood", project.id(), month);
                if (random.chance(0.5 + 0.48 * project.quality())) {
                    updates.add(
                            number("FX", updates),
                            project.id(),
                            day(month, random),
                            random.pick(List.of("深基坑", "起重机械", "临时用房", "边坡")));
                }
                if (random.chance(0.55 + 0.42 * project.street().region().diligence())) {
                    checks.add(number("FP", checks), project.id(), day(month, random), random.poisson(0.7));
                }
            }
        }
        writer.csv(updates, ledger, UTF8);
        writer.csv(checks, check, GB18030);
    }

    private void equipmentTests() {
        var columns = SampleWriter.headings(
                "test_id",
                "报告编号",
                "project_id",
                "项目编码",
                "equipment_id",
                "设备编号",
                "equipment",
                "设备类别",
                "tested_on",
                "检测日期",
                "qualified",
                "合格",
                "rectified_on",
                "整改完成日期",
                "verified_on",
                "复查销号日期");
        var sheet = new DataSheet("项目台账/第三方设备检测.csv", List.copyOf(columns.keySet()));
        for (var month = first; !month.isAfter(city.last()); month = month.plusMonths(1)) {
            for (var project : city.activeIn(month)) {
                var random = SeededRandom.of(seed, "equipment test", project.id(), month);
                if (project.features().crane() && random.chance(0.16)) {
                    var on = day(month, random);
                    boolean good = random.chance(0.7 + 0.28 * project.quality());
                    var kind = random.pick(DEVICES);
                    var rectified = good || random.chance(0.15) ? null : known(on.plusDays(random.between(2, 20)));
                    test(sheet, project, kind, on, good, rectified);
                }
            }
        }
        writer.csv(sheet, columns, UTF8);
        equipment();
    }

    /** What was put right is looked at again, or tested again by the laboratory. */
    private void test(
            DataSheet sheet, Project project, String kind, LocalDate on, boolean good, @Nullable LocalDate rectified) {
        var random = SeededRandom.of(seed, "equipment", project.id(), on);
        boolean again = random.chance(0.5);
        var day = rectified == null ? null : known(rectified.plusDays(random.between(1, 12)));
        sheet.add(
                number("JD", sheet),
                project.id(),
                device(project, kind),
                kind,
                on,
                flag(good),
                rectified,
                again || random.chance(0.3) ? null : day);
        if (again && day != null) {
            sheet.add(number("JD", sheet), project.id(), device(project, kind), kind, day, "是", null, null);
        }
    }

    private static String device(Project project, String kind) {
        return "SB" + project.id().substring(6) + "-" + (1 + DEVICES.indexOf(kind));
    }

    /** Which devices stand on the sites with a crane. */
    private void equipment() {
        var columns = SampleWriter.headings(
                "equipment_id",
                "设备编号",
                "project_id",
                "项目编码",
                "equipment",
                "设备类别",
                "from_on",
                "进场日期",
                "until_on",
                "退场日期");
        var sheet = new DataSheet("项目台账/施工设备台账.csv", List.copyOf(columns.keySet()));
        for (var project : city.projects()) {
            var from = later(project.started(), opening.minusYears(1)).plusDays(20);
            if (project.features().crane() && !from.isAfter(city.lastDay())) {
                DEVICES.forEach(
                        kind -> sheet.add(device(project, kind), project.id(), kind, from, project.completed()));
            }
        }
        writer.csv(sheet, columns, UTF8);
    }

    /** The better sites apply for the title of a model site; experts of the city's pool come some weeks later. */
    private void appraisals() {
        var columns = SampleWriter.headings(
                "project_id",
                "项目编码",
                "applied_on",
                "申报日期",
                "appraised_on",
                "考评日期",
                "experts",
                "考评专家",
                "commissioned",
                "专家库选取并受委托",
                "score",
                "考评得分",
                "recommended_on",
                "推荐日期");
        var sheet = new DataSheet("项目台账/样板工地初步考评.csv", List.copyOf(columns.keySet()));
        for (int year = first.getYear(); year <= city.last().getYear(); year++) {
            for (var project : city.activeIn(YearMonth.of(year, 3))) {
                var random = SeededRandom.of(seed, "appraisal", project.id(), year);
                if (project.quality() < 0.55 || !random.chance(0.2)) {
                    continue;
                }
                var applied = LocalDate.of(year, random.between(2, 6), random.between(1, 28));
                var on = known(applied.plusDays(random.between(15, 60)));
                long score = Math.min(99, Math.round(76 + 20 * project.quality() + 3 * random.normal()));
                boolean pool = random.chance(0.95);
                var recommended = on != null && pool && score >= 90 && random.chance(0.7)
                        ? known(on.plusDays(random.between(5, 30)))
                        : null;
                sheet.add(
                        project.id(),
                        applied,
                        on,
                        on == null ? null : random.pick(List.of("钱某、沈某某", "韩某某、杨某", "朱某、秦某某")),
                        on == null ? null : flag(pool),
                        on == null ? null : score,
                        recommended);
            }
        }
        writer.csv(sheet, columns, UTF8);
    }

    private void policies() {
        var columns = SampleWriter.headings(
                "policy_no", "保单号", "project_id", "项目编码", "valid_from", "保险起期", "valid_to", "保险止期");
        var sheet = new DataSheet("项目台账/安责险保单.csv", List.copyOf(columns.keySet()));
        for (var project : city.projects()) {
            var random = SeededRandom.of(seed, "policy", project.id());
            if (random.chance(0.06)) {
                continue;
            }
            var from = project.started().minusDays(random.between(0, 10));
            for (int i = 0; i < 5 && !from.isAfter(city.lastDay()); i++) {
                sheet.add(
                        number("BD", sheet),
                        project.id(),
                        from,
                        from.plusYears(1).minusDays(1));
                from = from.plusYears(1).plusDays(random.chance(0.9) ? 0 : random.between(10, 80));
            }
        }
        writer.csv(sheet, columns, UTF8_WITH_BOM);
    }

    private void complaints() {
        var columns = SampleWriter.headings(
                "complaint_id",
                "工单编号",
                "project_id",
                "项目编码",
                "received_on",
                "受理日期",
                "topic",
                "诉求类别",
                "responded_on",
                "联系日期",
                "resolved",
                "是否解决",
                "satisfied",
                "是否满意");
        for (int year = first.getYear(); year <= city.last().getYear(); year++) {
            var sheet = new DataSheet("投诉/12345工单_" + year + ".csv", List.copyOf(columns.keySet()));
            for (var month = YearMonth.of(year, 1); month.getYear() == year; month = month.plusMonths(1)) {
                if (month.isBefore(first) || month.isAfter(city.last())) {
                    continue;
                }
                for (var project : city.activeIn(month)) {
                    var random = SeededRandom.of(seed, "complaint", project.id(), month);
                    int count = random.poisson(0.35 * (1.3 - project.quality()));
                    for (int i = 0; i < count; i++) {
                        var on = day(month, random);
                        boolean resolved = random.chance(0.62 + 0.34 * project.quality());
                        sheet.add(
                                number("GD" + year, sheet),
                                project.id(),
                                on,
                                random.pick(List.of("夜间施工", "噪声扰民", "扬尘", "道路污损", "安全隐患"), 4, 3, 2, 1, 1),
                                known(on.plusDays(random.chance(0.85) ? random.between(0, 1) : random.between(2, 6))),
                                flag(resolved),
                                flag(resolved && random.chance(0.85)));
                    }
                }
            }
            writer.csv(sheet, columns, GB18030);
        }
    }

    /** After the Spring Festival each site is looked at before work goes on; a few don't wait. */
    private void resumptions() {
        var columns = SampleWriter.headings(
                "resumption_id",
                "编号",
                "project_id",
                "项目编码",
                "resumed_on",
                "复工日期",
                "verified_on",
                "条件核查日期",
                "passed",
                "核查合格",
                "failed_items",
                "不合格项数");
        var sheet = new DataSheet("项目台账/开复工核查.csv", List.copyOf(columns.keySet()));
        for (int year = first.getYear(); year <= city.last().getYear(); year++) {
            var month = YearMonth.of(year, 2);
            if (month.isBefore(first) || month.isAfter(city.last())) {
                continue;
            }
            for (var project : city.activeIn(month)) {
                var random = SeededRandom.of(seed, "resumption", project.id(), year);
                resume(project, LocalDate.of(year, 2, 24).plusDays(random.between(0, 20)), random, sheet);
            }
        }
        for (var project : city.projects()) {
            var on = project.resumed();
            if (on != null && !on.isBefore(opening) && !on.isAfter(city.lastDay())) {
                resume(project, on, SeededRandom.of(seed, "resumption", project.id()), sheet);
            }
            if (!project.started().isBefore(opening) && !project.started().isAfter(city.lastDay())) {
                resume(project, project.started(), SeededRandom.of(seed, "begin", project.id()), sheet);
            }
        }
        writer.csv(sheet, columns, UTF8);
    }

    private static void resume(Project project, LocalDate on, SeededRandom random, DataSheet sheet) {
        boolean verified = random.chance(0.86 + 0.13 * project.quality());
        boolean late = random.chance(0.05);
        int failed = random.chance(0.9) ? 0 : random.between(1, 4);
        sheet.add(
                number("FG", sheet),
                project.id(),
                on,
                verified ? on.plusDays(late ? random.between(1, 5) : -random.between(0, 6)) : null,
                verified ? flag(failed == 0) : null,
                verified ? failed : null);
    }

    private void refusals() {
        var columns = SampleWriter.headings(
                "refusal_id",
                "编号",
                "project_id",
                "项目编码",
                "refused_on",
                "认定日期",
                "facts",
                "情形",
                "transferred_on",
                "移送日期",
                "kind",
                "类别",
                "judged_on",
                "判断日期",
                "is_clue",
                "属危险作业罪线索",
                "persons",
                "涉案人员",
                "evidence",
                "证据材料",
                "receiver",
                "接收机关",
                "accepted_on",
                "受理日期");
        var sheet = new DataSheet("执法文书/拒不整改记录.csv", List.copyOf(columns.keySet()));
        for (var month = first; !month.isAfter(city.last()); month = month.plusMonths(1)) {
            for (var project : city.activeIn(month)) {
                var random = SeededRandom.of(seed, "refusal", project.id(), month);
                if (random.chance(0.008 * Math.max(0, 0.7 - project.quality()))) {
                    var on = day(month, random);
                    var facts = random.pick(List.of("重大隐患拒不执行停工决定", "关闭破坏监控报警设备", "未经批准擅自从事高度危险作业"));
                    var handed = random.chance(0.5) ? known(on.plusDays(random.between(5, 40))) : null;
                    var clue = SeededRandom.of(seed, "clue", project.id(), month);
                    var judged = known(on.plusDays(clue.between(1, 5)));
                    sheet.add(
                            number("JB", sheet),
                            project.id(),
                            on,
                            facts,
                            handed,
                            clue.chance(0.7) ? "拒不整改" : "整改不到位",
                            judged,
                            judged == null ? null : "是",
                            clue.pick(List.of("项目负责人1人", "现场负责人2人")),
                            "检查记录、询问笔录",
                            handed == null ? null : "人民法院",
                            handed == null ? null : known(handed.plusDays(clue.between(1, 7))));
                }
            }
        }
        writer.csv(sheet, columns, UTF8);
    }

    private void platform() {
        var columns = SampleWriter.headings("project_id", "项目编码", "entered_on", "录入日期");
        var sheet = new DataSheet("项目台账/平台录入.csv", List.copyOf(columns.keySet()));
        for (var project : city.projects()) {
            var random = SeededRandom.of(seed, "platform", project.id());
            if (random.chance(0.86 + 0.13 * project.street().region().diligence())) {
                sheet.add(project.id(), project.started().plusDays(random.between(-10, 40)));
            }
        }
        writer.csv(sheet, columns, UTF8);
    }

    private void procedures() {
        var columns = SampleWriter.headings(
                "procedure_id", "编号", "project_id", "项目编码", "kind", "手续类别", "happened_on", "发生日期", "filed_on", "办理日期");
        var sheet = new DataSheet("项目台账/手续办理.csv", List.copyOf(columns.keySet()));
        for (var project : city.projects()) {
            file(project, "开工", project.started(), sheet);
            file(project, "停工", project.stopped(), sheet);
            file(project, "复工", project.resumed(), sheet);
            file(project, "竣工", project.completed(), sheet);
        }
        writer.csv(sheet, columns, GB18030);
    }

    private void file(Project project, String kind, @Nullable LocalDate on, DataSheet sheet) {
        var random = SeededRandom.of(seed, "procedure", project.id(), kind);
        if (on != null && !on.isBefore(opening) && !on.isAfter(city.lastDay())) {
            var filed = random.chance(0.75) ? on.plusDays(random.between(0, 7)) : on.plusDays(random.between(8, 40));
            sheet.add(number("SX", sheet), project.id(), kind, on, random.chance(0.95) ? known(filed) : null);
        }
    }

    private void handovers() {
        var columns = SampleWriter.headings(
                "case_id",
                "清单编号",
                "project_id",
                "项目编码",
                "matter",
                "交办事项",
                "handed_on",
                "交办日期",
                "due_on",
                "办结期限",
                "supervised_on",
                "督查日期",
                "closed_on",
                "销号日期");
        var sheet = new DataSheet("监督检查/清单交办.csv", List.copyOf(columns.keySet()));
        for (var month = first; !month.isAfter(city.last()); month = month.plusMonths(1)) {
            for (var project : city.activeIn(month)) {
                var random = SeededRandom.of(seed, "handover", project.id(), month);
                if (random.chance(0.12 * (1.2 - project.quality()))) {
                    var on = day(month, random);
                    var due = on.plusDays(15);
                    boolean done = random.chance(0.55 + 0.42 * project.quality());
                    sheet.add(
                            number("QD", sheet),
                            project.id(),
                            random.pick(List.of("深基坑支护整改", "起重机械隐患整改", "临边防护整改", "消防设施整改")),
                            on,
                            due,
                            random.chance(0.85) ? known(on.plusDays(random.between(3, 12))) : null,
                            known(done ? on.plusDays(random.between(5, 15)) : due.plusDays(random.between(1, 45))));
                }
            }
        }
        writer.csv(sheet, columns, UTF8);
    }

    private void fences() {
        var columns = SampleWriter.headings(
                "fence_id",
                "编号",
                "street_id",
                "街道",
                "area",
                "区域类别",
                "set_on",
                "设置日期",
                "due_on",
                "整治期限",
                "rectified_on",
                "整治完成日期",
                "kind",
                "围挡类别",
                "checked_on",
                "核查日期",
                "meets",
                "符合设置条件和标准",
                "remove_by",
                "拆除期限",
                "removed_on",
                "拆除日期");
        var sheet = new DataSheet("街道围挡/围挡台账.csv", List.copyOf(columns.keySet()));
        for (var street : city.streets()) {
            var random = SeededRandom.of(seed, "fence", street.id());
            int count = random.poisson(3.5);
            for (int i = 0; i < count; i++) {
                var set = opening.plusDays(random.between(0, 480));
                var due = set.plusDays(random.between(60, 180));
                var area = random.pick(List.of("重点区域", "一般区域"));
                boolean inTime = random.chance(0.6 + 0.35 * street.quality());
                var rectified = known(due.plusDays(inTime ? -random.between(1, 40) : random.between(3, 90)));
                var own = SeededRandom.of(seed, "fence check", street.id(), i);
                var checked = own.chance(0.8) ? known(set.plusDays(own.between(5, 60))) : null;
                var meets = checked == null ? null : flag(own.chance(0.5 + 0.4 * street.quality()));
                var removeBy = own.chance(0.6) ? set.plusDays(own.between(150, 400)) : null;
                var removed = removeBy == null || own.chance(0.1)
                        ? null
                        : known(removeBy.plusDays(own.chance(0.75) ? -own.between(0, 30) : own.between(1, 60)));
                sheet.add(
                        number("WL", sheet),
                        street.name(),
                        area,
                        set,
                        due,
                        rectified,
                        own.pick(List.of("建设工程围挡", "拆除拆迁围挡", "市政道路围挡", "其他围挡")),
                        checked,
                        meets,
                        removeBy,
                        removed);
            }
        }
        writer.csv(sheet, columns, GB18030);
    }

    private void contacts() {
        var columns =
                SampleWriter.headings("region_id", "县区", "agency", "监督机构", "officers", "信息员人数", "updated_on", "更新日期");
        var sheet = new DataSheet("履职台账/监督机构与信息员.csv", List.copyOf(columns.keySet()));
        for (var region : city.regions()) {
            var random = SeededRandom.of(seed, "contact", region.id());
            sheet.add(
                    region.name(),
                    region.name() + "建设工程质量安全监督站",
                    random.between(1, 4),
                    city.lastDay().minusDays(random.chance(0.75) ? random.between(3, 80) : random.between(95, 220)));
        }
        writer.csv(sheet, columns, UTF8);
    }

    private @Nullable LocalDate known(LocalDate day) {
        return day.isAfter(city.lastDay()) ? null : day;
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    private static LocalDate day(YearMonth month, SeededRandom random) {
        return month.atDay(random.between(1, month.lengthOfMonth()));
    }

    private static String flag(boolean is) {
        return is ? "是" : "否";
    }

    private static String number(String letters, DataSheet sheet) {
        return letters + Codes.serial("", sheet.rows().size() + 1, 5);
    }
}
