package org.tongbao.pull.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.poi.EncryptedDocumentException;
import org.apache.poi.OldFileFormatException;
import org.apache.poi.hssf.record.crypto.Biff8EncryptionKey;
import org.apache.poi.hssf.usermodel.HSSFCell;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.FormulaError;
import org.jspecify.annotations.Nullable;

/** A workbook of Excel 97 to 2003, held as a whole: a sheet of it ends at row 65,536. */
final class XlsWorkbook implements Workbook {

    /** Bytes of the largest file that is read; 65,536 rows of thirty columns take about thirty million. */
    private static final long LARGEST = 128L << 20;

    private final HSSFWorkbook book;

    XlsWorkbook(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new Unreadable("an .xls of more than " + (LARGEST >> 20) + " MB is not read; save it as .xlsx");
            }
            book = open(file);
        } catch (Unreadable e) {
            throw e;
        } catch (OldFileFormatException e) {
            throw new Unreadable("not readable as a spreadsheet: it was written by Excel 95 or older; " + SAVE_AS, e);
        } catch (IOException | RuntimeException e) {
            // A workbook that was damaged can make the reader fail in any way.
            throw new Unreadable("not readable as a spreadsheet: " + e.getMessage(), e);
        }
    }

    private static HSSFWorkbook open(Path file) throws IOException {
        try (var container = new POIFSFileSystem(file.toFile(), true)) {
            if (container.getRoot().hasEntry("WordDocument")) {
                throw new Unreadable("not readable as a spreadsheet: it is a Word document; ask for the spreadsheet");
            }
            if (container.getRoot().hasEntry("EncryptedPackage")) {
                throw new Unreadable("it is protected by a password");
            }
            Biff8EncryptionKey.setCurrentUserPassword(null);
            return new HSSFWorkbook(container.getRoot(), false);
        } catch (EncryptedDocumentException e) {
            throw new Unreadable("it is protected by a password", e);
        }
    }

    @Override
    public List<Tab> tabs() {
        return IntStream.range(0, book.getNumberOfSheets())
                .mapToObj(i -> new Tab(book.getSheetName(i), !book.isSheetHidden(i) && !book.isSheetVeryHidden(i)))
                .toList();
    }

    @Override
    public Oddities read(Tab tab, RowConsumer consumer) {
        var oddities = new OddityCollector();
        for (var row : book.getSheet(tab.name())) {
            var cells = new ArrayList<@Nullable String>();
            for (int i = 0; i < row.getLastCellNum(); i++) {
                cells.add(row.getCell(i) instanceof HSSFCell cell ? text(cell, oddities) : null);
            }
            consumer.accept(row.getRowNum() + 1L, row.getZeroHeight(), cells);
        }
        // Excel 97 to 2003 always stores the values of its formulas.
        return oddities.all();
    }

    private @Nullable String text(HSSFCell cell, OddityCollector oddities) {
        var type = cell.getCellType() == CellType.FORMULA ? cell.getCachedFormulaResultType() : cell.getCellType();
        return switch (type) {
            case NUMERIC -> {
                var raw = BigDecimal.valueOf(cell.getNumericCellValue())
                        .stripTrailingZeros()
                        .toPlainString();
                if (CellText.isCut(raw)) {
                    oddities.addCut(cell.getColumnIndex(), cell.getRowIndex() + 1L);
                }
                yield CellText.of(String.valueOf(cell.getCellStyle().getDataFormatString()))
                        .text(raw, book.getInternalWorkbook().isUsing1904DateWindowing());
            }
            case STRING -> cell.getStringCellValue();
            case BOOLEAN -> cell.getBooleanCellValue() ? "TRUE" : "FALSE";
            case ERROR -> FormulaError.forInt(cell.getErrorCellValue()).getString();
            default -> null;
        };
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
