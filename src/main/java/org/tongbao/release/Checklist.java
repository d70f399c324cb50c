package org.tongbao.release;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongbao.home.Home;
import org.tongbao.issue.Archive;
import org.tongbao.issue.Register;
import org.tongbao.issue.Verification;
import org.tongbao.issue.Verification.Outcome;
import org.tongbao.pipeline.Pipeline;
import org.tongbao.render.Bulletin;
import org.tongbao.render.Comparison;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Unconfirmed;
import org.tongbao.run.Run;
import org.tongbao.run.Version;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Sql;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.ledger.RunLedger;

/** What a machine can look through before a run's bulletins are issued: what stands against it, and what one should know. */
public final class Checklist {

    private static final int LARGE_MOVEMENT = 5;
    private static final int WIDE_INTERVAL = 5;
    private static final int SMALL_GROUP = 50;

    /** How many are named in a line. */
    private static final int NAMED = 6;

    /** Among fewer, none is far from the others. */
    private static final int FEWEST = 8;

    private final Session session;
    private final Run run;
    private final Rulebook rulebook;
    private final List<Item> items = new ArrayList<>();
    private boolean caused;

    /** The session must be pinned to the run. */
    public Checklist(Session session, Run run, Rulebook rulebook) {
        this.session = session;
        this.run = run;
        this.rulebook = rulebook;
    }

    /**
     * One point.
     *
     * @param blocks whether it stands against issuing; otherwise it is to be known
     */
    public record Item(boolean blocks, String words) {}

    /** What stands against issuing first. */
    public List<Item> items() {
        return Stream.concat(items.stream().filter(Item::blocks), items.stream().filter(item -> !item.blocks()))
                .toList();
    }

    /** Whether nothing stands against issuing. */
    public boolean isClear() {
        return items.stream().noneMatch(Item::blocks);
    }

    /** All points, one a line. */
    public String words() {
        return items().stream()
                .map(item -> (item.blocks() ? "不得印发：" : "提请注意：") + item.words())
                .collect(Collectors.joining("\n"));
    }

    /** The data: what has not come, what was refused, what came after, what was objected to. */
    public Checklist data() {
        session.stream(
                """
                select g.dataset, g.rows, g.threshold, (
                    select count(*) from reporting as r where r.dataset = g.dataset and not r.enough) as short
                from gate as g where g.outcome <> 'open' order by g.dataset, g.threshold""",
                row -> add(
                        row.whole("rows") == 0,
                        "“" + title(row.text("dataset")) + "”本期" + row.whole("rows") + "行，未达到要求（"
                                + row.text("threshold") + "）"
                                + (row.whole("short") > 0 ? "，报送不足的" + row.whole("short") + "个" : "")));
        session.stream(
                """
                select d.span, d.title, string_agg(n.name, '、' order by d.subject) as names, count(*) as n
                from delivery as d join subject_name as n on n.kind = d.subject_kind and n.subject = d.subject
                where d.state = '未报' group by d.dataset, d.of_period, d.span, d.title order by d.of_period, d.dataset""",
                row -> warn(row.text("span") + row.text("title") + "未报送的" + row.whole("n") + "个：" + row.text("names")));
        session.sql("""
                        select l.load_id, l.file from ledger.load as l
                        where l.withdrawn_at_load = l.load_id and l.load_id <= :cutoff and not exists (
                            select 1 from ledger.load as later
                            where later.dataset = l.dataset and later.slice = l.slice and later.load_id > l.load_id)
                        order by l.load_id""").param("cutoff", run.cutoff()).stream(
                row -> block("第" + row.whole("load_id") + "批数据被搁置，尚未处理：" + row.text("file")));
        session.stream("""
                select count(*) as n, count(distinct load_id) as files
                from reject where load_id in (select load_id from pinned_load) having count(*) > 0""", row -> warn("收到的文件中有" + row.whole("files") + "个共" + row.whole("n") + "处被拒收"));
        session
                .sql("select file from ledger.load where load_id > :cutoff order by load_id limit 20")
                .param("cutoff", run.cutoff())
                .stream(row -> block("出数以后又收到文件：" + row.text("file")));
        return this;
    }

