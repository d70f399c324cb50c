package org.tongbao.rulebook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.tongbao.decide.Ladder;
import org.tongbao.measure.Duty;
import org.tongbao.measure.FindingRule;
import org.tongbao.measure.Indicator;
import org.tongbao.measure.Rule;
import org.tongbao.render.Bulletin;
import org.tongbao.spec.SpecFiles.SqlFile;

/**
 * Where somebody reads what a job computes: the tables of its bulletins. A table prints a rule that its query names, and all of
 * the job's where the query's head says so ({@code prints: [indicators, findings]}); score sheets print what their schemes
 * score.
 */
public final class Printed {

    private static final Pattern TEXT = Pattern.compile("'([A-Za-z0-9_@-]+)'");
    private static final String INDICATORS = "indicators";
    private static final String FINDINGS = "findings";

    private final Map<String, Set<String>> places = new LinkedHashMap<>();

    private Printed() {}

    /** What the bulletins of a job print: of its rules, schemes and ladders. */
    public static Printed of(Rulebook book, Job job) {
        var printed = new Printed();
        var bulletins = job.render().stream()
                .map(book.bulletins()::get)
                .filter(Objects::nonNull)
                .toList();
        for (var bulletin : bulletins) {
            bulletin.schemes().keySet().forEach(scheme -> {
                printed.add(scheme, bulletin.name());
                if (book.schemes().containsKey(scheme)) {
                    var leaves = book.versions(scheme).latest().scheme().indicators();
                    leaves.forEach(indicator -> printed.add(indicator, bulletin.name()));
                }
            });
            bulletin.data().forEach(query -> printed.add(book, job, bulletin, query));
        }
        job.decide().stream().map(book.ladders()::get).filter(Objects::nonNull).forEach(printed::add);
        return printed;
    }

    private void add(Rulebook book, Job job, Bulletin bulletin, SqlFile query) {
        var place = bulletin.name() + "/" + query.name();
        TEXT.matcher(query.body()).results().forEach(found -> add(found.group(1), place));
        var all = query.header().texts("prints", "kind of rule", List.of(INDICATORS, FINDINGS));
        if (all.contains(INDICATORS)) {
            book.indicators(job).stream().map(Indicator::name).forEach(name -> add(name, place));
        }
        if (all.contains(FINDINGS)) {
            book.findings(job).stream().map(FindingRule::name).forEach(name -> add(name, place));
        }
    }

    /** What leads a subject onto a ladder is printed where the ladder is. */
    private void add(Ladder ladder) {
        var of = places.getOrDefault(ladder.name(), Set.of());
        ladder.allConditions().forEach(condition -> of.forEach(place -> add(condition.rule(), place)));
    }

    private void add(String name, String place) {
        places.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(place);
    }

    /** The tables, as {@code BULLETIN/QUERY}, that print something of this name. */
    public List<String> places(String name) {
        return List.copyOf(places.getOrDefault(name, Set.of()));
    }

    /** The bulletins that print a rule: a duty, if its rate or its cases are. */
    public List<String> bulletins(Rule rule) {
        var names = new ArrayList<>(places(rule.name()));
        if (rule instanceof Duty duty) {
            names.addAll(places(duty.cases().name()));
        }
        return names.stream()
                .map(place -> place.replaceFirst("/.*", ""))
                .distinct()
                .toList();
    }
}
