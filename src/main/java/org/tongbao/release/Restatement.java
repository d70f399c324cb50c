package org.tongbao.release;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tongbao.issue.Register;
import org.tongbao.issue.Register.Issued;
import org.tongbao.measure.Indicator;
import org.tongbao.pipeline.Pipeline;
import org.tongbao.render.Bulletin;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;

/**
 * Compares a run with the one that was issued for the same period: every figure that would be printed otherwise, and what
 * made it change. Both runs' figures are compared as they stand in {@code stage}.
 *
 * <p>The causes are found by replay: the run is computed as of a load in between, in a transaction that is undone, and
 * what lies between two states that differ is halved until one load is left. So the cause of a place that moved is the
 * load that moved it, whosever figures the load changed. If the rules, or the results of earlier periods, have changed since,
 * the first state is the issued one's data by the present rules.
 */
public final class Restatement {

    /** The bulletin that prints it. */
    public static final String BULLETIN = Register.CORRECTION;

    /** Words and numbers alike, each rounded as it is printed. */
    private static final String DIFFERENCES = """
            select coalesce(o.kind, n.kind) as kind, coalesce(o.subject, n.subject) as subject,
                coalesce(o.scheme, n.scheme) as scheme, coalesce(o.figure, n.figure) as figure,
                coalesce(o.ord, n.ord) as ord, coalesce(o.decimals, n.decimals) as decimals,
                o.number as before, n.number as after, o.words as before_text, n.words as after_text
            from %s as o full join %s as n
                on o.kind = n.kind and o.subject = n.subject and o.scheme = n.scheme and o.figure = n.figure
            where round(o.number, coalesce(o.decimals, 0)) is distinct from round(n.number, coalesce(n.decimals, 0))
                or o.words is distinct from n.words""";

    private static final String KEY = "kind, subject, scheme, figure";

    private final Session session;
    private final Rulebook rulebook;
    private final Job job;
    private final Run run;
    private final Run issued;
    private final List<Long> events;
    private int states;

    /**
     * A comparison.
     *
     * @param session pinned to the run
     * @param issued the run whose bulletins were issued last for the period
     */
    Restatement(Session session, Rulebook rulebook, Job job, Run run, Run issued) {
        this.session = session;
        this.rulebook = rulebook;
        this.job = job;
        this.run = run;
        this.issued = issued;
        this.events = session.sql("""
                        select load_id as event from ledger.load where load_id > :issued and load_id <= :now
                        union
                        select withdrawn_at_load from ledger.load
                        where withdrawn_at_load > :issued and withdrawn_at_load <= :now
                        order by event""").param("issued", issued.cutoff()).param("now", run.cutoff()).query().stream()
                .map(row -> row.whole("event"))
                .toList();
    }

    /** A figure that changed, with what changed it: an event's number, or 0 for the rules. */
    private record Changed(Row row, Set<Long> events) {}

    /** Enters what is to be corrected in {@code stage.correction} and its neighbours; returns how many figures there are. */
    int enter(List<Issued> documents) {
        var found = session.undone(this::find);
        session.inTransaction(() -> {
            for (var table : List.of("corrected", "correction", "correction_cause")) {
                session.sql("delete from stage." + table + " where run = :run")
                        .param("run", run.number())
                        .execute();
            }
            if (!found.isEmpty()) {
                enterDocuments(documents);
                enterFigures(found);
            }
        });
        return found.size();
    }

    private List<Changed> find() {
        lay("issued", issued);
        lay("present", run);
        session.execute("create or replace temp table change as " + DIFFERENCES.formatted("issued", "present"));
        var causes = new HashMap<List<String>, Set<Long>>();
        if (session.one("select count(*) as n from change").whole("n") > 0) {
            search(causes);
        }
        return session.query("select * from change order by " + kindOrder() + ", subject, ord, figure").stream()
                .filter(row -> !printed(row, "before").equals(printed(row, "after")))
                .map(row -> new Changed(row, causes.getOrDefault(key(row), Set.of())))
                .toList();
    }

    private void search(Map<List<String>, Set<Long>> causes) {
        var first = "issued";
        if (!sameRules()) {
            first = events.isEmpty() ? "present" : replay(issued.cutoff());
            note("issued", first, 0, causes);
        }
        search(0, first, events.size(), "present", causes);
    }

    /** Between two states, each after so many of the events. */
    private void search(int from, String before, int to, String after, Map<List<String>, Set<Long>> causes) {
        if (from == to || !differ(before, after)) {
            return;
        }
        if (to - from == 1) {
            note(before, after, events.get(from), causes);
            return;
        }
        int middle = (from + to) / 2;
        var between = replay(events.get(middle - 1));
        search(from, before, middle, between, causes);
        search(middle, between, to, after, causes);
    }

    private boolean differ(String before, String after) {
        return !session.query(relevant(before, after) + " limit 1").isEmpty();
    }

