package org.tongbao.pull;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes CSV apart as RFC 4180 writes it, with any delimiter; a quoted cell may hold line breaks. */
final class CsvParser {

    private static final int LONGEST_CELL = 1 << 20;
    private static final int MOST_CELLS = 1 << 14;

    private final Reader reader;
    private final char delimiter;
    private long line = 1;
    private int ahead = -2;

    CsvParser(Reader reader, char delimiter) {
        this.reader = reader;
        this.delimiter = delimiter;
    }

    /**
     * A row of a CSV file.
     *
     * @param line physical line on which it begins
     * @param fault why it is no row, as the sender reads it; or null
     */
    record Line(long line, List<String> cells, @Nullable String fault) {

        boolean isBlank() {
            return cells.stream().allMatch(String::isBlank);
        }
    }

    /** The next row; null at the end. */
    @Nullable
    Line next() throws IOException {
        int c = read();
        if (c < 0) {
            return null;
        }
        long begun = line;
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        @Nullable String fault = null;
        while (true) {
            if (quoted) {
                if (c < 0 || cell.length() > LONGEST_CELL) {
                    cells.add(cell.length() > 200 ? cell.substring(0, 200) : cell.toString());
                    return new Line(begun, cells, "引号未闭合");
                }
                if (c == '"') {
                    int next = read();
                    if (next == '"') {
                        cell.append('"');
                    } else {
                        quoted = false;
                        ahead = next;
                    }
                } else {
                    line += c == '\n' ? 1 : 0;
                    cell.append((char) c);
                }
            } else if (c == '"' && cell.length() == 0) {
                quoted = true;
            } else if (c == delimiter) {
                cells.add(cell.toString());
                cell.setLength(0);
                if (cells.size() > MOST_CELLS) {
                    cells.clear();
                    fault = "超过" + MOST_CELLS + "列";
                }
            } else if (c < 0 || c == '\n' || c == '\r') {
                if (c == '\r') {
                    int next = read();
                    if (next != '\n') {
                        ahead = next;
                    }
                }
                line++;
                cells.add(cell.toString());
                return new Line(begun, cells, fault);
            } else if (cell.length() > LONGEST_CELL) {
                cell.setLength(200);
                fault = "单元格超过" + LONGEST_CELL + "字";
            } else {
                cell.append((char) c);
            }
            c = read();
        }
    }

    private int read() throws IOException {
        if (ahead != -2) {
            int c = ahead;
            ahead = -2;
            return c;
        }
        return reader.read();
    }
}
