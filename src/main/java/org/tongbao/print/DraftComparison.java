package org.tongbao.print;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.tongbao.render.Comparison;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Session;

/**
 * Compares the finished files of bulletins' copies in a folder with the facts. The engine plans a query on one processor, so
 * several sessions ask for facts at once, a bulletin each; files are read back meanwhile.
 */
public final class DraftComparison {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final List<BulletinPrinter> printers;
    private final Run run;
    private final Path folder;

    public DraftComparison(List<BulletinPrinter> printers, Run run, Path folder) {
        this.printers = List.copyOf(printers);
        this.run = run;
        this.folder = folder;
    }

    /**
     * What was found, by name of the file without its ending.
     *
     * @param sessions each gives a session that is pinned to the run; asked for in the thread that uses it, and not closed
     */
    public Map<String, Comparison> by(List<Callable<Session>> sessions) {
        var waiting = new ConcurrentLinkedQueue<>(printers);
        var found = new LinkedHashMap<BulletinPrinter, Map<String, Future<Comparison>>>();
        printers.forEach(printer -> found.put(printer, new LinkedHashMap<>()));
        var room = new Semaphore(2 * PROCESSORS);
        var hands = Executors.newFixedThreadPool(PROCESSORS);
        var askers = Executors.newFixedThreadPool(sessions.size());
        try {
            var asked = new ArrayList<Future<?>>();
            for (var each : sessions) {
                asked.add(askers.submit(() -> {
                    var session = each.call();
                    for (var printer = waiting.poll(); printer != null; printer = waiting.poll()) {
                        compare(printer, session, room, hands, found.getOrDefault(printer, Map.of()));
                    }
                    return session;
                }));
            }
            for (var each : asked) {
                each.get();
            }
            var all = new LinkedHashMap<String, Comparison>();
            for (var files : found.values()) {
                for (var file : files.entrySet()) {
                    all.put(file.getKey(), file.getValue().get());
                }
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException("drafts can't be read back: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading drafts back", e);
        } finally {
            askers.shutdownNow();
            hands.shutdownNow();
        }
    }

    private void compare(
            BulletinPrinter printer,
            Session session,
            Semaphore room,
            ExecutorService hands,
            Map<String, Future<Comparison>> found) {
        var drafts = BulletinPrinter.drafts(printer.orders(session, run), run.period());
        printer.copies(session, drafts, (order, copy) -> {
            room.acquireUninterruptibly();
            found.put(order.file(), hands.submit(() -> {
                try {
                    return copy.compare(
                            folder.resolve(order.file() + BulletinPrinter.PAGE),
                            folder.resolve(order.file() + BulletinPrinter.WORKBOOK));
                } finally {
                    room.release();
                }
            }));
        });
    }
}
