package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.SharedCases;
import org.tongbao.message.Language;

/** {@code tongbao score} as somebody uses it who has a table and a scheme, and nothing else. */
class ScoreCommandTest {

    private static final String VALUES = "s,a,b,c\nX,10,20,30\nY,20,30,10\nZ,30,10,20\n";

    @TempDir
    Path folder;

    @BeforeEach
    void aTableAndAScheme() throws Exception {
        write("values.csv", VALUES);
        write("scheme.yaml", """
                scheme: r
                indicators:
                  a: { weight: 2, normalise: min-max }
                  b: { weight: 1, normalise: z-score 50 10 clipped }
                  c: { weight: 1, normalise: percentile rank }
                """);
    }

    @Test
    void noFileThatIsReadIsOverwritten() throws Exception {
        assertThat(score("values.csv", "--output", path("values.csv")))
                .startsWith("2\n")
                .contains("would be written over the values", "name another file");
        assertThat(score("values.csv", "--output", path("scheme.yaml"))).contains("would be written over the scheme");
        assertThat(score("values.csv", "--output", folder + "/nowhere/../values.csv"))
                .startsWith("2\n");
        assertThat(score("values.csv", "--output", path("VALUES.csv")))
                .startsWith("2\n")
                .contains("would be written over the values");
        Files.createSymbolicLink(folder.resolve("link.csv"), folder.resolve("values.csv"));
        Files.createLink(folder.resolve("hard.csv"), folder.resolve("values.csv"));
        Files.createSymbolicLink(folder.resolve("folder"), folder);
        for (var other : List.of("link.csv", "hard.csv", "folder/values.csv")) {
            assertThat(score("values.csv", "--output", path(other))).startsWith("2\n");
            assertThat(score(other, "--output", path("values.csv"))).startsWith("2\n");
        }
        // What lies beside the output is written, too.
        write("x-removal.csv", VALUES);
        assertThat(score("x-removal.csv", "--remove", "--draws", "10", "--output", path("x.csv")))
                .startsWith("2\n")
                .contains("x-removal.csv would be written over the values");
        write("y-lines.csv", "draw,a\n1,1\n2,3\n");
        assertThat(score("values.csv", "--draws", path("y-lines.csv"), "--output", path("y.csv")))
                .startsWith("2\n")
                .contains("y-lines.csv would be written over the weights");
        assertThat(Files.readString(folder.resolve("values.csv"))).isEqualTo(VALUES);
        assertThat(Files.readString(folder.resolve("x-removal.csv"))).isEqualTo(VALUES);
        assertThat(folder.resolve("x.csv")).doesNotExist();
    }

    @Test
    void whereAResultCannotBeWrittenIsSaidBeforeAnythingIsComputed() {
        assertThat(score("values.csv", "--output", path("none/x.csv")))
                .startsWith("2\n")
                .contains("there is no folder", "none");
        assertThat(score("values.csv", "--output", folder.toString()))
                .startsWith("2\n")
                .contains("is a folder");
        assertThat(chinese("values.csv", "--output", path("values.csv"))).contains("会覆盖");
    }

    @Test
    void periodsAreInTheOrderOfTimeHoweverTheyAreWritten() throws Exception {
        write("p.yaml", "scheme: p\nindicators: { a: { normalise: as is } }\n");
        write("p.csv", """
                s,month,a
                X,2026-10,1
                Y,2026-10,2
                X,2026-9,4
                Y,2026-9,3
                X,2026年11月,9
                Y,2026年11月份,5
                X,２０２６／１２,1
                Y,202612,2
                """);
        assertThat(column("change", score("p.csv", "p.yaml", "--periods", "month", "--output", path("out.csv"))))
                .isEqualTo("-1 1   1 -1 -1 1");
        for (var periods : List.of(
                "2026-Q1 2026Q2 2026年第三季度 2026年4季度",
                "2025-H2 2026年上半年 2026H2 2027-H1",
                "1999 2025年 2026年度 2027",
                "2026-06-30 2026/7/1 20260731 2026年8月1日",
                "8 9 10 第11期",
                "2026.09 2026.10 2026年11月 2026-12")) {
            var all = List.of(periods.split(" "));
            // The later half of the list stands first: written, it is neither in order nor by letters.
            write(
                    "q.csv",
                    "s,when,a\n" + row(all.get(2), 3) + row(all.get(3), 4) + row(all.get(0), 1) + row(all.get(1), 2));
            assertThat(column(
                            "previous_rank",
                            score("q.csv", "p.yaml", "--periods", "when", "--output", path("out.csv"))))
                    .as(periods)
                    .isEqualTo("2 1 1 2   1 2");
        }
    }

