package org.tongbao.warehouse;

/**
 * Where a row comes from, as one whole number: the load's number and, below it, the row's number in its source.
 *
 * <p>One number and not two, so that the greatest origin of a group is the origin of one of its rows; the greatest load
 * and the greatest row, each taken by itself, may name a row that does not exist.
 */
public final class Origin {

    /** The column that every dataset shows beside its own. */
    public static final String COLUMN = "origin";

    /** Rows that a load may have, 2^32. */
    private static final long ROWS = 1L << 32;

    private Origin() {}

    /** SQL for the origin of a row. */
    public static String of(String load, String row) {
        return "(cast(" + load + " as bigint) * " + ROWS + " + " + row + ")";
    }

    /** SQL for the load of an origin. */
    public static String load(String origin) {
        return origin + " // " + ROWS;
    }

    /** SQL for the row's number in the source of an origin. */
    public static String row(String origin) {
        return origin + " % " + ROWS;
    }
}
