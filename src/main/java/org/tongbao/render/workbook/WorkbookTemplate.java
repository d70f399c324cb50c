package org.tongbao.render.workbook;

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
 * @param placeholders the placeholders
 */
public record WorkbookTemplate(Path file, String name, List<Placeholder> placeholders, List<String> sheets) {

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
    public record Placeholder(
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

    public WorkbookTemplate {
        placeholders = List.copyOf(placeholders);
        sheets = List.copyOf(sheets);
    }

    /** Reads a template, and notes what it asks for and does not exist. */
    public static Optional<WorkbookTemplate> read(
            Path file, String name, Collection<String> queries, Location at, Problems problems) {
        if (!Files.isRegularFile(file)) {
            problems.add(at, "there is no " + name);
            return Optional.empty();
        }
        var placeholders = new ArrayList<Placeholder>();
        var sheets = new ArrayList<String>();
        try (var in = Files.newInputStream(file);
                var book = new XSSFWorkbook(in)) {
            for (var sheet : book) {
                sheets.add(sheet.getSheetName());
                for (var row : sheet) {
                    row.forEach(cell -> placeholders.addAll(placeholders(cell, name, problems)));
                }
            }
        } catch (POIXMLException | OpenXML4JRuntimeException | IOException e) {
            problems.add(at, name + " is not a workbook that can be read: " + e.getMessage());
            return Optional.empty();
        }
        var template = new WorkbookTemplate(file, name, placeholders, sheets);
        template.verify(queries, problems);
        return Optional.of(template);
    }

    private static List<Placeholder> placeholders(Cell cell, String name, Problems problems) {
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
                .map(match -> new Placeholder(
                        where, row, match.group(1) != null, match.group(2), match.group(3), match.group()))
                .toList();
    }

    private void verify(Collection<String> queries, Problems problems) {
        for (var placeholder : placeholders) {
            var at = new Location(name, placeholder.row());
            if (placeholder.column() != null && !queries.contains(placeholder.name())) {
                problems.addAbsentBeside(at, placeholder.cell() + " data query", placeholder.name(), queries);
            } else if (placeholder.column() == null && (placeholder.single() || !WORDS.contains(placeholder.name()))) {
                var known = Stream.concat(WORDS.stream(), queries.stream().map(query -> query + ".…"))
                        .toList();
                problems.addUnknown(at, placeholder.cell() + " placeholder", placeholder.name(), known);
            }
        }
        var reported = new LinkedHashSet<String>();
        for (var placeholder : placeholders) {
            var repeated = repeatedIn(placeholder);
            if (placeholder.repeats()
                    && repeated.size() > 1
                    && queries.containsAll(repeated)
                    && reported.add(sheet(placeholder) + placeholder.row())) {
                problems.add(
                        new Location(name, placeholder.row()),
                        placeholder.cell() + " a row repeats for one query, this one has "
                                + String.join(" and ", repeated) + "; single facts are written {first query.column}");
            }
        }
    }

    private static String sheet(Placeholder placeholder) {
        return placeholder.cell().substring(0, placeholder.cell().lastIndexOf('!'));
    }

    private Set<String> repeatedIn(Placeholder placeholder) {
        var names = new LinkedHashSet<String>();
        placeholders.stream()
                .filter(m -> m.repeats() && m.row() == placeholder.row() && sheet(m).equals(sheet(placeholder)))
                .forEach(m -> names.add(m.name()));
        return names;
    }

    /** Notes every column that a query does not give. */
    public void checkColumns(String query, Location at, List<String> given, Problems problems) {
        placeholders.stream()
                .filter(placeholder -> placeholder.column() != null
                        && placeholder.name().equals(query)
                        && !given.contains(placeholder.column()))
                .forEach(placeholder -> problems.addAbsentColumn(
                        new Location(name, placeholder.row()),
                        placeholder.cell() + " column of query '" + query + "'",
                        String.valueOf(placeholder.column()),
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
