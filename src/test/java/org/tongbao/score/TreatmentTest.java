package org.tongbao.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a value on its way to points, and to points on their way to a score. Expected figures were worked out by hand. */
class TreatmentTest {

    @TempDir
    Path folder;

    @Test
    void aCountIsDividedByWhatItIsCountedOn() {
        try (var trial = new ScoredTable(folder, """
                scheme: t
                indicators:
                  accidents: { per: 100 workers, normalise: deduct 10 each }
                """, "id,accidents,workers\na,4,200\nb,4,\nc,0,50\nd,1,0\n")) {
            assertThat(trial.points("accidents")).isEqualTo("a=80.0 b=- c=100.0 d=-");
            assertThat(trial.column("denominated", "accidents")).isEqualTo("a=2.0 b=- c=0.0 d=-");
            assertThat(trial.column("raw", "accidents")).isEqualTo("a=4.0 b=4.0 c=0.0 d=1.0");
        }
        // The group has 6 accidents on 400 workers; a (4 + 100 * 6/400) / (200 + 100)
        try (var trial = new ScoredTable(folder, """
                scheme: t
                indicators:
                  accidents: { per: workers, normalise: as is, small-samples: shrink 100 }
                """, "id,accidents,workers\na,4,200\nb,2,100\nc,0,100\n")) {
            assertThat(trial.column("treated", "accidents")).isEqualTo("a=0.018333 b=0.0175 c=0.0075");
        }
    }

