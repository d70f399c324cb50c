package org.tongbao.rulebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongbao.check.Check;
import org.tongbao.decide.Ladder;
import org.tongbao.home.Home;
import org.tongbao.measure.FindingRule;
import org.tongbao.measure.Indicator;
import org.tongbao.measure.Rules;
import org.tongbao.message.Refusal;
import org.tongbao.pull.Source;
import org.tongbao.render.Bulletin;
import org.tongbao.run.Digest;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.run.Workdays;
import org.tongbao.score.Scoring;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.WarehouseException;

/**
 * All that people edit, read and held against itself: every name that is used exists, every query can be planned.
 *
 * @param schemes name to the versions of the scheme
 * @param fingerprints SHA-256 of the files, by part: rulebook, templates, fonts
 */
public record Rulebook(
        Catalog catalog,
        Subjects subjects,
        Map<String, Source> sources,
        Rules rules,
        Map<String, SchemeVersions> schemes,
        Map<String, Ladder> ladders,
        Map<String, Bulletin> bulletins,
        Map<String, Job> jobs,
        Map<String, String> fingerprints) {

    private static final String FONTS = "report-templates/shared/fonts/";

    public Rulebook {
        sources = new LinkedHashMap<>(sources);
        schemes = new LinkedHashMap<>(schemes);
        ladders = new LinkedHashMap<>(ladders);
        bulletins = new LinkedHashMap<>(bulletins);
        jobs = new LinkedHashMap<>(jobs);
        fingerprints = new LinkedHashMap<>(fingerprints);
    }

    /** Reads everything; mistakes are noted, and what could be read is returned. */
    public static Rulebook read(Home home, Problems problems) {
        return new Reader(home, problems, true).read();
    }

    /**
     * Reads everything for a look at what has been computed. Names are held against each other; that the engine accepts
     * every query was seen before the run, and takes a second.
     */
    public static Rulebook readForLooking(Home home) {
        var problems = new Problems();
        var rulebook = readForLooking(home, problems);
        problems.throwIfAny();
        return rulebook;
    }

    /** The same; mistakes are noted, and what could be read is returned. */
    public static Rulebook readForLooking(Home home, Problems problems) {
        return new Reader(home, problems, false).read();
    }

    /** Reads everything, and ends with all mistakes in one message if there are any. */
    public static Rulebook read(Home home) {
        var problems = new Problems();
        var rulebook = read(home, problems);
        problems.throwIfAny();
        return rulebook;
    }

    /** SHA-256 of all these files; a run remembers it. */
    public String sha256() {
        var digest = new Digest();
        fingerprints.values().forEach(digest::add);
        return digest.hex();
    }

    /** The files that make up the rulebook and the templates, as paths below the home folder. */
    public static List<Path> files(Home home) {
        var files = new SpecFiles(home.root(), new Problems());
        return Stream.of("jobs/**", "report-templates/**")
                .flatMap(glob -> files.find(glob).stream())
                .map(file -> home.root().relativize(file))
                .toList();
    }

    /** The job with this name. */
    public Job job(String name) {
        return Optional.ofNullable(jobs.get(name))
                .orElseThrow(() -> Refusal.unknown("job.unknown", name, jobs.keySet()));
    }

    /** The first job that scores by a scheme. */
    public Job jobThatScores(String scheme) {
        return jobs.values().stream()
                .filter(job -> job.score().contains(versions(scheme).name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no job scores by '" + scheme + "'"));
    }

    /** The version of a scheme that holds in a period. */
    public RankedScheme scheme(String name, Period period) {
        return versions(name).during(period);
    }

    /** All versions of a scheme. */
    public SchemeVersions versions(String name) {
        return Optional.ofNullable(schemes.get(name))
                .orElseThrow(() -> Refusal.unknown("scheme.unknown", name, schemes.keySet()));
    }

    /** Shows a session the warehouse as the run sees it, with the titles of all rules. */
    public Map<SqlFile, WarehouseException> pin(Session session, Run run) {
        rules.define(session);
        return catalog.pin(session, run);
    }

    /** The indicators that a job measures, each once. */
    public List<Indicator> indicators(Job job) {
        return job.indicators().stream()
                .flatMap(pattern -> rules.indicators(pattern).stream())
                .distinct()
                .toList();
    }

    /** The findings that a job looks for, each once. */
    public List<FindingRule> findings(Job job) {
        return job.findings().stream()
                .flatMap(pattern -> rules.findings(pattern).stream())
                .distinct()
                .toList();
    }

    /** How a version of a scheme is computed with these indicators and subjects. */
    public Scoring scoring(RankedScheme version) {
        return new Scoring(version.scheme(), gauges(), subjects);
    }

    /** What a scheme needs to know of the indicators. */
    public Map<String, Scheme.Gauge> gauges() {
        return gauges(rules);
    }

    private static Map<String, Scheme.Gauge> gauges(Rules rules) {
        var gauges = new LinkedHashMap<String, Scheme.Gauge>();
        rules.indicators()
                .forEach((name, indicator) -> gauges.put(
                        name,
                        new Scheme.Gauge(
                                indicator.title(), indicator.better() == Indicator.Better.HIGHER, indicator.factor())));
        return gauges;
    }

    /** Reads in the order of what refers to what. */
    private static final class Reader {

        private final Home home;
        private final Problems problems;
        private final SpecFiles files;
        private final boolean planned;

        Reader(Home home, Problems problems, boolean planned) {
            this.home = home;
            this.planned = planned;
            this.problems = problems;
            this.files = new SpecFiles(home.root(), problems);
        }

        Rulebook read() {
            var datasets = inOrder(yaml("jobs/rulebook/datasets/*.yaml", Dataset::read, Dataset::name));
            var views = files.find("jobs/rulebook/views/*.sql").stream()
                    .flatMap(file -> files.sql(file).stream())
                    .toList();
            var workdays = files.yaml(home.rulebook().resolve("calendar.yaml"))
                    .flatMap(Workdays::read)
                    .orElse(Workdays.NO_HOLIDAYS);
            var catalog = new Catalog(datasets, views, workdays);
            var subjects = files.yaml(home.rulebook().resolve("subjects.yaml"))
                    .flatMap(Subjects::read)
                    .orElse(new Subjects(Map.of()));
            var sources = yaml("jobs/rulebook/sources/*.yaml", Source::read, Source::name);
            sources.values().forEach(source -> source.verify(catalog, problems));
            var rules = Rules.read(files, problems);
            var schemes = SchemeVersions.of(schemes(rules, subjects), problems);
            var ladders = yaml(
                    "jobs/rulebook/ladders/*.yaml",
                    block -> {
                        var ladder = Ladder.read(block);
                        ladder.ifPresent(l -> rules.basis().verify(l.clauses(), block.at("basis"), problems));
                        return ladder;
                    },
                    Ladder::name);
            var bulletins = new LinkedHashMap<String, Bulletin>();
            for (var file : files.find("report-templates/*/bulletin.yaml")) {
                Bulletin.read(files, Objects.requireNonNull(file.getParent())).ifPresent(bulletin -> {
                    known(bulletin.audience(), "subject", subjects.kinds().keySet(), bulletin.audienceAt());
                    bulletin.concerns()
                            .forEach((kind, at) ->
                                    known(kind, "subject", subjects.kinds().keySet(), at));
                    bulletin.schemes()
                            .forEach((scheme, at) -> known(
                                    scheme,
                                    "scheme",
                                    alsoBroken(schemes.keySet(), "jobs/rulebook/schemes/*.yaml"),
                                    at));
                    rules.basis().verify(bulletin.basis(), bulletin.audienceAt(), problems);
                    bulletin.data().forEach(query -> rules.basis()
                            .verify(Bulletin.basis(query), query.header().at("basis"), problems));
                    bulletins.put(bulletin.name(), bulletin);
                });
            }
            var known = new Job.Known(
                    datasets.keySet(),
                    rules,
                    alsoBroken(
                            alsoBroken(List.of(), "jobs/rulebook/indicators/**.sql"), "jobs/rulebook/findings/**.sql"),
                    alsoBroken(schemes.keySet(), "jobs/rulebook/schemes/*.yaml"),
                    alsoBroken(ladders.keySet(), "jobs/rulebook/ladders/*.yaml"),
                    alsoBroken(bulletins.keySet(), "report-templates/*/bulletin.yaml"));
            var jobs = yaml("jobs/*/job.yaml", block -> Job.read(block, known), Job::name);
            var rulebook =
                    new Rulebook(catalog, subjects, sources, rules, schemes, ladders, bulletins, jobs, fingerprints());
            names(rulebook);
            if (planned) {
                MailingLists.verify(home, jobs.values(), problems);
                plan(rulebook);
            }
            return rulebook;
        }

        /** Every scheme file that can be read, held against what it names. */
        private List<RankedScheme> schemes(Rules rules, Subjects subjects) {
            var gauges = alsoBroken(rules);
            var all = new ArrayList<RankedScheme>();
            for (var file : files.find("jobs/rulebook/schemes/*.yaml")) {
                files.yaml(file)
                        .flatMap(block -> RankedScheme.read(block, rules.basis(), gauges, subjects))
                        .ifPresent(all::add);
            }
            return all;
        }

        private <T> Map<String, T> yaml(String glob, Function<Block, Optional<T>> reader, Function<T, String> name) {
            var all = new LinkedHashMap<String, T>();
            for (var file : files.find(glob)) {
                files.yaml(file).flatMap(reader).ifPresent(record -> {
                    if (all.putIfAbsent(name.apply(record), record) != null) {
                        problems.add(
                                new Location(files.name(file), 1),
                                "'" + name.apply(record) + "' is declared in another file, too");
                    }
                });
            }
            return all;
        }

        /** Datasets after those they refer to. */
        private Map<String, Dataset> inOrder(Map<String, Dataset> datasets) {
            var ordered = new LinkedHashMap<String, Dataset>();
            datasets.values().forEach(dataset -> place(dataset, datasets, ordered, new LinkedHashSet<>()));
            return ordered;
        }

        private void place(Dataset dataset, Map<String, Dataset> all, Map<String, Dataset> ordered, Set<String> above) {
            if (ordered.containsKey(dataset.name())) {
                return;
            }
            if (!above.add(dataset.name())) {
                problems.add(dataset.at(), "datasets refer to each other in a circle: " + String.join(" -> ", above));
                return;
            }
            for (var column : dataset.columns().values()) {
                var name = column.references();
                if (name == null || name.equals(dataset.name())) {
                    continue;
                }
                var other = all.get(name);
                if (other == null) {
                    problems.addUnknown(column.at(), "dataset", name, all.keySet());
                } else if (other.key().size() != 1) {
                    problems.add(
                            column.at(),
                            "'" + name + "' can't be referred to: its key is "
                                    + (other.key().isEmpty() ? "not declared" : other.key()));
                } else if (column.by() != null && !other.columns().containsKey(column.by())) {
                    problems.addUnknown(
                            column.at(), "column", column.by(), other.columns().keySet());
                } else {
                    place(other, all, ordered, above);
                }
            }
            above.remove(dataset.name());
            ordered.put(dataset.name(), dataset);
        }

        /** Every name that a ladder uses exists, and every indicator that a job scores is measured by it. */
        private void names(Rulebook book) {
            book.jobs().values().forEach(job -> job.verify(book.jobs(), problems));
            for (var job : book.jobs().values()) {
                job.score().stream()
                        .flatMap(name -> Optional.ofNullable(book.schemes().get(name)).stream())
                        .flatMap(versions -> versions.all().stream())
                        .forEach(ranked -> unmeasured(ranked.scheme(), job, book));
            }
            for (var ladder : book.ladders().values()) {
                ladder.verify(
                        book.rules().findings().keySet(),
                        book.schemes().keySet(),
                        book.subjects().kinds().keySet(),
                        problems);
            }
        }

        private void unmeasured(Scheme scheme, Job job, Rulebook book) {
            var measured = book.indicators(job).stream()
                    .map(Indicator::name)
                    .collect(Collectors.toSet());
            scheme.indicators().stream()
                    .filter(name -> book.rules().indicators().containsKey(name) && !measured.contains(name))
                    .forEach(name -> problems.add(
                            scheme.at(),
                            "job '" + job.name() + "' scores by this and does not measure '" + name + "'"));
        }

        /** Names that were read and, so that one mistake is told once, those of files that could not be. */
        private Set<String> alsoBroken(Collection<String> read, String glob) {
            var names = new LinkedHashSet<>(read);
            for (var file : files.find(glob)) {
                var name = String.valueOf(file.getFileName());
                names.add(
                        name.equals("bulletin.yaml")
                                ? String.valueOf(file.getName(file.getNameCount() - 2))
                                : name.substring(0, name.lastIndexOf('.')).replaceFirst("@.*", ""));
            }
            return names;
        }

        /** The indicators, and for those that could not be read one that any scheme can do with. */
        private Map<String, Scheme.Gauge> alsoBroken(Rules rules) {
            var gauges = gauges(rules);
            alsoBroken(List.of(), "jobs/rulebook/indicators/**.sql")
                    .forEach(name -> gauges.putIfAbsent(name, new Scheme.Gauge(name, true, 1)));
            return gauges;
        }

        private void known(String name, String what, Collection<String> all, Location at) {
            if (!all.contains(name)) {
                problems.addUnknown(at, what, name, all);
            }
        }

        /** The engine plans every query without running it. */
        private void plan(Rulebook book) {
            try (var warehouse = Warehouse.inMemory();
                    var session = warehouse.session()) {
                book.catalog().define(session);
                var run = new Run(0, "check", Period.parse("2026-06"), 0);
                book.pin(session, run)
                        .forEach((view, refusal) ->
                                problems.add(view.at(refusal.line().orElse(1)), refusal.reason()));
                for (var dataset : book.catalog().datasets().values()) {
                    checks(session, dataset);
                }
                book.rules().verify(session, book.subjects(), problems);
                book.schemes().values().stream()
                        .flatMap(versions -> versions.all().stream())
                        .filter(ranked -> book.subjects()
                                .kinds()
                                .containsKey(ranked.scheme().subject()))
                        .forEach(ranked ->
                                ranked.plan(session, run, alsoBroken(book.rules()), book.subjects(), problems));
                book.bulletins().values().forEach(bulletin -> bulletin.check(session, problems));
                for (var job : book.jobs().values()) {
                    gates(session, job, book);
                }
            }
        }

        private void gates(Session session, Job job, Rulebook book) {
            var told = job.check().stream()
                    .filter(gate -> book.catalog().datasets().containsKey(gate.dataset()))
                    .toList();
            Check.verify(told, session, book.catalog(), book.subjects(), problems);
        }

        private void checks(Session session, Dataset dataset) {
            for (var check : dataset.checks()) {
                session.plan("select (" + check.when() + ") as refused from " + dataset.name())
                        .ifPresent(refusal -> problems.add(check.at(), refusal.reason()));
            }
        }

        private Map<String, String> fingerprints() {
            var parts = new LinkedHashMap<String, Digest>();
            List.of("rulebook", "templates", "fonts").forEach(part -> parts.put(part, new Digest()));
            for (var file : files(home)) {
                var name = file.toString().replace('\\', '/');
                var digest = Objects.requireNonNull(parts.get(
                        name.startsWith(FONTS) ? "fonts" : name.startsWith("jobs/") ? "rulebook" : "templates"));
                try {
                    digest.add(name);
                    digest.add(Files.readAllBytes(home.root().resolve(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            var fingerprints = new LinkedHashMap<String, String>();
            parts.forEach((part, digest) -> fingerprints.put(part, digest.hex()));
            return fingerprints;
        }
    }
}
