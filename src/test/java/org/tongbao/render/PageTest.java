package org.tongbao.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.page.PageTemplates;
import org.tongbao.spec.Layers;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

class PageTest {

    private static InventedCity city;
    private static Renderer renderer;
    private static Bulletin bulletin;
    private static Facts facts;
    private static byte[] draft;

    @TempDir
    Path folder;

    @BeforeAll
    static void render() throws IOException {
        city = new InventedCity();
        renderer = new Renderer(Layers.of(InventedCity.HOME.resolve("report-templates")));
        bulletin = RenderOnce.bulletin();
        var problems = new Problems();
        bulletin.check(city.session, problems);
        problems.throwIfAny();
        facts = bulletin.facts(city.session, List.of("city")).get(0);
        draft = pdf(facts, Edition.draft(InventedCity.JUNE, "city"));
        Files.createDirectories(Path.of("target/bulletins"));
        Files.write(Path.of("target/bulletins/monthly-ranking.pdf"), draft);
    }

    @AfterAll
    static void close() {
        city.close();
    }

    @Test
    void theSameFactsGiveTheSameBytes() {
        assertThat(pdf(facts, Edition.draft(InventedCity.JUNE, "city"))).isEqualTo(draft);
    }

    @Test
    void anotherProcessWithoutSystemFontsGivesTheSameBytes() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-Duser.language=tr",
                        "-Duser.country=TR",
                        "-Duser.timezone=America/New_York",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RenderOnce.class.getName())
                .redirectErrorStream(true);
        process.environment().put("FONTCONFIG_FILE", folder.resolve("none").toString());
        process.environment().put("FONTCONFIG_PATH", folder.resolve("none").toString());
        var started = process.start();
        var output = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(started.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output.strip()).endsWith(DigestUtils.sha256Hex(draft));
    }

    @Test
    void extractedTextIsOrdinaryChinese() throws IOException {
        assertThat(text(draft)).contains("施工", "工程", "月", "目", "一、总体情况", "单位：分", "累计占比");
        assertThat(text(draft).codePoints().filter(c -> c >= 0x2E80 && c <= 0x2FDF))
                .isEmpty();
    }

    @Test
    void allFontsAreEmbeddedSubsets() throws IOException {
        var fonts = new TreeSet<String>();
        try (var document = Loader.loadPDF(draft)) {
            for (var page : document.getPages()) {
                fonts(page.getResources(), fonts);
            }
        }
        assertThat(fonts).hasSize(4).allMatch(name -> name.matches("[A-Z]{6}\\+Noto.*: embedded"));
    }

    @Test
    void everyRankedRegionStandsWithItsScoreAsComputed() throws IOException {
        var text = text(draft);
        for (var row : facts.table("ranking").rows()) {
            if (row.get("place") != null) {
                assertThat(text).contains(row.get("region_name") + " " + twoPlaces(row.get("score")));
            }
        }
    }

    @Test
    void headingsAndAttachmentsAreBookmarksAndAttachmentsBeginPages() throws IOException {
        try (var document = Loader.loadPDF(draft)) {
            var names = new ArrayList<String>();
            document.getDocumentCatalog().getDocumentOutline().children().forEach(item -> names.add(item.getTitle()));
            assertThat(names).hasSize(10).contains("一、总体情况", "附件1 2026年6月县（市、区）考核排名表");
            var stripper = new PDFTextStripper();
            int begun = 0;
            document.getPages().forEach(page -> page.setRotation(0)); // PDFBox reads turned pages letter by letter
            for (int page = 1; page <= document.getNumberOfPages(); page++) {
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                var lines = stripper.getText(document).lines().toList();
                assertThat(String.join("", lines).replace(" ", "")).contains("—" + page + "—");
                begun += lines.stream().anyMatch(line -> line.strip().matches("附件\\d")) ? 1 : 0;
            }
            assertThat(begun).isEqualTo(5);
        }
    }

    @Test
    void aBulletinIsADraftUntilItHasANumber() throws IOException {
        assertThat(text(draft)).contains("征求意见稿");
        var issued = pdf(facts, new Edition(InventedCity.JUNE, "city", "景建安〔2026〕18号", LocalDate.of(2026, 7, 3)));
        assertThat(text(issued)).contains("景建安〔2026〕18号", "2026年7月3日印发").doesNotContain("征求意见稿");
    }

    @Test
    void aCharacterMissingFromTheSubsetIsTakenFromTheCompleteFont() throws IOException {
        var row = new LinkedHashMap<String, @Nullable Object>(
                facts.table("overdue").rows().get(0));
        row.put("project_name", "㐂庭工程");
        var changed = new LinkedHashMap<>(facts.tables());
        changed.put("overdue", new Facts.Table(facts.table("overdue").columns(), List.of(row)));
        assertThat(text(pdf(new Facts(changed), Edition.draft(InventedCity.JUNE, "city"))))
                .contains("㐂庭工程");
    }

    @Test
    void aFirstMonthWithoutResultsStillMakesADocument() throws IOException {
        var empty = new LinkedHashMap<String, Facts.Table>();
        facts.tables()
                .forEach((name, table) -> empty.put(name, new Facts.Table(table.columns(), nothing(name, table))));
        assertThat(text(pdf(new Facts(empty), Edition.draft(InventedCity.JUNE, "city"))))
                .contains("参加排名的县（市、区）及园区共0个。", "不作比较")
                .doesNotContain("本期无数据", "图1", "—个", "率—");
    }

    /** What the query gives on an empty warehouse: no row, or one with counts of zero. */
    private static List<Map<String, @Nullable Object>> nothing(String name, Facts.Table table) {
        if (name.equals("day")) {
            return table.rows(); // up to which day it is counted is known without data
        }
        if (!List.of("summary", "assessed", "cases").contains(name)) {
            return List.of();
        }
        var row = new LinkedHashMap<String, @Nullable Object>();
        table.columns()
                .forEach(column -> row.put(column, name.equals("summary") || column.equals("average") ? null : 0L));
        return List.of(row);
    }

    @Test
    void valuesAreEscaped() throws IOException {
        Files.writeString(folder.resolve("page.ftlh"), "<b>${name}</b>");
        assertThat(new PageTemplates(Layers.of(folder)).fill("page.ftlh", Map.of("name", "<&>")))
                .isEqualTo("<b>&lt;&amp;&gt;</b>");
    }

    @Test
    void mistakesInABulletinAreReportedTogetherWithTheirLines() throws IOException {
        var home = folder.resolve("report-templates/monthly");
        Files.createDirectories(home.resolve("data"));
        Files.writeString(home.resolve("data/ranking.sql"), "-- 排名\nselect 1 as place");
        Files.writeString(home.resolve("page.ftlh"), "<p>\n<#if x>\n</p>");
        Files.writeString(home.resolve("bulletin.yaml"), """
                bulletin: monthly
                titel: 通报
                page: page.ftlh
                charts:
                  a: { title: 图, type: bar, data: rankin, category: place, series: { score: 得分 }, unit: 分 }
                """);
        var problems = new Problems();
        Bulletin.read(new SpecFiles(folder, problems), home);
        assertThat(problems.sorted().stream().map(Object::toString))
                .anyMatch(p -> p.contains("bulletin.yaml:2 unknown key 'titel', did you mean 'title'?"))
                .anyMatch(p -> p.contains("bulletin.yaml:5 unknown type 'bar', did you mean 'bars'?"))
                .anyMatch(p -> p.contains("bulletin.yaml:5 unknown data query 'rankin', did you mean 'ranking'?"))
                .anyMatch(p -> p.startsWith("report-templates/monthly/page.ftlh:"));
    }

    private static byte[] pdf(Facts facts, Edition edition) {
        var out = new ByteArrayOutputStream();
        renderer.page(bulletin, facts, edition, out);
        return out.toByteArray();
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static void fonts(PDResources resources, Set<String> found) throws IOException {
        for (var name : resources.getFontNames()) {
            var font = resources.getFont(name);
            found.add(font.getName() + (font.isEmbedded() ? ": embedded" : ": missing"));
        }
        for (var name : resources.getXObjectNames()) {
            if (resources.getXObject(name) instanceof PDFormXObject form) {
                fonts(form.getResources(), found);
            }
        }
    }

    private static String twoPlaces(@Nullable Object score) {
        return String.format(java.util.Locale.ROOT, "%.2f", (Double) score);
    }
}
