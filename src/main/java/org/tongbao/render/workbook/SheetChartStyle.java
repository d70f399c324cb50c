package org.tongbao.render.workbook;

import org.apache.poi.xddf.usermodel.PresetLineDash;
import org.apache.poi.xddf.usermodel.XDDFColor;
import org.apache.poi.xddf.usermodel.XDDFLineProperties;
import org.apache.poi.xddf.usermodel.XDDFNoFillProperties;
import org.apache.poi.xddf.usermodel.XDDFPresetLineDash;
import org.apache.poi.xddf.usermodel.XDDFSolidFillProperties;
import org.apache.poi.xddf.usermodel.chart.AxisTickLabelPosition;
import org.apache.poi.xddf.usermodel.chart.AxisTickMark;
import org.apache.poi.xddf.usermodel.chart.DisplayBlanks;
import org.apache.poi.xddf.usermodel.chart.LegendPosition;
import org.apache.poi.xddf.usermodel.chart.MarkerStyle;
import org.apache.poi.xddf.usermodel.chart.XDDFBarChartData;
import org.apache.poi.xddf.usermodel.chart.XDDFCategoryAxis;
import org.apache.poi.xddf.usermodel.chart.XDDFChartData;
import org.apache.poi.xddf.usermodel.chart.XDDFLineChartData;
import org.apache.poi.xddf.usermodel.chart.XDDFScatterChartData;
import org.apache.poi.xddf.usermodel.chart.XDDFValueAxis;
import org.apache.poi.xssf.usermodel.XSSFChart;
import org.openxmlformats.schemas.drawingml.x2006.chart.CTDLbls;
import org.openxmlformats.schemas.drawingml.x2006.chart.CTValAx;
import org.openxmlformats.schemas.drawingml.x2006.chart.STDLblPos;
import org.openxmlformats.schemas.drawingml.x2006.main.CTTextBody;
import org.openxmlformats.schemas.drawingml.x2006.main.CTTextCharacterProperties;
import org.tongbao.render.style.Palette;

/**
 * How native charts look: flat, thin grid, values at the marks. Elements that Excel and LibreOffice take differently
 * when they are absent (rounded corners, deleted axes, labels of the series' names) are always written.
 */
final class SheetChartStyle {

    private static final String FONT = "等线";
    private static final int SMALL = 900; // hundredths of a point
    private static final int TITLE = 1200;

    private SheetChartStyle() {}

    /** Title, legend, background and what holds for the whole chart. */
    static void styleFrame(XSSFChart drawn, String title, boolean legend) {
        var space = drawn.getCTChartSpace();
        if (space.isSetRoundedCorners()) {
            space.getRoundedCorners().setVal(false);
        } else {
            space.addNewRoundedCorners().setVal(false);
        }
        text(space.isSetTxPr() ? space.getTxPr() : space.addNewTxPr(), SMALL, Palette.INK, false);
        drawn.getOrAddShapeProperties().setFillProperties(fill(0xFFFFFF));
        drawn.getOrAddShapeProperties().setLineProperties(stroke(Palette.FAINT, 0.75));
        drawn.setTitleText(title);
        drawn.setTitleOverlay(false);
        drawn.setAutoTitleDeleted(false);
        var paragraph = drawn.getCTChart().getTitle().getTx().getRich().getPArray(0);
        characters(
                paragraph.getRArray(0).isSetRPr()
                        ? paragraph.getRArray(0).getRPr()
                        : paragraph.getRArray(0).addNewRPr(),
                TITLE,
                Palette.INK,
                true);
        if (legend) {
            drawn.getOrAddLegend().setPosition(LegendPosition.TOP);
            drawn.getOrAddLegend().setOverlay(false);
        }
        drawn.setPlotOnlyVisibleCells(true);
        drawn.displayBlanksAs(DisplayBlanks.GAP);
    }

    /** Axes without ticks; the grid orients, labels at the marks tell the values. */
    static void styleAxes(XDDFCategoryAxis categories, XDDFValueAxis values) {
        categories.setVisible(true);
        categories.setMajorTickMark(AxisTickMark.NONE);
        categories.setMinorTickMark(AxisTickMark.NONE);
        categories.getOrAddShapeProperties().setLineProperties(stroke(0x808080, 0.75));
        styleAxis(values);
    }

