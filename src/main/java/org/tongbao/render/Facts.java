package org.tongbao.render;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one bulletin is made of: the result of each of its data queries, under the query's name. Page, charts and
 * sheets read nothing else, so a number is the same in all three.
 *
 * @param tables name of the query (its file without {@code .sql}) to its rows, in the query's order
 * @param schemes those that sheets name
 */
record Facts(Map<String, Table> tables, Map<String, SchemeSheet> schemes) {

    Facts {
        tables = Map.copyOf(tables);
        schemes = Map.copyOf(schemes);
    }

    Facts(Map<String, Table> tables) {
        this(tables, Map.of());
    }

    /** The formulas and figures of a scheme that a sheet names. */
    SchemeSheet scheme(String name) {
        return Objects.requireNonNull(schemes.get(name), name);
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
            rows = List.copyOf(rows);
        }
    }
}
