package org.tongbao.rulebook;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.check.Check;
import org.tongbao.check.Gate;
import org.tongbao.home.Home;
import org.tongbao.measure.Rule;
import org.tongbao.measure.Rules;
import org.tongbao.pull.ReferenceTables;
import org.tongbao.pull.Source;
import org.tongbao.rulebook.Unread.Kind;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.score.Scoring;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.Problems.Problem;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.Warehouse;

/**
 * Lets the engine plan every query of a rulebook without running it. A mistake is told once, where it stands: what reads a
 * dataset or a view that is wrong itself is not judged, but for what can be told without it.
 */
final class Planner {

    /** The run as which it is planned: any does, as nothing is computed. */
    static final Run RUN = new Run(0, "check", Period.parse("2026-06"), 0);

    private final Rulebook book;
    private final Catalog catalog;
    private final Unread unread;
    private final Problems problems;
    private final Session session;

    /** Datasets and views that are wrong, or read such. */
    private final Set<String> unsound = new HashSet<>();

    /** Of queries of bulletins, by file. */
    private final Map<String, List<String>> columns = new HashMap<>();

    private final List<PlannedQuestion> doubts = new ArrayList<>();
    private @Nullable Set<String> tables;

    /**
     * What is to be judged.
     *
     * @param names what it reads
     * @param check notes what is wrong
     * @param dataset the dataset of which it asks columns without SQL, or null
     */
    record Question(
            Supplier<Names> names,
            Consumer<Problems> check,
            @Nullable String dataset) {}

    /** Datasets and views and where they are named, and other names that a query could have meant. */
    record Names(Map<String, Location> tables, Set<String> steps) {}

    /** A question and what was found wrong. */
    record PlannedQuestion(Question question, Problems found) {}

    private Planner(Rulebook book, Unread unread, Problems problems, Session session) {
        this.book = book;
        this.catalog = book.catalog();
        this.unread = unread;
        this.problems = problems;
        this.session = session;
    }

    /**
     * Notes what is wrong with the queries of a rulebook that has been read, and with its tables.
     *
     * @param empty a warehouse in memory
     */
    static void plan(Home home, Rulebook book, Unread unread, Problems problems, Warehouse empty) {
        // Cells of tables are no query's concern: they are read beside.
        var tables = CompletableFuture.supplyAsync(() -> tables(home, book, empty));
        try (var session = empty.session()) {
            book.catalog().define(session);
            new Planner(book, unread, problems, session).plan();
            tables.join().forEach(found -> problems.add(found.at(), found.message()));
            if (problems.count() > 0) {
                var graph = new FileGraph(book, unread, session).graph();
                problems.weigh(files -> graph.dependents(files).size());
            }
        }
    }

    private static List<Problem> tables(Home home, Rulebook book, Warehouse empty) {
        var found = new Problems();
        try (var session = empty.session()) {
            ReferenceTables.verify(home, book.catalog(), book.sources().values(), session, found);
        }
        return found.sorted();
    }

    private void plan() {
        unread.files(Kind.DATASET).keySet().forEach(name -> unsound.addAll(List.of(name, Catalog.history(name))));
        unsound.addAll(unread.files(Kind.VIEW).keySet());
        views();
        catalog.datasets().values().forEach(this::checks);
        var kinds = subjects();
        boolean whole = problems.isSound(Subjects.FILE)
                && kinds.size() == book.subjects().kinds().size();
        if (whole) {
            book.verifyDeliveries(problems);
        }
        for (var rule : book.rules().all().values()) {
            holds(query(rule.sql(), found -> {
                Rules.verify(rule, session, found);
                verifyPortable(rule.sql(), true, found);
            }));
        }
        book.schemes().values().stream()
                .flatMap(versions -> versions.all().stream())
                .filter(ranked -> kinds.contains(ranked.scheme().subject()))
                .forEach(this::scheme);
        book.ladders().values().stream()
                .flatMap(ladder -> Stream.ofNullable(ladder.recorded()))
                .forEach(cycles -> holds(query(cycles.query(), cycles.at(), "")));
        for (var bulletin : book.bulletins().values()) {
            for (var data : bulletin.data()) {
                holds(query(data, found -> {
                    bulletin.check(data, this::columns, found);
                    verifyPortable(data, false, found);
                }));
            }
        }
        book.jobs().values().stream()
                .flatMap(job -> job.check().stream())
                .filter(gate -> catalog.datasets().containsKey(gate.dataset()))
                .filter(gate -> whole || gate.members().isEmpty())
                .forEach(this::gate);
        book.sources().values().forEach(this::source);
        if (!doubts.isEmpty()) {
            catalog.pinRows(session, RUN);
            new AbsentColumns(session, catalog, texts()).tell(doubts, problems);
        }
    }

    /** Bulletins share queries. */
    private List<String> columns(SqlFile query) {
        var file = query.header().at().file();
        var known = columns.get(file);
        if (known == null) {
            known = session.columns(query.body());
            columns.put(file, known);
        }
        return known;
    }

