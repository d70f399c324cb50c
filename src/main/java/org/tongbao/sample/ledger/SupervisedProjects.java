package org.tongbao.sample.ledger;

import static org.tongbao.sample.file.SampleWriter.TextEncoding.GB18030;
import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8;
import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8_WITH_BOM;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.City.Project;
import org.tongbao.sample.city.Codes;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.SampleWriter;
import org.tongbao.sample.file.SampleWriter.Heading;

/**
 * Projects under differentiated supervision in the last months: what they were criticised for, the notices delivered to
 * them, the checks made there, and what they must send in every day and week. Some do it well, others don't.
 */
final class SupervisedProjects {

    private static final int MONTHS = 6;

    private static final Map<String, String> CHECK = SampleWriter.headings(
            "check_no", "抽查编号",
            "project_id", "项目编码",
            "checked_on", "抽查日期",
            "joint", "是否联合执法",
            "problems", "问题数",
            "cause", "原因分析",
            "reported_on", "检查报告日期");
    private static final Map<String, String> DAILY =
            SampleWriter.headings("project_id", "项目编码", "day", "日期", "reported_on", "报送日期", "signed", "项目经理签字");
    private static final Map<String, String> PATROL = SampleWriter.headings(
            "project_id", "项目编码", "patrolled_at", "巡查时间", "problems", "发现隐患", "rechecked_on", "复查发布日期");
    private static final Map<String, String> WEEKLY =
            SampleWriter.headings("project_id", "项目编码", "friday", "周五日期", "submitted_on", "报送日期");

    private static final Map<String, String> CONFIRMATION = SampleWriter.headings(
            "confirmation_no", "确认编号",
            "project_id", "项目编码",
            "item", "条件",
            "conclusion", "结论",
            "confirmed_on", "确认日期",
            "confirmed_by", "确认人",
            "record_no", "依据的检查记录或文书编号",
            "facts", "认定情形");
    private static final Map<String, String> EVALUATION = SampleWriter.headings(
            "notice_no", "告知单编号",
            "cycle", "第几周期",
            "evaluated_on", "评定日期",
            "evaluator", "评定人",
            "item_1", "条件（一）",
            "item_2", "条件（二）",
            "item_3", "条件（三）",
            "item_4", "条件（四）",
            "item_5", "条件（五）",
            "item_6", "条件（六）",
            "conclusion", "评定结果",
            "measure", "采取措施");
    private static final Map<String, String> MEASURE = SampleWriter.headings(
            "measure_no", "编号",
            "notice_no", "告知单编号",
            "kind", "措施",
            "party", "单位",
            "no_group", "无集团公司",
            "ordered_on", "决定或责令日期",
            "done_on", "完成或开始日期",
            "ended_on", "结束日期",
            "document_no", "文号",
            "people", "人员",
            "days", "驻场天数",
            "problems", "驻场发现问题",
            "offence", "违法行为",
            "amount", "罚款金额",
            "amount_most", "法定上限",
            "address", "公示网址");

    private static final List<String> STEPS = List.of("驻场监督", "高限处罚", "全区通报");
    private static final List<String> PARTIES = List.of("建设单位", "施工单位", "监理单位");
    private static final List<String> REASONS = List.of("扬尘治理不力", "安全管理混乱", "农民工实名制管理不到位", "未经批准夜间施工", "基坑支护存在安全风险");
    private static final List<String> CAUSES =
            List.of("项目部安全责任制未落实", "专职安全员配备不足，巡查走过场", "分包单位以包代管", "安全技术交底流于形式", "监理单位旁站监督缺位");
    private static final List<String> PROBLEMS =
            List.of("安全管理机构人员未到位", "危大工程专项方案未按规定交底", "脚手架连墙件缺失", "临边防护不到位", "临时用电一闸多机", "隐患排查台账未闭环", "带班检查记录不全");

    private final City city;
    private final long seed;
    private final SampleWriter writer;
    /** The days on which a project was criticised. */
    private final Map<Stay, List<LocalDate>> criticised = new HashMap<>();
    /** The number of the notice with which a stay began. */
    private final Map<Stay, String> notices = new HashMap<>();

    private int documents;
    private final Map<String, Integer> ofLastMonth = new HashMap<>();

    SupervisedProjects(City city, SampleWriter writer) {
        this.city = city;
        this.seed = city.seed();
        this.writer = writer;
    }

