package org.tongbao.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tongbao.render.facts.Facts;
import org.tongbao.spec.Layers;
import org.tongbao.spec.Problems;

/** What the shipped documents say in cases that the sample does not have, in words that whoever signs can answer for. */
class WordingTest {

    private static final String REGION = "990110";

    private static InventedCity city;
    private static Renderer renderer;

    @BeforeAll
    static void open() {
        city = new InventedCity();
        renderer = new Renderer(Layers.of(InventedCity.HOME.resolve("report-templates")));
    }

    @AfterAll
    static void close() {
        city.close();
    }

    /** A year's report is drafted in the year, or in the next one; who issues it gives the number, and with it the year. */
    @Test
    void aDraftHasNoYearInItsNumberUntilItIsIssued() throws IOException {
        var bulletin = bulletin("monthly-ranking");
        assertThat(text(bulletin, facts(bulletin))).contains("景建安〔〕号").doesNotContain("〔2026〕号");
    }

    @Test
    void placesAreInNoMoreBandsThanThereArePlaces() {
        city.session.execute("update stage.standing set band = 17 where run = 12 and left_out is not null");
        assertThat(facts(bulletin("monthly-ranking")).table("certainty").rows())
                .singleElement()
                .extracting(row -> row.get("bands"))
                .isEqualTo(3L);
    }

    @Test
    void thoseThatWereNotAssessedAreToldByTheirReasonsAndNoOthers() throws IOException {
        var bulletin = bulletin("monthly-ranking");
        var facts = facts(bulletin);
        long left = (Long)
                Objects.requireNonNull(facts.table("assessed").rows().get(0).get("left_out"));
        assertThat(text(bulletin, facts))
                .contains("未参评的项目" + left + "个（停工的" + left + "个）")
                .doesNotContain("监督检查的0个", "未开工");
    }

    @Test
    void aRegionsLetterCallsGradesAsTheSchemeDoesAndSaysNothingOfWeights() throws IOException {
        var bulletin = bulletin("monthly-region");
        var facts = facts(bulletin);
        var renamed = changed(facts, "projects", row -> {
            if ("合格".equals(row.get("grade"))) {
                row.put("grade", "中");
            }
        });
        var equal = changed(renamed, "standing", row -> row.put("average", row.get("score")));
        assertThat(text(bulletin, equal))
                .containsPattern("按等次分，.*中\\d+个")
                .contains("得分与各地平均持平")
                .doesNotContain("不合格", "权重", "0.00分；");
    }

    @Test
    void aSiteThatIsBarredHasReachedTheScore() throws IOException {
        var bulletin = bulletin("enterprise-quarterly");
        var facts = facts(bulletin);
        var columns = facts.table("sample-sites").columns();
        var row = new LinkedHashMap<String, @Nullable Object>();
        columns.forEach(column -> row.put(column, null));
        row.put("line", 1L);
        row.put("project_name", "甲");
        row.put("region_name", "乙");
        row.put("enterprise_name", "丙");
        row.put("score", 95.0);
        row.put("proposed", "不推荐");
        var tables = new LinkedHashMap<>(facts.tables());
        tables.put("sample-sites", new Facts.Table(columns, List.of(row)));
        assertThat(text(bulletin, new Facts(tables)))
                .contains("初步考评达到推荐得分的1个项目均有不得推荐的情形")
                .doesNotContain("没有专家初步考评达到推荐得分的项目");
    }

    private static Facts facts(Bulletin bulletin) {
        return bulletin.facts(city.session, List.of(REGION)).get(0);
    }

    private interface Change {
        void of(Map<String, @Nullable Object> row);
    }

    private static Facts changed(Facts facts, String table, Change change) {
        var rows = facts.table(table).rows().stream()
                .<Map<String, @Nullable Object>>map(LinkedHashMap::new)
                .toList();
        rows.forEach(change::of);
        var tables = new LinkedHashMap<>(facts.tables());
        tables.put(table, new Facts.Table(facts.table(table).columns(), rows));
        return new Facts(tables);
    }

    private static Bulletin bulletin(String name) {
        var problems = new Problems();
        var bulletin = Bulletin.read(
                InventedCity.files(problems),
                InventedCity.HOME.resolve("report-templates").resolve(name));
        problems.throwIfAny();
        return bulletin.orElseThrow();
    }

    private static String text(Bulletin bulletin, Facts facts) throws IOException {
        var out = new ByteArrayOutputStream();
        renderer.page(bulletin, facts, Edition.draft(InventedCity.JUNE, REGION), out);
        try (var document = Loader.loadPDF(out.toByteArray())) {
            return new PDFTextStripper().getText(document).replaceAll("[\\s\\p{Z}]", "");
        }
    }
}
