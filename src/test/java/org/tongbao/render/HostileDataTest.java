package org.tongbao.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDDestination;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.Conformance;
import org.tongbao.render.chart.ChartFonts;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.page.Page;
import org.tongbao.render.page.PageTemplates;
import org.tongbao.render.style.FontFiles;
import org.tongbao.render.workbook.WorkbookWriter;
import org.tongbao.spec.Layers;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/** Data and templates that would do harm: what comes out is text, and what is wrong is named. */
class HostileDataTest {

    private static final float A4_WIDTH = 595;
    private static final float MARGIN = 60;
    private static final String MARKUP = "<script>alert(1)</script><img src=\"http://x/\"/>";
    private static final String PLACEHOLDERS = "${7*7} <#include \"x\"> #{1} &amp; & ]]> <![CDATA[";
    private static final String FORMULA = "=HYPERLINK(\"http://x/\",\"点\")";
    private static final String UNSEEN = "a\u202Eb\u200Fc\u0001d\uFEFFe\uD800f";
    private static final String RARE = "𠮷𫝹👷‍♀️é\u0301";
    private static final String LONG = "超长名称".repeat(30) + "X".repeat(100);
    private static final List<String> HOSTILE =
            List.of(MARKUP, PLACEHOLDERS, FORMULA, UNSEEN, RARE, "' or 1=1 --", LONG);

    private static final Set<String> NAMES =
            Set.of("region_name", "project_name", "enterprise_name", "category", "place", "detail");

    private static final Set<String> LONG_NAMES = Set.of("project_name", "enterprise_name", "detail");

    private static InventedCity city;
    private static Renderer renderer;
    private static Bulletin bulletin;
    private static Facts facts;

    @TempDir
    Path folder;

    @BeforeAll
    static void spoil() {
        city = new InventedCity();
        renderer = new Renderer(Layers.of(InventedCity.HOME.resolve("report-templates")));
        bulletin = RenderOnce.bulletin();
        facts = spoilt(bulletin.facts(city.session, List.of("city")).get(0));
    }

    @AfterAll
    static void close() {
        city.close();
    }

    @Test
    void hostileNamesComeOutAsTextInThePage() throws IOException {
        var pdf = new ByteArrayOutputStream();
        renderer.page(bulletin, facts, Edition.draft(InventedCity.JUNE, "city"), pdf);
        Files.createDirectories(Path.of("target/bulletins"));
        Files.write(Path.of("target/bulletins/hostile.pdf"), pdf.toByteArray());
        try (var document = Loader.loadPDF(pdf.toByteArray())) {
            assertThat(new Edges().furthest(document)).isLessThan(A4_WIDTH - MARGIN);
            var text = new PDFTextStripper().getText(document).replaceAll("\\s", "");
            assertThat(text)
                    .contains(
                            MARKUP.replace(" ", ""),
                            PLACEHOLDERS.replace(" ", ""),
                            FORMULA,
                            "abcdef",
                            "<b>&${x}",
                            "X".repeat(100));
            assertThat(document.getDocumentCatalog().getOpenAction())
                    .satisfiesAnyOf(action -> assertThat(action).isNull(), action -> assertThat(action)
                            .isInstanceOf(PDDestination.class));
            for (var page : document.getPages()) {
                assertThat(page.getAnnotations()).allSatisfy(a -> assertThat(a)
                        .isInstanceOf(PDAnnotationLink.class)
                        .extracting(link -> ((PDAnnotationLink) link).getAction())
                        .isNull());
            }
        }
        assertThat(Conformance.faults(pdf.toByteArray())).isEmpty();
    }

    @Test
    void hostileNamesAreNoFormulasAndNoLinksInTheWorkbook() throws IOException {
        var bytes = new ByteArrayOutputStream();
        WorkbookWriter.write(
                new WorkbookWriter.Cover(MARKUP, FORMULA, InventedCity.JUNE, true),
                null,
                bulletin.sheets(),
                bulletin.charts(),
                facts,
                bytes);
        var texts = new ArrayList<String>();
        try (var book = new XSSFWorkbook(new ByteArrayInputStream(bytes.toByteArray()))) {
            for (var sheet : book) {
                assertThat(sheet.getHyperlinkList())
                        .allMatch(link -> !link.getAddress().contains("http"));
                for (var row : sheet) {
                    for (var cell : row) {
                        if (cell.getCellType() == CellType.FORMULA) {
                            assertThat(cell.getCellFormula()).doesNotContain("HYPERLINK");
                        } else if (cell.getCellType() == CellType.STRING) {
                            texts.add(cell.getStringCellValue());
                        }
                    }
                }
            }
        }
        assertThat(texts)
                .anyMatch(text -> text.contains(MARKUP))
                .anyMatch(text -> text.contains(PLACEHOLDERS))
                .anyMatch(text -> text.startsWith(FORMULA))
                .anyMatch(text -> text.contains(LONG));
    }

