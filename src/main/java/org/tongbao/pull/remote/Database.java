package org.tongbao.pull.remote;

import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Progress;
import org.tongbao.spec.Block;

/**
 * A database that a source is read from, chunk by chunk in the order of a watermark and a key. Each chunk becomes a
 * file; the place after its last row is where the next begins (keyset paging), so memory is bounded by a chunk, and a
 * fetch goes on where it stopped: after an hour without the server, or after a restart of this process.
 *
 * @param url JDBC address; may name secrets
 * @param user may name a secret; empty for none
 * @param password names a secret; empty for none
 * @param query a select, without order; its columns are the headings of the arriving files
 * @param watermark column that grows with each change, or null to read all rows once
 * @param key column that tells rows with the same watermark apart
 * @param chunk rows in a file
 */
record Database(
        String url,
        String user,
        String password,
        String query,
        @Nullable String watermark,
        String key,
        int chunk)
        implements Remote {

    /** SQLSTATE classes of failures that may pass: connection, resources, intervention, roll-back. */
    private static final List<String> PASSING = List.of("08", "53", "57", "40", "58");

    Database {
        if (chunk < 1) {
            throw new IllegalArgumentException("'chunk' must be at least 1, found " + chunk);
        }
    }

    @Override
    public String extension() {
        return "csv";
    }

    @Override
    public boolean sendsChanges() {
        return watermark != null;
    }

    static Optional<Database> read(Block block) {
        return block.as(b -> new Database(
                b.text("url"),
                b.optionalText("user").orElse(""),
                b.optionalText("password").orElse(""),
                b.text("query"),
                b.optionalText("watermark").orElse(null),
                b.text("key"),
                b.integer("chunk", 50_000)));
    }

    /** Reads what has been added or changed since the last fetch; returns the number of rows. */
    long fetch(Arrivals arrivals, Drivers drivers, Secrets secrets, Retry retry, Progress progress) {
        progress.begin("fetch", -1, "rows");
        long rows = 0;
        var position = arrivals.position();
        @Nullable Connection connection = null;
        try {
            while (true) {
                var from = position;
                var open = connection;
                var next = retry.call(
                        "database " + withoutSecrets(), () -> fetchChunk(connect(open, drivers, secrets), from, arrivals));
                connection = next.connection();
                position = next.position();
                rows += next.rows();
                progress.advance(next.rows());
                if (next.rows() < chunk) {
                    progress.end(rows + " rows");
                    return rows;
                }
            }
        } finally {
            close(connection);
        }
    }

    private record Fetched(Connection connection, Arrivals.Position position, long rows) {}

    private Fetched fetchChunk(Connection connection, Arrivals.Position from, Arrivals arrivals) throws Retry.Transient {
        boolean done = false;
        try (var statement = select(connection, from)) {
            try (var result = statement.executeQuery()) {
                var lines = new Chunk();
                lines.read(result);
                var to = from;
                if (lines.rows > 0) {
                    to = new Arrivals.Position(from.next() + 1, lines.marks);
                    arrivals.add(from.next(), extension(), lines::writeTo, to);
                }
                done = true;
                return new Fetched(connection, to, lines.rows);
            }
        } catch (SQLException e) {
            throw classify(e);
        } finally {
            if (!done) {
                close(connection);
            }
        }
    }

    /** Rows after the place that was reached. Two conditions rather than a row comparison: not every engine has it. */
    private PreparedStatement select(Connection connection, Arrivals.Position from) throws SQLException {
        var afterKey = from.mark("key");
        var afterMark = from.mark("watermark");
        var condition = afterKey == null
                ? ""
                : watermark == null
                        ? " where " + key + " > ?"
                        : " where " + watermark + " > ? or (" + watermark + " = ? and " + key + " > ?)";
        var order = watermark == null ? key : watermark + ", " + key;
        var statement = connection.prepareStatement(
                "select * from (" + query + ") arrivals" + condition + " order by " + order,
                ResultSet.TYPE_FORWARD_ONLY,
                ResultSet.CONCUR_READ_ONLY);
        statement.setMaxRows(chunk);
        statement.setFetchSize(Math.min(chunk, 5_000));
        if (afterKey != null) {
            int at = 1;
            if (watermark != null) {
                var value = Watermark.parse(String.valueOf(afterMark));
                statement.setObject(at++, value);
                statement.setObject(at++, value);
            }
            statement.setObject(at, Watermark.parse(afterKey));
        }
        return statement;
    }

    /** The rows of a chunk as CSV text, and the marks of its last row. */
    private final class Chunk {

        private final List<String> lines = new ArrayList<>();
        private final Map<String, String> marks = new TreeMap<>();
        private long rows;

        void read(ResultSet result) throws SQLException {
            var meta = result.getMetaData();
            var heading = new ArrayList<String>();
            int keyAt = 0;
            int markAt = 0;
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                var label = meta.getColumnLabel(i);
                heading.add(quoted(label));
                keyAt = label.equalsIgnoreCase(key) ? i : keyAt;
                markAt = label.equalsIgnoreCase(String.valueOf(watermark)) ? i : markAt;
            }
            if (keyAt == 0 || (watermark != null && markAt == 0)) {
                throw new SQLSyntaxErrorException("the query has no column '" + (keyAt == 0 ? key : watermark) + "'");
            }
            lines.add(String.join(",", heading));
            while (result.next()) {
                var values = new ArrayList<String>();
                for (int i = 1; i <= heading.size(); i++) {
                    var value = text(value(result, i));
                    values.add(value == null ? "" : quoted(value));
                }
                lines.add(String.join(",", values));
                rows++;
                marks.put("key", Watermark.format(value(result, keyAt)));
                if (watermark != null) {
                    marks.put("watermark", Watermark.format(value(result, markAt)));
                }
            }
        }

        void writeTo(Path file) throws IOException {
            try (BufferedWriter writer = Files.newBufferedWriter(file)) {
                for (var line : lines) {
                    writer.write(line);
                    writer.write('\n');
                }
            }
        }
    }

    private Connection connect(@Nullable Connection open, Drivers drivers, Secrets secrets) throws Retry.Transient {
        try {
            if (open != null && !open.isClosed()) {
                return open;
            }
            var connection = drivers.connect(secrets.fill(url), secrets.fill(user), secrets.fill(password));
            connection.setReadOnly(true);
            // PostgreSQL streams a result only inside a transaction.
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            throw classify(e);
        }
    }

    /** A failure that may pass is returned to be tried again; any other ends the fetch here. */
    private Retry.Transient classify(SQLException e) {
        var state = e.getSQLState() == null ? "" : e.getSQLState();
        boolean lasting = e instanceof SQLNonTransientException && !state.startsWith("08");
        if (!lasting && (state.isEmpty() || PASSING.stream().anyMatch(state::startsWith))) {
            return new Retry.Transient(String.valueOf(e.getMessage()), e);
        }
        throw new FetchException("database " + withoutSecrets() + ": " + e.getMessage(), e);
    }

    /** The address as it stands in the file, without what comes after a question mark. */
    private String withoutSecrets() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    private static void close(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            // A connection that the server has already dropped can't be closed twice; nothing is lost by it.
            return;
        }
    }

    /** A value in a type of Java's own, whatever type the driver would prefer; times with a zone keep it. */
    private static @Nullable Object value(ResultSet result, int column) throws SQLException {
        var meta = result.getMetaData();
        int type = meta.getColumnType(column);
        if (type == Types.TIMESTAMP_WITH_TIMEZONE || "timestamptz".equalsIgnoreCase(meta.getColumnTypeName(column))) {
            return result.getObject(column, OffsetDateTime.class);
        }
        return type == Types.TIMESTAMP ? result.getTimestamp(column) : result.getObject(column);
    }

    private static @Nullable String text(@Nullable Object value) throws SQLException {
        if (value == null) {
            return null;
        }
        if (value instanceof byte[] || value instanceof java.sql.Blob) {
            throw new SQLSyntaxErrorException("a column holds binary data; leave it out of the query");
        }
        if (value instanceof java.sql.Clob clob) {
            return clob.getSubString(1, (int) Math.min(clob.length(), 1_000_000));
        }
        if (value instanceof java.sql.Timestamp time) {
            return time.toLocalDateTime().toString().replace('T', ' ');
        }
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
