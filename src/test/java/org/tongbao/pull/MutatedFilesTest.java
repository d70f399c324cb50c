package org.tongbao.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.home.Home;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Progress;
import org.tongbao.sample.CitySample;
import org.tongbao.sample.SampleOptions;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/**
 * Whatever becomes of a file on its way: the pull goes on, each of its rows is loaded or rejected, and what other files
 * brought stays as it was. 120 mutations, or as many as {@code -Dtongbao.mutations} says (10,000 in the profile
 * {@code long}).
 */
class MutatedFilesTest {

    private static final int MUTATIONS = Integer.getInteger("tongbao.mutations", 120);
    private static final long SEED = Long.getLong("tongbao.seed", 20261121);
    private static final int AT_ONCE = 30;
    private static final Path ROOT = Path.of("").toAbsolutePath();

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void noMutationOfAFileEndsThePullOrTouchesOtherFiles() throws Exception {
        var home = new Home(folder, Path.of("data"), Path.of("out"));
        CitySample.write(new SampleOptions(7, 20, 2, YearMonth.of(2026, 6), 1440, home.data()), Progress.NONE);
        var originals = originals(home.data());
        var rulebook = Rulebook.read(Home.at(ROOT));
        var catalog = rulebook.catalog();
        try (var warehouse = Warehouse.inMemory(folder);
                var session = warehouse.session()) {
            var pull = new Pull(warehouse, catalog, rulebook.sources().values(), home);
            pull.run(catalog.datasets().keySet(), LocalDateTime.of(2026, 7, 3, 6, 0), Progress.NONE);
            int unreadable = 0;
            for (int done = 0; done < MUTATIONS; done += AT_ONCE) {
                var before = loads(session, catalog, Long.MAX_VALUE);
                long last = lastLoad(session);
                var mutated = mutate(home.data(), originals);
                try {
                    pull.run(catalog.datasets().keySet(), LocalDateTime.of(2026, 7, 4, 6, 0), Progress.NONE);
                } catch (PullException e) {
                    unreadable++;
                }
                assertThat(loads(session, catalog, last)).as("earlier loads").isEqualTo(before);
                assertThat(loadedSince(session, last)).as("files loaded").isSubsetOf(mutated);
                assertThat(session.query("select * from ledger.load where rows_read <> rows_loaded + rows_rejected"))
                        .isEmpty();
            }
            // Most mutations leave something to read, and some do not.
            assertThat(lastLoad(session)).isGreaterThan(MUTATIONS / 3);
            assertThat(unreadable).isPositive();
        }
    }

    private Set<String> mutate(Path data, Map<String, byte[]> originals) throws IOException {
        var names = new ArrayList<>(originals.keySet());
        var mutated = new TreeSet<String>();
        for (int i = 0; i < AT_ONCE; i++) {
            var name = names.remove(random.nextInt(names.size()));
            Files.write(data.resolve(name), Mutation.of(originals.getOrDefault(name, new byte[0]), name, random));
            mutated.add(name);
        }
        return mutated;
    }

    /** The rows and rejects that loads up to this one really have, which must be those that the ledger counts. */
    private static Map<Long, String> loads(Session session, Catalog catalog, long last) {
        var counted = new TreeMap<Long, String>();
        session.sql("create or replace temp table refusals as select load_id, count(*) as rejected from ledger.reject"
                        + " where load_id <= :load_id group by load_id")
                .param("load_id", last)
                .execute();
        for (var dataset : catalog.datasets().keySet()) {
            session.sql("select l.load_id, l.file, l.sha256, l.rows_loaded, l.rows_rejected, d.loaded, r.rejected"
                            + " from ledger.load as l left join (select load_id, count(*) as loaded from loaded."
                            + dataset
                            + " group by load_id) as d on d.load_id = l.load_id left join refusals as r on"
                            + " r.load_id = l.load_id where l.dataset = :dataset and l.load_id <= :load_id")
                    .param("dataset", dataset)
                    .param("load_id", last)
                    .query()
                    .forEach(row -> {
                        assertThat(row.optionalNumber("loaded").orElse(0.0))
                                .isEqualTo((double) row.whole("rows_loaded"));
                        assertThat(row.optionalNumber("rejected").orElse(0.0))
                                .isEqualTo((double) row.whole("rows_rejected"));
                        counted.put(row.whole("load_id"), row.toString());
                    });
        }
        return counted;
    }

    private static long lastLoad(Session session) {
        return session.one("select max(load_id) as last from ledger.load").whole("last");
    }

    private static Set<String> loadedSince(Session session, long load) {
        return session
                .sql("select file from ledger.load where load_id > :load_id")
                .param("load_id", load)
                .query()
                .stream()
                .map(row -> row.text("file"))
                .collect(Collectors.toSet());
    }

    private static Map<String, byte[]> originals(Path data) throws IOException {
        var originals = new TreeMap<String, byte[]>();
        try (Stream<Path> files = Files.walk(data)) {
            for (var file : files.filter(f -> f.toString().matches(".*\\.(csv|xlsx|json|parquet)"))
                    .toList()) {
                originals.put(data.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        originals.remove("dirt.csv");
        return originals;
    }
}
