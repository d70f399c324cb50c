package org.tongbao.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.rank.Ranking;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.score.Scoring;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecException;
import org.tongbao.spec.SpecFiles;
import org.tongbao.study.PlainScoring;
import org.tongbao.study.PlainScoring.Asked;
import org.tongbao.study.PlainScoring.Table;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.Warehouse;

/** How sure a rank is: against {@link UncertaintyOracle}, and what must hold whatever the figures are. */
class RankUncertaintyTest {

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

    @TempDir
    Path folder;

    @Test
    void intervalsLinesAndIndicesAreThoseOfTheFormulas() throws Exception {
        var oracle = new UncertaintyOracle(14, 120, 5);
        Files.writeString(folder.resolve("draws.csv"), oracle.drawn());
        var tables = tables(
                UncertaintyOracle.SCHEME,
                oracle.table(),
                EnumSet.allOf(Asked.class),
                folder.resolve("draws.csv").toString());
        var declared = oracle.declared();
        boolean moves = false;
        for (var row : tables.get(0).rows()) {
            var subject = row.text("id");
            var places = oracle.drawnPlaces(subject);
            assertThat(row.optionalNumber("rank").map(Double::intValue).orElse(null))
                    .as(subject)
                    .isEqualTo(declared.get(subject));
            assertThat(row.number("rank_median")).as(subject).isEqualTo(UncertaintyOracle.quantile(places, 0.5));
            assertThat(row.number("rank_low"))
                    .as(subject)
                    .isEqualTo(Math.floor(UncertaintyOracle.quantile(places, 0.05)));
            assertThat(row.number("rank_high"))
                    .as(subject)
                    .isEqualTo(Math.ceil(UncertaintyOracle.quantile(places, 0.95)));
            moves |= row.number("rank_low") < row.number("rank_high");
        }
        assertThat(moves).isTrue();
        assertThat(bands(tables.get(0).rows()))
                .isEqualTo(expectedBands(tables.get(0).rows()));

        var lines = table(tables, "lines");
        int talked = declared.size() - 4;
        for (var row : tables.get(0).rows()) {
            var subject = row.text("id");
            double low = row.number("rank_low");
            double high = row.number("rank_high");
            assertThat(lines.stream()
                            .filter(line -> line.text("id").equals(subject))
                            .map(line -> line.text("line")))
                    .as(subject)
                    .containsExactlyInAnyOrderElementsOf(Map.of("praise", 3, "talk", talked).entrySet().stream()
                            .filter(e -> low <= e.getValue() && high > e.getValue())
                            .map(Map.Entry::getKey)
                            .toList());
        }

        for (var row : table(tables, "removal")) {
            assertThat(row.optionalNumber("rank_without").map(Double::intValue).orElse(null))
                    .as(row.toString())
                    .isEqualTo(oracle.without(row.text("without")).get(row.text("id")));
        }
        // Five indicators, and two branches.
        assertThat(table(tables, "removal")).hasSize(7 * declared.size());

        var indices = table(tables, "sensitivity");
        assertThat(indices)
                .extracting(row -> row.text("input"))
                .containsExactlyInAnyOrderElementsOf(UncertaintyOracle.NODES);
        for (var row : indices) {
            var expected = oracle.indices(row.text("input"));
            assertThat(row.number("first_order")).isCloseTo(expected[0], within(1e-9));
            assertThat(row.number("total")).isCloseTo(expected[1], within(1e-9));
        }
    }

    private static List<Integer> bands(List<Row> rows) {
        return ordered(rows).stream().map(row -> (int) row.number("band")).toList();
    }

    private static List<Integer> expectedBands(List<Row> rows) {
        var bands = new ArrayList<Integer>();
        int band = 0;
        double end = 0;
        for (var row : ordered(rows)) {
            if (row.number("rank_low") > end) {
                band++;
                end = row.number("rank_high");
            }
            bands.add(band);
        }
        return bands;
    }

    /** By rank; equals stay in the order of the table. */
    private static List<Row> ordered(List<Row> rows) {
        return rows.stream()
                .sorted((a, b) -> Double.compare(a.number("rank"), b.number("rank")))
                .toList();
    }

