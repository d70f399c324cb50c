/**
 * The engine. The only room that knows DuckDB.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"run", "message", "spec"})
package org.tongbao.warehouse;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
