package org.tongbao.render;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.sf.jasperreports.engine.JRException;
import net.sf.jasperreports.engine.JasperCompileManager;
import net.sf.jasperreports.engine.JasperExportManager;
import net.sf.jasperreports.engine.JasperFillManager;
import net.sf.jasperreports.engine.JasperReport;
import net.sf.jasperreports.engine.JasperReportsContext;
import net.sf.jasperreports.engine.SimpleJasperReportsContext;
import net.sf.jasperreports.engine.data.JRMapCollectionDataSource;
import net.sf.jasperreports.engine.design.JRDesignBand;
import net.sf.jasperreports.engine.design.JRDesignElement;
import net.sf.jasperreports.engine.design.JRDesignExpression;
import net.sf.jasperreports.engine.design.JRDesignField;
import net.sf.jasperreports.engine.design.JRDesignImage;
import net.sf.jasperreports.engine.design.JRDesignSection;
import net.sf.jasperreports.engine.design.JRDesignTextField;
import net.sf.jasperreports.engine.design.JasperDesign;
import net.sf.jasperreports.engine.fonts.FontFamily;
import net.sf.jasperreports.engine.fonts.SimpleFontFace;
import net.sf.jasperreports.engine.fonts.SimpleFontFamily;
import net.sf.jasperreports.engine.type.TextAdjustEnum;
import net.sf.jasperreports.renderers.AbstractRenderer;
import net.sf.jasperreports.renderers.Graphics2DRenderable;
import org.tongbao.render.chart.Chart;
import org.tongbao.render.chart.ChartDrawing;
import org.tongbao.render.chart.ChartFonts;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.style.FontFiles;
import org.tongbao.spec.Layers;

/** The circular of {@link CircularBenchmark} as a plain JasperReports program would print it: no tags, no archive. */
final class JasperCircular {

    private static final int WIDTH = 442;
    private static final int[] COLUMNS = {30, 140, 130, 62, 45, 35};
    private static final List<String> CELLS = List.of("line", "project", "enterprise", "region", "score", "grade");
    private static final List<String> TITLES = List.of("序号", "项目名称", "施工总承包单位", "所属地区", "得分", "等次");

    private static final List<String> CLOSING =
            List.of("图1　得分", "　　请对照落实。", "　　附件：项目考评结果", "景澜市住房和城乡建设局", "年　月　日", "附件", "项目考评结果");

    private final SimpleJasperReportsContext context = new SimpleJasperReportsContext();
    private final JasperReport report;
    private final Chart chart;
    private final ChartFonts fonts;

    JasperCircular(Path folder, Chart chart) throws JRException {
        this.chart = chart;
        this.fonts = new ChartFonts(FontFiles.in(Layers.of(folder)));
        var face = new SimpleFontFace(context);
        face.setTtf(folder.resolve("NotoSerifSC-Regular.ttf").toString());
        var family = new SimpleFontFamily(context);
        family.setName("serif");
        family.setNormalFace(face);
        family.setPdfEncoding("Identity-H");
        family.setPdfEmbedded(true);
        context.setExtensions(FontFamily.class, List.of(family));
        report = JasperCompileManager.getInstance(context).compile(design());
    }

    byte[] make(Facts facts) throws JRException {
        var rows = new ArrayList<Map<String, ?>>();
        rows.add(row("head", "景澜市住房和城乡建设局"));
        rows.add(row("word", "景建安〔2026〕　　号"));
        rows.add(row("head", "关于2026年6月施工安全考核情况的通报"));
        rows.add(row("word", "各有关单位："));
        rows.add(row("word", "　　一、工作情况"));
        facts.table("words").rows().forEach(row -> rows.add(row("word", "　　" + row.get("text"))));
        var drawing = new HashMap<String, Object>(row("drawn", ""));
        drawing.put("chart", new Drawn(new ChartDrawing(chart, facts.table("chart"), fonts)));
        rows.add(drawing);
        for (var line : CLOSING) {
            rows.add(row("word", line));
        }
        var heading = new HashMap<String, Object>(row("table", ""));
        for (int i = 0; i < CELLS.size(); i++) {
            heading.put(CELLS.get(i), TITLES.get(i));
        }
        rows.add(heading);
        for (var each : facts.table("rows").rows()) {
            var cells = new HashMap<String, Object>(row("table", ""));
            CELLS.forEach(name -> cells.put(
                    name,
                    name.equals("score")
                            ? String.format(Locale.ROOT, "%.2f", (Double) each.get(name))
                            : String.valueOf(each.get(name))));
            rows.add(cells);
        }
        rows.add(row("word", "景澜市住房和城乡建设局　　　　年　月　日印发"));
        var print = JasperFillManager.getInstance(context)
                .fill(report, new HashMap<>(), new JRMapCollectionDataSource(rows));
        return JasperExportManager.getInstance(context).exportToPdf(print);
    }

