package org.tongbao.score;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tongbao.run.Run;
import org.tongbao.score.compile.Columns;
import org.tongbao.score.compile.Compilation;
import org.tongbao.score.compile.Formulas;
import org.tongbao.score.compile.Source;
import org.tongbao.score.method.Missing;
import org.tongbao.score.method.Sql;
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
                session.execute(
                        "delete from stage." + table + " where run = ? and scheme = ?", run.number(), scheme.name());
            }
            var compilation = new Compilation(scheme, gauges);
            long rows = insert(session, compilation, new Source.Observed(scheme, run, kind));
            compilation.describe(run.number()).forEach(session::execute);
            if (scheme.leftOut() != null) {
                session.execute("insert into stage.exclusion select run, " + Sql.text(scheme.name())
                        + ", subject, left_out from " + Compilation.TABLE + " where left_out is not null");
            }
            new Formulas(scheme, gauges).write(session, run);
            session.execute(
                    "insert into stage.scheme_version values (?, ?, ?, ?, ?, ?)",
                    run.number(),
                    scheme.name(),
                    scheme.version(),
                    scheme.title(),
                    scheme.from(),
                    scheme.until());
            return rows;
        });
    }

    /**
     * Lays down the figures of a pinned run as a temporary table, so that they can be mixed with those of another and
     * scored again by {@link #score(Session, String)}. Its column {@code current} tells the run's own rows from those of
     * earlier periods.
     */
    public void layDown(Session session, Run run, String table) {
        var source = new Source.Observed(scheme, run, kind);
        var columns = new Columns(scheme);
        session.execute("create or replace temp table " + table + " as select *, " + source.wanted()
                + " as current from (" + source.sql(columns.indicators(), columns.counted()) + ")");
    }

    /** Scores the rows of a query over such tables into {@code stage.score}, under the run that they name. */
    public void score(Session session, String query) {
        insert(session, new Compilation(scheme, gauges), new Source.Wide(query, "current"));
    }

    /** What single figures of a subject would have to be for its score to overtake another; the session is pinned. */
    public List<WhatIf> toOvertake(Session session, Run run, String subject, UnaryOperator<String> overtakes) {
        return new Trials(session, run, scheme, gauges, kind).toOvertake(subject, overtakes);
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
                : Optional.of(DrawnScores.prepare(
                        session,
                        scheme,
                        gauges,
                        new Source.Observed(scheme, run, kind),
                        new Draws(scheme, scheme.uncertainty(), null),
                        nodes));
    }

    /** Lets the engine plan the scheme's own SQL (among, left-out, within), and notes what it objects to. */
    public void plan(Session session, Run run, Problems problems) {
        if (!scheme.likes().isEmpty() && session.plan("select * from " + kind.table()).isEmpty()) {
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
        var population = new Source.Observed(scheme, run, kind).population();
        session.plan(population)
                .ifPresent(refusal -> problems.add(scheme.at(), "among, left-out or within: " + refusal.reason()));
    }

    private void refuseLike(Missing missing, List<String> columns, Location at, Problems problems) {
        var like = missing.like();
        if (like != null && !columns.contains(like)) {
            problems.addUnknown(at, "column of " + kind.table(), like, columns);
        }
    }

    static long insert(Session session, Compilation compilation, Source source) {
        compilation.statements(source).forEach(session::execute);
        return session.execute("insert into stage.score by name " + compilation.rows());
    }
}
