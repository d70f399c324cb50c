/**
 * Run, period, home folder, run log and progress: what every stage is told.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "spec"})
package org.tongbao.run;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