    /** Two subjects; who is first in a period takes turns. */
    private static String row(String period, int turn) {
        return turn % 2 == 0 ? "X,%1$s,1\nY,%1$s,2\n".formatted(period) : "X,%1$s,2\nY,%1$s,1\n".formatted(period);
    }

    @Test
    void aPeriodThatIsNoneIsRefusedWithItsLine() throws Exception {
        write("p.yaml", "scheme: p\nindicators: { a: { normalise: as is } }\n");
        write("p.csv", """
                s,month,a
                X,2026-09,1
                X,2026-13,1
                X,9月,1
                X,2026.1,1
                X,last month,1
                X,,1
                X,2026-Q3,1
                X,2026年9月,1
                """);
        assertThat(score("p.csv", "p.yaml", "--periods", "month")
                        .lines()
                        .map(line -> line.replace(path("p.csv"), "p.csv")))
                .containsExactly(
                        "1",
                        "p.csv:3 column 'month': '2026-13' is not a period; write such as 2026-09, 2026年9月, 2026-Q3, 2026年上半年, 2026 or 2026-09-30",
                        "p.csv:4 column 'month': '9月' does not say of which year; write such as 2026-09",
                        "p.csv:5 column 'month': '2026.1' could be January or, with its last nought lost, October; write 2026-01 or 2026-10",
                        "p.csv:6 column 'month': 'last month' is not a period; write such as 2026-09, 2026年9月, 2026-Q3, 2026年上半年, 2026 or 2026-09-30",
                        "p.csv:7 column 'month': there is no period; each row needs one",
                        "p.csv:8 column 'month': '2026-Q3' is a quarter, and line 2 has a month ('2026-09'); score one kind at a time",
                        "p.csv:9 'X' stands here again, first in line 2 for the same period",
                        "7 mistake(s)");
    }

    @Test
    void aMonthsScoreDoesNotChangeWhenALaterMonthIsAdded() throws Exception {
        for (var way : List.of("min-max", "z-score 50 10", "percentile rank", "borda")) {
            write("ap.yaml", "scheme: p\nindicators: { a: { normalise: " + way + " of all periods } }\n");
            var first = "s,month,a\nX,2026-01,10\nY,2026-01,20\nZ,2026-01,17\n";
            var second = "X,2026-02,15\nY,2026-02,90\n";
            write("ap.csv", first);
            var january =
                    column("score", score("ap.csv", "ap.yaml", "--periods", "month", "--output", path("out.csv")));
            write("ap.csv", first + second);
            var both = column("score", score("ap.csv", "ap.yaml", "--periods", "month", "--output", path("out.csv")));
            assertThat(both).as(way).startsWith(january + " ");
            write("ap.csv", first + second + "X,2026-03,-500\nY,2026-03,500\n");
            assertThat(column("score", score("ap.csv", "ap.yaml", "--periods", "month", "--output", path("out.csv"))))
                    .as(way)
                    .startsWith(both + " ");
        }
        // February is held against January, too: (15 - 10) / (90 - 10).
        write("ap.yaml", "scheme: p\nindicators: { a: { normalise: min-max of all periods } }\n");
        write("ap.csv", "s,month,a\nX,2026-02,15\nY,2026-02,90\nX,2026-01,10\nY,2026-01,20\n");
        assertThat(column("score", score("ap.csv", "ap.yaml", "--periods", "month", "--output", path("out.csv"))))
                .isEqualTo("6.25 100.0 0.0 100.0");
        // Over a whole panel, if that is what is wanted.
        write("ap.yaml", "scheme: p\nindicators: { a: { normalise: min-max of the panel } }\n");
        assertThat(column("score", score("ap.csv", "ap.yaml", "--periods", "month", "--output", path("out.csv"))))
                .isEqualTo("6.25 100.0 0.0 12.5");
    }

