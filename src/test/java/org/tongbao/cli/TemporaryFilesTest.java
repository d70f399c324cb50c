package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.job.ManyCopies;

/** A process's temporary files, what its libraries unpack among them, lie in var/temp/PID, and go when it has gone. */
class TemporaryFilesTest {

    @TempDir
    Path folder;

    @Test
    void whatAKilledProcessLeftIsRemovedByTheNextAndNothingLiesElsewhere() throws Exception {
        var home = ManyCopies.in(folder.resolve("home"), 2);
        var system = Files.createDirectories(folder.resolve("system"));
        var elsewhere = List.of("-Djava.io.tmpdir=" + system);
        Files.createDirectories(home.resolve("var/temp/pull"));
        Files.writeString(home.resolve("var/temp/pull/unpacked-1"), "of a version before");
        var process = Processes.start(home, elsewhere, "run", "copies", "--period", "2026-06");
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null && !line.startsWith("render ..."); ) {
                line = lines.readLine();
            }
            Processes.kill(process);
        }
        var dead = home.resolve("var/temp/" + process.pid());
        assertThat(dead).isDirectory();
        assertThat(bytes(system)).as("the engine's library").isZero();
        assertThat(home.resolve("var/temp/pull")).doesNotExist();

        var next = Processes.run(home, elsewhere, "run", "copies", "--period", "2026-06");
        assertThat(next.exit()).as(next.words()).isZero();
        assertThat(dead).doesNotExist();
        try (var left = Files.list(home.resolve("var/temp"))) {
            assertThat(left).as("of whoever ended by itself").isEmpty();
        }
        assertThat(bytes(system)).isZero();
    }

    @Test
    void aCommandThatOnlyLooksLeavesNothing() throws Exception {
        var home = ManyCopies.in(folder.resolve("home"), 2);
        assertThat(Processes.run(home, List.of(), "check").exit()).isZero();
        assertThat(home.resolve("var")).doesNotExist();
    }

    @Test
    void theFilesOfALivingProcessStay() throws Exception {
        var home = ManyCopies.in(folder.resolve("home"), 2);
        var serving = Processes.start(home, List.of(), "serve");
        try {
            var own = home.resolve("var/temp/" + serving.pid());
            while (!Files.exists(home.resolve("var/process.socket"))) {
                assertThat(serving.isAlive()).isTrue();
                Thread.sleep(50);
            }
            assertThat(Processes.run(home, List.of(), "check").exit()).isZero();
            assertThat(own).isDirectory();
        } finally {
            serving.destroy();
            serving.waitFor();
        }
    }

    private static long bytes(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
