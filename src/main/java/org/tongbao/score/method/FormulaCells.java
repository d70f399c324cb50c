package org.tongbao.score.method;

import java.math.BigDecimal;
import org.tongbao.score.method.Statistics.Over;

/**
 * The cells that a formula of a score sheet reads. A formula is one of a spreadsheet in which {@code [name]} stands for
 * the cell of a column in the same row, {@code [name#]} for all its rows, {@code [name.weight]} for the head over it,
 * {@code [first:last]} and {@code [first.weight:last.weight]} for neighbours, and {@code [.nought]} for a head over the
 * formula's own column. An empty cell, or one with an empty text, is a missing value.
 *
 * @param live whether the rows of the sheet are all that are compared, so that a formula can compare them
 */
public record FormulaCells(boolean live) {

    /** Whether what is compared is the rows of the sheet. */
    boolean cover(Over over) {
        return live && (over.equals(Over.GROUP) || over.equals(Over.PERIOD));
    }

    public static String cell(String column) {
        return "[" + column + "]";
    }

    public static String all(String column) {
        return "[" + column + "#]";
    }

    public static String head(String column, String head) {
        return "[" + column + "." + head + "]";
    }

    public static String number(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    public static String text(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }

    /** The formula where the column has a number, otherwise nothing. */
    public static String ifNumber(String column, String formula) {
        return "IF(ISNUMBER(" + cell(column) + ")," + formula + ",\"\")";
    }
}
