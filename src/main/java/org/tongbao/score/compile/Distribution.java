package org.tongbao.score.compile;

import static org.tongbao.warehouse.Sql.number;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.score.method.Outliers;
import org.tongbao.warehouse.Sql;

/**
 * What an indicator's values look like over the subjects of a run: so that outliers and figures that only follow size are
 * seen even where nothing is done about them.
 *
 * @param node the indicator, or the score
 * @param value column with the value that is described
 * @param treated column with the value that was normalised
 * @param points column with the points that are compared with the size
 */
record Distribution(String node, String value, String treated, String points) {

    /** From this correlation on a figure is said to follow size; with fewer subjects than {@link #ENOUGH} never. */
    private static final double FOLLOWS = 0.5;

    private static final int ENOUGH = 10;

    /**
     * A query over {@link Compilation#TABLE} for the rows of {@code stage.distribution}. Values are first brought to
     * 0..1 and then added up as decimals: nothing overflows, and the order of rows doesn't matter.
     *
     * @param size column with the size, or null
     */
    static String query(List<Distribution> all, @Nullable String size) {
        // Without a size there is nothing to compare the points with, and half of the sums fall away.
        UnaryOperator<String> sized = x -> size == null ? "cast(null as double)" : sum(x);
        return """
                with cell as materialized (
                    select node, x, x is distinct from t as touched,
                        case when s is not null then p end as p, case when p is not null then s end as s
                    from (select unnest([%1$s]) as node, unnest([%2$s]) as x, unnest([%3$s]) as t, %4$s as p,
                            %5$s as s
                        from %6$s where reason is null)
                ),
                ends as (
                    select node, count(x) as n, count(*) - count(x) as missing, count(case when touched then 1 end) as touched,
                        min(x) as x0, max(x) as x1, min(p) as p0, max(p) as p1, min(s) as s0, max(s) as s1
                    from cell group by node
                ),
                unit as materialized (
                    select c.node, (c.x - e.x0) / nullif(e.x1 - e.x0, 0) as x, (c.p - e.p0) / nullif(e.p1 - e.p0, 0) as p,
                        (c.s - e.s0) / nullif(e.s1 - e.s0, 0) as s
                    from cell as c join ends as e using (node)
                ),
                middle as (
                    select node, %7$s / nullif(count(x), 0) as x, %8$s / nullif(count(p), 0) as p, %9$s / nullif(count(s), 0) as s
                    from unit group by node
                ),
                moment as (
                    select node, %10$s as x2, %11$s as x3, %12$s as x4, %13$s as pp, %14$s as ss, %15$s as ps
                    from (select u.node, u.x - m.x as x, u.p - m.p as p, u.s - m.s as s
                        from unit as u join middle as m using (node))
                    group by node
                ),
                figure as (
                    select e.node, cast(e.n as double) as n, e.missing, e.touched, e.x0 as least, e.x1 as greatest,
                        coalesce(e.x0 + (e.x1 - e.x0) * m.x, e.x0) as mean,
                        sqrt(q.x2 / nullif(e.n - 1, 0)) as unit_deviation,
                        (e.x1 - e.x0) as range, q.x3, q.x4,
                        q.ps / nullif(sqrt(q.pp) * sqrt(q.ss), 0) as size_correlation
                    from ends as e join middle as m using (node) join moment as q using (node)
                ),
                shape as (
                    select *, range * unit_deviation as deviation,
                        n * x3 / power(nullif(unit_deviation, 0), 3) / nullif((n - 1) * (n - 2), 0) as skewness,
                        n * (n + 1) * x4 / power(nullif(unit_deviation, 0), 4) / nullif((n - 1) * (n - 2) * (n - 3), 0)
                            - 3 * (n - 1) * (n - 1) / nullif((n - 2) * (n - 3), 0) as kurtosis
                    from figure
                )
                select node, cast(n as bigint) as n, missing, least, mean, greatest, deviation, skewness, kurtosis,
                    %16$s as outlying, touched, size_correlation,
                    nullif(concat_ws('；',
                        case when %16$s then '偏度' || printf('%%.2f', skewness) || '、峰度' || printf('%%.2f', kurtosis)
                            || '，疑有离群值' end,
                        case when n >= %17$d and abs(size_correlation) >= %18$s
                            then '与规模的相关系数' || printf('%%.2f', size_correlation) || '，疑受规模影响' end), '') as warning
                from shape
                order by node""".formatted(
                        list(all, d -> Sql.text(d.node)),
                        list(all, Distribution::value),
                        list(all, Distribution::treated),
                        size == null ? "cast(null as double)" : "unnest([" + list(all, Distribution::points) + "])",
                        size == null ? "cast(null as double)" : size,
                        Compilation.TABLE,
                        sum("x"),
                        sized.apply("p"),
                        sized.apply("s"),
                        sum("x * x"),
                        sum("x * x * x"),
                        sum("x * x * x * x"),
                        sized.apply("p * p"),
                        sized.apply("s * s"),
                        sized.apply("p * s"),
                        Outliers.isOutlying("shape"),
                        ENOUGH,
                        number(FOLLOWS));
    }

    private static String list(List<Distribution> all, Function<Distribution, String> column) {
        return all.stream().map(column).collect(Collectors.joining(", "));
    }

    private static String sum(String x) {
        return "cast(sum(cast(" + x + " as decimal(18, 15))) as double)";
    }
}
