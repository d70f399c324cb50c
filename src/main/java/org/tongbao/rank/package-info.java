/**
 * Scores to standings: rounding, grades, positions, ties, groups, movement.
 *
 * <p>{@link org.tongbao.rank.Ranking} reads the keys {@code rank}, {@code round} and {@code grades} of a scheme file and
 * turns the roots of {@code stage.score} into {@code stage.standing}; {@link org.tongbao.rank.Places} holds the SQL of each
 * tie policy. {@link org.tongbao.rank.Standings} reads places for people.
 *
 * <p>Public: {@link org.tongbao.rank.DrawnPlaces}, {@link org.tongbao.rank.Peers}, {@link org.tongbao.rank.PlaceLine},
 * {@link org.tongbao.rank.Places}, {@link org.tongbao.rank.Ranking}, {@link org.tongbao.rank.Standings}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "message", "home", "spec"})
package org.tongbao.rank;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
