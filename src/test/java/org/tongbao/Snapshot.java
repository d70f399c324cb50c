package org.tongbao;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/**
 * What the pages of a PDF look like from afar: small, grey, side by side. Blocks of the picture are compared, not points,
 * so that a figure may change but not a layout. {@code -Dgolden=write} writes the pictures anew; a person looks at them
 * before they are committed.
 */
public final class Snapshot {

    private static final Path FOLDER = Path.of("src/test/resources/pages");
    private static final int DPI = 48;
    private static final int WIDTH = 100;
    private static final int HEIGHT = 140;
    private static final int BLOCK = 10;
    /** Of 255: how much a block's mean may differ; a missing chart or a table moved by a line differs by more. */
    private static final double TOLERANCE = 26;

    private Snapshot() {}

    /** What differs from the picture of that name, page by page; nothing if it looks the same. */
    public static List<String> differences(String name, byte[] pdf) throws IOException {
        var now = picture(pdf);
        var file = FOLDER.resolve(name + ".png");
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(FOLDER);
            ImageIO.write(now, "png", file.toFile());
        }
        if (!Files.exists(file)) {
            return List.of(name + ": no picture " + file + " yet; write it with -Dgolden=write");
        }
        return differences(read(name), now, name);
    }

    /** The picture that somebody looked at. */
    public static BufferedImage read(String name) throws IOException {
        return ImageIO.read(FOLDER.resolve(name + ".png").toFile());
    }

    /** What differs between two pictures. */
    public static List<String> differences(BufferedImage then, BufferedImage now, String name) {
        if (then.getWidth() != now.getWidth()) {
            return List.of(name + ": " + now.getWidth() / WIDTH + " pages, were " + then.getWidth() / WIDTH);
        }
        var differences = new ArrayList<String>();
        for (int page = 0; page < now.getWidth() / WIDTH; page++) {
            double most = 0;
            for (int y = 0; y < HEIGHT; y += BLOCK) {
                for (int x = page * WIDTH; x < (page + 1) * WIDTH; x += BLOCK) {
                    most = Math.max(most, Math.abs(mean(now, x, y) - mean(then, x, y)));
                }
            }
            if (most > TOLERANCE) {
                differences.add("%s page %d: a block differs by %.0f of 255".formatted(name, page + 1, most));
            }
        }
        return differences;
    }

    /** The pages of a PDF from afar. */
    public static BufferedImage picture(byte[] pdf) throws IOException {
        try (var document = Loader.loadPDF(pdf)) {
            int pages = document.getNumberOfPages();
            var all = new BufferedImage(WIDTH * pages, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
            var graphics = all.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, all.getWidth(), HEIGHT);
            var renderer = new PDFRenderer(document);
            for (int i = 0; i < pages; i++) {
                var page = renderer.renderImageWithDPI(i, DPI, ImageType.GRAY);
                graphics.drawImage(page, i * WIDTH, 0, WIDTH, HEIGHT, null);
            }
            graphics.dispose();
            return all;
        }
    }

    private static double mean(BufferedImage image, int left, int top) {
        int sum = 0;
        for (int y = top; y < top + BLOCK; y++) {
            for (int x = left; x < left + BLOCK; x++) {
                sum += image.getRaster().getSample(x, y, 0);
            }
        }
        return (double) sum / (BLOCK * BLOCK);
    }
}
