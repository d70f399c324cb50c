package org.tongbao.check;

import java.util.ArrayList;
import java.util.List;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Session;

/** The stage: asks whether what has arrived is complete enough to be scored, and stops the run where it is not. */
public final class Check {

    private final Session session;
    private final Run run;
    private final Catalog catalog;

    /** The session must be pinned to the run. */
    public Check(Session session, Run run, Catalog catalog) {
        this.session = session;
        this.run = run;
        this.catalog = catalog;
    }

    /** Below a gate that stops, the run ends here; what is missing stands in {@code stage.gate} and in the message. */
    public static final class GateClosed extends RuntimeException {

        private static final long serialVersionUID = 1;

        GateClosed(List<String> missing) {
            super("not complete enough to be scored:\n  " + String.join("\n  ", missing));
        }
    }

    /** Holds every gate against the period, writes {@code stage.gate}; returns how many gates there are. */
    public long check(List<Gate> gates, Progress progress) {
        progress.begin("check", gates.size(), "gates");
        var closed = new ArrayList<String>();
        session.inTransaction(() -> {
            session.execute("delete from stage.gate where run = ?", run.number());
            for (var gate : gates) {
                pass(gate, closed);
                progress.advance(1);
            }
        });
        progress.end(gates.size() + " gates" + (closed.isEmpty() ? "" : ", " + closed.size() + " closed"));
        if (!closed.isEmpty()) {
            throw new GateClosed(closed);
        }
        return gates.size();
    }

    private void pass(Gate gate, List<String> closed) {
        var column = catalog.dataset(gate.dataset()).period();
        var counts = session.one("select count(*) filter (where " + column + " >= period_start() and " + column
                + " < period_end()) as now, count(*) filter (where " + column + " >= previous_start() and " + column
                + " < previous_end()) as before from " + gate.dataset());
        long now = counts.whole("now");
        boolean open = now >= gate.rows() && now >= gate.share() * counts.whole("before");
        session.execute(
                "insert into stage.gate values (?, ?, ?, ?, ?, ?)",
                run.number(),
                gate.dataset(),
                now,
                counts.whole("before"),
                gate.words(),
                open ? "open" : gate.stops() ? "stop" : "warn");
        if (!open && gate.stops()) {
            closed.add(catalog.dataset(gate.dataset()).title() + " (" + gate.dataset() + "): " + now + " rows in "
                    + run.period() + ", " + counts.whole("before") + " before; at least " + gate.words() + " needed");
        }
    }
}
