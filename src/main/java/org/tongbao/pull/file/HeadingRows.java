package org.tongbao.pull.file;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The headings of a table as people lay it out: in one row, or in up to three of which the upper ones span several columns.
 *
 * @param cells the heading of each column
 * @param from the first of the rows, by its place among those that were looked at
 * @param to the last of them
 */
record HeadingRows(List<String> cells, int from, int to) {

    private static final int MOST = 3;

    HeadingRows {
        cells = List.copyOf(cells);
    }

    /**
     * The rows around one in which most headings are known, so that still more of them are; of several, the fewest.
     *
     * @param best the place of that row
     */
    static HeadingRows around(FileLayout layout, List<List<String>> rows, int best) {
        var found = new HeadingRows(rows.get(best), best, best);
        int most = Headings.matches(layout, found.cells());
        for (int many = 2; many <= MOST; many++) {
            for (int from = best - many + 1; from <= best; from++) {
                int to = from + many - 1;
                if (from >= 0 && to < rows.size()) {
                    var cells = joined(layout, rows.subList(from, to + 1));
                    int matches = Headings.matches(layout, cells);
                    if (matches > most) {
                        most = matches;
                        found = new HeadingRows(cells, from, to);
                    }
                }
            }
        }
        return found;
    }

    /**
     * Each column's heading: all rows together, the lower ones, or one of them, whichever is known. A cell that is merged
     * across counts for the columns to its right, up to where a row above it begins anew.
     */
    private static List<String> joined(FileLayout layout, List<List<String>> rows) {
        int width = rows.stream().mapToInt(List::size).max().orElse(0);
        var across = new String[rows.size()];
        var cells = new ArrayList<String>();
        for (int column = 0; column < width; column++) {
            var own = new ArrayList<String>();
            for (int row = 0; row < rows.size(); row++) {
                var text = column < rows.get(row).size() ? rows.get(row).get(column) : "";
                own.add(text);
                if (!text.isBlank()) {
                    across[row] = text;
                    for (int below = row + 1; below < rows.size(); below++) {
                        across[below] = "";
                    }
                } else if (across[row] == null) {
                    across[row] = "";
                }
            }
            cells.add(heading(layout, own, List.of(across)));
        }
        return cells;
    }

    private static String heading(FileLayout layout, List<String> own, List<String> across) {
        int lowest = IntStream.range(0, own.size())
                .filter(row -> !own.get(row).isBlank())
                .max()
                .orElse(-1);
        for (int row = lowest; row >= 0; row--) {
            var under = own.get(row);
            if (under.isBlank()) {
                continue;
            }
            // Every choice of the rows above it, all of them first, none last.
            for (int choice = (1 << row) - 1; choice >= 0; choice--) {
                var heading = new StringBuilder();
                for (int above = 0; above < row; above++) {
                    heading.append((choice >> (row - 1 - above) & 1) == 1 ? across.get(above) : "");
                }
                heading.append(under);
                if (Headings.matches(layout, List.of(heading.toString())) > 0) {
                    return heading.toString();
                }
            }
        }
        return lowest < 0 ? "" : own.get(lowest);
    }
}
