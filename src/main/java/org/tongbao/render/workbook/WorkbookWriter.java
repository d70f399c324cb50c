package org.tongbao.render.workbook;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.poi.ss.usermodel.PageMargin;
import org.apache.poi.ss.usermodel.PrintSetup;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.chart.Chart;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.sheet.SheetTable;
import org.tongbao.render.sheet.TableRange;
import org.tongbao.render.sheet.WorkbookStyles;
import org.tongbao.render.sheet.Worksheet;
import org.tongbao.render.workbook.WorkbookFile.Rows;
import org.tongbao.run.Period;

/**
 * Writes the workbook of a bulletin. The library makes everything but the rows, which are written straight into the
 * file, so that one way of writing serves fifteen regions and a million rows; the same facts give the same bytes.
 */
public final class WorkbookWriter {

    private final Cover cover;
    private final Facts facts;
    private final XSSFWorkbook book;
    private final WorkbookStyles styles;
    private final Map<Worksheet, ChartLayout> layouts = new LinkedHashMap<>();
    /** Part of the file to what writes its rows. */
    private final Map<String, Rows> rows = new LinkedHashMap<>();

    /**
     * What the workbook says about itself.
     *
     * @param title title of the bulletin
     * @param office who publishes it
     * @param period what it reports on; its end stands as the file's date
     * @param draft whether it has not been issued yet
     */
    public record Cover(String title, String office, Period period, boolean draft) {}

    private WorkbookWriter(Cover cover, Facts facts, XSSFWorkbook book) {
        this.cover = cover;
        this.facts = facts;
        this.book = book;
        this.styles = new WorkbookStyles(book);
    }

    /** Fills the sheets that the template brought. */
    private void fillTemplate() {
        var templates = new ArrayList<TemplateSheet>();
        book.forEach(sheet -> templates.add(new TemplateSheet((XSSFSheet) sheet, facts, this::placeholder)));
        if (templates.isEmpty()) {
            return;
        }
        var repeated = new LinkedHashMap<String, SortedMap<Integer, Integer>>();
        templates.forEach(sheet -> repeated.put(sheet.sheet().getSheetName(), sheet.repeated()));
        var expansion = new RowExpansion(repeated);
        for (var name : book.getAllNames()) {
            var sheet = name.getSheetIndex() < 0 ? "" : book.getSheetName(name.getSheetIndex());
            name.setRefersToFormula(
                    expansion.expandRows(sheet, expansion.expandRanges(sheet, name.getRefersToFormula())));
        }
        for (var sheet : templates) {
            sheet.expand(expansion);
            rows.put(part(sheet.sheet()), out -> sheet.write(out, expansion));
            if (sheet.hasFormulas()) {
                book.setForceFormulaRecalculation(true);
            }
        }
    }

    private String placeholder(String word) {
        return switch (word) {
            case "title" -> forPeriod(cover.title()).replace("|", "");
            case "period" -> cover.period().title();
            case "office" -> cover.office();
            case "draft" -> cover.draft() ? "草稿" : "";
            default -> throw new IllegalArgumentException("no placeholder {" + word + "}");
        };
    }

    private static String part(XSSFSheet sheet) {
        return sheet.getPackagePart().getPartName().getName().substring(1);
    }

