/**
 * YAML and SQL headers to records that know their file and line; every mistake reported at once.
 *
 * <p>Public: {@link org.tongbao.spec.Block}, {@link org.tongbao.spec.CsvReader}, {@link org.tongbao.spec.CsvRecord},
 * {@link org.tongbao.spec.DependencyGraph} (what reads what), {@link org.tongbao.spec.Layers}, {@link org.tongbao.spec.Location}, {@link org.tongbao.spec.Problems}, {@link org.tongbao.spec.SpecException},
 * {@link org.tongbao.spec.SpecFiles}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.tongbao.spec;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
