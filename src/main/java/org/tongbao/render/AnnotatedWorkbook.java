package org.tongbao.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.poi.common.usermodel.HyperlinkType;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.filesystem.FileMagic;
import org.apache.poi.ss.usermodel.BorderStyle;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.usermodel.PrintSetup;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.VerticalAlignment;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.tongbao.render.sheet.SheetText;
import org.tongbao.render.workbook.WorkbookFile;

/**
 * A sender's own file with what was refused marked in it: each bad cell is coloured and has the reason as a comment, and
 * a first sheet lists all of them. Everything else stays as it was, so that the file can be corrected and sent again.
 */
public final class AnnotatedWorkbook implements AutoCloseable {

    /** Comments beyond these would make the file slow to open; the cells are coloured and listed all the same. */
    private static final int MOST_COMMENTS = 5_000;

    private static final int WIDTH = 256;
    private static final int WIDEST = 60;
    private static final int MEASURED_ROWS = 200;

    private final Workbook book;
    private final Map<List<Integer>, CellStyle> highlighted = new HashMap<>();
    private final Map<Integer, CellStyle> plain = new HashMap<>();

    private AnnotatedWorkbook(Workbook book) {
        this.book = book;
    }

    /**
     * Something that is wrong with a row.
     *
     * @param sheet the sheet that the row stands in
     * @param row its number, the first is 1
     * @param columns the cells that are wrong, the first is 0; the row's first where no column is known
     * @param title what the column is called
     * @param value what stands there
     * @param reason as the sender reads it
     * @param refused whether the row was refused; otherwise it was taken, and should be looked at
     */
    public record Remark(
            String sheet, long row, List<Integer> columns, String title, String value, String reason, boolean refused) {

        public Remark {
            columns = List.copyOf(columns);
        }
    }

