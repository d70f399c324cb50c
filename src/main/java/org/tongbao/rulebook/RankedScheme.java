package org.tongbao.rulebook;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tongbao.measure.Basis;
import org.tongbao.rank.Ranking;
import org.tongbao.run.Run;
import org.tongbao.score.Scoring;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;

/**
 * A scheme file: how a score comes about, and how scores become places and grades.
 *
 * @param scheme the part that belongs to {@code score}
 * @param ranking the part that belongs to {@code rank}
 * @param from where it says from when it holds
 */
public record RankedScheme(Scheme scheme, Ranking ranking, Location from) {

    /** Reads a file, and notes every name in it that does not exist. */
    public static Optional<RankedScheme> read(
            Block block, Basis basis, Map<String, Scheme.Gauge> gauges, Subjects subjects) {
        var ranking = Ranking.read(block, false);
        var scheme = Scheme.read(block);
        scheme.ifPresent(read -> {
            basis.verify(read.basis(), block.at("basis"), block.problems());
            subjects.verify(read.subject(), block.at("subject"), block.problems());
            read.verify(gauges, block.problems());
            read.refusePanel(block.problems());
        });
        return scheme.flatMap(s -> ranking.map(r -> new RankedScheme(s, r, block.at("from"))));
    }

    /** The same without some indicators, the branches that are left empty, and what asks for them; empty if nothing is left. */
    Optional<RankedScheme> without(Set<String> indicators) {
        return scheme.without(indicators).map(rest -> new RankedScheme(rest, ranking.of(rest.nodes()), from));
    }

    /** The same where those get no score of whom an expression gives a reason. */
    RankedScheme leavingOut(String reason) {
        return new RankedScheme(scheme.leavingOut(reason), ranking, from);
    }

    /** Lets the engine plan the SQL in it, and notes what it objects to. */
    public void plan(Session session, Run run, Map<String, Scheme.Gauge> gauges, Subjects subjects, Problems problems) {
        new Scoring(scheme, gauges, subjects).plan(session, run, problems);
        ranking.verify(session, subjects.kind(scheme.subject()), gauges.keySet(), problems);
    }
}
