package org.tongbao.pull;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tongbao.pull.Pull.Arrival;
import org.tongbao.pull.Pull.Loaded;
import org.tongbao.pull.contract.Contract;
import org.tongbao.pull.contract.PlainRows;
import org.tongbao.pull.contract.Staging;
import org.tongbao.pull.file.FileLayout;
import org.tongbao.pull.file.Unreadable;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;

/**
 * Takes in files of one dataset: reads them into temporary tables, lets the contract judge the rows and, in one
 * transaction, loads the sound ones, notes the others and enters the loads. Reading stands outside of the transaction,
 * because a file on which the engine stumbles would end it.
 */
final class Intake {

    /** Bytes from which a file is worth the quick way. */
    private static final long LARGE = 16L << 20;

    /** Note of a load: the key of the file whose rows count in place of its own. */
    static final String LOST = "lost to";

    /** Rows from which the quick way's own statements are worth their planning. */
    private static final long MANY = 50_000;

    private final Session session;
    private final Catalog catalog;
    private final Path temporary;
    private final Set<String> there;

    /**
     * An intake for a pull.
     *
     * @param there the {@link SourceFile#key keys} of all files that lie ready
     */
    Intake(Session session, Catalog catalog, Path temporary, Set<String> there) {
        this.session = session;
        this.catalog = catalog;
        this.temporary = temporary;
        this.there = there;
    }

    /** A file that has been read. Its hash is found while the engine judges its rows: reading keeps all processors busy. */
    private record Staged(Arrival arrival, List<String> notes, CompletableFuture<String> hash) {

        Staged(Arrival arrival, List<String> notes) {
            this(arrival, notes, CompletableFuture.supplyAsync(arrival.hash()));
        }

        /** Waits for the hash; refuses a file that was changed while it was read. */
        String sha256() {
            try {
                return hash.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof Unreadable changed) {
                    throw new Unreadable(arrival.found().name() + ": " + changed.getMessage());
                }
                throw e;
            }
        }

