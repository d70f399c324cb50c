package org.tongbao.measure;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Origin;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.Warehouse;

/** Runs the examples beside the rules, one after another, in a warehouse in memory. */
public final class Examples implements AutoCloseable {

    /** As in a file with one row of headings. */
    private static final int FIRST_ROW = 2;

    private static final LocalDateTime SOME_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final Catalog catalog;
    private final Subjects subjects;
    private final Rules rules;
    private final Warehouse warehouse = Warehouse.inMemory();
    private final Session session = warehouse.session();
    private @Nullable Run pinned;

    public Examples(Catalog catalog, Subjects subjects, Rules rules) {
        this.catalog = catalog;
        this.subjects = subjects;
        this.rules = rules;
        catalog.define(session);
    }

    /** What the rule gave instead of what was expected; empty if it did what it should. */
    public Optional<String> failure(Example example) {
        return failure(example, give(example), rules);
    }

    /** The same, where rules are otherwise and the example's rows are given already. */
    Optional<String> failure(Example example, Run run, Rules rules) {
        var indicator = rules.indicators().get(example.rule());
        return indicator != null
                ? observed(example, run, indicator)
                : found(example, run, Objects.requireNonNull(rules.findings().get(example.rule())));
    }

    /** The session in which examples are run. */
    Session session() {
        return session;
    }

    /** Lets the session see the example's rows, and nothing else. */
    Run give(Example example) {
        clear();
        long load = 0;
        for (var given : example.given().entrySet()) {
            load(++load, given.getKey(), given.getValue());
        }
        for (var dataset : example.unused()) {
            session.sql("insert into stage.unused values (:run, 'dataset', :dataset, :dataset, '未启用', '')")
                    .param("run", example.run().number())
                    .param("dataset", dataset)
                    .execute();
        }
        var run = example.run().withCutoff(load);
        if (example.run().equals(pinned)) {
            catalog.pinLoads(session, run);
        } else if (pinned == null) {
            catalog.pin(session, run);
        } else {
            catalog.pinAgain(session, run);
        }
        pinned = example.run();
        if (example.given().containsKey(Deliveries.REGISTER)) {
            var expected = new LinkedHashMap<String, Dataset.Expected>();
            catalog.datasets().values().stream()
                    .filter(dataset -> example.given().containsKey(dataset.name()))
                    .forEach(dataset -> Optional.ofNullable(dataset.expected())
                            .ifPresent(who -> expected.put(dataset.name(), who)));
            new Deliveries(session, run, catalog, subjects).write(expected);
        }
        return run;
    }

    private void clear() {
        session.query("select distinct dataset from ledger.load order by dataset")
                .forEach(row -> session.execute("delete from dataset." + row.text("dataset")));
        session.execute("delete from ledger.load");
        session.execute("delete from stage.unused");
    }

    private void load(long load, String dataset, List<Map<String, String>> rows) {
        session.sql(
                        "insert into ledger.load values (:load, :dataset, 'example', :file, :dataset, '', :rows, :rows, 0, :time, null)")
                .param("load", load)
                .param("dataset", dataset)
                .param("file", dataset + ".csv")
                .param("rows", rows.size())
                .param("time", SOME_TIME)
                .execute();
        var columns = new LinkedHashMap<>(catalog.dataset(dataset).columns());
        columns.keySet().removeIf(name -> rows.stream().noneMatch(row -> row.containsKey(name)));
        var values = new ArrayList<String>();
        var given = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < rows.size(); i++) {
            var cells = new ArrayList<String>();
            for (var column : columns.values()) {
                var parameter = "row_" + i + "_" + column.name();
                cells.add("cast(:" + parameter + " as " + column.type().sql() + ")");
                given.put(parameter, rows.get(i).get(column.name()));
            }
            values.add("(" + String.join(", ", cells) + ", " + load + ", " + (i + FIRST_ROW) + ")");
        }
        if (!rows.isEmpty()) {
            session.sql("insert into dataset." + dataset + " (" + String.join(", ", columns.keySet())
                            + ", load_id, source_row) values " + String.join(", ", values))
                    .params(given)
                    .execute();
        }
    }

    private Optional<String> observed(Example example, Run run, Indicator indicator) {
        new Measure(session, run, subjects).observe(List.of(indicator), Progress.NONE);
        var rows = session.query("""
                select o.subject, o.subject_kind as kind, o.numerator, o.denominator, o.value, e.origin
                from observation as o left join (select cast(subject as varchar) as subject,
                    string_agg(distinct %s, ', ' order by %s) as origin from (
                %s
                ) as e left join ledger.load as l on l.load_id = %s group by all) as e on e.subject = o.subject
                    and o.subject_kind = %s
                order by subject_kind, subject""".formatted(
                        given("e.origin"),
                        given("e.origin"),
                        RuleQuery.of(indicator.sql()).evidence(),
                        Origin.load("e.origin"),
                        Sql.text(indicator.subject())));
        return compared(example, rows, row -> row.text("kind").equals(indicator.subject()));
    }

    private Optional<String> found(Example example, Run run, FindingRule rule) {
        new Measure(session, run, subjects).find(List.of(rule), Progress.NONE);
        var rows = session.query("""
                select f.subject, f.case_key, f.since, f.due, f.detail, f.state, %s as origin
                from finding as f left join ledger.load as l on l.load_id = f.load_id
                order by f.subject, f.case_key""".formatted(given(Origin.of("f.load_id", "f.source_row"))));
        return compared(example, rows, row -> true);
    }

    /** The dataset of an origin, and the row's place among those given. */
    private static String given(String origin) {
        return "concat(l.dataset, ' ', " + Origin.row(origin) + " - " + (FIRST_ROW - 1) + ")";
    }

    private static Optional<String> compared(Example example, List<Row> rows, Predicate<Row> must) {
        var left = new ArrayList<>(rows);
        var missing = new ArrayList<Map<String, @Nullable String>>();
        for (var expected : example.expected()) {
            left.stream()
                    .filter(row -> matches(expected, row, must))
                    .findFirst()
                    .ifPresentOrElse(left::remove, () -> missing.add(expected));
        }
        left.removeIf(must.negate());
        if (missing.isEmpty() && left.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(example.at() + " " + example.rule() + ", " + example.title() + ":\n  expected, not given: "
                + missing + "\n  given, not expected: "
                + left.stream().map(Row::values).toList() + "\n  all given: "
                + rows.stream().map(Row::values).toList());
    }

    /** A row without a kind is one of the rule's own kind. */
    private static boolean matches(Map<String, @Nullable String> expected, Row row, Predicate<Row> own) {
        return (expected.containsKey("kind") || own.test(row))
                && expected.entrySet().stream().allMatch(e -> same(e.getValue(), row.get(e.getKey())));
    }

    private static boolean same(@Nullable String expected, @Nullable Object given) {
        if (expected == null || given == null) {
            return expected == null && given == null;
        }
        if (given instanceof Double number) {
            double wanted = new BigDecimal(expected).doubleValue();
            return Math.abs(wanted - number) <= 1e-9 * Math.max(1, Math.abs(wanted));
        }
        return expected.equals(given.toString());
    }

    @Override
    public void close() {
        session.close();
        warehouse.close();
    }
}
