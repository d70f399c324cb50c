package org.tongbao.measure;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/**
 * The clauses that rules rest on: {@code jobs/rulebook/basis.csv}.
 *
 * @param clauses number (R001) to clause, in file order
 */
public record Basis(Map<String, Clause> clauses) {

    /** The file, below the home folder. */
    public static final String FILE = "jobs/rulebook/basis.csv";

    private static final List<String> COLUMNS =
            List.of("id", "regulation", "clause", "kind", "period", "subject", "quote", "asks", "note");

    public Basis {
        clauses = new LinkedHashMap<>(clauses);
    }

    /**
     * A clause of a regulation.
     *
     * @param id such as R036
     * @param regulation its title
     * @param clause such as 二(二)3
     * @param kind what it takes: metric, check, deadline, report, form or escalation
     * @param period how often, such as monthly
     * @param subject of whom
     * @param quote the words that ask for something
     * @param asks what has to be computed or printed
     * @param note how a slip in the text is understood; empty without one
     */
    public record Clause(
            String id,
            String regulation,
            String clause,
            String kind,
            String period,
            String subject,
            String quote,
            String asks,
            String note) {

        private static Clause of(List<String> cells) {
            return new Clause(
                    cells.get(0),
                    cells.get(1),
                    cells.get(2),
                    cells.get(3),
                    cells.get(4),
                    cells.get(5),
                    cells.get(6),
                    cells.get(7),
                    cells.get(8));
        }
    }

    static Basis read(SpecFiles files, Problems problems) {
        var clauses = new LinkedHashMap<String, Clause>();
        for (var file : files.find(FILE)) {
            var table = files.csv(file);
            if (table.isEmpty() || !table.get(0).cells().equals(COLUMNS)) {
                problems.add(new Location(FILE, 1), "the first line must be " + String.join(",", COLUMNS));
                continue;
            }
            for (var row : table.subList(1, table.size())) {
                var cells = row.cells();
                if (cells.size() != COLUMNS.size()) {
                    problems.add(row.at(FILE), "expected " + COLUMNS.size() + " values, found " + cells.size());
                } else if (clauses.put(cells.get(0), Clause.of(cells)) != null) {
                    problems.add(row.at(FILE), "'" + cells.get(0) + "' stands here twice");
                }
            }
        }
        return new Basis(clauses);
    }

    /** The clauses as a document cites them: 《某办法》二(二)3、5；《某方案》四. */
    String cited(List<String> numbers) {
        var byRegulation = new LinkedHashMap<String, LinkedHashSet<String>>();
        numbers.stream().map(clauses::get).filter(Objects::nonNull).forEach(clause -> byRegulation
                .computeIfAbsent(clause.regulation(), regulation -> new LinkedHashSet<>())
                .add(clause.clause()));
        return byRegulation.entrySet().stream()
                .map(cited -> "《" + cited.getKey() + "》" + String.join("、", cited.getValue()))
                .collect(Collectors.joining("；"));
    }

    /** Notes the numbers that do not exist; while the file itself holds a mistake, nobody can tell. */
    public void verify(List<String> numbers, Location at, Problems problems) {
        if (!problems.isSound(FILE)) {
            return;
        }
        if (clauses.isEmpty() && !numbers.isEmpty()) {
            problems.add(new Location(FILE, 1), "the clauses are missing that rules rest on");
            return;
        }
        numbers.stream()
                .filter(number -> !clauses.containsKey(number))
                .forEach(number -> problems.addAbsent(at, "basis", number, clauses.keySet()));
    }
}
