/**
 * Charts: {@link org.tongbao.render.chart.Chart} and {@link org.tongbao.render.chart.Outlines} say what is drawn, {@link
 * org.tongbao.render.chart.ChartDrawing} draws it as vectors in {@link org.tongbao.render.chart.ChartFonts}, {@link
 * org.tongbao.render.chart.ChartValues} are its numbers. The only room that knows JFreeChart.
 */
@NullMarked
package org.tongbao.render.chart;

import org.jspecify.annotations.NullMarked;
