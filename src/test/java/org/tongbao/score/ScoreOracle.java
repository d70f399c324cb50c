package org.tongbao.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Scores computed by plain loops, written from docs/formulas.md and from nothing else: no code of the engine is used here.
 */
final class ScoreOracle {

    /** A node of the tree: an indicator if it has no children. */
    static final class Node {
        final String name;
        double weight = 1;
        final List<Node> children = new ArrayList<>();
        String aggregate = "";
        double atLeast;
        boolean higher = true;
        String way = "";
        double[] numbers = {};
        String transform = "";
        String over = "group";
        boolean clip;
        String missing = "redistribute";
        /** Whether missing points are those of the like, and not of the group. */
        boolean like;

        /** Least and most points; none for 0 to full marks. */
        double[] scale = {};

        boolean capped = true;
        String indicator;
        String samples = "";
        double strength;
        double units;
        String outliers = "";
        int most;

        Node(String name) {
            this.name = name;
            this.indicator = name;
        }
    }

    /** A subject in a period. */
    static final class Subject {
        final String id;
        final String period;
        final String group;
        final boolean leftOut;
        /** What its likes share with it; empty for none. */
        final String side;

        final Map<String, Double> figures = new HashMap<>();
        final Map<String, Double> points = new HashMap<>();
        final Map<String, Double> imputed = new HashMap<>();
        final Map<String, Double> value = new HashMap<>();

        @Nullable
        Double score;

        Subject(String id, String period, String group, boolean leftOut, String side) {
            this.id = id;
            this.period = period;
            this.group = group;
            this.leftOut = leftOut;
            this.side = side;
        }
    }

    private final double full;
    private final Node root;
    private final double atLeast;
    private final List<Subject> subjects;

    ScoreOracle(double full, Node root, double atLeast, List<Subject> subjects) {
        this.full = full;
        this.root = root;
        this.atLeast = atLeast;
        this.subjects = subjects;
    }

    void compute() {
        for (var leaf : leaves(root)) {
            raw(leaf);
            outliers(leaf);
            var points = new HashMap<Subject, Double>();
            for (var s : subjects) {
                var p = points(leaf, s);
                if (p != null) {
                    points.put(s, p);
                }
            }
            for (var s : subjects) {
                fill(leaf, s, points);
            }
        }
        for (var s : subjects) {
            branch(root, s);
            s.score = scored(s) ? s.points.get(root.name) : null;
        }
    }

    private boolean scored(Subject s) {
        if (s.leftOut || present(root, 1, s) < atLeast - 1e-12) {
            return false;
        }
        return leaves(root).stream()
                .noneMatch(leaf -> leaf.missing.equals("exclude") && !s.points.containsKey(leaf.name));
    }

    private double present(Node branch, double share, Subject s) {
        double sum = 0;
        for (var child : branch.children) {
            double part = share * share(branch, child);
            sum += !child.children.isEmpty() ? present(child, part, s) : s.value.containsKey(child.name) ? part : 0;
        }
        return sum;
    }

    /** Per unit and small samples. */
    private void raw(Node leaf) {
        for (var s : subjects) {
            var x = s.figures.get(leaf.indicator);
            var k = s.figures.get(leaf.indicator + ".numerator");
            var n = s.figures.get(leaf.indicator + ".denominator");
            if (leaf.units > 0) {
                k = x;
                n = s.figures.get("size") == null ? null : s.figures.get("size") / leaf.units;
                n = n != null && n == 0 ? null : n;
                x = x == null || n == null ? null : x / n;
            }
            put(
                    s.value,
                    leaf.name,
                    switch (leaf.samples) {
                        case "wilson" -> x == null || n == null || n <= 0 || k == null ? null : wilson(leaf, k, n);
                        case "shrink" -> x == null || n == null ? null : shrink(leaf, s, x, n);
                        case "at-least" -> x == null || n == null || n < leaf.strength ? null : x;
                        default -> x;
                    });
        }
    }

    private static double wilson(Node leaf, double k, double n) {
        double p = Math.min(1, Math.max(0, k / n));
        double z = leaf.strength;
        double margin = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        return (p + z * z / (2 * n) + (leaf.higher ? -margin : margin)) / (1 + z * z / n);
    }

    private @Nullable Double shrink(Node leaf, Subject s, double x, double n) {
        double ks = 0;
        double ns = 0;
        for (var o : compared("group", s)) {
            var k = o.figures.get(leaf.units > 0 ? leaf.indicator : leaf.indicator + ".numerator");
            var size = o.figures.get("size");
            var m = leaf.units > 0
                    ? (size == null || size == 0 ? null : Double.valueOf(size / leaf.units))
                    : o.figures.get(leaf.indicator + ".denominator");
            ks += k == null ? 0 : k;
            ns += m == null ? 0 : m;
        }
        return ns == 0 ? null : (n * x + leaf.strength * ks / ns) / (n + leaf.strength);
    }

