package org.tongbao.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Scanner;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tongbao.Postgres;
import org.tongbao.operations.Operations;
import org.tongbao.rulebook.JobPeriod;
import org.tongbao.run.Period;

/**
 * Two processes want the same ten thousand occasions at the same time: each occasion is one's, and none is nobody's. The file
 * of one machine is open in one process at a time; PostgreSQL is shared.
 */
class ClaimTest {

    private static final int OCCASIONS = 10_000;

    /** So many at a time, in an order of one's own: else the faster process would always be ahead. */
    private static final int BLOCK = 250;

    private static final Instant NOW = Instant.parse("2026-07-03T00:00:00Z");

    @Test
    void inPostgresNoOccasionIsClaimedTwice() throws Exception {
        collide(Postgres.address("claim_test"));
    }

    private static void collide(Operations.Address address) throws Exception {
        try (var operations = Operations.open(address)) {
            var other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ClaimTest.class.getName(),
                            address.url(),
                            address.user(),
                            address.password())
                    .redirectErrorStream(true)
                    .start();
            var ours = new ArrayList<String>();
            var theirs = new ArrayList<String>();
            try (var lines = new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8));
                    var orders = new PrintStream(other.getOutputStream(), true, StandardCharsets.UTF_8)) {
                answer(lines, theirs);
                for (int block = 0; block < OCCASIONS; block += BLOCK) {
                    orders.println(block);
                    ours.addAll(claim(operations, block));
                    answer(lines, theirs);
                }
                orders.println("end");
                assertThat(other.waitFor()).isZero();
                assertThat(ours.size()).as("both are in earnest").isBetween(OCCASIONS / 100, OCCASIONS * 99 / 100);
                var all = new HashSet<>(ours);
                all.addAll(theirs);
                assertThat(ours.size() + theirs.size()).as("nobody's or two's").isEqualTo(OCCASIONS);
                assertThat(all).hasSize(OCCASIONS);
            }
            assertThat(new FiringLedger(operations).claims()).hasSize(OCCASIONS);
            takeOver(operations);
        }
    }

    /** A dead node's claims: of two that take them over, one has each. */
    private static void takeOver(Operations operations) throws Exception {
        var claims = List.copyOf(new FiringLedger(operations).claims().values()).subList(0, 1_000);
        var hands = Executors.newFixedThreadPool(2);
        try {
            var tries = IntStream.range(0, 2)
                    .mapToObj(i -> (Callable<Long>) () -> {
                        var firings = new FiringLedger(operations, "node" + i);
                        return claims.stream()
                                .filter(claim -> firings.claim(claim.occasion(), claim, NOW)
                                        .isPresent())
                                .count();
                    })
                    .toList();
            long sum = 0;
            for (var result : hands.invokeAll(tries)) {
                sum += result.get();
            }
            assertThat(sum).isEqualTo(claims.size());
        } finally {
            hands.shutdown();
        }
    }

    /** Reads what the other process has claimed, up to where it is ready for more. */
    private static void answer(BufferedReader lines, List<String> theirs) throws IOException {
        for (var line = lines.readLine(); line != null && !line.equals("ready"); line = lines.readLine()) {
            if (line.startsWith("claimed ")) {
                theirs.add(line);
            }
        }
    }

    /** The other process: claims the blocks it is told to. */
    public static void main(String[] address) {
        try (var operations = Operations.open(new Operations.Address(address[0], address[1], address[2]));
                var orders = new Scanner(System.in, StandardCharsets.UTF_8)) {
            System.out.println("ready");
            while (orders.hasNextInt()) {
                claim(operations, orders.nextInt()).forEach(System.out::println);
                System.out.println("ready");
            }
        }
    }

    /** Two triggers of one node want each occasion, too. */
    private static List<String> claim(Operations operations, int block) {
        var firings = new FiringLedger(operations);
        return IntStream.range(0, 2)
                .parallel()
                .mapToObj(trigger -> claim(firings, block, new Random(operations.hashCode() + trigger)))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> claim(FiringLedger firings, int block, Random random) {
        var months = new ArrayList<>(IntStream.range(block, block + BLOCK)
                .mapToObj(i ->
                        new Period(Period.Kind.MONTH, LocalDate.of(1000, 1, 1).plusMonths(i)))
                .toList());
        Collections.shuffle(months, random);
        return months.stream()
                .map(month -> new Occasion(new JobPeriod("job", month, Timetable.ONCE), NOW.atZone(ZoneOffset.UTC)))
                .filter(occasion -> firings.claim(occasion, null, NOW).isPresent())
                .map(occasion -> "claimed " + occasion.key().period())
                .toList();
    }
}
