package org.tongbao.render;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/** What a person who edits a template looks at: the PDF, an image of each page, the HTML with its charts, the workbook. */
final class Preview {

    private static final Pattern CHART =
            Pattern.compile("<object type=\"tongbao/chart\" data=\"([^\"]+)\"[^>]*height: (\\d+)mm[^>]*></object>");
    private static final int PAGE_DPI = 80;
    private static final double PIXELS_PER_MM = 96 / 25.4;
    private static final double CHART_WIDTH_MM = 155;
    /** Charts are drawn larger than they are shown, for sharp screens. */
    private static final int SHARPER = 2;

    private Preview() {}

    /** Writes the images of a PDF's pages, {@code NAME-1.png} and so on, and takes away those of pages that are no more. */
    static List<Path> pages(byte[] pdf, Path folder, String name) throws IOException {
        var written = new ArrayList<Path>();
        try (var document = Loader.loadPDF(pdf)) {
            var renderer = new PDFRenderer(document);
            for (int i = 0; i < document.getNumberOfPages(); i++) {
                var file = folder.resolve(name + "-" + (i + 1) + ".png");
                ImageIO.write(renderer.renderImageWithDPI(i, PAGE_DPI, ImageType.RGB), "png", file.toFile());
                written.add(file);
            }
        }
        for (int i = written.size() + 1; Files.deleteIfExists(folder.resolve(name + "-" + i + ".png")); i++) {
            // the pages of a longer version
        }
        return written;
    }

    /** The HTML, with pictures in place of the charts. */
    static byte[] html(String html, Function<String, Drawing> charts) {
        return CHART.matcher(html)
                .replaceAll(chart -> Matcher.quoteReplacement(
                        picture(charts.apply(chart.group(1)), Integer.parseInt(chart.group(2)))))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String picture(Drawing drawing, int heightMm) {
        int width = (int) Math.round(CHART_WIDTH_MM * PIXELS_PER_MM);
        int height = (int) Math.round(heightMm * PIXELS_PER_MM);
        var image = new BufferedImage(width * SHARPER, height * SHARPER, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.scale(SHARPER, SHARPER);
        drawing.draw(graphics, width, height);
        graphics.dispose();
        var png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return String.format(
                Locale.ROOT,
                "<img style=\"width: %dpx; height: %dpx\" src=\"data:image/png;base64,%s\"/>",
                width,
                height,
                Base64.getEncoder().encodeToString(png.toByteArray()));
    }
}
