package org.tongbao.sample.enterprise;

import static org.tongbao.sample.file.SampleWriter.TextEncoding.GB18030;
import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8;
import static org.tongbao.sample.file.SampleWriter.headings;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.Codes;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.SampleWriter;
import org.tongbao.sample.file.SampleWriter.Heading;

/**
 * What enterprises do above their sites: quarterly assessments, rounds of their leaders, surveys and drills, lists of
 * duties, the yearly evaluation by JGJ/T 77, certificates.
 */
final class Enterprises {

    private static final Map<String, String> ASSESSMENT = headings(
            "enterprise_id", "企业信用代码",
            "project_id", "项目编码",
            "assessed_on", "测评日期",
            "assessor", "测评人",
            "score", "测评得分");
    private static final Map<String, String> LIST =
            headings("enterprise_id", "统一社会信用代码", "year", "年度", "made_on", "制定日期");
    private static final Map<String, String> CHECK = headings(
            "check_id", "核查编号",
            "enterprise_id", "企业信用代码",
            "checked_on", "核查日期",
            "item", "核查事项",
            "met", "是否符合",
            "due_on", "整改期限",
            "rechecked_on", "复核日期",
            "recheck_met", "复核是否符合");
    private static final Map<String, String> CASE = headings(
            "case_no", "转办文号",
            "enterprise_id", "企业信用代码",
            "transferred_on", "转办日期",
            "answered_on", "答复日期",
            "answer", "上级答复");
    private static final Map<String, String> EVALUATION = headings(
            "evaluation_id", "评价编号",
            "enterprise_id", "企业信用代码",
            "evaluated_on", "评价日期",
            "table_code", "评分表",
            "item_no", "项次",
            "missing", "缺项",
            "deducted", "扣减分数");
    private static final Map<String, String> CERTIFICATE = headings(
            "certificate_no", "证照编号",
            "enterprise_id", "企业信用代码",
            "kind", "证照类别",
            "issued_on", "核发日期",
            "electronic_on", "电子证照日期");

    private static final List<String> PEOPLE = List.of("张某", "王某某", "李某", "赵某某", "陈某", "刘某某", "周某", "吴某某");
    private static final List<String> POSTS = List.of("法定代表人", "总经理", "副总经理", "总工程师", "副总工程师", "安全管理部门负责人");
    private static final List<String> CONDITIONS =
            List.of("安全生产责任制", "安全投入", "安全管理机构和人员", "安管人员考核", "特种作业人员", "教育培训", "工伤和意外伤害保险", "设备设施", "危大工程管理", "应急预案");

    /** Full marks of the evaluation's items, table by table. */
    private static final Map<String, List<Integer>> MARKS = marks();

    private static final Map<String, String> COVERED = headings("activity_id", "记录编号", "project_id", "项目编码");

    private final City city;
    private final Participants participants;
    private final long seed;
    private final SampleWriter writer;

    private final DataSheet cases = new DataSheet("企业与人员/安全生产许可证转办台账.csv", List.copyOf(CASE.keySet()));

    Enterprises(City city, Participants participants, SampleWriter writer) {
        this.city = city;
        this.participants = participants;
        this.seed = city.seed();
        this.writer = writer;
    }

    private static Map<String, List<Integer>> marks() {
        var marks = new LinkedHashMap<String, List<Integer>>();
        marks.put("A-1", List.of(20, 20, 15, 15, 15, 15));
        marks.put("A-2", List.of(10, 15, 25, 25, 25));
        marks.put("A-3", List.of(30, 30, 20, 20));
        marks.put("A-4", List.of(20, 30, 20, 30));
        marks.put("A-5", List.of(30, 15, 15, 15, 15, 10));
        return marks;
    }

    void write() {
        for (int year = city.firstMonth().getYear(); year <= city.last().getYear(); year++) {
            assessments(year);
            activities(year);
            conditions(year);
        }
        writer.csv(cases, CASE, UTF8);
        evaluations();
        lists();
        certificates();
    }

    private void assessments(int year) {
        var sheet = new DataSheet("企业与人员/企业季度测评_" + year + ".csv", List.copyOf(ASSESSMENT.keySet()));
        for (var quarter : city.quarters(year)) {
            for (var project : city.projects()) {
                var random = SeededRandom.of(seed, "enterprise-assessment", quarter, project.id());
                var day = quarter.plusMonths(random.between(0, 2)).atDay(random.between(3, 27));
                double quality = city.quality(project, YearMonth.from(day));
                boolean done = random.chance(0.55 + 0.42 * project.firm().quality());
                if (done && project.openOn(day) && !day.isAfter(city.lastDay())) {
                    double bias = 3 + 9 * (1 - project.firm().quality()) + 3 * random.normal();
                    long score = Math.round(10 * Math.min(99, Math.max(50, 66 + 28 * quality + bias)));
                    sheet.add(
                            project.firm().code(),
                            project.id(),
                            day,
                            random.pick(PEOPLE),
                            score / 10 + "." + score % 10);
                }
            }
        }
        writer.csv(sheet, ASSESSMENT, year == city.last().getYear() ? UTF8 : GB18030);
    }

