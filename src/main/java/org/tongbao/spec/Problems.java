package org.tongbao.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.commons.text.similarity.LongestCommonSubsequence;
import org.jspecify.annotations.Nullable;

/**
 * Every mistake found in the files, collected so that all of them are reported at once: one mistake, one line. Not
 * thread-safe.
 */
public final class Problems {

    /** So many more places of a mistake are named beside the first. */
    private static final int PLACES = 3;

    /** Names that are longer together are not all written where none is near to one that is unknown. */
    private static final int A_LINE = 200;

    private static final int HANDFUL = 5;

    /** Names of so many letters are near to those that share most of these. */
    private static final int LONG = 6;

    private static final double ALIKE = 0.75;

    private final List<Entry> all = new ArrayList<>();
    private final @Nullable Problems before;
    private final Map<String, Layers.Layer> layers = new HashMap<>();
    private ToIntFunction<Set<String>> dependents = files -> 0;

    /** None yet. */
    public Problems() {
        this.before = null;
    }

    /** None yet besides those found before, which count where it matters whether a file is sound. */
    public Problems(Problems before) {
        this.before = before;
    }

    /**
     * One mistake.
     *
     * @param at where it stands
     * @param message what is wrong, what was expected and, where there is one, the nearest right name
     */
    public record Problem(Location at, String message) {
        @Override
        public String toString() {
            return at + " " + message;
        }
    }

    /** A mistake; where a name is asked for that no file declares, with what is asked for. */
    private record Entry(Problem problem, @Nullable Absent absent) {}

    /**
     * What is asked for and not there.
     *
     * @param kind first word of what it is, such as dataset
     * @param folder below which it is looked for, or empty
     * @param query the query that should give it, or null
     * @param near the nearest column that it gives
     */
    private record Absent(
            String kind,
            String name,
            String folder,
            @Nullable Location query,
            Optional<String> near) {}

    /** Notes a mistake. */
    public void add(Location at, String message) {
        all.add(new Entry(new Problem(at, message), null));
    }

    /** Takes back a mistake that another one explains. */
    void withdraw(Location at, String message) {
        all.remove(new Entry(new Problem(at, message), null));
    }

    /** Notes a word that does not exist, with the nearest one that does. */
    public void addUnknown(Location at, String what, String name, Collection<String> known) {
        add(at, unknown(what, name, known));
    }

    /**
     * Notes a name that no file declares, with the nearest one that is. However many places ask for it, that is one
     * mistake: of the first that asks, as nobody knows where it should stand.
     */
    public void addAbsent(Location at, String what, String name, Collection<String> known) {
        absent(at, what, name, known, new Absent(what.split(" ", 2)[0], name, "", null, Optional.empty()));
    }

    /** The same for a name that should be declared in a file of the same folder. */
    public void addAbsentBeside(Location at, String what, String name, Collection<String> known) {
        var folder = at.file().substring(0, at.file().lastIndexOf('/') + 1);
        absent(at, what, name, known, new Absent("", name, folder, null, Optional.empty()));
    }

    /**
     * Notes a column that a query does not give. Where several places ask for it, that is the query's mistake.
     *
     * @param query where the query stands
     */
    public void addAbsentColumn(Location at, String what, String name, Collection<String> given, Location query) {
        absent(at, what, name, given, new Absent("column", name, "", query, nearest(name, given)));
    }

    private void absent(Location at, String what, String name, Collection<String> known, Absent absent) {
        all.add(new Entry(new Problem(at, unknown(what, name, known)), absent));
    }

    private static String unknown(String what, String name, Collection<String> known) {
        return "unknown " + what + " '" + name + "'" + suggestion(name, known);
    }

    /** Notes what has been noted elsewhere, but for what is told otherwise. */
    public void addAll(Problems others, Predicate<Problem> otherwise) {
        others.all.stream().filter(noted -> !otherwise.test(noted.problem())).forEach(all::add);
    }

    /** Says beside each mistake how many files depend on its own; {@code dependents} counts those of some files. */
    public void weigh(ToIntFunction<Set<String>> dependents) {
        this.dependents = dependents;
    }

    /** The mistakes in order of file and line, each once. */
    public List<Problem> sorted() {
        var told = new ArrayList<Problem>();
        var absent = new LinkedHashMap<Absent, Set<Problem>>();
        var alike = new LinkedHashMap<List<String>, Set<Problem>>();
        for (var noted : all) {
            if (noted.absent() == null) {
                alike.computeIfAbsent(
                                List.of(
                                        noted.problem().at().file(),
                                        noted.problem().message()),
                                a -> new TreeSet<>(ORDER))
                        .add(noted.problem());
            } else {
                absent.computeIfAbsent(noted.absent(), a -> new TreeSet<>(ORDER))
                        .add(noted.problem());
            }
        }
        alike.values().forEach(each -> told.add(once(List.copyOf(each))));
        absent.forEach((what, asking) -> told.add(once(what, List.copyOf(asking))));
        return told.stream().map(this::placed).distinct().sorted(ORDER).toList();
    }

    /** Says of which layer a file is that has been read, so that mistakes in it name it. */
    void place(String file, Layers.Layer layer) {
        layers.put(file, layer);
    }

