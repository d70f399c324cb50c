package org.tongbao.render.workbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.Optional;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.sheet.SheetText;

/** A finished workbook, read back to be compared with the facts that it was made of. */
public final class WorkbookReader implements AutoCloseable {

    private final XSSFWorkbook book;

    private WorkbookReader(XSSFWorkbook book) {
        this.book = book;
    }

    /** Opens a file, which stays open until the reader is closed. */
    public static WorkbookReader open(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new WorkbookReader(new XSSFWorkbook(in));
        }
    }

    /** The sheet of this name, if there is one. */
    public Optional<Cells> sheet(String name) {
        return Optional.ofNullable(book.getSheet(name)).map(Cells::new);
    }

    @Override
    public void close() throws IOException {
        book.close();
    }

    /** The cells of a sheet; rows and columns count from 0. */
    public static final class Cells {

        private final XSSFSheet sheet;

        private Cells(XSSFSheet sheet) {
            this.sheet = sheet;
        }

        /** How many rows there are, with the blank ones between them. */
        public int rows() {
            return sheet.getLastRowNum() + 1;
        }

        /** What stands in a cell, without blanks; empty if nothing does. */
        public String text(int row, int column) {
            return text(cell(row, column));
        }

        /** Whether a cell says a value: a number to nine digits, a date or time, or what a cell takes of a text, but for its blanks. */
        public boolean holds(int row, int column, @Nullable Object value) {
            var cell = cell(row, column);
            if (cell == null || value == null || !isNumeric(cell)) {
                return text(cell).equals(value == null ? "" : Facts.withoutBlanks(SheetText.kept(value.toString())));
            }
            if (value instanceof Number number) {
                double expected = number.doubleValue();
                return Math.abs(cell.getNumericCellValue() - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
            }
            var time = value instanceof LocalDate day ? day.atStartOfDay() : value;
            return time instanceof LocalDateTime moment
                    && isSame(moment, Objects.requireNonNull(cell.getLocalDateTimeCellValue()));
        }

        /** The warehouse keeps microseconds, a cell a fraction of a day that is read to the millisecond. */
        private static boolean isSame(LocalDateTime time, LocalDateTime read) {
            return Duration.between(time, read).abs().compareTo(Duration.ofMillis(1)) <= 0;
        }

        private @Nullable Cell cell(int row, int column) {
            var found = sheet.getRow(row);
            return found == null ? null : found.getCell(column);
        }

        private static boolean isNumeric(Cell cell) {
            return cell.getCellType() == CellType.NUMERIC
                    || (cell.getCellType() == CellType.FORMULA
                            && cell.getCachedFormulaResultType() == CellType.NUMERIC);
        }

        private static String text(@Nullable Cell cell) {
            if (cell == null) {
                return "";
            }
            return Facts.withoutBlanks(
                    switch (cell.getCellType()) {
                        case STRING -> cell.getStringCellValue();
                        case NUMERIC -> String.valueOf(cell.getNumericCellValue());
                        case BOOLEAN -> String.valueOf(cell.getBooleanCellValue());
                        case FORMULA -> cell.getCellFormula();
                        default -> "";
                    });
        }
    }
}
