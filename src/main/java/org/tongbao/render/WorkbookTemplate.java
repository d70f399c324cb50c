package org.tongbao.render;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.poi.ooxml.POIXMLException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JRuntimeException;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;

/**
 * A workbook that somebody drew in Excel, {@code report-templates/<bulletin>/workbook.xlsx}. Its cells may hold
 * placeholders: {@code {ranking.score}} stands for a column of a query, and its row repeats for each of the query's rows;
 * {@code {first summary.projects}} for a single fact, of the first row; {@code {title}}, {@code {period}}, {@code
 * {office}} and {@code {draft}} (草稿, or nothing once it is issued) for what the bulletin says. Everything else stays as it was drawn.
 *
 * @param file where it lies
 * @param name the same, as messages say it
 * @param marks the placeholders
 */
record WorkbookTemplate(Path file, String name, List<Mark> marks, List<String> sheets) {

    /** What a cell may say beside facts. */
    static final List<String> WORDS = List.of("title", "period", "office", "draft");

    /** {@code {word}}, {@code {query.column}} or {@code {first query.column}}. */
    static final Pattern PLACEHOLDER = Pattern.compile("\\{(first +)?([\\p{L}\\p{N}_-]+)(?:\\.([\\p{L}\\p{N}_]+))?}");

    private static final Pattern BRACES = Pattern.compile("\\{[^{}]*}");

    /**
     * A placeholder.
     *
     * @param cell where it stands: {@code 排名!B5}
     * @param row its row, from 1
     * @param single whether it is the query's first row, and repeats nothing
     * @param name the query; or a word if there is no column
     */
    record Mark(
            String cell,
            int row,
            boolean single,
            String name,
            @Nullable String column,
            String text) {

        boolean repeats() {
            return column != null && !single;
        }
    }

    WorkbookTemplate {
        marks = List.copyOf(marks);
        sheets = List.copyOf(sheets);
    }

    /** Reads a template, and notes what it asks for and does not exist. */
    static Optional<WorkbookTemplate> read(
            Path file, String name, Collection<String> queries, Location at, Problems problems) {
        if (!Files.isRegularFile(file)) {
            problems.add(at, "there is no " + name);
            return Optional.empty();
        }
        var marks = new ArrayList<Mark>();
        var sheets = new ArrayList<String>();
        try (var in = Files.newInputStream(file);
                var book = new XSSFWorkbook(in)) {
            for (var sheet : book) {
                sheets.add(sheet.getSheetName());
                for (var row : sheet) {
                    row.forEach(cell -> marks.addAll(marks(cell, name, problems)));
                }
            }
        } catch (POIXMLException | OpenXML4JRuntimeException | IOException e) {
            problems.add(at, name + " is not a workbook that can be read: " + e.getMessage());
            return Optional.empty();
        }
        var template = new WorkbookTemplate(file, name, marks, sheets);
        template.verify(queries, problems);
        return Optional.of(template);
    }

    private static List<Mark> marks(Cell cell, String name, Problems problems) {
        if (cell.getCellType() != CellType.STRING) {
            return List.of();
        }
        var where = cell.getSheet().getSheetName() + "!" + new CellReference(cell).formatAsString(false);
        int row = cell.getRowIndex() + 1;
        var text = cell.getStringCellValue();
        BRACES.matcher(text)
                .results()
                .filter(match -> !PLACEHOLDER.matcher(match.group()).matches())
                .forEach(match -> problems.add(
                        new Location(name, row),
                        where + " '" + match.group()
                                + "' is no placeholder; write {query.column}, {first query.column} or {period}"));
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(match ->
                        new Mark(where, row, match.group(1) != null, match.group(2), match.group(3), match.group()))
                .toList();
    }

    private void verify(Collection<String> queries, Problems problems) {
        for (var mark : marks) {
            var at = new Location(name, mark.row());
            if (mark.column() != null && !queries.contains(mark.name())) {
                problems.addAbsentBeside(at, mark.cell() + " data query", mark.name(), queries);
            } else if (mark.column() == null && (mark.single() || !WORDS.contains(mark.name()))) {
                var known = Stream.concat(WORDS.stream(), queries.stream().map(query -> query + ".…"))
                        .toList();
                problems.addUnknown(at, mark.cell() + " placeholder", mark.name(), known);
            }
        }
        var told = new LinkedHashSet<String>();
        for (var mark : marks) {
            var repeated = repeatedIn(mark);
            if (mark.repeats()
                    && repeated.size() > 1
                    && queries.containsAll(repeated)
                    && told.add(sheet(mark) + mark.row())) {
                problems.add(
                        new Location(name, mark.row()),
                        mark.cell() + " a row repeats for one query, this one has " + String.join(" and ", repeated)
                                + "; single facts are written {first query.column}");
            }
        }
    }

    private static String sheet(Mark mark) {
        return mark.cell().substring(0, mark.cell().lastIndexOf('!'));
    }

    private Set<String> repeatedIn(Mark mark) {
        var names = new LinkedHashSet<String>();
        marks.stream()
                .filter(m -> m.repeats() && m.row() == mark.row() && sheet(m).equals(sheet(mark)))
                .forEach(m -> names.add(m.name()));
        return names;
    }

    /** Notes every column that a query does not give. */
    void checkColumns(String query, Location at, List<String> given, Problems problems) {
        marks.stream()
                .filter(mark ->
                        mark.column() != null && mark.name().equals(query) && !given.contains(mark.column()))
                .forEach(mark -> problems.addAbsentColumn(
                        new Location(name, mark.row()),
                        mark.cell() + " column of query '" + query + "'",
                        String.valueOf(mark.column()),
                        given,
                        at));
    }

    /** Opens it anew, to be filled. */
    XSSFWorkbook open() {
        try (var in = Files.newInputStream(file)) {
            return new XSSFWorkbook(in);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
