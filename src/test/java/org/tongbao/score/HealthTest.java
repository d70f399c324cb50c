package org.tongbao.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.run.Period;
import org.tongbao.run.Run;
import org.tongbao.spec.Location;
import org.tongbao.warehouse.Catalog;
import org.tongbao.warehouse.Row;
import org.tongbao.warehouse.Session;
import org.tongbao.warehouse.Subjects;
import org.tongbao.warehouse.Warehouse;
import org.tongbao.warehouse.ledger.RunLedger;

/** Each figure is computed a second time here, straight from the formulas of docs/health.md. */
class HealthTest {

    private static final Offset<Double> CLOSE = within(1e-9);

    private static final String SCHEME = """
            scheme: s
            size: projects
            missing: redistribute
            tree:
              X: { weight: 60 }
              Y: { weight: 40 }
            indicators:
              a: { in: X, weight: 50, normalise: as is }
              b: { in: X, weight: 30, normalise: as is }
              c: { in: X, weight: 20, normalise: as is }
              d: { in: Y, weight: 40, normalise: as is }
              e: { in: Y, weight: 60, normalise: as is }
            """;

    @TempDir
    Path folder;

    @Test
    void manySubjectsGiveTheFiguresOfTheFormulas() {
        agreesWithTheFormulas(table(90, 7));
    }

    @Test
    void fewSubjectsGiveTheMainEffectOfAStraightLine() {
        agreesWithTheFormulas(table(23, 8));
    }

    @Test
    void figuresDoNotDependOnThreadsOrTheOrderOfRows() {
        var rows = table(300, 9);
        var one = text(rows, 1);
        var turned = new ArrayList<>(rows);
        Collections.reverse(turned);
        assertThat(text(turned, 4)).isEqualTo(one);
    }

    @Test
    void whatRepeatsContradictsOrTellsNobodyApartIsWarnedOf() {
        var csv = new StringBuilder("who,a,b,c,d,e,projects\n");
        for (int i = 0; i < 20; i++) {
            csv.append("u%d,%d,%d,%d,50,%d,%d%n".formatted(i, i, 2 * i, 100 - i, i % 4, i));
        }
        var warned = new ArrayList<String>();
        health(csv.toString(), 2, row -> row.flag("warned"))
                .forEach(row -> warned.add(row.text("measure") + " " + row.text("node")
                        + row.optionalText("other").map(other -> " " + other).orElse("") + " " + row.text("note")));
        assertThat(warned)
                .contains(
                        "correlation a b 得分高度重复，其一可并入或删去",
                        "correlation a c 得分此升彼降，相互抵消",
                        "influence d 实际影响明显小于所定权重",
                        "same points d 几乎都得50.00分，不能区分高下",
                        "size score projects 得分随规模变化，疑主要反映规模");
        assertThat(health(
                        csv.toString(),
                        2,
                        row -> row.text("node").equals("d")
                                && row.text("measure").equals("correlation")))
                .singleElement()
                .satisfies(row -> assertThat(row.text("note")).isEqualTo("得分没有差别，无从计算"));
    }

    @Test
    void fewerThanTenSubjectsAreNotEnoughForAnyFigureButThatOfSamePoints() {
        var csv = new StringBuilder("who,a,b,c,d,e,projects\n");
        for (int i = 0; i < 9; i++) {
            csv.append("u%d,%d,%d,%d,50,%d,%d%n".formatted(i, i, 2 * i, 100 - i, i % 4, i));
        }
        var rows = health(csv.toString(), 2, row -> true);
        assertThat(rows).hasSizeGreaterThan(15).noneMatch(row -> row.flag("warned"));
        assertThat(rows)
                .filteredOn(row -> !row.text("measure").equals("same points"))
                .allSatisfy(row -> {
                    assertThat(row.isNull("value")).isTrue();
                    assertThat(row.text("note")).isEqualTo("数据不足：仅9个");
                });
    }