    /** Objections: those that are open, and what those that were upheld have changed. */
    Checklist objections() {
        for (var objection : Objections.of(session)) {
            if (objection.isOpen() || (objection.isUpheld() && objection.run() == run.number())) {
                block(objection.words() + (objection.isOpen() ? "尚未答复" : "已采纳，须重新出数"));
            } else if (objection.isUpheld()) {
                warn(objection.words() + "已采纳，"
                        + (objection.changed()
                                ? "由" + objection.before() + "变为" + objection.after()
                                : "本次出数该项没有变化（" + objection.after() + "）"));
            }
        }
        return this;
    }

    /** What was issued for the period and no longer holds. */
    Checklist withdrawn(Register register) {
        var withdrawn = register.withdrawn();
        register.issuedFor(run.job(), run.period().toString()).stream()
                .map(file -> file.number().toString())
                .distinct()
                .filter(withdrawn::containsKey)
                .forEach(number -> warn("本期" + number + "已撤回（" + withdrawn.get(number) + "）"));
        return this;
    }

    /** The run: whether it is the last one, and has made drafts. What follows from that is not looked at. */
    Checklist run() {
        var runs = new RunLedger(session);
        runs.last(run.job(), run.period())
                .filter(last -> last.number() > run.number())
                .filter(last -> List.of("started", "failed").contains(runs.state(last)))
                .ifPresent(last -> cause("最近一次运行（第" + last.number() + "次）没有完成，先执行 tongbao resume " + last.number()));
        if (runs.state(run).equals("partial")
                && session.one("select count(*) as n from artifact").whole("n") == 0) {
            cause("第" + run.number() + "次运行没有编制草稿，先执行 tongbao run " + run.job() + " --period " + run.period());
        }
        return this;
    }

    /** Another edition of the program prints other bytes. */
    Checklist edition(Path drafts) {
        var edition = Archive.edition(drafts);
        if (!edition.isEmpty() && !edition.equals(Version.NUMBER)) {
            cause("草稿由" + edition + "版编制，本版为" + Version.NUMBER + "，须重新运行");
        }
        return this;
    }

    /** What an editor looks for. */
    Checklist editing(List<Bulletin> bulletins) {
        bulletins.forEach(bulletin -> items.addAll(EditorRules.of(bulletin)));
        return this;
    }

    /** Whether something is known from which all differences of the drafts would follow. */
    boolean isCaused() {
        return caused;
    }

    private void cause(String words) {
        block(words);
        caused = true;
    }

    /** The published rankings: large movements, and ranks that are not sure. Small groups only: a leader knows each of them. */
    public Checklist rankings(Job job) {
        var pipeline = new Pipeline(session, rulebook);
        return pipeline.withUncertainty(run, () -> {
            rankings(job.rank(), pipeline.inUse().schemes().keySet());
            return this;
        });
    }

