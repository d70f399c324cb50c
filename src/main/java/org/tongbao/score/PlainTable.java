package org.tongbao.score;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tongbao.score.compile.Columns;
import org.tongbao.score.compile.Compilation;
import org.tongbao.score.compile.FigureSource;
import org.tongbao.score.method.Statistics;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.WarehouseException;

/**
 * A plain table to try a scheme on, without a warehouse: the first column is the subject, columns with an indicator's name
 * hold its values (for small samples also {@code NAME.numerator} and {@code NAME.denominator}), blank is missing. Each
 * period of the period column is a run of its own, numbered in order of time.
 */
public final class PlainTable {

    /** A query for the scored table, after {@link #defineScored}. */
    public static final String SCORED = "select * from plain_scored";

    /** Temporary table with the places, after {@link #setStandings}. */
    public static final String STANDING = "plain_standing";

    /**
     * Temporary table with the cells: {@code position} (order of the rows, the first is 1), {@code line} (of the file), and
     * for the i-th column {@code c<i>} (text) and {@code n<i>} (the number that it is), null where there is none.
     */
    public static final String CELLS = "plain_cell";

    /** From here on a double has no decimal places, and scores can't be told apart. */
    private static final double TOO_MANY_POINTS = 1e15;

    /** What says how many draws are to be made; anything else is the name of a file. */
    public static final String NUMBER_OF_DRAWS = "[0-9]{1,9}";

    /** Behind the name of a branch: its column with places. */
    private static final String RANK = "_rank";

    /** What a result calls its own columns, whatever is asked for. */
    private static final List<String> OWN = List.of(
            "subject",
            "period",
            "score",
            "grade",
            "rank",
            "previous_rank",
            "change",
            "peers",
            "peer_rank",
            "imputed",
            "rank_median",
            "rank_low",
            "rank_high",
            "band",
            "left_out");

    private final Session session;
    private final Scheme scheme;
    private final Location top;
    private final List<String> header;
    private final @Nullable Integer period;
    private final Problems problems;
    private final Compilation compilation;
    private final PlainCells cells;
    private List<String> rankedBranches = List.of();

    private PlainTable(
            Session session,
            Scheme scheme,
            Location top,
            List<String> header,
            @Nullable Integer period,
            Problems problems) {
        this.session = session;
        this.scheme = scheme;
        this.top = top;
        this.header = header;
        this.period = period;
        this.problems = problems;
        this.compilation = new Compilation(scheme, gauges(header));
        this.cells = new PlainCells(session, top, header, problems);
    }

    /**
     * Reads the table {@link #CELLS}. Empty, with problems noted, if it or the scheme's names do not fit.
     *
     * @param top where the headings stand
     * @param periodColumn heading of the period column, or null if there is one period only
     */
    public static Optional<PlainTable> of(
            Session session,
            Scheme scheme,
            Location top,
            List<String> header,
            @Nullable String periodColumn,
            Problems problems) {
        int before = problems.count();
        var seen = new LinkedHashSet<String>();
        header.stream()
                .filter(name -> !seen.add(name))
                .forEach(name -> problems.add(
                        top,
                        name.isEmpty() ? "two columns have no heading" : "column '" + name + "' stands here twice"));
        if (periodColumn != null && !header.contains(periodColumn)) {
            problems.addUnknown(top, "period column", periodColumn, header);
        }
        if (problems.count() > before) {
            return Optional.empty();
        }
        var table = new PlainTable(
                session, scheme, top, header, periodColumn == null ? null : header.indexOf(periodColumn), problems);
        table.verifyNames();
        if (problems.count() == before) {
            table.load();
        }
        return problems.count() == before ? Optional.of(table) : Optional.empty();
    }

    /**
     * Fills {@code stage.score}, whose run is the period's number, and {@code stage.weight} and {@code
     * stage.distribution}, which are over all periods (run 0).
     *
     * @throws org.tongbao.spec.SpecException with every value that gives more points than can be told apart
     */
    public void score() {
        compilation.statements(source()).forEach(session::execute);
        refuseTooManyPoints();
        problems.throwIfAny();
        session.execute("insert into stage.score by name " + compilation.rows());
        compilation.describe(0).forEach(session::execute);
    }

