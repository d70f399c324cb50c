package org.tongbao.render.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.facts.Facts;

/** The values of a chart, by row and series. */
public record ChartValues(Chart chart, Facts.Table table) {

    int size() {
        return table.rows().size();
    }

    String category(int row) {
        return Facts.visible(String.valueOf(row(row).get(chart.category())));
    }

    LocalDate day(int row) {
        return LocalDate.parse(category(row).substring(0, 10));
    }

    /** Not a number where there is no value. */
    public double value(int row, int series) {
        return row(row).get(chart.series().get(series).column()) instanceof Number number
                ? number.doubleValue()
                : Double.NaN;
    }

    String label(int series) {
        return chart.series().get(series).label();
    }

    /** All values of these series that exist. */
    DoubleStream values(int from, int to) {
        return IntStream.range(0, size())
                .boxed()
                .flatMapToDouble(row -> IntStream.range(from, to).mapToDouble(series -> value(row, series)))
                .filter(Double::isFinite);
    }

    /** What a waterfall has reached after each row; the last is the total that the query gives. */
    public double[] cumulative() {
        var sums = new double[size()];
        double sum = 0;
        for (int i = 0; i < sums.length; i++) {
            double value = Double.isNaN(value(i, 0)) ? 0 : value(i, 0);
            sum = i == sums.length - 1 && i > 0 ? value : sum + value;
            sums[i] = sum;
        }
        return sums;
    }

    /** One decimal place, none where all values of the chart are whole. */
    String figure(double value) {
        boolean whole = values(0, chart.series().size()).allMatch(v -> v == Math.rint(v));
        return Double.isNaN(value)
                ? ""
                : BigDecimal.valueOf(value)
                        .setScale(whole ? 0 : 1, RoundingMode.HALF_UP)
                        .toPlainString();
    }

    private Map<String, @Nullable Object> row(int row) {
        return table.rows().get(row);
    }
}
