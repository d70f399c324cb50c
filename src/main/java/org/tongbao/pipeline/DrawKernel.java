package org.tongbao.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tongbao.rank.DrawnPlaces;
import org.tongbao.rank.Places;
import org.tongbao.rank.Places.Ties;
import org.tongbao.rank.Ranking;
import org.tongbao.score.DrawnScores;
import org.tongbao.score.DrawnTree;
import org.tongbao.warehouse.Appender;

/**
 * Draws on arrays: what {@link DrawnScores} and {@link DrawnPlaces} compute by SQL, for a tree of weighted means, several
 * times faster and the same to the last bit ({@code DrawKernelTest} holds both equal).
 *
 * <p><b>Shapes.</b> n draws, k nodes, r rows: those who have a published place, by group and, within it, in order of
 * appearance. Points are {@code double[k][r]} beside a mask {@code double[k][r]} with 1 where they are present and 0 where
 * not; weights {@code double[n][k]}; places {@code int[n][r]}, each twice itself, as it may be half, and 0 for none. Scores
 * are not kept: they are computed for some hundred rows at a time, which fit the processor's cache with the branches
 * above them, and become at once the whole number by which they are compared.
 *
 * <p><b>A draw.</b> From the leaves up, v = Σ s·c / Σ s over the children that are present, c being points and s shares; the
 * floor and the cap of the row; rounding to the precision of the ranking. Then each group is sorted: a row's number stands
 * in the low bits of what is sorted, below its score, so that equals stay in order of appearance; long groups by radix,
 * eleven bits a pass. Equals get their place by the tie policy. A draw leaves its places, their mean distance from the
 * published ones, and for each grade whether it was reached.
 *
 * <p><b>After the draws.</b> Quantiles of a row's places, by definition 7 of Hyndman and Fan; for rows near the bound of a
 * grade, of which there are few, scores are computed once more, for their quantiles. For the indices of Saltelli and
 * Jansen, draws of the first half are computed with one weight from the second, and only the distance is kept.
 *
 * <p><b>To the last bit.</b> Sums go in the order of the file, as the SQL of {@code Aggregate} and {@code Compilation} has
 * them; masks say the same as its null, since x·1 = x and x + 0 = x. The engine casts a double to a decimal by x·10^p,
 * halves away from nought; it interpolates between doubles as a·(1 − t) + b·t, and between decimals as a + (b − a)·t
 * without the fraction. Whole numbers that no double holds are left to the engine, and so are logarithms, whose last bit
 * differs between libraries.
 *
 * <p><b>Threads</b> take draws, and later rows, from a common counter; each has a working space of its own. Across draws only
 * whole numbers are added, so that the order does not matter.
 *
 * <p>Sources: those of docs/uncertainty.md; radix sort: D. E. Knuth, The Art of Computer Programming 3, 5.2.5.
 */
final class DrawKernel implements DrawnPlaces.Drawn {

    /** How many places are kept at most, of four bytes each. */
    static final long MOST_PLACES = 100_000_000;

    /** Up to here, every whole number is a double. */
    private static final double WHOLE = 0x1p53;

    /** Rows whose scores are computed together. */
    private static final int BLOCK = 512;

    /** Rows whose places are gathered together: a line of the processor's cache. */
    private static final int LINE = 16;

    /** Scores that are gathered together. */
    private static final int SCORES = 1 << 20;

    /** Fewer than these, comparing sorts faster than counting. */
    private static final int FEW = 1024;

    /** Bits that are counted in a pass. */
    private static final int DIGIT = 11;

    /** In the place of a score. */
    private static final long NONE = Long.MIN_VALUE;

    private final DrawnTree tree;
    private final Ranking ranking;
    private final Places rule;
    private final long[] leastUnits;
    private final int draws;
    private final int rows;
    private final int[] runStarts;
    private final int[] groupStarts;
    private final int[] published;
    private final double[] ranked;
    private final Points points;
    private final double[][] weights;
    private final Worker[] workers;

    private final int[][] places;
    private final double[][] changes;
    private final double[] median;
    private final double[] low;
    private final double[] high;
    private List<Reached> reached = List.of();