    /** An axis of values. */
    static void styleAxis(XDDFValueAxis values) {
        values.setVisible(true);
        values.setMajorTickMark(AxisTickMark.NONE);
        values.setMinorTickMark(AxisTickMark.NONE);
        values.setNumberFormat("General");
        values.getOrAddShapeProperties().setLineProperties(new XDDFLineProperties(new XDDFNoFillProperties()));
        values.getOrAddMajorGridProperties().setLineProperties(stroke(Palette.FAINT, 0.5));
    }

    /** Titles in the look of the rest; POI would give them the language of the machine. */
    static void styleAxisTitles(XSSFChart drawn) {
        drawn.getCTChart().getPlotArea().getValAxList().stream()
                .filter(CTValAx::isSetTitle)
                .flatMap(axis -> axis.getTitle().getTx().getRich().getPList().stream())
                .flatMap(paragraph -> paragraph.getRList().stream())
                .forEach(run -> characters(run.isSetRPr() ? run.getRPr() : run.addNewRPr(), SMALL, Palette.INK, false));
    }

    /** An axis that only measures. */
    static void hide(XDDFValueAxis values) {
        values.setTickLabelPosition(AxisTickLabelPosition.NONE);
        values.getOrAddMajorGridProperties().setLineProperties(new XDDFLineProperties(new XDDFNoFillProperties()));
    }

    /** A bar with its value at the end, or within where bars stand on each other. */
    static void styleBar(XDDFChartData.Series series, int colour, boolean within, String format) {
        series.setFillProperties(fill(colour));
        if (within) {
            series.setLineProperties(stroke(0xFFFFFF, 0.75));
        }
        var bar = ((XDDFBarChartData.Series) series).getCTBarSer();
        if (bar.isSetInvertIfNegative()) {
            bar.getInvertIfNegative().setVal(false);
        } else {
            bar.addNewInvertIfNegative().setVal(false);
        }
        var labels = bar.isSetDLbls() ? bar.getDLbls() : bar.addNewDLbls();
        labels(
                labels,
                format,
                within ? STDLblPos.CTR : STDLblPos.OUT_END,
                within ? Palette.readableOn(colour) : Palette.INK);
    }

    static void styleLine(XDDFLineChartData.Series series, int colour, double points) {
        series.setLineProperties(stroke(colour, points));
        series.setSmooth(false);
        series.setMarkerStyle(MarkerStyle.CIRCLE);
        series.setMarkerSize((short) 5);
        var marker = series.getCTLineSer().getMarker();
        var shape = marker.isSetSpPr() ? marker.getSpPr() : marker.addNewSpPr();
        shape.addNewSolidFill().addNewSrgbClr().setVal(Palette.bytes(colour));
        shape.addNewLn().addNewNoFill();
    }

    /** A series without a line: marks with their values, or nothing but the end of an interval. */
    static void styleMarkers(XDDFLineChartData.Series series, int colour, boolean seen, String format) {
        styleLine(series, colour, 1);
        series.setLineProperties(new XDDFLineProperties(new XDDFNoFillProperties()));
        if (seen) {
            series.setMarkerSize((short) 7);
            labels(series.getCTLineSer().addNewDLbls(), format, STDLblPos.R, Palette.INK);
        } else {
            series.setMarkerStyle(MarkerStyle.NONE);
        }
    }

    /** Lines from the lowest to the highest series, and boxes from the first to the last. */
    static void addHighLowLines(XSSFChart drawn, boolean boxes) {
        var lines = drawn.getCTChart().getPlotArea().getLineChartArray(0);
        var range = lines.addNewHiLowLines().addNewSpPr().addNewLn();
        range.setW(boxes ? 9525 : 57150);
        range.addNewSolidFill().addNewSrgbClr().setVal(Palette.bytes(boxes ? Palette.INK : Palette.SOFT));
        if (boxes) {
            var bars = lines.addNewUpDownBars();
            bars.addNewGapWidth().setVal(150);
            bars.addNewUpBars().addNewSpPr().addNewSolidFill().addNewSrgbClr().setVal(Palette.bytes(Palette.SOFT));
            bars.addNewDownBars().addNewSpPr().addNewSolidFill().addNewSrgbClr().setVal(Palette.bytes(Palette.SOFT));
        }
    }

