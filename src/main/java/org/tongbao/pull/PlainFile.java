package org.tongbao.pull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tongbao.pull.contract.CellSql;
import org.tongbao.pull.file.UndeclaredFile;
import org.tongbao.spec.CsvRecord;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Session;

/**
 * A table that no dataset declares, read as a dataset's files are. Its first row that is not blank holds the headings.
 *
 * @param at where the headings stand
 */
public record PlainFile(Location at, List<String> header) {

    private static final String TEXTS = "plain_text";

    public PlainFile {
        header = List.copyOf(header);
    }

    /**
     * Reads a file into a temporary table: {@code position} (order of the rows, the first is 1), {@code line} (physical
     * line), for the i-th column {@code c<i>}, the text without blanks around it, and {@code n<i>}, the number that it is;
     * both null where there is none. 85% is 0.85, or 85 below a heading with a % in it; 1,234 is a number, too. Lines that
     * are no rows become problems; empty if there are no headings.
     */
    public static Optional<PlainFile> read(Session session, Path file, String table, Problems problems) {
        int before = problems.count();
        var rows = UndeclaredFile.rows(file, problems);
        if (rows.isEmpty()) {
            if (problems.count() == before) {
                problems.add(new Location(file.toString(), 1), "is empty: the first line must hold the column names");
            }
            return Optional.empty();
        }
        var header = new ArrayList<>(rows.get(0).cells());
        while (header.get(header.size() - 1).isEmpty() && isEmpty(rows, header.size() - 1)) {
            header.remove(header.size() - 1);
        }
        var data = rows.subList(1, rows.size());
        for (var row : data) {
            if (row.cells().size() < header.size()
                    || !row.cells().stream().skip(header.size()).allMatch(String::isEmpty)) {
                problems.add(
                        row.at(file.toString()),
                        "has " + row.cells().size() + " cells under " + header.size() + " headings");
            }
        }
        load(session, table, header, data);
        return Optional.of(new PlainFile(rows.get(0).at(file.toString()), header));
    }

    private static boolean isEmpty(List<CsvRecord> rows, int column) {
        return rows.stream().allMatch(row -> row.cell(column).isEmpty());
    }

    private static void load(Session session, String table, List<String> header, List<CsvRecord> rows) {
        int width = header.size();
        session.execute("create or replace temp table " + TEXTS + " (position bigint, line bigint"
                + each(width, i -> ", c" + i + " varchar") + ")");
        try (var texts = session.temporaryAppender(TEXTS)) {
            for (int r = 0; r < rows.size(); r++) {
                var row = new @Nullable Object[2 + width];
                row[0] = (long) r + 1;
                row[1] = rows.get(r).line();
                for (int i = 0; i < width; i++) {
                    var cell = rows.get(r).cell(i);
                    row[2 + i] = cell.isEmpty() ? null : cell;
                }
                texts.row(row);
            }
        }
        session.execute("create or replace temp table " + table + " as select *"
                + each(width, i -> ", " + CellSql.number("c" + i, header.get(i).matches(".*[%％].*")) + " as n" + i)
                + " from " + TEXTS);
        session.execute("drop table " + TEXTS);
    }

    private static String each(int columns, IntFunction<String> sql) {
        return IntStream.range(0, columns).mapToObj(sql).collect(Collectors.joining());
    }
}
