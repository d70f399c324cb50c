package org.tongbao.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongbao.deliver.DeliveryLedger;
import org.tongbao.deliver.DeliveryLedger.State;
import org.tongbao.home.Home;
import org.tongbao.home.OwnerOnly;
import org.tongbao.issue.Archive;
import org.tongbao.issue.Chain;
import org.tongbao.pull.LoadReport;
import org.tongbao.rulebook.Job;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.run.Run;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.ledger.RunLedger;

/**
 * What a person should know after a run, in Chinese: what came, what was rejected, what was computed, what changed, what
 * was sent, what to look at; or why it failed and what to do. As text and as a page that needs nothing else.
 */
final class RunReport {

    private static final int MANY = 12;

    private final String title;
    private final List<Section> sections = new ArrayList<>();
    private final List<String> attention = new ArrayList<>();

    /** A table under a heading; without rows its remark stands alone. */
    private record Section(String heading, String remark, List<Row> rows) {}

    private RunReport(String title) {
        this.title = title;
    }

    /**
     * Looks a run over that has ended.
     *
     * @param failure why it failed and the command that takes it up again, or null
     */
    static RunReport of(
            Session session,
            DeliveryLedger deliveries,
            Rulebook rulebook,
            Job job,
            Run run,
            Home home,
            @Nullable String failure) {
        var report = new RunReport(job.title() + " " + run.period().title() + " 运行报告（第 " + run.number() + " 次运行）");
        var began = LocalDateTime.parse(new RunLedger(session).startedAt(run).replace(' ', 'T'));
        rulebook.pin(session, run);
        var refused = LoadReport.inForce(session, rulebook.catalog(), MANY);
        report.outcome(failure, refused.warnings());
        report.arrivals(session, began);
        report.refused(refused);
        report.deliveries(session);
        report.computed(session, run);
        report.unused(session, run);
        report.changes(session, run);
        report.sent(deliveries, job, run);
        report.glyphs(home, run);
        report.attention(session, run, began);
        report.register(session);
        return report;
    }

