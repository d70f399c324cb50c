package org.tongbao.render.sheet;

import java.util.List;
import org.apache.poi.ss.util.CellRangeAddress;

/**
 * Where a table stands.
 *
 * @param sheet name of its sheet
 * @param columns names from left to right
 * @param top row of the title, from 0
 * @param headings first and last row of the headings, from 0
 * @param first first row with values, from 0
 * @param last last row with values; before {@code first} if there are none
 * @param end the row after everything that belongs to the table
 * @param heights heights of the sheet's first rows in points, from the table's title on
 */
public record TableRange(
        String sheet,
        List<String> columns,
        int top,
        CellRangeAddress headings,
        int first,
        int last,
        int end,
        List<Float> heights) {

    public TableRange {
        columns = List.copyOf(columns);
        heights = List.copyOf(heights);
    }

    public boolean isEmpty() {
        return last < first;
    }

    /** The values of one column. */
    public CellRangeAddress cells(String column) {
        int at = columns.indexOf(column);
        return new CellRangeAddress(first, last, at, at);
    }

    /** Headings' last row and values: what a filter works on, and what a name stands for. */
    public CellRangeAddress body() {
        return new CellRangeAddress(headings.getLastRow(), last, 0, columns.size() - 1);
    }
}
