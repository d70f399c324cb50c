package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real process is killed with SIGKILL in each step; the next one ends with the bytes of an undisturbed run. */
class KilledRunTest {

    @TempDir
    static Path folder;

    private static Path untouched;
    private static Path pulled;
    private static Map<String, String> expected;

    @BeforeAll
    static void runUndisturbed() throws Exception {
        untouched = SmallCity.in(folder.resolve("untouched"));
        SmallCity.render(untouched, "monthly-ranking");
        var home = SmallCity.copy(untouched, folder.resolve("undisturbed"));
        assertThat(finish(start(home))).isZero();
        expected = hashes(home);
        // What has been pulled is not read again: the runs killed later need not wait for it.
        pulled = SmallCity.copy(untouched, folder.resolve("pulled"));
        assertThat(finish(start(pulled, "--until", "pull"))).isZero();
        assertThat(expected.keySet()).anyMatch(f -> f.endsWith(".pdf")).anyMatch(f -> f.endsWith(".xlsx"));
    }

    @ParameterizedTest
    @EnumSource(Steps.class)
    void aRunKilledInAStepEndsAsIfNothingHadHappened(Steps step) throws Exception {
        var home = SmallCity.copy(step == Steps.PULL ? untouched : pulled, folder.resolve(step.word()));
        killAt(home, step);
        assertThat(finish(start(home))).isZero();
        assertThat(hashes(home)).isEqualTo(expected);
    }

    @Test
    void theSamePeriodRunTwiceGivesTheSameBytes() throws Exception {
        var home = SmallCity.copy(pulled, folder.resolve("twice"));
        assertThat(finish(start(home))).isZero();
        assertThat(finish(start(home))).isZero();
        assertThat(hashes(home)).isEqualTo(expected);
    }

    private static Process start(Path home, String... options) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                "org.tongbao.cli.Tongbao",
                "--home",
                home.toString(),
                "run",
                "monthly-ranking",
                "--period",
                "2026-06"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void killAt(Path home, Steps step) throws Exception {
        var process = start(home);
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(step.word() + " ...")) {
                    process.destroyForcibly();
                    break;
                }
            }
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("killed by signal 9").isEqualTo(137);
    }

    private static int finish(Process process) throws Exception {
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            System.out.println(said);
        }
        return exit;
    }

    private static Map<String, String> hashes(Path home) throws Exception {
        var hashes = new TreeMap<String, String>();
        var out = home.resolve("out/2026-06");
        try (var files = Files.list(out)) {
            for (var file : List.copyOf(files.toList())) {
                var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                hashes.put(String.valueOf(file.getFileName()), HexFormat.of().formatHex(digest));
            }
        }
        return hashes;
    }
}
