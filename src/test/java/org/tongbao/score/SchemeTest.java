package org.tongbao.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.score.method.Condition;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.Problems;

class SchemeTest {

    @TempDir
    Path folder;

    @Test
    void theSketchOfTheDesignIsRead() {
        var scheme = ScoredTable.scheme(folder, """
                scheme: region-monthly
                title: 县（市、区）月度安全生产评分
                version: 3
                from: 2026-01-01
                subject: region
                basis: [R035, R036, R055, R085]
                tree:
                  履职检查:   { weight: 40 }
                  隐患治理:   { weight: 35 }
                  在线监测:   { weight: 25 }
                indicators:
                  inspection_coverage: { in: 履职检查, weight: 50, normalise: goalposts 60..100 }
                  hazard_on_time:      { in: 隐患治理, weight: 60, normalise: goalposts 50..100, small-samples: wilson }
                  device_online:       { in: 在线监测, weight: 40, normalise: as is, missing: redistribute }
                aggregate: weighted mean
                caps:
                  - { when: fatalities > 0, at: 59, because: 发生亡人事故 }
                grades: { 优良: 80, 合格: 70, 不合格: 0 }
                rank: { within: kind, ties: 1-2-2-4, at-least: 3 }
                """);
        assertThat(scheme.leaves())
                .extracting(Scheme.Leaf::name)
                .containsExactly("inspection_coverage", "hazard_on_time", "device_online");
        assertThat(scheme.indicators()).contains("fatalities").hasSize(4);
        assertThat(scheme.root().children()).extracting(Scheme.Node::weight).containsExactly(40.0, 35.0, 25.0);
        assertThat(scheme.within()).isEqualTo("kind");
        assertThat(scheme.from()).hasToString("2026-01-01");
    }

    @Test
    void everyMistakeIsToldAtOnceWithItsLine() {
        assertThatThrownBy(() -> ScoredTable.scheme(folder, """
                scheme: t
                agregate: weighted mean
                missing: redistribut
                full-marks: -1
                at-least-present: half
                from: 1.1.2026
                tree:
                  A: { weight: ten }
                  B: { in: C }
                  C: { in: B }
                  D: { in: E }
                  F: {}
                  score: {}
                indicators:
                  x: { in: AA, normalise: min-maxx }
                  y: { in: A }
                  z: { in: C, normalise: as is, better: lower }
                  v: { in: A, weight: -1, normalise: as is, small-samples: wilsons }
                caps:
                  - { when: x > > 0, at: 50, because: 坏 }
                  - { when: x > 0, because: 坏 }
                """)).message().isEqualTo("""
                s.yaml:2 unknown key 'agregate', did you mean 'aggregate'?
                s.yaml:3 unknown policy for missing values 'redistribut', did you mean 'redistribute'?
                s.yaml:4 'full-marks' must be above 0
                s.yaml:5 'at-least-present' must be a share such as 50%, found 'half'
                s.yaml:6 '1.1.2026' is not a month such as 2026-01 or a date such as 2026-01-01
                s.yaml:8 'weight' must be a number, found 'ten'
                s.yaml:9 'B' stands inside itself
                s.yaml:10 'C' stands inside itself
                s.yaml:11 unknown branch 'E', expected one of A, B, C, D, F
                s.yaml:12 no indicator stands in 'F'
                s.yaml:13 'score' is the product's own name for a node; choose another
                s.yaml:15 unknown branch 'AA', did you mean 'A'?
                s.yaml:15 unknown way to normalise 'min-maxx', did you mean 'min-max'?
                s.yaml:16 'y' does not say how to 'normalise'; one of: goalposts 60..100 | goalposts 60..100 to 1..100 | goalposts 100..10000 on log | min-max \
                | min-max 1..100 | min-max of period | min-max of all periods | z-score | z-score 50 10 clipped | percentile rank | borda \
                | target 90 | target 90 from 60 | target 90 uncapped | steps 0: 0, 60: 50 | line 0: 0, 100: 50 | deduct 5 each | as is
                s.yaml:17 'as is' takes the value for points and can't turn it round; normalise it
                s.yaml:18 the weight of 'v' must not be below 0
                s.yaml:18 unknown treatment of small samples 'wilsons', did you mean 'wilson'?
                s.yaml:20 condition 'x > > 0' is not understood at '>'; write such as: fatalities > 0 and (accidents >= 2 \
                or hazard_on_time is missing)
                s.yaml:21 'at' is missing: the most that the score may be""");
    }

    @Test
    void indicatorsThatDoNotExistAreToldWithTheNearest() {
        var scheme = ScoredTable.scheme(folder, """
                scheme: t
                tree: { 治理: {} }
                indicators:
                  hazard_ontime: { in: 治理, normalise: as is }
                  overdue: { in: 治理, normalise: as is }
                caps:
                  - { when: fatalites > 0 or 治里 < 60, at: 59, because: 发生亡人事故 }
                """);
        var problems = new Problems();
        scheme.verify(
                Map.of(
                        "hazard_on_time", new Scheme.Gauge("按期整改率", true, 100),
                        "overdue", new Scheme.Gauge("超期", false, 1),
                        "fatalities", new Scheme.Gauge("死亡", false, 1)),
                problems);
        assertThat(problems.sorted())
                .extracting(Object::toString)
                .containsExactly(
                        "s.yaml:4 unknown indicator 'hazard_ontime', did you mean 'hazard_on_time'?",
                        "s.yaml:5 'overdue' is better when lower, and 'as is' would reward high values; normalise it, or write"
                                + " 'better: higher'",
                        "s.yaml:7 unknown indicator or branch 'fatalites', did you mean 'fatalities'?",
                        "s.yaml:7 unknown indicator or branch '治里', did you mean '治理'?");
    }

    @Test
    void conditionsAreReadWithTheUsualPrecedence() {
        assertThat(Condition.parse("a > 0 or b <= 1.5 and not (\"c d\" is missing or 事故 <> -2)")
                        .sql(name -> "[" + name + "]"))
                .isEqualTo("(coalesce([a] > 0.0e0, false) or (coalesce([b] <= 1.5e0, false) and not ([c d] is null or"
                        + " coalesce([事故] <> (-2.0e0), false))))");
        assertThat(Condition.parse("a is not missing").sql(name -> name)).isEqualTo("not a is null");
        for (var wrong :
                new String[] {"a", "a >", "> 1", "a > 1 b", "(a > 1", "a > 1; drop table x", "1 is missing", ""}) {
            assertThatThrownBy(() -> Condition.parse(wrong)).hasMessageContaining("is not understood at");
        }
    }
}
