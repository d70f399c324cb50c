package org.tongbao.decide;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Session;

/**
 * Decides where subjects stand on the ladders after a run's period, and writes {@code stage.decision}.
 *
 * <p>A decision is replayed from the findings and standings of all periods that the run can see, never continued from
 * an earlier decision: so it depends on facts alone, and months may be computed twice, restated or caught up in any
 * order. A period that no completed run has evaluated does not count as a cycle.
 *
 * <p>The replay is a set. For each subject, the evaluated periods in which a condition held are numbered; a gap of as
 * many clear periods as the release asks for parts them into stays. Of the last stay, its beginning gives the cycle,
 * and the number of periods with a condition before the last gives the failed cycles, hence the step.
 */
public final class Decide {

    private final Session session;
    private final Run run;

    /** The session must be pinned to the run. */
    public Decide(Session session, Run run) {
        this.session = session;
        this.run = run;
    }

    /** Replaces the run's decisions by those of these ladders; returns how many there are. */
    public long decide(Collection<Ladder> ladders, Progress progress) {
        return session.transaction(() -> {
            session.execute("delete from stage.decision where run = ?", run.number());
            long rows = 0;
            for (var ladder : ladders) {
                rows += decide(ladder);
                progress.advance(1);
            }
            return rows;
        });
    }

    private long decide(Ladder ladder) {
        session.execute(
                "create or replace temp table ladder_condition (subject varchar, period_start date, item integer,"
                        + " because varchar)");
        for (int i = 0; i < ladder.conditions().size(); i++) {
            note(ladder, ladder.conditions().get(i), i);
        }
        session.execute("create or replace temp table ladder_step (step varchar, after bigint, until bigint,"
                + " measures varchar, notice varchar)");
        for (int i = 0; i < ladder.steps().size(); i++) {
            var step = ladder.steps().get(i);
            boolean last = i + 1 == ladder.steps().size();
            session.execute(
                    "insert into ladder_step values (?, ?, ?, ?, ?)",
                    step.step(),
                    step.after(),
                    last ? Integer.MAX_VALUE : ladder.steps().get(i + 1).after(),
                    joined(step.measures()),
                    orNull(step.notice()));
        }
        var release = ladder.release();
        return session.execute(
                REPLAY.formatted(release.after()),
                run.number(),
                ladder.name(),
                release.after(),
                release.step(),
                ladder.longest(),
                ladder.longest(),
                release.after(),
                release.because(),
                release.after(),
                joined(release.measures()),
                release.after(),
                orNull(release.notice()),
                release.after());
    }

    /** Notes in which periods a condition held, and for whom. */
    private void note(Ladder ladder, Ladder.Condition condition, int item) {
        var arguments = new ArrayList<@Nullable Object>(List.of(item, condition.because()));
        String held;
        if (condition instanceof Ladder.Cases cases) {
            held = "history_finding where rule = ? and subject_kind = ? and state "
                    + (cases.continued() ? "= 'continued'" : "<> 'cleared'")
                    + " group by subject, period_start having count(*) >= ?";
            arguments.addAll(List.of(cases.finding(), ladder.subject(), cases.atLeast()));
        } else if (condition instanceof Ladder.LowScore low) {
            held = "history_standing where scheme = ? and score < ? group by subject, period_start";
            arguments.addAll(List.of(low.scheme(), low.below()));
        } else if (condition instanceof Ladder.Graded graded) {
            held = "history_standing where scheme = ? and grade = ? group by subject, period_start";
            arguments.addAll(List.of(graded.scheme(), graded.grade()));
        } else {
            throw new IllegalStateException("unknown condition " + condition);
        }
        session.execute(
                "insert into ladder_condition select subject, period_start, ?, ? from " + held, arguments.toArray());
    }

    private static final String REPLAY = """
            insert into stage.decision
            with
            evaluated as (
                select period_start, row_number() over (order by period_start) as ordinal from pinned_run),
            held as (
                select c.subject, e.ordinal, string_agg(c.because, '；' order by c.item) as because
                from ladder_condition as c join evaluated as e on e.period_start = c.period_start
                group by c.subject, e.ordinal),
            entries as (
                select *, case when ordinal - lag(ordinal) over (partition by subject order by ordinal) <= %d
                    then 0 else 1 end as entered
                from held),
            stays as (
                select *, sum(entered) over (partition by subject order by ordinal) as stay from entries),
            histories as (
                select subject, ordinal, because,
                    min(ordinal) over (partition by subject, stay) as since,
                    row_number() over (partition by subject, stay order by ordinal) - 1 as failed,
                    row_number() over (partition by subject order by ordinal desc) as newest
                from stays),
            positions as (
                select h.subject, h.because, h.failed, n.now - h.since + 1 as cycle, n.now - h.ordinal as clear
                from histories as h cross join (select max(ordinal) as now from evaluated) as n
                where h.newest = 1)
            select ?, ?, p.subject,
                case when p.clear = ? then ? else s.step end,
                p.cycle,
                case when p.clear = 0
                        then p.because || case when p.failed > ? then '（已超过最长' || ? || '个周期）' else '' end
                    when p.clear = ? then ? end,
                case when p.clear = ? then ? else s.measures end,
                case when p.clear = ? then ? when p.clear = 0 and p.failed = s.after then s.notice end
            from positions as p
            join ladder_step as s on p.failed >= s.after and p.failed < s.until
            where p.clear <= ?
            order by p.subject""";

    private static @Nullable String joined(List<String> measures) {
        return orNull(measures.stream().collect(Collectors.joining("；")));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
