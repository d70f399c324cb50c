package org.tongbao.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import org.tongbao.message.Language;

/**
 * Commands in processes of their own, as a shell would start them, or in this one. With {@code -Dtongbao.jar} they are
 * those of that packaged jar, laid out as the launcher does it, otherwise the tests' own classes.
 */
public final class Processes {

    private static final Clock CLOCK = Clock.system(ZoneId.of("Asia/Shanghai"));

    /** Where the packaged program is laid out, if it is tested. */
    private static final @Nullable Path APP = laidOut(System.getProperty("tongbao.jar"));

    private static final @Nullable ClassLoader PACKAGED = packaged();

    private Processes() {}

    /** What a command said, and how it ended. */
    public record Said(int exit, String words) {}

    /** The command in this process, which is another than those that were started. */
    public static Said here(Path home, String... words) {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        var arguments = new ArrayList<>(List.of("--home", home.toString()));
        arguments.addAll(List.of(words));
        int exit = PACKAGED == null
                ? Tongbao.execute(out, out, CLOCK, Language.ENGLISH, arguments.toArray(String[]::new))
                : packaged(PACKAGED, out, arguments.toArray(String[]::new));
        return new Said(exit, bytes.toString(StandardCharsets.UTF_8));
    }

    /** Beside the jar, with an archive of its classes: it starts in half the time. */
    private static @Nullable Path laidOut(@Nullable String jar) {
        if (jar == null) {
            return null;
        }
        var app = Path.of(jar).toAbsolutePath().resolveSibling("faults-app");
        try {
            FileSystemUtils.deleteRecursively(app);
            java("-Djarmode=tools", "-jar", jar, "extract", "--destination", app.toString());
            java(
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Djava.awt.headless=true",
                    "-XX:ArchiveClassesAtExit=" + app.resolve("tongbao.jsa"),
                    "-jar",
                    app.resolve("tongbao.jar").toString(),
                    "check",
                    "--home",
                    app.resolve("empty-home").toString());
            return app;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void java(String... words) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of(words));
        line.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static @Nullable ClassLoader packaged() {
        if (APP == null) {
            return null;
        }
        try (var jars = Files.list(APP.resolve("lib"))) {
            var urls = new ArrayList<URL>();
            for (var jar :
                    Stream.concat(Stream.of(APP.resolve("tongbao.jar")), jars).toList()) {
                urls.add(jar.toUri().toURL());
            }
            var loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
            for (var driver : List.of("org.h2.Driver", "org.duckdb.DuckDBDriver")) {
                Class.forName(driver, true, loader);
            }
            return loader;
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another program than the tests' own classes: the drafts of one edition are not issued by another. */
    private static int packaged(ClassLoader loader, PrintStream out, String... arguments) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            var language = loader.loadClass(Language.class.getName());
            var execute = loader.loadClass(Tongbao.class.getName())
                    .getDeclaredMethod(
                            "execute", PrintStream.class, PrintStream.class, Clock.class, language, String[].class);
            execute.setAccessible(true);
            return (int) execute.invoke(
                    null, out, out, CLOCK, language.getField("ENGLISH").get(null), arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The command in a process of its own, to its end. */
    public static Said run(Path home, List<String> options, String... words) throws Exception {
        var process = start(home, options, words);
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("has not ended: " + said);
        }
        return new Said(process.exitValue(), said);
    }

    /** Starts the command; what it says is to be read. */
    public static Process start(Path home, List<String> options, String... words) throws IOException {
        return start(List.of(), home, options, words);
    }

    /** The same behind other words, such as those of setpriv. */
    public static Process start(List<String> before, Path home, List<String> options, String... words)
            throws IOException {
        var line = new ArrayList<>(before);
        line.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true"));
        line.addAll(options);
        line.addAll(program());
        line.addAll(List.of("--home", home.toString()));
        line.addAll(List.of(words));
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("TONGBAO_LANGUAGE", "en");
        return builder.start();
    }

    private static List<String> program() {
        if (APP == null) {
            return List.of("-cp", System.getProperty("java.class.path"), "org.tongbao.cli.Tongbao");
        }
        return List.of(
                "-XX:SharedArchiveFile=" + APP.resolve("tongbao.jsa"),
                "-Xlog:cds*=off",
                "-jar",
                APP.resolve("tongbao.jar").toString());
    }

    /** Ends a process as the system does: at once. */
    public static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(1, TimeUnit.MINUTES);
    }

    /** Whether the tests are root's, to whom nothing is forbidden; ordinary users are tried with setpriv then. */
    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/setpriv"));
    }

    /** The words that make a command an ordinary user's. */
    public static List<String> nobody() {
        return List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    }

    /** The words that make root one whose rights end where others' files begin; the libraries of the tests are root's. */
    public static List<String> powerless() {
        return List.of("/usr/bin/setpriv", "--bounding-set=-all", "--inh-caps=-all");
    }

    /** What a path's owner, group and others may do, such as {@code rwx------}. */
    static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
