package org.tongbao.pull.file;

import org.apache.commons.codec.digest.DigestUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes one load: a file, a member of an archive, or one sheet of a workbook.
 *
 * @param file where it lies
 * @param packed how the file is packed
 * @param member name within a zip archive, or null
 * @param sheet the only sheet that is meant, or null
 */
public record Piece(
        Path file,
        Packed packed,
        @Nullable String member,
        @Nullable String sheet) {

    /** The whole of a file. */
    public static Piece of(Path file) {
        return new Piece(file, Packed.of(file), null, null);
    }

    /** Whether it is an archive of files. */
    public boolean isArchive() {
        return packed == Packed.ZIP && member == null;
    }

    /** The names of an archive's files, in its order. */
    public List<String> members() {
        return Packed.members(file);
    }

    /** Whether a member's name would lead out of the folder that it is unpacked to; honest archives have none. */
    public static boolean leadsOut(String member) {
        return Packed.leadsOut(member);
    }

    /** A file of the archive. */
    public Piece withMember(String name) {
        return new Piece(file, packed, name, null);
    }

    /** The same with only this sheet meant. */
    public Piece withSheet(@Nullable String name) {
        return new Piece(file, packed, member, name);
    }

    /** About how many bytes will be read. */
    public long size() {
        return packed.size(file, member);
    }

    /** Hash of the bytes before packing, so that packing a file anew does not change it. */
    public String sha256() {
        try (var in = packed.open(file, member)) {
            return DigestUtils.sha256Hex(in);
        } catch (IOException e) {
            throw Unreadable.of(e);
        }
    }

    /** Removes the copy that {@link #unpacked} made. */
    public void deleteUnpacked(Path plain) {
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
    public Path unpacked(Path temporary) {
        if (packed == Packed.NOT) {
            return file;
        }
        try (var in = packed.open(file, member)) {
            Files.createDirectories(temporary);
            var copy = Files.createTempFile(temporary, "unpacked-", "");
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return copy;
        } catch (IOException e) {
            throw Unreadable.of(e);
        }
    }
}
