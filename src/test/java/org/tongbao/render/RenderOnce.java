package org.tongbao.render;

import java.io.ByteArrayOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.tongbao.spec.Layers;
import org.tongbao.spec.Problems;

/** Renders the circular of the invented city in a process of its own and prints its SHA-256. */
final class RenderOnce {

    private RenderOnce() {}

    public static void main(String[] args) throws Exception {
        try (var city = new InventedCity()) {
            var out = new ByteArrayOutputStream();
            new Renderer(Layers.of(InventedCity.HOME.resolve("report-templates")))
                    .copy(bulletin(), city.session, Edition.draft(InventedCity.JUNE, "city"))
                    .page(out);
            System.out.println(DigestUtils.sha256Hex(out.toByteArray()));
        }
    }

    static Bulletin bulletin() {
        var problems = new Problems();
        var folder = InventedCity.HOME.resolve("report-templates/monthly-ranking");
        var bulletin = Bulletin.read(InventedCity.files(problems), folder);
        problems.throwIfAny();
        return bulletin.orElseThrow();
    }
}