    @Test
    void theSameSeedGivesTheSameOnAnyThreadsAndRowOrder() throws Exception {
        var scheme = """
                scheme: s
                subject: region
                tree: { 甲: { weight: 60 }, 乙: { weight: 40 } }
                indicators:
                  a: { in: 甲, weight: 2, normalise: min-max }
                  b: { in: 甲, weight: 1, normalise: z-score, missing: group mean }
                  c: { in: 乙, weight: 1, normalise: percentile rank }
                  d: { in: 乙, weight: 3, normalise: "goalposts 0..100" }
                grades: { 优: 70, 良: 0 }
                rank: { ties: ordinal, tie-breakers: [c, 甲], lines: { 表扬: first 10 } }
                uncertainty:
                  draws: 400
                  weights: ±40%%
                  seed: %d
                  normalise: [percentile rank]
                  aggregate: [geometric mean]
                  missing: [zero]
                """;
        var one = everything(scheme.formatted(7), 1, new Random(1));
        assertThat(everything(scheme.formatted(7), 2, new Random(2))).isEqualTo(one);
        assertThat(everything(scheme.formatted(8), 2, new Random(1))).isNotEqualTo(one);
        assertThat(one).contains("normalise", "aggregate", "missing", "甲");
    }

    /** All that is kept of a run, to the last bit. */
    private String everything(String yaml, int threads, Random order) throws Exception {
        var settings = new Warehouse.Settings(null, "1GB", threads, folder.resolve("temp"), List.of());
        try (var warehouse = Warehouse.open(settings);
                var session = warehouse.session()) {
            fill(session, order);
            doubt(session, yaml);
            return List.of("standing", "uncertainty", "sensitivity", "removal", "line").stream()
                    .flatMap(table -> session.query("select * from stage." + table + " order by all").stream())
                    .map(row -> row.values().toString())
                    .collect(Collectors.joining("\n"));
        }
    }

    private static void fill(Session session, Random order) {
        var rows = new ArrayList<Object[]>();
        var values = new Random(11);
        for (int i = 0; i < 60; i++) {
            for (var indicator : List.of("a", "b", "c", "d")) {
                if (values.nextInt(9) > 0) {
                    rows.add(new Object[] {"r" + i, indicator, values.nextInt(1000) / 10.0});
                }
            }
        }
        Collections.shuffle(rows, order);
        rows.forEach(row -> session.sql(
                        "insert into stage.observation values (1, 'region', :subject, :indicator, null, null, :value)")
                .param("subject", row[0])
                .param("indicator", row[1])
                .param("value", row[2])
                .execute());
        session.execute("create temp table region as select distinct subject as region_id, subject as region_name from"
                + " stage.observation");
    }

    private void doubt(Session session, String yaml) throws Exception {
        Files.writeString(folder.resolve("s.yaml"), yaml);
        var problems = new Problems();
        var block =
                new SpecFiles(folder, problems).yaml(folder.resolve("s.yaml")).orElseThrow();
        var scheme = Scheme.read(block);
        var ranking = Ranking.read(block, false);
        problems.throwIfAny();
        var run = new Run(1, "j", Period.parse("2026-06"), 0);
        new Catalog(Map.of(), List.of()).pin(session, run);
        var scoring = new Scoring(scheme.orElseThrow(), Map.of(), SUBJECTS);
        scoring.score(session, run);
        ranking.orElseThrow().rank(session, run, SUBJECTS);
        RankUncertainty.write(session, run, scoring, ranking.orElseThrow(), SUBJECTS);
    }

