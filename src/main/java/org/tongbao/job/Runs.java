package org.tongbao.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tongbao.message.FailureReason;
import org.tongbao.message.Refusal;
import org.tongbao.operations.Operations;
import org.tongbao.rulebook.JobPeriod;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;

/**
 * The runs as the operational database knows them: which step they reached, why one failed and what takes it up again.
 * It can be read while a run works, which the warehouse can't.
 */
public final class Runs {

    private static final String EXECUTIONS = """
            select e.job_execution_id, e.job_instance_id, i.job_name, e.status, e.exit_message,
                coalesce(e.start_time, e.create_time) as began_at, e.end_time,
                max(case when p.parameter_name = 'period' then p.parameter_value end) as period,
                max(case when p.parameter_name = 'run' then p.parameter_value end) as run,
                max(case when p.parameter_name = 'until' then p.parameter_value end) as until_step,
                max(case when p.parameter_name = 'node' then p.parameter_value end) as node,
                max(case when p.parameter_name = 'turn' then p.parameter_value end) as turn
            from batch_job_execution e
            join batch_job_instance i on i.job_instance_id = e.job_instance_id
            join batch_job_execution_params p on p.job_execution_id = e.job_execution_id
            group by e.job_execution_id, e.job_instance_id, i.job_name, e.status, e.exit_message,
                e.start_time, e.create_time, e.end_time
            order by e.job_execution_id desc""";

    private final JdbcClient database;
    private final Operations operations;

    public Runs(Operations operations) {
        this.operations = operations;
        this.database = JdbcClient.create(operations.source());
    }

    /** What became of a run. */
    public enum State {
        RUNNING,
        /** It has come to the last step wanted. */
        COMPLETED,
        FAILED,
        STOPPED,
        /** Its process has ended without a word. */
        INTERRUPTED,
        ABANDONED;

        /** The word for it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether it can be taken up again. */
        public boolean isOpen() {
            return this == FAILED || this == STOPPED || this == INTERRUPTED;
        }
    }

    /**
     * A run, as its last execution left it.
     *
     * @param execution number among Spring Batch's executions
     * @param run its number in the warehouse's ledger
     * @param until the last step wanted
     * @param ended when it ended, or null
     * @param steps those of its last execution
     * @param cause why it did not come to its last step, in one sentence, or null
     * @param node which process executed it
     * @param turn which of the period's occasions it was run for; empty by hand
     */
    public record Entry(
            long execution,
            long run,
            String job,
            Period period,
            Steps until,
            State state,
            LocalDateTime began,
            @Nullable LocalDateTime ended,
            List<Stage> steps,
            @Nullable String cause,
            String node,
            String turn) {

        public Entry {
            steps = List.copyOf(steps);
        }

        /** The command that takes it up again, or null when there is nothing to take up. */
        public @Nullable String resume() {
            return state.isOpen() ? resume(run) : null;
        }

        /** The command that takes a run up again. */
        static String resume(long run) {
            return "tongbao resume " + run;
        }

        /** The step it has reached, or null when none has begun. */
        public @Nullable String reached() {
            return steps.isEmpty() ? null : steps.get(steps.size() - 1).step();
        }

        /** Rows that its steps wrote. */
        public long rows() {
            return steps.stream().mapToLong(Stage::rows).sum();
        }
    }

    /**
     * A step of an execution.
     *
     * @param took how long it took, or null while it runs
     * @param rows how many rows or files came of it
     */
    public record Stage(
            String step,
            String state,
            LocalDateTime began,
            @Nullable Duration took,
            long rows) {}

    /** The latest runs, the last one first. */
    public List<Entry> latest(int count) {
        var alive = operations.alive();
        var seen = new HashSet<Long>();
        return executions()
                .filter(execution -> seen.add(execution.instance()))
                .limit(count)
                .map(execution -> entry(execution, alive))
                .toList();
    }

    /** The run with this number. */
    public Entry find(long run) {
        return executions()
                .filter(execution -> execution.run() == run)
                .findFirst()
                .map(execution -> entry(execution, operations.alive()))
                .orElseThrow(() -> new Refusal("run.unknown", run));
    }

    /** When a run was first begun. */
    public LocalDateTime first(long run) {
        var last = find(run);
        return executions()
                .filter(execution -> execution.run() == run
                        && execution.job().equals(last.job())
                        && execution.period().equals(last.period().toString()))
                .map(Execution::began)
                .min(Comparator.naturalOrder())
                .orElse(last.began());
    }

    /** The last run of a job for a period. */
    public Optional<Entry> last(String job, Period period) {
        return executions()
                .filter(execution ->
                        execution.job().equals(job) && execution.period().equals(period.toString()))
                .findFirst()
                .map(execution -> entry(execution, operations.alive()));
    }

