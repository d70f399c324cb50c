/**
 * One table of a workbook: {@link org.tongbao.render.sheet.Worksheet} and {@link org.tongbao.render.sheet.SheetHighlight} are its
 * declaration, {@link org.tongbao.render.sheet.SheetTable} settles its cells within a {@link org.tongbao.render.sheet.TableRange},
 * {@link org.tongbao.render.sheet.SheetRows} writes them, {@link org.tongbao.render.sheet.WorkbookStyles} and {@link
 * org.tongbao.render.sheet.SheetText} give looks and measures.
 */
@NullMarked
package org.tongbao.render.sheet;

import org.jspecify.annotations.NullMarked;
