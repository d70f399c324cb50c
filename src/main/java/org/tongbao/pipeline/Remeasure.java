package org.tongbao.pipeline;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;
import org.tongbao.measure.Indicator;
import org.tongbao.measure.Measure;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.score.Scheme;
import org.tongbao.warehouse.Session;

/**
 * Measures what a scheme reads once more for a run, within a transaction that is undone: the session must be pinned to
 * the run, or to the same run as of another load.
 */
public final class Remeasure {

    /** Number of a run that is not: what is tried out, and undone. */
    public static final long SCRATCH = -1;

    private final Session session;
    private final Rulebook rulebook;
    private final Scheme scheme;

    public Remeasure(Session session, Rulebook rulebook, Scheme scheme) {
        this.session = session;
        this.rulebook = rulebook;
        this.scheme = scheme;
    }

    /** Everything, in the place of the run's own observations. */
    public void all(Run run) {
        measure(run, name -> true);
    }

    /** Only what the run has not observed: nobody asked for it then. */
    public void missing(Run run) {
        measure(
                run,
                name -> session.sql("select count(*) as n from observation where indicator = :indicator")
                                .param("indicator", name)
                                .one()
                                .whole("n")
                        == 0);
    }

    private void measure(Run run, Predicate<String> wanted) {
        var all = rulebook.rules().indicators();
        Collection<Indicator> indicators = scheme.indicators().stream()
                .filter(wanted)
                .flatMap(name -> Optional.ofNullable(all.get(name)).stream())
                .toList();
        var scratch = new Run(SCRATCH, run.job(), run.period(), run.cutoff());
        new Measure(session, scratch, rulebook.subjects()).observe(indicators, Progress.NONE);
        for (var indicator : indicators) {
            session.sql("delete from stage.observation where run = :run and indicator = :indicator")
                    .param("run", run.number())
                    .param("indicator", indicator.name())
                    .execute();
        }
        session.sql("update stage.observation set run = :run where run = :scratch")
                .param("run", run.number())
                .param("scratch", SCRATCH)
                .execute();
    }
}