    /**
     * A project's time under supervision.
     *
     * @param first the month for which it was found to meet a condition; the notice is delivered in the next
     * @param failed how many months more it met one
     * @param diligence which share of its duties it does on time
     */
    private record Stay(Project project, YearMonth first, int failed, double diligence, SeededRandom random) {

        LocalDate delivered() {
            return first.plusMonths(1).atDay(8);
        }

        /** The day of the release notice, whether or not it has come yet. */
        LocalDate released() {
            return first.plusMonths(failed + 2L).atDay(9);
        }

        /** The last day of a cycle, on which it is evaluated. */
        LocalDate evaluated(int cycle) {
            return delivered().plusMonths(cycle);
        }
    }

    void write() {
        var stays = stays();
        criticisms(stays);
        notices(stays);
        confirmations(stays);
        evaluations(stays);
        measures(stays);
        checks(stays);
        duties(stays);
    }

    /** One in twenty projects, and never fewer than three. The first has failed as often as can be, the second is new, some are newer. */
    private List<Stay> stays() {
        var last = city.last();
        var bad = city.projects().stream()
                .filter(p -> p.quality() < 0.55
                        && p.activeIn(last)
                        && p.completed() == null
                        && p.stopped() == null
                        && p.started().isBefore(last.minusMonths(MONTHS).atDay(1)))
                .sorted(Comparator.comparingDouble((Project p) ->
                                SeededRandom.of(seed, "supervised", p.id()).uniform())
                        .thenComparing(Project::id))
                .limit(Math.max(3, Math.round(city.projects().size() / 20.0)))
                .toList();
        var stays = new ArrayList<Stay>();
        for (var project : bad) {
            var random = SeededRandom.of(seed, "stay", project.id());
            boolean longest = stays.isEmpty();
            boolean newest = stays.size() == 1;
            int before = longest ? MONTHS - 1 : newest ? 1 : random.between(0, MONTHS - 1);
            int failed = longest ? 3 : random.pick(List.of(0, 1, 2), 5, 4, 2);
            stays.add(new Stay(project, last.minusMonths(before), failed, 0.55 + 0.43 * random.uniform(), random));
        }
        if (stays.stream().noneMatch(stay -> stay.first().equals(last))) {
            var end = stays.remove(stays.size() - 1);
            stays.add(new Stay(end.project(), last, 0, end.diligence(), end.random()));
        }
        return stays;
    }

    private void criticisms(List<Stay> stays) {
        var headings = new LinkedHashMap<String, Heading>();
        headings.put("criticism_no", new Heading("", "通报文号"));
        headings.put("project_id", new Heading("", "项目编码"));
        headings.put("issued_on", new Heading("", "通报日期"));
        headings.put("issuer", new Heading("通报机关", "通报机关"));
        headings.put("issuer_kind", new Heading("通报机关", "机关类别"));
        headings.put("reason", new Heading("", "通报事由"));
        var sheet = new DataSheet("差别化监管/通报批评台账.xlsx", List.copyOf(headings.keySet()));
        for (var stay : stays) {
            for (int i = 0; i <= stay.failed(); i++) {
                var month = stay.first().plusMonths(i);
                if (!month.isAfter(city.last())) {
                    criticism(stay, month.atDay(stay.random().between(5, 26)), sheet);
                }
            }
        }
        // An association's circular is no condition of differentiated supervision.
        var other = city.activeIn(city.last()).get(0);
        sheet.add(
                "景建协〔" + city.last().getYear() + "〕3号",
                other.id(),
                city.last().atDay(11),
                City.NAME + "建筑业协会",
                "其他机构",
                "未按时报送安全文明工地资料");
        writer.xlsx(sheet, "通报批评", City.NAME + "建设工程通报批评台账", headings, List.of("issued_on"), List.of());
    }

    private void criticism(Stay stay, LocalDate day, DataSheet sheet) {
        var region = stay.project().street().region().name();
        criticised.computeIfAbsent(stay, s -> new ArrayList<>()).add(day);
        var kind = stay.random().pick(List.of("市人民政府", "县区人民政府", "行业主管部门"), 1, 2, 5);
        var issuer =
                switch (kind) {
                    case "市人民政府" -> City.NAME + "人民政府";
                    case "县区人民政府" -> region + "人民政府（管委会）";
                    default -> region + "住房和城乡建设主管部门";
                };
        var number = Codes.serial("", sheet.rows().size() + 1, 1);
        sheet.add(
                "景通〔" + day.getYear() + "〕" + number + "号",
                stay.project().id(),
                day,
                issuer,
                kind,
                stay.random().pick(REASONS));
    }

