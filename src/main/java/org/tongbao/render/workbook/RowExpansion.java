package org.tongbao.render.workbook;

import java.util.Map;
import java.util.SortedMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where cells of a template go when rows repeat, and what references to them become: rows beneath move down, and a range
 * over a repeated row grows with it, in formulas, charts, names and rules alike.
 *
 * @param sheets name of a sheet to its repeated rows, from 1, and how often each stands
 */
record RowExpansion(Map<String, SortedMap<Integer, Integer>> sheets) {

    private static final Pattern REFERENCE = Pattern.compile("\"(?:[^\"]|\"\")*\"|(?<![\\p{L}\\p{N}_.$])"
            + "((?:'((?:[^']|'')+)'|([\\p{L}_][\\p{L}\\p{N}_.]*))!)?"
            + "(\\$?[A-Z]{1,3})(\\$?)(\\d{1,7})(?::(\\$?[A-Z]{1,3})(\\$?)(\\d{1,7}))?(?![\\p{L}\\p{N}_(.!])");
    private static final Pattern WHOLE_ROWS = Pattern.compile("(\\$?)(\\d{1,7}):(\\$?)(\\d{1,7})");

    /** Where a formula stands: a row of a sheet, and which of its repetitions. */
    private record FormulaCell(String sheet, int row, int repetition) {}

    /** The first row that a template's row becomes; rows from 1. */
    int firstRow(String sheet, int row) {
        var repeated = sheets.get(sheet);
        int moved = row;
        if (repeated != null) {
            for (var entry : repeated.headMap(row).entrySet()) {
                moved += entry.getValue() - 1;
            }
        }
        return moved;
    }

    /** The last row that a template's row becomes. */
    int lastRow(String sheet, int row) {
        var repeated = sheets.get(sheet);
        return firstRow(sheet, row) + (repeated == null ? 0 : repeated.getOrDefault(row, 1) - 1);
    }

    /** What refers to cells without being one: a chart's series, a name, a rule's cells. A single repeated cell grows. */
    String expandRanges(String sheet, String text) {
        return map(sheet, text, null);
    }

    /** The formula of a cell; its own row means the same repetition, unless it is fixed with {@code $}. */
    String expandFormula(String sheet, String text, int row, int repetition) {
        return map(sheet, text, new FormulaCell(sheet, row, repetition));
    }

    /** Rows in references without columns: {@code $2:$3} of print titles. */
    String expandRows(String sheet, String text) {
        return WHOLE_ROWS
                .matcher(text)
                .replaceAll(match ->
                        Matcher.quoteReplacement(match.group(1) + firstRow(sheet, Integer.parseInt(match.group(2)))
                                + ":" + match.group(3) + lastRow(sheet, Integer.parseInt(match.group(4)))));
    }

    private String map(String sheet, String text, @Nullable FormulaCell own) {
        return REFERENCE
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(4) == null ? match.group() : reference(sheet, match, own)));
    }

    private String reference(String sheet, MatchResult match, @Nullable FormulaCell own) {
        var target = match.group(2) != null ? match.group(2).replace("''", "'") : match.group(3);
        var where = target == null ? sheet : target;
        var prefix = match.group(1) == null ? "" : match.group(1);
        int from = Integer.parseInt(match.group(6));
        boolean isSingle = match.group(9) == null;
        int to = isSingle ? from : Integer.parseInt(match.group(9));
        int first = row(where, from, !match.group(5).isEmpty(), own, false);
        int last = isSingle && own != null
                ? first
                : row(where, to, !isSingle && !match.group(8).isEmpty(), own, true);
        var start = prefix + match.group(4) + match.group(5) + first;
        if (isSingle && last == first) {
            return start;
        }
        return start + ":" + (isSingle ? match.group(4) + match.group(5) : match.group(7) + match.group(8)) + last;
    }

    private int row(String sheet, int row, boolean fixed, @Nullable FormulaCell own, boolean end) {
        if (own != null && own.sheet().equals(sheet) && own.row() == row && !fixed) {
            return firstRow(sheet, row) + own.repetition();
        }
        return end ? lastRow(sheet, row) : firstRow(sheet, row);
    }
}
