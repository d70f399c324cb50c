package org.tongbao.pull.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.pull.PullException;
import org.tongbao.pull.PullFixture;
import org.tongbao.run.Progress;

/**
 * Real servers, stopped in the middle of many rows that are pulled into a dataset: 100,000, or as many as {@code
 * -Dtongbao.rows} says (a million in the profile {@code long}).
 */
class DatabaseTest {

    private static final int ROWS = Integer.getInteger("tongbao.rows", 100_000);

    @TempDir
    Path folder;

    @Test
    void aPullFromPostgresSurvivesARestartOfTheServer() throws Exception {
        try (var server = Servers.postgres(folder)) {
            server.run(
                    "create table hazard (id bigint primary key, note text, updated_at timestamptz)",
                    "create index hazard_updated on hazard (updated_at, id)",
                    "insert into hazard select n, '隐患' || n, timestamptz '2026-01-01 00:00:00+08' + (n / 7) * interval '1 second'"
                            + " from generate_series(1, " + ROWS + ") as n");
            var source = database(
                    server.url(), "select 'A' || id as 编号, id, note as 备注, updated_at as 时间, updated_at from hazard");
            try (var fixture = PullFixture.with(folder, "merge", source)) {
                fixture.put("a.csv", "编号\nB1\n");
                var stopped = new AtomicBoolean();
                var rows = new AtomicLong();
                fixture.pull(by -> {
                    if (rows.addAndGet(by) >= ROWS / 2 && stopped.compareAndSet(false, true)) {
                        server.stop();
                        server.start();
                    }
                });
                assertThat(stopped).isTrue();
                everyRowIsThereOnce(fixture, ROWS + 1);
                assertThat(fixture.session
                                .one("select seen from dataset.thing where id = 'A7'")
                                .time("seen"))
                        .hasToString("2026-01-01T00:00:01");
                assertThat(fixture.pull()).allMatch(loaded -> loaded.load() == 0);
                server.run(
                        "update hazard set updated_at = timestamptz '2027-01-01', note = '已整改' where id in (3, 999)",
                        "insert into hazard values (" + (ROWS + 1) + ", '新', timestamptz '2027-01-01')");
                assertThat(fixture.pull().stream().filter(loaded -> loaded.load() > 0))
                        .singleElement()
                        .matches(loaded -> loaded.loaded() == 3);
                assertThat(fixture.current("select count(*) || '/' || count(*) filter (where note = '已整改') as text"))
                        .isEqualTo(ROWS + 2 + "/2");
            }
        }
    }

    @Test
    void aPullFromMariaDbGoesOnInTheNextOneAfterTheServerWasDown() throws Exception {
        try (var server = Servers.mariaDb(folder)) {
            server.run(
                    "create table hazard (id bigint primary key, note varchar(50), updated_at datetime(6),"
                            + " key (updated_at, id)) character set utf8mb4",
                    "insert into hazard select seq, concat('隐患', seq), timestamp '2026-01-01 00:00:00' + interval seq div 7 second"
                            + " from seq_1_to_" + ROWS);
            var source = database(server.url(), "select concat('A', id) as 编号, id, note as 备注, updated_at from hazard");
            try (var fixture = PullFixture.with(folder, "merge", source)) {
                fixture.put("a.csv", "编号\nB1\n");
                var stopped = new AtomicBoolean();
                var rows = new AtomicLong();
                assertThatThrownBy(() -> fixture.pull(by -> {
                            if (rows.addAndGet(by) >= ROWS / 2 && stopped.compareAndSet(false, true)) {
                                server.stop();
                            }
                        }))
                        .isInstanceOf(PullException.class)
                        .hasMessageContaining("hazards: database jdbc:mariadb://127.0.0.1")
                        .hasMessageContaining("gave up after")
                        .hasMessageNotContaining("user=");
                long before = fixture.session
                        .one("select count(*) as n from dataset.thing")
                        .whole("n");
                assertThat(before).isBetween(ROWS / 2L, ROWS - 1L);
                server.start();
                fixture.pull();
                everyRowIsThereOnce(fixture, ROWS + 1);
            }
        }
    }

