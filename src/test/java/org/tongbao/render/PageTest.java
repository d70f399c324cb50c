package org.tongbao.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

class PageTest {

    private static InventedCity city;
    private static Renderer renderer;
    private static Bulletin bulletin;

    @BeforeAll
    static void open() {
        city = new InventedCity();
        renderer = new Renderer(InventedCity.HOME.resolve("report-templates"));
        var problems = new Problems();
        var files = new SpecFiles(InventedCity.HOME, problems);
        var read = Bulletin.read(files, InventedCity.HOME.resolve("report-templates/monthly-ranking"));
        problems.throwIfAny();
        bulletin = read.orElseThrow();
        bulletin.check(city.session, problems);
        problems.throwIfAny();
    }

    @AfterAll
    static void close() {
        city.close();
    }

    @Test
    void theSameFactsGiveTheSameBytes() throws Exception {
        var once = render();
        Files.createDirectories(Path.of("target/bulletins"));
        Files.write(Path.of("target/bulletins/monthly-ranking.pdf"), once);
        assertThat(render()).isEqualTo(once);
    }

    @Test
    void speed() {
        for (int round = 0; round < 6; round++) {
            long start = System.nanoTime();
            int size = 0;
            for (int i = 0; i < 10; i++) {
                size = render().length;
            }
            System.out.println("ms per document " + (System.nanoTime() - start) / 1e7 + " bytes " + size);
        }
    }

    private static byte[] render() {
        var out = new ByteArrayOutputStream();
        renderer.page(bulletin, city.session, Edition.draft(InventedCity.JUNE, "city"), out);
        return out.toByteArray();
    }
}
