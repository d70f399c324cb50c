package org.tongbao.render;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.tongbao.render.chart.Chart;
import org.tongbao.render.facts.Facts;
import org.tongbao.render.workbook.SheetExample;
import org.tongbao.spec.Layers;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;

/**
 * Region-size circulars (five pages, a chart, a table of 120 rows), tagged and archivable, against a plain JasperReports
 * program that prints the same content without tags: {@code .ci/bench CircularBenchmark 1000 2}, documents and threads.
 */
final class CircularBenchmark {

    private static final int WARM = 200;
    private static final ThreadMXBean PROCESSOR = ManagementFactory.getThreadMXBean();
    private static final int ROUND = 25;
    static final int ROWS = 120;
    static final int PARAGRAPHS = 2;

    private CircularBenchmark() {}

    /** Makes one document from its facts. */
    interface Maker {
        byte[] make(Facts facts) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        int documents = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        int threads = args.length > 1 ? Integer.parseInt(args[1]) : 1;
        var folder = Files.createTempDirectory("circulars");
        var ours = tongbao(folder);
        Maker theirs = new JasperCircular(InventedCity.HOME.resolve("report-templates/shared/fonts"), chart())::make;
        describe("tongbao", ours.make(facts(0)));
        describe("jasper", theirs.make(facts(0)));
        var makers = Map.of("tongbao", ours, "jasper", theirs);
        for (var name : List.of("tongbao", "jasper")) {
            run(makers.get(name), WARM, threads);
        }
        var spent = new LinkedHashMap<String, Time>();
        for (int done = 0; done < documents; done += ROUND) { // in turns, as the machine has other work
            for (var name : List.of("tongbao", "jasper")) {
                spent.merge(name, run(makers.get(name), Math.min(ROUND, documents - done), threads), Time::plus);
            }
        }
        spent.forEach((name, time) -> System.out.printf(
                "%s: %d documents, %d threads, %.1f a second, %.1f ms each, %.1f ms of a processor%n",
                name,
                documents,
                threads,
                documents / (time.wall / 1e9),
                time.wall / 1e6 / documents,
                time.processor / 1e6 / documents));
        var tongbao = spent.getOrDefault("tongbao", Time.NONE);
        var jasper = spent.getOrDefault("jasper", Time.NONE);
        System.out.printf(
                "ratio %.2f, of processor time %.2f (more than 1: faster than JasperReports)%n",
                (double) jasper.wall / tongbao.wall, (double) jasper.processor / tongbao.processor);
    }

    /**
     * What a round took, in nanoseconds.
     *
     * @param processor of the threads that made the documents; other work on the machine hardly shows in it
     */
    private record Time(long wall, long processor) {

        static final Time NONE = new Time(0, 0);

        Time plus(Time other) {
            return new Time(wall + other.wall, processor + other.processor);
        }
    }

    private static Time run(@Nullable Maker maker, int documents, int threads) throws Exception {
        var hands = Executors.newFixedThreadPool(threads);
        try {
            long begun = System.nanoTime();
            var made = new ArrayList<Future<Long>>();
            for (int i = 0; i < documents; i++) {
                int number = i;
                made.add(hands.submit((Callable<Long>) () -> {
                    long before = PROCESSOR.getCurrentThreadCpuTime();
                    Objects.requireNonNull(maker).make(facts(number));
                    return PROCESSOR.getCurrentThreadCpuTime() - before;
                }));
            }
            long processor = 0;
            for (var each : made) {
                processor += each.get();
            }
            return new Time(System.nanoTime() - begun, processor);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            hands.shutdown();
        }
    }

    private static void describe(String name, byte[] pdf) throws IOException {
        Files.createDirectories(Path.of("target/bulletins"));
        Files.write(Path.of("target/bulletins/bench-" + name + ".pdf"), pdf);
        try (var document = Loader.loadPDF(pdf)) {
            System.out.printf(
                    "%s: %d pages, %d KB, %d characters%n",
                    name,
                    document.getNumberOfPages(),
                    pdf.length / 1024,
                    new PDFTextStripper().getText(document).length());
        }
    }

