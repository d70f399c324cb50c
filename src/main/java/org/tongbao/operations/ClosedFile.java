package org.tongbao.operations;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file of the operational database as an orderly end left it. H2 opens one that has been cut off since as it was at some
 * earlier moment, without a word: runs would be unknown again, and mail that was sent would be sent once more.
 */
final class ClosedFile {

    private static final Pattern URL = Pattern.compile("jdbc:h2:file:([^;]+).*");

    /** The head of the file, and that of a chunk, begin with such a line; numbers are hexadecimal. */
    private static final Pattern LAST_BLOCK = Pattern.compile("^H:2,block:([0-9a-f]+),.*\\bclean:1,.*");

    private static final Pattern BLOCKS = Pattern.compile("^chunk:[0-9a-f]+,len:([0-9a-f]+),.*");

    private static final int BLOCK = 4096;
    private static final int LINE = 200;
    private static final int HEXADECIMAL = 16;

    private ClosedFile() {}

    /**
     * Refuses a file that ends before what was written last.
     *
     * @param url the address of the database
     */
    static void refuseIfCutOff(String url) {
        var match = URL.matcher(url);
        if (!match.matches()) {
            return;
        }
        var file = Path.of(match.group(1) + ".mv.db");
        if (Files.isReadable(file) && isCutOff(file)) {
            throw new IllegalStateException("File corrupted: " + file.getFileName()
                    + " has been cut off: it ends before what was written to it last");
        }
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
            boolean cut = !chunk.matches() || begin + number(chunk) * BLOCK > open.length();
            return cut && line(open, 0).equals(head); // else another process is at work on it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
