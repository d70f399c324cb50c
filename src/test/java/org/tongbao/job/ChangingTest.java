package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openxmlformats.schemas.drawingml.x2006.chart.STBarGrouping;

/** Does to a copy of the templates exactly what docs/changing.md says, and looks at what is printed then. */
class ChangingTest {

    private static final Pattern CHANGE = Pattern.compile("```diff\n--- (\\S+)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    static Path home;

    private static String before = "";
    private static String page = "";
    private static XSSFWorkbook workbook = new XSSFWorkbook();
    private static int changes;

    @BeforeAll
    static void doWhatTheDocumentSays() throws Exception {
        SmallCity.copy(Path.of("jobs"), home.resolve("jobs"));
        SmallCity.copy(Path.of("report-templates"), home.resolve("report-templates"));
        for (var file : List.of("bureau.yaml", "regions.geojson")) {
            Files.copy(Path.of("sample-data").resolve(file), home.resolve(file));
        }
        for (var change = CHANGE.matcher(Files.readString(Path.of("docs/changing.md"))); change.find(); changes++) {
            apply(home.resolve(change.group(1)), change.group(2).lines().toList());
        }
        before = PrintedCity.get().drafts("monthly-ranking").get(0).text();
        var copy = PrintedCity.get().copy("monthly-ranking", home.resolve("report-templates"));
        var pdf = new ByteArrayOutputStream();
        copy.page(pdf);
        try (var document = Loader.loadPDF(pdf.toByteArray())) {
            page = new PDFTextStripper().getText(document);
        }
        var cells = new ByteArrayOutputStream();
        copy.workbook(cells);
        workbook = new XSSFWorkbook(new ByteArrayInputStream(cells.toByteArray()));
    }

    @Test
    void eachChangeIsInOneFile() {
        assertThat(changes).isEqualTo(3);
    }

    @Test
    void aColumnStandsInTheTableOfThePageAndInTheWorkbook() {
        assertThat(count(page, "上月名次")).isEqualTo(count(before, "上月名次") + 1);
        assertThat(texts(workbook.getSheet("排名"))).contains("上月名次");
    }

    @Test
    void aParagraphReadsAnew() {
        assertThat(page.replaceAll("\\s", "")).contains("做到整改有方案、复查有记录、销号有依据。").doesNotContain("整改、复查、销号全程留痕");
    }

    @Test
    void aChartIsOfTheOtherTypeInTheWorkbookToo() {
        var groupings = workbook.getSheet("排名").getDrawingPatriarch().getCharts().stream()
                .flatMap(chart -> chart.getCTChart().getPlotArea().getBarChartList().stream())
                .map(bars -> bars.getGrouping().getVal().toString())
                .toList();
        assertThat(groupings).isNotEmpty().doesNotContain(STBarGrouping.STACKED.toString());
    }

    /** Lines with a blank or a minus stand in the file one after another; those with a blank or a plus take their place. */
    private static void apply(Path file, List<String> lines) throws IOException {
        var there = new StringBuilder();
        var wanted = new StringBuilder();
        for (var line : lines) {
            if (!line.startsWith("+")) {
                there.append(line.substring(1)).append('\n');
            }
            if (!line.startsWith("-")) {
                wanted.append(line.substring(1)).append('\n');
            }
        }
        var text = Files.readString(file);
        assertThat(count(text, there.toString()))
                .as("%s has these lines once:%n%s", file, there)
                .isEqualTo(1);
        Files.writeString(file, text.replace(there.toString(), wanted.toString()));
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    private static List<String> texts(XSSFSheet sheet) {
        var texts = new ArrayList<String>();
        for (int r = 0; r < 5; r++) {
            if (sheet.getRow(r) != null) {
                sheet.getRow(r).forEach(cell -> texts.add(cell.toString()));
            }
        }
        return texts;
    }
}
