/**
 * What a bulletin is made of, as the warehouse gave it: {@link org.tongbao.render.facts.Facts} (rows of queries, asked for one or for all:
 * {@link org.tongbao.render.facts.RecipientQuery}) and {@link
 * org.tongbao.render.facts.ScoreSheet} (a scheme's formulas and figures). All that is drawn reads nothing else.
 */
@NullMarked
package org.tongbao.render.facts;

import org.jspecify.annotations.NullMarked;
