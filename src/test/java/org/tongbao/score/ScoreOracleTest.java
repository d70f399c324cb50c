package org.tongbao.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongbao.score.ScoreOracle.Node;
import org.tongbao.score.ScoreOracle.Subject;

/** Random schemes over random tables: engine and {@link ScoreOracle} agree on every node of every subject. */
class ScoreOracleTest {

    private static final List<String> WAYS = List.of(
            "goalposts",
            "min-max",
            "z-score",
            "percentile rank",
            "borda",
            "target",
            "steps",
            "line",
            "deduct",
            "as is");
    private static final List<String> AGGREGATES =
            List.of("weighted mean", "geometric mean", "harmonic mean", "minimum", "sum", "deduction", "product");
    private static final List<String> MISSING =
            List.of("redistribute", "zero", "worst", "group mean", "group median", "exclude");
    private static final int SCHEMES = 24;

    @TempDir
    Path folder;

    private final TreeSet<String> seen = new TreeSet<>();

    @Test
    void everyNodeOfRandomSchemesIsWhatTheFormulasSay() {
        for (int seed = 1; seed <= SCHEMES; seed++) {
            var random = new Random(seed);
            var tree = tree(random);
            double atLeast = random.nextInt(3) == 0 ? 0.4 : 0;
            var yaml = yaml(tree, atLeast);
            var subjects = subjects(random, ScoreOracle.leaves(tree));
            var oracle = new ScoreOracle(100, tree, atLeast, subjects);
            oracle.compute();
            try (var trial = new ScoredTable(folder, yaml, csv(tree, subjects), "m")) {
                compareNodes(seed + "\n" + yaml, trial, tree, subjects);
                compareWeights(seed + "\n" + yaml, trial, tree, oracle);
                compareDistributions(seed + "\n" + yaml, trial, tree, subjects);
            }
        }
        assertThat(seen).containsAll(WAYS).containsAll(AGGREGATES).containsAll(MISSING);
        assertThat(seen)
                .contains("wilson", "shrink", "at-least", "per", "winsorise", "log outliers", "touched", "outlying")
                .contains("else log", "range of points", "uncapped", "likes", "in two places")
                .contains("on log", "on log1p", "on sqrt", "of group", "of period", "of all periods", "of the panel")
                .contains(
                        "entropy",
                        "critic",
                        "variation",
                        "score",
                        "no score",
                        "higher",
                        "lower",
                        "clipped",
                        "unclipped");
    }

    private void compareNodes(String what, ScoredTable trial, Node tree, List<Subject> subjects) {
        var rows = new HashMap<String, org.tongbao.warehouse.Row>();
        trial.session
                .query("select * from stage.score")
                .forEach(row -> rows.put(row.text("run") + row.text("subject") + "/" + row.text("node"), row));
        for (var s : subjects) {
            var run = s.period.equals("1") ? "1" : "2";
            for (var node : nodes(tree)) {
                var row = rows.get(run + s.id + "/" + node.name);
                assertThat(row).as(what).isNotNull();
                if (row == null) {
                    continue;
                }
                boolean root = node == tree;
                @Nullable Double expected = root ? s.score : s.points.get(node.name);
                same(
                        what + s.id + " " + node.name,
                        row.optionalNumber("normalised").orElse(null),
                        expected);
                if (!root || s.score != null) {
                    same(
                            what + s.id + " imputed of " + node.name,
                            row.optionalNumber("imputed").orElse(0.0),
                            s.imputed.get(node.name));
                }
            }
            seen.add(s.score == null ? "no score" : "score");
        }
    }

    private void compareWeights(String what, ScoredTable trial, Node tree, ScoreOracle oracle) {
        for (var branch : nodes(tree)) {
            for (var method :
                    branch.children.size() < 2 ? List.<String>of() : List.of("entropy", "critic", "variation")) {
                var found = trial.session
                        .sql("select * from stage.weight where parent = :parent and method = :method")
                        .param("parent", branch.name)
                        .param("method", method)
                        .query();
                var weights = new HashMap<String, Double>();
                found.forEach(row -> row.optionalNumber("weight").ifPresent(w -> weights.put(row.text("node"), w)));
                long n = found.get(0).whole("n");
                if (n < 2) {
                    continue;
                }
                var expected = oracle.derived(branch, method);
                for (int j = 0; j < expected.length; j++) {
                    var child = branch.children.get(j);
                    var weight = weights.get(child.name);
                    if (Double.isFinite(expected[j])) {
                        same(what + method + " of " + child.name, weight, expected[j]);
                        seen.add(method);
                    } else {
                        assertThat(weight)
                                .as(what + method + " of " + child.name)
                                .isNull();
                    }
                }
            }
        }
    }

