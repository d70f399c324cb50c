package org.tongbao.deliver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Puts a run's artifacts into a folder; a file that is already there with the same bytes is left alone. */
public final class FolderDelivery {

    private final Path target;

    public FolderDelivery(Path target) {
        this.target = target;
    }

    /** Delivers every file of the archive's folder; returns how many were put there. */
    public int deliver(Path archive) {
        try (Stream<Path> files = Files.list(archive)) {
            int delivered = 0;
            for (var file :
                    files.filter(f -> !f.toString().endsWith(".part")).sorted().toList()) {
                delivered += deliverFile(file) ? 1 : 0;
            }
            return delivered;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean deliverFile(Path file) throws IOException {
        var place = target.resolve(String.valueOf(file.getFileName()));
        if (Files.exists(place) && Files.mismatch(file, place) < 0) {
            return false;
        }
        Files.createDirectories(target);
        var temporary = place.resolveSibling(place.getFileName() + ".part");
        Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
        Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }
}
