package org.tongbao.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected scores were worked out by hand. */
class ScoringTest {

    /** Three levels, every way to aggregate, missing values, a cap. */
    private static final String DEEP = """
            scheme: t
            aggregate: geometric mean
            tree:
              主体: { weight: 60 }
              履职: { in: 主体, weight: 2, aggregate: weighted mean }
              治理: { in: 主体, weight: 1, aggregate: harmonic mean }
              短板: { weight: 20, aggregate: minimum }
              扣分: { weight: 20, aggregate: deduction }
              系数: { in: 扣分, aggregate: product, weight: 0.1 }
            indicators:
              i0: { in: 履职, weight: 3, normalise: goalposts 0..90 }
              i1: { in: 履职, weight: 1, normalise: min-max, missing: group mean }
              i2: { in: 治理, weight: 3, normalise: goalposts 0..90, missing: zero }
              i3: { in: 治理, weight: 1, normalise: percentile rank, better: lower }
              i4: { in: 短板, normalise: as is }
              i5: { in: 短板, normalise: as is }
              i6: { in: 系数, normalise: as is }
              i7: { in: 系数, normalise: "steps 0: 100, 50: 60" }
              i8: { in: 扣分, normalise: as is, weight: 0.5 }
            caps:
              - { when: i9 >= 90, at: 40, because: 发生事故 }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            weighted mean  | a=50.0 b=72.0
            geometric mean | a=47.568285 b=66.619291
            harmonic mean  | a=45.714286 b=60.0
            minimum        | a=40.0 b=30.0
            sum            | a=200.0 b=360.0
            product        | a=32.0 b=16.2
            """)
    void branchesAggregateAsDeclared(String way, String expected) {
        try (var trial = new ScoredTable(folder, """
                scheme: t
                aggregate: %s
                indicators:
                  x: { weight: 3, normalise: as is }
                  y: { weight: 1, normalise: as is }
                  z: { weight: 1, normalise: as is }
                """.formatted(way), "id,x,y,z\na,40,80,\nb,90,60,30\n")) {
            assertThat(trial.points("score")).isEqualTo(expected);
            assertLeavesAddUp(trial);
        }
    }

    @Test
    void whoDoesNotMeetWhatIsRequiredHasNoScoreAndIsToldWhy() {
        try (var trial = new ScoredTable(folder, """
                scheme: t
                indicators:
                  x: { normalise: as is }
                requires:
                  - { that: visits > 0, otherwise: 未受检 }
                  - { that: x >= 10, otherwise: 数据不足 }
                """, "id,x,visits\na,40,1\nb,90,0\nc,90,\nd,9,2\n")) {
            assertThat(trial.points("score")).isEqualTo("a=40.0 b=- c=- d=-");
            assertThat(trial.note("score", "b")).isEqualTo("未受检");
            assertThat(trial.note("score", "c")).isEqualTo("未受检");
            assertThat(trial.note("score", "d")).isEqualTo("数据不足");
        }
    }

    @Test
    void deductionsAreTakenFromFullMarksAndNotBelowZero() {
        try (var trial = new ScoredTable(folder, """
                scheme: t
                aggregate: deduction
                indicators:
                  x: { weight: 10, normalise: as is }
                  y: { weight: 5, normalise: as is }
                """, "id,x,y\na,2,1\nb,9,9\nc,0,0\n")) {
            assertThat(trial.points("score")).isEqualTo("a=75.0 b=0.0 c=100.0");
            assertLeavesAddUp(trial);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            redistribute | a=60.0 b=70.0 c=- d=75.0         | 权重由同级指标分摊
            zero         | a=30.0 b=70.0 c=0.0 d=75.0       | 计0分
            worst        | a=50.0 b=70.0 c=45.0 d=75.0      | 按组内最低分计
            group mean   | a=62.5 b=70.0 c=69.166667 d=75.0 | 按组内平均分计
            group median | a=62.5 b=70.0 c=62.5 d=75.0      | 按组内中位分计
            exclude      | a=- b=70.0 c=- d=75.0            | 不计总分
            """)
    void missingValuesAreTreatedAsDeclared(String policy, String expected, String note) {
        try (var trial = new ScoredTable(folder, """
                scheme: t
                missing: %s
                indicators: { x: { normalise: as is }, y: { normalise: as is } }
                """.formatted(policy), "id,x,y\na,60,\nb,50,90\nc,,\nd,110,40\n")) {
            assertThat(trial.points("score")).isEqualTo(expected);
            assertThat(trial.note("y", "a")).contains("缺测").contains(note);
            assertLeavesAddUp(trial);
        }
    }

    @Test
    void aRedistributedWeightIsShownBesideTheDeclaredOne() {
        try (var trial = new ScoredTable(folder, """
                scheme: t
                indicators: { x: { weight: 30, normalise: as is }, y: { weight: 10, normalise: as is } }
                """, "id,x,y\na,60,\nb,50,90\n")) {
            assertThat(weights(trial, "x", "a")).isEqualTo("0.75 1.0");
            assertThat(weights(trial, "y", "a")).isEqualTo("0.25 0.0");
            assertThat(weights(trial, "y", "b")).isEqualTo("0.25 0.25");
        }
    }

    @Test
    void tooFewValuesGiveNoScoreAndSayWhy() {
        try (var trial = new ScoredTable(folder, """
                scheme: t
                at-least-present: 50%
                missing: zero
                tree: { A: { weight: 60, at-least-present: 60% }, B: { weight: 40 } }
                indicators:
                  x: { in: A, normalise: as is }
                  y: { in: A, normalise: as is, missing: redistribute }
                  z: { in: B, normalise: as is, missing: redistribute }
                """, "id,x,y,z\na,10,,\nb,10,20,\nc,10,,40\n")) {
            assertThat(trial.points("score")).isEqualTo("a=- b=15.0 c=40.0");
            assertThat(trial.note("score", "a")).isEqualTo("有数据的指标权重占30%，不足50%");
            assertThat(trial.points("A")).isEqualTo("a=- b=15.0 c=-");
        }
    }

    @Test
    void theLowestCapThatHoldsBindsAndIsNamed() {
        try (var trial =
                new ScoredTable(folder, """
                scheme: t
                tree: { A: {} }
                indicators: { x: { in: A, normalise: as is } }
                caps:
                  - { when: deaths > 0, at: 59, because: 发生亡人事故 }
                  - { when: deaths >= 3 or (A > 95 and not fires is missing), at: 30, because: 较大事故 }
                """, "id,x,deaths,fires\na,90,1,\nb,90,3,\nc,50,1,\nd,96,,1\ne,90,,\n")) {
            assertThat(trial.points("score")).isEqualTo("a=59.0 b=30.0 c=50.0 d=30.0 e=90.0");
            assertThat(trial.note("score", "a")).isEqualTo("发生亡人事故，封顶59.00分（原90.00分）");
            assertThat(trial.node("cap").keySet()).containsExactly("a", "b", "d");
            assertLeavesAddUp(trial);
        }
    }

    @Test
    void smallSamplesAreTrustedLess() {
        var csv = "id,x,x.numerator,x.denominator\na,100,1,1\nb,90,90,100\nc,0,0,4\n";
        // Wilson, z = 1.96: a (1 + 1.9208 - 1.9208) / (1 + 3.8416); c the lower bound is zero
        try (var trial = new ScoredTable(folder, small("wilson"), csv)) {
            assertThat(trial.points("x")).isEqualTo("a=0.206543 b=0.825633 c=0.0");
            assertThat(trial.note("x", "a")).contains("Wilson");
        }
        // The group's rate is 91 / 105; a (1·100 + 10·0.8667) / 11, on a scale where the value is the rate itself
        try (var trial = new ScoredTable(
                folder, small("shrink 10"), csv.replace("100,1,1", "1,1,1").replace("90,90,", ".9,90,"))) {
            assertThat(trial.points("x")).isEqualTo("a=0.878788 b=0.89697 c=0.619048");
        }
        try (var trial = new ScoredTable(folder, small("at-least 4"), csv)) {
            assertThat(trial.points("x")).isEqualTo("a=- b=90.0 c=0.0");
            assertThat(trial.note("x", "a")).startsWith("样本不足4；缺测");
        }
    }

    @Test
    void contributionsAddUpInEveryTree() {
        try (var trial = new ScoredTable(folder, DEEP, table(200, 1))) {
            assertThat(trial.node("score").values().stream().filter(row -> !row.isNull("normalised")))
                    .hasSizeGreaterThan(150);
            assertThat(trial.node("cap")).hasSizeGreaterThan(5);
            assertLeavesAddUp(trial);
        }
    }

    @Test
    void aScoreDoesNotDependOnRowOrderOrThreads() {
        var rows = new ArrayList<>(table(3000, 2).lines().toList());
        var head = rows.remove(0);
        var first = everything(DEEP, join(head, rows), 1);
        Collections.shuffle(rows, new Random(3));
        assertThat(everything(DEEP, join(head, rows), 2)).isEqualTo(first);
        assertThat(everything(DEEP, join(head, rows), 4)).isEqualTo(first);
    }

    @Test
    void aScoreDoesNotDependOnTheSubjectsNames() {
        var table = table(100, 4);
        try (var one = new ScoredTable(folder, DEEP, table);
                var other = new ScoredTable(folder, DEEP, table.replaceAll("(?m)^s", "甲-"))) {
            assertThat(other.points("score").replace("甲-", "s")).isEqualTo(one.points("score"));
        }
    }

    @Test
    void onlyTheProportionOfWeightsCounts() {
        var scheme =
                "scheme: t\nindicators: { i0: { weight: %s, normalise: as is }, i1: { weight: %s, normalise: as is } }\n";
        try (var one = new ScoredTable(folder, scheme.formatted("3", "7"), table(50, 5));
                var other = new ScoredTable(folder, scheme.formatted("0.6", "1.4"), table(50, 5))) {
            assertThat(other.points("score")).isEqualTo(one.points("score"));
        }
    }

    @Test
    void scoresStayBetweenZeroAndFullMarks() {
        try (var trial = new ScoredTable(folder, DEEP, table(500, 6))) {
            trial.node("score").values().stream()
                    .flatMap(row -> row.optionalNumber("normalised").stream())
                    .forEach(score -> assertThat(score).isBetween(-1e-9, 100 + 1e-9));
        }
    }

    /** Points of all leaves and the cap, against the final score. */
    private static void assertLeavesAddUp(ScoredTable trial) {
        trial.session.query("""
                        select subject, sum(contribution) filter (where node not in
                                (select parent from stage.score where parent is not null) or node = 'cap') as points,
                            max(normalised) filter (where node = 'score') as score
                        from stage.score group by subject order by subject""").forEach(row -> assertThat(
                        row.optionalNumber("points").orElse(-1.0))
                .as(row.toString())
                .isCloseTo(row.optionalNumber("score").orElse(-1.0), within(1e-9)));
    }

    private static String weights(ScoredTable trial, String node, String subject) {
        return trial.session
                .sql(
                        "select weight || ' ' || effective_weight as w from stage.score where node = :node and subject = :subject")
                .param("node", node)
                .param("subject", subject)
                .query()
                .get(0)
                .text("w");
    }

    /** Every bit of every row. */
    private String everything(String scheme, String csv, int threads) {
        try (var trial = new ScoredTable(folder, scheme, csv, threads)) {
            return trial.session.query("select * exclude (run) from stage.score order by node, subject").stream()
                    .map(row -> row.values().toString())
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String small(String way) {
        return "scheme: t\nindicators: { x: { normalise: as is, small-samples: " + way + " } }\n";
    }

    /** Invented values 0..100 of ten indicators, some missing, some zero. */
    private static String table(int subjects, int seed) {
        var random = new Random(seed);
        var rows = new ArrayList<String>();
        for (int s = 0; s < subjects; s++) {
            var row = new StringBuilder("s" + s);
            for (int i = 0; i < 10; i++) {
                int dice = random.nextInt(20);
                row.append(',').append(dice == 0 ? "" : dice == 1 ? "0" : String.valueOf(random.nextDouble() * 100));
            }
            rows.add(row.toString());
        }
        return join("id,i0,i1,i2,i3,i4,i5,i6,i7,i8,i9", rows);
    }

    private static String join(String head, List<String> rows) {
        return head + "\n" + String.join("\n", rows) + "\n";
    }
}
