package org.tongbao.measure;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongbao.run.Run;
import org.tongbao.spec.DependencyGraph;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;

/**
 * Makes small mistakes in the rulebook's queries and tells which of them no example notices. A mistake in a view is shown
 * to the examples of all rules that read it.
 *
 * <p>Each example is given once. The views that its rule reads are tables then, each computed once from those before it, so
 * that a mistake costs one small query where it changes nothing.
 */
final class Mutants implements AutoCloseable {

    private static final String VIEW = "view ";

    private final Catalog catalog;
    private final Subjects subjects;
    private final Rules rules;
    private final Examples runner;
    private final Session session;
    private final DependencyGraph graph;

    /** Those of rules that read few views stand first: they are quick, and most mistakes are noticed by them. */
    private final List<Example> examples;

    /** What is measured to the rule that measures it. */
    private final Map<String, Rule> measured = new LinkedHashMap<>();

    private final Map<String, Set<String>> views = new HashMap<>();

    /** What queries give as they are, in the example that is given. */
    private final Map<List<String>, Map<Row, Long>> right = new HashMap<>();

    /** The views whose tables hold the rows of the example that is given. */
    private final Set<String> laid = new HashSet<>();

    Mutants(ShippedRulebook rulebook) {
        catalog = rulebook.catalog();
        subjects = rulebook.subjects();
        rules = rulebook.rules();
        runner = new Examples(catalog, subjects, rules);
        session = runner.session();
        graph = catalog.graph(session);
        rules.all().values().forEach(rule -> Rules.names(rule).forEach(name -> measured.put(name, rule)));
        examples = Example.read(rulebook.files(), rules, catalog, rulebook.problems()).stream()
                .sorted(Comparator.comparing(example -> views(rule(example)).size()))
                .toList();
        rulebook.problems().throwIfAny();
        runner.give(examples.get(0));
        graph.needed(catalog.views().keySet()).stream()
                .filter(catalog.views()::containsKey)
                .forEach(view -> {
                    session.execute("drop view " + view);
                    lay(catalog.view(view));
                });
    }

    private Rule rule(Example example) {
        return Objects.requireNonNull(measured.get(example.rule()));
    }

    /** A rule's rows and those behind its figures. */
    private static List<String> own(Rule rule) {
        return rule instanceof Indicator
                ? List.of(rule.sql().body(), RuleQuery.of(rule.sql()).evidence())
                : List.of(rule.sql().body());
    }

    /** The queries that say who belongs to whom, by which a rule's figures are added up. */
    private Stream<String> belonging(Rule rule) {
        return subjects.memberships(rule.subject()).stream().map(Subjects.Membership::sql);
    }

    /** The views that a query reads, each after those that it reads itself. */
    private Set<String> views(String query) {
        return views.computeIfAbsent(query, sql -> {
            var needed = new LinkedHashSet<>(graph.needed(catalog.reads(session, sql)));
            needed.retainAll(catalog.views().keySet());
            return needed;
        });
    }

    /** All views that have a part in a rule's figures. */
    private Set<String> views(Rule rule) {
        return Stream.concat(own(rule).stream().limit(1), belonging(rule))
                .flatMap(query -> views(query).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The file of a rule or view, as it is. */
    SqlFile file(String in) {
        return in.startsWith(VIEW)
                ? catalog.view(in.substring(VIEW.length()))
                : Objects.requireNonNull(rules.all().get(in)).sql();
    }

    /** All mistakes, by rule and view; none of views that no rule reads, for there are no examples of these. */
    List<Mutant> all() {
        var read = rules.all().values().stream()
                .flatMap(rule -> views(rule).stream())
                .collect(Collectors.toSet());
        return Stream.concat(
                        rules.all().keySet().stream(),
                        catalog.views().keySet().stream().filter(read::contains).map(VIEW::concat))
                .flatMap(in -> Mutant.of(in, file(in)).stream())
                .toList();
    }

    /** Those that no example notices. */
    List<Mutant> survivors(List<Mutant> mutants) {
        var left = mutants.stream().collect(Collectors.groupingBy(Mutant::in, LinkedHashMap::new, Collectors.toList()));
        for (var example : examples) {
            var rule = rule(example);
            var asked = new LinkedHashMap<>(left);
            asked.keySet()
                    .removeIf(in -> in.startsWith(VIEW)
                            ? !views(rule).contains(in.substring(VIEW.length()))
                            : !in.equals(rule.name()));
            if (!asked.isEmpty()) {
                ask(example, rule, asked);
                left.values().removeIf(List::isEmpty);
            }
        }
        return left.values().stream().flatMap(List::stream).toList();
    }

    /** Takes out of {@code left} what an example of the rule notices. */
    private void ask(Example example, Rule rule, Map<String, List<Mutant>> left) {
        var run = runner.give(example);
        right.clear();
        laid.clear();
        left.forEach((in, mutants) -> mutants.removeIf(mutant -> in.startsWith(VIEW)
                ? isViewNoticed(mutant, rule, example, run)
                : isNoticed(mutant, rule, example, run)));
    }

    private boolean isNoticed(Mutant mutant, Rule rule, Example example, Run run) {
        lay(views(rule));
        var right = right(own(rule));
        return isNoticed(() -> {
            var changed = Rules.rule(mutant.sql()).orElseThrow();
            return !rows(own(changed)).equals(right)
                    && runner.failure(example, run, with(changed)).isPresent();
        });
    }

    private boolean isViewNoticed(Mutant mutant, Rule rule, Example example, Run run) {
        var view = mutant.in().substring(VIEW.length());
        lay(graph.needed(List.of(view)));
        var rows = right(List.of("from " + view));
        if (!isNoticed(() -> !rows(List.of(mutant.sql().body())).equals(rows))) {
            return false;
        }
        lay(views(rule));
        var seen = Stream.concat(own(rule).stream(), belonging(rule).filter(query -> views(query)
                        .contains(view)))
                .toList();
        var right = right(seen);
        return isNoticed(() -> session.undone(() -> {
            lay(mutant.sql());
            var after = graph.dependents(List.of(view));
            views(rule).stream().filter(after::contains).map(catalog::view).forEach(this::lay);
            return !rows(seen).equals(right)
                    && runner.failure(example, run, rules).isPresent();
        }));
    }

    /** A query that gives a subject twice, or fails, is noticed, too. */
    private static boolean isNoticed(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (RuntimeException e) {
            return true;
        }
    }

    private void lay(Set<String> names) {
        names.stream()
                .filter(catalog.views()::containsKey)
                .filter(laid::add)
                .map(catalog::view)
                .forEach(this::lay);
    }

    private void lay(SqlFile view) {
        session.execute("create or replace temp table " + view.name() + " as\n" + view.body());
    }

    private Map<Row, Long> right(List<String> queries) {
        return right.computeIfAbsent(queries, this::rows);
    }

    /** What queries give, and how many times. */
    private Map<Row, Long> rows(List<String> queries) {
        return queries.stream()
                .flatMap(query -> session.query(query).stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private Rules with(Rule changed) {
        var all = new LinkedHashMap<>(rules.all());
        all.put(changed.name(), changed);
        return new Rules(all, rules.basis());
    }

    @Override
    public void close() {
        runner.close();
    }
}
