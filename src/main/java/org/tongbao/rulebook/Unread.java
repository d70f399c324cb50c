package org.tongbao.rulebook;

import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.tongbao.measure.Rules;
import org.tongbao.score.scheme.Scheme;

/**
 * Files that can't be read, by the names that they would declare. Their mistakes are told; that others find nothing under
 * their names only follows from these.
 */
final class Unread {

    /** What is declared in files of its own. */
    enum Kind {
        DATASET("jobs/rulebook/datasets/*.yaml"),
        VIEW("jobs/rulebook/views/*.sql"),
        SOURCE("jobs/rulebook/sources/*.yaml"),
        RULE(Rules.FOLDER + "**.sql"),
        SCHEME("jobs/rulebook/schemes/*.yaml"),
        LADDER("jobs/rulebook/ladders/*.yaml"),
        BULLETIN("report-templates/*/bulletin.yaml"),
        JOB("jobs/*/job.yaml");

        private final String glob;

        Kind(String glob) {
            this.glob = glob;
        }

        /** Where the files are, below the home folder. */
        String glob() {
            return glob;
        }

        /** The name that a file of this kind declares, unless it says otherwise: its own, or its folder's. */
        private String name(String file) {
            var path = Path.of(file);
            return this == BULLETIN || this == JOB
                    ? path.getName(path.getNameCount() - 2).toString()
                    : String.valueOf(path.getFileName()).replaceFirst("(@.*)?\\.\\w+$", "");
        }
    }

    private final Map<Kind, Map<String, String>> files = new EnumMap<>(Kind.class);

    void add(Kind kind, String file) {
        files(kind).put(kind.name(file), file);
    }

    /** Name to file. */
    Map<String, String> files(Kind kind) {
        return files.computeIfAbsent(kind, k -> new LinkedHashMap<>());
    }

    /** The indicators, and for those that could not be read one that any scheme can do with. */
    Map<String, Scheme.Gauge> gauges(Rules rules) {
        var gauges = Rulebook.gauges(rules);
        files(Kind.RULE).keySet().forEach(name -> gauges.putIfAbsent(name, new Scheme.Gauge(name, true, 1)));
        return gauges;
    }

    /** The names that others may use: those that were read, and those of files that could not be. */
    Set<String> known(Collection<String> read, Kind kind) {
        var known = new LinkedHashSet<>(read);
        known.addAll(files(kind).keySet());
        return known;
    }
}
