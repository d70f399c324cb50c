package org.tongbao.pull.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tongbao.spec.Problems;

/**
 * Where each column of a dataset stands in a file.
 *
 * @param positions column to its position, the first is 0; absent columns are not in it
 * @param last number of the last row that belongs to the heading
 * @param notes columns that are missing though they may be, and columns that nobody knows
 */
record Headings(Map<String, Integer> positions, long last, List<String> notes) {

    /** Those of an empty file. */
    static final Headings NONE = new Headings(Map.of(), 0, List.of());

    /** In a file without headings a row may be taken for them, and a person's number must not be quoted. */
    private static final Pattern LONG_NUMBER = Pattern.compile("[0-9]{11,}");

    Headings {
        positions = new LinkedHashMap<>(positions);
        notes = List.copyOf(notes);
    }

    Headings withNotes(List<String> otherNotes) {
        return new Headings(positions, last, otherNotes);
    }

    /** How many of the cells are headings that the source knows. */
    static int matches(FileLayout layout, List<String> cells) {
        return find(layout, cells).size();
    }

    /** Finds the columns by their headings. */
    static Map<String, Integer> find(FileLayout layout, List<String> cells) {
        var tidy = cells.stream().map(Headings::tidy).toList();
        var positions = new LinkedHashMap<String, Integer>();
        for (var column : layout.columns()) {
            layout.headings(column).stream()
                    .mapToInt(heading -> tidy.indexOf(tidy(heading)))
                    .filter(at -> at >= 0)
                    .findFirst()
                    .ifPresent(at -> positions.put(column.name(), at));
        }
        return positions;
    }

    /** Ends with a message that names each required column that is missing, and the nearest heading that is there. */
    static Headings resolve(FileLayout layout, List<String> cells, long last) {
        var positions = find(layout, cells);
        var there = new ArrayList<String>();
        var ignored = layout.ignore().stream().map(Headings::tidy).toList();
        for (int i = 0; i < cells.size(); i++) {
            if (!ignored.contains(tidy(cells.get(i))) && !cells.get(i).isBlank() && !positions.containsValue(i)) {
                there.add(LONG_NUMBER.matcher(tidy(cells.get(i))).replaceAll("***"));
            }
        }
        var missing = new ArrayList<String>();
        var absent = new ArrayList<String>();
        var notes = new ArrayList<String>();
        for (var column : layout.columns()) {
            // Most registers have no former rows, and no column for their last day.
            if (!positions.containsKey(column.name())
                    && !column.name().equals(layout.dataset().until())) {
                var wanted = layout.headings(column);
                var near = there.isEmpty() ? "" : Problems.suggestion(wanted.get(0), there);
                var told = wanted.size() > 1
                        ? wanted.stream().filter(heading -> !heading.equals(column.name()))
                        : wanted.stream();
                (column.required() ? missing : absent)
                        .add("no column " + told.collect(Collectors.joining(" / ")) + near);
            }
        }
        if (!missing.isEmpty()) {
            throw new Unreadable(String.join("; ", missing) + "; headings are declared in " + layout.declaredIn());
        }
        if (!absent.isEmpty()) {
            notes.add(String.join("; ", absent));
        }
        if (!there.isEmpty()) {
            notes.add(unknown(layout, there, positions.keySet()));
        }
        return new Headings(positions, last, notes);
    }

    /** The headings that nobody knows, with the columns they could mean and where that would be said. */
    private static String unknown(FileLayout layout, List<String> there, Set<String> found) {
        var missing = new LinkedHashMap<String, String>();
        layout.columns().stream()
                .filter(column -> !found.contains(column.name()))
                .forEach(column -> layout.headings(column).forEach(known -> missing.put(tidy(known), column.name())));
        var meant = there.stream()
                .flatMap(heading -> Problems.nearest(heading, missing.keySet())
                        .map(known -> "if " + heading + " is " + missing.get(known) + ", put it under 'headings', ")
                        .stream())
                .collect(Collectors.joining());
        return (there.size() == 1 ? "column " : "columns ") + String.join(", ", there)
                + (there.size() == 1 ? " is" : " are") + " not known; " + meant
                + "if nobody needs it, under 'ignore' in " + layout.declaredIn();
    }

    /** A heading without blanks and line breaks, brackets in one width; {@code ="heading"} is the heading. */
    static String tidy(String heading) {
        return heading.replaceAll("(?s)^\\s*=\"(.*)\"\\s*$", "$1")
                .replaceAll("[\\s\\u3000\\u00A0\\uFEFF]+", "")
                .replace('(', '（')
                .replace(')', '）');
    }
}
