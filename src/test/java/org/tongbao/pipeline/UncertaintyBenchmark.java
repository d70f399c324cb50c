package org.tongbao.pipeline;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tongbao.rank.DrawnPlaces;
import org.tongbao.rank.Ranking;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.score.DrawnScores;
import org.tongbao.score.Scoring;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.Warehouse;

/**
 * Not a test: how certain places are, on arrays and by SQL in turn, for 1,000 draws x 200 subjects x 15 indicators in five
 * branches, and as many draws for indices as a run takes. Run its main method with the test class path; arguments:
 * subjects, threads, draws, rounds.
 */
final class UncertaintyBenchmark {

    private static final int INDICATORS = 15;
    private static final int BRANCHES = 5;

    private UncertaintyBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory("tongbao-benchmark");
        int subjects = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        int draws = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1000;
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 3;
        for (int round = 0; round < rounds; round++) {
            var bySql = measure(
                    folder,
                    subjects,
                    threads,
                    draws,
                    (session, drawn, drawnPlaces, most) -> RankUncertainty.computeBySql(drawn, drawnPlaces, most));
            var onArrays = measure(folder, subjects, threads, draws);
            System.out.printf(
                    "by SQL %s, on arrays %s: %.1f times as fast, %.1f by processor time%n",
                    bySql, onArrays, bySql.wall() / onArrays.wall(), bySql.processor() / onArrays.processor());
        }
    }

    /**
     * Seconds of a round.
     *
     * @param processor processor time of all of it: what else the machine does counts for little
     */
    record Seconds(double wall, double processor) {
        @Override
        public String toString() {
            return "%.2f s (processor %.2f s)".formatted(wall, processor);
        }
    }

    /** A way to compute how certain places are. */
    private interface Way {
        void compute(Session session, DrawnScores drawn, DrawnPlaces drawnPlaces, long most);
    }

    /** Drawing, scoring, ranking, indices and entering, as a run does it. */
    static Seconds measure(Path folder, int subjects, int threads, int draws) throws Exception {
        return measure(folder, subjects, threads, draws, RankUncertainty::compute);
    }

    private static Seconds measure(Path folder, int subjects, int threads, int draws, Way way) throws Exception {
        var settings = new Warehouse.Settings(
                folder.resolve("w" + System.nanoTime() + ".duckdb"), "2GB", threads, folder.resolve("t"), List.of());
        try (var warehouse = Warehouse.open(settings);
                var session = warehouse.session()) {
            fill(session, subjects);
            Files.writeString(
                    folder.resolve("s.yaml"),
                    "scheme: s\nsubject: project\ntree:\n"
                            + each(BRANCHES, i -> "  b" + i + ": { weight: " + (10 + i) + " }\n")
                            + "indicators:\n"
                            + each(
                                    INDICATORS,
                                    i -> "  ind_" + i + ": { in: b" + i % BRANCHES + ", weight: " + (i + 3)
                                            + ", normalise: min-max }\n")
                            + "uncertainty: { draws: " + draws + " }\n");
            var block = new SpecFiles(folder, new Problems())
                    .yaml(folder.resolve("s.yaml"))
                    .orElseThrow();
            var scheme = Scheme.read(block).orElseThrow();
            var ranking = Ranking.read(block, false).orElseThrow();
            var kinds = new Subjects(Map.of(
                    "project",
                    new Subjects.Kind(
                            "project",
                            "项目",
                            "project",
                            "project_id",
                            "project_name",
                            Map.of(),
                            new Location("subjects.yaml", 1))));
            var run = new Run(1, "j", Period.parse("2026-06"), 0);
            new Catalog(Map.of(), List.of()).pin(session, run);
            var scoring = new Scoring(scheme, Map.of(), kinds);
            scoring.score(session, run);
            ranking.rank(session, run, kinds);

            var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long worked = machine.getProcessCpuTime();
            long start = System.nanoTime();
            var drawn = scoring.draw(session, run, ranking.breakers()).orElseThrow();
            var drawnPlaces = ranking.drawnPlaces(session, run, kinds, DrawnScores.TABLE);
            way.compute(session, drawn, drawnPlaces, RankUncertainty.MOST);
            drawnPlaces.write(run, "s", drawn.count(), drawn.seed(), drawn.spread());
            return new Seconds((System.nanoTime() - start) / 1e9, (machine.getProcessCpuTime() - worked) / 1e9);
        }
    }

    private static void fill(Session session, int subjects) {
        session.execute("""
                insert into stage.observation
                select 1, 'project', 'P' || lpad(cast(s.i as varchar), 6, '0'), 'ind_' || k.i, null, null,
                    case when hash(s.i, k.i) %% 50 = 0 then null else (hash(s.i, k.i) %% 1000000) / 10000.0 end
                from range(%d) as k(i), range(%d) as s(i)""".formatted(INDICATORS, subjects));
        session.execute(
                "create temp table project as select distinct subject as project_id, subject as project_name from"
                        + " stage.observation");
    }

    private static String each(int count, IntFunction<String> text) {
        return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining());
    }
}
