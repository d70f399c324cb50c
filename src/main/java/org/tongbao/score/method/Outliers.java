package org.tongbao.score.method;

import static org.tongbao.warehouse.Sql.number;

import java.util.List;

/**
 * What is done about a group's outliers before its values are compared. Nothing is touched unless the scheme says so and
 * the group fails the test of skewness and kurtosis (OECD and JRC 2008, step 3; as in COINr).
 */
public sealed interface Outliers {

    /** A group fails if its skewness is beyond this, and its kurtosis too. */
    double SKEWNESS = 2;

    double KURTOSIS = 3.5;

    /** Parts of the group's range that the logarithm is moved by, so that the least value has one. */
    double SHIFT = 0.01;

    /** How many values of each end may be drawn in. */
    int most();

    /** Whether the values of a group can go to another scale. */
    default boolean movesScale() {
        return false;
    }

    /** The value to be normalised, from the column and the group's row of {@link #table}, which is called {@code o}. */
    String sql(String column, String o);

    /** The note on a value that was changed; columns {@code before}, {@code after} and whether the group was logged. */
    String note(String before, String after, String logged);

    /** Values count as they are. */
    record Untreated() implements Outliers {
        @Override
        public int most() {
            return 0;
        }

        @Override
        public String sql(String column, String o) {
            return column;
        }

        @Override
        public String note(String before, String after, String logged) {
            return "null";
        }
    }

    /**
     * The most extreme values of the longer tail are drawn in to the next, one after another, until the test is passed.
     *
     * @param most how many of a group at most
     */
    record Winsorise(int most) implements Outliers {

        public Winsorise {
            if (most < 1) {
                throw new IllegalArgumentException("winsorise how many at most? write such as: winsorise 5");
            }
        }

        @Override
        public String sql(String column, String o) {
            return "case when " + column + " > " + o + ".high then " + o + ".high when " + column + " < " + o
                    + ".low then " + o + ".low else " + column + " end";
        }

        @Override
        public String note(String before, String after, String logged) {
            return "case when " + before + " <> " + after + " then '离群值，缩尾为' || cast(round(" + after
                    + ", 4) as varchar) end";
        }
    }

    /** The whole group goes to a logarithmic scale, {@code ln(x - least + 0.01 * range)}. */
    record LogTransform() implements Outliers {
        @Override
        public int most() {
            return 0;
        }

        @Override
        public boolean movesScale() {
            return true;
        }

        @Override
        public String sql(String column, String o) {
            return "case when " + o + ".outlying then " + log(column, o) + " else " + column + " end";
        }

        @Override
        public String note(String before, String after, String logged) {
            return "case when " + before + " <> " + after + " then '组内有离群值，取对数' end";
        }

        /** Null where it is not defined: for a subject left out that lies far below the group. */
        private static String log(String column, String o) {
            var moved = column + " - " + o + ".least + " + number(SHIFT) + " * (" + o + ".greatest - " + o + ".least)";
            return "ln(case when " + moved + " > 0 then " + moved + " end)";
        }
    }

    /**
     * Drawn in as by {@link Winsorise}; where the test is not passed even so, the whole group goes to the logarithmic
     * scale instead, as it was (the usual order of COINr).
     */
    record WinsoriseElseLog(int most) implements Outliers {

        @Override
        public boolean movesScale() {
            return true;
        }

        @Override
        public String sql(String column, String o) {
            return "case when " + o + ".stubborn then " + LogTransform.log(column, o) + " else "
                    + new Winsorise(most).sql(column, o) + " end";
        }

        @Override
        public String note(String before, String after, String logged) {
            return "case when " + logged + " then " + new LogTransform().note(before, after, logged) + " else "
                    + new Winsorise(most).note(before, after, logged) + " end";
        }
    }

