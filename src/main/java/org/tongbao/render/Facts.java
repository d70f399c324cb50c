package org.tongbao.render;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one bulletin is made of: the result of each of its data queries, under the query's name. Page, charts and
 * sheets read nothing else, so a number is the same in all three.
 *
 * @param tables name of the query (its file without {@code .sql}) to its rows, in the query's order
 */
record Facts(Map<String, Table> tables) {

    Facts {
        tables = Map.copyOf(tables);
    }

    /** The rows of the query with this name. */
    Table table(String name) {
        var table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException("no data query '" + name + "'; there are "
                    + tables.keySet().stream().sorted().toList());
        }
        return table;
    }

    /**
     * A query's result.
     *
     * @param columns column names, in the query's order
     * @param rows one map a row, keys in column order; values are String, Long, Double, BigDecimal, Boolean, LocalDate,
     *     LocalDateTime or null
     */
    record Table(List<String> columns, List<Map<String, @Nullable Object>> rows) {

        Table {
            columns = List.copyOf(columns);
            rows = rows.stream()
                    .<Map<String, @Nullable Object>>map(LinkedHashMap::new)
                    .toList();
        }
    }
}
