/**
 * Invents a city and its files, dirt included, as a bureau would receive them.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "spec"})
package org.tongbao.sample;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
