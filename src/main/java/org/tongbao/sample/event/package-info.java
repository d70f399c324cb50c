/**
 * What happens in the city, month by month: {@link org.tongbao.sample.event.Events} of inspections, hazards, orders to
 * stop, accidents, attendance, alarms and readings, each with its file.
 */
@NullMarked
package org.tongbao.sample.event;

import org.jspecify.annotations.NullMarked;