    @Test
    void aTemplateReachesNoJavaClassNoFileOutsideAndNoNetwork() throws IOException {
        var attacks = Map.of(
                "new.ftlh", "${\"freemarker.template.utility.Execute\"?new()(\"id\")}",
                "api.ftlh", "${facts?api.class}",
                "class.ftlh", "${facts.class.name}",
                "interpreted.ftlh",
                        "<#assign x = '${\"freemarker.template.utility.ObjectConstructor\"?new()}'?interpret><@x/>",
                "include.ftlh", "<#include \"../../secret.txt\">",
                "absolute.ftlh", "<#include \"/../secret.txt\">",
                "import.ftlh", "<#import \"file:///etc/passwd\" as x>",
                "get.ftlh", "${.get_optional_template('/../secret.txt').include()}");
        Files.writeString(folder.resolve("secret.txt"), "secret");
        var templates = Files.createDirectories(folder.resolve("report-templates"));
        for (var attack : attacks.entrySet()) {
            Files.writeString(templates.resolve(attack.getKey()), attack.getValue());
            assertThatThrownBy(() -> new PageTemplates(Layers.of(templates))
                            .fill(attack.getKey(), Map.of("facts", PageTemplates.model(facts))))
                    .as(attack.getKey())
                    .hasMessageContaining(attack.getKey());
        }
    }

    @Test
    void aPageFetchesNothing() throws IOException {
        var secret = Files.writeString(folder.resolve("secret.txt"), "secret words");
        try (var server = new ServerSocket(0)) {
            server.setSoTimeout(1);
            var http = "http://127.0.0.1:" + server.getLocalPort() + "/x";
            var html = """
                    <html lang="zh"><head><title>t</title><link rel="stylesheet" href="HTTP"/>
                    <style>@import url(HTTP); @font-face { font-family: q; src: url(HTTP) } p { background: url(HTTP); font-family: 黑体 }</style></head>
                    <body><p>text</p><img src="HTTP" alt="a"/><img src="FILE" alt="a"/><object data="FILE"></object>
                    <iframe src="FILE"></iframe></body></html>""".replace("HTTP", http).replace("FILE", secret.toUri().toString());
            var pdf = new ByteArrayOutputStream();
            page().write(html, LocalDate.of(2026, 7, 1), name -> null, pdf);
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
            try (var document = Loader.loadPDF(pdf.toByteArray())) {
                assertThat(new PDFTextStripper().getText(document))
                        .contains("text")
                        .doesNotContain("secret words");
            }
            var entity = "<!DOCTYPE html [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>"
                    + "<html lang=\"zh\"><head><title>t</title></head><body><p>&x;</p></body></html>";
            var out = new ByteArrayOutputStream();
            try {
                page().write(entity, LocalDate.of(2026, 7, 1), name -> null, out);
                try (var document = Loader.loadPDF(out.toByteArray())) {
                    assertThat(new PDFTextStripper().getText(document)).doesNotContain("secret words");
                }
            } catch (RuntimeException refused) {
                assertThat(refused).hasMessageNotContaining("secret words");
            }
        }
    }

