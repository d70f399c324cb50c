package org.tongbao.render.sheet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.facts.ScoreSheet.Head;
import org.tongbao.render.sheet.WorkbookStyles.Look;
import org.tongbao.render.sheet.WorkbookStyles.Role;
import org.tongbao.render.sheet.Worksheet.Column;
import org.tongbao.render.sheet.Worksheet.Total;

/**
 * One table: title, one or two rows of headings, numbers over the columns if they compute, the rows, totals, a note. It is
 * first {@link #layOut laid out}, with everything but the cells; they are {@link #write written} when the
 * file is, so that a table may be as long as a sheet.
 */
public final class SheetTable {

    private static final int MOST_ROWS = 1_048_000;
    private static final int MEASURED_ROWS = 1_000;
    private static final float LINE = 15;
    private static final float TALLEST = 400;
    /** Over a wider table a title in the middle is out of sight. */
    private static final int WIDEST = 320;

    private final XSSFSheet sheet;
    private final WorkbookStyles styles;
    private final List<Column> columns;
    private final Facts.Table table;
    private final SheetColumns measures;
    private final int[] widths;
    private final String[] names;
    private final boolean[] isText;
    private final int[] plain;
    private final int[] quoted;
    private final @Nullable String[] formulas;
    private final int top;
    private final List<Line> above = new ArrayList<>();
    private final List<Line> below = new ArrayList<>();

    /** A row that is not one of the table's rows. */
    private record Line(float points, List<Cell> cells) {}

    /** What stands in a cell: a formula with its result, or a value. */
    private record Cell(
            int style, @Nullable String formula, @Nullable Object value) {}

