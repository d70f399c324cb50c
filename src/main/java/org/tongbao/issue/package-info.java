/**
 * The archive: artifacts, hashes, manifest, verification.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "message", "home", "spec"})
package org.tongbao.issue;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
