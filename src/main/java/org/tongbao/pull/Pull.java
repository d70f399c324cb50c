package org.tongbao.pull;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.home.Home;
import org.tongbao.pull.file.Piece;
import org.tongbao.pull.file.TableFile;
import org.tongbao.pull.file.Unreadable;
import org.tongbao.pull.remote.FetchException;
import org.tongbao.pull.remote.Fetcher;
import org.tongbao.run.Progress;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/**
 * The stage: brings what has arrived into the warehouse. Each file is one load: all its rows are loaded or rejected
 * with a reason, or, when the file cannot be read, nothing of it is there. Small files of a source share a transaction. A file whose content is
 * the current load of its slice is left alone, so pulling the same folder again changes nothing.
 */
public final class Pull {

    /** Bytes of files that are loaded together. */
    private static final long BATCH = 64L << 20;

    private final Warehouse warehouse;
    private final Catalog catalog;
    private final List<Source> sources;
    private final Home home;
    private final Path temporary;
    private final Fetcher fetcher;
    private final Map<Seen, String> hashes = new ConcurrentHashMap<>();

    public Pull(Warehouse warehouse, Catalog catalog, Collection<Source> sources, Home home) {
        this(warehouse, catalog, sources, home, new Fetcher(home.root().resolve("drivers"), System.getenv()));
    }

    Pull(Warehouse warehouse, Catalog catalog, Collection<Source> sources, Home home, Fetcher fetcher) {
        this.warehouse = warehouse;
        this.catalog = catalog;
        this.sources =
                sources.stream().sorted(Comparator.comparing(Source::name)).toList();
        this.home = home;
        this.temporary = home.temp().resolve("pull");
        this.fetcher = fetcher;
    }

    /**
     * What became of a file.
     *
     * @param load number of its load; 0 if it had been loaded before
     * @param notes what a person should look at, such as a column that nobody knows
     */
    public record Loaded(
            String source, String file, long load, long read, long loaded, long rejected, List<String> notes) {

        public Loaded {
            notes = List.copyOf(notes);
        }

        private Loaded with(String note) {
            return new Loaded(
                    source,
                    file,
                    load,
                    read,
                    loaded,
                    rejected,
                    Stream.concat(notes.stream(), Stream.of(note)).toList());
        }
    }

    /**
     * Pulls datasets, those that others refer to first.
     *
     * @throws PullException when files could not be read at all; the others have been loaded
     */
    public List<Loaded> run(Collection<String> datasets, LocalDateTime now, Progress progress) {
        var found = new ArrayList<SourceFile>();
        var unreadable = new ArrayList<String>();
        deleteFiles(temporary);
        var inbox = new Inbox(home, temporary, unreadable);
        for (var dataset : catalog.datasets().values()) {
            if (datasets.contains(dataset.name())) {
                sources.stream()
                        .filter(source -> source.dataset().equals(dataset.name()))
                        .forEach(source -> {
                            fetch(source, dataset, progress, unreadable);
                            found.addAll(inbox.find(source, dataset));
                        });
            }
        }
        progress.begin("pull", kilobytes(found), "kB");
        var results = new ArrayList<Loaded>();
        try (var session = warehouse.session()) {
            catalog.define(session);
            catalog.dropUnentered(session);
            var there = found.stream().map(SourceFile::key).collect(toSet());
            var current = lastHashes(session, there);
            var intake = new Intake(session, catalog, temporary, there);
            DataFolder.verify(home, pulled(datasets), found, current);
            for (var batch : batches(found)) {
                long rows = results.stream().mapToLong(Loaded::read).sum();
                progress.at("%,d rows, %s".formatted(rows, batch.get(0).name()));
                load(intake, batch, current, now, results, unreadable);
                progress.advance(kilobytes(batch));
            }
            noteReplaced(session, found, results);
        }
        progress.end(summary(results));
        progress.tell(table(results) + oddities(results) + inbox.unmatched(sources, catalog));
        if (!unreadable.isEmpty()) {
            throw new PullException(unreadable);
        }
        return results;
    }

    private List<Source> pulled(Collection<String> datasets) {
        return sources.stream()
                .filter(source -> datasets.contains(source.dataset()))
                .toList();
    }

    /**
     * What a source has that would be loaded.
     *
     * @param fresh its files that are new or have changed
     * @param all how many files it has
     * @param asked whether a database or a service would be asked for more
     */
    public record Waiting(String source, List<String> fresh, int all, boolean asked) {

        public Waiting {
            fresh = List.copyOf(fresh);
        }
    }

