package org.tongbao.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The temporary files of this process: {@code var/temp/PID}. Nobody tidies up after a process that is killed, so each
 * tells by a lock that it lives, and each new one removes the folders of those that do not. A lock, not the number: a
 * container's first process always has the number 1, and nodes may share the folder.
 */
final class TemporaryFolder {

    private static final Map<Path, TemporaryFolder> OURS = new HashMap<>();
    private static final String LOCK = ".lock";
    private static @Nullable Path made;

    private final Path folder;

    /** Open as long as the process lives. */
    @SuppressWarnings("UnusedVariable")
    private final FileChannel lock;

    private TemporaryFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** This process's own below a folder; it is there when this returns. */
    static Path below(Path temp) {
        synchronized (OURS) {
            var ours = OURS.get(temp);
            try {
                if (ours == null || !Files.isDirectory(temp)) {
                    var above = temp.getParent();
                    if (made == null && above != null && !Files.exists(above)) {
                        made = above;
                    }
                    OwnerOnly.folder(temp);
                    sweep(temp);
                    ours = claim(temp);
                    if (OURS.isEmpty()) {
                        Runtime.getRuntime().addShutdownHook(new Thread(TemporaryFolder::removeOurs));
                    }
                    OURS.put(temp, ours);
                }
                return Files.createDirectories(ours.folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static TemporaryFolder claim(Path temp) throws IOException {
        var pid = String.valueOf(ProcessHandle.current().pid());
        for (int i = 1; ; i++) {
            var name = i == 1 ? pid : pid + "-" + i;
            var lock = lock(temp.resolve(name + LOCK));
            if (lock != null) {
                return new TemporaryFolder(temp.resolve(name), lock);
            }
        }
    }

    /** The lock, or null if somebody has it. */
    private static @Nullable FileChannel lock(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            held = channel.tryLock() != null && Files.exists(file); // its last holder may have removed it just now
        } catch (OverlappingFileLockException e) {
            held = false; // this process's own
        } finally {
            if (!held) {
                channel.close();
            }
        }
        return held ? channel : null;
    }

    /** Removes what the dead have left. */
    private static void sweep(Path temp) throws IOException {
        try (var left = Files.list(temp)) {
            for (var each : left.toList()) {
                var name = String.valueOf(each.getFileName());
                if (name.endsWith(LOCK)
                        && Files.exists(temp.resolve(name.substring(0, name.length() - LOCK.length())))) {
                    continue; // goes with its folder
                }
                var file = name.endsWith(LOCK) ? each : temp.resolve(name + LOCK);
                try (var lock = lock(file)) {
                    if (lock != null) {
                        remove(each);
                        Files.deleteIfExists(file);
                    }
                }
            }
        }
    }

    private static void removeOurs() {
        synchronized (OURS) {
            OURS.forEach((temp, ours) -> {
                try {
                    remove(ours.folder);
                    Files.deleteIfExists(temp.resolve(ours.folder.getFileName() + LOCK));
                    var above = temp.getParent();
                    if (above != null && above.equals(made)) {
                        Files.deleteIfExists(
                                temp); // a command that only looked leaves nothing; what is not empty stays
                        Files.deleteIfExists(above);
                    }
                } catch (IOException | UncheckedIOException e) {
                    // the next process sweeps it
                }
            });
        }
    }

    private static void remove(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.deleteIfExists(path);
            return;
        }
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
