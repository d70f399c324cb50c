package org.tongbao.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTest {

    private static final Warehouse WAREHOUSE = Warehouse.inMemory();
    private static final Session SESSION = WAREHOUSE.session();

    @AfterAll
    static void close() {
        SESSION.close();
        WAREHOUSE.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"select", "order", "of", "两 栏", "a\"b", "a'b", "a:b", "A?b", "1st", "a\\b", ""})
    void anyNameAndAnyTextCanBeWritten(String any) {
        if (!any.isEmpty()) {
            SESSION.execute("create or replace temp table " + Sql.name(any) + " (" + Sql.name(any) + " varchar)");
            SESSION.execute("insert into " + Sql.name(any) + " values (" + Sql.text(any) + ")");
            assertThat(SESSION.one("select " + Sql.name(any) + " from " + Sql.name(any))
                            .values())
                    .isEqualTo(Map.of(any, any));
        }
        assertThat(value("select " + Sql.text(any))).isEqualTo(any);
        assertThat(value("select :any", "any", any)).isEqualTo(any);
    }

    @Test
    void listsDaysAndNumbersAreLiterals() {
        assertThat(Sql.names(List.of("a", "or\"der"))).isEqualTo("\"a\", \"or\"\"der\"");
        assertThat(value("select 'it''s' in (" + Sql.texts(List.of("no", "it's")) + ")"))
                .isEqualTo(true);
        var day = LocalDate.of(2026, 2, 28);
        assertThat(value("select " + Sql.date(day))).isEqualTo(day);
        for (double number : new double[] {0.1, -2.5, 1e300, Double.MIN_VALUE, 3, -0.0}) {
            assertThat(value("select 1 * " + Sql.number(number))).isEqualTo(number);
        }
    }

    @Test
    void aParameterMayStandInAStatementSeveralTimes() {
        assertThat(value("select :a || :b || :a", "a", "x", "b", "y")).isEqualTo("xyx");
    }

    @Test
    void aParameterHasAnyTypeAndMayBeNull() {
        var day = LocalDate.of(2026, 6, 1);
        assertThat(value("select :x", "x", day)).isEqualTo(day);
        assertThat(value("select :x", "x", day.atTime(6, 30))).isEqualTo(LocalDateTime.of(2026, 6, 1, 6, 30));
        assertThat(value("select :x", "x", 7)).isEqualTo(7L);
        assertThat(value("select :x", "x", 0.1)).isEqualTo(0.1);
        assertThat(value("select :x", "x", true)).isEqualTo(true);
        assertThat(value("select :x is null", "x", null)).isEqualTo(true);
    }

    /** Each statement gives 5 if {@code :n} is 5 and nothing else in it is taken for a parameter. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select :n",
                "select(:n)",
                "select 10-:n",
                "select :n\n",
                "select case when true then:n end",
                "select :n where ':m' <> 'it''s :m'",
                "select :n where e'it\\'s :m' <> ':m'",
                "select :n where $$it's :m$$ <> $m$ :m $$ $m$",
                "select :n as \":m\"",
                "select :n -- :m\n",
                "-- it's :m\nselect :n",
                "select /* :m /* :m */ ' */ :n",
                "select :n::bigint",
                "select cast(:n::varchar::bigint as bigint)",
                "select '5'::bigint + :n - 5",
                "select {'a': :n}.a",
                "select {'a':n}.a from (select :n as n)",
                "select {a: n, b:n}.b from (select :n as n)",
                "select {a : :n}.a",
                "select {'a' :n}.a from (select :n as n)",
                "select {'a': [1, :n], 'b': 2}.a[2]",
                "select map {'k': :n}['k']",
                "select map {:n: 5}[5]",
                "select map {(1 + :n): 5}[6]",
                "select list[2:n][1] from (select [1, 5, 9] as list, 2 as n) where :n = 5",
                "select list[:n][2] from (select [1, 5, 9] as list, 2 as n) where :n = 5",
                "select list [:n] [2] from (select [1, 5, 9] as list, 2 as n) where :n = 5",
                "select list[m :n][1] from (select [1, 5, 9] as list, 2 as n, 2 as m) where :n = 5",
                "select ([1, 2, 3, 4, 5, 6])[:n:1][5] from (select 5 as n) where :n = 5",
                "select ([1, 2, 3, 4, 5, 6])[(:n):][1]",
                "select ([1, 2, 3, 4, 5, 6])[1 : :n][5]",
                "select ([1, 2, 3, 4, 5, 6])[10 - :n]",
                "select [:n, 2][1]",
                "select 5 where :n in [:n, 2]",
                "select 5 where 5 in[:n]",
                "select array[:n][1]",
                "select '12345'[n:n] from (select :n as n)",
                "select list_transform([1], lambda x: x + :n - 1)[1]",
                "select list_transform([1], lambda x :x + 4)[1] where :n = 5",
                "select a: 5 where :n = 5",
                "select five(x := 5) where :n = 5",
                "select datediff('day', date '2026-01-01', date '2026-01-01' + interval (:n) day)",
                "select 5 where 3 between 1 and :n",
                "select 5 limit :n"
            })
    void onlyWhatSqlHasNoColonForIsAParameter(String sql) {
        SESSION.execute("create or replace temp macro five(x) as x");
        assertThat(String.valueOf(value(sql, "n", 5))).isEqualTo("5");
    }

    @Test
    void theValueOfEveryParameterIsAskedForByNameAndLine() {
        assertThatExceptionOfType(WarehouseException.class)
                .isThrownBy(() ->
                        SESSION.sql("select :run,\n :ladder").param("run", 1).query())
                .withMessageContaining("no value for the parameter :ladder")
                .satisfies(refused -> {
                    assertThat(refused.line()).contains(2);
                    assertThat(refused.reason()).isEqualTo("no value for the parameter :ladder");
                });
        assertThatExceptionOfType(WarehouseException.class)
                .isThrownBy(() -> SESSION.query("select :run"))
                .withMessageContaining(":run");
        assertThat(SESSION.plan("select 1\n, :run").flatMap(WarehouseException::line))
                .contains(2);
    }

    @Test
    void aValueForNoParameterIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SESSION.sql("select :run where ':ladder' <> ''")
                        .param("run", 1)
                        .param("ladder", "x")
                        .query())
                .withMessageContaining("no parameter :ladder in: select :run");
    }

    @Test
    void aParameterWithoutANameIsRefused() {
        assertThatExceptionOfType(WarehouseException.class)
                .isThrownBy(() -> SESSION.query("select '?',\n?"))
                .satisfies(refused -> assertThat(refused.line()).contains(2))
                .withMessageContaining("a parameter has a name");
        assertThat(value("select '?' -- ?\n")).isEqualTo("?");
    }

    @Test
    void whatIsRefusedOnceIsRefusedAgainAndTheNextStatementRuns() {
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(WarehouseException.class).isThrownBy(() -> SESSION.query("select ?"));
            assertThat(value("select :n", "n", i)).isEqualTo((long) i);
        }
    }

    @Test
    void aStatementThatEndsInTheMidstIsTheEnginesToRefuse() {
        for (var sql :
                List.of("select ':n", "select \":n", "select /* :n", "select $$ :n", "select e'\\", "select (:")) {
            assertThatExceptionOfType(WarehouseException.class).as(sql).isThrownBy(() -> SESSION.query(sql));
        }
    }

    @Test
    void statementsOfAnyLengthAreParsed() {
        var many = "'" + ":m ".repeat(5000) + "'";
        assertThat(value("select case when " + many + " = '' then 0 else :n end", "n", 5))
                .isEqualTo(5L);
    }

    private static @Nullable Object value(String sql, @Nullable Object... namesAndValues) {
        var values = new HashMap<String, @Nullable Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        var row = SESSION.sql(sql).params(values).one();
        return row.values().values().iterator().next();
    }
}
