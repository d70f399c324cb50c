package org.tongbao.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.tongbao.message.Refusal;

class ActorTest {

    @Test
    void whoActsIsTheOwnerOfTheProcessAndNotWhatAPropertySays() throws Exception {
        var said = System.getProperty("user.name");
        System.setProperty("user.name", "局长");
        try {
            var id = new ProcessBuilder("id", "-un").redirectErrorStream(true).start();
            var owner = new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(Actor.ofProcess().user()).isEqualTo(owner);
            assertThat(Actor.ofProcess().host()).isNotBlank();
        } finally {
            System.setProperty("user.name", said);
        }
    }

    @Test
    void nobodyActsWithoutAName() {
        assertThatThrownBy(() -> new Actor(" ", "desk"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("whose process this is");
    }
}