    private Problem placed(Problem problem) {
        return switch (layers.getOrDefault(problem.at().file(), Layers.Layer.ONLY)) {
            case ONLY -> problem;
            case SHIPPED -> new Problem(problem.at(), problem.message() + " [shipped file]");
            case ADDED, REPLACED, SAME -> new Problem(problem.at(), problem.message() + " [the home's own file]");
            case TAKEN_AWAY ->
                new Problem(problem.at(), problem.message() + " [the home's empty file takes the shipped one away]");
        };
    }

    private static final Comparator<Problem> ORDER =
            Comparator.comparing(Problem::at).thenComparing(Problem::message);

    /** One mistake for the same in several lines of a file. */
    private Problem once(List<Problem> alike) {
        var first = alike.get(0);
        var others = alike.subList(1, alike.size());
        var lines = listed(others, problem -> String.valueOf(problem.at().line()));
        return weighed(
                others.isEmpty()
                        ? first
                        : new Problem(
                                first.at(),
                                first.message() + "; also in " + (others.size() == 1 ? "line " : "lines ") + lines),
                Set.of(first.at().file()));
    }

    /** One mistake for all who ask for the same. */
    private Problem once(Absent absent, List<Problem> asking) {
        var first = asking.get(0);
        var files = asking.stream().map(asks -> asks.at().file()).collect(Collectors.toCollection(TreeSet::new));
        if (asking.size() == 1) {
            return weighed(first, files);
        }
        var query = absent.query();
        if (query != null) {
            return weighed(new Problem(query, noColumn(absent.name(), asking, absent.near())), Set.of(query.file()));
        }
        var others = places(asking.subList(1, asking.size()));
        return weighed(
                new Problem(first.at(), first.message() + "; also asked for in " + others),
                files.size() + dependents.applyAsInt(files));
    }

    /** Words for a column that a table or a query does not give to those who ask for it, but perhaps by another name. */
    public static String noColumn(String name, List<Problem> asking, Optional<String> near) {
        return "there is no column '" + name + "', which is asked for in " + places(asking)
                + near.map(other -> "; is '" + other + "' meant to be it?").orElse("");
    }

    /** The first places, and how many there are besides. */
    private static String places(List<Problem> asking) {
        return listed(asking, asks -> asks.at().toString());
    }

    private static String listed(List<Problem> problems, Function<Problem, String> place) {
        var first = problems.stream().limit(PLACES).map(place).collect(Collectors.joining(", "));
        return problems.size() <= PLACES ? first : first + " and " + (problems.size() - PLACES) + " more";
    }

    private Problem weighed(Problem problem, Set<String> files) {
        return weighed(problem, dependents.applyAsInt(files));
    }

    private static Problem weighed(Problem problem, int count) {
        return count == 0
                ? problem
                : new Problem(
                        problem.at(),
                        problem.message() + " (" + count + (count == 1 ? " file depends" : " files depend")
                                + " on it)");
    }

    /** How many have been noted so far. */
    public int count() {
        return all.size();
    }

    /** Whether no mistake has been noted in a file: what others miss in it is really missing. */
    public boolean isSound(String file) {
        return (before == null || before.isSound(file))
                && all.stream().noneMatch(noted -> noted.problem().at().file().equals(file));
    }

    /** Ends here with all mistakes in one message if there are any. */
    public void throwIfAny() {
        if (!all.isEmpty()) {
            throw new SpecException(sorted());
        }
    }

    /** {@code , did you mean 'x'?} or, where no name is near, the names that exist; of many the most like it. */
    public static String suggestion(String name, Collection<String> known) {
        if (known.isEmpty()) {
            return "";
        }
        return meant(name, known).map(near -> ", did you mean '" + near + "'?").orElseGet(() -> {
            var some = mostLike(name, known);
            long all = known.stream().distinct().count();
            return ", expected one of " + (some.size() < all ? all + ", such as " : "") + String.join(", ", some);
        });
    }

    /** The known name that is nearest, if one is near; also one that is much longer, or ends otherwise. */
    public static Optional<String> meant(String name, Collection<String> known) {
        return nearest(name, known).or(() -> known.stream()
                .filter(other -> name.length() >= LONG && likeness(name, other) >= ALIKE)
                .max(Comparator.<String>comparingDouble(other -> likeness(name, other))
                        .thenComparing(Comparator.reverseOrder())));
    }

    /** All names in order, or a handful of many: the most like one that is not among them. */
    public static List<String> mostLike(String name, Collection<String> known) {
        var names = known.stream().distinct().sorted().toList();
        return String.join(", ", names).length() <= A_LINE
                ? names
                : names.stream()
                        .sorted(Comparator.comparingDouble(other -> -likeness(name, other)))
                        .limit(HANDFUL)
                        .toList();
    }

    /** The share of letters that two names have in the same order, of those of both. */
    private static double likeness(String one, String other) {
        int same = new LongestCommonSubsequence().apply(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
        return 2.0 * same / Math.max(1, one.length() + other.length());
    }

    /** The known name that is nearest, if one is only a few letters apart. */
    public static Optional<String> nearest(String name, Collection<String> known) {
        int far = Math.max(2, name.length() / 3);
        var distance = new LevenshteinDistance(far);
        record Candidate(String name, int distance) {}
        return known.stream()
                .distinct()
                .map(k -> new Candidate(k, distance.apply(name.toLowerCase(Locale.ROOT), k.toLowerCase(Locale.ROOT))))
                .filter(c -> c.distance >= 0 && c.distance < Math.max(1, name.length()))
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }
}