    private void rankings(List<String> schemes, Set<String> used) {
        for (var name : schemes) {
            if (!inForce(name) || !used.contains(name)) {
                continue;
            }
            var scheme = rulebook.scheme(name, run.period()).scheme();
            var kind = rulebook.subjects().kind(scheme.subject());
            var moved = new ArrayList<String>();
            var unsure = new ArrayList<String>();
            var lines = new ArrayList<String>();
            session
                    .sql("""
                            select k.%s as name, s.rank, s.previous_rank, s.low, s.high,
                                coalesce(abs(s.rank - s.previous_rank), 0) >= :large as moved,
                                coalesce(s.high - s.low, 0) >= :wide as unsure
                            from standing as s join %s as k on cast(k.%s as varchar) = s.subject
                            where s.scheme = :scheme and s."of" <= :small
                            order by s.rank, s.subject""".formatted(kind.label(), kind.table(), kind.id()))
                    .param("large", LARGE_MOVEMENT)
                    .param("wide", WIDE_INTERVAL)
                    .param("scheme", name)
                    .param("small", SMALL_GROUP)
                    .stream(row -> {
                if (row.flag("moved")) {
                    moved.add(row.text("name") + "由第" + row.whole("previous_rank") + "名变为第" + row.whole("rank") + "名");
                }
                if (row.flag("unsure")) {
                    unsure.add(row.text("name") + "第" + row.whole("rank") + "名，区间" + row.whole("low") + "—"
                            + row.whole("high"));
                }
            });
            session
                    .sql("""
                            select k.%s as name, s.rank, l.warning
                            from line as l
                            join standing as s using (scheme, scope, subject)
                            join %s as k on cast(k.%s as varchar) = s.subject
                            where l.scheme = :scheme and s."of" <= :small
                            order by s.rank, s.subject, l.line""".formatted(kind.label(), kind.table(), kind.id()))
                    .param("scheme", name)
                    .param("small", SMALL_GROUP)
                    .stream(row -> lines.add(row.text("name") + "第" + row.whole("rank") + "名，" + row.text("warning")));
            warn(scheme, "名次变动大", moved);
            warn(scheme, "名次区间宽", unsure);
            warn(scheme, "在界线附近", lines);
            session
                    .sql("select note from health where scheme = :scheme and measure = 'grade' and warned")
                    .param("scheme", name)
                    .stream(row -> warn(scheme.title() + "：" + row.text("note")));
            outliers(scheme, kind);
        }
    }

    /** Values far outside the others' (three times the middle half's width) that were not so the period before. */
    private void outliers(Scheme scheme, Subjects.Kind kind) {
        session
                .sql("""
                        with figure as (
                            select period_start, indicator, subject, value from history_observation
                            where subject_kind = :kind and value is not null
                                and period_start in (period_start(), previous_start())
                                and indicator in (%4$s)
                                and subject in (select subject from standing where scheme = :scheme and "of" <= :small)),
                        fence as (
                            select period_start, indicator, quantile_cont(value, 0.25) as lower,
                                quantile_cont(value, 0.75) as upper
                            from figure group by period_start, indicator having count(*) >= :fewest),
                        outlier as (
                            select * from figure join fence using (period_start, indicator)
                            where upper > lower
                                and (value < lower - 3 * (upper - lower) or value > upper + 3 * (upper - lower)))
                        select k.%1$s as name, o.indicator, o.value
                        from outlier as o join %2$s as k on cast(k.%3$s as varchar) = o.subject
                        where o.period_start = period_start() and not exists (
                            select 1 from outlier as b
                            where b.period_start <> o.period_start and b.indicator = o.indicator and b.subject = o.subject)
                        order by o.subject, o.indicator""".formatted(
                                kind.label(),
                                kind.table(),
                                kind.id(),
                                Sql.texts(scheme.leaves().stream()
                                        .map(Scheme.Leaf::indicator)
                                        .toList())))
                .param("kind", kind.name())
                .param("scheme", scheme.name())
                .param("small", SMALL_GROUP)
                .param("fewest", FEWEST)
                .stream(row -> warn(scheme.title() + "：" + row.text("name") + "“" + indicator(row.text("indicator"))
                + "”" + Corrections.rounded(row.number("value")) + "，明显偏离其他对象，上期没有"));
    }

    private String indicator(String name) {
        var indicator = rulebook.rules().indicators().get(name);
        return indicator == null ? name : indicator.title();
    }

    /** Marks of the standards that nobody has compared with their source yet. */
    Checklist marks(Home home) {
        long open = Unconfirmed.in(home).stream()
                .filter(row -> !row.confidence().equals("bureau"))
                .count();
        if (open > 0) {
            warn("标准分值、限值等有" + open + "处尚未与出处核对（tongbao check --confidence 逐处列出）");
        }
        return this;
    }

