package org.tongbao.rulebook;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.tongbao.rulebook.Planner.Doubt;
import org.tongbao.rulebook.Planner.Question;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.Problems.Problem;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.WarehouseException;

/**
 * Tells a column that several files ask for in vain once: as the mistake of the dataset or view that should give it. Which
 * one that is, the engine is asked: with the column in the right one, it would plan what it refuses now.
 */
final class AbsentColumns {

    /** Fewer files may have the same letter wrong; so many don't. */
    private static final int MANY = 3;

    /** So many datasets and views are tried; a missing column is near to where it is asked for. */
    private static final int TRIED = 12;

    private static final Pattern OF_SOURCE = Pattern.compile("^unknown column '([^']+)'");

    private final Session session;
    private final Catalog catalog;
    private final Map<String, String> texts;

    /** A mistake in asking for a column. */
    private record Asking(Question question, Problem problem) {}

    /** A dataset or view that would answer so many, had it the column. */
    private record Answer(String table, Optional<String> near, List<Asking> asking) {}

    /**
     * Looks for columns.
     *
     * @param session pinned
     * @param texts file to the query in it
     */
    AbsentColumns(Session session, Catalog catalog, Map<String, String> texts) {
        this.session = session;
        this.catalog = catalog;
        this.texts = texts;
    }

    /** Notes what has been found wrong; a column that several ask for once. */
    void tell(List<Doubt> doubts, Problems problems) {
        var asked = new LinkedHashMap<String, List<Asking>>();
        for (var doubt : doubts) {
            for (var problem : doubt.found().sorted()) {
                column(doubt.question(), problem)
                        .ifPresent(name -> asked.computeIfAbsent(name, n -> new ArrayList<>())
                                .add(new Asking(doubt.question(), problem)));
            }
        }
        var told = new LinkedHashSet<Problem>();
        asked.forEach((column, asking) -> answer(column, asking).ifPresent(answer -> {
            var asks = answer.asking().stream().map(Asking::problem).sorted(Comparator.comparing(Problem::at)).toList();
            problems.add(place(answer), Problems.noColumn(column, asks, answer.near()));
            told.addAll(asks);
        }));
        doubts.forEach(doubt -> problems.addAll(doubt.found(), told::contains));
    }

    private static Optional<String> column(Question question, Problem problem) {
        if (question.dataset() == null) {
            return WarehouseException.absentColumn(problem.message());
        }
        var match = OF_SOURCE.matcher(problem.message());
        return match.find() ? Optional.of(match.group(1)) : Optional.empty();
    }

    /** Which dataset or view should give a column; empty if those who ask are more likely to be wrong. */
    private Optional<Answer> answer(String column, List<Asking> asking) {
        if (files(asking) < 2) {
            return Optional.empty();
        }
        Optional<Answer> best = Optional.empty();
        for (var table : candidates(column, asking)) {
            var near = near(column, table);
            var answered = answered(table, column, asking);
            boolean typed = near.isEmpty() || isNamedNowhereElse(near.get(), table);
            if (files(answered) >= (typed ? 2 : MANY)
                    && files(answered) > best.map(b -> files(b.asking())).orElse(0L)) {
                best = Optional.of(new Answer(table, near, answered));
            }
            if (answered.size() == asking.size() && best.isPresent()) {
                break;
            }
        }
        return best;
    }

    private static long files(List<Asking> asking) {
        return asking.stream().map(asks -> asks.problem().at().file()).distinct().count();
    }

    /**
     * The datasets and views that at least two of those who ask read: first those that have a column of nearly that name,
     * the one that the others have it from before them; then the rest, the nearest to those who ask first.
     */
    private List<String> candidates(String column, List<Asking> asking) {
        var graph = catalog.graph(session);
        var readers = new HashMap<String, Integer>();
        var direct = new LinkedHashSet<String>();
        for (var asks : asking) {
            var names = names(asks.question());
            direct.addAll(names);
            graph.needed(names).forEach(table -> readers.merge(table, 1, Integer::sum));
        }
        var order = List.copyOf(graph.needed(direct));
        var shared = order.stream().filter(table -> readers.getOrDefault(table, 0) > 1).toList();
        var candidates = new LinkedHashSet<String>();
        shared.stream().filter(table -> near(column, table).isPresent()).forEach(candidates::add);
        shared.stream()
                .sorted(Comparator.<String, Integer>comparing(readers::get)
                        .thenComparing(order::indexOf)
                        .reversed())
                .forEach(candidates::add);
        return candidates.stream().limit(TRIED).toList();
    }

    private Set<String> names(Question question) {
        var names = new LinkedHashSet<String>();
        if (question.dataset() == null) {
            question.names().get().tables().keySet().stream().filter(catalog.names()::contains).forEach(names::add);
        } else {
            names.add(question.dataset());
        }
        return names;
    }

    private Optional<String> near(String column, String table) {
        return Problems.nearest(column, session.columns("select * from " + table));
    }

    /** Those who would go through, had the dataset or view the column. */
    private List<Asking> answered(String table, String column, List<Asking> asking) {
        make(table, "*, null as \"" + column.replace("\"", "\"\"") + '"');
        try {
            return asking.stream().filter(asks -> isAnswered(asks, table, column)).toList();
        } finally {
            make(table, "*");
        }
    }

    private boolean isAnswered(Asking asking, String table, String column) {
        var question = asking.question();
        if (question.dataset() != null) {
            return question.dataset().equals(table);
        }
        var found = new Problems();
        question.check().accept(found);
        return found.sorted().stream()
                .noneMatch(problem -> column(question, problem).equals(Optional.of(column)));
    }

    /** Makes a dataset or view anew with these columns, and all that reads it. */
    private void make(String table, String columns) {
        var view = catalog.views().get(table);
        session.execute("create or replace temp view " + table + " as select " + columns + " from "
                + (view == null ? "loaded." + table : "(\n" + view.body() + "\n)"));
        catalog.makeViews(session, catalog.graph(session).dependents(List.of(table)));
    }

    private boolean isNamedNowhereElse(String column, String table) {
        var word = Pattern.compile("\\b" + Pattern.quote(column) + "\\b");
        var own = place(new Answer(table, Optional.empty(), List.of())).file();
        return texts.entrySet().stream()
                .noneMatch(text -> !text.getKey().equals(own) && word.matcher(text.getValue()).find());
    }

    /** Where the column is that should be it; else where the dataset or view begins. */
    private Location place(Answer answer) {
        var view = catalog.views().get(answer.table());
        if (view == null) {
            var dataset = catalog.dataset(answer.table());
            var near = answer.near().map(dataset.columns()::get);
            return near.isPresent() ? near.get().at() : dataset.at();
        }
        var lines = view.body().lines().toList();
        var word = answer.near().map(near -> Pattern.compile("\\b" + Pattern.quote(near) + "\\b"));
        for (int i = 0; i < lines.size() && word.isPresent(); i++) {
            if (word.get().matcher(lines.get(i)).find()) {
                return view.at(i + 1);
            }
        }
        return view.at(1);
    }
}
