package org.tongbao.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.SharedCases;

/** Published composite indicators, recomputed by the tool from their inputs and a scheme file. */
class PlainScoringCasesTest {

    @TempDir
    Path folder;

    @Test
    void theHumanDevelopmentIndexOf2022HasThePublishedValuesRanksAndClasses() throws Exception {
        var folder = SharedCases.folder("hdi-2022");
        var scored = score("hdi.yaml", folder, null);
        var expected = rows(folder.resolve("expected.csv"));
        assertThat(scored).hasSameSizeAs(expected);
        for (var e : expected) {
            var s = find(scored, Map.of("iso3", value(e, "iso3")));
            assertThat(number(s, "score")).as(s.toString()).isEqualTo(number(e, "hdi"));
            assertThat(value(s, "rank")).as(s.toString()).isEqualTo(value(e, "rank"));
            assertThat(value(s, "grade")).as(s.toString()).isEqualTo(value(e, "class"));
        }
        assertThat(value(find(scored, Map.of("iso3", "MCO")), "left_out")).contains("缺少");
    }

    @Test
    void theHumanDevelopmentIndexSince1990HasThePublishedValuesAndItsRanksMoveWithinThem() throws Exception {
        var folder = SharedCases.folder("hdi-panel-1990-2022");
        var scored = score("hdi.yaml", folder, "year");
        var expected = rows(folder.resolve("expected.csv"));
        assertThat(scored).hasSameSizeAs(expected);
        var ranks = new LinkedHashMap<List<String>, Integer>();
        for (int i = 0; i < expected.size(); i++) {
            var e = expected.get(i);
            var s = scored.get(i);
            assertThat(value(s, "iso3") + value(s, "year")).isEqualTo(value(e, "iso3") + value(e, "year"));
            assertThat(number(s, "score")).as(s.toString()).isEqualTo(number(e, "hdi"));
            ranks.put(key(s, 0), Integer.valueOf(value(s, "rank")));
        }
        for (var s : scored) {
            var before = ranks.get(key(s, -1));
            assertThat(value(s, "change"))
                    .as(s.toString())
                    .isEqualTo(before == null ? "" : String.valueOf(before - Integer.parseInt(value(s, "rank"))));
        }
        assertThat(scored.stream().filter(s -> !value(s, "change").isEmpty())).hasSizeGreaterThan(5000);
    }

    @Test
    void theExamplePanelOfCoinrHasItsValuesAndRanksAtEveryNode() throws Exception {
        var folder = SharedCases.folder("coinr-panel");
        var scored = score("coinr-panel.yaml", folder, "Time");
        var expected = rows(folder.resolve("expected.csv"));
        assertThat(scored).hasSameSizeAs(expected);
        for (var e : expected) {
            var s = find(scored, Map.of("uCode", value(e, "uCode"), "Time", value(e, "Time")));
            for (var node : e.keySet()) {
                if (!List.of("uCode", "Time", "rank").contains(node)) {
                    assertThat(number(s, node.equals("Index") ? "score" : node))
                            .as(s.toString())
                            .isCloseTo(number(e, node), within(1e-9));
                }
            }
            assertThat(value(s, "rank")).as(s.toString()).isEqualTo(value(e, "rank"));
        }
    }

    private List<Map<String, String>> score(String scheme, Path folder, @Nullable String period) throws Exception {
        var output = this.folder.resolve("scored.csv");
        new PlainScoring(Path.of("src/test/resources/cases", scheme), folder.resolve("inputs.csv"), period)
                .write(output);
        return rows(output);
    }

    private static List<String> key(Map<String, String> row, int years) {
        return List.of(value(row, "iso3"), String.valueOf(Integer.parseInt(value(row, "year")) + years));
    }

    private static Map<String, String> find(List<Map<String, String>> rows, Map<String, String> wanted) {
        return rows.stream()
                .filter(row -> row.entrySet().containsAll(wanted.entrySet()))
                .findFirst()
                .orElseThrow();
    }

    private static double number(Map<String, String> row, String column) {
        return value(row, column).isEmpty() ? -1 : Double.parseDouble(value(row, column));
    }

    private static String value(Map<String, String> row, String column) {
        return java.util.Objects.requireNonNull(row.get(column), column);
    }

    private static List<Map<String, String>> rows(Path csv) throws Exception {
        try (Stream<String> lines = Files.lines(csv)) {
            var all = lines.map(line -> line.replace("\"", "").split(",", -1)).toList();
            var rows = new ArrayList<Map<String, String>>();
            for (var cells : all.subList(1, all.size())) {
                var row = new LinkedHashMap<String, String>();
                for (int i = 0; i < all.get(0).length; i++) {
                    row.put(all.get(0)[i], cells[i]);
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
