package org.tongbao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.CellValue;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;

/** Recalculates a score sheet with POI and holds the results against the figures of the warehouse, which the file carries. */
public final class ScoreSheets {

    private static final double DISPLAYED = 1e-6;

    private ScoreSheets() {}

    /** Compares all formulas that have a figure in the warehouse; returns how many. */
    public static int recalculate(XSSFWorkbook book, String name) {
        var sheet = book.getSheet(name);
        var evaluator = book.getCreationHelper().createFormulaEvaluator();
        int compared = 0;
        for (int i = firstRow(sheet); i <= sheet.getLastRowNum(); i++) {
            for (var cell : sheet.getRow(i)) {
                if (cell.getCellType() == CellType.FORMULA && hasFigure(sheet, cell.getColumnIndex())) {
                    same(cell, evaluator.evaluate(cell));
                    compared++;
                }
            }
        }
        return compared;
    }

    private static void same(Cell cell, CellValue found) {
        var what = cell.getSheet().getSheetName() + "!" + cell.getAddress() + " =" + cell.getCellFormula();
        if (cell.getCachedFormulaResultType() == CellType.NUMERIC) {
            assertThat(found.getCellType())
                    .as(what + " " + found.formatAsString())
                    .isEqualTo(CellType.NUMERIC);
            assertThat(found.getNumberValue()).as(what).isCloseTo(cell.getNumericCellValue(), within(DISPLAYED));
        } else {
            assertThat(found.formatAsString()).as(what).startsWith("\"");
            if (!title(cell.getSheet(), cell.getColumnIndex()).equals("无得分原因")) {
                assertThat(found.getStringValue()).as(what).isEqualTo(cell.getStringCellValue());
            }
        }
    }

    /** What only limits and helps has no figure of its own. */
    private static boolean hasFigure(Sheet sheet, int column) {
        var title = title(sheet, column);
        return !title.equals("有数据的权重")
                && !title.contains("封顶")
                && !title.contains("保底")
                && !title.contains("等级不高于")
                && !under(sheet, column).equals("补缺前")
                // without a score the warehouse has none before limits either
                && !title.equals("合计得分")
                && !title.equals("排名用得分");
    }

    /** Recalculated columns by the first column's text; numbers to six places, nothing as an empty text. */
    public static Map<String, List<String>> figures(XSSFWorkbook book, String name, List<String> titles) {
        var evaluator = book.getCreationHelper().createFormulaEvaluator();
        var figures = new TreeMap<String, List<String>>();
        for (var title : titles) {
            column(book.getSheet(name), title, "").forEach((who, cell) -> {
                var value = evaluator.evaluate(cell);
                figures.computeIfAbsent(who, w -> new ArrayList<>())
                        .add(
                                value == null
                                        ? ""
                                        : value.getCellType() == CellType.NUMERIC
                                                ? number(value.getNumberValue())
                                                : value.getStringValue());
            });
        }
        return figures;
    }

    /** The same figures as LibreOffice recalculates them; empty where it is not installed. */
    public static Optional<Map<String, List<String>>> inLibreOffice(
            XSSFWorkbook book, String name, List<String> titles, Path folder) throws IOException, InterruptedException {
        var office = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(path -> Path.of(path, "soffice"))
                .filter(Files::isExecutable)
                .findFirst();
        if (office.isEmpty()) {
            return Optional.empty();
        }
        for (var row : book.getSheet(name)) {
            row.forEach(cell -> forget((XSSFCell) cell));
        }
        var file = folder.resolve("changed.xlsx");
        try (var out = Files.newOutputStream(file)) {
            book.write(out);
        }
        var done = new ProcessBuilder(
                        office.get().toString(),
                        "-env:UserInstallation=" + folder.resolve("profile").toUri(),
                        "--headless",
                        "--convert-to",
                        "xlsx",
                        "--outdir",
                        folder.resolve("recalculated").toString(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("office.log").toFile())
                .start();
        assertThat(done.waitFor(180, TimeUnit.SECONDS)).isTrue();
        var figures = new TreeMap<String, List<String>>();
        try (var again =
                new XSSFWorkbook(folder.resolve("recalculated/changed.xlsx").toFile())) {
            for (var title : titles) {
                column(again.getSheet(name), title, "")
                        .forEach((who, cell) -> figures.computeIfAbsent(who, w -> new ArrayList<>())
                                .add(
                                        cell.getCachedFormulaResultType() == CellType.NUMERIC
                                                ? number(cell.getNumericCellValue())
                                                : cell.getStringCellValue()));
            }
        } catch (InvalidFormatException e) {
            throw new IOException(e);
        }
        return Optional.of(figures);
    }

    /** On opening a file LibreOffice computes only what has no result yet. */
    private static void forget(XSSFCell cell) {
        if (cell.getCellType() == CellType.FORMULA && cell.getCTCell().isSetV()) {
            cell.getCTCell().unsetV();
        }
    }

    /** A figure as it is compared. */
    public static String number(@Nullable Double number) {
        return number == null ? "" : String.format(Locale.ROOT, "%.6f", number);
    }

    /** A column's values by the first column's. */
    public static Map<String, Cell> column(Sheet sheet, String title, String under) {
        var cells = new LinkedHashMap<String, Cell>();
        for (int c = 0; c < sheet.getRow(2).getLastCellNum(); c++) {
            if (title(sheet, c).equals(title)
                    && (under.isEmpty() || under(sheet, c).equals(under))) {
                for (int i = firstRow(sheet); i <= sheet.getLastRowNum(); i++) {
                    Row row = sheet.getRow(i);
                    if (row.getCell(c) != null
                            && row.getLastCellNum() > 1
                            && !row.getCell(0).getStringCellValue().startsWith("注")) {
                        cells.put(row.getCell(0).getStringCellValue(), row.getCell(c));
                    }
                }
                return cells;
            }
        }
        throw new AssertionError("no column " + title);
    }

    /** The weight over a column. */
    public static Cell weight(Sheet sheet, String title, String under) {
        int column = column(sheet, title, under).values().iterator().next().getColumnIndex();
        return sheet.getRow(3).getCell(column);
    }

    /** Title, two rows of headings, then the heads. */
    private static int firstRow(Sheet sheet) {
        int row = 3;
        while (sheet.getRow(row).getCell(0).getStringCellValue().matches("权重|占总分|零分值|满分值|限值")) {
            row++;
        }
        return row;
    }

    private static String title(Sheet sheet, int column) {
        return sheet.getRow(2).getCell(column).getStringCellValue().replace("\n", "");
    }

    private static String under(Sheet sheet, int column) {
        for (int c = column; c >= 0; c--) {
            var text = sheet.getRow(1).getCell(c).getStringCellValue();
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }
}
