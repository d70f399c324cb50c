package org.tongbao.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.rank.DrawnPlaces;
import org.tongbao.rank.Ranking;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.score.DrawnScores;
import org.tongbao.score.Scoring;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.Warehouse;

/** Draws on arrays are those by SQL, to the last digit. */
class DrawKernelTest {

    private static final Subjects SUBJECTS = new Subjects(Map.of(
            "region",
            new Subjects.Kind(
                    "region",
                    "县（市、区）",
                    "region",
                    "region_id",
                    "region_name",
                    Map.of(),
                    new Location("subjects.yaml", 1))));

    private static final Run RUN = new Run(1, "j", Period.parse("2026-06"), 0);

    @TempDir
    Path folder;

    @Test
    void schemesOfWeightedMeansAreDrawnOnArraysAsBySql() throws Exception {
        draw(0, 12);
    }

    @Test
    @Tag("long")
    void manySchemesAreDrawnOnArraysAsBySql() throws Exception {
        draw(12, 300);
    }

    private void draw(int from, int to) throws Exception {
        for (int seed = from; seed < to; seed++) {
            var random = new Random(seed);
            try (var warehouse = Warehouse.inMemory();
                    var session = warehouse.session()) {
                fill(session, random, random.nextInt(10) == 0 ? 1500 : 1 + random.nextInt(60));
                var yaml = scheme(random);
                var scoring = new Scoring(Scheme.read(read(yaml)).orElseThrow(), Map.of(), SUBJECTS);
                var ranking = Ranking.read(read(yaml), true).orElseThrow();
                scoring.score(session, RUN);
                var groups = ranking.groups(RUN, SUBJECTS.kind("region"));
                session.execute("create temp table standings as " + ranking.standings(groups));
                BothWays.leave(
                        session,
                        scoring.draw(session, RUN, ranking.breakers()).orElseThrow(),
                        () -> new DrawnPlaces(
                                session,
                                ranking,
                                "select run, scope, subject, rank, \"of\" from standings where rank is not null",
                                groups,
                                DrawnScores.TABLE),
                        10_000,
                        "seed " + seed + "\n" + yaml);
            }
        }
    }

