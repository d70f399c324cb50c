package org.tongbao.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What reads what: names, and those on which each depends. */
public final class DependencyGraph {

    private final Map<String, Set<String>> direct = new LinkedHashMap<>();
    private final Map<String, Set<String>> reverse = new LinkedHashMap<>();

    /** A name that depends on nothing needs no entry. */
    public DependencyGraph(Map<String, ? extends Collection<String>> dependsOn) {
        dependsOn.forEach((name, others) -> {
            direct.put(name, new LinkedHashSet<>(others));
            others.forEach(other ->
                    reverse.computeIfAbsent(other, o -> new LinkedHashSet<>()).add(name));
        });
    }

    /** The names that a name itself names. */
    public Set<String> dependsOn(String name) {
        return Set.copyOf(direct.getOrDefault(name, Set.of()));
    }

    /** These names and all they depend on, over any number of steps; each after those that it depends on. */
    public Set<String> needed(Collection<String> names) {
        var needed = new LinkedHashSet<String>();
        var open = new HashSet<String>();
        names.forEach(name -> need(name, open, needed));
        return needed;
    }

    private void need(String name, Set<String> open, Set<String> needed) {
        if (open.add(name)) {
            direct.getOrDefault(name, Set.of()).forEach(other -> need(other, open, needed));
            needed.add(name);
        }
    }

    /** All that depends on one of these names, over any number of steps; without the names themselves. */
    public Set<String> dependents(Collection<String> names) {
        var dependents = new LinkedHashSet<String>();
        var open = new ArrayList<>(names);
        for (int i = 0; i < open.size(); i++) {
            for (var other : reverse.getOrDefault(open.get(i), Set.of())) {
                if (dependents.add(other)) {
                    open.add(other);
                }
            }
        }
        names.forEach(dependents::remove);
        return dependents;
    }

    /** Names that depend on each other in a circle, each circle from the name that is met first; no name in two of them. */
    public List<List<String>> circles() {
        var circles = new ArrayList<List<String>>();
        var done = new HashSet<String>();
        direct.keySet().forEach(name -> circles(name, new ArrayList<>(), done, circles));
        return circles;
    }

    private void circles(String name, List<String> path, Set<String> done, List<List<String>> circles) {
        int before = path.indexOf(name);
        if (before >= 0) {
            var circle = List.copyOf(path.subList(before, path.size()));
            if (circles.stream().flatMap(List::stream).noneMatch(circle::contains)) {
                circles.add(circle);
            }
        } else if (!done.contains(name)) {
            path.add(name);
            direct.getOrDefault(name, Set.of()).forEach(other -> circles(other, path, done, circles));
            path.remove(path.size() - 1);
            done.add(name);
        }
    }
}
