package org.tongbao.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Every mistake found in the files, collected so that all of them are reported at once. Not thread-safe. */
public final class Problems {

    private final List<Problem> all = new ArrayList<>();

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

    /** Notes a mistake. */
    public void add(Location at, String message) {
        all.add(new Problem(at, message));
    }

    /** Notes a name that does not exist, with the nearest one that does. */
    public void addUnknown(Location at, String what, String name, Collection<String> known) {
        add(at, "unknown " + what + " '" + name + "'" + suggestion(name, known));
    }

    /** The mistakes in order of file and line, each once. */
    public List<Problem> sorted() {
        return all.stream()
                .distinct()
                .sorted(Comparator.comparing(Problem::at).thenComparing(Problem::message))
                .toList();
    }

    /** How many have been noted so far. */
    public int count() {
        return all.size();
    }

    /** Ends here with all mistakes in one message if there are any. */
    public void throwIfAny() {
        if (!all.isEmpty()) {
            throw new SpecException(sorted());
        }
    }

    /** {@code , did you mean 'x'?} or, where no name is near, the names that exist. */
    public static String suggestion(String name, Collection<String> known) {
        if (known.isEmpty()) {
            return "";
        }
        return nearest(name, known)
                .map(near -> ", did you mean '" + near + "'?")
                .orElseGet(() -> ", expected one of "
                        + known.stream().distinct().sorted().limit(30).collect(Collectors.joining(", ")));
    }

    /** The known name that is nearest, if one is near. */
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
