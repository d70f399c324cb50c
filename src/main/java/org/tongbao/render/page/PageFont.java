package org.tongbao.render.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFSubsetter;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.fontbox.util.BoundingBox;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;

/**
 * A font in a document: a composite font over a TrueType file cut down to the characters used (ISO 32000-1, 9.7). Their
 * codes are 1, 2, 3 in the order in which the document first uses them.
 *
 * <p>PDFBox's own prepares, for each document anew, widths and maps of all the thirty thousand characters of a Chinese
 * font. Here what holds for a file is kept with it, from document to document.
 */
final class PageFont extends PDFont {

    private static final List<String> TABLES =
            List.of("head", "hhea", "loca", "maxp", "cvt ", "prep", "glyf", "hmtx", "fpgm", "gasp");
    private static final int[] INVISIBLE = {0x200B, 0x200C, 0x2060, 0xFEFF};
    private static final int TAG_LENGTH = 6;
    private static final int MAPPED_AT_ONCE = 100;

    /** A parsed file, used by one thread, and what has been measured of it. */
    static final class Parsed {

        private final TrueTypeFont file;
        private final CmapLookup characters;
        private final PDType0Font whole;
        /** Of the first plane, in thousandths of the size; NaN where not yet measured. */
        private final float[] widths = new float[Character.MAX_VALUE + 1];

        Parsed(TrueTypeFont file) throws IOException {
            this.file = file;
            this.characters = file.getUnicodeCmapLookup();
            try (var none = new PDDocument()) {
                this.whole = PDType0Font.load(none, file, true);
            }
            Arrays.fill(widths, Float.NaN);
        }

        boolean has(int codePoint) {
            return characters.getGlyphId(codePoint) > 0;
        }

