package org.tongbao.score.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tongbao.warehouse.Sql;

/**
 * Aggregates over the subjects that a normalisation compares with. They are computed once for each group and joined
 * to its rows, which is faster than window functions. Sums and means must be ordered ({@code avg(x order by x)}), so
 * that their last bit does not depend on threads.
 */
public final class Statistics {

    /**
     * Which subjects are compared.
     *
     * @param words as a scheme says it
     * @param key the columns in which they agree
     * @param alias of the table with the aggregates
     */
    record Over(String words, String key, String alias) {

        static final Over GROUP = new Over("group", "run, grp", "in_group");
        static final Over PERIOD = new Over("period", "run", "in_period");
        /** The period and all before it: what comes later changes nothing. */
        static final Over ALL_PERIODS = new Over("all periods", "turn", "in_all");
        /** Every period of a table at once, also later ones. */
        static final Over PANEL = new Over("the panel", "", "in_panel");

        static final List<Over> ALL = List.of(GROUP, PERIOD, ALL_PERIODS, PANEL);

        /** Those of the group that have the same in a column of the subject's table. */
        static Over likes(String column) {
            return new Over("", "run, grp, " + likesColumn(column), Sql.name("in likes by " + column));
        }

        String partition() {
            return key.isEmpty() ? "" : "partition by " + key;
        }
    }

    /** The column of a source that tells the likes apart, by a column of the subject's table. */
    public static String likesColumn(String column) {
        return Sql.name("likes by " + column);
    }

    private final String prefix;
    private final boolean whatIf;
    private final Map<Over, Map<String, String>> wanted = new LinkedHashMap<>();
    private final Map<String, String> counted = new LinkedHashMap<>();

    /**
     * What is compared.
     *
     * @param prefix tells the columns of several collections apart
     * @param whatIf whether some rows only try what else a subject's figures could be
     */
    public Statistics(String prefix, boolean whatIf) {
        this.prefix = prefix;
        this.whatIf = whatIf;
    }

    /** The column that will hold the aggregate. */
    String of(Over over, String aggregate) {
        var columns = wanted.computeIfAbsent(over, o -> new LinkedHashMap<>());
        return columns.computeIfAbsent(
                aggregate, a -> prefix + "_" + over.alias.replaceAll("\\W", "_") + "_" + columns.size());
    }

    /**
     * How many of those compared have a worse value; null for a subject left out. A row that tries another value is not
     * compared with the subject's own.
     */
    String surpassed(Over over, String x, boolean higher) {
        var order = " order by " + x + (higher ? "" : " desc")
                + " range between unbounded preceding and current row exclude group)";
        var worse = "count(case when counts then " + x + " end) over (";
        var all = worse + over.partition() + order;
        var own = whatIf
                ? " - " + worse + (over.key.isEmpty() ? "partition by who" : over.partition() + ", who") + order
                : "";
        var number = all + own;
        if (over.equals(Over.ALL_PERIODS)) {
            number = worse(number);
        }
        return "case when left_out is null and " + x + " is not null then " + number + " end";
    }

    /** The column that will hold a number that is counted in the rows up to each period. */
    private String worse(String number) {
        return counted.computeIfAbsent(number, n -> prefix + "_worse_" + counted.size());
    }

    public boolean isEmpty() {
        return wanted.isEmpty() && counted.isEmpty();
    }

    /** The table's rows with the aggregates as further columns. Subjects left out count for nothing. */
    public String joinedTo(String table) {
        var columns = new StringBuilder("select t.*");
        var joins = new StringBuilder("\nfrom " + table + " as t");
        wanted.forEach((over, aggregates) -> {
            aggregates.values().forEach(column -> columns.append(", ").append(column));
            var made = aggregates.entrySet().stream()
                    .map(e -> e.getKey() + " as " + e.getValue())
                    .collect(Collectors.joining(", "));
            var from = " from " + table + " where counts";
            if (over.equals(Over.ALL_PERIODS)) {
                joins.append("\nleft join (select upto as turn, " + made + " from (" + upTo(table)
                        + ") where counts group by upto) as " + over.alias + " using (turn)");
            } else if (over.key.isEmpty()) {
                joins.append("\ncross join (select " + made + from + ") as " + over.alias);
            } else {
                joins.append("\nleft join (select " + over.key + ", " + made + from + " group by " + over.key + ") as "
                        + over.alias + " using (" + over.key + ")");
            }
        });
        if (!counted.isEmpty()) {
            counted.values().forEach(column -> columns.append(", ").append(column));
            var made = counted.entrySet().stream()
                    .map(e -> e.getKey() + " as " + e.getValue())
                    .collect(Collectors.joining(", "));
            joins.append("\nleft join (select run, subject, counts, " + String.join(", ", counted.values())
                    + " from (select *, " + made + " from (select * replace (upto as turn), turn as own from ("
                    + upTo(table) + "))) where own = turn) as in_turn using (run, subject, counts)");
        }
        return columns.append(joins).toString();
    }

    /** The rows up to each period, once for each later one. */
    private static String upTo(String table) {
        return "select earlier.*, k.upto from " + table + " as earlier join (select distinct turn as upto from " + table
                + ") as k on earlier.turn <= k.upto";
    }
}