    private FigureSource source() {
        return new FigureSource.Wide("select * from plain" + (scheme.among() == null ? "" : " where among"), "true");
    }

    /**
     * Draws what could as well have been decided otherwise.
     *
     * @param draws a file with weights, or how many times to draw (0: only indicators are left out); null for as many as
     *     the scheme says
     * @param nodes whose points are asked for beside the score
     */
    public DrawnScores draw(@Nullable String draws, List<String> nodes) {
        var uncertainty = scheme.uncertainty();
        @Nullable List<Map<String, Double>> given = null;
        if (draws != null && draws.matches(NUMBER_OF_DRAWS)) {
            uncertainty = uncertainty.withDraws(Integer.parseInt(draws));
        } else if (draws != null) {
            given = Draws.read(Path.of(draws), scheme, problems).orElse(null);
            problems.throwIfAny();
        }
        return new DrawnScores(session, scheme, gauges(header), source(), new Draws(scheme, uncertainty, given), nodes);
    }

    /** Fills {@code stage.health} over all periods (run 0), after {@link #score}; returns it in the order of reading. */
    public List<Row> examine() {
        var health = new Health(scheme);
        var sizes = new ArrayList<String>();
        sizes.add("select run, subject, '' as name, 0e0 as d, false as of_scheme from plain where false");
        var indicators = List.copyOf(scheme.indicators());
        for (int i = 0; i < indicators.size(); i++) {
            var name = Sql.text(indicators.get(i));
            if (header.contains(indicators.get(i) + ".denominator")) {
                sizes.add("select run, subject, " + name + ", den" + i + ", false from plain where den" + i
                        + " is not null");
            }
            if (health.sizes().contains(indicators.get(i))) {
                sizes.add(
                        "select run, subject, " + name + ", r" + i + ", true from plain where r" + i + " is not null");
            }
        }
        health.loadPoints(session, "true");
        health.loadSizes(session, String.join(" union all ", sizes));
        health.writeFigures(session, 0);
        return session.query("select " + Health.COLUMNS + " from stage.health order by line");
    }

    /** A query for the order of appearance and the groups to be ranked: {@code run, subject, scope, position}. */
    public String groups() {
        return "select run, subject, " + (scheme.within() == null ? "'all'" : "grp") + " as scope, position from plain";
    }

    /**
     * The same with the text of a column that tells peers apart, {@code peer}; a mistake if the table has none such.
     *
     * @param classes whether its numbers are parted into classes
     */
    public String groups(String like, boolean classes, Location at) {
        if (!header.contains(like)) {
            problems.addUnknown(at, "column of peers", like, header);
        } else if (classes) {
            cells.refuseWords(like);
        }
        problems.throwIfAny();
        return "select g.*, "
                + (classes ? "cast(c.n" + header.indexOf(like) + " as varchar)" : "c.c" + header.indexOf(like))
                + " as peer from (" + groups()
                + ") as g join " + CELLS + " as c using (position)";
    }

    /**
     * Fills {@link #STANDING}.
     *
     * @param standings query with {@code run, subject, scope, score, grade, rank, left_out, peers, peer_rank}
     */
    public void setStandings(String standings) {
        session.execute("create or replace temp table " + STANDING + " as " + standings);
    }

    /**
     * Fills the columns with places by single branches, of which the result has one each.
     *
     * @param standings query with {@code run, scope, node, subject, rank}
     * @param names the branches
     */
    public void setBranchStandings(String standings, List<String> names) {
        session.execute("create or replace temp table plain_branch as " + standings);
        rankedBranches = List.copyOf(names);
        var taken = names.stream().map(name -> name + RANK).toList();
        nodes(scheme.root()).stream()
                .filter(node -> taken.contains(node.name()))
                .forEach(node -> problems.add(
                        node.at(),
                        "'" + node.name() + "' is a column of the result, which holds places; call it otherwise"));
        problems.throwIfAny();
    }

