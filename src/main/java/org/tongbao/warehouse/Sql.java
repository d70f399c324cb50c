package org.tongbao.warehouse;

import java.time.LocalDate;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Names and literals of generated SQL. Nothing else puts a quote into a statement. What can be a parameter is one (see
 * {@link Session}); literals are for where the engine takes none: views, macros, settings, and texts that are composed.
 */
public final class Sql {

    private Sql() {}

    /** A table, view or column: whatever characters stand in its name, and be it a word that SQL reserves. */
    public static String name(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** Names, with commas between them. */
    public static String names(Collection<String> names) {
        return names.stream().map(Sql::name).collect(Collectors.joining(", "));
    }

    /** A text. */
    public static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Texts, with commas between them: what stands in the brackets of an {@code in (...)}. */
    public static String texts(Collection<String> texts) {
        return texts.stream().map(Sql::text).collect(Collectors.joining(", "));
    }

    /** A day. */
    public static String date(LocalDate day) {
        return "date '" + day + "'";
    }

    /** A DOUBLE: without the exponent the engine would read a decimal, and compute in decimals. */
    public static String number(double number) {
        var text = Double.toString(number);
        var literal = text.contains("E") ? text : text + "e0";
        return number < 0 ? "(" + literal + ")" : literal;
    }
}
