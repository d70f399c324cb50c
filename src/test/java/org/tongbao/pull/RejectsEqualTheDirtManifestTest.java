package org.tongbao.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.home.Home;
import org.tongbao.run.Progress;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Warehouse;

/** The whole sample is pulled: what is rejected is what its manifest lists, row by row, and nothing else. */
class RejectsEqualTheDirtManifestTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 7, 3, 6, 0);
    private static final Path ROOT = Path.of("").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void everyDirtyRowIsRejectedAndEveryOtherLoadedAndASecondPullChangesNothing() throws Exception {
        var problems = new Problems();
        var files = new SpecFiles(ROOT, problems);
        var datasets = new LinkedHashMap<String, Dataset>();
        var sources = new ArrayList<Source>();
        for (var name : List.of(
                "region",
                "street",
                "enterprise",
                "project",
                "device",
                "inspection",
                "inspection_item",
                "hazard",
                "stop_order",
                "accident",
                "alarm",
                "attendance",
                "self_assessment",
                "reading")) {
            files.yaml(ROOT.resolve("jobs/rulebook/datasets/" + name + ".yaml"))
                    .flatMap(block -> {
                        Source.usual(block).ifPresent(sources::add);
                        return Dataset.read(block);
                    })
                    .ifPresent(d -> datasets.put(name, d));
        }
        for (var file : files.find("jobs/rulebook/sources/*.yaml")) {
            files.yaml(file)
                    .flatMap(Source::read)
                    .filter(source -> datasets.containsKey(source.dataset()))
                    .ifPresent(sources::add);
        }
        problems.throwIfAny();
        var home = new Home(ROOT, Path.of("sample-data"), folder.resolve("out"));
        try (var warehouse = Warehouse.open(new Warehouse.Settings(
                        folder.resolve("w.duckdb"),
                        "2GB",
                        2,
                        folder.resolve("temp"),
                        List.of(home.data(), ROOT, folder)));
                var session = warehouse.session()) {
            var pull = new Pull(warehouse, new Catalog(datasets, List.of()), sources, home);
            long begun = System.nanoTime();
            var loads = pull.run(datasets.keySet(), NOW, Progress.NONE);
            System.out.println(
                    "pulled " + loads.size() + " files in " + (System.nanoTime() - begun) / 1_000_000 + " ms");
            assertThat(loads).allMatch(l -> l.read() == l.loaded() + l.rejected());
            var rejected = new TreeSet<String>();
            session.query("select file, source_row, column_name from ledger.reject")
                    .forEach(r ->
                            rejected.add(r.text("file") + ":" + r.whole("source_row") + " " + r.text("column_name")));
            var listed = new TreeSet<String>();
            for (var line : Files.readAllLines(home.data().resolve("dirt.csv"))) {
                var cells = List.of(line.split(",", -1));
                if (cells.get(cells.size() - 1).equals("rejected")) {
                    listed.add(cells.get(0) + ":" + cells.get(2) + " " + cells.get(3));
                }
            }
            assertThat(rejected).isEqualTo(listed);
            long again = System.nanoTime();
            assertThat(pull.run(datasets.keySet(), NOW, Progress.NONE)).allMatch(l -> l.load() == 0);
            System.out.println("again in " + (System.nanoTime() - again) / 1_000_000 + " ms");
        }
    }
}