    /** The table will begin at row {@code top}. */
    public SheetTable(XSSFSheet sheet, WorkbookStyles styles, List<Column> columns, Facts.Table table, int top) {
        if (table.rows().size() > MOST_ROWS) {
            throw new IllegalArgumentException("sheet '" + sheet.getSheetName() + "' would have "
                    + table.rows().size() + " rows and a sheet holds " + MOST_ROWS + "; narrow its query");
        }
        this.sheet = sheet;
        this.styles = styles;
        this.columns = columns;
        this.table = table;
        this.top = top;
        this.measures = new SheetColumns(columns, table);
        this.widths = measures.widths();
        this.names = columns.stream().map(Column::name).toArray(String[]::new);
        this.formulas = new String[names.length];
        this.isText = new boolean[names.length];
        this.plain = new int[names.length];
        this.quoted = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            isText[i] = measures.isText(i);
            plain[i] = body(i, false);
            quoted[i] = isText[i] ? body(i, true) : plain[i];
        }
    }

    private int body(int column, boolean isQuoted) {
        return style(Role.BODY, measures.align(column), measures.format(column), isQuoted);
    }

    private int style(Role role, HorizontalAlignment align, @Nullable String format, boolean isQuoted) {
        return styles.of(new Look(role, align, format, isQuoted)).getIndex();
    }

    /** Widths in characters of half a Hanzi. */
    public int[] widths() {
        return widths.clone();
    }

    /** Lays everything out, and what the sheet has beside its cells: merged ranges, rules, comments. */
    public TableRange layOut(String title, @Nullable String note) {
        var align = IntStream.of(widths).sum() > WIDEST ? HorizontalAlignment.LEFT : HorizontalAlignment.CENTER;
        addMergedLine(above, title, Role.TITLE, align, 24);
        var headings = headings();
        heads();
        int first = top + above.size();
        int last = first + table.rows().size() - 1;
        if (last < first) {
            addMergedLine(below, "本期无数据", Role.BODY, HorizontalAlignment.CENTER, LINE);
        } else {
            totals(first, last);
            var formatting = sheet.getSheetConditionalFormatting();
            for (int i = 0; i < names.length; i++) {
                var cells = new CellRangeAddress(first, last, i, i);
                columns.get(i).highlights().forEach(highlight -> highlight.addTo(formatting, cells));
            }
            SheetHighlight.addBanding(formatting, new CellRangeAddress(first, last, 0, names.length - 1));
        }
        if (note != null) {
            addMergedLine(below, note, Role.NOTE, HorizontalAlignment.LEFT, 12.5f);
        }
        int end = last + 1 + below.size();
        return new TableRange(sheet.getSheetName(), List.of(names), top, headings, first, last, end, heights());
    }

    private List<Float> heights() {
        return Stream.of(
                        above.stream().map(Line::points),
                        table.rows().stream().limit(MEASURED_ROWS).map(this::points),
                        below.stream().map(Line::points))
                .flatMap(lines -> lines)
                .limit(MEASURED_ROWS)
                .toList();
    }

    /** Writes the cells. */
    public void write(SheetRows rows) throws IOException {
        int next = top;
        for (var line : above) {
            write(rows, next++, line);
        }
        for (var row : table.rows()) {
            rows.beginRow(next, points(row));
            for (int i = 0; i < names.length; i++) {
                value(rows, next, i, row.get(names[i]));
            }
            rows.endRow();
            next++;
        }
        for (var line : below) {
            write(rows, next++, line);
        }
    }

    private static void write(SheetRows rows, int row, Line line) throws IOException {
        rows.beginRow(row, line.points());
        for (int i = 0; i < line.cells().size(); i++) {
            var cell = line.cells().get(i);
            if (cell.formula() == null) {
                rows.cell(i, cell.style(), cell.value());
            } else {
                rows.formula(i, cell.style(), SheetFormula.forRow(cell.formula(), row), cell.value());
            }
        }
        rows.endRow();
    }

    private void value(SheetRows rows, int row, int column, @Nullable Object value) throws IOException {
        var formula = formulas[column];
        if (formula != null) {
            rows.formula(
                    column, plain[column], SheetFormula.forRow(formula, row), Objects.requireNonNullElse(value, ""));
        } else if (value instanceof String text) {
            boolean isQuoted = SheetText.looksLikeFormula(text);
            rows.cell(column, isQuoted ? quoted[column] : plain[column], text);
        } else {
            rows.cell(column, plain[column], value);
        }
    }

    private float points(Map<String, @Nullable Object> row) {
        int lines = 1;
        for (int i = 0; i < names.length; i++) {
            if (isText[i] && row.get(names[i]) instanceof String text) {
                lines = Math.max(lines, SheetText.lines(text, widths[i]));
            }
        }
        return points(lines, LINE);
    }

    private static float points(int lines, float line) {
        return Math.min(TALLEST, lines * line + 4);
    }

    /** A text over the whole width. */
    private void addMergedLine(List<Line> lines, String text, Role role, HorizontalAlignment align, float line) {
        int total = IntStream.of(widths).sum();
        int scaled = role == Role.TITLE ? total * 21 / 32 : total; // 16 pt characters on a grid of 10.5 pt
        int style = style(role, align, null, false);
        var cells = new ArrayList<Cell>();
        cells.add(new Cell(style, null, text));
        while (cells.size() < names.length) {
            cells.add(new Cell(style, null, null));
        }
        int row = top + above.size() + (lines == below ? table.rows().size() + below.size() : 0);
        lines.add(new Line(points(SheetText.lines(text, scaled), line), cells));
        merge(row, row, 0, names.length - 1);
    }

    private CellRangeAddress headings() {
        boolean grouped = columns.stream().anyMatch(column -> column.under() != null);
        int first = top + above.size();
        int style = style(Role.HEADING, HorizontalAlignment.CENTER, null, false);
        var titles = IntStream.range(0, widths.length)
                .mapToObj(i -> SheetText.heading(columns.get(i).title(), widths[i]))
                .toList();
        if (grouped) {
            above.add(new Line(
                    points(1, LINE),
                    IntStream.range(0, widths.length)
                            .mapToObj(i -> new Cell(
                                    style,
                                    null,
                                    Objects.requireNonNullElse(columns.get(i).under(), titles.get(i))))
                            .toList()));
        }
        int lines = IntStream.range(0, widths.length)
                .map(i -> SheetText.lines(titles.get(i), widths[i]))
                .max()
                .orElse(1);
        above.add(new Line(
                points(lines, LINE),
                titles.stream().map(title -> new Cell(style, null, title)).toList()));
        int last = top + above.size() - 1;
        for (int i = 0; i < widths.length; i++) {
            note(columns.get(i), last, i);
        }
        if (grouped) {
            mergeHeadings(first);
        }
        return new CellRangeAddress(first, last, 0, names.length - 1);
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
        comment.setString(helper.createRichTextString(SheetText.cleaned(column.note())));
    }

    /** The rows of numbers over columns that compute, and what the formulas are in the rows beneath. */
    private void heads() {
        if (table.rows().isEmpty() || columns.stream().allMatch(column -> column.calculation() == null)) {
            return;
        }
        var rows = new EnumMap<Head, Integer>(Head.class);
        for (var head : Head.values()) {
            if (columns.stream().anyMatch(column -> heads(column).containsKey(head))) {
                rows.put(head, top + above.size() + rows.size());
            }
        }
        int first = top + above.size() + rows.size();
        var references = new SheetFormula(
                List.of(names), rows, first, first + table.rows().size() - 1);
        rows.keySet().forEach(head -> above.add(head(head, references)));
        for (int i = 0; i < formulas.length; i++) {
            var calculation = columns.get(i).calculation();
            if (calculation != null && calculation.formula() != null) {
                formulas[i] = references.resolve(names[i], calculation.formula());
            }
        }
    }

    private Line head(Head head, SheetFormula references) {
        var cells = new ArrayList<Cell>();
        cells.add(new Cell(style(Role.HEADING, HorizontalAlignment.CENTER, null, false), null, head.label()));
        for (int i = 1; i < names.length; i++) {
            var text = heads(columns.get(i)).get(head);
            boolean given = text != null && !text.startsWith("=");
            int style = style(given ? Role.INPUT : Role.TOTAL, HorizontalAlignment.RIGHT, head.format(), false);
            cells.add(
                    text == null
                            ? new Cell(style, null, null)
                            : given
                                    ? new Cell(style, null, Double.valueOf(text))
                                    : new Cell(style, references.resolve(names[i], text.substring(1)), null));
        }
        return new Line(points(1, LINE), cells);
    }

    private static Map<Head, String> heads(Column column) {
        var calculation = column.calculation();
        return calculation == null ? Map.of() : calculation.heads();
    }

    private void totals(int first, int last) {
        if (columns.stream().allMatch(column -> column.total() == Total.NONE)) {
            return;
        }
        var cells = new ArrayList<Cell>();
        for (int i = 0; i < names.length; i++) {
            int style = style(Role.TOTAL, measures.align(i), measures.format(i), false);
            cells.add(
                    columns.get(i).total() == Total.NONE
                            ? new Cell(style, null, null)
                            : total(style, columns.get(i), new CellRangeAddress(first, last, i, i)));
        }
        if (columns.get(0).total() == Total.NONE) {
            boolean sums = columns.stream().noneMatch(column -> column.total() == Total.AVERAGE);
            boolean averages = columns.stream().noneMatch(column -> column.total() == Total.SUM);
            var word = sums ? "合计" : averages ? "平均" : "合计/平均";
            cells.set(0, new Cell(style(Role.TOTAL, HorizontalAlignment.LEFT, "@", false), null, word));
        }
        below.add(new Line(points(1, LINE), cells));
    }

    /** A formula over the rows the filter shows, with its result, so that programs that don't calculate show it too. */
    private Cell total(int style, Column column, CellRangeAddress cells) {
        double sum = 0;
        int count = 0;
        for (var row : table.rows()) {
            if (row.get(column.name()) instanceof Number number) {
                sum += number.doubleValue();
                count++;
            }
        }
        boolean isSum = column.total() == Total.SUM;
        return count > 0 || (isSum && table.rows().isEmpty()) // the sum of what nobody knows is not zero
                ? new Cell(
                        style,
                        "SUBTOTAL(" + (isSum ? 109 : 101) + "," + cells.formatAsString() + ")",
                        isSum ? sum : sum / count)
                : new Cell(style, null, null);
    }
}