    /** Points without a line, or a line without points. */
    static void stylePoints(XDDFScatterChartData.Series series, int colour, boolean points) {
        series.setSmooth(false);
        series.setMarkerStyle(points ? MarkerStyle.CIRCLE : MarkerStyle.NONE);
        if (points) {
            series.setMarkerSize((short) 6);
            series.setLineProperties(new XDDFLineProperties(new XDDFNoFillProperties()));
            var marker = series.getCTScatterSer().getMarker();
            var shape = marker.isSetSpPr() ? marker.getSpPr() : marker.addNewSpPr();
            shape.addNewSolidFill().addNewSrgbClr().setVal(Palette.bytes(colour));
            shape.addNewLn().addNewNoFill();
        } else {
            series.setLineProperties(stroke(colour, 1.5));
        }
    }

    /** A series that only holds up the next. */
    static void hide(XDDFChartData.Series series) {
        series.setFillProperties(new XDDFNoFillProperties());
        series.setLineProperties(new XDDFLineProperties(new XDDFNoFillProperties()));
    }

    /** A line across the chart. */
    static void styleDashedLine(XDDFLineChartData.Series series, int colour) {
        var line = stroke(colour, 1.25);
        line.setPresetDash(new XDDFPresetLineDash(PresetLineDash.DASH));
        series.setLineProperties(line);
        series.setSmooth(false);
        series.setMarkerStyle(MarkerStyle.NONE);
    }

    /** The value at the end of a line; labels at each point would hide the lines. */
    static void labelLast(XDDFLineChartData.Series series, int last, String format, int colour) {
        var labels = series.getCTLineSer().addNewDLbls();
        label(labels, last, format, STDLblPos.R, colour, true);
        show(labels, false);
    }

    static void labelAbove(XDDFLineChartData.Series series, String format) {
        labels(series.getCTLineSer().addNewDLbls(), format, STDLblPos.T, Palette.INK);
    }

    /** The first value within its bar: the cumulative line begins on that bar's end and is labelled there. */
    static void labelFirstWithin(XDDFChartData.Series series, int colour, String format) {
        var labels = ((XDDFBarChartData.Series) series).getCTBarSer().getDLbls();
        label(labels, 0, format, STDLblPos.IN_END, Palette.readableOn(colour), false);
    }

    private static void label(
            CTDLbls labels, int point, String format, STDLblPos.Enum position, int colour, boolean bold) {
        var label = labels.addNewDLbl();
        label.addNewIdx().setVal(point);
        label.addNewNumFmt().setFormatCode(format);
        label.getNumFmt().setSourceLinked(false);
        label.addNewSpPr().addNewNoFill();
        text(label.addNewTxPr(), SMALL, colour, bold);
        label.addNewDLblPos().setVal(position);
        label.addNewShowLegendKey().setVal(false);
        label.addNewShowVal().setVal(true);
        label.addNewShowCatName().setVal(false);
        label.addNewShowSerName().setVal(false);
        label.addNewShowPercent().setVal(false);
        label.addNewShowBubbleSize().setVal(false);
    }

    private static void labels(CTDLbls labels, String format, STDLblPos.Enum position, int colour) {
        labels.addNewNumFmt().setFormatCode(format);
        labels.getNumFmt().setSourceLinked(false);
        labels.addNewSpPr().addNewNoFill();
        text(labels.addNewTxPr(), SMALL, colour, false);
        labels.addNewDLblPos().setVal(position);
        show(labels, true);
    }

    private static void show(CTDLbls labels, boolean values) {
        labels.addNewShowLegendKey().setVal(false);
        labels.addNewShowVal().setVal(values);
        labels.addNewShowCatName().setVal(false);
        labels.addNewShowSerName().setVal(false);
        labels.addNewShowPercent().setVal(false);
        labels.addNewShowBubbleSize().setVal(false);
    }

    private static void text(CTTextBody body, int size, int colour, boolean bold) {
        body.addNewBodyPr();
        body.addNewLstStyle();
        characters(body.addNewP().addNewPPr().addNewDefRPr(), size, colour, bold);
        body.getPArray(0).addNewEndParaRPr().setLang("zh-CN");
    }

    private static void characters(CTTextCharacterProperties text, int size, int colour, boolean bold) {
        text.setLang("zh-CN");
        text.setSz(size);
        text.setB(bold);
        text.addNewSolidFill().addNewSrgbClr().setVal(Palette.bytes(colour));
        text.addNewLatin().setTypeface(FONT);
        text.addNewEa().setTypeface(FONT);
    }

    private static XDDFSolidFillProperties fill(int colour) {
        return new XDDFSolidFillProperties(XDDFColor.from(Palette.bytes(colour)));
    }

    private static XDDFLineProperties stroke(int colour, double points) {
        var line = new XDDFLineProperties(fill(colour));
        line.setWidth(points);
        return line;
    }
}
