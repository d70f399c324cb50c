/**
 * A scheme to the score tree: normalising, weighting, aggregating, caps, grades.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "spec"})
package org.tongbao.score;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
