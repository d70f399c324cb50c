package org.tongbao.pull;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tongbao.run.Home;
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
    private final Secrets secrets;
    private final Map<Seen, String> hashes = new HashMap<>();

    public Pull(Warehouse warehouse, Catalog catalog, Collection<Source> sources, Home home) {
        this.warehouse = warehouse;
        this.catalog = catalog;
        this.sources =
                sources.stream().sorted(Comparator.comparing(Source::name)).toList();
        this.home = home;
        this.secrets = Secrets.of(System.getenv());
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
    }

    /** A file of a source; its name is its path below the folder that the source starts from. */
    record Found(Source source, Dataset dataset, Path file, String name) {

        /** What a later load of it replaces. */
        String slice() {
            return dataset.load() == Dataset.Load.FULL ? source.name() : source.name() + "/" + name;
        }

        String key() {
            return dataset.name() + "/" + source.name() + "/" + name;
        }
    }

    /**
     * Pulls datasets, those that others refer to first.
     *
     * @throws PullException when files could not be read at all; the others have been loaded
     */
    public List<Loaded> run(Collection<String> datasets, LocalDateTime now, Progress progress) {
        var found = new ArrayList<Found>();
        for (var dataset : catalog.datasets().values()) {
            if (datasets.contains(dataset.name())) {
                sources.stream()
                        .filter(source -> source.dataset().equals(dataset.name()))
                        .forEach(source -> found.addAll(find(source, dataset, now, progress)));
            }
        }
        progress.begin("pull", found.size(), "files");
        var results = new ArrayList<Loaded>();
        var unreadable = new ArrayList<String>();
        try (var session = warehouse.session()) {
            catalog.define(session);
            var current = current(session);
            for (var batch : batches(found)) {
                load(session, batch, current, now, results, unreadable);
                progress.advance(batch.size());
            }
        }
        progress.end(summary(results));
        if (!unreadable.isEmpty()) {
            throw new PullException(unreadable);
        }
        return results;
    }

    /** Files of a source that are loaded by the same statements: many small ones together, a large one alone. */
    private static List<List<Found>> batches(List<Found> found) {
        var batches = new ArrayList<List<Found>>();
        long bytes = 0;
        for (var file : found) {
            bytes += size(file.file());
            var last = batches.isEmpty() ? List.<Found>of() : batches.get(batches.size() - 1);
            boolean joins = !last.isEmpty()
                    && last.get(0).source().equals(file.source())
                    && file.dataset().load() != Dataset.Load.FULL
                    && !Intake.isLarge(file)
                    && !Intake.isLarge(last.get(0))
                    && bytes < BATCH;
            if (joins) {
                last.add(file);
            } else {
                batches.add(new ArrayList<>(List.of(file)));
                bytes = size(file.file());
            }
        }
        return batches;
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

    /** The files of a source, in order of path; a database or service is asked first. */
    private List<Found> find(Source source, Dataset dataset, LocalDateTime now, Progress progress) {
        var arrivals = new Arrivals(home.var().resolve("arrivals").resolve(source.name()));
        var database = source.database();
        if (database != null) {
            database.fetch(arrivals, secrets, Retry.PATIENT, progress);
        }
        var service = source.service();
        if (service != null) {
            service.fetch(
                    arrivals, secrets, Retry.PATIENT, InstantSource.fixed(now.toInstant(ZoneOffset.UTC)), progress);
        }
        var root =
                switch (source.below()) {
                    case DATA -> home.data();
                    case RULEBOOK -> home.rulebook();
                    case ARRIVALS -> home.var().resolve("arrivals");
                };
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + source.files());
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file ->
                            Files.isRegularFile(file) && !isBeside(file) && matcher.matches(root.relativize(file)))
                    .map(file -> new Found(
                            source,
                            dataset,
                            file,
                            root.relativize(file).toString().replace('\\', '/')))
                    .sorted(Comparator.comparing(Found::name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file that is to be loaded. */
    record Arrival(Found found, String sha256) {}

    /** What programs leave beside the files they have open. */
    private static boolean isBeside(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.startsWith("~$") || name.startsWith(".");
    }

    /** Loads the files of a batch that are new, in one transaction. */
    private void load(
            Session session,
            List<Found> batch,
            Map<String, String> current,
            LocalDateTime now,
            List<Loaded> results,
            List<String> unreadable) {
        var arrivals = new ArrayList<Arrival>();
        for (var found : batch) {
            var sha256 = sha256(found.file());
            if (sha256.equals(current.get(found.key()))) {
                results.add(new Loaded(found.source().name(), found.name(), 0, 0, 0, 0, List.of()));
            } else {
                arrivals.add(new Arrival(found, sha256));
            }
        }
        if (!arrivals.isEmpty()) {
            results.addAll(new Intake(session, catalog, home.var().resolve("temp")).load(arrivals, now, unreadable));
        }
    }

    /** What each file held when it was loaded last. Of a full dataset all files count, not only the one that replaced them. */
    private static Map<String, String> current(Session session) {
        var current = new HashMap<String, String>();
        session.query("select dataset || '/' || source || '/' || file as key, sha256 from ledger.load"
                        + " where withdrawn_at_load is null order by load_id")
                .forEach(row -> current.put(row.text("key"), row.text("sha256")));
        return current;
    }

    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file's hash, remembered while its size and time stay the same. */
    private String sha256(Path file) {
        try {
            var seen = new Seen(file, Files.size(file), Files.getLastModifiedTime(file));
            return hashes.computeIfAbsent(seen, s -> hash(s.file()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Seen(Path file, long size, FileTime time) {}

    private static String hash(Path file) {
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
