package org.tongbao.render.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.CategoryTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.labels.CategoryItemLabelGenerator;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.AbstractCategoryItemRenderer;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.LevelRenderer;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.facts.Facts;

/** A chart drawn as vectors. Values stand at the marks; bars begin at zero. */
public final class ChartDrawing {

    /** What stands at a value; JFreeChart's interface also asks for names of rows and columns, which nothing shows. */
    private interface LabelGenerator extends CategoryItemLabelGenerator {

        @Override
        @Nullable
        String generateLabel(CategoryDataset data, int series, int category);

        @Override
        default String generateRowLabel(CategoryDataset data, int row) {
            return "";
        }

        @Override
        default String generateColumnLabel(CategoryDataset data, int column) {
            return "";
        }
    }

    /** Widest bar, as a share of the plot: few bars do not become slabs. */
    private static final double WIDEST = 0.07;

    private final Chart chart;
    private final Facts.Table table;
    private final ChartFonts fonts;
    private final ChartStyle style;
    private final int digits;

    public ChartDrawing(Chart chart, Facts.Table table, ChartFonts fonts) {
        this.chart = chart;
        this.table = table;
        this.fonts = fonts;
        this.style = new ChartStyle(chart, fonts);
        this.digits = areAllWhole() ? 0 : 1;
    }

    /** Draws into the area from the origin; units are CSS pixels. */
    public void draw(Graphics2D graphics, double width, double height) {
        if (table.rows().isEmpty()) {
            graphics.setFont(fonts.plain(ChartStyle.SMALL));
            graphics.setPaint(ChartStyle.INK);
            graphics.drawString("本期无数据", (float) width / 2 - 28, (float) height / 2);
            return;
        }
        var values = new ChartValues(chart, table);
        var canvas = new ChartCanvas(graphics, fonts, width, height);
        switch (chart.type()) {
            case BARS -> draw(bars(), graphics, width, height);
            case COLUMNS -> draw(columns(), graphics, width, height);
            case STACKED_BARS -> draw(stackedBars(), graphics, width, height);
            case LINES -> draw(lines(), graphics, width, height);
            case PARETO -> draw(pareto(), graphics, width, height);
            case DOTS -> new RowCharts(values, canvas).drawDots();
            case BOXES -> new RowCharts(values, canvas).drawBoxes();
            case WATERFALL -> new RowCharts(values, canvas).drawWaterfall();
            case PROFILE -> new RowCharts(values, canvas).drawProfile();
            case FUNNEL -> new FunnelChart(values, canvas).draw();
            case HEAT_MAP -> new ShadedCharts(values, canvas).drawHeatMap();
            case CALENDAR -> new ShadedCharts(values, canvas).drawCalendar();
            case MAP -> new ShadedCharts(values, canvas).drawMap();
        }
    }

    private void draw(CategoryPlot plot, Graphics2D graphics, double width, double height) {
        if (digits == 0) {
            // Of what is counted there is no half.
            plot.getRangeAxis().setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        }
        var drawn = new JFreeChart(null, fonts.plain(ChartStyle.SMALL), plot, false);
        drawn.setBackgroundPaint(null);
        drawn.setPadding(new RectangleInsets(2, 2, 2, 2));
        drawn.addSubtitle(style.heading(plot));
        drawn.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
    }

