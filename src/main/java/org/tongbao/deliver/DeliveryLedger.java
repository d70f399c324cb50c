package org.tongbao.deliver;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.tongbao.run.Period;

/**
 * What was to reach whom and what became of it, in the operational database: one row per recipient and artifact. A row
 * is on the disk before the first byte of it leaves, so that no restart sends it twice.
 */
public final class DeliveryLedger {

    private static final int ANSWER = 900;

    private final DataSource source;

    public DeliveryLedger(DataSource source) {
        this.source = source;
    }

    /** How far a delivery is. */
    public enum State {
        /** A draft: planned when it has been issued. */
        HELD,
        /** To be sent when it is due. */
        PLANNED,
        /** It is being sent; or the process died while it was. */
        SENDING,
        /** The other side has taken it. */
        SENT,
        /** The other side won't take it. */
        UNDELIVERED,
        /** It may have been taken or not. It is not sent again unless somebody says so. */
        UNSURE;

        /** As it stands in the ledger. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The state with this word. */
        public static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** A row; see docs/operations.md for the columns. */
    public record Entry(
            String id,
            String parcel,
            String job,
            Period period,
            long run,
            String channel,
            String recipient,
            String address,
            String bulletin,
            String subject,
            String artifact,
            String folder,
            String sha256,
            String title,
            String words,
            State state,
            int attempts,
            String answer,
            Instant dueAt,
            Instant changedAt,
            String attachment) {}

    /** Of these, the ids that are in the ledger already, other than as held. */
    List<String> known(Collection<String> ids) {
        return ids.stream()
                .filter(id -> !entries(of("where id = :id and state <> 'held'").param("id", id))
                        .isEmpty())
                .toList();
    }

    /** Enters what is to be sent, all of it or nothing; what was held of the job's period before is forgotten. */
    void plan(String job, Period period, List<Entry> entries) {
        inTransaction(database -> {
            JdbcClient.create(database)
                    .sql("delete from delivery where job = :job and period = :period and state = 'held'")
                    .param("job", job)
                    .param("period", period.toString())
                    .update();
            database.batchUpdate(
                    INSERT, entries.stream().map(DeliveryLedger::row).toArray(SqlParameterSource[]::new));
            return entries.size();
        });
    }

    private static final String INSERT = """
            insert into delivery
            values (:id, :parcel, :job, :period, :run, :channel, :recipient, :address, :bulletin, :subject, :artifact,
                :folder, :sha256, :title, :words, :state, :attempts, :answer, :due, :changed, :attachment)""";

    private static SqlParameterSource row(Entry e) {
        return new MapSqlParameterSource("id", e.id())
                .addValue("parcel", e.parcel())
                .addValue("job", e.job())
                .addValue("period", e.period().toString())
                .addValue("run", e.run())
                .addValue("channel", e.channel())
                .addValue("recipient", e.recipient())
                .addValue("address", e.address())
                .addValue("bulletin", e.bulletin())
                .addValue("subject", e.subject())
                .addValue("artifact", e.artifact())
                .addValue("folder", e.folder())
                .addValue("sha256", e.sha256())
                .addValue("title", e.title())
                .addValue("words", e.words())
                .addValue("state", e.state().word())
                .addValue("attempts", e.attempts())
                .addValue("answer", e.answer())
                .addValue("due", at(e.dueAt()))
                .addValue("changed", at(e.changedAt()))
                .addValue("attachment", e.attachment());
    }

    /** Takes a planned parcel to send it; no when somebody else has. */
    boolean claim(String parcel, Instant now) {
        return 0 < change("""
                        update delivery set state = 'sending', attempts = attempts + 1, changed_at = :now
                        where parcel = :parcel and state = 'planned'""", Map.of("now", at(now), "parcel", parcel));
    }

    /** Enters what became of a parcel that was being sent. */
    void settle(String parcel, State state, String answer, Instant due, Instant now) {
        change(
                """
                update delivery set state = :state, answer = :answer, due_at = :due, changed_at = :now
                where parcel = :parcel and state = 'sending'""",
                Map.of(
                        "state", state.word(),
                        "answer", brief(answer),
                        "due", at(due),
                        "now", at(now),
                        "parcel", parcel));
    }

    /** Gives back a parcel of which nothing was tried: the attempt does not count. */
    void unclaim(String parcel, String answer, Instant due, Instant now) {
        change("""
                update delivery set state = 'planned', attempts = attempts - 1, answer = :answer, due_at = :due,
                    changed_at = :now
                where parcel = :parcel and state = 'sending'""", Map.of("answer", brief(answer), "due", at(due), "now", at(now), "parcel", parcel));
    }

    /** What a dead process was sending may have arrived or not. Mail only: the others may be put a second time. */
    void settleOrphans(Instant now) {
        change("""
                update delivery set state = case when channel = 'mail' then 'unsure' else 'planned' end,
                    answer = 'the program ended while it was being sent', changed_at = :now
                where state = 'sending'""", Map.of("now", at(now)));
    }

