package org.tongbao.render.sheet;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.poi.ss.util.CellReference;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.facts.ScoreSheet.Head;

/**
 * Where the cells stand that a formula calls by name: {@code [name]} is the cell of a column in the same row, {@code
 * [name#]} all its rows, {@code [name.weight]} the head over it, {@code [first:last]} and {@code [first.weight:last.weight]} neighbours,
 * {@code [.full]} a head over the formula's own column. Texts in quotes are left alone.
 *
 * @param columns names from left to right
 * @param heads rows of the heads, from 0
 * @param first first row with values, from 0
 * @param last last row with values, from 0
 */
record SheetFormula(List<String> columns, Map<Head, Integer> heads, int first, int last) {

    private static final Pattern REFERENCE = Pattern.compile("\"(?:[^\"]|\"\")*\"|\\[([^\\[\\]]+)]");
    private static final Pattern PART = Pattern.compile("([^.:#]*)(?:\\.([a-z]+))?(#?)");

    /** Stands for the number of the row. */
    private static final String ROW = "\u0000";

    /** A formula of a column, to be completed row by row. */
    String resolve(String column, String formula) {
        return REFERENCE
                .matcher(formula)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) == null ? match.group() : range(column, match.group(1))));
    }

    /** The formula in a row, from 0. */
    static String forRow(String formula, int row) {
        return formula.replace(ROW, String.valueOf(row + 1));
    }

    private String range(String own, String reference) {
        int colon = reference.indexOf(':');
        return colon < 0
                ? cell(own, reference)
                : cell(own, reference.substring(0, colon)) + ":" + cell(own, reference.substring(colon + 1));
    }

    private String cell(String own, String reference) {
        var part = PART.matcher(reference);
        if (!part.matches()) {
            throw new IllegalArgumentException("[" + reference + "] in a formula");
        }
        var name = part.group(1).isEmpty() ? own : part.group(1);
        int at = columns.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException("no column '" + name + "' for a formula; there are " + columns);
        }
        var letter = CellReference.convertNumToColString(at);
        if (part.group(3).equals("#")) {
            return "$" + letter + "$" + (first + 1) + ":$" + letter + "$" + (last + 1);
        }
        return letter + (part.group(2) == null ? ROW : "$" + (row(part.group(2)) + 1));
    }

    private int row(String word) {
        @Nullable Integer row = Head.of(word).map(heads::get).orElse(null);
        if (row == null) {
            throw new IllegalArgumentException("no head '" + word + "' over the columns");
        }
        return row;
    }
}
