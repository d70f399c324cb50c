package org.tongbao.render;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.streaming.SXSSFRow;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.SchemeSheet.Head;
import org.tongbao.render.Sheet.Column;
import org.tongbao.render.Sheet.Total;
import org.tongbao.render.WorkbookStyles.Look;
import org.tongbao.render.WorkbookStyles.Role;

/**
 * Writes one table: title, one or two rows of headings, the rows, totals, a note. Rows go out as they are written, so
 * that a table may be as long as a sheet; nothing is read back.
 */
final class SheetTable {

    private static final int MOST_ROWS = 1_048_000;
    private static final int MEASURED_ROWS = 1_000;
    private static final float LINE = 15;
    private static final float TALLEST = 400;
    /** Integers that a double cannot hold exactly, and Excel shows with 15 digits, are written as text. */
    private static final long LARGEST_INTEGER = 999_999_999_999_999L;

    private final SXSSFSheet sheet;
    private final WorkbookStyles styles;
    private final List<Column> columns;
    private final Facts.Table table;
    private final SheetColumns measures;
    private final int[] widths;
    private final List<Float> heights = new ArrayList<>();
    private final @Nullable String[] formulas;
    private int next;

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
    record Place(
            String sheet,
            List<String> columns,
            int top,
            CellRangeAddress headings,
            int first,
            int last,
            int end,
            List<Float> heights) {

        boolean isEmpty() {
            return last < first;
        }

        /** The values of one column. */
        CellRangeAddress cells(String column) {
            int at = columns.indexOf(column);
            return new CellRangeAddress(first, last, at, at);
        }

        /** Headings' last row and values: what a filter works on, and what a name stands for. */
        CellRangeAddress body() {
            return new CellRangeAddress(headings.getLastRow(), last, 0, columns.size() - 1);
        }
    }

    /** The table will begin at row {@code top}. */
    SheetTable(SXSSFSheet sheet, WorkbookStyles styles, List<Column> columns, Facts.Table table, int top) {
        if (table.rows().size() > MOST_ROWS) {
            throw new IllegalArgumentException("sheet '" + sheet.getSheetName() + "' would have "
                    + table.rows().size() + " rows and a sheet holds " + MOST_ROWS + "; narrow its query");
        }
        this.sheet = sheet;
        this.styles = styles;
        this.columns = columns;
        this.table = table;
        this.next = top;
        this.measures = new SheetColumns(columns, table);
        this.widths = measures.widths();
        this.formulas = new String[columns.size()];
    }

    /** Widths in characters of half a Hanzi. */
    int[] widths() {
        return widths.clone();
    }

    Place write(String title, @Nullable String note) {
        int top = next;
        across(title, Role.TITLE, HorizontalAlignment.CENTER, 24);
        var headings = headings();
        heads();
        int first = next;
        for (var row : table.rows()) {
            body(row);
        }
        int last = next - 1;
        if (last < first) {
            across("本期无数据", Role.BODY, HorizontalAlignment.CENTER, LINE);
        } else {
            totals(first, last);
            columns.forEach(column -> highlight(
                    column, new CellRangeAddress(first, last, columns.indexOf(column), columns.indexOf(column))));
            SheetHighlight.band(
                    sheet.getSheetConditionalFormatting(), new CellRangeAddress(first, last, 0, columns.size() - 1));
        }
        if (note != null) {
            across(note, Role.NOTE, HorizontalAlignment.LEFT, 12.5f);
        }
        var names = columns.stream().map(Column::name).toList();
        return new Place(sheet.getSheetName(), names, top, headings, first, last, next, List.copyOf(heights));
    }

    private void highlight(Column column, CellRangeAddress cells) {
        column.highlights().forEach(highlight -> highlight.addTo(sheet.getSheetConditionalFormatting(), cells));
    }

    /** A text over the whole width. */
    private void across(String text, Role role, HorizontalAlignment align, float line) {
        int total = 0;
        for (int width : widths) {
            total += width;
        }
        int scaled = role == Role.TITLE ? total * 21 / 32 : total; // 16 pt characters on a grid of 10.5 pt
        var row = row(SheetText.lines(text, scaled), line);
        var style = styles.of(new Look(role, align, null, false));
        for (int i = 0; i < columns.size(); i++) {
            row.createCell(i).setCellStyle(style);
        }
        row.getCell(0).setCellValue(SheetText.cell(text));
        merge(row.getRowNum(), row.getRowNum(), 0, columns.size() - 1);
    }

