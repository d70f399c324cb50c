package org.tongbao.rulebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.tongbao.decide.Ladder;
import org.tongbao.home.Home;
import org.tongbao.measure.Indicator;
import org.tongbao.measure.Rules;
import org.tongbao.pull.Source;
import org.tongbao.render.Bulletin;
import org.tongbao.rulebook.Unread.Kind;
import org.tongbao.run.Workdays;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.Warehouse;

/** Reads a rulebook in the order of what refers to what, so that each file is checked against what it names. */
final class RulebookReader {

    private static final String FONTS = "report-templates/shared/fonts/";

    private final Home home;
    private final Problems problems;
    private final SpecFiles files;
    private final Optional<Block> bureauFile;
    private final Bureau bureau;
    private final boolean planned;
    private final Unread unread = new Unread();

    /**
     * A reader for one time.
     *
     * @param planned whether the engine plans every query, too
     */
    RulebookReader(Home home, Problems problems, boolean planned) {
        this.home = home;
        this.planned = planned;
        this.problems = problems;
        var plain = new SpecFiles(home.layers(), problems);
        this.bureauFile = home.bureau().flatMap(plain::yaml);
        this.bureau = bureauFile
                .map(block -> Bureau.words(
                        block,
                        block.at().file(),
                        file -> Files.isRegularFile(plain.layers().file(file))))
                .orElse(Bureau.UNSAID);
        this.files = plain.withWords(bureau.words());
    }

    Map<String, String> words() {
        return bureau.words();
    }

    /** The outlines of the bureau's places, if it has any. */
    Optional<Path> map() {
        return Optional.of(words().getOrDefault("map", ""))
                .filter(name -> !name.isEmpty())
                .flatMap(files.layers()::find);
    }

    Rulebook read() {
        if (!planned) {
            var rulebook = readFiles();
            rulebook.sources().values().forEach(source -> source.verify(rulebook.catalog(), problems));
            rulebook.verifyDeliveries(problems);
            return rulebook;
        }
        // The engine takes as long to start as the files to be read.
        var starting = CompletableFuture.supplyAsync(Warehouse::inMemory);
        try {
            var rulebook = readFiles();
            MailingLists.verify(home, rulebook.jobs().values(), problems);
            Planner.plan(home, rulebook, unread, problems, starting.join());
            return rulebook;
        } finally {
            starting.join().close();
        }
    }

    private Rulebook readFiles() {
        var fingerprints = CompletableFuture.supplyAsync(this::fingerprints);
        var usual = new ArrayList<Source>();
        var broken = new ArrayList<Block>();
        var datasets = inOrder(yaml(
                Kind.DATASET,
                block -> {
                    Source.usual(block).ifPresent(usual::add);
                    var dataset = Dataset.read(block);
                    if (dataset.isEmpty()) {
                        broken.add(block);
                    }
                    return dataset;
                },
                Dataset::name));
        broken.forEach(block -> verifyReferences(block, unread.known(datasets.keySet(), Kind.DATASET)));
        var views = each(Kind.VIEW, files::sql).values();
        views.removeIf(view -> isDataset(view, datasets.keySet()));
        var workdays = files.yaml(home.root().resolve("jobs/rulebook/calendar.yaml"))
                .flatMap(Workdays::read)
                .orElse(Workdays.NO_HOLIDAYS);
        var catalog = new Catalog(datasets, views, workdays);
        var subjects = files.yaml(home.root().resolve(Subjects.FILE))
                .flatMap(Subjects::read)
                .orElse(new Subjects(Map.of()));
        var sources = sources(usual);
        var rules = Rules.read(files, problems);
        findUnread(rules);
        rules.verifyHeads(subjects, problems);
        var schemes = schemes(rules, subjects);
        var ladders = yaml(Kind.LADDER, block -> ladder(block, rules), Ladder::name);
        var stated = bureauFile
                .map(block -> bureau.read(block, rules.basis(), unread.known(datasets.keySet(), Kind.DATASET)))
                .orElse(bureau);
        var bulletins = bulletins(rules, subjects, unread.known(datasets.keySet(), Kind.DATASET), schemes.keySet());
        bulletins.replaceAll((name, bulletin) -> bulletin.asking(
                query -> Bulletin.hasOneRow(query) || stated.holds(Bulletin.basis(query), rules.basis())));
        var known = new Job.Known(
                unread.known(datasets.keySet(), Kind.DATASET),
                rules,
                unread.files(Kind.RULE).keySet(),
                unread.known(schemes.keySet(), Kind.SCHEME),
                unread.known(ladders.keySet(), Kind.LADDER),
                unread.known(bulletins.keySet(), Kind.BULLETIN));
        var jobs = yaml(Kind.JOB, block -> Job.read(block, known), Job::name);
        var rulebook = new Rulebook(
                catalog,
                subjects,
                sources,
                rules,
                schemes,
                ladders,
                bulletins,
                jobs,
                fingerprints.join(),
                stated.named(files.isNamingBureau()),
                List.of());
        verifyNames(rulebook);
        return rulebook;
    }

