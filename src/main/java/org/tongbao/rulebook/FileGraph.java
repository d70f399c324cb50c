package org.tongbao.rulebook;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tongbao.decide.Ladder;
import org.tongbao.measure.Basis;
import org.tongbao.render.Bulletin;
import org.tongbao.rulebook.Unread.Kind;
import org.tongbao.score.Scoring;
import org.tongbao.spec.DependencyGraph;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;

/**
 * Which file depends on which. A rule depends on the tables of its kind of subject and of the kinds that it rolls up to, and
 * not on all that {@code subjects.yaml} names.
 */
final class FileGraph {

    private static final String CALENDAR = "jobs/rulebook/calendar.yaml";

    private final Rulebook book;
    private final Session session;
    private final Map<String, Set<String>> reads = new LinkedHashMap<>();
    private final Map<String, String> tables = new LinkedHashMap<>();
    private final Map<String, String> rules;
    private final Map<String, Set<String>> schemes = new LinkedHashMap<>();
    private final Map<String, String> ladders;
    private final Map<String, String> bulletins;

    FileGraph(Rulebook book, Unread unread, Session session) {
        this.book = book;
        this.session = session;
        tables.put("calendar_day", CALENDAR);
        tables.putAll(unread.files(Kind.DATASET));
        tables.putAll(unread.files(Kind.VIEW));
        book.catalog()
                .datasets()
                .forEach((name, dataset) -> tables.put(name, dataset.at().file()));
        Map.copyOf(tables).forEach((name, file) -> tables.put(Catalog.history(name), file));
        book.catalog().views().forEach((name, view) -> tables.put(name, file(view)));
        rules = new LinkedHashMap<>(unread.files(Kind.RULE));
        book.rules().indicators().forEach((name, indicator) -> rules.put(name, file(indicator.sql())));
        book.rules().findings().forEach((name, finding) -> rules.put(name, file(finding.sql())));
        unread.files(Kind.SCHEME).forEach(this::scheme);
        book.schemes().forEach((name, versions) -> versions.all().forEach(ranked -> scheme(name, file(ranked))));
        ladders = new LinkedHashMap<>(unread.files(Kind.LADDER));
        book.ladders().forEach((name, ladder) -> ladders.put(name, ladder.at().file()));
        bulletins = new LinkedHashMap<>(unread.files(Kind.BULLETIN));
        book.bulletins().forEach((name, bulletin) -> bulletins.put(name, file(bulletin)));
    }

    private void scheme(String name, String file) {
        schemes.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(file);
    }

    DependencyGraph graph() {
        for (var dataset : book.catalog().datasets().values()) {
            add(dataset.at().file(), dataset.referenced(), tables);
            dataset.checks()
                    .forEach(check -> sql(dataset.at().file(), "select " + check.when() + " from " + dataset.name()));
        }
        book.sources().values().forEach(source -> add(source.at().file(), List.of(source.dataset()), tables));
        book.catalog().views().values().forEach(this::sql);
        book.rules().all().values().forEach(rule -> rule(rule.sql(), rule.subject()));
        book.schemes().values().stream()
                .flatMap(versions -> versions.all().stream())
                .forEach(this::scheme);
        book.ladders().values().forEach(this::ladder);
        book.bulletins().values().forEach(this::bulletin);
        book.jobs().values().forEach(this::job);
        return new DependencyGraph(reads);
    }

    private void rule(SqlFile sql, String subject) {
        sql(sql);
        reads(file(sql)).add(Basis.FILE);
        subject(file(sql), subject);
    }

    private void scheme(RankedScheme ranked) {
        var file = file(ranked);
        var scheme = ranked.scheme();
        reads(file).add(Basis.FILE);
        subject(file, scheme.subject());
        add(file, scheme.indicators(), rules);
        Optional.ofNullable(scheme.outcome()).ifPresent(outcome -> add(file, List.of(outcome), rules));
        Optional.ofNullable(ranked.ranking().peers()).ifPresent(peers -> add(file, List.of(peers.by()), rules));
        if (book.subjects().kinds().containsKey(scheme.subject())) {
            sql(file, new Scoring(scheme, Map.of(), book.subjects()).population(Planner.RUN));
        }
    }

    private void ladder(Ladder ladder) {
        var file = ladder.at().file();
        reads(file).add(Basis.FILE);
        subject(file, ladder.subject());
        Optional.ofNullable(ladder.recorded()).ifPresent(cycles -> sql(file, cycles.query()));
        for (var condition : ladder.allConditions()) {
            if (condition instanceof Ladder.Cases) {
                add(file, List.of(condition.rule()), rules);
            } else {
                reads(file).addAll(schemes.getOrDefault(condition.rule(), Set.of()));
            }
        }
    }

    private void bulletin(Bulletin bulletin) {
        var file = file(bulletin);
        reads(file).add(Basis.FILE);
        subject(file, bulletin.audience());
        bulletin.schemes().keySet().forEach(name -> reads(file).addAll(schemes.getOrDefault(name, Set.of())));
        for (var data : bulletin.data()) {
            reads(file).add(file(data));
            sql(data);
        }
    }

    private void job(Job job) {
        var file = job.where().file();
        add(file, job.pull(), tables);
        for (var gate : job.check()) {
            add(file, List.of(gate.dataset()), tables);
            gate.members().ifPresent(members -> add(file, List.of(members), tables));
        }
        book.rules(job).forEach(rule -> reads(file).add(file(rule.sql())));
        Stream.concat(job.score().stream(), job.rank().stream())
                .forEach(name -> reads(file).addAll(schemes.getOrDefault(name, Set.of())));
        add(file, job.decide(), ladders);
        add(file, job.render(), bulletins);
    }

    /** The tables of a kind of subject, and of those that it rolls up to. */
    private void subject(String file, String name) {
        reads(file).add(Subjects.FILE);
        if (book.subjects().kinds().containsKey(name)) {
            add(file, List.of(book.subjects().kind(name).table()), tables);
            book.subjects()
                    .memberships(name)
                    .forEach(larger -> add(file, List.of(larger.kind().table()), tables));
        }
    }

    private void sql(SqlFile sql) {
        sql(file(sql), sql.body());
    }

    private void sql(String file, String sql) {
        add(file, session.tableNames(sql).lines().keySet(), tables);
    }

    private void add(String file, Collection<String> names, Map<String, String> files) {
        for (var name : names) {
            var other = files.get(name);
            if (other != null && !other.equals(file)) {
                reads(file).add(other);
            }
        }
    }

    private Set<String> reads(String file) {
        return reads.computeIfAbsent(file, f -> new LinkedHashSet<>());
    }

    private static String file(SqlFile sql) {
        return sql.header().at().file();
    }

    private static String file(RankedScheme ranked) {
        return ranked.scheme().at().file();
    }

    private static String file(Bulletin bulletin) {
        return bulletin.audienceAt().file();
    }
}
