package org.tongbao.job;

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
import org.tongbao.issue.Archive;
import org.tongbao.render.Bulletin;
import org.tongbao.render.Renderer;
import org.tongbao.run.Home;

/** Draws portions of copies: from what the run's node has kept to finished files, both in the folder of the run. */
record Pencil(Home home, Rulebook rulebook, Renderer renderer) {

    private static final String KEPT = ".facts";

    static Pencil of(Home home, Rulebook rulebook) {
        return new Pencil(home, rulebook, new Renderer(home.templates()));
    }

    /** Whether this one would draw a portion's copies as any other does, and sees what they are drawn from. */
    boolean fits(StepExecution portion) {
        return Portions.rules(rulebook).equals(Portions.Terms.of(portion).rules())
                && Files.exists(Portions.file(Portions.folder(home, portion), portion, 0, KEPT));
    }

    /** Keeps what a copy of a portion is drawn from. */
    void keep(StepExecution portion, int number, Renderer.Copy copy) {
        write(Portions.file(Portions.folder(home, portion), portion, number, KEPT), copy::keep);
    }

    /**
     * What came of a portion.
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

    /** Draws a portion's copies until the thread is interrupted; one that can't be drawn stops no other. */
    Drawn draw(StepExecution portion) {
        var terms = Portions.Terms.of(portion);
        var bulletin = Optional.ofNullable(rulebook.bulletins().get(terms.bulletin()))
                .orElseThrow(() -> new IllegalStateException("no bulletin '" + terms.bulletin() + "'"));
        var folder = Portions.folder(home, portion);
        var failed = new ArrayList<Failed>();
        long files = 0;
        for (int number = 0; number < terms.copies() && !isInterrupted(); number++) {
            try {
                var copy = kept(bulletin, Portions.file(folder, portion, number, KEPT));
                for (var part : Press.parts(copy).entrySet()) {
                    write(Portions.file(folder, portion, number, part.getKey()), part.getValue());
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

    private Renderer.Copy kept(Bulletin bulletin, Path file) {
        try (var in = Files.newInputStream(file)) {
            return renderer.kept(bulletin, in);
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
