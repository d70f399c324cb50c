package org.tongbao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.home.Home;
import org.tongbao.issue.Chain;
import org.tongbao.issue.DocumentNumber;
import org.tongbao.issue.Register;
import org.tongbao.issue.Register.Act;
import org.tongbao.issue.Verification;
import org.tongbao.issue.Verification.Outcome;
import org.tongbao.issue.Verification.VerifiedFile;
import org.tongbao.job.Runner;
import org.tongbao.job.Runs;
import org.tongbao.message.Refusal;
import org.tongbao.operations.Operations;
import org.tongbao.release.Release;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Actor;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.RunLedger;

/** A home of edition 0.1.0 is brought forward: nothing that it computed, issued or noted is lost or changed. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OlderEditionTest {

    private static final String EDITION = "0.1.0";
    private static final Period MAY = Period.parse("2026-05");
    private static final Period JUNE = Period.parse("2026-06");
    private static final DocumentNumber NUMBER = DocumentNumber.parse("景建安〔2026〕1号");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T01:00:00Z"), ZoneId.of("Asia/Shanghai"));

    @TempDir
    static Path folder;

    private static Home home;
    private static Warehouse warehouse;
    private static Session session;
    private static Rulebook rulebook;

    @BeforeAll
    static void bringForward() {
        home = Home.at(OlderEdition.in(folder, EDITION));
        rulebook = Rulebook.readForLooking(home);
        warehouse = Warehouse.open(new Warehouse.Settings(
                home.var().resolve("warehouse.duckdb"),
                "1GB",
                2,
                home.var().resolve("temp"),
                List.of(home.data(), home.var(), home.rulebook())));
        session = warehouse.session();
    }

    @AfterAll
    static void close() {
        session.close();
        warehouse.close();
    }

    @Test
    @Order(1)
    void everyTableHasTheRowsThatItHad() throws IOException {
        var counts = session
                .query(
                        "select schema_name || '.' || table_name as name, schema_name as schema, table_name as table from"
                                + " duckdb_tables() where schema_name in ('stage', 'ledger') order by name")
                .stream()
                .collect(Collectors.toMap(
                        table -> table.text("name"), table -> session.one("select count(*) as n from \""
                                        + table.text("schema") + "\".\"" + table.text("table") + "\"")
                                .whole("n")));
        var expected = Files.readAllLines(Path.of("src/test/resources/org/tongbao/editions/0.1.0-rows.txt")).stream()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(line -> line[0], line -> Long.valueOf(line[1])));
        assertThat(counts).containsAllEntriesOf(expected);
    }

    @Test
    @Order(2)
    void placesAndScoresOfItsRunsStandAsTheyWere() {
        rulebook.catalog().define(session);
        for (var period : List.of(MAY, JUNE)) {
            var run = new RunLedger(session).latest("monthly-ranking", period).orElseThrow();
            rulebook.pin(session, run);
            assertThat(session
                            .query(
                                    "select subject, score, rank from standing where scheme = 'region-monthly' and rank is not"
                                            + " null order by rank")
                            .stream()
                            .map(OlderEditionTest::place))
                    .isEqualTo(PLACES.get(period));
        }
    }

    private static final Map<Period, List<String>> PLACES = Map.of(
            MAY, List.of("990103 83.17 1", "990104 81.68 2", "990102 77.40 3", "990101 73.28 4", "990105 71.45 5"),
            JUNE, List.of("990105 85.43 1", "990104 85.39 2", "990101 79.00 3", "990102 78.10 4", "990103 76.23 5"));

    private static String place(Row row) {
        return row.text("subject") + " " + "%.2f".formatted(row.number("score")) + " " + row.whole("rank");
    }

    @Test
    @Order(3)
    void itsRegisterStillSaysWhatWasIssued() {
        var run = new RunLedger(session).latest("monthly-ranking", MAY).orElseThrow();
        assertThat(new Register(session).lastAct(run)).contains(Act.ISSUED);
        assertThat(new Register(session).issued(NUMBER))
                .extracting(Register.Issued::file)
                .containsExactlyInAnyOrder("monthly-ranking-2026-05.pdf", "monthly-ranking-2026-05.xlsx");
    }

    @Test
    @Order(4)
    void whatItIssuedIsVerified() {
        assertThat(new Verification(session).of(home.issued().resolve("monthly-ranking/2026-05-1")))
                .extracting(VerifiedFile::outcome)
                .hasSize(2)
                .containsOnly(Outcome.UNCHANGED);
    }

    @Test
    @Order(4)
    void theFirstEntryOfTheChainBearsTheHashOfTheRegisterThatWasThere() {
        var imported = Chain.verify(session, "");
        assertThat(imported).matches(chain -> chain.isWhole() && chain.entries() == 0);
        assertThat(session.one("select distinct folder from ledger.issue").text("folder"))
                .isEqualTo("monthly-ranking/2026-05-1");
        var may = new RunLedger(session).latest("monthly-ranking", MAY).orElseThrow();
        new Register(session).record(may, Act.OBJECTED, new Actor("zhang", "desk"), "", "", LocalDateTime.now(CLOCK));
        assertThat(session.one("select previous from ledger.release where entry = 1")
                        .text("previous"))
                .isEqualTo(imported.head());
        session.execute("update ledger.release set who = '局长' where entry is null and act = 'approved'");
        assertThat(Chain.verify(session, "").broken())
                .as("what was there is covered")
                .isEqualTo(1);
        session.execute("delete from ledger.release where entry = 1");
    }

    @Test
    @Order(5)
    void whatItIssuedIsFinal() {
        assertThatThrownBy(() -> new Release(home, rulebook, warehouse, new Actor("zhang", "desk"), CLOCK)
                        .check(rulebook.job("monthly-ranking"), MAY, ""))
                .hasMessageContaining("what is issued is final");
    }

    @Test
    @Order(5)
    void aDocumentMadeAgainNamesTheEditionThatMadeIt() {
        // Its findings call the key of a case otherwise.
        var release = new Release(home, rulebook, warehouse, new Actor("zhang", "desk"), CLOCK);
        assertThatThrownBy(() -> release.remake(NUMBER, folder.resolve("remade")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("made by Tongbao " + EDITION)
                .hasMessageContaining("only " + EDITION + " makes it again");
    }

    @Test
    @Order(6)
    void itsOperationalDatabaseKeepsItsRunsAndTheNextRunGoesOn() {
        try (var operations = Operations.open(Operations.Address.of(home));
                var runner = new Runner(home, rulebook, warehouse, operations, CLOCK)) {
            assertThat(new Runs(operations).completed().keySet())
                    .extracting(done -> done.period().toString())
                    .contains("2026-05", "2026-06");
            var again = runner.run(rulebook.job("monthly-ranking"), JUNE, Steps.MEASURE, Progress.NONE);
            assertThat(again.number()).isEqualTo(3);
        }
    }
}
