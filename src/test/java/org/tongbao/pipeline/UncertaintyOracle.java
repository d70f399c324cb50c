package org.tongbao.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Intervals, bands, indicators left out and indices of one small scheme, computed subject by subject in plain Java from the
 * formulas of docs/uncertainty.md: a weighted mean of a weighted mean (x, y), a geometric mean (u, v) and an indicator z;
 * a cap on z, one on the branch of x and y, and a floor; ties 1334.
 */
final class UncertaintyOracle {

    static final String SCHEME = """
            scheme: s
            tree:
              first: { weight: 5 }
              second: { weight: 3, aggregate: geometric mean or 0, at-least-present: 40% }
            indicators:
              x: { in: first, weight: 2, normalise: as is }
              y: { in: first, weight: 3, normalise: as is, missing: zero }
              u: { in: second, weight: 4, normalise: as is }
              v: { in: second, weight: 4, normalise: as is }
              z: { weight: 2, normalise: as is }
            caps:
              - { when: z < 20, at: 59, because: low z }
              - { when: first < 45, at: 50, because: low first }
            floors:
              - { when: x > 95, at: 62, because: high x }
            rank: { ties: 1334, lines: { praise: first 3, talk: last 4 } }
            """;

    static final List<String> NODES = List.of("first", "second", "z", "x", "y", "u", "v");
    private static final Map<String, Double> DECLARED = weights(5, 3, 2, 2, 3, 4, 4);
    private static final List<String> LEAVES = List.of("x", "y", "u", "v", "z");

    /** Values by subject and indicator; absent is missing. */
    final Map<String, Map<String, Double>> values = new LinkedHashMap<>();

    final List<Map<String, Double>> draws = new ArrayList<>();

