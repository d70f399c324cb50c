package org.tongbao.score;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tongbao.run.Run;
import org.tongbao.score.compile.Columns;
import org.tongbao.score.compile.Compilation;
import org.tongbao.score.compile.FigureSource;
import org.tongbao.score.compile.ScoreFormulas;
import org.tongbao.score.method.Missing;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.Location;
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
            for (var table : List.of("score", "weight", "distribution", "scheme_version", "exclusion", "formula")) {
                session.sql("delete from stage." + table + " where run = :run and scheme = :scheme")
                        .param("run", run.number())
                        .param("scheme", scheme.name())
                        .execute();
            }
            var compilation = new Compilation(scheme, gauges);
            long rows = insert(session, compilation, new FigureSource.Observed(scheme, run, kind));
            compilation.describe(run.number()).forEach(session::execute);
            if (scheme.leftOut() != null) {
                session.sql("insert into stage.exclusion select run, :scheme, subject, left_out from "
                                + Compilation.TABLE + " where left_out is not null")
                        .param("scheme", scheme.name())
                        .execute();
            }
            new ScoreFormulas(scheme, gauges).write(session, run);
            session.sql("insert into stage.scheme_version values (:run, :scheme, :version, :title, :from, :until)")
                    .param("run", run.number())
                    .param("scheme", scheme.name())
                    .param("version", scheme.version())
                    .param("title", scheme.title())
                    .param("from", scheme.from())
                    .param("until", scheme.until())
                    .execute();
            return rows;
        });
    }

    /**
     * Loads the figures of a pinned run into a temporary table, so that they can be mixed with those of another and
     * scored again by {@link #score(Session, String)}. Its column {@code current} tells the run's own rows from those of
     * earlier periods.
     */
    public void loadFigures(Session session, Run run, String table) {
        var source = new FigureSource.Observed(scheme, run, kind);
        var columns = new Columns(scheme);
        session.execute("create or replace temp table " + table + " as select *, " + source.wanted()
                + " as current from (" + source.sql(columns.indicators(), columns.counted()) + ")");
    }

    /** Scores the rows of a query over such tables into {@code stage.score}, under the run that they name. */
    public void score(Session session, String query) {
        insert(session, new Compilation(scheme, gauges), new FigureSource.Wide(query, "current"));
    }

    /** What single figures of a subject would have to be for its score to overtake another; the session is pinned. */
    public List<WhatIf> toOvertake(Session session, Run run, String subject, UnaryOperator<String> overtakes) {
        return new WhatIfSearch(session, run, scheme, gauges, kind).toOvertake(subject, overtakes);
    }

    /**
     * Draws what the scheme says could as well have been decided otherwise; the session is pinned. Empty if it says that
     * nothing is to be drawn.
     *
     * @param nodes whose points are asked for beside the score
     */
    public Optional<DrawnScores> draw(Session session, Run run, List<String> nodes) {
        return scheme.uncertainty().draws() == 0
                ? Optional.empty()
                : Optional.of(new DrawnScores(
                        session,
                        scheme,
                        gauges,
                        new FigureSource.Observed(scheme, run, kind),
                        new Draws(scheme, scheme.uncertainty(), null),
                        nodes));
    }

    /** The query for whom the scheme scores in a run, which holds the scheme's own SQL: among, left-out, within. */
    public String population(Run run) {
        return new FigureSource.Observed(scheme, run, kind).population();
    }

    /** Lets the engine plan the scheme's own SQL, and notes what it objects to. */
    public void plan(Session session, Run run, Problems problems) {
        if (!scheme.likes().isEmpty()
                && session.plan("select * from " + kind.table()).isEmpty()) {
            int before = problems.count();
            var columns = session.columns("select * from " + kind.table());
            scheme.leaves().forEach(leaf -> refuseLike(leaf.missing(), columns, leaf.at(), problems));
            scheme.uncertainty()
                    .missing()
                    .forEach(missing ->
                            refuseLike(missing, columns, scheme.uncertainty().at(), problems));
            if (problems.count() > before) {
                return;
            }
        }
        session.plan(population(run))
                .ifPresent(refusal -> problems.add(scheme.at(), "among, left-out or within: " + refusal.reason()));
    }

    private void refuseLike(Missing missing, List<String> columns, Location at, Problems problems) {
        var like = missing.like();
        if (like != null && !columns.contains(like)) {
            problems.addUnknown(at, "column of " + kind.table(), like, columns);
        }
    }

    static long insert(Session session, Compilation compilation, FigureSource source) {
        compilation.statements(source).forEach(session::execute);
        return session.execute("insert into stage.score by name " + compilation.rows());
    }
}
