package org.tongbao.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongbao.home.Home;
import org.tongbao.measure.Basis;
import org.tongbao.render.Bulletin;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.rulebook.Unused;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.warehouse.Warehouse;

/** A bureau under one of the five regulations alone, with the data which that regulation speaks of and no other. */
class FiveRegulationsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-03T01:00:00Z"), ZoneId.of("Asia/Shanghai"));

    /** A number that is missing in a sentence; in tables a dash stands alone. */
    private static final Pattern UNKNOWN = Pattern.compile("[占率分为共]—[，；。]|[\\p{IsHan}]—[个处次项分家份起条件班人]");

    @TempDir
    static Path city;

    @TempDir
    Path folder;

    @BeforeAll
    static void invent() {
        ComputedMonths.PULLED.in(city);
    }

    @ParameterizedTest
    @ValueSource(strings = {"R001", "R030", "R069", "R081", "R093"})
    void nobodyIsAccusedOfWhatAnotherRegulationAsks(String clause) throws IOException {
        run(clause, Steps.DECIDE, "monthly-ranking");
    }

    @ParameterizedTest
    @Tag("long")
    @ValueSource(strings = {"R001", "R030", "R069", "R081", "R093"})
    void everyDocumentThatItAsksForCanBeMade(String clause) throws IOException {
        run(clause, Steps.RENDER, "monthly-ranking", "quarterly-risk", "year-end");
    }

    private void run(String clause, Steps until, String... jobs) throws IOException {
        var home = home(clause);
        var rulebook = Rulebook.readForLooking(home);
        try (var warehouse = ComputedMonths.open(folder);
                var runner = new Runner(home, rulebook, warehouse, CLOCK)) {
            for (var job : jobs) {
                var period = Period.parse(
                        switch (rulebook.job(job).period()) {
                            case MONTH -> "2026-06";
                            case QUARTER -> "2026-Q2";
                            case HALF -> "2026-H1";
                            case YEAR -> "2026";
                            case SPAN -> "2026-01-01..2026-06-30";
                        });
                var run = runner.run(rulebook.job(job), period, until, Progress.NONE);
                try (var session = warehouse.session()) {
                    rulebook.pin(session, run);
                    assertThat(session.query("select distinct rule from finding"))
                            .allSatisfy(row -> assertThat(Objects.requireNonNull(
                                                    rulebook.rules().findings().get(row.text("rule")))
                                            .basis())
                                    .as(row.text("rule"))
                                    .anyMatch(rulebook::isInForce));
                    var made = Unused.without(session, rulebook.job(job).render());
                    if (until == Steps.RENDER) {
                        assertThat(session.query("select distinct bulletin from artifact"))
                                .extracting(row -> row.text("bulletin"))
                                .isSubsetOf(made);
                        try (var files = Files.walk(home.archive().resolve(job))) {
                            for (var file : files.filter(f -> f.toString().endsWith(".pdf"))
                                    .toList()) {
                                assertNothingUnknownIsSaid(file);
                            }
                        }
                    }
                    for (var name : made) {
                        var bulletin =
                                Objects.requireNonNull(rulebook.bulletins().get(name));
                        assertThat(Stream.concat(
                                        bulletin.basis().stream(),
                                        bulletin.data().stream().flatMap(query -> Bulletin.basis(query).stream())))
                                .as(name)
                                .anyMatch(rulebook::isInForce);
                    }
                }
            }
        }
    }

    /** What is not known is not written: no "排查隐患—处", no "覆盖率—". */
    private static void assertNothingUnknownIsSaid(Path file) throws IOException {
        try (var document = Loader.loadPDF(file.toFile())) {
            var text = new PDFTextStripper().getText(document).replaceAll("\\R", "");
            assertThat(UNKNOWN.matcher(text).results().map(found -> {
                        int from = Math.max(0, found.start() - 20);
                        return text.substring(from, Math.min(text.length(), found.end() + 10));
                    }))
                    .as(file.getFileName().toString())
                    .isEmpty();
        }
    }

    private Home home(String clause) throws IOException {
        var all = Rulebook.readForLooking(Home.at(city));
        var clauses = all.rules().basis().clauses();
        var regulation = Objects.requireNonNull(clauses.get(clause)).regulation();
        var own = clauses.values().stream()
                .filter(each -> each.regulation().equals(regulation))
                .map(Basis.Clause::id)
                .toList();
        SmallCity.copy(city, folder);
        var needed = new TreeSet<String>();
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            all.catalog().define(session);
            for (var rule : all.rules().all().values()) {
                if (!Collections.disjoint(rule.basis(), own)) {
                    needed.addAll(all.datasets(rule, session));
                    needed.addAll(all.catalog()
                            .needed(
                                    session,
                                    "select * from "
                                            + all.subjects()
                                                    .kind(rule.subject())
                                                    .table()));
                }
            }
        }
        // Whoever keeps a ledger keeps the registers to which it refers.
        var referring = new ArrayDeque<>(needed);
        while (!referring.isEmpty()) {
            for (var register : all.catalog().dataset(referring.pop()).referenced()) {
                if (needed.add(register)) {
                    referring.push(register);
                }
            }
        }
        var bureau = new StringBuilder(Files.readString(city.resolve("sample-data/bureau.yaml")) + "\nin-force:\n  - "
                + regulation + "\nended:\n");
        all.catalog().datasets().keySet().stream()
                .filter(name -> !needed.contains(name))
                .forEach(name -> bureau.append("  ").append(name).append(": 2000-01-01\n"));
        Files.writeString(folder.resolve("sample-data/bureau.yaml"), bureau);
        return Home.at(folder);
    }
}
