package org.tongbao.pull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tongbao.home.Home;
import org.tongbao.run.Progress;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/** A folder into which files are put, datasets that a test declares, and what becomes of the files when they are pulled. */
final class ArrivingFiles implements AutoCloseable {

    final Path folder;
    final Session session;
    private final Warehouse warehouse;
    private final Problems problems = new Problems();
    private final Map<String, Dataset> datasets = new LinkedHashMap<>();
    private final List<Source> sources = new ArrayList<>();
    private final StringBuilder told = new StringBuilder();
    private LocalDateTime now = LocalDateTime.of(2026, 7, 3, 6, 0);

    ArrivingFiles(Path folder) {
        this.folder = folder;
        folder.toFile().mkdirs();
        warehouse = Warehouse.inMemory(folder);
        session = warehouse.session();
    }

    /** Declares a dataset, or a source of its own, or both in one; all mistakes end it. */
    ArrivingFiles declare(String yaml) {
        try {
            var file =
                    Files.writeString(folder.resolve("declared-" + datasets.size() + sources.size() + ".yaml"), yaml);
            new SpecFiles(folder, problems).yaml(file).ifPresent(block -> {
                if (block.has("columns")) {
                    Source.usual(block).ifPresent(sources::add);
                    Dataset.read(block).ifPresent(dataset -> datasets.put(dataset.name(), dataset));
                } else {
                    Source.read(block).ifPresent(sources::add);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        problems.throwIfAny();
        return this;
    }

    void put(String name, String text) {
        put(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    void put(String name, byte[] bytes) {
        try {
            var file = folder.resolve("data").resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String name) {
        try {
            Files.delete(folder.resolve("data").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pulls everything, a minute after the last time. */
    List<Pull.Loaded> pull() {
        now = now.plusMinutes(1);
        told.setLength(0);
        return new Pull(warehouse, catalog(), sources, new Home(folder, Path.of("data"), Path.of("out")))
                .run(datasets.keySet(), now, new Progress() {
                    @Override
                    public void tell(String lines) {
                        told.append(lines);
                    }
                });
    }

    /** What the last pull told besides its table of sources. */
    String told() {
        return told.toString();
    }

    /** The rows that count now, in order of file and row: an SQL expression over each. */
    String values(String dataset, String expression) {
        return joined("select coalesce(cast(" + expression + " as varchar), '-') as text from ("
                + catalog().rows(dataset, Long.MAX_VALUE) + ") order by load_id, source_row");
    }

    String rejects() {
        return joined(
                "select source_row || ' ' || column_name || ' ' || reason as text from ledger.reject"
                        + " order by load_id, source_row",
                "; ");
    }

    String warnings() {
        return joined(
                "select source_row || ' ' || column_name || ' ' || reason as text from ledger.warning"
                        + " order by load_id, source_row",
                "; ");
    }

    Catalog catalog() {
        return new Catalog(datasets, List.of());
    }

    private String joined(String sql) {
        return joined(sql, " ");
    }

    private String joined(String sql, String between) {
        return session.query(sql).stream().map(row -> row.text("text")).collect(Collectors.joining(between));
    }

    @Override
    public void close() {
        session.close();
        warehouse.close();
    }
}
