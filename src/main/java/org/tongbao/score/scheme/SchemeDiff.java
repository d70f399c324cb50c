package org.tongbao.score.scheme;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.spec.Block;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/**
 * What differs between two scheme files. Formatting, order and values that are the usual ones anyway make no difference;
 * shares of the score differ wherever any weight beside them does.
 *
 * @param changes in the order of the later file, what was removed last in its part
 */
public record SchemeDiff(List<Change> changes) {

    /** What holds where a key is not written. */
    private static final Map<List<String>, String> USUAL = Map.of(
            List.of("aggregate"), "weighted mean",
            List.of("missing"), "redistribute",
            List.of("at-least-present"), "0%",
            List.of("full-marks"), "100",
            List.of("rank", "ties"), "1224",
            List.of("rank", "first"), "highest",
            List.of("rank", "missing"), "keep",
            List.of("rank", "precision"), "9",
            List.of("rank", "at-least"), "1");

    /** Parts whose keys are names that somebody chose, with a mapping for each. */
    private static final List<String> NAMED =
            List.of("tree", "indicators", "caps", "floors", "grade-limits", "requires");

    /** Part of the shares of the score; it is computed from all weights. */
    public static final String SHARES = "share of the score";

    /**
     * One difference.
     *
     * @param part {@code scheme}, or the section of the file: tree, indicators, caps, grades, rank ...
     * @param name what has changed there; for the whole scheme its key
     * @param key the key that has changed; empty if all of it was added or removed, or if there is no key below the name
     * @param before null if it was added
     * @param after null if it was removed
     */
    public record Change(
            String part,
            String name,
            String key,
            @Nullable String before,
            @Nullable String after) {

        /** In plain words, on one line. */
        public String words() {
            if (before == null || after == null) {
                return (before == null ? "+ " : "- ") + name + ": " + (before == null ? after : before);
            }
            return "  " + name + (key.isEmpty() ? "" : " " + key) + ": " + before + " -> " + after;
        }
    }

    public SchemeDiff {
        changes = List.copyOf(changes);
    }

    /**
     * Reads both files.
     *
     * @throws org.tongbao.spec.SpecException with every mistake in them
     */
    public static SchemeDiff of(Path before, Path after) {
        var problems = new Problems();
        var files = new SpecFiles(Path.of(""), problems);
        var earlier = files.yaml(before);
        var later = files.yaml(after);
        var shares = earlier.flatMap(Scheme::read).map(Scheme::shares);
        var laterShares = later.flatMap(Scheme::read).map(Scheme::shares);
        problems.throwIfAny();
        var changes = new ArrayList<>(texts(flat(earlier.orElseThrow()), flat(later.orElseThrow())));
        changes.addAll(shares(shares.orElseThrow(), laterShares.orElseThrow()));
        var parts = changes.stream().map(Change::part).distinct().toList();
        changes.sort(Comparator.comparing(change -> parts.indexOf(change.part())));
        return new SchemeDiff(changes);
    }

    private static Map<List<String>, String> flat(Block block) {
        var flat = new LinkedHashMap<>(block.flat());
        USUAL.forEach(flat::putIfAbsent);
        flat.replaceAll((path, text) -> path.equals(List.of("rank", "ties")) ? text.replace("-", "") : text);
        return flat;
    }

    private static List<Change> texts(Map<List<String>, String> before, Map<List<String>, String> after) {
        var changes = new ArrayList<Change>();
        var told = new LinkedHashSet<List<String>>();
        var paths = new LinkedHashSet<>(after.keySet());
        paths.addAll(before.keySet());
        for (var path : paths) {
            if (!NAMED.contains(path.get(0))) {
                change(part(path), name(path), "", before.get(path), after.get(path), changes);
                continue;
            }
            var named = path.subList(0, 2);
            var earlier = under(named, before);
            var later = under(named, after);
            if (!earlier.isEmpty() && !later.isEmpty()) {
                var key = path.get(path.size() - 1);
                change(path.get(0), path.get(1), key, earlier.get(key), later.get(key), changes);
            } else if (told.add(named)) {
                change(path.get(0), path.get(1), "", words(earlier), words(later), changes);
            }
        }
        return changes;
    }

    /** A key that is not written on one side says so: nothing was added or removed but a setting. */
    private static void change(
            String part,
            String name,
            String key,
            @Nullable String before,
            @Nullable String after,
            List<Change> changes) {
        if (Objects.equals(before, after)) {
            return;
        }
        boolean setting = !key.isEmpty();
        changes.add(new Change(
                part,
                name,
                key,
                before == null && setting ? "not set" : before,
                after == null && setting ? "not set" : after));
    }

    private static String part(List<String> path) {
        return path.size() == 1 ? "scheme" : path.get(0);
    }

    private static String name(List<String> path) {
        return path.size() == 1 ? path.get(0) : String.join(" ", path.subList(1, path.size()));
    }

    private static Map<String, String> under(List<String> named, Map<List<String>, String> flat) {
        var texts = new LinkedHashMap<String, String>();
        flat.forEach((path, text) -> {
            if (path.size() > 2 && path.subList(0, 2).equals(named)) {
                texts.put(path.get(path.size() - 1), text);
            }
        });
        return texts;
    }

    private static @Nullable String words(Map<String, String> texts) {
        return texts.isEmpty()
                ? null
                : texts.entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static List<Change> shares(Map<String, Double> before, Map<String, Double> after) {
        var changes = new ArrayList<Change>();
        var names = new LinkedHashSet<>(after.keySet());
        names.addAll(before.keySet());
        for (var name : names) {
            change(SHARES, name, "", percent(before.get(name)), percent(after.get(name)), changes);
        }
        return changes;
    }

    private static @Nullable String percent(@Nullable Double share) {
        return share == null ? null : String.format(Locale.ROOT, "%.2f%%", 100 * share);
    }
}