    private void activities(int year) {
        var headings = new LinkedHashMap<String, Heading>();
        headings.put("activity_id", new Heading("", "记录编号"));
        headings.put("enterprise_id", new Heading("", "信用代码"));
        headings.put("kind", new Heading("工作情况", "工作类别"));
        headings.put("held_on", new Heading("工作情况", "开展日期"));
        headings.put("leader", new Heading("带队负责人", "姓名"));
        headings.put("leader_post", new Heading("带队负责人", "职务"));
        headings.put("projects", new Heading("", "涉及项目（个）"));
        var sheet = new DataSheet("企业与人员/企业安全工作_" + year + ".xlsx", List.copyOf(headings.keySet()));
        var covered = new DataSheet("企业与人员/企业安全工作涉及项目_" + year + ".csv", List.copyOf(COVERED.keySet()));
        for (var firm : city.firms()) {
            for (var quarter : city.quarters(year)) {
                var random = SeededRandom.of(seed, "leader-round", quarter, firm.code());
                int rounds = random.chance(0.35 + 0.6 * firm.quality()) ? random.between(1, 2) : 0;
                for (int i = 0; i < rounds; i++) {
                    var post = random.pick(POSTS, 2, 4, 5, 2, 1, 1.5);
                    var kind = random.chance(0.9) ? "重大事故隐患检查" : "日常检查";
                    activity(sheet, firm.code(), kind, quarter.plusMonths(random.between(0, 2)), post, random);
                }
            }
            yearly(sheet, covered, firm.code(), firm.quality(), year);
        }
        for (var code : participants.names().keySet()) {
            yearly(
                    sheet,
                    covered,
                    code,
                    SeededRandom.of(seed, "participant", code).uniform(),
                    year);
        }
        writer.csv(covered, COVERED, UTF8);
        writer.xlsx(sheet, "工作记录", year + "年参建企业安全工作记录", headings, List.of("held_on"), List.of("projects"));
    }

    /** The survey of subcontracting, which most do on all their sites, and the drill of the rescue plan. */
    private void yearly(DataSheet sheet, DataSheet covered, String code, double quality, int year) {
        var random = SeededRandom.of(seed, "firm-year", year, code);
        for (var kind : List.of("分包情况排查", "事故应急救援预案演练")) {
            if (!random.chance(0.5 + 0.45 * quality)) {
                continue;
            }
            int before = sheet.rows().size();
            var day =
                    activity(sheet, code, kind, YearMonth.of(year, random.between(3, 12)), random.pick(POSTS), random);
            if (kind.equals("分包情况排查") && sheet.rows().size() > before) {
                var some = SeededRandom.of(seed, "survey", year, code);
                double share = some.chance(0.8) ? 1 : 0.6;
                var id = serial("QA", year, before);
                participants.projects(code).stream()
                        .filter(p -> p.activeIn(YearMonth.from(day)) && some.chance(share))
                        .forEach(p -> covered.add(id, p.id()));
            }
        }
    }

    private LocalDate activity(
            DataSheet sheet, String code, String kind, YearMonth month, String post, SeededRandom random) {
        var day = month.atDay(random.between(4, 27));
        var name = random.pick(PEOPLE);
        if (!day.isAfter(city.lastDay())) {
            sheet.add(serial("QA", month.getYear(), sheet), code, kind, day, name, post, random.between(1, 4));
        }
        return day;
    }

    private void lists() {
        var sheet = new DataSheet("企业与人员/安全生产职责清单.csv", List.copyOf(LIST.keySet()));
        for (int year = city.firstMonth().getYear(); year <= city.last().getYear(); year++) {
            for (var firm : city.firms()) {
                list(sheet, firm.code(), firm.quality(), year);
            }
            for (var code : participants.names().keySet()) {
                list(sheet, code, SeededRandom.of(seed, "participant", code).uniform(), year);
            }
        }
        writer.csv(sheet, LIST, UTF8);
    }

    private void list(DataSheet sheet, String code, double quality, int year) {
        var random = SeededRandom.of(seed, "duty-list", year, code);
        var day = LocalDate.of(year, 5, 31)
                .plusDays(random.chance(0.6 + 0.38 * quality) ? -random.between(0, 90) : random.between(1, 45));
        if (!day.isAfter(city.lastDay()) && random.chance(0.97)) {
            sheet.add(code, year, day.getYear() + "/" + day.getMonthValue() + "/" + day.getDayOfMonth());
        }
    }

