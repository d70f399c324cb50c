package org.tongbao.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.spec.DependencyGraph;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.spec.SpecFiles.SqlFile;

/** What reads what: names in SQL as the engine's parser sees them, order, circles. */
class DependencyGraphTest {

    @TempDir
    Path home;

    @Test
    void onlyTablesAreTables() {
        assertThat(names("select max(a.x) from Alpha as a join \"b c\" on true where y in (select z from gamma)"))
                .isEqualTo("alpha:1 b c:1 gamma:1");
        assertThat(names("-- from comment\nselect 'from text' as 甲,\n    beta\nfrom alpha"))
                .isEqualTo("alpha:4");
        assertThat(names("select * from stage.score, lateral (select 1 from beta), range(3)"))
                .isEqualTo("stage.score:1 beta:1");
        assertThat(names("select 1 from (values (1)) union all select 2 from alpha order by (select 1 from beta)"))
                .isEqualTo("beta:1 alpha:1");
        assertThat(names("selct * from alpha")).isEmpty();
        assertThat(names("delete from alpha")).isEmpty();
    }

    @Test
    void aStepHidesATableOnlyWhereTheStepCanBeSeen() {
        assertThat(names("with alpha as (select * from alpha), b as (select * from alpha) select * from b, gamma"))
                .isEqualTo("alpha:1 gamma:1");
        assertThat(names("with b as (select * from c), c as (select 1) select * from c"))
                .isEqualTo("c:1");
        assertThat(names("select 1 from (with b as (select 1) select * from b) join b on true"))
                .isEqualTo("b:1");
        assertThat(names("with recursive r as (select 1 as i union all select i + 1 from r) select * from r"))
                .isEmpty();
        assertThat(names("with b as materialized (select 1) select (select max(1) from b), (select 1 from main.b)"))
                .isEqualTo("main.b:1");
    }

    @Test
    void eachStandsAfterWhatItDependsOn() {
        var graph = new DependencyGraph(edges("d", "c b", "c", "b a", "b", "a", "e", "a"));
        assertThat(graph.needed(List.of("d"))).containsExactly("a", "b", "c", "d");
        assertThat(graph.needed(List.of("e", "b"))).containsExactly("a", "e", "b");
        assertThat(graph.dependsOn("c")).containsExactlyInAnyOrder("a", "b");
        assertThat(graph.dependsOn("a")).isEmpty();
        assertThat(graph.dependents(List.of("b"))).containsExactlyInAnyOrder("c", "d");
        assertThat(graph.dependents(List.of("a", "c"))).containsExactlyInAnyOrder("b", "d", "e");
        assertThat(graph.circles()).isEmpty();
    }

    @Test
    void aCircleIsNamedOnce() {
        var graph = new DependencyGraph(edges("x", "b", "a", "b", "b", "c", "c", "a d", "d", "b", "s", "s"));
        assertThat(graph.circles()).containsExactly(List.of("b", "c", "a"), List.of("s"));
        assertThat(graph.dependents(List.of("c"))).containsExactlyInAnyOrder("x", "a", "b", "d");
        assertThat(graph.needed(List.of("a"))).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void viewsAreMadeInTheirOrderAndOnlyTheMistakenOneIsRefused() throws Exception {
        var catalog = new Catalog(
                Map.of(),
                List.of(
                        view("above", "select * from middle"),
                        view("broken", "select nothing from ground"),
                        view("middle", "select x from ground"),
                        view("over", "select * from broken"),
                        view("round", "select * from trip"),
                        view("trip", "select * from round, ground"),
                        view("ground", "select 1 as x")));
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            catalog.define(session);
            var refused = catalog.pin(session, new Run(1, "j", Period.parse("2026-06"), 0));
            assertThat(refused.keySet()).extracting(SqlFile::name).containsExactly("broken");
            assertThat(session.one("select x from above").whole("x")).isOne();
            assertThat(session.plan("from over")).isPresent();
            assertThat(session.plan("from trip")).isPresent();
            assertThat(catalog.graph(session).dependents(List.of("ground")))
                    .containsExactlyInAnyOrder("above", "middle", "broken", "over", "trip", "round");
        }
    }

    private SqlFile view(String name, String sql) throws Exception {
        var file = Files.writeString(home.resolve(name + ".sql"), "-- " + name + "\n" + sql + "\n");
        return new SpecFiles(home, new Problems()).sql(file).orElseThrow();
    }

    private static String names(String sql) {
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            var names = new StringBuilder();
            session.tableNames(sql)
                    .lines()
                    .forEach((name, line) ->
                            names.append(' ').append(name).append(':').append(line));
            return names.toString().strip();
        }
    }

    private static Map<String, List<String>> edges(String... pairs) {
        var edges = new LinkedHashMap<String, List<String>>();
        for (int i = 0; i < pairs.length; i += 2) {
            edges.put(pairs[i], List.of(pairs[i + 1].split(" ")));
        }
        return edges;
    }
}
