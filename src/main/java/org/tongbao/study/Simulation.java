package org.tongbao.study;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tongbao.home.Home;
import org.tongbao.message.Refusal;
import org.tongbao.pipeline.Pipeline;
import org.tongbao.print.BulletinPrinter;
import org.tongbao.render.Renderer;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.RankedScheme;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.ledger.RunLedger;

/**
 * What places would have been under another scheme: runs of a job are scored and ranked once more on what they observed,
 * in a transaction that is undone. Nothing that was published is touched.
 *
 * @param run the latest of them
 * @param moves rows of {@code stage.simulation}, the latest period first, in each the largest movements first
 * @param summaries rows of {@code stage.simulation_summary}, the latest period first
 */
public record Simulation(Run run, RankedScheme scheme, List<Row> moves, List<Row> summaries) {

    /** The bulletin that prints a simulation. */
    public static final String REPORT = "scheme-simulation";

    private static final String MOVES = """
            select :run as run, scheme, :period as period, :start as period_start, scope, subject, k.name,
                published_score, published_grade, published_rank, score, grade, rank, published_rank - rank as moved
            from (
                select coalesce(n.scheme, p.scheme) as scheme, coalesce(n.scope, p.scope) as scope, subject,
                    p.score as published_score, p.grade as published_grade, cast(p.rank as bigint) as published_rank,
                    n.score, n.grade, cast(n.rank as bigint) as rank
                from simulation_published as p full join standing as n using (subject, scheme)
                where coalesce(n.scheme, p.scheme) = :scheme
            )
            left join (select cast(%s as varchar) as subject, %s as name from %s) as k using (subject)
            order by abs(published_rank - rank) desc nulls last, rank nulls last, subject""";

    /** Kendall's tau-b: pairs in the same order less pairs in the other, over the pairs that are not tied. */
    private static final String SUMMARIES = """
            with both_ranked as (
                select *,
                    rank() over (partition by scope order by published_rank)
                        + count(*) over (partition by scope, published_rank) / 2e0 as x,
                    rank() over (partition by scope order by rank) + count(*) over (partition by scope, rank) / 2e0 as y
                from simulation_move where rank is not null and published_rank is not null
            ),
            place as (
                select scope, count(*) as ranked, avg(abs(moved)) as mean_change, max(abs(moved)) as largest_change,
                    case when min(x) < max(x) and min(y) < max(y) then corr(x, y order by x, y) end as spearman
                from both_ranked group by scope
            ),
            pair as (
                select a.scope, cast(sum(sign(a.x - b.x) * sign(a.y - b.y)) as double) as agreed,
                    cast(count(case when a.x <> b.x then 1 end) as double) as untied_x,
                    cast(count(case when a.y <> b.y then 1 end) as double) as untied_y
                from both_ranked as a join both_ranked as b on a.scope = b.scope and a.subject < b.subject
                group by a.scope
            ),
            everybody as (
                select run, scheme, period, period_start, scope,
                    count(case when grade <> published_grade then 1 end) as regraded,
                    count(case when rank is not null and published_rank is null then 1 end) as entered,
                    count(case when rank is null and published_rank is not null then 1 end) as dropped
                from simulation_move group by run, scheme, period, period_start, scope
            )
            select e.run, e.scheme, e.period, e.period_start, e.scope, coalesce(p.ranked, 0) as ranked, p.mean_change,
                p.largest_change, p.spearman, q.agreed / nullif(sqrt(q.untied_x) * sqrt(q.untied_y), 0) as kendall,
                e.regraded, e.entered, e.dropped
            from everybody as e left join place as p using (scope) left join pair as q using (scope)
            order by scope""";

    public Simulation {
        moves = List.copyOf(moves);
        summaries = List.copyOf(summaries);
    }

