package org.tongbao.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.tongbao.render.sheet.Worksheet;
import org.tongbao.spec.Layers;
import org.tongbao.spec.Problems;

class MonthlyWorkbookTest {

    @Test
    void theMonthlyWorkbookShowsWhatTheQueriesGive() throws Exception {
        try (var city = new InventedCity()) {
            var bulletin = RenderOnce.bulletin();
            var problems = new Problems();
            bulletin.check(city.session, problems);
            assertThat(problems.sorted()).isEmpty();

            var out = new ByteArrayOutputStream();
            new Renderer(Layers.of(InventedCity.HOME.resolve("report-templates")))
                    .copy(bulletin, city.session, Edition.draft(InventedCity.JUNE, "city"))
                    .workbook(out);
            Files.write(Path.of("target/monthly-ranking.xlsx"), out.toByteArray()); // to be looked at by hand

            var facts = bulletin.facts(city.session, List.of("city")).get(0);
            try (var book = new XSSFWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
                assertThat(book.sheetIterator())
                        .toIterable()
                        .extracting(org.apache.poi.ss.usermodel.Sheet::getSheetName)
                        .containsExactly(
                                "排名",
                                "指标",
                                "项目",
                                "问题线索",
                                "事故上报",
                                "扬尘分级",
                                "扬尘监管落实",
                                "报送",
                                "隐患分类",
                                "逾期隐患",
                                "台账报送",
                                "未报送",
                                "计分表",
                                "项目计分表",
                                Worksheet.CHART_DATA);
                var rows = facts.table("ranking").rows();
                for (int i = 0; i < 14; i++) {
                    var row = book.getSheet("排名").getRow(3 + i);
                    assertThat(row.getCell(2).getStringCellValue())
                            .isEqualTo(rows.get(i).get("region_name"));
                    assertThat(row.getCell(3).getNumericCellValue())
                            .isEqualTo(rows.get(i).get("score"));
                }
            }
        }
    }
}
