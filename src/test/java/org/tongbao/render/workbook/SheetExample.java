package org.tongbao.render.workbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.chart.Chart;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.sheet.Worksheet;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/** An invented month: fifteen regions, nineteen indicators, four hundred projects, three hundred findings. */
public final class SheetExample {

    private static final String[] PLACES = {
        "东湖区", "西陵区", "南屏区", "北塔区", "新城区", "青石县", "白水县", "云阳县", "丹江县", "长乐市", "安平市", "永宁县", "高新区", "经开区", "临港区"
    };
    private static final String[] INDICATORS = {
        "检查覆盖率（%）",
        "自评按时率（%）",
        "标准化评分",
        "在建项目数",
        "检查次数",
        "隐患排查数",
        "重大隐患数",
        "隐患整改率（%）",
        "按期整改率（%）",
        "重大隐患逾期数",
        "停工令执行率（%）",
        "项目经理到岗率（%）",
        "总监到岗率（%）",
        "安全员到岗率（%）",
        "设备在线率（%）",
        "超标小时数",
        "报警处置率（%）",
        "事故起数",
        "死亡人数"
    };
    private static final String[] GROUPS = {"履职检查", "隐患治理", "人员到岗", "在线监测", "事故"};
    private static final int[] GROUP_OF = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4};

    private static final String YAML = """
            sheets:
              排名:
                title: "{period}各县（市、区）建筑施工安全生产考核排名"
                data: ranking
                paper: landscape
                freeze: region_name
                columns:
                  place:          { title: 名次, width: 7, highlight: lowest 3 in blue }
                  movement:       { title: 升降, width: 8, highlight: arrows, note: "与上月名次相比；绿色向上为上升。" }
                  region_name:    { title: 县（市、区）, width: 18 }
                  score:          { title: 得分, format: "0.00", width: 14, highlight: [below 60, data bar] }
                  previous_score: { title: 上月得分, format: "0.00" }
                  grade:          { title: 等次, width: 10, highlight: is 不合格 }
                  duty:           { title: 履职检查, under: 各部分得分, format: "0.0", highlight: colour scale }
                  hazard:         { title: 隐患治理, under: 各部分得分, format: "0.0", highlight: colour scale }
                  monitoring:     { title: 在线监测, under: 各部分得分, format: "0.0", highlight: colour scale }
                  staff:          { title: 人员到岗, under: 各部分得分, format: "0.0", highlight: colour scale }
                  site:           { title: 项目实体, under: 各部分得分, format: "0.0", highlight: colour scale }
                note: 注：得分相同的并列；上月未参加考核的不计升降。数据为虚构。
                charts: [scores, branches, trend, categories]
              指标:
                title: "{period}各县（市、区）主要指标"
                data: indicators
                paper: landscape
                freeze: region_name
                columns:
                  region_name: { title: 县（市、区）, width: 16 }
            %s
              项目:
                title: "{period}在建项目考评结果"
                data: projects
                paper: landscape
                freeze: project_name
                columns:
                  line:            { title: 序号 }
                  project_name:    { title: 项目名称 }
                  region_name:     { title: 县（市、区） }
                  enterprise_name: { title: 施工总承包单位 }
                  uscc:            { title: 统一社会信用代码 }
                  score:           { title: 得分, format: "0.00", highlight: [below 60, data bar], total: average }
                  grade:           { title: 等次, highlight: is 不合格 }
                  hazards:         { title: 隐患数, highlight: highest 10, total: sum }
                  started_on:      { title: 开工日期 }
                charts: [grades]
              问题清单:
                title: "{period}问题线索"
                data: findings
                columns:
                  rule:    { title: 规则, width: 18 }
                  subject: { title: 对象, width: 16 }
                  state:   { title: 状态, highlight: is 新增 }
                  since:   { title: 起始日期 }
                  due:     { title: 办理期限 }
                  detail:  { title: 情况说明, width: 46 }
            """.formatted(indicatorColumns());

    private SheetExample() {}

    private static String indicatorColumns() {
        var text = new StringBuilder();
        for (int i = 0; i < INDICATORS.length; i++) {
            boolean share = INDICATORS[i].contains("%");
            var extra = share
                    ? ", format: \"0.0\", highlight: lowest 3"
                    : i == 2 ? ", format: \"0.0\"" : ", format: \"#,##0\", total: sum";
            text.append("      i%d: { title: \"%s\", under: %s, width: 10%s }%n"
                    .formatted(i, INDICATORS[i], GROUPS[GROUP_OF[i]], extra));
        }
        return text.toString().stripTrailing();
    }

    public static List<Worksheet> sheets() {
        return read(YAML);
    }

    /** Reads {@code sheets} as a bulletin does. */
    public static List<Worksheet> read(String yaml) {
        try {
            var folder = Files.createTempDirectory("sheets");
            var file = Files.writeString(folder.resolve("bulletin.yaml"), yaml);
            var problems = new Problems();
            var queries = facts().tables().keySet();
            var sheets = new SpecFiles(folder, problems)
                    .yaml(file)
                    .flatMap(block -> block.as(b -> Worksheet.read(b, queries, charts().keySet())));
            Files.delete(file);
            Files.delete(folder);
            problems.throwIfAny();
            return sheets.orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Chart> charts() {
        var charts = new LinkedHashMap<String, Chart>();
        charts.put(
                "scores",
                chart(
                        "scores",
                        "各县（市、区）考核得分",
                        Chart.Type.BARS,
                        "ranking",
                        "region_name",
                        60.0,
                        "分",
                        "score",
                        "本月得分",
                        "previous_score",
                        "上月得分"));
        charts.put(
                "branches",
                chart(
                        "branches",
                        "各县（市、区）得分构成",
                        Chart.Type.STACKED_BARS,
                        "contributions",
                        "region_name",
                        null,
                        "分",
                        "duty",
                        "履职检查",
                        "hazard",
                        "隐患治理",
                        "monitoring",
                        "在线监测",
                        "staff",
                        "人员到岗",
                        "site",
                        "项目实体"));
        charts.put(
                "trend",
                chart(
                        "trend",
                        "近十二个月考核得分走势",
                        Chart.Type.LINES,
                        "trend",
                        "month",
                        70.0,
                        "分",
                        "average",
                        "各地平均",
                        "highest",
                        "最高",
                        "lowest",
                        "最低"));
        charts.put(
                "categories",
                chart("categories", "隐患类别分布", Chart.Type.PARETO, "categories", "category", null, "处", "cases", "隐患数"));
        charts.put(
                "grades",
                chart(
                        "grades",
                        "项目考评等次分布",
                        Chart.Type.COLUMNS,
                        "grades",
                        "grade",
                        null,
                        "个",
                        "previous_projects",
                        "上月",
                        "projects",
                        "本月"));
        return charts;
    }

    private static Chart chart(
            String name,
            String title,
            Chart.Type type,
            String data,
            String category,
            @Nullable Double limit,
            String unit,
            String... series) {
        var list = new ArrayList<Chart.Series>();
        for (int i = 0; i < series.length; i += 2) {
            list.add(new Chart.Series(series[i], series[i + 1]));
        }
        return new Chart(name, title, type, data, category, list, unit, limit, null, new Location("bulletin.yaml", 1));
    }

    static Facts facts() {
        var random = new Random(7);
        var tables = new LinkedHashMap<String, Facts.Table>();
        tables.put("ranking", ranking(random));
        tables.put("contributions", contributions(tables.get("ranking").rows()));
        tables.put("indicators", indicators(random));
        tables.put("projects", projects(random, 400));
        tables.put("findings", findings(random));
        tables.put("trend", trend(random));
        tables.put("categories", categories());
        tables.put(
                "grades",
                table(List.of(
                        row("grade", "优良", "previous_projects", 121L, "projects", 133L),
                        row("grade", "合格", "previous_projects", 240L, "projects", 231L),
                        row("grade", "不合格", "previous_projects", 31L, "projects", 36L))));
        return new Facts(tables);
    }

    private static Facts.Table ranking(Random random) {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        double score = 94;
        for (int i = 0; i < PLACES.length; i++) {
            score -= 0.4 + 5 * random.nextDouble();
            rows.add(row(
                    "place",
                    (long) i + 1,
                    "movement",
                    i == 4 ? null : (long) random.nextInt(7) - 3,
                    "region_name",
                    PLACES[i],
                    "score",
                    score,
                    "previous_score",
                    i == 4 ? null : score - 4 + 8 * random.nextDouble(),
                    "grade",
                    score >= 80 ? "优良" : score >= 60 ? "合格" : "不合格",
                    "duty",
                    noise(random, score),
                    "hazard",
                    noise(random, score),
                    "monitoring",
                    noise(random, score),
                    "staff",
                    noise(random, score),
                    "site",
                    noise(random, score)));
        }
        return table(rows);
    }

    private static double noise(Random random, double score) {
        return Math.min(100, Math.max(0, score + 10 * random.nextGaussian()));
    }

    private static Facts.Table contributions(List<Map<String, @Nullable Object>> ranking) {
        var weights = Map.of("duty", 0.3, "hazard", 0.3, "monitoring", 0.2, "staff", 0.1, "site", 0.1);
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (var region : ranking) {
            var row = row("region_name", region.get("region_name"));
            for (var branch : List.of("duty", "hazard", "monitoring", "staff", "site")) {
                row.put(
                        branch,
                        region.get(branch) instanceof Double value ? value * weights.getOrDefault(branch, 0.0) : null);
            }
            rows.add(row);
        }
        return table(rows);
    }

    private static Facts.Table indicators(Random random) {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (var place : PLACES) {
            var row = row("region_name", place);
            for (int i = 0; i < INDICATORS.length; i++) {
                boolean share = INDICATORS[i].contains("%") || i == 2;
                row.put(
                        "i" + i,
                        share
                                ? (Object) (60 + 40 * random.nextDouble())
                                : (Object) (long) (i > 16 ? random.nextInt(2) : random.nextInt(1500)));
            }
            rows.add(row);
        }
        rows.get(3).put("i7", null);
        return table(rows);
    }

    static Facts.Table projects(Random random, int count) {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (int i = 0; i < count; i++) {
            double score = Math.min(100, 78 + 12 * random.nextGaussian());
            rows.add(row(
                    "line",
                    (long) i + 1,
                    "project_name",
                    "云州" + PLACES[i % 15].substring(0, 2) + "安置房建设项目" + (i % 9 + 1) + "期工程"
                            + (i % 17 == 0 ? "（含配套道路、管网及室外工程）施工总承包" : ""),
                    "region_name",
                    PLACES[i % 15],
                    "enterprise_name",
                    "虚构建设集团第" + (i % 23 + 1) + "工程有限公司",
                    "uscc",
                    "91990000MA0000000" + (i % 10),
                    "score",
                    score,
                    "grade",
                    score >= 80 ? "优良" : score >= 60 ? "合格" : "不合格",
                    "hazards",
                    (long) random.nextInt(40),
                    "started_on",
                    LocalDate.of(2025, 1, 6).plusDays(random.nextInt(500))));
        }
        return table(rows);
    }

    private static Facts.Table findings(Random random) {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (int i = 0; i < 300; i++) {
            var since = LocalDate.of(2026, 6, 1).plusDays(random.nextInt(30));
            rows.add(row(
                    "rule",
                    i % 3 == 0 ? "重大隐患逾期" : "关键岗位人员长期不到岗",
                    "subject",
                    "P" + (10000 + i),
                    "state",
                    i % 4 == 0 ? "新增" : "持续",
                    "since",
                    since,
                    "due",
                    i % 5 == 0 ? null : since.plusDays(15),
                    "detail",
                    "项目经理本月到岗" + i % 12 + "天，到岗率不足百分之六十；已书面告知施工单位和监理单位，限期整改并报送整改报告。"));
        }
        return table(rows);
    }

    private static Facts.Table trend(Random random) {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (int i = 0; i < 12; i++) {
            double average = 74 + i * 0.5 + 2 * random.nextDouble();
            rows.add(row(
                    "month",
                    (i + 6) % 12 == 0 ? "2026年1月" : (i + 6) % 12 + 1 + "月",
                    "average",
                    average,
                    "highest",
                    average + 12 + 3 * random.nextDouble(),
                    "lowest",
                    average - 14 - 3 * random.nextDouble()));
        }
        return table(rows);
    }

    private static Facts.Table categories() {
        var names = new String[] {"脚手架", "基坑工程", "高处作业", "施工用电", "起重机械", "模板支架", "消防", "文明施工", "其他"};
        var cases = new long[] {96, 41, 187, 133, 52, 38, 77, 21, 9};
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (int i = 0; i < names.length; i++) {
            rows.add(row("category", names[i], "cases", cases[i]));
        }
        return table(rows);
    }

    public static Facts.Table table(List<Map<String, @Nullable Object>> rows) {
        return new Facts.Table(List.copyOf(rows.get(0).keySet()), rows);
    }

    public static Map<String, @Nullable Object> row(@Nullable Object... cells) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < cells.length; i += 2) {
            row.put(String.valueOf(cells[i]), cells[i + 1]);
        }
        return row;
    }
}
