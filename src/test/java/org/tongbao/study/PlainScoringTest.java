package org.tongbao.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        assertThatThrownBy(() -> score(SCHEME, "id,x,y\na,1,2\nb,n/a,2\nc,1,NaN\nd,1 2,3\n,1,1\na,1,1\n", null))
                .message()
                .isEqualTo("""
                        t.csv:3 column 'x': 'n/a' is not a number; leave the cell blank if there is none
                        t.csv:4 column 'y': 'NaN' is not a number; leave the cell blank if there is none
                        t.csv:5 column 'x': '1 2' is not a number; leave the cell blank if there is none
                        t.csv:6 the first column, 'id', is blank: it names the subject
                        t.csv:7 'a' stands here again, first in line 2; is there a period column?""".replace("t.csv", folder.resolve("t.csv").toString()));
    }

    @Test
    void linesAreCountedWithTheBreaksInCells() throws Exception {
        assertThat(score(SCHEME, "\"i\nd\",x,y\n\"a\nb\",1,2\n", null)).contains("\n\"a\nb\",");
        assertThatThrownBy(() -> score(SCHEME, "\"i\nd\",x,y\n\"a\nb\",1,2\n\nc,n/a,2\n\"a\nb\",1,1\n", null))
                .hasMessageContaining("t.csv:6 column 'x': 'n/a' is not a number")
                .hasMessageContaining("t.csv:7 'a\nb' stands here again, first in line 3");
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
    void aRaggedRowAndAFileThatIsNoTextAreRefused() throws Exception {
        assertThatThrownBy(() -> score(SCHEME, "id,x,y\na,1,2\nb,1,2,3\n", null))
                .hasMessageContaining("t.csv:3 ");
        Files.write(
                folder.resolve("t.csv"),
                new byte[] {'i', 'd', ',', 'x', '\n', 'a', ',', (byte) 0xFF, (byte) 0xFF, '\n'});
        assertThatThrownBy(() -> tool(SCHEME, null))
                .hasMessageContaining("t.csv:1 the encoding is neither UTF-8 nor GB18030");
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

    @Test
    void branchesAreRankedBesideTheWholeAndTiedWhereTheirPrintedPointsAre() throws Exception {
        var scheme = """
                scheme: t
                tree: { 治理: { weight: 3 }, 履职: { weight: 1 } }
                indicators:
                  x: { in: 治理, normalise: as is }
                  y: { in: 履职, normalise: as is }
                round: { places: 1 }
                rank: { branches: %s, within: kind }
                left-out: case when x < 0 then '停工' end
                """;
        var table = "id,kind,x,y\na,k,50.01,9\nb,k,50.04,\nc,k,70,8\nd,l,1,2\ne,k,-1,99\n";
        var all = score(scheme.formatted("all"), table, null);
        assertThat(column("rank", all)).isEqualTo("3 2 1 1 ");
        assertThat(column("治理_rank", all)).isEqualTo("2 2 1 1 ");
        assertThat(column("履职_rank", all)).isEqualTo("1  2 1 ");
        var one = score(scheme.formatted("[履职]"), table, null);
        assertThat(one).startsWith("id,治理,x,履职,y,score,grade,rank,履职_rank,left_out\n");
        assertThatThrownBy(() -> score(scheme.formatted("[履值]"), table, null))
                .hasMessageContaining("s.yaml:7 unknown branch '履值', did you mean '履职'?");
        assertThatThrownBy(() ->
                        score(scheme.formatted("all").replace("y:", "治理_rank:"), table.replace(",y", ",治理_rank"), null))
                .hasMessageContaining("'治理_rank' is a column of the result");
    }

    @Test
    void likeIsRankedWithLikeBesideThePlaceAmongAll() throws Exception {
        var table = "id,kind,projects,x,y\na,k,60,5,5\nb,k,70,9,9\nc,l,20,1,1\nd,l,30,7,7\ne,,5,8,8\n";
        var byColumn = score(SCHEME + "rank: { peers: kind }\n", table, null);
        assertThat(column("rank", byColumn)).isEqualTo("4 1 5 3 2");
        assertThat(column("peer_rank", byColumn)).isEqualTo("2 1 2 1 ");
        var bySize = score(SCHEME + "rank: { peers: projects, classes: { 大: 50, 中: 20, 小: 0 } }\n", table, null);
        assertThat(column("peers", bySize)).isEqualTo("大 大 中 中 小");
        assertThat(column("peer_rank", bySize)).isEqualTo("2 1 2 1 1");
        var enough = score(SCHEME + "rank: { peers: projects, classes: { 大: 50, 小: 0 }, at-least: 3 }\n", table, null);
        assertThat(column("peer_rank", enough)).isEqualTo("  3 2 1");
        assertThatThrownBy(() -> score(SCHEME + "rank: { peers: kinds }\n", table, null))
                .hasMessageContaining("s.yaml:7 unknown column of peers 'kinds', did you mean 'kind'?");
        assertThatThrownBy(() -> score(SCHEME + "rank: { classes: { 大: 5, 小: 9 } }\n", table, null))
                .hasMessageContaining("s.yaml:7 classes must fall from the largest to the smallest")
                .hasMessageContaining("s.yaml:7 'classes' of what? name the indicator with 'peers: active_projects'");
    }

    @Test
    void aGradeIsLimitedWhereTheScoreIsNot() throws Exception {
        var scheme = SCHEME + """
                grade-limits:
                  - { when: deaths > 0, at: 合格, because: 发生亡人事故 }
                  - { when: deaths >= 3, at: 不合格, because: 发生较大事故 }
                """;
        var scored = score(scheme, "id,x,y,deaths\na,95,95,0\nb,95,95,1\nc,95,95,3\nd,50,50,1\n", null);
        assertThat(column("grade", scored)).isEqualTo("优良 合格 不合格 不合格");
        assertThat(column("score", scored)).isEqualTo("95.0 95.0 95.0 50.0");
        assertThat(column("rank", scored)).isEqualTo("1 1 1 4");
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
        new PlainScoring(folder.resolve("s.yaml"), folder.resolve("t.csv"), period).write(output);
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
