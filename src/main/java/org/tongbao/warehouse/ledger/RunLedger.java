package org.tongbao.warehouse.ledger;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/** The ledger of runs: which job ran for which period, as of which load, and how it ended. */
public final class RunLedger {

    private static final String LAST =
            "select * from ledger.run where job = :job and period = :period order by run desc limit 1";

    private final Session session;

    public RunLedger(Session session) {
        this.session = session;
    }

    /**
     * Begins a run; until {@link #cutOff} it sees every load there is. An earlier run of the job for the period that has
     * not ended never will: only one process at a time holds the warehouse.
     *
     * @param lookedOn the day on which it looks: what is due later is not yet missed; in the period or after it
     */
    public Run start(String job, Period period, LocalDate lookedOn, String specSha256, LocalDateTime now) {
        var asOfDay = Run.asOfDay(period, lookedOn);
        return session.transaction(() -> {
            of(
                            job,
                            period,
                            "update ledger.run set state = 'abandoned' where job = :job and period = :period and state = 'started'")
                    .execute();
            long number = session.one("select coalesce(max(run), 0) + 1 as run from ledger.run")
                    .whole("run");
            long cutoff = highestLoad();
            of(job, period, """
                            insert into ledger.run
                            values (:run, :job, :period, :start, :end, :cutoff, 'started', :spec, :now, null, :as_of_day, :looked_on)""")
                    .param("run", number)
                    .param("start", period.start())
                    .param("end", period.end())
                    .param("cutoff", cutoff)
                    .param("spec", specSha256)
                    .param("now", now)
                    .param("as_of_day", asOfDay)
                    .param("looked_on", lookedOn)
                    .execute();
            return new Run(number, job, period, cutoff, asOfDay);
        });
    }

    /** The latest run of a job for a period with these files, if it has not completed. */
    public Optional<Run> unfinished(String job, Period period, String specSha256) {
        return of(job, period, LAST)
                .first()
                .filter(row -> List.of("started", "failed").contains(row.text("state"))
                        && row.text("spec_sha256").equals(specSha256))
                .map(RunLedger::run);
    }

    /** Gives up what has not completed: the next run for the period begins anew. */
    public void abandon(String job, Period period) {
        of(job, period, """
                        update ledger.run set state = 'abandoned'
                        where job = :job and period = :period and state in ('started', 'failed')""").execute();
    }

    /** Fixes the loads that the run sees to those that are there now. */
    public Run cutOff(Run run) {
        var cut = run.withCutoff(highestLoad());
        session.sql("update ledger.run set cutoff = :cutoff where run = :run")
                .param("cutoff", cut.cutoff())
                .param("run", run.number())
                .execute();
        return cut;
    }

    /** Ends a run. */
    public void end(Run run, boolean completed, LocalDateTime now) {
        end(run, completed ? "completed" : "failed", now);
    }

    /** Ends a run that went as far as was wanted, but not through: it is never compared with other periods. */
    public void endEarly(Run run, LocalDateTime now) {
        end(run, "partial", now);
    }

    private void end(Run run, String state, LocalDateTime now) {
        session.sql("update ledger.run set state = :state, ended_at = :now where run = :run")
                .param("state", state)
                .param("now", now)
                .param("run", run.number())
                .execute();
    }

    /** The run with this number. */
    public Optional<Run> find(long number) {
        return session.sql("select * from ledger.run where run = :run")
                .param("run", number)
                .first()
                .map(RunLedger::run);
    }

    /** How far a run is: {@code started}, {@code completed}, {@code partial}, {@code failed} or {@code abandoned}. */
    public String state(Run run) {
        return session.sql("select state from ledger.run where run = :run")
                .param("run", run.number())
                .one()
                .text("state");
    }

    /** When a run began. */
    public String startedAt(Run run) {
        return session.sql("select started_at from ledger.run where run = :run")
                .param("run", run.number())
                .one()
                .text("started_at");
    }

    /** The day on which a run looks; see {@link #start}. */
    public LocalDate lookedOn(Run run) {
        return Objects.requireNonNull(session.sql("select looked_on from ledger.run where run = :run")
                .param("run", run.number())
                .one()
                .date("looked_on"));
    }

    /** The latest completed run of a job for a period; where there is none, the latest partial one. */
    public Optional<Run> latest(String job, Period period) {
        return of(job, period, """
                        select * from ledger.run
                        where job = :job and period = :period and state in ('completed', 'partial')
                        order by state = 'completed' desc, run desc limit 1""").first().map(RunLedger::run);
    }

    /** The latest completed run of a job among those for periods that end by a day. */
    public Optional<Run> latestBy(String job, LocalDate day) {
        return session.sql("""
                        select * from ledger.run
                        where job = :job and period_end <= :day and state = 'completed'
                        order by period_end desc, run desc limit 1""").param("job", job).param("day", day).first().map(RunLedger::run);
    }

    /** Whether a run of a job has looked at a period to its end, as far as the ledger knows. */
    public boolean isWhole(String job, Period period) {
        return latest(job, period).map(Run::isOver).orElse(true);
    }

    /** All runs, for people: {@code run, job, period, as_of_day, state, as_of_load, started_at, seconds}. */
    public List<Row> all() {
        return session.query("""
                select run, job, period, as_of_day, state, cutoff as as_of_load, started_at,
                    date_diff('second', started_at, ended_at) as seconds
                from ledger.run order by run""");
    }

    /** The last run of a job for a period, whatever became of it. */
    public Optional<Run> last(String job, Period period) {
        return of(job, period, LAST).first().map(RunLedger::run);
    }

    private Session.Statement of(String job, Period period, String sql) {
        return session.sql(sql).param("job", job).param("period", period.toString());
    }

    private long highestLoad() {
        return session.one("""
                        select greatest(coalesce(max(load_id), 0), coalesce(max(withdrawn_at_load), 0)) as load_id
                        from ledger.load""").whole("load_id");
    }

    private static Run run(Row row) {
        return new Run(
                row.whole("run"),
                row.text("job"),
                Period.parse(row.text("period")),
                row.whole("cutoff"),
                Objects.requireNonNull(row.date("as_of_day")));
    }
}
