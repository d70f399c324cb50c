package org.tongbao.warehouse;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** Feeds rows into a table in bulk, about a hundred times faster than INSERT. Close it before reading the table. */
public final class Appender implements AutoCloseable {

    private final String table;
    private final DuckDBAppender appender;

    Appender(String table, DuckDBAppender appender) {
        this.table = table;
        this.appender = appender;
    }

    /** Adds a row; one value for each column, in the table's order. */
    public void row(@Nullable Object... values) {
        try {
            appender.beginRow();
            for (var value : values) {
                append(value);
            }
            appender.endRow();
        } catch (SQLException e) {
            throw new WarehouseException("append to " + table, e);
        }
    }

    private void append(@Nullable Object value) throws SQLException {
        if (value == null) {
            appender.appendNull();
        } else if (value instanceof String text) {
            appender.append(text);
        } else if (value instanceof Long number) {
            appender.append(number.longValue());
        } else if (value instanceof Integer number) {
            appender.append(number.intValue());
        } else if (value instanceof Double number) {
            appender.append(number.doubleValue());
        } else if (value instanceof BigDecimal number) {
            appender.append(number);
        } else if (value instanceof Boolean flag) {
            appender.append(flag.booleanValue());
        } else if (value instanceof LocalDate date) {
            appender.append(date);
        } else if (value instanceof LocalDateTime time) {
            appender.append(time);
        } else {
            throw new IllegalArgumentException(
                    "cannot append a " + value.getClass().getName());
        }
    }

    @Override
    public void close() {
        try {
            appender.close();
        } catch (SQLException e) {
            throw new WarehouseException("append to " + table, e);
        }
    }
}