    private void note(String before, String after, long event, Map<List<String>, Set<Long>> causes) {
        session.query(relevant(before, after))
                .forEach(row -> causes.computeIfAbsent(key(row), figure -> new TreeSet<>())
                        .add(event));
    }

    /** What differs between two states of the figures that changed on the whole. */
    private static String relevant(String before, String after) {
        return "select " + KEY + " from (" + DIFFERENCES.formatted(before, after) + ") join change using (" + KEY + ")";
    }

    private static List<String> key(Row row) {
        return List.of(row.text("kind"), row.text("subject"), row.text("scheme"), row.text("figure"));
    }

    /** The same rules and templates, and the same results of earlier periods to go on from. */
    private boolean sameRules() {
        var files = session.sql(
                        "select distinct split_part(spec_sha256, ' ', 1) as spec from ledger.run where run in (:issued, :run)")
                .param("issued", issued.number())
                .param("run", run.number())
                .query();
        var later = session.sql("select run from pinned_run where run > :issued and run <> :run")
                .param("issued", issued.number())
                .param("run", run.number())
                .query();
        return files.size() == 1 && later.isEmpty();
    }

    /** Computes the run as of another load, and lays its figures down; returns the table's name. */
    private String replay(long cutoff) {
        var then = run.withCutoff(cutoff);
        rulebook.catalog().pinLoads(session, then);
        new Pipeline(session, rulebook).compute(then, job);
        var table = "state" + ++states;
        lay(table, then);
        return table;
    }

    private void lay(String table, Run of) {
        session.sql("create or replace temp table " + table + " as " + figures())
                .param("run", of.number())
                .execute();
    }

    /** All that is printed of the run {@code :run}: one row a figure. */
    private String figures() {
        var parts = new ArrayList<String>();
        parts.add("select subject_kind as kind, subject, '' as scheme, indicator as figure, 6 as ord, 1 as decimals,"
                + " value as number, cast(null as varchar) as words from stage.observation where run = :run"
                + " and subject_kind in (" + Sql.texts(kinds()) + ")");
        parts.add(
                "select subject_kind, subject, '', 'finding', 8, 0, count(*), null from stage.finding where run = :run"
                        + " and state <> 'cleared' and subject_kind in (" + Sql.texts(kinds()) + ") group by 1, 2");
        for (var name : job.rank()) {
            var kind = rulebook.scheme(name, run.period()).scheme().subject();
            Function<String, String> from =
                    table -> " from stage." + table + " where run = :run and scheme = " + Sql.text(name);
            var head = "select " + Sql.text(kind) + ", subject, scheme, ";
            parts.add(
                    head + "node, 5, 1, normalised, null" + from.apply("score")
                            + " and parent = 'score' and node not in (select indicator from stage.observation where run = :run)");
            parts.add(head + "'rank', 1, 0, rank, null" + from.apply("standing"));
            parts.add(head + "'score', 2, 2, score, null" + from.apply("standing"));
            parts.add(head + "'grade', 3, 0, null, grade" + from.apply("standing"));
            parts.add(head + "'left_out', 4, 0, null, left_out" + from.apply("standing"));
        }
        for (var name : job.decide()) {
            var ladder = Objects.requireNonNull(rulebook.ladders().get(name));
            parts.add("select " + Sql.text(ladder.subject())
                    + ", subject, '', ladder, 7, 0, null, step from stage.decision where run = :run and ladder = "
                    + Sql.text(name));
        }
        return String.join("\nunion all\n", parts);
    }

    /** Of whom figures are published: who is ranked, and who receives a copy. */
    private Set<String> kinds() {
        var kinds = new LinkedHashSet<String>();
        job.rank()
                .forEach(name ->
                        kinds.add(rulebook.scheme(name, run.period()).scheme().subject()));
        job.render().stream()
                .map(name -> Objects.requireNonNull(rulebook.bulletins().get(name)))
                .filter(bulletin -> bulletin.recipients() == null)
                .forEach(bulletin -> kinds.add(bulletin.audience()));
        return kinds;
    }

    /** The largest first. */
    private String kindOrder() {
        var names = List.copyOf(rulebook.subjects().kinds().keySet());
        return "case kind "
                + names.stream()
                        .map(name -> "when " + Sql.text(name) + " then -" + names.indexOf(name))
                        .collect(Collectors.joining(" "))
                + " end";
    }

    private void enterDocuments(List<Issued> documents) {
        documents.stream()
                .filter(document -> printsFigures(document.bulletin()))
                .forEach(document -> session.sql("""
                                insert into stage.corrected
                                select :run, :against, :bulletin, :title, :recipient, :number, :on where not exists (
                                    select 1 from stage.corrected
                                    where run = :run and recipient = :recipient and number = :number)""")
                        .param("run", run.number())
                        .param("against", issued.number())
                        .param("bulletin", document.bulletin())
                        .param("title", title(document.bulletin()))
                        .param("recipient", document.recipient())
                        .param("number", document.number().toString())
                        .param("on", document.on())
                        .execute());
    }

