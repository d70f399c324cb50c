package org.tongbao.render.workbook;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
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
    private final Map<Worksheet, ChartLayout> areas = new LinkedHashMap<>();
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
    private void templates() {
        var drawn = new ArrayList<TemplateSheet>();
        book.forEach(sheet -> drawn.add(new TemplateSheet((XSSFSheet) sheet, facts, this::word)));
        if (drawn.isEmpty()) {
            return;
        }
        var repeated = new LinkedHashMap<String, SortedMap<Integer, Integer>>();
        drawn.forEach(sheet -> repeated.put(sheet.sheet().getSheetName(), sheet.repeated()));
        var growth = new RowExpansion(repeated);
        for (var name : book.getAllNames()) {
            var sheet = name.getSheetIndex() < 0 ? "" : book.getSheetName(name.getSheetIndex());
            name.setRefersToFormula(growth.rows(sheet, growth.growing(sheet, name.getRefersToFormula())));
        }
        for (var sheet : drawn) {
            sheet.grow(growth);
            rows.put(part(sheet.sheet()), out -> sheet.write(out, growth));
            if (sheet.computes()) {
                book.setForceFormulaRecalculation(true);
            }
        }
    }

    private String word(String word) {
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
        var file = Files.createTempFile("workbook", ".xlsx");
        try (var book = template == null ? new XSSFWorkbook() : template.open()) {
            var writer = new WorkbookWriter(cover, facts, book);
            writer.templates();
            writer.fill(sheets, charts);
            try (var raw = Files.newOutputStream(file)) {
                book.write(raw);
            }
            WorkbookFile.copy(file, writer.rows, out);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void fill(List<Worksheet> sheets, Map<String, Chart> charts) {
        properties();
        var places = new LinkedHashMap<Worksheet, TableRange>();
        sheets.forEach(sheet -> places.put(sheet, table(sheet)));
        var sources = sources(sheets, charts, places);
        for (var sheet : sheets) {
            var area = Objects.requireNonNull(areas.get(sheet));
            sheet.charts().stream()
                    .map(name -> Objects.requireNonNull(sources.get(name)))
                    .filter(chart -> !chart.isEmpty())
                    .forEach(chart -> area.add(xssf(sheet.name()), chart));
            book.setPrintArea(book.getSheetIndex(sheet.name()), area.printArea());
        }
    }

    private TableRange table(Worksheet sheet) {
        var target = book.createSheet(sheet.name());
        var table = new SheetTable(target, styles, sheet.columns(facts), sheet.table(facts), 0);
        widths(target, table.widths());
        var place =
                place(table, target, forPeriod(sheet.title()), sheet.note() == null ? null : forPeriod(sheet.note()));
        int frozen = sheet.freeze() == null ? 0 : 1 + place.columns().indexOf(sheet.freeze());
        target.createFreezePane(frozen, place.first());
        var area = new ChartLayout(place, table.widths(), sheet.landscape());
        if (area.isLong()) {
            var headings = place.headings();
            target.setRepeatingRows(new CellRangeAddress(headings.getFirstRow(), headings.getLastRow(), -1, -1));
        }
        if (area.pagesAcross() > 1) {
            target.setRepeatingColumns(new CellRangeAddress(-1, -1, 0, Math.max(0, frozen - 1)));
        }
        areas.put(sheet, area);
        if (sheet.scheme() != null) {
            book.setForceFormulaRecalculation(true);
        } else if (!place.isEmpty()) {
            target.setAutoFilter(place.body());
            name(sheet, place);
        }
        if (sheet.isProtected()) {
            protect(xssf(sheet.name()));
        }
        print(target, sheet.landscape(), area.pagesAcross());
        dimension(place);
        return place;
    }

    private TableRange place(SheetTable table, XSSFSheet target, String title, @Nullable String note) {
        rows.merge(part(target), table::write, (before, next) -> out -> {
            before.write(out);
            next.write(out);
        });
        return table.place(title, note);
    }

    /** Where each chart's cells are: in a declared sheet if one shows its data, otherwise in a last sheet. */
    private Map<String, SheetChart> sources(
            List<Worksheet> sheets, Map<String, Chart> charts, Map<Worksheet, TableRange> places) {
        var sources = new LinkedHashMap<String, SheetChart>();
        var homeless = new LinkedHashMap<String, SheetChartData>();
        for (var sheet : sheets) {
            for (var name : sheet.charts()) {
                var chart = charts.get(name);
                if (chart == null) {
                    throw new IllegalArgumentException("no chart '" + name + "' for sheet '" + sheet.name() + "'");
                }
                var home = sheets.stream()
                        .filter(s -> !SheetChartData.isNeededBy(chart) && s.feeds(chart))
                        .findFirst();
                home.ifPresentOrElse(
                        s -> sources.put(name, new SheetChart(chart, place(places, s), facts.table(chart.data()))),
                        () -> homeless.put(name, SheetChartData.of(chart, facts)));
            }
        }
        if (!homeless.isEmpty()) {
            chartData(homeless, sources);
        }
        return sources;
    }

    private void chartData(Map<String, SheetChartData> homeless, Map<String, SheetChart> sources) {
        var target = book.createSheet(Worksheet.CHART_DATA);
        int top = 0;
        int[] widths = {};
        for (var data : homeless.values()) {
            var table = new SheetTable(target, styles, data.columns(), data.table(), top);
            var place = place(table, target, data.chart().title(), null);
            sources.put(data.chart().name(), new SheetChart(data.chart(), place, data.table()));
            widths = widest(widths, table.widths());
            top = place.end() + 1;
            dimension(place);
        }
        widths(target, widths);
        print(target, false, 1);
    }

    private static int[] widest(int[] one, int[] other) {
        var longer = (one.length > other.length ? one : other).clone();
        for (int i = 0; i < Math.min(one.length, other.length); i++) {
            longer[i] = Math.max(one[i], other[i]);
        }
        return longer;
    }

    private static void widths(XSSFSheet target, int[] widths) {
        target.setDefaultRowHeightInPoints(ChartLayout.ROW_POINTS);
        for (int i = 0; i < widths.length; i++) {
            target.setColumnWidth(i, Math.min(255, widths[i]) * 256);
        }
    }

    /** No password: it keeps from slips, not from people. Filters, sorting and widths stay free. */
    private static void protect(XSSFSheet sheet) {
        sheet.enableLocking();
        sheet.lockAutoFilter(false);
        sheet.lockSort(false);
        sheet.lockFormatColumns(false);
        sheet.lockFormatRows(false);
    }

    /** A name for headings and values, so that a formula elsewhere can say {@code data_ranking}. */
    private void name(Worksheet sheet, TableRange place) {
        var name = "data_" + sheet.data().replaceAll("[^\\p{L}\\p{N}_]", "_");
        if (book.getName(name) == null) {
            var defined = book.createName();
            defined.setNameName(name);
            defined.setRefersToFormula(place.body().formatAsString(place.sheet(), true));
        }
    }

    /** Readers trust the stated extent, and the library sees no rows. */
    private void dimension(TableRange place) {
        var ref = new CellRangeAddress(0, place.end() - 1, 0, place.columns().size() - 1);
        var worksheet = xssf(place.sheet()).getCTWorksheet();
        (worksheet.isSetDimension() ? worksheet.getDimension() : worksheet.addNewDimension())
                .setRef(ref.formatAsString());
    }

    private void print(XSSFSheet target, boolean landscape, int pagesAcross) {
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
        target.getHeader().setLeft("&9" + plain(forPeriod(cover.title())));
        target.getHeader().setRight("&9" + (cover.draft() ? "草稿 " : "") + plain(target.getSheetName()));
        target.getFooter().setLeft("&9" + plain(cover.office()));
        target.getFooter().setCenter("&9第 &P 页 共 &N 页");
    }

    /** In headers a single ampersand begins a code, and digits after a size would lengthen it. */
    private static String plain(String text) {
        var safe = text.replace("|", "").replace("&", "&&");
        return !safe.isEmpty() && Character.isDigit(safe.charAt(0)) ? " " + safe : safe;
    }

    private void properties() {
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

    private static TableRange place(Map<Worksheet, TableRange> places, Worksheet sheet) {
        return Objects.requireNonNull(places.get(sheet));
    }
}
