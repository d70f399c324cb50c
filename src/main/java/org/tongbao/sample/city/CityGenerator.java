package org.tongbao.sample.city;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongbao.sample.city.City.Device;
import org.tongbao.sample.city.City.Firm;
import org.tongbao.sample.city.City.Project;
import org.tongbao.sample.city.City.Region;
import org.tongbao.sample.city.City.SiteFeatures;
import org.tongbao.sample.city.City.Street;

/** Invents a city: names, codes, dates and qualities. */
final class CityGenerator {

    private static final List<String> REGIONS = List.of(
            "临澜区", "云麓区", "望汐区", "锦岫区", "青岚区", "安棠县", "石涧县", "白鹭洲县", "凤栖县", "松涧县", "沐汀市", "澄阜市", "景澜经济开发区", "滨澜高新园区",
            "空港产业园");
    private static final int PARKS_FROM = 12;
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

    private final long seed;
    private final int size;
    private final LocalDate end;

    private CityGenerator(long seed, int size, YearMonth last) {
        this.seed = seed;
        this.size = size;
        this.end = last.atEndOfMonth();
    }

    static City city(long seed, int size, int months, YearMonth last, int interval) {
        var invention = new CityGenerator(seed, size, last);
        var regions = invention.regions();
        var streets = invention.streets(regions);
        var firms = invention.firms();
        var projects = invention.projects(streets, firms);
        return new City(seed, last, months, interval, regions, streets, firms, projects, invention.devices(projects));
    }

    private List<Region> regions() {
        var regions = new ArrayList<Region>();
        for (int i = 0; i < REGIONS.size(); i++) {
            var name = REGIONS.get(i);
            var random = SeededRandom.of(seed, "region", i);
            boolean park = i >= PARKS_FROM;
            regions.add(new Region(
                    Codes.serial("9901", park ? i + 60 : i + 1, 2),
                    name,
                    park ? "园区" : name.substring(name.length() - 1),
                    0.22 + 0.7 * random.uniform(),
                    0.24 * (random.uniform() - 0.5),
                    0.64 + 0.34 * random.uniform()));
        }
        return regions;
    }

    private List<Street> streets(List<Region> regions) {
        var streets = new ArrayList<Street>();
        for (int i = 0; i < regions.size() * 4; i++) {
            var region = regions.get(i / 4);
            var name = STREET_FIRST.get(i % STREET_FIRST.size())
                    + STREET_LAST.get((i / STREET_FIRST.size() + i) % STREET_LAST.size())
                    + (region.kind().equals("县") && i % 4 > 1 ? "镇" : "街道");
            boolean taken = streets.stream().anyMatch(s -> s.name().equals(name));
            streets.add(new Street(
                    Codes.serial(region.id(), i % 4 + 1, 3),
                    taken ? "小" + name : name,
                    region,
                    SeededRandom.of(seed, "street", i).uniform()));
        }
        return streets;
    }

    private List<Firm> firms() {
        int count = Math.max(8, size * 2 / 5);
        int named = FIRM_FIRST.size() * FIRM_LAST.size();
        var firms = new ArrayList<Firm>();
        for (int i = 0; i < count; i++) {
            var random = SeededRandom.of(seed, "firm", i);
            var name = "景澜"
                    + FIRM_FIRST.get(i % FIRM_FIRST.size())
                    + FIRM_LAST.get(i / FIRM_FIRST.size() % FIRM_LAST.size())
                    + (i < named ? "" : String.valueOf(i))
                    + random.pick(List.of("建设集团", "建筑工程", "市政建设", "工程建设"))
                    + "有限公司";
            firms.add(new Firm(
                    Codes.credit(i),
                    name,
                    random.pick(List.of("特级", "一级", "二级", "三级"), 1, 5, 8, 4),
                    end.plusDays(random.between(-60, 1000)),
                    Math.min(1, Math.max(0, 0.6 + 0.22 * random.normal()))));
        }
        return firms;
    }

    private List<Project> projects(List<Street> streets, List<Firm> firms) {
        var projects = new ArrayList<Project>();
        for (int i = 0; i < size; i++) {
            var random = SeededRandom.of(seed, "project", i);
            // Every street has work and every firm a site, as far as there are enough; a few firms have many.
            var street = i < streets.size() ? streets.get(i) : random.pick(streets);
            var firm = i < firms.size()
                    ? firms.get(i)
                    : random.chance(0.6) ? firms.get(random.between(0, firms.size() / 6)) : random.pick(firms);
            projects.add(project(i + 1, random, street, firm));
        }
        return projects;
    }

