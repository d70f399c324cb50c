package org.tongbao.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Brings files to the disk (fsync). A database that says a file is there must not be on the disk before the file is, or a
 * power failure leaves an entry without its file.
 */
public final class Durable {

    private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

    private Durable() {}

    /** Returns when the bytes of a file are on the disk, also of one that may only be read, as what is issued. */
    public static void file(Path file) {
        if (!WINDOWS) {
            force(file, StandardOpenOption.READ);
        } else if (Files.isWritable(file)) { // another one can't be forced there
            force(file, StandardOpenOption.WRITE);
        }
    }

    /** Returns when the names in a folder are on the disk. Windows keeps them by itself and opens no folders. */
    public static void folder(@Nullable Path folder) {
        if (folder != null && !WINDOWS) {
            force(folder, StandardOpenOption.READ);
        }
    }

    /** Returns when all files of a folder, those of the folders below it, and their names are on the disk. */
    public static void tree(Path root) {
        try (var all = Files.walk(root)) {
            all.forEach(each -> {
                if (Files.isDirectory(each)) {
                    folder(each);
                } else if (Files.isRegularFile(each)) {
                    file(each);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        folder(root.toAbsolutePath().getParent());
    }

    /** Returns when the names in a folder and in those above it, up to another, are on the disk. */
    public static void above(Path folder, Path top) {
        for (var above = folder; above != null && above.startsWith(top); above = above.getParent()) {
            folder(above);
        }
    }

    /** Moves a file or folder whose content is on the disk to its place, in one step; the new name is on the disk, too. */
    public static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        folder(to.toAbsolutePath().getParent());
        folder(from.toAbsolutePath().getParent());
    }

    private static void force(Path path, StandardOpenOption how) {
        try (var channel = FileChannel.open(path, how)) {
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