    @Test
    void whatIsNoNumberThatCanBeComputedWithIsRefusedWithLineAndColumn() throws Exception {
        write("values.csv", "s,a,b,c\nX,1e309,1,2\nY,NaN,2,3\nZ,Infinity,-1e150,4\n");
        assertThat(score("values.csv").replace(path("values.csv"), "values.csv"))
                .isEqualTo("""
                1
                values.csv:2 column 'a': '1e309' is too large to compute with; from 1e100 on nothing is taken
                values.csv:3 column 'a': 'NaN' is not a number; leave the cell blank if there is none
                values.csv:4 column 'a': 'Infinity' is not a number; leave the cell blank if there is none
                values.csv:4 column 'b': '-1e150' is too large to compute with; from 1e100 on nothing is taken
                4 mistake(s)
                """);
        write("values.csv", "s,a\nX,1e30\nY,2\n");
        write("scheme.yaml", "scheme: r\nindicators: { a: { normalise: as is } }\n");
        assertThat(score("values.csv").replace(path("values.csv"), "values.csv"))
                .isEqualTo("""
                1
                values.csv:2 column 'a': '1e30' gives 1e+30 points, too many to tell scores apart; normalise 'a' by another way, such as min-max
                1 mistake(s)
                """);
        write("scheme.yaml", "scheme: r\nindicators: { a: { normalise: min-max } }\n");
        assertThat(score("values.csv")).startsWith("0\n");
        // Each is well, and what is made of them is not.
        write("values.csv", "s,a,n\nX,1e90,1e-20\nY,2,1\n");
        write("scheme.yaml", "scheme: r\nindicators: { a: { normalise: min-max, per: n } }\n");
        assertThat(score("values.csv").replace(path("values.csv"), "values.csv"))
                .contains("values.csv:2 column 'a': '1e90' per 'n' ('1e-20') is too large to compute with");
        write("values.csv", "s,a,b\nX,1e8,1e8\nY,2,1\n");
        write("scheme.yaml", """
                scheme: r
                aggregate: sum
                indicators: { a: { normalise: as is, weight: 100000000 }, b: { normalise: as is } }
                """);
        assertThat(score("values.csv").replace(path("values.csv"), "values.csv"))
                .contains("values.csv:2 'score' of 'X' comes to 1e+16 points, too many to tell scores apart");
    }

