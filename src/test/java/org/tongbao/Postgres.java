package org.tongbao;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.tongbao.operations.Operations;

/** A real PostgreSQL server for all tests of this process; it ends with it. */
public final class Postgres {

    private static @Nullable EmbeddedPostgres server;

    private Postgres() {}

    /** An empty database of this name. */
    public static synchronized Operations.Address address(String database) throws IOException, SQLException {
        if (server == null) {
            var started = EmbeddedPostgres.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    started.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            server = started;
        }
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("drop database if exists " + database + " with (force)");
            statement.execute("create database " + database);
        }
        return new Operations.Address(server.getJdbcUrl("postgres", database), "postgres", "postgres");
    }
}
