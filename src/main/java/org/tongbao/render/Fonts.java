package org.tongbao.render;

import com.openhtmltopdf.extend.impl.FSDefaultCacheStore;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FSFontUseCase;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
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
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/**
 * The fonts of pages and charts: those that {@code fonts.yaml} names, never one of the system.
 *
 * <p>A font file is parsed once per thread (parsing costs more than laying out a page) and embedded once per document,
 * however many names it stands for.
 */
final class Fonts {

    private static final String WHOLE = "/fonts/ttf/NotoSansSC/NotoSansSC-Regular.ttf";
    private static final String CHARTS = "黑体";

    /** The font of page numbers. */
    static final String NUMBERS = "宋体";

    private static final System.Logger LOG = System.getLogger(Fonts.class.getName());

    private final Map<String, Face> faces;
    private final ThreadLocal<Map<Path, TrueTypeFont>> parsed = ThreadLocal.withInitial(LinkedHashMap::new);
    private final ThreadLocal<BitSet> covered = ThreadLocal.withInitial(this::cover);
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

    /**
     * Makes the fonts known to a document that is about to be rendered. The complete font is added only for a text with a
     * character that some file lacks: openhtmltopdf would parse it for its metrics even if no text used it.
     *
     * @return the fonts as this document has them embedded, by name
     */
    Function<String, PDFont> register(PdfRendererBuilder builder, PDDocument document, String text) {
        builder.useCacheStore(PdfRendererBuilder.CacheStore.PDF_FONT_METRICS, metrics);
        var embedded = new LinkedHashMap<Path, PDFont>();
        Function<Path, PDFont> font = file -> embedded.computeIfAbsent(file, f -> embed(document, f));
        for (var face : faces.values()) {
            add(builder, () -> font.apply(face.file), face.family, face.weight);
        }
        // Text in charts asks for its font by the name that the font file gives itself.
        add(builder, () -> font.apply(file(CHARTS)), plain.getFamily(), 400);
        add(builder, () -> font.apply(file(CHARTS + " bold")), bold.getFamily(), 700);
        var rare = text.codePoints()
                .filter(c -> c > ' ' && !covered.get().get(c))
                .distinct()
                .toArray();
        if (rare.length > 0) {
            warnOfUnprintable(rare);
            builder.useFont(
                    Fonts::whole, "whole", 400, FontStyle.NORMAL, true, EnumSet.of(FSFontUseCase.FALLBACK_FINAL));
        }
        return name -> font.apply(file(name));
    }

    private static void warnOfUnprintable(int[] characters) {
        try (var whole = new TTFParser().parse(new RandomAccessReadBuffer(whole()))) {
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

    /** The characters that every file has. */
    private BitSet cover() {
        var all = new BitSet();
        all.set(0, Character.MAX_CODE_POINT + 1);
        faces.values().stream().map(Face::file).distinct().forEach(file -> {
            try {
                var characters = new BitSet();
                var cmap = parsed(file).getUnicodeCmapLookup();
                for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
                    characters.set(c, cmap.getGlyphId(c) > 0);
                }
                all.and(characters);
            } catch (IOException e) {
                throw new UncheckedIOException("font " + file, e);
            }
        });
        return all;
    }

    private static void add(PdfRendererBuilder builder, Supplier<PDFont> font, String family, int weight) {
        builder.useFont(
                new PDFontSupplier(null) {
                    @Override
                    public PDFont supply() {
                        return font.get();
                    }
                },
                family,
                weight,
                FontStyle.NORMAL,
                true);
    }

    private PDFont embed(PDDocument document, Path file) {
        try {
            return PDType0Font.load(document, parsed(file), true);
        } catch (IOException e) {
            throw new UncheckedIOException("font " + file, e);
        }
    }

    private TrueTypeFont parsed(Path file) {
        return parsed.get().computeIfAbsent(file, Fonts::parse);
    }

    private static TrueTypeFont parse(Path file) {
        try {
            return new TTFParser().parse(new RandomAccessReadBuffer(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("font " + file, e);
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
