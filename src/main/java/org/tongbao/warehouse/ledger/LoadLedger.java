package org.tongbao.warehouse.ledger;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.tongbao.message.Refusal;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/** The ledger of loads: what came, how it differs from what came before, and what was taken back. */
public final class LoadLedger {

    /** The sheet with the reasons, in a workbook that is given back to its sender; it is never data. */
    public static final String REASONS = "退回说明";

    /** The number of the next load. */
    private static final String NEXT =
            "select greatest(coalesce(max(load_id), 0), coalesce(max(withdrawn_at_load), 0)) + 1 from ledger.load";

    private final Session session;
    private final Catalog catalog;

    public LoadLedger(Session session, Catalog catalog) {
        this.session = session;
        this.catalog = catalog;
    }

    /**
     * How a load differs from what it replaced.
     *
     * @param before the load that it is compared with; 0 if it was the first
     */
    public record Difference(long before, long added, long removed, long changed) {}

    /**
     * Compares a load with what counted before: the load of its slice or, where rows are merged, the rows of the same
     * keys. Rows are the same when their keys are.
     */
    public Difference difference(long load) {
        var row = load(load);
        long before = before(row);
        if (before == 0) {
            return new Difference(0, row.whole("rows_loaded"), 0, 0);
        }
        var changes = session.one("select count(*) filter (where change = 'added') as added,"
                + " count(*) filter (where change = 'removed') as removed,"
                + " count(*) filter (where change = 'changed') as changed from (" + changes(load) + ")");
        return new Difference(before, changes.whole("added"), changes.whole("removed"), changes.whole("changed"));
    }

    /**
     * A query for the rows in which a load differs from what counted before: {@code change} (added, removed or changed),
     * {@code source_row} and the dataset's columns, of a removed row those that it had.
     */
    public String changes(long load) {
        var row = load(load);
        var dataset = catalog.dataset(row.text("dataset"));
        boolean merged = dataset.load() == Dataset.Load.MERGE;
        var columns = String.join(", ", dataset.columns().keySet());
        var now =
                "(select " + columns + ", source_row from loaded." + dataset.name() + " where load_id = " + load + ")";
        var old = merged
                ? "(select " + columns + ", source_row from (" + catalog.rows(dataset.name(), load - 1) + "))"
                : "(select " + columns + ", source_row from loaded." + dataset.name() + " where load_id = "
                        + before(row) + ")";
        var key = dataset.key().isEmpty() ? List.copyOf(dataset.columns().keySet()) : dataset.unique(dataset.key());
        var same =
                key.stream().map(c -> "n." + c + " is not distinct from o." + c).collect(Collectors.joining(" and "));
        var differs = dataset.columns().keySet().stream()
                .map(c -> "n." + c + " is distinct from o." + c)
                .collect(Collectors.joining(" or "));
        var each = dataset.columns().keySet().stream()
                .map(c -> "case when n.source_row is null then o.%1$s else n.%1$s end as %1$s".formatted(c))
                .collect(Collectors.joining(", "));
        return "select case when o.source_row is null then 'added' when n.source_row is null then 'removed' else 'changed' end"
                + " as change, coalesce(n.source_row, o.source_row) as source_row, " + each + " from " + now + " as n "
                + (merged ? "left" : "full") + " join " + old + " as o on " + same
                + " where o.source_row is null or n.source_row is null or "
                + differs;
    }

    /** The load that counted just before: of the slice or, where rows are merged, of the dataset. 0 for none. */
    private long before(Row load) {
        boolean merged = catalog.dataset(load.text("dataset")).load() == Dataset.Load.MERGE;
        return session.sql("""
                        select coalesce(max(load_id), 0) as load_id from ledger.load
                        where dataset = :dataset and (:merged or slice = :slice) and load_id < :load
                            and (withdrawn_at_load is null or withdrawn_at_load > :load)""")
                .param("dataset", load.text("dataset"))
                .param("merged", merged)
                .param("slice", load.text("slice"))
                .param("load", load.whole("load_id"))
                .one()
                .whole("load_id");
    }

