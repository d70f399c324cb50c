package org.tongbao.pipeline;

import org.tongbao.rank.DrawnPlaces;
import org.tongbao.rank.Ranking;
import org.tongbao.run.Run;
import org.tongbao.score.DrawnScores;
import org.tongbao.score.Scoring;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;

/** Looks how sure places are: the scheme draws and scores, the ranking ranks what was drawn. */
public final class RankUncertainty {

    /** Places that a run computes at most for the indices of a scheme's inputs: about a second. */
    private static final long MOST = 1_000_000;

    private RankUncertainty() {}

    /** Enters into {@code stage} how sure the places of a run are; nothing if the scheme draws nothing. */
    public static void write(Session session, Run run, Scoring scoring, Ranking ranking, Subjects subjects) {
        scoring.draw(session, run, ranking.breakers()).ifPresent(drawn -> {
            var drawnPlaces = ranking.drawnPlaces(session, run, subjects, DrawnScores.TABLE);
            compute(drawn, drawnPlaces, MOST);
            drawnPlaces.write(run, ranking.scheme(), drawn.count(), drawn.seed(), drawn.spread());
        });
    }

    /** Leaves the results in the tables of {@link DrawnPlaces}. */
    public static void compute(DrawnScores drawn, DrawnPlaces drawnPlaces, long most) {
        drawn.score();
        drawnPlaces.rankDraws(drawn.removals());
        drawnPlaces.computeIndices(drawn.inputs(), drawn.count(), most, drawn::swap);
    }
}
