package org.tongbao.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.cli.Processes;
import org.tongbao.faults.Lab.Told;
import org.tongbao.faults.Scene.Past;
import org.tongbao.faults.Trials.Disturbance;
import org.tongbao.job.SmallCity;

/**
 * What becomes of the files of a command that is at work: no room, no rights, other contents, a part cut off. It is done, or
 * it says in one sentence what is in its way; once that is gone, the command ends as if it had not been there. In the profile
 * faults.
 */
@Tag("faults")
class DisturbedFilesTest {

    private static final String EQUAL = "done or told; then equal to the undisturbed command";
    private static final String SCORES = "sample-data/检查评分.csv";

    /** Whoever's folder it is may give himself the right to write. */
    private static final int SOMEBODY = 65534;

    /** More than a home with what a command unpacks. */
    private static final String DISK = "size=400m";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private static Lab lab;

    @BeforeAll
    static void open() {
        lab = new Lab(folder, Trials.SEED);
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void aDiskThatIsFullInTheMiddleIsToldAndOnceThereIsRoomTheCommandIsDone() throws Exception {
        var trials = new Trials(lab, "the disk is full in the middle");
        var disk = Files.createDirectories(folder.resolve("disk"));
        boolean made =
                Processes.isRoot() && exit("mount", "-t", "tmpfs", "-o", DISK, "tongbao-test", disk.toString()) == 0;
        if (!made) {
            trials.skipped("no small file system could be made");
        }
        assumeThat(made).as("a small file system, made by root").isTrue();
        try {
            for (var scene : List.of(Scene.RUN, Scene.ISSUE, Scene.BACKUP, Scene.RESTORE, Scene.CORRECT)) {
                lab.undisturbed(scene);
                for (int i = 0; i < 3; i++) {
                    double part = trials.random.nextDouble(0.3 + i * 0.23, 0.53 + i * 0.23);
                    trials.tried(scene + " after " + part, scene.past(), away -> {
                        var home = SmallCity.copy(away, disk.resolve(away.getFileName()));
                        Disturbance full = (process, at) -> {
                            lab.awaitPart(process, scene, part);
                            fill(disk, trials.random.nextLong(300_000));
                        };
                        trials.meets(
                                scene,
                                home,
                                List.of(),
                                List.of(),
                                full,
                                gone -> Files.deleteIfExists(disk.resolve("filler")));
                        Lab.remove(home);
                    });
                }
            }
        } finally {
            exit("umount", "-l", disk.toString());
        }
        trials.prove(EQUAL);
    }

    /** Takes the disk's room but for some bytes. */
    private static void fill(Path disk, long rest) throws Exception {
        int exit;
        do {
            long room = Math.max(1, Files.getFileStore(disk).getUsableSpace() - rest);
            exit = exit(
                    "fallocate",
                    "-l",
                    String.valueOf(room),
                    disk.resolve("filler").toString());
        } while (exit != 0); // the command has taken more meanwhile
    }

    private static int exit(String... words) throws Exception {
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }

    @Test
    void foldersThatMayOnlyBeReadAreToldAndAfterwardsTheCommandIsDone() throws Exception {
        var trials = new Trials(lab, "a folder that may only be read");
        for (var scene : List.of(Scene.RUN, Scene.ISSUE, Scene.BACKUP, Scene.RESTORE)) {
            lab.undisturbed(scene);
            for (var name : List.of("", "var", "out", "out/archive", "out/issued", "var/backup", "sample-data")) {
                if (Files.isDirectory(lab.made(scene.past()).resolve(name))) {
                    trials.tried(scene + " with " + name, scene.past(), home -> {
                        var place = home.resolve(name);
                        var before = rights(place, "r-xr-xr-x", SOMEBODY);
                        trials.meets(
                                scene, home, List.of(), List.of(), Disturbance.NONE, gone -> rights(place, before, 0));
                    });
                }
            }
        }
        trials.prove(EQUAL);
    }

    /** Sets what may be done in a folder, and whose it is where the tests may give it away; returns what could be done before. */
    private static String rights(Path place, String mode, int owner) throws IOException {
        var before = PosixFilePermissions.toString(Files.getPosixFilePermissions(place));
        if (Processes.isRoot()) {
            Files.setAttribute(place, "unix:uid", owner);
        }
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(mode));
        return before;
    }

    @Test
    void aFileThatIsReplacedWhileItIsReadIsOneOfItsStatesOrTold() throws Exception {
        var trials = new Trials(lab, "a source file replaced while it is read");
        lab.undisturbed(Scene.RUN);
        for (boolean moved : List.of(true, false, true, false, true, false)) {
            trials.tried(moved ? "moved" : "written", Past.NOTHING, home -> {
                var states = new ArrayList<String>();
                for (int i = 0; i < 3; i++) {
                    SmallOffice.inspected(home, i);
                    states.add(Files.readString(home.resolve(SCORES)));
                }
                var process = Lab.start(List.of(), home, List.of(), Lab.words(home, Scene.RUN));
                var told = new Told(process);
                for (int i = 0; process.isAlive(); i++) {
                    replace(home.resolve(SCORES), states.get(i % 3), moved);
                    TimeUnit.MILLISECONDS.sleep(trials.random.nextInt(5, 15)); // file systems tell times by 4 ms
                }
                Lab.assertClear("run", process.exitValue(), told.words());
                if (process.exitValue() == 0) {
                    assertThat(scores(Account.of(home, lab.mail))).isIn(scores(states));
                }
                SmallOffice.inspected(home, 0);
                Files.setLastModifiedTime(home.resolve(SCORES), FileTime.from(Instant.now()));
                Lab.call(home, "run ranking --period 2026-06 --anew");
                assertThat(standings(Account.of(home, lab.mail)))
                        .isEqualTo(standings(lab.undisturbed(Scene.RUN).account()));
            });
        }
        trials.prove("one of its states or told; the next run has the last");
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
        var trials = new Trials(lab, "warehouse or operational database cut off");
        lab.undisturbed(Scene.RESTORE);
        for (var file : List.of("var/warehouse.duckdb", "var/operations.mv.db")) {
            for (int i = 0; i < 6; i++) {
                double part = trials.random.nextDouble();
                trials.tried(file + " after " + part, Past.BACKED_UP, home -> {
                    Lab.cutOff(home.resolve(file), part);
                    lab.assertToldAndRestored(home);
                });
            }
        }
        trials.prove("told; restored to the backup's state");
    }
}
