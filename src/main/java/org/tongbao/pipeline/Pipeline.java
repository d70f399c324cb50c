package org.tongbao.pipeline;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tongbao.decide.Decide;
import org.tongbao.measure.Deliveries;
import org.tongbao.measure.Indicator;
import org.tongbao.measure.Measure;
import org.tongbao.measure.OriginProof;
import org.tongbao.message.Refusal;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.RankedScheme;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.rulebook.Unused;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.score.Health;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.warehouse.Session;

/**
 * From facts to places: measure, score, rank and decide over one session that is pinned to a run. Whoever needs figures
 * computed comes here: a run step by step, a restatement for another load, a simulation for another scheme, a movement
 * for mixtures of two periods. Each step replaces the run's own rows in {@code stage}.
 */
public final class Pipeline {

    /** Number of a run that does not exist: what is tried out and undone. */
    public static final long SCRATCH = -1;

    private final Session session;
    private final Rulebook whole;
    private final Rulebook rulebook;

    /**
     * A pipeline over the part of the rulebook that is in use.
     *
     * @param session pinned to the run that is computed, or to the same run as of another load
     */
    public Pipeline(Session session, Rulebook rulebook) {
        this.session = session;
        this.whole = rulebook;
        this.rulebook = rulebook.inUse(session);
    }

    /** The part of the rulebook that is in use. */
    public Rulebook inUse() {
        return rulebook;
    }

    /** Everything that a job says of a period, without health and uncertainty, which change no figure. */
    public void compute(Run run, Job job) {
        measure(run, job, Progress.NONE);
        var used = rulebook.job(job.name());
        for (var name : used.score()) {
            rulebook.scoring(rulebook.scheme(name, run.period())).score(session, run);
        }
        for (var name : used.rank()) {
            rulebook.scheme(name, run.period()).ranking().rank(session, run, rulebook.subjects());
        }
        decide(run, job, Progress.NONE);
    }

    /** The job's indicators and findings; returns how many rows there are. */
    public long measure(Run run, Job job, Progress progress) {
        var indicators = rulebook.indicators(job);
        var findings = rulebook.findings(job);
        progress.begin(Steps.MEASURE.word(), indicators.size() + findings.size(), "rules");
        tellUnused(run, job);
        new Deliveries(session, run, rulebook.catalog(), rulebook.subjects()).write(rulebook.expected());
        var measure = new Measure(session, run, rulebook.subjects(), rulebook.catalog());
        long observed = measure.observe(indicators, progress);
        long found = measure.find(findings, progress);
        proveOrigins();
        progress.end(observed + " observations, " + found + " findings");
        return observed + found;
    }

    /** Whoever reads a run's figures can see what it left out. */
    private void tellUnused(Run run, Job job) {
        var wanted = new HashSet<String>(job.score());
        wanted.addAll(job.render());
        wanted.addAll(job.decide());
        whole.indicators(job).forEach(indicator -> wanted.add(indicator.name()));
        whole.findings(job).forEach(rule -> wanted.add(rule.name()));
        session.transaction(() -> {
            session.sql("delete from stage.unused where run = :run")
                    .param("run", run.number())
                    .execute();
            for (var each : rulebook.unused()) {
                if (!each.kind().equals("dataset") && !wanted.contains(each.name())) {
                    continue;
                }
                session.sql("insert into stage.unused values (:run, :kind, :name, :title, :reason, :because)")
                        .param("run", run.number())
                        .param("kind", each.kind())
                        .param("name", each.name())
                        .param("title", each.title())
                        .param("reason", each.reason().word())
                        .param("because", each.because())
                        .execute();
            }
            return 0;
        });
    }

    /** A case that names a row which is not there, or not its subject's, can't be defended: nothing is computed from it. */
    private void proveOrigins() {
        var refuted = new OriginProof(session, rulebook.catalog(), rulebook.subjects()).ofFindings();
        if (!refuted.isEmpty()) {
            var first = refuted.get(0);
            var rule = Objects.requireNonNull(rulebook.rules().findings().get(first.text("rule")));
            throw new IllegalStateException(rule.sql().at(1) + " names an origin of '" + first.text("subject")
                    + "' that can't be shown (" + first.text("reason") + "): "
                    + first.optionalText("file").orElse("-")
                    + " row " + first.get("row"));
        }
    }

    /** The job's schemes, and whether each measured what it says; returns how many rows there are. */
    public long score(Run run, Job job, Progress progress) {
        return each(Steps.SCORE, rulebook.job(job.name()).score(), run, progress, version -> {
            long rows = rulebook.scoring(version).score(session, run);
            var scheme = version.scheme();
            new Health(scheme).examine(session, run, rulebook.subjects().kind(scheme.subject()));
            return rows;
        });
    }