    private void compareDistributions(String what, ScoredTable trial, Node tree, List<Subject> subjects) {
        for (var leaf : ScoreOracle.leaves(tree)) {
            var found = trial.session
                    .sql("select * from stage.distribution where node = :node")
                    .param("node", leaf.name)
                    .query();
            if (found.isEmpty()) {
                assertThat(subjects).as(what).allMatch(s -> s.score == null);
                continue;
            }
            var row = found.get(0);
            if (row.whole("touched") > 0) {
                seen.add("touched");
            }
            if (leaf.units > 0) {
                continue;
            }
            var values = subjects.stream()
                    .filter(s -> s.score != null && s.figures.containsKey(leaf.indicator))
                    .map(s -> s.figures.get(leaf.indicator))
                    .toList();
            assertThat(row.whole("n")).as(what).isEqualTo(values.size());
            if (values.size() > 3 && ScoreOracle.deviation(values) > 0) {
                same(what, row.optionalNumber("mean").orElse(null), ScoreOracle.mean(values));
                same(what, row.optionalNumber("deviation").orElse(null), ScoreOracle.deviation(values));
                close(what, row.optionalNumber("skewness").orElse(null), ScoreOracle.skewness(values), 1e-7);
                close(what, row.optionalNumber("kurtosis").orElse(null), ScoreOracle.kurtosis(values), 1e-7);
                if (row.flag("outlying")) {
                    seen.add("outlying");
                }
            }
        }
    }

    private static void same(String what, @Nullable Double found, @Nullable Double expected) {
        close(what, found, expected, 1e-9);
    }

    private static void close(String what, @Nullable Double found, @Nullable Double expected, double precision) {
        if (expected == null || found == null) {
            assertThat(found).as(what).isEqualTo(expected);
        } else {
            assertThat(found).as(what).isCloseTo(expected, within(precision * Math.max(1, Math.abs(expected))));
        }
    }

