package org.tongbao.sample.enterprise;

import static org.tongbao.sample.file.SampleWriter.TextEncoding.GB18030;
import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8;
import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8_WITH_BOM;
import static org.tongbao.sample.file.SampleWriter.headings;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.City.Project;
import org.tongbao.sample.city.Codes;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.SampleWriter;
import org.tongbao.sample.file.SampleWriter.Heading;

/** The people on sites and their schooling: safety officers, subcontractors, special workers, examinations, trainings. */
final class Staff {

    private static final Map<String, String> SUBCONTRACT = headings(
            "project_id", "项目编码",
            "month", "月份",
            "company", "分包单位",
            "kind", "分包类别",
            "dangerous", "危大工程",
            "workers", "用工人数",
            "safety_officers", "专职安全员");
    private static final Map<String, String> WORKER = headings(
            "worker_id", "登记编号",
            "project_id", "项目编码",
            "trade", "工种",
            "person", "姓名",
            "certificate_no", "操作资格证号",
            "certificate_until", "有效期至",
            "trained_on", "培训完成日期",
            "training_hours", "培训课时",
            "entered_on", "上岗日期",
            "left_on", "离岗日期");
    private static final Map<String, String> EXAM = headings(
            "exam_id", "考核编号",
            "region_id", "组织单位所在地",
            "held_on", "考核日期",
            "circulated_on", "通报日期",
            "circular_no", "通报文号",
            "candidate", "准考证号",
            "person", "姓名",
            "manager_id", "人员编号",
            "enterprise_id", "所在企业信用代码",
            "score", "成绩");
    private static final Map<String, String> MANAGER = headings(
            "manager_id", "人员编号",
            "region_id", "所在地",
            "enterprise_id", "所在企业信用代码",
            "from_on", "在册起",
            "until_on", "在册止");
    private static final Map<String, String> ATTENDEE = headings("session_id", "培训编号", "inspector_id", "人员编号");

    private static final List<String> PEOPLE = List.of("张某", "王某某", "李某", "赵某某", "陈某", "刘某某", "周某", "吴某某", "郑某", "孙某某");

    private final City city;
    private final long seed;
    private final SampleWriter writer;

    Staff(City city, SampleWriter writer) {
        this.city = city;
        this.seed = city.seed();
        this.writer = writer;
    }

    void write() {
        siteStaff();
        workers();
        trainings();
        managers();
        for (int year = city.firstMonth().getYear(); year <= city.last().getYear(); year++) {
            subcontractors(year);
            exams(year);
        }
    }

    private void siteStaff() {
        var headings = new LinkedHashMap<String, Heading>();
        headings.put("project_id", new Heading("", "项目编码"));
        headings.put("staff_id", new Heading("人员", "人员编号"));
        headings.put("person", new Heading("人员", "姓名"));
        headings.put("role", new Heading("人员", "岗位"));
        headings.put("certificate_no", new Heading("证书", "证书编号"));
        headings.put("certificate_until", new Heading("证书", "有效期至"));
        headings.put("entered_on", new Heading("在岗", "到岗日期"));
        headings.put("left_on", new Heading("在岗", "离岗日期"));
        var sheet = new DataSheet("企业与人员/项目人员备案.xlsx", List.copyOf(headings.keySet()));
        for (var project : watched()) {
            int officers = project.house()
                    ? project.area() < 10_000 ? 1 : project.area() < 50_000 ? 2 : 3
                    : project.cost() < 5_000 ? 1 : project.cost() < 10_000 ? 2 : 3;
            int supervisors = project.house()
                    ? project.area() < 20_000 ? 1 : project.area() < 60_000 ? 2 : 3
                    : project.cost() < 10_000 ? 1 : 2;
            staff(project, "专职安全员", officers, sheet);
            staff(project, "监理人员", supervisors, sheet);
        }
        writer.xlsx(
                sheet,
                "人员备案",
                City.NAME + "在监项目专职安全员和监理人员备案表",
                headings,
                List.of("certificate_until", "entered_on", "left_on"),
                List.of());
    }

    private void staff(Project project, String role, int needed, DataSheet sheet) {
        var random = SeededRandom.of(seed, "site-staff", project.id(), role);
        int count = needed;
        if (random.chance(0.3 * (1 - project.quality()))) {
            count--;
        } else if (random.chance(0.2)) {
            count++;
        }
        for (int i = 0; i < count; i++) {
            var entered = project.started().plusDays(random.between(0, 20));
            boolean left = random.chance(0.06);
            var gone = entered.plusDays(random.between(60, 500));
            boolean valid = random.chance(0.97);
            sheet.add(
                    project.id(),
                    Codes.serial("RY", sheet.rows().size() + 1, 6),
                    random.pick(PEOPLE),
                    role,
                    Codes.serial("景建安", sheet.rows().size() + 20_001, 7),
                    city.lastDay().plusDays(valid ? random.between(20, 900) : -random.between(1, 200)),
                    entered,
                    project.completed() != null ? project.completed() : left ? seen(gone) : null);
        }
    }

