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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongbao.decide.Ladder;
import org.tongbao.measure.Deliveries;
import org.tongbao.measure.Rule;
import org.tongbao.measure.Rules;
import org.tongbao.render.Bulletin;
import org.tongbao.rulebook.Unused.Reason;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.Subjects;

/**
 * What of a rulebook a run uses. A dataset is in use once something of it has come that covers the period or an earlier
 * one: of what comes slice by slice, a row; a register, a ledger that comes whole and a ledger of events cover all, empty ones
 * too, since no accident is something else than no ledger of accidents. Rules that read, over views, a dataset that is not in use are left out, and so are those whose clauses are not in
 * force; schemes lose their indicators, with the weight, and the branches that are left empty; a ladder that needs such a dataset
 * for its recorded cycles or its notices, or none of whose conditions of entry is left, is off; a document is not made whose clauses are not in
 * force, or none of whose tables can be filled.
 *
 * <p>A ledger of events of which neither rows nor a file nor a nil return came for the period is not in use for it (未报). Who
 * did not deliver what a scheme of his needs is left out of it.
 */
final class InUse {

    private final Rulebook all;
    private final Session pinned;
    private final List<Unused> unused = new ArrayList<>();
    private final Map<String, Reason> reasons = new LinkedHashMap<>();
    private final Set<String> silent = new LinkedHashSet<>();

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
        if (absent.isEmpty() && all.bureau().inForce() == null && all.expected().isEmpty()) {
            return all;
        }
        absent.forEach(name -> unused.add(
                new Unused("dataset", name, all.catalog().dataset(name).title(), because(Set.of(name)), name)));
        var rules = new Rules(kept(absent), all.rules().basis());
        var left = new LinkedHashSet<>(all.rules().indicators().keySet());
        left.removeAll(rules.indicators().keySet());
        var schemes = new LinkedHashMap<String, SchemeVersions>();
        all.schemes().forEach((name, versions) -> without(versions, left)
                .ifPresent(some -> schemes.put(name, delivered(some, rules, absent))));
        var bulletins = all.bulletins().values().stream()
                .filter(bulletin -> holds(bulletin, absent, schemes.keySet()))
                .map(Bulletin::name)
                .collect(Collectors.toSet());
        var ladders = new LinkedHashSet<String>();
        all.ladders().values().stream()
                .filter(ladder -> holds(ladder, absent, rules.findings().keySet(), schemes.keySet()))
                .forEach(ladder -> ladders.add(ladder.name()));
        var jobs = new LinkedHashMap<String, Job>();
        all.jobs()
                .forEach((name, job) -> jobs.put(
                        name, job.with(schemes.keySet(), ladders, bulletins, dataset -> !absent.contains(dataset))));
        return new Rulebook(
                all.catalog(),
                all.subjects(),
                all.sources(),
                rules,
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
        there.addAll(nil());
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
        silent.addAll(silent(there));
        there.removeAll(silent);
        var absent = new LinkedHashSet<>(all.catalog().datasets().keySet());
        absent.removeAll(there);
        return absent;
    }

    /** The ledgers of events that somebody said to have had none, though no file of them ever came. */
    private Set<String> nil() {
        if (!all.catalog().datasets().containsKey(Deliveries.REGISTER)) {
            return Set.of();
        }
        var said = pinned
                .query("select distinct dataset from " + Deliveries.REGISTER + " where nil and month < period_end()")
                .stream()
                .map(row -> row.text("dataset"))
                .collect(Collectors.toSet());
        return all.catalog().datasets().values().stream()
                .filter(dataset ->
                        dataset.events() && (said.contains(dataset.name()) || said.contains(dataset.title())))
                .map(Dataset::name)
                .collect(Collectors.toSet());
    }

