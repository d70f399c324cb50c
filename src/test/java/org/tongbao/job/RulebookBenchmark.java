package org.tongbao.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tongbao.home.Home;
import org.tongbao.rulebook.Rulebook;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Period;
import org.tongbao.run.Progress;
import org.tongbao.sample.CitySample;
import org.tongbao.sample.SampleOptions;
import org.tongbao.warehouse.Warehouse;

/**
 * Not a test: how the steps of June 2026 grow with the city. Run its main method with the test class path; the arguments
 * are how many times the 400 projects of the shipped sample there shall be, such as {@code 1 10 50}.
 */
final class RulebookBenchmark {

    private RulebookBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        for (var argument : arguments) {
            int times = Integer.parseInt(argument);
            var root = Files.createTempDirectory("tongbao-rulebook");
            SmallCity.copy(Path.of("jobs"), root.resolve("jobs"));
            SmallCity.copy(Path.of("report-templates"), root.resolve("report-templates"));
            SmallCity.render(root);
            CitySample.write(
                    new SampleOptions(2026, 400 * times, 3, YearMonth.of(2026, 6), 1440, root.resolve("sample-data")),
                    Progress.NONE);
            var seconds = june(Home.at(root));
            double computing = List.of("measure", "score", "rank", "decide").stream()
                    .mapToDouble(seconds::get)
                    .sum();
            System.out.printf(
                    "%2d x: measure to decide %.2f s of %s%n",
                    times,
                    computing,
                    seconds.entrySet().stream()
                            .map(e -> "%s %.2f".formatted(e.getKey(), e.getValue()))
                            .collect(Collectors.joining(", ")));
        }
    }

    /** April and May first, as history, so that June has something to be compared with; June has rank uncertainty, too. */
    private static Map<String, Double> june(Home home) {
        var rulebook = Rulebook.read(home);
        var clock = Clock.fixed(Instant.parse("2026-07-03T00:00:00Z"), ZoneId.of("Asia/Shanghai"));
        var watch = new StepTimes();
        try (var warehouse = Warehouse.open(new Warehouse.Settings(
                        home.var().resolve("warehouse.duckdb"),
                        "4GB",
                        2,
                        home.var().resolve("temp"),
                        List.of(home.data(), home.rulebook(), home.var())));
                var runner = new Runner(home, rulebook, warehouse, clock)) {
            var job = rulebook.job("monthly-ranking");
            for (var month : List.of("2026-04", "2026-05", "2026-06")) {
                var until = month.equals("2026-06") ? Steps.RENDER : Steps.DECIDE;
                runner.run(job, Period.parse(month), until, watch);
            }
        }
        return watch.seconds;
    }

    /** Keeps how long each step of the last run took. */
    private static final class StepTimes implements Progress {

        private final Map<String, Double> seconds = new LinkedHashMap<>();
        private String step = "";
        private long since;

        @Override
        public void begin(String what, long total, String unit) {
            step = what;
            since = System.nanoTime();
        }

        @Override
        public void advance(long by) {}

        @Override
        public void end(String outcome) {
            seconds.put(step, (System.nanoTime() - since) / 1e9);
        }
    }
}
