package org.tongbao.score;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tongbao.score.compile.Columns;
import org.tongbao.score.compile.Compilation;
import org.tongbao.score.compile.FigureSource;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.CsvReader;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.WarehouseException;

/**
 * A plain CSV to try a scheme on, without a warehouse: the first column is the subject, columns with an indicator's name
 * hold its values (for small samples also {@code NAME.numerator} and {@code NAME.denominator}), blank is missing. Each
 * period of the period column is a run of its own, numbered in order.
 */
public final class PlainTable {

    /** A query for the scored table, after {@link #defineScored}. */
    public static final String SCORED = "select * from plain_scored";

    /** Temporary table with the places, after {@link #setStandings}. */
    public static final String STANDING = "plain_standing";

    /** What stands in a number's cell. */
    private static final String NUMBER = "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?";

    private static final Pattern LINE = Pattern.compile("(?i)line:? (\\d+)");
    private static final int SHOWN = 20;

    private final Session session;
    private final Scheme scheme;
    private final String file;
    private final char delimiter;
    private final List<String> header;
    private final @Nullable Integer period;
    private final Problems problems;
    private final Compilation compilation;

    private PlainTable(
            Session session,
            Scheme scheme,
            String file,
            char delimiter,
            List<String> header,
            @Nullable Integer period,
            Problems problems) {
        this.session = session;
        this.scheme = scheme;
        this.file = file;
        this.delimiter = delimiter;
        this.header = header;
        this.period = period;
        this.problems = problems;
        this.compilation = new Compilation(scheme, gauges(header));
    }

    /**
     * Reads the file into the session; the engine must be allowed to read its folder. Empty, with problems noted, if the
     * file or the scheme's names do not fit.
     *
     * @param periodColumn heading of the period column, or null if there is one period only
     */
    public static Optional<PlainTable> read(
            Session session, Scheme scheme, Path csv, @Nullable String periodColumn, Problems problems) {
        int before = problems.count();
        var top = new Location(csv.toString(), 1);
        var heading = heading(csv, problems, top);
        if (heading.isEmpty()) {
            return Optional.empty();
        }
        var header = heading.get().names();
        var seen = new LinkedHashSet<String>();
        header.stream()
                .filter(name -> !seen.add(name))
                .forEach(name -> problems.add(top, "column '" + name + "' stands here twice"));
        if (periodColumn != null && !header.contains(periodColumn)) {
            problems.addUnknown(top, "period column", periodColumn, header);
        }
        if (problems.count() > before) {
            return Optional.empty();
        }
        var table = new PlainTable(
                session,
                scheme,
                csv.toString(),
                heading.get().delimiter(),
                header,
                periodColumn == null ? null : header.indexOf(periodColumn),
                problems);
        table.verifyNames();
        if (problems.count() == before) {
            table.load(csv);
        }
        return problems.count() == before ? Optional.of(table) : Optional.empty();
    }

    /**
     * Fills {@code stage.score}, whose run is the period's number, and {@code stage.weight} and {@code
     * stage.distribution}, which are over all periods (run 0).
     */
    public void score() {
        Scoring.insert(session, compilation, source());
        compilation.describe(0).forEach(session::execute);
    }

    private FigureSource source() {
        return new FigureSource.Wide("select * from plain" + (scheme.among() == null ? "" : " where among"), "true");
    }

