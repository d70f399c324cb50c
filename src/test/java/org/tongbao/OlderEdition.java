package org.tongbao;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipInputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;
import org.tongbao.job.SmallCity;

/**
 * Homes as earlier editions left them: twenty projects, May and June 2026 run, May's circular issued as 景建安〔2026〕1号.
 * Every edition has to bring them forward without loss.
 */
final class OlderEdition {

    private static final Path FONTS = Path.of("report-templates/shared/fonts");

    private OlderEdition() {}

    /** Lays out warehouse, operational database, data and archive of an edition, under the rules of this one. */
    static Path in(Path home, String edition) {
        SmallCity.copy(Path.of("jobs"), home.resolve("jobs"));
        SmallCity.copy(Path.of("report-templates"), home.resolve("report-templates"));
        bureau(home);
        SmallCity.render(home, "monthly-ranking");
        try (var zip = new ZipInputStream(
                Objects.requireNonNull(OlderEdition.class.getResourceAsStream("editions/" + edition + ".zip")))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var target = home.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    Files.copy(zip, target);
                }
            }
            fonts(home.resolve("out/issued/kept/content"));
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What upgrading asks for: who the bureau is. */
    private static void bureau(Path home) {
        try {
            for (var file : List.of("bureau.yaml", "regions.geojson")) {
                Files.copy(Path.of("sample-data").resolve(file), home.resolve(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fonts that were kept with the issued circular are the repository's own; the archive leaves them out. */
    private static void fonts(Path content) throws IOException {
        try (var fonts = Files.list(FONTS)) {
            for (var font : fonts.filter(Files::isRegularFile).toList()) {
                var target = content.resolve(new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(font));
                if (!Files.exists(target)) {
                    Files.copy(font, target);
                }
            }
        }
    }
}