    /** Each firm is visited once in two years or so; what does not hold is looked at again. */
    private void conditions(int year) {
        var sheet = new DataSheet("企业与人员/安全生产条件核查_" + year + ".csv", List.copyOf(CHECK.keySet()));
        int check = 0;
        for (var firm : city.firms()) {
            var random = SeededRandom.of(seed, "conditions", year, firm.code());
            var day = LocalDate.of(year, random.between(1, 12), random.between(3, 27));
            if (!random.chance(0.3) || day.isAfter(city.lastDay())) {
                continue;
            }
            var id = Codes.serial("HC", year % 100 * 1000 + ++check, 5);
            @Nullable LocalDate lost = null;
            for (var item : CONDITIONS) {
                boolean met = random.chance(0.82 + 0.17 * firm.quality());
                @Nullable LocalDate again = met ? null : seen(day.plusDays(random.between(20, 40)));
                boolean metThen = random.chance(0.5 + 0.45 * firm.quality());
                lost = again != null && !metThen && (lost == null || again.isAfter(lost)) ? again : lost;
                sheet.add(
                        id,
                        firm.code(),
                        day,
                        item,
                        met ? "是" : "否",
                        met ? null : day.plusDays(30),
                        again,
                        again == null ? null : metThen ? "是" : "否");
            }
            if (lost != null) {
                transfer(firm.code(), lost);
            }
        }
        writer.csv(sheet, CHECK, GB18030);
    }

    /** Two in three cases are handed over within a few weeks; the city's commission answers most of them. */
    private void transfer(String firm, LocalDate lost) {
        var random = SeededRandom.of(seed, "licence case", firm, lost);
        var day = lost.plusDays(random.between(1, 25));
        if (random.chance(2.0 / 3) && !day.isAfter(city.lastDay())) {
            var answered = seen(day.plusDays(random.between(15, 60)));
            cases.add(
                    serial("ZB", day.getYear(), cases),
                    firm,
                    day,
                    answered,
                    answered == null ? null : random.pick(List.of("暂扣30日", "责令限期改正", "不予处理")));
        }
    }

    /** The last full year's evaluation; a firm without a site is not evaluated on table A-5. */
    private void evaluations() {
        int year = city.last().getYear() - (city.last().getMonthValue() == 12 ? 0 : 1);
        var sheet = new DataSheet("企业与人员/企业安全生产评价_" + year + ".csv", List.copyOf(EVALUATION.keySet()));
        int number = 0;
        for (var firm : city.firms()) {
            var random = SeededRandom.of(seed, "evaluation", year, firm.code());
            if (!random.chance(0.93)) {
                continue;
            }
            var id = Codes.serial("PJ", year % 100 * 1000 + ++number, 5);
            var day = LocalDate.of(year, random.between(10, 12), random.between(5, 27));
            boolean sites =
                    city.projects().stream().anyMatch(p -> p.firm().equals(firm) && p.activeIn(YearMonth.of(year, 10)));
            for (var table : MARKS.entrySet()) {
                for (int item = 1; item <= table.getValue().size(); item++) {
                    int full = table.getValue().get(item - 1);
                    boolean missing = table.getKey().equals("A-3") && item == 4 && random.chance(0.1);
                    boolean nothing = random.chance(0.012 * (1 - firm.quality()));
                    long loss = Math.round(
                            full * Math.min(0.6, Math.max(0, 0.3 - 0.25 * firm.quality() + 0.08 * random.normal())));
                    if (sites || !table.getKey().equals("A-5")) {
                        sheet.add(
                                id,
                                firm.code(),
                                day,
                                table.getKey(),
                                item,
                                missing ? "是" : "否",
                                missing ? null : nothing ? full : loss);
                    }
                }
            }
        }
        writer.csv(sheet, EVALUATION, UTF8);
    }

    private void certificates() {
        var sheet = new DataSheet("企业与人员/证照登记.csv", List.copyOf(CERTIFICATE.keySet()));
        for (var firm : city.firms()) {
            var random = SeededRandom.of(seed, "certificate", firm.code());
            var kinds = new ArrayList<>(List.of("安全生产许可证", "安管人员考核合格证", "安管人员考核合格证", "特种作业操作资格证"));
            if (random.chance(0.5)) {
                kinds.add("起重机械使用登记");
            }
            for (var kind : kinds) {
                var issued = city.lastDay().minusDays(random.between(200, 1000));
                var converted = issued.plusDays(random.between(30, 700));
                boolean done = random.chance(0.7 + 0.28 * firm.quality());
                sheet.add(
                        Codes.serial("景证", sheet.rows().size() + 1, 6),
                        firm.code(),
                        kind,
                        issued,
                        done ? seen(converted) : null);
            }
        }
        writer.csv(sheet, CERTIFICATE, UTF8);
    }

    private @Nullable LocalDate seen(LocalDate day) {
        return day.isAfter(city.lastDay()) ? null : day;
    }

    private static String serial(String prefix, int year, DataSheet sheet) {
        return serial(prefix, year, sheet.rows().size());
    }

    private static String serial(String prefix, int year, int before) {
        return Codes.serial(Codes.serial(prefix, year % 100, 2), before + 1, 5);
    }
}
