package org.tongbao.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
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
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.run.Run;
import org.tongbao.score.ScoreTree;
import org.tongbao.study.Movement.Cause;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;

/** Two months of a small city: first as they came, then with the scheme changed and May's attendance corrected. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MovementTest {

    private static final String SCHEME = "region-monthly";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T00:00:00Z"), ZoneId.of("Asia/Shanghai"));

    @TempDir
    static Path folder;

    private static Home home;
    private static Warehouse warehouse;
    private static Session session;

    @BeforeAll
    static void open() {
        home = Home.at(ComputedMonths.MAY.in(folder));
        warehouse = ComputedMonths.open(folder);
        session = warehouse.session();
    }

    @AfterAll
    static void close() {
        session.close();
        warehouse.close();
    }

    @Test
    @Order(1)
    void whereNothingElseHappenedAPlaceMovesByOnesOwnDataAndTheOthers() {
        var rulebook = Rulebook.readForLooking(home);
        var june = run("2026-06");
        rulebook.pin(session, june);
        var movements = movements(june, rulebook);
        assertThat(movements).hasSizeGreaterThan(8);
        movements.values().forEach(movement -> {
            assertThat(gained(movement, Cause.SCHEME)).isZero();
            assertThat(gained(movement, Cause.LATE_CORRECTIONS)).isZero();
        });
        assertThat(movements.values()).anyMatch(movement -> gained(movement, Cause.OWN_DATA) != 0);
        assertThat(movements.values()).anyMatch(movement -> gained(movement, Cause.PEERS) != 0);
        assertAllAddsUp(movements);
        assertTheNextPlaceAddsUp(june, rulebook);
    }

    @Test
    @Order(2)
    void aNewSchemeAndALateCorrectionHaveTheirOwnParts() throws Exception {
        replace(
                folder.resolve("jobs/rulebook/schemes/region-monthly.yaml"),
                "人员到岗: { weight: 15 }",
                "人员到岗: { weight: 90 }");
        halveAttendance(folder.resolve("sample-data/实名制考勤/考勤_2026-05.csv"));
        var june = run("2026-06");
        var rulebook = Rulebook.readForLooking(home);
        rulebook.pin(session, june);
        long rows = rows();
        var movements = movements(june, rulebook);
        assertThat(movements.values()).anyMatch(movement -> gained(movement, Cause.SCHEME) != 0);
        assertThat(movements.values()).anyMatch(movement -> gained(movement, Cause.LATE_CORRECTIONS) != 0);
        assertAllAddsUp(movements);
        assertThat(rows()).as("nothing is kept of it").isEqualTo(rows);
    }

    @Test
    @Order(3)
    void aRulebookThatNoLongerGivesThePlacesIsToldToRunAgain() throws Exception {
        replace(
                folder.resolve("jobs/rulebook/schemes/region-monthly.yaml"),
                "人员到岗: { weight: 90 }",
                "人员到岗: { weight: 0 }");
        var rulebook = Rulebook.readForLooking(home);
        var june = new org.tongbao.warehouse.ledger.RunLedger(session)
                .latest("monthly-ranking", Period.parse("2026-06"))
                .orElseThrow();
        rulebook.pin(session, june);
        assertThatThrownBy(() -> movements(june, rulebook))
                .hasMessageContaining("run it again to see why a place moved");
    }

    private static Map<String, Movement> movements(Run run, Rulebook rulebook) {
        var subjects =
                session
                        .sql("select subject from standing where scheme = :scheme")
                        .param("scheme", SCHEME)
                        .query()
                        .stream()
                        .map(row -> row.text("subject"))
                        .toList();
        return Movement.of(session, run, rulebook, SCHEME, subjects);
    }

    private static void assertAllAddsUp(Map<String, Movement> movements) {
        movements.forEach((subject, movement) -> {
            var standing = session.sql(
                            "select rank, previous_rank from standing where scheme = :scheme and subject = :subject")
                    .param("scheme", SCHEME)
                    .param("subject", subject)
                    .one();
            assertThat(movement.from()).isEqualTo(standing.whole("previous_rank"));
            assertThat(movement.to()).isEqualTo(standing.whole("rank"));
            assertThat(movement.parts().stream()
                            .mapToLong(Movement.Part::gained)
                            .sum())
                    .as(subject)
                    .isEqualTo(movement.from() - movement.to());
        });
    }

    private static void assertTheNextPlaceAddsUp(Run run, Rulebook rulebook) {
        session.sql("select subject, rank from standing where scheme = :scheme and rank <= 4 order by rank")
                .param("scheme", SCHEME)
                .query()
                .forEach(row -> {
                    var tree = ScoreTree.read(session, run, SCHEME, row.text("subject"))
                            .orElseThrow();
                    var next = NextPlace.of(session, run, rulebook, tree);
                    assertThat(next.isPresent()).isEqualTo(row.whole("rank") > 1);
                    next.ifPresent(n -> {
                        double own = Objects.requireNonNull(tree.root().normalised());
                        assertThat(n.gaps().values().stream()
                                        .mapToDouble(g -> g)
                                        .sum())
                                .isCloseTo(own - n.score(), within(1e-9));
                        n.ways().stream().filter(way -> way.needed() != null).forEach(way -> assertThat(
                                        Objects.requireNonNull(way.score()))
                                .isGreaterThan(n.score()));
                    });
                });
    }

    private static long gained(Movement movement, Cause cause) {
        return movement.parts().stream()
                .filter(part -> part.cause() == cause)
                .mapToLong(Movement.Part::gained)
                .sum();
    }

    private static long rows() {
        return session.one("select (select count(*) from stage.score) + (select count(*) from stage.observation) as n")
                .whole("n");
    }

    private static Run run(String period) {
        var rulebook = Rulebook.readForLooking(home);
        try (var runner = new Runner(home, rulebook, warehouse, CLOCK)) {
            return runner.run(rulebook.job("monthly-ranking"), Period.parse(period), Steps.DECIDE, Progress.NONE);
        }
    }

    /** Every second manager's days of attendance were entered wrongly. */
    private static void halveAttendance(Path csv) throws IOException {
        var lines = Files.readAllLines(csv);
        for (int i = 1; i < lines.size(); i++) {
            var cells = lines.get(i).split(",", -1);
            if (cells[0].hashCode() % 2 == 0 && cells[5].matches("[0-9]+")) {
                cells[5] = String.valueOf(Integer.parseInt(cells[5]) / 3);
                lines.set(i, String.join(",", cells));
            }
        }
        Files.write(csv, lines);
    }

    private static void replace(Path file, String from, String to) throws IOException {
        var text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }
}