    private void outliers(Node leaf) {
        if (leaf.outliers.isEmpty()) {
            return;
        }
        var done = new HashMap<Subject, Double>();
        for (var s : subjects) {
            var x = s.value.get(leaf.name);
            var all = values(leaf, s, "group", v -> v);
            if (x == null || all.isEmpty()) {
                put(done, s, x);
            } else if (leaf.outliers.equals("log")) {
                put(done, s, outlying(all) ? logarithm(x, all) : x);
            } else {
                boolean upwards = skewness(all) > 0;
                int k = 0;
                while (k < leaf.most && outlying(drawn(all, k, upwards))) {
                    k++;
                }
                if (leaf.outliers.equals("else log") && outlying(drawn(all, k, upwards))) {
                    put(done, s, logarithm(x, all));
                    continue;
                }
                double bound = k == 0 ? 0 : bound(all, k, upwards);
                double low = Collections.min(all);
                double high = Collections.max(all);
                // A subject left out may lie beyond the group: it is drawn in, too.
                double to = upwards ? Math.max(x, low) : Math.min(x, high);
                done.put(s, upwards ? Math.min(to, k == 0 ? high : bound) : Math.max(to, k == 0 ? low : bound));
            }
        }
        subjects.forEach(s -> {
            s.value.remove(leaf.name);
            put(s.value, leaf.name, done.get(s));
        });
    }

    /** Nothing where it is not defined: a subject left out can lie far below the group. */
    private static @Nullable Double logarithm(double x, List<Double> all) {
        double low = Collections.min(all);
        double moved = x - low + 0.01 * (Collections.max(all) - low);
        return moved > 0 ? Math.log(moved) : null;
    }

    private static double bound(List<Double> all, int k, boolean upwards) {
        var sorted = new ArrayList<>(all);
        Collections.sort(sorted);
        return upwards ? sorted.get(sorted.size() - 1 - k) : sorted.get(k);
    }

    private static List<Double> drawn(List<Double> all, int k, boolean upwards) {
        double bound = bound(all, k, upwards);
        return all.stream()
                .map(x -> upwards ? Math.min(x, bound) : Math.max(x, bound))
                .toList();
    }

    private static boolean outlying(List<Double> all) {
        return Math.abs(skewness(all)) > 2 && kurtosis(all) > 3.5;
    }

    static double skewness(List<Double> all) {
        double n = all.size();
        return n * powers(all, 3) / ((n - 1) * (n - 2));
    }

    static double kurtosis(List<Double> all) {
        double n = all.size();
        return n * (n + 1) * powers(all, 4) / ((n - 1) * (n - 2) * (n - 3))
                - 3 * (n - 1) * (n - 1) / ((n - 2) * (n - 3));
    }

    private static double powers(List<Double> all, int power) {
        double mean = mean(all);
        double deviation = deviation(all);
        return all.stream()
                .mapToDouble(x -> Math.pow((x - mean) / deviation, power))
                .sum();
    }

    static double mean(List<Double> all) {
        return all.stream().mapToDouble(x -> x).sum() / all.size();
    }

    static double deviation(List<Double> all) {
        if (Collections.min(all).equals(Collections.max(all))) {
            return 0;
        }
        double mean = mean(all);
        return Math.sqrt(all.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum() / (all.size() - 1));
    }