    @Test
    void enteringAgainReplacesAndDrawZeroIsWhatWasPublished() throws Exception {
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            fill(session, new Random(3));
            var yaml = """
                    scheme: s
                    subject: region
                    indicators:
                      a: { weight: 2, normalise: min-max }
                      b: { weight: 1, normalise: min-max, missing: worst }
                      c: { weight: 3, normalise: min-max }
                    caps:
                      - { when: a < 30, at: 40, because: 太低 }
                    rank: { at-least: 5 }
                    """;
            doubt(session, yaml);
            long kept = session.one("select count(*) as n from stage.removal").whole("n");
            doubt(session, yaml);
            assertThat(session.one("select count(*) as n from stage.removal").whole("n"))
                    .isEqualTo(kept);
            assertThat(session.one("select draws, seed, spread, subjects from stage.uncertainty")
                            .values())
                    .hasToString("{draws=1000, seed=1, spread=0.25, subjects=60}");
            assertThat(session.one("select count(*) as n from drawn_place where draw = 0 and place <> rank")
                            .whole("n"))
                    .isZero();
            assertThat(session.one(
                                    "select count(*) as n from stage.standing where rank not between low and high or median"
                                            + " not between low and high")
                            .whole("n"))
                    .isZero();
            // A cap holds in every draw
            assertThat(session.one(
                                    "select max(p.comparable) as most from drawn_place as p join stage.observation as o on"
                                            + " o.subject = p.subject and o.indicator = 'a' and o.value < 30")
                            .number("most"))
                    .isEqualTo(40);
        }
    }

    @Test
    void everyWayToAggregateIsDrawnAsItIsScored() throws Exception {
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            fill(session, new Random(4));
            doubt(session, """
                    scheme: s
                    subject: region
                    aggregate: sum
                    tree:
                      deducted: { weight: 0.5, aggregate: deduction }
                      least: { weight: 0.2, aggregate: minimum }
                      inner: { in: least, aggregate: harmonic mean, at-least-present: 60% }
                      factors: { weight: -0.1, aggregate: product }
                    indicators:
                      a: { in: deducted, weight: 0.3, normalise: as is }
                      b: { in: inner, weight: 3, normalise: min-max, missing: group median }
                      c: { in: inner, weight: 2, normalise: "goalposts 0..90" }
                      d: { in: factors, weight: 1, normalise: as is }
                    uncertainty: { draws: 100 }
                    """);
            assertThat(session.one("select count(*) as n from drawn_place where draw = 0 and place <> rank")
                            .whole("n"))
                    .isZero();
            assertThat(session.query("select input from stage.sensitivity order by input"))
                    .extracting(row -> row.text("input"))
                    .containsExactly("a", "b", "c", "deducted", "factors", "least");
        }
    }

    @Test
    void otherDecisionsAreThoseOfSchemesThatMakeThem() throws Exception {
        var scheme = """
                scheme: s
                subject: region
                aggregate: %s
                missing: %s
                indicators:
                  a: { weight: 2, normalise: %3$s }
                  b: { weight: 1, normalise: %3$s }
                  c: { weight: 1, normalise: %3$s }
                """;
        var drawn = scheme.formatted("weighted mean", "redistribute", "min-max") + """
                uncertainty:
                  { draws: 100, weights: 0%, normalise: [percentile rank], aggregate: [geometric mean], missing: [zero] }
                """;
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            fill(session, new Random(5));
            doubt(session, drawn);
            var found = session.query(SCORES.formatted("drawn_place where draw > 0 group by draw")).stream()
                    .map(row -> row.text("scores"))
                    .collect(Collectors.toSet());
            var expected = new java.util.HashSet<String>();
            for (var aggregate : List.of("weighted mean", "geometric mean")) {
                for (var missing : List.of("redistribute", "zero")) {
                    for (var normalise : List.of("min-max", "percentile rank")) {
                        doubt(session, scheme.formatted(aggregate, missing, normalise));
                        expected.add(session.one(SCORES.formatted("drawn_place where draw = 0"))
                                .text("scores"));
                    }
                }
            }
            assertThat(expected).hasSize(8);
            assertThat(found).isEqualTo(expected);
        }
    }

    private static final String SCORES =
            "select string_agg(subject || cast(comparable as varchar), ' ' order by subject) as scores from %s";

    @Test
    void whereNothingCanBeDrawnEverythingIsSure() throws Exception {
        var table = "id,x,y\na,90,80\nb,70,60\nc,50,70\n";
        var indicators = "indicators:\n  x: { normalise: as is }\n  y: { normalise: as is }\n";
        var sure = tables(
                "scheme: s\nuncertainty: { weights: 0% }\n" + indicators, table, EnumSet.allOf(Asked.class), null);
        assertThat(sure.get(0).rows())
                .allSatisfy(row -> assertThat(List.of(row.number("rank_low"), row.number("rank_high")))
                        .containsOnly(row.number("rank")));
        assertThat(table(sure, "sensitivity")).allMatch(row -> row.isNull("total"));
        // A lone indicator: its weight is no input, and it can't be left out
        var lone =
                tables("scheme: s\nindicators:\n  x: { normalise: as is }\n", table, EnumSet.allOf(Asked.class), "10");
        assertThat(table(lone, "sensitivity")).isEmpty();
        assertThat(table(lone, "removal")).isEmpty();
        assertThat(bands(lone.get(0).rows())).containsExactly(1, 2, 3);
    }

    @Test
    void aGradeLineInsideTheIntervalOfAScoreIsWarnedOf() throws Exception {
        var tables = tables("""
                scheme: s
                indicators:
                  x: { normalise: as is }
                  y: { normalise: as is }
                grades: { 优: 80, 良: 0 }
                """, "id,x,y\na,95,66\nb,95,90\nc,40,30\n", EnumSet.of(Asked.INTERVALS), "1000");
        var lines = table(tables, "lines");
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).text("id")).isEqualTo("a");
        assertThat(lines.get(0).text("warning")).matches("“优”等次线80分在得分区间7[0-9.]+—8[0-9.]+之内，\\d\\d%的抽样达到");
    }

    @Test
    void everyPeriodOfATableIsDrawnByItself() throws Exception {
        var alone = tables(PERIODS, "id,x,y,z\na,9,1,5\nb,5,6,4\nc,3,8,6\n", EnumSet.allOf(Asked.class), "200");
        Files.writeString(
                folder.resolve("t.csv"),
                "id,m,x,y,z\na,1,1,1,9\nb,1,2,7,1\nc,1,3,2,2\na,2,9,1,5\nb,2,5,6,4\nc,2,3,8,6\n");
        var both = new PlainScoring(folder.resolve("s.yaml"), folder.resolve("t.csv"), "m")
                .tables(EnumSet.allOf(Asked.class), "200");
        assertThat(both.get(0).rows().subList(3, 6).stream()
                        .map(row -> row.get("rank_high") + " " + row.get("rank_median")))
                .containsExactlyElementsOf(alone.get(0).rows().stream()
                        .map(row -> row.get("rank_high") + " " + row.get("rank_median"))
                        .toList());
        assertThat(table(both, "sensitivity").stream()
                        .filter(row -> row.text("m").equals("2"))
                        .map(row -> row.get("total")))
                .containsExactlyElementsOf(table(alone, "sensitivity").stream()
                        .map(row -> row.get("total"))
                        .toList());
    }

    private static final String PERIODS = """
            scheme: s
            indicators:
              x: { weight: 3, normalise: as is }
              y: { weight: 2, normalise: as is }
              z: { weight: 2, normalise: as is }
            """;

    @Test
    void mistakesAreToldAllAtOnce() {
        assertThatThrownBy(() -> tables("""
                        scheme: s
                        indicators: { x: { normalise: as is } }
                        uncertainty: { draw: 5, weights: lots, aggregate: [minimum], missing: [exclude] }
                        rank: { lines: { 表扬: top 3 } }
                        """, "id,x\na,1\n", EnumSet.of(Asked.INTERVALS), null))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("unknown key 'draw', did you mean 'draws'?")
                .hasMessageContaining("'lots' is not a spread such as ±25%")
                .hasMessageContaining("'minimum' can't stand for another mean")
                .hasMessageContaining("'exclude' would change who is ranked")
                .hasMessageContaining("'top 3' is not a line such as first 3 or last 3");
        assertThatThrownBy(() -> {
                    Files.writeString(folder.resolve("draws.csv"), "draw,xx,y\n1,2,-1\n2,3\n");
                    tables(
                            PERIODS,
                            "id,x,y,z\na,1,1,1\n",
                            EnumSet.of(Asked.INTERVALS),
                            folder.resolve("draws.csv").toString());
                })
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("draws.csv:1 unknown node 'xx'")
                .hasMessageContaining("draws.csv:2 column 'y': '-1' is not a weight")
                .hasMessageContaining("draws.csv:3 has 2 values under 3 headings");
    }

    @Test
    void aThousandDrawsOfTwoHundredSubjectsTakeSeconds() throws Exception {
        // Processor time, for what else the machine does counts little there; two cores do it in half of it.
        assertThat(UncertaintyBenchmark.measure(folder, 200, 2, 1000).processor())
                .isLessThan(9);
    }

    private List<Table> tables(String scheme, String csv, EnumSet<Asked> asked, @Nullable String draws)
            throws Exception {
        Files.writeString(folder.resolve("s.yaml"), scheme);
        Files.writeString(folder.resolve("t.csv"), csv);
        return new PlainScoring(folder.resolve("s.yaml"), folder.resolve("t.csv"), null).tables(asked, draws);
    }

    private static List<Row> table(List<Table> tables, String file) {
        return tables.stream()
                .filter(table -> table.file().equals(file))
                .findFirst()
                .orElseThrow()
                .rows();
    }
}
