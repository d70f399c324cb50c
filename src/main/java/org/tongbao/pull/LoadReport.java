package org.tongbao.pull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Period;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Origin;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.ledger.LoadLedger;

/** What people read of the loads: which came, what was rejected and why, and what one should know of them. */
public final class LoadReport {

    private final Session session;
    private final Catalog catalog;

    /** The catalogue's tables must be {@link Catalog#define defined}. */
    public LoadReport(Session session, Catalog catalog) {
        this.session = session;
        this.catalog = catalog;
    }

    /** How many loads there are. */
    public static long count(Session session) {
        return session.one("select count(*) as n from ledger.load").whole("n");
    }

    /** All loads, the first first. */
    public static List<Row> all(Session session) {
        return session.query("""
                select load_id as load, dataset, file, rows_read as read, rows_loaded as loaded,
                    rows_rejected as rejected, substring(sha256, 1, 12) as sha256,
                    case when withdrawn_at_load is null then '' else 'withdrawn' end as note
                from ledger.load order by load_id""");
    }

    /** Every cell that was rejected, and why. */
    public static List<Row> rejects(Session session, Catalog catalog) {
        return session.query("""
                        select load_id as load, dataset, file, source_row as row, column_name as "column", value, reason
                        from ledger.reject order by load_id, source_row""").stream()
                .map(row -> without(masked(row, catalog, "value"), "dataset"))
                .toList();
    }

    /** A row about a column's value, without the names of people. */
    private static Row masked(Row row, Catalog catalog, String... cells) {
        var dataset = catalog.datasets().get(row.text("dataset"));
        return dataset == null
                ? row
                : PersonalNames.of(dataset)
                        .shown(row, row.optionalText("column").orElse(null), cells);
    }

    private static Row without(Row row, String name) {
        var values = new LinkedHashMap<>(row.values());
        values.remove(name);
        return new Row(values);
    }

    /**
     * Which loads to look at.
     *
     * @param dataset of this dataset only, or null
     * @param period with rows of this period only, or some that were refused in a file with such rows; or null
     * @param newest how many, the newest
     */
    public record Choice(@Nullable String dataset, @Nullable Period period, int newest) {}

    /**
     * What was refused of the files that a run of the period uses, whichever run loaded them.
     *
     * @param files each with {@code load, dataset, title, file, read, rejected, percent, warned}
     * @param values what was refused, by reason and value: {@code title, column, value, reason, rows, file, nearest}
     * @param warnings one line for each file of which more was refused than its dataset says
     */
    public record Refused(List<Row> files, List<Row> values, List<String> warnings) {

