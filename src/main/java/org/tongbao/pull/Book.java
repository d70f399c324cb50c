package org.tongbao.pull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A workbook that is open for reading, new or old. */
interface Book extends AutoCloseable {

    /** Characters that a cell may hold; spreadsheet programs stop at 32,767. */
    int LONGEST_CELL = 1 << 20;

    /** A sheet of it. */
    record Tab(String name, boolean visible) {}

    /** Takes the rows of a sheet, one by one. */
    interface Taker {

        /**
         * A row that is there.
         *
         * @param number the first is 1
         * @param cells as the sheet shows them, dates and times as ISO 8601 writes them; null where there is none
         */
        void take(long number, boolean hidden, List<@Nullable String> cells);
    }

    List<Tab> tabs();

    /** Hands over a sheet's rows; returns how many formulas had no value stored with them. */
    long read(Tab tab, Taker taker);

    @Override
    void close();

    /** Opens a workbook, whatever its name says it is. */
    static Book open(Path file) {
        byte[] first;
        try (var in = Files.newInputStream(file)) {
            first = in.readNBytes(4);
        } catch (IOException e) {
            throw new Unreadable("it cannot be read: " + e.getMessage(), e);
        }
        if (first.length == 4 && first[0] == 'P' && first[1] == 'K') {
            return new XlsxBook(file);
        }
        if (first.length == 4 && (first[0] & 0xff) == 0xd0 && (first[1] & 0xff) == 0xcf) {
            return new XlsBook(file);
        }
        throw new Unreadable(
                first.length > 0 && first[0] == '<'
                        ? "not readable as a spreadsheet: it is a web page; open it in a spreadsheet program and save it as .xlsx"
                        : "not readable as a spreadsheet: it is neither .xlsx nor .xls, whatever its name says");
    }
}