    /** A copy of a workbook, new or old. */
    public static AnnotatedWorkbook ofWorkbook(Path file) {
        try (InputStream in = FileMagic.prepareToCheckMagic(Files.newInputStream(file))) {
            return new AnnotatedWorkbook(
                    FileMagic.valueOf(in) == FileMagic.OLE2 ? new HSSFWorkbook(in) : new XSSFWorkbook(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A workbook with the rows of a text file, each at its line; all cells are text, as they were.
     *
     * @param written when the file came, for the workbook's properties
     */
    public static AnnotatedWorkbook ofText(String sheetName, Map<Long, List<String>> lines, LocalDateTime written) {
        var book = new XSSFWorkbook();
        var sheet = book.createSheet(sheetName);
        var text = book.createCellStyle();
        text.setDataFormat(book.createDataFormat().getFormat("@"));
        lines.forEach((number, cells) -> {
            var row = sheet.createRow(Math.toIntExact(number - 1));
            for (int i = 0; i < cells.size(); i++) {
                var cell = row.createCell(i);
                cell.setCellStyle(text);
                cell.setCellValue(SheetText.cleaned(cells.get(i)));
            }
        });
        fitColumns(sheet, lines.values());
        book.getProperties().getCoreProperties().setCreated(Optional.of(Date.from(written.toInstant(ZoneOffset.UTC))));
        return new AnnotatedWorkbook(book);
    }

    /** Columns as wide as their first cells. */
    private static void fitColumns(Sheet sheet, Collection<List<String>> lines) {
        var pixels = new TreeMap<Integer, Integer>();
        lines.stream().limit(MEASURED_ROWS).forEach(cells -> {
            for (int i = 0; i < cells.size(); i++) {
                pixels.merge(i, SheetText.width(cells.get(i)), Math::max);
            }
        });
        pixels.forEach((column, width) ->
                sheet.setColumnWidth(column, Math.min(WIDEST, SheetText.columnWidth(width)) * WIDTH));
    }

    /**
     * Marks what is wrong and lists it.
     *
     * @param sheetName name of the sheet with the list
     * @param introduction what the sender should know, one paragraph each
     */
    public void annotate(List<Remark> remarks, String sheetName, List<String> introduction) {
        removeEarlier(sheetName);
        int comments = 0;
        for (var remark : remarks) {
            var sheet = book.getSheet(remark.sheet());
            for (int column : cellsOf(remark)) {
                var cell = cell(sheet, remark.row(), column);
                cell.setCellStyle(highlighted(cell, remark.refused()));
                if (comments++ < MOST_COMMENTS) {
                    comment(sheet, cell, remark.reason(), sheetName);
                }
            }
        }
        addList(remarks, sheetName, introduction);
    }

    /** Takes out what an earlier copy has marked. */
    private void removeEarlier(String sheetName) {
        if (book.getSheet(sheetName) == null) {
            return;
        }
        book.removeSheetAt(book.getSheetIndex(sheetName));
        for (var sheet : book) {
            sheet.getCellComments().forEach((place, comment) -> {
                if (sheetName.equals(comment.getAuthor())) {
                    var cell = cell(sheet, place.getRow() + 1L, place.getColumn());
                    cell.removeCellComment();
                    cell.setCellStyle(
                            plain.computeIfAbsent((int) cell.getCellStyle().getIndex(), key -> {
                                var style = book.createCellStyle();
                                style.cloneStyleFrom(cell.getCellStyle());
                                style.setFillPattern(FillPatternType.NO_FILL);
                                return style;
                            }));
                }
            });
        }
    }

    private static List<Integer> cellsOf(Remark remark) {
        return remark.columns().isEmpty() ? List.of(0) : remark.columns();
    }

    private static Cell cell(Sheet sheet, long number, int column) {
        var row = sheet.getRow(Math.toIntExact(number - 1));
        if (row == null) {
            row = sheet.createRow(Math.toIntExact(number - 1));
        }
        return row.getCell(column, Row.MissingCellPolicy.CREATE_NULL_AS_BLANK);
    }

    /** The cell's own look but for the ground: red for a refused row, yellow for one to be looked at. */
    private CellStyle highlighted(Cell cell, boolean refused) {
        var own = cell.getCellStyle();
        return highlighted.computeIfAbsent(List.of((int) own.getIndex(), refused ? 1 : 0), key -> {
            var style = book.createCellStyle();
            style.cloneStyleFrom(own);
            style.setFillPattern(FillPatternType.SOLID_FOREGROUND);
            style.setFillForegroundColor((refused ? IndexedColors.ROSE : IndexedColors.LIGHT_YELLOW).getIndex());
            return style;
        });
    }

    private void comment(Sheet sheet, Cell cell, String reason, String sheetName) {
        var text = reason;
        var there = cell.getCellComment();
        if (there != null) {
            text = there.getString().getString() + "\n" + reason;
            cell.removeCellComment();
        }
        var anchor = book.getCreationHelper().createClientAnchor();
        anchor.setCol1(cell.getColumnIndex());
        anchor.setCol2(cell.getColumnIndex() + 3);
        anchor.setRow1(cell.getRowIndex());
        anchor.setRow2(cell.getRowIndex() + 3);
        var drawing =
                sheet.getDrawingPatriarch() == null ? sheet.createDrawingPatriarch() : sheet.getDrawingPatriarch();
        var comment = drawing.createCellComment(anchor);
        comment.setString(book.getCreationHelper().createRichTextString(SheetText.cleaned(text)));
        comment.setAuthor(sheetName);
        cell.setCellComment(comment);
    }

    private void addList(List<Remark> remarks, String name, List<String> introduction) {
        var sheet = book.createSheet(name);
        book.setSheetOrder(name, 0);
        for (int i = 0; i < book.getNumberOfSheets(); i++) {
            book.getSheetAt(i).setSelected(i == 0);
        }
        book.setActiveSheet(0);
        book.setFirstVisibleTab(0);
        int at = 0;
        for (var paragraph : introduction) {
            var cell = sheet.createRow(at++).createCell(0);
            cell.setCellValue(paragraph);
            if (at == 1) {
                cell.setCellStyle(title());
            }
        }
        var titles = List.of("序号", "工作表", "单元格", "栏目", "原值", "原因", "处理");
        var widths = List.of(6, 16, 10, 20, 28, 44, 16);
        var head = heading();
        var heading = sheet.createRow(++at);
        for (int i = 0; i < titles.size(); i++) {
            var cell = heading.createCell(i);
            cell.setCellValue(titles.get(i));
            cell.setCellStyle(head);
            sheet.setColumnWidth(i, widths.get(i) * WIDTH);
        }
        sheet.createFreezePane(0, at + 1);
        sheet.getPrintSetup().setLandscape(true);
        sheet.getPrintSetup().setPaperSize(PrintSetup.A4_PAPERSIZE);
        sheet.setFitToPage(true);
        sheet.getPrintSetup().setFitHeight((short) 0);
        var wrapped = wrapped();
        var linked = linked();
        int number = 0;
        for (var remark : remarks) {
            var row = sheet.createRow(++at);
            var first = new CellReference(
                    Math.toIntExact(remark.row() - 1), cellsOf(remark).get(0), false, false);
            row.createCell(0).setCellValue(++number);
            row.createCell(1).setCellValue(remark.sheet());
            link(row.createCell(2), remark.sheet(), first.formatAsString(), linked);
            row.createCell(3).setCellValue(remark.title());
            row.createCell(4).setCellValue(SheetText.cleaned(remark.value()));
            row.createCell(5).setCellValue(remark.reason());
            row.createCell(6).setCellValue(remark.refused() ? "未接收，请改正" : "已接收，请核实");
            for (int i : List.of(0, 1, 3, 4, 5, 6)) {
                row.getCell(i).setCellStyle(wrapped);
            }
        }
    }

    private void link(Cell cell, String sheet, String place, CellStyle style) {
        var link = book.getCreationHelper().createHyperlink(HyperlinkType.DOCUMENT);
        link.setAddress("'" + sheet.replace("'", "''") + "'!" + place);
        cell.setCellValue(place);
        cell.setHyperlink(link);
        cell.setCellStyle(style);
    }

    private CellStyle title() {
        var style = book.createCellStyle();
        style.setFont(bold());
        return style;
    }

    private CellStyle heading() {
        var style = wrapped();
        style.setFont(bold());
        style.setFillPattern(FillPatternType.SOLID_FOREGROUND);
        style.setFillForegroundColor(IndexedColors.GREY_25_PERCENT.getIndex());
        return style;
    }

    private Font bold() {
        var font = book.createFont();
        font.setBold(true);
        return font;
    }

    private CellStyle wrapped() {
        var style = book.createCellStyle();
        style.setWrapText(true);
        style.setVerticalAlignment(VerticalAlignment.TOP);
        style.setAlignment(HorizontalAlignment.LEFT);
        for (var set : List.<Consumer<BorderStyle>>of(
                style::setBorderTop, style::setBorderBottom, style::setBorderLeft, style::setBorderRight)) {
            set.accept(BorderStyle.HAIR);
        }
        return style;
    }

    private CellStyle linked() {
        var font = book.createFont();
        font.setUnderline(Font.U_SINGLE);
        font.setColor(IndexedColors.BLUE.getIndex());
        var style = wrapped();
        style.setFont(font);
        return style;
    }

    /** Writes the copy; folders are made. */
    public void write(Path target) {
        try {
            var raw = Files.createTempFile(Path.of(System.getProperty("java.io.tmpdir")), "tongbao-", ".tmp");
            try {
                try (var out = Files.newOutputStream(raw)) {
                    book.write(out);
                }
                Files.createDirectories(target.toAbsolutePath().getParent());
                try (var out = Files.newOutputStream(target)) {
                    if (book instanceof XSSFWorkbook) {
                        WorkbookFile.copy(raw, Map.of(), out);
                    } else {
                        Files.copy(raw, out);
                    }
                }
            } finally {
                Files.deleteIfExists(raw);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            book.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
