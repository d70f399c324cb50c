package org.tongbao.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongbao.rank.Ranking;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.Warehouse;

/** What must hold for every scheme, on invented tables. */
class ScorePropertiesTest {

    /** Every way to normalise, every treatment, a floor and a cap. */
    private static final String ALL = """
            scheme: t
            aggregate: %s
            compare-weights: [entropy, critic, variation]
            size: i9
            tree: { A: { weight: 2 }, B: { weight: 3, aggregate: weighted mean } }
            indicators:
              i0: { in: A, weight: 3, normalise: goalposts 0..90 on sqrt }
              i1: { in: A, weight: 2, normalise: min-max of period, missing: group mean }
              i2: { in: A, weight: 1, normalise: z-score 50 10 clipped, missing: group median, better: lower }
              i3: { in: A, weight: 1, normalise: percentile rank, missing: worst }
              i4: { in: B, weight: 1, normalise: borda, missing: zero, better: lower }
              i5: { in: B, weight: 4, normalise: target 80 }
              i6: { in: B, weight: 1, normalise: "line 0: 0, 50: 20, 90: 100", per: 10 i9 }
              i7: { in: B, weight: 2, normalise: deduct 1 each }
              i8: { weight: 1, normalise: as is }
            floors:
              - { when: i8 > 90, at: 30, because: 示范 }
            caps:
              - { when: i7 > 95, at: 60, because: 事故 }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"weighted mean", "geometric mean", "harmonic mean", "minimum", "product"})
    void scoresStayWithinTheScaleAndNoImprovementLowersAScore(String aggregate) {
        var random = new Random(11);
        var base = rows(random, 25);
        var csv = new StringBuilder("id,m,i0,i1,i2,i3,i4,i5,i6,i7,i8,i9\n");
        append(csv, 0, base);
        // In each further period one figure of one subject is better; the rest is as it was
        int periods = 90;
        var whose = new ArrayList<String>();
        for (int period = 1; period <= periods; period++) {
            int indicator = period % 9;
            int subject = random.nextInt(base.size());
            var rows = new ArrayList<>(base);
            var row = new ArrayList<>(base.get(subject));
            boolean lower = indicator == 2 || indicator == 4 || indicator == 7;
            var old = row.get(indicator);
            double x = old.isEmpty() ? Double.NaN : Double.parseDouble(old);
            row.set(
                    indicator,
                    old.isEmpty()
                            ? ""
                            : String.valueOf(lower ? x * random.nextDouble() : x + (100 - x) * random.nextDouble()));
            rows.set(subject, row);
            append(csv, period, rows);
            whose.add("s" + subject);
        }
        try (var trial = new ScoredTable(folder, ALL.formatted(aggregate), csv.toString(), "m")) {
            trial.session
                    .query("select normalised as s from stage.score where node = 'score' and normalised is not null")
                    .forEach(row ->
                            assertThat(row.optionalNumber("s").orElseThrow()).isBetween(-1e-9, 100 + 1e-9));
            int compared = 0;
            for (int period = 1; period <= periods; period++) {
                var scores = trial.session
                        .sql(
                                "select run, normalised as s from stage.score where node = 'score' and subject = :subject and run in (1, :period)"
                                        + " and normalised is not null order by run")
                        .param("subject", whose.get(period - 1))
                        .param("period", period + 1)
                        .query();
                if (scores.size() == 2) {
                    compared++;
                    assertThat(scores.get(1).optionalNumber("s").orElseThrow())
                            .as("period " + period)
                            .isGreaterThanOrEqualTo(
                                    scores.get(0).optionalNumber("s").orElseThrow() - 1e-9);
                }
            }
            assertThat(compared).isGreaterThan(60);
            trial.session.query("""
                    select run, subject, sum(contribution) filter (where node in ('cap', 'floor') or node not in
                            (select parent from stage.score where parent is not null)) as points,
                        max(normalised) filter (where node = 'score') as score
                    from stage.score group by run, subject having max(normalised) filter (where node = 'score') is not null""").forEach(row -> assertThat(
                            row.optionalNumber("points").orElseThrow())
                    .as(row.toString())
                    .isCloseTo(row.optionalNumber("score").orElseThrow(), within(1e-9)));
        }
    }

    @Test
    void nothingDependsOnThreadsRowOrderOrNames() {
        var rows = rows(new Random(5), 2500);
        var scheme = ALL.formatted("weighted mean").replace("on sqrt }", "on sqrt, outliers: winsorise 3 }");
        var first = everything(scheme, csv(rows, false, 1), 1);
        assertThat(everything(scheme, csv(rows, false, 2), 2)).isEqualTo(first);
        assertThat(everything(scheme, csv(rows, false, 3), 8)).isEqualTo(first);
        assertThat(everything(scheme, csv(rows, true, 4), 8)).isEqualTo(first);
        assertThat(first).contains("node=cap");
    }

    @Test
    void noBitAndNoPlaceDependsOnHowManyThreadsShareTheRows() {
        // More rows than the engine gives to one thread at a time, and sums that are not exact.
        var first = checksum(1, "i");
        assertThat(checksum(2, "hash(i)")).isEqualTo(first);
        assertThat(checksum(8, "hash(i, 7)")).isEqualTo(first);
    }

    private String checksum(int threads, String order) {
        var settings = new Warehouse.Settings(null, "2GB", threads, folder.resolve("temp"), List.of(folder));
        try (var warehouse = Warehouse.open(settings);
                var session = warehouse.session()) {
            session.execute(
                    "create temp table firm as select 'f' || i as id from range(150000) as t(i) order by " + order);
            for (int k = 0; k < 3; k++) {
                session.execute("insert into stage.observation select 1, 'firm', 'f' || i, 'i" + k + "', null, null,"
                        + " (hash(i, " + k + ") % 1000003) / 997.0 from range(150000) as t(i) order by " + order);
            }
            var scheme = ScoredTable.scheme(folder, """
                    scheme: s
                    subject: firm
                    indicators:
                      i0: { weight: 3, normalise: z-score 50 10 }
                      i1: { weight: 2, normalise: min-max, missing: group mean }
                      i2: { weight: 1, normalise: percentile rank }
                    """);
            var subjects = new Subjects(Map.of("firm", new Subjects.Kind("firm", "企业", "firm", "id", "id", Map.of(), new Location("subjects.yaml", 1))));
            var run = new Run(1, "j", Period.parse("2026-06"), 0);
            new Catalog(Map.of(), List.of()).pin(session, run);
            new Scoring(scheme, Map.of(), subjects).score(session, run);
            var block = new SpecFiles(folder, new Problems())
                    .yaml(folder.resolve("s.yaml"))
                    .orElseThrow();
            Ranking.read(block, false).orElseThrow().rank(session, run, subjects);
            return session.one("""
                    select (select bit_xor(hash(subject, node, raw, normalised, effective_weight, contribution)) from stage.score)
                        || ' ' || (select bit_xor(hash(subject, rank, score)) from stage.standing)
                        || ' ' || (select bit_xor(hash(node, mean, deviation, skewness, kurtosis)) from stage.distribution)
                        as sums""").text("sums");
        }
    }

    @Test
    void weightsCountByTheirProportion() {
        var csv = csv(rows(new Random(6), 60), false, 1);
        var scheme = ALL.formatted("geometric mean");
        var scaled = scheme.replace("weight: 1,", "weight: 0.7,")
                .replace("weight: 2,", "weight: 1.4,")
                .replace("weight: 3,", "weight: 2.1,")
                .replace("weight: 4,", "weight: 2.8,")
                .replace("weight: 2 }", "weight: 1.4 }");
        try (var one = new ScoredTable(folder, scheme, csv);
                var other = new ScoredTable(folder, scaled, csv)) {
            assertThat(other.points("score")).isEqualTo(one.points("score"));
        }
    }

    /** Every bit of every stored figure, and every place, under names that don't tell the order of the rows. */
    private String everything(String scheme, String csv, int threads) {
        try (var trial = new ScoredTable(folder, scheme, csv, threads)) {
            var problems = new Problems();
            var ranking = new SpecFiles(folder, problems)
                    .yaml(folder.resolve("s.yaml"))
                    .flatMap(block -> Ranking.read(block, true))
                    .orElseThrow();
            var places = ranking.standings("select run, subject, 'all' as scope, position from plain");
            return trial.session.query("""
                            select right(subject, 6) as who, 1 as part, node, concat_ws(' ', parent, raw, denominated, treated,
                                normalised, weight, effective_weight, contribution, imputed, note) as text from stage.score
                            union all select right(subject, 6), 2, '', rank || ' ' || score from (%s)
                            union all select '', 3, node, concat_ws(' ', method, n, declared, weight) from stage.weight
                            union all select '', 4, node, concat_ws(' ', n, missing, mean, deviation, skewness, kurtosis,
                                touched, size_correlation, warning) from stage.distribution
                            order by all""".formatted(places)).stream()
                    .map(row -> row.values().toString())
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String csv(List<List<String>> rows, boolean renamed, int seed) {
        var order = new ArrayList<Integer>();
        for (int i = 0; i < rows.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed));
        var csv = new StringBuilder("id,i0,i1,i2,i3,i4,i5,i6,i7,i8,i9\n");
        for (int i : order) {
            var name = (renamed ? Integer.toString(i * 7919 % 10007, 36) + "-" : "") + "%06d".formatted(i);
            csv.append(name).append(',').append(String.join(",", rows.get(i))).append('\n');
        }
        return csv.toString();
    }

    private static void append(StringBuilder csv, int period, List<List<String>> rows) {
        for (int i = 0; i < rows.size(); i++) {
            csv.append("s" + i + "," + (100 + period) + "," + String.join(",", rows.get(i)) + "\n");
        }
    }

    /** Invented values 0..100 of ten indicators, some missing; many alike, so that there are ties. */
    private static List<List<String>> rows(Random random, int subjects) {
        var rows = new ArrayList<List<String>>();
        for (int s = 0; s < subjects; s++) {
            var row = new ArrayList<String>();
            for (int i = 0; i < 10; i++) {
                int dice = random.nextInt(20);
                row.add(
                        dice == 0
                                ? ""
                                : dice < 6 ? String.valueOf(10 * dice) : String.valueOf(random.nextDouble() * 100));
            }
            rows.add(row);
        }
        return rows;
    }
}