    private void notices(List<Stay> stays) {
        var headings = new LinkedHashMap<String, Heading>();
        headings.put("notice_no", new Heading("", "文书编号"));
        headings.put("project_id", new Heading("", "项目编码"));
        headings.put("kind", new Heading("", "文书种类"));
        headings.put("delivered_on", new Heading("送达与回执", "送达日期"));
        headings.put("receipt_on", new Heading("送达与回执", "回执日期"));
        var sheet = new DataSheet("差别化监管/文书送达台账.xlsx", List.copyOf(headings.keySet()));
        for (var stay : stays) {
            notice(stay, "差别化监管告知单", stay.delivered(), sheet);
            for (int i = 1; i <= stay.failed(); i++) {
                notice(
                        stay,
                        i == 3 ? "差别化监管通报" : "差别化监管延期告知单",
                        stay.first().plusMonths(i + 1L).atDay(8),
                        sheet);
            }
            notice(stay, "差别化监管解除告知单", stay.released(), sheet);
        }
        writer.xlsx(
                sheet,
                "文书送达",
                City.NAME + "差别化监管文书送达与回执台账",
                headings,
                List.of("delivered_on", "receipt_on"),
                List.of());
    }

    private void notice(Stay stay, String kind, LocalDate delivered, DataSheet sheet) {
        if (delivered.isAfter(city.lastDay())) {
            return;
        }
        var number = "景建差监〔" + delivered.getYear() + "〕" + ++documents + "号";
        if (kind.equals("差别化监管告知单")) {
            notices.put(stay, number);
        }
        var random = stay.random();
        var receipt = random.chance(stay.diligence())
                ? delivered.plusDays(random.between(1, 6))
                : random.chance(0.7) ? delivered.plusDays(random.between(9, 16)) : null;
        if (!isDelivered(kind, delivered)) {
            return;
        }
        sheet.add(number, stay.project().id(), kind, delivered, kind.equals("差别化监管通报") ? null : seen(receipt));
    }

    /** Of what was decided in the last month every other document is still to be made. */
    private boolean isDelivered(String kind, LocalDate delivered) {
        return kind.equals("差别化监管告知单")
                || !YearMonth.from(delivered).equals(city.last())
                || ofLastMonth.merge(kind, 1, Integer::sum) % 2 == 0;
    }

    /** The agency confirms what the data let suspect, some days before the notice; one suspicion is not confirmed. */
    private void confirmations(List<Stay> stays) {
        var sheet = new DataSheet("差别化监管/条件确认台账.csv", List.copyOf(CONFIRMATION.keySet()));
        for (var stay : stays) {
            var random = SeededRandom.of(seed, "confirmation", stay.project().id());
            int before = random.between(2, 4);
            // The newest are confirmed, and their notice is still to be made.
            var day = stay.first().equals(city.last())
                    ? city.lastDay().minusDays(before)
                    : stay.delivered().minusDays(before);
            confirmation(stay, "（五）", day, officer(random), null, "期前被通报批评", sheet);
            if (random.chance(0.6)) {
                var item = random.pick(List.of("（一）", "（三）", "（四）"), 3, 3, 4);
                var record = Codes.serial("RD" + day.getYear() % 100, random.between(1, 999), 4);
                confirmation(stay, item, day, officer(random), record, random.pick(PROBLEMS), sheet);
            }
        }
        sheet.add(
                Codes.serial("QR", sheet.rows().size() + 1, 4),
                city.activeIn(city.last()).get(0).id(),
                "（五）",
                "不予确认",
                city.last().atDay(18),
                "监督二科05号监督员",
                null,
                "通报机关不是人民政府或者行业主管部门");
        writer.csv(sheet, CONFIRMATION, UTF8);
    }

    private static void confirmation(
            Stay stay,
            String item,
            LocalDate day,
            String officer,
            @Nullable String record,
            String facts,
            DataSheet sheet) {
        var number = Codes.serial("QR", sheet.rows().size() + 1, 4);
        sheet.add(number, stay.project().id(), item, "确认", day, officer, record, facts);
    }

    private static String officer(SeededRandom random) {
        return random.pick(List.of("监督一科", "监督二科"), 1, 1) + Codes.serial("", random.between(1, 20), 2) + "号监督员";
    }

