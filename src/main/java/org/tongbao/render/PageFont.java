package org.tongbao.render;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.fontbox.util.BoundingBox;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;

/**
 * A font file embedded in a document. Layout asks for the width of each word several times: the answers are kept with
 * the file, from document to document.
 */
final class PageFont extends PDFont {

    /** A parsed file, used by one thread, and what has been measured of it. */
    static final class Parsed {

        private final TrueTypeFont file;
        private final CmapLookup characters;
        /** Of the first plane; NaN where not yet measured. */
        private final float[] widths = new float[Character.MAX_VALUE + 1];

        Parsed(TrueTypeFont file) throws IOException {
            this.file = file;
            this.characters = file.getUnicodeCmapLookup();
            Arrays.fill(widths, Float.NaN);
        }

        boolean has(int codePoint) {
            return characters.getGlyphId(codePoint) > 0;
        }
    }

    private final Parsed parsed;
    private final PDType0Font font;
    private boolean used;

    private PageFont(Parsed parsed, PDType0Font font) {
        super(font.getCOSObject());
        this.parsed = parsed;
        this.font = font;
    }

    static PageFont embed(PDDocument document, Parsed parsed) throws IOException {
        return new PageFont(parsed, PDType0Font.load(document, parsed.file, true));
    }

    @Override
    public float getStringWidth(String text) throws IOException {
        float width = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                return font.getStringWidth(text);
            }
            float known = parsed.widths[c];
            if (Float.isNaN(known)) {
                known = font.getStringWidth(String.valueOf(c));
                parsed.widths[c] = known;
            }
            width += known;
        }
        return width;
    }

    @Override
    protected byte[] encode(int codePoint) throws IOException {
        int glyph = parsed.characters.getGlyphId(codePoint);
        if (glyph == 0) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "No glyph for U+%04X in font %s", codePoint, getName()));
        }
        return new byte[] {(byte) (glyph >> 8), (byte) glyph};
    }

    @Override
    public void addToSubset(int codePoint) {
        used = true;
        font.addToSubset(codePoint);
    }

    @Override
    public void subset() throws IOException {
        if (used) {
            font.subset();
        }
    }

    @Override
    public boolean willBeSubset() {
        return font.willBeSubset();
    }

    @Override
    public int readCode(InputStream in) throws IOException {
        return font.readCode(in);
    }

    @Override
    public float getWidth(int code) throws IOException {
        return font.getWidth(code);
    }

    @Override
    protected float getStandard14Width(int code) {
        throw new UnsupportedOperationException("not one of the standard fonts");
    }

    @Override
    public boolean isVertical() {
        return font.isVertical();
    }

    @Override
    public String getName() {
        return dict.getNameAsString(COSName.BASE_FONT);
    }

    @Override
    public PDFontDescriptor getFontDescriptor() {
        return font.getFontDescriptor();
    }

    @Override
    public Matrix getFontMatrix() {
        return font.getFontMatrix();
    }

    @Override
    public BoundingBox getBoundingBox() throws IOException {
        return font.getBoundingBox();
    }

    @Override
    public Vector getPositionVector(int code) {
        return font.getPositionVector(code);
    }

    @Override
    public float getHeight(int code) throws IOException {
        return font.getHeight(code);
    }

    @Override
    public boolean hasExplicitWidth(int code) throws IOException {
        return font.hasExplicitWidth(code);
    }

    @Override
    public float getWidthFromFont(int code) throws IOException {
        return font.getWidthFromFont(code);
    }

    @Override
    public boolean isEmbedded() {
        return true;
    }

    @Override
    public boolean isDamaged() {
        return font.isDamaged();
    }

    @Override
    public float getAverageFontWidth() {
        return font.getAverageFontWidth();
    }
}
