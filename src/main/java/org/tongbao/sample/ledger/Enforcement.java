package org.tongbao.sample.ledger;

import static org.tongbao.sample.file.SampleWriter.TextEncoding.GB18030;
import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8;
import static org.tongbao.sample.file.SampleWriter.headings;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.City.Project;
import org.tongbao.sample.city.Codes;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.event.Events;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.SampleWriter;
import org.tongbao.sample.file.SampleWriter.Heading;

/** What follows for enterprises: penalties, violations and who was to blame; and those that do well: green sites. */
final class Enforcement {

    private static final Map<String, String> VIOLATION = headings(
            "violation_id", "记录编号",
            "project_id", "项目编码",
            "kind", "违规类别",
            "found_on", "发现日期",
            "due_on", "整改期限",
            "rectified_on", "完成日期",
            "refused", "拒不整改");
    private static final Map<String, String> LIABILITY = headings(
            "accident_id", "事故编号",
            "enterprise_id", "责任单位信用代码",
            "degree", "责任程度",
            "determined_on", "认定日期");
    private static final Map<String, String> REVIEW =
            headings("project_id", "项目编码", "reviewed_on", "评审日期", "score", "评审得分", "veto", "一票否决事项");

    private final City city;
    private final long seed;
    private final SampleWriter writer;

    Enforcement(City city, SampleWriter writer) {
        this.city = city;
        this.seed = city.seed();
        this.writer = writer;
    }

    /** Writes all files; the accidents are those of all months. */
    void write(List<Events.Accident> accidents) {
        for (int year = city.firstMonth().getYear(); year <= city.last().getYear(); year++) {
            penalties(year);
            violations(year);
            reviews(year);
        }
        liabilities(accidents);
    }

    private void penalties(int year) {
        var headings = new LinkedHashMap<String, Heading>();
        headings.put("penalty_id", new Heading("", "文书编号"));
        headings.put("decided_on", new Heading("", "决定日期"));
        headings.put("level", new Heading("", "决定机关"));
        headings.put("project_id", new Heading("", "项目编码"));
        headings.put("kind", new Heading("处理情况", "处理方式"));
        headings.put("points", new Heading("处理情况", "记分（分）"));
        headings.put("amount", new Heading("处理情况", "罚款（元）"));
        headings.put("reason", new Heading("", "事由"));
        var sheet = new DataSheet("企业与人员/执法处理_" + year + ".xlsx", List.copyOf(headings.keySet()));
        for (var month : city.months(year)) {
            for (var project : city.activeIn(month)) {
                var random = SeededRandom.of(seed, "penalty", month, project.id());
                double carelessness = 1 - city.quality(project, month);
                if (random.chance(0.45 * carelessness * carelessness)) {
                    penalty(sheet, project, month.atDay(random.between(2, 28)), random);
                }
            }
        }
        writer.xlsx(
                sheet,
                "执法处理",
                City.NAME + year + "年施工安全执法处理台账",
                headings,
                List.of("decided_on"),
                List.of("points", "amount"));
    }

    private void penalty(DataSheet sheet, Project project, LocalDate day, SeededRandom random) {
        var kind = random.pick(List.of("约谈", "记分", "罚款"), 3, 4, 3);
        sheet.add(
                Codes.serial("景建罚" + day.getYear(), sheet.rows().size() + 1, 4),
                day,
                random.chance(0.2) ? "市级" : "县级",
                project.id(),
                kind,
                kind.equals("记分") ? random.pick(List.of(2, 3, 4, 6)) : null,
                kind.equals("罚款") ? 10_000 * random.between(1, 5) : null,
                random.pick(List.of("安全防护不到位", "特种作业人员无证上岗", "未按专项方案施工", "隐患逾期未整改", "扬尘防治措施不落实")));
    }

    private void violations(int year) {
        var sheet = new DataSheet("企业与人员/用工培训违规_" + year + ".csv", List.copyOf(VIOLATION.keySet()));
        for (var month : city.months(year)) {
            for (var project : city.activeIn(month)) {
                var random = SeededRandom.of(seed, "violation", month, project.id());
                if (!random.chance(0.22 * (1 - city.quality(project, month)))) {
                    continue;
                }
                var found = month.atDay(random.between(2, 28));
                var due = found.plusDays(random.pick(List.of(5, 7, 10)));
                boolean refused = random.chance(0.06);
                var done = random.chance(0.85)
                        ? found.plusDays(random.between(1, 7))
                        : due.plusDays(random.between(1, 40));
                sheet.add(
                        Codes.serial("WG" + year % 100, sheet.rows().size() + 1, 4),
                        project.id(),
                        random.pick(List.of("无特种作业操作证", "教育培训课时不足", "边培训边上岗", "未实名登记", "超龄用工", "未建立工人台账")),
                        found,
                        due,
                        refused ? null : seen(done),
                        refused ? "是" : "否");
            }
        }
        writer.csv(sheet, VIOLATION, GB18030);
    }

    /** Half of the sites apply for a review once a quarter. */
    private void reviews(int year) {
        var sheet = new DataSheet("企业与人员/绿牌工地评审_" + year + ".csv", List.copyOf(REVIEW.keySet()));
        for (var quarter : city.quarters(year)) {
            for (var project : city.activeIn(quarter)) {
                var random = SeededRandom.of(seed, "green-site", quarter, project.id());
                var day = quarter.plusMonths(random.between(1, 2)).atDay(random.between(3, 27));
                if (random.chance(0.3) && project.openOn(day) && !day.isAfter(city.lastDay())) {
                    long score = Math.round(
                            10 * Math.min(99, Math.max(45, 70 + 24 * project.quality() + 5 * random.normal())));
                    var veto = random.chance(0.05) ? random.pick(List.of("裸土未覆盖被查处", "未按要求停止土方作业", "非道路移动机械超标")) : null;
                    sheet.add(project.id(), day, score / 10 + "." + score % 10, veto);
                }
            }
        }
        writer.csv(sheet, REVIEW, UTF8);
    }

    private void liabilities(List<Events.Accident> accidents) {
        var sheet = new DataSheet("企业与人员/事故责任认定.json", List.copyOf(LIABILITY.keySet()));
        for (var accident : accidents) {
            var random = SeededRandom.of(seed, "liability", accident.id());
            var day = accident.at().toLocalDate().plusDays(random.between(25, 60));
            if (!day.isAfter(city.lastDay())) {
                sheet.add(
                        accident.id(),
                        accident.project().firm().code(),
                        random.pick(List.of("主要责任", "同等责任", "次要责任", "无责任"), 5, 1, 2, 1),
                        day);
            }
        }
        writer.json(sheet, LIABILITY, List.of());
    }

    private @Nullable LocalDate seen(LocalDate day) {
        return day.isAfter(city.lastDay()) ? null : day;
    }
}