    /**
     * Defines what {@link #SCORED} reads, in the input's order: subject, period, points of every node, score, grade,
     * rank and, with periods, the rank before and the places gained; with peers the rank among these, and where points
     * may stand in for missing values their share.
     *
     * @param intervals table with the intervals of the ranks, {@code run, scope, subject, median, low, high, band}; null if
     *     they are not asked for
     */
    public void defineScored(boolean peers, @Nullable String intervals) {
        var columns = new ArrayList<String>();
        columns.add("p.subject as " + Sql.name(header.get(0)));
        if (period != null) {
            columns.add("p.period as " + Sql.name(header.get(period)));
        }
        nodes(scheme.root())
                .forEach(node -> columns.add("n." + compilation.column(node) + " as " + Sql.name(node.name())));
        columns.add("s.score as score, s.grade as grade, s.rank as rank");
        if (period != null) {
            columns.add("before.rank as previous_rank, before.rank - s.rank as change");
        }
        if (peers) {
            columns.add("s.peers as peers, s.peer_rank as peer_rank");
        }
        var branches = new StringBuilder();
        for (int i = 0; i < rankedBranches.size(); i++) {
            columns.add("b" + i + ".rank as " + Sql.name(rankedBranches.get(i) + RANK));
            branches.append(
                    " left join plain_branch as b%1$d on b%1$d.run = s.run and b%1$d.scope = s.scope and b%1$d.subject"
                                    .formatted(i)
                            + " = s.subject and b" + i + ".node = " + Sql.text(rankedBranches.get(i)));
        }
        if (Columns.isImputed(scheme.root())) {
            columns.add("n.q0 as imputed");
        }
        if (intervals != null) {
            columns.add("i.median as rank_median, i.low as rank_low, i.high as rank_high, i.band as band");
        }
        columns.add("s.left_out as left_out");
        session.execute("create or replace temp view plain_scored as select " + String.join(", ", columns)
                + " from plain as p join " + STANDING + " as s using (run, subject) join " + Compilation.TABLE
                + " as n using (run, subject) left join " + STANDING + " as before on before.subject = p.subject and"
                + " before.scope = s.scope and before.run = p.run - 1"
                + branches
                + (intervals == null
                        ? ""
                        : " left join " + intervals
                                + " as i on i.run = s.run and i.scope = s.scope and i.subject = s.subject")
                + " order by p.position");
    }

    /** A query for the weights that the data would give, beside those declared; empty if the scheme compares none. */
    public Optional<String> weights() {
        return scheme.compared().isEmpty()
                ? Optional.empty()
                : Optional.of(Scores.weights("stage.weight", scheme.compared()));
    }

    /** The columns that name a row of another table of this scoring: subject and, with periods, period; {@code p} is joined. */
    public String names() {
        return "p.subject as " + Sql.name(header.get(0))
                + (period == null ? "" : ", p.period as " + Sql.name(header.get(period)));
    }

    /** The period that a run of this scoring stands for, as a column; nothing without periods. */
    public String periodOf(String run) {
        return period == null
                ? ""
                : "(select min(p.period) from plain as p where p.run = " + run + ") as " + Sql.name(header.get(period))
                        + ", ";
    }

    private void verifyNames() {
        scheme.verify(gauges(header), problems);
        for (var leaf : scheme.leaves()) {
            if (Columns.isAdjusted(leaf)
                    && leaf.divisor() == null
                    && !header.containsAll(
                            List.of(leaf.indicator() + ".numerator", leaf.indicator() + ".denominator"))) {
                problems.add(
                        leaf.at(),
                        "'small-samples' needs the columns '" + leaf.indicator() + ".numerator' and '"
                                + leaf.indicator() + ".denominator' in " + top.file());
            }
        }
        var within = scheme.within();
        if (within != null && !header.contains(within)) {
            problems.addUnknown(scheme.at(), "column to rank within", within, header);
        }
        for (var like : scheme.likes()) {
            if (!header.contains(like)) {
                problems.addUnknown(scheme.at(), "column of likes", like, header);
            }
        }
        refuseTaken();
    }

