package org.tongbao.pull.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tongbao.warehouse.ledger.LoadLedger;

/** A workbook that is open for reading, new or old. */
interface Workbook extends AutoCloseable {

    /** Characters that a cell may hold; spreadsheet programs stop at 32,767. */
    int LONGEST_CELL = 1 << 20;

    /** What helps with every kind of spreadsheet that is not read. */
    String SAVE_AS = "open it in a spreadsheet program and save it as .xlsx";

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

    /**
     * What is odd in a sheet.
     *
     * @param valueless how many formulas had no value stored with them
     * @param cut numbers of the first rows by column, the first is 0, in which a spreadsheet program has cut a number of more
     *     digits than it holds
     */
    record Oddities(long valueless, Map<Integer, List<Long>> cut) {

        /** There is nothing odd. */
        static final Oddities NONE = new Oddities(0, Map.of());
    }

    /** Collects the oddities of a sheet. */
    final class OddityCollector {

        private static final int NAMED = 5;

        private final Map<Integer, List<Long>> cut = new TreeMap<>();
        private long valueless;

        void addValueless() {
            valueless++;
        }

        void addCut(int column, long row) {
            var rows = cut.computeIfAbsent(column, c -> new ArrayList<>());
            if (rows.size() < NAMED) {
                rows.add(row);
            }
        }

        Oddities all() {
            return new Oddities(valueless, cut);
        }
    }

    /** Hands over a sheet's rows. */
    Oddities read(Tab tab, RowConsumer consumer);

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
        throw new Unreadable("not readable as a spreadsheet: " + otherwise(file));
    }

    /** What a file is that is no workbook of either kind, and what to do. */
    private static String otherwise(Path file) {
        var text = TextEncoding.start(file);
        if (text.contains("urn:schemas-microsoft-com:office:spreadsheet")) {
            return "it is an XML spreadsheet of Excel 2003; " + SAVE_AS;
        }
        if (text.stripLeading().startsWith("<")) {
            return "it is a web page; " + SAVE_AS;
        }
        if (text.startsWith("%PDF")) {
            return "it is a PDF; ask for the spreadsheet that it was printed from";
        }
        if (text.length() > 2 && text.charAt(0) == 9 && (text.charAt(1) & 0xf0) == 0 && text.charAt(1) <= 4) {
            return "it was written by Excel 4 or older; " + SAVE_AS;
        }
        return "it is neither .xlsx nor .xls, whatever its name says";
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