    /** The usual sources, each in its dataset's file, and those in files of their own, which take the place of their likes. */
    private Map<String, Source> sources(List<Source> usual) {
        var sources = new LinkedHashMap<String, Source>();
        usual.forEach(source -> sources.put(source.name(), source));
        sources.putAll(yaml(Kind.SOURCE, Source::read, Source::name));
        return sources;
    }

    /** The records of all files of a kind, by file. */
    private <T> Map<String, T> each(Kind kind, Function<Path, Optional<T>> reader) {
        var all = new LinkedHashMap<String, T>();
        for (var file : files.find(kind.glob())) {
            var name = files.name(file);
            reader.apply(file).ifPresentOrElse(read -> all.put(name, read), () -> unread.add(kind, name));
        }
        return all;
    }

    private <T> Map<String, T> yaml(Kind kind, Function<Block, Optional<T>> reader, Function<T, String> name) {
        var all = new LinkedHashMap<String, T>();
        each(kind, file -> files.yaml(file).flatMap(reader)).forEach((file, read) -> {
            if (all.putIfAbsent(name.apply(read), read) != null) {
                problems.add(new Location(file, 1), "'" + name.apply(read) + "' is declared in another file, too");
            }
        });
        return all;
    }

    /** Of the files of rules, those that could not be read, or that hold one of another name. */
    private void findUnread(Rules rules) {
        if (problems.count() > 0) {
            var found = rules.all().values().stream()
                    .filter(rule -> rule.sql().name().equals(rule.name()))
                    .map(rule -> rule.sql().header().at().file())
                    .collect(Collectors.toSet());
            files.find(Kind.RULE.glob()).stream()
                    .map(files::name)
                    .filter(file -> !found.contains(file))
                    .forEach(file -> unread.add(Kind.RULE, file));
        }
    }

    /** A view of a dataset's name is a mistake. */
    private boolean isDataset(SqlFile view, Set<String> datasets) {
        boolean taken = unread.known(datasets, Kind.DATASET).contains(view.name());
        if (taken) {
            problems.add(view.at(1), "there is a dataset '" + view.name() + "'; a view needs a name of its own");
        }
        return taken;
    }

