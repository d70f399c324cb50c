/**
 * Scores to standings: positions, ties, peers, movement.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "spec"})
package org.tongbao.rank;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
