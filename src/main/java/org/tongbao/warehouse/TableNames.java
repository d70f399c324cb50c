package org.tongbao.warehouse;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tables and views that a query names. The engine's own parser tells them: a name is a table's only where a table may
 * stand, and a step of the query's {@code with} hides a table of its name only where the step can be seen.
 *
 * @param lines name to the line that first names it, the first is 1; of another schema {@code schema.table}
 * @param steps the steps of the query's {@code with}
 */
public record TableNames(Map<String, Integer> lines, Set<String> steps) {

    public TableNames {
        lines = new LinkedHashMap<>(lines);
        steps = new LinkedHashSet<>(steps);
    }

    /** None if the engine cannot read the text as a query. */
    static TableNames of(Session session, String sql) {
        var tree = tree(session, sql, ", skip_null := true, skip_empty := true, skip_default := true");
        if (tree.path("error").asBoolean(true)) {
            return new TableNames(Map.of(), Set.of());
        }
        var visit = new Visit(sql.getBytes(StandardCharsets.UTF_8));
        visit.visit(tree, Set.of());
        return new TableNames(visit.lines, visit.steps);
    }

    /**
     * The tree of a query, as the engine's parser gives it; {@code error} if it cannot read the text as a query.
     *
     * @param options of {@code json_serialize_sql}, each after a comma
     */
    public static JsonNode tree(Session session, String sql, String options) {
        return JsonMapper.shared()
                .readTree(session.text("select json_serialize_sql(cast(:query as varchar)" + options + ")", sql));
    }

    /** A walk through the tree of a query. */
    private static final class Visit {

        private final byte[] sql;
        private final Map<String, Integer> lines = new LinkedHashMap<>();
        private final Set<String> steps = new LinkedHashSet<>();

        Visit(byte[] sql) {
            this.sql = sql;
        }

        void visit(JsonNode node, Set<String> hidden) {
            var with = node.path("cte_map").path("map");
            if (!with.isEmpty()) {
                var seen = new HashSet<>(hidden);
                for (var step : with) {
                    var name = name(step.path("key"));
                    steps.add(name);
                    var query = step.path("value").path("query_node");
                    var within = new HashSet<>(seen);
                    if (query.path("type").asString("").equals("RECURSIVE_CTE_NODE")) {
                        within.add(name);
                    }
                    visit(query, within);
                    seen.add(name);
                }
                node.properties().stream()
                        .filter(entry -> !entry.getKey().equals("cte_map"))
                        .forEach(entry -> visit(entry.getValue(), seen));
                return;
            }
            if (node.path("type").asString("").equals("BASE_TABLE")) {
                var schema = name(node.path("schema_name"));
                var table = name(node.path("table_name"));
                if (!schema.isEmpty() || !hidden.contains(table)) {
                    lines.putIfAbsent(
                            schema.isEmpty() ? table : schema + "." + table,
                            line(node.path("query_location").asInt(0)));
                }
            }
            node.forEach(child -> visit(child, hidden));
        }

        /** The engine tells names of either case apart no more than SQL does. */
        private static String name(JsonNode text) {
            return text.asString("").toLowerCase(Locale.ROOT);
        }

        private int line(int place) {
            int line = 1;
            for (int i = 0; i < Math.min(place, sql.length); i++) {
                line += sql[i] == '\n' ? 1 : 0;
            }
            return line;
        }
    }
}
