package org.tongbao.check;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tongbao.message.Language;
import org.tongbao.message.Localized;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.Subjects;

/**
 * The stage: asks whether what has arrived is new and complete enough to be scored, and stops the run where it is not.
 * How much of what was expected of whom has come stands in {@code stage.reporting} in either case.
 */
public final class Check {

    private static final int NAMED = 5;

    private final Session session;
    private final Run run;
    private final Catalog catalog;
    private final Subjects subjects;

    /** The session must be pinned to the run. */
    public Check(Session session, Run run, Catalog catalog, Subjects subjects) {
        this.session = session;
        this.run = run;
        this.catalog = catalog;
        this.subjects = subjects;
    }

    /** Below a gate that stops, the run ends here; who has not delivered stands in the message and the tables. */
    public static final class GateClosed extends RuntimeException implements Localized {

        private static final long serialVersionUID = 1;

        private final String closed;

        GateClosed(List<String> closed) {
            this(String.join("\n  ", closed));
        }

        private GateClosed(String closed) {
            super(Language.ENGLISH.say("gate.closed", closed));
            this.closed = closed;
        }

        @Override
        public String in(Language language) {
            return language.say("gate.closed", closed);
        }
    }

    /** Notes what gates ask that can't be told; the session must be pinned. */
    public static void verify(
            Collection<Gate> gates, Session session, Catalog catalog, Subjects subjects, Problems problems) {
        for (var gate : gates) {
            var dataset = catalog.dataset(gate.dataset());
            if (gate.least() instanceof Gate.Previous && dataset.period() == null) {
                problems.add(gate.at(), "dataset '" + dataset.name() + "' has no period, so there is no previous one");
            }
            if (gate.least() instanceof Gate.Members members) {
                verify(members, gate, dataset, session, catalog, subjects, problems);
            }
        }
    }

    private static void verify(
            Gate.Members members,
            Gate gate,
            Dataset dataset,
            Session session,
            Catalog catalog,
            Subjects subjects,
            Problems problems) {
        var by = members.by();
        if (!catalog.names().contains(members.of())) {
            problems.addAbsent(gate.at(), "dataset or view", members.of(), catalog.names());
        } else if (by != null && !subjects.kinds().containsKey(by)) {
            subjects.verify(by, gate.at(), problems);
        } else if (session.plan("select * from " + members.of()).isEmpty()) {
            try {
                Roster.of(dataset, members, columns(session, members.of()), catalog, subjects);
            } catch (IllegalArgumentException e) {
                problems.add(gate.at(), String.valueOf(e.getMessage()));
            }
        }
    }

    private static Set<String> columns(Session session, String table) {
        return new LinkedHashSet<>(session.columns("select * from " + table));
    }

    /**
     * Tests every gate on the period, and every dataset that says how new it should be; returns how many gates there
     * are.
     */
    public long check(List<Gate> gates, Progress progress) {
        progress.begin("check", gates.size(), "gates");
        var closed = new ArrayList<String>();
        session.inTransaction(() -> {
            for (var table : List.of("gate", "reporting", "unreported")) {
                session.sql("delete from stage." + table + " where run = :run")
                        .param("run", run.number())
                        .execute();
            }
            for (var gate : gates) {
                test(gate, closed);
                progress.advance(1);
            }
            expectations(gates).forEach(gate -> test(gate, closed));
        });
        progress.end(gates.size() + " gates" + (closed.isEmpty() ? "" : ", closed: " + closed.size()));
        if (!closed.isEmpty()) {
            throw new GateClosed(closed);
        }
        return gates.size();
    }

    /** Datasets that say how new they should be, where no gate of the job does; these never stop a run. */
    private List<Gate> expectations(List<Gate> gates) {
        var asked = gates.stream()
                .filter(gate -> gate.fresh() > 0)
                .map(Gate::dataset)
                .collect(Collectors.toSet());
        return catalog.datasets().values().stream()
                .filter(dataset -> dataset.expects().days() > 0 && !asked.contains(dataset.name()))
                .map(dataset -> new Gate(dataset.name(), null, dataset.expects().days(), false, dataset.at()))
                .toList();
    }

    private void test(Gate gate, List<String> closed) {
        var dataset = catalog.dataset(gate.dataset());
        var counts = session.one(counts(dataset));
        long now = counts.whole("now");
        long before = counts.whole("before");
        var least = gate.least();
        if (least != null) {
            var missing = missing(least, dataset, now, before);
            enter(gate, now, before, words(least), missing.isEmpty(), closed, missing);
        }
        if (gate.fresh() > 0) {
            var newest = session.one(newest(dataset)).get("newest") instanceof LocalDate day ? day : null;
            boolean fresh = newest != null && !newest.isBefore(run.end().minusDays(gate.fresh()));
            enter(
                    gate,
                    now,
                    before,
                    "最新数据不早于期末前" + gate.fresh() + "天" + (newest == null ? "" : "，实为" + newest),
                    fresh,
                    closed,
                    fresh
                            ? List.of()
                            : List.of("the newest is of " + (newest == null ? "never" : newest) + ", more than "
                                    + gate.fresh() + " days before the period's end"));
        }
    }

