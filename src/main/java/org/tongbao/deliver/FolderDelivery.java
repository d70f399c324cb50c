package org.tongbao.deliver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/** Puts a run's artifacts into a folder; a file that is already there with the same bytes is left alone. */
public final class FolderDelivery {

    private final Path target;

    public FolderDelivery(Path target) {
        this.target = target;
    }

    /**
     * Delivers files of the archive's folder. A draft that is no longer made goes, unless somebody has written into it;
     * whatever else lies there stays.
     *
     * @param superseded drafts of earlier runs: file to the SHA-256 of its editions
     */
    public void deliver(Path archive, List<String> names, Map<String, Set<String>> superseded) {
        try {
            for (var name : names) {
                deliver(archive.resolve(name));
            }
            for (var each : superseded.entrySet()) {
                var file = target.resolve(each.getKey());
                if (!names.contains(each.getKey())
                        && Files.isRegularFile(file)
                        && each.getValue().contains(hash(file))) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(Path file) throws IOException {
        return new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file);
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
