package org.tongbao.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.score.method.Divisor;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.score.scheme.Scheme.Branch;
import org.tongbao.score.scheme.Scheme.Leaf;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.Subjects;

/**
 * Whether a scheme measures what it says: from the score trees of a run, a figure in each row of {@code stage.health}.
 * Formulas, sources and what to do about each are in {@code docs/health.md}.
 *
 * <p>Points that stand in for missing values count for nothing here. Every sum is ordered, so that its last bit does not
 * depend on threads. What is particular to DuckDB: ordered aggregates, {@code mode}.
 */
public final class Health {

    /** With fewer subjects nothing but chance would be measured. */
    private static final int ENOUGH = 10;

    /** From so many subjects on the main effect is found without supposing a straight line. */
    private static final int CURVED = 50;

    private static final int MOST_CLASSES = 20;

    /** So many cases of the outcome are needed at least. */
    private static final int CASES = 5;

    private static final double REDUNDANT = 0.9;
    private static final double OPPOSED = -0.4;
    private static final double CONSISTENT = 0.5;
    /** A share that is off by less changes nothing that anybody would see. */
    private static final double MATTERS = 0.05;

    private static final double SAME = 0.95;
    private static final double FOLLOWS_SIZE = 0.5;

    /** Indicators whose points repeat or contradict each other within a branch; whose weight is not what it says; ... */
    private static final String FIGURES = """
            with pair as (
                select a.node, b.node as other, a.place * 1000 + b.place as place, count(*) as n, {corr a.x b.x} as value
                from health_cell as a join health_cell as b using (run, subject, parent)
                where a.place < b.place
                group by a.node, b.node, a.place, b.place
            ),
            ranked as (
                select c.node, c.place, c.stated, c.x, s.x as y, count(*) over (partition by c.node) as n,
                    rank() over (partition by c.node order by c.x) - 1
                        + count(*) over (partition by c.node, c.x) / 2e0 as middle
                from health_cell as c join health_score as s using (run, subject)
                where c.leaf
            ),
            classed as (
                select *, floor(middle * least({classes}, floor(sqrt(n))) / n) as class from ranked
            ),
            class as (
                select node, class, count(*) as n, avg(y order by y) as mean from classed group by node, class
            ),
            whole as (
                select node, place, stated, count(*) as n, avg(y order by y) as mean, var_pop(y order by y) * count(*) as spread,
                    power({corr x y}, 2) as straight
                from classed group by node, place, stated
            ),
            ratio as (
                select w.node, count(*) as classes,
                    sum(c.n * power(c.mean - w.mean, 2) order by c.class) / nullif(any_value(w.spread), 0) as eta2
                from whole as w join class as c using (node) group by w.node
            ),
            effect as (
                select w.*, case
                    when n < {enough} or spread = 0 then null
                    when n < {curved} then coalesce(straight, 0e0)
                    when classes = 1 then 0e0
                    else greatest(0e0, 1 - (1 - eta2) * (n - 1) / (n - classes)) end as value
                from whole as w join ratio using (node)
            ),
            influence as (
                select *, value / nullif(sum(value order by place) over (rows between unbounded preceding and unbounded
                    following), 0) as share
                from effect
            ),
            complete as (
                select c.parent, c.run, c.subject, sum(c.x order by c.place) as total
                from health_cell as c
                group by c.parent, c.run, c.subject
                having count(*) = (select count(*) from health_node as k where k.parent = c.parent) and count(*) > 1
            ),
            spread as (
                select c.parent, c.node, var_samp(c.x order by c.x) as v
                from health_cell as c join complete using (parent, run, subject) group by c.parent, c.node
            ),
            parts as (
                select parent, count(*) as k, sum(v order by v) as v from spread group by parent
            ),
            alpha as (
                select p.parent as node, count(*) as n, case when count(*) >= {enough} then any_value(p.k) / (any_value(p.k) - 1e0)
                    * (1 - any_value(p.v) / nullif(var_samp(c.total order by c.total), 0)) end as value
                from complete as c join parts as p using (parent)
                group by p.parent
            ),
            alike as (
                select node, place, count(*) as n, max(same) / sum(same) as value, arg_max(x, (same, -x)) as x
                from (select node, place, x, count(*) as same from health_cell where leaf group by node, place, x)
                group by node, place
            ),
            sized as (
                select c.node, c.place, s.name as other, c.x, s.d
                from health_cell as c join health_size as s using (run, subject)
                where c.leaf and (s.name = c.indicator or s.of_scheme)
                union all
                select 'score', 0, s.name, c.x, s.d
                from health_score as c join health_size as s using (run, subject)
            ),
            sized_rank as (
                select node, place, other, {rank node,other x}, {rank node,other d} from sized
            ),
            size as (
                select node, place, other, count(*) as n, {corr rank_x rank_d} as value
                from sized_rank group by node, place, other
                having min(rank_d) < max(rank_d)
            )
            select 1 as part, place, 'correlation' as measure, node, other, value, null as stated, n, case
                    when value > {redundant} then '得分高度重复，其一可并入或删去'
                    when value < {opposed} then '得分此升彼降，相互抵消' end as note
            from pair
            union all
            select 2, place, 'main effect', node, null, value, null, n, null from effect
            union all
            select 3, place, 'influence', node, null, share, stated, n, case
                    when abs(share - stated) < {matters} then null
                    when share > 2 * stated then '实际影响明显大于所定权重'
                    when share < stated / 2 then '实际影响明显小于所定权重' end
            from influence
            union all
            select 4, n.place, 'alpha', node, null, a.value, null, a.n, case
                    when a.value < {consistent} then '各项得分很少同升同降，合为一项须有其他理由' end
            from alpha as a join health_node as n using (node)
            union all
            select 5, place, 'same points', node, null, a.value, null, c.n, case
                    when a.value >= {same} then '几乎都得' || printf('%.2f', a.x) || '分，不能区分高下' end
            from alike as a join (select node, count(*) as n from health_cell group by node) as c using (node)
            union all
            select 6, place, 'size', node, other, value, null, n, case
                    when abs(value) >= {follows} then '得分随规模变化，疑主要反映规模' end
            from size""";

