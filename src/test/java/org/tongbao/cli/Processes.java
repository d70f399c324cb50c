package org.tongbao.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.tongbao.message.Language;

/** Commands in processes of their own, as a shell would start them, or in this one. */
final class Processes {

    private Processes() {}

    /** What a command said, and how it ended. */
    record Said(int exit, String words) {}

    /** The command in this process, which is another than those that were started. */
    static Said here(Path home, String... words) {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        var arguments = new ArrayList<>(List.of("--home", home.toString()));
        arguments.addAll(List.of(words));
        int exit = Tongbao.execute(
                out, out, Clock.system(ZoneId.of("Asia/Shanghai")), Language.ENGLISH, arguments.toArray(String[]::new));
        return new Said(exit, bytes.toString(StandardCharsets.UTF_8));
    }

    /** The command in a process of its own, to its end. */
    static Said run(Path home, List<String> options, String... words) throws Exception {
        var process = start(home, options, words);
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("has not ended: " + said);
        }
        return new Said(process.exitValue(), said);
    }

    /** Starts the command; what it says is to be read. */
    static Process start(Path home, List<String> options, String... words) throws IOException {
        return start(List.of(), home, options, words);
    }

    /** The same behind other words, such as those of setpriv. */
    static Process start(List<String> before, Path home, List<String> options, String... words) throws IOException {
        var line = new ArrayList<>(before);
        line.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true"));
        line.addAll(options);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.tongbao.cli.Tongbao"));
        line.addAll(List.of("--home", home.toString()));
        line.addAll(List.of(words));
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("TONGBAO_LANGUAGE", "en");
        return builder.start();
    }

    /** Ends a process as the system does: at once. */
    static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(1, TimeUnit.MINUTES);
    }

    /** Whether the tests are root's, to whom nothing is forbidden; ordinary users are tried with setpriv then. */
    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/setpriv"));
    }

    /** The words that make a command an ordinary user's. */
    static List<String> nobody() {
        return List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    }

    /** The words that make root one whose rights end where others' files begin; the libraries of the tests are root's. */
    static List<String> powerless() {
        return List.of("/usr/bin/setpriv", "--bounding-set=-all", "--inh-caps=-all");
    }

    /** What a path's owner, group and others may do, such as {@code rwx------}. */
    static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
