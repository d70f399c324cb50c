package org.tongbao.render.sheet;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.poi.common.usermodel.fonts.FontCharset;
import org.apache.poi.ss.usermodel.BorderStyle;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.FontScheme;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.ss.usermodel.VerticalAlignment;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFColor;
import org.apache.poi.xssf.usermodel.XSSFFont;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;

/** How cells look. Each look exists once in a workbook; fonts are those of a Chinese Windows. */
public final class WorkbookStyles {

    private static final String BODY_FONT = "等线";
    private static final String TITLE_FONT = "黑体";

    /** What a cell is for. */
    enum Role {
        TITLE,
        HEADING,
        BODY,
        TOTAL,
        /** A number over the table that a reader may change. */
        INPUT,
        NOTE
    }

    /**
     * One look.
     *
     * @param format number format, or null for none
     * @param quoted whether Excel takes what stands in the cell as text even after somebody edits it
     */
    record Look(
            Role role, HorizontalAlignment align, @Nullable String format, boolean quoted) {}

    private final XSSFWorkbook book;
    private final Map<Look, XSSFCellStyle> styles = new LinkedHashMap<>();

    public WorkbookStyles(XSSFWorkbook book) {
        this.book = book;
        if (book.getNumberOfSheets() == 0) { // a template has its own
            var usual = book.getFontAt(0);
            usual.setScheme(FontScheme.NONE);
            face(usual, BODY_FONT, 11, false);
        }
    }

    XSSFCellStyle of(Look look) {
        return styles.computeIfAbsent(look, this::make);
    }

    private XSSFCellStyle make(Look look) {
        var style = book.createCellStyle();
        style.setAlignment(look.align());
        style.setVerticalAlignment(VerticalAlignment.CENTER);
        // Numbers stay at the edge: LibreOffice indents only some of those that a rule may colour.
        if (look.role() != Role.NOTE && look.align() == HorizontalAlignment.LEFT) {
            style.setIndention((short) 1);
        }
        style.setWrapText(look.format() == null);
        style.setQuotePrefixed(look.quoted());
        if (look.format() != null) {
            style.setDataFormat(book.createDataFormat().getFormat(look.format()));
        }
        style.setFont(font(look.role()));
        switch (look.role()) {
            case HEADING -> {
                fill(style, 0xE6EDF4);
                borders(style, BorderStyle.THIN, 0xA6B3C1);
            }
            case BODY -> borders(style, BorderStyle.THIN, 0xD0D5DB);
            case TOTAL -> {
                fill(style, 0xF2F2F2);
                borders(style, BorderStyle.THIN, 0xA6B3C1);
            }
            case INPUT -> {
                fill(style, 0xFFF4CE);
                borders(style, BorderStyle.THIN, 0xA6B3C1);
                style.setLocked(false);
            }
            default -> {}
        }
        return style;
    }

    private XSSFFont font(Role role) {
        var font = book.createFont();
        switch (role) {
            case TITLE -> face(font, TITLE_FONT, 16, false);
            case HEADING, TOTAL, INPUT -> face(font, BODY_FONT, 10.5, true);
            case BODY -> face(font, BODY_FONT, 10.5, false);
            case NOTE -> {
                face(font, BODY_FONT, 9, false);
                font.setColor(colour(0x595959));
            }
        }
        return font;
    }

    private static void face(XSSFFont font, String name, double points, boolean bold) {
        font.setFontName(name);
        font.setFontHeight(points);
        font.setCharSet(FontCharset.GB2312);
        font.setBold(bold);
    }

    private static void fill(XSSFCellStyle style, int colour) {
        style.setFillPattern(FillPatternType.SOLID_FOREGROUND);
        style.setFillForegroundColor(colour(colour));
    }

    private static void borders(XSSFCellStyle style, BorderStyle line, int colour) {
        var paint = colour(colour);
        style.setBorderTop(line);
        style.setBorderBottom(line);
        style.setBorderLeft(line);
        style.setBorderRight(line);
        style.setTopBorderColor(paint);
        style.setBottomBorderColor(paint);
        style.setLeftBorderColor(paint);
        style.setRightBorderColor(paint);
    }

    /** Four bytes, the first for being opaque: the schema of cells wants them, though Excel also takes three. */
    static XSSFColor colour(int rgb) {
        return new XSSFColor(new byte[] {(byte) 0xFF, (byte) (rgb >> 16), (byte) (rgb >> 8), (byte) rgb}, null);
    }
}
