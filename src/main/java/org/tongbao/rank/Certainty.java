package org.tongbao.rank;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Appender;
import org.tongbao.warehouse.Session;

/**
 * How sure places are: what they would be had the scheme's decisions been drawn anew. The formulas stand in
 * docs/uncertainty.md. What was drawn comes from the scores of all draws, by SQL ({@link #place}, {@link #index}), or
 * computed on arrays elsewhere ({@link #intervals} and its neighbours); what follows from it is the same. Each result is a
 * temporary table:
 *
 * <pre>
 *   drawn_group    run, scope, subject, rank, "of", position, row_no, group_no (numbered in order of run, scope, position)
 *   drawn_place    run, scope, subject, row_no, rank, draw, comparable, best_grade, place
 *                  (draw 0: as declared; below 0: one left out; from arrays only these, and no best_grade)
 *   drawn_quantile row_no, median, low, high
 *   drawn_change   run, draw, change
 *   drawn_reach    line_no, row_no, hits, n, low, high   (how many of n draws reach a line that is worth a look)
 *   drawn_interval run, scope, subject, row_no, rank, "of", median, low, high, band
 *   drawn_line     run, scope, subject, line, kind, at, low, high, reached, warning
 *   drawn_removal  run, scope, subject, node, turn, rank, without   (turn: the indicator's in the scheme)
 *   drawn_index    run, input, draws, first_order, total
 * </pre>
 *
 * <p>Sums over draws are ordered by draw: so nothing depends on threads. What is particular to DuckDB: quantiles,
 * ordered aggregates, temporary tables.
 */
public final class Certainty {

    /** Table of those who are looked at. */
    public static final String GROUP = "drawn_group";

    /** Table of the intervals. */
    public static final String INTERVAL = "drawn_interval";

    /** Table of the lines that lie inside an interval. */
    public static final String LINE = "drawn_line";

    /** Table of the places without an indicator. */
    public static final String REMOVAL = "drawn_removal";

    /** Table of the indices of the inputs. */
    public static final String INDEX = "drawn_index";

    /** How much of the draws lies outside the interval, at either end. */
    public static final double TAIL = 0.05;

    /** Apart from these, draws with an input from another are numbered. */
    public static final long STRIDE = 1_000_000;

    /** The least draws for an index. */
    private static final int FEWEST = 50;

    /** How many places are computed at once. */
    private static final long BATCH = 500_000;

    private final Session session;
    private final Ranking ranking;
    private final String scores;

    /**
     * Takes the published places.
     *
     * @param standings query with {@code run, scope, subject, rank, "of"} of those who are to be looked at
     * @param groups query with {@code run, subject, scope, position}, as of {@link Ranking#standings}
     * @param scores table with {@code run, draw, subject, score, grade_limit} and the nodes that break ties, {@code
     *     breaker_<i>}; only for {@link #place}
     */
    public Certainty(Session session, Ranking ranking, String standings, String groups, String scores) {
        this.session = session;
        this.ranking = ranking;
        this.scores = scores;
        session.execute("create or replace temp table drawn_group as select g.run, g.scope, g.subject, g.position,"
                + " s.rank, s.\"of\", row_number() over (order by g.run, g.scope, g.position) - 1 as row_no,"
                + " dense_rank() over (order by g.run, g.scope) - 1 as group_no from (" + groups + ") as g join ("
                + standings + ") as s using (run, scope, subject)");
    }

    /** How scores become places. */
    public Ranking ranking() {
        return ranking;
    }

    /** Those who are looked at, row by row: run, number of the group, published place, how many have one. */
    public double[][] rows() {
        return session.numbers("select run, group_no, rank, \"of\" from drawn_group"
                + " order by row_no");
    }

    /** Ranks the scores of all draws by SQL: intervals, bands, lines, and what leaving out an indicator does. */
    public void place(Map<Long, String> removals) {
        session.execute("create or replace temp table drawn_place as " + places());
        session.execute("create or replace temp table drawn_quantile as " + QUANTILES);
        session.execute("create or replace temp table drawn_change as " + change("drawn_place where draw > 0"));
        band();
        session.execute("create or replace temp table drawn_reach as " + reached());
        conclude(removals);
    }

    /** Scores draws anew, each with one input from another draw; see {@link #index}. */
    @FunctionalInterface
    public interface Swap {
        /**
         * Scores the first {@code most} draws, each with one input from its counterpart in the second half.
         *
         * @param inputs by what to add to the number of the draw
         */
        void score(Map<Long, String> inputs, int most);
    }

