package org.tongbao.render.page;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.tongbao.render.chart.ChartDrawing;

/** What a person who edits a template looks at: the PDF, an image of each page, the HTML with its charts, the workbook. */
public final class PagePreview {

    private static final Pattern CHART =
            Pattern.compile("<object type=\"tongbao/chart\" data=\"([^\"]+)\"[^>]*height: (\\d+)mm[^>]*></object>");
    private static final int PAGE_DPI = 80;
    private static final double PIXELS_PER_MM = 96 / 25.4;
    private static final double CHART_WIDTH_MM = 155;
    /** Charts are drawn larger than they are shown, for sharp screens. */
    private static final int SCALE = 2;

    private PagePreview() {}

    /**
     * Writes the images of a PDF's pages, {@code NAME-1.png} and so on, with all processors, and takes away those of pages
     * that are no more.
     */
    public static List<Path> writePages(byte[] pdf, Path folder, String name) throws IOException {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
        int count = IntStream.range(0, threads)
                .parallel()
                .map(thread -> writeEveryNth(pdf, thread, threads, folder, name))
                .max()
                .orElseThrow();
        for (int i = count + 1; Files.deleteIfExists(image(folder, name, i)); i++) {
            // the pages of a longer version
        }
        return IntStream.rangeClosed(1, count)
                .mapToObj(page -> image(folder, name, page))
                .toList();
    }

    private static Path image(Path folder, String name, int page) {
        return folder.resolve(name + "-" + page + ".png");
    }

    /** Draws the first page and each {@code step}th after it; PDFBox lets only one thread read a document. */
    private static int writeEveryNth(byte[] pdf, int first, int step, Path folder, String name) {
        try (var document = Loader.loadPDF(pdf)) {
            var renderer = new PDFRenderer(document);
            for (int i = first; i < document.getNumberOfPages(); i += step) {
                write(renderer.renderImageWithDPI(i, PAGE_DPI, ImageType.RGB), image(folder, name, i + 1));
            }
            return document.getNumberOfPages();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A larger file, written in half the time: somebody is waiting for it. */
    private static void write(BufferedImage image, Path file) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("png").next();
        var how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(0.9f);
        try (var bytes = Files.newOutputStream(file);
                var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
    }

    /** The HTML, with pictures in place of the charts. */
    public static byte[] withPictures(String html, Function<String, ChartDrawing> charts) {
        return CHART.matcher(html)
                .replaceAll(chart -> Matcher.quoteReplacement(
                        picture(charts.apply(chart.group(1)), Integer.parseInt(chart.group(2)))))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String picture(ChartDrawing drawing, int heightMm) {
        int width = (int) Math.round(CHART_WIDTH_MM * PIXELS_PER_MM);
        int height = (int) Math.round(heightMm * PIXELS_PER_MM);
        var image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.scale(SCALE, SCALE);
        drawing.draw(graphics, width, height);
        graphics.dispose();
        var png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return String.format(
                Locale.ROOT,
                "<img style=\"width: %dpx; height: %dpx\" src=\"data:image/png;base64,%s\"/>",
                width,
                height,
                Base64.getEncoder().encodeToString(png.toByteArray()));
    }
}
