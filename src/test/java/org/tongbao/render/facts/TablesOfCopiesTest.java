package org.tongbao.render.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/** Five towns, four of which have sites. */
class TablesOfCopiesTest {

    private static final Warehouse WAREHOUSE = Warehouse.inMemory();
    private static final Session SESSION = WAREHOUSE.session();
    private static final List<String> TOWNS = List.of("T3", "T0", "T'1", "T2", "T9");

    @BeforeAll
    static void invent() {
        SESSION.execute("""
                create temp table site as
                select 'S' || i as site, case when i % 4 = 1 then 'T''1' else 'T' || i % 4 end as town, i * 7 % 20 as points,
                    case when i % 3 > 0 then i % 3 end as grade
                from range(20) as r(i)""");
    }

    @AfterAll
    static void close() {
        SESSION.close();
        WAREHOUSE.close();
    }

    private static TablesOfCopies tables(String sql) {
        return new TablesOfCopies(SESSION, "query", sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select site, points from site where town = recipient() order by points desc",
                "select site from site where town = recipient() order by grade nulls first, site desc",
                "select site from site where town = recipient() order by grade desc nulls last, lower(site)",
                "select site, 100 - points as points from site where town = recipient() order by points",
                "select site, points + 1 as more from site where town = recipient() order by abs(more - 10), POINTS limit 3",
                "select grade, count(*) as n from site where town = recipient() group by grade order by n desc, grade",
                "select distinct grade from site where town = recipient() order by grade",
                "select count(*) as n, max(points) as most from site where town = recipient()",
                "select site, row_number() over (order by points) as line from site where town = Recipient ( ) order by line",
                """
                with own as (select * from site where town = recipient()), sum as (select sum(points) as points from own)
                select own.site, own.points * 100.0 / sum.points as share, (select count(*) from own) as n
                from own cross join sum
                order by share desc, own.site""",
                """
                select 1 as line, site as name from site where town = recipient()
                union all select 2, town from site where town <> recipient() and points > 15
                order by line desc, name""",
                "select recipient() as town, 'recipient()' as said -- recipient() of the copy"
            })
    void eachCopyHasTheRowsInTheOrderThatItWouldHaveAlone(String sql) {
        assertThat(AtOnce.differences(SESSION, sql, TOWNS)).isEmpty();
    }

    @Test
    void whatDoesNotAskWhoseItIsIsAskedOnce() {
        SESSION.execute("create or replace temp sequence asked");
        assertThat(tables("select nextval('asked') as turn -- recipient()").read(TOWNS))
                .hasSize(TOWNS.size())
                .containsOnly(new Facts.Table(List.of("turn"), List.of(Map.of("turn", 1L))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // the engine loses the most of nothing
                "select count(*) as n from site where town = recipient()"
                        + " union all select max(points) from site where town = recipient() order by n",
                // nothing orders these, or not all of them
                "select site from site where town = recipient()",
                "select site, grade from site where town = recipient() order by grade",
                // by a column's number
                "select site from site where town = recipient() order by 1",
            })
    void whereCopiesWouldHaveOtherRowsEachIsAskedAlone(String sql) {
        assertThat(tables(sql).atOnce(TOWNS)).isEmpty();
        assertThat(tables(sql).read(TOWNS)).isEqualTo(tables(sql).oneByOne(TOWNS));
    }

    @Test
    void aTableWithoutRowsHasItsColumns() {
        var sql = "select site, points from site where town = recipient() and points > 100 order by points";
        assertThat(tables(sql).read(TOWNS))
                .hasSize(TOWNS.size())
                .containsOnly(new Facts.Table(List.of("site", "points"), List.of()));
    }

    @Test
    void aTransactionIsNotEndedByAQueryThatCannotBeAskedAtOnce() {
        var sql = "select case when recipient() = '' then error('nobody') else recipient() end as town";
        assertThat(tables(sql).atOnce(TOWNS)).isEmpty();
        SESSION.inTransaction(() -> {
            SESSION.execute("create or replace temp table begun as select 1 as x");
            assertThat(tables(sql).read(TOWNS)).hasSize(TOWNS.size());
            assertThat(SESSION.query("select * from begun")).hasSize(1);
        });
    }

    @Test
    void aKeyIsOnlyEverAText() {
        SESSION.execute("create or replace temp table safe as select 1 as x");
        var keys = List.of("'; drop table safe; --", "\n); drop table safe; --", "?", ":x", "T0");
        assertThat(tables("select site from site where town = recipient() order by site")
                        .read(keys)
                        .get(4)
                        .rows())
                .hasSize(5);
        assertThat(SESSION.query("select * from safe")).hasSize(1);
    }
}
