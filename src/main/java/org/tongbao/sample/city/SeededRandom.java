package org.tongbao.sample.city;

import java.util.List;
import java.util.SplittableRandom;

/** Random numbers that depend on nothing but seed and key: the same city comes out on any machine and in any order. */
public final class SeededRandom {

    private final SplittableRandom random;

    private SeededRandom(SplittableRandom random) {
        this.random = random;
    }

    /** A sequence of its own for whatever the key names. */
    public static SeededRandom of(long seed, Object... key) {
        long hash = seed * 0x9E3779B97F4A7C15L;
        for (var part : key) {
            var text = part.toString();
            for (int i = 0; i < text.length(); i++) {
                hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
            }
            hash = (hash ^ (hash >>> 29)) * 0xBF58476D1CE4E5B9L;
        }
        return new SeededRandom(new SplittableRandom(hash));
    }

    /** Whether something of this probability happens. */
    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** A whole number from {@code low} to {@code high}, both possible. */
    public int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** Uniformly distributed, 0 to below 1. */
    public double uniform() {
        return random.nextDouble();
    }

    /** Normally distributed, mean 0 and deviation 1 (sum of twelve uniforms, Irwin and Hall). */
    public double normal() {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }

    /** How often something with this expected count happens (Poisson, by Knuth's product). */
    public int poisson(double expected) {
        // StrictMath, because Math.exp may differ in the last digit from machine to machine.
        double limit = StrictMath.exp(-expected);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            count++;
            product *= random.nextDouble();
        }
        return count;
    }

    public <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** One of the values, in proportion to the weights. */
    public <T> T pick(List<T> of, double... weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double at = random.nextDouble() * sum;
        for (int i = 0; i < weights.length; i++) {
            at -= weights[i];
            if (at < 0) {
                return of.get(i);
            }
        }
        return of.get(of.size() - 1);
    }
}
