package org.tongbao.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders and files that are their owner's alone, also where somebody made them open before. */
class OwnerOnlyTest {

    @TempDir
    Path folder;

    @Test
    void foldersAreMadeShutAndOpenOnesAreShut() throws IOException {
        assertThat(mode(OwnerOnly.folder(folder.resolve("a/b/c")))).isEqualTo("rwx------");
        var open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        OwnerOnly.shut(open);
        assertThat(mode(open)).isEqualTo("rwx------");
        OwnerOnly.shut(folder.resolve("absent"));
        assertThat(folder.resolve("absent")).doesNotExist();
    }

    @Test
    void filesAreShutFromTheirFirstByteAndReplacedWhole() throws IOException {
        var file = folder.resolve("key");
        Files.writeString(file, "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        OwnerOnly.write(file, "new");
        assertThat(file).hasContent("new");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void theAccessListOfAFolderOfWindowsHasItsOwnerOnlyAndIsInherited() throws IOException {
        var owner = Files.getOwner(folder);
        assertThat(OwnerOnly.own(owner)).singleElement().satisfies(entry -> {
            assertThat(entry.principal()).isEqualTo(owner);
            assertThat(entry.type()).isEqualTo(AclEntryType.ALLOW);
            assertThat(entry.permissions()).contains(AclEntryPermission.READ_DATA, AclEntryPermission.WRITE_DATA);
            assertThat(entry.flags())
                    .containsExactlyInAnyOrder(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT);
        });
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
