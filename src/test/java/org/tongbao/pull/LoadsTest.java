package org.tongbao.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongbao.home.Home;
import org.tongbao.run.Progress;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.LoadLedger;
import org.tongbao.warehouse.ledger.LoadLedger.Difference;

/** What a contract can ask besides a row's form, and what can be done with a load afterwards. */
class LoadsTest {

    @TempDir
    Path folder;

    private final Problems problems = new Problems();
    private final LinkedHashMap<String, Dataset> datasets = new LinkedHashMap<>();
    private Warehouse warehouse;
    private Session session;
    private LocalDateTime now = LocalDateTime.of(2026, 7, 3, 6, 0);

    @BeforeEach
    void open() {
        warehouse = Warehouse.inMemory(folder);
        session = warehouse.session();
    }

    @AfterEach
    void close() {
        session.close();
        warehouse.close();
    }

    @ParameterizedTest
    @CsvSource({
        "division, 320102, true",
        "division, 320102003, true",
        "division, 320102003001, true",
        "division, 990102, false",
        "division, 3201020, false",
        "permit, 320102202401150101, true",
        "permit, 320102202413150101, false",
        "permit, 施建〔2013〕0123号, true",
        "permit, 许可证, false",
        "project_code, 3201022401150101, true",
        "project_code, 2024-320102-47-03-502345, true",
        "project_code, 2024-320102, false"
    })
    void codesOfABureauAreHeldAgainstTheirForm(String type, String value, boolean right) {
        declare("thing: { type: " + type + ", title: 代码 }", "");
        assertThat(pull("a.csv", "编号,代码\nA1," + value + "\n").get(0).loaded()).isEqualTo(right ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "mobile, 13812345678, 138****5678, true",
        "mobile, +8613812345678, +86*******5678, true",
        "mobile, 138 1234 5678, 138****5678, true",
        "mobile, 23812345678, 238****5678, false",
        "id_number, 11010519491231002x, 110105********002X, true",
        "id_number, 11010519491231002X, 110105********002X, true",
        "id_number, 110105194912310021, 110105********0021, false",
        "id_number, 11010519491331002X, 110105********002X, false"
    })
    void aPersonsNumberIsJudgedWholeAndKeptMasked(String type, String value, String kept, boolean right) {
        declare("thing: { type: " + type + ", title: 号码 }", "");
        assertThat(pull("a.csv", "编号,代码\nA1," + value + "\n").get(0).loaded()).isEqualTo(right ? 1 : 0);
        var everywhere =
                session
                        .query("select thing as v from dataset.ledger_thing union all select value from ledger.reject")
                        .stream()
                        .map(row -> row.text("v"))
                        .toList();
        assertThat(everywhere).containsExactly(kept);
    }

    @Test
    void aLineThatIsNoRowIsQuotedWithoutThePersonsInIt() {
        declare("thing: { type: mobile, title: 号码 }", "");
        pull("a.csv", "编号,代码\n\"A1,13812345678,11010519491231002X\n");
        assertThat(text("select coalesce(string_agg(value, ' '), '') as t from ledger.reject"))
                .doesNotContain("13812345678")
                .doesNotContain("11010519491231002X");
    }

    @Test
    void aMildRuleLetsTheRowInAndNotesIt() {
        declare(
                "thing: { type: text, title: 类别, allowed: [甲, 乙], severity: warn }",
                "checks: [{ name: odd, when: \"thing = '乙'\", because: 乙类少见, severity: warn }]");
        var loaded = pull("a.csv", "编号,代码\nA1,甲\nA2,乙\nA3,丙\n").get(0);
        assertThat(loaded.loaded()).isEqualTo(3);
        assertThat(text(
                        "select string_agg(source_row || ' ' || value || ' ' || reason, '; ' order by source_row) as t from"
                                + " ledger.warning"))
                .isEqualTo("3 乙 乙类少见; 4 丙 应为甲、乙之一");
    }

    @Test
    void aGraveRuleSetsTheWholeLoadAsideUntilItIsReleased() {
        declare(
                "thing: { type: text, title: 类别 }",
                "checks: [{ name: mixed, when: \"thing = '错'\", because: 报错了县区, severity: quarantine }]");
        pull("a.csv", "编号,代码\nA1,甲\n");
        pull("a.csv", "编号,代码\nA1,错\nA2,甲\n");
        assertThat(visible()).isEqualTo("A1 甲");
        assertThat(pull().get(0).load()).as("the same file does not come again").isZero();
        assertThatThrownBy(() -> ledger().undo(2)).hasMessageContaining("set aside already");
        assertThat(ledger().release(2)).isEqualTo(3);
        assertThat(visible()).isEqualTo("A1 错, A2 甲");
        assertThatThrownBy(() -> ledger().release(1)).hasMessageContaining("counts already");
    }

