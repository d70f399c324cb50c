package org.tongbao.render.workbook;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.jspecify.annotations.Nullable;
import org.openxmlformats.schemas.drawingml.x2006.spreadsheetDrawing.CTMarker;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.sheet.SheetRows;
import org.tongbao.render.sheet.SheetText;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * A sheet of a template. Its rows are taken out to be written with the facts, as declared sheets are; what stands beside
 * the cells (merged ranges, rules, charts, comments, links) is moved and stretched to where they go.
 */
final class TemplateSheet {

    /** Beyond that a declared sheet, which needs no memory for its rows, is the better place. */
    private static final int MOST_ROWS = 50_000;

    /** A row where no template has any. */
    private static final int ELSEWHERE = 900_000;

    private final XSSFSheet sheet;
    private final String name;
    private final Facts facts;
    private final UnaryOperator<String> placeholders;
    private final List<Line> lines = new ArrayList<>();
    private final Map<Short, Integer> quoted = new HashMap<>();

    /** A row as it was drawn; {@code query} repeats it, or null. */
    private record Line(
            int row,
            String attributes,
            List<Cell> cells,
            @Nullable String query) {}

    /** A cell as it was drawn: a formula, or a value that may hold placeholders. */
    private record Cell(
            int column,
            short style,
            @Nullable String formula,
            @Nullable Object value) {}

    /** Takes the rows out of the sheet; {@code placeholders} gives what the placeholders without a query stand for. */
    TemplateSheet(XSSFSheet sheet, Facts facts, UnaryOperator<String> placeholders) {
        this.sheet = sheet;
        this.name = sheet.getSheetName();
        this.facts = facts;
        this.placeholders = placeholders;
        var rows = new ArrayList<XSSFRow>();
        sheet.forEach(row -> rows.add((XSSFRow) row));
        for (var row : rows) {
            var cells = new ArrayList<Cell>();
            row.forEach(cell -> cells.add(cell((XSSFCell) cell)));
            lines.add(new Line(row.getRowNum() + 1, attributes(row), cells, query(cells)));
        }
        lines.forEach(this::prepareQuotes);
    }

    private static Cell cell(XSSFCell cell) {
        short style = cell.getCellStyle().getIndex();
        return switch (cell.getCellType()) {
            case FORMULA -> new Cell(cell.getColumnIndex(), style, cell.getCellFormula(), null);
            case STRING -> new Cell(cell.getColumnIndex(), style, null, cell.getStringCellValue());
            case NUMERIC -> new Cell(cell.getColumnIndex(), style, null, cell.getNumericCellValue());
            case BOOLEAN ->
                new Cell(cell.getColumnIndex(), style, cell.getBooleanCellValue() ? "TRUE()" : "FALSE()", null);
            default -> new Cell(cell.getColumnIndex(), style, null, null);
        };
    }

    private static String attributes(XSSFRow row) {
        var ct = row.getCTRow();
        var text = new StringBuilder();
        if (ct.isSetHt()) {
            text.append(" ht=\"").append(ct.getHt()).append("\" customHeight=\"1\"");
        }
        if (ct.getHidden()) {
            text.append(" hidden=\"1\"");
        }
        if (ct.getOutlineLevel() > 0) {
            text.append(" outlineLevel=\"").append(ct.getOutlineLevel()).append('"');
        }
        if (ct.getCollapsed()) {
            text.append(" collapsed=\"1\"");
        }
        return text.toString();
    }

    private static @Nullable String query(List<Cell> cells) {
        for (var cell : cells) {
            if (cell.value() instanceof String text) {
                var match = WorkbookTemplate.PLACEHOLDER.matcher(text);
                while (match.find()) {
                    if (match.group(1) == null && match.group(3) != null) {
                        return match.group(2);
                    }
                }
            }
        }
        return null;
    }

    /** The repeated rows, and how often each stands: once, empty, if its query gives nothing. */
    SortedMap<Integer, Integer> repeated() {
        var repeated = new TreeMap<Integer, Integer>();
        for (var line : lines) {
            if (line.query() != null) {
                int count = facts.table(line.query()).rows().size();
                if (count > MOST_ROWS) {
                    throw new IllegalArgumentException("sheet '" + name + "' of the template would repeat row "
                            + line.row() + " " + count + " times, and " + MOST_ROWS
                            + " are the most; declare a sheet for such a table");
                }
                repeated.put(line.row(), Math.max(1, count));
            }
        }
        return repeated;
    }

