package org.tongbao.rank;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;

/**
 * How certain places are: what they would be had the scheme's decisions been drawn anew. The formulas stand in
 * docs/uncertainty.md; each result is a temporary table:
 *
 * <pre>
 *   drawn_place    run, scope, subject, draw, place, comparable, best_grade   (draw 0: as declared; below 0: one left out)
 *   drawn_interval run, scope, subject, rank, "of", median, low, high, band
 *   drawn_line     run, scope, subject, line, kind, at, low, high, reached, warning
 *   drawn_removal  run, scope, subject, node, turn, rank, without   (turn: the indicator's in the scheme)
 *   drawn_index    run, input, draws, first_order, total
 * </pre>
 *
 * <p>Sums over draws are ordered by draw: so nothing depends on threads. What is particular to DuckDB: quantiles,
 * ordered aggregates, temporary tables.
 */
public final class DrawnPlaces {

    /** Table of the intervals. */
    public static final String INTERVAL = "drawn_interval";

    /** Table of the lines that lie inside an interval. */
    public static final String LINE = "drawn_line";

    /** Table of the places without an indicator. */
    public static final String REMOVAL = "drawn_removal";

    /** Table of the indices of the inputs. */
    public static final String INDEX = "drawn_index";

    /** How much of the draws lies outside the interval, at either end. */
    private static final double TAIL = 0.05;