    /** What a dataset refers to that has other mistakes; of a sound one that is told where its place is found. */
    private void verifyReferences(Block dataset, Collection<String> known) {
        for (var column : dataset.blocks("columns").values()) {
            column.optionalText("references")
                    .map(text -> text.split(" by ", 2)[0].strip())
                    .filter(name -> !known.contains(name))
                    .ifPresent(name -> problems.addAbsent(column.at("references"), "dataset", name, known));
        }
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
            if (name == null
                    || name.equals(dataset.name())
                    || unread.files(Kind.DATASET).containsKey(name)) {
                continue;
            }
            var other = all.get(name);
            if (other == null) {
                problems.addAbsent(column.at(), "dataset", name, all.keySet());
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

    /** Every scheme file that can be read, checked against what it names. */
    private Map<String, SchemeVersions> schemes(Rules rules, Subjects subjects) {
        var gauges = unread.gauges(rules);
        var read = each(Kind.SCHEME, file -> {
            int before = problems.count();
            var scheme = files.yaml(file).flatMap(block -> RankedScheme.read(block, rules.basis(), gauges, subjects));
            // Where something could not be read, another thing would be examined in its stead.
            if (planned && problems.count() == before) {
                scheme.ifPresent(ranked -> ranked.scheme().examine(problems));
            }
            return scheme;
        });
        return SchemeVersions.of(List.copyOf(read.values()), problems);
    }

    private Optional<Ladder> ladder(Block block, Rules rules) {
        var ladder = Ladder.read(block);
        ladder.ifPresent(l -> rules.basis().verify(l.clauses(), block.at("basis"), problems));
        return ladder;
    }

    private Map<String, Bulletin> bulletins(Rules rules, Subjects subjects, Set<String> datasets, Set<String> schemes) {
        var bulletins = new LinkedHashMap<String, Bulletin>();
        var known = unread.known(schemes, Kind.SCHEME);
        var reader = Bulletin.reader(files);
        var read = each(Kind.BULLETIN, file -> reader.apply(Objects.requireNonNull(file.getParent())));
        for (var bulletin : read.values()) {
            subjects.verify(bulletin.audience(), bulletin.audienceAt(), problems);
            bulletin.concerns().forEach((kind, at) -> subjects.verify(kind, at, problems));
            bulletin.needs().forEach((dataset, at) -> {
                if (!datasets.contains(dataset)) {
                    problems.addAbsent(at, "dataset", dataset, datasets);
                }
            });
            bulletin.schemes().forEach((scheme, at) -> {
                if (!known.contains(scheme)) {
                    problems.addAbsent(at, "scheme", scheme, known);
                }
            });
            rules.basis().verify(bulletin.basis(), bulletin.audienceAt(), problems);
            bulletin.data().forEach(query -> rules.basis()
                    .verify(Bulletin.basis(query), query.header().at("basis"), problems));
            bulletins.put(bulletin.name(), bulletin);
        }
        bureau.codes().forEach((name, code) -> {
            bureauFile
                    .filter(block ->
                            !unread.known(bulletins.keySet(), Kind.BULLETIN).contains(name))
                    .ifPresent(block -> problems.addAbsent(
                            block.at("codes"), "bulletin", name, unread.known(bulletins.keySet(), Kind.BULLETIN)));
            bulletins.computeIfPresent(name, (key, bulletin) -> bulletin.withCode(words().get("code") + code));
        });
        return bulletins;
    }

    /** Every name that a ladder uses exists, and every indicator that a job scores is measured by it. */
    private void verifyNames(Rulebook book) {
        var datasets = unread.known(book.catalog().datasets().keySet(), Kind.DATASET);
        book.rules().all().values().forEach(rule -> Rules.alternatives(rule).stream()
                .flatMap(List::stream)
                .filter(name -> !datasets.contains(name))
                .forEach(name -> problems.addAbsent(rule.sql().header().at("any-of"), "dataset", name, datasets)));
        var jobs = unread.known(book.jobs().keySet(), Kind.JOB);
        book.jobs().values().forEach(job -> job.verify(book.jobs(), jobs, problems));
        for (var job : book.jobs().values()) {
            job.score().stream()
                    .flatMap(name -> Optional.ofNullable(book.schemes().get(name)).stream())
                    .flatMap(versions -> versions.all().stream())
                    .forEach(ranked -> refuseUnmeasured(ranked.scheme(), job, book));
        }
        var findings = unread.known(book.rules().findings().keySet(), Kind.RULE);
        var schemes = unread.known(book.schemes().keySet(), Kind.SCHEME);
        book.ladders()
                .values()
                .forEach(ladder -> ladder.verify(findings, schemes, datasets, book.subjects(), problems));
    }

    private void refuseUnmeasured(Scheme scheme, Job job, Rulebook book) {
        var measured = book.indicators(job).stream().map(Indicator::name).collect(Collectors.toSet());
        scheme.indicators().stream()
                .filter(name -> book.rules().indicators().containsKey(name) && !measured.contains(name))
                .forEach(name -> problems.add(
                        scheme.at(), "job '" + job.name() + "' scores by this and does not measure '" + name + "'"));
    }

    private Map<String, String> fingerprints() {
        var parts = new LinkedHashMap<String, MessageDigest>();
        List.of("rulebook", "templates", "fonts").forEach(part -> parts.put(part, DigestUtils.getSha256Digest()));
        for (var entry : Rulebook.files(home).entrySet()) {
            var name = entry.getKey();
            var digest = Objects.requireNonNull(parts.get(
                    name.startsWith(FONTS)
                            ? "fonts"
                            : name.startsWith("report-templates/") ? "templates" : "rulebook"));
            try {
                DigestUtils.updateDigest(digest, name);
                digest.update(Files.readAllBytes(entry.getValue()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        var fingerprints = new LinkedHashMap<String, String>();
        parts.forEach((part, digest) -> fingerprints.put(part, Hex.encodeHexString(digest.digest())));
        return fingerprints;
    }
}
