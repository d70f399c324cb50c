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
 * The temporary table {@code staging}: a file's rows as they arrived, all text, with their physical row, and rows that
 * are no rows with the reason. Columns: {@code source_row}, {@code sheet}, {@code fault}, then the dataset's.
 */
final class Staging {

    static final String TABLE = "staging";

    private final Session session;
    private final Dataset dataset;

    Staging(Session session, Dataset dataset) {
        this.session = session;
        this.dataset = dataset;
    }

    /** Fills the table from a query of the engine; it must give the columns in order. */
    void fill(String sql) {
        session.execute("create or replace temp table " + TABLE + " as " + sql);
    }

    /** The select list for a query whose source has the given SQL for each column that is there. */
    String columns(Map<String, String> expressions) {
        return dataset.columns().keySet().stream()
                .map(column -> expressions.getOrDefault(column, "cast(null as varchar)") + " as " + column)
                .collect(Collectors.joining(", "));
    }

    /** Empties the table, to be filled row by row. */
    Rows rows() {
        session.execute("create or replace temp table " + TABLE
                + " (source_row bigint, sheet varchar, fault varchar, "
                + dataset.columns().keySet().stream().map(c -> c + " varchar").collect(Collectors.joining(", "))
                + ")");
        return new Rows(
                session.temporaryAppender(TABLE), List.copyOf(dataset.columns().keySet()));
    }

    /** Adds rows one by one. */
    static final class Rows implements AutoCloseable {

        private final Appender appender;
        private final List<String> columns;

        private Rows(Appender appender, List<String> columns) {
            this.appender = appender;
            this.columns = columns;
        }

        /** A row whose cells stand at the positions of the headings. */
        void add(long row, @Nullable String sheet, Headings headings, List<? extends @Nullable String> cells) {
            var values = new ArrayList<@Nullable Object>();
            values.add(row);
            values.add(sheet);
            values.add(null);
            for (var column : columns) {
                var at = headings.positions().get(column);
                values.add(at == null || at >= cells.size() ? null : cells.get(at));
            }
            appender.row(values.toArray());
        }

        /** A line that is no row. */
        void addFault(long row, String fault, String raw) {
            var values = new ArrayList<@Nullable Object>();
            values.add(row);
            values.add(null);
            values.add(fault);
            values.add(raw);
            for (int i = 1; i < columns.size(); i++) {
                values.add(null);
            }
            appender.row(values.toArray());
        }

        @Override
        public void close() {
            appender.close();
        }
    }
}
