package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.home.Home;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;

/** A backup that another process asked for while a run was at work is put back, and the run goes on from there. */
class BackupTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T00:00:00Z"), ZoneId.of("Asia/Shanghai"));
    private static final Period JUNE = Period.parse("2026-06");

    @TempDir
    Path folder;

    private final List<String> begun = new ArrayList<>();
    private @Nullable Path taken;

    @Test
    void aBackupTakenDuringARunRestoresToAStateThatCompletesTheRun() throws IOException {
        var home = ComputedMonths.PULLED.in(folder.resolve("home"));
        SmallCity.render(home, "monthly-ranking");
        var backup = new Backup(Home.at(home), CLOCK);
        run(home, backup);
        var taken = Objects.requireNonNull(this.taken);
        assertThat(backup.all()).containsExactly(taken);
        var undisturbed = bytes(home);

        var aside = backup.restore(taken);
        assertThat(aside.resolve("warehouse.duckdb")).exists();
        delete(home.resolve("out/2026-06"));
        begun.clear();
        run(home, null);
        assertThat(begun)
                .as("the steps that the backup knows as done are not done again")
                .containsExactly("rank", "decide", "render", "deliver");
        assertThat(bytes(home)).isEqualTo(undisturbed).isNotEmpty();

        Files.writeString(taken.resolve("warehouse.duckdb"), "damaged");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> backup.restore(taken))
                .withMessageContaining("is damaged");
    }

    private void run(Path root, @Nullable Backup during) {
        var home = Home.at(root);
        var rulebook = Rulebook.readForLooking(home);
        try (var warehouse = ComputedMonths.open(root);
                var runner = new Runner(home, rulebook, warehouse, CLOCK)) {
            runner.run(rulebook.job("monthly-ranking"), JUNE, Steps.DELIVER, new Progress() {
                @Override
                public void begin(String what, long total, String unit) {
                    begun.add(what);
                    if (during != null && what.equals("rank")) {
                        try {
                            taken = during.request(Duration.ofMinutes(1), () -> false)
                                    .orElseThrow();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                }
            });
        }
    }

    private static Map<String, String> bytes(Path home) throws IOException {
        var bytes = new TreeMap<String, String>();
        try (var files = Files.list(home.resolve("out/2026-06"))) {
            for (var file : files.toList()) {
                bytes.put(
                        String.valueOf(file.getFileName()),
                        java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return bytes;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