    /** A name that would stand over two columns of the result; the engine tells no case apart. */
    private void refuseTaken() {
        var headings = new LinkedHashMap<String, String>();
        for (var name : header) {
            var other = headings.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            if (other != null) {
                problems.add(
                        top,
                        "the columns '" + other + "' and '" + name
                                + "' differ in upper and lower case only; call one of them otherwise");
            }
        }
        var names = new LinkedHashMap<String, String>();
        names(header.get(0), "subject", names);
        if (period != null) {
            names(header.get(period), "period", names);
        }
        for (var node : nodes(scheme.root())) {
            boolean branch = node instanceof Scheme.Branch;
            var lower = node.name().toLowerCase(Locale.ROOT);
            boolean own = node instanceof Scheme.Leaf leaf && leaf.name().equals(leaf.indicator());
            var what = branch ? "the branch" : own ? "the indicator and its column" : "it";
            if (OWN.contains(lower)) {
                problems.add(node.at(), taken(node.name(), what));
            } else if (names.containsKey(lower)) {
                problems.add(
                        node.at(),
                        "'" + node.name() + "' and '" + names.get(lower) + "' would be one column of the result; call "
                                + what + " otherwise, such as '" + node.name() + "_value'");
            }
            names.put(lower, node.name());
        }
    }

    /** Notes the name of one of the table's own columns that the result repeats; {@code meaning} it may be called, too. */
    private void names(String name, String meaning, Map<String, String> names) {
        var lower = name.toLowerCase(Locale.ROOT);
        if (OWN.contains(lower) && !lower.equals(meaning)) {
            problems.add(top, taken(name, "the column"));
        }
        names.put(lower, name);
    }

    private static String taken(String name, String what) {
        return "'" + name + "' is a column of the result; call " + what + " otherwise, such as '" + name + "_value'";
    }

    /** Checks the cells, and arranges them. */
    private void load() {
        int before = problems.count();
        numbers().forEach(cells::refuseWords);
        cells.numberPeriods(period);
        cells.refuseRepeated(period);
        for (var leaf : scheme.leaves()) {
            var divisor = leaf.divisor();
            if (divisor != null) {
                cells.refuseQuotients(leaf.indicator(), divisor);
            }
        }
        if (problems.count() == before) {
            arrange();
        }
    }

    private void refuseTooManyPoints() {
        int before = problems.count();
        for (var leaf : scheme.leaves()) {
            int i = header.indexOf(leaf.indicator());
            beyond("u" + compilation.column(leaf).substring(1))
                    .forEach(row -> problems.add(
                            cells.at(row),
                            "column '" + leaf.indicator() + "': '" + row.text("c" + i) + "' gives " + points(row)
                                    + " points, too many to tell scores apart; normalise '" + leaf.indicator()
                                    + "' by another way, such as min-max"));
        }
        if (problems.count() > before) {
            return;
        }
        var branches = new ArrayList<Scheme.Node>(List.of(scheme.root()));
        nodes(scheme.root()).stream().filter(Scheme.Branch.class::isInstance).forEach(branches::add);
        for (var branch : branches) {
            beyond(compilation.column(branch))
                    .forEach(row -> problems.add(
                            cells.at(row),
                            "'" + branch.name() + "' of '" + row.text("c0") + "' comes to " + points(row)
                                    + " points, too many to tell scores apart"));
        }
    }

    private List<Row> beyond(String column) {
        return session.query("select c.*, n." + column + " as points from " + Compilation.TABLE
                + " as n join plain as p"
                + " using (run, subject) join " + CELLS + " as c using (position) where not isfinite(n." + column
                + ") or abs(n." + column + ") >= " + Sql.number(TOO_MANY_POINTS) + " order by c.position limit "
                + PlainCells.SHOWN);
    }