    /** What people read of a figure. */
    static final String COLUMNS = "measure, node, other, value, stated, n, note, warned";

    private final Scheme scheme;

    public Health(Scheme scheme) {
        this.scheme = scheme;
    }

    /** Replaces the run's rows of the scheme in {@code stage.health}; returns how many there are. The session is pinned. */
    public long examine(Session session, Run run, Subjects.Kind kind) {
        return session.transaction(() -> {
            session.sql("delete from stage.health where run = :run and scheme = :scheme")
                    .param("run", run.number())
                    .param("scheme", scheme.name())
                    .execute();
            loadPoints(session, "run = " + run.number());
            loadSizes(
                    session,
                    "select run, subject, indicator as name, denominator as d, false as of_scheme from stage.observation"
                            + " where run = " + run.number() + " and subject_kind = " + Sql.text(kind.name())
                            + " and denominator is not null and indicator in ("
                            + in(scheme.leaves().stream().map(Leaf::indicator).toList())
                            + ") union all select run, subject, indicator, value, true from stage.observation where run = "
                            + run.number() + " and subject_kind = " + Sql.text(kind.name())
                            + " and value is not null and indicator in (" + in(sizes()) + ")");
            return writeFigures(session, run.number()) + outcome(session, run, kind);
        });
    }

    /** What was found of a scheme, in the order of reading; the session is pinned to the run. */
    public static List<Row> of(Session pinned, String scheme) {
        return pinned.sql("select " + COLUMNS + " from health where scheme = :scheme order by line")
                .param("scheme", scheme)
                .query();
    }

    /** The indicators that tell how large a subject is. */
    List<String> sizes() {
        return Stream.concat(
                        Stream.ofNullable(scheme.size()),
                        scheme.leaves().stream()
                                .flatMap(leaf -> Stream.ofNullable(leaf.divisor()))
                                .map(Divisor::indicator))
                .distinct()
                .toList();
    }

    /** Loads the points of the runs that a condition names, and the scores. */
    void loadPoints(Session session, String runs) {
        var nodes = new ArrayList<String>();
        nodes.add("select 'score' as node, cast(null as varchar) as parent, cast(null as varchar) as indicator, 0"
                + " as place, false as leaf, 1e0 as stated");
        collect(scheme.root(), nodes);
        session.execute("create or replace temp table health_node as " + String.join(" union all ", nodes));
        var mine = "stage.score where scheme = " + Sql.text(scheme.name()) + " and " + runs
                + " and normalised is not null";
        session.execute("create or replace temp table health_score as select run, subject, normalised as x from " + mine
                + " and node = 'score'");
        session.execute("""
                create or replace temp table health_cell as
                select s.run, s.subject, s.node, n.parent, n.indicator, n.place, n.leaf, n.stated, s.normalised as x
                from (select * from %s) as s
                join health_node as n on n.node = s.node and n.parent is not null
                join health_score using (run, subject)
                where not n.leaf or coalesce(s.imputed, 0) = 0""".formatted(mine));
    }

    /** Loads how large the subjects are: {@code run, subject, name, d, of_scheme}. */
    void loadSizes(Session session, String query) {
        session.execute("create or replace temp table health_size as " + query);
    }

