package org.tongbao.deliver;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongbao.warehouse.Session;

/** For whom somebody can be named in a list of recipients: every subject, and whoever else has had a copy. */
public final class Units {

    /** Nobody is known. */
    public static final Units NONE = new Units(List.of());

    private final Set<Unit> all;
    private final Map<String, List<Unit>> called = new HashMap<>();

    /**
     * Somebody who is told something: a region, an enterprise, a project.
     *
     * @param kind of subject; empty for who is none
     * @param key of the subject
     * @param name may be empty
     */
    public record Unit(String kind, String key, String name) {

        /** Its name, or its key if it has none. */
        public String title() {
            return name.isEmpty() ? key : name;
        }

        /** Kind and key, which no other has. */
        String inFull() {
            return kind + " " + key;
        }
    }

    Units(Collection<Unit> units) {
        all = new LinkedHashSet<>(units);
        for (var unit : all) {
            List.of(unit.key(), unit.key().equals(unit.name()) ? "" : unit.name())
                    .forEach(word ->
                            called.computeIfAbsent(word, w -> new ArrayList<>()).add(unit));
        }
        called.remove("");
        all.forEach(unit -> called.computeIfAbsent(unit.inFull(), words -> List.of(unit)));
    }

    /** Those that a pinned session sees. */
    public static Units of(Session pinned) {
        return new Units(pinned.query("""
                        select distinct kind, subject, coalesce(name, '') as name from subject_name
                        union all
                        select distinct '', recipient, '' from stage.artifact
                        where recipient not in (select subject from subject_name)
                        order by kind, subject, name""").stream()
                .map(row -> new Unit(row.text("kind"), row.text("subject"), row.text("name")))
                .toList());
    }

    /** Those that have this key or this name, or this kind and key: one, none, or several that share it. */
    public List<Unit> called(String keyOrName) {
        return called.getOrDefault(keyOrName, List.of());
    }

    /** Everybody. */
    Set<Unit> all() {
        return Collections.unmodifiableSet(all);
    }

    /** All of a kind. */
    public List<Unit> of(String kind) {
        return all.stream().filter(unit -> unit.kind().equals(kind)).toList();
    }

    /** The one with this key. */
    public Optional<Unit> of(String kind, String key) {
        return called(key).stream()
                .filter(unit -> unit.kind().equals(kind) && unit.key().equals(key))
                .findFirst();
    }

    /** Whether nothing is known, as before the first file has been loaded. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Keys and names. */
    Collection<String> words() {
        return all.stream()
                .flatMap(unit -> Stream.of(unit.key(), unit.title()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The kinds that there are. */
    Collection<String> kinds() {
        return all.stream()
                .map(Unit::kind)
                .filter(kind -> !kind.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
