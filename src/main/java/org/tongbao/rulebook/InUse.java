package org.tongbao.rulebook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tongbao.measure.FindingRule;
import org.tongbao.measure.Indicator;
import org.tongbao.measure.Rules;
import org.tongbao.rulebook.Unused.Reason;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;

/**
 * What of a rulebook a run uses. A dataset is in use once something of it has come that covers the period or an earlier
 * one: of what comes slice by slice, a row; a register, a ledger that comes whole and a ledger of events cover all, empty ones
 * too, since no accident is something else than no ledger of accidents. Rules that read, over views, a dataset that is not in use are left out, and so are those whose clauses are not in
 * force; schemes lose their indicators, with the weight, and the branches that are left empty.
 */
final class InUse {

    private final Rulebook all;
    private final Session pinned;
    private final List<Unused> unused = new ArrayList<>();
    private final Map<String, Reason> reasons = new LinkedHashMap<>();

    private InUse(Rulebook all, Session pinned) {
        this.all = all;
        this.pinned = pinned;
    }

    /** The part in use, as the run sees the warehouse to which the session is pinned. */
    static Rulebook of(Rulebook all, Session pinned) {
        return new InUse(all, pinned).rulebook();
    }

    private Rulebook rulebook() {
        var absent = absent();
        if (absent.isEmpty() && all.bureau().inForce() == null) {
            return all;
        }
        absent.forEach(name -> unused.add(
                new Unused("dataset", name, all.catalog().dataset(name).title(), Reason.NOT_IN_USE, name)));
        var indicators =
                kept(all.rules().indicators(), "indicator", Indicator::title, Indicator::basis, Indicator::sql, absent);
        var findings = kept(
                all.rules().findings(), "finding", FindingRule::title, FindingRule::basis, FindingRule::sql, absent);
        var left = new LinkedHashSet<>(all.rules().indicators().keySet());
        left.removeAll(indicators.keySet());
        var schemes = new LinkedHashMap<String, SchemeVersions>();
        all.schemes().forEach((name, versions) -> without(versions, left).ifPresent(some -> schemes.put(name, some)));
        var jobs = new LinkedHashMap<String, Job>();
        all.jobs()
                .forEach((name, job) ->
                        jobs.put(name, job.with(schemes.keySet(), dataset -> !absent.contains(dataset))));
        return new Rulebook(
                all.catalog(),
                all.subjects(),
                all.sources(),
                new Rules(indicators, findings, all.rules().basis()),
                schemes,
                all.ladders(),
                all.bulletins(),
                jobs,
                all.fingerprints(),
                all.bureau(),
                unused);
    }

    /** The datasets that are not in use. */
    private Set<String> absent() {
        var there = pinned.query("select distinct dataset from pinned_load").stream()
                .map(row -> row.text("dataset"))
                .collect(Collectors.toSet());
        var later = all.catalog().datasets().values().stream()
                .filter(dataset ->
                        dataset.load() == Dataset.Load.SLICE && dataset.period() != null && !dataset.events())
                .filter(dataset -> there.contains(dataset.name()))
                .map(dataset ->
                        "select %s as dataset where exists (select 1 from %s) and not exists (select 1 from %s where %s < period_end())"
                                .formatted(Sql.text(dataset.name()), dataset.name(), dataset.name(), dataset.period()))
                .collect(Collectors.joining(" union all "));
        if (!later.isEmpty()) {
            pinned.query(later).stream().map((Row row) -> row.text("dataset")).forEach(there::remove);
        }
        var start = pinned.one("select period_start() as day").date("day");
        all.bureau().ended().forEach((name, day) -> {
            if (start != null && day.isBefore(start)) {
                there.remove(name);
            }
        });
        var absent = new LinkedHashSet<>(all.catalog().datasets().keySet());
        absent.removeAll(there);
        return absent;
    }

    private <T> Map<String, T> kept(
            Map<String, T> rules,
            String kind,
            Function<T, String> title,
            Function<T, List<String>> basis,
            Function<T, SqlFile> sql,
            Set<String> absent) {
        var kept = new LinkedHashMap<String, T>();
        rules.forEach((name, rule) -> {
            var missing = new LinkedHashSet<>(all.catalog().needed(pinned, sql.apply(rule)));
            missing.retainAll(absent);
            if (!all.bureau().holds(basis.apply(rule), all.rules().basis())) {
                reasons.put(name, Reason.NOT_IN_FORCE);
                unused.add(new Unused(
                        kind, name, title.apply(rule), Reason.NOT_IN_FORCE, String.join("、", basis.apply(rule))));
            } else if (!missing.isEmpty()) {
                reasons.put(name, Reason.NOT_IN_USE);
                unused.add(new Unused(kind, name, title.apply(rule), Reason.NOT_IN_USE, titles(missing)));
            } else {
                kept.put(name, rule);
            }
        });
        return kept;
    }

    private String titles(Set<String> datasets) {
        return datasets.stream()
                .map(name -> all.catalog().dataset(name).title())
                .collect(Collectors.joining("、"));
    }

    /** The versions of a scheme without these indicators; empty if nothing is left of one. */
    private Optional<SchemeVersions> without(SchemeVersions versions, Set<String> indicators) {
        var some = new ArrayList<RankedScheme>();
        for (var version : versions.all()) {
            version.without(indicators).ifPresent(some::add);
        }
        var latest = versions.latest().scheme();
        var shares = latest.shares();
        for (var leaf : latest.leaves()) {
            var indicator = all.rules().indicators().get(leaf.indicator());
            var reason = reasons.get(leaf.indicator());
            if (indicator != null && reason != null && indicators.contains(leaf.indicator())) {
                double percent = 100 * shares.getOrDefault(leaf.name(), 0.0);
                unused.add(new Unused(
                        "weight",
                        versions.name(),
                        "%s（占%.0f%%）".formatted(indicator.title(), percent),
                        reason,
                        leaf.indicator()));
            }
        }
        if (some.size() < versions.all().size()) {
            unused.add(new Unused(
                    "scheme", versions.name(), versions.latest().scheme().title(), Reason.NOT_IN_USE, "指标均未启用"));
            return Optional.empty();
        }
        return Optional.of(new SchemeVersions(versions.name(), some));
    }
}
