package org.tongbao.score.method;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tongbao.warehouse.Sql;

/**
 * A condition of a cap, over indicator values and the points of branches: {@code fatalities > 0 and not (文明施工 >= 60 or
 * noise is missing)}. A comparison with a missing value does not hold.
 */
public sealed interface Condition {

    /** The condition in SQL; {@code column} gives the column that holds a name's figure. */
    String sql(UnaryOperator<String> column);

    /** The condition as a formula of a spreadsheet; {@code cell} gives the reference to a name's figure. */
    String formula(UnaryOperator<String> cell);

    /** Notes the names it asks for. */
    void collect(Set<String> names);

    /** The names it asks for, in order. */
    default Set<String> names() {
        var names = new LinkedHashSet<String>();
        collect(names);
        return names;
    }

    /** Whether it can hold at all, where names lie in these ranges. */
    default boolean canHold(Function<String, Range> ranges) {
        return true;
    }

    /** Whether another condition is sure to hold wherever it does; false also where that can't be told. */
    default boolean implies(Condition other) {
        if (equals(other)) {
            return true;
        }
        if (other instanceof Joined joined) {
            return joined.word().equals("or")
                    ? implies(joined.left()) || implies(joined.right())
                    : implies(joined.left()) && implies(joined.right());
        }
        return false;
    }

    /** Two operands, each a name or a number. */
    record Comparison(Operand left, String operator, Operand right) implements Condition {
        @Override
        public String sql(UnaryOperator<String> column) {
            return "coalesce(" + left.sql(column) + " " + operator + " " + right.sql(column) + ", false)";
        }

        @Override
        public String formula(UnaryOperator<String> cell) {
            return "AND(" + left.isThere(cell) + right.isThere(cell) + left.formula(cell) + operator.replace("!=", "<>")
                    + right.formula(cell) + ")";
        }

        @Override
        public void collect(Set<String> names) {
            left.collect(names);
            right.collect(names);
        }

        @Override
        public boolean canHold(Function<String, Range> ranges) {
            var own = bounds();
            if (own == null) {
                return !(left instanceof Constant) || !(right instanceof Constant) || isTrue();
            }
            var range = ranges.apply(own.name());
            return switch (own.operator()) {
                case "<" -> range.low() < own.number();
                case "<=" -> range.low() <= own.number();
                case ">" -> range.high() > own.number();
                case ">=" -> range.high() >= own.number();
                case "=" -> range.low() <= own.number() && own.number() <= range.high();
                default -> range.low() < range.high() || range.low() != own.number();
            };
        }

        @Override
        public boolean implies(Condition other) {
            if (Condition.super.implies(other)) {
                return true;
            }
            var own = bounds();
            if (own == null) {
                return false;
            }
            if (other instanceof Not not && not.condition() instanceof IsMissing missing) {
                return missing.name().equals(own.name());
            }
            var theirs = other instanceof Comparison comparison ? comparison.bounds() : null;
            return theirs != null && theirs.name().equals(own.name()) && own.isWithin(theirs);
        }

        /** The comparison with a name on the left; null if it does not compare a name with a number. */
        private @Nullable Bound bounds() {
            if (left instanceof Name name && right instanceof Constant constant) {
                return new Bound(name.name(), operator.replace("!=", "<>"), constant.number());
            }
            if (left instanceof Constant constant && right instanceof Name name) {
                return new Bound(
                        name.name(),
                        operator.startsWith("<") && !operator.equals("<>")
                                ? operator.replace('<', '>')
                                : operator.replace("!=", "<>").startsWith("<>") ? "<>" : operator.replace('>', '<'),
                        constant.number());
            }
            return null;
        }

        private boolean isTrue() {
            double a = ((Constant) left).number();
            double b = ((Constant) right).number();
            return switch (operator) {
                case "<" -> a < b;
                case "<=" -> a <= b;
                case ">" -> a > b;
                case ">=" -> a >= b;
                case "=" -> a == b;
                default -> a != b;
            };
        }
    }

    /** A name held against a number. */
    record Bound(String name, String operator, double number) {

