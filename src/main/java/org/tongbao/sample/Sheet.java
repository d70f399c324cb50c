package org.tongbao.sample;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one file before it is written, each with the dirt that was put on it. */
final class Sheet {

    private final String file;
    private final List<String> columns;
    private final List<Row> rows = new ArrayList<>();

    /** A file with these dataset columns. */
    Sheet(String file, List<String> columns) {
        this.file = file;
        this.columns = List.copyOf(columns);
    }

    /**
     * What is wrong with a row, for the manifest.
     *
     * @param column dataset column
     * @param kind such as {@code impossible date}
     * @param outcome rejected, cleaned or late
     */
    record Dirt(String column, String kind, String outcome) {}

    /** A row: a text for each column, empty for none. */
    static final class Row {

        private final String[] values;
        private @Nullable Dirt dirt;

        Row(String[] values) {
            this.values = values;
        }

        @Nullable
        Dirt dirt() {
            return dirt;
        }

        String[] values() {
            return values;
        }
    }

    void add(Object... values) {
        var texts = new String[columns.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = String.valueOf(values[i]);
        }
        rows.add(new Row(texts));
    }

    /** Takes a row over from another month's file: it arrives late. */
    void addLate(Row row, String column) {
        var copy = new Row(row.values().clone());
        copy.dirt = new Dirt(column, "late by a month", "late");
        rows.add(copy);
    }

    String file() {
        return file;
    }

    List<String> columns() {
        return columns;
    }

    List<Row> rows() {
        return rows;
    }

    /** Dirties a row in place that is still clean. */
    void clean(Dice dice, String column, String kind, java.util.function.UnaryOperator<String> change) {
        if (rows.isEmpty()) {
            return;
        }
        var row = dice.pick(rows);
        int at = columns.indexOf(column);
        if (row.dirt == null && !row.values[at].isEmpty()) {
            row.values[at] = change.apply(row.values[at]);
            row.dirt = new Dirt(column, kind, "cleaned");
        }
    }

    /** Adds a copy of a clean row that the contract must reject for the one thing changed in it. */
    void spoil(Dice dice, String column, String kind, java.util.function.UnaryOperator<String> change, Fresh fresh) {
        var clean = rows.stream().filter(r -> r.dirt == null).toList();
        if (clean.isEmpty()) {
            return;
        }
        var copy = new Row(dice.pick(clean).values().clone());
        fresh.renew(copy.values);
        int at = columns.indexOf(column);
        copy.values[at] = change.apply(copy.values[at]);
        copy.dirt = new Dirt(column, kind, "rejected");
        rows.add(dice.between(0, rows.size()), copy);
    }

    /** Adds an exact copy of a clean row somewhere after it. */
    void duplicate(Dice dice, String key) {
        var clean = rows.stream().filter(r -> r.dirt == null).toList();
        if (clean.isEmpty()) {
            return;
        }
        var original = dice.pick(clean);
        var copy = new Row(original.values().clone());
        copy.dirt = new Dirt(key, "duplicate row", "rejected");
        rows.add(dice.between(rows.indexOf(original) + 1, rows.size()), copy);
    }

    /** Gives a copied row a key of its own, so that what was changed is the only thing wrong with it. */
    interface Fresh {
        void renew(String[] values);
    }
}
