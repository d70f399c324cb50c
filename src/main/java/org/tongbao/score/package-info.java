/**
 * A scheme to the score tree: normalising, weighting, aggregating, caps.
 *
 * <p>The tour: {@link org.tongbao.score.Scheme} is read from its file, its small grammars by {@code Per}, {@code
 * SmallSamples}, {@code Outliers}, {@code Normalise}, {@code Missing}, {@code Aggregate} and {@code Condition}, each of
 * which also knows its own SQL. The formulas and their sources are in {@code docs/formulas.md}. {@code
 * Compilation} puts these together to one wide query, a row for each subject and a column for each step of each node.
 * {@link org.tongbao.score.Scoring} runs it on a run's observations and leaves {@code stage.score}; {@link
 * org.tongbao.score.PlainTable} runs it on a CSV; {@link org.tongbao.score.ScoreTree} reads the rows back as an
 * explanation, and {@code Trials} looks for what a figure would have to be; {@link org.tongbao.score.Health} asks of the rows whether the
 * scheme measures what it says. Grades and places are made in {@code rank}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "message", "home", "spec"})
package org.tongbao.score;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
