package org.tongbao.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tongbao.message.Refusal;
import org.tongbao.run.Period;
import org.tongbao.warehouse.Row;
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

    @Option(names = "--job", defaultValue = "monthly-ranking", description = "Job (${DEFAULT-VALUE}).")
    String job;

    @Option(names = "--scheme", defaultValue = "region-monthly", description = "Scheme (${DEFAULT-VALUE}).")
    String scheme;

    @Override
    public Integer call() {
        program.printer().rows(rows());
        return 0;
    }

    private List<Row> rows() {
        return switch (what) {
            case RUNS -> ledger("""
                    select run, job, period, state, cutoff as as_of_load, started_at,
                        date_diff('second', started_at, ended_at) as seconds
                    from ledger.run order by run""");
            case LOADS -> ledger("""
                    select load_id as load, dataset, file, rows_read as read, rows_loaded as loaded,
                        rows_rejected as rejected, substring(sha256, 1, 12) as sha256,
                        case when withdrawn_at_load is null then '' else 'withdrawn' end as note
                    from ledger.load order by load_id""");
            case REJECTS -> ledger("""
                    select load_id as load, file, source_row as row, column_name as "column", value, reason
                    from ledger.reject order by load_id, source_row""");
            case REPORTING -> reached("""
                    select r.dataset, r.subject, n.name, r.expected, r.reported, 100 * r.reported / r.expected as percent,
                        round(100 * r.least) as at_least, r.enough, u.missing
                    from reporting as r
                    left join subject_name as n on n.kind = r.subject_kind and n.subject = r.subject
                    left join (
                        select dataset, subject, string_agg(member, ' ' order by member) as missing
                        from unreported group by dataset, subject) as u
                        on u.dataset = r.dataset and u.subject is not distinct from r.subject
                    order by r.dataset, r.subject""");
            case RANKS -> computed("""
                    select s.scope, s.rank, s.low || case when s.high > s.low then '—' || s.high else '' end as "interval",
                        s.median, s.band, s.previous_rank as before, s.subject, n.name, round(s.score, 2) as score,
                        s.grade, s.left_out
                    from standing as s left join subject_name as n on n.kind = ? and n.subject = s.subject
                    where s.scheme = ?
                    order by s.scope, s.rank nulls last, s.subject""", true);
            case BRANCHES -> computed("""
                    select s.node as branch, s.scope, s.rank, s.subject, n.name, round(s.score, 2) as score
                    from branch_standing as s left join subject_name as n on n.kind = ? and n.subject = s.subject
                    where s.scheme = ?
                    order by s.node, s.scope, s.rank nulls last, s.subject""", true);
            case SCORES -> computed("""
                    select s.subject, n.name, s.node, s.raw, s.normalised, s.effective_weight as weight, s.contribution, s.note
                    from score as s left join subject_name as n on n.kind = ? and n.subject = s.subject
                    where s.scheme = ?
                    order by s.subject, s.parent nulls first, s.node""", true);
            case WEIGHTS -> computed("""
                    select w.parent, w.node, w.declared,
                        max(case when w.method = 'entropy' then w.weight end) as entropy,
                        max(case when w.method = 'critic' then w.weight end) as critic,
                        max(case when w.method = 'variation' then w.weight end) as variation, max(w.n) as subjects
                    from weight as w
                    where cast(? as varchar) is not null and w.scheme = ?
                    group by w.parent, w.node, w.declared
                    order by w.parent, w.declared desc, w.node""", true);
            case DISTRIBUTIONS -> computed("""
                    select node, n, missing, least, mean, greatest, deviation, skewness, kurtosis, touched,
                        size_correlation, warning
                    from distribution
                    where cast(? as varchar) is not null and scheme = ?
                    order by node""", true);
            case SENSITIVITY -> computed("""
                    select s.input, s.draws, s.first_order, s.total, u.mean_change, u.draws as drawn, u.spread, u.seed
                    from sensitivity as s join uncertainty as u using (scheme)
                    where cast(? as varchar) is not null and s.scheme = ?
                    order by s.total desc nulls last, s.input""", true);
            case REMOVAL -> computed("""
                    select r.node as without, r.scope, r.subject, n.name, r.rank, r.without as rank_without,
                        r.rank - r.without as gained
                    from removal as r left join subject_name as n on n.kind = ? and n.subject = r.subject
                    where r.scheme = ?
                    order by r.node, r.scope, r.rank, r.subject""", true);
            case LINES -> computed("""
                    select l.scope, l.subject, n.name, l.line, l.low, l.high, l.reached, l.warning
                    from line as l left join subject_name as n on n.kind = ? and n.subject = l.subject
                    where l.scheme = ?
                    order by l.scope, l.line, l.reached desc, l.subject""", true);
            case INDICATORS -> computed("""
                    select subject_kind as kind, o.subject, n.name, indicator, numerator, denominator, value
                    from observation as o left join subject_name as n on n.kind = o.subject_kind and n.subject = o.subject
                    order by subject_kind, o.subject, indicator""", false);
            case FINDINGS -> computed("""
                    select rule, f.subject, n.name, evidence, since, due, state, detail
                    from finding as f left join subject_name as n on n.kind = f.subject_kind and n.subject = f.subject
                    order by rule, f.subject, evidence""", false);
            case DECISIONS -> computed("""
                    select ladder, d.subject, n.name, step, cycle, because, measures, notice
                    from decision as d left join subject_name as n on n.subject = d.subject
                    order by ladder, d.subject""", false);
        };
    }

    private List<Row> ledger(String sql) {
        try (var warehouse = program.desk().open();
                var session = warehouse.session()) {
            return session.query(sql);
        }
    }

    private Period period() {
        if (period == null) {
            throw new Refusal("period.needed", what.name().toLowerCase(java.util.Locale.ROOT));
        }
        return Period.parse(period);
    }

    /** Also of a run that went no further. */
    private List<Row> reached(String sql) {
        return program.desk().lookAtLast(job, period(), (session, run, rulebook) -> {
            Names.define(session, rulebook.subjects());
            return session.query(sql);
        });
    }

    private List<Row> computed(String sql, boolean ofScheme) {
        return program.desk().look(job, period(), (session, run, rulebook) -> {
            Names.define(session, rulebook.subjects());
            if (!ofScheme) {
                return session.query(sql);
            }
            return session.query(sql, rulebook.versions(scheme).subject(), scheme);
        });
    }
}