    /**
     * The statement that makes a table with a row for each group: {@code run, grp, low, high} between which its values
     * stay, {@code least, greatest} of them, whether it was {@code outlying} before, and whether it is {@code stubborn}: so
     * still when as many are drawn in as may be.
     */
    static String table(String name, String from, String column, int most) {
        return """
                create or replace temp table %1$s as
                with cell as (
                    select run, grp, %3$s as x,
                        row_number() over (partition by run, grp order by %3$s) as up,
                        row_number() over (partition by run, grp order by %3$s desc) as down
                    from %2$s
                    where counts and %3$s is not null
                ),
                bound as (
                    select c.run, c.grp, k.k, max(case when c.up = k.k + 1 then c.x end) as low,
                        max(case when c.down = k.k + 1 then c.x end) as high
                    from cell as c cross join (select unnest(range(%4$d + 1)) as k) as k
                    group by c.run, c.grp, k.k
                ),
                side as (
                    select m.run, m.grp, m.skewness > 0 as upwards, %5$s as outlying
                    from (%6$s) as m
                ),
                tried as (
                    select s.run, s.grp, b.k, s.outlying, ends.low as least, ends.high as greatest,
                        case when s.upwards then ends.low else b.low end as low,
                        case when s.upwards then b.high else ends.high end as high
                    from side as s
                    join bound as b on b.run = s.run and b.grp = s.grp
                    join bound as ends on ends.run = s.run and ends.grp = s.grp and ends.k = 0
                ),
                drawn as (
                    select c.run, c.grp, t.k, case when c.x > t.high then t.high when c.x < t.low then t.low else c.x end as x
                    from cell as c join tried as t on t.run = c.run and t.grp = c.grp
                ),
                enough as (
                    select m.run, m.grp, coalesce(min(case when not %5$s then m.k end), %4$d) as k,
                        bool_and(%5$s) as stubborn
                    from (%7$s) as m
                    group by m.run, m.grp
                )
                select t.run, t.grp, t.low, t.high, t.least, t.greatest, t.outlying, e.stubborn
                from tried as t join enough as e on e.run = t.run and e.grp = t.grp and e.k = t.k""".formatted(
                        name,
                        from,
                        column,
                        most,
                        isOutlying("m"),
                        moments("run, grp", "cell"),
                        moments("run, grp, k", "drawn"));
    }

    /** Whether a row with the columns {@code skewness} and {@code kurtosis} fails the test, to nine places. */
    static String isOutlying(String alias) {
        return "coalesce(round(abs(%1$s.skewness), 9) > %2$s and round(%1$s.kurtosis, 9) > %3$s, false)"
                .formatted(alias, number(SKEWNESS), number(KURTOSIS));
    }

    /**
     * Skewness and kurtosis of samples by key: G1 and G2 of Joanes and Gill 1998, which are 0 for a normal distribution.
     * Deviations from the mean are added up, not powers of the values, so that large values lose nothing.
     */
    private static String moments(String key, String from) {
        return """
                select %1$s, n * s3 / nullif((n - 1) * (n - 2), 0) as skewness,
                    n * (n + 1) * s4 / nullif((n - 1) * (n - 2) * (n - 3), 0)
                        - 3 * (n - 1) * (n - 1) / nullif((n - 2) * (n - 3), 0) as kurtosis
                from (
                    select %1$s, cast(count(*) as double) as n, sum(power(z, 3) order by z) as s3,
                        sum(power(z, 4) order by z) as s4
                    from (
                        select %2$s, (v.x - c.mean) / nullif(c.deviation, 0) as z
                        from %3$s as v
                        join (select %1$s, avg(x order by x) as mean, stddev_samp(x order by x) as deviation from %3$s
                            group by %1$s) as c using (%1$s))
                    group by %1$s)""".formatted(key, "v." + key.replace(", ", ", v."), from);
    }

    /** Reads it as it is written in a scheme. */
    static Outliers parse(String text) {
        var words = new Tokens(text);
        if (words.accept("winsorise")) {
            var winsorise = new Winsorise((int) words.number("how many"));
            return words.end(words.accept("else log") ? new WinsoriseElseLog(winsorise.most()) : winsorise);
        }
        if (words.accept("log")) {
            return words.end(new LogTransform());
        }
        if (words.accept("leave")) {
            return words.end(new Untreated());
        }
        throw words.unknown("treatment of outliers", List.of("winsorise 5", "winsorise 5 else log", "log", "leave"));
    }
}
