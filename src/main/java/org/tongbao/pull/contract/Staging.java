package org.tongbao.pull.contract;


import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Scan;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;

/**
 * The temporary table {@code staging}: the rows of several files as they arrived, all text, with the number of their
 * file ({@code part}) and their physical row, and lines that are no rows with the reason. {@code position} orders all of
 * them. Columns: {@code part}, {@code position}, {@code source_row}, {@code sheet}, {@code fault},
 * {@code first_cell}, then the dataset's.
 */
public final class Staging {

    static final String TABLE = "staging";

    /** More rows than a file can have. */
    private static final long ROWS = 1L << 40;

    private final Session session;
    private final Dataset dataset;
    private int part;

    /** Empties the table. */
    public Staging(Session session, Dataset dataset) {
        this.session = session;
        this.dataset = dataset;
        create();
    }

    private void create() {
        session.execute("create or replace temp table " + TABLE
                + " (part integer, position bigint, source_row bigint, sheet varchar, fault varchar, first_cell varchar, "
                + dataset.columns().keySet().stream().map(c -> c + " varchar").collect(Collectors.joining(", "))
                + ")");
    }

    public Session session() {
        return session;
    }

    /** What is added from now on belongs to this file. */
    public void beginPart(int part) {
        this.part = part;
    }

    /** Deletes what the current file has added. */
    public void discardPart() {
        session.sql("delete from " + TABLE + " where part = :part")
                .param("part", part)
                .execute();
    }

    /**
     * Adds the rows of a file that the engine reads; returns how many.
     *
     * @param above how many physical rows stand above the first
     * @param expressions SQL for each column that is there
     * @param first SQL for a row's first cell
     */
    public long add(long above, Map<String, String> expressions, String first, String from) {
        return session.execute("insert into " + TABLE + " select " + keySql(String.valueOf(part), "source_row")
                + ", null, null, * exclude (source_row) from (select row_number() over () + " + above
                + " as source_row, "
                + first + ", "
                + dataset.columns().keySet().stream()
                        .map(column -> expressions.getOrDefault(column, "null"))
                        .collect(Collectors.joining(", "))
                + " from " + from + ")");
    }

    /** SQL for the first columns of a row. */
    static String keySql(String part, String row) {
        return part + ", " + ROWS + " * " + part + " + " + row + ", " + row;
    }

    /** Holds the rows of a query for all columns, and only those. */
    void replaceRows(String query) {
        session.execute("delete from " + TABLE);
        session.execute("insert into " + TABLE + " " + query);
    }

    /** Gives the rows to a table of another name, and is empty. */
    void moveTo(String table) {
        session.execute("drop table if exists " + table);
        session.execute("alter table " + TABLE + " rename to " + table);
        create();
    }

    /** How many rows there are. */
    public long size() {
        return session.one("select count(*) as n from " + TABLE).whole("n");
    }

    /** Deletes what is no row: nothing in any column, or a total, known by its first cell. */
    public void deleteNonRows(List<String> skip) {
        session.execute("delete from " + TABLE + " where fault is null and (coalesce("
                + dataset.columns().keySet().stream().map(CellSql::trimmed).collect(Collectors.joining(", "))
                + ") is null or " + CellSql.trimmed("first_cell") + " in ("
                + Sql.texts(skip) + "))");
    }

    /**
     * Adds the rows of a UTF-8 CSV file without headings: {@code source_row}, {@code first_cell}, {@code fault}, then the
     * dataset's columns.
     */
    public void add(Path file, @Nullable String sheet) {
        var columns = List.copyOf(dataset.columns().keySet());
        session.execute("insert into " + TABLE + " select " + part + ", " + part * ROWS
                + " + row_number() over (), cast(source_row as bigint), "
                + (sheet == null ? "null" : Sql.text(sheet))
                + ", fault, first_cell, " + String.join(", ", columns) + " from "
                + Scan.csv(
                        file,
                        0,
                        ',',
                        Stream.concat(Stream.of("source_row", "first_cell", "fault"), columns.stream())
                                .toList()));
    }
}
