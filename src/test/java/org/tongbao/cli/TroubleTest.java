package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.job.ManyCopies;

/** What a machine has to bear has its own sentence; a mistake in the program is said only of one. */
class TroubleTest {

    private static final String[] JUNE = {"run", "copies", "--period", "2026-06"};

    @TempDir
    Path folder;

    @Test
    void damagedDatabasesAreNamedWithWhatToDo() throws IOException {
        var home = ManyCopies.in(folder.resolve("home"), 2);
        assertThat(Processes.here(home, JUNE).exit()).isZero();
        for (var file : List.of("var/warehouse.duckdb", "var/operations.mv.db")) {
            var sound = Files.readAllBytes(home.resolve(file));
            for (var damage :
                    List.<Damage>of(TroubleTest::overwriteMiddle, TroubleTest::cut, TroubleTest::overwriteHead)) {
                damage.befalls(home.resolve(file));
                var said = Processes.here(
                        home, file.contains("warehouse") ? new String[] {"show", "loads"} : new String[] {"runs"});
                if (said.exit() != 0) { // what was not read need not be sound
                    assertThat(said.words())
                            .as(file)
                            .contains("a file is damaged; restore a backup")
                            .doesNotContain("mistake in the program", "\tat ");
                }
                Files.write(home.resolve(file), sound);
            }
            overwriteHead(home.resolve(file));
            assertThat(Processes.here(home, JUNE).words()).contains("a file is damaged; restore a backup");
            Files.write(home.resolve(file), sound);
        }
    }

    private interface Damage {
        void befalls(Path file) throws IOException;
    }

    private static void overwriteHead(Path file) throws IOException {
        overwrite(file, 0, Math.min(16_384, Files.size(file)));
    }

    private static void overwriteMiddle(Path file) throws IOException {
        overwrite(file, Files.size(file) / 3, Files.size(file) / 3);
    }

    private static void overwrite(Path file, long from, long length) throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(from);
            open.write("乱".repeat((int) length / 3 + 1).getBytes(StandardCharsets.UTF_8), 0, (int) length);
        }
    }

    private static void cut(Path file) throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(Files.size(file) / 2);
        }
    }

    @Test
    void missingRightsAreToldAsSuch() throws Exception {
        if (!Processes.isRoot()) {
            return; // who is not root can't own the files of another
        }
        var home = ManyCopies.in(folder.resolve("home"), 2);
        assertThat(Processes.here(home, JUNE).exit()).isZero();
        var var = home.resolve("var");
        var nobody = var.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        try (var files = Files.walk(var)) {
            for (var file : files.toList()) {
                Files.setOwner(file, nobody);
            }
        }
        assertThat(powerless(home, "runs"))
                .contains("tongbao: this user may not do that: " + var)
                .doesNotContain("mistake in the program", "\tat ");
        Files.setPosixFilePermissions(var, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(powerless(home, "runs"))
                .contains("this user may not do that: " + var + ": it belongs to nobody and is open to others");
    }

    private static String powerless(Path home, String... words) throws Exception {
        var process = Processes.start(Processes.powerless(), home, List.of(), words);
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(Exit.MISTAKES);
        return said;
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNoMistakeInTheProgram() throws IOException {
        var home = ManyCopies.in(folder.resolve("home"), 2);
        Files.writeString(home.resolve("tongbao.yaml"), "ops: { url: \"jdbc:postgresql://127.0.0.1:1/nobody\" }\n");
        var said = Processes.here(home, "runs");
        assertThat(said.words())
                .contains("the operational database jdbc:postgresql://127.0.0.1:1/nobody cannot be used")
                .doesNotContain("mistake in the program");
        assertThat(said.exit()).isEqualTo(Exit.RUN_FAILED);
    }

    @Test
    void allListsAreOfOneZoneWhereverTheMachineIs() throws Exception {
        var home = ManyCopies.in(folder.resolve("home"), 2);
        var abroad = List.of("-Duser.timezone=America/New_York");
        assertThat(Processes.run(home, abroad, JUNE).exit()).isZero();
        var began = time(Processes.run(home, abroad, "runs", "--json").words(), "began");
        var started = time(Processes.run(home, abroad, "show", "runs", "--json").words(), "started_at");
        var logged = Files.readString(home.resolve("var/log/tongbao.log"))
                .substring(0, 19)
                .replace(' ', 'T');
        assertThat(Duration.between(started, began).abs()).isLessThan(Duration.ofMinutes(2));
        assertThat(Duration.between(LocalDateTime.parse(logged), began).abs()).isLessThan(Duration.ofMinutes(2));
        var shanghai = LocalDateTime.now(java.time.ZoneId.of("Asia/Shanghai"));
        assertThat(Duration.between(began, shanghai).abs()).isLessThan(Duration.ofMinutes(10));
    }

    private static LocalDateTime time(String json, String name) {
        var text = Printer.read(json.strip()).path(name).asString();
        return LocalDateTime.parse(text.replace(' ', 'T'));
    }

    @Test
    void aGlyphThatNoFontHasIsInTheReportAndNothingIsIssued() throws IOException {
        var home = ManyCopies.in(folder.resolve("home"), 2);
        var register = home.resolve("sample-data/工地名册.csv");
        Files.writeString(register, Files.readString(register).replace("虚构工地1号", "虚构\uD83D\uDE00工地"));
        assertThat(Processes.here(home, JUNE).exit()).isZero();
        assertThat(Files.readString(home.resolve("out/reports/copies-2026-06-run-1.txt")))
                .contains("字体中没有的字：\uD83D\uDE00 (U+1F600)");
        var check = Processes.here(home, "release", "check", "copies", "--period", "2026-06", "--by", "张统计", "--look");
        assertThat(check.words()).contains("不得印发  字体中没有的字印成了#：\uD83D\uDE00 (U+1F600)", "不能送审");
        assertThat(check.exit()).isEqualTo(1);
    }
}
