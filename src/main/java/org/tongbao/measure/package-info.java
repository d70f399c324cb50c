/**
 * Indicator and finding SQL to the tables observation and finding.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "spec"})
package org.tongbao.measure;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