    private @Nullable Double points(Node leaf, Subject s) {
        var x = s.value.get(leaf.name);
        if (x == null) {
            return null;
        }
        var p = leaf.numbers;
        double least = leaf.scale.length > 0 ? leaf.scale[0] : 0;
        double most = leaf.scale.length > 0 ? leaf.scale[1] : full;
        return switch (leaf.way) {
            case "goalposts" -> {
                double v = leaf.clip ? Math.max(p[0], Math.min(p[1], x)) : x;
                var t = transformed(leaf, v);
                double low = value(transformed(leaf, p[0]));
                double high = value(transformed(leaf, p[1]));
                yield t == null ? null : least + (most - least) * ((leaf.higher ? t - low : high - t) / (high - low));
            }
            case "min-max" -> {
                var t = transformed(leaf, x);
                var all = transformedValues(leaf, s);
                if (t == null || all.isEmpty()) {
                    yield null;
                }
                double low = Collections.min(all);
                double high = Collections.max(all);
                yield low == high ? null : least + (most - least) * ((leaf.higher ? t - low : high - t) / (high - low));
            }
            case "z-score" -> {
                var t = transformed(leaf, x);
                var all = transformedValues(leaf, s);
                if (t == null || all.size() < 2 || deviation(all) == 0) {
                    yield null;
                }
                double z = (t - mean(all)) / deviation(all);
                double y = p[0] + (leaf.higher ? p[1] : -p[1]) * z;
                yield leaf.clip ? Math.max(least, Math.min(most, y)) : y;
            }
            case "percentile rank", "borda" -> {
                if (s.leftOut) {
                    yield null;
                }
                var all = values(leaf, s, leaf.over, v -> v);
                double worse =
                        all.stream().filter(y -> leaf.higher ? y < x : y > x).count();
                if (leaf.way.equals("borda")) {
                    yield worse;
                }
                yield all.size() < 2 ? null : least + (most - least) * (worse / (all.size() - 1));
            }
            case "target" -> {
                double target = p[0];
                double start;
                boolean rising;
                if (p.length > 1) {
                    start = p[1];
                    rising = target > start;
                } else {
                    var all = values(leaf, s, "group", v -> v);
                    rising = leaf.higher;
                    if (leaf.capped && (rising ? x >= target : x <= target)) {
                        yield most;
                    }
                    if (all.isEmpty()) {
                        yield null;
                    }
                    start = leaf.higher ? Collections.min(all) : Collections.max(all);
                }
                if (leaf.capped ? (rising ? x >= target : x <= target) : (rising ? start >= target : start <= target)) {
                    yield most;
                }
                if (start == target) {
                    yield null;
                }
                double points = least + (most - least) * ((x - start) / (target - start));
                yield Math.max(least, leaf.capped ? Math.min(most, points) : points);
            }
            case "steps" -> {
                double points = p[1];
                for (int i = 0; i < p.length; i += 2) {
                    points = x >= p[i] ? p[i + 1] : points;
                }
                yield points;
            }
            case "line" -> {
                if (x <= p[0]) {
                    yield p[1];
                }
                for (int i = 2; i < p.length; i += 2) {
                    if (x <= p[i]) {
                        yield p[i - 1] + (x - p[i - 2]) / (p[i] - p[i - 2]) * (p[i + 1] - p[i - 1]);
                    }
                }
                yield p[p.length - 1];
            }
            case "deduct" -> Math.max(0, Math.min(full, full - p[0] * x));
            default -> x;
        };
    }

    private static @Nullable Double transformed(Node leaf, double x) {
        return switch (leaf.transform) {
            case "log" -> x > 0 ? Math.log(x) : null;
            case "log1p" -> x > -1 ? Math.log(1 + x) : null;
            case "sqrt" -> x >= 0 ? Math.sqrt(x) : null;
            default -> x;
        };
    }

    private List<Double> transformedValues(Node leaf, Subject s) {
        var all = new ArrayList<Double>();
        for (var x : values(leaf, s, leaf.over, v -> v)) {
            var t = transformed(leaf, x);
            if (t != null) {
                all.add(t);
            }
        }
        return all;
    }

    private List<Double> values(Node leaf, Subject s, String over, DoubleUnaryOperator of) {
        var values = new ArrayList<Double>();
        for (var o : compared(over, s)) {
            var x = o.value.get(leaf.name);
            if (x != null) {
                values.add(of.applyAsDouble(x));
            }
        }
        return values;
    }

    private List<Subject> compared(String over, Subject s) {
        Predicate<Subject> near =
                switch (over) {
                    case "group" -> o -> o.period.equals(s.period) && o.group.equals(s.group);
                    case "period" -> o -> o.period.equals(s.period);
                    case "all periods" -> o -> o.period.compareTo(s.period) <= 0;
                    default -> o -> true;
                };
        return subjects.stream().filter(o -> !o.leftOut).filter(near).toList();
    }

    private void fill(Node leaf, Subject s, Map<Subject, Double> points) {
        var own = points.get(s);
        var group = compared("group", s).stream()
                .filter(o -> !leaf.like || (!s.side.isEmpty() && o.side.equals(s.side)))
                .filter(points::containsKey)
                .map(points::get)
                .sorted()
                .toList();
        var filled = own != null
                ? own
                : switch (leaf.missing) {
                    case "zero" -> Double.valueOf(0);
                    case "worst" -> group.isEmpty() ? null : group.get(0);
                    case "group mean" -> group.isEmpty() ? null : Double.valueOf(mean(group));
                    case "group median" -> group.isEmpty() ? null : median(group);
                    default -> null;
                };
        put(s.points, leaf.name, filled);
        s.imputed.put(leaf.name, own == null && filled != null ? 1.0 : 0.0);
    }

