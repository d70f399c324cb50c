package org.tongbao.spec;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes CSV apart as RFC 4180 writes it, with any delimiter and any line end: a cell in quotation marks may hold
 * delimiters, line breaks and, doubled, quotation marks. What is no row is handed over with its fault, and reading goes on
 * behind it. A byte order mark is passed over.
 */
public final class CsvReader {

    /** Characters that a cell may hold. */
    public static final int LONGEST_CELL = 1 << 20;

    /** Cells that a row may have. */
    public static final int MOST_CELLS = 1 << 14;

    /** What is kept of a cell that is too long or never ends. */
    private static final int BEGINNING = 200;

    private static final int NONE = -2;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Reader reader;
    private final char delimiter;
    private final char[] buffer = new char[1 << 13];
    private int at;
    private int end;
    private int ahead = NONE;
    private boolean begun;
    private long line;

    /** Reads a whole text; closing the reader is the caller's. */
    public CsvReader(Reader reader, char delimiter) {
        this(reader, delimiter, 1);
    }

    /** Reads a text from a later line on, whose number is {@code line}. */
    public CsvReader(Reader reader, char delimiter, long line) {
        this.reader = reader;
        this.delimiter = delimiter;
        this.line = line;
    }

    /**
     * The rows of a small table that people write by hand, separated by commas. What is no row is noted.
     *
     * @param file its name, for messages
     */
    public static List<CsvRecord> rows(String text, String file, Problems problems) {
        return rows(text, ',').stream()
                .filter(row -> {
                    var fault = row.fault();
                    if (fault != null) {
                        problems.add(row.at(file), fault.toString());
                    }
                    return fault == null;
                })
                .toList();
    }

    /** All rows of a text, empty lines left out. */
    public static List<CsvRecord> rows(String text, char delimiter) {
        var rows = new ArrayList<CsvRecord>();
        var csv = new CsvReader(new StringReader(text), delimiter);
        try {
            for (var row = csv.next(); row != null; row = csv.next()) {
                if (!row.isBlank()) {
                    rows.add(row);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /** The next row; null at the end. */
    public @Nullable CsvRecord next() throws IOException {
        int c = read();
        if (!begun) {
            begun = true;
            c = c == BYTE_ORDER_MARK ? read() : c;
        }
        if (c < 0) {
            return null;
        }
        long first = line;
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        CsvRecord.@Nullable Fault fault = null;
        while (true) {
            if (quoted) {
                if (c < 0 || cell.length() > LONGEST_CELL) {
                    cells.add(cell.substring(0, Math.min(cell.length(), BEGINNING)));
                    return new CsvRecord(first, cells, CsvRecord.Fault.UNCLOSED_QUOTE);
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
                    line += c == '\r' || (c == '\n' && !endsWithReturn(cell)) ? 1 : 0;
                    cell.append((char) c);
                }
            } else if (c == '"' && cell.length() == 0) {
                quoted = true;
            } else if (c == delimiter) {
                cells.add(cell.toString());
                cell.setLength(0);
                if (cells.size() > MOST_CELLS) {
                    cells.clear();
                    fault = CsvRecord.Fault.MANY_CELLS;
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
                return new CsvRecord(first, cells, fault);
            } else if (cell.length() > LONGEST_CELL) {
                cell.setLength(BEGINNING);
                fault = CsvRecord.Fault.LONG_CELL;
            } else {
                cell.append((char) c);
            }
            c = read();
        }
    }

    /** Line on which the next row begins. */
    public long line() {
        return line;
    }

    private static boolean endsWithReturn(StringBuilder cell) {
        return cell.length() > 0 && cell.charAt(cell.length() - 1) == '\r';
    }

    private int read() throws IOException {
        if (ahead != NONE) {
            int c = ahead;
            ahead = NONE;
            return c;
        }
        if (at == end) {
            end = reader.read(buffer, 0, buffer.length);
            at = 0;
            if (end < 0) {
                end = 0;
                return -1;
            }
        }
        return buffer[at++];
    }
}