    /**
     * Draws what could as well have been decided otherwise.
     *
     * @param draws a file with weights, or how many times to draw; null for as many as the scheme says
     * @param nodes whose points are asked for beside the score
     */
    public DrawnScores draw(@Nullable String draws, List<String> nodes) {
        var uncertainty = scheme.uncertainty();
        @Nullable List<Map<String, Double>> given = null;
        if (draws == null || draws.matches("[0-9]{1,9}")) {
            uncertainty = uncertainty.withDraws(draws == null ? uncertainty.draws() : Integer.parseInt(draws));
        } else {
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

    /** The same with the text of a column that tells peers apart, {@code peer}; a mistake if the table has none such. */
    public String groups(String like, Location at) {
        if (!header.contains(like)) {
            problems.addUnknown(at, "column of peers", like, header);
            problems.throwIfAny();
        }
        return "select g.*, c.c" + header.indexOf(like) + " as peer from (" + groups()
                + ") as g join plain_cell as c using (position)";
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
                + (intervals == null
                        ? ""
                        : " left join " + intervals
                                + " as i on i.run = s.run and i.scope = s.scope and i.subject = s.subject")
                + " order by p.position");
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
                : "(select any_value(p.period) from plain as p where p.run = " + run + ") as "
                        + Sql.name(header.get(period)) + ", ";
    }

    private void verifyNames() {
        scheme.verify(gauges(header), problems);
        for (var leaf : scheme.leaves()) {
            if (Columns.isAdjusted(leaf)
                    && leaf.divisor() == null
                    && !header.containsAll(List.of(leaf.name() + ".numerator", leaf.name() + ".denominator"))) {
                problems.add(
                        leaf.at(),
                        "'small-samples' needs the columns '" + leaf.name() + ".numerator' and '" + leaf.name()
                                + ".denominator' in " + file);
            }
        }
        var within = scheme.within();
        if (within != null && !header.contains(within)) {
            problems.addUnknown(scheme.at(), "column to rank within", within, header);
        }
    }

    private void load(Path csv) {
        var columns = IntStream.range(0, header.size())
                .mapToObj(i -> "c" + i + ": 'varchar'")
                .collect(Collectors.joining(", "));
        try {
            session.execute("create or replace temp table plain_cell as select row_number() over () as position, "
                    + each(i -> "nullif(trim(c" + i + "), '') as c" + i) + " from read_csv("
                    + Sql.text(csv.toAbsolutePath().toString())
                    + ", auto_detect = false, header = true, quote = '\"', escape = '\"', delim = "
                    + Sql.text(String.valueOf(delimiter)) + ", columns = {" + columns + "})");
        } catch (WarehouseException e) {
            var line = LINE.matcher(e.reason());
            problems.add(new Location(file, line.find() ? Integer.parseInt(line.group(1)) : 1), e.reason());
            return;
        }
        int before = problems.count();
        refuseWords();
        refuseRepeated();
        if (problems.count() == before) {
            arrange();
        }
    }

    private void refuseWords() {
        for (var column : numbers()) {
            var cell = "c" + header.indexOf(column);
            session
                    .sql("select position, " + cell + " as cell from plain_cell where not regexp_full_match(" + cell
                            + ", :number) order by position limit :shown")
                    .param("number", NUMBER)
                    .param("shown", SHOWN)
                    .stream(row -> problems.add(
                    new Location(file, line(row.whole("position"))),
                    "column '" + column + "': '" + row.text("cell")
                            + "' is not a number; leave the cell blank if there is none"));
        }
    }

    private void refuseRepeated() {
        session.query("select position from plain_cell where c0 is null order by position limit " + SHOWN)
                .forEach(row -> problems.add(
                        new Location(file, line(row.whole("position"))),
                        "the first column, '" + header.get(0) + "', is blank: it names the subject"));
        session.query("select max(position) as position, min(position) as earlier, c0 from plain_cell where c0 is not"
                        + " null group by c0" + (period == null ? "" : ", c" + period)
                        + " having count(*) > 1 order by 1 limit " + SHOWN)
                .forEach(row -> problems.add(
                        new Location(file, line(row.whole("position"))),
                        "'" + row.text("c0") + "' stands here again, first in line " + line(row.whole("earlier"))
                                + (period == null ? "; is there a period column?" : " for the same period")));
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
        var when = period == null ? "''" : "c" + period;
        var within = scheme.within();
        try {
            session.execute("create or replace temp table plain as select dense_rank() over (order by try_cast(" + when
                    + " as double) nulls last, " + when + ") as run, c0 as subject, " + when + " as period, "
                    + (within == null ? "''" : "coalesce(c" + header.indexOf(within) + ", '未分组')")
                    + " as grp, left_out, left_out is null as counts, among, position" + figures
                    + " from plain_cell join (select position, cast(("
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
                + each(i ->
                        "coalesce(bool_and(regexp_full_match(c" + i + ", " + Sql.text(NUMBER) + ")), false) as c" + i)
                + " from plain_cell");
        return "select position, "
                + each(i -> (plain.flag("c" + i) ? "cast(c" + i + " as double)" : "c" + i) + " as "
                        + Sql.name(header.get(i)))
                + " from plain_cell";
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
        return "cast(c" + header.indexOf(column) + " as double)";
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

    private static Optional<Heading> heading(Path csv, Problems problems, Location top) {
        Optional<Heading> best = Optional.empty();
        for (char delimiter : new char[] {',', ';', '\t'}) {
            try (var reader = Files.newBufferedReader(csv)) {
                var row = new CsvReader(reader, delimiter).next();
                if (row == null || row.isBlank() || row.fault() != null) {
                    problems.add(top, "the first line must hold the column names");
                    return Optional.empty();
                }
                // The one of comma, semicolon and tab that parts it into most cells.
                if (best.isEmpty() || row.cells().size() > best.get().names().size()) {
                    best = Optional.of(new Heading(
                            delimiter, row.cells().stream().map(String::strip).toList()));
                }
            } catch (CharacterCodingException e) {
                problems.add(top, "must be saved as UTF-8");
                return Optional.empty();
            } catch (java.nio.file.NoSuchFileException e) {
                problems.add(top, "there is no such file");
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return best;
    }

    /** The columns' names, and what parts the cells of a row. */
    private record Heading(char delimiter, List<String> names) {}

    /** The line on which a row begins; an engine that reads cells with line breaks counts rows only. */
    private int line(long position) {
        try (var reader = Files.newBufferedReader(Path.of(file))) {
            var csv = new CsvReader(reader, delimiter);
            long rows = -1;
            for (var row = csv.next(); row != null; row = csv.next()) {
                rows += row.cells().equals(List.of("")) ? 0 : 1;
                if (rows == position) {
                    return Math.toIntExact(row.line());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 1;
    }
}
