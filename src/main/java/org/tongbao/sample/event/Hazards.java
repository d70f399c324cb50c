package org.tongbao.sample.event;

import java.util.List;
import org.tongbao.sample.city.City.SiteFeatures;
import org.tongbao.sample.city.SeededRandom;

/** What inspectors write about hazards, by the categories of the ledger. */
final class Hazards {

    /**
     * A category, what is commonly amiss, and what is so bad that work must stop.
     *
     * @param clause article and item of the standard for major hazards, edition of 2024, that makes it one
     * @param former those of the edition of 2022
     */
    private record Category(String name, List<String> ordinary, String major, String clause, String former) {}

    /** A hazard, described as an ordinary one and as a major one. */
    record Hazard(String category, String ordinary, String major, String clause, String former) {}

    private static final List<Category> CATEGORIES = List.of(
            new Category("安全管理", List.of("安全技术交底记录不全", "新进场工人三级教育无考核", "带班记录缺签字"), "特种作业人员无证上岗", "4/3", "4/3"),
            new Category("文明施工", List.of("裸土未覆盖", "主干道积尘，未及时洒水", "材料堆放杂乱，无标识"), "宿舍设在在建楼内", "17/1", "15/1"),
            new Category("脚手架", List.of("作业层脚手板未满铺", "个别连墙件缺失", "架体内侧未封闭"), "悬挑架锚固环松脱，架体外倾", "7/2", "7/2"),
            new Category("基坑工程", List.of("坑边临边防护缺口", "坑顶堆料偏近", "排水沟堵塞"), "支护桩位移超预警值仍继续开挖", "5/4", "5/4"),
            new Category("模板支架", List.of("扫地杆设置不全", "立杆间距偏大", "可调托撑外伸过长"), "高支模未经验收即浇筑", "4/5", "4/4"),
            new Category("高处作业", List.of("洞口盖板未固定", "临边护栏缺挡脚板", "个别工人未系安全带"), "电梯井内防护全部拆除", "9/4", "9/3"),
            new Category("施工用电", List.of("配电箱未上锁", "一闸多机", "电缆拖地浸水"), "总箱漏电保护失效仍带电使用", "10/1", "10/1"),
            new Category("起重机械", List.of("吊索具磨损未更换", "限位器灵敏度不足", "司机交接班记录缺失"), "塔机未经检测即投入使用", "8/1", "8/1"),
            new Category("施工机具", List.of("圆盘锯防护罩缺失", "电焊机二次线未防护", "钢筋机械无接地"), "私自改装卷扬机载人", "16/1", "14/1"),
            new Category("消防", List.of("动火无监护人", "灭火器过期", "消防通道堆料"), "外墙保温材料堆场与动火点相邻", "17/1", "15/1"));

    private Hazards() {}

    static Hazard pick(SiteFeatures features, SeededRandom random) {
        var category = random.pick(
                CATEGORIES,
                8,
                10,
                features.scaffold() == null ? 0 : 9,
                features.pit() ? 6 : 0,
                features.formwork() ? 5 : 0,
                14,
                11,
                features.crane() ? 8 : 1,
                4,
                5);
        return new Hazard(
                category.name(),
                random.pick(category.ordinary()),
                category.major(),
                category.clause(),
                category.former());
    }
}
