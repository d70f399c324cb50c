package org.tongbao.decide;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/**
 * Decides where subjects stand on the ladders after a run's period, and writes {@code stage.decision}.
 *
 * <p>A decision is replayed from the findings and standings of all periods that the run can see, never continued from
 * an earlier decision: so it depends on facts alone, and months may be computed twice, restated or caught up in any
 * order. A period that no completed run has evaluated does not count as a cycle.
 *
 * <p>The replay is a set. For each subject, the evaluated periods in which a condition of entry held are numbered; a gap
 * of as many clear periods as the release asks for parts them into stays. Of the last stay, its beginning gives the cycle;
 * each step is reached in the period with its number of failed cycles, or in the first in which its own condition held.
 * The highest step that has been reached is where the subject stands, and in the period in which it was reached, its
 * notice goes out.
 *
 * <p>The conditions that held in the run's own period are its grounds ({@code stage.ground}). A period in which a rule of
 * entry was not in use is no clear one: nobody is released by what was not looked for.
 *
 * <p>Where a ladder's cycles are recorded, nothing is replayed: of a subject's last stay, each failed cycle reaches its step
 * on the day on which that was decided, and a released one, or the day on which the subject left, ends it.
 *
 * <p>Who is only suspect stands in {@code stage.suspicion}, on a ladder or not.
 */
public final class Decide {

