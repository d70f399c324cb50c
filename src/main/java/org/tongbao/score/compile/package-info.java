/**
 * From a scheme to what computes it.
 *
 * <p>{@link org.tongbao.score.compile.Compilation} makes one wide query, a row for each subject and a column for each step
 * of each node, over the figures of a {@link org.tongbao.score.compile.FigureSource}; {@link org.tongbao.score.compile.Columns}
 * says which column holds what; {@link org.tongbao.score.compile.ScoreFormulas} writes the same as formulas of a score sheet.
 */
@NullMarked
package org.tongbao.score.compile;

import org.jspecify.annotations.NullMarked;
