package org.tongbao.pull.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the bytes of a text file in UTF-8 tell before it is taken apart.
 *
 * @param lines number of the last line that is not empty
 * @param strange whether there are characters that stand in no text
 * @param underscores whether there is an underscore
 */
record CsvBytes(long lines, boolean strange, boolean underscores) {

    /** Looks through the file. */
    static CsvBytes of(Path path) {
        long ends = 0;
        long emptyAtEnd = 0;
        var scanner = new Scanner();
        var bytes = new byte[1 << 18];
        try (var in = Files.newInputStream(path)) {
            for (int n = in.readNBytes(bytes, 0, bytes.length); n > 0; n = in.readNBytes(bytes, 0, bytes.length)) {
                ends += scanner.lineEnds(bytes, n);
                int last = n - 1;
                int trailing = 0;
                while (last >= 0 && (bytes[last] == '\n' || bytes[last] == '\r')) {
                    trailing += bytes[last] == '\n' ? 1 : 0;
                    last--;
                }
                emptyAtEnd = last < 0 ? emptyAtEnd + trailing : trailing;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CsvBytes(ends - emptyAtEnd + 1, scanner.strange, scanner.underscores);
    }

    /** Looks at eight bytes at a time, because the engine needs the processors. */
    private static final class Scanner {

        private boolean strange;
        private boolean underscores;

        /** How many lines end in the first n bytes. */
        long lineEnds(byte[] bytes, int n) {
            long ends = 0;
            int at = 0;
            for (; at + Long.BYTES <= n; at += Long.BYTES) {
                long eight = ByteScan.eightAt(bytes, at);
                underscores |= ByteScan.equalTo(eight, '_') != 0;
                long controls = ByteScan.below32(eight);
                if (controls != 0) {
                    long newLines = ByteScan.equalTo(eight, '\n');
                    ends += Long.bitCount(newLines);
                    strange |= (controls & ~(newLines | ByteScan.equalTo(eight, '\r') | ByteScan.equalTo(eight, '\t'))) != 0;
                }
            }
            for (; at < n; at++) {
                byte b = bytes[at];
                ends += b == '\n' ? 1 : 0;
                strange |= b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t';
                underscores |= b == '_';
            }
            return ends;
        }
    }
}