    /** Writes the figures of what was loaded under a run; returns how many there are. */
    long writeFigures(Session session, long run) {
        var figures = correlations(FIGURES)
                .replace("{enough}", String.valueOf(ENOUGH))
                .replace("{curved}", String.valueOf(CURVED))
                .replace("{classes}", String.valueOf(MOST_CLASSES))
                .replace("{redundant}", Sql.number(REDUNDANT))
                .replace("{opposed}", Sql.number(OPPOSED))
                .replace("{consistent}", Sql.number(CONSISTENT))
                .replace("{matters}", Sql.number(MATTERS))
                .replace("{same}", Sql.number(SAME))
                .replace("{follows}", Sql.number(FOLLOWS_SIZE));
        return session.sql("""
                        insert into stage.health by name
                        select :run as run, :scheme as scheme, row_number() over (order by part, place, node, other) as line,
                            measure, node, other, value, stated, n, case
                                when n < :enough and measure <> 'same points' then '数据不足：仅' || n || '个'
                                when value is null then '得分没有差别，无从计算'
                                else note end as note,
                            coalesce(note is not null and value is not null and n >= :enough, false) as warned
                        from (%s)""".formatted(figures))
                .param("run", run)
                .param("scheme", scheme.name())
                .param("enough", ENOUGH)
                .execute();
    }

    /** Whether those with a good score a year ago had fewer cases of the outcome since: Spearman's correlation. */
    private long outcome(Session session, Run run, Subjects.Kind kind) {
        var outcome = scheme.outcome();
        if (outcome == null) {
            return 0;
        }
        var then = run.period().lastYear();
        var since = Stream.iterate(then.plus(1), p -> p.plus(1))
                .takeWhile(p -> p.compareTo(run.period()) <= 0)
                .map(Period::toString)
                .toList();
        session.sql("""
                        create or replace temp table health_outcome as
                        select subject, s.normalised as x, o.y
                        from history_score as s join (
                            select subject, sum(value order by value) as y
                            from history_observation
                            where subject_kind = :kind and indicator = :outcome and period in (%s)
                            group by subject) as o using (subject)
                        where s.scheme = :scheme and s.node = 'score' and s.period = :then
                            and s.normalised is not null""".formatted(in(since)))
                .param("kind", kind.name())
                .param("outcome", outcome)
                .param("scheme", scheme.name())
                .param("then", then.toString())
                .execute();
        long periods = session.sql(
                        "select count(distinct period) as n from history_observation where indicator = :outcome and period in ("
                                + in(since) + ")")
                .param("outcome", outcome)
                .one()
                .whole("n");
        return session.sql(correlations("""
                insert into stage.health by name
                select :run as run, :scheme as scheme, 1000000 as line, 'outcome' as measure, 'score' as node, :outcome as other,
                    case when lacking is null then value end as value, n, coalesce(lacking, case
                        when value is null then '得分没有差别，无从计算'
                        when value >= 0 then '上年得分高的，其后发生的并不少，得分未能预示' end) as note,
                    coalesce(lacking is null and value >= 0, false) as warned
                from (select *, case
                        when n = 0 then '数据不足：没有' || :then || '的得分'
                        when :gone > 0 then '数据不足：其后' || :since || '期中有' || :gone || '期没有统计'
                        when n < {enough} then '数据不足：仅' || n || '个'
                        when cases < :cases then '数据不足：其后仅发生' || cast(cases as bigint) || '起' end as lacking
                    from (select count(*) as n, coalesce(sum(y order by y), 0) as cases, {corr rank_x rank_y} as value
                        from (select *, {rank  x}, {rank  y} from health_outcome)))""").replace("{enough}", String.valueOf(ENOUGH)))
                .param("run", run.number())
                .param("scheme", scheme.name())
                .param("outcome", outcome)
                .param("then", then.title())
                .param("since", since.size())
                .param("gone", since.size() - periods)
                .param("cases", CASES)
                .execute();
    }

    /** Writes out {@code {corr x y}}, null where one of them is the same for all, and {@code {rank partition x}}. */
    private static String correlations(String sql) {
        return sql.replaceAll(
                        "\\{corr (\\S+) (\\S+)}",
                        "case when count(*) >= {enough} and min($1) < max($1) and min($2) < max($2)"
                                + " then corr($1, $2 order by $1, $2) end")
                .replaceAll("\\{rank  (\\S+)}", "{rank 1 $1}")
                .replaceAll(
                        "\\{rank (\\S+) (\\S+)}",
                        "rank() over (partition by $1 order by $2) + count(*) over (partition by $1, $2) / 2e0 as rank_$2");
    }

    private void collect(Branch branch, List<String> nodes) {
        var shares = scheme.shares();
        for (var child : branch.children()) {
            nodes.add("select %s, %s, %s, %d, %s, %s"
                    .formatted(
                            Sql.text(child.name()),
                            Sql.text(branch.name()),
                            child instanceof Leaf leaf ? Sql.text(leaf.indicator()) : "null",
                            nodes.size(),
                            child instanceof Leaf,
                            Sql.number(Objects.requireNonNull(shares.get(child.name())))));
            if (child instanceof Branch inner) {
                collect(inner, nodes);
            }
        }
    }

    private static String in(List<String> names) {
        return names.isEmpty() ? "null" : Sql.texts(names);
    }
}
