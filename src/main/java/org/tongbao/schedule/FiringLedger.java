package org.tongbao.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tongbao.operations.Operations;
import org.tongbao.rulebook.JobPeriod;
import org.tongbao.run.Period;

/**
 * The claims on occasions, which nodes share. A claim is an insert under a unique key, or an update that names the attempt
 * it follows: of several nodes that try, the database lets one have it.
 */
final class FiringLedger {

    private final JdbcClient database;
    private final String node;

    FiringLedger(Operations operations) {
        this(operations, operations.node());
    }

    FiringLedger(Operations operations, String node) {
        this.database = JdbcClient.create(operations.source());
        this.node = node;
    }

    /** From now on the schedules of these jobs are kept, unless they were before. */
    void register(Iterable<String> jobs, Instant now) {
        var since = since();
        for (var job : jobs) {
            if (!since.containsKey(job)) {
                insert(database.sql("insert into watched values (:job, :since)") // or another node was faster
                        .param("job", job)
                        .param("since", at(now)));
            }
        }
    }

    Map<String, Instant> since() {
        var since = new HashMap<String, Instant>();
        database.sql("select job, since from watched").query(row -> {
            since.put(row.getString("job"), time(row, "since").orElseThrow());
        });
        return since;
    }

    /** All claims: some dozens a year. */
    Map<JobPeriod, Agenda.Claim> claims() {
        var claims = new HashMap<JobPeriod, Agenda.Claim>();
        database.sql("select * from firing").query(row -> {
            var claim = claim(row);
            claims.put(claim.occasion().key(), claim);
        });
        return claims;
    }

    private static Agenda.Claim claim(ResultSet row) throws SQLException {
        var key = new JobPeriod(row.getString("job"), Period.parse(row.getString("period")), row.getString("turn"));
        var node = row.getString("node");
        return new Agenda.Claim(
                new Occasion(key, time(row, "due_at").orElseThrow().atZone(ZoneOffset.UTC)),
                Agenda.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                node == null ? "" : node,
                row.getInt("attempt"),
                time(row, "ended_at").orElse(null));
    }

    /**
     * Claims an occasion for this node.
     *
     * @param earlier the claim that this one follows, or null for the first
     * @return the attempt, or nothing when another node has it
     */
    Optional<Integer> claim(Occasion occasion, Agenda.@Nullable Claim earlier, Instant now) {
        if (earlier != null) {
            int changed = of(occasion, """
                            update firing set state = 'running', node = :node, attempt = attempt + 1, ended_at = null
                            where job = :job and period = :period and turn = :turn and attempt = :attempt
                                and state = :state""")
                    .param("node", node)
                    .param("attempt", earlier.attempt())
                    .param("state", word(earlier.state()))
                    .update();
            return changed == 1 ? Optional.of(earlier.attempt() + 1) : Optional.empty();
        }
        return insert(occasion, Agenda.State.RUNNING, now) ? Optional.of(1) : Optional.empty();
    }

    /** Gives an occasion up that nobody has claimed. */
    void skip(Occasion occasion, Instant now) {
        insert(occasion, Agenda.State.SKIPPED, now);
    }

    private boolean insert(Occasion occasion, Agenda.State state, Instant now) {
        return insert(of(occasion, """
                        insert into firing (job, period, turn, due_at, state, node, attempt, claimed_at)
                        values (:job, :period, :turn, :due, :state, :node, 1, :now)""")
                .param("due", at(occasion.due().toInstant()))
                .param("state", word(state))
                .param("node", node)
                .param("now", at(now)));
    }

    private JdbcClient.StatementSpec of(Occasion occasion, String sql) {
        var key = occasion.key();
        return database.sql(sql)
                .param("job", key.job())
                .param("period", key.period().toString())
                .param("turn", key.turn());
    }

    /** Whether the row is new. */
    private static boolean insert(JdbcClient.StatementSpec row) {
        try {
            return row.update() == 1;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /** The run of a claimed occasion has gone through: by hand, or before its process could say so. */
    void settle(Occasion occasion, Instant now) {
        of(occasion, """
                        update firing set state = 'done', ended_at = :now, cause = null
                        where job = :job and period = :period and turn = :turn""").param("now", at(now)).update();
    }

    /** Ends this node's attempt; an attempt that another node has taken over is left alone. */
    void end(Occasion occasion, int attempt, Agenda.State state, @Nullable String cause, Instant now) {
        of(occasion, """
                        update firing set state = :state, cause = :cause, ended_at = :now, attempt = attempt + :more
                        where job = :job and period = :period and turn = :turn and attempt = :attempt and node = :node
                            and state = 'running'""")
                .param("state", word(state))
                .param("cause", cause == null ? null : cause.substring(0, Math.min(2000, cause.length())))
                .param("now", at(now))
                .param("more", state == Agenda.State.WAITING ? -1 : 0) // an attempt that only waited does not count
                .param("attempt", attempt)
                .param("node", node)
                .update();
    }

    /** What lies before need not be looked at again. */
    void advance(Map<String, Instant> since) {
        since.forEach(
                (job, time) -> database.sql("update watched set since = :since where job = :job and since < :since")
                        .param("since", at(time))
                        .param("job", job)
                        .update());
    }

    private static String word(Agenda.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
