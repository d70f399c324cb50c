package org.tongbao.pull;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.pull.file.FileLayout;
import org.tongbao.pull.file.Piece;
import org.tongbao.pull.file.TableFile;
import org.tongbao.warehouse.Dataset;

/**
 * A file of a source that lies ready, or a part of one.
 *
 * @param name its path below the folder that the source starts from, then {@code /member} or {@code #sheet}
 */
record SourceFile(Piece piece, String name, Source source, FileLayout layout) {

    Dataset dataset() {
        return layout.dataset();
    }

    /** The file once its bytes lie unpacked. */
    TableFile table(Path plain, Path temporary) {
        return new TableFile(plain, layout, sheet(), temporary);
    }

    /** The one sheet that is meant, or null for the first visible one. */
    private @Nullable String sheet() {
        var pattern = source.sheets();
        return piece.sheet() == null && pattern != null ? pattern.text() : piece.sheet();
    }

    /** What a later load of it replaces. */
    String slice() {
        if (dataset().load() == Dataset.Load.FULL) {
            return source.name();
        }
        return source.name() + "/"
                + (source.slice().isEmpty()
                        ? name
                        : source.slice().stream()
                                .map(column -> layout.given().getOrDefault(column, ""))
                                .collect(Collectors.joining("/")));
    }

    String key() {
        return key(dataset().name(), source.name(), name);
    }

    /** What tells a file apart, also one that is no longer there. */
    static String key(String dataset, String source, String file) {
        return dataset + "/" + source + "/" + file;
    }

    /** A part of it, whose name holds more values. */
    SourceFile part(Piece part, String partName, Map<String, String> more) {
        return new SourceFile(part, partName, source, layout.withGiven(more));
    }
}
