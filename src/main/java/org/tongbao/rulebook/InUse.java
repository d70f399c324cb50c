package org.tongbao.rulebook;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongbao.measure.FindingRule;
import org.tongbao.measure.Indicator;
import org.tongbao.measure.Rules;
import org.tongbao.rulebook.Unused.Reason;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Dataset;
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
                kept(all.rules().indicators(), Indicator::sql, absent, indicator -> rule("indicator", indicator));
        var findings = kept(all.rules().findings(), FindingRule::sql, absent, rule -> rule("finding", rule));
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
        var without = all.catalog().datasets().values().stream()
                .filter(dataset -> dataset.load() == Dataset.Load.SLICE && !dataset.events())
                .filter(dataset -> there.contains(dataset.name()))
                .map(dataset -> "select %s as dataset where not exists (select 1 from %s%s)"
                        .formatted(
                                Sql.text(dataset.name()),
                                dataset.name(),
                                dataset.period() == null ? "" : " where " + dataset.period() + " < period_end()"))
                .collect(Collectors.joining(" union all "));
        if (!without.isEmpty()) {
            pinned.query(without).forEach(row -> there.remove(row.text("dataset")));
        }
        // Kept for a part of the period only, it would leave the rest to be taken for neglect.
        all.bureau().ended().forEach((name, day) -> {
            if (day.isBefore(day("cast(period_end() - interval '1' day as date)"))) {
                there.remove(name);
            }
        });
        var absent = new LinkedHashSet<>(all.catalog().datasets().keySet());
        absent.removeAll(there);
        return absent;
    }

    private LocalDate day(String sql) {
        return Objects.requireNonNull(pinned.one("select " + sql + " as day").date("day"));
    }

    /** What is told of a rule. */
    private record Told(String kind, String title, String subject, List<String> basis) {}

    private static Told rule(String kind, Indicator indicator) {
        return new Told(kind, indicator.title(), indicator.subject(), indicator.basis());
    }

    private static Told rule(String kind, FindingRule rule) {
        return new Told(kind, rule.title(), rule.subject(), rule.basis());
    }

    private <T> Map<String, T> kept(
            Map<String, T> rules, Function<T, SqlFile> sql, Set<String> absent, Function<T, Told> described) {
        var kept = new LinkedHashMap<String, T>();
        rules.forEach((name, rule) -> {
            var told = described.apply(rule);
            var missing = new LinkedHashSet<>(
                    all.catalog().needed(pinned, sql.apply(rule).body()));
            missing.addAll(all.catalog()
                    .needed(
                            pinned,
                            "select * from "
                                    + all.subjects().kind(told.subject()).table()));
            missing.retainAll(absent);
            var alternatives = Rules.alternatives(sql.apply(rule));
            if (alternatives.stream().anyMatch(one -> Collections.disjoint(one, absent))) {
                alternatives.forEach(missing::removeAll);
            }
            if (!all.bureau().holds(told.basis(), all.rules().basis())) {
                leave(name, told, Reason.NOT_IN_FORCE, String.join("、", told.basis()));
            } else if (!missing.isEmpty()) {
                leave(name, told, Reason.NOT_IN_USE, titles(missing));
            } else {
                kept.put(name, rule);
            }
        });
        return kept;
    }

    private void leave(String name, Told told, Reason reason, String because) {
        reasons.put(name, reason);
        unused.add(new Unused(told.kind(), name, told.title(), reason, because));
    }

    private String titles(Set<String> datasets) {
        return datasets.stream()
                .map(name -> all.catalog().dataset(name).title())
                .collect(Collectors.joining("、"));
    }

    /** The versions of a scheme without these indicators; empty if nothing is left of any. */
    private Optional<SchemeVersions> without(SchemeVersions versions, Set<String> indicators) {
        var some = versions.all().stream()
                .flatMap(version -> version.without(indicators).stream())
                .toList();
        var start = day("period_start()");
        var now = versions.all().stream()
                .map(RankedScheme::scheme)
                .filter(scheme -> scheme.holdsOn(start))
                .reduce((earlier, later) -> later)
                .orElse(versions.latest().scheme());
        var left = now.without(indicators).map(Scheme::nodes).orElse(Set.of());
        var shares = now.shares();
        now.leaves().stream()
                .filter(leaf -> !left.contains(leaf.name()))
                .forEach(leaf -> unused.add(weight(versions.name(), leaf, shares.getOrDefault(leaf.name(), 0.0))));
        if (some.isEmpty()) {
            unused.add(new Unused("scheme", versions.name(), now.title(), Reason.NOT_IN_USE, "指标均未启用"));
            return Optional.empty();
        }
        return Optional.of(new SchemeVersions(versions.name(), some));
    }

    private Unused weight(String scheme, Scheme.Leaf leaf, double share) {
        var indicator = all.rules().indicators().get(leaf.indicator());
        var reason = leaf.indicators().stream()
                .flatMap(name -> Stream.ofNullable(reasons.get(name)))
                .findFirst()
                .orElse(Reason.NOT_IN_USE);
        var title = indicator == null ? leaf.name() : indicator.title();
        return new Unused(
                "weight",
                scheme,
                String.format(Locale.ROOT, "%s（占%.0f%%）", title, 100 * share),
                reason,
                leaf.indicator());
    }
}