    /**
     * The indices of each input, by SQL: by how much it alone, and with the others, makes places change (Saltelli and others
     * 2010, Jansen 1999).
     *
     * @param most how many places to compute for it at most
     */
    public void index(List<String> inputs, int draws, long most, Swap swap) {
        int size = swapped(inputs, draws, most);
        int together = (int) Math.max(1, BATCH / Math.max(1, subjects()) / Math.max(1, size));
        for (int from = 0; from < inputs.size() && size > 0; from += together) {
            var batch = new LinkedHashMap<Long, String>();
            for (int i = from; i < Math.min(inputs.size(), from + together); i++) {
                batch.put(STRIDE * (i + 1), inputs.get(i));
            }
            swap.score(batch, size);
            session.execute("insert into drawn_change " + change("(" + places() + ")"));
        }
        index(inputs, draws);
    }

    /**
     * How many draws of the first half are computed with an input from the second, for each input. Large groups get fewer,
     * so that a run does not wait for them.
     *
     * @param most how many places to compute for it at most, though {@link #FEWEST} draws at least
     */
    public int swapped(List<String> inputs, int draws, long most) {
        int half = draws / 2;
        return inputs.isEmpty()
                ? half
                : (int) Math.min(half, Math.max(FEWEST, most / Math.max(1, subjects()) / inputs.size()));
    }

    private long subjects() {
        return session.one("select count(*) as n from drawn_group").whole("n");
    }

    /** The indices, from the changes of all draws and of those with an input from another. */
    public void index(List<String> inputs, int draws) {
        var names = IntStream.range(0, inputs.size())
                .mapToObj(i -> "(" + (i + 1) + ", " + Ranking.text(inputs.get(i)) + ")")
                .collect(Collectors.joining(", "));
        session.execute("create or replace temp table " + INDEX + " as "
                + INDICES.formatted(draws / 2, STRIDE, names.isEmpty() ? "(-1, '')" : names));
    }

    /** Mean of the places by which subjects moved; whole and half places add up exactly in any order. */
    private static String change(String places) {
        return "select run, draw, sum(abs(place - rank)) / count(place) as change from " + places
                + " group by run, draw";
    }

    private String places() {
        var breakers = IntStream.range(0, ranking.breakers().size())
                .mapToObj(i -> ", d.breaker_" + i)
                .collect(Collectors.joining());
        return "select run, scope, subject, row_no, rank, draw, comparable, best_grade, cast("
                + ranking.places().rank("partition by draw, run, scope", "comparable", ranking.terms())
                + " as double) as place from (select g.run, g.scope, g.subject, g.row_no, g.position, g.rank, d.draw, "
                + ranking.comparable("d.score") + " as comparable, d.grade_limit as best_grade" + breakers + " from "
                + scores + " as d join drawn_group as g using (run, subject))";
    }

    /** A band begins with the first who certainly comes after the whole band before: whose interval starts after its first's ends. */
    private void band() {
        session.execute("create or replace temp table drawn_band (row_no bigint, band integer)");
        var ordered = session.numbers("select q.row_no, g.group_no, q.low, q.high from drawn_quantile as q join drawn_group as g"
                + " using (row_no) order by g.group_no, g.rank, g.position");
        try (var bands = session.temporaryAppender("drawn_band")) {
            int band = 0;
            double end = 0;
            for (int i = 0; i < ordered[0].length; i++) {
                boolean first = i == 0 || ordered[1][i] != ordered[1][i - 1];
                if (first || ordered[2][i] > end) {
                    band = first ? 1 : band + 1;
                    end = ordered[3][i];
                }
                bands.row((long) ordered[0][i], band);
            }
        }
        session.execute("create or replace temp table " + INTERVAL + " as select g.run, g.scope, g.subject, row_no, g.rank,"
                + " g.\"of\", q.median, q.low, q.high, b.band from drawn_group as g join drawn_quantile as q using (row_no)"
                + " join drawn_band as b using (row_no)");
    }

    /** What was computed on arrays, row by row of the table that {@link #take} describes. */
    public interface Drawn {

        /** {@code row_no, median, low, high}; the last two whole numbers. */
        void intervals(Appender rows);

        /** {@code run, draw, change}. */
        void changes(Appender rows);

