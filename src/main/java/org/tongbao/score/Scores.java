package org.tongbao.score;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.tongbao.score.scheme.DerivedWeights;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;

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
        return query(weights("weight where scheme = :scheme", List.of(DerivedWeights.values())));
    }

    /** A query for a row for each node with its declared weight and those of some ways. */
    static String weights(String from, Collection<DerivedWeights> ways) {
        return "select parent, node, declared, "
                + ways.stream()
                        .map(way -> "max(case when method = " + Sql.text(way.word()) + " then weight end) as "
                                + Sql.name(way.word()))
                        .collect(Collectors.joining(", "))
                + ", max(n) as subjects from " + from
                + " group by parent, node, declared order by parent, declared desc, node";
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
