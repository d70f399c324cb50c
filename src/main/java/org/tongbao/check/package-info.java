/**
 * Quality gates: whether what has arrived is fresh and complete enough to be scored.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "message", "home", "spec"})
package org.tongbao.check;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
