package org.tongbao.pull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Session;

/**
 * A table that no dataset declares, read as a dataset's files are: text in UTF-8, UTF-16 or GB18030 with any of the usual
 * delimiters, or the first visible sheet of a workbook. Its first row that is not blank holds the headings.
 *
 * @param at where the headings stand
 */
public record PlainFile(Location at, List<String> header) {

    private static final String DELIMITERS = ",\t;|";
    private static final String RAW = "plain_raw";

    public PlainFile {
        header = List.copyOf(header);
    }

    /** A row that is not blank and the physical line on which it begins. */
    private record Line(long number, List<String> cells) {}

    /**
     * Reads a file into a temporary table: {@code position} (order of the rows, the first is 1), {@code line} (physical
     * line), for the i-th column {@code c<i>}, the text without blanks around it, and {@code n<i>}, the number that it is;
     * both null where there is none. 85% is 0.85, or 85 below a heading with a % in it; 1,234 is a number, too. Lines that
     * are no rows become problems; empty if there are no headings.
     */
    public static Optional<PlainFile> read(Session session, Path file, String table, Problems problems) {
        int before = problems.count();
        var lines = lines(file, problems);
        if (lines.isEmpty() && problems.count() > before) {
            return Optional.empty();
        }
        var top = new Location(file.toString(), lines.isEmpty() ? 1 : (int) lines.get(0).number());
        if (lines.isEmpty()) {
            problems.add(top, "is empty: the first line must hold the column names");
            return Optional.empty();
        }
        var header =
                lines.get(0).cells().stream().map(Characters::trimmed).collect(Collectors.toCollection(ArrayList::new));
        while (!header.isEmpty() && header.get(header.size() - 1).isEmpty() && isEmpty(lines, header.size() - 1)) {
            header.remove(header.size() - 1);
        }
        var rows = lines.subList(1, lines.size());
        for (var row : rows) {
            if (row.cells().size() < header.size() || !isBlankFrom(row, header.size())) {
                problems.add(
                        new Location(file.toString(), (int) row.number()),
                        "has " + row.cells().size() + " cells under " + header.size() + " headings");
            }
        }
        lay(session, table, header, rows);
        return Optional.of(new PlainFile(top, header));
    }

    private static boolean isEmpty(List<Line> lines, int column) {
        return lines.stream().allMatch(line -> line.cells().size() <= column || Characters.isBlank(line.cells().get(column)));
    }

    private static boolean isBlankFrom(Line row, int column) {
        return row.cells().stream().skip(column).allMatch(Characters::isBlank);
    }

    private static void lay(Session session, String table, List<String> header, List<Line> rows) {
        var width = header.size();
        session.execute("create or replace temp table " + RAW + " (position bigint, line bigint"
                + each(width, i -> ", c" + i + " varchar") + ")");
        try (var raw = session.temporaryAppender(RAW)) {
            for (int r = 0; r < rows.size(); r++) {
                var row = new @Nullable Object[2 + width];
                row[0] = (long) r + 1;
                row[1] = rows.get(r).number();
                var cells = rows.get(r).cells();
                for (int i = 0; i < Math.min(width, cells.size()); i++) {
                    row[2 + i] = Characters.clean(cells.get(i));
                }
                raw.row(row);
            }
        }
        session.execute("create or replace temp table " + table + " as select position, line"
                + each(width, i -> ", " + Cells.trimmed("c" + i) + " as c" + i + ", "
                        + Cells.number(Cells.narrow(Cells.trimmed("c" + i)), header.get(i).matches(".*[%％].*")) + " as n" + i)
                + " from " + RAW);
        session.execute("drop table " + RAW);
    }

    private static String each(int columns, IntFunction<String> sql) {
        return IntStream.range(0, columns).mapToObj(sql).collect(Collectors.joining());
    }

    private static List<Line> lines(Path file, Problems problems) {
        var top = new Location(file.toString(), 1);
        try {
            if (!Files.exists(file)) {
                problems.add(top, "there is no such file");
                return List.of();
            }
            return Book.isOne(file) ? sheet(file, problems) : text(file, problems);
        } catch (Unreadable e) {
            problems.add(top, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            problems.add(top, "cannot be read: " + e.getMessage());
        }
        return List.of();
    }

    private static List<Line> text(Path file, Problems problems) throws IOException {
        var charset = Encoding.of(file);
        var heading = Encoding.beginning(file, charset)
                .lines()
                .filter(line -> !Characters.isBlank(line))
                .findFirst()
                .orElse("");
        char delimiter = (char) DELIMITERS.chars()
                .boxed()
                .max(Comparator.comparingLong(
                                (Integer d) -> heading.chars().filter(c -> c == d).count())
                        .thenComparing(d -> -DELIMITERS.indexOf(d)))
                .orElse((int) ',')
                .intValue();
        var lines = new ArrayList<Line>();
        try (var reader = Encoding.reader(file, charset)) {
            var csv = new CsvParser(reader, delimiter);
            for (var row = csv.next(); row != null; row = csv.next()) {
                if (row.fault() != null) {
                    problems.add(
                            new Location(file.toString(), (int) row.line()),
                            row.fault().startsWith("引号")
                                    ? "a quotation mark is opened and never closed"
                                    : "is no row of a table: " + row.fault());
                } else if (!row.isBlank()) {
                    lines.add(new Line(row.line(), row.cells()));
                }
            }
        }
        return lines;
    }

    private static List<Line> sheet(Path file, Problems problems) {
        var lines = new ArrayList<Line>();
        try (var book = Book.open(file)) {
            var tab = book.visible().stream()
                    .findFirst()
                    .orElseThrow(() -> new Unreadable("there is no visible sheet"));
            int[] width = {0};
            long valueless = book.read(tab, (number, hidden, cells) -> {
                if (cells.stream().allMatch(Characters::isBlank)) {
                    return;
                }
                if (hidden) {
                    problems.add(
                            new Location(file.toString(), (int) number),
                            "this row is hidden; show it, or delete it: a result must not rest on what nobody sees");
                }
                var texts = cells.stream()
                        .map(cell -> cell == null ? "" : cell)
                        .collect(Collectors.toCollection(ArrayList::new));
                // A sheet keeps no cells behind the last one that is filled in.
                width[0] = Math.max(width[0], lines.isEmpty() ? texts.size() : 0);
                while (texts.size() < width[0]) {
                    texts.add("");
                }
                lines.add(new Line(number, texts));
            });
            if (valueless > 0) {
                problems.add(
                        new Location(file.toString(), 1),
                        valueless + " formulas have no value; open the file in a spreadsheet program and save it");
            }
        }
        return lines;
    }
}
