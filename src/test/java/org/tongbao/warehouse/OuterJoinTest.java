package org.tongbao.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that an outer join finds nothing for are there whatever the sizes of the tables, on which the engine's plan depends. */
class OuterJoinTest {

    private static final String LISTED_IN_TIME = """
            select h.id, l.listed, w.day
            from hazard as h
            join parameter as p on p.name = 'x1'
            join site as s on s.id = h.site
            join day as d on d.day = h.found
            join day as w on w.worked and w.no = d.no + cast(p.value as integer)
            left join listing as l on l.id = h.id""";

    @TempDir
    Path folder;

    @Test
    void aHazardThatNobodyListedIsFoundBesideAnyNumberOfDays() {
        try (var warehouse = Warehouse.inMemory(folder);
                var session = warehouse.session()) {
            session.execute("create temp table hazard as select 'H' || i as id, i % 400 as site,"
                    + " date '2025-01-01' + cast(i * 2 as integer) as found from range(254) as t(i)");
            session.execute("create temp table site as select i as id from range(400) as t(i)");
            session.execute(
                    "create temp table listing as select 'H' || i as id,"
                            + " date '2025-01-01' + cast(i * 2 as integer) + 5 as listed from range(240) as t(i) where i <> 100");
            session.execute("create temp table day as select date '2024-06-01' + cast(i as integer) as day, i as no,"
                    + " i % 3 <> 0 as worked from range(1461) as t(i)");
            session.execute("create temp table parameter as select 'x' || i as name, cast(3 as decimal(10, 4)) as value"
                    + " from range(89) as t(i)");

            long without = count(session, "count(*) filter (where listed is null) as n", "true");
            assertThat(without).isPositive();
            assertThat(count(session, "count(*) as n", "listed is null")).isEqualTo(without);
            assertThat(count(session, "count(*) as n", "not coalesce(listed <= day, false)"))
                    .isEqualTo(
                            count(session, "count(*) filter (where not coalesce(listed <= day, false)) as n", "true"));
        }
    }

    private static long count(Session session, String what, String where) {
        return session.one("select " + what + " from (" + LISTED_IN_TIME + ") as found where " + where)
                .whole("n");
    }
}
