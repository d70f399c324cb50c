package org.tongbao.rulebook;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Period;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;

/**
 * The versions of a scheme: files with the same {@code scheme:}, of which one holds at a time. A period is scored by the
 * version that holds on its first day, whenever it is run.
 *
 * @param name the scheme
 * @param all by the day from which they hold
 */
public record SchemeVersions(String name, List<RankedScheme> all) {

    public SchemeVersions {
        all = List.copyOf(all);
    }

    /** Puts the files of each scheme together, and notes where their days or numbers contradict each other. */
    static Map<String, SchemeVersions> of(List<RankedScheme> files, Problems problems) {
        var groups = files.stream()
                .collect(Collectors.groupingBy(
                        file -> file.scheme().name(), LinkedHashMap::new, Collectors.toCollection(ArrayList::new)));
        var versions = new LinkedHashMap<String, SchemeVersions>();
        groups.forEach((name, group) -> {
            group.sort(comparing(file -> file.scheme().from(), nullsFirst(naturalOrder())));
            versions.put(name, new SchemeVersions(name, group));
            group.forEach(file -> refuseFileName(file, problems));
            for (int i = 1; i < group.size(); i++) {
                refuseSequence(group.get(i - 1).scheme(), group.get(i), problems);
            }
        });
        return versions;
    }

    /** The one that holds on a period's first day: a later version ends an earlier one. */
    public RankedScheme during(Period period) {
        return all.stream()
                .filter(version -> version.scheme().holdsOn(period.start()))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new IllegalArgumentException(
                        "scheme '" + name + "' does not hold in " + period + ": its versions are " + words()));
    }

    public boolean holdsIn(Period period) {
        return all.stream().anyMatch(version -> version.scheme().holdsOn(period.start()));
    }

    /** The last one. */
    public RankedScheme latest() {
        return all.get(all.size() - 1);
    }

    /** The one with this number. */
    public RankedScheme number(int version) {
        return all.stream()
                .filter(each -> each.scheme().version() == version)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "scheme '" + name + "' has no version " + version + ": its versions are " + words()));
    }

    /** The kind of subject that all of them score. */
    public String subject() {
        return latest().scheme().subject();
    }

    private String words() {
        return all.stream()
                .map(RankedScheme::scheme)
                .map(s -> s.version() + " (" + days(s) + ", " + s.at().file() + ")")
                .collect(Collectors.joining(", "));
    }

    private static String days(Scheme scheme) {
        return (scheme.from() == null ? "always" : "from " + scheme.from())
                + (scheme.until() == null ? "" : " until " + scheme.until());
    }

    /** {@code region-monthly@2026-07.yaml} must hold what its name says. */
    private static void refuseFileName(RankedScheme file, Problems problems) {
        var scheme = file.scheme();
        var at = file.from();
        var stem = at.file().substring(at.file().lastIndexOf('/') + 1).replaceFirst("\\.yaml$", "");
        int sign = stem.indexOf('@');
        if (sign < 0) {
            return;
        }
        var from = String.valueOf(scheme.from());
        if (!stem.substring(0, sign).equals(scheme.name())) {
            problems.add(
                    at,
                    "the file's name says scheme '" + stem.substring(0, sign) + "', and 'scheme' says '" + scheme.name()
                            + "'");
        }
        if (!from.equals(stem.substring(sign + 1)) && !from.equals(stem.substring(sign + 1) + "-01")) {
            problems.add(
                    at,
                    "the file's name says that it holds from " + stem.substring(sign + 1) + "; write 'from: "
                            + stem.substring(sign + 1) + "', or rename the file");
        }
    }

    private static void refuseSequence(Scheme earlier, RankedScheme file, Problems problems) {
        var later = file.scheme();
        var other = earlier.at().file();
        if (Objects.equals(earlier.from(), later.from())) {
            problems.add(
                    file.from(),
                    "'" + later.name() + "' " + (later.from() == null ? "without 'from'" : "from " + later.from())
                            + " is declared in " + other
                            + ", too; versions need different 'from', such as 'from: 2026-07'");
            return;
        }
        if (later.version() <= earlier.version()) {
            problems.add(
                    file.from(),
                    "version " + later.version() + " holds after version " + earlier.version() + " (" + other
                            + "); versions count up");
        }
        if (!later.subject().equals(earlier.subject())) {
            problems.add(
                    file.from(),
                    "versions of a scheme score the same subjects: here '" + later.subject() + "', in " + other + " '"
                            + earlier.subject() + "'");
        }
        refuseDays(file.from(), later.from(), earlier.until(), other, problems);
    }

    /** An end need not be set; where it is, the next version begins the day after. */
    private static void refuseDays(
            Location at, @Nullable LocalDate from, @Nullable LocalDate until, String other, Problems problems) {
        if (from == null || until == null || from.equals(until.plusDays(1))) {
            return;
        }
        problems.add(
                at,
                from.isAfter(until)
                        ? "no version holds between " + until + " (" + other + ") and " + from
                        : "holds from " + from + ", and the version before still until " + until + " (" + other + ")");
    }
}
