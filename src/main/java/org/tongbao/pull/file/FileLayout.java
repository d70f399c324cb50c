package org.tongbao.pull.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Dataset.Column;
import org.tongbao.warehouse.Sql;

/**
 * What a file that feeds a dataset should look like.
 *
 * @param format how it is written
 * @param given values that the file's name holds for all its rows, by column
 * @param headings column to the headings under which it may arrive; a column that is not named arrives under those that the
 *     dataset declares
 * @param ignore headings that nobody needs, and nobody is told of
 * @param skip first cells of rows that are no data, such as 合计
 * @param hiddenRows whether rows are read that a sheet does not show
 * @param fillDown columns whose empty cells have the value above, as merged cells do
 * @param declaredIn the file that declares the headings, for messages
 */
public record FileLayout(
        Dataset dataset,
        Format format,
        Map<String, String> given,
        Map<String, List<String>> headings,
        List<String> ignore,
        List<String> skip,
        boolean hiddenRows,
        List<String> fillDown,
        String declaredIn) {

    public FileLayout {
        given = new LinkedHashMap<>(given);
        headings = new LinkedHashMap<>(headings);
        ignore = List.copyOf(ignore);
        skip = List.copyOf(skip);
        fillDown = List.copyOf(fillDown);
    }

    /** How a file is written. */
    public enum Format {
        CSV,
        XLSX,
        JSON,
        PARQUET
    }

    /** The same with more values that a name holds. */
    public FileLayout withGiven(Map<String, String> more) {
        var all = new LinkedHashMap<>(given);
        all.putAll(more);
        return new FileLayout(dataset, format, all, headings, ignore, skip, hiddenRows, fillDown, declaredIn);
    }

    /** The columns that stand in the file itself. */
    List<Column> columns() {
        return dataset.columns().values().stream()
                .filter(column -> !given.containsKey(column.name()))
                .toList();
    }

    /** What people call a column. */
    String title(String column) {
        return columns().stream()
                .filter(c -> c.name().equals(column))
                .map(Column::title)
                .findFirst()
                .orElse(column);
    }

    /** The headings under which a column may arrive. */
    List<String> headings(Column column) {
        return headings.getOrDefault(column.name(), column.headings());
    }

    /** Values given as SQL. */
    Map<String, String> constants() {
        var constants = new LinkedHashMap<String, String>();
        given.forEach((column, value) -> constants.put(column, Sql.text(value)));
        return constants;
    }
}
