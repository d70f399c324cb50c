package org.tongbao.warehouse;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.run.Workdays;
import org.tongbao.spec.DependencyGraph;
import org.tongbao.spec.SpecFiles.SqlFile;

/** The datasets and views that SQL files may name, and which of them is made of which. */
public final class Catalog {

    /** See {@link #pinSince}. */
    private static final String SINCE = "ledger_since";

    private final Map<String, Dataset> datasets;
    private final Map<String, SqlFile> views;
    private final Workdays workdays;
    private @Nullable DependencyGraph graph;
    private final Map<String, Set<String>> needs = new HashMap<>();
    private final Map<String, TableNames> named = new ConcurrentHashMap<>();

    /**
     * What there is.
     *
     * @param datasets name to dataset, in order of reference: a dataset stands after those it refers to
     * @param views shared SQL queries ({@code jobs/rulebook/views}), visible under their names
     * @param workdays the calendar, visible as {@code calendar_day(day, worked, workday_no)}
     */
    public Catalog(Map<String, Dataset> datasets, Collection<SqlFile> views, Workdays workdays) {
        this.datasets = Collections.unmodifiableMap(new LinkedHashMap<>(datasets));
        this.views = new LinkedHashMap<>();
        views.forEach(view -> this.views.put(view.name().toLowerCase(Locale.ROOT), view));
        this.workdays = workdays;
    }

    /** Without a calendar. */
    public Catalog(Map<String, Dataset> datasets, List<SqlFile> views) {
        this(datasets, views, Workdays.NO_HOLIDAYS);
    }

    /** Name to dataset; a dataset stands after those it refers to. */
    public Map<String, Dataset> datasets() {
        return datasets;
    }

    /** Name to view. */
    public Map<String, SqlFile> views() {
        return Collections.unmodifiableMap(views);
    }

    public Workdays workdays() {
        return workdays;
    }

    /**
     * Which view reads which datasets and views. Views that can't be read as a query depend on nothing.
     *
     * @param session any: only the engine can read SQL
     */
    public synchronized DependencyGraph graph(Session session) {
        if (graph == null) {
            var reads = new LinkedHashMap<String, Set<String>>();
            views.forEach((name, view) -> reads.put(name, reads(session, view.body())));
            graph = new DependencyGraph(reads);
        }
        return graph;
    }

    /**
     * Keeps the rows of what several queries read, or several views below them, in a session that is pinned: each is
     * computed once then. What is only read, not computed, stays where it is. What the session reads from then on is as of
     * now.
     */
    public void keep(Session session, Collection<SqlFile> queries) {
        var there = new HashSet<String>();
        session.stream(
                "select view_name as name from duckdb_views() where temporary", row -> there.add(row.text("name")));
        var read = queries.stream().map(query -> named(session, query.body())).toList();
        var needed = graph(session).needed(read.stream().flatMap(Set::stream).toList());
        var readers = new HashMap<String, Integer>();
        Stream.concat(read.stream(), needed.stream().map(name -> readBy(session, name)))
                .flatMap(Set::stream)
                .forEach(name -> readers.merge(name, 1, Integer::sum));
        Stream.concat(Stream.of(SINCE), needed.stream().filter(this::isComputed))
                .filter(name -> there.contains(name) && readers.getOrDefault(name, 0) > 1)
                .forEach(name -> {
                    session.execute("create temp table kept as select * from " + Sql.name(name));
                    session.execute("drop view temp.main." + Sql.name(name));
                    session.execute("alter table kept rename to " + Sql.name(name));
                });
    }

    private Set<String> readBy(Session session, String name) {
        var view = views.get(name);
        return view == null ? Set.of() : named(session, view.body());
    }

    private boolean isComputed(String name) {
        var dataset = datasets.get(name);
        return views.containsKey(name)
                || (dataset != null && (dataset.isRegister() || dataset.load() == Dataset.Load.MERGE));
    }

    /** What a query names; several ask that of the same one. */
    private Set<String> named(Session session, String sql) {
        return named.computeIfAbsent(sql, session::tableNames).lines().keySet();
    }

    /** The datasets and views that a query names. */
    public Set<String> reads(Session session, String sql) {
        var reads = new LinkedHashSet<String>();
        named(session, sql).stream()
                .map(name -> histories().getOrDefault(name, name))
                .filter(name -> datasets.containsKey(name) || views.containsKey(name))
                .forEach(reads::add);
        return reads;
    }

