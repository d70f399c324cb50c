package org.tongbao.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;

/**
 * An example beside a rule, {@code NAME.example.yaml}: given these rows, the rule gives those. The rows under the file's
 * own {@code given} stand in each of its cases; a column that is not named is empty.
 *
 * @param rule indicator or finding; of a duty the rate by the duty's name, its cases by theirs
 * @param title what the case shows
 * @param run the period and the as-of day
 * @param given dataset to its rows
 * @param unused datasets that are not in use; others are, with rows or without
 * @param expected the rows of the rule's own subject kind, all of them, and any of larger kinds; each holds the columns
 *     that matter; {@code origin} is the case's row, or all rows behind a figure, as {@code hazard 1, project 2}: dataset
 *     and place among its given rows
 * @param at where it stands
 */
public record Example(
        String rule,
        String title,
        Run run,
        Map<String, List<Map<String, String>>> given,
        List<String> unused,
        List<Map<String, @Nullable String>> expected,
        Location at) {

    private static final List<String> OBSERVED =
            List.of("subject", "kind", "numerator", "denominator", "value", "origin");
    private static final List<String> FOUND =
            List.of("subject", "case_key", "since", "due", "detail", "state", "origin");

    public Example {
        given = new LinkedHashMap<>(given);
        unused = List.copyOf(unused);
        expected = List.copyOf(expected);
    }

    /** Reads all examples of the rulebook, and notes rules that have none. */
    public static List<Example> read(SpecFiles files, Rules rules, Catalog catalog, Problems problems) {
        var examples = new ArrayList<Example>();
        for (var file : files.find(Rules.FOLDER + "**.example.yaml")) {
            files.yaml(file).ifPresent(block -> examples.addAll(cases(block, rules, catalog)));
        }
        rules.indicators().values().forEach(i -> refuseWithout(i.name(), i.sql(), examples, problems));
        rules.findings().values().forEach(f -> refuseWithout(f.name(), f.sql(), examples, problems));
        return examples;
    }

    private static void refuseWithout(String rule, SqlFile sql, List<Example> examples, Problems problems) {
        if (examples.stream().noneMatch(example -> example.rule().equals(rule))) {
            problems.add(sql.header().at(), "'" + rule + "' has no examples; put them in " + rule + ".example.yaml");
        }
    }

    private static List<Example> cases(Block block, Rules rules, Catalog catalog) {
        return block.as(b -> {
                    var rule = b.text("example");
                    var known = new ArrayList<>(rules.indicators().keySet());
                    known.addAll(rules.findings().keySet());
                    if (!known.contains(rule)) {
                        b.problems().addUnknown(b.at("example"), "rule", rule, known);
                    }
                    var columns = rules.indicators().containsKey(rule) ? OBSERVED : FOUND;
                    var run = run(b, new Run(1, "example", Period.parse("2026-06"), 0));
                    var shared = given(b, catalog);
                    var cases = new ArrayList<Example>();
                    b.blocks("cases").forEach((title, inner) -> inner.as(
                                    c -> one(rule, title, c, run(c, run), shared, columns, catalog))
                            .ifPresent(cases::add));
                    return List.copyOf(cases);
                })
                .orElse(List.of());
    }

    /** The run that a block describes, by its period and as-of day; what it does not say is another's. */
    private static Run run(Block block, Run otherwise) {
        var period = block.parse("period", Period::parse);
        var day = block.day("as-of");
        if (period.isEmpty() && day.isEmpty()) {
            return otherwise;
        }
        var named = period.orElse(otherwise.period());
        var last = Run.asOfDay(named, day.orElse(named.end()));
        return new Run(1, "example", named, 0, last);
    }

    private static Example one(
            String rule,
            String title,
            Block block,
            Run run,
            Map<String, List<Map<String, String>>> shared,
            List<String> columns,
            Catalog catalog) {
        var given = new LinkedHashMap<>(shared);
        given(block, catalog).forEach((dataset, rows) -> given.merge(dataset, rows, Example::joined));
        var expected = new ArrayList<Map<String, @Nullable String>>();
        for (var row : block.list("expect")) {
            var values = new LinkedHashMap<String, @Nullable String>();
            for (var name : row.names()) {
                if (!columns.contains(name)) {
                    row.problems().addUnknown(row.at(name), "column", name, columns);
                }
                values.put(name, row.optionalText(name).orElse(null));
            }
            expected.add(values);
        }
        if (!block.has("expect")) {
            block.absent("expect", "'expect' is missing: the rows that the rule must give, or []");
        }
        var unused = block.texts("unused", "dataset", catalog.datasets().keySet());
        return new Example(rule, title, run, given, unused, expected, block.at());
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static Map<String, List<Map<String, String>>> given(Block block, Catalog catalog) {
        var given = new LinkedHashMap<String, List<Map<String, String>>>();
        block.block("given").ifPresent(datasets -> {
            for (var name : datasets.names()) {
                var dataset = catalog.datasets().get(name);
                if (dataset == null) {
                    datasets.problems()
                            .addUnknown(
                                    datasets.at(name),
                                    "dataset",
                                    name,
                                    catalog.datasets().keySet());
                } else {
                    given.put(
                            name,
                            datasets.list(name).stream()
                                    .map(row -> row(row, dataset))
                                    .toList());
                }
            }
        });
        return given;
    }

    private static Map<String, String> row(Block block, Dataset dataset) {
        var values = new LinkedHashMap<String, String>();
        for (var name : block.names()) {
            if (!dataset.columns().containsKey(name)) {
                block.problems()
                        .addUnknown(
                                block.at(name),
                                "column",
                                name,
                                dataset.columns().keySet());
            }
            block.optionalText(name).ifPresent(value -> values.put(name, value));
        }
        return values;
    }
}
