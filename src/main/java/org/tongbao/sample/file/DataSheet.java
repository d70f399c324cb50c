package org.tongbao.sample.file;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one file before it is written, each with the dirt that was put on it. */
public final class DataSheet {

    private final String file;
    private final List<String> columns;
    private final List<Row> rows = new ArrayList<>();

    /** A file with these dataset columns. */
    public DataSheet(String file, List<String> columns) {
        this.file = file;
        this.columns = List.copyOf(columns);
    }

    /**
     * What is wrong with a row, for the manifest.
     *
     * @param column dataset column, or the columns of a key joined with +
     * @param kind such as {@code impossible date}
     * @param outcome rejected, cleaned, late, or found: loaded, and told by a rule
     */
    public record Dirt(String column, String kind, String outcome) {}

    /** A row: a text for each column, empty for none. */
    record Row(List<String> values, @Nullable Dirt dirt) {

        String[] copy() {
            return values.toArray(new String[0]);
        }
    }

    /** Adds a clean row: a value for each column, null for none. */
    public void add(@Nullable Object... values) {
        var texts = new String[columns.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = values[i] == null ? "" : String.valueOf(values[i]);
        }
        rows.add(new Row(List.of(texts), null));
    }

    /** A copy of a row of another month's file: it arrives late. */
    void addLate(Row row, String column) {
        rows.add(new Row(row.values(), new Dirt(column, "late by a month", "late")));
    }

    public String file() {
        return file;
    }

    List<String> columns() {
        return columns;
    }

    public List<Row> rows() {
        return rows;
    }
}