    private void workers() {
        var sheet = new DataSheet("企业与人员/特种作业人员登记.csv", List.copyOf(WORKER.keySet()));
        var trades = List.of("建筑电工", "架子工", "起重信号司索工", "起重机械司机", "起重机械安装拆卸工", "高处作业吊篮安装拆卸工");
        for (var project : watched()) {
            var random = SeededRandom.of(seed, "special-worker", project.id());
            int count = random.between(3, 6);
            double care = project.quality();
            for (int i = 0; i < count; i++) {
                var trade = project.features().crane() ? random.pick(trades) : random.pick(trades.subList(0, 2));
                var entered = project.started().plusDays(random.between(5, 200));
                boolean held = random.chance(0.93 + 0.06 * care);
                var until =
                        city.lastDay().plusDays(random.chance(0.95) ? random.between(1, 700) : -random.between(0, 120));
                int hours = random.chance(0.85 + 0.14 * care)
                        ? random.pick(List.of(24, 28, 32, 40))
                        : random.pick(List.of(8, 12, 16, 20));
                var trained = entered.plusDays(
                        random.chance(0.92 + 0.07 * care) ? -random.between(1, 60) : random.between(2, 30));
                var leaves = entered.plusDays(random.between(90, 600));
                if (entered.isAfter(city.lastDay())) {
                    continue;
                }
                sheet.add(
                        Codes.serial("TZ", sheet.rows().size() + 1, 6),
                        project.id(),
                        trade,
                        random.pick(PEOPLE),
                        held ? Codes.serial("景建特", sheet.rows().size() + 30_001, 7) : null,
                        held ? until : null,
                        seen(trained),
                        hours,
                        entered,
                        random.chance(0.3) ? seen(leaves) : project.completed());
            }
        }
        writer.csv(sheet, WORKER, GB18030);
    }

    private void subcontractors(int year) {
        var sheet = new DataSheet("企业与人员/分包用工月报_" + year + ".csv", List.copyOf(SUBCONTRACT.keySet()));
        for (var month : city.months(year)) {
            for (var project : city.activeIn(month)) {
                var firm = SeededRandom.of(seed, "subcontract", project.id());
                // Only some sites report: those of the first platform users.
                if (!firm.chance(0.28)) {
                    continue;
                }
                var random = SeededRandom.of(seed, "subcontract", project.id(), month);
                subcontractor(
                        sheet,
                        project,
                        month,
                        "劳务分包",
                        firm.pick(List.of(35, 48, 60, 120, 180, 205, 320, 640)),
                        false,
                        random);
                if (firm.chance(0.5)) {
                    subcontractor(
                            sheet, project, month, "专业分包", firm.pick(List.of(12, 25, 40)), firm.chance(0.6), random);
                }
            }
        }
        writer.csv(sheet, SUBCONTRACT, UTF8_WITH_BOM);
    }

    private void subcontractor(
            DataSheet sheet,
            Project project,
            YearMonth month,
            String kind,
            int usual,
            boolean dangerous,
            SeededRandom random) {
        int workers = Math.max(4, usual + (int) Math.round(0.06 * usual * random.normal()));
        boolean labour = kind.equals("劳务分包");
        int needed = labour ? workers < 50 ? 1 : workers < 200 ? 2 : Math.max(3, (workers * 5 + 999) / 1000) : 1;
        int officers = needed + (dangerous ? 1 : 0) - (random.chance(0.2 * (1 - project.quality())) ? 1 : 0);
        sheet.add(
                project.id(),
                month,
                Participants.company(project, labour),
                kind,
                dangerous ? "是" : "否",
                workers,
                officers);
    }

    private void exams(int year) {
        var sheet = new DataSheet("企业与人员/安管人员考核_" + year + ".csv", List.copyOf(EXAM.keySet()));
        for (var region : city.regions()) {
            var random = SeededRandom.of(seed, "exam", year, region.id());
            var day = random.chance(0.8)
                    ? LocalDate.of(year, 11, random.between(3, 28))
                    : LocalDate.of(year, 12, random.between(5, 20));
            exam(sheet, region, year, 1, day, random);
            // Some hold one in spring for those who are new.
            if (random.chance(0.3)) {
                exam(sheet, region, year, 2, LocalDate.of(year, random.between(4, 6), random.between(5, 25)), random);
            }
        }
        writer.csv(sheet, EXAM, UTF8);
    }

    private void exam(DataSheet sheet, City.Region region, int year, int number, LocalDate day, SeededRandom random) {
        if (day.isAfter(city.lastDay())) {
            return;
        }
        var id = Codes.serial("KH" + region.id(), year % 100 * 10 + number, 3);
        var circulated = random.chance(0.9) ? seen(day.plusDays(random.between(5, 20))) : null;
        int sitting = 0;
        for (var project : city.activeIn(YearMonth.from(day))) {
            if (project.street().region().equals(region) && (number == 1 || random.chance(0.3))) {
                long score = Math.round(Math.min(100, Math.max(20, 62 + 26 * project.quality() + 9 * random.normal())));
                sheet.add(
                        id,
                        region.name(),
                        day,
                        circulated,
                        circulated == null ? null : "景建考〔" + year + "〕" + id.substring(id.length() - 3) + "号",
                        Codes.serial(id, ++sitting, 3),
                        random.pick(PEOPLE),
                        "AG" + project.id().substring(6),
                        project.firm().code(),
                        score);
            }
        }
    }

