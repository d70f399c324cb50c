/**
 * Bulletins: page (PDF), sheet (Excel), chart; burst by recipient.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "message", "home", "spec"})
package org.tongbao.render;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