    @Test
    void namesThatTheResultNeedsForItselfAreRefused() throws Exception {
        write("values.csv", "id,rank,grade,s\nX,1,100,3\nY,2,50,4\n");
        write("scheme.yaml", """
                scheme: c
                indicators:
                  rank: { normalise: as is }
                  grade: { normalise: as is }
                  s: { normalise: as is }
                """);
        assertThat(score("values.csv").replace(path("scheme.yaml"), "scheme.yaml"))
                .isEqualTo("""
                1
                scheme.yaml:3 'rank' is a column of the result; call the indicator and its column otherwise, such as 'rank_value'
                scheme.yaml:4 'grade' is a column of the result; call the indicator and its column otherwise, such as 'grade_value'
                2 mistake(s)
                """);
        for (var name :
                List.of("subject", "period", "Score", "change", "rank_low", "band", "left_out", "previous_rank")) {
            write("values.csv", "id," + name + "\nX,1\nY,2\n");
            write("scheme.yaml", "scheme: c\nindicators: { " + name + ": { normalise: as is } }\n");
            assertThat(score("values.csv")).as(name).startsWith("1\n").contains(name + "_value");
        }
        // A branch, the subject's heading, and names that differ in case only.
        write("values.csv", "Score,x,X,y\nA,1,2,3\nB,2,1,3\n");
        write("scheme.yaml", """
                scheme: c
                tree: { Rank: {} }
                indicators: { x: { in: Rank, normalise: as is }, y: { normalise: as is } }
                """);
        assertThat(score("values.csv").replace(folder + "/", "")).isEqualTo("""
                1
                scheme.yaml:2 'Rank' is a column of the result; call the branch otherwise, such as 'Rank_value'
                values.csv:1 'Score' is a column of the result; call the column otherwise, such as 'Score_value'
                values.csv:1 the columns 'x' and 'X' differ in upper and lower case only; call one of them otherwise
                3 mistake(s)
                """);
        // What nobody reads may be called anything: the places of last year, say.
        write("values.csv", "id,x,rank,position,run,score\nA,1,2,3,4,5\nB,2,1,3,4,5\n");
        write("scheme.yaml", "scheme: c\namong: position > 2 and rank > 0\nindicators: { x: { normalise: as is } }\n");
        assertThat(column("rank", score("values.csv", "--output", path("out.csv"))))
                .isEqualTo("2 1");
    }

    @Test
    void aTableIsReadAsADatasetIs() throws Exception {
        write(
                "scheme.yaml",
                "scheme: r\nindicators: { 产值: { normalise: as is }, 率: { normalise: as is }, 比(%): { normalise: as is } }\n");
        var text = "单位,产值,率,比(%)\n甲,\"1,234.5\",85%,85%\n　乙 ,１２０,0.5,7.5\n丙,\"-2，000\",.25,５％\n";
        Files.write(folder.resolve("gb.csv"), text.getBytes(Charset.forName("GB18030")));
        assertThat(Files.readString(scored("gb.csv"))).isEqualTo("""
                单位,产值,率,比(%),score,grade,rank,left_out
                甲,1234.5,0.85,85.0,440.1166666666667,,1,
                乙,120.0,0.5,7.5,42.666666666666664,,2,
                丙,-2000.0,0.25,5.0,-664.9166666666666,,3,
                """);
        Files.write(
                folder.resolve("utf16.csv"),
                ("\uFEFF"
                                + text.replace(",", "\t")
                                        .replace("\"1\t234.5\"", "1234.5")
                                        .replace("\"-2，000\"", "-2000"))
                        .getBytes(StandardCharsets.UTF_16LE));
        assertThat(Files.readString(scored("utf16.csv"))).isEqualTo(Files.readString(scored("gb.csv")));
        try (var book = new XSSFWorkbook();
                var out = Files.newOutputStream(folder.resolve("book.xlsx"))) {
            var sheet = book.createSheet();
            var percent = book.createCellStyle();
            percent.setDataFormat(book.createDataFormat().getFormat("0.0%"));
            var rows = text.replace("\"1,234.5\"", "1234.5")
                    .replace("\"-2，000\"", "-2000")
                    .lines()
                    .toList();
            for (int r = 0; r < rows.size(); r++) {
                var cells = rows.get(r).split(",", -1);
                for (int c = 0; c < cells.length; c++) {
                    sheet.createRow(r);
                }
                for (int c = 0; c < cells.length; c++) {
                    var cell = sheet.getRow(r).createCell(c);
                    if (r == 1 && c == 2) {
                        cell.setCellValue(0.85);
                        cell.setCellStyle(percent);
                    } else {
                        cell.setCellValue(cells[c]);
                    }
                }
            }
            book.write(out);
        }
        assertThat(Files.readString(scored("book.xlsx"))).isEqualTo(Files.readString(scored("gb.csv")));
    }

