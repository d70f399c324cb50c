package org.tongbao.pull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.tongbao.home.Home;
import org.tongbao.pull.contract.CellSql;
import org.tongbao.pull.file.FileLayout;
import org.tongbao.pull.file.TableFile;
import org.tongbao.pull.file.Unreadable;
import org.tongbao.spec.CsvRecord;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;

/**
 * The tables of the rulebook ({@code reference/*.csv}) before they are pulled: a text where their dataset wants a number
 * would be rejected, and its row missing, in the middle of a run.
 */
public final class ReferenceTables {

    private ReferenceTables() {}

    /** Notes every cell that is no value of its column's type, by file and line. */
    public static void verify(
            Home home, Catalog catalog, Collection<Source> sources, Session session, Problems problems) {
        var files = new SpecFiles(home.layers(), problems);
        var temporary = Path.of(System.getProperty("java.io.tmpdir"));
        for (var source : sources) {
            var dataset = catalog.datasets().get(source.dataset());
            if (dataset == null
                    || source.below() != Source.Below.RULEBOOK
                    || source.format() != FileLayout.Format.CSV) {
                continue;
            }
            var unreadable = new ArrayList<String>();
            for (var found : new Inbox(home, temporary, unreadable).find(source, dataset)) {
                var file = found.piece().file();
                if (!TableFile.isWorkbook(file)) {
                    verify(found.table(file, temporary), files.name(file), session, problems);
                }
            }
            unreadable.forEach(why -> problems.add(source.at(), why));
        }
    }

    private static void verify(TableFile table, String name, Session session, Problems problems) {
        try {
            var rows = table.rows();
            var positions = table.columns();
            table.layout().dataset().columns().values().stream()
                    .filter(column -> column.references() == null && positions.containsKey(column.name()))
                    .forEach(column ->
                            verify(column, positions.getOrDefault(column.name(), 0), rows, name, session, problems));
        } catch (Unreadable e) {
            problems.add(new Location(name, 1), String.valueOf(e.getMessage()));
        }
    }

    private static void verify(
            Dataset.Column column, int at, List<CsvRecord> rows, String file, Session session, Problems problems) {
        var example = example(column.type());
        if (example.isEmpty()) {
            return;
        }
        var odd = rows.stream()
                .map(row -> row.cell(at))
                .filter(cell -> !isPlain(column.type(), cell))
                .collect(Collectors.toSet());
        var mistyped = CellSql.mistyped(session, column, odd);
        rows.stream()
                .filter(row -> mistyped.contains(row.cell(at)))
                .forEach(row -> problems.add(
                        row.at(file), "column '" + column.name() + "': '" + row.cell(at) + "' is not " + example));
    }

    /** Whether a cell is what its type says at first sight, so that the engine need not be asked; most are. */
    private static boolean isPlain(Dataset.Type type, String cell) {
        return switch (type) {
            case INTEGER -> cell.matches("-?[0-9]{1,9}");
            case NUMBER -> cell.matches("-?[0-9]{1,9}(\\.[0-9]{1,6})?");
            case DATE -> cell.matches("20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])");
            default -> false;
        };
    }

    /** What a cell of a type holds, with an example; empty for texts. */
    private static String example(Dataset.Type type) {
        return switch (type) {
            case INTEGER -> "a whole number; write one such as 12";
            case NUMBER, DECIMAL -> "a number; write one such as 12.5";
            case DATE -> "a day; write one such as 2026-01-31";
            case MONTH -> "a month; write one such as 2026-01";
            case TIMESTAMP -> "a time; write one such as 2026-01-31 08:00";
            case BOOLEAN -> "是 or 否; write one of them";
            case TEXT, USCC, DIVISION, PERMIT, PROJECT_CODE, MOBILE, ID_NUMBER -> "";
        };
    }
}
