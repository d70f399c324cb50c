package org.tongbao.pull.file;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.spec.CsvReader;
import org.tongbao.spec.CsvRecord;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;

/**
 * A table whose headings nobody has declared: text in any of the encodings and with any of the delimiters that a declared
 * one may have, or the first visible sheet of a workbook.
 */
public final class UndeclaredFile {

    private UndeclaredFile() {}

    /**
     * Its rows that are not blank, headings and all, without blanks around the cells. Lines that are no rows, and what
     * nobody sees in a workbook, become problems.
     */
    public static List<CsvRecord> rows(Path file, Problems problems) {
        var top = new Location(file.toString(), 1);
        try {
            if (!Files.exists(file)) {
                problems.add(top, "there is no such file");
                return List.of();
            }
            return Workbook.isWorkbook(file) ? sheet(file, problems) : text(file, problems);
        } catch (Unreadable e) {
            problems.add(top, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            problems.add(top, "cannot be read: " + e.getMessage());
        }
        return List.of();
    }

    private static List<CsvRecord> text(Path file, Problems problems) throws IOException {
        var charset = TextEncoding.of(file);
        var rows = new ArrayList<CsvRecord>();
        try (var reader = TextEncoding.reader(file, charset)) {
            var csv = new CsvReader(reader, delimiter(file, charset));
            for (var row = csv.next(); row != null; row = csv.next()) {
                if (row.fault() != null) {
                    problems.add(row.at(file.toString()), row.fault().toString());
                } else {
                    add(row.line(), row.cells(), rows);
                }
            }
        }
        return rows;
    }

    /** The one that stands most often in the first line. */
    private static char delimiter(Path file, Charset charset) {
        var first = TextEncoding.beginning(file, charset)
                .lines()
                .filter(line -> !Characters.isBlank(line))
                .findFirst()
                .orElse("");
        return Collections.max(
                CsvFile.DELIMITERS,
                Comparator.comparing((Character each) ->
                                first.chars().filter(c -> c == each).count())
                        .thenComparing(each -> -CsvFile.DELIMITERS.indexOf(each)));
    }

    private static List<CsvRecord> sheet(Path file, Problems problems) {
        var rows = new ArrayList<CsvRecord>();
        var oddities = SheetFile.with(
                file,
                book -> book.read(SheetFile.tab(book, null), (number, hidden, cells) -> {
                    if (add(number, cells, rows) && hidden) {
                        problems.add(
                                new Location(file.toString(), Math.toIntExact(number)),
                                "this row is hidden; show it, or delete it: a result must not rest on what nobody sees");
                    }
                }));
        if (oddities.valueless() > 0) {
            problems.add(
                    new Location(file.toString(), 1),
                    oddities.valueless()
                            + " formulas have no value; open the file in a spreadsheet program and save it");
        }
        // A sheet keeps no cells behind the last one that is filled in.
        int width = rows.isEmpty() ? 0 : rows.get(0).cells().size();
        return rows.stream().map(row -> widened(row, width)).toList();
    }

    private static CsvRecord widened(CsvRecord row, int width) {
        var cells = new ArrayList<>(row.cells());
        while (cells.size() < width) {
            cells.add("");
        }
        return new CsvRecord(row.line(), cells, null);
    }

    /** Adds a row unless it is blank; whether it did. */
    private static boolean add(long line, List<? extends @Nullable String> cells, List<CsvRecord> rows) {
        var tidy = cells.stream()
                .map(cell -> cell == null ? "" : Characters.trimmed(String.valueOf(Characters.clean(cell))))
                .collect(Collectors.toCollection(ArrayList::new));
        boolean blank = tidy.stream().allMatch(String::isEmpty);
        return !blank && rows.add(new CsvRecord(line, tidy, null));
    }
}