        /** {@code line_no, row_no, hits, n, low, high}: grades from 0 on, then lines. */
        void reached(Appender rows);

        /** {@code row_no, draw, units, place} of the draws below 1; units as of {@link Ranking#units}. */
        void places(Appender rows);
    }

    /** Takes what was computed on arrays in the place of {@link #place}. */
    public void take(Drawn drawn, Map<Long, String> removals) {
        feed("drawn_quantile", "row_no bigint, median double, low integer, high integer", drawn::intervals);
        feed("drawn_change", "run bigint, draw bigint, change double", drawn::changes);
        feed("drawn_reach", "line_no integer, row_no bigint, hits bigint, n bigint, low double, high double", drawn::reached);
        feed("drawn_unit", "row_no bigint, draw bigint, units bigint, place double", drawn::places);
        session.execute("create or replace temp table drawn_place as select g.run, g.scope, g.subject, row_no, g.rank, u.draw,"
                + " cast(cast(u.units as decimal(19, 0)) * " + BigDecimal.ONE.movePointLeft(ranking.scale()).toPlainString()
                + " as decimal(38, " + ranking.scale() + ")) as comparable, u.place from drawn_group as g join drawn_unit as u"
                + " using (row_no)");
        band();
        conclude(removals);
    }

    private void feed(String table, String columns, Consumer<Appender> rows) {
        session.execute("create or replace temp table " + table + " (" + columns + ")");
        try (var appender = session.temporaryAppender(table)) {
            rows.accept(appender);
        }
    }

    private void conclude(Map<Long, String> removals) {
        session.execute("create or replace temp table " + LINE + " as " + lines());
        var left = removals.entrySet().stream()
                .map(e -> "(" + e.getKey() + ", " + Ranking.text(e.getValue()) + ")")
                .collect(Collectors.joining(", "));
        session.execute("create or replace temp table " + REMOVAL + " as "
                + "select g.run, g.scope, g.subject, r.node, -r.draw as turn, g.rank, p.place as without from drawn_group as g join"
                + " drawn_place as p using (row_no) join (values "
                + (left.isEmpty() ? "(null, null)" : left) + ") as r(draw, node) using (draw)");
    }

    /** How many draws reach each line, by SQL: of a place only where the line lies inside the interval. */
    private String reached() {
        var reached = new ArrayList<String>();
        reached.add("select 0 as line_no, row_no, 0 as hits, 0 as n, low, high from drawn_quantile where false");
        for (var grade : ranking.grades().keySet()) {
            reached.add(GRADE_REACHED.formatted(reached.size() - 1, ranking.reaches(grade, "comparable")));
        }
        for (var line : ranking.lines()) {
            var last = line.last("i.\"of\"");
            reached.add(PLACE_REACHED.formatted(
                    reached.size() - 1, line.first() ? "p.place <= " + last : "p.place > " + last, last));
        }
        return String.join("\nunion all\n", reached);
    }

    private String lines() {
        var lines = new ArrayList<String>();
        lines.add(NO_LINES);
        ranking.grades()
                .forEach((grade, least) -> lines.add(GRADE.formatted(
                        Ranking.text(grade),
                        least.toPlainString(),
                        lines.size() - 1,
                        Ranking.text("“" + grade + "”等次线"))));
        for (var line : ranking.lines()) {
            lines.add(PLACES.formatted(
                    Ranking.text(line.name()),
                    line.first() ? "first" : "last",
                    line.last("i.\"of\""),
                    lines.size() - 1,
                    Ranking.text("“" + line.name() + "”线（" + (line.first() ? "前" : "后") + line.places() + "名）")));
        }
        return String.join("\nunion all\n", lines);
    }

    /** Writes all results of a run into {@code stage}, in the place of what it had there. */
    public void enter(Run run, String scheme, int draws, long seed, double spread) {
        var mine = "select " + run.number() + " as run, " + Ranking.text(scheme) + " as scheme, * exclude (run) from ";
        session.inTransaction(() -> {
            for (var table : List.of("uncertainty", "sensitivity", "removal", "line")) {
                session.execute("delete from stage." + table + " where run = ? and scheme = ?", run.number(), scheme);
            }
            session.execute("""
                    update stage.standing as s set median = i.median, low = i.low, high = i.high, band = i.band
                    from drawn_interval as i
                    where s.run = i.run and s.scheme = ? and s.scope = i.scope and s.subject = i.subject""", scheme);
            session.execute(
                    "insert into stage.uncertainty select ?, ?, ?, ?, ?, "
                            + "(select count(*) from drawn_interval), (select avg(change order by draw) from drawn_change where draw < "
                            + STRIDE + ")",
                    run.number(),
                    scheme,
                    draws,
                    seed,
                    spread);
            session.execute("insert into stage.sensitivity by name " + mine + INDEX);
            session.execute(
                    "insert into stage.removal by name " + mine + "(select * exclude (turn) from " + REMOVAL + ")");
            session.execute("insert into stage.line by name " + mine + LINE);
        });
    }

