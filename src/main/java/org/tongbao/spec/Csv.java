package org.tongbao.spec;

import java.util.ArrayList;
import java.util.List;

/** Lines of small tables that people write by hand: UTF-8, separated by commas, one row a line. */
public final class Csv {

    private Csv() {}

    /** The values of a line; a value in quotation marks may hold commas, and a doubled quotation mark means one. */
    public static List<String> cells(String line) {
        return cells(line, ',');
    }

    /** The values of a line whose cells are parted by another character, such as a tab. */
    public static List<String> cells(String line, char delimiter) {
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    cell.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == delimiter && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
