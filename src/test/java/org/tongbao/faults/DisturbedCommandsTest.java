package org.tongbao.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.cli.Processes;
import org.tongbao.faults.Lab.Told;
import org.tongbao.faults.Scene.Past;

/**
 * What a machine and its users do to a command that is at work: it is done, or it says in one sentence what is in its way;
 * once that is gone the command ends as if it had not been there. In the profile faults.
 */
@Tag("faults")
class DisturbedCommandsTest {

    private static final long SEED = Long.getLong("tongbao.seed", System.currentTimeMillis());

    /** Where Debian puts it; elsewhere clocks are not moved. */
    private static final Path FAKETIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Proof proof = new Proof(SEED);
    private final List<String> failed = new ArrayList<>();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private Lab lab;

    @BeforeEach
    void open() {
        lab = new Lab(folder, SEED);
    }

    @AfterEach
    void write() throws IOException {
        lab.close();
        proof.write();
    }

    private interface Try {
        void in(Path home) throws Exception;
    }

    /** Tries something in a home; what goes wrong is noted, and the next try goes on. */
    private int tried(String what, Past past, Try attempt) throws Exception {
        var home = lab.home(past);
        lab.mail.purgeEmailFromAllMailboxes();
        try {
            attempt.in(home);
            Lab.remove(home);
            return 0;
        } catch (AssertionError e) {
            failed.add(what + " in " + home + ": " + e.getMessage());
            return 1;
        }
    }

    private void note(String fault, int tries, int different, String outcome) {
        proof.note(fault, tries, different, outcome);
        assertThat(failed).as("seed " + SEED).isEmpty();
    }

    /** The command's home is as if nothing had been in its way. */
    private void assertAsUndisturbed(Scene scene, Path home) throws Exception {
        assertThat(Account.of(home, lab.mail).differences(lab.undisturbed(scene).account()))
                .isEmpty();
    }

    @Test
    void whileAProcessIsStoppedOthersSayWhoHasTheHomeAndItGoesOn() throws Exception {
        int tries = 0;
        int different = 0;
        for (var other : List.of("runs", "backup", "release check ranking --period 2026-06", "loads", "undo 1")) {
            tries++;
            lab.undisturbed(Scene.RUN);
            different += tried("SIGSTOP, " + other, Past.NOTHING, home -> {
                var process = Lab.start(List.of(), home, List.of(), Lab.words(home, Scene.RUN));
                var told = new Told(process);
                lab.awaitPart(process, Scene.RUN, 0.4 + random.nextDouble() * 0.4);
                signal("STOP", process);
                var asked = Lab.start(List.of(), home, List.of(), other.split(" "));
                var answer = new Told(asked);
                int exit = Lab.ended(asked);
                signal("CONT", process);
                Lab.assertClear(other, exit, answer.words());
                assertThat(Lab.ended(process)).as(told.words()).isZero();
                if (exit != 0 || other.equals("runs")) {
                    assertAsUndisturbed(Scene.RUN, home);
                }
            });
        }
        note("SIGSTOP of `run` while another command is tried", tries, different, "done or refused with a sentence");
    }

    private static void signal(String name, Process process) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    @Test
    void twoCommandsOnOneHomeAreDoneOneAfterAnotherOrRefused() throws Exception {
        var commands = List.of(
                "run ranking --period 2026-06",
                Scene.ISSUE_LATER,
                "release withdraw ranking --period 2026-06 --why 数据报送有误",
                "release replace ranking --period 2026-06 --why 考核对象有误",
                "restate ranking --period 2026-06",
                "release deliver ranking --period 2026-06",
                "undo 1",
                "backup",
                "restore BACKUP",
                "runs");
        int tries = 0;
        int different = 0;
        for (int one = 0; one < commands.size(); one++) {
            for (int two = one; two < commands.size(); two++) {
                var both = List.of(commands.get(one), commands.get(two));
                tries++;
                different += tried(both.toString(), Past.BUSY, home -> lab.atOnce(home, both));
            }
        }
        note("two commands at once, every pair of " + commands.size(), tries, different, "done or refused; home whole");
    }

