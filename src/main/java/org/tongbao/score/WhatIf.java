package org.tongbao.score;

import org.jspecify.annotations.Nullable;

/**
 * What one figure of a subject would have to be, all others being as they are, for the subject to gain a place.
 *
 * @param value what it is, in the indicator's unit
 * @param needed what it would have to be; null if even the best value is not enough
 * @param cases how many more (or fewer) cases of its numerator that is; null if it does not count cases
 * @param score the score it would give, or the score with the best value if that is not enough
 */
public record WhatIf(
        String indicator,
        double value,
        @Nullable Double needed,
        @Nullable Double cases,
        @Nullable Double score) {}