    /** Whether a scheme holds in the run's period, and is the one that the run was scored by. */
    private boolean inForce(String name) {
        var versions = rulebook.schemes().get(name);
        if (versions == null || !versions.holdsIn(run.period())) {
            block("评分办法“" + name + "”在" + run.period().title() + "不在有效期内");
            return false;
        }
        int version = versions.during(run.period()).scheme().version();
        session
                .sql("select version from scheme_version where scheme = :scheme and version <> :version")
                .param("scheme", name)
                .param("version", version)
                .stream(row -> block("评分办法“" + name + "”出数所用为第" + row.whole("version") + "版，"
                + run.period().title() + "应适用第" + version + "版，须重新运行"));
        return true;
    }

    /** One line for all of a kind: who reads a hundred lines overlooks the one that matters. */
    private void warn(Scheme scheme, String kind, List<String> whose) {
        if (!whose.isEmpty()) {
            warn(scheme.title() + "：" + kind + "的" + whose.size() + "个："
                    + whose.stream().limit(NAMED).collect(Collectors.joining("；"))
                    + (whose.size() > NAMED ? "……（tongbao show ranks 逐个列出）" : ""));
        }
    }

    /** The files that people edit: they must be those the run was computed with. */
    Checklist files() {
        var ran = session.sql("select spec_sha256 from ledger.run where run = :run")
                .param("run", run.number())
                .one()
                .text("spec_sha256");
        if (!ran.startsWith(rulebook.sha256())) {
            cause("出数以后规则或模板有改动，须重新运行");
        }
        return this;
    }

    /** Makes a bulletin's drafts again; gives their SHA-256 by file. */
    interface Fresh {
        Map<String, String> of(Session session, Run run, Bulletin bulletin);
    }

    /** The drafts: made again, each must be what was looked at. */
    Checklist drafts(List<Bulletin> bulletins, Fresh fresh) {
        for (var bulletin : bulletins) {
            var made = fresh.of(session, run, bulletin);
            var drafts = new HashSet<String>();
            session
                    .sql("select path, sha256 from artifact where bulletin = :bulletin order by path")
                    .param("bulletin", bulletin.name())
                    .stream(row -> {
                drafts.add(row.text("path"));
                if (!row.text("sha256").equals(made.get(row.text("path")))) {
                    block("草稿与数据不一致：" + row.text("path"));
                }
            });
            made.keySet().stream()
                    .filter(file -> !drafts.contains(file))
                    .sorted()
                    .forEach(file -> block("没有草稿：" + file));
            if (made.isEmpty() && !bulletin.name().equals(Withdrawals.BULLETIN)) {
                warn("本期没有" + bulletin.name() + "需要印发");
            }
        }
        return this;
    }

    /** Characters that the fonts lacked when the drafts were made: the pages show a # in their place. */
    Checklist glyphs(Path drafts) {
        Archive.missingGlyphs(drafts).forEach(each -> block("字体中没有的字印成了#：" + each + "；请改用规范字，或在 fonts.yaml 中加字体后重新运行"));
        return this;
    }

    /** The drafts' files: each must be there as it was made. */
    Checklist untouched(List<Verification.VerifiedFile> found) {
        found.stream()
                .filter(file -> file.outcome() == Outcome.CHANGED || file.outcome() == Outcome.MISSING)
                .forEach(file -> block((file.outcome() == Outcome.MISSING ? "草稿文件不在：" : "草稿文件被改动：") + file.file()));
        return this;
    }

    /** The drafts' figures, read back from page and workbook: each must be the warehouse's. */
    Checklist figures(Map<String, Comparison> comparisons) {
        comparisons.forEach((file, compared) ->
                compared.differences().forEach(difference -> block("草稿中的数与数据不符：" + file + "：" + difference)));
        return this;
    }

    private String title(String dataset) {
        return rulebook.catalog().dataset(dataset).title();
    }

    private void block(String words) {
        add(true, words);
    }

    private void warn(String words) {
        add(false, words);
    }

    private void add(boolean blocks, String words) {
        items.add(new Item(blocks, words));
    }
}
