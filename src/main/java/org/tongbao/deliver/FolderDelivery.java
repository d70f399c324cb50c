package org.tongbao.deliver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Puts a run's artifacts into a folder; a file that is already there with the same bytes is left alone. */
public final class FolderDelivery {

    private final Path target;

    public FolderDelivery(Path target) {
        this.target = target;
    }

    /** Delivers files of the archive's folder, and leaves others that lie there from earlier runs. */
    public void deliver(Path archive, List<String> names) {
        try {
            for (var name : names) {
                deliver(archive.resolve(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deliver(Path file) throws IOException {
        var place = target.resolve(String.valueOf(file.getFileName()));
        if (Files.exists(place) && Files.mismatch(file, place) < 0) {
            return;
        }
        Files.createDirectories(target);
        var temporary = place.resolveSibling(place.getFileName() + ".part");
        Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
        Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
