package org.tongbao.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.Golden;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Dataset.Severity;

/** The file that declares a dataset: docs/contracts.md shows every key. */
class DatasetTest {

    @TempDir
    Path folder;

    private final Problems problems = new Problems();

    @Test
    void everyMistakeIsReportedAtItsLine() throws Exception {
        read("""
                dataset: hazard
                load: slices
                key: [hazardid]
                period: found
                expect: { fresh: 40, rows: 50% of previous, otherwise: reject, stale: 3 }
                columns:
                  hazard_id:  { type: txt, title: 隐患编号, required: maybe }
                  Found_On:   { type: date }
                  found_on:   { type: date, range: 2020..2030 }
                  due_on:     { type: date, range: 2020-01-01 }
                  seen_at:    { type: timestamp, range: 8:00.. }
                  n:          { type: integer, allowed: [1, two] }
                  marks:      { type: decimal, range: low..high }
                  code:       { type: text, pattern: "[0-9" }
                  grade:      { type: text, allowed: { a: b }, severity: refuse }
                  phone:      { type: mobil, mask: yes }
                checks:
                  - { name: late, when: "due_on < found_on" }
                  - { name: odd, when: "n > 1", because: 数量异常, severity: reject row }
                """);
        read("dataset: nothing\ntitle: 空\nload: merge\n");
        Golden.matches(
                "check/dataset.txt",
                problems.sorted().stream().map(problem -> problem + "\n").collect(Collectors.joining()));
    }

    @Test
    void aColumnCanNotBeCalledWhatARowsPlaceIsCalledWhileItIsLoaded() throws Exception {
        read("dataset: thing\ntitle: 物\ncolumns:\n  position: { type: text }\n  place: { type: text }\n");
        assertThat(problems.sorted())
                .singleElement()
                .asString()
                .startsWith("d0.yaml:4 'position' is what a row's place or state is called");
    }

    @Test
    void everyKeyOfTheDocumentIsUnderstood() throws Exception {
        var text = Files.readString(Path.of("docs/contracts.md"));
        int begin = text.indexOf("```yaml\n") + 8;
        var dataset = read(text.substring(begin, text.indexOf("```", begin)));
        problems.throwIfAny();
        assertThat(dataset.load()).isEqualTo(Dataset.Load.SLICE);
        assertThat(dataset.expects()).isEqualTo(new Dataset.Expectation(40, 0.5, 2, true, 0.05));
        assertThat(dataset.columns().get("phone"))
                .returns(Dataset.Type.MOBILE, Dataset.Column::type)
                .returns(Severity.WARN, Dataset.Column::severity);
        assertThat(dataset.columns().get("region_id"))
                .returns("region", Dataset.Column::references)
                .returns("region_name", Dataset.Column::by);
        assertThat(dataset.checks())
                .extracting(Dataset.Check::severity)
                .containsExactly(Severity.REJECT, Severity.WARN);
    }

    private Dataset read(String yaml) throws Exception {
        var file = Files.writeString(folder.resolve("d" + problems.count() + ".yaml"), yaml);
        return new SpecFiles(folder, problems)
                .yaml(file)
                .flatMap(Dataset::read)
                .orElseGet(() -> new Dataset(
                        "none",
                        "",
                        Dataset.Load.FULL,
                        false,
                        java.util.List.of(),
                        null,
                        null,
                        new java.util.LinkedHashMap<>(),
                        java.util.List.of(),
                        Dataset.Expectation.NONE,
                        null,
                        new org.tongbao.spec.Location("none", 1)));
    }
}
