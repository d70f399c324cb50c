/**
 * Bulletins: from the facts of a run to pages (PDF) and workbooks (Excel), one copy for each recipient; finished files read
 * back and compared with their facts; senders' workbooks given back with what was refused marked in them.
 *
 * <p>For other rooms: {@link org.tongbao.render.Bulletin} (what is declared), {@link org.tongbao.render.Renderer} (draws it),
 * {@link org.tongbao.render.Edition} (for whom and when), {@link org.tongbao.render.Comparison} (what reading back has shown),
 * {@link org.tongbao.render.AnnotatedWorkbook}, {@link org.tongbao.render.PageSeal} (signs pages with a certificate).
 *
 * <p>Its sub-rooms, each of which knows only those below it: {@code workbook}, {@code sheet} and {@code page} above {@code
 * chart}, all above {@code facts} and {@code style}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"warehouse", "run", "message", "spec"})
package org.tongbao.render;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
