package org.tongbao.render;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageXYZDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineNode;
import org.apache.pdfbox.util.Matrix;

/**
 * Pages whose wide tables lie on their side. They are laid out as landscape pages and then put upright between the others:
 * the table's head at the left edge, which is the bound side (订口) of odd pages and the open side (切口) of even ones, and
 * the page's number where the other pages have it (GB/T 9704-2012, A4纸型的表格横排).
 */
final class LyingPages {

    private static final float MILLIMETRE = 72 / 25.4f;

    /** The number stands as {@code official.css} puts it in its margin box. */
    private static final float SIZE = 14;

    private static final float FROM_EDGE = 26 * MILLIMETRE + SIZE;
    private static final float BASELINE = (35 - 7) * MILLIMETRE - 15.6f;

    private LyingPages() {}

    /** Puts a document's landscape pages upright; the font is that of page numbers. */
    static void stand(PDDocument document, Supplier<PDFont> font) throws IOException {
        var stood = new HashSet<PDPage>();
        int number = 0;
        for (var page : document.getPages()) {
            number++;
            var box = page.getMediaBox();
            if (box.getWidth() > box.getHeight()) {
                stand(document, page, number, font.get());
                stood.add(page);
            }
        }
        var outline = document.getDocumentCatalog().getDocumentOutline();
        if (!stood.isEmpty() && outline != null) {
            showFromTheTop(outline, stood);
        }
    }

    private static void stand(PDDocument document, PDPage page, int number, PDFont font) throws IOException {
        var lying = page.getMediaBox();
        var upright = new PDRectangle(lying.getHeight(), lying.getWidth());
        try (var before = new PDPageContentStream(document, page, AppendMode.PREPEND, true)) {
            before.transform(new Matrix(0, 1, -1, 0, upright.getWidth(), 0));
        }
        page.setMediaBox(upright);
        page.setCropBox(upright);
        page.setTrimBox(upright);
        page.setBleedBox(upright);
        page.setArtBox(upright);
        var text = "—  " + number + "  —";
        float width = font.getStringWidth(text) / 1000 * SIZE;
        try (var after = new PDPageContentStream(document, page, AppendMode.APPEND, true, true)) {
            after.beginMarkedContent(COSName.ARTIFACT);
            after.beginText();
            after.setNonStrokingColor(0f, 0f, 0f);
            after.setFont(font, SIZE);
            after.newLineAtOffset(
                    number % 2 == 0 ? FROM_EDGE : upright.getWidth() - FROM_EDGE - width, BASELINE);
            after.showText(text);
            after.endText();
            after.endMarkedContent();
        }
    }

    /** Bookmarks know places of the page as it lay. */
    private static void showFromTheTop(PDOutlineNode node, Set<PDPage> stood) throws IOException {
        for (var item : node.children()) {
            if (item.getDestination() instanceof PDPageXYZDestination place && stood.contains(place.getPage())) {
                place.setLeft(0);
                place.setTop((int) place.getPage().getMediaBox().getHeight());
            }
            showFromTheTop(item, stood);
        }
    }
}
