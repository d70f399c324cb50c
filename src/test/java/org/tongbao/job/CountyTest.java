package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.poi.ss.usermodel.WorkbookFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.SharedCases;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/** A county that ranks its towns, on six spreadsheets as its clerk keeps them; all but a few files are the shipped ones. */
class CountyTest {

    private static final Path OWN = Path.of("src/test/resources/org/tongbao/county");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-08T01:00:00Z"), ZoneId.of("Asia/Shanghai"));
    private static final Period JUNE = Period.parse("2026-06");

    private static final List<String> FIGURES = List.of(
            "projects", "hazards_found", "major_found", "due", "on_time", "overdue", "major_overdue", "mean_score");

    @TempDir
    Path folder;

    @Test
    void townsAndProjectsAreRankedByTheFiguresOfTheSheetsAndNothingElseIsSaid() throws IOException {
        var faults = SharedCases.faults("county");
        SmallCity.copy(OWN, folder.resolve("home"));
        var home = Home.at(
                folder.resolve("home"),
                Settings.usual()
                        .with(Map.of(
                                Settings.Key.DATA,
                                faults.resolve("data").toString(),
                                Settings.Key.SHIPPED,
                                Path.of("").toAbsolutePath().toString())));
        var rulebook = Rulebook.read(home);
        try (var warehouse = Warehouse.inMemory(folder, home.data(), Path.of("").toAbsolutePath());
                var runner = new Runner(home, rulebook, warehouse, CLOCK);
                var session = warehouse.session()) {
            var run = runner.run(rulebook.job("monthly-ranking"), JUNE, Steps.RENDER, Progress.NONE);
            rulebook.pin(session, run);

            var expected = Files.readAllLines(faults.resolve("expected.csv"));
            assertThat(figures(session, rulebook, "towns")).isEqualTo(expected(expected, "town", 0));
            assertThat(figures(session, rulebook, "projects")).isEqualTo(expected(expected, "project", 1));
            assertThat(session.query("select * from finding")).isEmpty();
            assertThat(session.query("select * from ledger.reject")).isEmpty();
            assertThat(session.one(
                                    "select count(*) as n from ledger.warning where reason like '%年份%' and column_name = 'found_on'")
                            .whole("n"))
                    .isPositive();
        }
        saysNothingElse(home.archive());
    }

    /** Subject to its figures as they are printed, in the columns of the expected table. */
    private static Map<String, List<String>> figures(Session session, Rulebook rulebook, String query) {
        var figures = new TreeMap<String, List<String>>();
        var sql = Objects.requireNonNull(rulebook.bulletins().get("town-circular")).data().stream()
                .filter(data -> data.name().equals(query))
                .findFirst()
                .orElseThrow();
        for (var row : session.query(sql.body())) {
            assertThat(row.isNull("place")).isFalse();
            var values = new ArrayList<String>();
            FIGURES.forEach(column -> values.add(printed(row.number(column))));
            figures.put(row.text("name"), values);
        }
        return figures;
    }

    private static Map<String, List<String>> expected(List<String> lines, String kind, int least) {
        var expected = new TreeMap<String, List<String>>();
        lines.stream()
                .map(line -> line.split(","))
                .filter(cells -> cells[0].equals(kind))
                .forEach(cells -> {
                    var values = new ArrayList<String>();
                    for (int i = 2; i < cells.length; i++) {
                        values.add(printed(Double.parseDouble(cells[i])));
                    }
                    expected.put(cells[1], values);
                });
        assertThat(expected).hasSizeGreaterThan(least);
        return expected;
    }

    private static String printed(double value) {
        return String.format(java.util.Locale.ROOT, "%.2f", value);
    }

    private static void saysNothingElse(Path archive) throws IOException {
        List<Path> made;
        try (var files = Files.walk(archive)) {
            made = files.filter(file -> file.toString().matches(".*\\.(pdf|xlsx)"))
                    .sorted()
                    .toList();
        }
        assertThat(made).hasSize(2);
        var sheets = new TreeSet<String>();
        try (var book = WorkbookFactory.create(made.get(1).toFile())) {
            book.forEach(sheet -> sheets.add(sheet.getSheetName()));
        }
        assertThat(sheets).containsExactlyInAnyOrder("乡镇", "项目");
        try (var document = Loader.loadPDF(made.get(0).toFile())) {
            var text = new PDFTextStripper()
                    .getText(document)
                    .replaceAll("\\s", "")
                    .replaceAll("—\\d+—", "");
            // A dash, but those around a page's number, would be a figure that is missing.
            assertThat(text)
                    .contains("溪川县住房和城乡建设局", "各乡镇人民政府", "县安全生产委员会办公室", "全县本月排查隐患40处", "6个乡镇、12个在建项目")
                    .contains("本月到期应当整改的39处，按期整改27处；截至月末逾期未整改的共14处（含以前各月到期的），其中重大隐患1处")
                    .doesNotContain("全市", "县（市、区）", "市局", "景澜", "—");
        }
    }
}
