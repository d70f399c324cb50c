package org.tongbao.render.facts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Session;

/**
 * What one bulletin is made of: the result of each of its data queries, under the query's name. Page, charts and
 * sheets read nothing else, so a number is the same in all three.
 *
 * @param tables name of the query (its file without {@code .sql}) to its rows, in the query's order; iterated in the bulletin's order of queries
 * @param schemes those that sheets name
 */
public record Facts(Map<String, Table> tables, Map<String, ScoreSheet> schemes) {

    /**
     * What nobody sees in a text, and XML may not hold: control characters, halves of characters, marks that turn the
     * direction of what follows.
     */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|\\p{Cf}|\\p{Cs}|[\\uFFFE\\uFFFF]");

    private static final Pattern BLANK = Pattern.compile("\\s");

    public Facts {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
        schemes = Collections.unmodifiableMap(new LinkedHashMap<>(schemes));
    }

    public Facts(Map<String, Table> tables) {
        this(tables, Map.of());
    }

    /** Runs queries in a session pinned to the run, and asks it for schemes; the facts of each recipient, in their order. */
    public static List<Facts> read(
            Session session, Collection<SqlFile> queries, Collection<String> schemes, List<String> recipients) {
        var tables = new LinkedHashMap<String, List<Table>>();
        queries.forEach(query ->
                tables.put(query.name(), new TablesOfCopies(session, query.name(), query.body()).read(recipients)));
        var sheets = new LinkedHashMap<String, ScoreSheet>();
        schemes.forEach(scheme -> sheets.put(scheme, ScoreSheet.read(session, scheme)));
        return IntStream.range(0, recipients.size())
                .mapToObj(i -> {
                    var own = new LinkedHashMap<String, Table>();
                    tables.forEach((name, each) -> own.put(name, each.get(i)));
                    return new Facts(own, sheets);
                })
                .toList();
    }

    /** The formulas and figures of a scheme that a sheet names. */
    public ScoreSheet scheme(String name) {
        return Objects.requireNonNull(schemes.get(name), name);
    }

    /** The rows of the query with this name. */
    public Table table(String name) {
        var table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException("no data query '" + name + "'; there are "
                    + tables.keySet().stream().sorted().toList());
        }
        return table;
    }

    /** A text without what nobody would see of it. */
    public static String visible(String text) {
        return UNSEEN.matcher(text).replaceAll("");
    }

    /** A text without its blanks: what is compared where lines may have been broken. */
    public static String withoutBlanks(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || (c >= '\t' && c <= '\r')) { // most have none
                return BLANK.matcher(text).replaceAll("");
            }
        }
        return text;
    }

    /**
     * A query's result.
     *
     * @param columns column names, in the query's order
     * @param rows one map a row, keys in column order; values are String, Long, Double, BigDecimal, Boolean, LocalDate,
     *     LocalDateTime or null
     */
    public record Table(List<String> columns, List<Map<String, @Nullable Object>> rows) {

        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }

        /** Runs a query. */
        static Table read(Session.Statement query) {
            var rows = new ArrayList<Map<String, @Nullable Object>>();
            var columns = query.stream(row -> rows.add(row.values()));
            return new Table(columns, rows);
        }
    }
}
