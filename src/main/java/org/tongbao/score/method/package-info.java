/**
 * The methods that a scheme can name: each reads its own words and knows its own SQL and its own formula of a score sheet.
 *
 * <p>In the order in which a value meets them: {@link org.tongbao.score.method.Divisor}, {@link
 * org.tongbao.score.method.SmallSamples}, {@link org.tongbao.score.method.Outliers}, {@link
 * org.tongbao.score.method.Normalise}, {@link org.tongbao.score.method.Missing}, {@link
 * org.tongbao.score.method.Aggregate}; and {@link org.tongbao.score.method.Condition} for caps, floors and grade limits.
 * What they are written with: {@link org.tongbao.score.method.Statistics} and {@link org.tongbao.score.method.FormulaCells};
 * between which points each can lie: {@link org.tongbao.score.method.Range}.
 */
@NullMarked
package org.tongbao.score.method;

import org.jspecify.annotations.NullMarked;
