package org.tongbao.pull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.warehouse.Appender;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;

/**
 * The temporary table {@code staging}: the rows of several files as they arrived, all text, with the number of their
 * file ({@code part}) and their physical row, and lines that are no rows with the reason. {@code position} orders all of
 * them. Columns: {@code part}, {@code position}, {@code source_row}, {@code sheet}, {@code fault},
 * {@code first_cell}, then the dataset's.
 */
final class Staging {

    static final String TABLE = "staging";

    /** More rows than a file can have. */
    private static final long ROWS = 1L << 40;

    private final Session session;
    private final Dataset dataset;
    private int part;

    /** Empties the table. */
    Staging(Session session, Dataset dataset) {
        this.session = session;
        this.dataset = dataset;
        session.execute("create or replace temp table " + TABLE
                + " (part integer, position bigint, source_row bigint, sheet varchar, fault varchar, first_cell varchar, "
                + dataset.columns().keySet().stream().map(c -> c + " varchar").collect(Collectors.joining(", "))
                + ")");
    }

    Session session() {
        return session;
    }

    Dataset dataset() {
        return dataset;
    }

    /** What is added from now on belongs to this file. */
    void begin(int part) {
        this.part = part;
    }

    /** Takes back what the current file has added. */
    void takeBack() {
        session.execute("delete from " + TABLE + " where part = ?", part);
    }

    /**
     * Adds the rows of a file that the engine reads; returns how many.
     *
     * @param above how many physical rows stand above the first
     * @param expressions SQL for each column that is there
     * @param first SQL for a row's first cell
     */
    long add(long above, Map<String, String> expressions, String first, String from) {
        return add(
                "row_number() over () + " + above,
                first,
                dataset.columns().keySet().stream()
                        .map(column -> expressions.getOrDefault(column, "null"))
                        .toList(),
                from);
    }

    /** Adds the rows of a query, given SQL for their number, their first cell and each column. */
    long add(String row, String first, List<String> columns, String from) {
        return session.execute(
                "insert into " + TABLE + " select " + part + ", " + part * ROWS + " + source_row, source_row,"
                        + " null, null, * exclude (source_row) from (select " + row + " as source_row, " + first + ", "
                        + String.join(", ", columns) + " from " + from + ")");
    }

    /** Takes out what is no row: nothing in any column, or a total, known by its first cell. */
    void sweep(List<String> skip) {
        session.execute("delete from " + TABLE + " where fault is null and (coalesce("
                + dataset.columns().keySet().stream().map(Cells::trimmed).collect(Collectors.joining(", "))
                + ") is null or " + Cells.trimmed("first_cell") + " in ("
                + skip.stream().map(Contract::text).collect(Collectors.joining(", ")) + "))");
    }

    /** Adds rows one by one. */
    Rows rows() {
        return new Rows(
                session.temporaryAppender(TABLE),
                part,
                List.copyOf(dataset.columns().keySet()));
    }

    /** A feed of rows. */
    static final class Rows implements AutoCloseable {

        private final Appender appender;
        private final int part;
        private final List<String> columns;

        private Rows(Appender appender, int part, List<String> columns) {
            this.appender = appender;
            this.part = part;
            this.columns = columns;
        }

        /** A row whose cells stand at the positions of the headings. */
        void add(long row, @Nullable String sheet, Headings headings, List<? extends @Nullable String> cells) {
            var values = begun(row, sheet, null);
            values.add(cells.stream()
                    .filter(cell -> cell != null && !cell.isBlank())
                    .findFirst()
                    .orElse(null));
            for (var column : columns) {
                var at = headings.positions().get(column);
                values.add(at == null || at >= cells.size() ? null : cells.get(at));
            }
            appender.row(values.toArray());
        }

        /** A line that is no row. */
        void addFault(long row, String fault, String raw) {
            var values = begun(row, null, fault);
            values.add(null);
            values.add(raw);
            for (int i = 1; i < columns.size(); i++) {
                values.add(null);
            }
            appender.row(values.toArray());
        }

        private List<@Nullable Object> begun(long row, @Nullable String sheet, @Nullable String fault) {
            var values = new ArrayList<@Nullable Object>();
            values.add(part);
            values.add(part * ROWS + row);
            values.add(row);
            values.add(sheet);
            values.add(fault);
            return values;
        }

        @Override
        public void close() {
            appender.close();
        }
    }
}
