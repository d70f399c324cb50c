package org.tongbao.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.run.Period;
import org.tongbao.warehouse.ledger.RunLedger;

/** A warehouse of an earlier version is brought to this one, and keeps what is in it. */
class MigrationTest {

    @TempDir
    Path folder;

    @Test
    void aStoredWarehouseOfVersionOneGetsTheTablesOfThisVersionAndKeepsItsRows() throws IOException {
        unpack();
        try (var old = open("warehouse");
                var fresh = open("fresh");
                var session = old.session();
                var other = fresh.session()) {
            var tables = "select table_schema || '.' || table_name || '.' || column_name || ' ' || data_type as c"
                    + " from information_schema.columns where table_schema in ('ledger', 'stage') order by c";
            assertThat(session.query(tables)).isEqualTo(other.query(tables));
            assertThat(session.query("select * from ledger.version"))
                    .isEqualTo(other.query("select * from ledger.version"));
            assertThat(session.one("select * from stage.standing").values())
                    .containsEntry("subject", "R1")
                    .containsEntry("score", 88.5)
                    .containsEntry("peers", null);
            assertThat(new RunLedger(session).latest("monthly-ranking", Period.parse("2026-06")))
                    .hasValueSatisfying(run -> assertThat(run.number()).isEqualTo(1));
        }
    }

    @Test
    void aWarehouseOfALaterVersionIsLeftAlone() throws IOException {
        try (var warehouse = open("later");
                var session = warehouse.session()) {
            session.execute("update ledger.version set version = 99");
        }
        assertThatExceptionOfType(WarehouseException.class)
                .isThrownBy(() -> open("later"))
                .withMessageContaining("newer Tongbao (version 99");
    }

    @Test
    void aCopyTakenWhileAnotherSessionWritesHoldsWhatWasCommitted() {
        try (var warehouse = open("warehouse");
                var writer = warehouse.session()) {
            writer.execute("create table dataset.x as select 1 as a");
            writer.inTransaction(() -> {
                writer.execute("insert into dataset.x values (2)");
                warehouse.copyTo(folder.resolve("copy.duckdb"));
            });
        }
        try (var copy = open("copy");
                var session = copy.session()) {
            assertThat(session.query("select a from dataset.x")).hasSize(1);
        }
    }

    private void unpack() throws IOException {
        try (var packed = Objects.requireNonNull(MigrationTest.class.getResourceAsStream("version-1.duckdb.gz"));
                var in = new GZIPInputStream(packed)) {
            Files.copy(in, folder.resolve("warehouse.duckdb"));
        }
    }

    private Warehouse open(String name) {
        return Warehouse.open(new Warehouse.Settings(
                folder.resolve(name + ".duckdb"), "512MB", 1, folder.resolve("temp"), List.of(folder)));
    }
}
