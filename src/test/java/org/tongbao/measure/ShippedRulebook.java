package org.tongbao.measure;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.run.Workdays;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.Warehouse;

/** The rulebook of this repository, and warehouses in memory that know its tables. */
public record ShippedRulebook(SpecFiles files, Problems problems, Catalog catalog, Subjects subjects, Rules rules) {

    public static ShippedRulebook read() {
        return read(Path.of("").toAbsolutePath());
    }

    static ShippedRulebook read(Path home) {
        var problems = new Problems();
        var files = new SpecFiles(home, problems);
        var datasets = new LinkedHashMap<String, Dataset>();
        files.find("jobs/rulebook/datasets/*.yaml").forEach(file -> files.yaml(file)
                .flatMap(Dataset::read)
                .ifPresent(dataset -> datasets.put(dataset.name(), dataset)));
        var views = files.find("jobs/rulebook/views/*.sql").stream()
                .flatMap(file -> files.sql(file).stream())
                .toList();
        var subjects = files.find("jobs/rulebook/subjects.yaml").stream()
                .flatMap(file -> files.yaml(file).flatMap(Subjects::read).stream())
                .findFirst()
                .orElseThrow();
        var workdays = files.find("jobs/rulebook/calendar.yaml").stream()
                .flatMap(file -> files.yaml(file).flatMap(Workdays::read).stream())
                .findFirst()
                .orElse(Workdays.NO_HOLIDAYS);
        return new ShippedRulebook(
                files, problems, new Catalog(datasets, views, workdays), subjects, Rules.read(files, problems));
    }

    public Warehouse warehouse() {
        var warehouse = Warehouse.inMemory();
        try (var session = warehouse.session()) {
            catalog.define(session);
        }
        return warehouse;
    }

    /** Notes what is wrong with the rules; the session is pinned. */
    void verify(Session session) {
        rules.verifyHeads(subjects, problems);
        rules.all().values().forEach(rule -> Rules.verify(rule, session, problems));
    }

    /** Pins and, when the rulebook's views do not all hold, says why. */
    public Run pin(Session session, String period) {
        var run = new Run(1, "monthly-ranking", Period.parse(period), 1_000_000);
        var refused = catalog.pin(session, run);
        if (!refused.isEmpty()) {
            throw new AssertionError(refused);
        }
        return run;
    }
}
