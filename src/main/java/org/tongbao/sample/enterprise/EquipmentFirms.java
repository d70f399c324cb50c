package org.tongbao.sample.enterprise;

import static org.tongbao.sample.file.SampleWriter.TextEncoding.GB18030;
import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8;
import static org.tongbao.sample.file.SampleWriter.headings;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.Codes;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.SampleWriter;

/** The firms that put up, take down and maintain cranes and hoists, and the winter inspections of them. */
final class EquipmentFirms {

    private static final Map<String, String> FIRM =
            headings("firm_id", "信用代码", "firm_name", "单位名称", "region_id", "所在地");
    private static final Map<String, String> SERVICE = headings(
            "machine_no", "设备备案号",
            "project_id", "项目编码",
            "firm_id", "服务单位信用代码",
            "kind", "服务类别",
            "from_on", "开始日期",
            "until_on", "结束日期");
    private static final Map<String, String> CHECK =
            headings("check_id", "检查编号", "firm_id", "受检单位信用代码", "checked_on", "检查日期", "problems", "问题数");

    /** Credit codes from here on belong to these firms. */
    private static final int FIRST_CODE = 700_000;

    private static final int FIRMS = 24;
    private static final String NAMES = "起升重固衡立擎稳";

    private final City city;
    private final long seed;
    private final SampleWriter writer;

    EquipmentFirms(City city, SampleWriter writer) {
        this.city = city;
        this.seed = city.seed();
        this.writer = writer;
    }

    void write() {
        firms();
        services();
        checks();
    }

    private void firms() {
        var sheet = new DataSheet("企业与人员/安拆维保单位名册.csv", List.copyOf(FIRM.keySet()));
        for (int i = 0; i < FIRMS; i++) {
            var name = "景澜" + NAMES.charAt(i % 8) + NAMES.charAt((i / 8 + i + 1) % 8) + (i + 1) + "号建筑机械有限公司";
            var region = city.regions().get(i % city.regions().size());
            sheet.add(Codes.credit(FIRST_CODE + i), name, region.name());
        }
        writer.csv(sheet, FIRM, GB18030);
    }

    private void services() {
        var sheet = new DataSheet("企业与人员/安拆维保台账.csv", List.copyOf(SERVICE.keySet()));
        int machine = 0;
        for (var project : city.projects()) {
            if (!project.features().crane() || project.started().isAfter(city.lastDay())) {
                continue;
            }
            var random = SeededRandom.of(seed, "crane-service", project.id());
            var from = project.started().plusDays(random.between(20, 60));
            if (from.isAfter(city.lastDay())) {
                continue;
            }
            var no = Codes.serial("景BA-T", ++machine, 5);
            for (var kind : List.of("安装拆卸", "维护保养")) {
                var firm = Codes.credit(FIRST_CODE + random.between(0, FIRMS - 1));
                sheet.add(no, project.id(), firm, kind, from, project.completed());
            }
        }
        writer.csv(sheet, SERVICE, UTF8);
    }

    private void checks() {
        var sheet = new DataSheet("企业与人员/安拆维保单位专项检查.csv", List.copyOf(CHECK.keySet()));
        for (int year = city.firstMonth().getYear(); year <= city.last().getYear(); year++) {
            for (int i = 0; i < FIRMS; i++) {
                var random = SeededRandom.of(seed, "crane-firm-check", year, i);
                int month = random.pick(List.of(1, 1, 5, 12, 12));
                var day = LocalDate.of(year, month, random.between(5, 27));
                if (random.chance(0.75) && !day.isAfter(city.lastDay())) {
                    sheet.add(
                            Codes.serial("AW", sheet.rows().size() + 1, 4),
                            Codes.credit(FIRST_CODE + i),
                            day,
                            random.poisson(2.5));
                }
            }
        }
        writer.csv(sheet, CHECK, UTF8);
    }
}
