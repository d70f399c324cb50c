package org.tongbao.warehouse;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** SQL that reads files with the engine's own readers: the one place that knows their options. */
public final class Scan {

    private Scan() {}

    /** Reads a UTF-8 CSV file as text; the engine objects to a line that has not exactly these columns. */
    public static String csv(Path file, int skip, char delimiter, List<String> columns) {
        return csv(file, skip, delimiter, columns, Map.of(), "");
    }

    /**
     * Reads a UTF-8 CSV file; the engine objects to a line that has not exactly these columns, or a cell not of its type.
     *
     * @param types types of columns that are not to be read as text
     * @param times how timestamps are written, as {@code strptime} knows it
     */
    public static String csv(
            Path file, int skip, char delimiter, List<String> columns, Map<String, String> types, String times) {
        return "read_csv(" + path(file) + ", header = false, skip = " + skip + ", auto_detect = false, delim = "
                + Sql.text(delimiter == '\t' ? "\\t" : String.valueOf(delimiter))
                + ", quote = '\"', escape = '\"', null_padding = false, strict_mode = true, max_line_size = 4000000, columns = {"
                + columns.stream()
                        .map(c -> Sql.text(c) + ": " + Sql.text(types.getOrDefault(c, "varchar")))
                        .collect(Collectors.joining(", "))
                + "}, dateformat = '%Y-%m-%d'" + (times.isEmpty() ? "" : ", timestampformat = " + Sql.text(times))
                + ")";
    }

    /** Reads the given keys of a JSON array or of one object a line as text. */
    public static String json(Path file, Collection<String> keys) {
        return "read_json(" + path(file) + ", format = 'auto', maximum_object_size = 16000000, columns = {"
                + keys.stream().map(k -> Sql.text(k) + ": 'varchar'").collect(Collectors.joining(", ")) + "})";
    }

    /** A query for a JSON file's keys, all of them and not only those of its first objects. */
    public static String jsonKeys(Path file) {
        return "select distinct unnest(json_keys(json)) as name from read_json_objects(" + path(file)
                + ", format = 'auto', maximum_object_size = 16000000) order by name";
    }

    /** Reads a Parquet file. */
    public static String parquet(Path file) {
        return "read_parquet(" + path(file) + ")";
    }

    private static String path(Path file) {
        return Sql.text(file.toAbsolutePath().normalize().toString());
    }
}
