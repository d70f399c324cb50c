package org.tongbao.rank;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.tongbao.spec.Problems;

/**
 * Positions as SQL window expressions over a key column, within the groups that {@code partition} names. A null key has
 * no place, unless missing values stand at an end.
 *
 * @param ties what equal keys get
 * @param highestFirst whether place 1 goes to the highest key
 * @param missing where null keys stand
 */
public record Places(Ties ties, boolean highestFirst, NullPosition missing) {

    /** What equals get; {@code 1-2-2-4} says it by an example of four, of which the middle two are equal. */
    public enum Ties {
        /** The better place (standard competition). */
        MIN("1224"),
        /** The worse place (modified competition). */
        MAX("1334"),
        /** The same place, and the next follows without a gap. */
        DENSE("1223"),
        /** The mean of the places they take up. */
        AVERAGE("average"),
        /** Places of their own, by tie-breakers and then by order of appearance. */
        ORDINAL("ordinal");

        private final String word;

        Ties(String word) {
            this.word = word;
        }

        static Ties parse(String text) {
            var plain = text.strip().replace("-", "");
            return Arrays.stream(values())
                    .filter(t -> t.word.equals(plain))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown tie policy '" + text + "'"
                            + Problems.suggestion(
                                    text,
                                    Arrays.stream(values()).map(t -> t.word).toList())));
        }
    }

    /** Where those without a key stand. */
    public enum NullPosition {
        /** Nowhere: they get no place. */
        KEEP,
        TOP,
        BOTTOM
    }

    /**
     * The place; the column {@code position} gives the order of appearance.
     *
     * @param breakers order by terms that tell equals apart; only for ordinal places
     */
    String rank(String partition, String key, List<String> breakers) {
        var over = " over (" + partition + " order by " + order(key);
        var all = " over (" + partition + " order by " + order(key)
                + " range between unbounded preceding and current row)";
        var rank =
                switch (ties) {
                    case MIN -> "rank()" + over + ")";
                    case MAX -> "count(*)" + all;
                    case DENSE -> "dense_rank()" + over + ")";
                    case AVERAGE -> "(rank()" + over + ") + count(*)" + all + ") / 2.0";
                    case ORDINAL ->
                        "row_number()" + over
                                + breakers.stream().map(b -> ", " + b).collect(Collectors.joining()) + ", position)";
                };
        return missing == NullPosition.KEEP ? "case when " + key + " is not null then " + rank + " end" : rank;
    }

    /** How many have a place. */
    String count(String partition, String key) {
        return "count(" + (missing == NullPosition.KEEP ? key : "*") + ") over (" + partition + ")";
    }

    /** The place as a share of all places: 1 is the last; of the number of different keys where ties are dense. */
    String fraction(String partition, String key) {
        var places = ties == Ties.DENSE
                ? "count(distinct " + key + ") over (" + partition + ")"
                        + (missing == NullPosition.KEEP
                                ? ""
                                : " + max(case when " + key + " is null then 1 else 0 end) over (" + partition + ")")
                : count(partition, key);
        return "(" + rank(partition, key, List.of()) + ") / cast(" + places + " as double)";
    }

    /** The share of the others that come before it, {@code (place - 1) / (n - 1)}, whatever the tie policy. */
    String surpassed(String partition, String key) {
        return "((" + with(Ties.MIN).rank(partition, key, List.of()) + ") - 1) / cast(nullif(" + count(partition, key)
                + " - 1, 0) as double)";
    }

    /** The share of all that come no later than it. */
    String reached(String partition, String key) {
        return with(Ties.MAX).fraction(partition, key);
    }

    private Places with(Ties other) {
        return new Places(other, highestFirst, missing);
    }

    private String order(String key) {
        return "case when " + key + " is null then " + (missing == NullPosition.TOP ? 0 : 2) + " else 1 end, " + key
                + (highestFirst ? " desc" : "");
    }
}
