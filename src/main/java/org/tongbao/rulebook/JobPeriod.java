package org.tongbao.rulebook;

import org.tongbao.run.Period;

/**
 * A job for a period.
 *
 * @param turn which of the period's occasions it was run for; empty by hand
 */
public record JobPeriod(String job, Period period, String turn) {}