    /**
     * The ledgers of events that are kept, and of which nothing came for the period: no row, no file, no nil return. A file
     * that names an earlier month says nothing of this one, however late it comes.
     */
    private Set<String> silent(Set<String> there) {
        var ledgers = all.catalog().datasets().values().stream()
                .filter(dataset -> dataset.events() && there.contains(dataset.name()))
                .filter(dataset -> !all.expected().containsKey(dataset.name()))
                .toList();
        var nil = all.catalog().datasets().containsKey(Deliveries.REGISTER)
                ? " and not exists (select 1 from %s where nil and dataset in (%%s) and month < period_end() and month >= date_trunc('month', period_end() - interval '1' day))"
                        .formatted(Deliveries.REGISTER)
                : "%.0s";
        var query = ledgers.stream()
                .map(dataset ->
                        ("select %s as dataset where not exists (select 1 from load where dataset = %s and withdrawn_at_load is null and loaded_at >= period_end() - interval '1' day"
                                        + " and coalesce(nullif(regexp_extract(file, '20[0-9]{2}-[0-9]{2}'), ''), '9999')"
                                        + " >= strftime(period_end() - interval '1' day, '%%Y-%%m'))%s"
                                        + nil)
                                .formatted(
                                        Sql.text(dataset.name()),
                                        Sql.text(dataset.name()),
                                        dataset.period() == null
                                                ? ""
                                                : " and not exists (select 1 from %s where %s >= period_start())"
                                                        .formatted(dataset.name(), dataset.period()),
                                        Sql.texts(List.of(dataset.name(), dataset.title()))))
                .collect(Collectors.joining(" union all "));
        return query.isEmpty()
                ? Set.of()
                : pinned.query(query).stream().map(row -> row.text("dataset")).collect(Collectors.toSet());
    }

    private Reason because(Set<String> missing) {
        return silent.containsAll(missing) ? Reason.NOT_REPORTED : Reason.NOT_IN_USE;
    }

    /** A scheme by which nobody is ranked who did not deliver what it needs, so that withholding never pays. */
    private SchemeVersions delivered(SchemeVersions versions, Rules rules, Set<String> absent) {
        return new SchemeVersions(
                versions.name(),
                versions.all().stream()
                        .map(version -> delivered(version, rules, absent))
                        .toList());
    }

    private RankedScheme delivered(RankedScheme version, Rules rules, Set<String> absent) {
        var scheme = version.scheme();
        var needed = scheme.indicators().stream()
                .flatMap(name -> Stream.ofNullable(rules.indicators().get(name)))
                .flatMap(indicator ->
                        all.catalog().needed(pinned, indicator.sql().body()).stream())
                .collect(Collectors.toSet());
        needed.removeAll(absent);
        var kind = all.subjects().kind(scheme.subject());
        var reasons = new ArrayList<String>();
        expected(kind, needed).ifPresent(datasets -> reasons.add(Deliveries.missing(datasets, kind, kind.id())));
        for (var larger : all.subjects().memberships(scheme.subject())) {
            expected(larger.kind(), needed)
                    .ifPresent(datasets -> reasons.add("'所在地' || "
                            + Deliveries.missing(
                                    datasets,
                                    larger.kind(),
                                    "(select max(w.parent) from (%s) as w where w.subject = %s.%s)"
                                            .formatted(larger.sql(), kind.table(), kind.id()))));
        }
        return reasons.isEmpty() ? version : version.leavingOut("coalesce(" + String.join(", ", reasons) + ")");
    }

    /** Which of these datasets each subject of a kind is to deliver. */
    private Optional<List<String>> expected(Subjects.Kind kind, Set<String> datasets) {
        return Optional.of(all.expected().entrySet().stream()
                        .filter(who -> who.getValue().each().equals(kind.name()))
                        .map(Map.Entry::getKey)
                        .filter(datasets::contains)
                        .toList())
                .filter(some -> !some.isEmpty());
    }

    private LocalDate day(String sql) {
        return Objects.requireNonNull(pinned.one("select " + sql + " as day").date("day"));
    }

    private Map<String, Rule> kept(Set<String> absent) {
        var kept = new LinkedHashMap<String, Rule>();
        all.rules().all().forEach((name, rule) -> {
            var missing = missing(rule.sql().body(), absent);
            missing.addAll(missing(
                    "select * from " + all.subjects().kind(rule.subject()).table(), absent));
            var alternatives = Rules.alternatives(rule);
            if (alternatives.stream().anyMatch(one -> Collections.disjoint(one, absent))) {
                alternatives.forEach(missing::removeAll);
            }
            if (!all.bureau().holds(rule.basis(), all.rules().basis())) {
                leave(rule, Reason.NOT_IN_FORCE, String.join("、", rule.basis()));
            } else if (!missing.isEmpty()) {
                leave(rule, because(missing), titles(missing));
            } else {
                kept.put(name, rule);
            }
        });
        return kept;
    }