    @Test
    void lastYearsScoresAreHeldAgainstWhatHappenedSince() {
        // Scores 1..12; whoever scored worst had most accidents.
        assertThat(outcome(12, 12, i -> i <= 4 ? 5 - i : 0)).isEqualTo(List.of("-0.840", "null", "false"));
        assertThat(outcome(12, 12, i -> i > 8 ? i - 8 : 0))
                .isEqualTo(List.of("0.840", "上年得分高的，其后发生的并不少，得分未能预示", "true"));
        assertThat(outcome(12, 12, i -> i == 1 ? 4 : 0)).isEqualTo(List.of("null", "数据不足：其后仅发生4起", "false"));
        assertThat(outcome(9, 12, i -> i)).isEqualTo(List.of("null", "数据不足：仅9个", "false"));
        assertThat(outcome(12, 10, i -> i)).isEqualTo(List.of("null", "数据不足：其后12期中有2期没有统计", "false"));
        assertThat(outcome(12, 0, i -> i)).isEqualTo(List.of("null", "数据不足：没有2025年6月的得分", "false"));
    }

    /** Runs a year ago and in each of the last months after it; cases fall into the last one. */
    private List<String> outcome(int subjects, int months, Function<Integer, Integer> cases) {
        var scheme = ScoredTable.scheme(folder, SCHEME.replace("size: projects", "outcome: accidents"));
        var kind = new Subjects.Kind(
                "unit", "单位", "unit", "unit_id", "name", new LinkedHashMap<>(), new Location("subjects.yaml", 1));
        try (var warehouse = Warehouse.inMemory();
                var session = warehouse.session()) {
            var catalog = new Catalog(Map.of(), List.of());
            var ledger = new RunLedger(session);
            var now = LocalDateTime.of(2026, 7, 3, 6, 0);
            var june = Period.parse("2026-06");
            for (int back = months == 0 ? 0 : 12; back >= 0; back--) {
                if (back < 12 && back >= Math.max(1, months)) {
                    continue;
                }
                var run = ledger.start(
                        "monthly", june.plus(-back), june.plus(-back).end().minusDays(1), "spec", now);
                for (int i = 1; i <= subjects; i++) {
                    insert(session, run, "u" + i, i, back == 0 ? cases.apply(i) : 0);
                }
                ledger.end(run, true, now);
                if (back == 0) {
                    catalog.pin(session, run);
                    new Health(scheme).examine(session, run, kind);
                }
            }
            var row = session.one("select value, note, warned from stage.health where measure = 'outcome'");
            return List.of(
                    row.optionalNumber("value")
                            .map(v -> String.format(Locale.ROOT, "%.3f", v))
                            .orElse("null"),
                    row.optionalText("note").orElse("null"),
                    String.valueOf(row.flag("warned")));
        }
    }

    private static void insert(Session session, Run run, String subject, double score, int accidents) {
        session.sql(
                        "insert into stage.score (run, scheme, subject, node, normalised) values (:run, 's', :subject, 'score', :normalised)")
                .param("run", run.number())
                .param("subject", subject)
                .param("normalised", score)
                .execute();
        session.sql(
                        "insert into stage.observation values (:run, 'unit', :subject, 'accidents', :numerator, null, :numerator)")
                .param("run", run.number())
                .param("subject", subject)
                .param("numerator", (double) accidents)
                .execute();
    }

