package org.tongbao.pull;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.tongbao.pull.Pull.Arrival;
import org.tongbao.pull.Pull.Loaded;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;

/**
 * Takes in files of one dataset: reads them into temporary tables, lets the contract judge the rows and, in one
 * transaction, loads the sound ones, notes the others and enters the loads. Reading stands outside of the transaction,
 * because a file on which the engine stumbles would end it.
 */
final class Intake {

    /** Bytes from which a file is worth the quick way. */
    private static final long LARGE = 16L << 20;

    /** Rows from which the quick way's own statements are worth their planning. */
    private static final long MANY = 50_000;

    private final Session session;
    private final Catalog catalog;
    private final Path temporary;

    Intake(Session session, Catalog catalog, Path temporary) {
        this.session = session;
        this.catalog = catalog;
        this.temporary = temporary;
    }

    /** A file that has been read. Its hash is found while the engine judges its rows: reading keeps all processors busy. */
    private record Staged(Arrival arrival, List<String> notes, CompletableFuture<String> hash) {

        Staged(Arrival arrival, List<String> notes) {
            this(arrival, notes, CompletableFuture.supplyAsync(arrival.hash()));
        }

        Staged with(List<String> more) {
            return new Staged(
                    arrival, Stream.concat(notes.stream(), more.stream()).toList(), hash);
        }
    }

    /** Whether the file is loaded the quick way, alone. */
    static boolean isLarge(Found found) {
        return found.source().format() == Source.Format.CSV
                && found.source().fillDown().isEmpty()
                && PlainRows.suits(found.dataset())
                && found.piece().size() >= LARGE;
    }

    /** Loads the files, all of one source; names those that cannot be read. */
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
        boolean patient = quick.isEmpty() && (!PlainRows.suits(dataset) || staging.size() < MANY);
        if (quick.isEmpty() && !patient) {
            plain.take(staging, first.source().skip());
        }
        return session.transaction(() -> {
            long cutoff = session.one("""
                            select greatest(coalesce(max(load_id), 0), coalesce(max(withdrawn_at_load), 0)) as load_id
                            from ledger.load""").whole("load_id");
            var slices = staged.stream().map(s -> s.arrival().found().slice()).toList();
            if (patient) {
                staging.sweep(first.source().skip());
                contract.apply(session, slices, cutoff);
                return enter(staged, contract, cutoff, Map.of(), now);
            }
            plain.judge(staging, first.source().skip(), slices, cutoff);
            return enter(staged, contract, cutoff, plain.load(cutoff), now);
        });
    }

    /**
     * Loads and notes the rows that were judged.
     *
     * @param quickly how many rows of each part the quick way has loaded
     */
    private List<Loaded> enter(
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
            boolean aside = warn(concerns, staged.get(part - 1).arrival().found(), part, cutoff + part);
            long sure = quickly.getOrDefault(part, 0L);
            results.add(entered(
                    staged.get(part - 1).with(toldCodes(dataset, cutoff + part)),
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
    private boolean warn(List<String> concerns, Found found, int part, long load) {
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
    private Optional<String> volume(Found found, long load, long loaded) {
        var expects = found.dataset().expects();
        if (expects.most() == 0) {
            return Optional.empty();
        }
        // A slice is held against the one before it in order of name, anything else against its own last load.
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

    private void note(long load, String kind, String words) {
        session.sql("insert into ledger.note values (:load, :kind, :words)")
                .param("load", load)
                .param("kind", kind)
                .param("words", words)
                .execute();
    }

    /** Credit codes that were taken although their check sign is wrong. */
    private List<String> toldCodes(Dataset dataset, long load) {
        var notes = new ArrayList<String>();
        for (var column : dataset.columns().values()) {
            if (column.type() == Dataset.Type.USCC && column.references() == null) {
                long odd = session.sql("select count(*) as odd from loaded." + dataset.name()
                                + " where load_id = :load and not " + CreditCodeSql.standard(column.name()))
                        .param("load", load)
                        .one()
                        .whole("odd");
                if (odd > 0) {
                    notes.add(odd + " codes in " + column.title() + " look like the early pilot's and break GB 32100");
                }
            }
        }
        return notes;
    }

    private Loaded entered(
            Staged staged, long load, boolean flawed, long read, long loaded, long rejected, LocalDateTime now) {
        var found = staged.arrival().found();
        if (read != loaded + rejected) {
            throw new IllegalStateException(
                    found.name() + ": " + read + " rows read, but " + loaded + " loaded and " + rejected + " rejected");
        }
        var notes = new ArrayList<>(staged.notes());
        notes.forEach(words -> note(load, "drift", words));
        var volume = volume(found, load, loaded);
        volume.ifPresent(words -> {
            note(load, "volume", words);
            notes.add(words);
        });
        boolean aside =
                flawed || (volume.isPresent() && found.dataset().expects().sets());
        if (aside) {
            var words = "set aside; look at it with: tongbao loads " + load + ", take it with: tongbao loads --release "
                    + load;
            note(load, "quarantine", words);
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
                .param("sha256", staged.hash().join())
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
        var found = arrival.found();
        Optional<Headings> headings = Optional.empty();
        try {
            headings = CsvFile.open(arrival.plain(), found.form()).read(plain, temporary);
        } catch (Unreadable e) {
            // It is told when the patient way meets it again.
        }
        if (headings.isEmpty()) {
            plain.drop();
        }
        return headings.map(h -> List.of(new Staged(arrival, h.notes()))).orElse(List.of());
    }

    /** Brings the files into {@code staging}, as parts 1, 2, ...; one that cannot be read has no part. */
    private List<Staged> stage(Staging staging, List<Arrival> arrivals, List<String> unreadable) {
        var staged = new ArrayList<Staged>();
        for (var arrival : arrivals) {
            staging.begin(staged.size() + 1);
            try {
                var headings = stage(staging, arrival);
                staged.add(new Staged(arrival, headings.notes()));
            } catch (Unreadable e) {
                staging.takeBack();
                unreadable.add(arrival.found().name() + ": " + e.getMessage());
            }
        }
        return staged;
    }

    private Headings stage(Staging staging, Arrival arrival) {
        var form = arrival.found().form();
        var file = arrival.plain();
        return switch (form.source().format()) {
            case CSV ->
                Book.isOne(file)
                        ? SheetFile.stage(staging, form, file, arrival.found().sheet(), temporary)
                        : CsvFile.open(file, form).stage(staging, temporary);
            case XLSX -> SheetFile.stage(staging, form, file, arrival.found().sheet(), temporary);
            case JSON -> EngineFile.stageJson(staging, form, file);
            case PARQUET -> EngineFile.stageParquet(staging, form, file);
        };
    }
}
