package org.tongbao.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Folders and files that nobody but their owner may look into: POSIX modes, access lists on Windows. What lies in such a
 * folder is shut with it, whatever its own rights are.
 */
public final class OwnerOnly {

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /** Makes a folder, and those above it, if it is not there; shuts it if it is open to others. */
    public static Path folder(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                var above = folder.toAbsolutePath().getParent();
                if (above != null) {
                    Files.createDirectories(above);
                }
                Files.createDirectories(folder, attributes(folder.toAbsolutePath(), FOLDER));
            }
            shut(folder, FOLDER);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shuts a folder that is there; one that is not there is not made. */
    public static void shut(Path folder) {
        if (Files.isDirectory(folder)) {
            folder(folder);
        }
    }

    /** Writes a small file whole or not at all, on the disk when this returns; it is the owner's from its first byte. */
    public static void write(Path file, String text) {
        var part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            Files.createFile(part, attributes(file.toAbsolutePath(), FILE));
            shut(part, FILE);
            Files.write(part, text.getBytes(StandardCharsets.UTF_8));
            Durable.file(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Durable.folder(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileAttribute<?>[] attributes(Path place, Set<PosixFilePermission> mode) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)}
                : new FileAttribute<?>[0];
    }

    private static void shut(Path path, Set<PosixFilePermission> mode) throws IOException {
        var posix = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        var acl = Files.getFileAttributeView(path, AclFileAttributeView.class);
        try {
            if (posix != null) {
                if (!posix.readAttributes().permissions().equals(mode)) {
                    posix.setPermissions(mode);
                }
            } else if (acl != null) {
                var own = own(acl.getOwner());
                if (!acl.getAcl().equals(own)) {
                    acl.setAcl(own);
                }
            }
        } catch (FileSystemException e) {
            throw (IOException) new AccessDeniedException(
                            path.toString(), null, "it belongs to " + Files.getOwner(path) + " and is open to others")
                    .initCause(e);
        }
    }

    /** The access list of what is its owner's alone; what comes to lie below inherits it. */
    static List<AclEntry> own(UserPrincipal owner) {
        return List.of(AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(owner)
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .setFlags(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT)
                .build());
    }
}
