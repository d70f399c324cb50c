package org.tongbao.pull.file;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Reads a sheet in a thread of its own, some thousand rows ahead of whoever takes them. */
final class ReadAhead {

    private static final int BATCH = 1_000;
    private static final int BATCHES = 8;

    private final ArrayBlockingQueue<List<SheetRow>> queue = new ArrayBlockingQueue<>(BATCHES);
    private List<SheetRow> batch = new ArrayList<>(BATCH);

    private ReadAhead() {}

    private record SheetRow(long number, boolean hidden, List<@Nullable String> cells) {}

    /** As {@link Workbook#read}; the rows are taken in the calling thread. */
    static Workbook.Oddities read(Workbook book, Workbook.Tab tab, Workbook.RowConsumer consumer) {
        return new ReadAhead().run(book, tab, consumer);
    }

    private Workbook.Oddities run(Workbook book, Workbook.Tab tab, Workbook.RowConsumer consumer) {
        var reading = new FutureTask<>(() -> {
            try {
                return book.read(tab, this::put);
            } finally {
                // Whatever happened, the consumer must not wait for more: an empty batch is the last.
                queue.put(batch);
                if (!batch.isEmpty()) {
                    queue.put(List.of());
                }
            }
        });
        var thread = new Thread(reading, "read-ahead");
        thread.setDaemon(true);
        thread.start();
        boolean taken = false;
        try {
            for (var rows = queue.take(); !rows.isEmpty(); rows = queue.take()) {
                rows.forEach(row -> consumer.accept(row.number(), row.hidden(), row.cells()));
            }
            taken = true;
            return reading.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreadable("the reading was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new Unreadable("not readable as a spreadsheet: " + e.getCause(), e);
        } finally {
            if (!taken) {
                reading.cancel(true);
            }
            awaitEnd(thread);
        }
    }

    private void put(long number, boolean hidden, List<@Nullable String> cells) {
        batch.add(new SheetRow(number, hidden, new ArrayList<>(cells)));
        if (batch.size() == BATCH) {
            try {
                queue.put(batch);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException();
            }
            batch = new ArrayList<>(BATCH);
        }
    }

    /** The book may be closed only when nobody reads it. */
    private static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