    private static Double median(List<Double> sorted) {
        int n = sorted.size();
        return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    }

    private void branch(Node branch, Subject s) {
        for (var child : branch.children) {
            if (!child.children.isEmpty()) {
                branch(child, s);
            }
        }
        var present = branch.children.stream()
                .filter(c -> s.points.containsKey(c.name))
                .toList();
        double share = 0;
        double imputed = 0;
        for (var c : present) {
            share += share(branch, c);
            imputed += share(branch, c) * s.imputed.getOrDefault(c.name, 0.0);
        }
        s.imputed.put(branch.name, share == 0 ? 0 : imputed / share);
        if (present.isEmpty() || share == 0 || share < branch.atLeast - 1e-12) {
            return;
        }
        double shares = share;
        boolean zero = present.stream().anyMatch(c -> at(s, c) <= 0);
        s.points.put(
                branch.name,
                switch (branch.aggregate) {
                    case "weighted mean" -> sum(present, c -> share(branch, c) * at(s, c)) / shares;
                    case "geometric mean" ->
                        zero ? 0 : Math.exp(sum(present, c -> share(branch, c) * Math.log(at(s, c))) / shares);
                    case "harmonic mean" -> zero ? 0 : shares / sum(present, c -> share(branch, c) / at(s, c));
                    case "minimum" ->
                        present.stream().mapToDouble(c -> at(s, c)).min().orElseThrow();
                    case "product" ->
                        present.stream().mapToDouble(c -> at(s, c) / full).reduce(full, (a, b) -> a * b);
                    case "sum" -> sum(present, c -> c.weight * at(s, c));
                    default -> Math.max(0, full - sum(present, c -> c.weight * at(s, c)));
                });
    }

    private static double sum(List<Node> nodes, ToDoubleFunction<Node> term) {
        return nodes.stream().mapToDouble(term).sum();
    }

    private static double at(Subject s, Node node) {
        return Objects.requireNonNull(s.points.get(node.name));
    }

    static double share(Node branch, Node child) {
        return Math.abs(child.weight)
                / branch.children.stream().mapToDouble(c -> Math.abs(c.weight)).sum();
    }

    static List<Node> leaves(Node node) {
        if (node.children.isEmpty()) {
            return List.of(node);
        }
        var leaves = new ArrayList<Node>();
        node.children.forEach(child -> leaves.addAll(leaves(child)));
        return leaves;
    }

    /** Weights of a branch's children by the data; NaN where the method is not defined. */
    double[] derived(Node branch, String method) {
        var all = subjects.stream()
                .filter(s -> s.score != null)
                .filter(s -> branch.children.stream().allMatch(c -> s.points.containsKey(c.name)))
                .toList();
        int size = branch.children.size();
        var columns = new ArrayList<List<Double>>();
        for (var child : branch.children) {
            columns.add(all.stream().map(s -> s.points.get(child.name)).toList());
        }
        var raw = new double[size];
        for (int j = 0; j < size; j++) {
            var x = columns.get(j);
            raw[j] = switch (method) {
                case "entropy" -> entropy(x);
                case "critic" -> critic(columns, j);
                default -> mean(x) == 0 ? Double.NaN : deviation(x) / Math.abs(mean(x));
            };
        }
        double sum = Arrays.stream(raw).sum();
        return Arrays.stream(raw).map(w -> sum > 1e-12 ? w / sum : Double.NaN).toArray();
    }

    private static double entropy(List<Double> x) {
        double sum = x.stream().mapToDouble(v -> v).sum();
        if (Collections.min(x) < 0 || sum == 0) {
            return Double.NaN;
        }
        double entropy = 0;
        for (var v : x) {
            entropy += v == 0 ? 0 : v / sum * Math.log(v / sum);
        }
        return 1 + entropy / Math.log(x.size());
    }

    private static double critic(List<List<Double>> columns, int j) {
        double conflict = 0;
        for (int k = 0; k < columns.size(); k++) {
            if (k != j && deviation(columns.get(k)) > 0 && deviation(columns.get(j)) > 0) {
                conflict += 1 - correlation(columns.get(j), columns.get(k));
            }
        }
        return deviation(columns.get(j)) * conflict;
    }

    static double correlation(List<Double> x, List<Double> y) {
        double sum = 0;
        for (int i = 0; i < x.size(); i++) {
            sum += (x.get(i) - mean(x)) * (y.get(i) - mean(y));
        }
        return sum / (x.size() - 1) / deviation(x) / deviation(y);
    }

    private static double value(@Nullable Double x) {
        return x == null ? Double.NaN : x;
    }

    private static <K> void put(Map<K, Double> map, K key, @Nullable Double value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
