package org.tongbao.rank;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Appender;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;

/**
 * How certain places are: what they would be had the scheme's decisions been drawn anew. The formulas stand in
 * docs/uncertainty.md. Places under draws come by SQL from the scores of all draws ({@link #rankDraws}, {@link
 * #computeIndices}), or from arrays ({@link Drawn}, {@link #take}); what follows from them is the same. Each result is a
 * temporary table:
 *
 * <pre>
 *   drawn_group    run, scope, subject, position, rank, "of", row_no, group_no (numbered in order of run, scope, position)
 *   drawn_place    run, scope, subject, row_no, rank, draw, comparable, place
 *                  (draw 0: as declared; below 0: one left out; by arrays only these)
 *   drawn_reach    line_no, row_no, hits, n, low, high   (how many of n draws reach a line)
 *   drawn_interval run, scope, subject, row_no, rank, "of", median, low, high, band
 *   drawn_line     run, scope, subject, line, kind, stands_at, low, high, reached, warning
 *   drawn_removal  run, scope, subject, node, turn, rank, without   (turn: the indicator's in the scheme)
 *   drawn_index    run, input, draws, first_order, total
 * </pre>
 *
 * <p>Sums over draws are in order of draw: so nothing depends on threads. What is particular to DuckDB: quantiles,
 * temporary tables.
 */
public final class DrawnPlaces {

    /** Table of those whose places are drawn. */
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
    private static final long STRIDE = 1_000_000;

    /** The least draws for an index. */
    private static final int FEWEST = 50;

    /** How many places are computed at once. */
    private static final long BATCH = 500_000;

    private final Session session;
    private final Ranking ranking;
    private final String scores;
    private final double[][] rows;
    private double[][] changes = {};

    /**
     * Takes the published places.
     *
     * @param standings query with {@code run, scope, subject, rank, "of"} of those whose places are drawn
     * @param groups query with {@code run, subject, scope, position}, as of {@link Ranking#standings}
     * @param scores table with {@code run, draw, subject, score, grade_limit} and the nodes that break ties, {@code
     *     breaker_<i>}; only for {@link #rankDraws}
     */
    public DrawnPlaces(Session session, Ranking ranking, String standings, String groups, String scores) {
        this.session = session;
        this.ranking = ranking;
        this.scores = scores;
        session.execute("create or replace temp table drawn_group as select g.run, g.scope, g.subject, g.position,"
                + " s.rank, s.\"of\", row_number() over (order by g.run, g.scope, g.position) - 1 as row_no,"
                + " dense_rank() over (order by g.run, g.scope) - 1 as group_no from (" + groups + ") as g join ("
                + standings + ") as s using (run, scope, subject)");
        this.rows = session.numbers("select run, group_no, rank, \"of\" from drawn_group order by row_no");
    }

    /** How scores become places. */
    public Ranking ranking() {
        return ranking;
    }

    /** Those whose places are drawn, column by column: run, number of the group, published place, how many have one. */
    public double[][] rows() {
        return rows;
    }

    /** Places under all draws, computed on arrays. Rows are those of {@link #rows}, runs as they come in these. */
    public interface Drawn {

        /** Median, low and high of each row's places; NaN where it has none. */
        double[][] intervals();

        /** Mean of the places by which rows moved, by draw and run; NaN where nobody has a place. */
        double[][] changes();

        /** The same of the first draws with one input from the second half, by input, draw and run. */
        double[][][] swapped();

        /** Feeds {@code drawn_reach}: grades from 0 on, then lines; places only where the line lies inside the interval. */
        void reached(Appender table);

        /** Feeds {@code row_no, draw, units, place} of the draws below 1, with units as of {@link Ranking#units}. */
        void places(Appender table);
    }

