package org.tongbao.pull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Scan;

/**
 * A CSV file in UTF-8 as the engine is to read it: columns {@code c$0}, {@code c$1}, ...
 *
 * @param width how many columns it has
 * @param sample the cells of the first row of data
 */
record CsvText(Path path, char delimiter, int headingLine, int width, List<String> sample) {

    private static final String TO_SECONDS = "%Y-%m-%d %H:%M:%S";
    private static final String TO_MINUTES = "%Y-%m-%d %H:%M";

    CsvText {
        sample = List.copyOf(sample);
    }

    List<String> names() {
        return IntStream.range(0, width).mapToObj(CsvText::name).toList();
    }

    /** The name of a column; no dataset's own is like it. */
    static String name(int at) {
        return "c$" + at;
    }

    /** SQL that reads it. */
    String scan(Map<String, String> types) {
        return Scan.csv(path, headingLine, delimiter, names(), types, times());
    }

    /**
     * The columns that the engine can read as their type without taking anything for what it is not. Whole numbers are not
     * among them (it would round 5.5), and of the others none may hold an underscore, which it would skip.
     */
    Map<String, String> types(Dataset dataset, Map<String, Integer> positions) {
        var types = new LinkedHashMap<String, String>();
        if (positions.size() > new HashSet<>(positions.values()).size()) {
            return types;
        }
        positions.forEach((name, at) -> {
            var column = dataset.columns().get(name);
            var cell = at < sample.size() ? sample.get(at) : "";
            if (column == null || column.references() != null) {
                return;
            }
            boolean typed =
                    switch (column.type()) {
                        case NUMBER, DECIMAL -> true;
                        case DATE -> cell.matches("\\d{4}-\\d{2}-\\d{2}");
                        case TIMESTAMP -> !times().isEmpty() && times().equals(times(cell));
                        default -> false;
                    };
            if (typed) {
                types.put(name(at), column.type().sql());
            }
        });
        return types;
    }

    /** How the first time in the first row is written; empty if there is none. */
    private String times() {
        return sample.stream()
                .map(CsvText::times)
                .filter(format -> !format.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String times(String cell) {
        if (cell.matches("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}")) {
            return TO_SECONDS;
        }
        return cell.matches("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}") ? TO_MINUTES : "";
    }

    /**
     * What its bytes tell.
     *
     * @param lines number of the last line that is not empty
     * @param strange whether there are characters that stand in no text
     * @param underscores whether there is an underscore
     */
    record Bytes(long lines, boolean strange, boolean underscores) {}

    Bytes bytes() {
        long ends = 0;
        long emptyAtEnd = 0;
        var marks = new Marks();
        var bytes = new byte[1 << 18];
        try (var in = Files.newInputStream(path)) {
            for (int n = in.readNBytes(bytes, 0, bytes.length); n > 0; n = in.readNBytes(bytes, 0, bytes.length)) {
                ends += marks.lineEnds(bytes, n);
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
        return new Bytes(ends - emptyAtEnd + 1, marks.strange, marks.underscores);
    }

    /** Looks at eight bytes at a time, because the engine needs the processors. */
    private static final class Marks {

        private boolean strange;
        private boolean underscores;

        /** How many lines end in the first n bytes. */
        long lineEnds(byte[] bytes, int n) {
            long ends = 0;
            int at = 0;
            for (; at + Long.BYTES <= n; at += Long.BYTES) {
                long eight = ByteScan.at(bytes, at);
                underscores |= ByteScan.same(eight, '_') != 0;
                long controls = ByteScan.below32(eight);
                if (controls != 0) {
                    long newLines = ByteScan.same(eight, '\n');
                    ends += Long.bitCount(newLines);
                    strange |= (controls & ~(newLines | ByteScan.same(eight, '\r') | ByteScan.same(eight, '\t'))) != 0;
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
