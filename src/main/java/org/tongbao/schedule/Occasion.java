package org.tongbao.schedule;

import org.tongbao.rulebook.JobPeriod;

import java.time.ZonedDateTime;
import org.tongbao.job.Runs;

/**
 * A job is due for a period.
 *
 * @param key job, period and turn: what is claimed once, whatever becomes of the calendar
 * @param due when
 */
public record Occasion(JobPeriod key, ZonedDateTime due) {}
