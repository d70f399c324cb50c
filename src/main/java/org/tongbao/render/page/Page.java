package org.tongbao.render.page;

import com.openhtmltopdf.extend.FSObjectDrawer;
import com.openhtmltopdf.extend.FSObjectDrawerFactory;
import com.openhtmltopdf.newtable.TableBox;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.render.Box;
import com.openhtmltopdf.util.XRLog;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.chart.ChartDrawing;
import org.tongbao.render.chart.ChartFonts;
import org.tongbao.render.style.FontFiles;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * HTML to PDF: archivable (PDF/A-2a), readable aloud (PDF/UA-1), searchable, and the same bytes for the same HTML, fonts and day.
 */
public final class Page {

    private static final Pattern XMP_DATE = Pattern.compile("(<xmp:CreateDate>)[^<]*(</xmp:CreateDate>)");

    private final PageFonts fonts;
    private final byte[] colours;

    static {
        XRLog.setLoggingEnabled(false);
    }

    public Page(FontFiles files, ChartFonts charts) {
        this.fonts = new PageFonts(files, charts);
        try (var in = Page.class.getResourceAsStream("sRGB.icc")) {
            if (in == null) {
                throw new IllegalStateException("sRGB.icc missing from the program");
            }
            this.colours = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The characters that no font has, of all pages so far, such as {@code 𬭎 (U+2CB4E)}. */
    public Set<String> missingGlyphs() {
        return fonts.missingGlyphs();
    }

    /**
     * Writes the PDF.
     *
     * @param html well-formed XHTML with its style sheet inside; it may refer to nothing outside
     * @param day what the document calls the day of its creation; not today's, so that it can be made again
     * @param charts draws the chart of a name into an area
     */
    public void write(String html, LocalDate day, Function<String, ChartDrawing> charts, OutputStream out)
            throws IOException {
        var page = UnknownColumns.leftOut(parse(html));
        if (!write(page, html, day, charts, out, "tight") && !write(page, html, day, charts, out, "narrow")) {
            write(page, html, day, charts, out, null);
        }
    }

    /**
     * Writes the PDF unless a table is wider than its page, which would cut off its last columns. That table then gets a
     * class by which the style sheet makes it narrower: set tighter first, and if that is not enough, with broken lines.
     *
     * @param narrower the class, or null if it is written whatever its width
     */
    private boolean write(
            Document page,
            String html,
            LocalDate day,
            Function<String, ChartDrawing> charts,
            OutputStream out,
            @Nullable String narrower)
            throws IOException {
        try (var document = new PDDocument();
                var used = fonts.forDocument(document)) {
            var builder = new PdfRendererBuilder()
                    .usePDDocument(document)
                    .withProducer("Tongbao")
                    .withW3cDocument(page, "")
                    .testMode(true) // which leaves the content of pages to be packed by PdfFile
                    .usePdfAConformance(PdfAConformance.PDFA_2_A)
                    .usePdfUaAccessibility(true)
                    .useColorProfile(colours)
                    .useExternalResourceAccessControl(
                            (uri, type) -> false, ExternalResourceControlPriority.RUN_AFTER_RESOLVING_URI)
                    .useObjectDrawerFactory(new ChartObjects(charts))
                    .usePageSupplier(Page::addPage);
            builder.useCacheStore(PdfRendererBuilder.CacheStore.PDF_FONT_METRICS, fonts.metrics());
            try (var renderer = builder.buildPdfRenderer()) {
                used.register(renderer.getFontResolver(), html);
                renderer.layout();
                if (narrower != null && mark(renderer.getRootBox(), narrower)) {
                    return false;
                }
                moveToFoot(renderer, "imprint");
                renderer.createPDFWithoutClosing();
                LandscapePages.rotate(document, () -> used.font(PageFonts.NUMBERS));
                setCreationDate(document, day);
                used.subset();
                PdfFile.write(document, out);
                return true;
            }
        }
    }

    /** Gives tables that are wider than their place a class; whether there are any. */
    private static boolean mark(Box box, String name) {
        boolean any = false;
        if (box instanceof TableBox table
                && table.getWidth() > table.getContainingBlock().getContentWidth() + 1) {
            var element = table.getElement();
            if (element != null) {
                element.setAttribute("class", (element.getAttribute("class") + " " + name).strip());
                any = true;
            }
        }
        for (var child : box.getChildren()) {
            any |= mark(child, name);
        }
        return any;
    }

    private static Document parse(String html) {
        var factory = DocumentBuilderFactory.newDefaultInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.setFeature("http://apache.org/xml/features/dom/defer-node-expansion", false);
            factory.setNamespaceAware(true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(html)));
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException(e);
        } catch (SAXException e) {
            throw new IllegalStateException("the page is not well-formed XHTML: " + e.getMessage(), e);
        }
    }

