/**
 * A scheme to the score tree: normalising, weighting, aggregating, caps.
 *
 * <p>From the file to the score: {@code score.scheme} reads what a scheme file says, {@code score.method} has the methods
 * that it can name, {@code score.compile} puts both together to SQL and to the formulas of a score sheet. This package runs
 * them: {@link org.tongbao.score.Scoring} on a run's observations, {@link org.tongbao.score.PlainTable} on a CSV, {@link
 * org.tongbao.score.DrawnScores} under drawn weights, {@link org.tongbao.score.DrawnTree} the same as arrays. {@link org.tongbao.score.ScoreTree} reads a score back as an
 * explanation, {@link org.tongbao.score.Scores} lists points, weights and distributions, {@link org.tongbao.score.WhatIf} says what a figure would have to be, and {@link org.tongbao.score.Health}
 * asks whether the scheme measures what it says. The formulas and their sources are in {@code docs/formulas.md}. Grades and
 * places are made in {@code rank}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "message", "home", "spec"})
package org.tongbao.score;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
