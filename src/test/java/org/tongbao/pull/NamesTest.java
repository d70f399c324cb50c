package org.tongbao.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Warehouse;

/** Whatever a dataset and its columns are called, it can be pulled, or the file says what to change and where. */
class NamesTest {

    /** What the intake and the warehouse call their own, besides the words of SQL. */
    private static final List<String> OWN = List.of(
            "origin",
            "load_id",
            "source_row",
            "part",
            "position",
            "sheet",
            "fault",
            "first_cell",
            "violation",
            "doubt",
            "rowid",
            "first",
            "change",
            "held_from",
            "held_until",
            "concern_1",
            "t",
            "p",
            "d",
            "o",
            "s",
            "r",
            "h",
            "l",
            "w",
            "n",
            "c",
            "k",
            "at",
            "key",
            "arrives",
            "folded",
            "alone",
            "twice",
            "typed",
            "staging",
            "plain",
            "held",
            "clean",
            "doubtful",
            "refused",
            "load",
            "reject",
            "reason",
            "value",
            "file",
            "dataset",
            "source",
            "slice",
            "name",
            "row",
            "text",
            "date",
            "month",
            "number",
            "day",
            "run",
            "score",
            "finding",
            "standing",
            "observation",
            "reference_x",
            "loose_x",
            "user",
            "year",
            "current_date",
            "session_user",
            "localtime",
            "dual",
            "count",
            "sum",
            "min",
            "max",
            "history_finding",
            "pinned_load");

    @TempDir
    Path folder;

    @Test
    void everyWordIsTakenForANameOrRefusedWithItsLine() throws Exception {
        var words = new ArrayList<>(OWN);
        try (var warehouse = Warehouse.inMemory(folder);
                var session = warehouse.session()) {
            session.query(
                            "select distinct keyword_name as word from duckdb_keywords() where keyword_category <> 'unreserved'"
                                    + " order by 1")
                    .forEach(row -> words.add(row.text("word")));
        }
        var columns = words.stream()
                .distinct()
                .filter(word -> isTaken("column", word))
                .toList();
        var tables =
                words.stream().distinct().filter(word -> isTaken("table", word)).toList();
        assertThat(columns)
                .contains("name", "row", "text", "value", "t", "year")
                .doesNotContain("order", "sheet", "rowid");
        assertThat(tables).contains("name", "source", "user").doesNotContain("group", "staging", "finding");
        try (var files = new ArrivingFiles(folder.resolve("home"))) {
            var everything = new StringBuilder("dataset: everything\ntitle: 全部\nload: slice\nkey: [" + columns.get(0)
                    + "]\nsource: { files: 全部*.csv }\nchecks: [{ name: c, when: \"" + columns.get(0)
                    + " = 'no'\", because: 不可 }]\ncolumns:\n");
            columns.forEach(word -> everything.append("  " + word + ": { type: text, title: 列" + word + " }\n"));
            files.declare(everything.toString());
            for (var word : tables) {
                files.declare("dataset: \"" + word + "\"\ntitle: 表\nload: merge\nkey: [id]\nsource: { files: 表/" + word
                        + ".csv }\ncolumns:\n  id: { type: text, title: 编号 }\n");
                files.put("表/" + word + ".csv", "编号\nA\nA\n");
            }
            var headings =
                    String.join(",", columns.stream().map(word -> "列" + word).toList()) + "\n";
            files.put(
                    "全部1.csv",
                    headings + ",".repeat(columns.size() - 1) + "x\nA" + ",x".repeat(columns.size() - 1) + "\n");
            assertThat(files.pull()).hasSize(tables.size() + 1).allMatch(loaded -> loaded.read() == 2);
            files.put("全部2.csv", headings + "A" + ",y".repeat(columns.size() - 1) + "\n");
            files.pull();
            assertThat(files.rejects()).contains("已在其他批次中报送");
            for (var word : tables) {
                assertThat(files.values(word, "id")).as(word).isEqualTo("A");
            }
        }
    }

    /** Whether the word is taken; otherwise its line must be told. */
    private boolean isTaken(String what, String word) {
        var problems = new Problems();
        var yaml = what.equals("column")
                ? "dataset: x\ntitle: 表\ncolumns:\n  " + word + ": { type: text }\n"
                : "title: 表\ndataset: \"" + word + "\"\ncolumns:\n  id: { type: text }\n";
        try {
            var file = Files.writeString(folder.resolve("x.yaml"), yaml);
            new SpecFiles(folder, problems).yaml(file).ifPresent(Dataset::read);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(problems.sorted())
                .allMatch(problem -> problem.toString().contains("'" + word + "'")
                        && problem.at().line() == (what.equals("column") ? 4 : 1)
                        && Stream.of("call it", "give the").anyMatch(problem.toString()::contains));
        return problems.count() == 0;
    }

    @Test
    void aDatasetNeedsNoKey() {
        for (var load : List.of("full", "slice")) {
            try (var files = new ArrivingFiles(folder.resolve(load))) {
                files.declare(
                        "dataset: k_full\ntitle: 无主键full\nload: " + load
                                + "\nsource: { files: full*.csv }\ncolumns:\n  n: { type: text, title: 编号, pattern: \"A.*\" }\n");
                files.put("full.csv", "编号\nA1\nA1\nB2\n");
                files.pull();
                assertThat(files.values("k_full", "n")).isEqualTo("A1 A1");
                assertThat(files.rejects()).isEqualTo("4 n 格式不符");
                files.put("full.csv", "编号\n" + "A1\n".repeat(60_000) + "B2\n");
                assertThat(files.pull())
                        .singleElement()
                        .matches(loaded -> loaded.loaded() == 60_000 && loaded.rejected() == 1);
            }
        }
    }
}
