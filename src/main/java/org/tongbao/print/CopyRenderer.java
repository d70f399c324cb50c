package org.tongbao.print;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.batch.core.step.StepExecution;
import org.tongbao.home.Home;
import org.tongbao.issue.Archive;
import org.tongbao.render.Bulletin;
import org.tongbao.render.Renderer;
import org.tongbao.rulebook.Rulebook;

/** Draws partitions of copies: from what the run's node has saved to finished files, both in the folder of the run. */
record CopyRenderer(Home home, Rulebook rulebook, Renderer renderer) {

    private static final String SNAPSHOT = ".facts.json";

    static CopyRenderer of(Home home, Rulebook rulebook) {
        return new CopyRenderer(home, rulebook, new Renderer(home.layers().below("report-templates")));
    }

    /** Whether this one would draw a partition's copies as any other does, and sees what they are drawn from. */
    boolean fits(StepExecution partition) {
        return Partitions.rules(rulebook).equals(Partitions.Terms.of(partition).rules())
                && Files.exists(Partitions.file(Partitions.folder(home, partition), partition, 0, SNAPSHOT));
    }

    /** Saves what a copy of a partition is drawn from. */
    void save(StepExecution partition, int number, Renderer.Copy copy) {
        write(Partitions.file(Partitions.folder(home, partition), partition, number, SNAPSHOT), copy::save);
    }

    /**
     * What came of a partition.
     *
     * @param files how many there are
     * @param failed copies that can't be drawn
     */
    record Drawn(long files, List<Failed> failed) {}

    /** A copy that can't be drawn. */
    record Failed(int number, Throwable why) {

        @Override
        public String toString() {
            return "copy " + number + ": " + why.getMessage();
        }
    }

    /** Draws a partition's copies until the thread is interrupted; one that can't be drawn stops no other. */
    Drawn draw(StepExecution partition) {
        var terms = Partitions.Terms.of(partition);
        var bulletin = Optional.ofNullable(rulebook.bulletins().get(terms.bulletin()))
                .orElseThrow(() -> new IllegalStateException("no bulletin '" + terms.bulletin() + "'"));
        var folder = Partitions.folder(home, partition);
        var failed = new ArrayList<Failed>();
        long files = 0;
        for (int number = 0; number < terms.copies() && !isInterrupted(); number++) {
            try {
                var copy = restore(bulletin, Partitions.file(folder, partition, number, SNAPSHOT));
                for (var part : BulletinPrinter.parts(copy).entrySet()) {
                    write(Partitions.file(folder, partition, number, part.getKey()), part.getValue());
                    files++;
                }
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                failed.add(new Failed(number, e));
            }
        }
        return new Drawn(files, failed);
    }

    private static boolean isInterrupted() {
        return Thread.currentThread().isInterrupted();
    }

    private Renderer.Copy restore(Bulletin bulletin, Path file) {
        try (var in = Files.newInputStream(file)) {
            return renderer.restore(bulletin, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whole or not at all, and on the disk before anybody is told that it is there. */
    private static void write(Path file, Archive.Content content) {
        var temporary = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.createDirectories(file.getParent());
            try (var disk = new FileOutputStream(temporary.toFile());
                    var out = new BufferedOutputStream(disk)) {
                content.writeTo(out);
                out.flush();
                disk.getFD().sync();
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
