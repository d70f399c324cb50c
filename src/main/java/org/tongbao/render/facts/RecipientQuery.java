package org.tongbao.render.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.TableNames;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A query that may say {@code recipient()} for the key of whoever it is asked for. It is asked for one, or for many at once:
 * then each call is a column of the list of recipients, beside which the query stands as a lateral one.
 */
public final class RecipientQuery {

    /** Of a row that was asked for many: the place of its recipient in the list, from 0. */
    public static final String WHOSE = "tongbao whose";

    /** Of such a row: what each column begins with by which the query orders its rows. */
    public static final String ORDER = "tongbao order ";

    private static final String LIST = "tongbao recipients";
    private static final String KEY = "recipient";
    private static final String WHOSE_COLUMN = Sql.name(LIST) + "." + Sql.name(WHOSE);

    /** A call; or a text, a quoted name or a comment, in which there is none. */
    private static final Pattern CALL = Pattern.compile(
            "\\brecipient\\s*\\(\\s*\\)|'[^']*'|\"[^\"]*\"|--[^\\n]*|/\\*.*?\\*/",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final String sql;
    private final String forOne;

    public RecipientQuery(String sql) {
        this.sql = sql;
        this.forOne = CALL.matcher(sql)
                .replaceAll(found -> Character.isLetter(found.group().charAt(0))
                        ? "cast(:" + KEY + " as varchar)"
                        : Matcher.quoteReplacement(found.group()));
    }

    /** Whether it gives the same for all: it does not ask whose it is. */
    public boolean isSameForAll() {
        return forOne.equals(sql);
    }

    /** The query for one recipient. */
    public Session.Statement forOne(Session session, String recipient) {
        return isSameForAll() ? session.sql(sql) : session.sql(forOne).param(KEY, recipient);
    }

    /**
     * The query for many at once: its columns between {@link #WHOSE} and those by which it orders, {@link #ORDER}; rows in
     * order of the recipients, those of one in the query's order. None if the engine can't tell that order apart.
     */
    public Optional<String> forAll(Session session, List<String> recipients) {
        var read = TableNames.tree(session, sql, "");
        var node = read.path("statements").path(0).path("node");
        if (read.path("error").asBoolean(true) || !(node instanceof ObjectNode query)) {
            return Optional.empty();
        }
        nameColumn(query);
        var order = new ArrayList<String>();
        var ordered =
                switch (query.path("type").asString("")) {
                    case "SELECT_NODE" -> select(session, read, query, order);
                    case "SET_OPERATION_NODE" -> union(session, read, query, order);
                    default -> null;
                };
        var list = IntStream.range(0, recipients.size())
                .mapToObj(i -> "(" + i + ", " + Sql.text(recipients.get(i)) + ")")
                .collect(Collectors.joining(", "));
        return Optional.ofNullable(ordered)
                .map(text -> "select " + WHOSE_COLUMN + ", q.* from (values " + list + ") as " + Sql.name(LIST) + "("
                        + Sql.name(WHOSE) + ", " + KEY + "), lateral (" + text + ") as q order by " + WHOSE_COLUMN
                        + order.stream().map(by -> ", q." + by).collect(Collectors.joining()));
    }

    /** Puts the list's column in place of each call. */
    private static void nameColumn(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("class").asString("").equals("FUNCTION")
                    && object.path("function_name")
                            .asString("")
                            .toLowerCase(Locale.ROOT)
                            .equals(KEY)
                    && object.path("arguments").isEmpty()) {
                var alias = object.path("alias");
                object.removeAll();
                object.put("class", "COLUMN_REF").put("type", "COLUMN_REF").set("alias", alias);
                object.putArray("column_names").add(LIST).add(KEY);
                return;
            }
        }
        node.forEach(RecipientQuery::nameColumn);
    }

    /** What a select orders by becomes columns of it, as the engine does it, too: an alias goes before a column. */
    private static @Nullable String select(Session session, JsonNode read, ObjectNode select, List<String> order) {
        var columns = (ArrayNode) select.path("select_list");
        var aliases = columns.valueStream()
                .filter(column -> !column.path("alias").asString("").isEmpty())
                .collect(Collectors.toMap(
                        column -> column.path("alias").asString("").toLowerCase(Locale.ROOT),
                        column -> column,
                        (first, second) -> first));
        var added = new ArrayList<ObjectNode>();
        for (var by : orders(select)) {
            var expression = by.path("expression");
            var kind = expression.path("class").asString("");
            if (kind.equals("CONSTANT") || kind.equals("STAR")) {
                return null; // a column's number, or all of them
            }
            var column = (ObjectNode) unqualified(expression)
                    .<JsonNode>map(aliases::get)
                    .orElse(expression)
                    .deepCopy();
            added.add(column.put("alias", ORDER + order.size()));
            order.add(direction(by, order.size()));
        }
        columns.addAll(added);
        return text(session, read);
    }

    /** What a union orders by are columns of it. */
    private static @Nullable String union(Session session, JsonNode read, ObjectNode union, List<String> order) {
        var added = new StringBuilder();
        for (var by : orders(union)) {
            var name = unqualified(by.path("expression"));
            if (name.isEmpty()) {
                return null;
            }
            added.append(", u.").append(Sql.name(name.get())).append(" as ").append(Sql.name(ORDER + order.size()));
            order.add(direction(by, order.size()));
        }
        return "select u.*" + added + " from (" + text(session, read) + ") as u";
    }

    private static List<JsonNode> orders(JsonNode query) {
        return query.path("modifiers")
                .valueStream()
                .filter(modifier -> modifier.path("type").asString("").equals("ORDER_MODIFIER"))
                .flatMap(modifier -> modifier.path("orders").valueStream())
                .toList();
    }

    private static Optional<String> unqualified(JsonNode expression) {
        var names = expression.path("column_names");
        return expression.path("class").asString("").equals("COLUMN_REF") && names.size() == 1
                ? Optional.of(names.path(0).asString("").toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    private static String direction(JsonNode by, int place) {
        var words = Map.of("ASCENDING", " asc", "DESCENDING", " desc");
        var nulls = by.path("null_order").asString("");
        return Sql.name(ORDER + place)
                + words.getOrDefault(by.path("type").asString(""), "")
                + (Set.of("NULLS FIRST", "NULLS LAST").contains(nulls) ? " " + nulls : "");
    }

    private static String text(Session session, JsonNode read) {
        return session.sql("select json_deserialize_sql(cast(:tree as json)) as text")
                .param("tree", JsonMapper.shared().writeValueAsString(read))
                .one()
                .text("text");
    }
}