    /** Views with all rows of registers, each with the days on which it held, to the dataset: {@code project_history}. */
    public Map<String, String> histories() {
        return datasets.values().stream()
                .filter(Dataset::isRegister)
                .collect(Collectors.toMap(dataset -> history(dataset.name()), Dataset::name));
    }

    public static String history(String dataset) {
        return dataset + "_history";
    }

    /** The datasets that a query of the rulebook reads, over views, too. */
    public synchronized Set<String> needed(Session session, String query) {
        return needs.computeIfAbsent(query, sql -> {
            var needed = new LinkedHashSet<>(graph(session).needed(reads(session, sql)));
            needed.retainAll(datasets.keySet());
            return needed;
        });
    }

    /** A dataset that exists. */
    public Dataset dataset(String name) {
        var dataset = datasets.get(name);
        if (dataset == null) {
            throw new IllegalArgumentException("no dataset '" + name + "'");
        }
        return dataset;
    }

    /** A view that exists. */
    public SqlFile view(String name) {
        var view = views.get(name);
        if (view == null) {
            throw new IllegalArgumentException("no view '" + name + "'");
        }
        return view;
    }

    /** Creates the tables of the datasets, and adds columns that have been declared since. */
    public void define(Session session) {
        var there = new HashMap<String, Set<String>>();
        session.query("select schema_name || '.' || table_name as name, column_name from duckdb_columns()"
                        + " where database_name = current_database() and schema_name in ('dataset', 'large', 'loaded')")
                .forEach(column -> there.computeIfAbsent(column.text("name"), name -> new HashSet<>())
                        .add(column.text("column_name")));
        var large = larges(session);
        for (var dataset : datasets.values()) {
            var table = "dataset." + dataset.name();
            if (!there.containsKey(table)) {
                session.execute("create table if not exists " + table + " (" + dataset.columnsSql()
                        + ", load_id bigint not null, source_row bigint not null)");
            }
            var mine = large.getOrDefault(dataset.name(), List.of());
            var shown = there.getOrDefault("loaded." + dataset.name(), Set.of());
            boolean changed = !shown.contains(Origin.COLUMN)
                    || !shown.containsAll(dataset.columns().keySet());
            for (var column : dataset.columns().values()) {
                for (var each : tables(dataset, mine)) {
                    var columns = there.get(each);
                    if (columns != null && !columns.contains(column.name())) {
                        session.execute("alter table " + each + " add column " + column.name() + " "
                                + column.type().sql());
                        changed = true;
                    }
                }
            }
            if (changed) {
                show(session, dataset, mine);
            }
        }
    }

    /** A load that has a table of its own. */
    private record Large(long load, String name, long firstRow) {}

    private static Map<String, List<Large>> larges(Session session) {
        var larges = new HashMap<String, List<Large>>();
        session.query("select * from ledger.large order by load_id")
                .forEach(row -> larges.computeIfAbsent(row.text("dataset"), name -> new ArrayList<>())
                        .add(new Large(row.whole("load_id"), row.text("name"), row.whole("first_row"))));
        return larges;
    }

    private static List<String> tables(Dataset dataset, List<Large> larges) {
        return Stream.concat(
                        Stream.of("dataset." + dataset.name()), larges.stream().map(large -> "large." + large.name()))
                .toList();
    }

    /** Makes the view {@code loaded.x}: the rows of all loads of the dataset, each with its {@link Origin}. */
    private static void show(Session session, Dataset dataset, List<Large> larges) {
        var columns = String.join(", ", dataset.columns().keySet());
        session.execute("create or replace view loaded." + dataset.name() + " as select " + columns
                + ", load_id, source_row, " + Origin.of("load_id", "source_row") + " as " + Origin.COLUMN
                + " from dataset." + dataset.name()
                + larges.stream()
                        .map(large -> {
                            var row = "rowid + " + large.firstRow();
                            return " union all select %s, cast(%d as bigint), %s, %s from large.%s where doubt is null"
                                    .formatted(
                                            columns,
                                            large.load(),
                                            row,
                                            Origin.of(String.valueOf(large.load()), row),
                                            large.name());
                        })
                        .collect(Collectors.joining()));
    }