    /** The first series as bars, further ones as marks across them: this month and the one before. */
    private CategoryPlot bars() {
        var renderer = flatBars(new BarRenderer());
        labelBars(renderer, 0, ItemLabelAnchor.INSIDE9, TextAnchor.CENTER_LEFT);
        renderer.setSeriesPaint(0, ChartStyle.SOFT);
        var plot = style.plot(dataset(table.rows(), 0, 1), renderer, PlotOrientation.HORIZONTAL);
        if (chart.series().size() > 1) {
            var marks = new LevelRenderer();
            marks.setItemMargin(0);
            marks.setMaximumItemWidth(Math.min(WIDEST, 0.72 / table.rows().size()));
            plot.setDataset(1, dataset(table.rows(), 1, chart.series().size()));
            for (int i = 1; i < chart.series().size(); i++) {
                marks.setSeriesPaint(i - 1, ChartStyle.seriesColour(i == 1 ? 0 : i));
                marks.setSeriesStroke(i - 1, new BasicStroke(2.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
            }
            plot.setRenderer(1, marks);
            plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        }
        return plot;
    }

    private CategoryPlot columns() {
        var renderer = flatBars(new BarRenderer());
        renderer.setItemMargin(0.06);
        for (int i = 0; i < chart.series().size(); i++) {
            labelBars(renderer, i, ItemLabelAnchor.OUTSIDE12, TextAnchor.BOTTOM_CENTER);
        }
        renderer.setSeriesPaint(1, ChartStyle.PALE);
        var plot = style.plot(dataset(table.rows(), 0, chart.series().size()), renderer, PlotOrientation.VERTICAL);
        plot.getRangeAxis().setUpperMargin(0.12);
        return plot;
    }

    private CategoryPlot stackedBars() {
        var renderer = new Segments();
        flatBars(renderer);
        renderer.setDrawBarOutline(true);
        renderer.setDefaultOutlinePaint(Color.WHITE);
        renderer.setDefaultOutlineStroke(new BasicStroke(0.8f));
        for (int i = 0; i < chart.series().size(); i++) {
            labelBars(renderer, i, ItemLabelAnchor.CENTER, TextAnchor.CENTER);
            renderer.setSeriesItemLabelPaint(i, ChartStyle.readableOn(ChartStyle.seriesColour(i)));
        }
        var plot = style.plot(dataset(table.rows(), 0, chart.series().size()), renderer, PlotOrientation.HORIZONTAL);
        plot.getRangeAxis().setUpperMargin(0.12);
        for (var row : table.rows()) {
            double total = chart.series().stream()
                    .mapToDouble(s -> orZero(number(row, s.column())))
                    .sum();
            var text = new CategoryTextAnnotation(" " + figure(total), category(row), total);
            text.setFont(fonts.bold(ChartStyle.SMALL));
            text.setPaint(ChartStyle.INK);
            text.setTextAnchor(TextAnchor.CENTER_LEFT);
            plot.addAnnotation(text);
        }
        return plot;
    }

    /** Leaves out a part's figure where the part is narrower: it would lie over its neighbour's. */
    private static final class Segments extends StackedBarRenderer {

        @Override
        protected void drawItemLabel(
                Graphics2D graphics,
                CategoryDataset data,
                int row,
                int column,
                CategoryPlot plot,
                CategoryItemLabelGenerator generator,
                Rectangle2D bar,
                boolean negative) {
            var text = generator.generateLabel(data, row, column);
            var metrics = graphics.getFontMetrics(getItemLabelFont(row, column));
            if (text != null && metrics.getStringBounds(text, graphics).getWidth() <= bar.getWidth()) {
                super.drawItemLabel(graphics, data, row, column, plot, generator, bar, negative);
            }
        }
    }

    private CategoryPlot lines() {
        var renderer = new LineAndShapeRenderer(true, true);
        int last = table.rows().size() - 1;
        for (int i = 0; i < chart.series().size(); i++) {
            renderer.setSeriesPaint(i, ChartStyle.seriesColour(i));
            renderer.setSeriesStroke(i, new BasicStroke(i == 0 ? 2.2f : 1.4f));
            renderer.setSeriesShape(i, new Ellipse2D.Double(-2.2, -2.2, 4.4, 4.4));
            boolean above = isHigherThanNeighbour(i, last);
            var anchor = above ? TextAnchor.BOTTOM_LEFT : TextAnchor.TOP_LEFT;
            renderer.setSeriesPositiveItemLabelPosition(i, new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, anchor));
        }
        renderer.setDefaultItemLabelGenerator((LabelGenerator)
                (data, series, category) -> category == last ? figure(data.getValue(series, category)) : null);
        showLabels(renderer);
        var plot = style.plot(dataset(table.rows(), 0, chart.series().size()), renderer, PlotOrientation.VERTICAL);
        ((NumberAxis) plot.getRangeAxis()).setAutoRangeIncludesZero(false);
        plot.getRangeAxis().setUpperMargin(0.1);
        plot.getRangeAxis().setLowerMargin(0.1);
        plot.getDomainAxis().setUpperMargin(0.06);
        return plot;
    }

    private CategoryPlot pareto() {
        var first = chart.series().get(0).column();
        var rows = table.rows().stream()
                .sorted(Comparator.comparing(row -> -orZero(number(row, first))))
                .toList();
        double total =
                rows.stream().mapToDouble(row -> orZero(number(row, first))).sum();
        var renderer = flatBars(new BarRenderer());
        labelBars(renderer, 0, ItemLabelAnchor.INSIDE12, TextAnchor.TOP_CENTER);
        renderer.setSeriesPaint(0, ChartStyle.SOFT);
        renderer.setPositiveItemLabelPositionFallback(
                new ItemLabelPosition(ItemLabelAnchor.OUTSIDE12, TextAnchor.BOTTOM_CENTER));
        var plot = style.plot(dataset(rows, 0, 1), renderer, PlotOrientation.VERTICAL);

        var shares = new DefaultCategoryDataset();
        double sum = 0;
        for (var row : rows) {
            sum += orZero(number(row, first));
            shares.addValue(total == 0 ? 0 : 100 * sum / total, "累计占比", category(row));
        }
        var line = new LineAndShapeRenderer(true, true);
        line.setSeriesPaint(0, ChartStyle.seriesColour(0));
        line.setSeriesStroke(0, new BasicStroke(1.8f));
        line.setSeriesShape(0, new Ellipse2D.Double(-2.5, -2.5, 5, 5));
        line.setDefaultPositiveItemLabelPosition(
                new ItemLabelPosition(ItemLabelAnchor.OUTSIDE12, TextAnchor.BOTTOM_CENTER));
        line.setDefaultItemLabelGenerator((LabelGenerator) (data, series, category) ->
                Math.round(data.getValue(series, category).doubleValue()) + "%");
        showLabels(line);
        var percent = style.axis();
        percent.setRange(0, 112);
        percent.setVisible(false);
        plot.setDataset(1, shares);
        plot.setRenderer(1, line);
        plot.setRangeAxis(1, percent);
        plot.mapDatasetToRangeAxis(1, 1);
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        // Bars and line share one scale, 100 % being all cases, so that the line starts on the first bar's top.
        plot.getRangeAxis().setRange(0, Math.max(1, total * 1.12));
        return plot;
    }

    private BarRenderer flatBars(BarRenderer renderer) {
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setMaximumBarWidth(WIDEST);
        renderer.setItemMargin(0);
        for (int i = 0; i < chart.series().size(); i++) {
            renderer.setSeriesPaint(i, ChartStyle.seriesColour(i));
        }
        return renderer;
    }

    private void labelBars(BarRenderer renderer, int series, ItemLabelAnchor anchor, TextAnchor text) {
        var position = new ItemLabelPosition(anchor, text);
        renderer.setSeriesPositiveItemLabelPosition(series, position);
        renderer.setPositiveItemLabelPositionFallback(position); // JFreeChart hides what it thinks too tight
        renderer.setDefaultItemLabelGenerator(
                (LabelGenerator) (data, row, column) -> figure(data.getValue(row, column)));
        showLabels(renderer);
    }

    private void showLabels(AbstractCategoryItemRenderer renderer) {
        renderer.setDefaultItemLabelsVisible(true);
        renderer.setDefaultItemLabelFont(fonts.plain(ChartStyle.SMALL));
        renderer.setDefaultItemLabelPaint(ChartStyle.INK);
    }

    private DefaultCategoryDataset dataset(List<Map<String, @Nullable Object>> rows, int from, int to) {
        var data = new DefaultCategoryDataset();
        for (var series : chart.series().subList(from, to)) {
            rows.forEach(row -> data.addValue(number(row, series.column()), series.label(), category(row)));
        }
        return data;
    }

    /** Of two lines that end close to each other the higher is labelled above, the other below. */
    private boolean isHigherThanNeighbour(int series, int row) {
        var ends = new ArrayList<Double>();
        chart.series().forEach(s -> ends.add(orZero(number(table.rows().get(row), s.column()))));
        double own = ends.get(series);
        return ends.stream().filter(end -> end < own).count() >= ends.size() / 2;
    }

    private boolean areAllWhole() {
        return table.rows().stream()
                .flatMap(row -> chart.series().stream().map(series -> orZero(number(row, series.column()))))
                .allMatch(value -> value == Math.rint(value));
    }

    private String category(Map<String, @Nullable Object> row) {
        return Facts.visible(String.valueOf(row.get(chart.category())));
    }

    private static @Nullable Number number(Map<String, @Nullable Object> row, String column) {
        return (Number) row.get(column);
    }

    private static double orZero(@Nullable Number number) {
        return number == null ? 0 : number.doubleValue();
    }

    /** One decimal place, none where all values are whole: a label is to be read; the tables carry the exact figures. */
    private @Nullable String figure(@Nullable Number number) {
        if (number == null) {
            return null;
        }
        return new BigDecimal(number.toString())
                .setScale(digits, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