    private static String points(Row row) {
        double points = row.optionalNumber("points").orElse(Double.NaN);
        return Double.isFinite(points)
                ? String.format(Locale.ROOT, "%.3g", points).replaceAll("\\.?0+e", "e")
                : "infinitely many";
    }

    /** Gives the cells the columns that a scheme is compiled for. */
    private void arrange() {
        var figures = new StringBuilder();
        var indicators = List.copyOf(scheme.indicators());
        for (int i = 0; i < indicators.size(); i++) {
            figures.append(", ").append(cast(indicators.get(i))).append(" as r").append(i);
            if (header.contains(indicators.get(i) + ".denominator")) {
                figures.append(", ")
                        .append(cast(indicators.get(i) + ".numerator"))
                        .append(" as num")
                        .append(i);
                figures.append(", ")
                        .append(cast(indicators.get(i) + ".denominator"))
                        .append(" as den")
                        .append(i);
            }
        }
        scheme.likes().forEach(like -> figures.append(", c")
                .append(header.indexOf(like))
                .append(" as ")
                .append(Statistics.likesColumn(like)));
        var when = period == null ? "''" : "c" + period;
        var run = period == null ? "cast(1 as bigint)" : "dense_rank() over (order by turn)";
        var within = scheme.within();
        try {
            session.execute("create or replace temp table plain as select " + run + " as run, " + run
                    + " as turn, c0 as subject, "
                    + when + " as period, "
                    + (within == null ? "''" : "coalesce(c" + header.indexOf(within) + ", '未分组')")
                    + " as grp, left_out, left_out is null as counts, among, position" + figures
                    + " from " + CELLS + (period == null ? "" : " join plain_period on written = c" + period)
                    + " join (select plain_position as position, cast(("
                    + (scheme.leftOut() == null ? "null" : scheme.leftOut()) + ") as varchar) as left_out, coalesce("
                    + (scheme.among() == null ? "true" : scheme.among()) + ", false) as among from (" + typed()
                    + ")) using (position)");
        } catch (WarehouseException e) {
            problems.add(scheme.at(), "among or left-out: " + e.reason());
        }
    }

    /** The file under its own headings, for the scheme's SQL; columns that hold only numbers are numbers. */
    private String typed() {
        var plain = session.one("select "
                + each(i -> "coalesce(bool_and(n" + i + " is not null) filter (where c" + i
                        + " is not null), false) as c" + i)
                + " from " + CELLS);
        return "select position as plain_position, "
                + IntStream.range(0, header.size())
                        .filter(i -> !header.get(i).isEmpty())
                        .mapToObj(i -> (plain.flag("c" + i) ? "n" : "c") + i + " as " + Sql.name(header.get(i)))
                        .collect(Collectors.joining(", "))
                + " from " + CELLS;
    }

    private Set<String> numbers() {
        var numbers = new LinkedHashSet<String>();
        for (var indicator : scheme.indicators()) {
            numbers.add(indicator);
            List.of(indicator + ".numerator", indicator + ".denominator").stream()
                    .filter(header::contains)
                    .forEach(numbers::add);
        }
        return numbers;
    }

    private String cast(String column) {
        return "n" + header.indexOf(column);
    }

    private String each(IntFunction<String> column) {
        return IntStream.range(0, header.size()).mapToObj(column).collect(Collectors.joining(", "));
    }

    private static List<Scheme.Node> nodes(Scheme.Branch branch) {
        var nodes = new ArrayList<Scheme.Node>();
        for (var child : branch.children()) {
            nodes.add(child);
            if (child instanceof Scheme.Branch inner) {
                nodes.addAll(nodes(inner));
            }
        }
        return nodes;
    }

    private static Map<String, Scheme.Gauge> gauges(List<String> header) {
        var gauges = new LinkedHashMap<String, Scheme.Gauge>();
        header.stream().skip(1).forEach(name -> gauges.put(name, new Scheme.Gauge(name, true, 1)));
        return gauges;
    }
}