    @Test
    void aNumberThatCouldBeMeantTwoWaysIsRefused() throws Exception {
        write("scheme.yaml", "scheme: r\nindicators: { x: { normalise: min-max } }\n");
        write("values.csv", "s,x\nA,85%\nB,90\nC,0.7\nD,\"1,2\"\nE,90%%\n");
        assertThat(score("values.csv").replace(path("values.csv"), "values.csv"))
                .isEqualTo("""
                1
                values.csv:3 column 'x': '90' stands without % below '85%' in line 2, which counts as 0.85; write 90% or 0.9, or count the column in %: 'x(%)'
                values.csv:5 column 'x': '1,2' is not a number; leave the cell blank if there is none
                values.csv:6 column 'x': '90%%' is not a number; leave the cell blank if there is none
                3 mistake(s)
                """);
    }

    @Test
    void linesKeepTheirNumbersAndWhatIsNoRowIsTold() throws Exception {
        write("values.csv", "s,a,b,c\n\n\"X\nof two lines\",1,2,3\n\nY,1,2\nZ,1,2,?\n\"W,1,2,3\n");
        assertThat(score("values.csv").replace(path("values.csv"), "values.csv"))
                .isEqualTo("""
                1
                values.csv:6 has 3 cells under 4 headings
                values.csv:7 column 'c': '?' is not a number; leave the cell blank if there is none
                values.csv:8 a quotation mark is opened and never closed
                3 mistake(s)
                """);
    }

    @Test
    void noDrawsAreMadeWhereNoneAreAskedFor() throws Exception {
        assertThat(score("values.csv", "--draws", "0")).startsWith("0\n").doesNotContain("rank_median");
        assertThat(score("values.csv", "--draws", "20")).contains("rank_median");
        assertThat(score("values.csv", "--draws", "0", "--remove"))
                .contains("rank_without")
                .doesNotContain("rank_median");
        assertThat(score("values.csv", "--draws", "0", "--sensitivity"))
                .startsWith("2\n")
                .contains("--sensitivity needs draws", "--draws 1000");
        write("scheme.yaml", Files.readString(folder.resolve("scheme.yaml")) + "uncertainty: { draws: 0 }\n");
        assertThat(score("values.csv", "--sensitivity")).startsWith("2\n").contains("--sensitivity needs draws");
        assertThat(score("values.csv", "--sensitivity", "--draws", "50"))
                .startsWith("0\n")
                .contains("first_order");
        assertThat(score("values.csv", "--draws", "-5")).startsWith("2\n").contains("-5", "a number of draws");
        assertThat(score("values.csv", "--draws", "none.csv")).startsWith("2\n").contains("none.csv");
        assertThat(score("values.csv", "--draws", "200000")).startsWith("2\n").contains("100000");
    }

    @Test
    void filesWithResultsAreWrittenAnewEvenIfNothingStandsInThem() throws Exception {
        write("scheme.yaml", Files.readString(folder.resolve("scheme.yaml")) + "rank: { lines: { 表扬: first 1 } }\n");
        write("out-lines.csv", "what an earlier try has left\n");
        write("values.csv", "s,a,b,c\nX,10,10,10\nY,20,20,20\nZ,30,30,30\n");
        assertThat(score("values.csv", "--draws", "20", "--output", path("out.csv")))
                .contains("out-lines.csv");
        assertThat(Files.readString(folder.resolve("out-lines.csv"))).isEqualTo("s,line,warning\n");
    }

    @Test
    void weightsThatTheDataWouldGiveAreShownWhereTheSchemeAsks() throws Exception {
        write("scheme.yaml", Files.readString(folder.resolve("scheme.yaml")) + "compare-weights: [entropy, critic]\n");
        var shown = score("values.csv");
        assertThat(shown).contains("weights that the data would give", "declared", "entropy", "critic");
        assertThat(shown).doesNotContain("variation");
        score("values.csv", "--output", path("out.csv"));
        assertThat(Files.readAllLines(folder.resolve("out-weights.csv")))
                .hasSize(4)
                .first()
                .isEqualTo("parent,node,declared,entropy,critic,subjects");
        assertThat(Files.readAllLines(folder.resolve("out-weights.csv")).get(1)).startsWith("score,a,0.5,");
    }

