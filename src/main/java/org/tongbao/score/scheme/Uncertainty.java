package org.tongbao.score.scheme;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.tongbao.score.method.Aggregate;
import org.tongbao.score.method.Missing;
import org.tongbao.score.method.Normalise;
import org.tongbao.score.scheme.Scheme.Branch;
import org.tongbao.score.scheme.Scheme.Leaf;
import org.tongbao.score.scheme.Scheme.Node;
import org.tongbao.spec.Block;
import org.tongbao.spec.Location;

/**
 * What in a scheme could as well have been decided otherwise, and how often that is tried: its key {@code uncertainty}.
 *
 * @param draws how many times; 0 if it is not asked
 * @param spread by how much of itself each weight may be more or less, 0..1
 * @param seed of the random numbers; the same seed gives the same draws everywhere
 * @param normalise other ways to normalise, for the indicators of branches that are means
 * @param aggregate other means, for the branches that are means
 * @param missing other policies for missing values, for the indicators of branches that are means
 * @param at where it is declared, or the scheme
 */
public record Uncertainty(
        int draws,
        double spread,
        long seed,
        List<Normalise> normalise,
        List<Aggregate> aggregate,
        List<Missing> missing,
        Location at) {

    /** What holds where a scheme says nothing. */
    private static final int DRAWS = 1000;

    private static final double SPREAD_OF_WEIGHTS = 0.25;
    private static final int SEED = 1;

    private static final int MOST = 100_000;
    private static final Pattern SPREAD = Pattern.compile("(?:±|\\+-|\\+/-)?\\s*([0-9]+(?:\\.[0-9]+)?)\\s*%");

    public Uncertainty {
        if (draws < 0 || draws > MOST) {
            throw new IllegalArgumentException("'draws' must be 0.." + MOST + ", found " + draws);
        }
        if (spread < 0 || spread >= 1) {
            throw new IllegalArgumentException("'weights' must be below 100%, such as ±25%");
        }
        normalise = List.copyOf(normalise);
        aggregate = List.copyOf(aggregate);
        missing = List.copyOf(missing);
    }

    /** Reads the key {@code uncertainty} of a scheme. */
    static Uncertainty read(Block scheme) {
        return scheme.block("uncertainty")
                .flatMap(b -> b.as(Uncertainty::of))
                .orElseGet(() ->
                        new Uncertainty(DRAWS, SPREAD_OF_WEIGHTS, SEED, List.of(), List.of(), List.of(), scheme.at()));
    }

    private static Uncertainty of(Block b) {
        return new Uncertainty(
                b.integer("draws", DRAWS),
                b.parse("weights", Uncertainty::spread).orElse(SPREAD_OF_WEIGHTS),
                b.integer("seed", SEED),
                ways(b, "normalise", Normalise::parse),
                ways(b, "aggregate", Uncertainty::mean),
                ways(b, "missing", Uncertainty::policy),
                b.at());
    }

    private static double spread(String text) {
        var match = SPREAD.matcher(text.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a spread such as ±25%");
        }
        return Double.parseDouble(match.group(1)) / 100;
    }

    private static <T> List<T> ways(Block b, String key, Function<String, T> parser) {
        var ways = new ArrayList<T>();
        for (var text : b.texts(key)) {
            try {
                ways.add(parser.apply(text));
            } catch (IllegalArgumentException e) {
                b.problems().add(b.at(key), String.valueOf(e.getMessage()));
            }
        }
        return ways;
    }

    private static Aggregate mean(String text) {
        var way = Aggregate.parse(text);
        if (!way.isMean()) {
            throw new IllegalArgumentException("'" + text + "' can't stand for another mean; weighted mean, geometric"
                    + " mean and harmonic mean can");
        }
        return way;
    }

    private static Missing policy(String text) {
        var policy = Missing.parse(text);
        if (policy.excludes()) {
            throw new IllegalArgumentException("'exclude' would change who is ranked; only what counts instead of a"
                    + " missing value can be drawn");
        }
        return policy;
    }

    /** The same with another number of draws. */
    public Uncertainty withDraws(int other) {
        return new Uncertainty(other, spread, seed, normalise, aggregate, missing, at);
    }

    /**
     * The ways that one draw goes; 0 is the declared one.
     *
     * @param normalise number of the way to normalise, and so on
     */
    public record Alternative(int normalise, int aggregate, int missing) {

        boolean isDeclared() {
            return normalise == 0 && aggregate == 0 && missing == 0;
        }
    }

    /** All ways, the declared one last. */
    public List<Alternative> alternatives() {
        var ways = new ArrayList<Alternative>();
        for (int n = normalise.size(); n >= 0; n--) {
            for (int a = aggregate.size(); a >= 0; a--) {
                for (int m = missing.size(); m >= 0; m--) {
                    ways.add(new Alternative(n, a, m));
                }
            }
        }
        return ways;
    }

    /** The scheme with a way's decisions in the place of its own. */
    public Scheme with(Scheme scheme, Alternative way) {
        return scheme.with(branch(scheme.root(), way));
    }

    private Branch branch(Branch branch, Alternative way) {
        boolean mean = branch.aggregate().isMean();
        return new Branch(
                branch.name(),
                branch.weight(),
                mean && way.aggregate() > 0 ? aggregate.get(way.aggregate() - 1) : branch.aggregate(),
                branch.orZero(),
                branch.atLeastPresent(),
                branch.children().stream().map(child -> node(child, mean, way)).toList(),
                branch.at());
    }

    private Node node(Node node, boolean inMean, Alternative way) {
        if (node instanceof Branch branch) {
            return branch(branch, way);
        }
        return node instanceof Leaf leaf && inMean
                ? new Leaf(
                        leaf.name(),
                        leaf.indicator(),
                        leaf.weight(),
                        way.normalise() > 0 ? normalise.get(way.normalise() - 1) : leaf.normalise(),
                        leaf.better(),
                        way.missing() > 0 && !leaf.missing().excludes()
                                ? missing.get(way.missing() - 1)
                                : leaf.missing(),
                        leaf.smallSamples(),
                        leaf.divisor(),
                        leaf.outliers(),
                        leaf.at())
                : node;
    }
}