    /** Takes places that were computed on arrays. */
    public void take(Drawn drawn, Map<Long, String> removals, List<String> inputs) {
        fillIntervals(drawn.intervals());
        feed(
                "drawn_reach",
                "line_no integer, row_no bigint, hits bigint, n bigint, low double, high double",
                drawn::reached);
        feed("drawn_unit", "row_no bigint, draw bigint, units bigint, place double", drawn::places);
        session.execute(
                "create or replace temp table drawn_place as select g.run, g.scope, g.subject, row_no, g.rank, u.draw,"
                        + " cast(cast(u.units as decimal(19, 0)) * "
                        + BigDecimal.ONE.movePointLeft(ranking.scale()).toPlainString()
                        + " as decimal(38, " + ranking.scale()
                        + ")) as comparable, u.place from drawn_group as g join drawn_unit as u"
                        + " using (row_no)");
        fillLinesAndRemovals(removals);
        changes = drawn.changes();
        fillIndices(inputs, drawn.swapped());
    }

    /** Ranks the scores of all draws by SQL: intervals, bands, lines, and what leaving out an indicator does. */
    public void rankDraws(Map<Long, String> removals) {
        session.execute("create or replace temp table drawn_place as " + places());
        var found = session.numbers(QUANTILES);
        fillIntervals(new double[][] {found[0], found[1], found[2]});
        session.execute("create or replace temp table drawn_reach as " + reached());
        fillLinesAndRemovals(removals);
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
     * The indices of each input, by SQL: by how much it alone, and with the others, makes places change (Saltelli and others
     * 2010, Jansen 1999).
     *
     * @param most how many places to compute for it at most, see {@link #swapCount}
     */
    public void computeIndices(List<String> inputs, int draws, long most, Swap swap) {
        var runs = runs();
        changes = new double[draws][runs.length];
        int size = swapCount(inputs, draws, most);
        var swapped = new double[inputs.size()][size][runs.length];
        readChanges(change("drawn_place where draw > 0"), runs, swapped);
        int together = (int) Math.max(1, BATCH / Math.max(1, rows[0].length) / Math.max(1, size));
        for (int from = 0; from < inputs.size() && size > 0; from += together) {
            var batch = new LinkedHashMap<Long, String>();
            for (int i = from; i < Math.min(inputs.size(), from + together); i++) {
                batch.put(STRIDE * (i + 1), inputs.get(i));
            }
            swap.score(batch, size);
            readChanges(change("(" + places() + ")"), runs, swapped);
        }
        fillIndices(inputs, swapped);
    }

    /** In order: as the rows are. */
    private double[] runs() {
        return DoubleStream.of(rows[0]).distinct().toArray();
    }

    /** Draw d of the first half, with the n-th input from draw d + half, is number n * stride + d. */
    private void readChanges(String query, double[] runs, double[][][] swapped) {
        var found = session.numbers(query);
        for (int i = 0; i < found[0].length; i++) {
            long number = (long) found[1][i];
            var draw = number < STRIDE
                    ? changes[(int) number - 1]
                    : swapped[(int) (number / STRIDE) - 1][(int) (number % STRIDE) - 1];
            draw[Arrays.binarySearch(runs, found[0][i])] = found[2][i];
        }
    }

    /**
     * How many draws of the first half are computed with an input from the second, for each input. Large groups get fewer,
     * so that a run does not wait for them.
     *
     * @param most how many places to compute for it at most, though {@link #FEWEST} draws at least
     */
    public int swapCount(List<String> inputs, int draws, long most) {
        int half = draws / 2;
        return inputs.isEmpty()
                ? half
                : (int) Math.min(half, Math.max(FEWEST, most / Math.max(1, rows[0].length) / inputs.size()));
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

    /** Fills the intervals, and the bands that follow from them. */
    private void fillIntervals(double[][] found) {
        var bands = bands(found[1], found[2]);
        feed("drawn_quantile", "row_no bigint, median double, low integer, high integer, band integer", table -> {
            for (int i = 0; i < bands.length; i++) {
                boolean none = Double.isNaN(found[0][i]);
                table.row(
                        (long) i,
                        none ? null : found[0][i],
                        none ? null : (int) found[1][i],
                        none ? null : (int) found[2][i],
                        bands[i]);
            }
        });
        session.execute(
                "create or replace temp table " + INTERVAL + " as select g.run, g.scope, g.subject, row_no, g.rank,"
                        + " g.\"of\", q.median, q.low, q.high, q.band from drawn_group as g join drawn_quantile as q using (row_no)");
    }

    /** A band begins with the first who certainly comes after the whole band before: whose interval starts after its first's ends. */
    private int[] bands(double[] low, double[] high) {
        var bands = new int[low.length];
        double end = Double.NaN;
        int before = -1;
        for (int i : inOrderOfRank()) {
            boolean first = before < 0 || rows[1][i] != rows[1][before];
            bands[i] = first ? 1 : bands[before];
            if (first || low[i] > end) {
                bands[i] += first ? 0 : 1;
                end = high[i];
            }
            before = i;
        }
        return bands;
    }

    /** Group by group; equals in order of appearance. */
    private int[] inOrderOfRank() {
        return IntStream.range(0, rows[0].length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> rows[1][i]).thenComparingDouble(i -> rows[2][i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void feed(String table, String columns, Consumer<Appender> rows) {
        session.execute("create or replace temp table " + table + " (" + columns + ")");
        try (var appender = session.temporaryAppender(table)) {
            rows.accept(appender);
        }
    }

    private void fillLinesAndRemovals(Map<Long, String> removals) {
        session.execute("create or replace temp table " + LINE + " as " + LINES.formatted(lines(), TAIL));
        var left = removals.entrySet().stream()
                .map(e -> "(" + e.getKey() + ", " + Sql.text(e.getValue()) + ")")
                .collect(Collectors.joining(", "));
        session.execute("create or replace temp table " + REMOVAL + " as "
                + "select g.run, g.scope, g.subject, r.node, -r.draw as turn, g.rank, p.place as without from drawn_group as g join"
                + " drawn_place as p using (row_no) join (values "
                + (left.isEmpty() ? "(null, null)" : left) + ") as r(draw, node) using (draw)");
    }

    /** How many draws reach each line, by SQL: of a place only where the line lies inside the interval. */
    private String reached() {
        var reached = new ArrayList<String>();
        reached.add(
                "select 0 as line_no, row_no, 0 as hits, 0 as n, 0e0 as low, 0e0 as high from drawn_interval where false");
        for (var grade : ranking.grades().keySet()) {
            reached.add(GRADE_REACHED.formatted(reached.size() - 1, ranking.reaches(grade, "comparable"), TAIL));
        }
        for (var line : ranking.lines()) {
            var last = line.last("i.\"of\"");
            reached.add(PLACE_REACHED.formatted(
                    reached.size() - 1, line.first() ? "p.place <= " + last : "p.place > " + last, last));
        }
        return String.join("\nunion all\n", reached);
    }

    /** The lines as values: number, name, kind, where it stands if that is the same for all, from the last place, in words. */
    private String lines() {
        var lines = new ArrayList<String>();
        ranking.grades()
                .forEach((grade, least) -> lines.add("(%d, %s, 'grade', cast(%s as double), 0, %s)"
                        .formatted(
                                lines.size(),
                                Sql.text(grade),
                                least.toPlainString(),
                                Sql.text("“" + grade + "”等次线" + least.toPlainString() + "分在得分区间"))));
        for (var line : ranking.lines()) {
            lines.add("(%d, %s, '%s', %s, %d, %s)"
                    .formatted(
                            lines.size(),
                            Sql.text(line.name()),
                            line.first() ? "first" : "last",
                            line.first() ? line.places() + "e0" : "null",
                            line.places(),
                            Sql.text("“" + line.name() + "”线（" + (line.first() ? "前" : "后") + line.places()
                                    + "名）在名次区间")));
        }
        return lines.isEmpty() ? "(-1, '', '', 0e0, 0, '')" : String.join(", ", lines);
    }

    /** Saltelli and others 2010 and Jansen 1999; what has no number is passed over, as SQL does it. */
    private void fillIndices(List<String> inputs, double[][][] swapped) {
        var runs = runs();
        int half = changes.length / 2;
        feed(INDEX, "run bigint, input varchar, draws bigint, first_order double, total double", table -> {
            for (int r = 0; r < runs.length; r++) {
                int run = r;
                var y = Arrays.stream(changes, 0, 2 * half)
                        .mapToDouble(change -> change[run])
                        .toArray();
                double mean = mean(y.length, d -> y[d]);
                double variance = sum(y.length, d -> (y[d] - mean) * (y[d] - mean)) / (2.0 * half - 1);
                for (int i = 0; i < inputs.size(); i++) {
                    var x = Arrays.stream(swapped[i])
                            .mapToDouble(change -> change[run])
                            .toArray();
                    if (x.length > 0) {
                        double first = mean(x.length, d -> (y[d + half] - mean) * (x[d] - y[d]));
                        double total = mean(x.length, d -> (y[d] - x[d]) * (y[d] - x[d]));
                        table.row(
                                (long) runs[r],
                                inputs.get(i),
                                (long) x.length,
                                part(first, variance),
                                part(total / 2, variance));
                    }
                }
            }
        });
    }

    private static @Nullable Double part(double of, double variance) {
        double part = variance == 0 ? Double.NaN : of / variance;
        return Double.isNaN(part) ? null : part;
    }

    /** In order, of those that are numbers; NaN if none is. */
    private static double mean(int size, IntToDoubleFunction number) {
        return sum(size, number)
                / IntStream.range(0, size)
                        .mapToDouble(number)
                        .filter(x -> !Double.isNaN(x))
                        .count();
    }

    private static double sum(int size, IntToDoubleFunction number) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double x = number.applyAsDouble(i);
            sum += Double.isNaN(x) ? 0 : x;
        }
        return sum;
    }

    /** Writes all results of a run into {@code stage}, in the place of what it had there. */
    public void write(Run run, String scheme, int draws, long seed, double spread) {
        var mine = "select " + run.number() + " as run, " + Sql.text(scheme) + " as scheme, * exclude (run) from ";
        double change = mean(changes.length, d -> changes[d].length == 0 ? Double.NaN : changes[d][0]);
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
            session.sql(
                            "insert into stage.uncertainty values (:run, :scheme, :draws, :seed, :spread, :subjects, :change)")
                    .param("run", run.number())
                    .param("scheme", scheme)
                    .param("draws", draws)
                    .param("seed", seed)
                    .param("spread", spread)
                    .param("subjects", rows[0].length)
                    .param("change", Double.isNaN(change) ? null : change)
                    .execute();
            session.execute("insert into stage.sensitivity by name " + mine + INDEX);
            session.execute(
                    "insert into stage.removal by name " + mine + "(select * exclude (turn) from " + REMOVAL + ")");
            session.execute("insert into stage.line by name " + mine + LINE);
        });
    }

    private static final String QUANTILES = """
            select quantile_cont(place, 0.5) as median, floor(quantile_cont(place, %1$s)) as low,
                ceil(quantile_cont(place, 1 - %1$s)) as high
            from drawn_place
            where draw > 0
            group by row_no
            order by row_no""".formatted(TAIL);

    private static final String GRADE_REACHED = """
            select %1$s as line_no, row_no, count(*) filter (where %2$s) as hits, count(*) as n,
                cast(quantile_cont(comparable, %3$s) as double) as low,
                cast(quantile_cont(comparable, 1 - %3$s) as double) as high
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

    private static final String LINES = """
            select * from (
                select i.run, i.scope, i.subject, l.line, l.kind,
                    coalesce(cast(l.stands_at as double), cast(i."of" - l.places as double)) as stands_at,
                    case when l.kind = 'grade' then r.low else i.low end as low,
                    case when l.kind = 'grade' then r.high else i.high end as high,
                    r.hits / cast(r.n as double) as reached,
                    l.words || case
                        when l.kind = 'grade' then printf('%%.2f', r.low) || '—' || printf('%%.2f', r.high) || '之内，'
                            || cast(cast(round(100 * (r.hits / cast(r.n as double))) as integer) as varchar)
                            || '%%的抽样达到'
                        else i.low || '—' || i.high || '之内，'
                            || cast(cast(round(100.0 * r.hits / r.n) as integer) as varchar) || '%%的抽样列入'
                    end as warning
                from drawn_reach as r
                join (values %1$s) as l(line_no, line, kind, stands_at, places, words) using (line_no)
                join drawn_interval as i using (row_no))
            where kind <> 'grade' or (reached > %2$s and reached < 1 - %2$s)""";
}
