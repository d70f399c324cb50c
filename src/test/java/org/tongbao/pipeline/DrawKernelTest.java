package org.tongbao.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.rank.Certainty;
import org.tongbao.rank.Ranking;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.score.DrawnScores;
import org.tongbao.score.Scoring;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.Warehouse;

/** Draws on arrays are those by SQL, to the last digit. */
class DrawKernelTest {

    private static final Subjects SUBJECTS = new Subjects(
            Map.of("region", new Subjects.Kind("region", "县（市、区）", "region", "region_id", "region_name", Map.of())));

    private static final Run RUN = new Run(1, "j", Period.parse("2026-06"), 0);

    @TempDir
    Path folder;

    @Test
    void schemesOfWeightedMeansAreDrawnOnArraysAsBySql() throws Exception {
        for (int seed = 0; seed < Integer.getInteger("schemes", 60); seed++) {
            var random = new Random(seed);
            try (var warehouse = Warehouse.inMemory();
                    var session = warehouse.session()) {
                fill(session, random, random.nextInt(10) == 0 ? 1500 : 1 + random.nextInt(60));
                var yaml = scheme(random);
                var bySql = bySql(session, yaml);
                var onArrays = onArrays(session, yaml);
                assertThat(onArrays.stream().filter(row -> !bySql.contains(row)))
                        .as("seed %d, only on arrays, not by SQL\n%s", seed, yaml)
                        .isEmpty();
                assertThat(onArrays).as("seed %d\n%s", seed, yaml).hasSameSizeAs(bySql);
            }
        }
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
            yaml.append("grades: { A: " + (50 + random.nextInt(20)) + ".25, B: " + (30 + random.nextInt(10)) + ", C: 0 }\n");
            if (random.nextInt(3) == 0) {
                yaml.append("grade-limits:\n  - { when: i2 > 5, at: B, because: g }\n");
            }
        }
        int precision = random.nextInt(13);
        if (random.nextBoolean()) {
            yaml.append("round: { places: " + random.nextInt(Math.min(4, precision + 1)) + ", mode: "
                    + pick(random, List.of("half-up", "half-even", "down")) + ", before-rank: " + random.nextBoolean() + " }\n");
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
            "as is", "min-max", "goalposts 0..9", "percentile rank", "z-score", "deduct 7.3 each", "steps 0: 0, 5: 60", "borda");

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

    private Set<String> onArrays(Session session, String yaml) throws Exception {
        return found(session, yaml, (drawn, certainty) -> {
            var kernel = RankUncertainty.kernel(session, drawn, certainty).orElseThrow();
            kernel.swap(drawn.inputs(), certainty.swapped(drawn.inputs(), drawn.count(), MOST));
            certainty.take(kernel, drawn.removals(), drawn.inputs());
        });
    }

    private Set<String> bySql(Session session, String yaml) throws Exception {
        return found(session, yaml, (drawn, certainty) -> RankUncertainty.lookBySql(drawn, certainty, MOST));
    }

    private static final long MOST = 10_000;

    private interface Look {
        void at(DrawnScores drawn, Certainty certainty);
    }

    private Set<String> found(Session session, String yaml, Look look) throws Exception {
        Files.writeString(folder.resolve("s.yaml"), yaml);
        var problems = new Problems();
        var block =
                new SpecFiles(folder, problems).yaml(folder.resolve("s.yaml")).orElseThrow();
        var scheme = Scheme.read(block);
        var ranking = Ranking.read(block, true);
        problems.throwIfAny();
        var scoring = new Scoring(scheme.orElseThrow(), Map.of(), SUBJECTS);
        scoring.score(session, RUN);
        var groups = ranking.orElseThrow().groups(RUN, SUBJECTS.kind("region"));
        session.execute("create or replace temp table standings as " + ranking.orElseThrow().standings(groups));
        var drawn = scoring.draw(session, RUN, ranking.orElseThrow().breakers()).orElseThrow();
        look.at(
                drawn,
                new Certainty(
                        session,
                        ranking.orElseThrow(),
                        "select run, scope, subject, rank, \"of\" from standings where rank is not null",
                        groups,
                        DrawnScores.TABLE));
        return List.of(
                        "drawn_interval",
                        "drawn_line",
                        "drawn_removal",
                        "drawn_index",
                        "(select run, scope, subject, rank, draw, comparable, place from drawn_place where draw <= 0)")
                .stream()
                .flatMap(table ->
                        session.query("select * from " + table).stream().map(row -> table + row.values()))
                .collect(Collectors.toSet());
    }
}
