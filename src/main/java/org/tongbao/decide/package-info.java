/**
 * Ladders to decisions: where a subject stands and why.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "spec"})
package org.tongbao.decide;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