    private static Maker tongbao(Path folder) throws IOException {
        var home = Files.createDirectories(folder.resolve("report-templates/circular/data"));
        Files.writeString(home.resolve("rows.sql"), "-- 表\nselect 1 as line");
        Files.writeString(home.resolve("chart.sql"), "-- 图\nselect 1 as name");
        Files.writeString(home.resolve("words.sql"), "-- 文\nselect 1 as text");
        Files.writeString(home.resolveSibling("page.ftlh"), """
                <#import "/shared/macros.ftlh" as o>
                <@o.official attachments=["项目考评结果"]>
                <#list facts.words as w><#if w?index % 4 == 0><@o.h1 name="工作情况"/></#if><p>${w.text}</p></#list>
                <@o.chart name="scores"/>
                <@o.closing><p>请对照落实。</p></@o.closing>
                <@o.attachment>
                <table class="compact">
                  <thead><tr><th>序号</th><th class="text">项目名称</th><th class="text">施工总承包单位</th><th>所属地区</th><th class="figure">得分</th><th>等次</th></tr></thead>
                  <tbody><#list facts.rows as r><tr><td>${r.line}</td><td class="text">${r.project}</td><td class="text">${r.enterprise}</td><td>${r.region}</td><td class="figure">${o.fixed(r.score, 2)}</td><td>${r.grade}</td></tr></#list></tbody>
                </table>
                </@o.attachment>
                <@o.imprint/>
                </@o.official>
                """);
        Files.writeString(home.resolveSibling("bulletin.yaml"), """
                bulletin: circular
                title: 关于{period}|施工安全考核|情况的通报
                page: page.ftlh
                letterhead: { mark: 景澜市住房和城乡建设局, office: 景澜市住房和城乡建设局, code: 景建安, to: 各有关单位, copies: "" }
                charts:
                  scores: { title: 得分, type: bars, data: chart, category: name, series: { score: 得分 }, unit: 分 }
                """);
        var shared = Files.createDirectories(folder.resolve("report-templates/shared/fonts"));
        var original = InventedCity.HOME.resolve("report-templates/shared");
        for (var name : List.of("macros.ftlh", "official.css", "form.css")) {
            Files.copy(original.resolve(name), shared.resolveSibling(name));
        }
        try (var fonts = Files.newDirectoryStream(original.resolve("fonts"), "*.{ttf,yaml}")) {
            for (var font : fonts) {
                Files.copy(font, shared.resolve(String.valueOf(font.getFileName())));
            }
        }
        var problems = new Problems();
        var bulletin = Bulletin.read(new SpecFiles(folder, problems), folder.resolve("report-templates/circular"))
                .orElseThrow(() -> new IllegalStateException(problems.sorted().toString()));
        var renderer = new Renderer(Layers.of(folder.resolve("report-templates")));
        return facts -> {
            var out = new ByteArrayOutputStream();
            renderer.page(bulletin, facts, Edition.draft(InventedCity.JUNE, "city"), out);
            return out.toByteArray();
        };
    }

    static Chart chart() {
        return new Chart(
                "scores",
                "得分",
                Chart.Type.BARS,
                "chart",
                "name",
                List.of(new Chart.Series("score", "得分")),
                "分",
                null,
                null,
                new Location("bulletin.yaml", 1));
    }

    /** Invented content, other for each document. */
    static Facts facts(int number) {
        var words = new ArrayList<Map<String, @Nullable Object>>();
        for (int i = 0; i < PARAGRAPHS; i++) {
            words.add(SheetExample.row(
                    "text",
                    "截至本月末，全市在建房屋市政工程项目" + (269 + number + i) + "个，较上月增加" + i
                            + "个。本月各级监督机构开展检查" + (616 + i * 7) + "次，项目检查覆盖率" + (70 + i)
                            + ".5%；排查隐患" + (1230 + number % 97) + "处，隐患销号率91.6%，按期整改率72.2%。其中重大隐患"
                            + (i + 3) + "处。各地要把逾期未整改的隐患列入下月检查，并按月开展风险分析研判。"));
        }
        var chart = new ArrayList<Map<String, @Nullable Object>>();
        for (int i = 0; i < 15; i++) {
            chart.add(SheetExample.row("name", "第" + (i + 1) + "县区", "score", 95.5 - i * 1.3 - number % 10));
        }
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(SheetExample.row(
                    "line", i + 1L,
                    "project", "翠湖湾" + (i + number) + "号地块住宅工程",
                    "enterprise", "云州第" + i % 40 + "建设集团有限公司",
                    "region", "第" + (i % 15 + 1) + "县区",
                    "score", 98.5 - i * 0.31,
                    "grade", i < 40 ? "优良" : "合格"));
        }
        return new Facts(Map.of(
                "words",
                SheetExample.table(words),
                "chart",
                SheetExample.table(chart),
                "rows",
                SheetExample.table(rows)));
    }
}
