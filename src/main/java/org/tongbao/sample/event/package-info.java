/**
 * What happens in the city, month by month: {@link org.tongbao.sample.event.Events} of inspections, hazards, orders to
 * stop, accidents, attendance, alarms and readings, each with its file.
 *
 * <p>Public: {@link org.tongbao.sample.event.Events}, {@link org.tongbao.sample.event.Jgj59},
 * {@link org.tongbao.sample.event.Listings}.
 */
@NullMarked
package org.tongbao.sample.event;

import org.jspecify.annotations.NullMarked;
