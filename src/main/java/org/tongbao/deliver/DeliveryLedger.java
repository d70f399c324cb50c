package org.tongbao.deliver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.sql.DataSource;
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
                .filter(id -> !query("where id = ? and state <> 'held'", id).isEmpty())
                .toList();
    }

    /** Enters what is to be sent, all of it or nothing; what was held of the job's period before is forgotten. */
    void plan(String job, Period period, List<Entry> entries) {
        inTransaction(connection -> {
            try (var forget = connection.prepareStatement(
                    "delete from delivery where job = ? and period = ? and state = 'held'")) {
                fill(forget, job, period.toString());
                forget.executeUpdate();
            }
            var sql = "insert into delivery values (?" + ", ?".repeat(20) + ")";
            try (var insert = connection.prepareStatement(sql)) {
                for (var e : entries) {
                    fill(
                            insert,
                            e.id(),
                            e.parcel(),
                            e.job(),
                            e.period().toString(),
                            e.run(),
                            e.channel(),
                            e.recipient(),
                            e.address(),
                            e.bulletin(),
                            e.subject(),
                            e.artifact(),
                            e.folder(),
                            e.sha256(),
                            e.title(),
                            e.words(),
                            e.state().word(),
                            e.attempts(),
                            e.answer(),
                            at(e.dueAt()),
                            at(e.changedAt()),
                            e.attachment());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            return entries.size();
        });
    }

    /** Takes a planned parcel to send it; no when somebody else has. */
    boolean claim(String parcel, Instant now) {
        return 0
                < change(
                        "update delivery set state = 'sending', attempts = attempts + 1, changed_at = ?"
                                + " where parcel = ? and state = 'planned'",
                        at(now),
                        parcel);
    }

    /** Enters what became of a parcel that was being sent. */
    void settle(String parcel, State state, String answer, Instant due, Instant now) {
        change(
                "update delivery set state = ?, answer = ?, due_at = ?, changed_at = ?"
                        + " where parcel = ? and state = 'sending'",
                state.word(),
                brief(answer),
                at(due),
                at(now),
                parcel);
    }

    /** Gives back a parcel of which nothing was tried: the attempt does not count. */
    void giveBack(String parcel, String answer, Instant due, Instant now) {
        change(
                "update delivery set state = 'planned', attempts = attempts - 1, answer = ?, due_at = ?, changed_at = ?"
                        + " where parcel = ? and state = 'sending'",
                brief(answer),
                at(due),
                at(now),
                parcel);
    }

    /** What a dead process was sending may have arrived or not. Mail only: the others may be put a second time. */
    void orphaned(Instant now) {
        change(
                "update delivery set state = case when channel = 'mail' then 'unsure' else 'planned' end,"
                        + " answer = 'the program ended while it was being sent', changed_at = ? where state = 'sending'",
                at(now));
    }

    /** What waits only because a server could not be talked to is due now: somebody may have mended it. */
    void hasten(Instant now) {
        change(
                "update delivery set due_at = ? where state = 'planned' and attempts = 0 and due_at > ?",
                at(now),
                at(now));
    }

    /** After a backup has been restored nobody knows what of it was sent since. */
    public int restored(Instant now) {
        return change(
                "update delivery set state = 'unsure', answer = 'was waiting when the backup was taken', changed_at = ?"
                        + " where channel = 'mail' and state in ('planned', 'sending')",
                at(now));
    }

    /** Rows of a state to be sent again, under the same Message-ID; returns how many. */
    public int again(Collection<State> states, Collection<String> parcels, Instant now) {
        var words = states.stream().map(state -> "'" + state.word() + "'").collect(Collectors.joining(", "));
        if (parcels.isEmpty()) {
            return change(AGAIN + " where state in (" + words + ")", at(now), at(now));
        }
        return parcels.stream()
                .mapToInt(parcel -> change(
                        AGAIN + " where state in (" + words + ") and parcel like ?", at(now), at(now), parcel + "%"))
                .sum();
    }

    private static final String AGAIN =
            "update delivery set state = 'planned', attempts = 0, due_at = ?, changed_at = ?";

    /** What is due, parcels in order. */
    List<Entry> due(Instant now) {
        return query("where state = 'planned' and due_at <= ? order by due_at, parcel, artifact", at(now));
    }

    List<Entry> parcel(String parcel) {
        return query("where parcel = ? order by artifact", parcel);
    }

    /** What is planned, the next to be due first. */
    List<Entry> planned() {
        return query("where state = 'planned' order by due_at");
    }

    /** The latest rows, the newest first. */
    public List<Entry> latest(int rows) {
        return query("order by changed_at desc, id limit " + rows);
    }

    /** The rows of a run. */
    public List<Entry> of(long run) {
        return query("where run = ? order by channel, address, artifact", run);
    }

    /** How many rows there are in each state. */
    public long count(State state) {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("select count(*) from delivery where state = ?")) {
            statement.setString(1, state.word());
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private interface Work {
        int in(Connection connection) throws SQLException;
    }

    private int change(String sql, Object... arguments) {
        return inTransaction(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                fill(statement, arguments);
                return statement.executeUpdate();
            }
        });
    }

    private int inTransaction(Work work) {
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            int changed;
            try {
                changed = work.in(connection);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
            harden(connection);
            return changed;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** H2 writes half a second after a commit, in which a process can die; the others write before it ends. */
    private static void harden(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("H2")) {
            try (var statement = connection.createStatement()) {
                statement.execute("checkpoint sync");
            }
        }
    }

    private List<Entry> query(String rest, Object... arguments) {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("select * from delivery " + rest)) {
            fill(statement, arguments);
            try (var rows = statement.executeQuery()) {
                var entries = new ArrayList<Entry>();
                while (rows.next()) {
                    entries.add(entry(rows));
                }
                return entries;
            }
        } catch (SQLException e) {
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

    private static void fill(PreparedStatement statement, Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static String brief(String answer) {
        return answer.length() <= ANSWER ? answer : answer.substring(0, ANSWER);
    }

    private static IllegalStateException failed(SQLException e) {
        return new IllegalStateException("the ledger of deliveries cannot be used: " + e.getMessage(), e);
    }
}
