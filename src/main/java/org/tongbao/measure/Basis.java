package org.tongbao.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/**
 * The clauses that rules rest on: {@code jobs/rulebook/basis.csv}.
 *
 * @param clauses number (R001) to clause, in file order
 */
public record Basis(Map<String, Clause> clauses) {

    private static final String FILE = "jobs/rulebook/basis.csv";
    private static final List<String> COLUMNS = List.of("id", "regulation", "clause", "quote");

    public Basis {
        clauses = new LinkedHashMap<>(clauses);
    }

    /**
     * A clause of a regulation.
     *
     * @param id such as R036
     * @param regulation its title
     * @param clause such as 二(二)3
     * @param quote the words that ask for something
     */
    public record Clause(String id, String regulation, String clause, String quote) {}

    static Basis read(SpecFiles files, Problems problems) {
        var clauses = new LinkedHashMap<String, Clause>();
        for (var file : files.find(FILE)) {
            var lines = files.text(file).orElse("").lines().toList();
            if (lines.isEmpty() || !cells(lines.get(0)).equals(COLUMNS)) {
                problems.add(new Location(FILE, 1), "the first line must be " + String.join(",", COLUMNS));
                continue;
            }
            for (int i = 1; i < lines.size(); i++) {
                var cells = cells(lines.get(i));
                if (cells.size() != COLUMNS.size()) {
                    problems.add(
                            new Location(FILE, i + 1), "expected " + COLUMNS.size() + " values, found " + cells.size());
                } else if (clauses.put(cells.get(0), new Clause(cells.get(0), cells.get(1), cells.get(2), cells.get(3)))
                        != null) {
                    problems.add(new Location(FILE, i + 1), "'" + cells.get(0) + "' stands here twice");
                }
            }
        }
        return new Basis(clauses);
    }

    /** Notes the numbers that do not exist. */
    public void verify(List<String> numbers, Location at, Problems problems) {
        numbers.stream()
                .filter(number -> !clauses.containsKey(number))
                .forEach(number -> problems.addUnknown(at, "basis", number, clauses.keySet()));
    }

    /** The values of a line; a value in quotation marks may hold commas. */
    private static List<String> cells(String line) {
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
            } else if (c == ',' && !quoted) {
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