    /** What has been computed, at least as far as decisions, and when for the first time. */
    public Map<JobPeriod, Instant> completed() {
        var all = executions().toList();
        var results = new HashMap<JobPeriod, Instant>();
        for (var done : all) {
            var ended = done.ended();
            if (done.status().equals("COMPLETED") && done.until().compareTo(Steps.DECIDE) >= 0 && ended != null) {
                // Spring Batch writes the time of the machine's zone.
                var at = ended.atZone(ZoneId.systemDefault()).toInstant();
                all.stream()
                        .filter(other -> other.instance() == done.instance())
                        .map(other -> new JobPeriod(done.job(), Period.parse(done.period()), other.turn()))
                        .forEach(result -> results.merge(result, at, (a, b) -> a.isBefore(b) ? a : b));
            }
        }
        return results;
    }

    /** Which results are missing, and the commands that make them. */
    public static Refusal missing(List<JobPeriod> results) {
        var jobs = new TreeMap<String, List<Period>>();
        results.forEach(result ->
                jobs.computeIfAbsent(result.job(), job -> new ArrayList<>()).add(result.period()));
        var names = new ArrayList<Refusal>();
        var commands = new ArrayList<String>();
        jobs.forEach((job, periods) -> {
            periods.sort(Comparator.naturalOrder());
            names.add(new Refusal(
                    "job.missing", job, periods.stream().map(Period::toString).collect(Collectors.joining(", "))));
            commands.add("tongbao backfill " + job + " --from " + periods.get(0) + " --to "
                    + periods.get(periods.size() - 1));
        });
        return names.stream()
                .reduce((some, more) -> some.and("more", more))
                .orElseThrow()
                .and("job.missing.make", String.join(" && ", commands));
    }

    /** A job waits for results that are missing. */
    public static Refusal waits(String job, Period period, List<JobPeriod> missing) {
        return new Refusal("job.waits", job, period, missing(missing));
    }

    /** Asks whoever executes a run to end it. */
    public void stop(Entry run) {
        if (run.state() != State.RUNNING) {
            throw new Refusal("run.does-not-run", run.run(), run.state().word());
        }
        database.sql("delete from stop_request where job_execution_id = :execution")
                .param("execution", run.execution())
                .update();
        database.sql("insert into stop_request values (:execution, current_timestamp)")
                .param("execution", run.execution())
                .update();
    }

    boolean isToStop(long execution) {
        return database.sql("select job_execution_id from stop_request where job_execution_id = :execution")
                .param("execution", execution)
                .query(Long.class)
                .optional()
                .isPresent();
    }

    private record Execution(
            long execution,
            long instance,
            String job,
            String period,
            long run,
            Steps until,
            String status,
            LocalDateTime began,
            @Nullable LocalDateTime ended,
            @Nullable String message,
            String node,
            String turn) {

        static Execution of(ResultSet row) throws SQLException {
            var ended = row.getTimestamp("end_time");
            return new Execution(
                    row.getLong("job_execution_id"),
                    row.getLong("job_instance_id"),
                    row.getString("job_name"),
                    row.getString("period"),
                    row.getLong("run"),
                    row.getString("until_step") == null ? Steps.DELIVER : Steps.of(row.getString("until_step")),
                    row.getString("status"),
                    row.getTimestamp("began_at").toLocalDateTime(),
                    ended == null ? null : ended.toLocalDateTime(),
                    row.getString("exit_message"),
                    orEmpty(row.getString("node")),
                    orEmpty(row.getString("turn")));
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private Stream<Execution> executions() {
        return database.sql(EXECUTIONS).query((row, number) -> Execution.of(row)).list().stream();
    }

    private Entry entry(Execution execution, Set<String> alive) {
        var state = state(execution, alive);
        var steps = database.sql("""
                        select step_name, status, coalesce(start_time, create_time) as began_at, end_time, write_count
                        from batch_step_execution
                        where job_execution_id = :execution and step_name not like '%:%'
                        order by step_execution_id""")
                .param("execution", execution.execution())
                .query((row, number) -> stage(row))
                .list();
        return new Entry(
                execution.execution(),
                execution.run(),
                execution.job(),
                Period.parse(execution.period()),
                execution.until(),
                state,
                execution.began(),
                execution.ended(),
                steps,
                cause(execution, state),
                execution.node(),
                execution.turn());
    }

    private static Stage stage(ResultSet row) throws SQLException {
        var began = row.getTimestamp("began_at").toLocalDateTime();
        var ended = row.getTimestamp("end_time");
        return new Stage(
                row.getString("step_name"),
                row.getString("status").toLowerCase(Locale.ROOT),
                began,
                ended == null ? null : Duration.between(began, ended.toLocalDateTime()),
                row.getLong("write_count"));
    }

    private static State state(Execution execution, Set<String> alive) {
        return switch (execution.status()) {
            case "COMPLETED" -> State.COMPLETED;
            case "STOPPED" -> State.STOPPED;
            case "ABANDONED" -> State.ABANDONED;
            case "STARTING", "STARTED", "STOPPING" ->
                alive.contains(execution.node()) ? State.RUNNING : State.INTERRUPTED;
            default -> State.FAILED;
        };
    }

    private static @Nullable String cause(Execution execution, State state) {
        if (state == State.INTERRUPTED) {
            return "its process ended without a word: it was killed, or the machine was switched off";
        }
        var message = execution.message();
        if (!state.isOpen() || message == null || message.isBlank()) {
            return null;
        }
        return FailureReason.sentence(message);
    }
}