    private void leave(Rule rule, Reason reason, String because) {
        reasons.put(rule.name(), reason);
        Rules.indicatorsOf(List.of(rule))
                .forEach(left -> unused.add(new Unused("indicator", left.name(), left.title(), reason, because)));
        Rules.findingsOf(List.of(rule))
                .forEach(left -> unused.add(new Unused("finding", left.name(), left.title(), reason, because)));
    }

    private String titles(Set<String> datasets) {
        return datasets.stream()
                .map(name -> all.catalog().dataset(name).title())
                .collect(Collectors.joining("、"));
    }

    /**
     * Whether a document has something to say: one of its clauses is in force, one of the tables that they ask for can be
     * filled, and one of the schemes whose sheets it shows is in use.
     */
    private boolean holds(Bulletin bulletin, Set<String> absent, Set<String> schemes) {
        var clauses = Stream.concat(
                        bulletin.basis().stream(),
                        bulletin.data().stream().flatMap(query -> Bulletin.basis(query).stream()))
                .toList();
        if (!all.bureau().holds(clauses, all.rules().basis())) {
            leave(bulletin, Reason.NOT_IN_FORCE, String.join("、", new LinkedHashSet<>(clauses)));
            return false;
        }
        // A table that needs no dataset, such as the day up to which it is counted, is no content of its own.
        var asked = bulletin.data().stream()
                .filter(query ->
                        bulletin.basis().isEmpty() ? !Bulletin.basis(query).isEmpty() : true)
                .filter(query -> !Collections.disjoint(
                        all.catalog().needed(pinned, query.body()),
                        all.catalog().datasets().keySet()))
                .map(query -> missing(query.body(), absent))
                .toList();
        if (!asked.isEmpty() && asked.stream().noneMatch(Set::isEmpty)) {
            leave(bulletin, because(asked.get(0)), titles(asked.get(0)));
            return false;
        }
        var needed = new LinkedHashSet<>(bulletin.needs().keySet());
        needed.retainAll(absent);
        if (!needed.isEmpty()) {
            leave(bulletin, because(needed), titles(needed));
            return false;
        }
        var shown = bulletin.schemes().keySet();
        if (!shown.isEmpty() && Collections.disjoint(shown, schemes)) {
            leave(bulletin, Reason.NOT_IN_USE, "评分方案未启用");
            return false;
        }
        return true;
    }

    private void leave(Bulletin bulletin, Reason reason, String because) {
        var title = bulletin.title().replace("|", "").replace("{period}", "");
        unused.add(new Unused("bulletin", bulletin.name(), title, reason, because));
    }

    private Set<String> missing(String query, Set<String> absent) {
        var missing = new LinkedHashSet<>(all.catalog().needed(pinned, query));
        missing.retainAll(absent);
        return missing;
    }

    private void leave(Ladder ladder, Reason reason, String because) {
        unused.add(new Unused("ladder", ladder.name(), ladder.title(), reason, because));
    }

    /** Whether anybody can be decided about: where no condition of entry can be seen, nobody; where some can't, nobody leaves. */
    private boolean holds(Ladder ladder, Set<String> absent, Set<String> findings, Set<String> schemes) {
        var missing = ladder.recorded() == null
                ? new LinkedHashSet<String>()
                : missing(ladder.recorded().query(), absent);
        ladder.needs().stream().filter(absent::contains).forEach(missing::add);
        var unseen = ladder.conditions().stream()
                .map(Ladder.Condition::rule)
                .filter(rule -> !findings.contains(rule) && !schemes.contains(rule))
                .toList();
        boolean blind =
                !unseen.isEmpty() && unseen.size() == ladder.conditions().size();
        if (!all.bureau().holds(ladder.basis(), all.rules().basis())) {
            leave(ladder, Reason.NOT_IN_FORCE, String.join("、", ladder.basis()));
        } else if (!missing.isEmpty()) {
            leave(ladder, because(missing), titles(missing));
        } else if (blind) {
            leave(ladder, Reason.NOT_IN_USE, "列入条件均未启用");
        } else {
            return true;
        }
        return false;
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
            boolean out = now.leaves().stream()
                    .flatMap(leaf -> leaf.indicators().stream())
                    .allMatch(name -> reasons.get(name) == Reason.NOT_IN_FORCE);
            unused.add(
                    out
                            ? new Unused("scheme", versions.name(), now.title(), Reason.NOT_IN_FORCE, "指标均未施行")
                            : new Unused("scheme", versions.name(), now.title(), Reason.NOT_IN_USE, "指标均未启用"));
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
