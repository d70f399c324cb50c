package org.tongbao.schedule;

import java.time.ZonedDateTime;
import org.tongbao.rulebook.JobPeriod;

/**
 * A job is due for a period.
 *
 * @param key job, period and turn: what is claimed once, whatever becomes of the calendar
 * @param due when
 */
public record Occasion(JobPeriod key, ZonedDateTime due) {}
