package org.tongbao.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tongbao.run.Run;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Row;

/**
 * Makes small mistakes in the rulebook's queries and tells which of them no example notices. A mistake in a view is shown
 * to the examples of all rules that read it.
 */
final class Mutants implements AutoCloseable {

    private static final String VIEW = "view ";

    private final Catalog catalog;
    private final Rules rules;
    private final Examples runner;
    private final Map<String, SqlFile> files = new LinkedHashMap<>();
    private final Map<String, List<Example>> watchers = new LinkedHashMap<>();

    Mutants(ShippedRulebook rulebook) {
        catalog = rulebook.catalog();
        rules = rulebook.rules();
        runner = new Examples(catalog, rulebook.subjects(), rules);
        var examples = Example.read(rulebook.files(), rules, catalog, rulebook.problems());
        rulebook.problems().throwIfAny();
        rules.all().forEach((name, rule) -> {
            files.put(name, rule.sql());
            var names = Rules.names(rule);
            watchers.put(
                    name,
                    examples.stream()
                            .filter(example -> names.contains(example.rule()))
                            .toList());
        });
        watchViews();
    }

    /** Those of the rules that name a view themselves, and of those that read few views, are asked first. */
    private void watchViews() {
        var graph = catalog.graph(runner.session());
        var named = new LinkedHashMap<String, Set<String>>();
        files.forEach((rule, sql) -> named.put(rule, catalog.reads(runner.session(), sql.body())));
        var read = new LinkedHashMap<String, Set<String>>();
        named.forEach((rule, names) -> read.put(rule, graph.needed(names)));
        catalog.views().forEach((name, view) -> {
            files.put(VIEW + name, view);
            watchers.put(
                    VIEW + name,
                    read.entrySet().stream()
                            .filter(rule -> rule.getValue().contains(name))
                            .sorted(Comparator.comparing((Map.Entry<String, Set<String>> rule) ->
                                            !Objects.requireNonNull(named.get(rule.getKey()))
                                                    .contains(name))
                                    .thenComparing(rule -> rule.getValue().size()))
                            .flatMap(rule -> watchers(rule.getKey()).stream())
                            .toList());
        });
    }

    /** The file of a rule or view, as it is. */
    SqlFile file(String in) {
        return Objects.requireNonNull(files.get(in));
    }

    private List<Example> watchers(String in) {
        return watchers.getOrDefault(in, List.of());
    }

    /** All mistakes, by rule and view; none of views that no rule reads, for there are no examples of these. */
    List<Mutant> all() {
        return files.entrySet().stream()
                .filter(file -> !watchers(file.getKey()).isEmpty())
                .flatMap(file -> Mutant.of(file.getKey(), file.getValue()).stream())
                .toList();
    }

    /** Those that the engine accepts; of others nobody needs an example. */
    List<Mutant> accepted(List<Mutant> mutants) {
        mutants.stream()
                .findFirst()
                .ifPresent(mutant -> runner.give(watchers(mutant.in()).get(0)));
        return mutants.stream()
                .filter(mutant -> runner.session().plan(mutant.sql().body()).isEmpty())
                .toList();
    }

    /** Those that no example notices. */
    List<Mutant> survivors(List<Mutant> mutants) {
        var survivors = new ArrayList<Mutant>();
        mutants.stream()
                .collect(Collectors.groupingBy(Mutant::in, LinkedHashMap::new, Collectors.toList()))
                .forEach((in, some) -> survivors.addAll(survivors(watchers(in), file(in), some)));
        return survivors;
    }

    private List<Mutant> survivors(List<Example> examples, SqlFile original, List<Mutant> mutants) {
        var left = new ArrayList<>(mutants);
        for (var example : examples) {
            if (!left.isEmpty()) {
                var run = runner.give(example);
                var right = rows(original);
                left.removeIf(mutant -> isNoticed(mutant, example, run, right));
            }
        }
        return left;
    }

    /** A query that gives a subject twice, or fails while it runs, is noticed, too. */
    private boolean isNoticed(Mutant mutant, Example example, Run run, Map<Row, Long> right) {
        boolean view = mutant.in().startsWith(VIEW);
        try {
            // What gives the same rows need not be measured, which takes longer.
            if (rows(mutant.sql()).equals(right)) {
                return false;
            }
            if (view) {
                define(mutant.sql());
            }
            return runner.failure(example, run, with(mutant)).isPresent();
        } catch (RuntimeException e) {
            return true;
        } finally {
            if (view) {
                define(file(mutant.in()));
            }
        }
    }

    /** What a query and, in an indicator, its step {@code evidence} give, and how many times. */
    private Map<Row, Long> rows(SqlFile sql) {
        var rows = new ArrayList<>(runner.session().query(sql.body()));
        if (sql.header().has("indicator")) {
            rows.addAll(runner.session().query(RuleQuery.of(sql).evidence()));
        }
        return rows.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private void define(SqlFile view) {
        runner.session().execute("create or replace temp view " + view.name() + " as\n" + view.body());
    }

    private Rules with(Mutant mutant) {
        var all = new LinkedHashMap<>(rules.all());
        all.computeIfPresent(
                mutant.in(), (name, rule) -> Rules.rule(mutant.sql()).orElseThrow());
        return new Rules(all, rules.basis());
    }

    @Override
    public void close() {
        runner.close();
    }
}
