package org.tongbao.pull;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.tongbao.run.Home;
import org.tongbao.run.Progress;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/**
 * The stage: brings what has arrived into the warehouse. Each file is one load in one transaction: all its rows are
 * loaded or rejected with a reason, or, when the file cannot be read, nothing of it is there. A file whose content is
 * the current load of its slice is left alone, so pulling the same folder again changes nothing.
 */
public final class Pull {

    private final Warehouse warehouse;
    private final Catalog catalog;
    private final List<Source> sources;
    private final Home home;
    private final Secrets secrets;

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
     */
    public record Loaded(String source, String file, long load, long read, long loaded, long rejected) {}

    private record Found(Source source, Dataset dataset, Path file, String name) {}

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
            for (var file : found) {
                try {
                    results.add(load(session, file, now));
                } catch (Unreadable e) {
                    unreadable.add(file.name() + ": " + e.getMessage());
                }
                progress.advance(1);
            }
        }
        progress.end(summary(results));
        if (!unreadable.isEmpty()) {
            throw new PullException(unreadable);
        }
        return results;
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
            return files.filter(file -> Files.isRegularFile(file) && matcher.matches(root.relativize(file)))
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

    private Loaded load(Session session, Found found, LocalDateTime now) {
        var slice = found.dataset().load() == Dataset.Load.FULL
                ? found.source().name()
                : found.source().name() + "/" + found.name();
        var sha256 = sha256(found.file());
        if (isCurrent(session, found.dataset(), slice, sha256)) {
            return new Loaded(found.source().name(), found.name(), 0, 0, 0, 0);
        }
        return session.transaction(() -> {
            long cutoff = session.one("""
                            select greatest(coalesce(max(load_id), 0), coalesce(max(withdrawn_at_load), 0)) as load_id
                            from ledger.load""").whole("load_id");
            long load = cutoff + 1;
            stage(session, found);
            var contract = new Contract(found.dataset(), catalog);
            contract.apply(session, slice, cutoff);
            long read =
                    session.one("select count(*) as n from " + Contract.TABLE).whole("n");
            var columns = String.join(", ", found.dataset().columns().keySet());
            long loaded = session.execute(
                    "insert into dataset." + found.dataset().name() + " (" + columns + ", load_id, source_row) select "
                            + columns + ", ?, source_row from " + Contract.TABLE
                            + " where violation = 0 order by source_row",
                    load);
            long rejected = session.execute(
                    "insert into ledger.reject select ?, ?, ?, sheet, source_row, column_name, value, reason from ("
                            + contract.rejects() + ")",
                    load,
                    found.dataset().name(),
                    found.name());
            if (read != loaded + rejected) {
                throw new IllegalStateException(found.name() + ": " + read + " rows read, but " + loaded
                        + " loaded and " + rejected + " rejected");
            }
            session.execute(
                    "insert into ledger.load values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)",
                    load,
                    found.dataset().name(),
                    found.source().name(),
                    found.name(),
                    slice,
                    sha256,
                    read,
                    loaded,
                    rejected,
                    now);
            return new Loaded(found.source().name(), found.name(), load, read, loaded, rejected);
        });
    }

    private void stage(Session session, Found found) {
        var source = found.source();
        var dataset = found.dataset();
        switch (source.format()) {
            case CSV ->
                CsvFile.open(found.file(), source, dataset)
                        .stage(session, source, dataset, home.var().resolve("temp"));
            case XLSX -> new XlsxFile(source, dataset).stage(session, found.file());
            case JSON -> EngineFile.stageJson(session, source, dataset, found.file());
            case PARQUET -> EngineFile.stageParquet(session, source, dataset, found.file());
        }
    }

    /** Whether the slice's current load has this content. */
    private static boolean isCurrent(Session session, Dataset dataset, String slice, String sha256) {
        return !session.query("""
                        select load_id from ledger.load
                        where dataset = ? and slice = ? and withdrawn_at_load is null and sha256 = ?
                            and load_id = (
                                select max(load_id) from ledger.load
                                where dataset = ? and slice = ? and withdrawn_at_load is null)""", dataset.name(), slice, sha256, dataset.name(), slice)
                .isEmpty();
    }

    private static String sha256(Path file) {
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
