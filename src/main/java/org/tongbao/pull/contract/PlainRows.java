package org.tongbao.pull.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Dataset.Column;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;

/**
 * The quick way for many rows: a table holds all of them, typed as what they seem to be, with {@code doubt} null where
 * that is beyond all doubt. Every other row (a cell that needs thought, a key that is not alone, a reference that leads
 * nowhere) is put into {@code staging}, and the contract judges it like any row.
 *
 * <p>A large CSV file is read into a table of its own, where its rows stay: nothing is written twice. The engine keeps
 * the order of a file in a new table (not where its plan has a join, even one made from a long IN), so a row's number
 * follows from its {@code rowid}. Numbering rows while they are read would hold the reader to one thread. What other
 * readers have staged is put into the temporary table {@code plain}, and loaded from there.
 */
public final class PlainRows {

    private static final String PLAIN = "plain";
    private static final String SURE = "doubt is null";
    private static final String DOUBTFUL = "doubtful";
    private static final String HELD = "held";

    private final Session session;
    private final Dataset dataset;
    private final Contract contract;
    private final Catalog catalog;
    private String table = PLAIN;
    /** Name of the large file's own table, and the number of its first row; empty if the rows are in {@code plain}. */
    private String large = "";

    private long firstRow;

    /** SQL that is true for a row that is doubtful, to be asked of the table. */
    private final List<String> later = new ArrayList<>();

    /** SQL for the part and the number of a row {@code p}, and a query for its raw cells. */
    private String part = "";

    private String row = "";
    private String raw = "";

    public PlainRows(Session session, Dataset dataset, Contract contract, Catalog catalog) {
        this.session = session;
        this.dataset = dataset;
        this.contract = contract;
        this.catalog = catalog;
    }

    /**
     * Whether the quick way can be gone: names that stand for keys, and rules that only warn, need a look at every row; and a
     * table of its rows has a column {@code doubt} already.
     */
    public static boolean isFor(Dataset dataset) {
        return dataset.columns().values().stream()
                        .allMatch(c -> !c.isDerived()
                                && c.severity() == Dataset.Severity.REJECT
                                && !c.type().isMasked()
                                && !c.name().equals("doubt"))
                && dataset.checks().stream().allMatch(c -> c.severity() == Dataset.Severity.REJECT);
    }

    /**
     * Reads the rows; returns how many, or -1 if the engine would not keep their order.
     *
     * @param csv the file
     * @param constants SQL for columns that are the same in every row
     * @param typed whether the engine is to read what it can as what it is, and object to the file if it can't
     */
    public long read(
            CsvScan csv,
            Map<String, Integer> positions,
            Map<String, String> constants,
            boolean typed,
            List<String> skip) {
        var types = typed ? csv.types(dataset, positions) : Map.<String, String>of();
        var cells = new LinkedHashMap<>(constants);
        positions.forEach((column, at) -> cells.put(column, CsvScan.name(at)));
        Predicate<Column> isTyped = c -> types.containsKey(cells.getOrDefault(c.name(), ""));
        var first = "coalesce(" + csv.names().stream().map(PlainRows::asText).collect(Collectors.joining(", ")) + ")";
        var texts = dataset.columns().values().stream().filter(isTyped.negate()).toList();
        large = dataset.name() + "_"
                + session.one("select coalesce(max(load_id), 0) + 1 as next from ledger.load")
                        .whole("next");
        table = "large." + large;
        var create = "create or replace table " + table + " as select "
                + forEachColumn(Column::name) + ", "
                + doubtSql(
                        codeAtFirst(cells).isPresent() ? "" : first,
                        skip,
                        isTyped,
                        "concat_ws(chr(31), coalesce(" + first + ", '')"
                                + texts.stream()
                                        .map(c -> ", coalesce(t$" + c.name() + ", '')")
                                        .collect(Collectors.joining())
                                + ")")
                + " as doubt from (select " + String.join(", ", csv.names()) + ", "
                + forEachColumn(c -> (isTyped.test(c) ? "t." + c.name() : CellSql.quick(c)) + " as " + c.name() + ", t."
                        + c.name() + " as t$" + c.name())
                + " from (select *, "
                + forEachColumn(c -> cells.getOrDefault(c.name(), "cast(null as varchar)") + " as " + c.name())
                + " from " + csv.scan(types) + ") as t)";
        if (!session.keepsOrder(create)) {
            return -1;
        }
        session.execute(create);
        firstRow = csv.headingLine() + 1L;
        part = "1";
        row = "p.rowid + " + firstRow;
        var code = codeAtFirst(cells).map(c -> asText("p." + c.name())).orElse("null");
        raw = "select " + Staging.keySql("1", row) + ", null, null, coalesce(split_part(p.doubt, chr(31), 1), " + code
                + "), "
                + forEachColumn(c -> texts.contains(c)
                        ? "coalesce(nullif(split_part(p.doubt, chr(31), " + (texts.indexOf(c) + 2) + "), ''), "
                                + asText("p." + c.name()) + ")"
                        : asText("p." + c.name()))
                + " from " + table + " as p join " + DOUBTFUL + " as d on d.at = p.rowid";
        return session.one("select count(*) as n from " + table).whole("n");
    }

