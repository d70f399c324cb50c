package org.tongbao.render.page;

import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Leaves out of a page's tables the columns in which nothing is known: where a regulation is not in force or a dataset not
 * in use, a column of dashes says nothing and takes the width of those that do.
 */
final class UnknownColumns {

    private static final String UNKNOWN = "—";

    private UnknownColumns() {}

    /** The same document, changed. Tables without headings, such as forms to be signed, stay as they are. */
    static Document leftOut(Document page) {
        for (var table : elements(page.getElementsByTagName("table"))) {
            var heads = elements(table.getElementsByTagName("th"));
            var rows = elements(table.getElementsByTagName("tr")).stream()
                    .map(row -> cells(row, "td"))
                    .filter(cells -> !cells.isEmpty())
                    .toList();
            if (rows.stream().noneMatch(cells -> cells.size() == heads.size())) {
                continue;
            }
            for (int column = heads.size() - 1; column > 0; column--) {
                if (isUnknown(rows, heads.size(), column)) {
                    remove(heads.get(column));
                    for (var cells : rows) {
                        narrow(cells, heads.size(), column);
                    }
                }
            }
        }
        return page;
    }

    private static boolean isUnknown(List<List<Element>> rows, int columns, int column) {
        return rows.stream()
                .filter(cells -> cells.size() == columns)
                .map(cells -> cells.get(column).getTextContent().strip())
                .allMatch(text -> text.isEmpty() || text.equals(UNKNOWN));
    }

    /** Takes a cell out of a row; of one that spans several columns, one of them. */
    private static void narrow(List<Element> cells, int columns, int column) {
        if (cells.size() == columns) {
            remove(cells.get(column));
            return;
        }
        int first = 0;
        for (var cell : cells) {
            int span = cell.hasAttribute("colspan") ? Integer.parseInt(cell.getAttribute("colspan")) : 1;
            if (column < first + span) {
                if (span == 1) {
                    remove(cell);
                } else {
                    cell.setAttribute("colspan", String.valueOf(span - 1));
                }
                return;
            }
            first += span;
        }
    }

    private static void remove(Element cell) {
        cell.getParentNode().removeChild(cell);
    }

    private static List<Element> cells(Element row, String name) {
        return elements(row.getChildNodes()).stream()
                .filter(cell -> cell.getTagName().equals(name))
                .toList();
    }

    private static List<Element> elements(NodeList nodes) {
        var elements = new ArrayList<Element>();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }
}
