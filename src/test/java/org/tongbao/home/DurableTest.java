package org.tongbao.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files, and the names in their folders, are forced to the disk. */
class DurableTest {

    private static final Path STRACE = Path.of("/usr/bin/strace");

    @TempDir
    Path folder;

    @Test
    void movedTreesAreWhole() throws Exception {
        var tree = make();
        Durable.tree(tree);
        Durable.move(tree, folder.resolve("moved"));
        assertThat(tree).doesNotExist();
        assertThat(folder.resolve("moved/below/文件")).hasContent("b");
    }

    /** What the system is asked to do can be seen from outside only. */
    @Test
    void eachFileAndFolderIsForcedBeforeTheMoveAndBothFoldersAfterIt() throws Exception {
        assumeTrue(Files.isExecutable(STRACE));
        make();
        var log = folder.resolve("calls");
        var process = new ProcessBuilder(
                        STRACE.toString(),
                        "-f",
                        "-e",
                        "trace=fsync,rename",
                        "-o",
                        log.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DurableTest.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(process.waitFor() == 0, said); // where no process may watch another
        var calls = Files.readAllLines(log).stream()
                .filter(line -> line.contains("fsync(") || line.contains("rename("))
                .map(line -> line.contains("fsync(") ? "fsync" : "rename")
                .toList();
        assertThat(calls)
                .as(
                        "two files, two folders, the folder above; the move; the folder above as the one it came from and went to")
                .containsExactly("fsync", "fsync", "fsync", "fsync", "fsync", "rename", "fsync", "fsync");
    }

    private Path make() throws Exception {
        var tree = folder.resolve("tree");
        Files.createDirectories(tree.resolve("below"));
        Files.writeString(tree.resolve("a"), "a");
        Files.writeString(tree.resolve("below/文件"), "b");
        return tree;
    }

    /** The process that is watched. */
    public static void main(String[] folder) {
        var tree = Path.of(folder[0]).resolve("tree");
        Durable.tree(tree);
        Durable.move(tree, tree.resolveSibling("moved"));
    }
}