    /** As declared, and without an indicator each. */
    private final int[][] fixedPlaces;

    private final long[][] fixedUnits;

    /** By input and draw of the first half. */
    private double[][][] swapped = {};

    private DrawKernel(DrawnTree tree, Ranking ranking, double[][] field, int draws, int threads) {
        this.tree = tree;
        this.ranking = ranking;
        this.rule = ranking.places();
        this.leastUnits = ranking.leastUnits();
        this.draws = draws;
        this.rows = tree.rows();
        this.runStarts = starts(field[0]);
        this.groupStarts = starts(field[1]);
        this.published =
                DoubleStream.of(field[2]).mapToInt(rank -> (int) (2 * rank)).toArray();
        this.ranked = field[3];
        this.points = Points.of(tree);
        this.weights = IntStream.rangeClosed(1, draws).mapToObj(tree::weights).toArray(double[][]::new);
        this.workers = Stream.generate(Worker::new).limit(threads).toArray(Worker[]::new);
        this.places = new int[draws][rows];
        this.changes = new double[draws][];
        this.median = new double[rows];
        this.low = new double[rows];
        this.high = new double[rows];
        this.fixedPlaces = new int[1 + tree.removals().size()][rows];
        this.fixedUnits = new long[fixedPlaces.length][];
    }

    /**
     * Draws, if it can be done on arrays.
     *
     * @param field as {@link DrawnPlaces#rows} gives it
     */
    static Optional<DrawKernel> draw(DrawnTree tree, Ranking ranking, double[][] field, int draws, int threads) {
        if ((long) draws * tree.rows() > MOST_PLACES || !areWhole(tree, ranking, field[1])) {
            return Optional.empty();
        }
        var kernel = new DrawKernel(tree, ranking, field, draws, threads);
        kernel.draw();
        return Optional.of(kernel);
    }

    /** Whether scores, as whole numbers, are doubles, and fit what is sorted together with the number of a row. */
    private static boolean areWhole(DrawnTree tree, Ranking ranking, double[] groups) {
        double largest = Stream.concat(Stream.of(tree.points()), Stream.of(tree.floors(), tree.caps()))
                .flatMapToDouble(Arrays::stream)
                .filter(number -> !Double.isNaN(number))
                .map(Math::abs)
                .max()
                .orElse(0);
        double units = largest * Math.pow(10, ranking.precision());
        double bounds = ranking.grades().values().stream()
                .mapToDouble(least -> Math.abs(least.doubleValue()) * Math.pow(10, ranking.scale()))
                .max()
                .orElse(0);
        var starts = starts(groups);
        int longest = IntStream.range(1, starts.length)
                .map(g -> starts[g] - starts[g - 1])
                .max()
                .orElse(1);
        return units < WHOLE / 4 && bounds < WHOLE / 4 && bits((long) (2 * units) + 4) + bits(longest) < Long.SIZE;
    }

    private static int bits(long number) {
        return Long.SIZE - Long.numberOfLeadingZeros(number);
    }

    /** Where equal neighbours begin, and the end of the last. */
    private static int[] starts(double[] numbers) {
        return IntStream.rangeClosed(0, numbers.length)
                .filter(i -> i == 0 || i == numbers.length || numbers[i] != numbers[i - 1])
                .distinct()
                .toArray();
    }

    /** Points with their masks, and what holds for the rows. */
    private static final class Points {

        private final double[][] value;
        private final double[][] present;
        private final double[] floors;
        private final double[] caps;
        private final boolean[] scored;

        private Points(double[][] value, double[][] present, double[] floors, double[] caps, boolean[] scored) {
            this.value = value;
            this.present = present;
            this.floors = floors;
            this.caps = caps;
            this.scored = scored;
        }

        static Points of(DrawnTree tree) {
            var value = new double[tree.points().length][];
            var present = new double[value.length][];
            for (int k = 0; k < value.length; k++) {
                var column = tree.points()[k];
                value[k] =
                        Arrays.stream(column).map(x -> Double.isNaN(x) ? 0 : x).toArray();
                present[k] =
                        Arrays.stream(column).map(x -> Double.isNaN(x) ? 0 : 1).toArray();
            }
            return new Points(value, present, tree.floors(), tree.caps(), tree.scored());
        }

