package org.tongbao.score;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tongbao.run.Run;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;

/** The stage: scores every subject of a scheme for a run, as sets in the warehouse. */
public final class Scoring {

    private final Scheme scheme;
    private final Map<String, Scheme.Gauge> gauges;
    private final Subjects.Kind kind;

    /** A scheme with the indicators of its rulebook. */
    public Scoring(Scheme scheme, Map<String, Scheme.Gauge> gauges, Subjects subjects) {
        this.scheme = scheme;
        this.gauges = new LinkedHashMap<>(gauges);
        this.kind = subjects.kind(scheme.subject());
    }

    /** Replaces the run's rows of the scheme in {@code stage.score}; returns how many there are. The session is pinned. */
    public long score(Session session, Run run) {
        return session.transaction(() -> {
            for (var table : List.of("score", "weight", "distribution")) {
                session.execute(
                        "delete from stage." + table + " where run = ? and scheme = ?", run.number(), scheme.name());
            }
            var compilation = new Compilation(scheme, gauges);
            long rows = insert(session, compilation, new Source.Observed(scheme, run, kind));
            compilation.describe(run.number()).forEach(session::execute);
            return rows;
        });
    }

    /** Lets the engine plan the scheme's own SQL (among, left-out, within), and notes what it objects to. */
    public void plan(Session session, Run run, Problems problems) {
        var population = new Source.Observed(scheme, run, kind).population();
        session.plan(population)
                .ifPresent(refusal -> problems.add(scheme.at(), "among, left-out or within: " + refusal.reason()));
    }

    static long insert(Session session, Compilation compilation, Source source) {
        compilation.statements(source).forEach(session::execute);
        return session.execute("insert into stage.score by name " + compilation.rows());
    }
}
