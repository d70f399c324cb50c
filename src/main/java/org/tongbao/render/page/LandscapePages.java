package org.tongbao.render.page;

import java.io.IOException;
import java.util.function.Supplier;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.util.Matrix;

/**
 * Pages with wide tables. They are laid out as landscape and shown rotated to the left between the
 * upright ones: the table's head at the left edge, which is the bound side (订口) of odd pages and the open side (切口) of
 * even ones, and the page's number where the other pages have it (GB/T 9704-2012, A4纸型的表格横排). Their text is stored
 * as it was laid out, so that it is found and copied row by row.
 */
final class LandscapePages {

    private static final int LEFTWARD = 270;
    private static final float MILLIMETRE = 72 / 25.4f;

    /** The number stands as {@code official.css} puts it in its margin box. */
    private static final float SIZE = 14;

    private static final float FROM_EDGE = 26 * MILLIMETRE + SIZE;
    private static final float BASELINE = (35 - 7) * MILLIMETRE - 15.6f;

    private LandscapePages() {}

    /** Rotates a document's landscape pages; the font is that of page numbers. */
    static void rotate(PDDocument document, Supplier<PDFont> font) throws IOException {
        int number = 0;
        for (var page : document.getPages()) {
            number++;
            if (page.getMediaBox().getWidth() > page.getMediaBox().getHeight()) {
                page.setRotation(LEFTWARD);
                addNumber(document, page, number, font.get());
            }
        }
    }

    private static void addNumber(PDDocument document, PDPage page, int number, PDFont font) throws IOException {
        var text = "—  " + number + "  —";
        float width = page.getMediaBox().getHeight(); // as it is shown
        float from = number % 2 == 0 ? FROM_EDGE : width - FROM_EDGE - font.getStringWidth(text) / 1000 * SIZE;
        try (var content = new PDPageContentStream(document, page, AppendMode.APPEND, true, true)) {
            content.beginMarkedContent(COSName.ARTIFACT);
            content.beginText();
            content.setNonStrokingColor(0f, 0f, 0f);
            content.setFont(font, SIZE);
            content.setTextMatrix(new Matrix(0, -1, 1, 0, BASELINE, width - from));
            content.showText(text);
            content.endText();
            content.endMarkedContent();
        }
    }
}
