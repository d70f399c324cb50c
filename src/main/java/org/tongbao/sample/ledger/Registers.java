package org.tongbao.sample.ledger;

import static org.tongbao.sample.file.SampleWriter.TextEncoding.GB18030;
import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.City.Project;
import org.tongbao.sample.city.Codes;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.enterprise.Participants;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.ErrorInjector;
import org.tongbao.sample.file.SampleWriter;
import org.tongbao.sample.file.SampleWriter.Heading;

/** The registers: regions, streets, enterprises, projects and devices as they stand on the last day. */
final class Registers {

    private static final Map<String, String> REGION =
            SampleWriter.headings("region_id", "区划代码", "region_name", "名称", "kind", "类别", "city_id", "所属市");
    private static final Map<String, String> STREET =
            SampleWriter.headings("street_id", "街道代码", "street_name", "名称", "region_id", "所属县区代码");
    private static final Map<String, String> DEVICE = SampleWriter.headings(
            "device_id", "设备编号",
            "project_id", "项目编码",
            "kind", "设备类别",
            "interval_minutes", "上传间隔（分钟）",
            "installed_on", "接入日期",
            "removed_on", "拆除日期");

    /** First characters of region names, and what one types instead of them. */
    private static final String RIGHT = "临云望锦青安石白凤松沐澄景滨空";

    private static final String WRONG = "林芸旺绵清按实百风淞木橙竟宾控";

    private final City city;
    private final long seed;
    private final SampleWriter writer;

    Registers(City city, SampleWriter writer) {
        this.city = city;
        this.seed = city.seed();
        this.writer = writer;
    }

    void write() {
        var regions = new DataSheet("名册/县区名册.csv", List.copyOf(REGION.keySet()));
        city.regions().forEach(r -> regions.add(r.id(), r.name(), r.kind(), City.NAME));
        writer.csv(regions, REGION, UTF8);
        var streets = new DataSheet("名册/街道名册.csv", List.copyOf(STREET.keySet()));
        city.streets().forEach(s -> streets.add(s.id(), s.name(), s.region().id()));
        writer.csv(streets, STREET, GB18030);
        enterprises();
        projects();
        devices();
    }

    private void enterprises() {
        var headings = new LinkedHashMap<String, Heading>();
        headings.put("enterprise_id", new Heading("", "统一社会信用代码"));
        headings.put("enterprise_name", new Heading("", "企业名称"));
        headings.put("qualification", new Heading("", "资质等级"));
        headings.put("licence_no", new Heading("", "安许证号"));
        headings.put("licence_expires_on", new Heading("", "有效期至"));
        var sheet = new DataSheet("名册/企业名册.xlsx", List.copyOf(headings.keySet()));
        for (var firm : city.firms()) {
            sheet.add(
                    firm.code(),
                    firm.name(),
                    firm.qualification(),
                    Codes.serial("（景）JZ安许证字〔2024〕", sheet.rows().size() + 1, 6),
                    firm.licenceUntil());
        }
        var errors = new ErrorInjector(sheet, SeededRandom.of(seed, "dirt", sheet.file()), v -> {});
        errors.distort("enterprise_name", "trailing blanks", v -> v + "　 ");
        errors.distort("enterprise_id", "full-width digits", Codes::fullWidth);
        // A wrong check digit makes a key of its own, and no project names it.
        errors.addRejected(
                1, "enterprise_id", "wrong check digit", c -> c.substring(0, 17) + (c.endsWith("A") ? "B" : "A"));
        errors.addDuplicate(1, "enterprise_id");
        Participants.of(city).names().forEach((code, name) -> sheet.add(code, name, null, null, null));
        writer.xlsx(sheet, "企业名册", City.NAME + "参建企业名册", headings, List.of("licence_expires_on"), List.of());
    }

