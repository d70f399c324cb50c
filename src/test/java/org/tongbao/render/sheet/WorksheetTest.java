package org.tongbao.render.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongbao.render.sheet.SheetHighlight.MarkColour;
import org.tongbao.render.style.Palette;
import org.tongbao.render.workbook.SheetExample;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecException;

class WorksheetTest {

    @Test
    void aSheetReadsAsItIsWritten() {
        var ranking = SheetExample.sheets().get(0);
        assertThat(ranking.name()).isEqualTo("排名");
        assertThat(ranking.landscape()).isTrue();
        assertThat(ranking.freeze()).isEqualTo("region_name");
        assertThat(ranking.charts()).containsExactly("scores", "branches", "trend", "categories");
        var score = ranking.columns().get(3);
        assertThat(score.title()).isEqualTo("得分");
        assertThat(score.format()).isEqualTo("0.00");
        assertThat(score.highlights())
                .containsExactly(new SheetHighlight.Limit(true, 60, MarkColour.RED), new SheetHighlight.DataBar());
        assertThat(ranking.columns().get(6).under()).isEqualTo("各部分得分");
    }

    @Test
    void allMistakesInSheetsAreReportedAtOnce() {
        assertThatThrownBy(() -> SheetExample.read("""
                        sheets:
                          排名:
                            title: 排名
                            data: rankin
                            freeze: region
                            charts: [score]
                            columns:
                              region_name: { title: 县区, widht: 12 }
                              score: { title: 得分, format: "0.oo", highlight: beneath 60 }
                              hazards: { title: 隐患, total: sums }
                          图表数据:
                            title: 另一张
                            data: ranking
                            paper: lanscape
                            columns: { score: { title: 得分 } }
                          "a/b":
                            title: 名称不行
                            data: ranking
                            columns: { score: { title: 得分 } }
                        """))
                .isInstanceOf(SpecException.class)
                .hasMessage("""
                        bulletin.yaml:4 unknown data query 'rankin', did you mean 'ranking'?
                        bulletin.yaml:5 unknown column 'region', expected one of hazards, region_name, score
                        bulletin.yaml:6 unknown chart 'score', did you mean 'scores'?
                        bulletin.yaml:8 unknown key 'widht', did you mean 'width'?
                        bulletin.yaml:9 highlight 'beneath 60' is not understood; write data bar, colour scale,\
                         reversed colour scale, arrows, below N, above N, highest N, lowest N or is TEXT,\
                         the last five also with 'in blue'
                        bulletin.yaml:10 unknown total 'sums', did you mean 'sum'?
                        bulletin.yaml:12 there is another sheet '图表数据'
                        bulletin.yaml:14 unknown paper 'lanscape', did you mean 'landscape'?
                        bulletin.yaml:17 'a/b' can't be the name of a sheet; use at most 31 characters\
                         and none of [ ] : * ? / \\""");
    }

    @Test
    void aColumnThatTheQueryDoesNotGiveIsReportedWhereItStands() {
        var problems = new Problems();
        SheetExample.sheets().get(0)
                .checkColumns(
                        new Location("ranking.sql", 1),
                        List.of("place", "movement", "region_name", "scores"),
                        problems);
        assertThat(problems.sorted().get(0))
                .hasToString("bulletin.yaml:11 unknown column of query 'ranking' 'score', did you mean 'scores'?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "0.00", "#,##0", "0.0%", "yyyy-mm-dd", "yyyy年m月d日", "0.0\"分\"", "0;-0;\"—\"", "[Red]-0.0"})
    void excelsFormatsAreAccepted(String format) {
        assertThat(SheetExample.read("sheets: { 表: { title: 表, data: ranking, columns: { score: { title: 得分, format: '"
                        + format + "' } } } }"))
                .hasSize(1);
    }

    @Test
    void neighbouringColoursStayApartInGreyPrint() {
        for (int i = 0; i < 6; i++) {
            double difference = Palette.lightness(Palette.series(i)) - Palette.lightness(Palette.series(i + 1));
            assertThat(Math.abs(difference)).isGreaterThan(64);
        }
    }
}