    /** Texts that look like formulas need a style of their own, which must be there before the file is written. */
    private void prepareQuotes(Line line) {
        if (line.query() == null && line.cells().stream().noneMatch(cell -> cell.value() instanceof String)) {
            return;
        }
        var rows = line.query() == null
                ? List.<Map<String, @Nullable Object>>of(Map.of())
                : facts.table(line.query()).rows();
        for (var cell : line.cells()) {
            if (cell.value() instanceof String text && !quoted.containsKey(cell.style())) {
                boolean any = rows.stream().anyMatch(row -> isQuoted(filled(text, row)));
                if (any) {
                    var style = sheet.getWorkbook().createCellStyle();
                    style.cloneStyleFrom(sheet.getWorkbook().getCellStyleAt(cell.style()));
                    style.setQuotePrefixed(true);
                    quoted.put(cell.style(), (int) style.getIndex());
                }
            }
        }
    }

    private static boolean isQuoted(@Nullable Object value) {
        return value instanceof String text && SheetText.looksLikeFormula(text);
    }

    /** Moves and stretches what stands beside the cells, and empties the sheet. */
    void expand(RowExpansion expansion) {
        var comments = new TreeMap<>(sheet.getCellComments());
        // The library takes a row's comments away with it.
        comments.forEach((at, comment) -> comment.setAddress(ELSEWHERE + at.getRow(), at.getColumn()));
        for (var line : lines) {
            sheet.removeRow(sheet.getRow(line.row() - 1));
        }
        comments.forEach(
                (at, comment) -> comment.setAddress(expansion.firstRow(name, at.getRow() + 1) - 1, at.getColumn()));
        merges(expansion);
        rules(expansion);
        drawings(expansion);
        sheet.getTables().forEach(table -> {
            var ct = table.getCTTable();
            ct.setRef(expansion.expandRanges(name, ct.getRef()));
            if (ct.isSetAutoFilter()) {
                ct.getAutoFilter()
                        .setRef(expansion.expandRanges(name, ct.getAutoFilter().getRef()));
            }
        });
        var ct = sheet.getCTWorksheet();
        if (ct.isSetAutoFilter()) {
            ct.getAutoFilter()
                    .setRef(expansion.expandRanges(name, ct.getAutoFilter().getRef()));
        }
        if (ct.isSetDimension()) {
            ct.getDimension()
                    .setRef(expansion.expandRanges(name, ct.getDimension().getRef()));
        }
        sheet.getHyperlinkList()
                .forEach(link -> link.setCellReference(expansion.expandRanges(name, link.getCellRef())));
    }

    private void merges(RowExpansion expansion) {
        var merges = List.copyOf(sheet.getMergedRegions());
        for (int i = merges.size() - 1; i >= 0; i--) {
            sheet.removeMergedRegion(i);
        }
        for (var merge : merges) {
            int from = merge.getFirstRow() + 1;
            int to = merge.getLastRow() + 1;
            int times = from == to ? expansion.lastRow(name, from) - expansion.firstRow(name, from) + 1 : 1;
            for (int i = 0; i < times; i++) {
                int first = expansion.firstRow(name, from) - 1 + i;
                int last = from == to ? first : expansion.lastRow(name, to) - 1;
                sheet.addMergedRegionUnsafe(
                        new CellRangeAddress(first, last, merge.getFirstColumn(), merge.getLastColumn()));
            }
        }
    }

    private void rules(RowExpansion expansion) {
        var ct = sheet.getCTWorksheet();
        ct.getConditionalFormattingList().forEach(formatting -> {
            formatting.setSqref(ranges(expansion, formatting.getSqref()));
            formatting.getCfRuleList().forEach(rule -> {
                for (int i = 0; i < rule.sizeOfFormulaArray(); i++) {
                    rule.setFormulaArray(i, expansion.expandRanges(name, rule.getFormulaArray(i)));
                }
            });
        });
        if (ct.isSetDataValidations()) {
            ct.getDataValidations()
                    .getDataValidationList()
                    .forEach(validation -> validation.setSqref(ranges(expansion, validation.getSqref())));
        }
        if (ct.isSetExtLst()) {
            references(ct.getExtLst().getDomNode(), expansion);
        }
    }

