package org.tongbao;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages say of the house is so. */
class DocumentationTest {

    private static final Path DECISIONS = Path.of("docs/decisions");
    private static final Path ROOMS = Path.of("src/main/java/org/tongbao");

    @Test
    void everyDecisionStandsInTheIndexOnce() throws IOException {
        var index = Files.readString(DECISIONS.resolve("README.md"));
        var listed = all("\\]\\((\\d{4}-[\\w-]+\\.md)\\)", index);
        try (var files = Files.list(DECISIONS)) {
            assertThat(listed)
                    .containsExactlyInAnyOrderElementsOf(files.map(file -> String.valueOf(file.getFileName()))
                            .filter(name -> !name.equals("README.md"))
                            .toList());
        }
    }

    @Test
    void everyLinkBetweenPagesLeadsSomewhere() {
        assertThat(pages().flatMap(page -> all("\\]\\(([^)#:]+?)(?:#[^)]*)?\\)", text(page)).stream()
                        .filter(link -> !Files.exists(page.resolveSibling(link)))
                        .map(link -> page + " -> " + link)))
                .isEmpty();
    }

    @Test
    void theDrawingOfTheHouseNamesEveryRoomOnce() throws IOException {
        var drawing = text(Path.of("ARCHITECTURE.md"));
        var named = all("(?m)^    ([a-z]+(?:, [a-z]+)*) {2,}\\S", drawing).stream()
                .flatMap(names -> Stream.of(names.split(", ")))
                .toList();
        try (var rooms = Files.list(ROOMS)) {
            assertThat(named)
                    .containsExactlyInAnyOrderElementsOf(rooms.filter(Files::isDirectory)
                            .map(room -> String.valueOf(room.getFileName()))
                            .toList());
        }
    }

    @Test
    void everyThreatHasATestThatIsThere() throws IOException {
        var lines = Files.readAllLines(Path.of("docs/threats.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| attack"))
                .toList();
        assertThat(lines).isNotEmpty().allSatisfy(line -> assertThat(
                        all("`(\\w+Test)`", line.substring(line.lastIndexOf("| ", line.length() - 3))))
                .as(line)
                .isNotEmpty());
        try (var files = Files.walk(Path.of("src/test/java"))) {
            var tests = files.map(file -> String.valueOf(file.getFileName())).toList();
            assertThat(all("`(\\w+Test)`", String.join("\n", lines)))
                    .allSatisfy(test -> assertThat(tests).contains(test + ".java"));
        }
    }

    @Test
    void everyClaimHasATestThatIsThere() throws IOException {
        var page = text(Path.of("docs/proof.md"));
        var lines = page.substring(page.indexOf("## Trust: each claim and its test"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| claim") && !line.startsWith("| **"))
                .toList();
        assertThat(lines).hasSizeGreaterThan(60).allSatisfy(line -> assertThat(all("`(\\w+Test#\\w+)`", line))
                .as(line)
                .isNotEmpty());
        var sources = new HashMap<String, String>();
        try (var files = Files.walk(Path.of("src/test/java"))) {
            files.filter(file -> file.toString().endsWith("Test.java"))
                    .forEach(file ->
                            sources.put(String.valueOf(file.getFileName()).replace(".java", ""), text(file)));
        }
        assertThat(all("`(\\w+Test#\\w+)`", String.join("\n", lines)))
                .allSatisfy(test -> assertThat(sources.getOrDefault(test.substring(0, test.indexOf('#')), ""))
                        .as(test)
                        .contains(" void " + test.substring(test.indexOf('#') + 1) + "("));
    }

    /** A service that reads what many may write is no administrator's. */
    @Test
    void noPageAdvisesToRunAsTheSystemAndTheServiceKeepsItsFilesToItself() throws IOException {
        assertThat(pages().filter(page -> Pattern.compile(
                                "(?i)/ru\\s+\"?(SYSTEM|NT AUTHORITY)|\\brunas\\b.*SYSTEM|LocalSystem")
                        .matcher(text(page))
                        .find()))
                .isEmpty();
        assertThat(Files.readAllLines(Path.of("packaging/tongbao.service")))
                .contains("UMask=0077", "User=tongbao")
                .doesNotContain("User=root");
        assertThat(Files.readString(Path.of("packaging/Containerfile"))).contains("\nUSER tongbao\n");
    }

    @Test
    void theDrawingOfTheHouseIsOneScreen() {
        assertThat(text(Path.of("ARCHITECTURE.md")).lines()).hasSizeLessThan(75);
    }

    private static Stream<Path> pages() {
        return Stream.of(Path.of("."), Path.of("docs"), DECISIONS, Path.of("report-templates"))
                .flatMap(folder -> {
                    try (var files = Files.list(folder)) {
                        return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
