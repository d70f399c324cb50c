/** Tongbao turns inspection and monitoring data into scored, ranked and traceable bulletins. */
@NullMarked
package org.tongbao;

import org.jspecify.annotations.NullMarked;