    /** Apart from these, draws with an input from another are numbered. */
    private static final long STRIDE = 1_000_000;

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
     *     breaker_<i>}
     */
    public DrawnPlaces(Session session, Ranking ranking, String standings, String groups, String scores) {
        this.session = session;
        this.ranking = ranking;
        this.scores = scores;
        session.execute("create or replace temp table drawn_group as select g.run, g.scope, g.subject, g.position,"
                + " s.rank, s.\"of\" from (" + groups + ") as g join (" + standings
                + ") as s using (run, scope, subject)");
    }

    /** Ranks the scores of all draws: intervals, bands, lines, and what leaving out an indicator does. */
    public void rankDraws(Map<Long, String> removals) {
        session.execute("create or replace temp table drawn_place as " + places());
        session.execute("create or replace temp table " + INTERVAL + " as " + INTERVALS);
        session.execute("create or replace temp table " + LINE + " as " + lines());
        var left = removals.entrySet().stream()
                .map(e -> "(" + e.getKey() + ", " + Sql.text(e.getValue()) + ")")
                .collect(Collectors.joining(", "));
        session.execute("create or replace temp table " + REMOVAL + " as "
                + "select g.run, g.scope, g.subject, r.node, -r.draw as turn, g.rank, p.place as without from drawn_group as g join"
                + " drawn_place as p using (run, scope, subject) join (values "
                + (left.isEmpty() ? "(null, null)" : left) + ") as r(draw, node) using (draw)");
    }

    /** Scores draws anew, each with one input from another draw; see {@link #computeIndices}. */
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
     * The indices of each input: by how much it alone, and with the others, makes places change (Saltelli and others 2010,
     * Jansen 1999). Large groups get fewer draws, so that a run does not wait for them.
     *
     * @param most how many places to compute for it at most, though {@link #FEWEST} draws at least
     */
    public void computeIndices(List<String> inputs, int draws, long most, Swap swap) {
        session.execute("create or replace temp table drawn_change as " + change("drawn_place where draw > 0"));
        long subjects =
                Math.max(1, session.one("select count(*) as n from drawn_group").whole("n"));
        int half = draws / 2;
        int size = inputs.isEmpty() ? half : (int) Math.min(half, Math.max(FEWEST, most / subjects / inputs.size()));
        int together = (int) Math.max(1, BATCH / subjects / Math.max(1, size));
        for (int from = 0; from < inputs.size() && size > 0; from += together) {
            var batch = new LinkedHashMap<Long, String>();
            for (int i = from; i < Math.min(inputs.size(), from + together); i++) {
                batch.put(STRIDE * (i + 1), inputs.get(i));
            }
            swap.score(batch, size);
            session.execute("insert into drawn_change " + change("(" + places() + ")"));
        }
        var names = IntStream.range(0, inputs.size())
                .mapToObj(i -> "(" + (i + 1) + ", " + Sql.text(inputs.get(i)) + ")")
                .collect(Collectors.joining(", "));
        session.execute("create or replace temp table " + INDEX + " as "
                + INDICES.formatted(half, STRIDE, names.isEmpty() ? "(-1, '')" : names));
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
        return "select run, scope, subject, rank, draw, comparable, best_grade, cast("
                + ranking.places().rank("partition by draw, run, scope", "comparable", ranking.terms())
                + " as double) as place from (select g.run, g.scope, g.subject, g.position, g.rank, d.draw, "
                + ranking.comparable("d.score") + " as comparable, d.grade_limit as best_grade" + breakers + " from "
                + scores + " as d join drawn_group as g using (run, subject))";
    }

    private String lines() {
        var lines = new ArrayList<String>();
        ranking.grades().forEach((grade, least) -> {
            lines.add(GRADE.formatted(
                    Sql.text(grade),
                    least.toPlainString(),
                    ranking.reaches(grade, "comparable"),
                    Sql.text("“" + grade + "”等次线" + least.toPlainString() + "分在得分区间")));
        });
        for (var line : ranking.lines()) {
            var last = line.last("i.\"of\"");
            lines.add(PLACES.formatted(
                    Sql.text(line.name()),
                    Sql.text(line.first() ? "first" : "last"),
                    last,
                    line.first() ? "p.place <= " + last : "p.place > " + last,
                    Sql.text("“" + line.name() + "”线（" + (line.first() ? "前" : "后") + line.places() + "名）")));
        }
        return lines.isEmpty() ? NO_LINES : String.join("\nunion all\n", lines);
    }

    /** Writes all results of a run into {@code stage}, in the place of what it had there. */
    public void write(Run run, String scheme, int draws, long seed, double spread) {
        var mine = "select " + run.number() + " as run, " + Sql.text(scheme) + " as scheme, * exclude (run) from ";
        session.inTransaction(() -> {
            for (var table : List.of("uncertainty", "sensitivity", "removal", "line")) {
                session.sql("delete from stage." + table + " where run = :run and scheme = :scheme")
                        .param("run", run.number())
                        .param("scheme", scheme)
                        .execute();
            }
            session.sql("""
                            update stage.standing as s set median = i.median, low = i.low, high = i.high, band = i.band
                            from drawn_interval as i
                            where s.run = i.run and s.scheme = :scheme and s.scope = i.scope and s.subject = i.subject""").param("scheme", scheme).execute();
            session.sql("""
                            insert into stage.uncertainty
                            select :run, :scheme, :draws, :seed, :spread, (select count(*) from drawn_interval),
                                (select avg(change order by draw) from drawn_change where draw < :stride)""")
                    .param("run", run.number())
                    .param("scheme", scheme)
                    .param("draws", draws)
                    .param("seed", seed)
                    .param("spread", spread)
                    .param("stride", STRIDE)
                    .execute();
            session.execute("insert into stage.sensitivity by name " + mine + INDEX);
            session.execute(
                    "insert into stage.removal by name " + mine + "(select * exclude (turn) from " + REMOVAL + ")");
            session.execute("insert into stage.line by name " + mine + LINE);
        });
    }

    /** A band begins with the first who certainly comes after the whole band before: whose interval starts after its first's ends. */
    private static final String INTERVALS = """
            with recursive interval as (
                select run, scope, subject, quantile_cont(place, 0.5) as median,
                    cast(floor(quantile_cont(place, %1$s)) as integer) as low,
                    cast(ceil(quantile_cont(place, 1 - %1$s)) as integer) as high
                from drawn_place
                where draw > 0
                group by run, scope, subject
            ),
            ordered as (
                select i.*, g.rank, g."of", row_number() over (partition by g.run, g.scope order by g.rank, g.position) as turn
                from interval as i
                join drawn_group as g using (run, scope, subject)
            ),
            leader as (
                select run, scope, turn, high from ordered where turn = 1
                union all
                select o.run, o.scope, o.turn, o.high
                from (
                    select l.run, l.scope, min(n.turn) as turn
                    from leader as l
                    join ordered as n on n.run = l.run and n.scope = l.scope and n.turn > l.turn and n.low > l.high
                    group by l.run, l.scope) as next
                join ordered as o using (run, scope, turn)
            ),
            banded as (
                select o.run, o.scope, o.subject, count(*) as band
                from ordered as o
                join leader as l on l.run = o.run and l.scope = o.scope and l.turn <= o.turn
                group by o.run, o.scope, o.subject
            )
            select o.run, o.scope, o.subject, o.rank, o."of", o.median, o.low, o.high, cast(b.band as integer) as band
            from ordered as o
            join banded as b using (run, scope, subject)""".formatted(TAIL);

    private static final String GRADE = """
            select run, scope, subject, %1$s as line, 'grade' as kind, cast(%2$s as double) as stands_at, low, high, reached,
                %4$s || printf('%%.2f', low) || '—' || printf('%%.2f', high) || '之内，'
                    || cast(cast(round(100 * reached) as integer) as varchar) || '%%的抽样达到' as warning
            from (
                select run, scope, subject, cast(quantile_cont(comparable, 0.05) as double) as low,
                    cast(quantile_cont(comparable, 0.95) as double) as high,
                    count(*) filter (where %3$s) / cast(count(*) as double) as reached
                from drawn_place
                where draw > 0
                group by run, scope, subject)
            where reached > 0.05 and reached < 0.95""";

    private static final String PLACES = """
            select i.run, i.scope, i.subject, %1$s as line, %2$s as kind, cast(%3$s as double) as stands_at, i.low, i.high,
                count(*) filter (where %4$s) / cast(count(*) as double) as reached,
                %5$s || '在名次区间' || i.low || '—' || i.high || '之内，'
                    || cast(cast(round(100.0 * count(*) filter (where %4$s) / count(*)) as integer) as varchar)
                    || '%%的抽样列入' as warning
            from drawn_interval as i
            join drawn_place as p using (run, scope, subject)
            where p.draw > 0 and i.low <= %3$s and i.high > %3$s
            group by i."of", i.run, i.scope, i.subject, i.low, i.high""";

    private static final String NO_LINES = """
            select run, scope, subject, '' as line, '' as kind, 0e0 as stands_at, low, high, 0e0 as reached, '' as warning
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
