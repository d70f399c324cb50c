/**
 * The look that pages, charts and workbooks share: {@link org.tongbao.render.style.Palette} (colours) and {@link
 * org.tongbao.render.style.FontFiles} (the files of fonts).
 */
@NullMarked
package org.tongbao.render.style;

import org.jspecify.annotations.NullMarked;
