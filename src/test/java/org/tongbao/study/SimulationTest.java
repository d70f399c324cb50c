package org.tongbao.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.home.Home;
import org.tongbao.job.ComputedMonths;
import org.tongbao.job.Runner;
import org.tongbao.release.Checklist;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.spec.SpecException;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.RunLedger;

/** Two months of a small city: another scheme is tried on them, and then put in force from the second. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SimulationTest {

    private static final String NAME = "region-monthly";
    private static final Path FIRST = Path.of("jobs/rulebook/schemes/region-monthly.yaml");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T00:00:00Z"), ZoneId.of("Asia/Shanghai"));

    @TempDir
    static Path folder;

    private static Home home;
    private static Warehouse warehouse;
    private static Session session;
    private static List<Row> simulated = List.of();

    @BeforeAll
    static void runTwoMonths() throws IOException {
        home = Home.at(ComputedMonths.PULLED.in(folder));
        measure(simple(Rulebook.readForLooking(home)));
        warehouse = ComputedMonths.open(folder);
        session = warehouse.session();
        run("2026-05");
        run("2026-06");
    }

    @AfterAll
    static void close() {
        session.close();
        warehouse.close();
    }

    @Test
    @Order(1)
    void thePublishedSchemeItselfMovesNobody() {
        var simulation = simulate(FIRST, 12);
        assertThat(simulation.summaries()).extracting(row -> row.text("period")).containsExactly("2026-06", "2026-05");
        assertThat(simulation.summaries()).allSatisfy(row -> {
            assertThat(row.number("mean_change")).isZero();
            assertThat(row.number("spearman")).isCloseTo(1, within(1e-12));
            assertThat(row.number("kendall")).isCloseTo(1, within(1e-12));
            assertThat(row.whole("regraded")).isZero();
        });
        assertThat(simulation.moves()).allSatisfy(row -> {
            assertThat(row.get("score")).isEqualTo(row.get("published_score"));
            assertThat(row.get("grade")).isEqualTo(row.get("published_grade"));
        });
    }

    @Test
    @Order(2)
    void anotherSchemeIsTriedWithoutTouchingWhatWasPublished() throws IOException {
        var before = everything();
        var simulation = simulate(other(), 12);
        simulated = simulation.latest();
        var largest = simulated.stream()
                .filter(row -> !row.isNull("moved"))
                .map(row -> Math.abs(row.whole("moved")))
                .toList();
        assertThat(largest).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(largest.get(0)).isPositive();
        assertThat(simulation.regraded()).isNotEmpty();
        var pdf = new ByteArrayOutputStream();
        simulation.report(session, Rulebook.readForLooking(home), home, pdf);
        assertThat(pdf.toString(StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
        assertThat(everything()).isEqualTo(before);
        agrees(simulation);
    }

    @Test
    @Order(3)
    void whatCanNotBeTriedIsRefusedWithItsReason() throws IOException {
        var wrong = Files.writeString(
                folder.resolve("wrong.yaml"), Files.readString(FIRST).replace("hazard_on_time:", "hazard_in_time:"));
        assertThatThrownBy(() -> simulate(wrong, 1))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("unknown indicator 'hazard_in_time', did you mean 'hazard_on_time'?");
        var foreign = Path.of("jobs/rulebook/schemes/region-yearly.yaml");
        assertThatThrownBy(() -> simulate(foreign, 1))
                .hasMessageStartingWith("job 'monthly-ranking' does not rank by 'region-yearly'");
        var rulebook = Rulebook.readForLooking(home);
        assertThatThrownBy(() -> Simulation.of(
                        session,
                        rulebook,
                        rulebook.job("monthly-ranking"),
                        Simulation.read(FIRST, rulebook),
                        Period.parse("2026-01"),
                        1))
                .hasMessageStartingWith("job 'monthly-ranking' has not been run for 2026-01");
    }

    @Test
    @Order(4)
    void onceItIsInForceARunGivesThePlacesOfTheSimulationAndAnOldPeriodThoseOfItsTime() throws IOException {
        var may = places("2026-05");
        var measured = simple(Rulebook.readForLooking(home));
        Files.writeString(
                folder.resolve("jobs/rulebook/schemes/region-monthly@2026-06.yaml"), Files.readString(other()));
        assertThatThrownBy(() -> run("2026-06"))
                .hasMessageContaining("job 'monthly-ranking' scores by this and does not measure 'listing_coverage'");
        measure(measured + ", listing_coverage");
        run("2026-06");
        run("2026-05");
        assertThat(places("2026-06"))
                .containsExactlyInAnyOrderElementsOf(simulated.stream()
                        .map(row -> row.text("subject") + " " + row.get("rank") + " " + row.get("grade"))
                        .toList());
        assertThat(places("2026-05")).isEqualTo(may);
        assertThat(version("2026-05")).isEqualTo(2);
        assertThat(version("2026-06")).isEqualTo(3);
    }

    @Test
    @Order(5)
    void aSchemeThatIsNotInForceOrHasBeenReplacedStandsAgainstTheRelease() throws IOException {
        var file = folder.resolve("jobs/rulebook/schemes/region-monthly@2026-06.yaml");
        var text = Files.readString(file);
        assertThat(against("2026-06")).isEmpty();
        Files.writeString(file, text.replace("version: 3", "version: 4"));
        assertThat(against("2026-06")).containsExactly("评分办法“region-monthly”出数所用为第3版，2026年6月应适用第4版，须重新运行");
        Files.delete(file);
        var first = folder.resolve(FIRST);
        Files.writeString(first, Files.readString(first).replace("version: 2", "version: 2\nuntil: 2026-05"));
        assertThat(against("2026-06")).containsExactly("评分办法“region-monthly”在2026年6月不在有效期内");
        assertThatThrownBy(() -> run("2026-06")).hasMessageContaining("does not hold in 2026-06");
    }

    /** Correlations of the places, computed once more. */
    private static void agrees(Simulation simulation) {
        var rows = simulated.stream()
                .filter(row -> !row.isNull("rank") && !row.isNull("published_rank"))
                .toList();
        double change = 0;
        double concordant = 0;
        double tiedBefore = 0;
        double tiedAfter = 0;
        for (var a : rows) {
            change += Math.abs(a.whole("rank") - a.whole("published_rank"));
            for (var b : rows) {
                if (a.text("subject").compareTo(b.text("subject")) < 0) {
                    int before = Long.compare(a.whole("published_rank"), b.whole("published_rank"));
                    int after = Long.compare(a.whole("rank"), b.whole("rank"));
                    concordant += before * after;
                    tiedBefore += before == 0 ? 1 : 0;
                    tiedAfter += after == 0 ? 1 : 0;
                }
            }
        }
        double pairs = rows.size() * (rows.size() - 1) / 2.0;
        var summary = simulation.summaries().get(0);
        assertThat(summary.whole("ranked")).isEqualTo(rows.size());
        assertThat(summary.number("mean_change")).isCloseTo(change / rows.size(), within(1e-12));
        assertThat(summary.number("kendall"))
                .isCloseTo(concordant / Math.sqrt((pairs - tiedBefore) * (pairs - tiedAfter)), within(1e-12));
        assertThat(summary.number("spearman")).isCloseTo(spearman(rows), within(1e-12));
        assertThat(summary.whole("regraded")).isEqualTo(simulation.regraded().size());
    }

    private static double spearman(List<Row> rows) {
        var before = middle(rows, "published_rank");
        var after = middle(rows, "rank");
        double mean = (rows.size() + 1) / 2.0;
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < rows.size(); i++) {
            double x = before.get(i) - mean;
            double y = after.get(i) - mean;
            xy += x * y;
            xx += x * x;
            yy += y * y;
        }
        return xy / Math.sqrt(xx * yy);
    }

    private static List<Double> middle(List<Row> rows, String column) {
        var all = rows.stream().map(row -> row.whole(column)).toList();
        return all.stream()
                .map(own -> all.stream().filter(other -> other < own).count()
                        + (all.stream().filter(own::equals).count() + 1) / 2.0)
                .toList();
    }

    private static Path other() throws IOException {
        return Files.writeString(
                folder.resolve("other.yaml"),
                Files.readString(FIRST)
                        .replace("version: 2", "version: 3\nfrom: 2026-06")
                        .replace("履职检查: { weight: 25 }", "履职检查: { weight: 60 }")
                        .replace(
                                "stop_order_compliance:      { in: 隐患治理, weight: 15",
                                "listing_coverage: { in: 隐患治理, weight: 15")
                        .replace("优良: 80", "优良: 84"));
    }

    private static String simple(Rulebook rulebook) {
        return rulebook.scheme(NAME, Period.parse("2026-06")).scheme().indicators().stream()
                .collect(Collectors.joining(", "));
    }

    /** The job, with nothing but one ranking in it. */
    private static void measure(String indicators) throws IOException {
        Files.writeString(folder.resolve("jobs/monthly-ranking/job.yaml"), """
                job: monthly-ranking
                period: month
                measure: [%s]
                score: [region-monthly]
                rank: [region-monthly]
                """.formatted(indicators));
    }

    private static Simulation simulate(Path scheme, int history) {
        var rulebook = Rulebook.readForLooking(home);
        return Simulation.of(
                session,
                rulebook,
                rulebook.job("monthly-ranking"),
                Simulation.read(scheme, rulebook),
                Period.parse("2026-06"),
                history);
    }

    private static List<String> against(String period) {
        var rulebook = Rulebook.readForLooking(home);
        var job = rulebook.job("monthly-ranking");
        var run = latest(period);
        rulebook.pin(session, run);
        return new Checklist(session, run, rulebook)
                .rankings(job).items().stream()
                        .filter(Checklist.Item::blocks)
                        .map(Checklist.Item::words)
                        .toList();
    }

    private static String everything() {
        var text = new StringBuilder();
        for (var table : List.of("observation", "score", "standing", "scheme_version", "simulation")) {
            text.append(session.one(
                    "select count(*) as n, sum(hash(columns(*)::varchar)::hugeint)::varchar as h from (select"
                            + " t::varchar as row from stage." + table + " as t)"));
        }
        return text.toString();
    }

    private static List<String> places(String period) {
        return session
                .sql(
                        "select subject, rank, grade from stage.standing where run = :run and scheme = :scheme order by subject")
                .param("run", latest(period).number())
                .param("scheme", NAME)
                .query()
                .stream()
                .map(row -> row.text("subject") + " " + row.get("rank") + " " + row.get("grade"))
                .toList();
    }

    private static long version(String period) {
        return session.sql("select version from stage.scheme_version where run = :run and scheme = :scheme")
                .param("run", latest(period).number())
                .param("scheme", NAME)
                .one()
                .whole("version");
    }

    private static Run latest(String period) {
        return new RunLedger(session)
                .latest("monthly-ranking", Period.parse(period))
                .orElseThrow();
    }

    private static Run run(String period) {
        var rulebook = Rulebook.readForLooking(home);
        try (var runner = new Runner(home, rulebook, warehouse, CLOCK)) {
            return runner.run(rulebook.job("monthly-ranking"), Period.parse(period), Steps.DECIDE, Progress.NONE);
        }
    }
}