    /** Removes the table of a file that was not to be read so. */
    public void drop() {
        if (!large.isEmpty()) {
            session.execute("drop table if exists " + table);
            large = "";
            table = PLAIN;
        }
    }

    /** A value as text, a whole number without its .0. */
    private static String asText(String value) {
        return "regexp_replace(cast(" + value + " as varchar), '[.]0+$', '')";
    }

    /** Takes all rows that have been staged. */
    public void takeStaged(Staging staging, List<String> skip) {
        staging.moveTo(HELD);
        session.execute("create or replace temp table " + table + " as select part, position, source_row, "
                + forEachColumn(Column::name) + ", "
                + doubtSql("case when fault is null then first_cell end", skip, c -> false, "''")
                + " as doubt from (select part, position, source_row, fault, first_cell, "
                + forEachColumn(c -> CellSql.quick(c) + " as " + c.name() + ", t." + c.name() + " as t$" + c.name())
                + " from "
                + HELD + " as t)");
        part = "p.part";
        row = "p.source_row";
        raw = "select h.* from " + HELD + " as h join " + table + " as p on p.position = h.position join " + DOUBTFUL
                + " as d on d.at = p.rowid";
    }

    /**
     * SQL for what is known of a row's doubt while it is read: null if there is none so far. What can be asked of the
     * value alone is asked when the table is there, and knows its blocks' bounds.
     *
     * @param first SQL for the first cell; empty if it cannot be a total's
     * @param typed which columns have been read as their type
     * @param raw SQL for what must be kept of the raw cells
     */
    private String doubtSql(String first, List<String> skip, Predicate<Column> typed, String raw) {
        var sure = new ArrayList<String>();
        if (!first.isEmpty()) {
            sure.add(CellSql.isTidy(first, false));
            skip.forEach(total -> sure.add(first + " <> " + Sql.text(total)));
        }
        later.clear();
        dataset.columns().values().forEach(c -> {
            if (typed.test(c)) {
                later.addAll(CellSql.unsureTyped(c));
            } else if (CellSql.isKept(c)) {
                later.add("(" + CellSql.isSure(c, contract.isCode(c)).replace("t$" + c.name(), c.name())
                        + ") is not true");
            } else {
                sure.add(CellSql.isSure(c, contract.isCode(c)));
            }
        });
        return sure.isEmpty()
                ? "cast(null as varchar)"
                : "case when not coalesce(" + String.join(" and ", sure) + ", false) then " + raw + " end";
    }

    /** The rows that seem sound. */
    public String sound() {
        return table + " where " + SURE;
    }

    /** Finds the doubtful rows and lets the contract judge them. */
    public void judge(Staging staging, List<String> skip, Collection<String> slices, long cutoff) {
        session.execute("create or replace temp table " + DOUBTFUL + " as select rowid as at from " + table
                + " where doubt is not null");
        Stream.concat(later.stream(), contract.valueConditions().stream()).forEach(this::markDoubtful);
        for (var column : dataset.columns().values()) {
            if (column.references() != null) {
                var known = contract.createReferenceTable(session, column, cutoff);
                markDoubtful(column.name() + " is not null and not exists (select 1 from " + known
                        + " as r where r.arrives = p." + column.name() + ")");
            }
        }
        contract.uniqueColumns().stream()
                .filter(columns -> !isAscending(columns))
                .forEach(this::markRepeated);
        contract.rowsOfOtherSlices(session, slices, cutoff, table + " where " + SURE)
                .ifPresent(others -> markDoubtful("exists (select 1 from (" + others + ") as o where "
                        + Contract.equal(dataset.unique(dataset.key()), "o.", "p.") + ")"));
        stageDoubtful(staging, skip);
        contract.apply(session, slices, cutoff);
        if (markSharedKeys()) {
            stageDoubtful(staging, skip);
            contract.apply(session, slices, cutoff);
        }
    }

