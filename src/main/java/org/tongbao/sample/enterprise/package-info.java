/**
 * What enterprises and their people do: {@link org.tongbao.sample.enterprise.EnterpriseLedgers}, and who takes part in
 * building besides the contractors, {@link org.tongbao.sample.enterprise.Participants}.
 */
@NullMarked
package org.tongbao.sample.enterprise;

import org.jspecify.annotations.NullMarked;
