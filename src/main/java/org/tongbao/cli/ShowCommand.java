package org.tongbao.cli;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tongbao.check.Check;
import org.tongbao.decide.Decide;
import org.tongbao.measure.Measure;
import org.tongbao.message.Refusal;
import org.tongbao.pipeline.Pipeline;
import org.tongbao.pull.LoadReport;
import org.tongbao.rank.Standings;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.SchemeVersions;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.score.Scores;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.ledger.RunLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "show",
        description = "Shows what was loaded, run and computed.",
        footer = {"", "Example: tongbao show ranks --period 2026-06 --scheme region-monthly"})
final class ShowCommand implements Callable<Integer> {

    /** What can be shown. */
    enum What {
        RANKS,
        BRANCHES,
        SCORES,
        WEIGHTS,
        DISTRIBUTIONS,
        SENSITIVITY,
        REMOVAL,
        LINES,
        FINDINGS,
        DECISIONS,
        INDICATORS,
        RUNS,
        LOADS,
        REJECTS,
        REPORTING
    }

    @ParentCommand
    Tongbao program;

    @Parameters(paramLabel = "WHAT", description = "${COMPLETION-CANDIDATES}")
    What what;

    @Option(names = "--period", description = "Period, such as 2026-06; needed for what a run has computed.")
    @Nullable
    String period;

    @Option(names = "--job", description = "Job; without it the first that scores such periods.")
    @Nullable
    String job;

    @Option(names = "--scheme", description = "Scheme; without it that of the widest subjects which the job scores.")
    @Nullable
    String scheme;

    @Override
    public Integer call() {
        program.printer().rows(rows());
        return 0;
    }

    private List<Row> rows() {
        return switch (what) {
            case RUNS -> ledger(session -> new RunLedger(session).all());
            case LOADS -> ledger(LoadReport::all);
            case REJECTS -> {
                var catalog = program.workspace().rulebookForLooking().catalog();
                yield ledger(session -> LoadReport.rejects(session, catalog));
            }
            case REPORTING -> reached(Check::reporting);
            case RANKS -> ranked(Standings::all);
            case BRANCHES -> ranked(Standings::branches);
            case LINES -> ranked(Standings::lines);
            case REMOVAL -> ranked(Standings::removals);
            case SENSITIVITY -> ranked(Standings::sensitivity);
            case SCORES -> scored((scores, kind) -> scores.all(kind));
            case WEIGHTS -> scored((scores, kind) -> scores.weights());
            case DISTRIBUTIONS -> scored((scores, kind) -> scores.distributions());
            case INDICATORS -> computed(Measure::observations);
            case FINDINGS -> computed(Measure::findings);
            case DECISIONS -> computed(Decide::decisions);
        };
    }

    private List<Row> ledger(Function<Session, List<Row>> rows) {
        try (var warehouse = program.workspace().open();
                var session = warehouse.session()) {
            return rows.apply(session);
        }
    }

    private Period period() {
        if (period == null) {
            throw new Refusal("period.needed", what.name().toLowerCase(java.util.Locale.ROOT));
        }
        return program.workspace().period(period);
    }

    /** Also of a run that went no further. */
    private List<Row> reached(Function<Session, List<Row>> rows) {
        return program.workspace().lookAtLast(job, period(), (session, run, rulebook) -> rows.apply(session));
    }

    private List<Row> computed(Function<Session, List<Row>> rows) {
        return program.workspace().look(job, period(), (session, run, rulebook) -> rows.apply(session));
    }

    /** A run that ended before its bulletins has drawn nothing: it is drawn for this answer. */
    private List<Row> ranked(Function<Standings, List<Row>> rows) {
        return program.workspace().look(job, period(), (session, run, rulebook) -> {
            var scheme = scheme(rulebook, run);
            var standings = new Standings(session, scheme.subject(), scheme.name());
            return new Pipeline(session, rulebook).withUncertainty(run, () -> rows.apply(standings));
        });
    }

    private List<Row> scored(BiFunction<Scores, String, List<Row>> rows) {
        return program.workspace().look(job, period(), (session, run, rulebook) -> {
            var scheme = scheme(rulebook, run);
            return rows.apply(new Scores(session, scheme.name()), scheme.subject());
        });
    }

    /** Without a name that of the widest subjects which the job scores: regions rather than their projects. */
    private SchemeVersions scheme(Rulebook rulebook, Run run) {
        if (scheme != null) {
            return rulebook.versions(scheme);
        }
        var kinds = List.copyOf(rulebook.subjects().kinds().keySet());
        return rulebook.job(run.job()).score().stream()
                .map(rulebook::versions)
                .max(Comparator.comparingInt(versions -> kinds.indexOf(versions.subject())))
                .orElseThrow(() -> new Refusal("job.scores-nothing", run.job()));
    }
}