    private List<String> ranges(RowExpansion expansion, List<?> ranges) {
        return ranges.stream()
                .map(range -> expansion.expandRanges(name, String.valueOf(range)))
                .toList();
    }

    private void drawings(RowExpansion expansion) {
        var drawing = sheet.getDrawingPatriarch();
        if (drawing == null) {
            return;
        }
        drawing.getCTDrawing().getTwoCellAnchorList().forEach(anchor -> {
            int height = anchor.getTo().getRow() - anchor.getFrom().getRow();
            move(anchor.getFrom(), expansion);
            anchor.getTo().setRow(anchor.getFrom().getRow() + height);
        });
        drawing.getCTDrawing().getOneCellAnchorList().forEach(anchor -> move(anchor.getFrom(), expansion));
        drawing.getCharts().forEach(chart -> references(chart.getCTChartSpace().getDomNode(), expansion));
    }

    private void move(CTMarker marker, RowExpansion expansion) {
        marker.setRow(expansion.firstRow(name, marker.getRow() + 1) - 1);
    }

    /** The references in a chart or an extension; what a chart remembers of the cells is forgotten. */
    private void references(Node node, RowExpansion expansion) {
        for (var child = node.getFirstChild(); child != null; ) {
            var next = child.getNextSibling();
            if (child instanceof Element element) {
                switch (String.valueOf(element.getLocalName())) {
                    case "f", "sqref" -> text(element, expansion);
                    case "numCache", "strCache", "multiLvlStrCache" -> node.removeChild(element);
                    default -> references(element, expansion);
                }
            }
            child = next;
        }
    }

    private void text(Element element, RowExpansion expansion) {
        var text = element.getFirstChild();
        if (text != null) {
            text.setNodeValue(expansion.expandRanges(name, text.getNodeValue()));
        }
    }

    /** Writes the rows with their facts. */
    void write(SheetRows out, RowExpansion expansion) throws IOException {
        for (var line : lines) {
            int row = expansion.firstRow(name, line.row()) - 1;
            var rows = line.query() == null ? null : facts.table(line.query()).rows();
            int times = expansion.lastRow(name, line.row()) - row;
            for (int i = 0; i < times; i++) {
                var facts = rows == null || rows.isEmpty() ? Map.<String, @Nullable Object>of() : rows.get(i);
                out.beginRow(row + i, line.attributes());
                for (var cell : line.cells()) {
                    write(out, line, cell, facts, i, expansion);
                }
                out.endRow();
            }
        }
    }

    private void write(
            SheetRows out,
            Line line,
            Cell cell,
            Map<String, @Nullable Object> row,
            int repetition,
            RowExpansion expansion)
            throws IOException {
        if (cell.formula() != null) {
            var formula = expansion.expandFormula(name, cell.formula(), line.row(), repetition);
            out.formula(cell.column(), cell.style(), formula, null);
            return;
        }
        var value = cell.value() instanceof String text ? filled(text, row) : cell.value();
        out.cell(
                cell.column(),
                isQuoted(value) ? quoted.getOrDefault(cell.style(), (int) cell.style()) : cell.style(),
                value);
    }

    /** A placeholder alone gives its value as it is; several, or one among other words, a text. */
    private @Nullable Object filled(String text, Map<String, @Nullable Object> row) {
        var match = WorkbookTemplate.PLACEHOLDER.matcher(text);
        if (match.matches()) {
            return value(match.group(1) != null, match.group(2), match.group(3), row);
        }
        return match.reset()
                .replaceAll(
                        m -> Matcher.quoteReplacement(shown(value(m.group(1) != null, m.group(2), m.group(3), row))));
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof Double || value instanceof BigDecimal) {
            return SheetText.number(((Number) value).doubleValue());
        }
        return value == null ? "" : value.toString();
    }

    private @Nullable Object value(
            boolean single, String query, @Nullable String column, Map<String, @Nullable Object> row) {
        if (column == null) {
            return placeholders.apply(query);
        }
        if (!single) {
            return row.get(column);
        }
        var rows = facts.table(query).rows();
        return rows.isEmpty() ? null : rows.get(0).get(column);
    }

    /** Whether the sheet has formulas, which then have no result yet. */
    boolean hasFormulas() {
        return lines.stream().flatMap(line -> line.cells().stream()).anyMatch(cell -> cell.formula() != null);
    }

    XSSFSheet sheet() {
        return sheet;
    }
}
