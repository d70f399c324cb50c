package org.tongbao.operations;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;
import org.tongbao.home.Durable;
import org.tongbao.home.OwnerOnly;

/** The file of the operational database, as H2 leaves it and finds it. */
final class OperationsFile {

    private static final Logger LOG = LoggerFactory.getLogger(OperationsFile.class);

    private static final Pattern URL = Pattern.compile("jdbc:h2:file:([^;]+).*");

    /** The head of the file, and that of a chunk, begin with such a line; numbers are hexadecimal. */
    private static final Pattern LAST_BLOCK = Pattern.compile("^H:2,block:([0-9a-f]+),.*\\bclean:1,.*");

    private static final Pattern BLOCKS = Pattern.compile("^chunk:[0-9a-f]+,len:([0-9a-f]+),.*");

    private static final String ENDING = ".mv.db";

    /** Beside it: how long it was when it was closed last, and its head then. */
    private static final String CLOSED = ".closed";

    private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");
    private static final int BLOCK = 4096;
    private static final int LINE = 200;
    private static final int HEXADECIMAL = 16;

    /** How often this process has each database open. */
    private static final Map<String, Integer> OPEN = new ConcurrentHashMap<>();

    private OperationsFile() {}

    /** Notes that this process has the database open. */
    static void entered(String url) {
        OPEN.merge(url, 1, Integer::sum);
    }

    /** Notes that it has it open once less, and how long the file is that nobody has open any more. */
    static void left(String url) {
        OPEN.computeIfPresent(url, (key, times) -> times == 1 ? null : times - 1);
        if (OPEN.containsKey(url)) {
            return;
        }
        try (var open = new RandomAccessFile(file(url).toFile(), "r")) {
            var head = line(open, 0);
            if (LAST_BLOCK.matcher(head).matches()) {
                OwnerOnly.write(beside(file(url)), open.length() + " " + head);
            }
        } catch (IOException | UncheckedIOException e) {
            // What is noted of an earlier closing does not have this head.
            LOG.debug("how long the operational database is cannot be noted", e);
        }
    }

    private static Path beside(Path file) {
        return file.resolveSibling(String.valueOf(file.getFileName()).replace(ENDING, CLOSED));
    }

    private static Path file(String url) {
        var match = URL.matcher(url);
        if (!match.matches()) {
            throw new IllegalArgumentException(url);
        }
        return Path.of(match.group(1) + ENDING);
    }

    /**
     * Refuses a file that ends before what was written last when it was closed. H2 opens it as it was at some earlier moment,
     * without a word: runs would be unknown again, and mail that was sent would be sent once more.
     *
     * @param url the address of the database
     */
    static void refuseIfCutOff(String url) {
        // Closing a file takes its locks from the whole process, also those of H2.
        if (!OPEN.containsKey(url) && Files.isReadable(file(url)) && isCutOff(file(url))) {
            throw new IllegalStateException("File corrupted: " + file(url).getFileName()
                    + " has been cut off: it ends before what was written to it last");
        }
    }

    /**
     * Brings the tables to this version. H2 commits each statement of a change by itself, and what was killed between two of
     * them could never be opened again; so a copy is changed, and takes the place of the file when it is whole.
     *
     * @param source the pool of the file as it is, which is closed
     * @return the pool of the changed one
     */
    static HikariDataSource changed(Operations.Address address, HikariDataSource source) throws SQLException {
        var file = file(address.url());
        var name = String.valueOf(file.getFileName());
        var folder = file.resolveSibling(name.replace(ENDING, ".changing"));
        try {
            FileSystemUtils.deleteRecursively(folder);
            OwnerOnly.folder(folder);
            var packed = folder.resolve("packed.zip");
            JdbcClient.create(source)
                    .sql("backup to :file")
                    .param("file", packed.toString())
                    .update();
            var copy = folder.resolve(name);
            try (var zip = new ZipFile(packed.toFile())) {
                Files.copy(zip.getInputStream(zip.getEntry(name)), copy);
            }
            try (var beside = Operations.source(new Operations.Address(
                    address.url().replace(path(file), path(copy)), address.user(), address.password()))) {
                Operations.flyway(beside, false).migrate();
            }
            Durable.file(copy);
            if (WINDOWS) {
                source.close(); // what is open is not replaced there
            }
            // Elsewhere who waits for the file gets the changed one: this process has the other one locked until it is
            // gone.
            Durable.move(copy, file);
            source.close();
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Operations.source(address);
    }

    private static String path(Path file) {
        var path = file.toString();
        return path.substring(0, path.length() - ENDING.length());
    }

    private static boolean isCutOff(Path file) {
        try (var open = new RandomAccessFile(file.toFile(), "r")) {
            var head = line(open, 0);
            var last = LAST_BLOCK.matcher(head);
            if (!last.matches()) {
                return false; // not closed in an orderly way: H2 looks for the end itself
            }
            long begin = number(last) * BLOCK;
            var chunk = BLOCKS.matcher(line(open, begin));
            boolean cut = !chunk.matches()
                    || begin + number(chunk) * BLOCK > open.length()
                    || open.length() < lengthWith(head, beside(file));
            return cut && line(open, 0).equals(head); // else another process is at work on it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How long the file was when it was closed with that head; 0 if that is not known. Older chunks may lie behind the last one. */
    private static long lengthWith(String head, Path note) throws IOException {
        var words = Files.isReadable(note) ? Files.readString(note).split(" ", 2) : new String[0];
        return words.length == 2 && words[1].equals(head) && words[0].matches("\\d{1,18}")
                ? Long.parseLong(words[0])
                : 0;
    }

    private static long number(Matcher match) {
        return Long.parseLong(match.group(1), HEXADECIMAL);
    }

    private static String line(RandomAccessFile file, long at) throws IOException {
        var bytes = new byte[LINE];
        file.seek(at);
        int read = file.read(bytes);
        return new String(bytes, 0, Math.max(0, read), StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse("");
    }
}