    @Test
    void healthShowsEveryFigureIfAsked() {
        assertThat(score("values.csv", "--health"))
                .contains("0 of", "--all shows the others")
                .doesNotContain("Influence");
        assertThat(score("values.csv", "--health", "--all")).startsWith("0\n").contains("Influence", "0 of");
        assertThat(score("values.csv", "--all")).startsWith("2\n").contains("--all goes with --health");
        for (var other : List.of("--output=x.csv", "--draws=10", "--sensitivity", "--remove")) {
            assertThat(score("values.csv", "--health", other))
                    .as(other)
                    .startsWith("2\n")
                    .contains("--health shows figures instead of scores");
        }
    }

    @Test
    void theInputsThatOnceFailedGiveWhatTheyShould() throws Exception {
        try (var files = Files.list(SharedCases.faults("scoring"))) {
            for (var file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        assertThat(column("rank", score("p2.csv", "p.yaml", "--periods", "month", "--output", path("out.csv"))))
                .isEqualTo("2 1 1 2 1");
        assertThat(column(
                        "previous_rank", score("p2.csv", "p.yaml", "--periods", "month", "--output", path("out.csv"))))
                .isEqualTo(" 2  1 1");
        assertThat(column("score", score("ap.csv", "ap.yaml", "--periods", "month", "--output", path("out.csv"))))
                .isEqualTo("0.0 100.0 6.25 100.0");
        assertThat(score("ok.csv", "base.yaml", "--output", path("ok.csv"))).startsWith("2\n");
        assertThat(score("ok.csv", "gz.yaml"))
                .startsWith("1\n")
                .contains("gz.yaml:3 'a' can be below 0", "geometric mean");
        assertThat(score("pr.csv", "pr.yaml")).startsWith("1\n").contains("pr.yaml:4 'a' can be below 0", "product");
        assertThat(score("inf2.csv", "base.yaml")).startsWith("1\n").contains("inf2.csv:2 column 'a': '1e309'");
        write("as-is.yaml", "scheme: e\nindicators: { a: { normalise: as is } }\n");
        assertThat(score("e30.csv", "as-is.yaml"))
                .startsWith("1\n")
                .contains("e30.csv:2 column 'a': '1e30'", "e30.csv:3 column 'a': '2e30'");
        assertThat(score("names.csv", "names.yaml")).startsWith("1\n").contains("names.yaml:3 'rank'");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path scored(String input) {
        var output = folder.resolve(input + "-scored.csv");
        assertThat(score(input, "--output", output.toString())).startsWith("0\n");
        return output;
    }

    /** A column of {@code out.csv}, after a command that has written it. */
    private String column(String name, String said) throws Exception {
        assertThat(said).startsWith("0\n");
        var lines = Files.readAllLines(folder.resolve("out.csv")).stream()
                .map(line -> line.split(",", -1))
                .toList();
        int at = List.of(lines.get(0)).indexOf(name);
        return lines.stream().skip(1).map(cells -> cells[at]).collect(Collectors.joining(" "));
    }

    private String score(String input, String... arguments) {
        return call(Language.ENGLISH, input, arguments);
    }

    private String chinese(String input, String... arguments) {
        return call(Language.CHINESE, input, arguments);
    }

    private String call(Language language, String input, String... arguments) {
        var all = new ArrayList<>(List.of("score", path(input)));
        boolean named = arguments.length > 0 && arguments[0].endsWith(".yaml");
        all.addAll(List.of("--scheme", path(named ? arguments[0] : "scheme.yaml")));
        all.addAll(List.of(arguments).subList(named ? 1 : 0, arguments.length));
        return Call.of(out -> Tongbao.execute(out, out, Clock.systemUTC(), language, all.toArray(String[]::new)))
                .toString();
    }
}