        public Refused {
            files = List.copyOf(files);
            values = List.copyOf(values);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * What was refused of the files in force for the period of a run: those with rows of the period, registers and ledgers that
     * come whole, and those of which nothing could be loaded.
     *
     * @param pinned the session, pinned to the run
     * @param many how many of the values
     */
    public static Refused inForce(Session pinned, Catalog catalog, int many) {
        var dated = pinned.query("""
                        select distinct p.dataset from pinned_load as p join ledger.load as l on l.load_id = p.load_id
                        where l.rows_rejected > 0 or exists (select 1 from ledger.warning as w where w.load_id = l.load_id)""").stream()
                .flatMap(row -> Stream.ofNullable(catalog.datasets().get(row.text("dataset"))))
                .map(dataset -> dataset.period() == null || dataset.load() == Dataset.Load.FULL
                        ? "select load_id from pinned_load where dataset = " + Sql.text(dataset.name())
                        : "select distinct %s as load_id from %s where %s >= period_start() and %s < period_end()"
                                .formatted(
                                        Origin.load(Origin.COLUMN), dataset.name(), dataset.period(), dataset.period()))
                .collect(Collectors.joining(" union "));
        pinned.execute(
                "create or replace temp table in_force as select l.* from ledger.load as l join pinned_load as p on"
                        + " p.load_id = l.load_id where l.rows_read > 0 and l.rows_loaded = 0"
                        + (dated.isEmpty() ? "" : " or l.load_id in (" + dated + ")"));
        var files = pinned.query("""
                        select load_id as load, dataset, file, rows_read as read, rows_rejected as rejected,
                            100.0 * rows_rejected / rows_read as percent,
                            (select count(*) from ledger.warning as w where w.load_id = f.load_id) as warned
                        from in_force as f where rows_read > 0 order by percent desc, load""").stream()
                .filter(row -> row.whole("rejected") > 0 || row.whole("warned") > 0)
                .map(row ->
                        with(row, "title", catalog.dataset(row.text("dataset")).title()))
                .toList();
        var values = pinned.sql("""
                        select r.dataset, r.column_name as "column", r.value, r.reason, count(*) as rows, min(r.file) as file
                        from ledger.reject as r join in_force as f on f.load_id = r.load_id
                        group by 1, 2, 3, 4 order by rows desc, 1, 2, 3, 4 limit :many""").param("many", many).query();
        var names = new KnownNames(pinned, catalog);
        return new Refused(
                files,
                values.stream()
                        .map(row -> with(row, "nearest", names.nearest(row)))
                        .map(row -> masked(row, catalog, "value", "nearest"))
                        .map(row -> titled(row, catalog.dataset(row.text("dataset"))))
                        .toList(),
                files.stream()
                        .filter(row -> row.number("percent")
                                > 100
                                        * catalog.dataset(row.text("dataset"))
                                                .expects()
                                                .rejected())
                        .map(row -> String.format(
                                Locale.ROOT,
                                "%s：读入%d行，退回%d行，占%.1f%%，超过%.0f%%",
                                row.text("file"),
                                row.whole("read"),
                                row.whole("rejected"),
                                row.number("percent"),
                                100
                                        * catalog.dataset(row.text("dataset"))
                                                .expects()
                                                .rejected()))
                        .toList());
    }

    /** The title of the dataset, and that of the column in place of its name. */
    private static Row titled(Row row, Dataset dataset) {
        var column = row.optionalText("column").map(dataset.columns()::get);
        return with(column.isEmpty() ? row : with(row, "column", column.get().title()), "title", dataset.title());
    }

    private static Row with(Row row, String name, @Nullable Object value) {
        var values = new LinkedHashMap<>(row.values());
        values.put(name, value);
        return new Row(values);
    }

    /** Rows of rejects, each with the known name that is nearest to the refused one. */
    private List<Row> proposed(List<Row> rejects) {
        var names = new KnownNames(session, catalog);
        return rejects.stream()
                .map(row -> with(row, "nearest", names.nearest(row)))
                .map(row -> masked(row, catalog, "value", "nearest"))
                .toList();
    }

    /** Loads, the first first, each with its difference from what counted before. */
    public List<Row> loads(Choice choice) {
        choose(choice);
        var rows = new ArrayList<Row>();
        var ledger = new LoadLedger(session, catalog);
        var loads = session.query("""
                select l.load_id as load, l.dataset, l.file, l.rows_read as read, l.rows_loaded as loaded,
                    l.rows_rejected as rejected, round(100.0 * l.rows_rejected / nullif(l.rows_read, 0), 1) as percent,
                    (select count(*) from ledger.warning as w where w.load_id = l.load_id) as warned,
                    (select count(*) from ledger.note as n where n.load_id = l.load_id) as notes,
                    case when l.withdrawn_at_load is null then ''
                        when l.withdrawn_at_load = l.load_id then 'set aside' else 'taken back' end as state,
                    cast(l.loaded_at as varchar) as loaded_at
                from ledger.load as l join chosen as c on c.load_id = l.load_id
                order by load""");
        for (var load : loads) {
            var difference = ledger.difference(load.whole("load"));
            var values = new LinkedHashMap<>(load.values());
            values.put("added", difference.added());
            values.put("removed", difference.removed());
            values.put("changed", difference.changed());
            values.put("against", difference.before() == 0 ? null : difference.before());
            rows.add(new Row(values));
        }
        return rows;
    }

    /** What was rejected of loads, by reason. */
    public List<Row> rejects(Choice choice) {
        choose(choice);
        return proposed(session.query("""
                select r.load_id as load, r.dataset, r.file, r.reason, r.column_name as "column", count(*) as rows,
                    round(100.0 * count(*) / max(l.rows_read), 1) as percent,
                    min(r.source_row) as first_row, min_by(r.value, r.source_row) as value
                from ledger.reject as r
                join chosen as c on c.load_id = r.load_id
                join ledger.load as l on l.load_id = r.load_id
                group by 1, 2, 3, 4, 5
                order by load, rows desc, reason, "column\""""));
    }

    private void choose(Choice choice) {
        var period = choice.period();
        session.sql("create or replace temp table chosen as select load_id from ledger.load where (:dataset is null or"
                        + " dataset = :dataset)"
                        + (period == null ? "" : " and load_id in (" + dated(choice.dataset(), period) + ")")
                        + " order by load_id desc limit :newest")
                .param("dataset", choice.dataset())
                .param("newest", choice.newest())
                .execute();
    }

    private String dated(@Nullable String wanted, Period period) {
        var loads = catalog.datasets().values().stream()
                .filter(dataset -> dataset.period() != null
                        && (wanted == null || dataset.name().equals(wanted)))
                .map(dataset -> "select load_id from loaded.%1$s where %2$s >= %3$s and %2$s < %4$s"
                        .formatted(dataset.name(), dataset.period(), Sql.date(period.start()), Sql.date(period.end())))
                .collect(Collectors.joining(" union "));
        if (loads.isEmpty()) {
            throw new IllegalArgumentException("dataset '" + wanted + "' has no periods");
        }
        return loads;
    }

    /**
     * One load.
     *
     * @param load its row of the ledger
     * @param details {@code changes}, {@code rejects}, {@code warnings} and {@code notes}
     */
    public record Account(Row load, LoadLedger.Difference difference, Map<String, List<Row>> details) {

        public Account {
            details = new LinkedHashMap<>(details);
        }
    }

    /**
     * All that is known of a load.
     *
     * @param examples how many of the changed rows
     */
    public Account of(long load, int examples) {
        var ledger = new LoadLedger(session, catalog);
        var difference = ledger.difference(load);
        var details = new LinkedHashMap<String, List<Row>>();
        if (difference.before() > 0) {
            details.put(
                    "changes",
                    session.query(ledger.changes(load) + " order by change, source_row limit " + examples).stream()
                            .map(PersonalNames.of(dataset(load))::shown)
                            .toList());
        }
        details.put("rejects", proposed(query(load, """
                select dataset, reason, column_name as "column", value, count(*) as rows, min(source_row) as first_row
                from ledger.reject where load_id = :load group by 1, 2, 3, 4 order by rows desc, 2, 3, 4 limit 40""")));
        details.put(
                "warnings",
                query(load, """
                        select dataset, reason, column_name as "column", severity, count(*) as rows,
                            min(source_row) as first_row, min_by(value, source_row) as example
                        from ledger.warning where load_id = :load group by 1, 2, 3, 4 order by rows desc, 2, 3""").stream()
                        .map(row -> without(masked(row, catalog, "example"), "dataset"))
                        .toList());
        details.put("notes", query(load, "select kind, words from ledger.note where load_id = :load order by 1, 2"));
        var row = query(load, """
                select load_id as load, dataset, file, sha256, cast(loaded_at as varchar) as loaded_at,
                    rows_read as read, rows_loaded as loaded, rows_rejected as rejected
                from ledger.load where load_id = :load""");
        return new Account(row.get(0), difference, details);
    }

    private Dataset dataset(long load) {
        return catalog.dataset(query(load, "select dataset from ledger.load where load_id = :load")
                .get(0)
                .text("dataset"));
    }

    private List<Row> query(long load, String sql) {
        return session.sql(sql).param("load", load).query();
    }
}
