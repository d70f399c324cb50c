package org.tongbao.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.ScoreSheets;
import org.tongbao.rank.Ranking;
import org.tongbao.render.Bulletin;
import org.tongbao.render.Edition;
import org.tongbao.render.Renderer;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.score.ScoreOracle.Node;
import org.tongbao.score.ScoreOracle.Subject;
import org.tongbao.score.scheme.Scheme;
import org.tongbao.spec.Layers;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Dataset;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.Warehouse;

/** The random schemes of {@link ScoreOracleTest} as score sheets: a spreadsheet finds what the warehouse found. */
class ScoreFormulasTest {

    /** More with {@code -Dschemes=100}. */
    private static final int SCHEMES = Integer.getInteger("schemes", 4);

    private static final String LIMITS = """
            caps:
              - { when: size >= 25, at: 60, because: 规模大 }
              - { when: size > 27 and not (size is missing), at: 40.5, because: 规模很大 }
            floors:
              - { when: size < 4 or i0 = 40, at: 20, because: 规模小 }
            grades: { 甲: 60, 乙: 30, 丙: -1000 }
            grade-limits:
              - { when: size > 20, at: 乙, because: 超过20 }
            """;

    private static final String DATASET = """
            dataset: thing
            title: 对象
            load: full
            key: [id]
            columns:
              id:   { type: text, title: 编号 }
              kind: { type: text, title: 类别 }
              off:  { type: integer, title: 停工 }
              side: { type: text, title: 片区 }
            """;

    private static final String BULLETIN = """
            bulletin: sheets
            title: 计分
            sheets:
              计分表:
                title: 计分表
                data: rows
                scheme: t
                columns: { name: { title: 对象 } }
            """;

    @TempDir
    Path folder;

    private final Renderer renderer = new Renderer(Layers.of(Path.of("report-templates")));
    private final TreeSet<String> formulas = new TreeSet<>();

    @Test
    void sheetsOfRandomSchemesRecomputeToTheWarehousesFigures() throws IOException {
        write("jobs/rulebook/datasets/thing.yaml", DATASET);
        write("jobs/rulebook/subjects.yaml", "subjects: { thing: { title: 对象, table: thing, id: id, name: id } }\n");
        write("report-templates/sheets/bulletin.yaml", BULLETIN);
        write(
                "report-templates/sheets/data/rows.sql",
                "-- 行\nselect subject, subject as name from standing order by subject\n");
        for (int seed = 1; seed <= SCHEMES; seed++) {
            var random = new Random(seed);
            var tree = new ScoreOracleTest().tree(random);
            var yaml = ScoreOracleTest.yaml(tree, random.nextInt(3) == 0 ? 0.4 : 0);
            boolean parted = seed % 4 == 0;
            var ranked = "rank: { " + (parted ? "within: kind, " : "") + "ties: "
                    + List.of("1224", "1334").get(seed % 2)
                    + ", at-least: 2, precision: " + (seed % 3 == 0 ? 3 : 9) + " }\n"
                    + (seed % 5 == 0 ? "round: { places: 1, mode: half-even, before-rank: true }\n" : "");
            var whole = parted ? yaml : yaml.replaceFirst("left-out: .*\n", "");
            check(
                    whole.replaceFirst("rank: .*\n", "title: 计分\nsubject: thing\n" + ranked) + LIMITS,
                    ScoreOracleTest.subjects(random, ScoreOracle.leaves(tree)),
                    tree);
        }
        // What is told by a formula and what by the warehouse alone.
        assertThat(formulas).contains("points", "points given", "treated", "treated given", "place");
    }

