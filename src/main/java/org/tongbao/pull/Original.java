package org.tongbao.pull;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongbao.spec.CsvRecord;

/**
 * A file that was loaded, as its sender wrote it.
 *
 * @param file its bytes, unpacked
 * @param sheet the sheet that was read; null for a text file
 * @param columns where the dataset's columns stand, the first is 0; those that the file does not hold are not in it
 * @param lines the rows of a text file, heading and all; empty for a workbook
 */
public record Original(
        Path file, @Nullable String sheet, Map<String, Integer> columns, List<CsvRecord> lines) {

    public Original {
        columns = new LinkedHashMap<>(columns);
        lines = List.copyOf(lines);
    }
}
