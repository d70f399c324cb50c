package org.tongbao.warehouse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A statement with named parameters, as the engine's driver takes it: with a {@code ?} in each one's place.
 *
 * <p>A parameter is a colon, directly followed by a name, where SQL has no colon of its own. It has them in casts ({@code
 * ::}), in named arguments ({@code :=}), between the key and the value of a struct or map, in slices, behind the arguments
 * of a lambda and behind an alias that stands before its column; and whatever stands in texts, quoted names and comments
 * is theirs. A slice that begins with a parameter, and a map's key that is computed from one, put it into brackets:
 * {@code list[(:from):]}.
 *
 * @param text the statement
 * @param parameters what stands at each place
 */
record ParsedSql(String text, List<Parameter> parameters) {

    /** Longer statements are composed and come once only; parsing them is nothing beside running them. */
    private static final int LONGEST_KEPT = 4000;

    private static final int MOST_KEPT = 500;

    private static final Map<String, ParsedSql> KEPT =
            Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, ParsedSql> eldest) {
                    return size() > MOST_KEPT;
                }
            });

    ParsedSql {
        parameters = List.copyOf(parameters);
    }

    /**
     * A parameter.
     *
     * @param line of the statement where it stands; the first is 1
     */
    record Parameter(String name, int line) {}

    /**
     * Parses a statement, each text once.
     *
     * @throws WarehouseException if a parameter has no name
     */
    static ParsedSql of(String sql) {
        if (sql.indexOf(':') < 0 && sql.indexOf('?') < 0) {
            return new ParsedSql(sql, List.of());
        }
        if (sql.length() > LONGEST_KEPT) {
            return new Parser(sql).parse();
        }
        return KEPT.computeIfAbsent(sql, text -> new Parser(text).parse());
    }

    /** Walks over a statement token by token. */
    private static final class Parser {

        /** A bracket after one of these begins a list; after any other word it cuts a slice. */
        private static final Set<String> BEFORE_A_LIST = Set.of(
                "all",
                "and",
                "any",
                "array",
                "between",
                "by",
                "case",
                "distinct",
                "else",
                "from",
                "having",
                "in",
                "is",
                "like",
                "limit",
                "not",
                "on",
                "or",
                "qualify",
                "returning",
                "select",
                "then",
                "to",
                "when",
                "where");

        private static final Pattern DOLLARS = Pattern.compile("\\$(?:[\\p{L}_][\\p{L}\\d_]*)?\\$");

        private enum Bracket {
            ROUND,
            LIST,
            SLICE,
            /** A struct's or map's, as long as its current entry's colon has not come. */
            KEY,
            VALUE
        }

        private final String sql;
        private final StringBuilder text = new StringBuilder();
        private final List<Parameter> parameters = new ArrayList<>();
        private final Deque<Bracket> open = new ArrayDeque<>();
        private int at;

        /** The last character that counts. */
        private char last;

        /** Whether it ends a value. */
        private boolean afterValue;

        private boolean inLambda;

        Parser(String sql) {
            this.sql = sql;
        }

        ParsedSql parse() {
            while (at < sql.length()) {
                char c = sql.charAt(at);
                if (Character.isWhitespace(c)) {
                    take(at + 1);
                } else if (sql.startsWith("--", at)) {
                    take(past("\n", at + 2));
                } else if (sql.startsWith("/*", at)) {
                    take(pastComment());
                } else if (c == ':') {
                    colon();
                } else {
                    token(c);
                    last = sql.charAt(at - 1);
                }
            }
            return new ParsedSql(text.toString(), parameters);
        }

        private void token(char c) {
            boolean value = false;
            switch (c) {
                case '\'', '"' -> {
                    take(past(String.valueOf(c), at + 1));
                    value = true;
                }
                case '$' -> {
                    take(pastDollars());
                    value = true;
                }
                case '(' -> open(Bracket.ROUND);
                case '[' -> open(afterValue ? Bracket.SLICE : Bracket.LIST);
                case '{' -> open(Bracket.KEY);
                case ')', ']', '}' -> {
                    open.poll();
                    take(at + 1);
                    value = true;
                }
                case ',' -> {
                    turn(Bracket.VALUE, Bracket.KEY);
                    take(at + 1);
                }
                case '?' -> throw refused("a parameter has a name, such as :run, and is no ?");
                default -> {
                    if (Character.isJavaIdentifierPart(c)) {
                        value = word();
                    } else {
                        take(at + 1);
                    }
                }
            }
            afterValue = value;
        }

        /** Whether what was read can be a value. */
        private boolean word() {
            int end = at;
            while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
                end++;
            }
            var word = sql.substring(at, end).toLowerCase(Locale.ROOT);
            if (word.equals("e") && end < sql.length() && sql.charAt(end) == '\'') {
                take(pastEscaped(end + 1));
                return true;
            }
            take(end);
            inLambda |= word.equals("lambda");
            return !BEFORE_A_LIST.contains(word);
        }

        private void colon() {
            char next = at + 1 < sql.length() ? sql.charAt(at + 1) : ' ';
            if (next == ':' || next == '=') {
                take(at + 2);
            } else if (!Character.isJavaIdentifierStart(next) || next == '$' || isOfSql()) {
                turn(Bracket.KEY, Bracket.VALUE);
                inLambda = false;
                take(at + 1);
            } else {
                parameter();
                return;
            }
            last = ':';
            afterValue = false;
        }

        /** Whether a colon before a name is one that SQL has of its own. */
        private boolean isOfSql() {
            boolean joined = afterValue && !Character.isWhitespace(sql.charAt(at - 1));
            return joined
                    || inLambda
                    || (within(Bracket.KEY) && last != '{' && last != ',')
                    || (within(Bracket.SLICE) && (afterValue || last == '['));
        }

        private void parameter() {
            int end = at + 1;
            while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
                end++;
            }
            parameters.add(new Parameter(sql.substring(at + 1, end), line()));
            text.append('?');
            at = end;
            last = '?';
            afterValue = true;
        }

        private void open(Bracket bracket) {
            open.push(bracket);
            take(at + 1);
        }

        private boolean within(Bracket bracket) {
            return open.peek() == bracket;
        }

        private void turn(Bracket from, Bracket to) {
            if (within(from)) {
                open.pop();
                open.push(to);
            }
        }

        private void take(int end) {
            text.append(sql, at, end);
            at = end;
        }

        /** A doubled quote within a text ends it and begins another, which comes to the same. */
        private int past(String mark, int from) {
            int found = sql.indexOf(mark, from);
            return found < 0 ? sql.length() : found + mark.length();
        }

        private int pastEscaped(int from) {
            int i = from;
            while (i < sql.length() && sql.charAt(i) != '\'') {
                i += sql.charAt(i) == '\\' ? 2 : 1;
            }
            return Math.min(sql.length(), i + 1);
        }

        private int pastDollars() {
            var mark = DOLLARS.matcher(sql).region(at, sql.length());
            return mark.lookingAt() ? past(mark.group(), mark.end()) : at + 1;
        }

        /** Comments stand in one another. */
        private int pastComment() {
            int depth = 0;
            int i = at;
            do {
                if (sql.startsWith("/*", i)) {
                    depth++;
                    i += 2;
                } else if (sql.startsWith("*/", i)) {
                    depth--;
                    i += 2;
                } else {
                    i++;
                }
            } while (depth > 0 && i < sql.length());
            return Math.min(sql.length(), i);
        }

        private WarehouseException refused(String why) {
            return WarehouseException.at(line(), why, sql);
        }

        private int line() {
            return 1 + (int) sql.substring(0, at).chars().filter(c -> c == '\n').count();
        }
    }
}