    @Test
    void aFullDiskIsToldAndOnceThereIsRoomTheCommandIsDone() throws Exception {
        var fault = "the disk is full in the middle";
        var disk = Files.createDirectories(folder.resolve("disk"));
        if (!Processes.isRoot()
                || exit("mount", "-t", "tmpfs", "-o", "size=1g", "tongbao-test", disk.toString()) != 0) {
            proof.skipped(fault, "no file system could be made");
            return;
        }
        int tries = 0;
        int different = 0;
        try {
            for (var scene : List.of(Scene.RUN, Scene.ISSUE, Scene.BACKUP, Scene.RESTORE, Scene.CORRECT)) {
                lab.undisturbed(scene);
                for (int i = 0; i < 3; i++) {
                    tries++;
                    different += tried(scene + " on a full disk", scene.past(), away -> {
                        var home = disk.resolve("home" + random.nextInt(1_000_000));
                        org.tongbao.job.SmallCity.copy(away, home);
                        long used = size(home);
                        resize(disk, used + random.nextLong(100 << 10, 6 << 20) + (72 << 20) * random.nextLong(2));
                        var process = Lab.start(List.of(), home, List.of(), Lab.words(home, scene));
                        var told = new Told(process);
                        int exit = Lab.ended(process);
                        resize(disk, 1 << 30);
                        Lab.assertClear(scene.title(), exit, told.words());
                        lab.finish(scene, home, exit == 0);
                        assertAsUndisturbed(scene, home);
                        Lab.remove(home);
                    });
                }
            }
        } finally {
            exit("umount", "-l", disk.toString());
        }
        note(fault, tries, different, "done or told; then equal to the undisturbed command");
    }

    private static int exit(String... words) throws Exception {
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }

    private static void resize(Path disk, long bytes) throws Exception {
        assertThat(exit("mount", "-o", "remount,size=" + bytes, disk.toString()))
                .isZero();
    }

    private static long size(Path home) throws IOException {
        try (var files = Files.walk(home)) {
            return files.mapToLong(file -> (file.toFile().length() + 4095) / 4096 * 4096 + 4096)
                    .sum();
        }
    }