    /** Writes the template's sheets, then those declared in their order, with the charts they name. */
    public static void write(
            Cover cover,
            @Nullable WorkbookTemplate template,
            List<Worksheet> sheets,
            Map<String, Chart> charts,
            Facts facts,
            OutputStream out)
            throws IOException {
        var file = Files.createTempFile(Path.of(System.getProperty("java.io.tmpdir")), "workbook", ".xlsx");
        try (var book = template == null ? new XSSFWorkbook() : template.open()) {
            var writer = new WorkbookWriter(cover, facts, book);
            writer.fillTemplate();
            writer.addSheets(sheets, charts);
            try (var raw = Files.newOutputStream(file)) {
                book.write(raw);
            }
            WorkbookFile.copy(file, writer.rows, out);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void addSheets(List<Worksheet> sheets, Map<String, Chart> charts) {
        setProperties();
        var ranges = new LinkedHashMap<Worksheet, TableRange>();
        sheets.forEach(sheet -> ranges.put(sheet, addTable(sheet)));
        var sources = sources(sheets, charts, ranges);
        for (var sheet : sheets) {
            var layout = Objects.requireNonNull(layouts.get(sheet));
            sheet.charts().stream()
                    .map(name -> Objects.requireNonNull(sources.get(name)))
                    .filter(chart -> !chart.isEmpty())
                    .forEach(chart -> layout.add(xssf(sheet.name()), chart));
            book.setPrintArea(book.getSheetIndex(sheet.name()), layout.printArea());
        }
    }

    private TableRange addTable(Worksheet sheet) {
        var target = book.createSheet(sheet.name());
        var table = new SheetTable(target, styles, sheet.allColumns(facts), sheet.allRows(facts), 0);
        setWidths(target, table.widths());
        var range =
                layOut(table, target, forPeriod(sheet.title()), sheet.note() == null ? null : forPeriod(sheet.note()));
        int frozen = sheet.freeze() == null ? 0 : 1 + range.columns().indexOf(sheet.freeze());
        target.createFreezePane(frozen, range.first());
        var layout = new ChartLayout(range, table.widths(), sheet.landscape());
        if (layout.isLong()) {
            var headings = range.headings();
            target.setRepeatingRows(new CellRangeAddress(headings.getFirstRow(), headings.getLastRow(), -1, -1));
        }
        if (layout.pagesAcross() > 1) {
            target.setRepeatingColumns(new CellRangeAddress(-1, -1, 0, Math.max(0, frozen - 1)));
        }
        layouts.put(sheet, layout);
        if (sheet.scheme() != null) {
            book.setForceFormulaRecalculation(true);
        } else if (!range.isEmpty()) {
            target.setAutoFilter(range.body());
            defineName(sheet, range);
        }
        if (sheet.isProtected()) {
            protect(xssf(sheet.name()));
        }
        setUpPrinting(target, sheet.landscape(), layout.pagesAcross());
        setDimension(range);
        return range;
    }

    private TableRange layOut(SheetTable table, XSSFSheet target, String title, @Nullable String note) {
        rows.merge(part(target), table::write, (before, next) -> out -> {
            before.write(out);
            next.write(out);
        });
        return table.layOut(title, note);
    }

    /** Where each chart's cells are: in a declared sheet if one shows its data, otherwise in a last sheet. */
    private Map<String, SheetChart> sources(
            List<Worksheet> sheets, Map<String, Chart> charts, Map<Worksheet, TableRange> ranges) {
        var sources = new LinkedHashMap<String, SheetChart>();
        var unplaced = new LinkedHashMap<String, SheetChartData>();
        for (var sheet : sheets) {
            for (var name : sheet.charts()) {
                var chart = charts.get(name);
                if (chart == null) {
                    throw new IllegalArgumentException("no chart '" + name + "' for sheet '" + sheet.name() + "'");
                }
                var source = sheets.stream()
                        .filter(s -> !SheetChartData.isNeededFor(chart) && s.feeds(chart))
                        .findFirst();
                source.ifPresentOrElse(
                        s -> sources.put(name, new SheetChart(chart, range(ranges, s), facts.table(chart.data()))),
                        () -> unplaced.put(name, SheetChartData.of(chart, facts)));
            }
        }
        if (!unplaced.isEmpty()) {
            addChartData(unplaced, sources);
        }
        return sources;
    }

    private void addChartData(Map<String, SheetChartData> unplaced, Map<String, SheetChart> sources) {
        var target = book.createSheet(Worksheet.CHART_DATA);
        int top = 0;
        int[] widths = {};
        for (var data : unplaced.values()) {
            var table = new SheetTable(target, styles, data.columns(), data.table(), top);
            var range = layOut(table, target, data.chart().title(), null);
            sources.put(data.chart().name(), new SheetChart(data.chart(), range, data.table()));
            widths = widest(widths, table.widths());
            top = range.end() + 1;
            setDimension(range);
        }
        setWidths(target, widths);
        setUpPrinting(target, false, 1);
    }

    private static int[] widest(int[] one, int[] other) {
        var longer = (one.length > other.length ? one : other).clone();
        for (int i = 0; i < Math.min(one.length, other.length); i++) {
            longer[i] = Math.max(one[i], other[i]);
        }
        return longer;
    }

    private static void setWidths(XSSFSheet target, int[] widths) {
        target.setDefaultRowHeightInPoints(ChartLayout.ROW_POINTS);
        for (int i = 0; i < widths.length; i++) {
            target.setColumnWidth(i, Math.min(255, widths[i]) * 256);
        }
    }

    /** No password: it guards against slips, not against people. Filters, sorting and widths stay free. */
    private static void protect(XSSFSheet sheet) {
        sheet.enableLocking();
        sheet.lockAutoFilter(false);
        sheet.lockSort(false);
        sheet.lockFormatColumns(false);
        sheet.lockFormatRows(false);
    }

    /** A name for headings and values, so that a formula elsewhere can say {@code data_ranking}. */
    private void defineName(Worksheet sheet, TableRange range) {
        var name = "data_" + sheet.data().replaceAll("[^\\p{L}\\p{N}_]", "_");
        if (book.getName(name) == null) {
            var defined = book.createName();
            defined.setNameName(name);
            defined.setRefersToFormula(range.body().formatAsString(range.sheet(), true));
        }
    }

    /** Readers trust the stated extent, and the library sees no rows. */
    private void setDimension(TableRange range) {
        var ref = new CellRangeAddress(0, range.end() - 1, 0, range.columns().size() - 1);
        var worksheet = xssf(range.sheet()).getCTWorksheet();
        (worksheet.isSetDimension() ? worksheet.getDimension() : worksheet.addNewDimension())
                .setRef(ref.formatAsString());
    }

    private void setUpPrinting(XSSFSheet target, boolean landscape, int pagesAcross) {
        var setup = target.getPrintSetup();
        setup.setPaperSize(PrintSetup.A4_PAPERSIZE);
        setup.setLandscape(landscape);
        setup.setFitWidth((short) pagesAcross);
        setup.setFitHeight((short) 0);
        target.setFitToPage(true);
        target.setHorizontallyCenter(true);
        target.setMargin(PageMargin.LEFT, ChartLayout.MARGIN_INCHES);
        target.setMargin(PageMargin.RIGHT, ChartLayout.MARGIN_INCHES);
        target.setMargin(PageMargin.TOP, ChartLayout.MARGIN_INCHES_HIGH);
        target.setMargin(PageMargin.BOTTOM, ChartLayout.MARGIN_INCHES_HIGH);
        target.getHeader().setLeft("&9" + escaped(forPeriod(cover.title())));
        target.getHeader().setRight("&9" + (cover.draft() ? "草稿 " : "") + escaped(target.getSheetName()));
        target.getFooter().setLeft("&9" + escaped(cover.office()));
        target.getFooter().setCenter("&9第 &P 页 共 &N 页");
    }

    /** In headers a single ampersand begins a code, and digits after a size would lengthen it. */
    private static String escaped(String text) {
        var safe = text.replace("|", "").replace("&", "&&");
        return !safe.isEmpty() && Character.isDigit(safe.charAt(0)) ? " " + safe : safe;
    }

    private void setProperties() {
        var properties = book.getProperties();
        var date = Optional.of(
                Date.from(cover.period().end().atStartOfDay(ZoneOffset.UTC).toInstant()));
        var core = properties.getCoreProperties();
        core.setTitle(forPeriod(cover.title()).replace("|", ""));
        core.setCreator(cover.office());
        core.setLastModifiedByUser(cover.office());
        core.setSubjectProperty(cover.period().title());
        core.setCreated(date);
        core.setModified(date);
        properties.getExtendedProperties().setApplication("Tongbao");
        properties.getExtendedProperties().setCompany(cover.office());
    }

    private String forPeriod(String text) {
        return text.replace("{period}", cover.period().title());
    }

    private XSSFSheet xssf(String name) {
        return book.getSheet(name);
    }

    private static TableRange range(Map<Worksheet, TableRange> ranges, Worksheet sheet) {
        return Objects.requireNonNull(ranges.get(sheet));
    }
}