    @Test
    void whatAsksForMoreThanDrawnWeightsIsLeftToTheEngine() throws Exception {
        var plain = """
                scheme: s
                subject: region
                tree: { t: { weight: 1 } }
                indicators:
                  i0: { in: t, weight: 2, normalise: min-max }
                  i1: { weight: 1, normalise: as is }
                """;
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            fill(session, new Random(1), 9);
            assertThat(isOnArrays(session, plain)).isTrue();
            assertThat(isOnArrays(session, plain + "caps: [{ when: i2 > 3, at: 5, because: c }]\n"))
                    .isTrue();
            assertThat(isOnArrays(session, plain + "caps: [{ when: t > 3, at: 5, because: c }]\n"))
                    .isFalse();
            assertThat(isOnArrays(session, plain + "aggregate: geometric mean\n"))
                    .isFalse();
            assertThat(isOnArrays(session, plain + "uncertainty: { missing: [zero] }\n"))
                    .isFalse();
            session.execute("update stage.observation set value = 9e15 where indicator = 'i1' and value > 5");
            assertThat(isOnArrays(session, plain)).isFalse();
        }
    }

    private boolean isOnArrays(Session session, String yaml) throws Exception {
        var scoring = new Scoring(Scheme.read(read(yaml)).orElseThrow(), Map.of(), SUBJECTS);
        var ranking = Ranking.read(read(yaml), false).orElseThrow();
        scoring.score(session, RUN);
        ranking.rank(session, RUN, SUBJECTS);
        return RankUncertainty.kernel(
                        session,
                        scoring.draw(session, RUN, ranking.breakers()).orElseThrow(),
                        ranking.drawnPlaces(session, RUN, SUBJECTS, DrawnScores.TABLE))
                .isPresent();
    }

    private Block read(String yaml) throws Exception {
        Files.writeString(folder.resolve("s.yaml"), yaml);
        return new SpecFiles(folder, new Problems())
                .yaml(folder.resolve("s.yaml"))
                .orElseThrow();
    }

    private static String scheme(Random random) {
        var yaml = new StringBuilder("scheme: s\nsubject: region\ntree:\n");
        var branches = new ArrayList<String>();
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            var inside = !branches.isEmpty() && random.nextInt(3) == 0
                    ? "in: " + branches.get(random.nextInt(branches.size())) + ", "
                    : "";
            var name = "t" + i;
            yaml.append("  " + name + ": { " + inside + "weight: " + weight(random)
                    + (random.nextBoolean() ? ", at-least-present: " + random.nextInt(100) + "%" : "") + " }\n");
            branches.add(name);
        }
        yaml.append("indicators:\n");
        for (int i = 0; i < INDICATORS; i++) {
            // Every branch has an indicator, the first ones; the others stand anywhere.
            int in = i < branches.size() ? i : random.nextInt(branches.size() + 1);
            yaml.append("  i" + i + ": { " + (in < branches.size() ? "in: " + branches.get(in) + ", " : "") + "weight: "
                    + weight(random) + ", normalise: \"" + pick(random, NORMALISE) + "\", missing: "
                    + pick(random, MISSING) + " }\n");
        }
        if (random.nextBoolean()) {
            yaml.append("caps:\n");
            for (int i = 0; i < 1 + random.nextInt(2); i++) {
                yaml.append("  - { when: i" + random.nextInt(INDICATORS) + " > " + random.nextInt(9) + ", at: "
                        + random.nextInt(100) + ".5, because: c }\n");
            }
        }
        if (random.nextInt(4) == 0) {
            yaml.append("floors:\n  - { when: i1 is missing, at: " + random.nextInt(60) + ", because: f }\n");
        }
        if (random.nextInt(4) > 0) {
            yaml.append("grades: { A: " + (50 + random.nextInt(20)) + ".25, B: " + (30 + random.nextInt(10))
                    + ", C: 0 }\n");
            if (random.nextInt(3) == 0) {
                yaml.append("grade-limits:\n  - { when: i2 > 5, at: B, because: g }\n");
            }
        }
        int precision = random.nextInt(13);
        if (random.nextBoolean()) {
            yaml.append("round: { places: " + random.nextInt(Math.min(4, precision + 1)) + ", mode: "
                    + pick(random, List.of("half-up", "half-even", "down")) + ", before-rank: " + random.nextBoolean()
                    + " }\n");
        }
        var ties = pick(random, List.of("1224", "1334", "1223", "average", "ordinal"));
        yaml.append("rank:\n  ties: " + ties + "\n  precision: " + precision + "\n  first: "
                + pick(random, List.of("highest", "highest", "lowest")) + "\n  missing: "
                + pick(random, List.of("keep", "keep", "top", "bottom")) + "\n  at-least: " + (1 + random.nextInt(3))
                + "\n  lines: { front: first 3, back: last " + (1 + random.nextInt(9)) + " }\n");
        if (ties.equals("ordinal") && random.nextInt(4) > 0) {
            yaml.append("  tie-breakers: [i3, t0]\n");
        }
        if (random.nextBoolean()) {
            yaml.append("  within: part\n");
        }
        return yaml + "uncertainty: { draws: " + (1 + random.nextInt(120)) + ", weights: ±"
                + pick(random, List.of("25%", "99%", "0%", "3.7%")) + ", seed: " + random.nextInt() + " }\n";
    }

    private static final int INDICATORS = 7;

    private static final List<String> NORMALISE = List.of(
            "as is",
            "min-max",
            "goalposts 0..9",
            "percentile rank",
            "z-score",
            "deduct 7.3 each",
            "steps 0: 0, 5: 60",
            "borda");

    private static final List<String> MISSING =
            List.of("redistribute", "redistribute", "zero", "worst", "group mean", "group median", "exclude");

    private static <T> T pick(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static String weight(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "1";
            case 1 -> String.valueOf(1 + random.nextInt(40));
            default -> String.valueOf(1 + random.nextDouble());
        };
    }

    /** Few different values, so that many are equal. */
    private static void fill(Session session, Random random, int count) {
        session.execute("create temp table region (region_id varchar, region_name varchar, part varchar)");
        try (var regions = session.temporaryAppender("region");
                var values = session.appender("stage", "observation")) {
            for (int i = 0; i < count; i++) {
                var id = "r" + random.nextInt(1000) + "-" + i;
                regions.row(id, id, "p" + random.nextInt(3));
                int lacking = random.nextInt(6);
                for (int k = 0; k < INDICATORS; k++) {
                    if (random.nextInt(6) >= lacking) {
                        double value = random.nextInt(4) == 0 ? 9 * random.nextDouble() : random.nextInt(10);
                        values.row(1L, "region", id, "i" + k, null, null, value);
                    }
                }
            }
        }
        new Catalog(Map.of(), List.of()).pin(session, RUN);
    }
}
