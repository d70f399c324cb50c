package org.tongbao.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.home.Home;
import org.tongbao.home.Settings;
import org.tongbao.spec.Layers;
import org.tongbao.spec.Problems;

/** Whose rulebook it is: the words of the bureau, and the home's own files over the shipped ones. */
class BureauTest {

    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final String BUREAU = "place: 青山区\nlevel: 区\nname: 青山区住建局\ncode: 青建\nlevels: { region: 街道 }\n";

    @TempDir
    Path folder;

    @Test
    void rulesAndTemplatesHoldNoBureausWords() throws IOException {
        for (var folder : List.of("jobs", "report-templates")) {
            for (var file : Layers.of(ROOT).all(folder + "/**")) {
                var name = Layers.of(ROOT).name(file);
                // Regulations are quoted by their titles; what senders write above their columns is theirs.
                if (name.matches(".*\\.(ttf|xlsx)|.*example\\.yaml|.*/basis\\.csv|.*/reference/.*|.*/sources/.*")) {
                    continue;
                }
                assertThat(Files.readString(file)).as(name).doesNotContain("全市", "县（市、区）", "景澜", "景建", "市局");
            }
        }
    }

    @Test
    void aHomeNeedsOnlyWhatItChanges() throws IOException {
        write("bureau.yaml", BUREAU + "codes: { stop-rectify-list: 令 }\n");
        write("jobs/year-end/job.yaml", "");
        write(
                "jobs/rulebook/schemes/region-yearly.yaml",
                Files.readString(ROOT.resolve("jobs/rulebook/schemes/region-yearly.yaml"))
                        .replace("<bureau.region>年度", "<bureau.region>全年"));
        var problems = new Problems();
        var book = Rulebook.readForLooking(home(), problems);

        assertThat(problems.sorted()).isEmpty();
        assertThat(book.jobs())
                .containsOnlyKeys(
                        "action-summary", "half-year", "monthly-ranking", "platform-circular", "quarterly-risk");
        assertThat(book.versions("region-yearly").latest().scheme().title()).isEqualTo("街道全年安全生产考评");
        assertThat(book.subjects().kind("region").title()).isEqualTo("街道");
        assertThat(book.subjects().kind("city").title()).isEqualTo("全区");
        assertThat(Objects.requireNonNull(book.bulletins().get("monthly-ranking"))
                        .letterhead())
                .containsEntry("to", "各街道，各有关单位");
        assertThat(code(book, "stop-rectify-list")).isEqualTo("青建令");
        assertThat(code(book, "region-warning")).isEqualTo("青建提");
        assertThatCode(() -> book.requireBureau(home())).doesNotThrowAnyException();
        assertThat(home().layers().changes())
                .containsEntry("jobs/year-end/job.yaml", Layers.Layer.TAKEN_AWAY)
                .containsEntry("jobs/rulebook/schemes/region-yearly.yaml", Layers.Layer.REPLACED)
                .hasSize(2);
        assertThat(Rulebook.files(home())).containsKey("bureau.yaml").doesNotContainKey("jobs/year-end/job.yaml");
    }

    @Test
    void aMistakeSaysWhoseFileItIsIn() throws IOException {
        write("bureau.yaml", BUREAU + "codes: { stop-list: 令 }\n");
        write("jobs/rulebook/subjects.yaml", "subjects: {}\n");
        write("jobs/rulebook/schemes/own.yaml", "scheme: own\ntitle: <bureau.regoin>考评\n");
        assertThat(mistakes())
                .anySatisfy(mistake -> assertThat(mistake)
                        .contains("own.yaml:2 unknown word of the bureau 'regoin', did you mean 'region'?")
                        .endsWith("[the home's own file]"))
                .anySatisfy(mistake -> assertThat(mistake).endsWith("[shipped file]"))
                .anyMatch(mistake -> mistake.startsWith("bureau.yaml:6 ") && mistake.contains("'stop-list'"));
    }

    @Test
    void withoutAFileNothingIsPrintedInNobodysName() throws IOException {
        var book = Rulebook.readForLooking(home());
        Files.createDirectories(home().data());
        assertThatThrownBy(() -> book.requireBureau(home())).hasMessageContaining("config --bureau");
    }

    @Test
    void whereTheDataFolderIsNotThereItIsNamedAndNotTheFileThatMayLieInIt() {
        var book = Rulebook.readForLooking(home());
        assertThatThrownBy(() -> book.requireBureau(home()))
                .hasMessageContaining(
                        home().data() + " is not there ('data:' in tongbao.yaml; sample-data of the home");
    }

    @Test
    void outlinesThatAreNotThereAreTheMistakeOfTheFileThatNamesThem() throws IOException {
        write("bureau.yaml", BUREAU + "map: regoins.geojson\n");
        assertThat(mistakes())
                .singleElement()
                .asString()
                .startsWith("bureau.yaml:6 there is no file of outlines 'regoins.geojson'");
    }

    @Test
    void aFileThatNamesTheBureauSaysWhatElseItMust() throws IOException {
        write("bureau.yaml", "name: 青山区住建局\nlevel: 区\nshrot: 局\n");
        assertThat(mistakes())
                .anyMatch(mistake -> mistake.startsWith("bureau.yaml:1 'place' is missing"))
                .anyMatch(mistake -> mistake.startsWith("bureau.yaml:1 'code' is missing"))
                .anyMatch(mistake -> mistake.startsWith("bureau.yaml:1 'levels: { region: ... }' is missing"))
                .anyMatch(mistake -> mistake.startsWith("bureau.yaml:3 unknown key 'shrot', did you mean 'short'?"));
    }

    private static @Nullable String code(Rulebook book, String bulletin) {
        return Objects.requireNonNull(book.bulletins().get(bulletin))
                .letterhead()
                .get("code");
    }

    private List<String> mistakes() {
        var problems = new Problems();
        Rulebook.readForLooking(home(), problems);
        return Stream.of(problems.sorted())
                .flatMap(List::stream)
                .map(Object::toString)
                .toList();
    }

    private Home home() {
        return Home.at(folder, Settings.usual().with(Map.of(Settings.Key.SHIPPED, ROOT.toString())));
    }

    private void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