    /** Writes it, as text and as a page, below the folder for finished bulletins; returns the text's place. */
    Path write(Home home, Run run) {
        var folder = OwnerOnly.folder(home.reports());
        var name = run.job() + "-" + run.period() + "-run-" + run.number();
        try {
            Files.writeString(folder.resolve(name + ".html"), html());
            return Files.writeString(folder.resolve(name + ".txt"), text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void outcome(@Nullable String failure, List<String> warnings) {
        sections.add(new Section(
                "结果",
                failure == null ? "运行完成。" : "运行失败。" + failure,
                warnings.stream().map(line -> row("退回偏多", line)).toList()));
    }

    private void arrivals(Session session, LocalDateTime began) {
        var rows = session.sql("""
                        select dataset as "数据", count(*) as "文件", sum(rows_read) as "读入行", sum(rows_loaded) as "采用行",
                            sum(rows_rejected) as "退回行"
                        from ledger.load where loaded_at >= :began group by 1 order by 1""").param("began", began).query();
        sections.add(new Section("收到的数据", rows.isEmpty() ? "本次没有新到的文件。" : "", rows));
    }

    /** What the run's figures lack, whichever run loaded the files. */
    private void refused(LoadReport.Refused refused) {
        var files = refused.files().stream()
                .limit(MANY)
                .map(row -> row(
                        "文件", row.text("file"),
                        "数据", row.text("title"),
                        "读入行", row.whole("read"),
                        "退回行", row.whole("rejected"),
                        "占比（%）", row.number("percent"),
                        "存疑行", row.whole("warned")))
                .toList();
        sections.add(new Section(
                "本期所用数据：退回和存疑",
                refused.files().isEmpty()
                        ? "没有退回或存疑的行。"
                        : "包括以前各次载入、本期仍在用的文件，共" + refused.files().size() + "个"
                                + (refused.files().size() > MANY ? "，列出占比最高的" + MANY + "个" : "") + "。",
                files));
        if (!refused.values().isEmpty()) {
            sections.add(new Section(
                    "本期所用数据：退回的值",
                    "改正后重新报送即可；最接近的名称供核对，不自动采用。",
                    refused.values().stream()
                            .map(row -> row(
                                    "数据", row.text("title"),
                                    "栏目", row.text("column"),
                                    "值", row.get("value"),
                                    "原因", row.text("reason"),
                                    "行数", row.whole("rows"),
                                    "最接近的名称", row.get("nearest"),
                                    "文件", row.text("file")))
                            .toList()));
        }
    }

    private void deliveries(Session session) {
        var rows = session.query("""
                select d.title as "台账", d.span as "期间", n.name as "对象", d.due_on as "报送截止",
                    d.delivered_on as "报送日期", d.state as "情况"
                from delivery as d
                left join subject_name as n on n.kind = d.subject_kind and n.subject = d.subject
                where d.state in ('未报', '迟报') order by d.state desc, d.of_period, d.dataset, d.subject""");
        sections.add(new Section("未报送和迟报", rows.isEmpty() ? "没有。" : "", rows));
    }

    private void computed(Session session, Run run) {
        var rows = session.sql("""
                        select 1 as o, '指标' as "内容", count(distinct indicator) as "种类", count(*) as "结果"
                        from stage.observation where run = :run
                        union all
                        select 2, '评分', count(distinct scheme), count(distinct scheme || ' ' || subject)
                        from stage.score where run = :run
                        union all
                        select 3, '排名', count(distinct scheme), count(*) from stage.standing where run = :run
                        union all
                        select 4, '问题', count(distinct rule), count(*) from stage.finding where run = :run
                        union all
                        select 5, '处置', count(distinct ladder), count(*) from stage.decision where run = :run
                        union all
                        select 6, '文书', count(distinct bulletin), count(*) from stage.artifact where run = :run
                        order by o""").param("run", run.number()).query();
        sections.add(new Section(
                "计算结果", "", rows.stream().map(RunReport::withoutOrder).toList()));
    }

    /** What is not known is said once, where the figures are counted; it is no figure of zero. */
    private void unused(Session session, Run run) {
        var rows = session.sql("""
                        select case kind when 'dataset' then '数据' when 'indicator' then '指标' when 'finding' then '问题'
                                when 'weight' then '评分权重' when 'ladder' then '监管处置' else '评分方案' end as "种类",
                            title as "名称", reason as "情况",
                            case when kind in ('indicator', 'finding', 'ladder') then because end as "缺什么"
                        from stage.unused where run = :run
                        order by case kind when 'dataset' then 1 when 'scheme' then 2 when 'weight' then 3 when 'ladder' then 4
                            when 'indicator' then 5 else 6 end, name""").param("run", run.number()).query();
        sections.add(new Section("未启用", rows.isEmpty() ? "规则所需的数据都已启用。" : "以下内容没有数据或者没有施行，不计算、不评分、不列为问题。", rows));
    }

    private void changes(Session session, Run run) {
        var findings = session.sql("""
                        select case state when 'new' then '新增问题' when 'cleared' then '已消除问题' else '延续问题' end as "变化",
                            count(*) as "数量"
                        from stage.finding where run = :run group by state order by state desc""").param("run", run.number()).query();
        sections.add(new Section("与上期相比：问题", findings.isEmpty() ? "没有问题记录。" : "", findings));
        var moved =
                session.sql("""
                        select scheme as "评分方案", subject as "对象", previous_rank as "上期名次", rank as "本期名次"
                        from stage.standing
                        where run = :run and rank is not null and previous_rank is not null and rank <> previous_rank
                        order by abs(rank - previous_rank) desc, 1, 2 limit :many""").param("run", run.number()).param("many", MANY).query();
        sections.add(new Section("与上期相比：名次变动最大", moved.isEmpty() ? "名次没有变动，或没有上期。" : "", moved));
    }

    private void sent(DeliveryLedger deliveries, Job job, Run run) {
        var entries = deliveries.of(run.number()).stream()
                .filter(entry -> entry.job().equals(run.job()))
                .toList();
        var rows = entries.stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.channel() + " " + words(entry.state()),
                        java.util.TreeMap::new,
                        Collectors.counting()))
                .entrySet()
                .stream()
                .map(each -> row("方式与状态", each.getKey(), "件数", each.getValue()))
                .toList();
        sections.add(new Section("发送", rows.isEmpty() ? job.deliver().size() + " 个去处；没有新的邮件或接口发送。" : "", rows));
        if (job.deliver().stream().anyMatch(to -> !to.choice().drafts())) {
            attention.add("文书未经印发，不发给收件单位。印发：tongbao release check " + run.job() + " --period " + run.period());
        }
        for (var entry : entries) {
            if (entry.state() == State.UNDELIVERED || entry.state() == State.UNSURE) {
                attention.add(
                        words(entry.state()) + "：" + entry.recipient() + "，" + entry.artifact() + "，" + entry.answer());
            }
        }
    }

    private void glyphs(Home home, Run run) {
        var drafts = home.archive().resolve(run.job()).resolve(run.period().toString());
        var missing = Archive.missingGlyphs(drafts);
        if (!missing.isEmpty()) {
            attention.add("字体中没有的字：" + String.join("、", missing) + "，文书中印成#，不得印发；请改用规范字，或在 fonts.yaml 中加字体后重新运行");
        }
    }

    /** Kept on paper or elsewhere, it proves later that nothing entered before was changed. */
    private void register(Session session) {
        sections.add(new Section("登记簿", "登记链的链首：" + Chain.head(session), List.of()));
    }

    private static String words(State state) {
        return switch (state) {
            case HELD -> "待印发后发送";
            case PLANNED -> "待发";
            case SENDING -> "发送中";
            case SENT -> "已送达";
            case UNDELIVERED -> "未送达";
            case UNSURE -> "不能确定是否送达";
        };
    }

    private void attention(Session session, Run run, LocalDateTime began) {
        session.sql("""
                        select l.file, n.words from ledger.note as n join ledger.load as l on l.load_id = n.load_id
                        where l.loaded_at >= :began order by n.load_id, n.words limit :many""").param("began", began).param("many", MANY).stream(
                row -> attention.add(row.text("file") + "：" + row.text("words")));
        session.sql("""
                        select dataset, threshold, rows from stage.gate
                        where run = :run and outcome <> 'open' order by dataset""").param("run", run.number()).stream(row -> attention.add(
                "数据门槛：" + row.text("dataset") + " 本期 " + row.whole("rows") + " 行，要求 " + row.text("threshold")));
        session.sql("""
                        select distinct scheme, node, warning from stage.distribution
                        where run = :run and warning is not null order by 1, 2, 3 limit :many""").param("run", run.number()).param("many", MANY).stream(
                row -> attention.add("分布：" + row.text("scheme") + " " + row.text("node") + "，" + row.text("warning")));
        sections.add(new Section(
                "需要留意",
                attention.isEmpty() ? "没有。" : "",
                attention.stream().map(line -> row("事项", line)).toList()));
    }

    private static Row withoutOrder(Row row) {
        var values = new java.util.LinkedHashMap<>(row.values());
        values.remove("o");
        return new Row(values);
    }

    private static Row row(@Nullable Object... namesAndValues) {
        var values = new java.util.LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return new Row(values);
    }

    /** The report as text. */
    String text() {
        var text = new StringBuilder(title).append("\n");
        for (var section : sections) {
            text.append("\n【")
                    .append(section.heading())
                    .append("】")
                    .append(section.remark())
                    .append("\n");
            for (var row : section.rows()) {
                text.append("  ")
                        .append(row.values().entrySet().stream()
                                .filter(cell -> cell.getValue() != null)
                                .map(cell ->
                                        (row.values().size() == 1 ? "" : cell.getKey() + " ") + shown(cell.getValue()))
                                .collect(Collectors.joining("，")))
                        .append("\n");
            }
        }
        return text.toString();
    }

    private static String shown(@Nullable Object value) {
        return value == null
                ? ""
                : value instanceof Double number ? String.format(Locale.ROOT, "%.2f", number) : value.toString();
    }

    /** The report as a page. */
    String html() {
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>")
                .append(escaped(title))
                .append("</title><style>body{font-family:sans-serif;max-width:60em;margin:2em auto;line-height:1.5}")
                .append("table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2em .6em;text-align:left}")
                .append("h2{font-size:1.1em;margin-top:1.6em}</style></head><body><h1>")
                .append(escaped(title))
                .append("</h1>\n");
        for (var section : sections) {
            page.append("<h2>").append(escaped(section.heading())).append("</h2>\n");
            if (!section.remark().isEmpty()) {
                page.append("<p>").append(escaped(section.remark())).append("</p>\n");
            }
            if (!section.rows().isEmpty()) {
                page.append("<table>")
                        .append(line(
                                "th", List.copyOf(section.rows().get(0).values().keySet())));
                section.rows()
                        .forEach(row -> page.append(line(
                                "td",
                                row.values().values().stream()
                                        .map(RunReport::shown)
                                        .toList())));
                page.append("</table>\n");
            }
        }
        return page.append("</body></html>\n").toString();
    }

    private static String line(String cell, List<String> values) {
        return values.stream()
                .map(value -> "<" + cell + ">" + escaped(value) + "</" + cell + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>\n"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
