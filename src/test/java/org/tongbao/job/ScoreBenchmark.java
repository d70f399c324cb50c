package org.tongbao.job;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tongbao.rank.Ranking;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
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
 * Not a test: 20,000 subjects x 30 indicators x 12 periods scored and ranked, against SQL written by hand for the same
 * scheme that leaves the same rows. Run its main method with the test class path.
 */
final class ScoreBenchmark {

    private static final int SUBJECTS = 20_000;
    private static final int INDICATORS = 30;
    private static final int PERIODS = 12;

    private ScoreBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory("tongbao-benchmark");
        int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
        var settings =
                new Warehouse.Settings(folder.resolve("w.duckdb"), "4GB", threads, folder.resolve("t"), List.of());
        try (var warehouse = Warehouse.open(settings);
                var session = warehouse.session()) {
            fill(session);
            for (int round = 0; round < 3; round++) {
                double product = seconds(() -> product(session, folder));
                var sum = checksum(session);
                double hand = seconds(() -> byHand(session));
                double scoresOnly = seconds(() -> scoresByHand(session));
                System.out.printf(
                        "processor time: product %.2f s; by hand, same rows %.2f s (ratio %.2f); by hand, no tree %.2f s; %s,"
                                + " same %s%n",
                        product, hand, product / hand, scoresOnly, sum, sum.equals(checksum(session)));
            }
        }
    }

    private static void fill(Session session) {
        session.execute("""
                insert into stage.observation
                select p.i + 1, 'project', 'P' || lpad(cast(s.i as varchar), 6, '0'), 'ind_' || k.i, null, null,
                    case when hash(s.i, k.i, p.i) %% 50 = 0 then null else (hash(p.i, s.i, k.i) %% 1000000) / 10000.0 end
                from range(%d) as p(i), range(%d) as k(i), range(%d) as s(i)""".formatted(PERIODS, INDICATORS, SUBJECTS));
        session.execute(
                "create temp table project as select distinct subject as project_id, subject as project_name from"
                        + " stage.observation");
    }

    /** One run for each period, as the job does it. */
    private static void product(Session session, Path folder) {
        var yaml = "scheme: s\nsubject: project\nindicators:\n"
                + each(i -> "  ind_" + i + ": { weight: " + (i + 1) + ", normalise: min-max }\n", "");
        var problems = new Problems();
        try {
            Files.writeString(folder.resolve("s.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var block =
                new SpecFiles(folder, problems).yaml(folder.resolve("s.yaml")).orElseThrow();
        var scheme = Scheme.read(block).orElseThrow();
        var ranking = Ranking.read(block, false).orElseThrow();
        var subjects = new Subjects(Map.of(
                "project", new Subjects.Kind("project", "项目", "project", "project_id", "project_name", Map.of(), new Location("subjects.yaml", 1))));
        session.execute("delete from stage.score");
        session.execute("delete from stage.standing");
        for (int period = 1; period <= PERIODS; period++) {
            var run = new Run(period, "j", Period.parse("2025-%02d".formatted(period)), 0);
            new Catalog(Map.of(), List.of()).pin(session, run);
            new Scoring(scheme, Map.of(), subjects).score(session, run);
            ranking.rank(session, run, subjects);
        }
    }

    /** What a person would write: aggregate and join, the tree's rows, the standings; period by period like the job. */
    private static void byHand(Session session) {
        session.execute("delete from stage.score");
        session.execute("delete from stage.standing");
        for (int period = 1; period <= PERIODS; period++) {
            session.execute(WEIGHTED.formatted("create or replace temp table leaf as", "where run = " + period));
            session.execute("""
                    insert into stage.score
                    select run, 's', subject, 'score', null, sum(w * n) / sum(w) filter (where n is not null),
                        sum(w * n) / sum(w) filter (where n is not null), 1, 1,
                        sum(w * n) / sum(w) filter (where n is not null), null, null, null, 0
                    from leaf group by run, subject""");
            session.execute("""
                    insert into stage.score
                    select l.run, 's', l.subject, l.indicator, 'score', l.value, l.n, l.w / 465,
                        case when l.n is null then 0 else l.w / t.w end, coalesce(l.w * l.n / t.w, 0),
                        case when l.n is null then '缺测，权重由同级指标分摊' end, null, null, 0
                    from leaf as l join (select run, subject, sum(w) filter (where n is not null) as w from leaf
                        group by run, subject) as t using (run, subject)""");
            session.execute("""
                    insert into stage.standing (run, scheme, scope, subject, score, grade, rank, "of", previous_rank, low,
                        high, left_out)
                    select run, 's', 'all', subject, normalised, null,
                        rank() over (partition by run order by round(normalised, 9) desc), count(*) over (partition by run),
                        null, null, null, null
                    from stage.score where node = 'score' and run = %d""".formatted(period));
        }
    }

    private static void scoresByHand(Session session) {
        session.execute(WEIGHTED.formatted("create or replace temp table ranked as with leaf as (", "") + """
                ) select run, subject, score, rank() over (partition by run order by score desc) as rank from (
                    select run, subject, sum(w * n) / sum(w) filter (where n is not null) as score from leaf
                    group by run, subject)""");
    }

    private static final String WEIGHTED = """
            %1$s select o.run, o.subject, o.indicator, o.value, i.w, 100 * (o.value - s.low) / (s.high - s.low) as n
            from stage.observation as o
            join (select run, indicator, min(value) as low, max(value) as high from stage.observation %2$s
                group by run, indicator) as s using (run, indicator)
            join (select 'ind_' || i as indicator, cast(i + 1 as double) as w from range(30) as r(i)) as i using (indicator)
            %2$s""";

    private static String checksum(Session session) {
        return session.one("""
                select count(*) || ' rows, ' || sum(cast(round(coalesce(contribution, 0), 6) as decimal(28, 6))) || ' points, '
                    || (select sum(rank) from stage.standing) || ' places' as sum
                from stage.score""").text("sum");
    }

    private static String each(IntFunction<String> text, String between) {
        return IntStream.range(0, INDICATORS).mapToObj(text).collect(Collectors.joining(between));
    }

    /** Processor time: what else the machine does counts for little. */
    private static double seconds(Runnable work) {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long start = machine.getProcessCpuTime();
        work.run();
        return (machine.getProcessCpuTime() - start) / 1e9;
    }
}