    private CellRangeAddress headings() {
        boolean grouped = columns.stream().anyMatch(column -> column.under() != null);
        int first = next;
        var style = styles.of(new Look(Role.HEADING, HorizontalAlignment.CENTER, null, false));
        if (grouped) {
            var row = row(1, LINE);
            for (int i = 0; i < columns.size(); i++) {
                var under = columns.get(i).under();
                row.createCell(i).setCellStyle(style);
                row.getCell(i)
                        .setCellValue(SheetText.cell(
                                under == null ? SheetText.heading(columns.get(i).title(), widths[i]) : under));
            }
        }
        var titles = IntStream.range(0, widths.length)
                .mapToObj(i -> SheetText.heading(columns.get(i).title(), widths[i]))
                .toList();
        int lines = IntStream.range(0, widths.length)
                .map(i -> SheetText.lines(titles.get(i), widths[i]))
                .max()
                .orElse(1);
        var row = row(lines, LINE);
        for (int i = 0; i < widths.length; i++) {
            row.createCell(i).setCellStyle(style);
            row.getCell(i).setCellValue(SheetText.cell(titles.get(i)));
            note(columns.get(i), row.getRowNum(), i);
        }
        if (grouped) {
            mergeHeadings(first);
        }
        return new CellRangeAddress(first, next - 1, 0, columns.size() - 1);
    }

    private void mergeHeadings(int row) {
        for (int i = 0, to; i < columns.size(); i = to + 1) {
            to = i;
            var under = columns.get(i).under();
            if (under == null) {
                merge(row, row + 1, i, i);
                continue;
            }
            while (to + 1 < columns.size() && under.equals(columns.get(to + 1).under())) {
                to++;
            }
            merge(row, row, i, to);
        }
    }

    private void merge(int firstRow, int lastRow, int firstColumn, int lastColumn) {
        if (firstRow < lastRow || firstColumn < lastColumn) {
            sheet.addMergedRegionUnsafe(new CellRangeAddress(firstRow, lastRow, firstColumn, lastColumn));
        }
    }

    private void note(Column column, int row, int at) {
        if (column.note() == null) {
            return;
        }
        var helper = sheet.getWorkbook().getCreationHelper();
        var anchor = helper.createClientAnchor();
        int lines = SheetText.lines(column.note(), 36);
        anchor.setCol1(at + 1);
        anchor.setCol2(at + 4);
        anchor.setRow1(row);
        anchor.setRow2(row + 2 + lines);
        var comment = sheet.createDrawingPatriarch().createCellComment(anchor);
        comment.setAddress(row, at);
        comment.setString(helper.createRichTextString(SheetText.cell(column.note())));
    }

    /** The rows of numbers over columns that compute, and what the formulas are in the rows beneath. */
    private void heads() {
        if (table.rows().isEmpty() || columns.stream().allMatch(column -> column.calculation() == null)) {
            return;
        }
        var rows = new EnumMap<Head, Integer>(Head.class);
        for (var head : Head.values()) {
            if (columns.stream().anyMatch(column -> heads(column).containsKey(head))) {
                rows.put(head, next + rows.size());
            }
        }
        int first = next + rows.size();
        var names = columns.stream().map(Column::name).toList();
        var places = new SheetFormula(names, rows, first, first + table.rows().size() - 1);
        rows.keySet().forEach(head -> head(head, places));
        for (int i = 0; i < formulas.length; i++) {
            var calculation = columns.get(i).calculation();
            if (calculation != null && calculation.formula() != null) {
                formulas[i] = places.of(names.get(i), calculation.formula());
            }
        }
    }

    private void head(Head head, SheetFormula places) {
        var row = row(1, LINE);
        for (int i = 0; i < widths.length; i++) {
            var column = columns.get(i);
            var text = heads(column).get(head);
            var cell = row.createCell(i);
            boolean given = text != null && !text.startsWith("=");
            var role = given ? Role.INPUT : Role.TOTAL;
            cell.setCellStyle(styles.of(new Look(role, HorizontalAlignment.RIGHT, head.format(), false)));
            if (given) {
                cell.setCellValue(Double.parseDouble(text));
            } else if (text != null) {
                cell.setCellFormula(SheetFormula.inRow(places.of(column.name(), text.substring(1)), row.getRowNum()));
                cell.setCellValue(""); // until somebody calculates
            }
        }
        row.getCell(0).setCellStyle(styles.of(new Look(Role.HEADING, HorizontalAlignment.CENTER, null, false)));
        row.getCell(0).setCellValue(head.label());
    }

