package org.tongbao.spec;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a CSV file.
 *
 * @param line physical line on which it begins, the first is 1
 * @param cells as they are meant, without quotation marks; after a fault only the beginning of what was read
 * @param fault why it is no row; null if it is one
 */
public record CsvRecord(
        long line, List<String> cells, @Nullable Fault fault) {

    public CsvRecord {
        cells = Collections.unmodifiableList(cells);
    }

    /** Why something is no row. */
    public enum Fault {
        UNCLOSED_QUOTE("a quotation mark is opened and never closed"),
        LONG_CELL("a cell has more than " + CsvReader.LONGEST_CELL + " characters"),
        MANY_CELLS("there are more than " + CsvReader.MOST_CELLS + " cells");

        private final String message;

        Fault(String message) {
            this.message = message;
        }

        @Override
        public String toString() {
            return message;
        }
    }

    /** Where it stands in a file of this name. */
    public Location at(String file) {
        return new Location(file, Math.toIntExact(line));
    }

    /** Whether it is a row with nothing in it, such as an empty line. */
    public boolean isBlank() {
        return fault == null && cells.stream().allMatch(String::isBlank);
    }

    /** A cell; empty where the row ends before it. */
    public String cell(int at) {
        return at >= 0 && at < cells.size() ? cells.get(at) : "";
    }
}