    /** What waits only because a server could not be talked to is due now: somebody may have repaired it. */
    void retryNow(Instant now) {
        change(
                "update delivery set due_at = :now where state = 'planned' and attempts = 0 and due_at > :now",
                Map.of("now", at(now)));
    }

    /** What was withdrawn and has not been sent yet stays here. */
    public void withdraw(Collection<String> sha256s, Instant now) {
        for (var sha256 : sha256s) {
            change("""
                    update delivery set state = 'undelivered', answer = 'withdrawn before it was sent', changed_at = :now
                    where sha256 = :sha256 and state in ('held', 'planned')""", Map.of("now", at(now), "sha256", sha256));
        }
    }

    /** After a backup has been restored nobody knows what of it was sent since. */
    public int settleRestored(Instant now) {
        return change("""
                update delivery set state = 'unsure', answer = 'was waiting when the backup was taken', changed_at = :now
                where channel = 'mail' and state in ('planned', 'sending')""", Map.of("now", at(now)));
    }

    /** Rows of a state to be sent again, under the same Message-ID; returns how many. */
    public int resend(Collection<State> states, Collection<String> parcels, Instant now) {
        var words = states.stream().map(State::word).toList();
        return (parcels.isEmpty() ? List.of("") : parcels)
                .stream()
                        .mapToInt(
                                parcel -> change("""
                        update delivery set state = 'planned', attempts = 0, due_at = :now, changed_at = :now
                        where state in (:states) and parcel like :parcel""", Map.of("now", at(now), "states", words, "parcel", parcel + "%")))
                        .sum();
    }

    /** What is due, parcels in order. */
    List<Entry> due(Instant now) {
        return entries(of("where state = 'planned' and due_at <= :now order by due_at, parcel, artifact")
                .param("now", at(now)));
    }

    List<Entry> parcel(String parcel) {
        return entries(of("where parcel = :parcel order by artifact").param("parcel", parcel));
    }

    /** What is planned, the next to be due first. */
    List<Entry> planned() {
        return entries(of("where state = 'planned' order by due_at"));
    }

    /** The latest rows, the newest first. */
    public List<Entry> latest(int rows) {
        return entries(of("order by changed_at desc, id limit :rows").param("rows", rows));
    }

    /** The rows of a run. */
    public List<Entry> of(long run) {
        return entries(
                of("where run = :run order by channel, address, artifact").param("run", run));
    }

    /** How many rows there are in each state. */
    public long count(State state) {
        try {
            return JdbcClient.create(source)
                    .sql("select count(*) from delivery where state = :state")
                    .param("state", state.word())
                    .query(Long.class)
                    .single();
        } catch (DataAccessException e) {
            throw failed(e);
        }
    }

    private int change(String sql, Map<String, ?> values) {
        return inTransaction(
                database -> JdbcClient.create(database).sql(sql).params(values).update());
    }

    private int inTransaction(ToIntFunction<NamedParameterJdbcTemplate> work) {
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            int changed;
            try {
                changed = work.applyAsInt(
                        new NamedParameterJdbcTemplate(new SingleConnectionDataSource(connection, true)));
                connection.commit();
            } catch (SQLException | DataAccessException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
            flush(connection);
            return changed;
        } catch (SQLException | DataAccessException e) {
            throw failed(e);
        }
    }

    /** H2 writes half a second after a commit, in which a process can die; the others write before it ends. */
    private static void flush(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("H2")) {
            try (var statement = connection.createStatement()) {
                statement.execute("checkpoint sync");
            }
        }
    }

    private JdbcClient.StatementSpec of(String rest) {
        return JdbcClient.create(source).sql("select * from delivery " + rest);
    }

    private static List<Entry> entries(JdbcClient.StatementSpec query) {
        try {
            return query.query((row, number) -> entry(row)).list();
        } catch (DataAccessException e) {
            throw failed(e);
        }
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getString("id"),
                row.getString("parcel"),
                row.getString("job"),
                Period.parse(row.getString("period")),
                row.getLong("run"),
                row.getString("channel"),
                row.getString("recipient"),
                row.getString("address"),
                row.getString("bulletin"),
                row.getString("subject"),
                row.getString("artifact"),
                row.getString("folder"),
                row.getString("sha256"),
                row.getString("title"),
                row.getString("words"),
                State.of(row.getString("state")),
                row.getInt("attempts"),
                row.getString("answer"),
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getString("attachment"));
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static String brief(String answer) {
        return answer.length() <= ANSWER ? answer : answer.substring(0, ANSWER);
    }

    private static IllegalStateException failed(Exception e) {
        var cause = NestedExceptionUtils.getMostSpecificCause(e);
        return new IllegalStateException("the ledger of deliveries cannot be used: " + cause.getMessage(), e);
    }
}