    private void views() {
        var graph = catalog.graph(session);
        for (var circle : graph.circles()) {
            unsound.addAll(circle);
            problems.add(
                    catalog.view(circle.get(0)).at(1),
                    circle.size() == 1
                            ? "the view reads itself"
                            : "views read each other in a circle: " + String.join(" -> ", circle) + " -> "
                                    + circle.get(0));
        }
        var refused = book.pinColumns(session, RUN);
        for (var name : graph.needed(catalog.views().keySet())) {
            var view = catalog.views().get(name);
            boolean odd = refused.containsKey(view) || !Collections.disjoint(graph.dependsOn(name), unsound);
            if (view != null && !unsound.contains(name) && odd && !holds(planned(view))) {
                unsound.add(name);
            } else if (view != null && !odd) {
                PortableSql.verify(view, true, problems);
            }
        }
    }

    /** What the engine refuses, it says itself. */
    private static void verifyPortable(SqlFile sql, boolean exact, Problems found) {
        if (found.count() == 0) {
            PortableSql.verify(sql, exact, found);
        }
    }

    private Question planned(SqlFile view) {
        return query(view, found -> session.plan(view.body())
                .ifPresent(refusal -> found.add(view.at(refusal.line().orElse(1)), refusal.reason())));
    }

    private void checks(Dataset dataset) {
        for (var check : dataset.checks()) {
            var sql = "select (" + check.when() + ") as refused from " + dataset.name();
            holds(query(sql, check.at(), ""));
        }
    }

    /** The kinds of subjects whose tables are as the file says. */
    private Set<String> subjects() {
        return book.subjects().kinds().values().stream()
                .filter(kind -> holds(query(kind.sql(), kind.at(), "")))
                .map(kind -> kind.name())
                .collect(Collectors.toSet());
    }

    private void scheme(RankedScheme ranked) {
        var gauges = unread.gauges(book.rules());
        var at = ranked.scheme().at();
        var population = new Scoring(ranked.scheme(), gauges, book.subjects()).population(RUN);
        holds(new Question(
                () -> names(population, line -> at),
                found -> ranked.plan(session, RUN, gauges, book.subjects(), found),
                null));
    }

    private void gate(Gate gate) {
        var dataset = catalog.dataset(gate.dataset());
        var names = new LinkedHashMap<String, Location>();
        names.put(dataset.name(), gate.at());
        dataset.referenced().forEach(other -> names.put(other, gate.at()));
        gate.members().ifPresent(members -> names.put(members, gate.at()));
        holds(new Question(
                () -> new Names(names, Set.of()),
                found -> Check.verify(List.of(gate), session, catalog, book.subjects(), found),
                null));
    }

    /** It needs no engine; but of the columns that it asks for, one may be missing that queries ask for, too. */
    private void source(Source source) {
        if (!unsound.contains(source.dataset())) {
            holds(new Question(
                    () -> new Names(Map.of(), Set.of()), found -> source.verify(catalog, found), source.dataset()));
        }
    }

    private Question query(SqlFile sql, Consumer<Problems> check) {
        return new Question(() -> names(sql.body(), sql::at), check, null);
    }

    private Question query(String sql, Location at, String prefix) {
        return new Question(
                () -> names(sql, line -> at),
                found -> session.plan(sql).ifPresent(refusal -> found.add(at, prefix + refusal.reason())),
                null);
    }

    private Names names(String sql, IntFunction<Location> at) {
        var names = session.tableNames(sql);
        var tables = new LinkedHashMap<String, Location>();
        names.lines().forEach((name, line) -> tables.put(name, at.apply(line)));
        return new Names(tables, names.steps());
    }

    /** Whether nothing is wrong. What is, is noted unless it may follow from something that is noted elsewhere. */
    private boolean holds(Question question) {
        if (!unsound.isEmpty() && !isToBeJudged(question)) {
            return false;
        }
        var found = new Problems(problems);
        question.check().accept(found);
        if (found.count() > 0 && (!unsound.isEmpty() || isToBeJudged(question))) {
            doubts.add(new PlannedQuestion(question, found));
        }
        return found.count() == 0;
    }

    /** Whether all that it reads is there and sound. Names that are nowhere are noted. */
    private boolean isToBeJudged(Question question) {
        var names = question.names().get();
        boolean there = true;
        for (var name : names.tables().keySet()) {
            if (!isThere(name)) {
                var known = Stream.concat(names.steps().stream(), catalog.names().stream())
                        .toList();
                problems.addAbsent(Objects.requireNonNull(names.tables().get(name)), "dataset or view", name, known);
                there = false;
            }
        }
        return there && Collections.disjoint(names.tables().keySet(), unsound);
    }

    private boolean isThere(String name) {
        if (tables == null) {
            tables = new TreeSet<>(catalog.names());
            tables.addAll(unsound);
            session.query("select table_name as name from duckdb_tables() union select view_name from duckdb_views()")
                    .forEach(row -> tables.add(row.text("name")));
        }
        return name.contains(".") || tables.contains(name);
    }

    /** The text of every query that is a file of its own, by file. */
    private Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        Stream.of(
                        catalog.views().values().stream(),
                        book.rules().all().values().stream().map(Rule::sql),
                        book.bulletins().values().stream().flatMap(bulletin -> bulletin.data().stream()))
                .flatMap(files -> files)
                .forEach(sql -> texts.put(sql.header().at().file(), sql.body()));
        return texts;
    }
}