        Staged with(List<String> more) {
            return new Staged(
                    arrival, Stream.concat(notes.stream(), more.stream()).toList(), hash);
        }
    }

    /** Whether the file is loaded the quick way, alone. */
    static boolean isLarge(SourceFile found) {
        return found.layout().format() == FileLayout.Format.CSV
                && found.layout().fillDown().isEmpty()
                && PlainRows.isFor(found.dataset())
                && found.piece().size() >= LARGE;
    }

    /**
     * Loads the files, all of one source; names those that cannot be read.
     *
     * @throws Unreadable when one was changed while it was read: none of them is loaded
     */
    List<Loaded> load(List<Arrival> arrivals, LocalDateTime now, List<String> unreadable) {
        var first = arrivals.get(0).found();
        var dataset = first.dataset();
        var contract = new Contract(dataset, catalog);
        var staging = new Staging(session, dataset);
        var plain = new PlainRows(session, dataset, contract, catalog);
        var quick = isLarge(first) ? readQuickly(plain, arrivals.get(0)) : List.<Staged>of();
        var staged = quick.isEmpty() ? stage(staging, arrivals, unreadable) : quick;
        if (staged.isEmpty()) {
            return List.of();
        }
        boolean patient = quick.isEmpty() && (!PlainRows.isFor(dataset) || staging.size() < MANY);
        if (quick.isEmpty() && !patient) {
            plain.takeStaged(staging, first.layout().skip());
        }
        return session.transaction(() -> {
            long cutoff = session.one("""
                            select greatest(coalesce(max(load_id), 0), coalesce(max(withdrawn_at_load), 0)) as load_id
                            from ledger.load""").whole("load_id");
            var slices = new ArrayList<>(
                    staged.stream().map(s -> s.arrival().found().slice()).toList());
            var gone = gone(dataset, slices, cutoff);
            if (patient) {
                staging.deleteNonRows(first.layout().skip());
                contract.apply(session, slices, cutoff);
                var replaced = replaced(gone, contract, contract.soundButForTheKey(), slices);
                if (!replaced.isEmpty()) {
                    contract.apply(session, slices, cutoff);
                }
                var told = withdraw(replaced, staged, cutoff);
                return loadSound(tell(staged, told, contract, slices, cutoff), contract, cutoff, Map.of(), now);
            }
            var replaced = replaced(gone, contract, plain.sound(), slices);
            plain.judge(staging, first.layout().skip(), slices, cutoff);
            var told = withdraw(replaced, staged, cutoff);
            return loadSound(tell(staged, told, contract, slices, cutoff), contract, cutoff, plain.load(cutoff), now);
        });
    }

    /** The loads that count, of other slices, whose files are no longer there. */
    private Map<Long, Row> gone(Dataset dataset, List<String> slices, long cutoff) {
        var gone = new LinkedHashMap<Long, Row>();
        if (dataset.load() == Dataset.Load.SLICE) {
            session.query("select load_id, source, file, slice from ledger.load where load_id in ("
                            + catalog.loads(dataset.name(), cutoff) + ") order by load_id")
                    .forEach(row -> {
                        if (!slices.contains(row.text("slice"))
                                && !there.contains(
                                        SourceFile.key(dataset.name(), row.text("source"), row.text("file")))) {
                            gone.put(row.whole("load_id"), row);
                        }
                    });
        }
        return gone;
    }

    /**
     * Of loads whose files are gone, those whose rows have come again under another name: what has come takes their place,
     * and their slices are added to those that it replaces.
     */
    private List<Row> replaced(Map<Long, Row> gone, Contract contract, String rows, List<String> slices) {
        var replaced = contract.comeAgain(session, gone.keySet(), rows).stream()
                .flatMap(load -> Stream.ofNullable(gone.get(load)))
                .toList();
        replaced.forEach(load -> slices.add(load.text("slice")));
        return replaced;
    }

    /** Loads that others take the place of count no more; what is to be told of it. */
    private Optional<String> withdraw(List<Row> replaced, List<Staged> staged, long cutoff) {
        for (var load : replaced) {
            session.sql("update ledger.load set withdrawn_at_load = :by where load_id = :load")
                    .param("by", cutoff + 1)
                    .param("load", load.whole("load_id"))
                    .execute();
            recordNote(
                    load.whole("load_id"),
                    "replaced",
                    "its file is no longer there; "
                            + staged.get(0).arrival().found().name() + " has its rows, as load " + (cutoff + 1));
        }
        return replaced.isEmpty()
                ? Optional.empty()
                : Optional.of("takes the place of "
                        + replaced.stream()
                                .map(load -> load.text("file") + " (load " + load.whole("load_id") + ")")
                                .collect(Collectors.joining(", "))
                        + ", which is no longer there");
    }

    /** Adds what is to be told, and which file counts where two have brought the same keys. */
    private List<Staged> tell(
            List<Staged> staged, Optional<String> told, Contract contract, List<String> slices, long cutoff) {
        var notes = new HashMap<Integer, List<String>>();
        told.ifPresent(
                words -> notes.computeIfAbsent(1, part -> new ArrayList<>()).add(words));
        for (var lost : contract.lost(session, slices, cutoff)) {
            int part = (int) lost.whole("part");
            var winner = lost.isNull("other")
                    ? session.sql("select source, file from ledger.load where load_id = :load")
                            .param("load", lost.whole("load"))
                            .one()
                    : new Row(Map.of(
                            "source",
                                    staged.get((int) lost.whole("other") - 1)
                                            .arrival()
                                            .found()
                                            .source()
                                            .name(),
                            "file",
                                    staged.get((int) lost.whole("other") - 1)
                                            .arrival()
                                            .found()
                                            .name()));
            var file = winner.text("file");
            recordNote(
                    cutoff + part,
                    LOST,
                    SourceFile.key(staged.get(0).arrival().found().dataset().name(), winner.text("source"), file));
            notes.computeIfAbsent(part, p -> new ArrayList<>())
                    .add(lost.whole("rows") + " of its rows are in " + file
                            + ", too, which counts; if this file is the right one, remove that one and pull again");
        }
        return IntStream.range(0, staged.size())
                .mapToObj(i -> staged.get(i).with(notes.getOrDefault(i + 1, List.of())))
                .toList();
    }

    /**
     * Loads and notes the rows that were judged.
     *
     * @param quickly how many rows of each part the quick way has loaded
     */
    private List<Loaded> loadSound(
            List<Staged> staged, Contract contract, long cutoff, Map<Integer, Long> quickly, LocalDateTime now) {
        var dataset = staged.get(0).arrival().found().dataset();
        var columns = String.join(", ", dataset.columns().keySet());
        session.sql("insert into dataset." + dataset.name() + " (" + columns + ", load_id, source_row) select "
                        + columns
                        + ", :before + part, source_row from " + Contract.TABLE
                        + " where violation = 0 order by position")
                .param("before", cutoff)
                .execute();
        session.execute("create or replace temp table refused as " + contract.rejects());
        var concerns = contract.concerns();
        var results = new ArrayList<Loaded>();
        for (int part = 1; part <= staged.size(); part++) {
            var counts = session.sql("select count(*) as read, count(*) filter (where violation = 0) as loaded from "
                            + Contract.TABLE + " where part = :part")
                    .param("part", part)
                    .one();
            long rejected = session.sql("""
                            insert into ledger.reject
                            select :load, :dataset, :file, sheet, source_row, column_name, value, reason
                            from refused where part = :part""")
                    .param("load", cutoff + part)
                    .param("dataset", dataset.name())
                    .param("file", staged.get(part - 1).arrival().found().name())
                    .param("part", part)
                    .execute();
            boolean aside =
                    recordWarnings(concerns, staged.get(part - 1).arrival().found(), part, cutoff + part);
            long sure = quickly.getOrDefault(part, 0L);
            results.add(recordLoad(
                    staged.get(part - 1).with(contract.pilotCodes(session, cutoff + part)),
                    cutoff + part,
                    aside,
                    sure + counts.whole("read"),
                    sure + counts.whole("loaded"),
                    rejected,
                    now));
        }
        return results;
    }

    /** Notes what is of concern in the rows that were taken; whether the load has to be set aside for it. */
    private boolean recordWarnings(List<String> concerns, SourceFile found, int part, long load) {
        boolean aside = false;
        for (var concern : concerns) {
            long rows = session.sql("""
                            insert into ledger.warning
                            select :load, :dataset, :file, sheet, source_row, column_name, value, reason, severity
                            from (%s) where part = :part""".formatted(concern))
                    .param("load", load)
                    .param("dataset", found.dataset().name())
                    .param("file", found.name())
                    .param("part", part)
                    .execute();
            aside |= rows > 0 && concern.contains("'quarantine' as severity");
        }
        return aside;
    }

    /** How a load of another size than the one before it is told, if the dataset says what to expect. */
    private Optional<String> volumeNote(SourceFile found, long load, long loaded) {
        var expects = found.dataset().expects();
        if (expects.most() == 0) {
            return Optional.empty();
        }
        // A slice is compared with the one before it in order of name, anything else with its own last load.
        var before = session.sql("""
                        select file, rows_loaded from ledger.load
                        where dataset = :dataset and source = :source and load_id < :load and withdrawn_at_load is null
                            and case when :sliced then file < :file else slice = :slice end
                        order by file desc, load_id desc limit 1""")
                .param("dataset", found.dataset().name())
                .param("source", found.source().name())
                .param("load", load)
                .param("sliced", found.dataset().load() == Dataset.Load.SLICE)
                .param("file", found.name())
                .param("slice", found.slice())
                .first();
        if (before.isEmpty()) {
            return Optional.empty();
        }
        long rows = before.get().whole("rows_loaded");
        return loaded >= expects.least() * rows && loaded <= expects.most() * rows
                ? Optional.empty()
                : Optional.of("%d rows, %s had %d; expected %.0f%%..%.0f%%"
                        .formatted(
                                loaded, before.get().text("file"), rows, 100 * expects.least(), 100 * expects.most()));
    }

    private void recordNote(long load, String kind, String words) {
        session.sql("insert into ledger.note values (:load, :kind, :words)")
                .param("load", load)
                .param("kind", kind)
                .param("words", words)
                .execute();
    }

    private Loaded recordLoad(
            Staged staged, long load, boolean flawed, long read, long loaded, long rejected, LocalDateTime now) {
        var found = staged.arrival().found();
        if (read != loaded + rejected) {
            throw new IllegalStateException(
                    found.name() + ": " + read + " rows read, but " + loaded + " loaded and " + rejected + " rejected");
        }
        var notes = new ArrayList<>(staged.notes());
        notes.forEach(words -> recordNote(load, "drift", words));
        var volume = volumeNote(found, load, loaded);
        volume.ifPresent(words -> {
            recordNote(load, "volume", words);
            notes.add(words);
        });
        boolean aside =
                flawed || (volume.isPresent() && found.dataset().expects().sets());
        if (aside) {
            var words = "set aside; look at it with: tongbao loads " + load + ", take it with: tongbao loads --release "
                    + load;
            recordNote(load, "quarantine", words);
            notes.add(words);
        }
        session.sql("""
                        insert into ledger.load
                        values (:load, :dataset, :source, :file, :slice, :sha256, :read, :loaded, :rejected, :now,
                            :withdrawn)""")
                .param("load", load)
                .param("dataset", found.dataset().name())
                .param("source", found.source().name())
                .param("file", found.name())
                .param("slice", found.slice())
                .param("sha256", staged.sha256())
                .param("read", read)
                .param("loaded", loaded)
                .param("rejected", rejected)
                .param("now", now)
                .param("withdrawn", aside ? load : null)
                .execute();
        return new Loaded(found.source().name(), found.name(), load, read, loaded, rejected, notes);
    }

    /** The file if it is plain and has been read the quick way. */
    private List<Staged> readQuickly(PlainRows plain, Arrival arrival) {
        Optional<List<String>> notes = Optional.empty();
        try {
            notes = arrival.table(temporary).readQuickly(plain);
        } catch (Unreadable e) {
            // It is told when the patient way meets it again.
        }
        if (notes.isEmpty()) {
            plain.drop();
        }
        return notes.map(n -> List.of(new Staged(arrival, n))).orElse(List.of());
    }

    /** Brings the files into {@code staging}, as parts 1, 2, ...; one that cannot be read has no part. */
    private List<Staged> stage(Staging staging, List<Arrival> arrivals, List<String> unreadable) {
        var staged = new ArrayList<Staged>();
        for (var arrival : arrivals) {
            staging.beginPart(staged.size() + 1);
            try {
                staged.add(new Staged(arrival, arrival.table(temporary).stage(staging)));
            } catch (Unreadable e) {
                staging.discardPart();
                unreadable.add(arrival.found().name() + ": " + e.getMessage());
            }
        }
        return staged;
    }
}