    /** What would be pulled; no database or service is asked, and nothing is loaded. */
    public List<Waiting> waiting(Collection<String> datasets, Session session) {
        deleteFiles(temporary);
        var inbox = new Inbox(home, temporary, new ArrayList<>());
        var found = new LinkedHashMap<Source, List<SourceFile>>();
        for (var source : sources) {
            if (datasets.contains(source.dataset())) {
                found.put(source, inbox.find(source, catalog.dataset(source.dataset())));
            }
        }
        var there = found.values().stream()
                .flatMap(List::stream)
                .map(SourceFile::key)
                .collect(toSet());
        var current = lastHashes(session, there);
        var waiting = new ArrayList<Waiting>();
        found.forEach((source, files) -> {
            var fresh = files.stream()
                    .filter(file -> !sha256(file.piece()).equals(current.get(file.key())))
                    .map(SourceFile::name)
                    .toList();
            waiting.add(new Waiting(source.name(), fresh, files.size(), source.remote() != null));
        });
        return waiting;
    }

    /** Removes what a killed pull has left behind; the warehouse lets only one process pull. */
    private static void deleteFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> left = Files.list(folder)) {
            for (var file : left.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files of a source that are loaded by the same statements: many small ones together, a large one alone. */
    private static List<List<SourceFile>> batches(List<SourceFile> found) {
        var batches = new ArrayList<List<SourceFile>>();
        long bytes = 0;
        for (var file : found) {
            bytes += file.piece().size();
            var last = batches.isEmpty() ? List.<SourceFile>of() : batches.get(batches.size() - 1);
            boolean joins = !last.isEmpty()
                    && last.get(0).source().equals(file.source())
                    && file.dataset().load() != Dataset.Load.FULL
                    && !Intake.isLarge(file)
                    && !Intake.isLarge(last.get(0))
                    && bytes < BATCH
                    && last.stream().noneMatch(other -> other.slice().equals(file.slice()));
            if (joins) {
                last.add(file);
            } else {
                batches.add(new ArrayList<>(List.of(file)));
                bytes = file.piece().size();
            }
        }
        return batches;
    }

    private static long kilobytes(List<SourceFile> files) {
        return files.stream().mapToLong(file -> file.piece().size()).sum() / 1000;
    }

    /** What came from each source, if anything did. */
    private static String table(List<Loaded> results) {
        var lines = new StringBuilder();
        results.stream()
                .filter(r -> r.load() > 0)
                .collect(groupingBy(Loaded::source, TreeMap::new, toList()))
                .forEach((source, loads) -> lines.append("%-24s %6d files %,12d rows read %,12d loaded %,10d rejected%n"
                        .formatted(
                                source,
                                loads.size(),
                                loads.stream().mapToLong(Loaded::read).sum(),
                                loads.stream().mapToLong(Loaded::loaded).sum(),
                                loads.stream().mapToLong(Loaded::rejected).sum())));
        return lines.toString();
    }

    /** What a person should look at: each oddity of a source once, with the first file that has it. */
    private static String oddities(List<Loaded> results) {
        record Oddity(String source, String words) {}
        var files = new LinkedHashMap<Oddity, List<String>>();
        for (var loaded : results) {
            for (var words : loaded.notes()) {
                files.computeIfAbsent(new Oddity(loaded.source(), words), note -> new ArrayList<>())
                        .add(loaded.file());
            }
        }
        var lines = new StringBuilder();
        files.forEach((oddity, in) -> lines.append("%s%s: %s%n"
                .formatted(in.get(0), in.size() > 1 ? " and " + (in.size() - 1) + " more" : "", oddity.words())));
        return lines.toString();
    }

    private static String summary(List<Loaded> results) {
        long files = results.stream().filter(r -> r.load() > 0).count();
        return "%,d rows loaded, %,d rejected from %,d new of %,d files"
                .formatted(
                        results.stream().mapToLong(Loaded::loaded).sum(),
                        results.stream().mapToLong(Loaded::rejected).sum(),
                        files,
                        results.size());
    }

    /** Asks a source's database or service for what is new. */
    private void fetch(Source source, Dataset dataset, Progress progress, List<String> unreadable) {
        var remote = source.remote();
        if (remote == null) {
            return;
        }
        try {
            fetcher.fetch(
                    remote,
                    home.var().resolve("arrivals").resolve(source.name()),
                    dataset.load() == Dataset.Load.FULL,
                    source.tries(),
                    progress);
        } catch (FetchException e) {
            unreadable.add(source.name() + ": " + e.getMessage());
        }
    }

    /**
     * A file that is to be loaded.
     *
     * @param hash hash of its bytes; asked for when they have been read, it refuses a file that is no longer what it was before
     * @param plain where its bytes lie unpacked
     */
    record Arrival(SourceFile found, Supplier<String> hash, Path plain) {

        TableFile table(Path temporary) {
            return found.table(plain, temporary);
        }
    }

    /** Loads the files of a batch that are new, in one transaction. */
    private void load(
            Intake intake,
            List<SourceFile> batch,
            Map<String, String> current,
            LocalDateTime now,
            List<Loaded> results,
            List<String> unreadable) {
        var arrivals = new ArrayList<Arrival>();
        try {
            for (var found : batch) {
                try {
                    var before = current.get(found.key());
                    if (before != null && before.equals(sha256(found.piece()))) {
                        results.add(new Loaded(found.source().name(), found.name(), 0, 0, 0, 0, List.of()));
                    } else {
                        var unread = Seen.of(found.piece());
                        arrivals.add(new Arrival(
                                found,
                                () -> sha256(found.piece(), unread),
                                found.piece().unpacked(temporary)));
                    }
                } catch (Unreadable e) {
                    unreadable.add(found.name() + ": " + e.getMessage());
                }
            }
            if (!arrivals.isEmpty()) {
                results.addAll(intake.load(arrivals, now, unreadable));
            }
        } catch (Unreadable e) {
            unreadable.add(String.valueOf(e.getMessage()));
        } finally {
            arrivals.forEach(arrival -> arrival.found().piece().deleteUnpacked(arrival.plain()));
        }
    }

    /**
     * What each file held when it was loaded last, also when that load was set aside or undone: it comes back when its
     * content changes or somebody releases it. Of a full dataset all files count, not only the one that replaced them. A file
     * that lost against another is as good as new once the other is gone.
     *
     * @param there the keys of all files that lie ready
     */
    private static Map<String, String> lastHashes(Session session, Set<String> there) {
        var current = new HashMap<String, String>();
        var lost = new HashSet<Long>();
        session
                .sql("select load_id, words from ledger.note where kind = :lost")
                .param("lost", Intake.LOST)
                .query()
                .stream()
                .filter(note -> !there.contains(note.text("words")))
                .forEach(note -> lost.add(note.whole("load_id")));
        session.query("select load_id, dataset, source, file, sha256 from ledger.load order by load_id")
                .forEach(row -> current.put(
                        SourceFile.key(row.text("dataset"), row.text("source"), row.text("file")),
                        lost.contains(row.whole("load_id")) ? "" : row.text("sha256")));
        return current;
    }

    /** Of several files that came at once for a dataset of which one load is all, the others count no more: that is told. */
    private static void noteReplaced(Session session, List<SourceFile> found, List<Loaded> results) {
        var whole = found.stream()
                .filter(file -> file.dataset().load() == Dataset.Load.FULL)
                .collect(toMap(
                        file -> file.source().name(), file -> file.dataset().name(), (one, other) -> one));
        results.stream()
                .filter(result -> result.load() > 0 && whole.containsKey(result.source()))
                .collect(groupingBy(Loaded::source, TreeMap::new, toList()))
                .forEach((source, loads) -> {
                    var last = loads.get(loads.size() - 1);
                    for (var replaced : loads.subList(0, loads.size() - 1)) {
                        session.sql("insert into ledger.note values (:load, :lost, :key)")
                                .param("load", replaced.load())
                                .param("lost", Intake.LOST)
                                .param("key", SourceFile.key(String.valueOf(whole.get(source)), source, last.file()))
                                .execute();
                        results.set(
                                results.indexOf(replaced),
                                replaced.with(
                                        last.file() + " counts in its place, the last by name: each file holds all"));
                    }
                });
    }

    /** A file's hash, remembered while it seems to be the same. */
    private String sha256(Piece piece) {
        return hashes.computeIfAbsent(Seen.of(piece), seen -> seen.piece().sha256());
    }

    /** The hash of a file that has been read: rows of one state under the hash of the next would never be replaced by its rows. */
    private String sha256(Piece piece, Seen unread) {
        var hash = sha256(piece);
        if (!Seen.of(piece).equals(unread)) {
            throw new Unreadable("it was changed while it was read; run again when nobody writes to it");
        }
        return hash;
    }

    /**
     * By what a change of a file shows.
     *
     * @param key which file of the disk has the name, where the system tells
     */
    private record Seen(
            Piece piece, long size, FileTime time, @Nullable Object key) {

        static Seen of(Piece piece) {
            try {
                var about = Files.readAttributes(piece.file(), BasicFileAttributes.class);
                return new Seen(piece.withSheet(null), about.size(), about.lastModifiedTime(), about.fileKey());
            } catch (IOException e) {
                throw Unreadable.of(e);
            }
        }
    }
}