    private static final LocalDate EVER = LocalDate.EPOCH;
    private static final String PERIODS = " and period_start >= :from group by subject, period_start";

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
            for (var table : List.of("decision", "ground", "suspicion")) {
                session.sql("delete from stage." + table + " where run = :run")
                        .param("run", run.number())
                        .execute();
            }
            long rows = 0;
            for (var ladder : ladders) {
                rows += decide(ladder);
                progress.advance(1);
            }
            return rows;
        });
    }

    /** What a run decided, with the subjects' names. */
    public static List<Row> decisions(Session pinned) {
        return pinned.query("""
                select ladder, d.subject, n.name, step, cycle, because, measures, notice
                from decision as d left join subject_name as n on n.subject = d.subject
                order by ladder, d.subject""");
    }

    private long decide(Ladder ladder) {
        session.execute(
                "create or replace temp table ladder_condition (subject varchar, period_start date, item integer,"
                        + " step integer, because varchar, rule varchar, since date)");
        session.execute("create or replace temp table ladder_step (item integer, after integer, step varchar,"
                + " measures varchar, notice varchar)");
        for (int i = 0; i < ladder.conditions().size(); i++) {
            note(ladder, ladder.conditions().get(i), i, null, EVER);
        }
        for (int i = 0; i < ladder.steps().size(); i++) {
            var step = ladder.steps().get(i);
            if (step.reach() instanceof Ladder.When when) {
                int item = ladder.conditions().size() + i;
                var since = ladder.recorded() == null ? EVER : run.period().start();
                note(ladder, when.condition(), item, i, since);
            }
            session.sql("insert into ladder_step values (:item, :after, :step, :measures, :notice)")
                    .param("item", i)
                    .param("after", step.reach() instanceof Ladder.After after ? after.cycles() : null)
                    .param("step", step.step())
                    .param("measures", joined(step.measures()))
                    .param("notice", orNull(step.notice()))
                    .execute();
        }
        long rows = ladder.recorded() == null ? replay(ladder) : follow(ladder, ladder.recorded());
        session.sql("""
                        insert into stage.ground
                        select d.run, d.ladder, d.subject, c.item + 1, c.because, c.rule
                        from ladder_condition as c
                        join stage.decision as d on d.run = :run and d.ladder = :ladder and d.subject = c.subject
                        where c.period_start = :start
                        order by c.subject, c.item""")
                .param("run", run.number())
                .param("ladder", ladder.name())
                .param("start", run.period().start())
                .execute();
        suspect(ladder);
        return rows;
    }

    private long replay(Ladder ladder) {
        session.execute("create or replace temp table ladder_rule (rule varchar)");
        ladder.conditions().forEach(condition -> session.sql("insert into ladder_rule values (:rule)")
                .param("rule", condition.rule())
                .execute());
        var release = ladder.release();
        return session.sql(REPLAY)
                .param("run", run.number())
                .param("ladder", ladder.name())
                .param("longest", ladder.longest())
                .param("clear", release.after())
                .param("release", release.step())
                .param("because", release.because())
                .param("measures", joined(release.measures()))
                .param("notice", orNull(release.notice()))
                .execute();
    }

    private long follow(Ladder ladder, Ladder.Recorded recorded) {
        session.execute("create or replace temp table ladder_cycle as " + recorded.query());
        var release = ladder.release();
        return session.sql(FOLLOW)
                .param("run", run.number())
                .param("start", run.period().start())
                .param("ladder", ladder.name())
                .param("release", release.step())
                .param("because", release.because())
                .param("measures", joined(release.measures()))
                .param("notice", orNull(release.notice()))
                .execute();
    }

    private void suspect(Ladder ladder) {
        session.execute("delete from ladder_condition");
        for (int i = 0; i < ladder.suspicions().size(); i++) {
            note(ladder, ladder.suspicions().get(i), i, null, run.period().start());
        }
        session.sql("""
                        insert into stage.suspicion
                        select :run, :ladder, subject, item + 1, because, rule
                        from ladder_condition
                        where period_start = :start
                        order by subject, item""")
                .param("run", run.number())
                .param("ladder", ladder.name())
                .param("start", run.period().start())
                .execute();
    }

    /**
     * Notes in which periods a condition held, and for whom.
     *
     * @param step the step that it leads to, or null if it leads to none
     * @param since the first day of the periods that matter
     */
    private void note(Ladder ladder, Ladder.Condition condition, int item, @Nullable Integer step, LocalDate since) {
        var asked = new HashMap<String, Object>();
        String held;
        if (condition instanceof Ladder.Cases cases) {
            held = "min(since) from history_finding where rule = :rule and subject_kind = :kind and "
                    + switch (cases.counted()) {
                        case ANY -> "state <> 'cleared'";
                        case NEW -> "state <> 'cleared' and since >= period_start";
                        case CONTINUED -> "state = 'continued'";
                    }
                    + PERIODS + " having count(*) >= :at_least";
            asked.put("kind", ladder.subject());
            asked.put("at_least", cases.atLeast());
        } else if (condition instanceof Ladder.LowScore low) {
            held = "period_start from history_standing where scheme = :rule and score < :below" + PERIODS;
            asked.put("below", low.below());
        } else if (condition instanceof Ladder.Graded graded) {
            held = "period_start from history_standing where scheme = :rule and grade = :grade" + PERIODS;
            asked.put("grade", graded.grade());
        } else {
            throw new IllegalStateException("unknown condition " + condition);
        }
        session.sql("insert into ladder_condition select subject, period_start, :item, :step, :because, :rule, " + held)
                .param("item", item)
                .param("step", step)
                .param("because", condition.because())
                .param("rule", condition.rule())
                .param("from", since)
                .params(asked)
                .execute();
    }

    private static final String REPLAY = """
            insert into stage.decision
            with
            evaluated as (
                select period_start, known, row_number() over (order by period_start) as ordinal,
                    sum(case when known then 1 else 0 end) over (order by period_start) as judged
                from (
                    select p.period_start, not exists (
                        select 1 from stage.unused as u join ladder_rule as r on r.rule = u.name
                        where u.run = p.run and u.kind in ('finding', 'scheme')) as known
                    from pinned_run as p)),
            conditions as (
                select c.*, e.ordinal, e.judged, e.known
                from ladder_condition as c join evaluated as e on e.period_start = c.period_start),
            held as (
                select subject, ordinal, judged, known, string_agg(because, '；' order by item) as because
                from conditions group by subject, ordinal, judged, known having count(*) filter (where step is null) > 0),
            entries as (
                select *, case when judged - cast(known as integer)
                        - lag(judged) over (partition by subject order by ordinal) < :clear
                    then 0 else 1 end as entered
                from held),
            stays as (
                select *, sum(entered) over (partition by subject order by ordinal) as stay from entries),
            histories as (
                select subject, ordinal, judged, because,
                    min(ordinal) over (partition by subject, stay) as since,
                    row_number() over (partition by subject, stay order by ordinal) - 1 as failed,
                    row_number() over (partition by subject order by ordinal desc) as newest
                from stays),
            positions as (
                select h.subject, h.because, h.failed, h.since, n.ordinal as now, n.known, h.ordinal = n.ordinal as held,
                    n.ordinal - h.since + 1 as cycle, n.judged - h.judged as clear
                from histories as h cross join (
                    select * from evaluated order by ordinal desc limit 1) as n
                where h.newest = 1),
            reached as (
                select h.subject, s.item, h.ordinal from histories as h join ladder_step as s on s.after = h.failed
                union all
                select subject, step, ordinal from conditions where step is not null),
            steps as (
                select p.subject, r.item, min(r.ordinal) as reached,
                    row_number() over (partition by p.subject order by r.item desc) as highest
                from positions as p
                join reached as r on r.subject = p.subject and r.ordinal >= p.since
                group by p.subject, r.item)
            select :run, :ladder, p.subject,
                case when p.clear = :clear then :release else s.step end,
                p.cycle,
                case when p.held
                        then p.because
                            || case when p.failed > :longest then '（已超过最长' || :longest || '个周期）' else '' end
                    when p.clear = :clear then :because
                    when not p.known then '列入条件所依据的数据没有全部启用，不能认定解除' end,
                case when p.clear = :clear then :measures else s.measures end,
                case when p.clear = :clear then :notice when r.reached = p.now then s.notice end
            from positions as p
            join steps as r on r.subject = p.subject and r.highest = 1
            join ladder_step as s on s.item = r.item
            where p.clear < :clear or (p.clear = :clear and p.known)
            order by p.subject""";

    private static final String FOLLOW = """
            insert into stage.decision
            with
            stays as (
                select * from (
                    select *, max(entered_on) over (partition by subject) as newest from ladder_cycle)
                where entered_on = newest),
            positions as (
                select subject, max(left_on) as left_on, max(cycle) as cycle,
                    min(decided_on) filter (where released) as released_on
                from stays group by subject having coalesce(max(left_on) >= :start, true)),
            reasons as (
                select *, row_number() over (partition by subject order by cycle desc) as place
                from stays where because is not null),
            own as (
                select subject, string_agg(because, '；' order by item) as because from ladder_condition group by subject),
            reached as (
                select c.subject, s.item, c.decided_on as day from stays as c join ladder_step as s on s.after = c.cycle
                where c.failed
                union all
                select subject, step, since from ladder_condition),
            steps as (
                select subject, item, min(day) as day,
                    row_number() over (partition by subject order by item desc) as highest
                from reached group by subject, item)
            select :run, :ladder, p.subject,
                case when p.released_on is null and p.left_on is null then s.step else :release end,
                p.cycle,
                case when p.released_on is not null then :because
                    when p.left_on is not null then '解除文书已送达，此前没有作出解除的评定'
                    else concat(r.because, '；' || o.because) end,
                case when p.released_on is null and p.left_on is null then s.measures else :measures end,
                case when p.released_on >= :start then :notice
                    when p.released_on is null and p.left_on is null and n.day >= :start then s.notice end
            from positions as p
            join steps as n on n.subject = p.subject and n.highest = 1
            join ladder_step as s on s.item = n.item
            left join reasons as r on r.subject = p.subject and r.place = 1
            left join own as o on o.subject = p.subject
            order by p.subject""";

    private static @Nullable String joined(List<String> measures) {
        return orNull(measures.stream().collect(Collectors.joining("；")));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
