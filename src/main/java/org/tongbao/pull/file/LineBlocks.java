package org.tongbao.pull.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A file in blocks of whole lines, so that several can be worked on at once. */
final class LineBlocks implements AutoCloseable {

    private static final int SIZE = 1 << 18;

    private final InputStream in;
    private byte[] rest = new byte[0];

    LineBlocks(Path file) throws IOException {
        this.in = Files.newInputStream(file);
    }

    /** The next block; null at the end. */
    byte @Nullable [] next() throws IOException {
        for (int size = SIZE; ; size *= 2) {
            var block = Arrays.copyOf(rest, rest.length + size);
            int end = rest.length + in.readNBytes(block, rest.length, size);
            boolean last = end < block.length;
            int cut = last ? end : afterLastLine(block, end);
            if (cut > 0 || last) {
                rest = Arrays.copyOfRange(block, cut, end);
                return cut == 0 ? null : Arrays.copyOf(block, cut);
            }
            rest = block;
        }
    }

    private static int afterLastLine(byte[] block, int end) {
        int cut = end;
        while (cut > 0 && block[cut - 1] != '\n') {
            cut--;
        }
        return cut;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