    private Project project(int number, SeededRandom random, Street street, Firm firm) {
        var started = end.minusDays(random.between(-40, 1150));
        var planned = started.plusDays(random.between(420, 1100));
        var completed = planned.isAfter(end) ? null : planned;
        var until = completed == null ? end : completed;
        @Nullable LocalDate stopped = null;
        @Nullable LocalDate resumed = null;
        int age = (int) ChronoUnit.DAYS.between(started, until);
        if (age > 120 && random.chance(0.16)) {
            stopped = started.plusDays(random.between(60, age - 20));
            var back = stopped.plusDays(random.between(30, 150));
            resumed = back.isBefore(until) && (completed != null || random.chance(0.7)) ? back : null;
            if (completed != null && resumed == null) {
                stopped = null;
            }
        }
        boolean house = random.chance(0.78);
        double quality = 0.36 * firm.quality()
                + 0.38 * street.region().quality()
                + 0.1 * street.quality()
                + 0.16 * random.uniform()
                + 0.07 * random.normal();
        var name = PROJECT_FIRST.get((number - 1) % PROJECT_FIRST.size())
                + ((number - 1) / PROJECT_FIRST.size() + 1)
                + "号"
                + random.pick(house ? HOUSES : WORKS);
        var code = Codes.serial(street.region().id(), started.getYear() % 100 * 100 + started.getMonthValue(), 4);
        return new Project(
                Codes.serial(code, number, 6),
                name,
                house,
                street,
                firm,
                "景澜" + random.pick(FIRM_FIRST) + "正监理有限公司",
                house ? 3_000 + (int) (random.uniform() * random.uniform() * 150_000) : 0,
                800 + (int) (random.uniform() * random.uniform() * 60_000),
                started,
                completed,
                stopped,
                resumed,
                state(started, planned, stopped, resumed),
                random.pick(List.of("重大", "较大", "一般", "低"), 1, 3, 8, 4),
                features(house, random),
                Math.min(0.97, Math.max(0.05, quality)));
    }

    private static SiteFeatures features(boolean house, SeededRandom random) {
        boolean crane = random.chance(house ? 0.7 : 0.2);
        boolean pit = random.chance(0.35);
        var scaffold = random.pick(List.of("B.3", "B.4", "B.5", "B.6", "B.8", "B.9"), 8, 1, 2, 6, 3, 2);
        var hoist = random.pick(List.of("B.15", "B.16"), 1, 5);
        return new SiteFeatures(
                crane,
                pit,
                house || random.chance(0.4),
                house || random.chance(0.3) ? scaffold : null,
                house && random.chance(0.8) ? hoist : null);
    }

    /** The state that the dates amount to on the last day. */
    private String state(
            LocalDate started, LocalDate planned, @Nullable LocalDate stopped, @Nullable LocalDate resumed) {
        if (started.isAfter(end)) {
            return "施工准备";
        }
        if (!planned.isAfter(end)) {
            return "竣工";
        }
        if (stopped != null && resumed == null) {
            return "停工";
        }
        return planned.isBefore(end.plusDays(25)) ? "完工预验" : "在施";
    }

    private List<Device> devices(List<Project> projects) {
        var devices = new ArrayList<Device>();
        for (var project : projects) {
            var random = SeededRandom.of(seed, "device", project.id());
            var kinds = new ArrayList<String>();
            if (random.chance(0.75)) {
                kinds.add("扬尘");
                kinds.add("噪声");
            }
            if (project.features().crane() && random.chance(0.6)) {
                kinds.add("塔机");
            }
            if (project.features().pit() && random.chance(0.6)) {
                kinds.add("基坑");
            }
            if (project.started().isAfter(end)) {
                continue;
            }
            for (var kind : kinds) {
                var installed = project.started().plusDays(random.between(3, 30));
                devices.add(new Device(
                        Codes.serial("SB", devices.size() + 1, 6), project, kind, installed, project.completed()));
            }
        }
        return devices;
    }
}
