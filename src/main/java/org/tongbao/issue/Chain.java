package org.tongbao.issue;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/**
 * The chain of the register: each entry of {@code ledger.release} and {@code ledger.issue} bears the hash of the one before, so
 * that none can be changed, taken out or put between without all later ones being changed. What edition 0.1.0 entered
 * has no place in it; the first entry bears the hash of all that.
 */
public final class Chain {

    static final String RELEASE = "release";
    static final String ISSUE = "issue";

    private static final List<String> LEDGERS = List.of(RELEASE, ISSUE);

    /** The columns of an entry that its hash covers, in order. */
    private static final Map<String, List<String>> COLUMNS = Map.of(
            RELEASE,
            List.of("run", "turn", "act", "who", "note", "done_at", "host", "said", "alone", "manifest"),
            ISSUE,
            List.of(
                    "run",
                    "bulletin",
                    "recipient",
                    "code",
                    "year",
                    "serial",
                    "issued_on",
                    "file",
                    "sha256",
                    "spec_sha256",
                    "folder",
                    "unsigned_sha256"));

    private static final Map<String, String> ORDER =
            Map.of(RELEASE, "run, turn", ISSUE, "run, code, year, serial, folder, file");

    private final Session session;
    private long entry;
    private String head;

    /** The chain as a session sees it; within the transaction that adds to it. */
    Chain(Session session) {
        this.session = session;
        var last = session.sql("""
                        select entry, hash from (
                            select entry, hash from ledger.release union all select entry, hash from ledger.issue)
                        where entry is not null order by entry desc limit 1""").first();
        this.entry = last.map(row -> row.whole("entry")).orElse(0L);
        this.head = last.map(row -> row.text("hash")).orElseGet(() -> imported(session));
    }

    /**
     * What looking through the chain has shown.
     *
     * @param entries how many there are
     * @param head hash of the last; of what 0.1.0 entered, where there is none
     * @param broken the first entry that is not as it was entered, or 0
     * @param known whether the hash asked for is that of an entry
     */
    public record Verified(long entries, String head, long broken, boolean known) {

        public boolean isWhole() {
            return broken == 0;
        }
    }

    /** Hash of the last entry: printed in reports, it shows later whether anything before it has been changed. */
    public static String head(Session session) {
        return new Chain(session).head;
    }

    /**
     * Looks through the chain.
     *
     * @param hash a head that was printed once, or empty
     */
    public static Verified verify(Session session, String hash) {
        var previous = imported(session);
        boolean known = hash.isEmpty() || previous.startsWith(hash);
        long broken = 0;
        long last = 0;
        for (var link : links(session)) {
            long entry = link.row().whole("entry");
            var found = link.row().optionalText("hash").orElse("");
            boolean sound = entry == last + 1
                    && link.row().optionalText("previous").orElse("").equals(previous)
                    && found.equals(
                            hash(link.ledger(), entry, previous, link.row().values()));
            broken = broken == 0 && !sound ? entry : broken;
            last = entry;
            previous = found;
            known |= found.startsWith(hash);
        }
        return new Verified(last, previous, broken, known);
    }

    private record Link(String ledger, Row row) {}

    private static List<Link> links(Session session) {
        var links = new ArrayList<Link>();
        for (var ledger : LEDGERS) {
            session.stream(
                    "select * from ledger." + ledger + " where entry is not null",
                    row -> links.add(new Link(ledger, row)));
        }
        links.sort(
                Comparator.comparing((Link link) -> link.row().whole("entry")).thenComparing(Link::ledger));
        return links;
    }

    /** Adds an entry. */
    void add(String ledger, Map<String, ? extends @Nullable Object> values) {
        var columns = COLUMNS.getOrDefault(ledger, List.of());
        var hash = hash(ledger, entry + 1, head, values);
        var row = new LinkedHashMap<String, @Nullable Object>(values);
        row.put("entry", entry + 1);
        row.put("previous", head);
        row.put("hash", hash);
        session.sql("insert into ledger." + ledger + " (" + String.join(", ", columns)
                        + ", entry, previous, hash) values ("
                        + columns.stream().map(c -> ":" + c).collect(Collectors.joining(", "))
                        + ", :entry, :previous, :hash)")
                .params(row)
                .execute();
        entry++;
        head = hash;
    }

    private static String hash(
            String ledger, long entry, String previous, Map<String, ? extends @Nullable Object> values) {
        var text = new StringBuilder(written(ledger)).append(written(entry)).append(written(previous));
        COLUMNS.getOrDefault(ledger, List.of()).forEach(column -> text.append(written(values.get(column))));
        return DigestUtils.sha256Hex(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Of all that stands outside the chain. */
    private static String imported(Session session) {
        var text = new StringBuilder();
        for (var ledger : LEDGERS) {
            session.query("select * from ledger." + ledger + " where entry is null order by " + ORDER.get(ledger))
                    .forEach(row -> text.append(written(row, COLUMNS.getOrDefault(ledger, List.of()))));
        }
        return DigestUtils.sha256Hex(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String written(Row row, List<String> columns) {
        return columns.stream().map(column -> written(row.values().get(column))).collect(Collectors.joining());
    }

    /** With its length before it, so that no two rows are written alike; to the microsecond, as the warehouse keeps times. */
    private static String written(@Nullable Object value) {
        if (value == null) {
            return "-;";
        }
        var text = value instanceof LocalDateTime time
                ? time.truncatedTo(ChronoUnit.MICROS).toString()
                : value.toString();
        return text.length() + ":" + text + ";";
    }
}
