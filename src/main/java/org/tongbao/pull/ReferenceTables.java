package org.tongbao.pull;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tongbao.home.Home;
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

    /** What needs no second look. */
    private static final Pattern PLAIN = Pattern.compile("[+-]?[0-9]{1,14}");

    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,14}\\.[0-9]{1,4}");

    private ReferenceTables() {}

    /** Notes every cell that is not what its column holds, by file and line. */
    public static void verify(
            Home home, Catalog catalog, Collection<Source> sources, Session session, Problems problems) {
        var files = new SpecFiles(home.root(), problems);
        for (var source : sources) {
            var dataset = catalog.datasets().get(source.dataset());
            if (dataset == null || source.below() != Source.Below.RULEBOOK || source.format() != Source.Format.CSV) {
                continue;
            }
            var unreadable = new ArrayList<String>();
            for (var found : new Inbox(home, home.var().resolve("temp"), unreadable).find(source, dataset)) {
                var file = files.name(found.piece().file());
                try {
                    var csv = CsvFile.open(found.piece().file(), found.form());
                    var headings = csv.headings();
                    headings.positions()
                            .forEach((name, at) -> verify(
                                    dataset.columns().get(name), cells(csv, headings, at), file, session, problems));
                } catch (Unreadable e) {
                    problems.add(new Location(file, 1), String.valueOf(e.getMessage()));
                }
            }
            unreadable.forEach(why -> problems.add(source.at(), why));
        }
    }

    /** The cells of a column that hold something, by line. */
    private static Map<Long, String> cells(CsvFile csv, Headings headings, int at) {
        var cells = new LinkedHashMap<Long, String>();
        for (var line : csv.lines()) {
            if (line.number() > headings.last()
                    && at < line.cells().size()
                    && !Characters.isBlank(line.cells().get(at))) {
                cells.put(line.number(), line.cells().get(at));
            }
        }
        return cells;
    }

    private static void verify(
            Dataset.Column column, Map<Long, String> cells, String file, Session session, Problems problems) {
        var form = Form.of(column.type());
        if (form == Form.ANY || column.references() != null) {
            return;
        }
        var doubtful = cells.entrySet().stream()
                .filter(cell -> !form.isPlain(cell.getValue()))
                .toList();
        if (doubtful.isEmpty()) {
            return;
        }
        var wrong = wrong(column, doubtful.stream().map(Map.Entry::getValue).toList(), session);
        var example = cells.values().stream().filter(form::isPlain).findFirst().orElse(form.example);
        wrong.forEach(i -> problems.add(
                new Location(file, doubtful.get(i).getKey().intValue()),
                "column '" + column.name() + "': '" + doubtful.get(i).getValue() + "' is not " + form.what
                        + "; write one such as " + example));
    }

    /** Which of the texts a dataset would not take. */
    private static List<Integer> wrong(Dataset.Column column, List<String> texts, Session session) {
        var rows = IntStream.range(0, texts.size())
                .mapToObj(i -> "(" + i + ", " + Contract.text(texts.get(i)) + ")")
                .collect(Collectors.joining(", "));
        return session
                .query("select t.i from (select i, " + Cells.clean(column, true) + " as " + column.name()
                        + " from (values " + rows + ") as raw(i, " + column.name() + ")) as t where not coalesce("
                        + Cells.isSane(column, Cells.value(column)) + ", false) order by 1")
                .stream()
                .map(row -> (int) row.whole("i"))
                .toList();
    }

    /** What a cell of a type looks like. */
    private enum Form {
        WHOLE("a whole number", "12"),
        NUMBER("a number", "12.5"),
        DAY("a day", "2026-01-31"),
        MONTH("a month", "2026-01"),
        TIME("a time", "2026-01-31 08:00"),
        FLAG("是 or 否", "是"),
        ANY("", "");

        private final String what;
        private final String example;

        Form(String what, String example) {
            this.what = what;
            this.example = example;
        }

        static Form of(Dataset.Type type) {
            return switch (type) {
                case INTEGER -> WHOLE;
                case NUMBER, DECIMAL -> NUMBER;
                case DATE -> DAY;
                case MONTH -> MONTH;
                case TIMESTAMP -> TIME;
                case BOOLEAN -> FLAG;
                case TEXT, USCC, DIVISION, PERMIT, PROJECT_CODE, MOBILE, ID_NUMBER -> ANY;
            };
        }

        boolean isPlain(String text) {
            return switch (this) {
                case WHOLE -> PLAIN.matcher(text).matches();
                case NUMBER -> PLAIN.matcher(text).matches() || DECIMAL.matcher(text).matches();
                case FLAG -> text.equals("是") || text.equals("否");
                case DAY -> isDay(text);
                case MONTH, TIME -> false;
                case ANY -> true;
            };
        }

        private static boolean isDay(String text) {
            try {
                return LocalDate.parse(text).getYear() > 2000;
            } catch (DateTimeParseException e) {
                return false;
            }
        }
    }
}
