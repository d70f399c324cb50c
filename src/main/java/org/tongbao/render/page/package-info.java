/**
 * Pages: {@link org.tongbao.render.page.PageTemplates} makes HTML of facts, {@link org.tongbao.render.page.Page} a PDF of HTML,
 * {@link org.tongbao.render.page.PagePreview} images of it, {@link org.tongbao.render.page.PdfTables} reads its tables back, {@link org.tongbao.render.page.PageSignature} signs it. The
 * only room that knows FreeMarker, openhtmltopdf and PDFBox.
 */
@NullMarked
package org.tongbao.render.page;

import org.jspecify.annotations.NullMarked;
