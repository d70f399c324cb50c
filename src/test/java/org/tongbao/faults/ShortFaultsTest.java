package org.tongbao.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongbao.cli.Processes;
import org.tongbao.faults.Scene.Past;

/** A little of what the profile faults tries by the hundred (docs/proof.md), with the tests' own classes. */
class ShortFaultsTest {

    private static final long SEED = Long.getLong("tongbao.seed", System.currentTimeMillis());
    private static final int KILLS = 2;

    @TempDir
    static Path folder;

    private static Lab lab;

    @BeforeAll
    static void open() {
        lab = new Lab(folder, SEED);
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"RUN", "ISSUE"})
    void whatIsKilledAndFinishedIsAsIfNothingHadHappened(Scene scene) throws Exception {
        for (int i = 0; i < KILLS; i++) {
            assertThat(lab.kill(scene)).as("seed " + SEED).isEmpty();
        }
    }

    @Test
    void twoCommandsAtOnceAreDoneOneAfterAnotherOrRefused() throws Exception {
        lab.atOnce(
                lab.home(Past.APPROVED),
                List.of("run ranking --period 2026-06", "release issue ranking --period 2026-06 --date 2026-07-03"));
    }

    @Test
    void whatIsIssuedAndCannotBeDeliveredIsToldAsBothAndHowToGoOn() throws Exception {
        var home = lab.home(Past.APPROVED);
        var inTheWay = Files.createFile(home.resolve("out/2026-06"));
        var goOn = "tongbao release deliver ranking --period 2026-06";
        assertThat(Processes.here(home, Scene.ISSUE_FIRST.split(" ")).words())
                .contains("issued, but not delivered: ", "go on with: " + goOn)
                .doesNotContain(Lab.NO_SENTENCES);
        assertThat(Processes.here(home, Scene.ISSUE_FIRST.split(" ")).words()).contains("is final", goOn);
        Files.delete(inTheWay);
        Lab.call(home, goOn.substring("tongbao ".length()));
        Lab.call(home, "release register");
    }

    @ParameterizedTest
    @ValueSource(strings = {"var/warehouse.duckdb", "var/operations.mv.db"})
    void aDatabaseThatWasCutOffIsToldAndABackupMakesAllWhole(String file) throws Exception {
        var home = lab.home(Past.BACKED_UP);
        Lab.cutOff(home.resolve(file), 0.6);
        lab.assertToldAndRestored(home);
    }
}
