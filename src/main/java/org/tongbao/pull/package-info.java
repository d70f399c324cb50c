/**
 * Sources to datasets: decoding, rejects, loads.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "message", "home", "spec"})
package org.tongbao.pull;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
