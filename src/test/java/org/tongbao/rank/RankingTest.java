package org.tongbao.rank;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;
import org.tongbao.spec.Problems;
import org.tongbao.spec.SpecFiles;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.RunLedger;

class RankingTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 7, 3, 6, 0);
    private static final Subjects SUBJECTS = new Subjects(Map.of(
            "region",
            new Subjects.Kind(
                    "region",
                    "县（市、区）",
                    "region",
                    "region_id",
                    "region_name",
                    Map.of(),
                    new Location("subjects.yaml", 1))));

    @TempDir
    Path folder;

    private Warehouse warehouse;
    private Session session;
    private RunLedger runs;

    @BeforeEach
    void open() {
        warehouse = Warehouse.inMemory();
        session = warehouse.session();
        runs = new RunLedger(session);
        session.execute("""
                create temp table region as select * from (values ('a', '甲', '区'), ('b', '乙', '区'), ('c', '丙', '区'),
                    ('d', '丁', '区'), ('p', '戊', '园区')) as t(region_id, region_name, kind)""");
    }

    @AfterEach
    void close() {
        session.close();
        warehouse.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1224    | a=1/4 b=2/4 c=2/4 d=4/4
            1-3-3-4 | a=1/4 b=3/4 c=3/4 d=4/4
            1223    | a=1/4 b=2/4 c=2/4 d=3/4
            ordinal | a=1/4 b=2/4 c=3/4 d=4/4
            """)
    void tiedSubjectsSharePlacesAsDeclared(String ties, String places) {
        rank("2026-06", "rank: { ties: " + ties + " }", "a 90, b 80, c 80, d 70");
        assertThat(places("2026-06")).isEqualTo(places);
    }

    @Test
    void aBestGradeThatHalfOfAllHaveIsToldAsAFigureOfHealth() {
        session.execute("create or replace temp table region as select 'r' || n as region_id, '区' || n as region_name,"
                + " '区' as kind from range(10, 20) as t(n)");
        var keys = "rank: { ties: 1224 }\ngrades: { 优秀: 85, 合格: 60, 不合格: 0 }";
        rank("2026-05", keys, "r10 84, r11 90, r12 90, r13 90, r14 90, r15 70, r16 70, r17 70, r18 50, r19 60");
        rank("2026-06", keys, "r10 85, r11 90, r12 90, r13 90, r14 90, r15 70, r16 70, r17 70, r18 50, r19 60");
        rank("2026-07", keys, "r10 85, r11 90, r12 90, r13 90, r14 90, r15 90, r16 -, r17 -, r18 -, r19 -");
        assertThat(session
                        .query("select period, value, warned, coalesce(note, '-') as note from stage.health"
                                + " join ledger.run using (run) where measure = 'grade' order by period")
                        .stream()
                        .map(row -> row.number("value") + " " + row.flag("warned") + " " + row.text("note")))
                .containsExactly("0.4 false -", "0.5 true 10个中5个得“优秀”，等次不能区分高下", "1.0 false 数据不足：仅6个");
    }

    @Test
    void tiesAreDecidedOnTheDeclaredPrecision() {
        rank("2026-06", "rank: { precision: 9 }", "a 80.0000000001, b 80, c 79.99999999, d 80.0000000002");
        assertThat(places("2026-06")).isEqualTo("a=1/4 b=1/4 c=4/4 d=1/4");
    }

    @Test
    void movementIsAgainstThePeriodBeforeInTheSameGroup() {
        rank("2026-04", "", "a 10, b 90");
        rank("2026-05", "", "a 90, b 80, c 70");
        rank("2026-06", "", "a 70, b 80, c 90, d 10");
        assertThat(column("previous_rank", "2026-06")).isEqualTo("a=1 b=2 c=3 d=-");
        assertThat(column("previous_rank", "2026-04")).isEqualTo("a=- b=-");
    }

    @Test
    void aSpanMovesAgainstTheDaysBeforeItAndNeverAgainstOneThatOverlaps() {
        rank("2025-12-29..2026-01-04", "", "a 10, b 90");
        rank("2026-01-02..2026-01-08", "", "a 50, b 40, c 30");
        rank("2026-01-04..2026-01-10", "", "a 50, b 40, c 30");
        rank("2026-01-05..2026-01-11", "", "a 90, b 80, c 70");
        assertThat(column("previous_rank", "2026-01-05..2026-01-11")).isEqualTo("a=2 b=1 c=-");
        assertThat(session.query("select distinct period from history_standing order by period"))
                .extracting(row -> row.text("period"))
                .containsExactly("2025-12-29..2026-01-04", "2026-01-05..2026-01-11");
    }

    @Test
    void groupsAreRankedApartAndSmallOnesNotAtAll() {
        rank("2026-06", "rank: { within: kind, at-least: 3 }", "a 90, b 80, c 70, d -, p 95");
        assertThat(places("2026-06")).isEqualTo("a=1/3 b=2/3 c=3/3 d=- p=-");
        assertThat(column("scope", "2026-06")).isEqualTo("a=区 b=区 c=区 d=区 p=园区");
        assertThat(column("left_out", "2026-06")).isEqualTo("a=- b=- c=- d=无数据 p=同组仅1个，不足3个，不排名");
    }

    @Test
    void aTieIsATieWhereThePrintedScoresAreEqualUnlessTheSchemeRoundsLast() {
        var last = "grades: { 优良: 80, 合格: 0 }\nround: { places: 1, before-rank: false }\n";
        rank("2026-06", last, "a 79.96, b 79.97, c 12.25");
        assertThat(column("score", "2026-06")).isEqualTo("a=80.0 b=80.0 c=12.3");
        assertThat(places("2026-06")).isEqualTo("a=2/3 b=1/3 c=3/3");
        assertThat(column("grade", "2026-06")).isEqualTo("a=合格 b=合格 c=合格");
        rank("2026-07", last.replace(", before-rank: false", ", mode: half-even"), "a 79.96, b 79.97, c 12.25");
        assertThat(column("score", "2026-07")).isEqualTo("a=80.0 b=80.0 c=12.2");
        assertThat(places("2026-07")).isEqualTo("a=1/3 b=1/3 c=3/3");
        assertThat(column("grade", "2026-07")).isEqualTo("a=优良 b=优良 c=合格");
    }

    @Test
    void branchesAreRankedApartOfThoseWhoHaveAScore() {
        var keys =
                "tree: { 治理: {}, 履职: {} }\nround: { places: 1 }\nrank: { branches: [治理], within: kind, at-least: 3 }";
        rank("2026-06", keys, "a 90, b 80, c 70, d -, p 95", "a 50.02, b 50.04, c 70, d 99, p 10");
        assertThat(session.query("select * from stage.branch_standing order by subject").stream()
                        .map(row -> row.text("node") + row.text("scope") + row.text("subject") + row.number("score")
                                + " " + row.optionalText("rank").orElse("-") + "/"
                                + row.optionalText("of").orElse("-")))
                .containsExactly("治理区a50.0 2/3", "治理区b50.0 2/3", "治理区c70.0 1/3", "治理园区p10.0 -/-");
        rank("2026-06", keys.replace("branches: [治理], ", ""), "a 90, b 80, c 70");
        assertThat(session.query("select * from stage.branch_standing where run = 2"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "half-up, 2.675, 2.68", "half-up, 2.665, 2.67", "half-up, -2.675, -2.68", "half-up, 1.005, 1.01",
        "half-even, 2.675, 2.68", "half-even, 2.665, 2.66", "half-even, 2.6651, 2.67", "half-even, -2.665, -2.66",
        "down, 2.679, 2.67", "down, -2.679, -2.67"
    })
    void halvesAreRoundedAsDecimals(String mode, String score, String rounded) {
        rank("2026-06", "round: { places: 2, mode: " + mode + " }", "a " + score);
        assertThat(column("score", "2026-06")).isEqualTo("a=" + rounded);
    }

    @Test
    void theLowestMayBeFirstAndThoseWithoutAScoreAtAnEnd() {
        rank("2026-06", "rank: { first: lowest, missing: bottom }", "a 90, b 80, c -");
        assertThat(places("2026-06")).isEqualTo("a=2/3 b=1/3 c=3/3");
    }

    @Test
    void mistakesAreToldWithTheirLines() {
        var problems = new Problems();
        var block = block(problems, """
                scheme: s
                subject: region
                tree: { 治理: {} }
                grades:
                  合格: 70
                  优良: 80
                  坏: low
                round: { places: 12, mode: half-upp }
                rank:
                  ties: 1225
                  tie-breakers: [治里]
                  frist: highest
                """);
        assertThat(block.flatMap(b -> Ranking.read(b, false))).isEmpty();
        assertThat(problems.sorted().stream().map(Object::toString).collect(Collectors.joining("\n")))
                .isEqualTo("""
                s.yaml:6 grades must fall from the best to the worst
                s.yaml:7 '坏' must be a number, found 'low'
                s.yaml:8 'places' must be 0..9, the precision of the ranking
                s.yaml:8 unknown mode 'half-upp', did you mean 'half-up'?
                s.yaml:10 unknown tie policy '1225', did you mean '1223'?
                s.yaml:11 unknown node '治里', did you mean '治理'?
                s.yaml:12 unknown key 'frist', did you mean 'first'?""");
    }

    private Optional<Block> block(Problems problems, String yaml) {
        try {
            return new SpecFiles(folder, problems).yaml(Files.writeString(folder.resolve("s.yaml"), yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ranks a month of {@code subject score, ...}; a dash is no score. */
    private void rank(String period, String keys, String scores) {
        rank(period, keys, scores, "");
    }

    /** The same, with the points of the branch 治理. */
    private void rank(String period, String keys, String scores, String branch) {
        var problems = new Problems();
        var ranking =
                block(problems, "scheme: s\nsubject: region\n" + keys + "\n").flatMap(b -> Ranking.read(b, false));
        problems.throwIfAny();
        var run = runs.start(
                "monthly", Period.parse(period), Period.parse(period).end().minusDays(1), "sha", NOW);
        score(run, "score", scores);
        score(run, "治理", branch);
        new Catalog(Map.of(), List.of()).pin(session, run);
        ranking.orElseThrow().rank(session, run, SUBJECTS);
        runs.end(run, true, NOW);
    }

    private void score(Run run, String node, String points) {
        for (var each : points.isEmpty() ? List.<String>of() : List.of(points.split(", ", -1))) {
            var words = each.split(" ", -1);
            session.sql(
                            "insert into stage.score (run, scheme, subject, node, parent, raw, normalised, weight, effective_weight, contribution, note) values (:run, 's', :subject, :node, null, null, :normalised, 1, 1, null, :note)")
                    .param("run", run.number())
                    .param("subject", words[0])
                    .param("node", node)
                    .param("normalised", words[1].equals("-") ? null : Double.valueOf(words[1]))
                    .param("note", words[1].equals("-") ? "无数据" : null)
                    .execute();
        }
    }

    private String places(String period) {
        return text("coalesce(rank || '/' || \"of\", '-')", period);
    }

    private String column(String column, String period) {
        return text("coalesce(cast(" + column + " as varchar), '-')", period);
    }

    private String text(String sql, String period) {
        return session.sql("select string_agg(subject || '=' || " + sql + ", ' ' order by subject) as text from"
                        + " stage.standing join ledger.run using (run) where period = :period")
                .param("period", period)
                .one()
                .text("text");
    }
}
