package org.tongbao.rulebook;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tongbao.home.Home;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/**
 * A row of the rulebook that nobody has compared with its source yet, or that the bureau has set itself: its column (in the
 * calendar, its key) {@code confidence} is not {@code confirmed}.
 *
 * @param confidence {@code memory} for what is not verified, {@code bureau} for the bureau's own setting
 * @param says the row's other values
 */
public record Unconfirmed(Location at, String confidence, String says) {

    private static final String COLUMN = "confidence";
    private static final String CONFIRMED = "confirmed";

    /** All of them, by file and line. Tables without the column say nothing of their source. */
    public static List<Unconfirmed> in(Home home) {
        var files = new SpecFiles(home.layers(), new Problems());
        var all = new ArrayList<Unconfirmed>();
        files.find("jobs/rulebook/calendar.yaml")
                .forEach(file -> files.yaml(file).ifPresent(calendar -> calendar.optionalText(COLUMN)
                        .filter(confidence -> !confidence.equals(CONFIRMED))
                        .ifPresent(confidence ->
                                all.add(new Unconfirmed(calendar.at(COLUMN), confidence, "法定节假日与调休上班日")))));
        files.find("jobs/rulebook/reference/*.csv").forEach(file -> all.addAll(rows(files, file)));
        return all;
    }

    private static List<Unconfirmed> rows(SpecFiles files, Path file) {
        var table = files.csv(file);
        int at = table.isEmpty() ? -1 : table.get(0).cells().indexOf(COLUMN);
        if (at < 0) {
            return List.of();
        }
        var rows = new ArrayList<Unconfirmed>();
        for (var row : table.subList(1, table.size())) {
            var cells = row.cells();
            var confidence = row.cell(at);
            if (!confidence.equals(CONFIRMED)) {
                var says = IntStream.range(0, cells.size())
                        .filter(c -> c != at && !cells.get(c).isEmpty())
                        .mapToObj(cells::get)
                        .collect(Collectors.joining(" "));
                rows.add(new Unconfirmed(row.at(files.name(file)), confidence, says));
            }
        }
        return rows;
    }
}
