package org.tongbao.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.tongbao.Postgres;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;

/** The operational database, as a file and as a PostgreSQL. */
class OperationsTest {

    @TempDir
    Path folder;

    /** Made by the program before it counted versions: one run completed up to decide, one failed in render. */
    @Test
    void aFileFromBeforeItsVersionsWereCountedIsBroughtForward() throws Exception {
        try (var old = OperationsTest.class.getResourceAsStream("operations-before-flyway.mv.db")) {
            Files.copy(java.util.Objects.requireNonNull(old), folder.resolve("operations.mv.db"));
        }
        try (var operations = Operations.open(Operations.Address.file(folder))) {
            var database = new JdbcTemplate(operations.source());
            assertThat(database.queryForList(
                            "select status from batch_job_execution order by job_execution_id", String.class))
                    .containsExactly("COMPLETED", "FAILED");
            assertThat(tables(operations)).contains("NODE", "FIRING", "WATCHED", "QRTZ_TRIGGERS");
        }
        try (var again = Operations.open(Operations.Address.file(folder))) {
            assertThat(tables(again)).contains("FIRING");
        }
    }

    /** H2 opens many of them as they were at an earlier moment: runs would be unknown, and mail would go out again. */
    @Test
    void aFileThatEndsBeforeItsLastChunkIsNotTakenForWhatItWasBefore() throws Exception {
        var url = Operations.Address.file(folder).url();
        var file = folder.resolve("operations.mv.db");
        var bytes = new byte[5 * 4096];
        write(bytes, 0, "H:2,block:3,blockSize:1000,chunk:7,clean:1,created:1,format:3\n");
        write(bytes, 3 * 4096, "chunk:7,len:2,pages:1\n");
        Files.write(file, bytes);
        OperationsFile.refuseIfCutOff(url);
        for (int length : List.of(2 * 4096, 3 * 4096, 5 * 4096 - 1)) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> OperationsFile.refuseIfCutOff(url))
                    .hasMessageContaining("File corrupted: operations.mv.db has been cut off");
        }
        write(bytes, 0, "H:2,block:3,blockSize:1000,chunk:7,created:1,format:3\n        ");
        Files.write(file, Arrays.copyOf(bytes, 2 * 4096));
        OperationsFile.refuseIfCutOff(url); // a killed process leaves such: H2 looks for the end itself
    }

    /** H2 leaves older chunks behind the last one, or room: whatever is cut off, it is told. */
    @Test
    void aFileThatIsShorterThanWhenItWasClosedIsTold() throws Exception {
        var address = Operations.Address.file(folder);
        for (int i = 0; i < 3; i++) {
            Operations.open(address).close();
        }
        var file = folder.resolve("operations.mv.db");
        var whole = Files.readAllBytes(file);
        for (int part = 1; part < 20; part++) {
            Files.write(file, Arrays.copyOf(whole, whole.length * part / 20));
            assertThatThrownBy(() -> Operations.open(address))
                    .as(part + " twentieths")
                    .hasMessageContaining("File corrupted: operations.mv.db has been cut off");
        }
        Files.write(file, whole);
        Operations.open(address).close();
    }

    private static void write(byte[] bytes, int at, String text) {
        System.arraycopy(text.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, at, text.length());
    }

    /** What is killed in the middle leaves what a step leaves that fails there: of a copy. */
    @Test
    void aChangeThatDoesNotComeToItsEndLeavesTheFileAsItWas() throws Exception {
        var address = Operations.Address.file(folder);
        inFile(address, "create table delivery (in_the_way integer)");
        assertThatThrownBy(() -> Operations.open(address)).hasMessageContaining("cannot be used");
        inFile(address, "drop table delivery");
        try (var operations = Operations.open(address)) {
            assertThat(tables(operations)).contains("BATCH_JOB_INSTANCE", "QRTZ_TRIGGERS", "NODE", "DELIVERY");
        }
        assertThat(folder.resolve("operations.changing")).doesNotExist();
    }

    private static void inFile(Operations.Address address, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first two steps were copies of the scripts once; a database made by them is one made by the jars' own. */
    @Test
    void theStepsOnRecordAreThoseOfDatabasesMadeBefore() throws Exception {
        try (var operations = Operations.open(Operations.Address.file(folder))) {
            assertThat(steps(operations)).startsWith("1 batch SQL -49756158", "2 quartz SQL -248474537");
        }
        try (var operations = Operations.open(Postgres.address("steps_test"))) {
            assertThat(steps(operations)).startsWith("1 batch SQL 66905230", "2 quartz SQL -1326009791");
        }
    }

    private static List<String> steps(Operations operations) {
        return new JdbcTemplate(operations.source())
                .query(
                        "select * from \"flyway_schema_history\" where \"version\" is not null order by \"installed_rank\"",
                        (row, number) -> row.getString("version") + " " + row.getString("description") + " "
                                + row.getString("type") + " " + row.getString("checksum"));
    }

    @Test
    void aNodeLivesAsLongAsItIsOpen() {
        try (var first = Operations.open(Operations.Address.file(folder))) {
            String second;
            try (var other = Operations.open(Operations.Address.file(folder))) {
                second = other.node();
                assertThat(first.alive()).containsExactlyInAnyOrder(first.node(), second);
            }
            assertThat(first.alive()).containsExactly(first.node());
            new JdbcTemplate(first.source())
                    .update(
                            "insert into node values ('dead', current_timestamp, current_timestamp - interval '1' minute)");
            assertThat(first.alive()).as("no beat for a minute").containsExactly(first.node());
        }
    }

    @Test
    void nodesThatOpenAnEmptyPostgresTogetherMakeItsTablesOnce() throws Exception {
        var address = Postgres.address("operations_test");
        Callable<Integer> open = () -> {
            try (var operations = Operations.open(address)) {
                return tables(operations).size();
            }
        };
        var hands = Executors.newFixedThreadPool(3);
        try {
            for (var result : hands.invokeAll(List.of(open, open, open))) {
                assertThat(result.get()).isGreaterThan(20);
            }
        } finally {
            hands.shutdown();
        }
    }

    @Test
    void anAddressThatIsNoPostgresIsRefused() {
        assertThatThrownBy(() -> Operations.Address.of(
                        Home.at(folder, Settings.usual().with(Map.of(Settings.Key.OPS_URL, "jdbc:mysql://x/y")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "ops.url (TONGBAO_OPS_URL) 'jdbc:mysql://x/y' is no PostgreSQL; write jdbc:postgresql://HOST/DATABASE");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNamed() {
        assertThatThrownBy(() ->
                        Operations.open(new Operations.Address("jdbc:postgresql://127.0.0.1:1/nobody", "nobody", "")))
                .hasMessageStartingWith(
                        "the operational database jdbc:postgresql://127.0.0.1:1/nobody cannot be used: ");
    }

    private static List<String> tables(Operations operations) throws SQLException {
        return new JdbcTemplate(operations.source())
                .queryForList(
                        "select upper(table_name) from information_schema.tables where lower(table_schema) = 'public'",
                        String.class);
    }
}
