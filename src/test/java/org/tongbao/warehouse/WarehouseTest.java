package org.tongbao.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.ledger.RunLedger;

class WarehouseTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 7, 3, 6, 0);
    private static final Location AT = new Location("subjects.yaml", 1);

    @TempDir
    Path folder;

    @Test
    void aRunSeesTheLastLoadOfEachSliceUpToItsCutOff() throws Exception {
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            var catalog = catalog("slice");
            catalog.define(session);
            load(session, 1, "may", "a", 1);
            load(session, 2, "june", "b", 2);
            load(session, 3, "may", "a", 10);
            assertThat(seen(session, catalog, 2)).isEqualTo("a=1 b=2");
            assertThat(seen(session, catalog, 3)).isEqualTo("a=10 b=2");
        }
    }

    @Test
    void aWithdrawnLoadUncoversTheOneBeforeAndEarlierRunsStillSeeIt() throws Exception {
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            var catalog = catalog("slice");
            catalog.define(session);
            load(session, 1, "may", "a", 1);
            load(session, 2, "may", "a", 10);
            session.execute("update ledger.load set withdrawn_at_load = 3 where load_id = 2");
            assertThat(seen(session, catalog, 2)).isEqualTo("a=10");
            assertThat(seen(session, catalog, 3)).isEqualTo("a=1");
        }
    }

    @Test
    void theNamesOfSubjectsAreThereEvenIfSomeHaveNoTable() {
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            session.execute("create table region (region_id integer, region_name varchar)");
            session.execute("insert into region values (1, '东区'), (2, '西区')");
            var region = new Subjects.Kind("region", "县", "region", "region_id", "region_name", Map.of(), AT);
            var city = new Subjects.Kind("city", "市", "city", "city_id", "city_name", Map.of(), AT);
            for (var subjects : List.of(
                    new Subjects(Map.of("region", region)), new Subjects(Map.of("region", region, "city", city)))) {
                subjects.define(session);
                assertThat(session.query("select * from subject_name order by subject"))
                        .extracting(row -> row.values().values().toString())
                        .containsExactly("[region, 1, 东区]", "[region, 2, 西区]");
                assertThat(subjects.name(session, "region", "2")).isEqualTo("西区");
                assertThat(subjects.name(session, "region", "3")).isEqualTo("3");
                assertThat(subjects.ids(session, "region", "东区")).containsExactly("1");
                assertThat(subjects.ids(session, "region", "2")).containsExactly("2");
            }
        }
    }

    @Test
    void mergedRowsReplaceThoseWithTheSameKey() throws Exception {
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            var catalog = catalog("merge");
            catalog.define(session);
            load(session, 1, "one", "a", 1);
            load(session, 2, "two", "b", 2);
            load(session, 3, "three", "a", 3);
            assertThat(seen(session, catalog, 3)).isEqualTo("a=3 b=2");
        }
    }

    @Test
    void periodFunctionsFollowThePinnedPeriod() throws Exception {
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            var catalog = catalog("full");
            catalog.define(session);
            catalog.pin(session, new Run(1, "j", Period.parse("2026-Q1"), 0));
            assertThat(session.one("select period_start() as a, period_end() as b, previous_start() as c")
                            .values())
                    .hasToString("{a=2026-01-01, b=2026-04-01, c=2025-10-01}");
        }
    }

    @Test
    void filesOutsideTheAllowedFoldersAreShutToSql() throws Exception {
        var open = Files.createDirectory(folder.resolve("open"));
        Files.writeString(open.resolve("a.csv"), "x\n1\n");
        Files.writeString(folder.resolve("secret.csv"), "x\n1\n");
        try (var warehouse = Warehouse.inMemory(open);
                var session = warehouse.session()) {
            assertThat(session.one("select count(*) as n from read_csv('" + open.resolve("a.csv") + "')")
                            .whole("n"))
                    .isEqualTo(1);
            assertThatThrownBy(() -> session.query("select * from read_csv('" + folder.resolve("secret.csv") + "')"))
                    .isInstanceOf(WarehouseException.class)
                    .hasMessageContaining("disabled");
            assertThatThrownBy(() -> session.execute("set enable_external_access = true"))
                    .isInstanceOf(WarehouseException.class);
        }
    }

    @Test
    void aFailedTransactionLeavesNothingBehind() {
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            session.execute("create table t (n integer)");
            assertThatThrownBy(() -> session.inTransaction(() -> {
                        session.execute("insert into t values (1)");
                        session.execute("insert into t values ('no number')");
                    }))
                    .isInstanceOf(WarehouseException.class);
            assertThat(session.query("select * from t")).isEmpty();
        }
    }

    @Test
    void aSecondProcessIsToldWhoHoldsTheFile() throws Exception {
        var file = folder.resolve("w.duckdb");
        var settings = new Warehouse.Settings(file, "1GB", 1, folder.resolve("tmp"), List.of());
        try (var holder = Warehouse.open(settings)) {
            var command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    OpenAndPrint.class.getName(),
                    file.toString());
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(said)
                    .contains("is in use by process " + ProcessHandle.current().pid());
            assertThat(holder).isNotNull();
        }
    }

    @Test
    void aStatementWithoutAnEndIsEndedAndQuoted() {
        try (var warehouse = Warehouse.inMemory().limitStatements(Duration.ofSeconds(1));
                var session = warehouse.session()) {
            assertThatThrownBy(() -> session.query("""
                            with recursive n as (select 1 as x union all select (x + 1) % 7 from n)
                            select count(*) from n"""))
                    .isInstanceOf(WarehouseException.class)
                    .hasMessageStartingWith(
                            "a statement took longer than 1 s and was ended (warehouse.limit in tongbao.yaml): is it without an end? in: with recursive n as");
            assertThat(session.one("select 1 as one").whole("one")).isEqualTo(1);
        }
    }

    @Test
    void aFileIsOpenOnceInAProcessToo() {
        var settings =
                new Warehouse.Settings(folder.resolve("once.duckdb"), "1GB", 1, folder.resolve("tmp"), List.of());
        try (var first = Warehouse.open(settings)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> Warehouse.open(settings))
                    .hasMessageContaining(
                            "is in use by process " + ProcessHandle.current().pid());
        }
        Warehouse.open(settings).close();
    }

    /** Opens the warehouse named on the command line and prints what it is told. */
    static final class OpenAndPrint {

        public static void main(String[] arguments) {
            var file = Path.of(arguments[0]);
            try (var warehouse =
                    Warehouse.open(new Warehouse.Settings(file, "1GB", 1, file.resolveSibling("tmp"), List.of()))) {
                System.out.println("opened " + warehouse.hashCode());
            } catch (WarehouseException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void aRunEndsInTheLedgerAndCountsAsHistory() throws Exception {
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            var catalog = catalog("full");
            catalog.define(session);
            var runs = new RunLedger(session);
            var may = runs.start(
                    "monthly",
                    Period.parse("2026-05"),
                    Period.parse("2026-05").end().minusDays(1),
                    "sha",
                    NOW);
            session.sql("insert into stage.observation values (:run, 'region', 'r', 'i', 1, 2, 0.5)")
                    .param("run", may.number())
                    .execute();
            runs.end(may, true, NOW);
            var june = runs.start(
                    "monthly",
                    Period.parse("2026-06"),
                    Period.parse("2026-06").end().minusDays(1),
                    "sha",
                    NOW);
            catalog.pin(session, june);
            assertThat(session.query("select * from observation")).isEmpty();
            assertThat(session.one("select period, value from history_observation")
                            .values())
                    .isEqualTo(Map.of("period", "2026-05", "value", 0.5));
            assertThat(runs.latest("monthly", Period.parse("2026-05"))).contains(may);
        }
    }

    private Catalog catalog(String load) throws Exception {
        var file = folder.resolve(load + ".yaml");
        Files.writeString(file, """
                dataset: thing
                title: 东西
                load: %s
                key: [id]
                columns:
                  id: { type: text }
                  n:  { type: integer }
                """.formatted(load));
        var problems = new Problems();
        var dataset = new SpecFiles(folder, problems).yaml(file).flatMap(Dataset::read);
        problems.throwIfAny();
        return new Catalog(Map.of("thing", dataset.orElseThrow()), List.of());
    }

    private static void load(Session session, long load, String slice, String id, int n) {
        session.sql(
                        "insert into ledger.load values (:load_id, 'thing', 's', 'f', :slice, 'sha', 1, 1, 0, :loaded_at, null)")
                .param("load_id", load)
                .param("slice", slice)
                .param("loaded_at", NOW)
                .execute();
        session.sql("insert into dataset.thing values (:id, :n, :load, 2)")
                .param("id", id)
                .param("n", n)
                .param("load", load)
                .execute();
    }

    private static String seen(Session session, Catalog catalog, long cutoff) {
        catalog.pin(session, new Run(1, "j", Period.parse("2026-06"), cutoff));
        return session.one("select string_agg(id || '=' || n, ' ' order by id) as seen from thing")
                .text("seen");
    }
}