    @Test
    void foldersThatMayOnlyBeReadAreToldAndAfterwardsTheCommandIsDone() throws Exception {
        int tries = 0;
        int different = 0;
        for (var scene : List.of(Scene.RUN, Scene.ISSUE, Scene.BACKUP, Scene.RESTORE)) {
            lab.undisturbed(scene);
            for (var name :
                    List.of("", "var", "out", "out/archive", "out/issued", "out/2026-06", "var/backup", "var/log")) {
                if (!Files.isDirectory(lab.made(scene.past()).resolve(name))) {
                    continue;
                }
                tries++;
                different += tried(scene + " with " + name + " read-only", scene.past(), home -> {
                    var place = home.resolve(name);
                    var before = Files.getPosixFilePermissions(place);
                    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("r-x------"));
                    var process = Lab.start(List.of(), home, List.of(), Lab.words(home, scene));
                    var told = new Told(process);
                    int exit = Lab.ended(process);
                    Files.setPosixFilePermissions(place, before);
                    Lab.assertClear(scene.title(), exit, told.words());
                    lab.finish(scene, home, exit == 0);
                    assertAsUndisturbed(scene, home);
                });
            }
        }
        note("a folder that may only be read", tries, different, "done or told; then equal to the undisturbed command");
    }

    @Test
    void tooFewOpenFilesAreToldAndAfterwardsTheCommandIsDone() throws Exception {
        int tries = 0;
        int different = 0;
        for (var scene : List.of(Scene.RUN, Scene.ISSUE, Scene.RESTORE)) {
            lab.undisturbed(scene);
            for (int i = 0; i < 5; i++) {
                int most = random.nextInt(40, 140);
                tries++;
                different += limited(
                        scene, List.of("/bin/sh", "-c", "ulimit -n " + most + "; exec \"$@\"", "sh"), List.of());
            }
        }
        note("40 to 140 open files", tries, different, "done or told; then equal to the undisturbed command");
    }

    @Test
    void aHeapOf256MegabytesIsEnoughOrToldAsTooSmall() throws Exception {
        int tries = 0;
        int different = 0;
        for (var scene : Scene.values()) {
            lab.undisturbed(scene);
            tries++;
            different += limited(scene, List.of(), List.of("-Xmx256m"));
        }
        note(
                "a heap of 256 MB, every command",
                tries,
                different,
                "done or told; then equal to the undisturbed command");
    }

    private int limited(Scene scene, List<String> before, List<String> options) throws Exception {
        return tried(scene + " with " + before + options, scene.past(), home -> {
            var process = Lab.start(before, home, options, Lab.words(home, scene));
            var told = new Told(process);
            int exit = Lab.ended(process);
            Lab.assertClear(scene.title(), exit, told.words());
            lab.finish(scene, home, exit == 0);
            assertAsUndisturbed(scene, home);
        });
    }

    @Test
    void aClockThatJumpsChangesNothing() throws Exception {
        var fault = "the clock jumps by up to two days";
        if (!Files.exists(FAKETIME)) {
            proof.skipped(fault, "libfaketime is not there");
            return;
        }
        int tries = 0;
        int different = 0;
        for (var scene : List.of(Scene.RUN, Scene.ISSUE, Scene.DELIVER, Scene.CORRECT, Scene.ISSUE_CORRECTION)) {
            lab.undisturbed(scene);
            for (int hours : List.of(-48, -1, 1, 48)) {
                tries++;
                different += tried(scene + " and " + hours + " hours", scene.past(), home -> {
                    var clock = Files.writeString(folder.resolve("clock"), "+0");
                    var process = Lab.start(
                            List.of(
                                    "/usr/bin/env",
                                    "LD_PRELOAD=" + FAKETIME,
                                    "FAKETIME_TIMESTAMP_FILE=" + clock,
                                    "FAKETIME_NO_CACHE=1",
                                    "FAKETIME_DONT_FAKE_MONOTONIC=1"),
                            home,
                            List.of(),
                            Lab.words(home, scene));
                    var told = new Told(process);
                    lab.awaitPart(process, scene, 0.2 + random.nextDouble() * 0.7);
                    Files.writeString(clock, (hours < 0 ? "" : "+") + hours + "h");
                    int exit = Lab.ended(process);
                    Lab.assertClear(scene.title(), exit, told.words());
                    lab.finish(scene, home, exit == 0);
                    assertAsUndisturbed(scene, home);
                });
            }
        }
        note(fault, tries, different, "equal to the undisturbed command");
    }

    @Test
    void aFileThatIsReplacedWhileItIsReadIsOneOfItsStatesOrTold() throws Exception {
        int tries = 0;
        int different = 0;
        for (boolean moved : List.of(true, false, true, false, true, false)) {
            tries++;
            different += tried("source " + (moved ? "moved" : "written") + " while read", Past.NOTHING, home -> {
                var states = new ArrayList<String>();
                for (int i = 0; i < 3; i++) {
                    SmallOffice.inspected(home, i);
                    states.add(Files.readString(home.resolve("sample-data/检查评分.csv")));
                }
                var process = Lab.start(List.of(), home, List.of(), Lab.words(home, Scene.RUN));
                var told = new Told(process);
                for (int i = 0; process.isAlive(); i++) {
                    replace(home.resolve("sample-data/检查评分.csv"), states.get(i % 3), moved);
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(4));
                }
                Lab.assertClear("run", process.exitValue(), told.words());
                if (process.exitValue() == 0 && moved) {
                    assertThat(scores(Account.of(home, lab.mail))).isIn(scores(states));
                }
                SmallOffice.inspected(home, 0);
                var last = home.resolve("sample-data/检查评分.csv");
                Files.setLastModifiedTime(last, java.nio.file.attribute.FileTime.from(Instant.now()));
                Lab.call(home, "run ranking --period 2026-06 --anew");
                Lab.call(home, "runs");
                assertThat(standings(Account.of(home, lab.mail)))
                        .isEqualTo(standings(lab.undisturbed(Scene.RUN).account()));
            });
        }
        note(
                "a source file replaced while it is read",
                tries,
                different,
                "one of its states or told; the next run has the last");
    }

    private static void replace(Path file, String text, boolean moved) throws IOException {
        if (moved) {
            var beside = Files.writeString(file.resolveSibling("beside.tmp"), text);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.writeString(file, text);
        }
    }

    /** The scores that were loaded, as the file has them. */
    private static List<String> scores(Account account) {
        return account.lines().stream()
                .filter(line -> line.startsWith("dataset.inspection "))
                .map(line -> line.replaceAll("dataset.inspection \\[(S\\d\\d), ([\\d.]+?)\\.?0*, .*", "$1,$2"))
                .sorted()
                .toList();
    }

    private static List<List<String>> scores(List<String> states) {
        return states.stream()
                .map(text -> text.lines()
                        .skip(1)
                        .map(line -> line.replaceAll("\\.?0+$", ""))
                        .sorted()
                        .toList())
                .toList();
    }

    /** Places of the last run, whichever it was. */
    private static List<String> standings(Account account) {
        var rows = account.lines().stream()
                .filter(line -> line.startsWith("stage.standing ["))
                .toList();
        var last = rows.stream()
                .map(line -> Long.parseLong(line.replaceAll("stage.standing \\[(\\d+),.*", "$1")))
                .max(Long::compare)
                .orElse(0L);
        return rows.stream()
                .filter(line -> line.startsWith("stage.standing [" + last + ","))
                .map(line -> line.replaceFirst("\\d+,", ""))
                .sorted()
                .toList();
    }

    @Test
    void databasesThatAreCutOffAreToldAndABackupMakesAllWhole() throws Exception {
        int tries = 0;
        int different = 0;
        lab.undisturbed(Scene.RESTORE);
        for (var file : List.of("var/warehouse.duckdb", "var/operations.mv.db")) {
            for (int i = 0; i < 12; i++) {
                tries++;
                different += tried(file + " cut off", Past.BACKED_UP, home -> {
                    Lab.cutOff(home.resolve(file), random.nextDouble());
                    lab.assertToldAndRestored(home);
                });
            }
        }
        note("warehouse or operational database cut off", tries, different, "told; restored to the backup's state");
    }
}
