package org.tongbao.pull.file;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongbao.pull.contract.PlainRows;
import org.tongbao.pull.contract.Staging;
import org.tongbao.spec.CsvRecord;

/**
 * A file with rows of a dataset, in whatever format. Each method throws {@link Unreadable} when the file is not what its
 * layout says.
 *
 * @param file where its bytes lie unpacked
 * @param sheet the sheet of a workbook that is meant; null for the first visible one
 * @param temporary folder for what is written on the way
 */
public record TableFile(
        Path file, FileLayout layout, @Nullable String sheet, Path temporary) {

    /** Whether a file is a workbook, whatever its name says it is. */
    public static boolean isWorkbook(Path file) {
        return Workbook.isWorkbook(file);
    }

    /** The names of a workbook's sheets that a person sees. */
    public static List<String> visibleSheets(Path file) {
        return SheetFile.with(
                file,
                book -> book.visibleTabs().stream().map(Workbook.Tab::name).toList());
    }

    /** Reads the rows into {@code staging}; returns what a person should look at, such as a column that nobody knows. */
    public List<String> stage(Staging staging) {
        var headings =
                switch (layout.format()) {
                    case CSV ->
                        isWorkbook(file)
                                ? SheetFile.stage(staging, layout, file, sheet, temporary)
                                : CsvFile.open(file, layout).stage(staging, temporary);
                    case XLSX -> SheetFile.stage(staging, layout, file, sheet, temporary);
                    case JSON -> EngineFile.stageJson(staging, layout, file);
                    case PARQUET -> EngineFile.stageParquet(staging, layout, file);
                };
        return headings.notes();
    }

    /** Reads the rows of a CSV file into {@code rows}, with the same notes; empty if the file is not plain. */
    public Optional<List<String>> readQuickly(PlainRows rows) {
        return CsvFile.open(file, layout).read(rows, temporary).map(Headings::notes);
    }

    /** Name of the sheet with the rows; empty for a text file. */
    public Optional<String> sheetName() {
        return isWorkbook(file) ? Optional.of(SheetFile.sheet(file, sheet)) : Optional.empty();
    }

    /** Where the dataset's columns stand, the first is 0; those that the file does not hold are not in it. */
    public Map<String, Integer> columns() {
        return sheetName()
                .map(name -> SheetFile.headings(layout, file, name))
                .orElseGet(() -> CsvFile.open(file, layout).headings())
                .positions();
    }

    /** The rows of a text file as they were written, heading and all. */
    public List<CsvRecord> lines() {
        return CsvFile.open(file, layout).lines();
    }

    /** The rows of a text file below its headings, as they were written. */
    public List<CsvRecord> rows() {
        return CsvFile.open(file, layout).rows();
    }
}