        /** Those of some rows. */
        Points pick(int[] rows) {
            var those = new boolean[rows.length];
            for (int i = 0; i < rows.length; i++) {
                those[i] = scored[rows[i]];
            }
            return new Points(pick(value, rows), pick(present, rows), pick(floors, rows), pick(caps, rows), those);
        }

        private static double[][] pick(double[][] columns, int[] rows) {
            return Stream.of(columns).map(column -> pick(column, rows)).toArray(double[][]::new);
        }

        private static double[] pick(double[] column, int[] rows) {
            return IntStream.of(rows).mapToDouble(row -> column[row]).toArray();
        }
    }

    /** How many draws reach a line; low and high of the score, NaN for a line of places. */
    private record Reached(int line, int row, int hits, double low, double high) {}

    /** The working space of a thread. */
    private final class Worker {

        private final double[] shares = new double[points.value.length];
        private final double[][] value = new double[tree.children().length][BLOCK];
        private final double[][] present = new double[tree.children().length][BLOCK];
        private final long[] units = new long[rows];
        private final long[][] breakers = new long[tree.breakers().length][rows];
        private final int[] place = new int[rows];
        private final long[] code = new long[rows];
        private final long[] buffer = new long[rows];
        private final int[] count = new int[1 << DIGIT];
        private final int[][] hits = new int[leastUnits.length][rows];
        private final List<Reached> reached = new ArrayList<>();
    }

    private interface Task {
        void on(int number, Worker worker);
    }

