package org.tongbao.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.RunLedger;

/** Scores of two months of runs in a warehouse, and their explanation. */
class ScoreTreeTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 7, 3, 6, 0);
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
    private static final Map<String, Scheme.Gauge> GAUGES = new LinkedHashMap<>(Map.of(
            "on_time", new Scheme.Gauge("按期整改率", true, 100),
            "overdue", new Scheme.Gauge("超期隐患", false, 1),
            "deaths", new Scheme.Gauge("死亡人数", false, 1)));

    @TempDir
    Path folder;

    private Warehouse warehouse;
    private Session session;
    private RunLedger runs;

    @BeforeEach
    void open() {
        warehouse = Warehouse.inMemory();
        session = warehouse.session();
        runs = new RunLedger(session);
        session.execute("""
                create temp table region as select * from (values
                    ('r1', '甲区', '区'), ('r2', '乙区', '区'), ('r3', '丙园', '园区')) as t(region_id, region_name, kind)""");
    }

    @AfterEach
    void close() {
        session.close();
        warehouse.close();
    }

    @Test
    void theTreeShowsEveryContributionAndItsChangeAndBothAddUp() {
        var scheme = scheme("");
        run("2026-05", scheme, "r1 on_time 60, r1 overdue 4, r1 deaths 1, r2 on_time 90, r2 overdue 0");
        var june = run("2026-06", scheme, "r1 on_time 80, r1 overdue 2, r2 on_time 95, r2 overdue 0");
        var tree = ScoreTree.read(session, june, "s", "r1").orElseThrow();
        // June: (40 of 40..100 -> 66.67, 2 x 10 off) by 3 to 1; May: 33.33 and 60 by 3 to 1 is 40, no cap at 59
        assertThat(tree.root().normalised()).isCloseTo((200 / 3.0 * 3 + 80) / 4, within(1e-9));
        assertThat(tree.root().children()).extracting(ScoreTree.Node::name).containsExactly("整改", "overdue");
        assertThat(total(tree)).isCloseTo(number(tree.root().normalised()), within(1e-9));
        assertThat(tree.leaves().stream()
                        .mapToDouble(node -> node.change().orElseThrow())
                        .sum())
                .isCloseTo(tree.root().change().orElseThrow(), within(1e-9));
        assertThat(tree.root().change().orElseThrow()).isCloseTo(70 - 40, within(1e-9));
    }

    @Test
    void aCapThatNoLongerBindsIsPartOfTheChange() {
        var scheme = scheme("");
        run("2026-05", scheme, "r1 on_time 100, r1 overdue 0, r1 deaths 1");
        var june = run("2026-06", scheme, "r1 on_time 100, r1 overdue 0");
        var tree = ScoreTree.read(session, june, "s", "r1").orElseThrow();
        assertThat(tree.root().children()).extracting(ScoreTree.Node::name).contains("cap");
        assertThat(tree.root().change().orElseThrow()).isCloseTo(41, within(1e-9));
        assertThat(tree.leaves().stream()
                        .mapToDouble(node -> node.change().orElseThrow())
                        .sum())
                .isCloseTo(41, within(1e-9));
    }

    @Test
    void aSubjectWithoutAnEarlierScoreHasNothingToCompareWith() {
        var june = run("2026-06", scheme(""), "r1 on_time 80, r1 overdue 2");
        assertThat(ScoreTree.read(session, june, "s", "r1").orElseThrow().root().previous())
                .isNull();
        assertThat(ScoreTree.read(session, june, "s", "r9")).isEmpty();
    }

    @Test
    void everySubjectAmongThoseDeclaredHasARowEvenWithoutObservations() {
        run(
                "2026-06",
                scheme("among: kind = '区'\nleft-out: case when region_name = '甲区' then '当月无在建项目' end\n"),
                "r1 on_time 80");
        assertThat(session.query("select subject, note from stage.score where node = 'score' order by subject"))
                .extracting(row -> row.values().toString())
                .containsExactly("{subject=r1, note=当月无在建项目}", "{subject=r2, note=无数据}");
    }

    @Test
    void scoringAgainReplacesTheRunsOwnRowsOnly() {
        var scheme = scheme("");
        run("2026-05", scheme, "r1 on_time 60");
        var june = run("2026-06", scheme, "r1 on_time 80");
        var before = session.query("select * from stage.score order by all").toString();
        assertThat(new Scoring(scheme, GAUGES, SUBJECTS).score(session, june)).isEqualTo(12);
        assertThat(session.query("select * from stage.score order by all")).hasToString(before);
    }

    @Test
    void comparisonOverAllPeriodsReachesBack() {
        var scheme = ScoredTable.scheme(folder, """
                scheme: s
                subject: region
                indicators: { on_time: { normalise: min-max of all periods } }
                """);
        run("2026-05", scheme, "r1 on_time 0, r2 on_time 50");
        var june = run("2026-06", scheme, "r1 on_time 75, r2 on_time 100");
        assertThat(session.query("select normalised from score where node = 'score' and subject = 'r1'"))
                .extracting(row -> row.number("normalised"))
                .containsExactly(75.0);
        assertThat(session.query("select distinct run from score")).hasSize(1);
        assertThat(june.number()).isEqualTo(2);
    }

    @Test
    void aSchemesOwnSqlIsPlannedByTheEngine() {
        var problems = new Problems();
        run("2026-06", scheme(""), "");
        new Scoring(scheme("among: kindd = '区'\n"), GAUGES, SUBJECTS)
                .plan(session, new Run(1, "monthly", Period.parse("2026-06"), 0), problems);
        assertThat(problems.sorted().toString())
                .contains("s.yaml:1 among, left-out or within: ")
                .contains("kindd");
    }

    @Test
    void theLastBitDoesNotDependOnThreads() {
        var scheme = ScoredTable.scheme(folder, """
                scheme: s
                subject: region
                aggregate: geometric mean
                indicators:
                  i0: { normalise: z-score 50 10, missing: group mean, small-samples: shrink 10 }
                  i1: { normalise: min-max, weight: 2 }
                  i2: { normalise: percentile rank, missing: group median }
                """);
        assertThat(fingerprint(scheme, 3)).startsWith("520000 ");
        assertThat(List.of(1, 2, 4))
                .extracting(threads -> fingerprint(scheme, threads))
                .containsOnly(fingerprint(scheme, 3));
    }

    /** Every bit of the rows of 130,000 invented subjects, more than one thread's share. */
    private String fingerprint(Scheme scheme, int threads) {
        var settings = new Warehouse.Settings(null, "2GB", threads, folder.resolve("temp"), List.of());
        try (var other = Warehouse.open(settings);
                var big = other.session()) {
            big.execute(
                    "create temp table region as select 's' || i as region_id, '' as region_name from range(130000) as r(i)");
            big.execute("""
                    insert into stage.observation
                    select 1, 'region', 's' || s, 'i' || k, n, d, case when n % 17 = 0 then null else n / d end
                    from (select s.i as s, k.i as k, cast(hash(s.i, k.i) % 1000 as double) as n,
                            1000 + cast(hash(k.i, s.i) % 777 as double) as d
                        from range(130000) as s(i), range(3) as k(i))""");
            var run = new Run(1, "j", Period.parse("2026-06"), 0);
            new Catalog(Map.of(), List.of()).pin(big, run);
            new Scoring(scheme, Map.of(), SUBJECTS).score(big, run);
            return big.one("select count(*) || ' ' || bit_xor(hash(t)) as bits from stage.score as t")
                    .text("bits");
        }
    }

    private Scheme scheme(String more) {
        return ScoredTable.scheme(folder, """
                scheme: s
                subject: region
                tree: { 整改: { weight: 3 } }
                indicators:
                  on_time: { in: 整改, normalise: goalposts 40..100 }
                  overdue: { weight: 1, normalise: deduct 10 each }
                caps:
                  - { when: deaths > 0, at: 59, because: 发生亡人事故 }
                """ + more);
    }

    /** Scores a month from {@code subject indicator value, ...}. */
    private Run run(String period, Scheme scheme, String observations) {
        var run = runs.start(
                "monthly", Period.parse(period), Period.parse(period).end().minusDays(1), "sha", NOW);
        for (var observation : observations.isEmpty() ? List.<String>of() : List.of(observations.split(", ", -1))) {
            var words = observation.split(" ", -1);
            session.sql(
                            "insert into stage.observation values (:run, 'region', :subject, :indicator, :numerator, null, :numerator)")
                    .param("run", run.number())
                    .param("subject", words[0])
                    .param("indicator", words[1])
                    .param("numerator", Double.valueOf(words[2]))
                    .execute();
        }
        new Catalog(Map.of(), List.of()).pin(session, run);
        new Scoring(scheme, GAUGES, SUBJECTS).score(session, run);
        runs.end(run, true, NOW);
        return run;
    }

    private static double total(ScoreTree tree) {
        return tree.leaves().stream()
                .mapToDouble(node -> number(node.contribution()))
                .sum();
    }

    private static double number(@org.jspecify.annotations.Nullable Double number) {
        return java.util.Objects.requireNonNull(number);
    }
}
