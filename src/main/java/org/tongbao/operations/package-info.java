/**
 * The operational database: which step of which run has been reached, what has fired, which nodes live; Spring Batch's
 * repository over it.
 *
 * <p>Public: {@link org.tongbao.operations.Batch}, {@link org.tongbao.operations.Operations},
 * {@link org.tongbao.operations.OperationsInUse}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"run", "message", "home", "spec"})
package org.tongbao.operations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
