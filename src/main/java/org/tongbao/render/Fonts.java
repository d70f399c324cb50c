package org.tongbao.render;

import com.openhtmltopdf.css.constants.IdentValue;
import com.openhtmltopdf.extend.FSCacheEx;
import com.openhtmltopdf.extend.FSCacheValue;
import com.openhtmltopdf.extend.impl.FSDefaultCacheStore;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfBoxFontResolver;
import com.openhtmltopdf.pdfboxout.PdfBoxFontResolver.FontGroup;
import java.awt.Font;
import java.awt.FontFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/**
 * The fonts of pages and charts: those that {@code fonts.yaml} names, never one of the system.
 *
 * <p>Font files are parsed as often as documents are made at the same time (parsing costs more than laying out a page)
 * and embedded once per document, however many names they stand for.
 */
final class Fonts {

    private static final String WHOLE = "/fonts/ttf/NotoSansSC/NotoSansSC-Regular.ttf";
    private static final String CHARTS = "黑体";

    /** The font of page numbers. */
    static final String NUMBERS = "宋体";

    private static final System.Logger LOG = System.getLogger(Fonts.class.getName());

    private final Map<String, Face> faces;
    private final Queue<Case> free = new ConcurrentLinkedQueue<>();
    private final FSDefaultCacheStore metrics = new FSDefaultCacheStore();
    private final Font plain;
    private final Font bold;

    /** A font name of the templates, a weight and the file that serves it. */
    private record Face(String family, int weight, Path file) {}

    private Fonts(Map<String, Face> faces, Path spare) {
        this.faces = faces;
        keepAwtOffSystemFonts(spare);
        this.plain = awt(file(CHARTS));
        this.bold = awt(file(CHARTS + " bold")).deriveFont(Font.BOLD);
    }

    /**
     * Reads {@code fonts.yaml} in a folder of fonts.
     *
     * @throws org.tongbao.spec.SpecException naming the file and line, if it is wrong
     */
    static Fonts in(Path folder) {
        var problems = new Problems();
        var faces = new LinkedHashMap<String, Face>();
        new SpecFiles(folder, problems).yaml(folder.resolve("fonts.yaml")).ifPresent(block -> {
            for (var name : block.names()) {
                var files = block.texts(name);
                files.stream()
                        .map(folder::resolve)
                        .filter(Files::isRegularFile)
                        .findFirst()
                        .ifPresentOrElse(
                                file -> faces.put(name, face(name, file)),
                                () -> problems.add(
                                        block.at(name), "none of the files for '" + name + "' exists: " + files));
            }
            for (var name : List.of(CHARTS, CHARTS + " bold")) {
                if (!block.has(name)) {
                    problems.add(block.at(), "'" + name + "' is missing; charts need it");
                }
            }
        });
        problems.throwIfAny();
        return new Fonts(faces, Objects.requireNonNull(faces.get(CHARTS)).file);
    }

    private static Face face(String name, Path file) {
        boolean bold = name.endsWith(" bold");
        return new Face(bold ? name.substring(0, name.length() - " bold".length()) : name, bold ? 700 : 400, file);
    }

    /** The font of charts. */
    Font chart(float size) {
        return plain.deriveFont(size);
    }

    /** The bold font of charts. */
    Font chartBold(float size) {
        return bold.deriveFont(size);
    }

    /** What openhtmltopdf keeps of fonts from document to document. */
    FSCacheEx<String, FSCacheValue> metrics() {
        return metrics;
    }

    /** Fonts for one document; closed, they serve the next one. */
    Loan lend(PDDocument document) {
        var ready = free.poll();
        return new Loan(document, ready == null ? new Case() : ready);
    }

    /** The parsed files, which only one document may use at a time. */
    private final class Case {

        private final Map<Path, PageFont.Parsed> files = new HashMap<>();
        /** The characters that every file has. */
        private final BitSet covered = new BitSet();

        Case() {
            covered.set(0, Character.MAX_CODE_POINT + 1);
            faces.values().stream().map(Face::file).distinct().forEach(file -> {
                var font = parsed(file);
                for (int c = covered.nextSetBit(0); c >= 0; c = covered.nextSetBit(c + 1)) {
                    covered.set(c, font.has(c));
                }
                files.put(file, font);
            });
        }

        PageFont.Parsed file(Path file) {
            return Objects.requireNonNull(files.get(file));
        }
    }

    /** The fonts that a document embeds, as they come into use. */
    final class Loan implements AutoCloseable {

        private final PDDocument document;
        private final Case ready;
        private final Map<Path, PageFont> embedded = new LinkedHashMap<>();

        private Loan(PDDocument document, Case ready) {
            this.document = document;
            this.ready = ready;
        }

        /**
         * Makes the fonts known to the document that is about to be laid out. The complete font is added only for a text
         * with a character that some file lacks: openhtmltopdf would parse it for its metrics even if no text used it.
         */
        void register(PdfBoxFontResolver resolver, String text) {
            for (var face : faces.values()) {
                add(resolver, FontGroup.MAIN, face.family, face.weight, () -> embedded(face.file));
            }
            // Text in charts asks for its font by the name that the font file gives itself.
            add(resolver, FontGroup.MAIN, plain.getFamily(), 400, () -> embedded(file(CHARTS)));
            add(resolver, FontGroup.MAIN, bold.getFamily(), 700, () -> embedded(file(CHARTS + " bold")));
            var rare = text.codePoints()
                    .filter(c -> c > ' ' && !ready.covered.get(c))
                    .distinct()
                    .toArray();
            if (rare.length > 0) {
                warnOfUnprintable(rare);
                add(resolver, FontGroup.FINAL_FALLBACK, "whole", 400, this::complete);
            }
        }

        /** The font of a name of the templates. */
        PDFont font(String name) {
            return embedded(file(name));
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

    private static void warnOfUnprintable(int[] characters) {
        try (var whole = parse(whole())) {
            var cmap = whole.getUnicodeCmapLookup();
            var lost = Arrays.stream(characters)
                    .filter(c -> cmap.getGlyphId(c) <= 0)
                    .mapToObj(c -> String.format(Locale.ROOT, "%s (U+%04X)", Character.toString(c), c))
                    .toList();
            if (!lost.isEmpty()) {
                LOG.log(System.Logger.Level.WARNING, "no font has {0}: printed as #", String.join(", ", lost));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("font " + WHOLE, e);
        }
    }

    private static InputStream whole() {
        return Objects.requireNonNull(Fonts.class.getResourceAsStream(WHOLE), "font missing from the program");
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

    private Path file(String name) {
        return Objects.requireNonNull(faces.get(name)).file;
    }

    private static Font awt(Path file) {
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
            return Font.createFont(Font.TRUETYPE_FONT, in);
        } catch (IOException | FontFormatException e) {
            throw new IllegalStateException("font " + file + " is not a TrueType font", e);
        }
    }

    /**
     * JFreeChart measures text with AWT, which on Linux refuses to start without a fontconfig installation and a system
     * font. A configuration file that names one of our fonts for everything takes their place; AWT reads it once, when
     * the first font is made.
     */
    private static void keepAwtOffSystemFonts(Path spare) {
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        if (!linux || System.getProperty("sun.awt.fontconfig") != null) {
            return;
        }
        try {
            var config = Files.createTempFile("tongbao-fontconfig", ".properties");
            config.toFile().deleteOnExit();
            var lines = List.of(
                    "version=1",
                    "sequence.allfonts=default",
                    "allfonts.default=Spare",
                    "filename.Spare=" + spare.toAbsolutePath());
            Files.write(config, lines);
            System.setProperty("sun.awt.fontconfig", config.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