        /** Whether every figure that it lets through is let through by the other. */
        boolean isWithin(Bound other) {
            boolean least = operator.equals(">") || operator.equals(">=") || operator.equals("=");
            boolean most = operator.equals("<") || operator.equals("<=") || operator.equals("=");
            return switch (other.operator) {
                case ">" -> least && (number > other.number || (number == other.number && operator.equals(">")));
                case ">=" -> least && number >= other.number;
                case "<" -> most && (number < other.number || (number == other.number && operator.equals("<")));
                case "<=" -> most && number <= other.number;
                case "=" -> operator.equals("=") && number == other.number;
                default ->
                    operator.equals("=")
                            ? number != other.number
                            : (least && (number > other.number || (number == other.number && operator.equals(">"))))
                                    || (most
                                            && (number < other.number
                                                    || (number == other.number && operator.equals("<"))));
            };
        }
    }

    /** Whether a name has no figure. */
    record IsMissing(String name) implements Condition {
        @Override
        public String sql(UnaryOperator<String> column) {
            return column.apply(name) + " is null";
        }

        @Override
        public String formula(UnaryOperator<String> cell) {
            return "NOT(ISNUMBER(" + cell.apply(name) + "))";
        }

        @Override
        public void collect(Set<String> names) {
            names.add(name);
        }
    }

    /** Both or either. */
    record Joined(Condition left, String word, Condition right) implements Condition {
        @Override
        public String sql(UnaryOperator<String> column) {
            return "(" + left.sql(column) + " " + word + " " + right.sql(column) + ")";
        }

        @Override
        public String formula(UnaryOperator<String> cell) {
            return word.toUpperCase(Locale.ROOT) + "(" + left.formula(cell) + "," + right.formula(cell) + ")";
        }

        @Override
        public boolean canHold(Function<String, Range> ranges) {
            return word.equals("or")
                    ? left.canHold(ranges) || right.canHold(ranges)
                    : left.canHold(ranges) && right.canHold(ranges) && !isContradiction();
        }

        /** Whether two of the comparisons that must all hold leave no figure for a name. */
        private boolean isContradiction() {
            var bounds = new ArrayList<Bound>();
            conjuncts(this, bounds);
            return bounds.stream().anyMatch(a -> bounds.stream()
                    .anyMatch(b -> a.name().equals(b.name())
                            && a.operator().startsWith(">")
                            && b.operator().startsWith("<")
                            && !b.operator().equals("<>")
                            && (a.number() > b.number()
                                    || (a.number() == b.number()
                                            && !(a.operator().equals(">=")
                                                    && b.operator().equals("<="))))));
        }

        private static void conjuncts(Condition condition, List<Bound> bounds) {
            if (condition instanceof Joined joined && joined.word().equals("and")) {
                conjuncts(joined.left(), bounds);
                conjuncts(joined.right(), bounds);
            } else if (condition instanceof Comparison comparison) {
                var bound = comparison.bounds();
                if (bound != null) {
                    bounds.add(bound);
                }
            }
        }

        @Override
        public boolean implies(Condition other) {
            return Condition.super.implies(other)
                    || (word.equals("or")
                            ? left.implies(other) && right.implies(other)
                            : left.implies(other) || right.implies(other));
        }

        @Override
        public void collect(Set<String> names) {
            left.collect(names);
            right.collect(names);
        }
    }

    /** The opposite. */
    record Not(Condition condition) implements Condition {
        @Override
        public String sql(UnaryOperator<String> column) {
            return "not " + condition.sql(column);
        }

        @Override
        public String formula(UnaryOperator<String> cell) {
            return "NOT(" + condition.formula(cell) + ")";
        }

        @Override
        public void collect(Set<String> names) {
            condition.collect(names);
        }
    }

    /** One side of a comparison. */
    sealed interface Operand {
        String sql(UnaryOperator<String> column);

        String formula(UnaryOperator<String> cell);

        /** What a comparison asks first: a missing value compares with nothing. */
        default String isThere(UnaryOperator<String> cell) {
            return "";
        }