    /**
     * Enters a load whose rows stand in a table of their own, {@code large.name}: the dataset's columns and {@code doubt},
     * null for rows that count. Its rows are never deleted, so that a row's number follows from its place.
     *
     * @param firstRow number of the first row in its source
     */
    public void enterLarge(Session session, Dataset dataset, long load, String name, long firstRow) {
        session.sql("insert into ledger.large values (:load, :dataset, :name, :first_row)")
                .param("load", load)
                .param("dataset", dataset.name())
                .param("name", name)
                .param("first_row", firstRow)
                .execute();
        show(session, dataset, larges(session).getOrDefault(dataset.name(), List.of()));
    }

    /** Removes all figures of some runs; {@code runs} asks for their numbers, of those begun before a day ({@code :before}). */
    public void forgetFigures(Session session, String runs, LocalDate before) {
        for (var table : Tables.STAGES) {
            session.sql("delete from stage." + table + " where run in (" + runs + ")")
                    .param("before", before)
                    .execute();
        }
    }

    /** Removes the rows of the loads in the table {@code forgotten}. */
    public void forget(Session session) {
        var gone = session.query("select l.name from ledger.large as l join forgotten as f on f.load_id = l.load_id");
        session.execute("delete from ledger.large where load_id in (select load_id from forgotten)");
        var left = larges(session);
        for (var dataset : datasets.values()) {
            session.execute("delete from dataset." + dataset.name() + " where load_id in (select load_id from forgotten"
                    + " where dataset = " + Sql.text(dataset.name()) + ")");
            if (!gone.isEmpty()) {
                show(session, dataset, left.getOrDefault(dataset.name(), List.of()));
            }
        }
        gone.forEach(large -> session.execute("drop table large." + large.text("name")));
    }

    /** Drops the tables of large loads that were not entered, because the process was killed. */
    public void dropUnentered(Session session) {
        session.query("select table_name as name from duckdb_tables() where database_name = current_database()"
                        + " and schema_name = 'large' and table_name not in (select name from ledger.large)")
                .forEach(table -> session.execute("drop table large." + table.text("name")));
    }

    /**
     * Each day of the calendar's years, of the year before them and of the year after, with how many days were worked up
     * to and including it: N working days after a day ends the first worked day whose number is that day's plus N.
     */
    private void pinCalendar(Session session) {
        session.execute("create or replace temp table calendar_day (day date, worked boolean, workday_no integer)");
        var years = workdays.years().stream().mapToInt(Integer::intValue).summaryStatistics();
        if (years.getCount() == 0) {
            return;
        }
        int worked = 0;
        var end = LocalDate.of(years.getMax() + 2, 1, 1);
        try (var rows = session.temporaryAppender("calendar_day")) {
            for (var day = LocalDate.of(years.getMin() - 1, 1, 1); day.isBefore(end); day = day.plusDays(1)) {
                worked += workdays.isWorked(day) ? 1 : 0;
                rows.row(day, workdays.isWorked(day), worked);
            }
        }
    }

    /**
     * Shows the session the warehouse as the run sees it: every dataset under its plain name as of the run's cut-off,
     * the rulebook's views, the period functions, the calendar, and the stage tables with this run's rows ({@code observation}) and
     * with those of the latest completed runs of the same job for earlier periods, as they were when the run began ({@code
     * history_observation}). What is compared covers like spans: of the previous period only what was looked at as far as
     * this run looks, of earlier ones only what was looked at to their end. Cases and decisions go on whatever the span.
     *
     * @return the views that the engine refused, with its reason
     */
    public Map<SqlFile, WarehouseException> pin(Session session, Run run) {
        pinFrame(session, run);
        pinDatasets(session);
        pinSince(session);
        return makeViews(session, views.keySet(), Catalog::define);
    }

    /**
     * Shows the session what queries can name, without rows: each dataset and view as an empty table of its columns. A query
     * is planned against these without planning anew all that lies below the views it reads.
     *
     * @return the views that the engine refused, with its reason
     */
    public Map<SqlFile, WarehouseException> pinColumns(Session session, Run run) {
        pinFrame(session, run);
        for (var dataset : datasets.values()) {
            var columns = dataset.columnsSql() + ", " + Origin.COLUMN + " bigint";
            session.execute("create temp table " + dataset.name() + " (" + columns + ")");
            if (dataset.isRegister()) {
                session.execute("create temp table " + history(dataset.name()) + " (" + columns
                        + ", held_from date, held_until date)");
            }
        }
        pinSince(session);
        return makeViews(session, views.keySet(), Catalog::defineColumns);
    }

