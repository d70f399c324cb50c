package org.tongbao.issue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Brings what has been written onto the disk: after that a power cut does not lose it. */
public final class Flushed {

    private Flushed() {}

    static void file(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** The names in a folder. Windows opens no folders, and keeps the names by itself. */
    static void folder(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // nothing that could be done
        }
    }

    /** A folder's files. */
    public static void files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                file(file);
            }
        }
        folder(folder);
    }

    /** The names of folders: of one, and of those above it up to another. */
    public static void above(Path folder, Path top) {
        for (var above = folder; above != null && above.startsWith(top); above = above.getParent()) {
            folder(above);
        }
    }
}