    private static final String QUANTILES = """
            select row_no, quantile_cont(place, 0.5) as median, cast(floor(quantile_cont(place, %1$s)) as integer) as low,
                cast(ceil(quantile_cont(place, 1 - %1$s)) as integer) as high
            from drawn_place
            where draw > 0
            group by row_no""".formatted(TAIL);

    private static final String GRADE_REACHED = """
            select %1$s as line_no, row_no, count(*) filter (where %2$s) as hits, count(*) as n,
                cast(quantile_cont(comparable, 0.05) as double) as low,
                cast(quantile_cont(comparable, 0.95) as double) as high
            from drawn_place
            where draw > 0
            group by row_no""";

    private static final String PLACE_REACHED = """
            select %1$s as line_no, row_no, count(*) filter (where %2$s) as hits, count(*) as n,
                cast(null as double) as low, cast(null as double) as high
            from drawn_interval as i
            join drawn_place as p using (row_no)
            where p.draw > 0 and i.low <= %3$s and i.high > %3$s
            group by row_no""";

    private static final String GRADE = """
            select run, scope, subject, %1$s as line, 'grade' as kind, cast(%2$s as double) as stands_at, low, high, reached,
                %4$s || '%2$s分在得分区间' || printf('%%.2f', low) || '—' || printf('%%.2f', high) || '之内，'
                    || cast(cast(round(100 * reached) as integer) as varchar) || '%%的抽样达到' as warning
            from (
                select i.run, i.scope, i.subject, r.low, r.high, r.hits / cast(r.n as double) as reached
                from drawn_reach as r
                join drawn_interval as i using (row_no)
                where r.line_no = %3$s)
            where reached > 0.05 and reached < 0.95""";

    private static final String PLACES = """
            select i.run, i.scope, i.subject, %1$s as line, '%2$s' as kind, cast(%3$s as double) as stands_at, i.low, i.high,
                r.hits / cast(r.n as double) as reached,
                %5$s || '在名次区间' || i.low || '—' || i.high || '之内，'
                    || cast(cast(round(100.0 * r.hits / r.n) as integer) as varchar) || '%%的抽样列入' as warning
            from drawn_reach as r
            join drawn_interval as i using (row_no)
            where r.line_no = %4$s""";

    private static final String NO_LINES = """
            select run, scope, subject, '' as line, '' as kind, 0e0 as stands_at, cast(low as double) as low,
                cast(high as double) as high, 0e0 as reached, '' as warning
            from drawn_interval where false""";

    /** Draw d of the first half, with the n-th input from draw d + half, is number n * stride + d. */
    private static final String INDICES = """
            with base as (
                select run, draw, change from drawn_change where draw <= 2 * %1$d
            ),
            mean as (
                select run, avg(change order by draw) as mean from base group by run
            ),
            variance as (
                select b.run, m.mean,
                    sum((b.change - m.mean) * (b.change - m.mean) order by b.draw) / (2e0 * %1$d - 1) as variance
                from base as b
                join mean as m using (run)
                group by b.run, m.mean
            ),
            swapped as (
                select c.run, n.input, n.name, c.draw %% %2$d as draw, c.change
                from drawn_change as c
                join (values %3$s) as n(input, name) on n.input = c.draw // %2$d
            )
            select x.run, x.name as input, count(*) as draws,
                avg((b.change - v.mean) * (x.change - a.change) order by x.draw) / nullif(v.variance, 0) as first_order,
                avg((a.change - x.change) * (a.change - x.change) order by x.draw) / 2 / nullif(v.variance, 0) as total
            from swapped as x
            join base as a on a.run = x.run and a.draw = x.draw
            join base as b on b.run = x.run and b.draw = x.draw + %1$d
            join variance as v on v.run = x.run
            group by x.run, x.input, x.name, v.variance
            order by x.run, x.input""";
}
