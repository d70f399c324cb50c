/**
 * What is told to a person, in their language.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"home", "spec"})
package org.tongbao.message;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
