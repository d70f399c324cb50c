package org.tongbao.pull.contract;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Scan;

/**
 * A CSV file in UTF-8 as the engine is to read it: columns {@code c$0}, {@code c$1}, ...
 *
 * @param width how many columns it has
 * @param sample the cells of the first row of data
 */
public record CsvScan(Path path, char delimiter, int headingLine, int width, List<String> sample) {

    private static final String TO_SECONDS = "%Y-%m-%d %H:%M:%S";
    private static final String TO_MINUTES = "%Y-%m-%d %H:%M";

    public CsvScan {
        sample = List.copyOf(sample);
    }

    public List<String> names() {
        return IntStream.range(0, width).mapToObj(CsvScan::name).toList();
    }

    /** The name of a column; no dataset's own is like it. */
    public static String name(int at) {
        return "c$" + at;
    }

    /** SQL that reads it. */
    public String scan(Map<String, String> types) {
        return Scan.csv(path, headingLine, delimiter, names(), types, times());
    }

    /**
     * The columns that the engine can read as their type without taking anything for what it is not. Whole numbers and
     * decimals are not among them (it would round 5.5 and 0.00001), and of the others none may hold an underscore, which it would skip.
     */
    Map<String, String> types(Dataset dataset, Map<String, Integer> positions) {
        var types = new LinkedHashMap<String, String>();
        if (positions.size() > new HashSet<>(positions.values()).size()) {
            return types;
        }
        positions.forEach((name, at) -> {
            var column = dataset.columns().get(name);
            var cell = at < sample.size() ? sample.get(at) : "";
            if (column == null || column.references() != null || !column.empty().isEmpty()) {
                return;
            }
            boolean typed =
                    switch (column.type()) {
                        case NUMBER -> true;
                        case DATE -> cell.matches("\\d{4}-\\d{2}-\\d{2}");
                        case TIMESTAMP -> !times().isEmpty() && times().equals(times(cell));
                        default -> false;
                    };
            if (typed) {
                types.put(name(at), column.type().sql());
            }
        });
        return types;
    }

    /** How the first time in the first row is written; empty if there is none. */
    private String times() {
        return sample.stream()
                .map(CsvScan::times)
                .filter(format -> !format.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String times(String cell) {
        if (cell.matches("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}")) {
            return TO_SECONDS;
        }
        return cell.matches("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}") ? TO_MINUTES : "";
    }
}