    UncertaintyOracle(int subjects, int count, long seed) {
        var random = new Random(seed);
        for (int i = 0; i < subjects; i++) {
            var own = new LinkedHashMap<String, Double>();
            for (var leaf : LEAVES) {
                int value = 10 + random.nextInt(90);
                if (random.nextInt(8) > 0) {
                    own.put(leaf, (double) value);
                }
            }
            // Two subjects alike: they tie in every draw
            values.put("s" + i, i == 3 ? values.get("s2") : own);
        }
        for (int d = 0; d < count; d++) {
            var drawn = new double[NODES.size()];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = Math.rint(1000 * (0.5 + random.nextDouble()) * of(DECLARED, NODES.get(i))) / 1000;
            }
            draws.add(weights(drawn));
        }
    }

    private static Map<String, Double> weights(double... numbers) {
        var weights = new LinkedHashMap<String, Double>();
        for (int i = 0; i < numbers.length; i++) {
            weights.put(NODES.get(i), numbers[i]);
        }
        return weights;
    }

    String table() {
        return csv(
                List.of("id", "x", "y", "u", "v", "z"),
                new ArrayList<>(values.keySet()),
                (subject, column) ->
                        column.equals("id") ? subject : text(of(values, subject).get(column)));
    }

    String drawn() {
        var lines = new StringBuilder("draw," + String.join(",", NODES) + "\n");
        for (int d = 0; d < draws.size(); d++) {
            lines.append(d + 1);
            for (var node : NODES) {
                lines.append(",").append(draws.get(d).get(node));
            }
            lines.append("\n");
        }
        return lines.toString();
    }

    private interface Cell {
        String of(String subject, String column);
    }

    private static String csv(List<String> header, List<String> subjects, Cell cell) {
        var lines = new StringBuilder(String.join(",", header) + "\n");
        for (var subject : subjects) {
            lines.append(String.join(
                            ",",
                            header.stream()
                                    .map(column -> cell.of(subject, column))
                                    .toList()))
                    .append("\n");
        }
        return lines.toString();
    }

    private static String text(@Nullable Double value) {
        return value == null ? "" : value.toString();
    }

    /** Places by subject, those without a score left out. */
    Map<String, Integer> places(Map<String, Double> w, @Nullable String without) {
        var scores = new LinkedHashMap<String, Double>();
        values.forEach((subject, own) -> {
            var score = score(own, w, without);
            if (score != null) {
                scores.put(subject, Math.rint(score * 1e9) / 1e9);
            }
        });
        var places = new LinkedHashMap<String, Integer>();
        scores.forEach((subject, score) -> places.put(subject, (int)
                scores.values().stream().filter(other -> other >= score).count()));
        return places;
    }

    private static @Nullable Double score(Map<String, Double> own, Map<String, Double> w, @Nullable String without) {
        var points = new LinkedHashMap<String, Double>();
        for (var leaf : LEAVES) {
            var value = own.get(leaf);
            if (value == null && leaf.equals("y")) {
                value = 0.0;
            }
            if (value != null && !leaf.equals(without)) {
                points.put(leaf, value);
            }
        }
        var first = "first".equals(without) ? null : mean(points, w, List.of("x", "y"), false, 0, without);
        var second = "second".equals(without) ? null : mean(points, w, List.of("u", "v"), true, 0.4, without);
        var top = new LinkedHashMap<String, Double>();
        if (first != null) {
            top.put("first", first);
        }
        if (second != null) {
            top.put("second", second);
        }
        if (points.containsKey("z")) {
            top.put("z", points.get("z"));
        }
        var score = mean(top, w, List.of("first", "second", "z"), false, 0, without);
        if (score == null) {
            return null;
        }
        if (own.containsKey("x") && own.get("x") > 95) {
            score = Math.max(score, 62);
        }
        if (own.containsKey("z") && own.get("z") < 20) {
            score = Math.min(score, 59);
        }
        if (first != null && first < 45) {
            score = Math.min(score, 50);
        }
        return score;
    }

    private static @Nullable Double mean(
            Map<String, Double> points,
            Map<String, Double> w,
            List<String> names,
            boolean geometric,
            double atLeast,
            @Nullable String without) {
        double all = 0;
        double present = 0;
        double sum = 0;
        for (var name : names) {
            if (name.equals(without)) {
                continue;
            }
            all += of(w, name);
            if (points.containsKey(name)) {
                present += of(w, name);
                sum += of(w, name) * (geometric ? Math.log(points.get(name)) : points.get(name));
            }
        }
        if (present == 0 || present / all < atLeast - 1e-12) {
            return null;
        }
        return geometric ? Math.exp(sum / present) : sum / present;
    }

    Map<String, Integer> declared() {
        return places(DECLARED, null);
    }

    Map<String, Integer> without(String node) {
        return places(DECLARED, node);
    }

    /** The subject's places in all draws, sorted. */
    double[] drawnPlaces(String subject) {
        return draws.stream()
                .map(w -> places(w, null).get(subject))
                .mapToDouble(place -> place == null ? Double.NaN : place)
                .filter(place -> !Double.isNaN(place))
                .sorted()
                .toArray();
    }

    /** Linear between order statistics: definition 7 of Hyndman and Fan. */
    static double quantile(double[] sorted, double p) {
        double h = (sorted.length - 1) * p;
        int low = (int) Math.floor(h);
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (h - low) * (sorted[high] - sorted[low]);
    }

    /** First-order and total index of an input. */
    double[] indices(String input) {
        int half = draws.size() / 2;
        var changes = draws.stream().mapToDouble(this::change).toArray();
        double mean = Arrays.stream(changes).average().orElseThrow();
        double variance =
                Arrays.stream(changes).map(y -> (y - mean) * (y - mean)).sum() / (changes.length - 1);
        double first = 0;
        double total = 0;
        for (int d = 0; d < half; d++) {
            var mixed = new LinkedHashMap<>(draws.get(d));
            mixed.put(input, draws.get(d + half).get(input));
            double y = change(mixed);
            first += (changes[d + half] - mean) * (y - changes[d]) / half;
            total += (changes[d] - y) * (changes[d] - y) / 2 / half;
        }
        return new double[] {first / variance, total / variance};
    }

    private double change(Map<String, Double> w) {
        var before = declared();
        return places(w, null).entrySet().stream()
                .mapToDouble(e -> Math.abs(e.getValue() - of(before, e.getKey())))
                .average()
                .orElseThrow();
    }

    private static <T> T of(Map<String, T> map, String key) {
        return Objects.requireNonNull(map.get(key));
    }
}