    /**
     * Since when each ledger is kept that the run uses ({@code ledger_since}: {@code dataset, title, since}): from the first
     * day of the month of its first row, or of what its rows belong to; a ledger of events, which may have none, from the
     * first month that one of its files names, or that was said to have had none; what has no days or no rows, since ever. What lies before is not known, and never zero.
     */
    private void pinSince(Session session) {
        var ledgers = datasets.values().stream()
                .map(dataset -> "select " + Sql.text(dataset.name()) + " as dataset, " + Sql.text(dataset.title())
                        + " as title, " + since(dataset))
                .collect(Collectors.joining(" union all "));
        session.execute("create or replace temp view " + SINCE
                + " as select dataset, title, coalesce(since, date '0001-01-01') as since from ("
                + (ledgers.isEmpty() ? "select '' as dataset, '' as title, cast(null as date) as since" : ledgers)
                + ") as kept where dataset not in (select name from unused where kind = 'dataset')");
    }

    private String since(Dataset dataset) {
        if (dataset.period() != null) {
            return "least(" + firstMonth(dataset.period()) + ", "
                    + (dataset.events() ? firstFile(dataset) + ", " + firstNilReturn(dataset) : "cast(null as date)")
                    + ") as since from "
                    + dataset.name();
        }
        for (var column : dataset.columns().values()) {
            var owner = column.references() == null ? null : datasets.get(column.references());
            if (owner != null && owner.period() != null && owner.key().size() == 1) {
                return firstMonth("o." + owner.period()) + " as since from " + dataset.name() + " as d join "
                        + owner.name() + " as o on o." + owner.key().get(0) + " = d." + column.name();
            }
        }
        return "date '0001-01-01' as since";
    }

    private static String firstMonth(String day) {
        return "cast(date_trunc('month', min(" + day + ")) as date)";
    }

    /** The first day of the first month that a file names; a file that names none speaks of all. */
    private static String firstFile(Dataset dataset) {
        return "(select min(cast(coalesce(nullif(regexp_extract(file, '20[0-9]{2}-[0-9]{2}'), ''), '0001-01') || '-01' as date))"
                + " from load where dataset = " + Sql.text(dataset.name()) + " and withdrawn_at_load is null)";
    }

    private String firstNilReturn(Dataset dataset) {
        return datasets.containsKey(Dataset.DELIVERY_REGISTER)
                ? "(select cast(min(month) as date) from " + Dataset.DELIVERY_REGISTER + " where nil and dataset in ("
                        + Sql.texts(List.of(dataset.name(), dataset.title())) + "))"
                : "cast(null as date)";
    }

    /** Shows the rows again in a session that was shown columns. */
    public void pinRows(Session session, Run run) {
        session.query("select table_name as name from duckdb_tables() where temporary").stream()
                .map(table -> table.text("name"))
                .filter(names()::contains)
                .forEach(name -> session.execute("drop table " + name));
        pin(session, run);
    }

    private void pinFrame(Session session, Run run) {
        pinDays(session, run);
        pinRecipient(session);
        pinCalendar(session);
        pinLoads(session, run);
        pinRuns(session, run);
    }

    /** Shows a session that is pinned already the warehouse as another run sees it. */
    public void pinAgain(Session session, Run run) {
        pinDays(session, run);
        pinLoads(session, run);
        pinRuns(session, run);
    }

    private static void pinDays(Session session, Run run) {
        var period = run.period();
        var days = new LinkedHashMap<String, LocalDate>();
        days.put("period_start", period.start());
        days.put("period_end", run.end());
        days.put("previous_start", period.previous().start());
        days.put("previous_end", run.previousEnd());
        days.put("last_year_start", period.lastYear().start());
        days.put("last_year_end", run.lastYearEnd());
        days.put("year_start", period.start().withDayOfYear(1));
        days.forEach((name, day) -> session.execute("create or replace temp macro " + name + "() as " + Sql.date(day)));
        session.execute("create or replace temp macro period_is_over() as " + run.isOver());
        // What is owed once a year is not owed at the end of half of it, or of a campaign.
        session.execute("create or replace temp macro once_is_due() as "
                + (run.isOver() && period.kind().recurs()));
        session.execute("create or replace temp macro period_name() as " + Sql.text(period.toString()));
    }

