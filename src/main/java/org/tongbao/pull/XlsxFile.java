package org.tongbao.pull;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.jspecify.annotations.Nullable;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.WarehouseException;

/**
 * A spreadsheet as people keep it: title rows above the headings, headings in one row or two, rows of totals. It is
 * streamed; only the rows up to the headings are held. A formula counts as the value that it last had.
 */
final class XlsxFile {

    private static final int LOOKED_AT = 30;

    private final Source source;
    private final Dataset dataset;
    private final List<Row> top = new ArrayList<>();
    private @Nullable Headings headings;

    XlsxFile(Source source, Dataset dataset) {
        this.source = source;
        this.dataset = dataset;
    }

    /** Reads the rows into {@code staging}. */
    Headings stage(Staging staging, Path file) {
        try (var workbook = new ReadableWorkbook(file.toFile(), new ReadingOptions(true, true));
                var rows = staging.rows()) {
            var sheet = sheet(workbook);
            try (Stream<Row> stream = sheet.openStream()) {
                stream.forEach(row -> take(row, sheet.getName(), rows));
            }
            return headings == null ? begin(sheet.getName(), rows) : headings;
        } catch (WarehouseException | Unreadable e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // A spreadsheet that was damaged can make the reader fail in any way.
            throw new Unreadable("not readable as a spreadsheet: " + e.getMessage(), e);
        }
    }

    private Sheet sheet(ReadableWorkbook workbook) {
        var wanted = source.sheets();
        if (wanted != null) {
            return workbook.findSheet(wanted).orElseThrow(() -> new Unreadable("there is no sheet '" + wanted + "'"));
        }
        return workbook.getSheets()
                .filter(sheet -> sheet.getVisibility() == SheetVisibility.VISIBLE)
                .findFirst()
                .orElseThrow(() -> new Unreadable("there is no visible sheet"));
    }

    private void take(Row row, String sheet, Staging.Rows rows) {
        if (headings != null) {
            data(row, sheet, rows, headings);
            return;
        }
        top.add(row);
        if (top.size() == LOOKED_AT) {
            begin(sheet, rows);
        }
    }

    /** Finds the headings among the first rows, and hands over the rows below them. */
    private Headings begin(String sheet, Staging.Rows rows) {
        var found = find();
        headings = found;
        for (var row : top) {
            if (row.getRowNum() > found.last()) {
                data(row, sheet, rows, found);
            }
        }
        return found;
    }

    /**
     * The row in which most headings are known; of two heading rows a column takes the lower where it is known, and the
     * upper where the cells are merged downwards.
     */
    private Headings find() {
        int best = -1;
        int most = 0;
        for (int i = 0; i < top.size(); i++) {
            int matches = Headings.matches(source, dataset, texts(top.get(i)));
            if (matches > most) {
                most = matches;
                best = i;
            }
        }
        if (best < 0) {
            throw new Unreadable("no row with the headings was found in the first " + top.size());
        }
        var one = texts(top.get(best));
        var above = best > 0 ? both(texts(top.get(best - 1)), one) : one;
        var below = best + 1 < top.size() ? both(one, texts(top.get(best + 1))) : one;
        boolean upper = Headings.matches(source, dataset, above) > most;
        boolean lower = !upper && Headings.matches(source, dataset, below) > most;
        return Headings.of(
                source,
                dataset,
                upper ? above : lower ? below : one,
                top.get(lower ? best + 1 : best).getRowNum());
    }

    private List<String> both(List<String> upper, List<String> lower) {
        var cells = new ArrayList<String>();
        for (int i = 0; i < Math.max(upper.size(), lower.size()); i++) {
            var over = i < upper.size() ? upper.get(i) : "";
            var under = i < lower.size() ? lower.get(i) : "";
            cells.add(Headings.matches(source, dataset, List.of(under)) > 0 || over.isBlank() ? under : over);
        }
        return cells;
    }

    private void data(Row row, String sheet, Staging.Rows rows, Headings known) {
        rows.add(row.getRowNum(), sheet, known, texts(row));
    }

    private static List<String> texts(Row row) {
        var texts = new ArrayList<String>();
        for (int i = 0; i < row.getCellCount(); i++) {
            texts.add(row.getOptionalCell(i).map(XlsxFile::text).orElse(""));
        }
        return texts;
    }

    private static String text(Cell cell) {
        if (cell.getType() == CellType.NUMBER || cell.getType() == CellType.FORMULA) {
            return number(cell);
        }
        if (cell.getType() == CellType.EMPTY) {
            return "";
        }
        var text = cell.getText();
        return text == null ? "" : text;
    }

    private static String number(Cell cell) {
        var raw = cell.getRawValue();
        if (raw == null) {
            return "";
        }
        var format = cell.getDataFormatString();
        if (format != null && isDate(format)) {
            var time = cell.asDate();
            return time.toLocalTime().toSecondOfDay() == 0
                    ? time.toLocalDate().toString()
                    : time.toString().replace('T', ' ');
        }
        try {
            var number = new BigDecimal(raw).stripTrailingZeros();
            return format != null && format.contains("%")
                    ? number.movePointRight(2).toPlainString() + "%"
                    : number.toPlainString();
        } catch (NumberFormatException e) {
            // The last value of a formula that gave a text.
            return raw;
        }
    }

    private static boolean isDate(String format) {
        var plain = format.replaceAll("\"[^\"]*\"|\\[[^\\]]*]|\\\\.", "");
        return plain.matches("(?i).*[yd年月日].*|.*h.*m.*") && !plain.contains("#") && !plain.matches("(?i)general");
    }
}
