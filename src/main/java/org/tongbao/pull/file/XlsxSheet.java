package org.tongbao.pull.file;

import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** A sheet on its way: takes its XML apart, row by row. */
final class XlsxSheet {

    private static final int MOST_COLUMNS = 16_384;

    private final List<String> texts;
    private final List<CellText> formats;
    private final boolean from1904;
    private final Workbook.RowConsumer consumer;
    private final List<@Nullable String> cells = new ArrayList<>();
    private final StringBuilder buffer = new StringBuilder();
    private long row;
    private boolean hidden;
    private final Workbook.OddityCollector oddities = new Workbook.OddityCollector();

    /**
     * A sheet of a workbook.
     *
     * @param texts the workbook's shared texts
     * @param formats what its cell styles make of a number
     */
    XlsxSheet(List<String> texts, List<CellText> formats, boolean from1904, Workbook.RowConsumer consumer) {
        this.texts = texts;
        this.formats = formats;
        this.from1904 = from1904;
        this.consumer = consumer;
    }

    Workbook.Oddities oddities() {
        return oddities.all();
    }

    void read(XMLStreamReader xml) throws XMLStreamException {
        boolean data = false;
        for (int event = XlsxWorkbook.next(xml);
                event != XMLStreamConstants.END_DOCUMENT;
                event = XlsxWorkbook.next(xml)) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                var name = xml.getLocalName();
                if (data && name.equals("c")) {
                    readCell(xml);
                } else if (data && name.equals("row")) {
                    beginRow(xml);
                } else if (name.equals("sheetData")) {
                    data = true;
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                var name = xml.getLocalName();
                if (data && name.equals("row")) {
                    consumer.accept(row, hidden, cells);
                } else if (name.equals("sheetData")) {
                    // What follows is read for the check sum.
                    data = false;
                }
            }
        }
    }

    private void beginRow(XMLStreamReader xml) {
        cells.clear();
        hidden = false;
        row++;
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            var name = xml.getAttributeLocalName(i);
            if (name.equals("r")) {
                int given = XlsxWorkbook.number(xml.getAttributeValue(i));
                if (given < row) {
                    throw new Unreadable("not readable as a spreadsheet: row " + given + " stands after " + (row - 1));
                }
                row = given;
            } else if (name.equals("hidden")) {
                hidden = xml.getAttributeValue(i).matches("1|true");
            }
        }
    }

    private void readCell(XMLStreamReader xml) throws XMLStreamException {
        int column = cells.size();
        var type = "";
        int style = 0;
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            switch (xml.getAttributeLocalName(i)) {
                case "r" -> column = column(xml.getAttributeValue(i));
                case "t" -> type = xml.getAttributeValue(i);
                case "s" -> style = XlsxWorkbook.number(xml.getAttributeValue(i));
                default -> {}
            }
        }
        if (column < cells.size()) {
            throw new Unreadable("not readable as a spreadsheet: the cells of row " + row + " are out of order");
        }
        while (cells.size() < column) {
            cells.add(null);
        }
        cells.add(readValue(xml, type, style));
    }

    private @Nullable String readValue(XMLStreamReader xml, String type, int style) throws XMLStreamException {
        @Nullable String value = null;
        boolean formula = false;
        int event = XlsxWorkbook.next(xml);
        while (!(event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("c"))) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                var name = xml.getLocalName();
                if (name.equals("v")) {
                    buffer.setLength(0);
                    XlsxWorkbook.appendText(xml, buffer);
                    value = type.equals("s") ? sharedText(buffer) : textOf(buffer.toString(), type, style);
                } else if (name.equals("is")) {
                    value = XlsxWorkbook.unescaped(XlsxWorkbook.richText(xml, "is"));
                } else {
                    formula |= name.equals("f");
                    XlsxWorkbook.skip(xml);
                }
            }
            event = XlsxWorkbook.next(xml);
        }
        if (formula && value == null) {
            oddities.addValueless();
        }
        return value;
    }

    /** The shared text of a number; null where there is no number, as spreadsheet programs take it. */
    private @Nullable String sharedText(StringBuilder raw) {
        int from = 0;
        int to = raw.length();
        while (from < to && raw.charAt(from) <= ' ') {
            from++;
        }
        while (to > from && raw.charAt(to - 1) <= ' ') {
            to--;
        }
        if (from == to) {
            return null;
        }
        long at = 0;
        for (int i = from; i < to && at >= 0 && at < texts.size(); i++) {
            int digit = raw.charAt(i) - '0';
            at = digit < 0 || digit > 9 ? -1 : at * 10 + digit;
        }
        if (at < 0 || at >= texts.size()) {
            throw new Unreadable(
                    "not readable as a spreadsheet: row " + row + " names text " + raw + " of " + texts.size());
        }
        return texts.get((int) at);
    }

    private String textOf(String raw, String type, int style) {
        return switch (type) {
            case "b" -> raw.strip().matches("1|true") ? "TRUE" : "FALSE";
            case "str" -> XlsxWorkbook.unescaped(raw);
            case "e", "d", "inlineStr" -> raw;
            default -> number(raw.strip(), style >= 0 && style < formats.size() ? formats.get(style) : CellText.NUMBER);
        };
    }

    private String number(String raw, CellText format) {
        if (CellText.isCut(raw)) {
            oddities.addCut(cells.size(), row);
        }
        return format.text(raw, from1904);
    }

    /** Column of an address such as {@code AB12}; the first is 0. */
    private static int column(String address) {
        int column = 0;
        for (int i = 0; i < address.length(); i++) {
            char c = Character.toUpperCase(address.charAt(i));
            if (c < 'A' || c > 'Z') {
                break;
            }
            column = column * 26 + c - 'A' + 1;
            if (column > MOST_COLUMNS) {
                break;
            }
        }
        if (column < 1 || column > MOST_COLUMNS) {
            throw new Unreadable("not readable as a spreadsheet: there is no cell " + address);
        }
        return column - 1;
    }
}
