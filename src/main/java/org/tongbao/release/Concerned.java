package org.tongbao.release;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tongbao.deliver.Units;
import org.tongbao.deliver.Units.Unit;
import org.tongbao.render.Bulletin;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;

/**
 * Whom a copy concerns: its own subject, and of the kinds that the bulletin names under {@code concerns} every unit if there
 * is one document for all, or else those in which the subject lies and those that lie in it.
 */
final class Concerned {

    private final Session session;
    private final Subjects subjects;
    private final Units units;
    private final Map<String, Map<String, String>> parents = new HashMap<>();

    /** A session that is pinned to the run. */
    Concerned(Session session, Subjects subjects, Units units) {
        this.session = session;
        this.subjects = subjects;
        this.units = units;
    }

    /**
     * Those whom a copy concerns.
     *
     * @param subject whose it is
     * @param forAll whether it is the bulletin's only copy
     */
    Set<Unit> by(Bulletin bulletin, Unit subject, boolean forAll) {
        var concerned = new LinkedHashSet<Unit>();
        concerned.add(subject);
        for (var kind : bulletin.concerns().keySet()) {
            concerned.addAll(forAll ? units.of(kind) : around(subject, kind));
        }
        return concerned;
    }

    /** Whom the subject's copy of a bulletin concerns, if the subject is one that has a copy of it. */
    Set<Unit> asBy(Bulletin bulletin, Unit subject) {
        return bulletin.recipients() == null && bulletin.audience().equals(subject.kind())
                ? by(bulletin, subject, units.of(subject.kind()).size() == 1)
                : Set.of();
    }

    /**
     * The subject of a copy. A query names subjects by key alone: where two kinds have the same key, nobody knows whom it
     * means.
     */
    Optional<Unit> subject(Bulletin bulletin, String recipient) {
        if (bulletin.recipients() == null) {
            return units.of(bulletin.audience(), recipient);
        }
        var meant = units.called(recipient).stream()
                .filter(unit -> unit.key().equals(recipient))
                .toList();
        return meant.size() == 1 ? Optional.of(meant.get(0)) : Optional.empty();
    }

    private List<Unit> around(Unit subject, String kind) {
        var above = Optional.ofNullable(parents(subject.kind(), kind).get(subject.key()))
                .flatMap(parent -> units.of(kind, parent));
        if (above.isPresent()) {
            return List.of(above.get());
        }
        var below = parents(kind, subject.kind());
        return units.of(kind).stream()
                .filter(unit -> subject.key().equals(below.get(unit.key())))
                .toList();
    }

    /** Key of each subject of a kind to that of the larger one in which it lies; nothing if none lies in such. */
    private Map<String, String> parents(String kind, String larger) {
        return parents.computeIfAbsent(kind + " in " + larger, way -> {
            var found = new LinkedHashMap<String, String>();
            if (subjects.kinds().containsKey(kind)) {
                subjects.memberships(kind).stream()
                        .filter(up -> up.kind().name().equals(larger))
                        .forEach(up -> session.query(
                                        "select cast(subject as varchar) as subject, cast(parent as varchar)"
                                                + " as parent from (" + up.sql() + ") where parent is not null")
                                .forEach(row -> found.put(row.text("subject"), row.text("parent"))));
            }
            return found;
        });
    }
}
