package org.tongbao.score.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tongbao.score.method.Statistics;

/** A query built up layer by layer; each sees the columns of those below it. Kept in temporary tables where it pays. */
final class LayeredQuery {

    private final List<String> statements = new ArrayList<>();
    private final List<String> pending = new ArrayList<>();
    private String from;

    LayeredQuery(String query) {
        this.from = "(" + query + ")";
    }

    /** Adds a column to the coming layer. */
    void add(String column, String sql) {
        pending.add(sql + " as " + column);
    }

    /** Ends the layer: later columns can build on its own. */
    void next() {
        if (!pending.isEmpty()) {
            from = "(select *,\n    " + String.join(",\n    ", pending) + "\nfrom " + from + ")";
            pending.clear();
        }
    }

    /** Ends the layer and joins the statistics about it, if there are any. */
    void join(Statistics statistics, String table) {
        next();
        if (!statistics.isEmpty()) {
            statements.add("create or replace temp table " + table + " as select * from " + from);
            from = "(" + statistics.joinedTo(table) + ")";
        }
    }

    /**
     * Ends the layer, makes tables with a row for each group from it, and adds columns that build on them.
     *
     * @param groups name of each such table, which is also its alias, to the statement that makes it
     * @param columns name to expression
     */
    void join(String table, Map<String, String> groups, Map<String, String> columns) {
        next();
        if (!groups.isEmpty()) {
            statements.add("create or replace temp table " + table + " as select * from " + from);
            statements.addAll(groups.values());
            from = "(select t.*"
                    + columns.entrySet().stream()
                            .map(c -> ",\n    " + c.getValue() + " as " + c.getKey())
                            .collect(Collectors.joining())
                    + "\nfrom " + table + " as t"
                    + groups.keySet().stream()
                            .map(g -> "\nleft join %1$s on %1$s.run = t.run and %1$s.grp = t.grp".formatted(g))
                            .collect(Collectors.joining())
                    + ")";
        }
    }

    /** The columns as a query; only where nothing had to be kept in a table. */
    String query(List<String> columns) {
        next();
        if (!statements.isEmpty()) {
            throw new IllegalStateException("a query over tables that are not there yet");
        }
        return "select " + String.join(", ", columns) + "\nfrom " + from;
    }

    /** The statements that leave the columns in a temporary table. */
    List<String> into(String table, List<String> columns, String where) {
        next();
        statements.add("create or replace temp table " + table + " as select " + String.join(", ", columns) + "\nfrom "
                + from + "\nwhere " + where);
        return List.copyOf(statements);
    }
}
