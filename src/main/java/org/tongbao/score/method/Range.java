package org.tongbao.score.method;

/**
 * Between which points something can lie: what an indicator or a branch may have, whatever the data are.
 *
 * @param low least points; minus infinity if nothing bounds them
 * @param high most points, likewise
 */
public record Range(double low, double high) {

    /** Nothing is known. */
    public static final Range ANY = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** A range with the ends in any order. */
    public static Range between(double one, double other) {
        return new Range(Math.min(one, other), Math.max(one, other));
    }

    /** The smallest range that holds both. */
    public Range or(Range other) {
        return new Range(Math.min(low, other.low), Math.max(high, other.high));
    }

    /** What both may add up to. */
    public Range plus(Range other) {
        return new Range(low + other.low, high + other.high);
    }

    /** So many times it. */
    public Range times(double factor) {
        return factor == 0 ? new Range(0, 0) : between(low * factor, high * factor);
    }

    /** Whether it ends at both sides. */
    public boolean isBounded() {
        return Double.isFinite(low) && Double.isFinite(high);
    }
}
