package org.tongbao;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with something in Java's place that says how it was called. */
class LauncherTest {

    @TempDir
    Path folder;

    @BeforeEach
    void install() throws IOException {
        Files.copy(Path.of("tongbao"), folder.resolve("tongbao"));
        executable(folder.resolve("tongbao"));
        Files.createDirectories(folder.resolve("src/main"));
        Files.writeString(folder.resolve("pom.xml"), "");
        Files.createDirectories(folder.resolve("target"));
        Files.createDirectories(folder.resolve("java/bin"));
    }

    /** A Java that lays out a jar, makes an archive of classes if it can, and otherwise tells its words and its locale. */
    private void java(String archiving) throws IOException {
        Files.writeString(folder.resolve("target/tongbao.jar"), "a jar");
        Files.writeString(folder.resolve("java/bin/java"), """
                #!/bin/sh
                for word in "$@"; do
                  case "$word" in
                    extract) mkdir -p "$6"; echo jar > "$6/tongbao.jar"; echo laid out >&2; exit 0 ;;
                    -XX:ArchiveClassesAtExit=*) echo "a warning"; %s ;;
                  esac
                done
                echo "$(locale charmap) ${TONGBAO_LANGUAGE:-none}"
                for word in "$@"; do echo "$word"; done
                """.formatted(archiving));
        executable(folder.resolve("java/bin/java"));
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void classesAreArchivedOnceAndUsedWhereTheArchiveIs() throws Exception {
        java("echo classes > \"${word#*=}\"; exit 1");
        var archive = folder.resolve("target/app/tongbao.jsa");
        var first = run(Map.of("LC_ALL", "C.UTF-8"), "runs", "--last", "三");
        assertThat(first)
                .contains("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off", "runs", "三")
                .doesNotContain("a warning");
        assertThat(archive).hasContent("classes");
        Files.writeString(archive, "made once");
        assertThat(run(Map.of("LC_ALL", "C.UTF-8"), "runs")).contains("-XX:SharedArchiveFile=" + archive);
        assertThat(archive).hasContent("made once");
    }

    @Test
    void anArchiveThatCannotBeMadeIsNoError() throws Exception {
        java("exit 1");
        assertThat(run(Map.of("LC_ALL", "C.UTF-8"), "runs"))
                .contains("runs")
                .doesNotContain("SharedArchiveFile", "cds", "a warning");
    }

    @Test
    void aLocaleThatIsOnlyNamedIsReplacedByOneThatIsThere() throws Exception {
        java("exit 1");
        for (var named : new String[] {"zh_CN.UTF-8", "tlh_AQ.UTF-8", "C", ""}) {
            var said = run(Map.of("LANG", named), "runs");
            assertThat(said.lines().filter(line -> line.startsWith("UTF-8 ")))
                    .as("%s: %s", named, said)
                    .hasSize(1);
            boolean isThere = said.contains("UTF-8 none");
            assertThat(isThere || named.startsWith("zh"))
                    .as("whoever asked for Chinese gets it: %s", said)
                    .isTrue();
        }
    }

    private String run(Map<String, String> environment, String... words) throws Exception {
        var builder = new ProcessBuilder(folder.resolve("tongbao").toString());
        builder.command().addAll(java.util.List.of(words));
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("LC_") || name.equals("LANG") || name.startsWith("TONGBAO"));
        builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
        builder.environment().putAll(environment);
        var process = builder.redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
