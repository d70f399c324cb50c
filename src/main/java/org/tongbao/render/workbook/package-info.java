/**
 * Whole workbooks: {@link org.tongbao.render.workbook.WorkbookWriter} puts the sheets of a {@link
 * org.tongbao.render.workbook.WorkbookTemplate}, declared sheets and native charts into one file, whose parts {@link
 * org.tongbao.render.workbook.WorkbookFile} writes in a fixed order; {@link org.tongbao.render.workbook.WorkbookReader} reads a
 * finished one back.
 */
@NullMarked
package org.tongbao.render.workbook;

import org.jspecify.annotations.NullMarked;
