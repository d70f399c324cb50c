package org.tongbao.warehouse;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** SQL that reads files with the engine's own readers: the one place that knows their options. */
public final class Scan {

    private Scan() {}

    /** Reads a UTF-8 CSV file as text; the engine objects to a line that has not exactly these columns. */
    public static String csv(Path file, int skip, char delimiter, List<String> columns) {
        return "read_csv(" + path(file) + ", header = false, skip = " + skip + ", auto_detect = false, delim = '"
                + (delimiter == '\t' ? "\\t" : String.valueOf(delimiter))
                + "', quote = '\"', escape = '\"', null_padding = false, strict_mode = true, max_line_size = 4000000, columns = {"
                + columns.stream().map(c -> "'" + c + "': 'varchar'").collect(Collectors.joining(", ")) + "})";
    }

    /** Reads the given keys of a JSON array or of one object a line as text. */
    public static String json(Path file, Collection<String> keys) {
        return "read_json(" + path(file) + ", format = 'auto', maximum_object_size = 16000000, columns = {"
                + keys.stream().map(k -> literal(k) + ": 'varchar'").collect(Collectors.joining(", ")) + "})";
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
        return literal(file.toAbsolutePath().normalize().toString());
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