    Node tree(Random random) {
        var root = new Node("score");
        root.aggregate = pick(random, AGGREGATES.subList(0, 5));
        int number = 0;
        for (int b = 0; b < 3; b++) {
            var branch = new Node("b" + b);
            branch.weight = 1 + random.nextInt(9);
            branch.aggregate = pick(random, AGGREGATES);
            branch.atLeast = random.nextInt(4) == 0 ? 0.5 : 0;
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                branch.children.add(leaf(random, "i" + number++));
            }
            (b == 2 && random.nextBoolean() ? root.children.get(0).children : root.children).add(branch);
        }
        root.children.add(leaf(random, "i" + number));
        var elsewhere = leaf(random, "again");
        ScoreOracle.leaves(root).stream()
                .filter(leaf -> leaf.samples.equals("wilson") == elsewhere.samples.equals("wilson"))
                .findFirst()
                .ifPresent(leaf -> {
                    elsewhere.indicator = leaf.name;
                    root.children.add(elsewhere);
                    seen.add("in two places");
                });
        nodes(root).forEach(node -> seen.add(node.children.isEmpty() ? node.way : node.aggregate));
        return root;
    }

    private Node leaf(Random random, String name) {
        var leaf = new Node(name);
        leaf.weight = (1 + random.nextInt(20)) / 4.0;
        leaf.way = pick(random, WAYS);
        leaf.missing = random.nextInt(10) == 0 ? "exclude" : pick(random, MISSING.subList(0, 5));
        if (MISSING.subList(2, 5).contains(leaf.missing) && random.nextBoolean()) {
            leaf.like = true;
            seen.add("likes");
        }
        boolean directed = List.of("goalposts", "min-max", "z-score", "percentile rank", "borda")
                .contains(leaf.way);
        switch (leaf.way) {
            case "goalposts" -> {
                leaf.transform = pick(random, List.of("", "log", "log1p", "sqrt"));
                leaf.numbers = new double[] {10 + random.nextInt(20), 60 + random.nextInt(60)};
                leaf.clip = random.nextInt(3) > 0;
            }
            case "min-max", "z-score" -> {
                leaf.transform = pick(random, List.of("", "log", "log1p", "sqrt"));
                leaf.numbers = new double[] {50, 10 + random.nextInt(20)};
                leaf.clip = leaf.way.equals("z-score") && random.nextBoolean();
            }
            case "target" -> {
                leaf.numbers =
                        random.nextBoolean() ? new double[] {70} : new double[] {20 + 60.0 * random.nextInt(2), 50};
                directed = leaf.numbers.length == 1;
                leaf.capped = random.nextBoolean();
                seen.add(leaf.capped ? "capped" : "uncapped");
            }
            case "steps" -> leaf.numbers = new double[] {10, 5, 30, 50, 70, 90};
            case "line" -> leaf.numbers = new double[] {10, 5, 30, 50, 70, 90, 95, 60};
            case "deduct" -> leaf.numbers = new double[] {0.5 + random.nextInt(3)};
            default -> {}
        }
        if (directed) {
            leaf.higher = random.nextBoolean();
            seen.add(leaf.higher ? "higher" : "lower");
        }
        boolean compares =
                List.of("min-max", "z-score", "percentile rank", "borda").contains(leaf.way);
        if (compares) {
            leaf.over = pick(random, List.of("group", "period", "all periods", "the panel"));
            seen.add("of " + leaf.over);
        }
        boolean ranged =
                List.of("goalposts", "min-max", "percentile rank", "target").contains(leaf.way) || leaf.clip;
        if (ranged && random.nextInt(3) == 0) {
            leaf.scale = new double[] {random.nextInt(10), 60 + random.nextInt(40)};
            seen.add("range of points");
        }
        leaf.samples = pick(random, List.of("", "", "wilson", "shrink", "at-least"));
        leaf.strength = leaf.samples.equals("wilson") ? 1.64 : 4;
        if (!leaf.samples.equals("wilson") && random.nextInt(4) == 0) {
            leaf.units = 10;
            seen.add("per");
        }
        if (random.nextInt(3) == 0) {
            leaf.outliers = compares ? pick(random, List.of("log", "winsorise", "else log")) : "winsorise";
            leaf.most = 1 + random.nextInt(3);
            seen.add(leaf.outliers.equals("log") ? "log outliers" : leaf.outliers);
        }
        seen.addAll(List.of(leaf.samples, leaf.missing, "on " + leaf.transform, leaf.clip ? "clipped" : "unclipped"));
        return leaf;
    }

    /** Two periods of two groups of ten; some left out, some values missing, some alike, some far out. */
    static List<Subject> subjects(Random random, List<Node> leaves) {
        var subjects = new ArrayList<Subject>();
        for (int i = 0; i < 40; i++) {
            var s = new Subject(
                    "s" + i % 20,
                    String.valueOf(1 + i / 20),
                    i % 2 == 0 ? "甲" : "乙",
                    random.nextInt(12) == 0,
                    List.of("东", "西", "").get(random.nextInt(3)));
            s.figures.put("size", (double) (random.nextInt(15) == 0 ? 0 : 1 + random.nextInt(30)));
            for (var leaf : leaves) {
                if (s.figures.containsKey(leaf.indicator)) {
                    continue;
                }
                int dice = random.nextInt(20);
                if (dice > 1) {
                    double n = 1 + random.nextInt(30);
                    double k = random.nextInt((int) n + 1);
                    double x = dice == 2 ? 900 : dice < 6 ? 40 : random.nextInt(1000) / 10.0;
                    s.figures.put(leaf.indicator, leaf.samples.equals("wilson") ? k / n : x);
                    s.figures.put(leaf.indicator + ".numerator", k);
                    s.figures.put(leaf.indicator + ".denominator", n);
                }
            }
            subjects.add(s);
        }
        return subjects;
    }

    private static String csv(Node tree, List<Subject> subjects) {
        var names = new ArrayList<>(List.of("size"));
        ScoreOracle.leaves(tree).stream()
                .map(leaf -> leaf.indicator)
                .distinct()
                .forEach(name -> names.addAll(List.of(name, name + ".numerator", name + ".denominator")));
        var csv = new StringBuilder("id,m,kind,off,side," + String.join(",", names) + "\n");
        for (var s : subjects) {
            csv.append(String.join(",", s.id, s.period, s.group, s.leftOut ? "1" : "0", s.side));
            names.forEach(name -> csv.append(',').append(s.figures.containsKey(name) ? s.figures.get(name) : ""));
            csv.append('\n');
        }
        return csv.toString();
    }

    static String yaml(Node tree, double atLeast) {
        var yaml = new StringBuilder("scheme: t\nleft-out: case when off > 0 then '停工' end\nrank: { within: kind }\n"
                + "compare-weights: [entropy, critic, variation]\nsize: size\naggregate: " + tree.aggregate
                + "\nat-least-present: " + atLeast + "\ntree:\n");
        var parents = new HashMap<String, String>();
        nodes(tree).forEach(node -> node.children.forEach(child -> parents.put(child.name, node.name)));
        nodes(tree).stream()
                .filter(node -> node != tree && !node.children.isEmpty())
                .forEach(branch -> yaml.append("  %s: { weight: %s, aggregate: %s%s%s }%n"
                        .formatted(
                                branch.name,
                                branch.weight,
                                branch.aggregate,
                                branch.atLeast > 0 ? ", at-least-present: 50%" : "",
                                in(parents, branch))));
        yaml.append("indicators:\n");
        ScoreOracle.leaves(tree)
                .forEach(leaf -> yaml.append("  %s: { %sweight: %s, normalise: \"%s\", missing: %s%s%s%s%s%s%s }%n"
                        .formatted(
                                leaf.name,
                                leaf.name.equals(leaf.indicator) ? "" : "indicator: " + leaf.indicator + ", ",
                                leaf.weight,
                                way(leaf),
                                leaf.missing,
                                leaf.like ? " of side" : "",
                                leaf.higher ? "" : ", better: lower",
                                leaf.samples.isEmpty() ? "" : ", small-samples: " + leaf.samples + " " + leaf.strength,
                                leaf.units > 0 ? ", per: 10 size" : "",
                                leaf.outliers.isEmpty()
                                        ? ""
                                        : ", outliers: "
                                                + switch (leaf.outliers) {
                                                    case "log" -> "log";
                                                    case "else log" -> "winsorise " + leaf.most + " else log";
                                                    default -> "winsorise " + leaf.most;
                                                },
                                in(parents, leaf))));
        return yaml.toString().replace("\r", "");
    }

    private static String in(Map<String, String> parents, Node node) {
        var parent = parents.getOrDefault(node.name, "score");
        return parent.equals("score") ? "" : ", in: " + parent;
    }

    private static String way(Node leaf) {
        var p = leaf.numbers;
        var on = leaf.transform.isEmpty() ? "" : " on " + leaf.transform;
        var of = leaf.over.equals("group") ? "" : " of " + leaf.over;
        var range = leaf.scale.length == 0 ? "" : " " + leaf.scale[0] + ".." + leaf.scale[1];
        var to = range.isEmpty() ? "" : " to" + range;
        return switch (leaf.way) {
            case "goalposts" -> "goalposts " + p[0] + ".." + p[1] + on + (leaf.clip ? "" : " unclipped") + to;
            case "min-max" -> "min-max" + range + of + on;
            case "z-score" -> "z-score " + p[0] + " " + p[1] + of + on + (leaf.clip ? " clipped" + range : "");
            case "percentile rank", "borda" -> leaf.way + range + of;
            case "target" ->
                "target " + p[0] + (p.length > 1 ? " from " + p[1] : "") + (leaf.capped ? "" : " uncapped") + to;
            case "steps", "line" -> {
                var pairs = new ArrayList<String>();
                for (int i = 0; i < p.length; i += 2) {
                    pairs.add(String.format(Locale.ROOT, "%.1f: %.1f", p[i], p[i + 1]));
                }
                yield leaf.way + " " + String.join(", ", pairs);
            }
            case "deduct" -> "deduct " + p[0] + " each";
            default -> leaf.way;
        };
    }

    private static List<Node> nodes(Node node) {
        var nodes = new ArrayList<Node>(List.of(node));
        node.children.forEach(child -> nodes.addAll(nodes(child)));
        return nodes;
    }

    private static <T> T pick(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
