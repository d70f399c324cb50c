package org.tongbao.job;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.tongbao.home.Home;
import org.tongbao.issue.Archive;
import org.tongbao.print.BulletinPrinter;
import org.tongbao.print.DraftComparison;
import org.tongbao.render.Comparison;
import org.tongbao.render.Edition;
import org.tongbao.render.Renderer;
import org.tongbao.render.facts.AtOnce;
import org.tongbao.render.facts.RecipientQuery;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.spec.Layers;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.RunLedger;

/** The small city with all its jobs computed, and what they would print; opened once for all tests that look at that. */
final class PrintedCity {

    static final Period JUNE = Period.parse("2026-06");

    /** Beside the drafts of a bulletin: for whom each is. */
    private static final String RECIPIENTS = "recipients.txt";

    private static final PrintedCity CITY = new PrintedCity();

    private final Path folder;
    private final Home home;
    private final Rulebook rulebook;
    private final Renderer renderer;
    private final Warehouse warehouse;
    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final Map<String, Session> computed = new HashMap<>();
    private final Map<String, Session> printing = new HashMap<>();
    private final AtomicInteger shelves = new AtomicInteger();
    private final Map<String, List<Printed>> drafts = new ConcurrentHashMap<>();

    /** One printed file. */
    record Printed(String recipient, Path path) {

        String file() {
            return String.valueOf(path.getFileName());
        }

        boolean isPage() {
            return file().endsWith(".pdf");
        }

