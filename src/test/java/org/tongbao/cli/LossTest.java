package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.job.ManyCopies;
import org.tongbao.job.SmallCity;

/** What is gone is told as gone, and what to do; nothing begins anew by itself. What a restore was killed in is made whole. */
class LossTest {

    private static final String[] JUNE = {"run", "copies", "--period", "2026-06"};

    @TempDir
    static Path folder;

    private static Path made;
    private static int homes;

    private Path home;

    @BeforeAll
    static void run() throws Exception {
        made = ManyCopies.in(folder.resolve("made"), 3);
        assertThat(Processes.here(made, JUNE).exit()).isZero();
        assertThat(Processes.here(made, "backup").exit()).isZero();
    }

    @BeforeEach
    void copy() {
        home = SmallCity.copy(made, folder.resolve("home" + homes++));
    }

    @Test
    void aWarehouseWithoutItsOperationalDatabaseIsNotTakenForANewOne() throws IOException {
        for (var loss : List.<Loss>of(Files::delete, file -> Files.write(file, new byte[0]))) {
            var file = home.resolve("var/operations.mv.db");
            loss.befalls(file);
            for (var words :
                    List.of(JUNE, new String[] {"runs"}, new String[] {"show", "runs"}, new String[] {"deliveries"})) {
                var said = Processes.here(home, words);
                assertThat(said.words())
                        .contains(
                                "operations.mv.db is gone or empty, but the warehouse holds 1 runs",
                                "tongbao restore var/backup/")
                        .doesNotContain("mistake in the program");
                assertThat(said.exit()).isEqualTo(Exit.WRONG_USAGE);
            }
        }
        assertThat(Processes.here(home, "restore", backup(home)).exit()).isZero();
        assertThat(Processes.here(home, "runs").words()).contains("completed");
    }

    @Test
    void anOperationalDatabaseWithoutItsWarehouseIsNotTakenForANewOne() throws IOException {
        for (var loss : List.<Loss>of(Files::delete, file -> Files.write(file, new byte[0]))) {
            var file = home.resolve("var/warehouse.duckdb");
            loss.befalls(file);
            for (var words : List.of(JUNE, new String[] {"show", "loads"}, new String[] {"loads"})) {
                var said = Processes.here(home, words);
                assertThat(said.words())
                        .contains(
                                "warehouse.duckdb is gone or empty, but 1 runs are known",
                                "tongbao restore var/backup/");
                assertThat(said.exit()).isEqualTo(Exit.WRONG_USAGE);
            }
        }
        assertThat(Processes.here(home, "restore", backup(home)).exit()).isZero();
        assertThat(Processes.here(home, "show", "loads").words()).contains("工地名册.csv");
    }

    @Test
    void whatMayOnlyBeReadIsBackedUpAndRestoredByAnOrdinaryUser() throws Exception {
        var issued = home.resolve("out/issued/copies/2026-06-1/manifest.json");
        Files.createDirectories(issued.getParent());
        assertThat(Files.writeString(issued, "{}").toFile().setReadOnly()).isTrue();
        var ordinary = Processes.isRoot() ? Processes.powerless() : List.<String>of();
        var taken = ended(Processes.start(ordinary, home, List.of(), "backup"));
        assertThat(taken.exit()).as(taken.words()).isZero();
        var restored = ended(Processes.start(
                ordinary, home, List.of(), "restore", taken.words().strip()));
        assertThat(restored.exit()).as(restored.words()).isZero();
        assertThat(issued).hasContent("{}");
    }

    private static Processes.Said ended(Process process) throws Exception {
        var words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Processes.Said(process.waitFor(), words);
    }

    private interface Loss {
        void befalls(Path file) throws IOException;
    }

