package org.tongbao.pull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Dataset.Column;
import org.tongbao.warehouse.Sql;

/**
 * What a file should look like.
 *
 * @param given values that the file's name holds for all its rows, by column
 */
record Form(Source source, Dataset dataset, Map<String, String> given) {

    Form {
        given = new LinkedHashMap<>(given);
    }

    /** The columns that stand in the file itself. */
    List<Column> columns() {
        return dataset.columns().values().stream()
                .filter(column -> !given.containsKey(column.name()))
                .toList();
    }

    /** Values given as SQL. */
    Map<String, String> constants() {
        var constants = new LinkedHashMap<String, String>();
        given.forEach((column, value) -> constants.put(column, Sql.text(value)));
        return constants;
    }
}
