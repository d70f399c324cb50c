package org.tongbao.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.tongbao.home.Home;
import org.tongbao.print.BulletinPrinter;
import org.tongbao.pull.Pull;
import org.tongbao.render.Renderer;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.ledger.RunLedger;

/** What a run would pull, compute, make and send; nothing of it is done. */
public final class DryRun {

    /** So many new files of a source are named. */
    private static final int NAMED = 3;

    private final Home home;
    private final Rulebook rulebook;
    private final Pull pull;
    private final Session session;

    DryRun(Home home, Rulebook rulebook, Pull pull, Session session) {
        this.home = home;
        this.rulebook = rulebook;
        this.pull = pull;
        this.session = session;
    }

    /** Something that a step would do. */
    public record Line(Steps step, String what) {}

    List<Line> of(Job job, Period period) {
        var lines = new ArrayList<Line>();
        pull.waiting(job.pull(), session).stream()
                .filter(source -> source.asked() || !source.fresh().isEmpty())
                .map(DryRun::words)
                .forEach(what -> lines.add(new Line(Steps.PULL, what)));
        if (lines.isEmpty()) {
            lines.add(new Line(Steps.PULL, "nothing new"));
        }
        job.check().forEach(gate -> lines.add(new Line(Steps.CHECK, gate.dataset())));
        lines.add(new Line(
                Steps.MEASURE,
                rulebook.indicators(job).size() + " indicators, "
                        + rulebook.findings(job).size() + " rules for findings"));
        job.score().forEach(scheme -> lines.add(new Line(Steps.SCORE, scheme)));
        job.rank().forEach(scheme -> lines.add(new Line(Steps.RANK, scheme)));
        job.decide().forEach(ladder -> lines.add(new Line(Steps.DECIDE, ladder)));
        var last = last(job, period);
        last.ifPresent(run -> rulebook.pin(session, run));
        job.render().forEach(bulletin -> lines.add(new Line(Steps.RENDER, bulletin + copies(bulletin, last))));
        job.deliver().forEach(to -> lines.add(new Line(Steps.DELIVER, to.words(period))));
        return lines;
    }

    private static String words(Pull.Waiting source) {
        if (source.asked()) {
            return source.source() + ": asks its database or service";
        }
        var fresh = source.fresh();
        return source.source() + ": " + fresh.size() + " of " + source.all() + " files are new: "
                + String.join(", ", fresh.subList(0, Math.min(NAMED, fresh.size())))
                + (fresh.size() > NAMED ? ", ..." : "");
    }

    /** Whoever gets a copy may depend on what comes out: the last run is the best guess. */
    private Optional<Run> last(Job job, Period period) {
        var ledger = new RunLedger(session);
        return ledger.latest(job.name(), period).or(() -> ledger.latest(job.name(), period.previous()));
    }

    private String copies(String name, Optional<Run> last) {
        var bulletin = Objects.requireNonNull(rulebook.bulletins().get(name));
        return last.map(run -> {
                    var printer = new BulletinPrinter(
                            new Renderer(home.layers().below("report-templates")), bulletin, rulebook.subjects());
                    return ": " + printer.copies(session) + " copies in run " + run.number() + " for " + run.period();
                })
                .orElse(": copies are not known before a first run");
    }
}