    /** Loads the rows beyond doubt, those of part 1 under the number after {@code before}; returns how many of each part. */
    public Map<Integer, Long> load(long before) {
        if (large.isEmpty()) {
            var columns = String.join(", ", dataset.columns().keySet());
            session.execute("insert into dataset." + dataset.name() + " (" + columns + ", load_id, source_row) select "
                    + columns + ", " + before + " + " + part + ", " + row + " from " + table + " as p where " + SURE
                    + notDoubtfulSql());
        } else {
            catalog.enterLarge(session, dataset, before + 1, large, firstRow);
            if (countDoubtful() > 0) {
                session.execute("update " + table + " set doubt = '' from " + DOUBTFUL + " as d where d.at = " + table
                        + ".rowid and " + SURE);
            }
        }
        var counts = new HashMap<Integer, Long>();
        session.query("select " + part + " as part, count(*) as n from " + table + " as p where " + SURE
                        + notDoubtfulSql() + " group by 1")
                .forEach(count -> counts.put((int) count.whole("part"), count.whole("n")));
        return counts;
    }

    private void markRepeated(List<String> columns) {
        // In one file a merged key stands once; in several it may come again. That is for the contract to tell.
        var list = String.join(", ", columns);
        // Hashes are quicker to count than keys, and keys that are fewer than rows have no more hashes than keys.
        boolean alone = session.one("select count(*) = count(distinct hash(" + list + ")) as alone from " + table
                        + " where " + SURE)
                .flag("alone");
        if (!alone) {
            session.execute("create or replace temp table twice as select " + list + " from " + table + " where " + SURE
                    + " group by " + list + " having count(*) > 1");
            markDoubtful("exists (select 1 from twice as o where " + Contract.equal(columns, "o.", "p.") + ")");
        }
    }

    /** Whether each row's key is greater than the one before, so that none can stand twice; most exports are sorted. */
    private boolean isAscending(List<String> columns) {
        if (columns.stream().anyMatch(name -> !isRequired(name))) {
            return false;
        }
        var turned = new ArrayList<>(columns);
        Collections.reverse(turned);
        return Stream.of(columns, turned)
                .anyMatch(order -> isAscending(order, " limit 1000") && isAscending(order, ""));
    }

    private boolean isAscending(List<String> columns, String limit) {
        return session.one("select count(*) = 0 as ascends from (select "
                        + columns.stream()
                                .map(c -> c + ", lag(" + c + ") over () as before$" + c)
                                .collect(Collectors.joining(", "))
                        + " from (select * from " + table + " where " + SURE + limit + ")) where not ("
                        + greater(columns) + ")")
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

    private void markDoubtful(String condition) {
        session.execute("insert into " + DOUBTFUL + " select rowid from " + table + " as p where " + SURE + " and "
                + condition + notDoubtfulSql());
    }

    /** A doubtful row that was found sound may share its key with one that seemed beyond doubt: which came first? */
    private boolean markSharedKeys() {
        long before = countDoubtful();
        contract.uniqueColumns()
                .forEach(columns -> markDoubtful("exists (select 1 from " + Contract.TABLE
                        + " as o where o.violation = 0 and " + Contract.equal(columns, "o.", "p.") + ")"));
        return countDoubtful() > before;
    }

    private long countDoubtful() {
        return session.one("select count(*) as n from " + DOUBTFUL).whole("n");
    }

    private String notDoubtfulSql() {
        return countDoubtful() == 0 ? "" : " and not exists (select 1 from " + DOUBTFUL + " as d where d.at = p.rowid)";
    }

    private void stageDoubtful(Staging staging, List<String> skip) {
        if (countDoubtful() > 0) {
            staging.replaceRows(raw);
            staging.deleteNonRows(skip);
        }
    }

    /** The column of the first cell, if it must be a code: then a row beyond doubt is no total. */
    private Optional<Column> codeAtFirst(Map<String, String> expressions) {
        return dataset.columns().values().stream()
                .filter(c ->
                        c.required() && contract.isCode(c) && CsvScan.name(0).equals(expressions.get(c.name())))
                .findFirst();
    }

    private String forEachColumn(Function<Column, String> sql) {
        return dataset.columns().values().stream().map(sql).collect(Collectors.joining(", "));
    }
}
