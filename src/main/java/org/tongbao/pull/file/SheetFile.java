package org.tongbao.pull.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tongbao.pull.contract.Staging;
import org.tongbao.warehouse.WarehouseException;

/**
 * A sheet as people keep it: title rows above the headings, headings in one row or two, rows of totals. It is streamed;
 * only the rows up to the headings are held. A formula counts as the value that it last had.
 */
final class SheetFile {

    private static final int LOOKED_AT = 30;

    /** Bytes from which a thread of its own is worth its while. */
    private static final long LARGE = 2L << 20;

    private final FileLayout layout;
    private final RowWriter rows;
    private final List<TopRow> top = new ArrayList<>();
    private @Nullable Headings headings;
    private long hidden;

    private SheetFile(FileLayout layout, RowWriter rows) {
        this.layout = layout;
        this.rows = rows;
    }

    /** A row that waits for the headings to be found. */
    private record TopRow(long number, boolean hidden, List<@Nullable String> cells) {

        List<String> texts() {
            return cells.stream().map(cell -> cell == null ? "" : cell).toList();
        }
    }

    /**
     * Reads the rows into {@code staging}.
     *
     * @param wanted the sheet that is meant, or null for the first visible one
     */
    static Headings stage(Staging staging, FileLayout layout, Path file, @Nullable String wanted, Path temporary) {
        return with(file, book -> {
            try (var rows = new RowWriter(staging, layout, temporary)) {
                return new SheetFile(layout, rows).read(book, tab(book, wanted), Files.size(file) >= LARGE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Uses a workbook. One that was damaged can make the reader fail in any way. */
    static <T> T with(Path file, Function<Workbook, T> use) {
        try (var book = Workbook.open(file)) {
            return use.apply(book);
        } catch (WarehouseException | Unreadable e) {
            throw e;
        } catch (RuntimeException e) {
            throw new Unreadable("not readable as a spreadsheet: " + e.getMessage(), e);
        }
    }

    /** The name of the sheet that is meant. */
    static String sheet(Path file, @Nullable String wanted) {
        return with(file, book -> tab(book, wanted).name());
    }

    /** Where the columns stand in a sheet. */
    static Headings headings(FileLayout layout, Path file, String sheet) {
        var top = new ArrayList<TopRow>();
        with(
                file,
                book -> book.read(tab(book, sheet), (number, hidden, cells) -> {
                    if (top.size() < LOOKED_AT) {
                        top.add(new TopRow(number, hidden, new ArrayList<>(cells)));
                    }
                }));
        return findHeadings(layout, top);
    }

    static Workbook.Tab tab(Workbook book, @Nullable String wanted) {
        if (wanted == null) {
            return book.visibleTabs().stream()
                    .findFirst()
                    .orElseThrow(() -> new Unreadable("there is no visible sheet"));
        }
        return book.tabs().stream()
                .filter(tab -> tab.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Unreadable("there is no sheet '" + wanted + "'"));
    }

    private Headings read(Workbook book, Workbook.Tab tab, boolean large) {
        var oddities = large ? ReadAhead.read(book, tab, this::accept) : book.read(tab, this::accept);
        var found = headings == null ? resolveHeadings() : headings;
        rows.finish(tab.name());
        var notes = new ArrayList<>(found.notes());
        if (hidden > 0) {
            notes.add(hidden + " hidden rows were " + (layout.hiddenRows() ? "read" : "left out"));
        }
        found.positions().forEach((column, at) -> {
            var cut = oddities.cut().getOrDefault(at, List.of()).stream()
                    .filter(row -> row > found.last())
                    .map(String::valueOf)
                    .toList();
            if (!cut.isEmpty()) {
                notes.add("column " + layout.title(column)
                        + " has numbers of more than 15 digits, of which the spreadsheet program kept" + " 15 (row "
                        + String.join(", ", cut) + "); format the column as text and fill them in anew");
            }
        });
        if (oddities.valueless() > 0) {
            notes.add(oddities.valueless()
                    + " formulas have no value; open the file in a spreadsheet program and save it");
        }
        return found.withNotes(notes);
    }

    private void accept(long number, boolean isHidden, List<@Nullable String> cells) {
        var known = headings;
        if (known != null) {
            addRow(known, number, isHidden, cells);
            return;
        }
        top.add(new TopRow(number, isHidden, new ArrayList<>(cells)));
        if (top.size() == LOOKED_AT) {
            resolveHeadings();
        }
    }

    /** Finds the headings among the first rows, and hands over the rows below them. */
    private Headings resolveHeadings() {
        var found = findHeadings(layout, top);
        headings = found;
        for (var line : top) {
            if (line.number() > found.last()) {
                addRow(found, line.number(), line.hidden(), line.cells());
            }
        }
        return found;
    }

    private void addRow(Headings known, long number, boolean isHidden, List<@Nullable String> cells) {
        hidden += isHidden ? 1 : 0;
        if (!isHidden || layout.hiddenRows()) {
            rows.add(number, known, cells);
        }
    }

    private static Headings findHeadings(FileLayout layout, List<TopRow> top) {
        int best = -1;
        int most = 0;
        for (int i = 0; i < top.size(); i++) {
            int matches = Headings.matches(layout, top.get(i).texts());
            if (matches > most) {
                most = matches;
                best = i;
            }
        }
        if (best < 0) {
            throw new Unreadable("no row with the headings was found in the first " + top.size());
        }
        var found = HeadingRows.around(layout, top.stream().map(TopRow::texts).toList(), best);
        return Headings.resolve(layout, found.cells(), top.get(found.to()).number());
    }
}
