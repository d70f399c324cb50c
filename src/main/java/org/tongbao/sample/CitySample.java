package org.tongbao.sample;

import static org.tongbao.sample.SampleWriter.Encoding.GB18030;
import static org.tongbao.sample.SampleWriter.Encoding.UTF8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tongbao.run.Progress;
import org.tongbao.sample.SampleWriter.Heading;
import org.tongbao.warehouse.Warehouse;

/**
 * Invents a city and writes its files as a bureau would receive them: ledgers with title rows and merged headings,
 * exports in several encodings, and the dirt of real life, listed in {@code dirt.csv}.
 */
public final class CitySample {

    private CitySample() {}

    /** Writes the files; returns how many bytes they have. */
    public static long write(SampleOptions options, Progress progress) {
        var city = City.invent(options);
        var writer = new SampleWriter(options.out());
        progress.begin("sample", options.months() + 1L, "months");
        registers(city, options, writer);
        progress.advance(1);
        try (var warehouse = Warehouse.inMemory(options.out());
                var session = warehouse.session()) {
            var readings = new Readings(session, city, options, writer);
            var events = new Events(city, options, writer);
            for (int back = options.months() - 1; back >= 0; back--) {
                var month = options.last().minusMonths(back);
                events.write(month);
                readings.write(month);
                progress.advance(1);
            }
        }
        writer.manifest();
        progress.end(writer.bytes() / 1_000_000 + " MB");
        return writer.bytes();
    }

    private static void registers(City city, SampleOptions options, SampleWriter writer) {
        var regions = new Sheet("名册/县区名册.csv", List.of("region_id", "region_name", "kind", "city_id"));
        city.regions().forEach(r -> regions.add(r.id(), r.name(), r.kind(), City.NAME));
        writer.csv(regions, Map.of("region_id", "区划代码", "region_name", "名称", "kind", "类别", "city_id", "所属市"), UTF8);

        var streets = new Sheet("名册/街道名册.csv", List.of("street_id", "street_name", "region_id"));
        city.streets().forEach(s -> streets.add(s.id(), s.name(), s.region().id()));
        writer.csv(streets, Map.of("street_id", "街道代码", "street_name", "名称", "region_id", "所属县区代码"), GB18030);

        enterprises(city, options, writer);
        projects(city, options, writer);
        devices(city, options, writer);
    }

    private static void enterprises(City city, SampleOptions options, SampleWriter writer) {
        var sheet = new Sheet(
                "名册/企业名册.xlsx",
                List.of("enterprise_id", "enterprise_name", "qualification", "licence_no", "licence_expires_on"));
        for (int i = 0; i < city.firms().size(); i++) {
            var firm = city.firms().get(i);
            sheet.add(
                    firm.code(),
                    firm.name(),
                    firm.qualification(),
                    "（景）JZ安许证字〔2024〕%06d".formatted(i + 1),
                    firm.licenceUntil());
        }
        var dice = Dice.of(options.seed(), "dirt", "enterprises");
        // A firm that builds nothing, so that refusing it refuses no project.
        sheet.spoil(
                dice,
                "enterprise_id",
                "wrong check digit",
                c -> c.substring(0, 17) + (c.endsWith("A") ? "B" : "A"),
                v -> {});
        sheet.clean(dice, "enterprise_name", "trailing blanks", v -> v + "　 ");
        var headings = new LinkedHashMap<String, Heading>();
        headings.put("enterprise_id", new Heading("", "统一社会信用代码"));
        headings.put("enterprise_name", new Heading("", "企业名称"));
        headings.put("qualification", new Heading("", "资质等级"));
        headings.put("licence_no", new Heading("", "安许证号"));
        headings.put("licence_expires_on", new Heading("", "有效期至"));
        writer.xlsx(sheet, "企业名册", "景澜市建筑施工企业名册", headings, List.of("licence_expires_on"), List.of());
    }

