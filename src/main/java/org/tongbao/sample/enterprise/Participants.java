package org.tongbao.sample.enterprise;

import static org.tongbao.sample.file.SampleWriter.TextEncoding.UTF8;
import static org.tongbao.sample.file.SampleWriter.headings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tongbao.sample.city.City;
import org.tongbao.sample.city.City.Project;
import org.tongbao.sample.city.Codes;
import org.tongbao.sample.city.SeededRandom;
import org.tongbao.sample.file.DataSheet;
import org.tongbao.sample.file.SampleWriter;

/** Who takes part in a project besides its contractor: who has it built, who supervises, who is subcontracted. */
public final class Participants {

    private static final Map<String, String> FILED =
            headings("project_id", "项目编码", "role", "单位类别", "enterprise_id", "信用代码");

    /** Credit codes from here on belong to these enterprises. */
    private static final int FIRST_CODE = 600_000;

    private static final String NAMES = "安泰宏远瑞丰鼎盛恒信";
    private static final List<String> TRADES = List.of("置业", "城市建设", "产业投资", "教育投资");

    private final City city;
    private final Map<String, String> codes = new LinkedHashMap<>();
    private final List<Filed> filed = new ArrayList<>();

    /** Who takes part in which project as what. */
    record Filed(Project project, String role, String code) {}

    private Participants(City city) {
        this.city = city;
        for (var project : city.projects()) {
            var builder = SeededRandom.of(city.seed(), "builder", project.id());
            file(
                    project,
                    "建设单位",
                    "景澜" + NAMES.charAt(builder.between(0, 9)) + NAMES.charAt(builder.between(0, 3))
                            + builder.pick(TRADES) + "有限公司");
            file(project, "监理单位", project.supervisor());
            for (var company : subcontractors(project)) {
                file(project, company.contains("劳务") ? "劳务分包单位" : "专业分包单位", company);
            }
        }
    }

    public static Participants of(City city) {
        return new Participants(city);
    }

    private void file(Project project, String role, String name) {
        var code = codes.computeIfAbsent(name, n -> Codes.credit(FIRST_CODE + codes.size()));
        filed.add(new Filed(project, role, code));
    }

    /** The subcontractors of a site that reports its labour (Staff). */
    private List<String> subcontractors(Project project) {
        var firm = SeededRandom.of(city.seed(), "subcontract", project.id());
        if (!firm.chance(0.28)) {
            return List.of();
        }
        firm.uniform(); // how many workers
        return firm.chance(0.5)
                ? List.of(company(project, true), company(project, false))
                : List.of(company(project, true));
    }

    static String company(Project project, boolean labour) {
        return "景澜" + project.id().substring(13) + (labour ? "号建筑劳务有限公司" : "号专业工程有限公司");
    }

    /** Names by credit codes, without the contractors. */
    public Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        codes.forEach((name, code) -> names.put(code, name));
        return names;
    }

    /** The projects of an enterprise, as whatever it takes part. */
    List<Project> projects(String code) {
        var own = city.projects().stream().filter(p -> p.firm().code().equals(code));
        return Stream.concat(
                        own, filed.stream().filter(f -> f.code().equals(code)).map(Filed::project))
                .distinct()
                .toList();
    }

    void write(SampleWriter writer) {
        var sheet = new DataSheet("项目台账/参建单位备案.csv", List.copyOf(FILED.keySet()));
        filed.forEach(f -> sheet.add(f.project().id(), f.role(), f.code()));
        writer.csv(sheet, FILED, UTF8);
    }
}
