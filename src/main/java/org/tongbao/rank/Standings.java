package org.tongbao.rank;

import java.util.List;
import java.util.Optional;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/** The places of a run, and how sure they are, for people to read; the session is pinned to the run. */
public final class Standings {

    private final Session session;
    private final String kind;
    private final String scheme;

    /**
     * Of one ranking.
     *
     * @param kind what the scheme ranks
     */
    public Standings(Session pinned, String kind, String scheme) {
        this.session = pinned;
        this.kind = kind;
        this.scheme = scheme;
    }

    /** All places, those without one last. */
    public List<Row> all() {
        return named("""
                select s.scope, s.rank, s.low || case when s.high > s.low then '—' || s.high else '' end as "interval",
                    s.median, s.band, s.previous_rank as before, s.subject, n.name, round(s.score, 2) as score,
                    s.grade, s.left_out
                from standing as s left join subject_name as n on n.kind = :kind and n.subject = s.subject
                where s.scheme = :scheme
                order by s.scope, s.rank nulls last, s.subject""");
    }

    /** A subject's row of {@code stage.standing}. */
    public Optional<Row> of(String subject) {
        return session.sql("select * from standing where scheme = :scheme and subject = :subject")
                .param("scheme", scheme)
                .param("subject", subject)
                .first();
    }

    /** The lines of praise and penalty, and the grades' bounds, that lie inside an interval. */
    public List<Row> lines() {
        return named("""
                select l.scope, l.subject, n.name, l.line, l.low, l.high, l.reached, l.warning
                from line as l left join subject_name as n on n.kind = :kind and n.subject = l.subject
                where l.scheme = :scheme
                order by l.scope, l.line, l.reached desc, l.subject""");
    }

    /** The places by the points of single branches, where the scheme ranks these. */
    public List<Row> branches() {
        return named("""
                select s.node as branch, s.scope, s.rank, s.subject, n.name, round(s.score, 2) as score
                from branch_standing as s left join subject_name as n on n.kind = :kind and n.subject = s.subject
                where s.scheme = :scheme
                order by s.node, s.scope, s.rank nulls last, s.subject""");
    }

    /** The places without each indicator and each branch. */
    public List<Row> removals() {
        return named("""
                select r.node as without, r.scope, r.subject, n.name, r.rank, r.without as rank_without,
                    r.rank - r.without as gained
                from removal as r left join subject_name as n on n.kind = :kind and n.subject = r.subject
                where r.scheme = :scheme
                order by r.node, r.scope, r.rank, r.subject""");
    }

    /** By how much each input makes places change. */
    public List<Row> sensitivity() {
        return session.sql("""
                        select s.input, s.draws, s.first_order, s.total, u.mean_change, u.draws as drawn, u.spread, u.seed
                        from sensitivity as s join uncertainty as u using (scheme)
                        where s.scheme = :scheme
                        order by s.total desc nulls last, s.input""").param("scheme", scheme).query();
    }

    private List<Row> named(String sql) {
        return session.sql(sql).param("kind", kind).param("scheme", scheme).query();
    }
}
