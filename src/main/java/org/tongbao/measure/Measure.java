package org.tongbao.measure;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.spec.SpecFiles.SqlFile;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Origin;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;

/**
 * Computes a run's indicators and findings, each as one set, and writes them to {@code stage.observation} and {@code
 * stage.finding}.
 *
 * <p>Sums are exact: numerators and denominators are added up as decimals with twelve places, so that neither the order
 * of rows nor the number of threads can show in the last bit of a figure.
 */
public final class Measure {

    private static final String EXACT = "decimal(38, 12)";

    private final Session session;
    private final Run run;
    private final Subjects subjects;
    private final @Nullable Catalog catalog;
    private final List<Row> withheld;

    /** The session must be pinned to the run. */
    public Measure(Session session, Run run, Subjects subjects) {
        this(session, run, subjects, null);
    }

    /**
     * The same, where what somebody did not deliver is not known: it is no figure of zero, and no case of those who belong to
     * him.
     *
     * @param catalog tells which datasets a rule needs
     */
    public Measure(Session session, Run run, Subjects subjects, @Nullable Catalog catalog) {
        this.session = session;
        this.run = run;
        this.subjects = subjects;
        this.catalog = catalog;
        this.withheld = catalog == null
                ? List.of()
                : session.query(
                        "select distinct dataset, subject_kind as kind from delivery where state = '未报' and not earlier order by all");
    }

    /**
     * Writes down whose figures a rule can't know, as something that it needs of them was not delivered: who did not deliver,
     * and all who belong to him. To larger subjects what came still counts.
     *
     * @return how many there are
     */
    private long listUnknown(SqlFile sql) {
        session.execute("create or replace temp table not_known (kind varchar, subject varchar, dataset varchar)");
        if (withheld.isEmpty() || catalog == null) {
            return 0;
        }
        var needed = catalog.needed(session, sql.body());
        long unknown = 0;
        for (var each : withheld) {
            if (needed.contains(each.text("dataset"))) {
                for (var kind : subjects.kinds().keySet()) {
                    unknown += listUnknown(kind, each.text("kind"), each.text("dataset"));
                }
            }
        }
        return unknown;
    }

    private long listUnknown(String kind, String withholding, String dataset) {
        var members = kind.equals(withholding)
                ? Optional.of("select subject, subject as parent from delivery")
                : subjects.memberships(kind).stream()
                        .filter(membership -> membership.kind().name().equals(withholding))
                        .map(Subjects.Membership::sql)
                        .findFirst();
        return members.map(sql -> session.sql("""
                                insert into not_known
                                select distinct :kind, cast(w.subject as varchar), :dataset from (%s) as w
                                join delivery as d on d.subject = cast(w.parent as varchar) and d.state = '未报'
                                    and not d.earlier and d.subject_kind = :withholding and d.dataset = :dataset""".formatted(sql))
                        .param("kind", kind)
                        .param("withholding", withholding)
                        .param("dataset", dataset)
                        .execute())
                .orElse(0L);
    }

    /** Replaces the run's observations by those of these indicators; returns how many there are. */
    public long observe(Collection<Indicator> indicators, Progress progress) {
        return session.transaction(() -> {
            session.sql("delete from stage.observation where run = :run")
                    .param("run", run.number())
                    .execute();
            loadMemberships(
                    indicators.stream().map(Indicator::subject).distinct().toList());
            long rows = 0;
            for (var indicator : indicators) {
                rows += observe(indicator);
                progress.advance(1);
            }
            return rows;
        });
    }

    /** Loads who belongs to whom, for all kinds of larger subjects. */
    private void loadMemberships(List<String> kinds) {
        session.execute(
                "create or replace temp table membership (member_kind varchar, kind varchar, subject varchar, parent varchar)");
        for (var kind : kinds) {
            for (var membership : subjects.memberships(kind)) {
                session.sql("insert into membership select :member_kind, :kind, subject, parent from ("
                                + membership.sql() + ") as w where parent is not null")
                        .param("member_kind", kind)
                        .param("kind", membership.kind().name())
                        .execute();
            }
        }
    }

    private long observe(Indicator indicator) {
        boolean ratio = indicator.kind() == Indicator.Kind.RATIO;
        session.execute("""
                create or replace temp table measured as
                select cast(subject as varchar) as subject, cast(numerator as %1$s) as numerator,
                    cast(%2$s as %1$s) as denominator
                from (
                %3$s
                ) as measured""".formatted(
                        EXACT, ratio ? "denominator" : "null", indicator.sql().body()));
        refuseTwice(indicator.sql(), "subject");
        boolean unknown = listUnknown(indicator.sql()) > 0;
        long rows = insert(
                indicator,
                ratio,
                "select :member_kind as kind, subject, numerator, denominator from measured as m"
                        + (unknown ? " where " + known(":member_kind", "m.subject") : ""));
        return switch (indicator.rollUp()) {
            case NONE -> rows;
            case SUM ->
                // What came is a part of what there was, and counts; of a share nobody can tell.
                rows + insert(indicator, ratio, rolledUp("sum(m.numerator)", "sum(m.denominator)", unknown, ratio));
            case MEAN -> {
                var value = ratio
                        ? "cast(cast(m.numerator as double) / nullif(cast(m.denominator as double), 0) as " + EXACT
                                + ")"
                        : "m.numerator";
                yield rows
                        + insert(
                                indicator, true, rolledUp("sum(" + value + ")", "count(" + value + ")", unknown, true));
            }
        };
    }

