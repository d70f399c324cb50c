package org.tongbao.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands killed at random moments; afterwards whoever gave them finishes, and all is as if nobody had been killed: no
 * document lost, none twice, none under a second number. In the profile faults, 200 kills or as many as
 * {@code -Dtongbao.kills} says; {@code -Dtongbao.seed} gives the same moments again.
 */
@Tag("faults")
class KilledCommandsTest {

    private static final int KILLS = Integer.getInteger("tongbao.kills", 204);
    private static final long SEED = Long.getLong("tongbao.seed", System.currentTimeMillis());

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void whateverIsKilledAndFinishedIsAsIfNothingHadHappened() throws Exception {
        var proof = new Proof(SEED);
        var failed = new EnumMap<Scene, List<String>>(Scene.class);
        var different = new EnumMap<Scene, Integer>(Scene.class);
        int each = Math.max(1, KILLS / Scene.values().length);
        try (var lab = new Lab(folder, SEED)) {
            for (int round = 1; round <= each; round++) {
                for (var scene : Scene.values()) {
                    var differences = lab.kill(scene);
                    System.out.printf("%s %d %s%n", scene, round, differences.isEmpty() ? "equal" : differences);
                    if (!differences.isEmpty()) {
                        different.merge(scene, 1, Integer::sum);
                        failed.computeIfAbsent(scene, key -> new ArrayList<>()).addAll(differences);
                    }
                    proof.note(
                            "SIGKILL during " + scene.title(),
                            round,
                            different.getOrDefault(scene, 0),
                            "equal to the undisturbed command");
                }
                proof.note(
                        "SIGKILL, all of these together",
                        round * Scene.values().length,
                        different.values().stream().mapToInt(Integer::intValue).sum(),
                        "equal: nothing lost, nothing twice, nothing under a second number");
                proof.write();
            }
        }
        assertThat(failed).as("seed " + SEED).isEmpty();
    }
}