    @Test
    void outliersAreDrawnInOnlyWhereTheTestFailsAndOnlyAsFarAsNeeded() {
        var rows = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> "s%02d,%d,%d".formatted(i, i == 20 ? 500 : i, i))
                .collect(Collectors.joining("\n"));
        try (var trial = new ScoredTable(folder, """
                scheme: t
                indicators:
                  x: { normalise: min-max, outliers: winsorise 3 }
                  y: { normalise: min-max, outliers: winsorise 3 }
                """, "id,x,y\n" + rows + "\n")) {
            assertThat(trial.column("treated", "x")).contains("s18=18.0 s19=19.0 s20=19.0");
            assertThat(trial.points("x")).contains("s10=50.0", "s19=100.0 s20=100.0");
            assertThat(trial.note("x", "s20")).isEqualTo("离群值，缩尾为19.0");
            assertThat(trial.note("x", "s19")).isEmpty();
            assertThat(trial.points("y")).contains("s20=100.0").doesNotContain("s19=100.0");
        }
        try (var trial = new ScoredTable(folder, """
                scheme: t
                indicators: { x: { normalise: min-max, outliers: log }, y: { normalise: min-max, outliers: log } }
                """, "id,x,y\n" + rows + "\n")) {
            // ln(x - 1 + 4.99) between ln 4.99 and ln 503.99
            assertThat(trial.points("x")).startsWith("s01=0.0 s02=3.957762").endsWith("s20=100.0");
            assertThat(trial.points("y")).startsWith("s01=0.0 s02=5.263158");
        }
    }

    @Test
    void whereDrawingInIsNotEnoughTheGroupGoesToALogarithmicScale() {
        // Two lie far out: with one drawn in to the other, the test still fails.
        var rows = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> "s%02d,%d".formatted(i, i == 20 ? 500 : i == 19 ? 400 : i))
                .collect(Collectors.joining("\n"));
        try (var trial = new ScoredTable(folder, """
                scheme: t
                indicators: { x: { normalise: min-max, outliers: winsorise 1 else log } }
                """, "id,x\n" + rows + "\n")) {
            // ln(x - 1 + 4.99) between ln 4.99 and ln 503.99, of the values as they were
            assertThat(trial.points("x")).startsWith("s01=0.0 s02=3.957762").endsWith("s20=100.0");
            assertThat(trial.column("treated", "x")).startsWith("s01=1.607436 s02=1.790091");
            assertThat(trial.note("x", "s02")).isEqualTo("组内有离群值，取对数");
        }
        try (var trial = new ScoredTable(folder, """
                scheme: t
                indicators: { x: { normalise: min-max, outliers: winsorise 2 else log } }
                """, "id,x\n" + rows + "\n")) {
            assertThat(trial.column("treated", "x")).endsWith("s18=18.0 s19=18.0 s20=18.0");
            assertThat(trial.note("x", "s20")).isEqualTo("离群值，缩尾为18.0");
            assertThat(trial.note("x", "s02")).isEmpty();
        }
    }

    @Test
    void pointsLieInTheRangeThatIsWritten() {
        try (var trial =
                new ScoredTable(folder, """
                scheme: t
                indicators:
                  a: { normalise: min-max 1..100 }
                  b: { normalise: percentile rank 1..100, better: lower }
                  c: { normalise: "goalposts 60..100 to 20..80" }
                  d: { normalise: z-score 50 10 clipped 45..52 }
                  e: { normalise: target 90 from 60 to 1..100 }
                """, "id,a,b,c,d,e\nx,10,10,50,10,50\ny,15,15,80,20,75\nz,20,20,120,30,95\n")) {
            assertThat(trial.points("a")).isEqualTo("x=1.0 y=50.5 z=100.0");
            assertThat(trial.points("b")).isEqualTo("x=100.0 y=50.5 z=1.0");
            assertThat(trial.points("c")).isEqualTo("x=20.0 y=50.0 z=80.0");
            assertThat(trial.points("d")).isEqualTo("x=45.0 y=50.0 z=52.0");
            assertThat(trial.points("e")).isEqualTo("x=1.0 y=50.5 z=100.0");
        }
    }

    @Test
    void whoeverGoesBeyondATargetGetsMoreWhereItIsUncapped() {
        try (var trial = new ScoredTable(folder, """
                scheme: t
                indicators:
                  a: { normalise: target 90 uncapped }
                  b: { normalise: target 10 from 30 uncapped }
                  c: { normalise: target 5 uncapped }
                """, "id,a,b,c\nx,60,40,10\ny,75,20,20\nz,105,0,30\nv,,,\n")) {
            assertThat(trial.points("a")).isEqualTo("v=- x=0.0 y=50.0 z=150.0");
            assertThat(trial.points("b")).isEqualTo("v=- x=0.0 y=50.0 z=150.0");
            // Even the worst is beyond the target: there is no way to measure.
            assertThat(trial.points("c")).isEqualTo("v=- x=100.0 y=100.0 z=100.0");
        }
    }

    @Test
    void missingPointsAreTakenFromTheLikeAndAllAreRankedTogether() {
        try (var trial = new ScoredTable(
                folder, """
                scheme: t
                indicators:
                  x: { normalise: as is, missing: group mean of kind }
                  y: { normalise: as is, missing: worst of kind }
                """, "id,kind,x,y\na,市政,10,1\nb,市政,30,\nc,市政,,3\nd,房建,90,9\ne,房建,,\nf,其他,,5\ng,,,7\n")) {
            assertThat(trial.points("x")).isEqualTo("a=10.0 b=30.0 c=20.0 d=90.0 e=90.0 f=- g=-");
            assertThat(trial.points("y")).isEqualTo("a=1.0 b=1.0 c=3.0 d=9.0 e=9.0 f=5.0 g=7.0");
            assertThat(trial.note("x", "c")).isEqualTo("缺测，按同类（kind相同）平均分计");
            assertThat(trial.note("x", "f")).isEqualTo("缺测，同类（kind相同）均无数据，权重由同级指标分摊");
            assertThat(trial.column("imputed", "score")).isEqualTo("a=0.0 b=0.5 c=0.5 d=0.0 e=1.0 f=0.0 g=0.0");
        }
        assertThatThrownBy(() -> ScoredTable.scheme(folder, """
                scheme: t
                indicators:
                  x: { normalise: as is, missing: zero of kind }
                  y: { normalise: as is, missing: "group mean of " }
                """))
                .hasMessageContaining(
                        "s.yaml:3 'zero of kind': 'zero' looks at nobody else; write such as: group mean of project_type")
                .hasMessageContaining(
                        "s.yaml:4 unknown policy for missing values 'group mean of', did you mean 'group mean'?");
    }

    @Test
    void oneIndicatorCanStandInTwoBranches() {
        try (var trial = new ScoredTable(folder, """
                scheme: t
                tree: { 履职: { weight: 40 }, 治理: { weight: 60 } }
                indicators:
                  rate: { in: 治理, weight: 50, normalise: as is }
                  closed: { in: 治理, weight: 50, normalise: as is }
                  按期（履职）: { indicator: rate, in: 履职, normalise: "goalposts 50..100", missing: zero }
                caps:
                  - { when: rate < 40, at: 30, because: 按期率过低 }
                """, "id,rate,closed\na,80,60\nb,,60\nc,20,100\n")) {
            assertThat(trial.points("治理")).isEqualTo("a=70.0 b=60.0 c=60.0");
            assertThat(trial.points("按期（履职）")).isEqualTo("a=60.0 b=0.0 c=0.0");
            assertThat(trial.column("raw", "按期（履职）")).isEqualTo("a=80.0 b=- c=20.0");
            assertThat(trial.points("score")).isEqualTo("a=66.0 b=36.0 c=30.0");
        }
        try (var trial = new ScoredTable(folder, """
                scheme: t
                indicators:
                  x: { normalise: as is }
                  x_again: { indicator: x, normalise: percentile rank }
                  other: { indicator: y, normalise: as is }
                """, "id,x,y\na,1,5\nb,2,4\n")) {
            assertThat(trial.points("x_again")).isEqualTo("a=0.0 b=100.0");
            assertThat(trial.points("other")).isEqualTo("a=5.0 b=4.0");
        }
        assertThatThrownBy(() -> new ScoredTable(folder, """
                scheme: t
                indicators:
                  x: { indicator: y, normalise: as is }
                  z: { indicator: ys, normalise: as is }
                """, "id,x,y\na,1,5\nb,2,4\n"))
                .hasMessageContaining("s.yaml:3 'x' is an indicator itself; call this place of 'y' otherwise")
                .hasMessageContaining("s.yaml:4 unknown indicator 'ys', did you mean 'y'?");
    }

    @Test
    void aFloorLiftsACapIsStrongerAndEachIsNamed() {
        try (var trial =
                new ScoredTable(folder, """
                scheme: t
                indicators: { x: { normalise: as is } }
                floors:
                  - { when: model > 0, at: 60, because: 示范单位 }
                  - { when: model >= 2, at: 70, because: 省级示范单位 }
                caps:
                  - { when: deaths > 0, at: 59, because: 发生亡人事故 }
                """, "id,x,model,deaths\na,50,1,0\nb,50,2,0\nc,50,2,1\nd,90,2,0\ne,20,,1\n")) {
            assertThat(trial.points("score")).isEqualTo("a=60.0 b=70.0 c=59.0 d=90.0 e=20.0");
            assertThat(trial.note("score", "b")).isEqualTo("省级示范单位，保底70.00分（原50.00分）");
            assertThat(trial.note("score", "c")).isEqualTo("发生亡人事故，封顶59.00分（原70.00分）");
            assertThat(trial.column("contribution", "floor")).isEqualTo("a=10.0 b=20.0 c=20.0");
            assertThat(trial.column("contribution", "cap")).isEqualTo("c=-11.0");
            assertThat(trial.column("contribution", "x")).isEqualTo("a=50.0 b=50.0 c=50.0 d=90.0 e=20.0");
        }
    }

    @Test
    void whatStandsInForMissingValuesIsMarkedAndItsShareShown() {
        try (var trial = new ScoredTable(folder, """
                scheme: t
                missing: group mean
                tree: { A: { weight: 60 }, B: { weight: 40 } }
                indicators:
                  x: { in: A, weight: 3, normalise: as is }
                  y: { in: A, weight: 1, normalise: as is }
                  z: { in: B, normalise: as is, missing: redistribute }
                """, "id,x,y,z\na,10,20,30\nb,10,,30\nc,,20,\n")) {
            assertThat(trial.column("imputed", "A")).isEqualTo("a=0.0 b=0.25 c=0.75");
            assertThat(trial.column("imputed", "score")).isEqualTo("a=0.0 b=0.15 c=0.75");
            assertThat(trial.column("imputed", "y")).isEqualTo("a=0.0 b=1.0 c=0.0");
            assertThat(trial.note("y", "b")).isEqualTo("缺测，按组内平均分计");
        }
    }

    @Test
    void everyRankLikeWayCanCompareWithEarlierPeriods() {
        try (var trial = new ScoredTable(folder, """
                scheme: t
                indicators:
                  x: { normalise: percentile rank of all periods }
                  y: { normalise: z-score 50 10 of all periods clipped }
                """, "id,m,x,y\na,1,1,1\nb,1,2,2\na,2,3,3\nb,2,4,200\n", "m")) {
            assertThat(trial
                            .session
                            .query(
                                    "select round(normalised, 4) as p from stage.score where node = 'x' order by run, subject")
                            .stream()
                            .map(row -> row.text("p"))
                            .toList())
                    .containsExactly("0.0", "100.0", "66.6667", "100.0");
        }
    }

    @Test
    void aMistakeInTheTreatmentIsTold() {
        assertThatThrownBy(() -> ScoredTable.scheme(folder, """
                scheme: t
                compare-weights: [entropie]
                indicators:
                  a: { normalise: goalposts 0..10, outliers: log }
                  b: { normalise: min-max on lg, outliers: winsorize 5 }
                  c: { normalise: min-max of groups, per: 100 }
                  d: { normalise: as is, per: workers, small-samples: wilson }
                grades: { 优良: 80, 合格: 60 }
                grade-limits:
                  - { when: a > 0, at: 合恪, because: x }
                floors:
                  - { when: a > 0, because: x }
                """)).message().isEqualTo("""
                s.yaml:2 unknown way to derive weights 'entropie', did you mean 'entropy'?
                s.yaml:4 'log' moves the scale on which 'goalposts 0..10' counts; use 'winsorise', or compare by min-max or z-score
                s.yaml:5 'min-max on lg': unknown transform 'lg', did you mean 'log'?
                s.yaml:5 unknown treatment of outliers 'winsorize 5', did you mean 'winsorise 5'?
                s.yaml:6 '100': per what? write such as: per: 100 active_projects
                s.yaml:6 unknown range of comparison 'min-max of groups', expected one of all periods, group, period, the panel
                s.yaml:7 Wilson's interval is of a share of cases, and 'per' makes a rate; use 'shrink' or 'at-least'
                s.yaml:10 unknown grade '合恪', did you mean '合格'?
                s.yaml:12 'at' is missing: the least that the score may be""");
    }

    @Test
    void otherWeightsAreComputedBesideTheDeclaredOnesAndChangeNothing() {
        var csv = "id,x,y,z\na,10,40,50\nb,20,30,50\nc,60,50,50\nd,90,20,50\n";
        var plain =
                "scheme: t\nindicators: { x: { normalise: as is }, y: { normalise: as is }, z: { normalise: as is } }\n";
        try (var with = new ScoredTable(folder, plain + "compare-weights: [entropy, critic, variation]\n", csv);
                var without = new ScoredTable(folder, plain, csv)) {
            assertThat(with.points("score")).isEqualTo(without.points("score"));
            // variation: sd(10,20,60,90) = 36.9685 over 45; sd(40,30,50,20) = 12.9099 over 35; a constant tells nothing
            double x = 36.968455 / 45;
            double y = 12.909944 / 35;
            assertThat(weight(with, "variation", "x")).isCloseTo(x / (x + y), within(1e-7));
            assertThat(weight(with, "variation", "z")).isZero();
            // r(x, y) = -0.349155..: both have the same conflict, so that only spread decides
            assertThat(weight(with, "critic", "x")).isCloseTo(36.968455 / (36.968455 + 12.909944), within(1e-7));
            assertThat(weight(with, "entropy", "z")).isCloseTo(0, within(1e-12));
            assertThat(weight(with, "entropy", "x")).isBetween(0.8, 1.0);
        }
    }

    @Test
    void skewedIndicatorsAndThoseThatFollowSizeAreWarnedOf() {
        var rows = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> "s%02d,%d,%d,%d".formatted(i, i == 20 ? 500 : i, i * i, i))
                .collect(Collectors.joining("\n"));
        try (var trial = new ScoredTable(folder, """
                scheme: t
                size: projects
                indicators:
                  x: { normalise: min-max, outliers: winsorise 3 }
                  y: { normalise: min-max }
                """, "id,x,y,projects\n" + rows + "\n")) {
            var x = trial.session.one("select * from stage.distribution where node = 'x'");
            assertThat(x.flag("outlying")).isTrue();
            assertThat(x.whole("touched")).isEqualTo(1);
            assertThat(x.optionalNumber("mean").orElseThrow()).isCloseTo(34.5, within(1e-9));
            assertThat(x.text("warning")).startsWith("偏度4.4").contains("疑有离群值；与规模的相关系数");
            var y = trial.session.one("select * from stage.distribution where node = 'y'");
            assertThat(y.text("warning")).isEqualTo("与规模的相关系数0.97，疑受规模影响");
        }
    }

    private static double weight(ScoredTable trial, String method, String node) {
        return trial.session
                .sql("select weight from stage.weight where method = :method and node = :node")
                .param("method", method)
                .param("node", node)
                .query()
                .get(0)
                .optionalNumber("weight")
                .orElseThrow();
    }
}
