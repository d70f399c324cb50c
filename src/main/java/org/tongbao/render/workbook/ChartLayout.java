package org.tongbao.render.workbook;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.poi.ss.usermodel.ClientAnchor.AnchorType;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFClientAnchor;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.tongbao.render.sheet.TableRange;

/**
 * Where the charts of a sheet stand: beneath a table that fits on one printed page, to the right of a longer one, where
 * they are seen at once. Printed, charts that don't fit on the table's page begin a new one. A print area of several
 * ranges does that, as Excel ignores manual page breaks on sheets that are fitted to the paper's width. All lengths are
 * points; programs differ a little in the width of columns, so that a page is taken to be shorter than it is.
 */
final class ChartLayout {

    static final float ROW_POINTS = 18;
    static final double MARGIN_INCHES = 0.5;
    static final double MARGIN_INCHES_HIGH = 0.75;

    private static final double INCH = 72;
    private static final double A4_SHORT = 595;
    private static final double A4_LONG = 842;
    private static final double SLACK = 0.9;
    /** Smaller, print is no longer read. */
    private static final double LEAST_SCALE = 0.4;

    private static final double LEAST_WIDTH = 400;
    private static final double MOST_WIDTH = 800;
    private static final double COLUMN_UNIT_POINTS = 6;
    private static final int USUAL_COLUMN = 9;

    private final TableRange range;
    private final int[] widths;
    private final int pagesAcross;
    private final boolean isLong;
    private final double pageHeight;
    private final int firstColumn;
    private final int lastColumn;
    private final List<CellRangeAddress> pages = new ArrayList<>();

    /** {@code widths} are those of the table's columns, in characters. */
    ChartLayout(TableRange range, int[] widths, boolean landscape) {
        this.range = range;
        this.widths = widths.clone();
        double tableWidth = left(widths.length);
        double paperWidth = (landscape ? A4_LONG : A4_SHORT) - 2 * MARGIN_INCHES * INCH;
        double paperHeight = (landscape ? A4_SHORT : A4_LONG) - 2 * MARGIN_INCHES_HIGH * INCH;
        this.pagesAcross = (int) Math.ceil(tableWidth * LEAST_SCALE / paperWidth);
        double scale = Math.min(1, pagesAcross * paperWidth / Math.max(tableWidth, LEAST_WIDTH));
        this.pageHeight = paperHeight / scale * SLACK;
        this.isLong = top(range.end()) > pageHeight;
        this.firstColumn = isLong ? widths.length + 1 : 0;
        double width = isLong ? LEAST_WIDTH : Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, tableWidth));
        this.lastColumn = column(left(firstColumn) + width - 1);
        pages.add(new CellRangeAddress(
                0, range.end() - 1, 0, isLong ? widths.length - 1 : Math.max(lastColumn, widths.length - 1)));
    }

    /** Whether the table takes more than a page. */
    boolean isLong() {
        return isLong;
    }

    /** How many pages lie side by side. */
    int pagesAcross() {
        return pagesAcross;
    }

    /** Draws the next chart beneath what is there. */
    void add(XSSFSheet sheet, SheetChart chart) {
        var page = pages.get(pages.size() - 1);
        boolean first = pages.size() == 1;
        int row = first && isLong ? range.first() : page.getLastRow() + 2;
        double height = Math.min(chart.height(), pageHeight);
        int last = row(top(row) + height);
        boolean fits = top(last + 1) - top(page.getFirstRow()) <= pageHeight && !(first && isLong);
        if (fits) {
            page.setLastRow(last);
        } else {
            pages.add(new CellRangeAddress(row, last, firstColumn, isLong ? lastColumn : page.getLastColumn()));
        }
        var anchor = new XSSFClientAnchor(0, 0, 0, 0, firstColumn, row, lastColumn + 1, last + 1);
        anchor.setAnchorType(AnchorType.MOVE_DONT_RESIZE);
        chart.draw(sheet, anchor);
    }

    /** The table's range and one for each further page of charts. */
    String printArea() {
        return pages.stream().map(page -> page.formatAsString(null, true)).collect(Collectors.joining(","));
    }

    private int column(double x) {
        int column = 0;
        while (left(column + 1) <= x) {
            column++;
        }
        return column;
    }

    private int row(double y) {
        int row = 0;
        while (top(row + 1) < y) {
            row++;
        }
        return row;
    }

    private double left(int column) {
        double points = 0;
        for (int i = 0; i < column; i++) {
            points += (i < widths.length ? widths[i] : USUAL_COLUMN) * COLUMN_UNIT_POINTS;
        }
        return points;
    }

    private double top(int row) {
        double points = 0;
        for (int i = 0; i < row; i++) {
            points += i < range.heights().size() ? range.heights().get(i) : ROW_POINTS;
        }
        return points;
    }
}