    /** Each site has one safety manager on the register of its region; one in eight has a second, who never sat. */
    private void managers() {
        var sheet = new DataSheet("企业与人员/安管人员名册.csv", List.copyOf(MANAGER.keySet()));
        for (var project : city.projects()) {
            var random = SeededRandom.of(seed, "safety manager", project.id());
            for (int i = 0; i < (random.chance(0.125) ? 2 : 1); i++) {
                sheet.add(
                        "AG" + project.id().substring(6) + (i == 0 ? "" : "B"),
                        project.street().region().name(),
                        project.firm().code(),
                        project.started().minusDays(random.between(10, 40)),
                        project.completed());
            }
        }
        writer.csv(sheet, MANAGER, GB18030);
    }

    private void trainings() {
        var headings = new LinkedHashMap<String, Heading>();
        headings.put("session_id", new Heading("", "编号"));
        headings.put("region_id", new Heading("", "县（市、区）"));
        headings.put("held_on", new Heading("", "培训日期"));
        headings.put("topic", new Heading("", "培训专题"));
        headings.put("makes_up", new Heading("", "补训所属编号"));
        var sheet = new DataSheet("企业与人员/监管人员专题培训.xlsx", List.copyOf(headings.keySet()));
        var attendees = new DataSheet("企业与人员/专题培训签到.csv", List.copyOf(ATTENDEE.keySet()));
        for (int year = city.firstMonth().getYear(); year <= city.last().getYear(); year++) {
            for (var region : city.regions()) {
                var random = SeededRandom.of(seed, "training", year, region.id());
                random.between(9, 30);
                int sessions = random.pick(List.of(1, 2, 3), 2, 6, 2);
                for (int i = 0; i < sessions; i++) {
                    var day = LocalDate.of(
                            year,
                            random.between(1 + 12 * i / sessions, 12 * (i + 1) / sessions),
                            random.between(3, 27));
                    int away = random.chance(0.75) ? 0 : random.between(1, 4);
                    var topic = random.pick(List.of("重大事故隐患判定标准", "起重机械安全监管", "危大工程专项方案", "施工用电与消防", "执法文书与程序"));
                    if (!day.isAfter(city.lastDay())) {
                        session(sheet, attendees, region, day, topic, away);
                    }
                }
            }
        }
        writer.csv(attendees, ATTENDEE, UTF8);
        writer.xlsx(sheet, "培训", City.NAME + "监管人员安全生产专题培训台账", headings, List.of("held_on"), List.of());
    }

    /** Who was away is taught some days later in two of five cases. */
    private void session(
            DataSheet sheet, DataSheet attendees, City.Region region, LocalDate day, String topic, int away) {
        var random = SeededRandom.of(seed, "training attendance", region.id(), day);
        var id = Codes.serial("PX", sheet.rows().size() + 1, 4);
        sheet.add(id, region.name(), day, topic, null);
        var roster = roster(region, day);
        var absent = roster.subList(0, Math.min(away, roster.size()));
        roster.stream().filter(i -> !absent.contains(i)).forEach(i -> attendees.add(id, i));
        var again = day.plusDays(random.between(5, 25));
        if (!absent.isEmpty() && random.chance(0.4) && !again.isAfter(city.lastDay())) {
            var second = Codes.serial("PX", sheet.rows().size() + 1, 4);
            sheet.add(second, region.name(), again, topic, id);
            absent.forEach(i -> attendees.add(second, i));
        }
    }

    /** The numbers of a region's inspectors in service on a day; RegionLedgers writes the register. */
    private List<String> roster(City.Region region, LocalDate day) {
        var random = SeededRandom.of(seed, "inspectors", region.name());
        int before = 8 * (city.regions().indexOf(region) + 1);
        var roster = new ArrayList<String>();
        for (int i = 1; i <= 8; i++) {
            boolean left = random.chance(0.04);
            random.between(1, 12);
            if (!left || !day.isAfter(LocalDate.of(2026, 5, 31))) {
                roster.add(Codes.serial("JD", before + i, 5));
            }
        }
        return roster;
    }

    /** Projects that had begun by the last day and were not long finished. */
    private List<Project> watched() {
        return city.projects().stream()
                .filter(p -> !p.started().isAfter(city.lastDay()))
                .filter(p -> p.completed() == null
                        || !p.completed().isBefore(city.lastDay().minusMonths(6)))
                .toList();
    }

    private @Nullable LocalDate seen(LocalDate day) {
        return day.isAfter(city.lastDay()) ? null : day;
    }
}
