package org.tongbao.render.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPosition;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.CategoryLabelWidthType;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.block.BlockContainer;
import org.jfree.chart.block.BorderArrangement;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.renderer.category.CategoryItemRenderer;
import org.jfree.chart.text.TextBlockAnchor;
import org.jfree.chart.title.CompositeTitle;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.title.Title;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.CategoryDataset;
import org.tongbao.render.style.Palette;

/**
 * What all charts share: axes that only orient, thin gridlines, an ink baseline, one heading line with unit and legend;
 * colours that keep their order of lightness in grey print and differ for the colour-blind.
 */
record ChartStyle(Chart chart, ChartFonts fonts) {

    /** Bars whose labels stand inside: light enough for ink. */
    static final Color SOFT = new Color(Palette.SOFT);

    /** What is only there to compare with. */
    static final Color PALE = new Color(Palette.PALE);

    static final Color INK = new Color(Palette.INK);
    private static final Color FAINT = new Color(Palette.FAINT);
    private static final Color LIMIT = new Color(Palette.LIMIT);
    /** Size of labels, in CSS pixels. */
    static final float SMALL = 11;

    /** A label below a column may be as wide as the column and its gap. */
    private static final CategoryLabelPositions WIDE = CategoryLabelPositions.replaceBottomPosition(
            CategoryLabelPositions.STANDARD,
            new CategoryLabelPosition(
                    RectangleAnchor.TOP,
                    TextBlockAnchor.TOP_CENTER,
                    TextAnchor.TOP_CENTER,
                    0,
                    CategoryLabelWidthType.CATEGORY,
                    1.38f));

    /** A plot without any decoration that carries no meaning. */
    CategoryPlot plot(CategoryDataset data, CategoryItemRenderer renderer, PlotOrientation orientation) {
        var categories = new CategoryAxis();
        categories.setTickLabelFont(fonts.plain(SMALL));
        categories.setTickLabelPaint(INK);
        categories.setAxisLineVisible(false);
        categories.setTickMarksVisible(false);
        categories.setLowerMargin(0.015);
        categories.setUpperMargin(0.015);
        categories.setMaximumCategoryLabelLines(2);
        categories.setCategoryMargin(0.28);
        if (orientation.isHorizontal()) {
            categories.setMaximumCategoryLabelWidthRatio(0.5f);
        }
        if (orientation.isVertical()) {
            categories.setCategoryLabelPositions(data.getColumnCount() > 14 ? CategoryLabelPositions.UP_45 : WIDE);
        }
        var plot = new CategoryPlot(data, categories, axis(), renderer);
        plot.setOrientation(orientation);
        plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setRangeGridlinePaint(FAINT);
        plot.setRangeGridlineStroke(new BasicStroke(0.5f));
        plot.setRangeZeroBaselineVisible(true);
        plot.setRangeZeroBaselinePaint(INK);
        plot.setRangeZeroBaselineStroke(new BasicStroke(0.8f));
        plot.setInsets(new RectangleInsets(4, 0, 0, 8));
        var limit = chart.limit();
        if (limit != null) {
            plot.addRangeMarker(limit(limit, orientation), Layer.FOREGROUND);
        }
        return plot;
    }

    NumberAxis axis() {
        var axis = new NumberAxis();
        axis.setTickLabelFont(fonts.plain(SMALL - 1));
        axis.setTickLabelPaint(INK);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        axis.setNumberFormatOverride(new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        return axis;
    }

    private ValueMarker limit(double at, PlotOrientation orientation) {
        var stroke = new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {4, 3}, 0);
        var marker = new ValueMarker(at, LIMIT, stroke);
        marker.setLabel(BigDecimal.valueOf(at).stripTrailingZeros().toPlainString() + chart.unit());
        marker.setLabelFont(fonts.plain(SMALL - 1));
        marker.setLabelPaint(LIMIT);
        marker.setLabelBackgroundColor(Color.WHITE);
        boolean upright = orientation.isHorizontal();
        marker.setLabelAnchor(upright ? RectangleAnchor.BOTTOM_RIGHT : RectangleAnchor.TOP_RIGHT);
        marker.setLabelTextAnchor(upright ? TextAnchor.BOTTOM_LEFT : TextAnchor.BOTTOM_RIGHT);
        return marker;
    }

    /** The unit on the left, the legend on the right. */
    Title heading(CategoryPlot plot) {
        var unit = new TextTitle("单位：" + chart.unit(), fonts.plain(SMALL));
        unit.setPaint(INK);
        unit.setPadding(new RectangleInsets(4, 2, 0, 10));
        var heading = new BlockContainer(new BorderArrangement());
        heading.add(unit, RectangleEdge.LEFT);
        if (seriesInLegend() > 1) {
            var legend = new LegendTitle(plot);
            legend.setItemFont(fonts.plain(SMALL));
            legend.setItemPaint(INK);
            legend.setHorizontalAlignment(HorizontalAlignment.RIGHT);
            legend.setFrame(BlockBorder.NONE);
            legend.setBackgroundPaint(null);
            heading.add(legend, RectangleEdge.RIGHT);
        }
        var title = new CompositeTitle(heading);
        title.setPosition(RectangleEdge.TOP);
        title.setHorizontalAlignment(HorizontalAlignment.LEFT);
        return title;
    }

    private int seriesInLegend() {
        return chart.type() == Chart.Type.PARETO ? 2 : chart.series().size();
    }

    static Color seriesColour(int series) {
        return new Color(Palette.series(series));
    }

    /** Ink or white, whichever reads better on the colour. */
    static Paint readableOn(Color colour) {
        return new Color(Palette.readableOn(colour.getRGB()));
    }
}
