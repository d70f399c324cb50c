package org.tongbao.render.workbook;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.poi.ss.usermodel.DateUtil;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.sheet.SheetText;

/** A finished workbook, read back to be compared with the facts that it was made of. */
public final class WorkbookReader implements AutoCloseable {

    /** How a workbook writes a character that it can't hold, and what only looks like that. */
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private final InputStream in;
    private final ReadableWorkbook book;

    private WorkbookReader(InputStream in) throws IOException {
        this.in = in;
        this.book = new ReadableWorkbook(in);
    }

    /** Opens a file, which stays open until the reader is closed. */
    public static WorkbookReader open(Path file) throws IOException {
        var in = Files.newInputStream(file);
        try {
            return new WorkbookReader(in);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** The sheet of this name, if there is one. */
    public Optional<Cells> sheet(String name) throws IOException {
        var found = book.findSheet(name);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new Cells(found.get().read()));
    }

    @Override
    public void close() throws IOException {
        book.close();
        in.close();
    }

    /** The cells of a sheet; rows and columns count from 0. */
    public static final class Cells {

        private final Map<Integer, Row> rows = new HashMap<>();
        private final int count;

        private Cells(Iterable<Row> rows) {
            int last = 0;
            for (var row : rows) {
                this.rows.put(row.getRowNum() - 1, row);
                last = Math.max(last, row.getRowNum());
            }
            count = last;
        }

        /** How many rows there are, with the blank ones between them. */
        public int rows() {
            return count;
        }

        /** What stands in a cell, without blanks; empty if nothing does. */
        public String text(int row, int column) {
            return text(cell(row, column));
        }

        /** Whether a cell says a value: a number to nine digits, a date or time, or what a cell takes of a text, but for its blanks. */
        public boolean holds(int row, int column, @Nullable Object value) {
            var cell = cell(row, column);
            if (cell == null || value == null || !(cell.getValue() instanceof BigDecimal written)) {
                return text(cell).equals(value == null ? "" : Facts.withoutBlanks(SheetText.kept(value.toString())));
            }
            if (value instanceof Number number) {
                double expected = number.doubleValue();
                return Math.abs(written.doubleValue() - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
            }
            var time = value instanceof LocalDate day ? day.atStartOfDay() : value;
            return time instanceof LocalDateTime moment
                    && isSame(moment, DateUtil.getLocalDateTime(written.doubleValue()));
        }

        /** The warehouse keeps microseconds, a cell a fraction of a day that is read to the millisecond. */
        private static boolean isSame(LocalDateTime time, LocalDateTime read) {
            return Duration.between(time, read).abs().compareTo(Duration.ofMillis(1)) <= 0;
        }

        private @Nullable Cell cell(int row, int column) {
            var found = rows.get(row);
            return found == null ? null : found.getOptionalCell(column).orElse(null);
        }

        private static String text(@Nullable Cell cell) {
            if (cell == null || cell.getType() == CellType.EMPTY) {
                return "";
            }
            return Facts.withoutBlanks(
                    switch (cell.getType()) {
                        case FORMULA -> cell.getFormula();
                        case STRING ->
                            ESCAPED.matcher(cell.asString())
                                    .replaceAll(code -> Matcher.quoteReplacement(
                                            String.valueOf((char) Integer.parseInt(code.group(1), 16))));
                        default -> String.valueOf(cell.getValue());
                    });
        }
    }
}