    private static Map<Head, String> heads(Column column) {
        var calculation = column.calculation();
        return calculation == null ? Map.of() : calculation.heads();
    }

    private void body(Map<String, @Nullable Object> values) {
        int lines = 1;
        for (int i = 0; i < widths.length; i++) {
            if (values.get(columns.get(i).name()) instanceof String text) {
                lines = Math.max(lines, SheetText.lines(text, widths[i]));
            }
        }
        var row = row(lines, LINE);
        for (int i = 0; i < widths.length; i++) {
            value(row.createCell(i), i, values.get(columns.get(i).name()));
        }
    }

    private void value(Cell cell, int column, @Nullable Object value) {
        boolean quoted = false;
        var formula = formulas[column];
        if (formula != null) {
            cell.setCellFormula(SheetFormula.inRow(formula, cell.getRowIndex()));
            cell.setCellValue(""); // until somebody calculates, if the run has no figure
        }
        if (value instanceof String text) {
            quoted = SheetText.looksLikeFormula(text);
            cell.setCellValue(SheetText.cell(text));
        } else if (value instanceof Long number && Math.abs(number) > LARGEST_INTEGER) {
            cell.setCellValue(number.toString());
        } else if (value instanceof Number number) {
            double exact = number.doubleValue();
            if (Double.isFinite(exact)) {
                cell.setCellValue(exact);
            }
        } else if (value instanceof LocalDate date) {
            cell.setCellValue(date);
        } else if (value instanceof LocalDateTime time) {
            cell.setCellValue(time);
        } else if (value instanceof Boolean flag) {
            cell.setCellValue(flag ? "是" : "否");
        } else if (value != null) {
            throw new IllegalArgumentException(
                    "a cell can't hold a " + value.getClass().getName());
        }
        cell.setCellStyle(styles.of(new Look(Role.BODY, measures.align(column), measures.format(column), quoted)));
    }

    private void totals(int first, int last) {
        if (columns.stream().allMatch(column -> column.total() == Total.NONE)) {
            return;
        }
        var row = row(1, LINE);
        for (int i = 0; i < columns.size(); i++) {
            var column = columns.get(i);
            var cell = row.createCell(i);
            cell.setCellStyle(styles.of(new Look(Role.TOTAL, measures.align(i), measures.format(i), false)));
            if (column.total() != Total.NONE) {
                total(cell, column, new CellRangeAddress(first, last, i, i));
            }
        }
        if (columns.get(0).total() == Total.NONE) {
            boolean sums = columns.stream().noneMatch(column -> column.total() == Total.AVERAGE);
            boolean averages = columns.stream().noneMatch(column -> column.total() == Total.SUM);
            row.getCell(0).setCellStyle(styles.of(new Look(Role.TOTAL, HorizontalAlignment.LEFT, "@", false)));
            row.getCell(0).setCellValue(sums ? "合计" : averages ? "平均" : "合计/平均");
        }
    }

    /** A formula over the rows the filter shows, with its result, so that programs that don't calculate show it too. */
    private void total(Cell cell, Column column, CellRangeAddress cells) {
        var values = table.rows().stream()
                .map(row -> row.get(column.name()))
                .filter(Number.class::isInstance)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .toArray();
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        boolean isSum = column.total() == Total.SUM;
        if (isSum || values.length > 0) {
            cell.setCellFormula("SUBTOTAL(" + (isSum ? 109 : 101) + "," + cells.formatAsString() + ")");
            cell.setCellValue(isSum ? sum : sum / values.length);
        }
    }

    private SXSSFRow row(int lines, float line) {
        var row = sheet.createRow(next++);
        float height = Math.min(TALLEST, lines * line + 4);
        row.setHeightInPoints(height);
        if (heights.size() < MEASURED_ROWS) {
            heights.add(height);
        }
        return row;
    }
}