    /** Lets queries that say {@code recipient()} be planned; who asks them says for whom. */
    private static void pinRecipient(Session session) {
        session.execute("create or replace temp macro recipient() as"
                + " cast(error('recipient() is known to the data queries of a bulletin only') as varchar)");
    }

    /** A query for a dataset's rows as of a load, without a pinned session. */
    public String rows(String dataset, long cutoff) {
        var rows = "select * from loaded." + dataset + " where load_id in (" + loads(dataset, cutoff) + ")";
        return dataset(dataset).load() == Dataset.Load.MERGE ? latestByKey(dataset(dataset), rows) : rows;
    }

    /** A query for the loads of a dataset that count as of a load: {@code load_id}. */
    public String loads(String dataset, long cutoff) {
        return "select load_id from (" + visibleLoads(cutoff) + ") where dataset = " + Sql.text(dataset);
    }

    /** Shows a session that is pinned to a run of the same period the loads up to this run's cut-off. */
    public void pinLoads(Session session, Run run) {
        session.execute("create or replace temp table pinned_load as " + visibleLoads(run.cutoff()));
    }

    private void pinDatasets(Session session) {
        for (var dataset : datasets.values()) {
            var rows = "select " + String.join(", ", dataset.columns().keySet()) + ", " + Origin.COLUMN
                    + " from loaded." + dataset.name()
                    + " where load_id in (select load_id from pinned_load where dataset = " + Sql.text(dataset.name())
                    + ")";
            pinDataset(session, dataset, dataset.load() == Dataset.Load.MERGE ? latestByKey(dataset, rows) : rows);
        }
    }

    /** Of a register, each subject's row as of the period's last day, and all its rows with their days. */
    private static void pinDataset(Session session, Dataset dataset, String rows) {
        var until = dataset.until();
        if (dataset.isRegister()) {
            var day = until == null ? "cast(null as date)" : until;
            session.execute("""
                    create or replace temp view %s as select *, coalesce(%s, date '9999-12-31') as held_until,
                        coalesce(lag(%s) over (partition by %s order by %s nulls last) + 1, date '0001-01-01') as held_from
                    from (%s)""".formatted(
                            history(dataset.name()), day, day, dataset.key().get(0), day, rows));
        }
        session.execute("create or replace temp view " + dataset.name() + " as "
                + (until == null
                        ? rows
                        : "select * exclude (held_from, held_until) from " + history(dataset.name())
                                + " where period_end() - 1 between held_from and held_until"));
    }

    /** The loads that count as of a cut-off: the last of each slice, but for those withdrawn by then. */
    private static String visibleLoads(long cutoff) {
        return """
                select l.dataset, l.load_id
                from ledger.load as l
                where l.load_id <= %1$d
                    and (l.withdrawn_at_load is null or l.withdrawn_at_load > %1$d)
                    and not exists (
                        select 1 from ledger.load as later
                        where later.dataset = l.dataset and later.slice = l.slice
                            and later.load_id > l.load_id and later.load_id <= %1$d
                            and (later.withdrawn_at_load is null or later.withdrawn_at_load > %1$d))""".formatted(cutoff);
    }

    private static String latestByKey(Dataset dataset, String rows) {
        return "select * from (" + rows + ") qualify row_number() over (partition by "
                + String.join(", ", dataset.unique(dataset.key())) + " order by " + Origin.COLUMN + " desc) = 1";
    }

