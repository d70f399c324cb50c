package org.tongbao.pull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Dataset.Column;
import org.tongbao.warehouse.Session;

/**
 * The quick way for a large file: the temporary table {@code plain} holds all its rows, typed while they are read. Rows
 * beyond all doubt are loaded from there. Every other row (a cell that needs thought, a key that is not alone, a
 * reference that leads nowhere) is put into {@code staging}, and the contract judges it like any row.
 *
 * <p>The engine keeps the order of a file in a new table (not where its plan has a join, even one made from a long IN),
 * so a row's number follows from its {@code rowid}. Numbering rows while they are read would hold the reader to one
 * thread.
 */
final class PlainRows {

    private static final String TABLE = "plain";
    private static final String DOUBTFUL = "doubtful";

    private final Session session;
    private final Dataset dataset;
    private final Contract contract;
    private String toRow = "";

    PlainRows(Session session, Dataset dataset, Contract contract) {
        this.session = session;
        this.dataset = dataset;
        this.contract = contract;
    }

    /** Whether the quick way can be gone: names that stand for keys, and rules that only warn, need a look at every row. */
    static boolean suits(Dataset dataset) {
        return dataset.columns().values().stream()
                        .allMatch(c -> c.by() == null
                                && c.severity() == Dataset.Severity.REJECT
                                && !c.type().isMasked())
                && dataset.checks().stream().allMatch(c -> c.severity() == Dataset.Severity.REJECT);
    }

    /**
     * Reads the rows; returns how many, or -1 if the engine would not keep their order.
     *
     * @param above how many physical rows stand above the first
     * @param expressions SQL for each column that is there
     * @param first SQL for the first cell that is filled
     */
    long read(long above, Map<String, String> expressions, String first, String from, List<String> skip) {
        var sure = new ArrayList<String>();
        if (!beginsWithCode(expressions)) {
            sure.add("first_cell <> ''");
            skip.forEach(total -> sure.add("first_cell <> " + Contract.text(total)));
        }
        dataset.columns().values().forEach(c -> sure.add(Cells.isSure(c, contract.isCode(c))));
        sure.add(contract.violation() + " = 0");
        var table = "create or replace temp table " + TABLE + " as select "
                + each(Column::name)
                + ", sure, case when not sure then first_cell end as first_cell, "
                + each(c -> "case when not sure then t$%1$s end as t$%1$s".formatted(c.name()))
                + " from (select *, coalesce(" + String.join(" and ", sure)
                + ", false) as sure from (select first_cell,"
                + " cast(null as varchar) as fault, "
                + each(c -> Cells.quick(c) + " as " + c.name() + ", t." + c.name() + " as t$" + c.name())
                + " from (select " + first + " as first_cell, "
                + each(c -> expressions.getOrDefault(c.name(), "cast(null as varchar)") + " as " + c.name())
                + " from " + from + ") as t))";
        if (!session.keepsOrder(table)) {
            return -1;
        }
        session.execute(table);
        var counts = session.one("select count(*) as n, coalesce(min(rowid), 0) as first from " + TABLE);
        // Within a transaction the engine numbers new rows from a place of its own.
        toRow = "p.rowid - " + counts.whole("first") + " + " + (above + 1);
        return counts.whole("n");
    }

    /** Finds the doubtful rows and lets the contract judge them. */
    void judge(Staging staging, List<String> skip, Collection<String> slices, long cutoff) {
        session.execute("create or replace temp table " + DOUBTFUL + " as select rowid as at from " + TABLE
                + " where not sure");
        for (var column : dataset.columns().values()) {
            if (column.references() != null) {
                var known = contract.referenced(session, column, cutoff);
                doubt(column.name() + " is not null and not exists (select 1 from " + known
                        + " as r where r.arrives = p." + column.name() + ")");
            }
        }
        contract.once().stream().filter(columns -> !ascends(columns)).forEach(this::doubtRepeated);
        contract.elsewhere(session, slices, cutoff, TABLE + " where sure")
                .ifPresent(others -> doubt("exists (select 1 from (" + others + ") as o where "
                        + Contract.equal(dataset.key(), "o.", "p.") + ")"));
        stage(staging, skip);
        contract.apply(session, slices, cutoff);
        if (doubtAgain()) {
            staging.takeBack();
            stage(staging, skip);
            contract.apply(session, slices, cutoff);
        }
    }

