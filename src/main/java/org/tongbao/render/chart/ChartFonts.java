package org.tongbao.render.chart;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;
import org.tongbao.render.style.FontFiles;

/** The font of charts, plain and bold, as AWT measures and draws it. */
public final class ChartFonts {

    /**
     * The fonts of this process, by the SHA-256 of their files. AWT knows what it has measured by a font's name and size: of two
     * with one name it would measure with the first one's file, though that may be gone, and take what it can't read for nothing wide.
     */
    private static final Map<String, Font> MADE = new ConcurrentHashMap<>();

    private final Font plain;
    private final Font bold;

    public ChartFonts(FontFiles files) {
        keepAwtOffSystemFonts(files.file(FontFiles.CHARTS));
        this.plain = read(files.file(FontFiles.CHARTS));
        this.bold = read(files.file(FontFiles.CHARTS_BOLD)).deriveFont(Font.BOLD);
    }

    /** The plain font in a size, in CSS pixels. */
    Font plain(float size) {
        return plain.deriveFont(size);
    }

    /** The bold font in a size, in CSS pixels. */
    Font bold(float size) {
        return bold.deriveFont(size);
    }

    /** The name that the file gives to the plain font. */
    public String family() {
        return plain.getFamily();
    }

    /** The name that the file gives to the bold font. */
    public String boldFamily() {
        return bold.getFamily();
    }

    private static Font read(Path file) {
        try {
            return MADE.computeIfAbsent(
                    new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file), same -> make(file));
        } catch (IOException e) {
            throw new UncheckedIOException("font " + file, e);
        }
    }

    private static Font make(Path file) {
        try {
            return Font.createFont(Font.TRUETYPE_FONT, file.toFile()); // a stream would be copied into a temporary file
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
            var config = Files.createTempFile(
                    Path.of(System.getProperty("java.io.tmpdir")), "tongbao-fontconfig", ".properties");
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