    private static Map<String, Object> row(String kind, String text) {
        var row = new HashMap<String, Object>();
        for (var each : List.of("head", "word", "drawn", "table")) {
            row.put(each, each.equals(kind));
        }
        row.put("text", text);
        return row;
    }

    private static JasperDesign design() throws JRException {
        var design = new JasperDesign();
        design.setName("circular");
        design.setPageWidth(595);
        design.setPageHeight(842);
        design.setColumnWidth(WIDTH);
        design.setLeftMargin(79);
        design.setRightMargin(74);
        design.setTopMargin(85);
        design.setBottomMargin(60);
        for (var name : List.of("head", "word", "drawn", "table")) {
            field(design, name, Boolean.class);
        }
        field(design, "text", String.class);
        field(design, "chart", Drawn.class);
        for (var name : CELLS) {
            field(design, name, String.class);
        }
        var detail = (JRDesignSection) design.getDetailSection();
        detail.addBand(band("head", 40, text("$F{text}", 0, WIDTH, 40, 22)));
        detail.addBand(band("word", 29, text("$F{text}", 0, WIDTH, 29, 16)));
        var image = new JRDesignImage(design);
        image.setWidth(WIDTH);
        image.setHeight(226);
        image.setExpression(expression("$F{chart}"));
        detail.addBand(band("drawn", 230, image));
        var cells = new JRDesignTextField[COLUMNS.length];
        int x = 0;
        for (int i = 0; i < cells.length; i++) {
            cells[i] = text("$F{" + CELLS.get(i) + "}", x, COLUMNS[i], 19, 9);
            cells[i].getLineBox().getBottomPen().setLineWidth(0.3f);
            x += COLUMNS[i];
        }
        detail.addBand(band("table", 19, cells));
        var header = new JRDesignBand();
        header.setHeight(20);
        header.addElement(text("\"征求意见稿 · 编号印发前不作为正式文件\"", 240, WIDTH - 240, 20, 9));
        design.setPageHeader(header);
        var footer = new JRDesignBand();
        footer.setHeight(39);
        footer.addElement(text("\"— \" + $V{PAGE_NUMBER} + \" —\"", 380, 60, 20, 14));
        design.setPageFooter(footer);
        return design;
    }

    private static JRDesignBand band(String when, int height, JRDesignElement... elements) {
        var band = new JRDesignBand();
        band.setHeight(height);
        band.setPrintWhenExpression(expression("$F{" + when + "}"));
        for (var element : elements) {
            band.addElement(element);
        }
        return band;
    }

    private static void field(JasperDesign design, String name, Class<?> type) throws JRException {
        var field = new JRDesignField();
        field.setName(name);
        field.setValueClass(type);
        design.addField(field);
    }

    private static JRDesignTextField text(String expression, int x, int width, int height, float size) {
        var text = new JRDesignTextField();
        text.setX(x);
        text.setWidth(width);
        text.setHeight(height);
        text.setFontName("serif");
        text.setFontSize(size);
        text.setTextAdjust(TextAdjustEnum.STRETCH_HEIGHT);
        text.setExpression(expression(expression));
        return text;
    }

    private static JRDesignExpression expression(String text) {
        var expression = new JRDesignExpression();
        expression.setText(text);
        return expression;
    }

    /** The same vectors as in our page. */
    static final class Drawn extends AbstractRenderer implements Graphics2DRenderable {

        private final transient ChartDrawing drawing;

        Drawn(ChartDrawing drawing) {
            this.drawing = drawing;
        }

        @Override
        public void render(JasperReportsContext context, Graphics2D graphics, Rectangle2D area) {
            var placed = (Graphics2D) graphics.create();
            placed.translate(area.getX(), area.getY());
            double scale = 72.0 / 96;
            placed.scale(scale, scale);
            drawing.draw(placed, area.getWidth() / scale, area.getHeight() / scale);
            placed.dispose();
        }
    }
}