    @Test
    void aMistakeInATemplateIsNamedWithItsLineAndWhatExists() throws IOException {
        assertThat(mistake("<p>${titel?size}</p>"))
                .isEqualTo("report-templates/monthly/page.ftlh:2 unknown variable 'titel', did you mean 'title'?");
        assertThat(mistake("<p>${facts.rankin?size}</p>"))
                .isEqualTo("report-templates/monthly/page.ftlh:2 unknown data query 'rankin', did you mean 'ranking'?");
        assertThat(mistake("<#list facts.ranking as r>${r.scor!}</#list>"))
                .isEqualTo(
                        "report-templates/monthly/page.ftlh:2 unknown column of facts.ranking 'scor', did you mean 'score'?");
        assertThat(mistake("<@o.chart name=\"tren\"/>"))
                .isEqualTo("report-templates/monthly/page.ftlh:2 unknown chart 'tren', did you mean 'trend'?");
        assertThat(mistake("<#list title?size as r>${r}</#list>")).startsWith("report-templates/monthly/page.ftlh:2 ");
        assertThat(mistake("<@o.tabel name=\"x\"/>")).startsWith("report-templates/monthly/page.ftlh:2 ");
        assertThat(mistake("<#list facts.ranking as>${r}</#list>")).startsWith("report-templates/monthly/page.ftlh:2 ");
        assertThat(mistake("<p>${facts.ranking[0].missing + 1}</p>"))
                .isEqualTo("report-templates/monthly/page.ftlh:2 'facts.ranking[0].missing' has no value");
    }

    @Test
    void aChartThatDoesNotExistIsReportedBeforeAnythingRuns() throws IOException {
        var home = Files.createDirectories(folder.resolve("report-templates/monthly/data"));
        Files.writeString(home.resolve("ranking.sql"), "-- 排名\nselect 1 as place");
        Files.writeString(home.resolveSibling("page.ftlh"), "<p/>\n<@o.chart name=\"tren\"/>");
        Files.writeString(home.resolveSibling("bulletin.yaml"), """
                bulletin: monthly
                title: 通报
                page: page.ftlh
                charts:
                  trend: { title: 图, type: bars, data: ranking, category: place, series: { place: 名次 }, unit: 分 }
                """);
        var problems = new Problems();
        Bulletin.read(new SpecFiles(folder, problems), folder.resolve("report-templates/monthly"));
        assertThat(problems.sorted().stream().map(Object::toString))
                .containsExactly("report-templates/monthly/page.ftlh:2 unknown chart 'tren', did you mean 'trend'?");
    }

    private String mistake(String line) throws IOException {
        var home = folder.resolve("report-templates");
        Files.createDirectories(home.resolve("monthly"));
        Files.createDirectories(home.resolve("shared"));
        Files.copy(
                InventedCity.HOME.resolve("report-templates/shared/macros.ftlh"),
                home.resolve("shared/macros.ftlh"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(home.resolve("monthly/page.ftlh"), "<#import \"/shared/macros.ftlh\" as o>\n" + line);
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("score", 1.5);
        row.put("missing", null);
        var made = new Facts(Map.of("ranking", new Facts.Table(List.copyOf(row.keySet()), List.of(row))));
        try {
            return new PageTemplates(Layers.of(home))
                    .fill(
                            "monthly/page.ftlh",
                            Map.of(
                                    "title", List.of("x"),
                                    "facts", PageTemplates.model(made),
                                    "charts",
                                            new PageTemplates.NamedValues(
                                                    "chart", Map.of("trend", Map.of("title", "t")))));
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Looks for text that runs off the page. */
    private static final class Edges extends PDFTextStripper {

        private float furthest;

        float furthest(PDDocument document) throws IOException {
            getText(document);
            return furthest;
        }

        @Override
        protected void processTextPosition(TextPosition text) {
            furthest = Math.max(furthest, text.getX() + text.getWidth());
        }
    }

    /** Every name that comes from outside becomes a hostile one, in turn; codes that the page decides by stay. */
    private static Facts spoilt(Facts facts) {
        var tables = new LinkedHashMap<String, Facts.Table>();
        int next = 0;
        for (var table : facts.tables().entrySet()) {
            var rows = new ArrayList<Map<String, @Nullable Object>>();
            for (var row : table.getValue().rows().stream().limit(14).toList()) {
                var spoilt = new LinkedHashMap<String, @Nullable Object>(row);
                for (var cell : spoilt.entrySet()) {
                    if (cell.getValue() instanceof String && NAMES.contains(cell.getKey())) {
                        boolean mayBeLong = LONG_NAMES.contains(cell.getKey());
                        cell.setValue(mayBeLong ? HOSTILE.get(next++ % HOSTILE.size()) : "<b>&${x}");
                    }
                }
                rows.add(spoilt);
            }
            tables.put(table.getKey(), new Facts.Table(table.getValue().columns(), rows));
        }
        return new Facts(tables, facts.schemes());
    }

    private static Page page() {
        var files = FontFiles.in(Layers.of(InventedCity.HOME.resolve("report-templates/shared/fonts")));
        return new Page(files, new ChartFonts(files));
    }
}
