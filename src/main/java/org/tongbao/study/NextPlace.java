package org.tongbao.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Run;
import org.tongbao.score.ScoreTree;
import org.tongbao.score.WhatIf;
import org.tongbao.warehouse.Session;

/**
 * A subject compared with the one that is placed next before it: where the points between them lie, and what it would take
 * to gain the place.
 *
 * @param subject who stands there
 * @param rank its place
 * @param score its score, before rounding
 * @param gaps the subject's points less the other's, by leaf of the tree; they add up to the difference of the scores
 * @param ways what each figure alone would have to be, as the others stand
 */
public record NextPlace(String subject, long rank, double score, Map<String, Double> gaps, List<WhatIf> ways) {

    public NextPlace {
        gaps = new LinkedHashMap<>(gaps);
        ways = List.copyOf(ways);
    }

    /** Looks for it; empty for the first and for those who have no place. The session is pinned to the run. */
    public static Optional<NextPlace> of(Session session, Run run, Rulebook rulebook, ScoreTree tree) {
        var scheme = rulebook.scheme(tree.scheme(), run.period());
        return session.sql("""
                        select o.subject, o.rank
                        from standing as s join standing as o on o.scheme = s.scheme and o.scope = s.scope
                        where s.scheme = :scheme and s.subject = :subject and o.rank < s.rank
                        order by o.rank desc, o.subject
                        limit 1""")
                .param("scheme", tree.scheme())
                .param("subject", tree.subject())
                .first()
                .flatMap(next -> ScoreTree.read(session, run, tree.scheme(), next.text("subject"))
                        .map(other -> {
                            double score = points(other.root());
                            var ways = rulebook.scoring(scheme)
                                    .toOvertake(session, run, tree.subject(), own -> scheme.ranking()
                                            .overtakes(own, score));
                            return new NextPlace(other.subject(), next.whole("rank"), score, gaps(tree, other), ways);
                        }));
    }

    private static Map<String, Double> gaps(ScoreTree own, ScoreTree other) {
        var gaps = new LinkedHashMap<String, Double>();
        own.leaves().forEach(leaf -> gaps.put(leaf.name(), points(leaf)));
        other.leaves().forEach(leaf -> gaps.merge(leaf.name(), -points(leaf), Double::sum));
        return gaps;
    }

    private static double points(ScoreTree.Node node) {
        @Nullable Double points = node.contribution();
        return points == null ? 0 : points;
    }
}