        byte[] bytes() {
            try {
                return Files.readAllBytes(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The text of a PDF, line by line. */
        String text() {
            try (var document = Loader.loadPDF(bytes())) {
                document.getPages().forEach(page -> page.setRotation(0)); // PDFBox reads turned pages letter by letter
                return new PDFTextStripper().getText(document);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private PrintedCity() {
        try {
            folder = Files.createTempDirectory("tongbao-city");
            Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        home = Home.at(ComputedMonths.ALL_JOBS.in(folder));
        rulebook = Rulebook.readForLooking(home);
        renderer = new Renderer(Layers.of(home.templates()));
        warehouse = ComputedMonths.open(folder);
        try (var session = warehouse.session()) {
            ComputedMonths.PERIODS.forEach((job, period) -> runs.put(
                    job,
                    new RunLedger(session).latest(job, Period.parse(period)).orElseThrow()));
        }
    }

    private Session pinned(String job) {
        var session = warehouse.session();
        rulebook.pin(session, Objects.requireNonNull(runs.get(job)));
        return session;
    }

    /** As a run prints: what several queries read is computed once. */
    private Session printing(String job) {
        var session = pinned(job);
        rulebook.catalog()
                .keep(
                        session,
                        rulebook.job(job).render().stream()
                                .map(name -> Objects.requireNonNull(
                                        rulebook.bulletins().get(name)))
                                .flatMap(bulletin -> bulletin.data().stream())
                                .toList());
        return session;
    }

    static PrintedCity get() {
        return CITY;
    }

    /** The files that the city has sent in. */
    Path sampleData() {
        return folder.resolve("sample-data");
    }

    /** Names of the bulletins that some job prints. */
    List<String> bulletins() {
        return rulebook.jobs().values().stream()
                .flatMap(job -> job.render().stream())
                .sorted()
                .toList();
    }

    /** A copy of a bulletin as templates in another folder would print it, of the same facts. */
    Renderer.Copy copy(String bulletin, Path templates) {
        var changed = Rulebook.readForLooking(Home.at(Objects.requireNonNull(templates.getParent())));
        return new BulletinPrinter(
                        new Renderer(Layers.of(templates)),
                        Objects.requireNonNull(changed.bulletins().get(bulletin)),
                        changed.subjects())
                .draft(session(bulletin), run(bulletin), null);
    }

    /** The drafts of a bulletin, in order of recipient; printed once for all processes, so they are read only. */
    List<Printed> drafts(String bulletin) {
        return drafts.computeIfAbsent(bulletin, name -> {
            var shelf = ComputedMonths.once("drafts-" + name, empty -> {
                var made = print(name, empty, id -> Edition.draft(run(name).period(), id));
                write(
                        empty.resolve(RECIPIENTS),
                        made.stream()
                                .map(each -> each.recipient() + "\t" + each.file())
                                .toList());
            });
            return lines(shelf.resolve(RECIPIENTS)).stream()
                    .map(line -> line.split("\t", -1))
                    .map(words -> new Printed(words[0], shelf.resolve(words[1])))
                    .toList();
        });
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prints a bulletin for all its recipients. */
    List<Printed> print(String bulletin, Function<String, Edition> edition) {
        return print(bulletin, folder.resolve("made/" + shelves.getAndIncrement()), edition);
    }

    private List<Printed> print(String bulletin, Path shelf, Function<String, Edition> edition) {
        var run = run(bulletin);
        var archive = new Archive(shelf, run);
        printer(bulletin).print(session(bulletin), run, archive, edition);
        return archive.artifacts().stream()
                .map(made -> new Printed(made.recipient(), shelf.resolve(made.file())))
                .sorted(Comparator.comparing(Printed::recipient).thenComparing(Printed::file))
                .toList();
    }

    /** The drafts of a bulletin, read back and compared with the warehouse. */
    Map<String, Comparison> compared(String bulletin) {
        var drafts = drafts(bulletin);
        return drafts.isEmpty()
                ? Map.of()
                : new DraftComparison(
                                List.of(printer(bulletin)),
                                run(bulletin),
                                Objects.requireNonNull(drafts.get(0).path().getParent()))
                        .by(List.of(() -> session(bulletin)));
    }

    /** The queries that give some copy other rows when they are asked once for all, as a run asks them. */
    Map<String, List<String>> askedAtOnce() {
        var differences = new TreeMap<String, List<String>>();
        runs.forEach((job, run) -> {
            try (var session = warehouse.session()) {
                rulebook.pin(session, run);
                var bulletins = rulebook.job(job).render().stream()
                        .map(name -> Objects.requireNonNull(rulebook.bulletins().get(name)))
                        .toList();
                rulebook.catalog()
                        .keep(
                                session,
                                bulletins.stream()
                                        .flatMap(b -> b.data().stream())
                                        .toList());
                for (var bulletin : bulletins) {
                    var recipients = printer(bulletin.name()).orders(session, run).stream()
                            .map(BulletinPrinter.Order::id)
                            .toList();
                    for (var query : bulletin.data()) {
                        if (!new RecipientQuery(query.body()).isSameForAll()) {
                            var found = AtOnce.differences(session, query.body(), recipients);
                            if (!found.isEmpty()) {
                                differences.put(bulletin.name() + "/" + query.name(), found);
                            }
                        }
                    }
                }
            }
        });
        return differences;
    }

    /** What the first copy of a bulletin is drawn from, as another node gets it, and as it comes from there. */
    List<byte[]> savedOnceAndAgain(String bulletin) {
        var printer = printer(bulletin);
        var saved = new ArrayList<byte[]>();
        for (var order : printer.orders(session(bulletin), run(bulletin)).stream()
                .limit(1)
                .toList()) {
            try {
                var edition = Edition.draft(run(bulletin).period(), order.id());
                saved.add(save(renderer.copy(
                        Objects.requireNonNull(rulebook.bulletins().get(bulletin)), session(bulletin), edition)));
                saved.add(save(renderer.restore(
                        Objects.requireNonNull(rulebook.bulletins().get(bulletin)),
                        new ByteArrayInputStream(saved.get(0)))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return saved;
    }

    private static byte[] save(Renderer.Copy copy) throws IOException {
        var bytes = new ByteArrayOutputStream();
        copy.save(bytes);
        return bytes.toByteArray();
    }

    private BulletinPrinter printer(String bulletin) {
        return new BulletinPrinter(
                renderer, Objects.requireNonNull(rulebook.bulletins().get(bulletin)), rulebook.subjects());
    }

    Rulebook rulebook() {
        return rulebook;
    }

    /** The session that sees what a job has found. */
    Session sessionOf(String job) {
        return computed.computeIfAbsent(job, this::pinned);
    }

    /** What is done with a run. */
    interface Work {
        void with(Session session, Run run, Rulebook rulebook);
    }

    /** For the last run of every job, with the session that sees it. */
    void eachRun(Work work) {
        runs.forEach((job, run) -> work.with(sessionOf(job), run, rulebook));
    }

    /** The session from which a bulletin is printed. */
    Session session(String bulletin) {
        return printing.computeIfAbsent(job(bulletin), this::printing);
    }

    private Run run(String bulletin) {
        return Objects.requireNonNull(runs.get(job(bulletin)));
    }

    private String job(String bulletin) {
        return runs.keySet().stream()
                .filter(job -> rulebook.job(job).render().contains(bulletin))
                .findFirst()
                .orElseThrow();
    }

    private void remove() {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
