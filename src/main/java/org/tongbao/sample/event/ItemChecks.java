package org.tongbao.sample.event;

import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.event.Supervision.Visit;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.SampleWriter;

/** Which of the season's key items an inspection looked at, by the items' codes, and the problems found in each. */
final class ItemChecks {

    private static final Map<String, String> COLUMNS = SampleWriter.headings(
            "inspection_id",
            "检查编号",
            "item_code",
            "事项编码",
            "line_no",
            "序号",
            "result",
            "结论",
            "problem",
            "问题",
            "due_on",
            "整改期限",
            "rectified_on",
            "整改完成日期");

    /** The items to be checked in each quarter: reference/key-point.csv. */
    private static final List<List<String>> QUARTERS = List.of(
            List.of("JC01", "JC02", "JC03", "JC05", "JC06", "JC07", "JC08", "JC09", "JC10", "JC11"),
            List.of("JC12", "JC13", "JC14", "JC15", "JC06", "JC16", "JC03", "JC04", "JC02"),
            List.of("JC13", "JC15", "JC06", "JC16", "JC03", "JC04", "JC02"),
            List.of("JC04", "JC02", "JC06", "JC05", "JC10", "JC11"));

    private final City city;
    private final SampleWriter writer;
    private final DataSheet dust = new DataSheet("监督检查/检查事项_扬尘治理.csv", List.copyOf(COLUMNS.keySet()));
    private final DataSheet noise = new DataSheet("监督检查/检查事项_施工噪声.csv", List.copyOf(COLUMNS.keySet()));

    ItemChecks(City city, SampleWriter writer) {
        this.city = city;
        this.writer = writer;
    }

    void write(YearMonth month, List<Visit> visits) {
        var sheet = new DataSheet("监督检查/检查事项_" + month + ".csv", List.copyOf(COLUMNS.keySet()));
        var items = QUARTERS.get((month.getMonthValue() - 1) / 3);
        for (var visit : visits) {
            var random = SeededRandom.of(city.seed(), "item checks", visit.id());
            var looked = new LinkedHashSet<String>();
            int count = random.between(2, 5);
            while (looked.size() < count) {
                looked.add(random.pick(items));
            }
            for (var item : looked) {
                check(visit, item, random, sheet);
            }
        }
        writer.csv(sheet, COLUMNS, UTF8);
        noise(visits);
        for (var visit : visits) {
            var random = SeededRandom.of(city.seed(), "dust items", visit.id());
            if (random.chance(0.75)) {
                check(visit, "YC01", random, dust);
            }
        }
        writer.csv(dust, COLUMNS, UTF8);
    }

    /** One visit in six asks about noise, half of these also whether its fee is part of the money for safety; one file for all months. */
    private void noise(List<Visit> visits) {
        for (var visit : visits) {
            var random = SeededRandom.of(city.seed(), "noise items", visit.id());
            if (random.chance(1.0 / 6)) {
                check(visit, "ZS01", random, noise);
                if (random.chance(0.5)) {
                    boolean apart = random.chance(0.9);
                    var due = visit.day().plusDays(7);
                    noise.add(
                            visit.id(),
                            "ZS02",
                            1,
                            apart ? "已落实" : "未落实",
                            apart ? null : "噪声污染防治措施费未列入安全文明施工费",
                            apart ? null : due,
                            apart || due.isAfter(city.lastDay()) ? null : due);
                }
            }
        }
        writer.csv(noise, COLUMNS, UTF8);
    }

    private void check(Visit visit, String item, SeededRandom random, DataSheet sheet) {
        int problems = random.poisson(0.1 + 0.7 * (1 - visit.quality()));
        if (problems == 0) {
            sheet.add(visit.id(), item, 1, "已落实", null, null, null);
        }
        for (int line = 1; line <= problems; line++) {
            var due = visit.day().plusDays(random.pick(List.of(3, 7, 15)));
            boolean inTime = random.chance(0.45 + 0.5 * visit.quality());
            var done = inTime ? due.minusDays(random.between(0, 2)) : due.plusDays(random.between(1, 30));
            @Nullable LocalDate known = done.isAfter(city.lastDay()) ? null : done;
            sheet.add(
                    visit.id(),
                    item,
                    line,
                    "未落实",
                    random.pick(List.of("措施未落实到位", "责任人不清", "现场设施缺失或损坏", "资料不全", "教育交底不到位")),
                    due,
                    known);
        }
    }
}
