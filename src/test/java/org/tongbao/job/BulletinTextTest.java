package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tongbao.Golden;
import org.tongbao.job.PrintedCity.Printed;

/** What every bulletin says, word for word and figure for figure. */
class BulletinTextTest {

    private static final PrintedCity CITY = PrintedCity.get();

    /** Rows of a sheet that stand for the others. */
    private static final int ROWS = 9;

    static List<String> bulletins() {
        return CITY.bulletins();
    }

    @ParameterizedTest
    @MethodSource("bulletins")
    void aBulletinReadsAsItDidWhenSomebodyFoundItRight(String bulletin) throws Exception {
        var drafts = CITY.drafts(bulletin);
        assertThat(drafts).as(bulletin).isNotEmpty();
        var text = new StringBuilder();
        for (var draft : drafts) {
            if (draft.recipient().equals(drafts.get(0).recipient())) {
                text.append("== ").append(draft.file()).append('\n');
                text.append(draft.isPage() ? draft.text().replace("\r", "") : sheets(draft));
            }
        }
        Golden.matches("bulletins/" + bulletin + ".txt", text.toString());
    }

    /** The heads and first rows of a workbook's sheets, as Excel shows them. */
    private static String sheets(Printed workbook) throws IOException {
        var text = new StringBuilder();
        var shown = new DataFormatter();
        try (var in = Files.newInputStream(workbook.path());
                var book = new XSSFWorkbook(in)) {
            for (var sheet : book) {
                text.append("-- ").append(sheet.getSheetName()).append('\n');
                for (int r = 0; r <= Math.min(ROWS, sheet.getLastRowNum()); r++) {
                    var cells = new ArrayList<String>();
                    if (sheet.getRow(r) != null) {
                        sheet.getRow(r)
                                .forEach(cell ->
                                        cells.add(shown.formatCellValue(cell).replace('\n', ' ')));
                    }
                    text.append(String.join("\t", cells).stripTrailing()).append('\n');
                }
            }
        }
        return text.toString();
    }

    @Test
    void everyFigureOfEveryRankingIsTheSameInPageWorkbookAndWarehouse() {
        var differences = new ArrayList<String>();
        var figures = new TreeMap<String, Integer>();
        Map<String, List<String>> unaccounted = new TreeMap<>();
        for (var bulletin : CITY.bulletins()) {
            CITY.compared(bulletin).forEach((file, compared) -> {
                compared.differences().forEach(difference -> differences.add(file + "：" + difference));
                figures.merge(bulletin, compared.figures(), Integer::sum);
                compared.unaccounted().stream()
                        .filter(heading -> heading.matches(".*(名次|得分|等次|升降|较上月|县（市、区）|项目名称).*"))
                        .forEach(heading -> unaccounted
                                .computeIfAbsent(bulletin, b -> new ArrayList<>())
                                .add(heading));
            });
        }
        assertThat(differences).isEmpty();
        assertThat(unaccounted).as("no column of a ranking goes unchecked").isEmpty();
        assertThat(figures)
                .containsKeys(
                        "monthly-ranking", "monthly-region", "street-monthly", "enterprise-quarterly", "quarterly-risk")
                .allSatisfy((bulletin, compared) ->
                        assertThat(compared).as(bulletin).isGreaterThanOrEqualTo(0));
        for (var ranking :
                List.of("monthly-ranking", "monthly-region", "enterprise-quarterly", "quarterly-risk", "year-end")) {
            assertThat(figures.get(ranking)).as(ranking).isGreaterThan(100);
        }
    }
}
