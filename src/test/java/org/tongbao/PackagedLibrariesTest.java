package org.tongbao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whose work the package holds, and by which licence: the bill of materials (CycloneDX), which the build makes, and the notices,
 * which {@code -Dgolden=write} writes anew from it; a person looks at what has changed.
 */
class PackagedLibrariesTest {

    private static final Path NOTICES = Path.of("src/main/resources/META-INF/third-party.txt");
    private static final String BILL = "META-INF/sbom/application.cdx.json";

    private static final String HEAD = """
            The package of Tongbao holds these works of others, each under the licence named. Where several are named, whoever
            uses the work may choose. The same for machines: META-INF/sbom/application.cdx.json.

            Fonts: Noto Sans SC, Noto Serif SC. SIL Open Font License 1.1 (report-templates/shared/fonts/OFL.txt)

            """;

    /** One packaged library. */
    private record Library(String name, List<String> licences) {

        /** A licence that asks nothing of the program that merely uses the library. */
        boolean isUsable() {
            return licences.stream()
                    .anyMatch(licence -> licence.contains("classpath-exception")
                            || licence.contains("LGPL")
                            || licence.contains("Lesser")
                            || !licence.matches("(?i).*(GPL|GNU).*"));
        }

        String line() {
            return name + "  " + String.join(" or ", licences);
        }
    }

    private static List<Library> libraries() throws IOException {
        try (var bill = PackagedLibrariesTest.class.getClassLoader().getResourceAsStream(BILL)) {
            assumeThat(bill)
                    .as("the plugin that makes it leaves it out offline")
                    .isNotNull();
            var libraries = new ArrayList<Library>();
            for (var component : JsonMapper.builder().build().readTree(bill).path("components")) {
                var licences = new ArrayList<String>();
                for (var each : component.path("licenses")) {
                    licences.add(licence(each));
                }
                libraries.add(new Library(
                        component.path("group").asString() + ":"
                                + component.path("name").asString() + " "
                                + component.path("version").asString(),
                        licences));
            }
            return libraries;
        }
    }

    private static String licence(JsonNode each) {
        var licence = each.path("license");
        return each.path("expression")
                .asString(licence.path("id").asString(licence.path("name").asString("")));
    }

    @Test
    void eachPackagedLibraryHasALicenceThatAsksNothingOfOurs() throws IOException {
        var libraries = libraries();
        assertThat(libraries).hasSizeGreaterThan(50);
        assertThat(libraries).allSatisfy(library -> assertThat(library.licences())
                .as(library.name())
                .isNotEmpty()
                .doesNotContain(""));
        assertThat(libraries).allSatisfy(library -> {
            assertThat(library.isUsable()).as(library.line()).isTrue();
            assertThat(library.line()).doesNotContainIgnoringCase("AGPL").doesNotContainIgnoringCase("Affero");
        });
    }

    @Test
    void theNoticesInThePackageNameEachLibraryWithItsVersionAndLicence() throws IOException {
        var expected =
                HEAD + libraries().stream().map(Library::line).sorted().collect(Collectors.joining("\n", "", "\n"));
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(NOTICES.getParent());
            Files.writeString(NOTICES, expected);
        }
        assertThat(Files.readString(NOTICES)).as("-Dgolden=write").isEqualTo(expected);
    }
}