    @Test
    void aFullDatasetIsReadWholeAndWhatWasDeletedIsGone() throws Exception {
        try (var server = Servers.postgres(folder)) {
            server.run(
                    "create table thing (id integer primary key)",
                    "insert into thing select n from generate_series(1, 25) as n");
            var source = "source: register\ndataset: thing\ndatabase: { url: '" + server.url()
                    + "', query: \"select 'A' || id as 编号, id from thing\", key: id, chunk: 10 }\n";
            try (var fixture = PullFixture.with(folder, "full", source)) {
                assertThat(fixture.pull()).singleElement().matches(loaded -> loaded.loaded() == 25);
                assertThat(fixture.pull()).singleElement().matches(loaded -> loaded.load() == 0);
                server.run("delete from thing where id < 12");
                assertThat(fixture.pull()).singleElement().matches(loaded -> loaded.loaded() == 14);
                assertThat(fixture.current("select count(*) || min(id) as text"))
                        .isEqualTo("14A12");
                assertThat(folder.resolve("var/arrivals/register")).isDirectoryContaining("glob:**000001.csv");
            }
        }
    }

    @Test
    void aMistakeInTheQueryIsToldAtOnceAndNotTriedAgain() throws Exception {
        try (var server = Servers.postgres(folder)) {
            var source = new Database(server.url(), "", "", "select 1 as id from nowhere", null, "id", 10);
            assertThatThrownBy(() -> source.fetch(
                            new Arrivals(folder.resolve("a")),
                            new Drivers(folder.resolve("drivers")),
                            Secrets.of(Map.of()),
                            Retry.PATIENT,
                            Progress.NONE))
                    .isInstanceOf(FetchException.class)
                    .hasMessageContaining("nowhere");
        }
    }

    @Test
    void aDriverThatIsDroppedInIsUsedAndOneThatIsMissingIsAskedFor() throws Exception {
        var source = "source: vendor\ndataset: thing\ndatabase: { url: 'jdbc:vendor:${GATEWAY_KEY}', user: sa,"
                + " password: '${GATEWAY_KEY}', query: \"select 'A' || x as 编号, x from system_range(1, 5)\", key: x }\n";
        try (var fixture = PullFixture.with(folder, "full", source)) {
            assertThatThrownBy(fixture::pull)
                    .hasMessageContaining(
                            "vendor: no driver knows addresses that begin with jdbc:vendor:; put its jar into")
                    .hasMessageNotContaining("s3cret");
        }
        vendorDriver(folder.resolve("drivers"));
        try (var fixture = PullFixture.with(folder, "full", source)) {
            fixture.pull();
            assertThat(fixture.loaded()).isEqualTo("2:A1 3:A2 4:A3 5:A4 6:A5");
        }
    }

    private static String database(String url, String query) {
        return "source: hazards\ndataset: thing\ndatabase: { url: '" + url + "', query: \"" + query
                + "\", watermark: updated_at, key: id, chunk: " + ROWS / 20 + " }\n";
    }

    private static void everyRowIsThereOnce(PullFixture fixture, int rows) {
        assertThat(fixture.session
                        .one("select count(*) || '/' || count(distinct id) as text from dataset.thing")
                        .text("text"))
                .isEqualTo(rows + "/" + rows);
    }

    /** A jar with a driver for {@code jdbc:vendor:} addresses, which asks a database in memory. */
    private static void vendorDriver(Path drivers) throws IOException {
        var source = Files.writeString(
                Files.createDirectories(drivers.resolve("src")).resolve("VendorDriver.java"), """
                import java.sql.*;
                public class VendorDriver implements Driver {
                    public boolean acceptsURL(String url) { return url.startsWith("jdbc:vendor:"); }
                    public Connection connect(String url, java.util.Properties p) throws SQLException {
                        if (!url.endsWith(":s3cret") || !p.getProperty("password").equals("s3cret")) {
                            throw new SQLException("who are you?");
                        }
                        return DriverManager.getConnection("jdbc:h2:mem:vendor", "sa", "");
                    }
                    public DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties p) {
                        return new DriverPropertyInfo[0];
                    }
                    public int getMajorVersion() { return 1; }
                    public int getMinorVersion() { return 0; }
                    public boolean jdbcCompliant() { return false; }
                    public java.util.logging.Logger getParentLogger() { return null; }
                }
                """);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", source.toString()))
                .isZero();
        try (var jar = new JarOutputStream(Files.newOutputStream(drivers.resolve("vendor.jar")))) {
            for (var part : List.of("VendorDriver.class", "META-INF/services/java.sql.Driver")) {
                jar.putNextEntry(new JarEntry(part));
                jar.write(
                        part.endsWith(".class")
                                ? Files.readAllBytes(source.resolveSibling(part))
                                : "VendorDriver".getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