    private static void projects(City city, SampleOptions options, SampleWriter writer) {
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
        var sheet = new Sheet("名册/项目台账.xlsx", List.copyOf(headings.keySet()));
        for (var p : city.projects()) {
            sheet.add(
                    p.id(),
                    p.name(),
                    "%s202%d%04d0%s01"
                            .formatted(
                                    p.street().region().id(),
                                    p.started().getYear() % 10,
                                    p.started().getDayOfYear(),
                                    "1"),
                    p.type(),
                    p.street().region().name(),
                    p.street().name(),
                    p.area() == 0 ? "" : p.area(),
                    p.cost(),
                    p.firm().code(),
                    p.supervisor(),
                    p.started(),
                    p.completed() == null ? "" : p.completed(),
                    p.stopped() == null ? "" : p.stopped(),
                    p.resumed() == null ? "" : p.resumed(),
                    p.state(),
                    p.risk(),
                    p.crane() ? "有" : "无",
                    p.pit() ? "是" : "否");
        }
        var dice = Dice.of(options.seed(), "dirt", "projects");
        var next = new int[] {900_001};
        Sheet.Fresh fresh = v -> v[0] = v[0].substring(0, 10) + next[0]++;
        sheet.spoil(dice, "region_id", "misspelt region", v -> v.replaceFirst("^.", "林"), fresh);
        sheet.spoil(dice, "region_id", "misspelt region", v -> v + "县", fresh);
        sheet.spoil(dice, "street_id", "misspelt street", v -> v.replaceFirst("(街道|镇)$", ""), fresh);
        sheet.spoil(dice, "area_m2", "negative number", v -> "-12000", fresh);
        sheet.spoil(dice, "started_on", "impossible date", v -> "2025-02-30", fresh);
        sheet.spoil(dice, "project_id", "short code", v -> v.substring(0, 12), fresh);
        sheet.spoil(dice, "contractor_id", "unknown enterprise", v -> CreditCode.invent(800_001), fresh);
        sheet.spoil(dice, "state", "unknown value", v -> "在建", fresh);
        sheet.spoil(dice, "project_name", "missing value", v -> "", fresh);
        sheet.duplicate(dice, "project_id");
        sheet.clean(dice, "project_id", "full-width digits", CitySample::fullWidth);
        sheet.clean(dice, "cost_wan", "full-width digits", CitySample::fullWidth);
        sheet.clean(dice, "region_id", "trailing blanks", v -> v + "　");
        sheet.clean(dice, "project_name", "trailing blanks", v -> " " + v + "  ");
        writer.xlsx(
                sheet,
                "在监项目",
                "景澜市房屋市政工程在监项目台账",
                headings,
                List.of("started_on", "completed_on", "stopped_on", "resumed_on"),
                List.of("area_m2", "cost_wan"));
    }

    private static void devices(City city, SampleOptions options, SampleWriter writer) {
        var sheet = new Sheet(
                "名册/设备名册.csv",
                List.of("device_id", "project_id", "kind", "interval_minutes", "installed_on", "removed_on"));
        city.devices()
                .forEach(d -> sheet.add(
                        d.id(),
                        d.project().id(),
                        d.kind(),
                        options.interval(),
                        d.installed(),
                        d.removed() == null ? "" : d.removed()));
        var dice = Dice.of(options.seed(), "dirt", "devices");
        var next = new int[] {90_001};
        Sheet.Fresh fresh = v -> v[0] = "SB" + next[0]++;
        sheet.spoil(dice, "project_id", "unknown project", v -> "9999992401000001", fresh);
        sheet.spoil(dice, "kind", "unknown value", v -> "视频", fresh);
        sheet.spoil(dice, "interval_minutes", "negative number", v -> "-5", fresh);
        sheet.duplicate(dice, "device_id");
        sheet.clean(dice, "device_id", "trailing blanks", v -> v + " ");
        writer.csv(
                sheet,
                Map.of(
                        "device_id", "设备编号",
                        "project_id", "项目编码",
                        "kind", "设备类别",
                        "interval_minutes", "上传间隔（分钟）",
                        "installed_on", "接入日期",
                        "removed_on", "拆除日期"),
                UTF8);
    }

    /** Digits as an input method in Chinese mode types them. */
    static String fullWidth(String text) {
        var wide = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            wide.append(c >= '0' && c <= '9' ? (char) (c - '0' + '０') : c);
        }
        return wide.toString();
    }
}
