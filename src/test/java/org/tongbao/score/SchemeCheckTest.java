package org.tongbao.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongbao.score.method.Condition;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/** What {@code check} says of schemes that can be read and would not do what they seem to. */
class SchemeCheckTest {

    @TempDir
    Path folder;

    @Test
    void meansOverPointsThatCanBeNoughtOrLessAreMistakes() {
        assertThat(mistakes("""
                scheme: c
                aggregate: geometric mean
                indicators: { a: { normalise: z-score }, b: { normalise: min-max } }
                """))
                .containsExactly(
                        "s.yaml:3 'a' can be below 0, and 'score' is a geometric mean: it would count as 0; or normalise it so that all points are above 0: 'z-score 50 10 clipped 1..100'",
                        "s.yaml:3 'b' can be 0, and 'score' is a geometric mean: one alone would take everything; if that is meant, write 'geometric mean or 0'; or normalise it so that all points are above 0: 'min-max 1..100'");
        assertThat(mistakes("""
                scheme: g
                full-marks: 1
                aggregate: product
                indicators: { a: { normalise: as is }, b: { normalise: "goalposts 0..1" }, c: { normalise: as is } }
                """))
                .containsExactly(
                        "s.yaml:4 'a' can be below 0, and 'score' is a product: two such points would make a good one; or normalise it so that all points are above 0: 'goalposts 0..1 to 0.01..1'",
                        "s.yaml:4 'c' can be below 0, and 'score' is a product: two such points would make a good one; or normalise it so that all points are above 0: 'goalposts 0..1 to 0.01..1'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "goalposts 0..10",
                "min-max of period",
                "z-score 50 10 clipped",
                "percentile rank",
                "borda",
                "target 90",
                "target 90 from 60 uncapped",
                "deduct 5 each",
                "as is",
                "steps 0: 0, 60: 50",
                "line 0: 0, 60: 50"
            })
    void everyWayThatCanGiveNoughtIsNamedUnderAHarmonicMeanAndNoneThatCannot(String way) {
        var scheme =
                "scheme: c\naggregate: %s\nindicators: { a: { normalise: \"%s\" }, b: { normalise: \"min-max 1..100\" } }\n";
        var told = mistakes(scheme.formatted("harmonic mean", way));
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).contains("'a' can be", "'score' is a harmonic mean");
        assertThat(mistakes(scheme.formatted("weighted mean", way))).isEmpty();
        assertThat(mistakes(scheme.formatted("minimum", way))).isEmpty();
        assertThat(mistakes(scheme.formatted("harmonic mean or 0", way))).isEmpty();
        assertThat(mistakes(scheme.formatted("product", way))).hasSize(way.equals("as is") ? 1 : 0);
    }

    @Test
    void whatIsSuggestedIsAcceptedAndMissingValuesAndBranchesCount() {
        assertThat(mistakes("""
                scheme: c
                aggregate: geometric mean
                missing: zero
                indicators: { a: { normalise: "min-max 1..100" } }
                """))
                .containsExactly(
                        "s.yaml:4 'a' can be 0, and 'score' is a geometric mean: one alone would take everything; if that is meant, write"
                                + " 'geometric mean or 0'; or let missing values count otherwise than 0: 'missing: worst'");
        assertThat(mistakes("""
                scheme: c
                aggregate: geometric mean
                missing: worst
                tree: { 甲: { aggregate: weighted mean }, 乙: { aggregate: deduction }, 丙: { aggregate: geometric mean or 0 } }
                indicators:
                  a: { in: 甲, normalise: "goalposts 60..100 to 1..100" }
                  b: { in: 甲, normalise: "z-score 50 10 clipped 1..100" }
                  c: { in: 乙, normalise: as is }
                  d: { in: 丙, normalise: min-max }
                """))
                .containsExactly(
                        "s.yaml:4 '丙' can be 0, and 'score' is a geometric mean: one alone would take everything; if that is meant, write"
                                + " 'geometric mean or 0'; or mend the points in '丙'",
                        "s.yaml:4 '乙' can be 0, and 'score' is a geometric mean: one alone would take everything; if that is meant, write"
                                + " 'geometric mean or 0'; or mend the points in '乙'");
        assertThat(mistakes("""
                scheme: c
                indicators: { a: { normalise: min-max }, b: { normalise: z-score } }
                uncertainty: { aggregate: [geometric mean] }
                """))
                .containsExactly(
                        "s.yaml:3 'b' can be below 0 in a draw where 'score' is a geometric mean; draw from ways that stay above 0");
        assertThat(read("scheme: c\naggregate: sum or 0\nindicators: { a: { normalise: min-max } }\n"))
                .containsExactly(
                        "s.yaml:2 'sum or 0': only a geometric or a harmonic mean is 0 where one of its parts is;"
                                + " leave out 'or 0'");
    }

    @Test
    void weightsThatDoNotAddUpAsTheyAreWrittenAreMistakes() {
        assertThat(mistakes("""
                scheme: c
                tree:
                  履职: { weight: 40 }
                  治理: { weight: 35 }
                  监测: { weight: 20 }
                indicators:
                  a: { in: 履职, weight: 0.5, normalise: as is }
                  b: { in: 履职, weight: 0.6, normalise: as is }
                  c: { in: 治理, weight: 3, normalise: as is }
                  d: { in: 治理, weight: 1, normalise: as is }
                  e: { in: 监测, weight: 70, normalise: as is }
                  f: { in: 监测, weight: 30, normalise: as is }
                """))
                .containsExactly(
                        "s.yaml:2 the weights in 'score' add up to 95 (40 + 35 + 20), not to 100; mend one, or write plain proportions such as 3 and 1",
                        "s.yaml:3 the weights in '履职' add up to 1.1 (0.5 + 0.6), not to 1; mend one, or write plain proportions such as 3 and 1");
        assertThat(mistakes("""
                scheme: c
                tree:
                  履职: { weight: 40 }
                  治理: { weight: 60 }
                indicators:
                  a: { in: 履职, weight: 15, normalise: as is }
                  b: { in: 履职, weight: 25, normalise: as is }
                  c: { in: 治理, weight: 20, normalise: as is }
                  d: { in: 治理, weight: 35, normalise: as is }
                """))
                .containsExactly(
                        "s.yaml:4 the weights in '治理' add up to 55 (20 + 35), not to 60, the branch's own; mend one, or write plain proportions such as 3 and 1");
        // Points are added as they are, and proportions need not add up to anything.
        for (var fine : List.of(
                "aggregate: sum\nindicators: { a: { weight: 60, normalise: as is }, b: { weight: 30, normalise: as is } }",
                "indicators: { a: { weight: 3, normalise: as is }, b: { weight: 1, normalise: as is } }",
                "indicators: { a: { weight: 30, normalise: as is }, b: { weight: 10, normalise: as is } }",
                "indicators: { a: { weight: 0.7, normalise: as is }, b: { weight: 0.3, normalise: as is } }",
                "indicators: { a: { weight: 33.3, normalise: as is }, b: { weight: 33.3, normalise: as is }, c: { weight: 33.4, normalise: as is } }",
                "indicators: { a: { weight: 95, normalise: as is } }")) {
            assertThat(mistakes("scheme: c\n" + fine + "\n")).as(fine).isEmpty();
        }
    }

    @Test
    void limitsThatNeverBindAreMistakes() {
        assertThat(mistakes("""
                scheme: c
                tree: { 治理: {} }
                indicators:
                  a: { in: 治理, normalise: "goalposts 0..10" }
                caps:
                  - { when: deaths > 0, at: 150, because: 亡人 }
                  - { when: deaths > 1, at: 100, because: 多人 }
                  - { when: deaths > 2, at: 59, because: 三人 }
                  - { when: deaths >= 5 and fires is not missing, at: 79, because: 五人 }
                  - { when: 治理 > 100 or deaths < 0 and deaths > 0, at: 60, because: 反常 }
                  - { when: deaths > 1, at: 79, because: 两人 }
                  - { when: 2 < deaths, at: 59, because: 重复 }
                floors:
                  - { when: model > 0, at: 0, because: 示范 }
                  - { when: model > 1, at: 120, because: 省级 }
                  - { when: model > 2, at: 60, because: 国家级 }
                  - { when: model > 1, at: 70, because: 市级 }
                grades: { 优良: 80, 合格: 60, 不合格: 0 }
                grade-limits:
                  - { when: deaths > 0, at: 优良, because: 亡人 }
                  - { when: deaths > 3, at: 合格, because: 四人 }
                  - { when: deaths > 1, at: 不合格, because: 两人 }
                """))
                .containsExactly(
                        "s.yaml:6 the cap at 150 is above full marks (100); write one up to these",
                        "s.yaml:7 the cap at 100 can never bind: no score is above 100; write a lower one, or leave it out",
                        "s.yaml:9 the cap at 79 can never bind: wherever it holds, the one for '三人' (line 8) holds, too, and is stronger; change one of them",
                        "s.yaml:10 the cap at 60 can never bind: its condition never holds; '治理' lies in 0..100",
                        "s.yaml:12 the cap at 59 can never bind: wherever it holds, the one for '三人' (line 8) holds, too, and is stronger; change one of them",
                        "s.yaml:14 the floor at 0 can never bind: no score is below 0; write a higher one, or leave it out",
                        "s.yaml:15 the floor at 120 is above full marks (100); write one up to these",
                        "s.yaml:16 the floor at 60 can never bind: wherever it holds, the one for '市级' (line 17) holds, too, and is stronger; change one of them",
                        "s.yaml:20 the limit at '优良' can never bind: it is the best grade there is; name the best one that is still possible",
                        "s.yaml:21 the limit at '合格' can never bind: wherever it holds, the one for '两人' (line 22) holds, too, and is stronger; change one of them");
        // Scores that can be above full marks can be capped at these.
        assertThat(mistakes("""
                scheme: c
                indicators: { a: { normalise: target 90 uncapped } }
                caps: [ { when: a > 0, at: 100, because: 封顶 } ]
                """)).isEmpty();
    }

    @Test
    void whatNobodyCanMeetIsNoRequirement() {
        assertThat(mistakes("""
                scheme: c
                tree: { 治理: {} }
                indicators:
                  a: { in: 治理, normalise: "goalposts 0..10" }
                requires:
                  - { that: visits > 0, otherwise: 未受检 }
                  - { that: 治理 > 100, otherwise: 治理不足 }
                """))
                .containsExactly(
                        "s.yaml:7 nobody can meet what is required: its condition never holds; '治理' lies in 0..100; mend it, or leave it out");
    }

    @Test
    void pointsBeyondFullMarksAndScalesThatDifferFromGroupToGroupAreMistakes() {
        assertThat(mistakes("""
                scheme: c
                full-marks: 10
                indicators:
                  a: { normalise: min-max 1..100 }
                  b: { normalise: min-max of period, outliers: winsorise 5 else log }
                  c: { normalise: min-max, outliers: log }
                """))
                .containsExactly(
                        "s.yaml:4 'a' gets up to 100 points, and full marks are 10; write a range up to 10, or change 'full-marks'",
                        "s.yaml:5 'b': each group goes to the logarithmic scale or not by itself, and here groups are compared; use 'winsorise', or compare within the group");
    }

    @Test
    void oneConditionImpliesAnotherOnlyWhereThatIsSure() {
        assertThat(implies("a > 3", "a > 2")).isTrue();
        assertThat(implies("a >= 3", "a > 3")).isFalse();
        assertThat(implies("a = 3", "a >= 3")).isTrue();
        assertThat(implies("3 < a", "a <> 3")).isTrue();
        assertThat(implies("a < 3", "a < 4 or b > 1")).isTrue();
        assertThat(implies("a < 3 and b > 1", "b > 0")).isTrue();
        assertThat(implies("a < 3 or b > 1", "b > 0")).isFalse();
        assertThat(implies("a < 3 or a < 2", "a < 3")).isTrue();
        assertThat(implies("a > 3", "b > 2")).isFalse();
        assertThat(implies("a > 3", "not a is missing")).isTrue();
        assertThat(implies("not a > 3", "a <= 3")).isFalse();
    }

    private static boolean implies(String one, String other) {
        return Condition.parse(one).implies(Condition.parse(other));
    }

    private List<String> read(String yaml) {
        return told(yaml, false);
    }

    private List<String> mistakes(String yaml) {
        return told(yaml, true);
    }

    private List<String> told(String yaml, boolean examined) {
        try {
            Files.writeString(folder.resolve("s.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var problems = new Problems();
        var scheme =
                new SpecFiles(folder, problems).yaml(folder.resolve("s.yaml")).flatMap(Scheme::read);
        if (examined) {
            assertThat(problems.sorted()).isEmpty();
            scheme.orElseThrow().examine(problems);
        }
        return problems.sorted().stream().map(Object::toString).toList();
    }
}