    /** Each cycle is evaluated on its last day. */
    private void evaluations(List<Stay> stays) {
        var sheet = new DataSheet("差别化监管/周期评定台账.csv", List.copyOf(EVALUATION.keySet()));
        for (var stay : stays) {
            var random = SeededRandom.of(seed, "evaluation", stay.project().id());
            for (int cycle = 1; cycle <= stay.failed() + 1; cycle++) {
                var day = stay.evaluated(cycle);
                var before = stay.evaluated(cycle - 1);
                boolean failed = cycle <= stay.failed();
                int held = failed ? random.pick(List.of(1, 3, 4), 3, 3, 4) : 0;
                boolean again = criticised.getOrDefault(stay, List.of()).stream()
                        .anyMatch(c -> c.isAfter(before) && !c.isAfter(day));
                var officer = officer(random);
                if (day.isAfter(city.lastDay())) {
                    continue;
                }
                sheet.add(
                        notices.get(stay),
                        cycle,
                        day,
                        officer,
                        held(held == 1),
                        held(false),
                        held(held == 3),
                        held(held == 4),
                        held(again),
                        held(false),
                        failed ? "延期" : "解除",
                        failed ? STEPS.get(cycle - 1) : null);
            }
        }
        writer.csv(sheet, EVALUATION, UTF8);
    }

    private static String held(boolean held) {
        return held ? "具备" : "不具备";
    }

    /** What was done of what was decided at the end of each failed cycle; not all of it, and not all in time. */
    private void measures(List<Stay> stays) {
        var sheet = new DataSheet("差别化监管/措施落实台账.csv", List.copyOf(MEASURE.keySet()));
        for (var stay : stays) {
            var random = SeededRandom.of(seed, "measure", stay.project().id());
            for (int cycle = 1; cycle <= stay.failed(); cycle++) {
                var day = stay.evaluated(cycle);
                if (day.isAfter(city.lastDay())) {
                    break;
                }
                switch (cycle) {
                    case 1 -> stationed(stay, day, random, sheet);
                    case 2 -> penalised(stay, day, random, sheet);
                    default -> circulated(stay, day, random, sheet);
                }
            }
        }
        writer.csv(sheet, MEASURE, UTF8);
    }

    private void stationed(Stay stay, LocalDate day, SeededRandom random, DataSheet sheet) {
        var begun = seen(day.plusDays(random.between(1, 7)));
        var ended = seen(stay.evaluated(2));
        var log = new HashMap<String, Object>();
        log.put("people", officer(random) + "、" + officer(random));
        if (begun != null) {
            log.put("days", random.between(12, 22));
            log.put("problems", random.between(2, 9));
        }
        if (ended != null) {
            log.put("ended_on", ended);
        }
        add(sheet, stay, "驻场监督", null, day, begun, log);
    }

    private void penalised(Stay stay, LocalDate day, SeededRandom random, DataSheet sheet) {
        var fined = seen(day.plusDays(random.between(10, 30)));
        int amount = random.between(82, 100) * 1000;
        var number = "〔" + day.getYear() + "〕" + random.between(10, 99) + "号";
        var fine = new HashMap<String, Object>();
        fine.put("offence", random.pick(PROBLEMS));
        if (fined != null) {
            fine.putAll(Map.of("document_no", "景建罚" + number, "amount", amount, "amount_most", 100_000));
        }
        add(sheet, stay, "高限处罚", null, day, fined, fine);
        for (var party : PARTIES) {
            boolean alone = party.equals("监理单位") && random.chance(0.5);
            for (var kind : List.of("更换责任人员", "派专人进驻", "集团报告")) {
                var done = random.chance(stay.diligence() + 0.2) ? seen(day.plusDays(random.between(4, 18))) : null;
                Map<String, Object> what = kind.equals("集团报告")
                        ? Map.of("document_no", "集团安" + number)
                        : Map.of("people", Codes.serial("岗位", random.between(10, 99), 2));
                add(
                        sheet,
                        stay,
                        kind,
                        party,
                        day,
                        alone ? null : done,
                        alone ? Map.of("no_group", "是") : done == null ? Map.of() : what);
            }
        }
    }

    private void circulated(Stay stay, LocalDate day, SeededRandom random, DataSheet sheet) {
        var number = "〔" + day.getYear() + "〕" + random.between(10, 40) + "号";
        var published = seen(day.plusDays(random.between(8, 12)));
        var page = "https://xinyong.example/baoguang/" + random.between(1000, 9999);
        add(sheet, stay, "全区通报", null, day, day, Map.of("document_no", "景建安" + number));
        add(sheet, stay, "上报市级", null, day, seen(day.plusDays(3)), Map.of("document_no", "景建报" + number));
        add(sheet, stay, "报送曝光", null, day, seen(day.plusDays(5)), Map.of());
        add(sheet, stay, "曝光公示", null, day, published, published == null ? Map.of() : Map.of("address", page));
    }

