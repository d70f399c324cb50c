package org.tongbao.score;

import java.util.List;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/** What a run computed by a scheme, for people to read; the session is pinned to the run. */
public final class Scores {

    private final Session session;
    private final String scheme;

    /** Of one scheme. */
    public Scores(Session pinned, String scheme) {
        this.session = pinned;
        this.scheme = scheme;
    }

    /**
     * The points of every subject in every node.
     *
     * @param kind what the scheme scores
     */
    public List<Row> all(String kind) {
        return session.sql("""
                        select s.subject, n.name, s.node, s.raw, s.normalised, s.effective_weight as weight, s.contribution,
                            s.note
                        from score as s left join subject_name as n on n.kind = :kind and n.subject = s.subject
                        where s.scheme = :scheme
                        order by s.subject, s.parent nulls first, s.node""").param("kind", kind).param("scheme", scheme).query();
    }

    /** The declared weights beside those that the data would give. */
    public List<Row> weights() {
        return query("""
                select parent, node, declared,
                    max(case when method = 'entropy' then weight end) as entropy,
                    max(case when method = 'critic' then weight end) as critic,
                    max(case when method = 'variation' then weight end) as variation, max(n) as subjects
                from weight
                where scheme = :scheme
                group by parent, node, declared
                order by parent, declared desc, node""");
    }

    /** What the indicators' values look like. */
    public List<Row> distributions() {
        return query("""
                select node, n, missing, least, mean, greatest, deviation, skewness, kurtosis, touched,
                    size_correlation, warning
                from distribution
                where scheme = :scheme
                order by node""");
    }

    private List<Row> query(String sql) {
        return session.sql(sql).param("scheme", scheme).query();
    }
}