        default void collect(Set<String> names) {}
    }

    /** An indicator or a branch. */
    record Name(String name) implements Operand {
        @Override
        public String sql(UnaryOperator<String> column) {
            return column.apply(name);
        }

        @Override
        public String formula(UnaryOperator<String> cell) {
            return cell.apply(name);
        }

        @Override
        public String isThere(UnaryOperator<String> cell) {
            return "ISNUMBER(" + cell.apply(name) + "),";
        }

        @Override
        public void collect(Set<String> names) {
            names.add(name);
        }
    }

    /** A constant. */
    record Constant(double number) implements Operand {
        @Override
        public String sql(UnaryOperator<String> column) {
            return Sql.number(number);
        }

        @Override
        public String formula(UnaryOperator<String> cell) {
            return FormulaCells.number(number);
        }
    }

    /** Reads it as it is written in a scheme. */
    static Condition parse(String text) {
        return new Parser(text).read();
    }

    /** Recursive descent: or, and, not, comparison. */
    final class Parser {

        private static final Pattern TOKEN = Pattern.compile(
                "\\s*(?:(-?[0-9]+(?:\\.[0-9]+)?)|(<=|>=|<>|!=|=|<|>|\\(|\\))|\"([^\"]+)\"|([\\p{L}_][\\p{L}\\p{N}_.-]*))");
        private static final Set<String> COMPARISONS = Set.of("<", "<=", ">", ">=", "=", "<>", "!=");
        private static final Set<String> WORDS = Set.of("and", "or", "not", "is");

        private final String text;
        private final List<String> tokens = new ArrayList<>();
        private int at;

        private Parser(String text) {
            this.text = text;
            var match = TOKEN.matcher(text);
            int end = 0;
            while (end < text.stripTrailing().length()) {
                if (!match.region(end, text.length()).lookingAt()) {
                    throw wrong(text.substring(end).strip());
                }
                // A quoted name keeps one quote as its mark.
                tokens.add(match.group(3) == null ? match.group().strip() : "\"" + match.group(3));
                end = match.end();
            }
        }

        private Condition read() {
            var condition = either();
            if (at < tokens.size()) {
                throw wrong(tokens.get(at));
            }
            return condition;
        }

        private Condition either() {
            var left = both();
            while (accept("or")) {
                left = new Joined(left, "or", both());
            }
            return left;
        }

        private Condition both() {
            var left = single();
            while (accept("and")) {
                left = new Joined(left, "and", single());
            }
            return left;
        }

        private Condition single() {
            if (accept("not")) {
                return new Not(single());
            }
            if (accept("(")) {
                var inner = either();
                if (!accept(")")) {
                    throw wrong(peek());
                }
                return inner;
            }
            var left = operand();
            if (accept("is")) {
                boolean not = accept("not");
                if (!(left instanceof Name name) || !accept("missing")) {
                    throw wrong(peek());
                }
                return not ? new Not(new IsMissing(name.name())) : new IsMissing(name.name());
            }
            var operator = peek();
            if (!COMPARISONS.contains(operator)) {
                throw wrong(operator);
            }
            at++;
            return new Comparison(left, operator, operand());
        }

        private Operand operand() {
            var token = peek();
            if (token.isEmpty() || COMPARISONS.contains(token) || "()".contains(token) || WORDS.contains(token)) {
                throw wrong(token);
            }
            at++;
            if (token.matches("-?[0-9].*")) {
                return new Constant(Double.parseDouble(token));
            }
            return new Name(token.startsWith("\"") ? token.substring(1) : token);
        }

        private boolean accept(String token) {
            if (!peek().equals(token)) {
                return false;
            }
            at++;
            return true;
        }

        private String peek() {
            return at < tokens.size() ? tokens.get(at) : "";
        }

        private IllegalArgumentException wrong(String token) {
            return new IllegalArgumentException("condition '" + text + "' is not understood at "
                    + (token.isEmpty() ? "its end" : "'" + token + "'")
                    + "; write such as: fatalities > 0 and (accidents >= 2 or hazard_on_time is missing)");
        }
    }
}