    private void inParallel(int count, Task task) {
        var next = new AtomicInteger();
        Stream.of(workers).parallel().forEach(worker -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                task.on(i, worker);
            }
        });
    }

    private void draw() {
        inParallel(fixedPlaces.length, (i, worker) -> {
            score(tree.weights(-i), points, rows, worker);
            place(worker, fixedPlaces[i]);
            fixedUnits[i] = worker.units.clone();
        });
        inParallel(draws, (d, worker) -> {
            score(weights[d], points, rows, worker);
            place(worker, places[d]);
            changes[d] = change(places[d]);
            for (int g = 0; g < leastUnits.length; g++) {
                reach(worker, g);
            }
        });
        inParallel((rows + LINE - 1) / LINE, (i, worker) -> interval(LINE * i, worker));
        reachGrades();
        reached = Stream.of(workers)
                .flatMap(worker -> worker.reached.stream())
                .sorted(Comparator.comparingInt(Reached::line).thenComparingInt(Reached::row))
                .toList();
    }

    /**
     * Draws of the first half once more, each with one weight from its counterpart in the second.
     *
     * @param inputs nodes whose weights are drawn
     * @param size how many draws, from the first on
     */
    void swap(List<String> inputs, int size) {
        swapped = new double[inputs.size()][size][];
        inParallel(inputs.size() * size, (i, worker) -> {
            int d = i % size;
            int node = tree.node(inputs.get(i / size));
            var mixed = weights[d].clone();
            mixed[node] = weights[d + draws / 2][node];
            score(mixed, points, rows, worker);
            place(worker, worker.place);
            swapped[i / size][d] = change(worker.place);
        });
    }

    /** Scores as whole numbers, and the points that tell equals apart. */
    private void score(double[] weight, Points points, int count, Worker worker) {
        share(weight, worker.shares);
        var children = tree.children();
        for (int from = 0; from < count; from += BLOCK) {
            int size = Math.min(BLOCK, count - from);
            for (int j = children.length - 1; j >= 0; j--) {
                mean(j, points, from, size, worker);
            }
            for (int i = 0; i < size; i++) {
                int row = from + i;
                worker.units[row] = points.scored[row] && worker.present[0][i] != 0
                        ? ranking.units(limited(worker.value[0][i], points.floors[row], points.caps[row]))
                        : NONE;
            }
            for (int b = 0; b < worker.breakers.length; b++) {
                int node = tree.breakers()[b];
                int branch = tree.branches()[node];
                var value = branch < 0 ? points.value[node] : worker.value[branch];
                var present = branch < 0 ? points.present[node] : worker.present[branch];
                int at = branch < 0 ? from : 0;
                for (int i = 0; i < size; i++) {
                    worker.breakers[b][from + i] = Double.isNaN(weight[node]) || present[at + i] == 0
                            ? NONE
                            : ranking.exactUnits(value[at + i]);
                }
            }
        }
    }

    /** Shares of the weights of each branch; a node that is left out has none. */
    private void share(double[] weight, double[] shares) {
        for (var siblings : tree.children()) {
            double all = 0;
            for (int k : siblings) {
                all += Double.isNaN(weight[k]) ? 0 : Math.abs(weight[k]);
            }
            for (int k : siblings) {
                shares[k] = Double.isNaN(weight[k]) || all == 0 ? 0 : Math.abs(weight[k]) / all;
            }
        }
    }

    /** The means of a branch for some rows, and whether they are there. */
    private void mean(int branch, Points points, int from, int size, Worker worker) {
        var value = worker.value[branch];
        var present = worker.present[branch];
        boolean first = true;
        for (int k : tree.children()[branch]) {
            int inner = tree.branches()[k];
            var child = inner < 0 ? points.value[k] : worker.value[inner];
            var mask = inner < 0 ? points.present[k] : worker.present[inner];
            int at = inner < 0 ? from : 0;
            if (first) {
                multiply(child, at, worker.shares[k], value, size);
                multiply(mask, at, worker.shares[k], present, size);
                first = false;
            } else {
                add(child, at, worker.shares[k], value, size);
                add(mask, at, worker.shares[k], present, size);
            }
        }
        double enough = tree.enough()[branch];
        for (int i = 0; i < size; i++) {
            boolean there = present[i] > 0 && present[i] >= enough;
            value[i] = there ? value[i] / present[i] : 0;
            present[i] = there ? 1 : 0;
        }
    }

    private static void multiply(double[] column, int at, double by, double[] to, int size) {
        for (int i = 0; i < size; i++) {
            to[i] = by * column[at + i];
        }
    }

    private static void add(double[] column, int at, double by, double[] to, int size) {
        for (int i = 0; i < size; i++) {
            to[i] += by * column[at + i];
        }
    }

    /** A limit that does not hold is NaN, which is neither more nor less. */
    private static double limited(double score, double floor, double cap) {
        double floored = floor > score ? floor : score;
        return cap < floored ? cap : floored;
    }

    /** Twice the place of each row. */
    private void place(Worker worker, int[] out) {
        for (int g = 1; g < groupStarts.length; g++) {
            place(worker, groupStarts[g - 1], groupStarts[g] - groupStarts[g - 1], out);
        }
    }

    private void place(Worker worker, int start, int size, int[] out) {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int i = start; i < start + size; i++) {
            long units = worker.units[i];
            least = units == NONE ? least : Math.min(least, units);
            most = Math.max(most, units);
        }
        long range = most == NONE ? 0 : most - least;
        long none = rule.missing() == Places.NullPosition.TOP ? 0 : range + 2;
        int low = bits(size - 1L);
        for (int i = 0; i < size; i++) {
            long units = worker.units[start + i];
            long key = units == NONE ? none : 1 + (rule.highestFirst() ? most - units : units - least);
            worker.code[i] = key << low | i;
        }
        sort(worker, size, low, low + bits(range + 2));
        long mask = (1L << low) - 1;
        int different = 0;
        for (int first = 0, end; first < size; first = end) {
            long key = worker.code[first] >>> low;
            end = first + 1;
            while (end < size && worker.code[end] >>> low == key) {
                end++;
            }
            different++;
            if (rule.ties() == Ties.ORDINAL && worker.breakers.length > 0 && end - first > 1) {
                tell(worker, start, first, end, mask);
            }
            boolean nowhere = key == none && rule.missing() == Places.NullPosition.KEEP;
            for (int i = first; i < end; i++) {
                out[start + (int) (worker.code[i] & mask)] = nowhere
                        ? 0
                        : switch (rule.ties()) {
                            case MIN -> 2 * (first + 1);
                            case MAX -> 2 * end;
                            case DENSE -> 2 * different;
                            case AVERAGE -> first + 1 + end;
                            case ORDINAL -> 2 * (i + 1);
                        };
            }
        }
    }

    /** Sorts the first so many codes, of which the bits from {@code low} up to {@code high} differ beside the rows' numbers. */
    private static void sort(Worker worker, int size, int low, int high) {
        if (size < FEW) {
            Arrays.sort(worker.code, 0, size);
            return;
        }
        var from = worker.code;
        var to = worker.buffer;
        int mask = (1 << DIGIT) - 1;
        for (int shift = low; shift < high; shift += DIGIT) {
            Arrays.fill(worker.count, 0);
            for (int i = 0; i < size; i++) {
                worker.count[(int) (from[i] >>> shift) & mask]++;
            }
            int before = 0;
            for (int i = 0; i <= mask; i++) {
                int here = worker.count[i];
                worker.count[i] = before;
                before += here;
            }
            for (int i = 0; i < size; i++) {
                to[worker.count[(int) (from[i] >>> shift) & mask]++] = from[i];
            }
            var other = from;
            from = to;
            to = other;
        }
        if (from != worker.code) {
            System.arraycopy(from, 0, worker.code, 0, size);
        }
    }

    /** Puts equals in the order of what tells them apart; those without it stand last. */
    private void tell(Worker worker, int start, int first, int end, long mask) {
        Comparator<Long> order = (a, b) -> {
            for (var units : worker.breakers) {
                long x = units[start + (int) (a & mask)];
                long y = units[start + (int) (b & mask)];
                if (x != y) {
                    return x == NONE
                            ? 1
                            : y == NONE ? -1 : rule.highestFirst() ? Long.compare(y, x) : Long.compare(x, y);
                }
            }
            return 0;
        };
        var sorted = Arrays.stream(worker.code, first, end)
                .boxed()
                .sorted(order)
                .mapToLong(Long::longValue)
                .toArray();
        System.arraycopy(sorted, 0, worker.code, first, sorted.length);
    }

    /** By how many places rows moved on average, by run; NaN where none has a place. */
    private double[] change(int[] place) {
        var change = new double[runStarts.length - 1];
        for (int r = 0; r < change.length; r++) {
            long sum = 0;
            long count = 0;
            for (int i = runStarts[r]; i < runStarts[r + 1]; i++) {
                if (place[i] != 0) {
                    sum += Math.abs(place[i] - published[i]);
                    count++;
                }
            }
            change[r] = sum / 2.0 / count;
        }
        return change;
    }

    /** Counts the rows that reach a grade. */
    private void reach(Worker worker, int grade) {
        var hits = worker.hits[grade];
        long least = leastUnits[grade];
        for (int i = 0; i < rows; i++) {
            // Where no grade is forbidden, there is no number, which is not more
            hits[i] += worker.units[i] >= least && !(tree.bestGrades()[i] > grade) ? 1 : 0;
        }
    }

    /** The intervals of a few rows, and the lines of places inside them. */
    private void interval(int from, Worker worker) {
        int size = Math.min(LINE, rows - from);
        var found = new int[size][draws];
        for (int d = 0; d < draws; d++) {
            for (int i = 0; i < size; i++) {
                found[i][d] = places[d][from + i];
            }
        }
        for (int i = 0; i < size; i++) {
            var sorted = found[i];
            Arrays.sort(sorted);
            int none = 0;
            while (none < draws && sorted[none] == 0) {
                none++;
            }
            int row = from + i;
            boolean placed = none < draws;
            median[row] = placed ? quantile(sorted, none, 0.5) : Double.NaN;
            low[row] = placed ? Math.floor(quantile(sorted, none, DrawnPlaces.TAIL)) : Double.NaN;
            high[row] = placed ? Math.ceil(quantile(sorted, none, 1 - DrawnPlaces.TAIL)) : Double.NaN;
            reachLines(row, sorted, none, worker);
        }
    }

    private void reachLines(int row, int[] sorted, int none, Worker worker) {
        for (int l = 0; l < ranking.lines().size(); l++) {
            var line = ranking.lines().get(l);
            double last = line.first() ? line.places() : ranked[row] - line.places();
            if (low[row] <= last && high[row] > last) {
                int before = (int) Arrays.stream(sorted, none, draws)
                        .filter(place -> place <= 2 * last)
                        .count();
                int hits = line.first() ? before : draws - none - before;
                worker.reached.add(new Reached(leastUnits.length + l, row, hits, Double.NaN, Double.NaN));
            }
        }
    }

    /** The scores of rows for which a grade's bound is in doubt. */
    private void reachGrades() {
        var hits = new int[leastUnits.length][rows];
        for (int g = 0; g < hits.length; g++) {
            for (var worker : workers) {
                for (int i = 0; i < rows; i++) {
                    hits[g][i] += worker.hits[g][i];
                }
            }
        }
        int[] doubtful = IntStream.range(0, rows)
                .filter(row -> Stream.of(hits).anyMatch(of -> isDoubtful(of[row])))
                .toArray();
        int size = Math.max(1, Math.min(BLOCK, SCORES / Math.max(1, draws)));
        inParallel((doubtful.length + size - 1) / size, (i, worker) -> {
            var some = Arrays.copyOfRange(doubtful, size * i, Math.min(doubtful.length, size * (i + 1)));
            var found = new long[some.length][draws];
            var picked = points.pick(some);
            for (int d = 0; d < draws; d++) {
                score(weights[d], picked, some.length, worker);
                for (int k = 0; k < some.length; k++) {
                    found[k][d] = worker.units[k];
                }
            }
            for (int k = 0; k < some.length; k++) {
                reachGrades(some[k], hits, found[k], worker);
            }
        });
    }

    private void reachGrades(int row, int[][] hits, long[] units, Worker worker) {
        Arrays.sort(units);
        int none = 0;
        while (units[none] == NONE) {
            none++;
        }
        double low = quantile(units, none, DrawnPlaces.TAIL);
        double high = quantile(units, none, 1 - DrawnPlaces.TAIL);
        for (int g = 0; g < hits.length; g++) {
            if (isDoubtful(hits[g][row])) {
                worker.reached.add(new Reached(g, row, hits[g][row], low, high));
            }
        }
    }

    private boolean isDoubtful(int hits) {
        double share = hits / (double) draws;
        return share > DrawnPlaces.TAIL && share < 1 - DrawnPlaces.TAIL;
    }

    /** Of places, from the first that is one. */
    private static double quantile(int[] sorted, int first, double p) {
        double at = (sorted.length - first - 1) * p;
        int below = (int) Math.floor(at);
        int above = (int) Math.ceil(at);
        double a = sorted[first + below] / 2.0;
        double b = sorted[first + above] / 2.0;
        double t = at - below;
        return below == above ? a : a * (1 - t) + b * t;
    }

    /** Of scores, from the first that is one. */
    private double quantile(long[] sorted, int first, double p) {
        double at = (sorted.length - first - 1) * p;
        int below = (int) Math.floor(at);
        long a = sorted[first + below];
        long b = sorted[first + (int) Math.ceil(at)];
        long units = a + (long) ((double) (b - a) * (at - below));
        return units / Double.parseDouble("1e" + ranking.scale());
    }

    @Override
    public double[][] intervals() {
        return new double[][] {median, low, high};
    }

    @Override
    public double[][] changes() {
        return changes;
    }

    @Override
    public double[][][] swapped() {
        return swapped;
    }

    @Override
    public void reached(Appender to) {
        for (var each : reached) {
            boolean isPlace = Double.isNaN(each.low());
            to.row(
                    each.line(),
                    (long) each.row(),
                    (long) each.hits(),
                    (long) draws,
                    isPlace ? null : each.low(),
                    isPlace ? null : each.high());
        }
    }

    @Override
    public void places(Appender to) {
        for (int k = 0; k < fixedPlaces.length; k++) {
            for (int i = 0; i < rows; i++) {
                long units = fixedUnits[k][i];
                int twice = fixedPlaces[k][i];
                to.row((long) i, (long) -k, units == NONE ? null : units, twice == 0 ? null : twice / 2.0);
            }
        }
    }
}
