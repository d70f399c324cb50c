package org.tongbao.warehouse;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.tongbao.run.Period;
import org.tongbao.run.Run;

/** The ledger of runs: which job ran for which period, as of which load, and how it ended. */
public final class RunLedger {

    private final Session session;

    public RunLedger(Session session) {
        this.session = session;
    }

    /**
     * Begins a run; until {@link #cutOff} it sees every load there is. An earlier run of the job for the period that has
     * not ended never will: only one process at a time holds the warehouse.
     */
    public Run start(String job, Period period, String specSha256, LocalDateTime now) {
        return session.transaction(() -> {
            session.execute(
                    "update ledger.run set state = 'abandoned' where job = ? and period = ? and state = 'started'",
                    job,
                    period.toString());
            long number = session.one("select coalesce(max(run), 0) + 1 as run from ledger.run")
                    .whole("run");
            long cutoff = highestLoad();
            session.execute(
                    "insert into ledger.run values (?, ?, ?, ?, ?, ?, 'started', ?, ?, null)",
                    number,
                    job,
                    period.toString(),
                    period.start(),
                    period.end(),
                    cutoff,
                    specSha256,
                    now);
            return new Run(number, job, period, cutoff);
        });
    }

    /** The latest run of a job for a period with these files, if it has not completed. */
    public Optional<Run> unfinished(String job, Period period, String specSha256) {
        return session
                .query(
                        "select * from ledger.run where job = ? and period = ? order by run desc limit 1",
                        job,
                        period.toString())
                .stream()
                .filter(row -> List.of("started", "failed").contains(row.text("state"))
                        && row.text("spec_sha256").equals(specSha256))
                .map(RunLedger::run)
                .findFirst();
    }

    /** Gives up what has not completed: the next run for the period begins anew. */
    public void abandon(String job, Period period) {
        session.execute(
                "update ledger.run set state = 'abandoned' where job = ? and period = ? and state in ('started', 'failed')",
                job,
                period.toString());
    }

    /** Fixes the loads that the run sees to those that are there now. */
    public Run cutOff(Run run) {
        var cut = run.asOf(highestLoad());
        session.execute("update ledger.run set cutoff = ? where run = ?", cut.cutoff(), run.number());
        return cut;
    }

    /** Ends a run. */
    public void end(Run run, boolean completed, LocalDateTime now) {
        end(run, completed ? "completed" : "failed", now);
    }

    /** Ends a run that went as far as was wanted, but not through: it is never held against other periods. */
    public void endEarly(Run run, LocalDateTime now) {
        end(run, "partial", now);
    }

    private void end(Run run, String state, LocalDateTime now) {
        session.execute("update ledger.run set state = ?, ended_at = ? where run = ?", state, now, run.number());
    }

    /** The run with this number. */
    public Optional<Run> find(long number) {
        return session.query("select * from ledger.run where run = ?", number).stream()
                .map(RunLedger::run)
                .findFirst();
    }

    /** When a run began. */
    public String startedAt(Run run) {
        return session.one("select started_at from ledger.run where run = ?", run.number())
                .text("started_at");
    }

    /** The latest completed run of a job for a period; where there is none, the latest partial one. */
    public Optional<Run> latest(String job, Period period) {
        return session
                .query(
                        "select * from ledger.run where job = ? and period = ? and state in ('completed', 'partial')"
                                + " order by state = 'completed' desc, run desc limit 1",
                        job,
                        period.toString())
                .stream()
                .map(RunLedger::run)
                .findFirst();
    }

    /** The last run of a job for a period, whatever became of it. */
    public Optional<Run> last(String job, Period period) {
        return session
                .query(
                        "select * from ledger.run where job = ? and period = ? order by run desc limit 1",
                        job,
                        period.toString())
                .stream()
                .map(RunLedger::run)
                .findFirst();
    }

    private long highestLoad() {
        return session.one("""
                        select greatest(coalesce(max(load_id), 0), coalesce(max(withdrawn_at_load), 0)) as load_id
                        from ledger.load""").whole("load_id");
    }

    private static Run run(Row row) {
        return new Run(row.whole("run"), row.text("job"), Period.parse(row.text("period")), row.whole("cutoff"));
    }
}