    /** Takes a load back: runs from now on see what was there before it; earlier runs see what they saw. */
    public void undo(long load) {
        session.inTransaction(() -> {
            if (!load(load).isNull("withdrawn_at_load")) {
                throw new Refusal("load.undone", load);
            }
            session.sql("update ledger.load set withdrawn_at_load = (" + NEXT + ") where load_id = :load")
                    .param("load", load)
                    .execute();
            note(load, "undone", "taken back; take it again with: tongbao loads --release " + load);
        });
    }

    /** Takes a load that was set aside or taken back: as a new load with the same rows, whose number is returned. */
    public long release(long load) {
        return session.transaction(() -> {
            var row = load(load);
            if (row.isNull("withdrawn_at_load")) {
                throw new Refusal("load.counts", load);
            }
            var dataset = catalog.dataset(row.text("dataset"));
            long number = session.one("select (" + NEXT + ") as n").whole("n");
            var columns = String.join(", ", dataset.columns().keySet());
            copy(
                    load,
                    number,
                    "insert into dataset.%1$s (%2$s, load_id, source_row) select %2$s, :copy, source_row from loaded.%1$s where load_id = :load order by source_row"
                            .formatted(dataset.name(), columns));
            for (var table : List.of("reject", "warning")) {
                copy(
                        load,
                        number,
                        "insert into ledger.%1$s select :copy, * exclude (load_id) from ledger.%1$s where load_id = :load"
                                .formatted(table));
            }
            copy(
                    load,
                    number,
                    "insert into ledger.load select :copy, * exclude (load_id, withdrawn_at_load), null from ledger.load where load_id = :load");
            note(load, "released", "taken as load " + number);
            note(number, "released", "was load " + load);
            return number;
        });
    }

    private void copy(long load, long number, String statement) {
        session.sql(statement).param("load", load).param("copy", number).execute();
    }

    /**
     * Removes rows that nothing needs any more: of loads before a day that do not count now and did not for the last run
     * of any job and period, nor for an issued one; and what runs before that day computed that have been run again since
     * and were not issued. The ledgers stay.
     *
     * @return how many loads lost their rows
     */
    public long forget(LocalDate before) {
        return session.transaction(() -> {
            session.execute("""
                    create or replace temp table kept_run as
                    select run, cutoff from (
                        select run, cutoff, row_number() over (partition by job, period order by run desc) as newest
                        from ledger.run where state in ('completed', 'partial', 'started', 'failed'))
                    where newest = 1
                    union
                    select run, cutoff from ledger.run where run in (select run from ledger.issue)""");
            session.sql("""
                    create or replace temp table forgotten as
                    select l.load_id, l.dataset from ledger.load as l
                    where l.loaded_at < :before
                        and not exists (
                            select 1 from (select cutoff from kept_run union select 9223372036854775807) as k
                            where l.load_id <= k.cutoff
                                and (l.withdrawn_at_load is null or l.withdrawn_at_load > k.cutoff)
                                and not exists (
                                    select 1 from ledger.load as later
                                    where later.dataset = l.dataset and later.slice = l.slice
                                        and later.load_id > l.load_id and later.load_id <= k.cutoff
                                        and (later.withdrawn_at_load is null or later.withdrawn_at_load > k.cutoff)))
                        and not exists (select 1 from ledger.note as n where n.load_id = l.load_id and n.kind = 'forgotten')""").param("before", before).execute();
            catalog.forget(session);
            catalog.forgetFigures(
                    session,
                    "select run from ledger.run where started_at < :before and run not in (select run from kept_run)",
                    before);
            return session.execute(
                    "insert into ledger.note select load_id, 'forgotten', 'its rows were removed' from forgotten");
        });
    }

    private Row load(long load) {
        return session.sql("select * from ledger.load where load_id = :load")
                .param("load", load)
                .first()
                .orElseThrow(() -> new Refusal("load.unknown", load));
    }

    private void note(long load, String kind, String words) {
        session.sql("insert into ledger.note values (:load, :kind, :words)")
                .param("load", load)
                .param("kind", kind)
                .param("words", words)
                .execute();
    }
}