    private void agreesWithTheFormulas(List<double[]> table) {
        var rows = health(csv(table), 2, row -> true);
        var leaves = List.of("a", "b", "c", "d", "e");
        var points = new LinkedHashMap<String, double[]>();
        for (int i = 0; i < leaves.size(); i++) {
            int column = i;
            points.put(leaves.get(i), table.stream().mapToDouble(t -> t[column]).toArray());
        }
        points.put("X", combined(points, Map.of("a", 50.0, "b", 30.0, "c", 20.0)));
        points.put("Y", combined(points, Map.of("d", 40.0, "e", 60.0)));
        points.put("score", combined(points, Map.of("X", 60.0, "Y", 40.0)));
        for (var two : List.of(
                List.of("a", "b"), List.of("a", "c"), List.of("b", "c"), List.of("d", "e"), List.of("X", "Y"))) {
            assertThat(value(rows, "correlation", two.get(0), two.get(1)))
                    .isCloseTo(pearson(both(of(points, two.get(0)), of(points, two.get(1)))), CLOSE);
        }
        var effects = new LinkedHashMap<String, Double>();
        for (var leaf : leaves) {
            effects.put(leaf, mainEffect(both(of(points, leaf), of(points, "score"))));
            assertThat(value(rows, "main effect", leaf, "")).isCloseTo(of(effects, leaf), CLOSE);
        }
        double sum = effects.values().stream().mapToDouble(x -> x).sum();
        var stated = Map.of("a", .3, "b", .18, "c", .12, "d", .16, "e", .24);
        for (var leaf : leaves) {
            assertThat(value(rows, "influence", leaf, "")).isCloseTo(of(effects, leaf) / sum, CLOSE);
            assertThat(row(rows, "influence", leaf, "").number("stated")).isCloseTo(stated.get(leaf), CLOSE);
        }
        assertThat(value(rows, "alpha", "X", "")).isCloseTo(alpha(points, List.of("a", "b", "c")), CLOSE);
        assertThat(value(rows, "alpha", "Y", "")).isCloseTo(alpha(points, List.of("d", "e")), CLOSE);
        assertThat(value(rows, "alpha", "score", "")).isCloseTo(alpha(points, List.of("X", "Y")), CLOSE);
        assertThat(value(rows, "same points", "d", "")).isCloseTo(most(of(points, "d")), CLOSE);
        var size = table.stream().mapToDouble(t -> t[5]).toArray();
        for (var node : List.of("score", "a", "d")) {
            var pairs = both(of(points, node), size);
            assertThat(value(rows, "size", node, "projects"))
                    .isCloseTo(pearson(new double[][] {ranks(pairs[0]), ranks(pairs[1])}), CLOSE);
        }
    }

    /** Columns a..e and projects; a is missing now and then, d has many ties, e bends with size. */
    private static List<double[]> table(int n, long seed) {
        var random = new Random(seed);
        var table = new ArrayList<double[]>();
        for (int i = 0; i < n; i++) {
            double a = 100 * random.nextDouble();
            double size = 1 + random.nextInt(40);
            table.add(new double[] {
                i % 11 == 3 ? Double.NaN : a,
                0.7 * a + 30 * random.nextDouble(),
                100 - 0.5 * a - 20 * random.nextDouble(),
                10 * random.nextInt(5),
                (size - 20) * (size - 20) / 4 + random.nextDouble(),
                size
            });
        }
        return table;
    }

    private static String csv(List<double[]> table) {
        var csv = new StringBuilder("who,a,b,c,d,e,projects\n");
        for (int i = 0; i < table.size(); i++) {
            csv.append("u").append(Arrays.hashCode(table.get(i)));
            for (double x : table.get(i)) {
                csv.append(',').append(Double.isNaN(x) ? "" : String.valueOf(x));
            }
            csv.append('\n');
        }
        return csv.toString();
    }

    private String text(List<double[]> table, int threads) {
        return health(csv(table), threads, row -> true).toString();
    }

    private List<Row> health(String csv, int threads, Predicate<Row> wanted) {
        try (var trial = new ScoredTable(folder, SCHEME, csv, threads)) {
            trial.table.examine();
            return trial.session.query("select * from stage.health order by line").stream()
                    .filter(wanted)
                    .toList();
        }
    }

    private static Row row(List<Row> rows, String measure, String node, String other) {
        return rows.stream()
                .filter(r -> r.text("measure").equals(measure)
                        && r.text("node").equals(node)
                        && r.optionalText("other").orElse("").equals(other))
                .findFirst()
                .orElseThrow();
    }

    private static double value(List<Row> rows, String measure, String node, String other) {
        return row(rows, measure, node, other).number("value");
    }