    /**
     * Reads a scheme that need not be in the rulebook.
     *
     * @throws org.tongbao.spec.SpecException with every mistake in it
     */
    public static RankedScheme read(Path file, Rulebook rulebook) {
        var problems = new Problems();
        var scheme = new SpecFiles(Path.of(""), problems)
                .withWords(rulebook.words())
                .yaml(file)
                .flatMap(block ->
                        RankedScheme.read(block, rulebook.rules().basis(), rulebook.gauges(), rulebook.subjects()));
        problems.throwIfAny();
        return scheme.orElseThrow();
    }

    /**
     * Tries a scheme on a job's runs.
     *
     * @param history how many periods, back from the last; those without a run are passed over
     * @throws IllegalArgumentException if the job doesn't rank by a scheme of this name, or has not been run for the last
     *     period
     */
    public static Simulation of(
            Session session, Rulebook rulebook, Job job, RankedScheme scheme, Period last, int history) {
        var name = scheme.scheme().name();
        if (!job.rank().contains(name)) {
            throw new Refusal("job.no-ranking", job.name(), name);
        }
        rulebook.catalog().define(session);
        var ledger = new RunLedger(session);
        var run = ledger.latest(job.name(), last).orElseThrow(() -> new Refusal("job.not-run", job.name(), last));
        var moves = new ArrayList<Row>();
        var summaries = new ArrayList<Row>();
        for (int back = 0; back < history; back++) {
            ledger.latest(job.name(), last.plus(-back)).ifPresent(each -> {
                rulebook.pin(session, each);
                session.undone(() -> {
                    score(session, rulebook, scheme, each);
                    moves.addAll(session.query("select * from simulation_move"));
                    summaries.addAll(session.query(SUMMARIES));
                    return each;
                });
            });
        }
        return new Simulation(run, scheme, moves, summaries);
    }

    /** Leaves the movements in a temporary table. */
    private static void score(Session session, Rulebook rulebook, RankedScheme tried, Run run) {
        var scheme = tried.scheme();
        var kind = rulebook.subjects().kind(scheme.subject());
        session.sql(
                        "create or replace temp table simulation_published as select * from standing where scheme = :scheme")
                .param("scheme", scheme.name())
                .execute();
        var problems = new Problems();
        tried.plan(session, run, rulebook.gauges(), rulebook.subjects(), problems);
        problems.throwIfAny();
        new Pipeline(session, rulebook).tryScheme(run, tried);
        session.sql("create or replace temp table simulation_move as "
                        + MOVES.formatted(kind.id(), kind.label(), kind.table()))
                .param("run", run.number())
                .param("period", run.period().toString())
                .param("start", run.period().start())
                .param("scheme", scheme.name())
                .execute();
    }

    /** The movements of the last period. */
    public List<Row> latest() {
        return moves.stream()
                .filter(row -> row.text("period").equals(run.period().toString()))
                .toList();
    }

    /** Those whose grade would be another in the last period. */
    public List<Row> regraded() {
        return latest().stream()
                .filter(row -> !row.isNull("grade")
                        && !row.isNull("published_grade")
                        && !row.text("grade").equals(row.text("published_grade")))
                .toList();
    }

    /** Prints the report as a PDF. */
    public void report(Session session, Rulebook rulebook, Home home, OutputStream out) {
        var bulletin = Optional.ofNullable(rulebook.bulletins().get(REPORT))
                .orElseThrow(() -> new IllegalArgumentException("there is no report-templates/" + REPORT));
        rulebook.requireBureau();
        rulebook.pin(session, run);
        var copy = session.undone(() -> {
            fill(session, "simulation", moves);
            fill(session, "simulation_summary", summaries);
            return new BulletinPrinter(
                            new Renderer(home.layers().below("report-templates")), bulletin, rulebook.subjects())
                    .draft(session, run, null);
        });
        copy.page(out);
    }

    /** The rows of all periods belong to the run that is looked at. */
    private void fill(Session session, String table, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var columns = session.columns("select * from stage." + table);
        try (var appender = session.appender("stage", table)) {
            for (var row : rows) {
                appender.row(columns.stream()
                        .map(column -> column.equals("run") ? Long.valueOf(run.number()) : row.get(column))
                        .toArray());
            }
        }
    }
}
