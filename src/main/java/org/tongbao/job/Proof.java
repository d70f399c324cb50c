package org.tongbao.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.Renderer;
import org.tongbao.run.Home;
import org.tongbao.run.Period;
import org.tongbao.run.Refusal;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.RunLedger;
import org.tongbao.warehouse.Session;

/** A bulletin as it would be printed now, for somebody who is editing its template. */
public final class Proof {

    private final Home home;
    private final String bulletin;
    private final Period period;
    private final @Nullable String recipient;
    private @Nullable Renderer renderer;

    /**
     * The proof of one copy.
     *
     * @param recipient its key or name; null for the first copy
     */
    public Proof(Home home, String bulletin, Period period, @Nullable String recipient) {
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

    /** Reads the files as they are now, and makes the copy of the last run for the period. */
    public Made pull(Session session, Path folder) {
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
            renderer = new Renderer(home.templates()); // fonts take longer to read than a page to lay out
        }
        var press = new Press(renderer, wanted, rulebook.catalog(), rulebook.subjects());
        try {
            return new Made(press.proof(session, run, recipient).preview(folder), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
