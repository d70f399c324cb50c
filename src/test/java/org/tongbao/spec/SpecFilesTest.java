package org.tongbao.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecFilesTest {

    private final Problems problems = new Problems();

    @TempDir
    Path home;

    private record Person(String name, int age) {
        static Person read(Block block) {
            return new Person(block.text("name"), block.integer("age", 0));
        }
    }

    @Test
    void allMistakesOfAFileAreReportedAtOnceWithTheirLines() throws Exception {
        var file = write("a.yaml", "nmae: 张某\nage: many\n");
        assertThat(files().yaml(file).flatMap(b -> b.as(Person::read))).isEmpty();
        assertThat(problems.sorted().stream().map(Object::toString))
                .containsExactly(
                        "a.yaml:1 unknown key 'nmae', did you mean 'name'?",
                        "a.yaml:2 'age' must be a whole number, found 'many'");
    }

    @Test
    void aTableIsReadAsSpreadsheetProgramsSaveIt() throws Exception {
        var text = "编号,名称\r\n1,临澜区\r\n";
        for (var saved : List.of(
                text.getBytes(StandardCharsets.UTF_8),
                ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8),
                text.getBytes(Charset.forName("GB18030")))) {
            var file = Files.write(home.resolve("t.csv"), saved);
            assertThat(files().csv(file))
                    .extracting(CsvRecord::cells)
                    .containsExactly(List.of("编号", "名称"), List.of("1", "临澜区"));
        }
        assertThat(problems.count()).isZero();
        assertThat(files().csv(home.resolve("none.csv"))).isEmpty();
        assertThat(files().csv(Files.write(home.resolve("t.csv"), new byte[] {(byte) 0xFF, (byte) 0xFE, 65, 0})))
                .isEmpty();
        assertThat(problems.sorted().stream().map(Object::toString))
                .containsExactly(
                        "none.csv:1 is missing", "t.csv:1 is saved as Unicode text (UTF-16); save it as 'CSV UTF-8'");
    }

    @Test
    void aKeyThatStandsTwiceIsAMistake() throws Exception {
        var file = write("a.yaml", "name: 张某\nage: 1\nname: 李某\n");
        assertThat(files().yaml(file).flatMap(b -> b.as(Person::read))).isPresent();
        assertThat(problems.sorted().toString()).contains("a.yaml:3 key 'name' stands here twice");
    }

    @Test
    void brokenYamlNamesItsLine() throws Exception {
        var file = write("a.yaml", "name: 张某\nage: [1\n");
        assertThat(files().yaml(file)).isEmpty();
        assertThat(problems.sorted().get(0).at().line()).isBetween(2, 3);
    }

    @Test
    void theHeaderOfAnSqlFileIsReadAndItsBodyKeepsItsLines() throws Exception {
        var file = write("i.sql", """
                -- 隐患整改率: of all
                --
                -- indicator: rate
                -- unit:      "%"
                -- basis:     R001, R002

                select 1
                from nowhere;
                """);
        var sql = files().sql(file).orElseThrow();
        assertThat(sql.title()).isEqualTo("隐患整改率: of all");
        assertThat(sql.header().text("indicator")).isEqualTo("rate");
        assertThat(sql.header().texts("basis")).containsExactly("R001", "R002");
        assertThat(sql.header().at("unit")).hasToString("i.sql:4");
        assertThat(sql.body()).isEqualTo("select 1\nfrom nowhere");
        assertThat(sql.at(2)).hasToString("i.sql:8");
    }

    @Test
    void filesAreFoundInOrderOfPath() throws Exception {
        write("b/x.yaml", "");
        write("a/y.yaml", "");
        write("a/z.txt", "");
        assertThat(files().find("*/*.yaml").stream().map(files()::name)).containsExactly("a/y.yaml", "b/x.yaml");
    }

    private SpecFiles files() {
        return new SpecFiles(home, problems);
    }

    private Path write(String name, String text) throws Exception {
        var file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
