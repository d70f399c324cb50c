/**
 * Ladders to decisions: where a subject stands and why.
 *
 * <p>{@link org.tongbao.decide.Ladder} is read from YAML; {@link org.tongbao.decide.Decide} replays it from the findings
 * and standings of all periods.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "message", "home", "spec"})
package org.tongbao.decide;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
