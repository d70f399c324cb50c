package org.tongbao.sample;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The invented city: its districts, firms, projects and devices, with the hidden qualities that make them behave as
 * they do. No place, firm or person of it exists; division codes begin with 99, which no province has.
 */
record City(
        List<Region> regions, List<Street> streets, List<Firm> firms, List<Project> projects, List<Device> devices) {

    static final String NAME = "景澜市";

    private static final List<String> REGIONS = List.of(
            "临澜区", "云麓区", "望汐区", "锦岫区", "青岚区", "安棠县", "石涧县", "白鹭洲县", "凤栖县", "松涧县", "沐汀市", "澄阜市", "景澜经济开发区", "滨澜高新园区",
            "空港产业园");
    private static final List<String> STREET_FIRST =
            List.of("东", "西", "南", "北", "新", "和", "永", "长", "春", "清", "金", "玉", "文", "武", "福", "荣");
    private static final List<String> STREET_LAST = List.of("桥", "塘", "岭", "浦", "泽", "坊", "渡", "台");
    private static final List<String> FIRM_FIRST =
            List.of("宏", "鼎", "恒", "瑞", "华", "盛", "泰", "嘉", "昊", "铭", "锦", "博", "远", "诚", "凯", "融");
    private static final List<String> FIRM_LAST = List.of("基", "筑", "建", "业", "达", "峰", "源", "信", "城", "安");
    private static final List<String> PROJECT_FIRST =
            List.of("云栖", "澜湾", "翠庭", "锦绣", "星河", "悦府", "和畅", "观澜", "书香", "江畔", "金桂", "望山", "朗月", "听松", "瑞景");
    private static final List<String> HOUSES =
            List.of("家园住宅小区", "商业综合体", "安置房", "中学新建工程", "医院门诊楼", "科创中心", "人才公寓", "厂房", "幼儿园", "写字楼");
    private static final List<String> WORKS = List.of("道路改造工程", "跨河桥梁工程", "综合管廊工程", "污水管网工程", "公园绿道工程");

    record Region(String id, String name, String kind, double quality, double diligence) {}

    record Street(String id, String name, Region region) {}

    record Firm(String code, String name, String qualification, LocalDate licenceUntil, double quality) {}

    /** A project; {@code quality} between 0 (bad) and 1 (good) drives all that happens on its site. */
    record Project(
            String id,
            String name,
            String type,
            Street street,
            Firm firm,
            String supervisor,
            int area,
            int cost,
            LocalDate started,
            @Nullable LocalDate completed,
            @Nullable LocalDate stopped,
            @Nullable LocalDate resumed,
            String state,
            String risk,
            boolean crane,
            boolean pit,
            double quality) {

        /** Whether work goes on at some time of the month. */
        boolean activeIn(YearMonth month) {
            boolean begun = !started.isAfter(month.atEndOfMonth());
            boolean going = completed == null || !completed.isBefore(month.atDay(1));
            boolean halted = stopped != null
                    && stopped.isBefore(month.atDay(1))
                    && (resumed == null || resumed.isAfter(month.atEndOfMonth()));
            return begun && going && !halted;
        }
    }

    record Device(
            String id,
            Project project,
            String kind,
            LocalDate installed,
            @Nullable LocalDate removed) {}

    /** Invents a city as it stands at the end of the last month. */
    static City invent(SampleOptions options) {
        var regions = regions(options.seed());
        var streets = streets(regions);
        var firms = firms(options);
        var projects = projects(options, streets, firms);
        return new City(regions, streets, firms, projects, devices(options, projects));
    }

    private static List<Region> regions(long seed) {
        var regions = new ArrayList<Region>();
        for (int i = 0; i < REGIONS.size(); i++) {
            var name = REGIONS.get(i);
            var dice = Dice.of(seed, "region", i);
            var kind = i >= 12 ? "园区" : name.substring(name.length() - 1);
            regions.add(new Region(
                    "9901%02d".formatted(i < 12 ? i + 1 : i + 60),
                    name,
                    kind,
                    0.35 + 0.5 * dice.real(),
                    0.7 + 0.5 * dice.real()));
        }
        return regions;
    }

    private static List<Street> streets(List<Region> regions) {
        var streets = new ArrayList<Street>();
        for (int i = 0; i < regions.size() * 4; i++) {
            var region = regions.get(i / 4);
            var name = STREET_FIRST.get(i % STREET_FIRST.size())
                    + STREET_LAST.get((i / STREET_FIRST.size() + i) % STREET_LAST.size())
                    + (region.kind().equals("县") && i % 4 > 1 ? "镇" : "街道");
            boolean taken = streets.stream().anyMatch(s -> s.name().equals(name));
            streets.add(new Street(region.id() + "%03d".formatted(i % 4 + 1), taken ? "小" + name : name, region));
        }
        return streets;
    }

    private static List<Firm> firms(SampleOptions options) {
        int count = Math.max(8, options.projects() * 2 / 5);
        var firms = new ArrayList<Firm>();
        for (int i = 0; i < count; i++) {
            var dice = Dice.of(options.seed(), "firm", i);
            var name = "景澜" + FIRM_FIRST.get(i % 16) + FIRM_LAST.get(i / 16 % 10) + (i < 160 ? "" : String.valueOf(i))
                    + dice.pick(List.of("建设集团", "建筑工程", "市政建设", "工程建设")) + "有限公司";
            firms.add(new Firm(
                    CreditCode.invent(i),
                    name,
                    dice.pick(List.of("特级", "一级", "二级", "三级"), 1, 5, 8, 4),
                    options.last().atEndOfMonth().plusDays(dice.between(-60, 1000)),
                    Math.min(1, Math.max(0, 0.6 + 0.22 * dice.normal()))));
        }
        return firms;
    }

    private static List<Project> projects(SampleOptions options, List<Street> streets, List<Firm> firms) {
        var projects = new ArrayList<Project>();
        var end = options.last().atEndOfMonth();
        for (int i = 0; i < options.projects(); i++) {
            var dice = Dice.of(options.seed(), "project", i);
            // Every street has work; towns in the middle of the list have more of it.
            var street = i < streets.size() ? streets.get(i) : dice.pick(streets);
            var firm = i < firms.size() ? firms.get(i) : dice.pick(firms);
            var started = end.minusDays(dice.between(-40, 900));
            int days = dice.between(420, 1100);
            var planned = started.plusDays(days);
            var completed = planned.isAfter(end) ? null : planned;
            @Nullable LocalDate stopped = null;
            @Nullable LocalDate resumed = null;
            if (started.isBefore(end.minusDays(120)) && dice.chance(0.12)) {
                stopped = started.plusDays(dice.between(60, (int) (end.toEpochDay() - started.toEpochDay()) - 20));
                resumed = dice.chance(0.55) ? stopped.plusDays(dice.between(30, 120)) : null;
                if (resumed != null && resumed.isAfter(end)) {
                    resumed = null;
                }
                if (completed != null && completed.isBefore(stopped.plusDays(150))) {
                    stopped = null;
                    resumed = null;
                }
            }
            boolean house = dice.chance(0.78);
            double quality =
                    0.45 * firm.quality() + 0.35 * street.region().quality() + 0.2 * dice.real() + 0.07 * dice.normal();
            projects.add(new Project(
                    "%s%02d%02d%06d"
                            .formatted(street.region().id(), started.getYear() % 100, started.getMonthValue(), i + 1),
                    PROJECT_FIRST.get(i % PROJECT_FIRST.size())
                            + (i / PROJECT_FIRST.size() + 1) + "号"
                            + dice.pick(house ? HOUSES : WORKS),
                    house ? "房屋建筑" : "市政基础设施",
                    street,
                    firm,
                    "景澜" + FIRM_FIRST.get(dice.between(0, 15)) + "正监理有限公司",
                    house ? 3_000 + (int) (dice.real() * dice.real() * 150_000) : 0,
                    800 + (int) (dice.real() * dice.real() * 60_000),
                    started,
                    completed,
                    stopped,
                    resumed,
                    state(started, completed, planned, stopped, resumed, end),
                    dice.pick(List.of("重大", "较大", "一般", "低"), 1, 3, 8, 4),
                    house ? dice.chance(0.7) : dice.chance(0.2),
                    dice.chance(0.35),
                    Math.min(0.98, Math.max(0.05, quality))));
        }
        return projects;
    }

    private static String state(
            LocalDate started,
            @Nullable LocalDate completed,
            LocalDate planned,
            @Nullable LocalDate stopped,
            @Nullable LocalDate resumed,
            LocalDate end) {
        if (started.isAfter(end)) {
            return "施工准备";
        }
        if (completed != null) {
            return "竣工";
        }
        if (stopped != null && resumed == null) {
            return "停工";
        }
        return planned.isBefore(end.plusDays(25)) ? "完工预验" : "在施";
    }

    private static List<Device> devices(SampleOptions options, List<Project> projects) {
        var devices = new ArrayList<Device>();
        for (var project : projects) {
            var dice = Dice.of(options.seed(), "device", project.id());
            var kinds = new ArrayList<String>();
            if (dice.chance(0.75)) {
                kinds.add("扬尘");
                kinds.add("噪声");
            }
            if (project.crane() && dice.chance(0.6)) {
                kinds.add("塔机");
            }
            if (project.pit() && dice.chance(0.6)) {
                kinds.add("基坑");
            }
            for (var kind : kinds) {
                devices.add(new Device(
                        "SB%05d".formatted(devices.size() + 1),
                        project,
                        kind,
                        project.started().plusDays(dice.between(3, 30)),
                        project.completed()));
            }
        }
        return devices;
    }
}