    private static String rolledUp(String numerator, String denominator, boolean unknown, boolean onlyKnown) {
        return "select w.kind, w.parent as subject, " + numerator + " as numerator, " + denominator
                + " as denominator\nfrom measured as m join membership as w on w.subject = m.subject and w.member_kind = :member_kind"
                + (unknown ? " where " + known("w.kind", "w.parent") : "")
                + (unknown && onlyKnown ? " and " + known(":member_kind", "m.subject") : "")
                + "\ngroup by w.kind, w.parent";
    }

    private static String known(String kind, String subject) {
        return "not exists (select 1 from not_known as u where u.kind = " + kind + " and u.subject = " + subject + ")";
    }

    private long insert(Indicator indicator, boolean ratio, String figures) {
        var value = ratio
                ? "%s * (cast(numerator as double) / nullif(cast(denominator as double), 0))"
                        .formatted(indicator.factor())
                : "cast(numerator as double)";
        return session.sql(
                        "insert into stage.observation\nselect :run, kind, subject, :indicator, cast(numerator as double),"
                                + " cast(denominator as double), " + value + "\nfrom (" + figures
                                + ") as figures\norder by kind, subject")
                .param("run", run.number())
                .param("indicator", indicator.name())
                .param("member_kind", indicator.subject())
                .execute();
    }

    /**
     * Replaces the run's findings by those of these rules; returns how many there are. A case that the run of the
     * previous period knew is continued, or cleared when it is no longer found.
     */
    public long find(Collection<FindingRule> rules, Progress progress) {
        return session.transaction(() -> {
            session.sql("delete from stage.finding where run = :run")
                    .param("run", run.number())
                    .execute();
            long rows = 0;
            for (var rule : rules) {
                rows += find(rule);
                progress.advance(1);
            }
            return rows;
        });
    }

    private long find(FindingRule rule) {
        session.execute("""
                create or replace temp table measured as
                select cast(subject as varchar) as subject, cast(case_key as varchar) as case_key,
                    cast(since as date) as since, cast(due as date) as due, cast(detail as varchar) as detail,
                    cast(origin as bigint) as origin
                from (
                %s
                ) as found""".formatted(rule.sql().body()));
        refuseTwice(rule.sql(), "subject, case_key");
        // A case that is shown by a row of the ledger itself is known; one that rests on what is absent is not.
        if (listUnknown(rule.sql()) > 0) {
            session.sql("""
                            delete from measured where exists (
                                select 1 from not_known as u where u.kind = :kind and u.subject = measured.subject
                                    and not exists (select 1 from ledger.load as l where l.dataset = u.dataset and l.load_id = %s))""".formatted(Origin.load("measured.origin")))
                    .param("kind", rule.subject())
                    .execute();
        }
        session.sql("""
                        create or replace temp table known as
                        select * from history_finding
                        where rule = :rule and subject_kind = :kind and period_start = previous_start()
                            and state <> 'cleared'""")
                .param("rule", rule.name())
                .param("kind", rule.subject())
                .execute();
        long found = session.sql("""
                        insert into stage.finding
                        select :run, :rule, :kind, m.subject, m.case_key, coalesce(m.since, k.since, period_start()),
                            m.due, m.detail, case when k.run is null then 'new' else 'continued' end,
                            %s, %s
                        from measured as m
                        left join known as k on k.subject = m.subject and k.case_key = m.case_key
                        order by m.subject, m.case_key""".formatted(Origin.load("m.origin"), Origin.row("m.origin")))
                .param("run", run.number())
                .param("rule", rule.name())
                .param("kind", rule.subject())
                .execute();
        long cleared = session.sql("""
                        insert into stage.finding
                        select :run, k.rule, k.subject_kind, k.subject, k.case_key, k.since, k.due, k.detail, 'cleared',
                            k.load_id, k.source_row
                        from known as k
                        where not exists (
                            select 1 from measured as m where m.subject = k.subject and m.case_key = k.case_key)
                        order by k.subject, k.case_key""").param("run", run.number()).execute();
        return found + cleared;
    }

    /** What a run observed, with the subjects' names. */
    public static List<Row> observations(Session pinned) {
        return pinned.query("""
                select subject_kind as kind, o.subject, n.name, indicator, numerator, denominator, value
                from observation as o left join subject_name as n on n.kind = o.subject_kind and n.subject = o.subject
                order by subject_kind, o.subject, indicator""");
    }

    /** What a run found, with the subjects' names. */
    public static List<Row> findings(Session pinned) {
        return pinned.query("""
                select rule, f.subject, n.name, case_key, since, due, state, detail
                from finding as f left join subject_name as n on n.kind = f.subject_kind and n.subject = f.subject
                order by rule, f.subject, case_key""");
    }

    private void refuseTwice(SqlFile sql, String key) {
        var twice = session.query("select " + key + ", count(*) as times from measured group by " + key
                + " having count(*) > 1 order by " + key + " limit 1");
        if (!twice.isEmpty()) {
            throw new IllegalStateException(sql.at(1) + " gives more than one row for the same " + key + ": "
                    + twice.get(0).values());
        }
        if (session.one("select count(*) as n from measured where (" + key.replace(", ", " || ") + ") is null")
                        .whole("n")
                > 0) {
            throw new IllegalStateException(sql.at(1) + " gives a row without " + key);
        }
    }
}