    /** Whether it is an earlier correction, or a query of it names one of the schemes. */
    private boolean printsFigures(String name) {
        var bulletin = rulebook.bulletins().get(name);
        var schemes =
                Pattern.compile("'(" + job.rank().stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")'");
        return bulletin == null
                || name.equals(BULLETIN)
                || bulletin.data().stream()
                        .anyMatch(query -> schemes.matcher(query.body()).find());
    }

    private String title(String name) {
        Bulletin bulletin = rulebook.bulletins().get(name);
        return bulletin == null ? name : String.join("", bulletin.titleFor(run.period()));
    }

    private void enterFigures(List<Changed> found) {
        try (var figures = session.appender("stage", "correction")) {
            for (int i = 0; i < found.size(); i++) {
                var row = found.get(i).row();
                figures.row(
                        run.number(),
                        (long) i + 1,
                        row.text("kind"),
                        row.text("subject"),
                        row.text("scheme"),
                        row.text("figure"),
                        title(row),
                        unit(row),
                        printed(row, "before"),
                        printed(row, "after"),
                        row.get("before"),
                        row.get("after"));
            }
        }
        for (int i = 0; i < found.size(); i++) {
            for (var event : found.get(i).events()) {
                enterCause(i + 1, event);
            }
        }
        session.sql("""
                        insert into stage.correction_cause (run, line, kind, objection, words)
                        select c.run, c.line, 'objection', o.objection, o.text
                        from stage.correction as c
                        join ledger.objection as o on o.subject = c.subject and o.figure = c.figure and o.upheld
                        join ledger.run as r on r.run = o.run
                        where c.run = :run and r.job = :job and r.period = :period and o.run >= :issued and o.run < :run""")
                .param("run", run.number())
                .param("job", run.job())
                .param("period", run.period().toString())
                .param("issued", issued.number())
                .execute();
    }

    private void enterCause(long line, long event) {
        if (event == 0) {
            session.sql("insert into stage.correction_cause (run, line, kind) values (:run, :line, 'rules')")
                    .param("run", run.number())
                    .param("line", line)
                    .execute();
            return;
        }
        var loads = session.sql("""
                        select load_id, file, dataset, loaded_at, load_id <> :event as undone
                        from ledger.load where load_id = :event or withdrawn_at_load = :event""").param("event", event).query();
        for (var load : loads) {
            session.sql("""
                            insert into stage.correction_cause
                            values (:run, :line, :kind, :load, :file, :dataset, :arrived_at, null, null)""")
                    .param("run", run.number())
                    .param("line", line)
                    .param("kind", load.flag("undone") ? "undone" : "load")
                    .param("load", load.whole("load_id"))
                    .param("file", load.text("file"))
                    .param(
                            "dataset",
                            rulebook.catalog().dataset(load.text("dataset")).title())
                    .param("arrived_at", load.get("loaded_at"))
                    .execute();
        }
    }

    private String printed(Row row, String column) {
        if (row.isNull(column)) {
            var nothing = row.text("figure").equals("finding") ? "0" : "—";
            return row.optionalText(column + "_text").orElse(nothing);
        }
        return BigDecimal.valueOf(row.number(column))
                .setScale(isCount(row) ? 0 : Math.toIntExact(row.whole("decimals")), RoundingMode.HALF_UP)
                .toPlainString();
    }

    private boolean isCount(Row row) {
        var indicator = rulebook.rules().indicators().get(row.text("figure"));
        return indicator != null
                && indicator.kind() == Indicator.Kind.COUNT
                && isWhole(row, "before")
                && isWhole(row, "after");
    }

    private static boolean isWhole(Row row, String column) {
        return row.isNull(column) || row.number(column) == Math.rint(row.number(column));
    }

    private String title(Row row) {
        var figure = row.text("figure");
        if (!row.text("scheme").isEmpty()) {
            return switch (figure) {
                case "rank" -> "名次";
                case "score" -> "得分";
                case "grade" -> "等次";
                case "left_out" -> "未参加排名原因";
                default -> figure + "得分";
            };
        }
        var indicator = rulebook.rules().indicators().get(figure);
        var ladder = rulebook.ladders().get(figure);
        return indicator != null ? indicator.title() : ladder != null ? ladder.title() : "问题线索";
    }

    private String unit(Row row) {
        if (!row.text("scheme").isEmpty()) {
            return Set.of("rank", "grade", "left_out").contains(row.text("figure")) ? "" : "分";
        }
        var indicator = rulebook.rules().indicators().get(row.text("figure"));
        return indicator != null ? indicator.unit() : row.text("figure").equals("finding") ? "条" : "";
    }
}