    private void add(
            DataSheet sheet,
            Stay stay,
            String kind,
            @Nullable String party,
            LocalDate ordered,
            @Nullable LocalDate done,
            Map<String, Object> more) {
        var row = new HashMap<String, @Nullable Object>(more);
        row.put("measure_no", Codes.serial("CS", sheet.rows().size() + 1, 4));
        row.put("notice_no", notices.get(stay));
        row.put("kind", kind);
        row.put("party", party);
        row.putIfAbsent("no_group", "否");
        row.put("ordered_on", ordered);
        row.put("done_on", done);
        sheet.add(MEASURE.keySet().stream().map(row::get).toArray());
    }

    /** At least four checks a month and one of them joint is the rule; in the month of the notice there are fewer. */
    private void checks(List<Stay> stays) {
        var checks = new DataSheet("差别化监管/抽查台账.csv", List.copyOf(CHECK.keySet()));
        var headings = new LinkedHashMap<String, Heading>();
        headings.put("check_no", new Heading("", "抽查编号"));
        headings.put("item_no", new Heading("整改方案", "条次"));
        headings.put("duty_holder", new Heading("整改方案", "责任单位"));
        headings.put("problem", new Heading("整改方案", "问题"));
        headings.put("planned_on", new Heading("整改方案", "方案提交日期"));
        headings.put("due_on", new Heading("整改方案", "整改期限"));
        headings.put("accepted_on", new Heading("逐条验收", "验收日期"));
        headings.put("accepted_by", new Heading("逐条验收", "验收人"));
        headings.put("result", new Heading("逐条验收", "验收结论"));
        var items = new DataSheet("差别化监管/整改方案台账.xlsx", List.copyOf(headings.keySet()));
        for (var stay : stays) {
            for (var month = YearMonth.from(stay.delivered());
                    !month.isAfter(city.last()) && month.isBefore(YearMonth.from(stay.released()));
                    month = month.plusMonths(1)) {
                checks(stay, month, checks, items);
            }
        }
        writer.csv(checks, CHECK, GB18030);
        writer.xlsx(
                items,
                "整改方案",
                City.NAME + "列管项目“一厂一策”整改方案与逐条验收台账",
                headings,
                List.of("planned_on", "due_on", "accepted_on"),
                List.of());
    }

    private void checks(Stay stay, YearMonth month, DataSheet checks, DataSheet items) {
        var random = stay.random();
        boolean first = month.equals(YearMonth.from(stay.delivered()));
        int count = first ? random.between(2, 3) : random.pick(List.of(3, 4, 5), 2, 6, 2);
        boolean joint = random.chance(0.85);
        for (int i = 0; i < count; i++) {
            int from = first ? 10 : 2;
            var day = month.atDay(from + (27 - from) * i / count + random.between(0, 2));
            var number = Codes.serial("CC" + day.getYear() % 100, checks.rows().size() + 1, 4);
            int problems = random.poisson(2.5);
            var reported = seen(day.plusDays(random.between(1, 5)));
            checks.add(
                    number,
                    stay.project().id(),
                    day,
                    joint && i == count / 2 ? "是" : "否",
                    problems,
                    problems == 0 ? "未发现问题" : random.chance(0.06) ? null : random.pick(CAUSES),
                    reported);
            if (reported != null) {
                items(stay, number, reported, problems, items);
            }
        }
    }