    /** How much of what a run's gates expected has come, by dataset and subject, with what is missing. */
    public static List<Row> reporting(Session pinned) {
        return pinned.query("""
                select r.dataset, r.subject, n.name, r.expected, r.reported, 100 * r.reported / r.expected as percent,
                    round(100 * r.least) as at_least, r.enough, u.missing
                from reporting as r
                left join subject_name as n on n.kind = r.subject_kind and n.subject = r.subject
                left join (
                    select dataset, subject, string_agg(member, ' ' order by member) as missing
                    from unreported group by dataset, subject) as u
                    on u.dataset = r.dataset and u.subject is not distinct from r.subject
                order by r.dataset, r.subject""");
    }

    private static String counts(Dataset dataset) {
        var period = dataset.period();
        return period == null
                ? "select count(*) as now, 0 as before from " + dataset.name()
                : "select count(*) filter (where " + period + " >= period_start() and " + period
                        + " < period_end()) as now, count(*) filter (where " + period + " >= previous_start() and "
                        + period
                        + " < previous_end()) as before from " + dataset.name();
    }

    /** The day of the newest row, of a register that of its last load. */
    private static String newest(Dataset dataset) {
        var period = dataset.period();
        return period == null
                ? "select cast(max(loaded_at) as date) as newest from ledger.load where load_id in (select load_id from"
                        + " pinned_load where dataset = " + Sql.text(dataset.name()) + ")"
                : "select cast(max(" + period + ") as date) as newest from " + dataset.name() + " where " + period
                        + " < period_end()";
    }

    /** What is missing, one line each; empty if nothing is. */
    private List<String> missing(Gate.Least least, Dataset dataset, long now, long before) {
        if (least instanceof Gate.Rows wanted && now < wanted.rows()) {
            return List.of(now + " rows in " + run.period() + "; at least " + wanted.rows() + " needed");
        }
        if (least instanceof Gate.Previous share && now * 100 < share.percent() * before) {
            return List.of(now + " rows in " + run.period() + ", " + before + " before; at least " + share.percent()
                    + "% needed");
        }
        return least instanceof Gate.Members members ? unreported(members, dataset) : List.of();
    }

    /** Fills {@code stage.reporting} and {@code stage.unreported}; one line for each subject that has too little. */
    private List<String> unreported(Gate.Members members, Dataset dataset) {
        var roster = Roster.of(dataset, members, columns(session, members.of()), catalog, subjects);
        var period = dataset.period();
        session.execute(
                "create or replace temp table expected as select m.member, m.subject, r.member is not null as came from ("
                        + roster.sql() + ") as m left join (select distinct cast(" + roster.column()
                        + " as varchar) as member from "
                        + dataset.name()
                        + (period == null
                                ? ""
                                : " where " + period + " >= period_start() and " + period + " < period_end()")
                        + ") as r on r.member = m.member");
        session.sql("""
                        insert into stage.reporting
                        select :run, :dataset, :kind, subject, count(*), count(*) filter (where came), :least,
                            count(*) filter (where came) * 100 >= :percent * count(*)
                        from expected group by subject order by subject""")
                .param("run", run.number())
                .param("dataset", dataset.name())
                .param("kind", members.by())
                .param("least", members.percent() / 100.0)
                .param("percent", members.percent())
                .execute();
        session.sql("""
                        insert into stage.unreported
                        select :run, :dataset, :kind, subject, :column, member
                        from expected where not came order by subject, member""")
                .param("run", run.number())
                .param("dataset", dataset.name())
                .param("kind", members.by())
                .param("column", roster.column())
                .execute();
        return session
                .sql("""
                        select g.*, (
                            select string_agg(member, ', ' order by member) from (
                                select member from stage.unreported as u
                                where u.run = g.run and u.dataset = g.dataset
                                    and u.subject is not distinct from g.subject
                                order by member limit %d)) as missing
                        from stage.reporting as g
                        where run = :run and dataset = :dataset and not enough order by subject""".formatted(NAMED))
                .param("run", run.number())
                .param("dataset", dataset.name())
                .query()
                .stream()
                .map(row -> line(row, members))
                .toList();
    }

    private String line(Row row, Gate.Members members) {
        var by = members.by();
        long missing = row.whole("expected") - row.whole("reported");
        return (by == null ? "" : subjects.name(session, by, row.text("subject")) + ": ") + row.whole("reported")
                + " of "
                + row.whole("expected")
                + " in " + members.of() + ", at least " + members.percent() + "% needed; nothing of "
                + row.text("missing") + (missing > NAMED ? " and " + (missing - NAMED) + " more" : "");
    }

    private String words(Gate.Least least) {
        if (least instanceof Gate.Rows rows) {
            return "至少" + rows.rows() + "行";
        }
        if (least instanceof Gate.Previous share) {
            return "至少上期的" + share.percent() + "%";
        }
        var members = (Gate.Members) least;
        var by = members.by();
        return (by == null ? "" : "每个" + subjects.kind(by).title()) + "应报对象至少" + members.percent() + "%已报";
    }

    private void enter(
            Gate gate, long now, long before, String threshold, boolean open, List<String> closed, List<String> why) {
        session.sql("insert into stage.gate values (:run, :dataset, :rows, :previous_rows, :threshold, :outcome)")
                .param("run", run.number())
                .param("dataset", gate.dataset())
                .param("rows", now)
                .param("previous_rows", before)
                .param("threshold", threshold)
                .param("outcome", open ? "open" : gate.stops() ? "stop" : "warn")
                .execute();
        if (!open && gate.stops()) {
            closed.add(catalog.dataset(gate.dataset()).title() + " (" + gate.dataset() + ")"
                    + (why.size() == 1 ? ": " + why.get(0) : "\n    " + String.join("\n    ", why)));
        }
    }
}
