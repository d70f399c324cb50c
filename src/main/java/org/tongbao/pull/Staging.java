package org.tongbao.pull;

import java.util.ArrayList;
import java.util.HashMap;
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
    Rows rows(Form form) {
        return new Rows(
                session.temporaryAppender(TABLE),
                part,
                List.copyOf(dataset.columns().keySet()),
                form);
    }

    /** A feed of rows. */
    static final class Rows implements AutoCloseable {

        private final Appender appender;
        private final int part;
        private final List<String> columns;
        private final Form form;
        private final Map<String, String> above = new HashMap<>();
        private long added;

        private Rows(Appender appender, int part, List<String> columns, Form form) {
            this.appender = appender;
            this.part = part;
            this.columns = columns;
            this.form = form;
        }

        /** A row whose cells stand at the positions of the headings. */
        void add(long row, @Nullable String sheet, Headings headings, List<? extends @Nullable String> cells) {
            var first = first(cells);
            if (first == null) {
                return;
            }
            boolean fills = !form.source().fillDown().isEmpty()
                    && !form.source().skip().contains(first.strip())
                    && headings.positions().values().stream()
                            .anyMatch(at -> at < cells.size() && isFilled(cells.get(at)));
            var values = begun(row, sheet, null);
            values.add(Characters.clean(first));
            for (var column : columns) {
                var at = headings.positions().get(column);
                var value =
                        at == null || at >= cells.size() ? form.given().get(column) : Characters.clean(cells.get(at));
                values.add(fills && form.source().fillDown().contains(column) ? filled(column, value) : value);
            }
            appender.row(values.toArray());
        }

        /** The value, or where it is empty the last one above it. */
        private @Nullable String filled(String column, @Nullable String value) {
            if (value == null || value.isBlank()) {
                return above.get(column);
            }
            above.put(column, value);
            return value;
        }

        private static @Nullable String first(List<? extends @Nullable String> cells) {
            for (var cell : cells) {
                if (isFilled(cell)) {
                    return cell;
                }
            }
            return null;
        }

        private static boolean isFilled(@Nullable String cell) {
            return cell != null && !cell.isBlank();
        }

        /** A line that is no row. */
        void addFault(long row, String fault, String raw) {
            var values = begun(row, null, fault);
            values.add(null);
            values.add(Characters.clean(raw));
            for (int i = 1; i < columns.size(); i++) {
                values.add(null);
            }
            appender.row(values.toArray());
        }

        private List<@Nullable Object> begun(long row, @Nullable String sheet, @Nullable String fault) {
            var values = new ArrayList<@Nullable Object>();
            values.add(part);
            values.add(part * ROWS + added++);
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
