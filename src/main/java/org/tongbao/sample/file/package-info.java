/**
 * Files as a bureau receives them: the rows of a {@link org.tongbao.sample.file.DataSheet}, made dirty by {@link
 * org.tongbao.sample.file.ErrorInjector} and {@link org.tongbao.sample.file.LateRows}, and written by {@link
 * org.tongbao.sample.file.SampleWriter}, which lists the dirt.
 */
@NullMarked
package org.tongbao.sample.file;

import org.jspecify.annotations.NullMarked;
