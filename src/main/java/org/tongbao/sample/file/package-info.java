/**
 * Files as a bureau receives them: the rows of a {@link org.tongbao.sample.file.Sheet}, made dirty by {@link
 * org.tongbao.sample.file.Soil} and {@link org.tongbao.sample.file.HeldBack}, and written by {@link
 * org.tongbao.sample.file.SampleWriter}, which lists the dirt.
 */
@NullMarked
package org.tongbao.sample.file;

import org.jspecify.annotations.NullMarked;
