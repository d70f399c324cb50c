package org.tongbao.warehouse;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the warehouse, for one thread.
 *
 * <p>Values never stand in a statement's text; they are its parameters, and these have names:
 *
 * <pre>{@code
 * session.sql("select node, raw from stage.score where run = :run and scheme = :scheme")
 *         .param("run", run.number())
 *         .param("scheme", scheme)
 *         .query()
 * }</pre>
 *
 * A statement without parameters is asked directly: {@code session.query("select ...")}. Where the engine takes no
 * parameters, and in texts that are composed, {@link Sql} writes names and literals.
 */
public final class Session implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final DuckDBConnection connection;
    private final Duration limit;
    private final Map<String, PreparedStatement> kept = new HashMap<>();
    private volatile @Nullable PreparedStatement latest;

    /**
     * A session.
     *
     * @param limit how long one statement may take
     */
    Session(DuckDBConnection connection, Duration limit) {
        this.connection = connection;
        this.limit = limit;
    }

    /** A statement with named parameters. */
    public Statement sql(String sql) {
        return new Statement(sql);
    }

    /** A statement and what its parameters stand for; a parameter may stand in it several times. */
    public final class Statement {

        private final String sql;
        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

        private Statement(String sql) {
            this.sql = sql;
        }

        /** Gives a parameter its value: a text, a number, a flag, a day, a time or null. */
        public Statement param(String name, @Nullable Object value) {
            values.put(name, value);
            return this;
        }

        /** Gives several parameters their values. */
        public Statement params(Map<String, ? extends @Nullable Object> named) {
            values.putAll(named);
            return this;
        }

        /** Runs the statement; returns how many rows it changed. */
        public long execute() {
            long begun = System.nanoTime();
            try (var statement = prepare(sql, values)) {
                return statement.execute() ? 0 : Math.max(0, statement.getUpdateCount());
            } catch (SQLException e) {
                throw failed(begun, e);
            }
        }

        private WarehouseException failed(long begun, SQLException e) {
            return System.nanoTime() - begun < limit.toNanos()
                    ? new WarehouseException(sql, e)
                    : WarehouseException.tooLong(sql, limit, e);
        }

        /** The query's rows, all at once: for results that a person could read. */
        public List<Row> query() {
            var rows = new ArrayList<Row>();
            stream(rows::add);
            return rows;
        }

        /** The one row of a query that has one. */
        public Row one() {
            var rows = query();
            if (rows.size() != 1) {
                throw new IllegalStateException("expected one row, found " + rows.size() + " in: " + sql);
            }
            return rows.get(0);
        }

        /** The first row of a query, if it has any. */
        public Optional<Row> first() {
            return query().stream().findFirst();
        }

        /** Hands over the query's rows one by one, in bounded memory; returns the names of its columns. */
        public List<String> stream(Consumer<Row> each) {
            long begun = System.nanoTime();
            try (var statement = prepare(sql, values);
                    var result = statement.executeQuery()) {
                var names = names(result);
                while (result.next()) {
                    var row = new LinkedHashMap<String, @Nullable Object>();
                    for (int i = 0; i < names.size(); i++) {
                        row.put(names.get(i), value(result, i + 1));
                    }
                    each.accept(new Row(row));
                }
                return names;
            } catch (SQLException e) {
                throw failed(begun, e);
            }
        }

        /** A query's numbers column by column, for arrays to compute on; null is NaN. */
        public double[][] numbers() {
            long begun = System.nanoTime();
            try (var statement = prepare(sql, values);
                    var result = statement.executeQuery()) {
                var columns = new double[result.getMetaData().getColumnCount()][1024];
                int rows = 0;
                for (; result.next(); rows++) {
                    for (int i = 0; i < columns.length; i++) {
                        if (rows == columns[i].length) {
                            columns[i] = Arrays.copyOf(columns[i], 2 * rows);
                        }
                        double number = result.getDouble(i + 1);
                        columns[i][rows] = result.wasNull() ? Double.NaN : number;
                    }
                }
                for (int i = 0; i < columns.length; i++) {
                    columns[i] = Arrays.copyOf(columns[i], rows);
                }
                return columns;
            } catch (SQLException e) {
                throw failed(begun, e);
            }
        }
    }

    /** Runs a statement without parameters; returns how many rows it changed. */
    public long execute(String sql) {
        return sql(sql).execute();
    }

    /** A query's rows, all at once: for results that a person could read. */
    public List<Row> query(String sql) {
        return sql(sql).query();
    }

    /** The one row of a query that has one. */
    public Row one(String sql) {
        return sql(sql).one();
    }

    /** Hands over a query's rows one by one, in bounded memory. */
    public void stream(String sql, Consumer<Row> each) {
        sql(sql).stream(each);
    }

    /** A query's numbers, column by column; null is NaN. */
    public double[][] numbers(String sql) {
        return sql(sql).numbers();
    }

    /** The names of a query's columns, in order; nothing is computed. */
    public List<String> columns(String sql) {
        return List.copyOf(types(sql).keySet());
    }

    /** A query's columns with their types, in order; nothing is computed. */
    public Map<String, String> types(String sql) {
        var types = new LinkedHashMap<String, String>();
        query("describe " + sql).forEach(row -> types.put(row.text("column_name"), row.text("column_type")));
        return types;
    }

    /** The one text that a query gives for another, its only parameter. The query stays prepared, as it is asked often. */
    String text(String query, String given) {
        try {
            var statement = kept.get(query);
            if (statement == null) {
                statement = connection.prepareStatement(ParsedSql.of(query).text());
                kept.put(query, statement);
            }
            statement.setString(1, given);
            try (var result = statement.executeQuery()) {
                result.next();
                return result.getString(1);
            }
        } catch (SQLException e) {
            throw new WarehouseException(query, e);
        }
    }

    /** The tables and views that a query names. None if the engine can't read the text; why, {@link #plan} tells. */
    public TableNames tableNames(String sql) {
        return TableNames.of(this, sql);
    }

    /** Lets the engine plan a query without running it; what it objects to, if it does. */
    public Optional<WarehouseException> plan(String sql) {
        try {
            columns(sql);
            return Optional.empty();
        } catch (WarehouseException e) {
            return Optional.of(e);
        }
    }

    /** Whether the engine, working in parallel, will lay down the rows of a CREATE TABLE AS in their source's order. */
    public boolean keepsOrder(String createTableAs) {
        return query("explain " + createTableAs).stream()
                .anyMatch(row -> row.text("explain_value").contains("Batch Create Table As"));
    }

    /** Whether a transaction is under way: a statement that fails may end it. */
    public boolean isInTransaction() {
        try {
            return !connection.getAutoCommit();
        } catch (SQLException e) {
            throw new WarehouseException("transaction", e);
        }
    }

    /** Does the work in one transaction: all of it or, when it throws, nothing. Nested calls join the outer one. */
    public <T extends @Nullable Object> T transaction(Supplier<T> work) {
        if (isInTransaction()) {
            return work.get();
        }
        try {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                var result = work.get();
                connection.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new WarehouseException("transaction", e);
        }
    }

    /** Does the work in one transaction. */
    public void inTransaction(Runnable work) {
        this.<@Nullable Object>transaction(() -> {
            work.run();
            return null;
        });
    }

    /** Does the work and undoes all it has written: to see what would come of it. Not inside a transaction. */
    public <T extends @Nullable Object> T undone(Supplier<T> work) {
        try {
            connection.setAutoCommit(false);
            try {
                return work.get();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new WarehouseException("undone transaction", e);
        }
    }

    /** A bulk feed into a table; its columns in the table's order. */
    public Appender appender(String schema, String table) {
        try {
            return new Appender(schema + "." + table, connection.createAppender(schema, table));
        } catch (SQLException e) {
            throw new WarehouseException("append to " + schema + "." + table, e);
        }
    }

    /** A bulk feed into a temporary table. */
    public Appender temporaryAppender(String table) {
        try {
            return new Appender(table, connection.createAppender("temp", "main", table));
        } catch (SQLException e) {
            throw new WarehouseException("append to " + table, e);
        }
    }

    /** Makes the statement that runs now, if one does, fail; called from another thread. */
    void interrupt() {
        var running = latest;
        try {
            if (running != null && !running.isClosed()) {
                running.cancel();
            }
        } catch (SQLException e) {
            LOG.debug("it had ended by itself", e);
        }
    }

    @Override
    public void close() {
        try {
            for (var statement : kept.values()) {
                statement.close();
            }
            connection.close();
        } catch (SQLException e) {
            throw new WarehouseException("close", e);
        }
    }

    private PreparedStatement prepare(String sql, Map<String, @Nullable Object> values) throws SQLException {
        var parsed = ParsedSql.of(sql);
        var parameters = parsed.parameters();
        for (var parameter : parameters) {
            if (!values.containsKey(parameter.name())) {
                throw WarehouseException.at(parameter.line(), "no value for the parameter :" + parameter.name(), sql);
            }
        }
        for (var name : values.keySet()) {
            if (parameters.stream().noneMatch(parameter -> parameter.name().equals(name))) {
                throw new IllegalArgumentException("no parameter :" + name + " in: " + sql);
            }
        }
        var statement = connection.prepareStatement(parsed.text());
        statement.setQueryTimeout((int) Math.max(1, limit.toSeconds()));
        latest = statement;
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, values.get(parameters.get(i).name()));
        }
        return statement;
    }

    private static List<String> names(ResultSet result) throws SQLException {
        var names = new ArrayList<String>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            names.add(result.getMetaData().getColumnLabel(i));
        }
        return names;
    }

    private static @Nullable Object value(ResultSet result, int column) throws SQLException {
        var value = result.getObject(column);
        if (value instanceof Date date) {
            return date.toLocalDate();
        }
        if (value instanceof Timestamp time) {
            return time.toLocalDateTime();
        }
        if (value instanceof OffsetDateTime time) {
            return time.toLocalDateTime();
        }
        if (value instanceof BigInteger number) {
            return number.longValueExact();
        }
        if (value instanceof Number number && !(number instanceof Double) && !(number instanceof BigDecimal)) {
            return number instanceof Float ? (Object) number.doubleValue() : number.longValue();
        }
        return value;
    }
}