    @Test
    void aPasswordThatIsGoneIsToldAndABackupHoldsIt() throws IOException {
        Files.delete(home.resolve("var/operations.key"));
        assertThat(Processes.here(home, "runs").words())
                .contains("the password in var/operations.key does not open the operational database", "restore")
                .doesNotContain("mistake in the program");
        Files.copy(
                home.resolve(backup(home)).resolve("operations.key"),
                home.resolve("var/operations.key"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(Processes.here(home, "runs").words()).contains("completed");
    }

    @Test
    void aDataFolderThatIsMissingLeadsNowhereOrHasLostItsFilesIsNoLackOfNews() throws IOException {
        var data = home.resolve("sample-data");
        var away = home.resolve("away");
        Files.move(data, away);
        assertThat(Processes.here(home, JUNE).words()).contains("pull failed: the data folder", "is not there");
        Files.createSymbolicLink(data, home.resolve("unmounted"));
        assertThat(Processes.here(home, JUNE).words()).contains("is a link to something that is not there");
        Files.createDirectories(home.resolve("unmounted"));
        assertThat(Processes.here(home, JUNE).words())
                .contains("holds none of the 1 files that were read before (such as 工地名册.csv)", "pull.cleared");
        Files.writeString(data.resolve("别的.csv"), "编码\n1\n");
        var said = Processes.here(home, JUNE);
        assertThat(said.words()).contains("holds none of the 1 files");
        assertThat(said.exit()).isEqualTo(Exit.RUN_FAILED);
        Files.writeString(home.resolve("tongbao.yaml"), "pull: { cleared: yes }\n");
        assertThat(Processes.here(home, JUNE).exit()).isZero();
        Files.delete(home.resolve("tongbao.yaml"));
        Files.delete(data);
        Files.move(away, data);
        assertThat(Processes.here(home, JUNE).exit()).isZero();
    }

    @Test
    void aRestoreThatIsKilledLeavesTheOldTheNewOrWordsAndTheNextOneEndsIt() throws Exception {
        var before = state(home);
        var restored = SmallCity.copy(home, folder.resolve("restored" + homes));
        assertThat(Processes.here(restored, "restore", backup(restored)).exit()).isZero();
        var after = state(restored);
        assertThat(after).isEqualTo(before);
        int told = 0;
        for (int i = 0; i < 6; i++) {
            var process = Processes.start(home, List.of(), "restore", backup(home));
            awaitMark(process, i);
            Processes.kill(process);
            var said = Processes.here(home, "runs");
            if (said.exit() == 0) {
                assertThat(said.words()).contains("completed");
            } else {
                told++;
                assertThat(said.words())
                        .contains("was interrupted", "do it again with: tongbao restore ", backup(home))
                        .doesNotContain("mistake in the program");
                for (var command : List.of("doctor", "check", "backup", "show runs", "loads")) {
                    assertThat(Processes.here(home, command.split(" ")).words()).contains("was interrupted");
                }
            }
        }
        assertThat(told).as("kills between mark and end").isPositive();
        assertThat(Processes.here(home, "restore", backup(home)).exit()).isZero();
        assertThat(state(home)).isEqualTo(after);
        assertThat(Processes.here(home, JUNE).exit()).isZero();
        assertThat(home.resolve("var/restore.part")).doesNotExist();
    }

    /** What each needs to be understood; the others need nothing. */
    private static final Map<String, String> NEEDED = Map.ofEntries(
            Map.entry("run", "copies --period 2026-06"),
            Map.entry("backfill", "copies --from 2026-05 --to 2026-06"),
            Map.entry("log", "1"),
            Map.entry("resume", "1"),
            Map.entry("stop", "1"),
            Map.entry("abandon", "1"),
            Map.entry("show", "runs"),
            Map.entry("explain", "S0001 --period 2026-06"),
            Map.entry("rules", "x"),
            Map.entry("health", "x --period 2026-06"),
            Map.entry("scheme diff", "a b"),
            Map.entry("simulate", "copies --scheme x --period 2026-06"),
            Map.entry("undo", "1"),
            Map.entry("preview", "site-copy --period 2026-06"),
            Map.entry("restate", "copies --period 2026-06"),
            Map.entry("sample", "--out x"),
            Map.entry("deliveries resend", "--unsure"),
            Map.entry("release check", "copies --period 2026-06"),
            Map.entry("release approve", "copies --period 2026-06"),
            Map.entry("release return", "copies --period 2026-06 --why x"),
            Map.entry("release issue", "copies --period 2026-06 --date 2026-07-03"),
            Map.entry("release withdraw", "copies --period 2026-06 --why x"),
            Map.entry("release replace", "copies --period 2026-06 --why x"),
            Map.entry("release deliver", "copies --period 2026-06"),
            Map.entry("release object", "copies --period 2026-06 --subject x --figure x --text x"),
            Map.entry("release answer", "1 --text x"),
            Map.entry("release remake", "虚构〔2026〕1号"));

    /** Those that only lead to others, those that touch no home, and the one that ends it. */
    private static final Set<String> APART = Set.of("release", "scheme", "score", "completion", "restore");

    @Test
    @Timeout(120)
    void everyCommandRefusesAHomeInWhichARestoreHasNotEndedAndSaysHowToEndIt() throws IOException {
        Files.writeString(home.resolve("var/restore.unfinished"), backup(home) + "\n20260703-080000\n");
        var commands = new ArrayList<>(MannersTest.commands());
        commands.add("serve");
        commands.removeAll(APART);
        assertThat(commands).hasSizeGreaterThan(30).containsAll(NEEDED.keySet()).allSatisfy(command -> {
            var said = Processes.here(home, (command + " " + NEEDED.getOrDefault(command, "")).split(" "));
            assertThat(said.words())
                    .as(command)
                    .contains("was interrupted", "do it again with: tongbao restore " + backup(home));
            assertThat(said.exit()).as(command).isEqualTo(Exit.WRONG_USAGE);
        });
    }

    /** Up to where only moves are left, and a little further each time. */
    private void awaitMark(Process process, int further) throws Exception {
        var mark = home.resolve("var/restore.unfinished");
        var aside = home.resolve("out");
        while (process.isAlive() && !Files.exists(mark)) {
            Thread.sleep(1);
        }
        assertThat(aside).exists();
        Thread.sleep(20L * further);
    }

    private static String backup(Path home) throws IOException {
        try (var backups = Files.list(home.resolve("var/backup"))) {
            return home.relativize(backups.findFirst().orElseThrow()).toString();
        }
    }

    /** What the archive holds, and what the databases say. */
    private static Map<String, String> state(Path home) throws IOException {
        var state = new TreeMap<String, String>();
        try (var files = Files.walk(home.resolve("out/archive"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                state.put(home.relativize(file).toString(), DigestUtils.sha256Hex(Files.readAllBytes(file)));
            }
        }
        state.put("loads", Processes.here(home, "show", "loads", "--json").words());
        state.put("runs", Processes.here(home, "runs", "--json").words());
        return state;
    }
}