        private int glyph(int codePoint) {
            int glyph = characters.getGlyphId(codePoint);
            if (glyph <= 0) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "no glyph for U+%04X in font %s", codePoint, whole.getName()));
            }
            return glyph;
        }

        /** Of the characters that look the same, the one that is searched for: a space, not one of its many widths. */
        private int canonical(int codePoint) {
            var same = characters.getCharCodes(glyph(codePoint));
            return same == null || same.isEmpty() ? codePoint : same.get(0);
        }

        private float width(int codePoint) throws IOException {
            boolean kept = codePoint < widths.length;
            if (kept && !Float.isNaN(widths[codePoint])) {
                return widths[codePoint];
            }
            float width = Math.round(file.getAdvanceWidth(glyph(codePoint)) * 1000f / file.getUnitsPerEm());
            if (kept) {
                widths[codePoint] = width;
            }
            return width;
        }
    }

    private final Parsed parsed;
    private final PDDocument document;
    /** Code point to its code, in the order of codes. */
    private final Map<Integer, Integer> codes = new LinkedHashMap<>();

    PageFont(PDDocument document, Parsed parsed) {
        super(new COSDictionary());
        this.document = document;
        this.parsed = parsed;
        dict.setItem(COSName.TYPE, COSName.FONT);
        dict.setItem(COSName.SUBTYPE, COSName.TYPE0);
        dict.setItem(COSName.ENCODING, COSName.IDENTITY_H);
    }

    @Override
    public float getStringWidth(String text) throws IOException {
        float width = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            width += parsed.width(codePoint);
            i += Character.charCount(codePoint);
        }
        return width;
    }

    @Override
    protected byte[] encode(int codePoint) {
        var known = codes.get(codePoint);
        if (known == null) {
            parsed.glyph(codePoint);
            known = codes.size() + 1;
            codes.put(codePoint, known);
        }
        return new byte[] {(byte) (known >> 8), known.byteValue()};
    }

    @Override
    public void addToSubset(int codePoint) {
        encode(codePoint);
    }

    /** Writes the part of the file that is used, and what a reader needs to know of it, into the document. */
    @Override
    public void subset() throws IOException {
        if (codes.isEmpty()) {
            return;
        }
        var subsetter = new TTFSubsetter(parsed.file, TABLES);
        subsetter.addAll(new LinkedHashSet<>(codes.keySet()));
        for (int each : INVISIBLE) {
            subsetter.forceInvisible(each);
        }
        var program = new ByteArrayOutputStream();
        subsetter.writeToStream(program);
        var glyphsOfSubset = new LinkedHashMap<Integer, Integer>(); // glyph of the file to glyph of the subset
        subsetter.getGIDMap().forEach((part, glyph) -> glyphsOfSubset.put(glyph, part));

        var glyphs = new byte[2 * codes.size() + 2];
        var widths = new COSArray();
        for (var each : codes.entrySet()) {
            int glyph = parsed.glyph(each.getKey());
            int place = glyphsOfSubset.getOrDefault(glyph, 0);
            glyphs[2 * each.getValue()] = (byte) (place >> 8);
            glyphs[2 * each.getValue() + 1] = (byte) place;
            widths.add(COSInteger.get((long) parsed.width(each.getKey())));
        }
        var name = COSName.getPDFName(tag() + parsed.whole.getName());
        var file = stream(program.toByteArray());
        file.setInt(COSName.LENGTH1, program.size());
        var descriptor = new COSDictionary(parsed.whole.getFontDescriptor().getCOSObject());
        descriptor.setItem(COSName.FONT_NAME, name);
        descriptor.setItem(COSName.FONT_FILE2, file);

        var system = new COSDictionary();
        system.setString(COSName.REGISTRY, "Adobe");
        system.setString(COSName.ORDERING, "Identity");
        system.setInt(COSName.SUPPLEMENT, 0);
        var from = new COSArray();
        from.add(COSInteger.ONE);
        from.add(widths);
        var part = new COSDictionary();
        part.setItem(COSName.TYPE, COSName.FONT);
        part.setItem(COSName.SUBTYPE, COSName.CID_FONT_TYPE2);
        part.setItem(COSName.BASE_FONT, name);
        part.setItem(COSName.CIDSYSTEMINFO, system);
        part.setItem(COSName.FONT_DESC, descriptor);
        part.setItem(COSName.W, from);
        part.setItem(COSName.CID_TO_GID_MAP, stream(glyphs));
        var parts = new COSArray();
        parts.add(part);
        dict.setItem(COSName.BASE_FONT, name);
        dict.setItem(COSName.DESCENDANT_FONTS, parts);
        dict.setItem(COSName.TO_UNICODE, stream(toUnicode().getBytes(StandardCharsets.US_ASCII)));
    }

    private COSStream stream(byte[] content) throws IOException {
        var stream = document.getDocument().createCOSStream();
        try (var out = stream.createRawOutputStream()) {
            out.write(content);
        }
        return stream;
    }

    /** Six letters that set this part of the file apart from others. */
    private String tag() {
        long rest = Integer.toUnsignedLong(List.copyOf(codes.keySet()).hashCode());
        var tag = new StringBuilder();
        for (int i = 0; i < TAG_LENGTH; i++) {
            tag.append((char) ('A' + rest % 26));
            rest /= 26;
        }
        return tag.append('+').toString();
    }

    /** Says which character a code stands for, so that text can be searched and copied. */
    private String toUnicode() {
        var hex = HexFormat.of().withUpperCase();
        var text = new StringBuilder("""
                /CIDInit /ProcSet findresource begin
                12 dict begin
                begincmap
                /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
                /CMapName /Adobe-Identity-UCS def
                /CMapType 2 def
                1 begincodespacerange
                <0000> <FFFF>
                endcodespacerange
                """);
        var all = new ArrayList<>(codes.entrySet());
        for (int from = 0; from < all.size(); from += MAPPED_AT_ONCE) {
            var some = all.subList(from, Math.min(all.size(), from + MAPPED_AT_ONCE));
            text.append(some.size()).append(" beginbfchar\n");
            for (var each : some) {
                var meant = Character.toString(parsed.canonical(each.getKey())).getBytes(StandardCharsets.UTF_16BE);
                text.append('<')
                        .append(hex.toHexDigits(each.getValue().shortValue()))
                        .append("> <")
                        .append(hex.formatHex(meant))
                        .append(">\n");
            }
            text.append("endbfchar\n");
        }
        return text.append("""
                endcmap
                CMapName currentdict /CMap defineresource pop
                end
                end
                """).toString();
    }

    @Override
    public boolean willBeSubset() {
        return true;
    }

    @Override
    public int readCode(InputStream in) throws IOException {
        return in.read() << 8 | in.read();
    }

    @Override
    public float getWidth(int code) throws IOException {
        return getWidthFromFont(code);
    }

    @Override
    public float getWidthFromFont(int code) throws IOException {
        for (var each : codes.entrySet()) {
            if (each.getValue() == code) {
                return parsed.width(each.getKey());
            }
        }
        throw new IllegalArgumentException("no character has the code " + code);
    }

    @Override
    protected float getStandard14Width(int code) {
        throw new IllegalArgumentException("not one of the standard fonts");
    }

    @Override
    public boolean isVertical() {
        return false;
    }

    /** None before the font is known: PDFBox asks while it makes one. */
    @Override
    public String getName() {
        return dict.getNameAsString(COSName.BASE_FONT, "");
    }

    @Override
    public PDFontDescriptor getFontDescriptor() {
        return parsed.whole.getFontDescriptor();
    }

    @Override
    public Matrix getFontMatrix() {
        return parsed.whole.getFontMatrix();
    }

    @Override
    public BoundingBox getBoundingBox() throws IOException {
        return parsed.whole.getBoundingBox();
    }

    @Override
    public Vector getPositionVector(int code) {
        return parsed.whole.getPositionVector(code);
    }

    @Override
    @SuppressWarnings("deprecation") // of the class that we extend
    public float getHeight(int code) throws IOException {
        return parsed.whole.getHeight(code);
    }

    @Override
    public boolean hasExplicitWidth(int code) {
        return true;
    }

    @Override
    public boolean isEmbedded() {
        return true;
    }

    @Override
    public boolean isDamaged() {
        return false;
    }

    @Override
    public float getAverageFontWidth() {
        return parsed.whole.getAverageFontWidth();
    }
}