    /**
     * The job's places; returns how many rows there are.
     *
     * @param uncertainty whether intervals and indices are computed too: only what prints them needs them
     */
    public long rank(Run run, Job job, boolean uncertainty, Progress progress) {
        long written = each(
                Steps.RANK,
                rulebook.job(job.name()).rank(),
                run,
                progress,
                version -> session.transaction(() -> {
                    long rows = version.ranking().rank(session, run, rulebook.subjects());
                    if (uncertainty) {
                        writeUncertainty(run, version);
                    }
                    return rows;
                }));
        if (job.rank().stream().anyMatch(this::isInForce) && ranked(run) == 0) {
            throw new Refusal("rank.nobody", job.name(), run.period());
        }
        return written;
    }

    private long ranked(Run run) {
        return session.sql("select count(*) as n from stage.standing where run = :run and rank is not null")
                .param("run", run.number())
                .one()
                .whole("n");
    }

    private void writeUncertainty(Run run, RankedScheme version) {
        RankUncertainty.write(session, run, rulebook.scoring(version), version.ranking(), rulebook.subjects());
    }

    /**
     * Reads a run with the intervals and indices of its places. A run that ended before its bulletins has none: they are
     * computed for the reading, and undone.
     */
    public <T extends @Nullable Object> T withUncertainty(Run run, Supplier<T> reading) {
        boolean computed = session.sql("select 1 from stage.uncertainty where run = :run limit 1")
                .param("run", run.number())
                .first()
                .isPresent();
        return computed
                ? reading.get()
                : session.undone(() -> {
                    rulebook.job(run.job()).rank().stream()
                            .map(rulebook::versions)
                            .filter(versions -> versions.holdsIn(run.period()))
                            .forEach(versions -> writeUncertainty(run, versions.during(run.period())));
                    return reading.get();
                });
    }

    /** Where subjects stand on the job's ladders; returns how many rows there are. */
    public long decide(Run run, Job job, Progress progress) {
        var names = rulebook.job(job.name()).decide();
        progress.begin(Steps.DECIDE.word(), names.size(), "ladders");
        var ladders = names.stream()
                .map(name -> Objects.requireNonNull(rulebook.ladders().get(name), name))
                .toList();
        long rows = new Decide(session, run).decide(ladders, progress);
        progress.end(rows + " rows");
        return rows;
    }

    /** Whether a scheme is left out for nothing else than that its clauses are not in force here: then nobody need be ranked by it. */
    private boolean isInForce(String scheme) {
        return rulebook.unused().stream()
                .noneMatch(each -> each.kind().equals("scheme")
                        && each.name().equals(scheme)
                        && each.reason() == Unused.Reason.NOT_IN_FORCE);
    }

    /** Scores and ranks by a scheme that need not be the run's own, after measuring what the run never asked for. */
    public void tryScheme(Run run, RankedScheme tried) {
        var version = rulebook.reduced(tried).orElseThrow(() -> new Refusal("rank.nobody", run.job(), run.period()));
        measureMissing(run, version.scheme());
        rulebook.scoring(version).score(session, run);
        version.ranking().rank(session, run, rulebook.subjects());
    }

    /** Measures what a scheme reads once more, in the place of the run's own observations. */
    public void measureAgain(Run run, Scheme scheme) {
        measure(run, scheme, name -> true);
    }

    /** Measures only what a scheme reads and the run has not observed: nobody asked for it then. */
    public void measureMissing(Run run, Scheme scheme) {
        measure(
                run,
                scheme,
                name -> session.sql("select count(*) as n from observation where indicator = :indicator")
                                .param("indicator", name)
                                .one()
                                .whole("n")
                        == 0);
    }

    private void measure(Run run, Scheme scheme, Predicate<String> wanted) {
        var all = rulebook.rules().indicators();
        Collection<Indicator> indicators = scheme.indicators().stream()
                .filter(wanted)
                .flatMap(name -> Optional.ofNullable(all.get(name)).stream())
                .toList();
        var scratch = new Run(SCRATCH, run.job(), run.period(), run.cutoff(), run.asOfDay());
        new Measure(session, scratch, rulebook.subjects(), rulebook.catalog()).observe(indicators, Progress.NONE);
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

    private interface SchemeStep {
        long on(RankedScheme version);
    }

    private long each(Steps step, List<String> schemes, Run run, Progress progress, SchemeStep work) {
        progress.begin(step.word(), schemes.size(), "schemes");
        long rows = 0;
        for (var name : schemes) {
            rows += work.on(rulebook.scheme(name, run.period()));
            progress.advance(1);
        }
        progress.end(rows + " rows");
        return rows;
    }
}
