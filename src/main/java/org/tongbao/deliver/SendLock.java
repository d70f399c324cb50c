package org.tongbao.deliver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Whoever sends is alone, so that what stands in the ledger as being sent when one begins was left by a process that died.
 * Nodes that share a PostgreSQL are kept apart by it, wherever their folders lie; processes of one machine by a file. Both
 * let go when the process that holds them dies.
 */
final class SendLock {

    private static final ReentrantLock ONE = new ReentrantLock();

    /** Of PostgreSQL's advisory locks; any number that nobody else uses. */
    static final long LOCK = 80_725_368_001L;

    private SendLock() {}

    /** Waits for its turn and does the work. */
    static <T> T withLock(DataSource operations, Path folder, Supplier<T> work) {
        ONE.lock();
        try (var connection = operations.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")
                    ? byDatabase(connection, work)
                    : byFile(folder, work);
        } catch (SQLException e) {
            throw new IllegalStateException("the ledger of deliveries cannot be used: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ONE.unlock();
        }
    }

    private static <T> T byDatabase(Connection connection, Supplier<T> work) throws SQLException {
        call(connection, "select pg_advisory_lock(" + LOCK + ")");
        try {
            return work.get();
        } finally {
            call(connection, "select pg_advisory_unlock(" + LOCK + ")");
        }
    }

    private static void call(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static <T> T byFile(Path folder, Supplier<T> work) throws IOException {
        var file = Files.createDirectories(folder).resolve("deliver.lock");
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // until it is closed

            return work.get();
        }
    }
}
