package org.tongbao.render.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.spec.Layers;

/** A template without an end is ended, and named. */
@Timeout(60)
class EndlessTemplateTest {

    @TempDir
    Path folder;

    @Test
    void aLoopThatSaysNothingIsEndedByTheTimeAlsoInWhatATemplateUses() throws IOException {
        Files.createDirectories(folder.resolve("shared"));
        Files.writeString(folder.resolve("shared/macros.ftlh"), "<#macro wait><#list 1.. as n></#list></#macro>");
        Files.writeString(folder.resolve("own.ftlh"), "<#list 1.. as n></#list>");
        Files.writeString(folder.resolve("using.ftlh"), "<#import \"/shared/macros.ftlh\" as o><@o.wait/>");
        Files.writeString(folder.resolve("sound.ftlh"), "${1 + 1}");
        var templates = new PageTemplates(Layers.of(folder), Duration.ofSeconds(1));
        for (var name : new String[] {"own.ftlh", "using.ftlh"}) {
            assertThatThrownBy(() -> templates.fill(name, Map.of()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("report-templates/" + name
                            + " takes longer than 1 s to be filled: is there a loop without an end?");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
        assertThat(templates.fill("sound.ftlh", Map.of())).isEqualTo("2");
    }

    @Test
    void aLoopThatWritesIsEndedBeforeTheMemoryIs() throws IOException {
        Files.writeString(folder.resolve("own.ftlh"), "<#list 1.. as n>${n}，</#list>");
        assertThatThrownBy(() -> new PageTemplates(Layers.of(folder)).fill("own.ftlh", Map.of()))
                .hasMessage(
                        "report-templates/own.ftlh gives more than 32 million characters: is there a loop without an end?");
    }
}
