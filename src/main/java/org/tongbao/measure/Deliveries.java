package org.tongbao.measure;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.spec.Problems;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Dataset.Expected;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.Subjects;

/**
 * Who delivered what datasets expect of each: {@code stage.delivery}. A delivery is known by rows of the dataset in its period
 * that belong to the subject, or by a nil return in the register of deliveries, which also says on which day it came.
 */
public final class Deliveries {

    /** The register of deliveries: which dataset (name or title), of whom, for which month, on which day, and whether nil. */
    public static final String REGISTER = Dataset.DELIVERY_REGISTER;

    private static final String OWED = "period_start = previous_start() and state = '未报'";

    private final Session session;
    private final Run run;
    private final Catalog catalog;
    private final Subjects subjects;

    /** The session must be pinned to the run. */
    public Deliveries(Session session, Run run, Catalog catalog, Subjects subjects) {
        this.session = session;
        this.run = run;
        this.catalog = catalog;
        this.subjects = subjects;
    }

    /** Notes a dataset that does not tell whose its rows are. */
    public static void verify(Dataset dataset, Expected expected, Subjects subjects, Problems problems) {
        if (!subjects.kinds().containsKey(expected.each())) {
            subjects.verify(expected.each(), dataset.at(), problems);
        } else if (dataset.period() == null) {
            problems.add(
                    dataset.at(),
                    "'expected' needs a 'period': which rows are of which "
                            + expected.every().word());
        } else if (problems.isSound(Subjects.FILE)
                && owners(dataset, expected, subjects).isEmpty()) {
            problems.add(
                    dataset.at(), "'expected': no column of '" + dataset.name() + "' leads to a " + expected.each());
        }
    }

    /** Replaces the run's rows by those of these datasets. */
    public void write(Map<String, Expected> expected) {
        session.inTransaction(() -> {
            session.sql("delete from stage.delivery where run = :run")
                    .param("run", run.number())
                    .execute();
            var today = today();
            expected.forEach((name, who) -> {
                var dataset = catalog.dataset(name);
                owners(dataset, who, subjects).ifPresent(owners -> {
                    owed(name).forEach(period -> write(dataset, who, period, owners, today, true));
                    periods(dataset, who.every()).forEach(period -> write(dataset, who, period, owners, today, false));
                });
            });
        });
    }

    /** The periods of which the run before knew that something was not delivered. */
    private List<Period> owed(String dataset) {
        return session
                .sql("select distinct of_period from history_delivery where dataset = :dataset and " + OWED
                        + " order by of_period")
                .param("dataset", dataset)
                .query()
                .stream()
                .map(row -> Period.parse(row.text("of_period")))
                .filter(period -> period.start().isBefore(run.period().start()))
                .toList();
    }

    /** The periods whose delivery lies within what the run looks at, since anybody keeps the ledger. */
    private List<Period> periods(Dataset dataset, Period.Kind every) {
        var whole = run.period();
        var first = Optional.ofNullable(
                        session.one("select cast(min(" + dataset.period() + ") as date) as day from " + dataset.name())
                                .date("day"))
                .orElse(whole.start());
        return Period.containing(every, whole.start()).months() > whole.months()
                ? List.of()
                : whole.within(every).stream()
                        .filter(period -> period.start().isBefore(run.end())
                                && period.end().isAfter(first))
                        .toList();
    }

    /** The day on which the run looks, not that of the clock: what is due later is not yet missed. */
    private LocalDate today() {
        return session.sql("select looked_on as day from ledger.run where run = :run")
                .param("run", run.number())
                .first()
                .map(row -> row.date("day"))
                .orElse(LocalDate.MAX);
    }