    private void check(String yaml, List<Subject> subjects, Node tree) throws IOException {
        var problems = new Problems();
        var files = new SpecFiles(folder, problems);
        var block = files.yaml(write("jobs/rulebook/schemes/t.yaml", yaml)).orElseThrow();
        var kinds = files.yaml(folder.resolve("jobs/rulebook/subjects.yaml"))
                .flatMap(Subjects::read)
                .orElseThrow();
        var dataset = files.yaml(folder.resolve("jobs/rulebook/datasets/thing.yaml"))
                .flatMap(Dataset::read)
                .orElseThrow();
        var scheme = Scheme.read(block);
        var ranking = Ranking.read(block, false);
        var bulletin = Bulletin.read(files, folder.resolve("report-templates/sheets"));
        problems.throwIfAny();
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            var catalog = new Catalog(Map.of("thing", dataset), List.of());
            catalog.define(session);
            fill(session, subjects, tree);
            var run = new Run(2, "monthly-ranking", Period.parse("2026-06"), 1);
            catalog.pin(session, run);
            var gauges = new LinkedHashMap<String, Scheme.Gauge>();
            scheme.orElseThrow().indicators().forEach(name -> gauges.put(name, new Scheme.Gauge(name, true, 1)));
            new Scoring(scheme.orElseThrow(), gauges, kinds).score(session, run);
            ranking.orElseThrow().rank(session, run, kinds);
            session.query(
                            "select distinct figure || case when formula is null then ' given' else '' end as f from formula")
                    .forEach(row -> formulas.add(row.text("f")));
            var out = new ByteArrayOutputStream();
            renderer.copy(bulletin.orElseThrow(), session, Edition.draft(run.period(), "city"))
                    .workbook(out);
            try (var book = new XSSFWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
                assertThat(ScoreSheets.recalculate(book, "计分表")).as(yaml).isPositive();
            } catch (AssertionError e) {
                throw new AssertionError(yaml + e.getMessage(), e);
            }
        }
    }

    private static void fill(Session session, List<Subject> subjects, Node tree) {
        session.execute("insert into ledger.load values (1, 'thing', 'invented', 'invented', 'all', '', 0, 0, 0,"
                + " timestamp '2026-07-01', null)");
        for (int run = 1; run <= 2; run++) {
            var period = Period.parse("2026-0" + (4 + run));
            session.sql(
                            "insert into ledger.run values (:run, 'monthly-ranking', :period, :period_start, :period_end, 1, :state, '', timestamp '2026-07-01', null, cast(:period_end as date) - interval '1' day, :period_end)")
                    .param("run", run)
                    .param("period", period.toString())
                    .param("period_start", period.start())
                    .param("period_end", period.end())
                    .param("state", run == 1 ? "completed" : "started")
                    .execute();
        }
        for (var s : subjects) {
            if (s.period.equals("2")) {
                session.sql(
                                "insert into dataset.thing (id, kind, off, side, load_id, source_row) values (:id, :kind, :off, :side, 1, 1)")
                        .param("id", s.id)
                        .param("kind", s.group)
                        .param("off", s.leftOut ? 1 : 0)
                        .param("side", s.side.isEmpty() ? null : s.side)
                        .execute();
            }
            int run = Integer.parseInt(s.period);
            observe(session, run, s, "size", null, null);
            ScoreOracle.leaves(tree).stream()
                    .map(leaf -> leaf.indicator)
                    .distinct()
                    .forEach(name -> observe(
                            session,
                            run,
                            s,
                            name,
                            s.figures.get(name + ".numerator"),
                            s.figures.get(name + ".denominator")));
        }
    }

    private static void observe(
            Session session,
            int run,
            Subject s,
            String indicator,
            @Nullable Double numerator,
            @Nullable Double denominator) {
        var value = s.figures.get(indicator);
        if (value != null) {
            session.sql(
                            "insert into stage.observation values (:run, 'thing', :subject, :indicator, :numerator, :denominator, :value)")
                    .param("run", run)
                    .param("subject", s.id)
                    .param("indicator", indicator)
                    .param("numerator", numerator)
                    .param("denominator", denominator)
                    .param("value", value)
                    .execute();
        }
    }

    private Path write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
