/**
 * What a scheme file says: {@link org.tongbao.score.scheme.Scheme} with its tree and limits, {@link
 * org.tongbao.score.scheme.Uncertainty}, which of it could as well have been decided otherwise, and {@link
 * org.tongbao.score.scheme.DerivedWeights} to compare the declared weights with, and {@link
 * org.tongbao.score.scheme.SchemeDiff} between two files.
 */
@NullMarked
@NamedInterface("scheme")
package org.tongbao.score.scheme;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
