package org.tongbao.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/**
 * Not a test: how long {@code tongbao explain} takes in a process that has just started, and once it is warm. Arguments:
 * home folder, subject, period. Run its main method with the test class path.
 */
final class ExplainBenchmark {

    private ExplainBenchmark() {}

    public static void main(String[] arguments) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        for (var extra : List.of(List.<String>of(), List.of("--why"))) {
            for (int round = 0; round < 5; round++) {
                long start = System.nanoTime();
                var all = new java.util.ArrayList<>(
                        List.of("--home", arguments[0], "explain", arguments[1], "--period", arguments[2]));
                all.addAll(extra);
                int exit = Tongbao.execute(nowhere, nowhere, Clock.systemUTC(), all.toArray(String[]::new));
                System.out.printf("explain %s: exit %d, %d ms%n", extra, exit, (System.nanoTime() - start) / 1_000_000);
            }
        }
    }
}
