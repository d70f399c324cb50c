package org.tongbao.pull.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongbao.warehouse.LoadLedger;

/** A workbook that is open for reading, new or old. */
interface Workbook extends AutoCloseable {

    /** Characters that a cell may hold; spreadsheet programs stop at 32,767. */
    int LONGEST_CELL = 1 << 20;

    /** A sheet of it. */
    record Tab(String name, boolean visible) {}

    /** Takes the rows of a sheet, one by one. */
    interface RowConsumer {

        /**
         * A row that is there.
         *
         * @param number the first is 1
         * @param cells as the sheet shows them, dates and times as ISO 8601 writes them; null where there is none
         */
        void accept(long number, boolean hidden, List<@Nullable String> cells);
    }

    List<Tab> tabs();

    /** Those that a person sees and that hold data: not the list of reasons in a file that was given back. */
    default List<Tab> visibleTabs() {
        return tabs().stream()
                .filter(tab -> tab.visible() && !tab.name().equals(LoadLedger.REASONS))
                .toList();
    }

    /** Hands over a sheet's rows; returns how many formulas had no value stored with them. */
    long read(Tab tab, RowConsumer consumer);

    @Override
    void close();

    /** Opens a workbook, whatever its name says it is. */
    static Workbook open(Path file) {
        var first = beginning(file);
        if (isNew(first)) {
            return new XlsxWorkbook(file);
        }
        if (isOld(first)) {
            return new XlsWorkbook(file);
        }
        throw new Unreadable(
                first.length > 0 && first[0] == '<'
                        ? "not readable as a spreadsheet: it is a web page; open it in a spreadsheet program and save it as .xlsx"
                        : "not readable as a spreadsheet: it is neither .xlsx nor .xls, whatever its name says");
    }

    /** Whether a file is a workbook, whatever its name says it is. */
    static boolean isWorkbook(Path file) {
        var first = beginning(file);
        return isNew(first) || isOld(first);
    }

    private static boolean isNew(byte[] first) {
        return first.length == 4 && first[0] == 'P' && first[1] == 'K';
    }

    private static boolean isOld(byte[] first) {
        return first.length == 4 && (first[0] & 0xff) == 0xd0 && (first[1] & 0xff) == 0xcf;
    }

    private static byte[] beginning(Path file) {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(4);
        } catch (IOException e) {
            throw new Unreadable("it cannot be read: " + e.getMessage(), e);
        }
    }
}
