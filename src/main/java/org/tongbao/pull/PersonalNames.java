package org.tongbao.pull;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Row;

/**
 * Names of people as whoever looks after a machine sees them: 张* instead of 张三. Datasets say which of their columns hold
 * such names ({@code personal: yes}). Bulletins, and files given back to their senders, have them in full.
 */
public final class PersonalNames {

    private static final Pattern NAME = Pattern.compile("[^\\s、，,；;/|+（）()]+");

    private final Set<String> columns;

    private PersonalNames(Set<String> columns) {
        this.columns = columns;
    }

    /** Those of a dataset. */
    public static PersonalNames of(Dataset dataset) {
        return new PersonalNames(columns(dataset));
    }

    /** Those of all datasets: what a query calls like a column that names people, names people. */
    public static PersonalNames of(Catalog catalog) {
        return new PersonalNames(catalog.datasets().values().stream()
                .flatMap(dataset -> columns(dataset).stream())
                .collect(Collectors.toSet()));
    }

    private static Set<String> columns(Dataset dataset) {
        return dataset.columns().values().stream()
                .filter(Dataset.Column::isPersonal)
                .map(Dataset.Column::name)
                .collect(Collectors.toSet());
    }

    /** Whether a column, or one of several with + between, names people. */
    public boolean areIn(@Nullable String column) {
        return column != null && Arrays.stream(column.split("\\+")).anyMatch(columns::contains);
    }

    /** The value of a column as it may be shown. */
    public @Nullable Object shown(String column, @Nullable Object value) {
        return value instanceof String text && areIn(column) ? masked(text) : value;
    }

    /** A row as it may be shown. */
    public Row shown(Row row) {
        var values = new LinkedHashMap<>(row.values());
        values.replaceAll(this::shown);
        return new Row(values);
    }

    /** A row about a value of a column: the cells that hold such values are masked if the column names people. */
    public Row shown(Row row, @Nullable String column, String... cells) {
        if (!areIn(column)) {
            return row;
        }
        var values = new LinkedHashMap<>(row.values());
        for (var cell : cells) {
            values.computeIfPresent(cell, (name, value) -> masked(value.toString()));
        }
        return new Row(values);
    }

    /** 张三、李四光 as 张*、李**: two of the same name stay two. */
    static String masked(String names) {
        return NAME.matcher(names).replaceAll(name -> {
            var text = name.group();
            int first = Character.charCount(text.codePointAt(0));
            int rest = text.codePointCount(first, text.length());
            return text.substring(0, first).replace("\\", "").replace("$", "") + "*".repeat(Math.max(1, rest));
        });
    }
}
