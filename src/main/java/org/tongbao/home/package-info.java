/**
 * Where everything lies, and what the settings say.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"spec"})
package org.tongbao.home;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
