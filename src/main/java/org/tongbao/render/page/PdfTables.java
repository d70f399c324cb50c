package org.tongbao.render.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkedContentReference;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDMarkedContent;
import org.apache.pdfbox.text.PDFMarkedContentExtractor;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.facts.Facts;

/** The tables of a tagged PDF, read back by its tags: what a reader's machine copies, cell by cell. */
public final class PdfTables {

    /** By the very objects that stand for them: what two objects hold may be equal, and changes as more of it is read. */
    private final IdentityHashMap<COSBase, PDPage> pages = new IdentityHashMap<>();

    private final IdentityHashMap<COSBase, Map<Integer, String>> texts = new IdentityHashMap<>();
    private final List<Table> tables = new ArrayList<>();

    /**
     * A table.
     *
     * @param headings of its head's last row
     * @param rows texts of the body's cells; blanks are left out of all texts
     */
    public record Table(List<String> headings, List<List<String>> rows) {}

    private PdfTables() {}

    /** In reading order. */
    public static List<Table> read(Path pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
            var root = document.getDocumentCatalog().getStructureTreeRoot();
            if (root == null) {
                throw new IOException(pdf + " is not tagged");
            }
            var reader = new PdfTables();
            document.getPages().forEach(page -> reader.pages.put(page.getCOSObject(), page));
            reader.collect(root);
            return reader.tables;
        }
    }

    /** The texts of a page by their number; of a page without tables nobody asks. */
    private Map<Integer, String> texts(PDPage page) {
        return texts.computeIfAbsent(page.getCOSObject(), object -> {
            try {
                var extractor = new PDFMarkedContentExtractor();
                // The document's own page remembers its fonts.
                extractor.processPage(pages.getOrDefault(object, page));
                var byId = new HashMap<Integer, String>();
                extractor.getMarkedContents().forEach(content -> read(content, byId));
                return byId;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void read(PDMarkedContent content, Map<Integer, String> byId) {
        var text = new StringBuilder();
        for (Object part : content.getContents()) {
            if (part instanceof TextPosition position) {
                text.append(position.getUnicode());
            } else if (part instanceof PDMarkedContent inner) {
                read(inner, byId);
            }
        }
        if (content.getMCID() >= 0) {
            byId.merge(content.getMCID(), text.toString(), String::concat);
        }
    }

    private void collect(PDStructureNode node) {
        for (var kid : node.getKids()) {
            if (kid instanceof PDStructureElement element) {
                if ("Table".equals(element.getStructureType())) {
                    var headings = new ArrayList<String>();
                    var rows = new ArrayList<List<String>>();
                    rows(element, headings, rows);
                    tables.add(new Table(List.copyOf(headings), List.copyOf(rows)));
                } else {
                    collect(element);
                }
            }
        }
    }

    private void rows(PDStructureNode node, List<String> headings, List<List<String>> rows) {
        for (var kid : node.getKids()) {
            if (!(kid instanceof PDStructureElement element)) {
                continue;
            }
            if (!"TR".equals(element.getStructureType())) {
                rows(element, headings, rows);
                continue;
            }
            var cells = new ArrayList<String>();
            boolean heads = true;
            for (var part : element.getKids()) {
                if (part instanceof PDStructureElement cell) {
                    heads &= "TH".equals(cell.getStructureType());
                    cells.add(Facts.withoutBlanks(text(cell, element.getPage())));
                }
            }
            if (heads) {
                headings.clear();
                cells.forEach(cell -> headings.add(cell.replaceAll("^(.+?)\\1+$", "$1"))); // once for each page
            } else {
                rows.add(List.copyOf(cells));
            }
        }
    }

    private String text(PDStructureElement element, @Nullable PDPage above) {
        var page = element.getPage() == null ? above : element.getPage();
        var text = new StringBuilder();
        for (var kid : element.getKids()) {
            if (kid instanceof PDStructureElement inner) {
                text.append(text(inner, page));
            } else if (kid instanceof PDMarkedContentReference reference) {
                text.append(text(reference.getPage() == null ? page : reference.getPage(), reference.getMCID()));
            } else if (kid instanceof Integer id) {
                text.append(text(page, id));
            }
        }
        return text.toString();
    }

    private String text(@Nullable PDPage page, int id) {
        return page == null ? "" : texts(page).getOrDefault(id, "");
    }
}