    /** Loads the rows beyond doubt; returns how many. */
    long load(long load) {
        var columns = String.join(", ", dataset.columns().keySet());
        return session.execute("insert into dataset." + dataset.name() + " (" + columns
                + ", load_id, source_row) select " + columns + ", " + load + ", " + toRow + " from "
                + TABLE + " as p where sure" + undoubted());
    }

    private void doubtRepeated(List<String> columns) {
        var list = String.join(", ", columns);
        // Hashes are quicker to count than keys, and keys that are fewer than rows have no more hashes than keys.
        boolean alone = session.one(
                        "select count(*) = count(distinct hash(" + list + ")) as alone from " + TABLE + " where sure")
                .flag("alone");
        if (!alone) {
            session.execute("create or replace temp table twice as select " + list + " from " + TABLE
                    + " where sure group by " + list + " having count(*) > 1");
            doubt("exists (select 1 from twice as o where " + Contract.equal(columns, "o.", "p.") + ")");
        }
    }

    /** Whether each row's key is greater than the one before, so that none can stand twice; most exports are sorted. */
    private boolean ascends(List<String> columns) {
        if (columns.stream().anyMatch(name -> !isRequired(name))) {
            return false;
        }
        var turned = new ArrayList<>(columns);
        Collections.reverse(turned);
        return session.one("select count(*) filter (where not (" + greater(columns)
                        + ")) = 0 or count(*) filter (where not ("
                        + greater(turned) + ")) = 0 as ascends from (select "
                        + columns.stream()
                                .map(c -> c + ", lag(" + c + ") over () as before$" + c)
                                .collect(Collectors.joining(", "))
                        + " from " + TABLE + " where sure) where before$" + columns.get(0) + " is not null")
                .flag("ascends");
    }

    private boolean isRequired(String name) {
        var column = dataset.columns().get(name);
        return column != null && column.required();
    }

    private static String greater(List<String> columns) {
        var first = columns.get(0);
        var here = first + " > before$" + first;
        return columns.size() == 1
                ? here
                : here + " or (" + first + " = before$" + first + " and (" + greater(columns.subList(1, columns.size()))
                        + "))";
    }

    private void doubt(String condition) {
        session.execute("insert into " + DOUBTFUL + " select rowid from " + TABLE + " as p where sure and " + condition
                + undoubted());
    }

    /** A doubtful row that was found sound may share its key with one that seemed beyond doubt: which came first? */
    private boolean doubtAgain() {
        long before = doubtful();
        contract.once()
                .forEach(columns -> doubt("exists (select 1 from " + Contract.TABLE + " as o where o.violation = 0 and "
                        + Contract.equal(columns, "o.", "p.") + ")"));
        return doubtful() > before;
    }

    private long doubtful() {
        return session.one("select count(*) as n from " + DOUBTFUL).whole("n");
    }

    private String undoubted() {
        return doubtful() == 0 ? "" : " and not exists (select 1 from " + DOUBTFUL + " as d where d.at = p.rowid)";
    }

    private void stage(Staging staging, List<String> skip) {
        staging.add(
                toRow,
                "p.first_cell",
                dataset.columns().keySet().stream()
                        .map("coalesce(p.t$%1$s, cast(p.%1$s as varchar))"::formatted)
                        .toList(),
                TABLE + " as p join " + DOUBTFUL + " as d on d.at = p.rowid");
        staging.sweep(skip);
    }

    /** Whether the first cell must be a code: then a row beyond doubt is no total. */
    private boolean beginsWithCode(Map<String, String> expressions) {
        return dataset.columns().values().stream()
                .anyMatch(c -> c.required() && contract.isCode(c) && "c0".equals(expressions.get(c.name())));
    }

    private String each(Function<Column, String> sql) {
        return dataset.columns().values().stream().map(sql).collect(Collectors.joining(", "));
    }
}
