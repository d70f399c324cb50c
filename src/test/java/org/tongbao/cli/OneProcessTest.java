package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.job.ManyCopies;
import org.tongbao.warehouse.Warehouse;

/** A process that serves has the operational database for itself; what other commands want of it, they get by a socket file. */
class OneProcessTest {

    @TempDir
    Path folder;

    @Test
    void whileOneServesOthersAreAnsweredWithoutAPortAndNobodyElseMayLook() throws Exception {
        Files.setPosixFilePermissions(folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        var home = ManyCopies.in(folder.resolve("home"), 2);
        var serving = Processes.start(home, List.of(), "serve");
        try {
            var socket = home.resolve("var/process.socket");
            await(() -> Files.exists(socket));
            assertThat(listening(serving.pid()))
                    .as("ports that the process listens on")
                    .isEmpty();
            assertThat(Processes.here(home, "runs"))
                    .isEqualTo(new Processes.Said(
                            0, "nothing has been run; begin with: tongbao run monthly-ranking --period 2026-06\n"));
            var ran = Processes.run(home, List.of(), "run", "copies", "--period", "2026-06");
            assertThat(ran.words()).contains("render ...", "4 files");
            assertThat(ran.exit()).isZero();
            assertThat(Processes.here(home, "runs").words()).contains("copies", "completed");
            assertThat(Processes.here(home, "deliveries").exit()).isZero();
            assertThat(Processes.here(home, "backup").exit()).isZero();
            assertThat(Processes.here(home, "doctor").words()).contains("in use by another process");
            assertThat(Processes.here(home, "runs", "--last", "no"))
                    .as("wrong words are told as ever")
                    .matches(said -> said.exit() == 2 && said.words().contains("'--last'"));
            for (var alone : List.of(
                    new String[] {"serve"},
                    new String[] {"restore", home.resolve("var/backup").toString()})) {
                var refused = Processes.run(home, List.of(), alone);
                assertThat(refused.words())
                        .contains("is in use by process " + serving.pid() + " (tongbao serve)", "when it is free");
                assertThat(refused.exit()).isEqualTo(Exit.IN_USE);
            }
            assertThat(List.of("var", "var/backup", "var/log", "out/archive", "out/issued", "out/reports"))
                    .allSatisfy(
                            place -> assertThat(isShut(home, place)).as(place).isTrue());
            assertThat(Processes.mode(socket)).isEqualTo("rw-------");
            assertThat(Processes.mode(home.resolve("var/operations.key"))).isEqualTo("rw-------");
            nobodyElse(home);
        } finally {
            serving.destroy();
            serving.waitFor();
        }
        assertThat(home.resolve("var/process.socket")).doesNotExist();
        itsFileHasAPassword(home);
        assertThat(Processes.here(home, "runs").words()).contains("completed");
    }

    /** Later ones would shut what it left open. */
    @Test
    void whatTheFirstCommandMakesIsShutFromTheBeginning() throws IOException {
        var home = ManyCopies.in(folder.resolve("home"), 2);
        assertThat(Processes.here(home, "run", "copies", "--period", "2026-06").exit())
                .isZero();
        assertThat(List.of("var", "var/log", "out/archive", "out/issued", "out/reports"))
                .allSatisfy(place -> assertThat(isShut(home, place)).as(place).isTrue());
    }

    @Test
    void aBackupIsTakenAsSoonAsACommandThatTakesNoneHasLetTheWarehouseGo() throws Exception {
        var home = ManyCopies.in(folder.resolve("home"), 2);
        assertThat(Processes.here(home, "run", "copies", "--period", "2026-06").exit())
                .isZero();
        var asked = new FutureTask<>(() -> Processes.here(home, "backup"));
        var held = Warehouse.open(new Warehouse.Settings(
                home.resolve("var/warehouse.duckdb"), "1GB", 1, folder.resolve("temp"), List.of()));
        try {
            new Thread(asked).start();
            await(() -> Files.exists(home.resolve("var/backup.request")));
        } finally {
            held.close();
        }
        assertThat(asked.get(30, TimeUnit.SECONDS).exit()).isZero();
        assertThat(home.resolve("var/backup")).isNotEmptyDirectory();
        assertThat(home.resolve("var/backup.request")).doesNotExist();
    }

    /** The folder itself, or one above it. */
    private static boolean isShut(Path home, String place) throws IOException {
        for (var each = home.resolve(place); !each.equals(home); each = Objects.requireNonNull(each.getParent())) {
            if (Processes.mode(each).equals("rwx------")) {
                return true;
            }
        }
        return false;
    }

    private static void nobodyElse(Path home) throws Exception {
        if (!Processes.isRoot()) {
            return;
        }
        for (var file :
                List.of("var/operations.key", "var/operations.mv.db", "var/warehouse.duckdb", "var/process.socket")) {
            var line = new java.util.ArrayList<>(Processes.nobody());
            line.addAll(List.of("/usr/bin/stat", home.resolve(file).toString()));
            var stat = new ProcessBuilder(line).redirectErrorStream(true).start();
            assertThat(new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .as(file)
                    .contains("Permission denied");
        }
    }

    private void itsFileHasAPassword(Path home) throws Exception {
        var copy = folder.resolve("copied.mv.db");
        Files.copy(home.resolve("var/operations.mv.db"), copy);
        var url = "jdbc:h2:file:" + folder.resolve("copied");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(url, "sa", ""))
                .withMessageContaining("Wrong user name or password");
        var key = Files.readString(home.resolve("var/operations.key"));
        assertThat(key).hasSize(64);
        try (var connection = DriverManager.getConnection(url, "sa", key)) {
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    /** The local ports on which a process listens, as the kernel lists them. */
    private static Set<String> listening(long pid) throws IOException {
        var sockets = new HashSet<String>();
        try (var handles = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (var handle : handles.toList()) {
                try {
                    var match = Pattern.compile("socket:\\[(\\d+)]")
                            .matcher(Files.readSymbolicLink(handle).toString());
                    if (match.matches()) {
                        sockets.add(match.group(1));
                    }
                } catch (IOException e) {
                    // closed meanwhile
                }
            }
        }
        var ports = new HashSet<String>();
        for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (var line : Files.readAllLines(Path.of(table))) {
                var cells = line.strip().split("\\s+", -1);
                if (cells.length > 9 && cells[3].equals("0A") && sockets.contains(cells[9])) {
                    ports.add(cells[1]);
                }
            }
        }
        return ports;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(50);
        }
    }
}
