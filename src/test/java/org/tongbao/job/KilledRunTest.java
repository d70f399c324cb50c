package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.rulebook.Steps;

/**
 * A real process is killed with SIGKILL in each step (without the profile long: in those that leave most behind); the next one
 * ends with the bytes of an undisturbed run.
 */
class KilledRunTest {

    private static final List<Steps> KILLED = Boolean.getBoolean("tongbao.every-step")
            ? List.of(Steps.values())
            : List.of(Steps.PULL, Steps.MEASURE, Steps.RENDER);

    @TempDir
    static Path folder;

    @Test
    void aRunKilledStepAfterStepEndsAsIfNothingHadHappened() throws Exception {
        var undisturbed = ComputedMonths.PULLED.in(folder.resolve("undisturbed"));
        SmallCity.render(undisturbed, "monthly-ranking");
        assertThat(finish(start(undisturbed))).isZero();
        var expected = hashes(undisturbed);
        assertThat(expected.keySet()).anyMatch(f -> f.endsWith(".pdf")).anyMatch(f -> f.endsWith(".xlsx"));

        var disturbed = ComputedMonths.INVENTED.in(folder.resolve("disturbed"));
        SmallCity.render(disturbed, "monthly-ranking");
        for (var step : KILLED) {
            // Each process goes on in the step in which the one before was killed, and dies in the next.
            killAt(disturbed, step);
        }
        assertThat(finish(start(disturbed))).isZero();
        assertThat(hashes(disturbed)).isEqualTo(expected);

        assertThat(finish(start(disturbed))).as("the same period once more").isZero();
        assertThat(hashes(disturbed)).isEqualTo(expected);
    }

    private static Process start(Path home) throws IOException {
        return new ProcessBuilder(
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
                        "2026-06")
                .redirectErrorStream(true)
                .start();
    }

    private static void killAt(Path home, Steps step) throws Exception {
        var process = start(home);
        var said = new StringBuilder();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                if (line.startsWith(step.word() + " ...")) {
                    process.destroyForcibly();
                    break;
                }
            }
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as("killed by signal 9 after it said: %s", said)
                .isEqualTo(137);
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
                hashes.put(
                        String.valueOf(file.getFileName()),
                        new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file));
            }
        }
        return hashes;
    }
}
