package org.tongbao.pipeline;

import java.util.Optional;
import org.tongbao.rank.DrawnPlaces;
import org.tongbao.rank.Ranking;
import org.tongbao.run.Run;
import org.tongbao.score.DrawnScores;
import org.tongbao.score.Scoring;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;

/**
 * How certain places are: the scheme draws and scores, the ranking ranks what was drawn. On arrays where {@link
 * DrawKernel} can, by SQL otherwise; figures are the same.
 */
public final class RankUncertainty {

    /** Places that a run computes at most for the indices of a scheme's inputs: about a second by SQL. */
    static final long MOST = 1_000_000;

    private RankUncertainty() {}

    /** Writes into {@code stage} how certain the places of a run are; nothing if the scheme draws nothing. */
    public static void write(Session session, Run run, Scoring scoring, Ranking ranking, Subjects subjects) {
        scoring.draw(session, run, ranking.breakers()).ifPresent(drawn -> {
            var drawnPlaces = ranking.drawnPlaces(session, run, subjects, DrawnScores.TABLE);
            compute(session, drawn, drawnPlaces, MOST);
            drawnPlaces.write(run, ranking.scheme(), drawn.count(), drawn.seed(), drawn.spread());
        });
    }

    /** Leaves the results in the tables of {@link DrawnPlaces}; the scores of the session's run are in {@code stage.score}. */
    public static void compute(Session session, DrawnScores drawn, DrawnPlaces drawnPlaces, long most) {
        var kernel = kernel(session, drawn, drawnPlaces);
        if (kernel.isPresent()) {
            kernel.get().swap(drawn.inputs(), drawnPlaces.swapCount(drawn.inputs(), drawn.count(), most));
            drawnPlaces.take(kernel.get(), drawn.removals(), drawn.inputs());
        } else {
            computeBySql(drawn, drawnPlaces, most);
        }
    }

    /** The draws on arrays, where that is possible. */
    static Optional<DrawKernel> kernel(Session session, DrawnScores drawn, DrawnPlaces drawnPlaces) {
        int threads =
                (int) session.one("select current_setting('threads') as n").whole("n");
        return drawn.tree(DrawnPlaces.GROUP, drawnPlaces.rows()[0].length)
                .flatMap(tree ->
                        DrawKernel.draw(tree, drawnPlaces.ranking(), drawnPlaces.rows(), drawn.count(), threads));
    }

    /** The same by SQL, for any scheme. */
    static void computeBySql(DrawnScores drawn, DrawnPlaces drawnPlaces, long most) {
        drawn.score();
        drawnPlaces.rankDraws(drawn.removals());
        drawnPlaces.computeIndices(drawn.inputs(), drawn.count(), most, drawn::swap);
    }
}