    private static PDPage addPage(PDDocument document, float width, float height, int page, int shadow) {
        var added = new PDPage(new PDRectangle(width, height));
        var resources = new PDResources();
        resources.getCOSObject().setItem(COSName.PROPERTIES, new MarkedContentProperties());
        added.setResources(resources);
        document.addPage(added);
        return added;
    }

    /**
     * The properties of marked content on a page, each of them used once. PDFBox looks for another with the same content
     * before it adds one, which takes a third of the time of painting a large table.
     */
    private static final class MarkedContentProperties extends COSDictionary {

        @Override
        public boolean containsValue(Object value) {
            return false;
        }

        @Override
        public void setItem(COSName key, @Nullable COSBase value) {
            if (value != null) {
                value.setDirect(true);
            }
            super.setItem(key, value);
        }
    }

    /** 版记 stands at the foot of the last page; openhtmltopdf knows no CSS property for it. */
    private static void moveToFoot(PdfBoxRenderer renderer, String id) {
        var box = renderer.getSharedContext().getBoxById(id);
        if (box == null) {
            return;
        }
        var pages = renderer.getRootBox().getLayer().getPages();
        int foot = pages.get(pages.size() - 1).getBottom();
        int gap = foot - (box.getAbsY() + box.getHeight());
        if (gap > 0) {
            box.setY(box.getY() + gap);
            box.calcCanvasLocation();
            box.calcChildLocations();
        }
    }

    /** openhtmltopdf writes the time of rendering; the day takes its place in both records of it. */
    private static void setCreationDate(PDDocument document, LocalDate day) throws IOException {
        var calendar = new GregorianCalendar(TimeZone.getTimeZone(ZoneOffset.UTC), Locale.ROOT);
        calendar.clear();
        calendar.set(day.getYear(), day.getMonthValue() - 1, day.getDayOfMonth());
        document.getDocumentInformation().setCreationDate(calendar);
        var catalog = document.getDocumentCatalog();
        var xmp = new String(catalog.getMetadata().toByteArray(), StandardCharsets.UTF_8);
        var dated = XMP_DATE.matcher(xmp).replaceAll("$1" + day + "T00:00:00+00:00$2");
        var metadata = new PDMetadata(document);
        metadata.importXMPMetadata(dated.getBytes(StandardCharsets.UTF_8));
        catalog.setMetadata(metadata);
    }

    /** {@code <object type="tongbao/chart" data="NAME">} is where the chart of that name is drawn. */
    private record ChartObjects(Function<String, ChartDrawing> charts) implements FSObjectDrawerFactory {

        @Override
        public FSObjectDrawer createDrawer(Element element) {
            var drawing = charts.apply(element.getAttribute("data"));
            return (e, x, y, width, height, device, context, dotsPerPixel) -> {
                float w = (float) (width / dotsPerPixel);
                float h = (float) (height / dotsPerPixel);
                device.drawWithGraphics((float) x, (float) y, w, h, graphics -> drawing.draw(graphics, w, h));
                return null;
            };
        }

        @Override
        public boolean isReplacedObject(Element element) {
            return element.getAttribute("type").equals("tongbao/chart");
        }
    }
}
