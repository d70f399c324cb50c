package org.tongbao.rulebook;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.tongbao.decide.Ladder;
import org.tongbao.home.Home;
import org.tongbao.measure.Deliveries;
import org.tongbao.measure.FindingRule;
import org.tongbao.measure.Indicator;
import org.tongbao.measure.Rule;
import org.tongbao.measure.Rules;
import org.tongbao.message.Refusal;
import org.tongbao.pull.Source;
import org.tongbao.render.Bulletin;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.score.Scoring;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.DependencyGraph;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.WarehouseException;

/**
 * All that people edit, read and checked as a whole: every name that is used exists, every query can be planned.
 *
 * @param schemes name to the versions of the scheme
 * @param fingerprints SHA-256 of the files, by part: rulebook, templates, fonts
 * @param bureau what holds for the bureau that uses it
 * @param unused what a run leaves out; empty before {@link #inUse}
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
        Map<String, String> fingerprints,
        Bureau bureau,
        List<Unused> unused) {

    public Rulebook {
        unused = List.copyOf(unused);
        sources = new LinkedHashMap<>(sources);
        schemes = new LinkedHashMap<>(schemes);
        ladders = new LinkedHashMap<>(ladders);
        bulletins = new LinkedHashMap<>(bulletins);
        jobs = new LinkedHashMap<>(jobs);
        fingerprints = new LinkedHashMap<>(fingerprints);
    }

    /** What titles, templates and rules say of the bureau of a home. */
    public static Map<String, String> words(Home home) {
        return new RulebookReader(home, new Problems(), false).words();
    }

    /** Reads everything; mistakes are noted, and what could be read is returned. */
    public static Rulebook read(Home home, Problems problems) {
        return new RulebookReader(home, problems, true).read();
    }

    /**
     * Reads everything for a look at what has been computed. Names are checked against each other; that the engine accepts
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
        return new RulebookReader(home, problems, false).read();
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
        return DigestUtils.sha256Hex(String.join("", fingerprints.values()));
    }

    /**
     * The files that make up the rulebook and the templates, of whichever layer: path below a home folder to file. What the
     * bureau says of itself stands in the folder itself, wherever it lies.
     */
    public static Map<String, Path> files(Home home) {
        var files = new LinkedHashMap<String, Path>();
        home.bureau().ifPresent(file -> files.put(Home.BUREAU, file));
        new RulebookReader(home, new Problems(), false).map().ifPresent(map -> files.put(name(map), map));
        Stream.of("jobs/**", "report-templates/**")
                .flatMap(glob -> home.layers().all(glob).stream())
                .forEach(file -> files.put(home.layers().name(file), file));
        return files;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** What titles, templates and rules say of the bureau and its levels, by name. */
    public Map<String, String> words() {
        return Collections.unmodifiableMap(bureau.words());
    }

    /** Ends here where documents would bear no bureau's name; where its file may be in a folder that is not there, with that. */
    public void requireBureau(Home home) {
        if (bureau.isMissing()) {
            throw Files.isDirectory(home.data())
                    ? new Refusal("bureau.missing")
                    : new Refusal("data.missing", home.data());
        }
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

    /** The first job that scores periods of a kind. */
    public Job jobThatScores(Period period) {
        return jobs.values().stream()
                .filter(job -> job.period() == period.kind() && !job.score().isEmpty())
                .findFirst()
                .orElseThrow(() -> new Refusal("job.none-scores", period));
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

    /**
     * Shows a session the warehouse as the run sees it, with the titles of all rules and the names of all subjects. What was
     * kept for a part of the period only is not seen at all: the rest would be taken for neglect.
     */
    public Map<SqlFile, WarehouseException> pin(Session session, Run run) {
        rules.define(session);
        var refused = catalog.pin(session, run);
        bureau.ended().forEach((dataset, day) -> session.sql("delete from pinned_load where dataset = :dataset"
                        + " and cast(period_end() - interval '1' day as date) > :day")
                .param("dataset", dataset)
                .param("day", day)
                .execute());
        subjects.define(session);
        return refused;
    }

    /** Shows a session the columns of all that queries can name, without rows; gives the views that the engine refused. */
    Map<SqlFile, WarehouseException> pinColumns(Session session, Run run) {
        rules.define(session);
        var refused = catalog.pinColumns(session, run);
        subjects.define(session);
        return refused;
    }

    /**
     * The part of it that a run uses: without rules whose data are not in use or whose clauses are not in force.
     *
     * @param pinned a session that is pinned to the run
     */
    public Rulebook inUse(Session pinned) {
        return InUse.of(this, pinned);
    }

    /** A scheme without the indicators that the part in use has left out; empty if nothing is left of it. */
    public Optional<RankedScheme> reduced(RankedScheme version) {
        return version.without(unused.stream()
                .filter(each -> each.kind().equals("indicator"))
                .map(Unused::name)
                .collect(Collectors.toSet()));
    }

    /** Whether the regulation of a clause is in force for the bureau. */
    public boolean isInForce(String clause) {
        return bureau.holds(List.of(clause), rules.basis());
    }

    /** Who is expected to deliver what and when, of what is in use. */
    public Map<String, Dataset.Expected> expected() {
        var expected = new LinkedHashMap<String, Dataset.Expected>();
        var left = unused.stream()
                .filter(each -> each.kind().equals("dataset"))
                .map(Unused::name)
                .collect(Collectors.toSet());
        catalog.datasets().values().stream()
                .filter(dataset -> !left.contains(dataset.name()))
                .forEach(dataset -> bureau.expected()
                        .getOrDefault(dataset.name(), Optional.ofNullable(dataset.expected()))
                        .ifPresent(who -> expected.put(dataset.name(), who)));
        return expected;
    }

    /** Notes expectations of datasets that do not tell whose their rows are. */
    void verifyDeliveries(Problems problems) {
        expected().forEach((name, who) -> Deliveries.verify(catalog.dataset(name), who, subjects, problems));
    }

    /** The indicators that a job measures, each once. */
    public List<Indicator> indicators(Job job) {
        return Rules.indicatorsOf(rules(job));
    }

    /** The findings that a job looks for, each once. */
    public List<FindingRule> findings(Job job) {
        return Rules.findingsOf(rules(job));
    }

    /** The rules that a job applies, each once. */
    List<Rule> rules(Job job) {
        return job.measure().stream()
                .flatMap(word -> rules.matching(word).stream())
                .distinct()
                .toList();
    }

    /**
     * The datasets that a rule reads, over views, too.
     *
     * @param session any in which the catalogue is defined: only the engine can read SQL
     */
    public List<String> datasets(Rule rule, Session session) {
        return catalog.needed(session, rule.sql().body()).stream().sorted().toList();
    }

    /** How a version of a scheme is computed with these indicators and subjects. */
    public Scoring scoring(RankedScheme version) {
        return new Scoring(version.scheme(), gauges(), subjects);
    }

    /**
     * Which file depends on which, each by its path below the home folder: on the datasets and views that its SQL names, on
     * the rules that it scores or decides by, and so on up to the jobs.
     *
     * @param session any: only the engine can read SQL
     */
    public DependencyGraph graph(Session session) {
        return new FileGraph(this, new Unread(), session).graph();
    }

    /** What a scheme needs to know of the indicators. */
    public Map<String, Scheme.Gauge> gauges() {
        return gauges(rules);
    }

    static Map<String, Scheme.Gauge> gauges(Rules rules) {
        var gauges = new LinkedHashMap<String, Scheme.Gauge>();
        rules.indicators()
                .forEach((name, indicator) -> gauges.put(
                        name,
                        new Scheme.Gauge(
                                indicator.title(), indicator.better() == Indicator.Better.HIGHER, indicator.factor())));
        return gauges;
    }
}
