package org.tongbao.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.faults.Lab.Told;
import org.tongbao.faults.Scene.Past;
import org.tongbao.faults.Trials.Disturbance;

/**
 * What a machine and its users do to a command that is at work: other commands, limits, clocks. It is done, or it says in one
 * sentence what is in its way; once that is gone, the command ends as if it had not been there. In the profile faults.
 */
@Tag("faults")
class DisturbedCommandsTest {

    private static final String EQUAL = "done or told; then equal to the undisturbed command";

    /** Of what changes something, what is given in pairs. */
    private static final List<String> COMMANDS = List.of(
            "run ranking --period 2026-06",
            Scene.ISSUE_LATER,
            "release withdraw ranking --period 2026-06 --why 数据报送有误",
            "release replace ranking --period 2026-06 --why 考核对象有误",
            "restate ranking --period 2026-06",
            "release deliver ranking --period 2026-06",
            "undo 1",
            "backup",
            "restore BACKUP");

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
    void whileAProcessIsStoppedOthersSayWhoHasTheHomeAndItGoesOn() throws Exception {
        var trials = new Trials(lab, "SIGSTOP of a command while another one is tried");
        for (var scene : List.of(Scene.RUN, Scene.ISSUE, Scene.RESTORE)) {
            lab.undisturbed(scene);
            for (var other : List.of("runs", "undo 1")) {
                trials.tried(scene + " and " + other, scene.past(), home -> stopped(trials, scene, home, other));
            }
        }
        trials.prove("done or refused with a sentence; the stopped one goes on");
    }

    private static void stopped(Trials trials, Scene scene, Path home, String other) throws Exception {
        var process = Lab.start(List.of(), home, List.of(), Lab.words(home, scene));
        var told = new Told(process);
        lab.awaitPart(process, scene, trials.random.nextDouble(0.3, 0.9));
        signal("STOP", process);
        int exit;
        try {
            var asked = Lab.start(List.of(), home, List.of(), other.split(" "));
            var answer = new Told(asked);
            exit = Lab.ended(asked);
            Lab.assertClear(other, exit, answer.words());
            System.out.printf("%s ended with %d: %s%n", other, exit, answer.words());
        } finally {
            signal("CONT", process);
        }
        assertThat(Lab.ended(process)).as(told.words()).isZero();
        if (exit != 0 || other.equals("runs")) {
            lab.finish(scene, home, true);
            trials.assertAsUndisturbed(scene, home);
        }
    }

    private static void signal(String name, Process process) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    @Test
    void twoCommandsOnOneHomeAreDoneOneAfterAnotherOrRefused() throws Exception {
        var trials = new Trials(lab, "two commands at once, every pair of " + COMMANDS.size());
        for (int one = 0; one < COMMANDS.size(); one++) {
            for (int two = one; two < COMMANDS.size(); two++) {
                var both = List.of(COMMANDS.get(one), COMMANDS.get(two));
                trials.tried(both.toString(), Past.BUSY, home -> lab.atOnce(home, both));
            }
        }
        trials.prove("done or refused with a sentence; the home is whole");
    }

    @Test
    void tooFewOpenFilesAreToldAndAfterwardsTheCommandIsDone() throws Exception {
        int least = fewestFiles();
        var trials = new Trials(lab, "few open files, from those with which Java starts");
        for (var scene : List.of(Scene.RUN, Scene.ISSUE, Scene.RESTORE)) {
            lab.undisturbed(scene);
            for (int i = 0; i < 3; i++) {
                int most = least + trials.random.nextInt(1 + 20 * i);
                trials.tried(
                        scene + " with " + most,
                        scene.past(),
                        home -> trials.meets(scene, home, files(most), List.of(), Disturbance.NONE, gone -> {}));
            }
        }
        trials.prove(EQUAL);
    }

    private static List<String> files(int most) {
        return List.of("/bin/sh", "-c", "ulimit -n " + most + "; exec \"$@\"", "sh");
    }

    /** With fewer, Java itself does not come to the program. */
    private static int fewestFiles() throws Exception {
        int most = 16;
        while (Lab.ended(Lab.start(files(most), folder, List.of(), "--version")) != 0) {
            most += 4;
        }
        return most;
    }

    @Test
    void aHeapOf256MegabytesIsEnoughOrToldAsTooSmall() throws Exception {
        var trials = new Trials(lab, "a heap of 256 MB, every command");
        for (var scene : Scene.values()) {
            lab.undisturbed(scene);
            trials.tried(
                    scene.toString(),
                    scene.past(),
                    home -> trials.meets(scene, home, List.of(), List.of("-Xmx256m"), Disturbance.NONE, gone -> {}));
        }
        trials.prove(EQUAL);
    }

    @Test
    void aClockThatJumpsChangesNothing() throws Exception {
        var trials = new Trials(lab, "the clock jumps by an hour or two days");
        var faketime = faketime();
        if (faketime.isEmpty()) {
            trials.skipped("libfaketime is not there");
        }
        assumeThat(faketime).as("libfaketime (Debian: faketime)").isPresent();
        for (var scene : List.of(Scene.RUN, Scene.ISSUE, Scene.CORRECT)) {
            lab.undisturbed(scene);
            for (int hours : List.of(-48, -1, 1, 48)) {
                trials.tried(scene + " and " + hours + " hours", scene.past(), home -> {
                    var clock = Files.writeString(folder.resolve("clock"), "+0");
                    var moved = List.of(
                            "/usr/bin/env",
                            "LD_PRELOAD=" + faketime.get(),
                            "FAKETIME_TIMESTAMP_FILE=" + clock,
                            "FAKETIME_CACHE_DURATION=1",
                            "FAKETIME_DONT_FAKE_MONOTONIC=1",
                            "FAKETIME_FORCE_MONOTONIC_FIX=0"); // else what waits for a while does not wait
                    Disturbance jump = (process, at) -> {
                        lab.awaitPart(process, scene, trials.random.nextDouble(0.3, 0.8));
                        Files.writeString(clock, (hours < 0 ? "" : "+") + hours + "h");
                    };
                    trials.meets(scene, home, moved, List.of(), jump, gone -> {});
                });
            }
        }
        trials.prove("equal to the undisturbed command");
    }

    private static Optional<Path> faketime() throws IOException {
        try (var libraries =
                Files.find(Path.of("/usr/lib"), 3, (file, about) -> file.endsWith("faketime/libfaketimeMT.so.1"))) {
            return libraries.findFirst();
        }
    }
}
