package org.tongbao.print;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tongbao.home.Home;
import org.tongbao.message.Refusal;
import org.tongbao.pipeline.Pipeline;
import org.tongbao.render.Bulletin;
import org.tongbao.render.Renderer;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Period;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.ledger.RunLedger;

/** A bulletin as it would be printed now, for somebody who is editing its template. */
public final class Preview {

    private final Home home;
    private final String bulletin;
    private final Period period;
    private final @Nullable String recipient;
    private @Nullable Renderer renderer;
    private @Nullable Cached cached;

    /**
     * The preview of one copy.
     *
     * @param recipient its key or name; null for the first copy
     */
    public Preview(Home home, String bulletin, Period period, @Nullable String recipient) {
        this.home = home;
        this.bulletin = bulletin;
        this.period = period;
        this.recipient = recipient;
    }

    /**
     * What was made.
     *
     * @param mistakes in the files that people edit; with some, nothing is made
     */
    public record Made(List<Path> files, List<Problems.Problem> mistakes) {}

    /**
     * What the last preview was made from.
     *
     * @param around the files outside the bulletin's folder, with their size and time
     */
    private record Cached(Map<String, String> around, Bulletin bulletin, Renderer.Copy copy) {}

    /**
     * Reads the files as they are now, and makes the copy of the last run for the period. Facts are asked for again only
     * if they may be other: not for other words, looks or charts.
     */
    public Made make(Session session, Path folder) {
        var around = around();
        if (cached != null && cached.around.equals(around)) {
            var problems = new Problems();
            var files = new SpecFiles(home.layers(), problems).withWords(cached.bulletin.bureau());
            var version = Bulletin.read(files, home.templates().resolve(bulletin));
            if (problems.count() == 0 && version.isPresent() && version.get().hasQueriesOf(cached.bulletin)) {
                var copy = cached.copy.withBulletin(version.get());
                copy.check(problems);
                return made(copy, problems, folder);
            }
        }
        return makeAnew(session, folder, around);
    }

    /** All files of rulebook and templates but the bulletin's own and those that only say how things look. */
    private Map<String, String> around() {
        var around = new TreeMap<String, String>();
        for (var file : Rulebook.files(home).entrySet()) {
            var path = file.getValue();
            var name = file.getKey();
            if (!name.startsWith("report-templates/" + bulletin + "/")
                    && !name.endsWith(".ftlh")
                    && !name.endsWith(".css")) {
                try {
                    around.put(name, Files.size(path) + " " + Files.getLastModifiedTime(path));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return around;
    }

    private Made makeAnew(Session session, Path folder, Map<String, String> around) {
        var problems = new Problems();
        var rulebook = Rulebook.readForLooking(home, problems);
        if (problems.count() > 0) {
            return new Made(List.of(), problems.sorted());
        }
        var wanted = rulebook.bulletins().get(bulletin);
        if (wanted == null) {
            throw Refusal.unknown(
                    "bulletin.unknown", bulletin, rulebook.bulletins().keySet());
        }
        rulebook.requireBureau(home);
        rulebook.catalog().define(session);
        var run = rulebook.jobs().values().stream()
                .filter(job -> job.render().contains(bulletin))
                .flatMap(job -> new RunLedger(session).latest(job.name(), period).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no job that makes '" + bulletin + "' has been run for " + period));
        rulebook.pin(session, run);
        wanted.check(session, problems);
        if (problems.count() > 0) {
            return new Made(List.of(), problems.sorted());
        }
        if (renderer == null) {
            renderer = new Renderer(
                    home.layers().below("report-templates")); // fonts take longer to read than a page to lay out
        }
        var printer = new BulletinPrinter(renderer, wanted, rulebook.subjects());
        var copy = new Pipeline(session, rulebook).withUncertainty(run, () -> printer.draft(session, run, recipient));
        cached = new Cached(around, wanted, copy);
        return made(copy, problems, folder);
    }

    private static Made made(Renderer.Copy copy, Problems problems, Path folder) {
        if (problems.count() > 0) {
            return new Made(List.of(), problems.sorted());
        }
        try {
            return new Made(copy.preview(folder), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
