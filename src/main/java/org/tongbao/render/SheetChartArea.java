package org.tongbao.render;

import org.apache.poi.ss.usermodel.ClientAnchor.AnchorType;
import org.apache.poi.util.Units;
import org.apache.poi.xssf.usermodel.XSSFClientAnchor;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.tongbao.render.SheetTable.Place;

/**
 * Where the charts of a sheet stand: beneath a short table, each on one printed page; to the right of a long one, where
 * they are seen at once and not printed. All lengths are points; a program may draw columns a little wider or narrower,
 * so that a page is counted somewhat shorter than it is.
 */
final class SheetChartArea {

    /** Rows of a table beneath which nobody would look for a chart. */
    static final int LONG_TABLE = 60;

    static final float ROW_POINTS = 18;
    static final double MARGIN_INCHES = 0.5;
    static final double MARGIN_INCHES_HIGH = 0.75;

    private static final double INCH = 72;
    private static final double A4_SHORT = 595;
    private static final double A4_LONG = 842;
    private static final double POINTS_PER_PIXEL = 0.75;
    private static final double SLACK = 0.96;
    private static final double LEAST_WIDTH = 400;
    private static final double MOST_WIDTH = 800;
    private static final double GAP = 12;

    private final XSSFSheet sheet;
    private final Place place;
    private final double left;
    private final double width;
    private final double pageHeight;
    private double top;

    SheetChartArea(XSSFSheet sheet, Place place, boolean landscape) {
        this.sheet = sheet;
        this.place = place;
        int columns = place.columns().size();
        double tableWidth = left(columns);
        boolean beside = isBeside(place);
        this.left = beside ? left(columns + 1) : 0;
        this.width = Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, beside ? 0 : tableWidth));
        double paperWidth = (landscape ? A4_LONG : A4_SHORT) - 2 * MARGIN_INCHES * INCH;
        double paperHeight = (landscape ? A4_SHORT : A4_LONG) - 2 * MARGIN_INCHES_HIGH * INCH;
        double scale = Math.min(1, paperWidth / Math.max(tableWidth, width));
        this.pageHeight = beside ? Double.MAX_VALUE : paperHeight / scale * SLACK;
        this.top = GAP + (beside ? heightUpTo(place.first()) : heightUpTo(place.end()));
    }

    /** Whether charts stand to the right of the table. */
    static boolean isBeside(Place place) {
        return place.last() - place.first() >= LONG_TABLE;
    }

    /** Draws the next chart, on a new page if it would run over the end of this one. */
    void add(SheetChart chart) {
        double height = Math.min(chart.height(), pageHeight - repeatedHeight());
        double page = Math.floor(top / pageHeight);
        if (top + height > (page + 1) * pageHeight) {
            // Headings are repeated on the new page.
            top = (page + 1) * pageHeight / SLACK;
        }
        chart.draw(sheet, anchor(left, top, left + width, top + height));
        top += height + GAP;
    }

    private double repeatedHeight() {
        return heightUpTo(place.first()) - heightUpTo(place.headings().getFirstRow());
    }

    private XSSFClientAnchor anchor(double x1, double y1, double x2, double y2) {
        int column1 = column(x1);
        int column2 = column(x2);
        int row1 = row(y1);
        int row2 = row(y2);
        var anchor = new XSSFClientAnchor(
                Units.toEMU(x1 - left(column1)),
                Units.toEMU(y1 - heightUpTo(row1)),
                Units.toEMU(x2 - left(column2)),
                Units.toEMU(y2 - heightUpTo(row2)),
                column1,
                row1,
                column2,
                row2);
        anchor.setAnchorType(AnchorType.MOVE_DONT_RESIZE);
        return anchor;
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
        while (heightUpTo(row + 1) <= y) {
            row++;
        }
        return row;
    }

    private double left(int column) {
        double points = 0;
        for (int i = 0; i < column; i++) {
            points += sheet.getColumnWidthInPixels(i) * POINTS_PER_PIXEL;
        }
        return points;
    }

    private double heightUpTo(int row) {
        double points = 0;
        for (int i = 0; i < row; i++) {
            points += i < place.heights().size() ? place.heights().get(i) : ROW_POINTS;
        }
        return points;
    }
}
