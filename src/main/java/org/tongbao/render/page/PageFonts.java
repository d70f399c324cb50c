package org.tongbao.render.page;

import com.openhtmltopdf.css.constants.IdentValue;
import com.openhtmltopdf.extend.FSCacheEx;
import com.openhtmltopdf.extend.FSCacheValue;
import com.openhtmltopdf.extend.impl.FSDefaultCacheStore;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfBoxFontResolver;
import com.openhtmltopdf.pdfboxout.PdfBoxFontResolver.FontGroup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.tongbao.render.chart.ChartFonts;
import org.tongbao.render.style.FontFiles;

/**
 * The fonts of pages: those that {@code fonts.yaml} names, and a complete one for rare characters; never one of the system.
 *
 * <p>Font files are parsed as often as documents are made at the same time (parsing costs more than laying out a page)
 * and embedded once per document, however many names they stand for.
 */
final class PageFonts {

    private static final String WHOLE = "/fonts/ttf/NotoSansSC/NotoSansSC-Regular.ttf";

    /** The font of page numbers. */
    static final String NUMBERS = "宋体";

    private static final System.Logger LOG = System.getLogger(PageFonts.class.getName());

    private final FontFiles files;
    private final ChartFonts charts;
    private final Queue<ParsedFonts> free = new ConcurrentLinkedQueue<>();
    private final FSDefaultCacheStore metrics = new FSDefaultCacheStore();
    private final Set<String> missing = new ConcurrentSkipListSet<>();

    PageFonts(FontFiles files, ChartFonts charts) {
        this.files = files;
        this.charts = charts;
    }

    /** What openhtmltopdf keeps of fonts from document to document. */
    FSCacheEx<String, FSCacheValue> metrics() {
        return metrics;
    }

    /** PageFonts for one document; closed, they serve the next one. */
    DocumentFonts forDocument(PDDocument document) {
        var ready = free.poll();
        return new DocumentFonts(document, ready == null ? new ParsedFonts() : ready);
    }

    /** The parsed files, which only one document may use at a time. */
    private final class ParsedFonts {

        private final Map<Path, PageFont.Parsed> parsed = new HashMap<>();
        /** The characters that every file has. */
        private final BitSet covered = new BitSet();

        ParsedFonts() {
            covered.set(0, Character.MAX_CODE_POINT + 1);
            files.faces().stream().map(FontFiles.Face::file).distinct().forEach(file -> {
                var font = parsed(file);
                for (int c = covered.nextSetBit(0); c >= 0; c = covered.nextSetBit(c + 1)) {
                    covered.set(c, font.has(c));
                }
                parsed.put(file, font);
            });
        }

        PageFont.Parsed file(Path file) {
            return Objects.requireNonNull(parsed.get(file));
        }
    }

    /** The fonts that a document embeds, as they come into use. */
    final class DocumentFonts implements AutoCloseable {

        private final PDDocument document;
        private final ParsedFonts ready;
        private final Map<Path, PageFont> embedded = new LinkedHashMap<>();

        private DocumentFonts(PDDocument document, ParsedFonts ready) {
            this.document = document;
            this.ready = ready;
        }

        /**
         * Makes the fonts known to the document that is about to be laid out. The complete font is added only for a text
         * with a character that some file lacks: openhtmltopdf would parse it for its metrics even if no text used it.
         */
        void register(PdfBoxFontResolver resolver, String text) {
            for (var face : files.faces()) {
                add(resolver, FontGroup.MAIN, face.family(), face.weight(), () -> embedded(face.file()));
            }
            // Text in charts asks for its font by the name that the font file gives itself.
            add(resolver, FontGroup.MAIN, charts.family(), 400, () -> embedded(files.file(FontFiles.CHARTS)));
            add(resolver, FontGroup.MAIN, charts.boldFamily(), 700, () -> embedded(files.file(FontFiles.CHARTS_BOLD)));
            var rare = text.codePoints()
                    .filter(c -> c > ' ' && !ready.covered.get(c))
                    .distinct()
                    .toArray();
            if (rare.length > 0) {
                warnOfMissingGlyphs(rare);
                add(resolver, FontGroup.FINAL_FALLBACK, "whole", 400, this::complete);
            }
        }

        /** The font of a name of the templates. */
        PDFont font(String name) {
            return embedded(files.file(name));
        }

        private PDFont embedded(Path file) {
            return embedded.computeIfAbsent(file, f -> new PageFont(document, ready.file(f)));
        }

        private PDFont complete() {
            return embedded.computeIfAbsent(Path.of(WHOLE), whole -> new PageFont(document, parsed(whole(), WHOLE)));
        }

        /** Writes the used parts of the fonts into the document. */
        void subset() throws IOException {
            for (var font : embedded.values()) {
                font.subset();
            }
        }

        @Override
        public void close() {
            free.add(ready);
        }
    }

    /** The characters that no font has, of all documents so far, each with its code: they are printed as #. */
    Set<String> missingGlyphs() {
        return Set.copyOf(missing);
    }

    private void warnOfMissingGlyphs(int[] characters) {
        try (var whole = parse(whole())) {
            var cmap = whole.getUnicodeCmapLookup();
            var lost = Arrays.stream(characters)
                    .filter(c -> cmap.getGlyphId(c) <= 0)
                    .mapToObj(c -> String.format(Locale.ROOT, "%s (U+%04X)", Character.toString(c), c))
                    .toList();
            if (missing.addAll(lost)) {
                LOG.log(System.Logger.Level.WARNING, "no font has {0}: printed as #", String.join(", ", lost));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("font " + WHOLE, e);
        }
    }

    private static InputStream whole() {
        return Objects.requireNonNull(PageFonts.class.getResourceAsStream(WHOLE), "font missing from the program");
    }

    private static void add(
            PdfBoxFontResolver resolver, FontGroup group, String family, int weight, Supplier<PDFont> font) {
        var supplier = new PDFontSupplier(null) {
            @Override
            public PDFont supply() {
                return font.get();
            }
        };
        resolver.addFont(supplier, family, weight, IdentValue.NORMAL, true, group);
    }

    private static PageFont.Parsed parsed(Path file) {
        try {
            return parsed(Files.newInputStream(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("font " + file, e);
        }
    }

    private static PageFont.Parsed parsed(InputStream in, String name) {
        try {
            return new PageFont.Parsed(parse(in));
        } catch (IOException e) {
            throw new UncheckedIOException("font " + name, e);
        }
    }

    private static TrueTypeFont parse(InputStream font) throws IOException {
        try (font) {
            return new TTFParser().parse(new RandomAccessReadBuffer(font.readAllBytes()));
        }
    }
}