    @Test
    void aCheckMayAskAnotherDataset() {
        declare("other", "place", "thing: { type: text, title: 名称 }", "");
        declare(
                "thing: { type: text, title: 工地 }",
                "checks: [{ name: known, when: \"not exists (select 1 from place as p where p.id = ledger_thing.thing)\","
                        + " because: 工地不在名册中 }]");
        put("other/p.csv", "编号,代码\nP1,一号\n");
        pull("a.csv", "编号,代码\nA1,P1\nA2,P2\n");
        assertThat(visible()).isEqualTo("A1 P1");
        assertThat(text("select reason as t from ledger.reject")).isEqualTo("工地不在名册中");
    }

    @Test
    void aLoadOfAnotherSizeThanTheOneBeforeIsToldOrSetAside() {
        declare("thing: { type: text, title: 类别 }", "expect: { rows: 50%..200% of previous }");
        pull("a-05.csv", "编号,代码\nA1,1\nA2,2\nA3,3\nA4,4\n");
        assertThat(pull("a-06.csv", "编号,代码\nB1,1\n").stream()
                        .filter(loaded -> loaded.load() > 0)
                        .flatMap(loaded -> loaded.notes().stream()))
                .containsExactly("1 rows, in/a-05.csv had 4; expected 50%..200%");
        assertThat(visible()).contains("B1");
        declare("thing: { type: text, title: 类别 }", "expect: { rows: 50%..200% of previous, otherwise: quarantine }");
        pull("a-07.csv", "编号,代码\nC1,1\nC2,1\nC3,1\n");
        assertThat(visible()).doesNotContain("C1").contains("B1");
    }

    @Test
    void aColumnThatWasRenamedNamesItselfAndWhereToSaySo() {
        declare("thing: { type: text, title: 整改完成日期 }", "");
        assertThat(pull("a.csv", "编号,代号\nA1,甲\n").get(0).notes())
                .containsExactly(
                        "no column 代码, did you mean '代号'?",
                        "column 代号 is not known; if 代号 is thing, put it under 'headings', if nobody needs it, under 'ignore' in"
                                + " ledger_thing.source.yaml");
        assertThat(session.query("select words from ledger.note where kind = 'drift' order by words"))
                .hasSize(2);
    }

    @Test
    void aLoadIsHeldAgainstTheOneItReplaced() {
        declare("thing: { type: text, title: 类别 }", "");
        pull("a.csv", "编号,代码\nA1,甲\nA2,乙\nA3,丙\n");
        pull("a.csv", "编号,代码\nA3,丙\nA2,丁\nA4,戊\n");
        assertThat(ledger().difference(1)).isEqualTo(new Difference(0, 3, 0, 0));
        assertThat(ledger().difference(2)).isEqualTo(new Difference(1, 1, 1, 1));
        assertThat(text("select string_agg(change || ' ' || id, ', ' order by id) as t from (" + ledger().changes(2)
                        + ")"))
                .isEqualTo("removed A1, changed A2, added A4");
    }

    @Test
    void aMergedLoadIsHeldAgainstTheRowsOfTheSameKeys() {
        declare("thing: { type: text, title: 类别 }", "");
        datasets.computeIfPresent("ledger_thing", (name, d) -> merged(d));
        pull("a.csv", "编号,代码\nA1,甲\nA2,乙\n");
        pull("b.csv", "编号,代码\nA2,丙\nA1,甲\nA3,丁\n");
        assertThat(ledger().difference(2)).isEqualTo(new Difference(1, 1, 0, 1));
        assertThat(visible()).isEqualTo("A1 甲, A2 丙, A3 丁");
        assertThat(asOf(1)).isEqualTo("A1 甲, A2 乙");
        ledger().undo(2);
        assertThat(visible()).isEqualTo("A1 甲, A2 乙");
    }

    private static Dataset merged(Dataset d) {
        return new Dataset(
                d.name(),
                d.title(),
                Dataset.Load.MERGE,
                false,
                d.key(),
                null,
                null,
                d.columns(),
                d.checks(),
                d.expects(),
                d.expected(),
                d.at());
    }

    @Test
    void anUndoCanBeUndone() {
        declare("thing: { type: text, title: 类别 }", "");
        pull("a.csv", "编号,代码\nA1,甲\n");
        ledger().undo(1);
        assertThat(visible()).isEmpty();
        assertThat(ledger().release(1)).isEqualTo(3);
        assertThat(visible()).isEqualTo("A1 甲");
        assertThat(asOf(2)).as("between the two").isEmpty();
        ledger().undo(3);
        assertThat(visible()).isEmpty();
        assertThatThrownBy(() -> ledger().undo(1)).hasMessageContaining("taken back or set aside already");
        assertThatThrownBy(() -> ledger().undo(99)).hasMessage("there is no load 99");
    }