    private static double[] combined(Map<String, double[]> points, Map<String, Double> weights) {
        int n = of(points, "a").length;
        return IntStream.range(0, n)
                .mapToDouble(i -> {
                    double sum = 0;
                    double whole = 0;
                    for (var weight : weights.entrySet()) {
                        double x = of(points, weight.getKey())[i];
                        if (!Double.isNaN(x)) {
                            sum += weight.getValue() * x;
                            whole += weight.getValue();
                        }
                    }
                    return sum / whole;
                })
                .toArray();
    }

    private static double[][] both(double[] x, double[] y) {
        var kept = IntStream.range(0, x.length)
                .filter(i -> !Double.isNaN(x[i]) && !Double.isNaN(y[i]))
                .toArray();
        return new double[][] {
            Arrays.stream(kept).mapToDouble(i -> x[i]).toArray(),
            Arrays.stream(kept).mapToDouble(i -> y[i]).toArray()
        };
    }

    private static <T> T of(Map<String, T> figures, String node) {
        return Objects.requireNonNull(figures.get(node));
    }

    private static double mean(double[] x) {
        return Arrays.stream(x).sum() / x.length;
    }

    private static double variance(double[] x) {
        double mean = mean(x);
        return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / (x.length - 1);
    }

    private static double pearson(double[][] pairs) {
        double mx = mean(pairs[0]);
        double my = mean(pairs[1]);
        double xy = 0;
        for (int i = 0; i < pairs[0].length; i++) {
            xy += (pairs[0][i] - mx) * (pairs[1][i] - my);
        }
        return xy / (pairs[0].length - 1) / Math.sqrt(variance(pairs[0]) * variance(pairs[1]));
    }

    private static double[] ranks(double[] x) {
        return Arrays.stream(x)
                .map(v -> Arrays.stream(x).filter(o -> o < v).count()
                        + (Arrays.stream(x).filter(o -> o == v).count() + 1) / 2.0)
                .toArray();
    }

    private static double mainEffect(double[][] pairs) {
        int n = pairs[0].length;
        if (n < 50) {
            return Math.pow(pearson(pairs), 2);
        }
        var ranks = ranks(pairs[0]);
        double classes = Math.min(20, Math.floor(Math.sqrt(n)));
        var groups = new LinkedHashMap<Double, List<Double>>();
        for (int i = 0; i < n; i++) {
            groups.computeIfAbsent(Math.floor((ranks[i] - 0.5) * classes / n), g -> new ArrayList<>())
                    .add(pairs[1][i]);
        }
        double mean = mean(pairs[1]);
        double between = groups.values().stream()
                .mapToDouble(g -> g.size()
                        * Math.pow(g.stream().mapToDouble(v -> v).average().orElseThrow() - mean, 2))
                .sum();
        double eta2 = between / (variance(pairs[1]) * (n - 1));
        return Math.max(0, 1 - (1 - eta2) * (n - 1) / (n - groups.size()));
    }

    private static double alpha(Map<String, double[]> points, List<String> parts) {
        int n = of(points, "a").length;
        var complete = IntStream.range(0, n)
                .filter(i -> parts.stream().noneMatch(part -> Double.isNaN(of(points, part)[i])))
                .toArray();
        var total = Arrays.stream(complete)
                .mapToDouble(i ->
                        parts.stream().mapToDouble(part -> of(points, part)[i]).sum())
                .toArray();
        double sum = parts.stream()
                .mapToDouble(part -> variance(Arrays.stream(complete)
                        .mapToDouble(i -> of(points, part)[i])
                        .toArray()))
                .sum();
        double k = parts.size();
        return k / (k - 1) * (1 - sum / variance(total));
    }

    private static double most(double[] x) {
        return Arrays.stream(x)
                        .mapToLong(v -> Arrays.stream(x).filter(o -> o == v).count())
                        .max()
                        .orElseThrow()
                / (double) x.length;
    }
}