    private void write(Dataset dataset, Expected who, Period period, String owners, LocalDate today, boolean earlier) {
        var kind = subjects.kind(who.each());
        var due = who.due(period);
        boolean ended = !period.end().isAfter(run.end());
        boolean past = due.isBefore(today);
        session.sql("""
                        insert into stage.delivery
                        select * from (
                        select :run, :dataset, :title, :kind, subject, :period as of_period, :span, :due, rows, delivered_on,
                            :earlier as earlier, case when not :ended then '未到期'
                                when (rows > 0 or nil) and coalesce(delivered_on <= :due, true)
                                    then case when rows > 0 then '已报' else '零报告' end
                                when not :past then '未到期'
                                when rows > 0 or nil then '迟报' else '未报' end as state, %s, %s
                        from (
                            select cast(s.%s as varchar) as subject, coalesce(r.rows, 0) as rows, n.delivered_on,
                                coalesce(n.nil, false) as nil
                            from %s as s
                            left join (%s) as r on r.subject = cast(s.%s as varchar)
                            left join (%s) as n on n.subject = cast(s.%s as varchar)) as asked) as deliveries
                        where not earlier or (state = '未报' and subject in (
                            select subject from history_delivery
                            where dataset = :dataset and of_period = :period and %s))
                        order by subject""".formatted(
                                Sql.date(period.start()),
                                Sql.date(period.end().minusDays(1)),
                                kind.id(),
                                kind.table(),
                                rows(period, owners),
                                kind.id(),
                                notes(dataset, period, kind),
                                kind.id(),
                                OWED))
                .param("span", period.title())
                .param("earlier", earlier)
                .param("run", run.number())
                .param("dataset", dataset.name())
                .param("title", dataset.title())
                .param("kind", who.each())
                .param("period", period.toString())
                .param("due", due)
                .param("ended", ended)
                .param("past", past)
                .execute();
    }

    private static String rows(Period period, String owners) {
        return "select cast(owner as varchar) as subject, count(*) as rows from (" + owners + ") as owned where day >= "
                + Sql.date(period.start()) + " and day < " + Sql.date(period.end()) + " group by owner";
    }

    private String notes(Dataset dataset, Period period, Subjects.Kind kind) {
        var register = catalog.datasets().get(REGISTER);
        return register == null || !register.columns().containsKey(kind.id())
                ? "select '' as subject, cast(null as date) as delivered_on, false as nil where false"
                : "select cast(%s as varchar) as subject, min(delivered_on) as delivered_on, bool_or(nil) as nil from %s where dataset in (%s) and month >= %s and month < %s group by 1"
                        .formatted(
                                kind.id(),
                                REGISTER,
                                Sql.texts(List.of(dataset.name(), dataset.title())),
                                Sql.date(period.start()),
                                Sql.date(period.end()));
    }

    /** A query for {@code owner} and {@code day} of the dataset's rows; empty where no column leads to such a subject. */
    private static Optional<String> owners(Dataset dataset, Expected who, Subjects subjects) {
        var target = subjects.kind(who.each());
        var columns = dataset.columns();
        if (columns.containsKey(target.id())) {
            return Optional.of(
                    "select " + target.id() + " as owner, " + dataset.period() + " as day from " + dataset.name());
        }
        return subjects.kinds().values().stream()
                .filter(kind -> Optional.ofNullable(columns.get(kind.id()))
                        .filter(column -> column.references() != null)
                        .isPresent())
                .flatMap(kind -> subjects.memberships(kind.name()).stream()
                        .filter(membership -> membership.kind().equals(target))
                        .map(membership -> "select w.parent as owner, d." + dataset.period() + " as day from "
                                + dataset.name() + " as d join (" + membership.sql() + ") as w on w.subject = d."
                                + kind.id()))
                .findFirst();
    }

    /**
     * What of these datasets a subject did not deliver, and of which months where the run's period is longer: SQL, null for
     * nothing.
     *
     * @param subject SQL that gives the subject
     */
    public static String missing(List<String> datasets, Subjects.Kind kind, String subject) {
        return """
                (select '未报送' || string_agg(owed, '、' order by title) from (
                    select title, case when count(*) = 1 and min(of_period) = period_name() then ''
                        else string_agg(span, '、' order by of_period) end || title as owed
                    from delivery where subject_kind = %s and subject = cast(%s as varchar) and state = '未报' and not earlier
                        and dataset in (%s)
                    group by dataset, title) as owing)""".formatted(Sql.text(kind.name()), subject, Sql.texts(datasets));
    }
}
