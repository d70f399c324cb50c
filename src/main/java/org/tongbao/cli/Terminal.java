package org.tongbao.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.tongbao.run.Progress;

/**
 * Progress as a bar that is drawn over on a terminal, and as plain lines where the output goes to a file. Which of the
 * two it is, the launcher tells, because Java can't before version 22 when only the output is redirected.
 */
final class Terminal implements Progress {

    private static final int BAR = 24;
    private static final long REDRAW = 100_000_000;

    private final PrintStream out;
    private final boolean bars;
    private String what = "";
    private String unit = "";
    private String where = "";
    private long total;
    private long done;
    private long begun;
    private long drawn;

    private Terminal(PrintStream out, boolean bars) {
        this.out = out;
        this.bars = bars;
    }

    static Progress of(PrintStream out, boolean quiet, boolean bars) {
        return quiet ? Progress.NONE : new Terminal(out, bars);
    }

    /** Whether this process writes to a terminal. */
    static boolean isThere() {
        return Boolean.getBoolean("tongbao.terminal") || isConsole();
    }

    /** From Java 22 on there is a console even where there is no terminal. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isConsole() {
        return Runtime.version().feature() < 22 && System.console() != null;
    }

    @Override
    public synchronized void begin(String what, long total, String unit) {
        this.what = what;
        this.unit = unit;
        this.total = total;
        this.done = 0;
        this.where = "";
        this.begun = System.nanoTime();
        this.drawn = 0;
        if (bars) {
            draw();
        } else {
            out.println(what + " ...");
        }
    }

    @Override
    public synchronized void advance(long by) {
        done += by;
        if (bars && System.nanoTime() - drawn > REDRAW) {
            draw();
        }
    }

    @Override
    public synchronized void end(String outcome) {
        var line = "%-8s %s  %s".formatted(what, seconds(), outcome);
        out.println(bars ? "\r\u001b[K" + line : line);
    }

    @Override
    public synchronized void at(String here) {
        where = here;
        if (bars && System.nanoTime() - drawn > REDRAW) {
            draw();
        }
    }

    @Override
    public synchronized void tell(String lines) {
        lines.lines().forEach(line -> out.println("  " + line));
    }

    private void draw() {
        drawn = System.nanoTime();
        double seconds = (drawn - begun) / 1e9;
        var text = new StringBuilder("\r\u001b[K").append("%-8s ".formatted(what));
        if (total > 0) {
            int filled = (int) Math.min(BAR, BAR * done / total);
            text.append("█".repeat(filled)).append("░".repeat(BAR - filled));
            text.append(" %3d%%".formatted(Math.min(100, 100 * done / total)));
        }
        text.append(" %,d %s".formatted(done, unit));
        if (seconds > 1 && done > 0) {
            text.append(" %,d/s".formatted((long) (done / seconds)));
            if (total > done) {
                text.append(", %d s left".formatted((long) Math.ceil(seconds * (total - done) / done)));
            }
        }
        if (!where.isEmpty()) {
            text.append("  ").append(where);
        }
        out.print(text);
        out.flush();
    }

    private String seconds() {
        return String.format(Locale.ROOT, "%5.1f s", (System.nanoTime() - begun) / 1e9);
    }
}
