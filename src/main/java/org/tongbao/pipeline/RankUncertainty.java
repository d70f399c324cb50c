package org.tongbao.pipeline;

import java.util.Optional;
import org.tongbao.rank.Certainty;
import org.tongbao.rank.Ranking;
import org.tongbao.run.Run;
import org.tongbao.score.DrawnScores;
import org.tongbao.score.Scoring;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;

/**
 * Looks how sure places are: the scheme draws and scores, the ranking ranks what was drawn. On arrays where {@link
 * DrawKernel} can, by SQL otherwise; figures are the same.
 */
public final class RankUncertainty {

    /** Places that a run computes at most for the indices of a scheme's inputs: about a second by SQL. */
    static final long MOST = 1_000_000;

    private RankUncertainty() {}

    /** Enters into {@code stage} how sure the places of a run are; nothing if the scheme draws nothing. */
    public static void enter(Session session, Run run, Scoring scoring, Ranking ranking, Subjects subjects) {
        scoring.draw(session, run, ranking.breakers()).ifPresent(drawn -> {
            var certainty = ranking.certainty(session, run, subjects, DrawnScores.TABLE);
            look(session, drawn, certainty, MOST);
            certainty.enter(run, ranking.scheme(), drawn.count(), drawn.seed(), drawn.spread());
        });
    }

    /** Leaves the results in the tables of {@link Certainty}, the scores of the session's run in {@code stage.score}. */
    public static void look(Session session, DrawnScores drawn, Certainty certainty, long most) {
        var kernel = kernel(session, drawn, certainty);
        if (kernel.isPresent()) {
            kernel.get().swap(drawn.inputs(), certainty.swapped(drawn.inputs(), drawn.count(), most));
            certainty.take(kernel.get(), drawn.removals(), drawn.inputs());
        } else {
            lookBySql(drawn, certainty, most);
        }
    }

    /** The draws on arrays, if that can be. */
    static Optional<DrawKernel> kernel(Session session, DrawnScores drawn, Certainty certainty) {
        int threads = (int) session.one("select current_setting('threads') as n").whole("n");
        return drawn.tree(Certainty.GROUP, certainty.rows()[0].length)
                .flatMap(tree ->
                        DrawKernel.draw(tree, certainty.ranking(), certainty.rows(), drawn.count(), threads));
    }

    /** The same by SQL, for any scheme. */
    static void lookBySql(DrawnScores drawn, Certainty certainty, long most) {
        drawn.score();
        certainty.place(drawn.removals());
        certainty.index(drawn.inputs(), drawn.count(), most, drawn::swap);
    }
}
