/**
 * Quality gates: whether what has arrived is fresh and complete enough to be scored.
 *
 * <p>Public: {@link org.tongbao.check.Check}, {@link org.tongbao.check.Gate}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "message", "home", "spec"})
package org.tongbao.check;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
