package org.tongbao.pull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Digest;

/**
 * What becomes one load: a file, a member of an archive, or one sheet of a workbook.
 *
 * @param file where it lies
 * @param packed how the file is packed
 * @param member name within a zip archive, or null
 * @param sheet the only sheet that is meant, or null
 */
record Piece(
        Path file,
        Packed packed,
        @Nullable String member,
        @Nullable String sheet) {

    Piece withSheet(@Nullable String name) {
        return new Piece(file, packed, member, name);
    }

    /** About how many bytes will be read. */
    long size() {
        return packed.size(file, member);
    }

    /** Hash of the bytes before packing, so that packing a file anew does not change it. */
    String sha256() {
        try (var in = packed.open(file, member)) {
            return Digest.of(in);
        } catch (IOException e) {
            throw Packed.broken(e);
        }
    }

    /** Removes the copy that {@link #plain} made. */
    void discard(Path plain) {
        if (plain.equals(file)) {
            return;
        }
        try {
            Files.deleteIfExists(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file with these bytes: the file itself, or an unpacked copy in the temporary folder. */
    Path plain(Path temporary) {
        if (packed == Packed.NOT) {
            return file;
        }
        try (var in = packed.open(file, member)) {
            Files.createDirectories(temporary);
            var copy = Files.createTempFile(temporary, "unpacked-", "");
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return copy;
        } catch (IOException e) {
            throw Packed.broken(e);
        }
    }
}
