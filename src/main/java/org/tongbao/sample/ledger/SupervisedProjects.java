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

    private static final List<String> REASONS = List.of("扬尘治理不力", "安全管理混乱", "农民工实名制管理不到位", "未经批准夜间施工", "基坑支护存在安全风险");
    private static final List<String> CAUSES =
            List.of("项目部安全责任制未落实", "专职安全员配备不足，巡查走过场", "分包单位以包代管", "安全技术交底流于形式", "监理单位旁站监督缺位");
    private static final List<String> PROBLEMS =
            List.of("安全管理机构人员未到位", "危大工程专项方案未按规定交底", "脚手架连墙件缺失", "临边防护不到位", "临时用电一闸多机", "隐患排查台账未闭环", "带班检查记录不全");

    private final City city;
    private final long seed;
    private final SampleWriter writer;

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
    }

    void write() {
        var stays = stays();
        criticisms(stays);
        notices(stays);
        checks(stays);
        duties(stays);
    }

    /** One in twenty projects, and never fewer than three. The first has failed as often as can be. */
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
            int before = longest ? MONTHS - 1 : random.between(0, MONTHS - 1);
            int failed = longest ? 3 : random.pick(List.of(0, 1, 2), 5, 4, 2);
            stays.add(new Stay(project, last.minusMonths(before), failed, 0.55 + 0.43 * random.uniform(), random));
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
        var random = stay.random();
        var receipt = random.chance(stay.diligence())
                ? delivered.plusDays(random.between(1, 6))
                : random.chance(0.7) ? delivered.plusDays(random.between(9, 16)) : null;
        sheet.add(
                "景建差监〔" + delivered.getYear() + "〕" + (sheet.rows().size() + 1) + "号",
                stay.project().id(),
                kind,
                delivered,
                kind.equals("差别化监管通报") ? null : seen(receipt));
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
        headings.put("accepted_on", new Heading("", "验收日期"));
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

    private void items(Stay stay, String check, LocalDate reported, int problems, DataSheet items) {
        var random = stay.random();
        var planned = seen(reported.plusDays(random.between(2, 5)));
        if (planned == null || random.chance(0.08)) {
            return;
        }
        for (int i = 1; i <= problems; i++) {
            var due = planned.plusDays(random.between(5, 12));
            var accepted = random.chance(stay.diligence())
                    ? due.minusDays(random.between(0, 4))
                    : random.chance(0.7) ? due.plusDays(random.between(1, 9)) : null;
            items.add(
                    check,
                    i,
                    random.pick(List.of("施工总承包单位", "监理单位", "专业分包单位", "建设单位"), 6, 2, 2, 1),
                    random.pick(PROBLEMS),
                    planned,
                    due,
                    seen(accepted));
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
