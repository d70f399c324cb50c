/**
 * YAML and SQL headers to records that know their file and line; every mistake reported at once.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "message", "home", "spec"})
package org.tongbao.spec;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
