package org.tongbao.issue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.tongbao.home.Durable;

/**
 * Keeps copies of the files that bulletins were issued with, so that an old one can be made again after its template has
 * changed. Each content is kept once, under its SHA-256; a list per state of the files says which content stood where.
 */
public final class SpecArchive {

    private final Path folder;

    /** Copies are kept below {@code folder}. */
    public SpecArchive(Path folder) {
        this.folder = folder;
    }

    /**
     * Keeps files.
     *
     * @param spec name of this state of the files: their common SHA-256
     * @param files path below a home folder, with forward slashes, to file
     */
    public void keep(String spec, Map<String, Path> files) {
        var list = folder.resolve(spec + ".txt");
        if (Files.exists(list)) {
            return;
        }
        var lines = new StringBuilder();
        try {
            Files.createDirectories(folder.resolve("content"));
            for (var file : files.entrySet()) {
                var bytes = Files.readAllBytes(file.getValue());
                var name = DigestUtils.sha256Hex(bytes);
                var content = folder.resolve("content").resolve(name);
                if (!Files.exists(content)) {
                    write(content, bytes);
                }
                lines.append(name).append(' ').append(file.getKey()).append('\n');
            }
            Durable.folder(folder.resolve("content"));
            write(list, lines.toString().getBytes(StandardCharsets.UTF_8));
            Durable.folder(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies the files of a kept state below another home folder. */
    public void restore(String spec, Path home) {
        var list = folder.resolve(spec + ".txt");
        if (!Files.exists(list)) {
            throw new IllegalArgumentException("no copy is kept of the files " + spec + " in " + folder);
        }
        try {
            for (var line : Files.readAllLines(list)) {
                int blank = line.indexOf(' ');
                var target = home.resolve(line.substring(blank + 1)).normalize();
                if (!target.startsWith(home)) {
                    throw new IllegalArgumentException(list + " names a file outside its folder: " + line);
                }
                Files.createDirectories(target.getParent());
                Files.copy(folder.resolve("content").resolve(line.substring(0, blank)), target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whole or not at all. */
    private static void write(Path file, byte[] bytes) throws IOException {
        var temporary = file.resolveSibling(file.getFileName() + ".part");
        Files.write(temporary, bytes);
        Durable.file(temporary);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