    private static void pinRuns(Session session, Run run) {
        session.sql("""
                        create or replace temp table pinned_run as
                        select run, period, period_start, alike from (
                            select *, row_number() over (partition by period order by alike desc, run desc) as newest
                            from (
                                select run, period, period_start, as_of_day = case
                                    when period_start = previous_start() then previous_end() else period_end
                                    end - interval '1' day as alike
                                from ledger.run
                                where job = :job and period_start < :start
                                    and case when :span then period = :previous
                                        else length(period) = length(:period) end
                                    and state = 'completed' and run < :run))
                        where newest = 1
                        union all
                        select :run, :period, :start, true""")
                .param("job", run.job())
                .param("period", run.period().toString())
                .param("span", run.period().kind() == Period.Kind.SPAN)
                .param("previous", run.period().previous().toString())
                .param("start", run.period().start())
                .param("run", run.number())
                .execute();
        for (var table : Tables.STAGES) {
            session.execute("create or replace temp view " + table + " as select * from stage." + table
                    + " where run = " + run.number());
            session.execute("create or replace temp view history_" + table
                    + " as select s.*, p.period, p.period_start from stage." + table
                    + " as s join pinned_run as p on p.run = s.run"
                    + (List.of("finding", "decision").contains(table) ? "" : " and p.alike"));
        }
        session.execute(
                "create or replace temp view load as select * from ledger.load where load_id <= " + run.cutoff());
        session.execute("create or replace temp view objection as " + objections(run));
        session.execute(
                "create or replace temp view reject as select * from ledger.reject where load_id <= " + run.cutoff());
    }

    /**
     * The objections against the drafts of the run and of earlier runs for its period since something was last issued, each
     * with its figure in the run objected to ({@code before}) and in this one: the value of an indicator, or the points of a
     * node.
     */
    private static String objections(Run run) {
        return """
                with figure as (
                    select run, subject, indicator as figure, value as measured, cast(null as double) as points
                    from stage.observation
                    union all
                    select run, subject, node, null, normalised from stage.score
                )
                select o.objection, o.run, o.run < %1$d as earlier, o.subject, o.figure, o.text, o.upheld, o.answer,
                    coalesce(min(b.measured), min(b.points)) as before, coalesce(min(a.measured), min(a.points)) as after
                from ledger.objection as o
                join ledger.run as r on r.run = o.run
                join ledger.run as mine on mine.run = %1$d and mine.job = r.job and mine.period = r.period
                left join figure as b on b.run = o.run and b.subject = o.subject and b.figure = o.figure
                left join figure as a on a.run = %1$d and a.subject = o.subject and a.figure = o.figure
                where o.run <= %1$d and o.run >= (
                    select coalesce(max(i.run), 0) from ledger.issue as i join ledger.run as g on g.run = i.run
                    where g.job = mine.job and g.period = mine.period and i.run < %1$d)
                group by o.objection, o.run, o.subject, o.figure, o.text, o.upheld, o.answer""".formatted(run.number());
    }

    /**
     * Makes views, each after those of them that it reads. A view that reads one that could not be made, or itself, is left
     * out in silence.
     *
     * @return the views that the engine refused, with its reason
     */
    public Map<SqlFile, WarehouseException> makeViews(Session session, Collection<String> names) {
        return makeViews(session, names, Catalog::define);
    }

    private Map<SqlFile, WarehouseException> makeViews(
            Session session, Collection<String> names, BiConsumer<Session, SqlFile> maker) {
        var refused = new LinkedHashMap<SqlFile, WarehouseException>();
        var left = new HashSet<>(names);
        for (var name : graph(session).needed(names)) {
            var view = views.get(name);
            if (view != null && Collections.disjoint(graph(session).dependsOn(name), left) && names.contains(name)) {
                try {
                    maker.accept(session, view);
                    left.remove(name);
                } catch (WarehouseException e) {
                    refused.put(view, e);
                }
            }
        }
        return refused;
    }

    private static void define(Session session, SqlFile view) {
        session.execute("create or replace temp view " + view.name() + " as\n" + view.body());
    }

    /** A column that is always null has no type of its own yet, so such a view stays a view. */
    private static void defineColumns(Session session, SqlFile view) {
        var types = session.types("\n" + view.body());
        if (types.containsValue("\"NULL\"")) {
            define(session, view);
        } else {
            session.execute("create temp table " + view.name() + " ("
                    + types.entrySet().stream()
                            .map(column -> Sql.name(column.getKey()) + " " + column.getValue())
                            .collect(Collectors.joining(", "))
                    + ")");
        }
    }

    /** Names that SQL files may use, for suggestions. */
    public List<String> names() {
        return Stream.of(datasets.keySet(), views.keySet(), histories().keySet())
                .flatMap(Set::stream)
                .toList();
    }
}
