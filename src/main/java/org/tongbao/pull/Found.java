package org.tongbao.pull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.warehouse.Dataset;

/**
 * A file of a source that lies ready, or a part of one.
 *
 * @param name its path below the folder that the source starts from, then {@code /member} or {@code #sheet}
 */
record Found(Piece piece, String name, Form form) {

    Source source() {
        return form.source();
    }

    Dataset dataset() {
        return form.dataset();
    }

    /** The one sheet that is meant, or null for the first visible one. */
    @Nullable
    String sheet() {
        var pattern = source().sheets();
        return piece.sheet() == null && pattern != null ? pattern.text() : piece.sheet();
    }

    /** What a later load of it replaces. */
    String slice() {
        if (dataset().load() == Dataset.Load.FULL) {
            return source().name();
        }
        return source().name() + "/"
                + (source().slice().isEmpty()
                        ? name
                        : source().slice().stream()
                                .map(column -> form.given().getOrDefault(column, ""))
                                .collect(Collectors.joining("/")));
    }

    String key() {
        return dataset().name() + "/" + source().name() + "/" + name;
    }

    Found with(Piece part, String partName, Map<String, String> more) {
        var given = new LinkedHashMap<>(form.given());
        given.putAll(more);
        return new Found(part, partName, new Form(source(), dataset(), given));
    }
}