    @Test
    void aPersonsNumberStandsNowhereWhateverBecomesOfItsRow() {
        declare(
                "thing: { type: mobile, title: 号码, severity: quarantine }",
                "checks: [{ name: odd, when: \"id = 'A2'\", because: 待核, severity: warn }]");
        pull("a.csv", """
                编号,代码
                A1,1381234567
                A2,13812345678
                A2,13812345678
                A3,13812345678,13812345678
                ,13812345678
                "A4,13812345678
                """);
        put("in/b.csv", "编号,号码13812345678\nA5,13812345678\n");
        String told = "";
        try {
            pull();
        } catch (PullException e) {
            told = e.getMessage();
        }
        var everything = new StringBuilder(told);
        for (var table : session.query("select schema_name || '.' || table_name as t from duckdb_tables()"
                + " where schema_name in ('dataset', 'ledger')")) {
            session.query("select cast(t as varchar) as t from " + table.text("t") + " as t")
                    .forEach(row -> everything.append(row.text("t")));
        }
        assertThat(everything.toString()).contains("138****5678").doesNotContain("13812345678");
    }

    @Test
    void anUndoneLoadIsUnseenFromThenOnAndSeenByWhoHasSeenIt() {
        declare("thing: { type: text, title: 类别 }", "");
        pull("a.csv", "编号,代码\nA1,甲\n");
        pull("a.csv", "编号,代码\nA1,乙\n");
        ledger().undo(2);
        assertThat(visible()).isEqualTo("A1 甲");
        assertThat(asOf(2)).isEqualTo("A1 乙");
        assertThat(pull().get(0).load())
                .as("the same content does not come again")
                .isZero();
        assertThat(pull("a.csv", "编号,代码\nA1,丙\n").get(0).load()).isEqualTo(4);
        assertThat(visible()).isEqualTo("A1 丙");
        assertThat(asOf(3)).isEqualTo("A1 甲");
    }

    @Test
    void onlyRowsThatNothingNeedsAreForgotten() {
        declare("thing: { type: text, title: 类别 }", "");
        pull("a.csv", "编号,代码\nA1,甲\n");
        pull("a.csv", "编号,代码\nA1,乙\n");
        session.execute("insert into ledger.run values (1, 'j', '2026-06', date '2026-06-01', date '2026-07-01', 2,"
                + " 'completed', '', timestamp '2026-07-01', null, date '2026-06-30', date '2026-07-01')");
        pull("a.csv", "编号,代码\nA1,丙\n");
        assertThat(ledger().forget(LocalDate.of(2026, 7, 3))).as("too young").isZero();
        assertThat(ledger().forget(LocalDate.of(2026, 8, 1))).isEqualTo(1);
        assertThat(session.one("select count(*) as n from dataset.ledger_thing").whole("n"))
                .isEqualTo(2);
        assertThat(asOf(2)).as("what run 1 has seen").isEqualTo("A1 乙");
        assertThat(visible()).isEqualTo("A1 丙");
        assertThat(ledger().forget(LocalDate.of(2026, 8, 1))).isZero();
    }

    private void declare(String column, String more) {
        declare("in", "ledger_thing", column, more);
    }

    private void declare(String from, String name, String column, String more) {
        var text = "dataset: " + name + "\ntitle: 物件\nload: slice\nkey: [id]\ncolumns:\n"
                + "  id: { type: text, title: 编号, required: true }\n  " + column + "\n" + more + "\n";
        try {
            var file = Files.writeString(folder.resolve(name + ".yaml"), text);
            new SpecFiles(folder, problems)
                    .yaml(file)
                    .flatMap(Dataset::read)
                    .ifPresent(dataset -> datasets.put(name, dataset));
            Files.createDirectories(folder.resolve("data").resolve(from));
            Files.writeString(
                    folder.resolve(name + ".source.yaml"),
                    "source: " + name + "\ndataset: " + name + "\nfiles: " + from
                            + "/*.csv\nformat: csv\nheadings: { id: 编号, thing: 代码 }\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        problems.throwIfAny();
    }

    private List<Pull.Loaded> pull(String file, String text) {
        put("in/" + file, text);
        return pull().stream().filter(loaded -> loaded.file().endsWith(file)).toList();
    }

    private void put(String file, String text) {
        try {
            Files.writeString(folder.resolve("data").resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Pull.Loaded> pull() {
        var files = new SpecFiles(folder, problems);
        var sources = datasets.keySet().stream()
                .map(name -> files.yaml(folder.resolve(name + ".source.yaml"))
                        .flatMap(Source::read)
                        .orElseThrow())
                .toList();
        now = now.plusMinutes(1);
        return new Pull(warehouse, catalog(), sources, new Home(folder, Path.of("data"), Path.of("out")))
                .run(datasets.keySet(), now, Progress.NONE);
    }

    private Catalog catalog() {
        return new Catalog(datasets, List.of());
    }

    private LoadLedger ledger() {
        return new LoadLedger(session, catalog());
    }

    private String visible() {
        return asOf(1_000_000);
    }

    private String asOf(long load) {
        return session.query(catalog().rows("ledger_thing", load) + " order by id").stream()
                .map(row -> row.text("id") + " " + row.text("thing"))
                .collect(Collectors.joining(", "));
    }

    private String text(String sql) {
        return session.one(sql).text("t");
    }
}
