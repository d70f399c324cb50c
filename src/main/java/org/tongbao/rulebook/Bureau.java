package org.tongbao.rulebook;

import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongbao.measure.Basis;
import org.tongbao.spec.Block;

/**
 * What holds for the bureau that uses the rulebook: {@code bureau.yaml} in the home folder, which need not be there.
 *
 * @param inForce the regulations in force here, by the names of {@code basis.csv}; null where the file names none: all are
 * @param ended dataset to the last day on which it was kept
 */
record Bureau(@Nullable Set<String> inForce, Map<String, LocalDate> ended) {

    /** The file, below the home folder. */
    static final String FILE = "bureau.yaml";

    /** Nothing is said of it. */
    static final Bureau UNSAID = new Bureau(null, Map.of());

    Bureau {
        ended = new LinkedHashMap<>(ended);
    }

    /** Reads the file, and notes regulations and datasets that there are not. */
    static Bureau read(Block block, Basis basis, Collection<String> datasets) {
        var regulations = new LinkedHashSet<String>();
        basis.clauses().values().forEach(clause -> regulations.add(clause.regulation()));
        return block.<Bureau>as(b -> {
                    var inForce = new LinkedHashSet<>(b.texts("in-force"));
                    if (b.has("in-force") && inForce.isEmpty()) {
                        b.problems()
                                .add(
                                        b.at("in-force"),
                                        "'in-force' names no regulation, so that no rule would hold; name them, or leave the key out");
                    }
                    for (var name : inForce) {
                        if (!regulations.contains(name)) {
                            b.problems().addUnknown(b.at("in-force"), "regulation", name, regulations);
                        }
                    }
                    var ended = new LinkedHashMap<String, LocalDate>();
                    b.block("ended").ifPresent(days -> {
                        for (var name : days.names()) {
                            if (!datasets.contains(name)) {
                                days.problems().addUnknown(days.at(name), "dataset", name, datasets);
                            }
                            days.day(name).ifPresent(day -> ended.put(name, day));
                        }
                    });
                    return new Bureau(b.has("in-force") ? inForce : null, ended);
                })
                .orElse(UNSAID);
    }

    /** Whether one of the clauses is in force here. */
    boolean holds(List<String> clauses, Basis basis) {
        var named = inForce;
        return named == null
                || clauses.isEmpty()
                || clauses.stream()
                        .map(basis.clauses()::get)
                        .anyMatch(clause -> clause == null || named.contains(clause.regulation()));
    }
}