    private void projects() {
        var headings = projectHeadings();
        var sheet = new DataSheet("名册/项目台账.xlsx", List.copyOf(headings.keySet()));
        city.projects().forEach(p -> project(p, sheet));
        var next = new int[] {900_000};
        var errors = new ErrorInjector(
                sheet, SeededRandom.of(seed, "dirt", sheet.file()), v -> v[0] = v[0].substring(0, 10) + ++next[0]);
        errors.distort("project_id", "full-width digits", Codes::fullWidth);
        errors.distort("cost_wan", "full-width digits", Codes::fullWidth);
        errors.distort("region_id", "trailing blanks", v -> v + "　");
        errors.distort("project_name", "trailing blanks", v -> " " + v + "  ");
        errors.addRejected(1, "region_id", "misspelt region", Registers::misspelt);
        errors.addRejected(1, "region_id", "misspelt region", v -> v + "县");
        errors.addRejected(1, "street_id", "misspelt street", v -> v.replaceFirst("(街道|镇)$", ""));
        errors.addRejected(1, "area_m2", "negative number", v -> "-12000");
        errors.addRejected(1, "started_on", "impossible date", v -> "2025-02-30");
        errors.addRejected(1, "project_id", "short code", v -> v.substring(0, 12));
        errors.addRejected(1, "contractor_id", "unknown enterprise", v -> Codes.credit(800_001));
        errors.addRejected(1, "state", "unknown value", v -> "在建");
        errors.addRejected(1, "project_name", "missing value", v -> "");
        errors.addDuplicate(1, "project_id");
        errors.addDuplicate(1, "project_id");
        writer.xlsx(
                sheet,
                "在监项目",
                City.NAME + "房屋市政工程在监项目台账",
                headings,
                List.of("started_on", "completed_on", "stopped_on", "resumed_on"),
                List.of("area_m2", "cost_wan"));
    }

    private static Map<String, Heading> projectHeadings() {
        var headings = new LinkedHashMap<String, Heading>();
        headings.put("project_id", new Heading("", "项目编码"));
        headings.put("project_name", new Heading("工程概况", "项目名称"));
        headings.put("permit_no", new Heading("工程概况", "施工许可证号"));
        headings.put("project_type", new Heading("工程概况", "工程类别"));
        headings.put("region_id", new Heading("工程概况", "所属区域"));
        headings.put("street_id", new Heading("工程概况", "街道（乡镇）"));
        headings.put("area_m2", new Heading("工程概况", "建筑面积（平方米）"));
        headings.put("cost_wan", new Heading("工程概况", "合同价（万元）"));
        headings.put("contractor_id", new Heading("参建单位", "施工单位信用代码"));
        headings.put("supervisor", new Heading("参建单位", "监理单位"));
        headings.put("started_on", new Heading("形象进度", "开工日期"));
        headings.put("completed_on", new Heading("形象进度", "竣工日期"));
        headings.put("stopped_on", new Heading("形象进度", "停工日期"));
        headings.put("resumed_on", new Heading("形象进度", "复工日期"));
        headings.put("state", new Heading("形象进度", "状态"));
        headings.put("risk_grade", new Heading("", "风险等级"));
        headings.put("has_crane", new Heading("大型设备", "塔机"));
        headings.put("has_pit", new Heading("大型设备", "深基坑"));
        return headings;
    }

    private void project(Project p, DataSheet sheet) {
        boolean begun = !p.started().isAfter(city.lastDay());
        @Nullable String permit = begun ? "SG" + p.id() : null;
        sheet.add(
                p.id(),
                p.name(),
                permit,
                p.house() ? "房屋建筑" : "市政基础设施",
                p.street().region().name(),
                p.street().name(),
                p.area() == 0 ? null : p.area(),
                p.cost(),
                p.firm().code(),
                p.supervisor(),
                begun ? p.started() : null,
                p.completed(),
                p.stopped(),
                p.resumed(),
                p.state(),
                p.risk(),
                p.features().crane() ? "是" : "否",
                p.features().pit() ? "是" : "否");
    }

    private void devices() {
        var sheet = new DataSheet("名册/设备名册.csv", List.copyOf(DEVICE.keySet()));
        for (var d : city.devices()) {
            var interval = city.interval();
            sheet.add(d.id(), d.project().id(), d.kind(), interval, d.installed(), d.removed());
        }
        var next = new int[] {0};
        var errors =
                new ErrorInjector(sheet, SeededRandom.of(seed, "dirt", sheet.file()), v -> v[0] = "SBX" + ++next[0]);
        errors.distort("device_id", "trailing blanks", v -> v + " ");
        errors.distort("project_id", "full-width digits", Codes::fullWidth);
        errors.addRejected(1, "project_id", "unknown project", v -> City.NO_PROJECT);
        errors.addRejected(1, "kind", "unknown value", v -> "视频");
        errors.addRejected(1, "interval_minutes", "negative number", v -> "-5");
        errors.addDuplicate(1, "device_id");
        writer.csv(sheet, DEVICE, UTF8);
    }

    private static String misspelt(String region) {
        return WRONG.charAt(RIGHT.indexOf(region.charAt(0))) + region.substring(1);
    }
}
