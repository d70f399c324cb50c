package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a process at work does for others of its home, and what it refuses. */
class AtWorkTest {

    @Test
    void whoServesDoesAllButWhatNeedsTheHomeForItselfAndOthersWhatOnlyLooks() {
        assertThat(answer("serve", "run monthly-ranking --period 2026-06")).isEqualTo("does");
        assertThat(answer("--quiet serve", "deliveries resend --unsure")).isEqualTo("does");
        assertThat(answer("serve", "restore x"))
                .startsWith("/home is in use by process ")
                .contains("(tongbao serve)");
        assertThat(answer("run x --period 2026-06", "runs --json")).isEqualTo("does");
        assertThat(answer("run x --period 2026-06", "--json stop 3")).isEqualTo("does");
        assertThat(answer("run x --period 2026-06", "deliveries --state held")).isEqualTo("does");
        assertThat(answer("run x --period 2026-06", "deliveries send")).contains("(tongbao run)");
        assertThat(answer("run x --period 2026-06", "release deliver x --period 2026-05"))
                .contains("(tongbao run)");
    }

    @Test
    void whoMeetsACommandThatOnlyLooksWaitsForItsEnd() {
        assertThat(answer("runs", "run x --period 2026-06")).isEqualTo(AtWork.SOON);
        assertThat(answer("doctor", "serve")).isEqualTo(AtWork.SOON);
    }

    @Test
    void theFolderIsNotSaidTwice() {
        assertThat(AtWork.withoutHome(List.of("--home", "/x", "runs", "--home=/y", "--last", "3")))
                .containsExactly("runs", "--last", "3");
    }

    private static String answer(String work, String asked) {
        var process = new AtWork(Path.of("/home"), List.of(work.split(" ")), Clock.systemUTC());
        return process.refusal(new ProcessSocket.Request(List.of(asked.split(" ")), "en", false))
                .orElse("does");
    }
}
