package org.tongbao.score.method;

/** Literals of generated SQL. */
public final class Sql {

    private Sql() {}

    /** A text literal. */
    public static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A DOUBLE literal: without the exponent the engine would read a decimal, and compute in decimals. */
    public static String number(double number) {
        var text = Double.toString(number);
        var literal = text.contains("E") ? text : text + "e0";
        return number < 0 ? "(" + literal + ")" : literal;
    }

    /** A quoted column name. */
    public static String name(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