    /** What a site that is released has not put right until then, it has put right and had verified the day before. */
    private void items(Stay stay, String check, LocalDate reported, int problems, DataSheet items) {
        var random = stay.random();
        var own = SeededRandom.of(seed, "verified", check);
        var cleared = seen(stay.evaluated(stay.failed() + 1));
        var planned = seen(reported.plusDays(random.between(2, 5)));
        if (planned == null || random.chance(0.08)) {
            if (cleared == null) {
                return;
            }
            random = SeededRandom.of(seed, "planned", check);
            planned = reported.plusDays(random.between(6, 9));
        }
        if (cleared != null && !planned.isBefore(cleared)) {
            planned = cleared.minusDays(1);
        }
        for (int i = 1; i <= problems; i++) {
            var due = planned.plusDays(random.between(5, 12));
            var accepted = random.chance(stay.diligence())
                    ? due.minusDays(random.between(0, 4))
                    : random.chance(0.7) ? due.plusDays(random.between(1, 9)) : null;
            if (cleared != null && (accepted == null || !accepted.isBefore(cleared))) {
                accepted = cleared.minusDays(1);
            }
            boolean good = accepted != null;
            if (accepted == null && own.chance(0.4)) {
                accepted = due.plusDays(1);
            }
            var day = seen(accepted);
            items.add(
                    check,
                    i,
                    random.pick(List.of("施工总承包单位", "监理单位", "专业分包单位", "建设单位"), 6, 2, 2, 1),
                    random.pick(PROBLEMS),
                    planned,
                    due,
                    day,
                    day == null ? null : officer(own),
                    day == null ? null : good ? "合格" : "不合格");
        }
    }

    /** What a supervised site sends in from the day after the notice: one file of each kind for a year. */
    private void duties(List<Stay> stays) {
        var daily = new TreeMap<Integer, DataSheet>();
        var patrols = new TreeMap<Integer, DataSheet>();
        var weekly = new TreeMap<Integer, DataSheet>();
        for (var stay : stays) {
            for (var day = stay.delivered().plusDays(1);
                    day.isBefore(stay.released()) && !day.isAfter(city.lastDay());
                    day = day.plusDays(1)) {
                int year = day.getYear();
                daily(stay, day, sheet(daily, year, "日报", "csv", DAILY));
                patrols(stay, day, sheet(patrols, year, "监理巡查", "csv", PATROL));
                if (day.getDayOfWeek() == DayOfWeek.FRIDAY) {
                    weekly(stay, day, sheet(weekly, year, "监理周报", "json", WEEKLY));
                }
            }
        }
        daily.values().forEach(sheet -> writer.csv(sheet, DAILY, UTF8_WITH_BOM));
        patrols.values().forEach(sheet -> writer.csv(sheet, PATROL, UTF8));
        weekly.values().forEach(sheet -> writer.json(sheet, WEEKLY, List.of()));
    }

    private static DataSheet sheet(
            Map<Integer, DataSheet> byYear, int year, String name, String form, Map<String, String> headings) {
        return byYear.computeIfAbsent(
                year, y -> new DataSheet("差别化监管/" + name + "_" + y + "." + form, List.copyOf(headings.keySet())));
    }

    private void daily(Stay stay, LocalDate day, DataSheet sheet) {
        var random = stay.random();
        boolean onTime = random.chance(0.3 + 0.7 * stay.diligence());
        if (!onTime && random.chance(0.6)) {
            return;
        }
        var reported = onTime ? day : day.plusDays(random.between(1, 2));
        if (!reported.isAfter(city.lastDay())) {
            sheet.add(stay.project().id(), day, reported, random.chance(0.97) ? "是" : "否");
        }
    }

    private void patrols(Stay stay, LocalDate day, DataSheet sheet) {
        var random = stay.random();
        int count =
                random.chance(0.3 + 0.7 * stay.diligence()) ? random.pick(List.of(2, 3), 5, 1) : random.between(0, 1);
        for (int i = 0; i < count; i++) {
            int problems = random.poisson(0.5);
            var rechecked = random.chance(0.3 + 0.7 * stay.diligence())
                    ? day.plusDays(1)
                    : random.chance(0.8) ? day.plusDays(random.between(2, 4)) : null;
            sheet.add(
                    stay.project().id(),
                    Codes.minute(day.atTime(8 + 4 * i, random.between(0, 59))),
                    problems,
                    problems == 0 ? null : seen(rechecked));
        }
    }

    private void weekly(Stay stay, LocalDate friday, DataSheet sheet) {
        var random = stay.random();
        // The Dragon Boat Festival of 2026 falls on a Friday: what is due then comes on the Monday.
        boolean holiday = friday.equals(LocalDate.of(2026, 6, 19));
        var submitted = random.chance(stay.diligence())
                ? holiday ? friday.with(TemporalAdjusters.next(DayOfWeek.MONDAY)) : friday
                : random.chance(0.6) ? friday.plusDays(random.between(4, 6)) : null;
        if (seen(submitted) != null) {
            sheet.add(stay.project().id(), friday, submitted);
        }
    }

    /** The day, or null if it never came or the files were written before it. */
    private @Nullable LocalDate seen(@Nullable LocalDate day) {
        return day == null || day.isAfter(city.lastDay()) ? null : day;
    }
}
