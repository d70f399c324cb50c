package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainScoringTest {

    private static final String SCHEME = """
            scheme: t
            tree: { 治理: { weight: 3 } }
            indicators:
              x: { in: 治理, normalise: as is }
              y: { weight: 1, normalise: as is }
            grades: { 优良: 80, 合格: 60, 不合格: 0 }
            """;

    @TempDir
    Path folder;

    @Test
    void nodesScoreGradeAndRankComeBackInTheInputsOrder() throws Exception {
        assertThat(score(SCHEME, "名称,x,other,y\n乙县,60,?,60\n甲县,90,,50\n丙县,,,60\n", null))
                .isEqualTo("""
                名称,治理,x,y,score,grade,rank,left_out
                乙县,60.0,60.0,60.0,60.0,合格,2,
                甲县,90.0,90.0,50.0,80.0,优良,1,
                丙县,,,60.0,60.0,合格,2,
                """);
    }

    @Test
    void ranksAreWithinAPeriodAndMoveAgainstTheOneBefore() throws Exception {
        assertThat(score(SCHEME, "id,month,x,y\na,9,1,1\nb,9,2,2\na,10,5,5\nb,10,3,3\nc,10,4,4\n", "month"))
                .isEqualTo("""
                        id,month,治理,x,y,score,grade,rank,previous_rank,change,left_out
                        a,9,1.0,1.0,1.0,1.0,不合格,2,,,
                        b,9,2.0,2.0,2.0,2.0,不合格,1,,,
                        a,10,5.0,5.0,5.0,5.0,不合格,1,2,1,
                        b,10,3.0,3.0,3.0,3.0,不合格,3,1,-2,
                        c,10,4.0,4.0,4.0,4.0,不合格,2,,,
                        """);
    }

    @Test
    void aSemicolonFileWithABomAndWindowsLinesIsReadToo() throws Exception {
        assertThat(score(SCHEME, "\uFEFFid;x;y\r\n\"a; b\";60;60\r\n", null))
                .contains("\na; b,60.0,60.0,60.0,60.0,合格,1,\n");
    }

    @Test
    void whatIsNoNumberIsToldWithItsLineAndColumn() {
        assertThatThrownBy(() -> score(SCHEME, "id,x,y\na,1,2\nb,n/a,2\nc,1,NaN\nd,１２,3\n,1,1\na,1,1\n", null))
                .message()
                .isEqualTo("""
                        t.csv:3 column 'x': 'n/a' is not a number; leave the cell blank if there is none
                        t.csv:4 column 'y': 'NaN' is not a number; leave the cell blank if there is none
                        t.csv:5 column 'x': '１２' is not a number; leave the cell blank if there is none
                        t.csv:6 the first column, 'id', is blank: it names the subject
                        t.csv:7 'a' stands here again, first in line 2; is there a period column?""".replace("t.csv", folder.resolve("t.csv").toString()));
    }

    @Test
    void namesThatTheTableLacksAreToldWhereTheSchemeHasThem() {
        assertThatThrownBy(() -> score(SCHEME.replace("x:", "cover:"), "id,covers,y\na,1,2\n", null))
                .hasMessageContaining("s.yaml:4 unknown indicator 'cover', did you mean 'covers'?");
        assertThatThrownBy(() -> score(SCHEME, "id,x,y,Year\na,1,2,3\n", "year"))
                .hasMessageContaining("t.csv:1 unknown period column 'year', did you mean 'Year'?");
        assertThatThrownBy(() -> score(SCHEME + "rank: { within: kindd }\n", "id,x,y,kind\na,1,2,k\n", null))
                .hasMessageContaining("unknown column to rank within 'kindd', did you mean 'kind'?");
        assertThatThrownBy(() -> score(SCHEME + "among: kindd = 1\n", "id,x,y,kind\na,1,2,k\n", null))
                .hasMessageContaining("among or left-out: ")
                .hasMessageContaining("kindd");
    }

    @Test
    void aRaggedRowAndAForeignEncodingAreRefused() throws Exception {
        assertThatThrownBy(() -> score(SCHEME, "id,x,y\na,1,2\nb,1,2,3\n", null))
                .hasMessageContaining("t.csv:3 ");
        Files.write(folder.resolve("t.csv"), "名称,x,y\n甲,1,2\n".getBytes(Charset.forName("GB18030")));
        assertThatThrownBy(() -> tool(SCHEME, null)).hasMessageContaining("t.csv:1 must be saved as UTF-8");
        Files.delete(folder.resolve("t.csv"));
        assertThatThrownBy(() -> tool(SCHEME, null)).hasMessageContaining("t.csv:1 there is no such file");
    }

    @Test
    void halfPlacesAndGroupsAndTieBreakersAreWrittenAsDeclared() throws Exception {
        var table = "id,kind,x,y\na,k,5,5\nb,k,5,5\nc,k,1,1\nd,l,9,9\ne,k,4,8\n";
        assertThat(column("rank", score(SCHEME + "rank: { ties: average }\n", table, null)))
                .isEqualTo("3.0 3.0 5.0 1.0 3.0");
        assertThat(column("rank", score(SCHEME + "rank: { ties: average, within: kind, at-least: 2 }\n", table, null)))
                .isEqualTo("2.0 2.0 4.0  2.0");
        assertThat(column("rank", score(SCHEME + "rank: { ties: ordinal, tie-breakers: [y] }\n", table, null)))
                .isEqualTo("3 4 5 1 2");
    }

    private static String column(String name, String csv) {
        var lines = csv.lines().map(line -> line.split(",", -1)).toList();
        int at = java.util.List.of(lines.get(0)).indexOf(name);
        return lines.stream().skip(1).map(cells -> cells[at]).collect(java.util.stream.Collectors.joining(" "));
    }

    private String score(String scheme, String csv, @Nullable String period) throws Exception {
        Files.writeString(folder.resolve("t.csv"), csv);
        return tool(scheme, period);
    }

    private String tool(String scheme, @Nullable String period) throws Exception {
        Files.writeString(folder.resolve("s.yaml"), scheme);
        var output = folder.resolve("out.csv");
        new PlainScoring(folder.resolve("s.yaml"), folder.resolve("t.csv"), period, output).run();
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
