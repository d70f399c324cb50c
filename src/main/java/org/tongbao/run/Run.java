package org.tongbao.run;

import java.time.LocalDate;
import org.tongbao.message.Refusal;

/**
 * One execution of a job for a period, as of a load and as of a day.
 *
 * @param number counts up over all jobs; later runs have higher numbers
 * @param job the job's name
 * @param period what it computes
 * @param cutoff the highest load it sees; later loads do not exist for it
 * @param asOfDay the last day that is looked at: the period's last, or an earlier one while the period still runs
 */
public record Run(long number, String job, Period period, long cutoff, LocalDate asOfDay) {

    public Run {
        if (asOfDay.isBefore(period.start()) || !asOfDay.isBefore(period.end())) {
            throw new IllegalArgumentException(asOfDay + " is no day of " + period);
        }
    }

    /** A run of a period that is over. */
    public Run(long number, String job, Period period, long cutoff) {
        this(number, job, period, cutoff, lastDay(period));
    }

    /**
     * The as-of day of a period on a day: that day, at most the period's last.
     *
     * @throws Refusal if the period has not begun
     */
    public static LocalDate asOfDay(Period period, LocalDate today) {
        if (today.isBefore(period.start())) {
            throw new Refusal("period.not-begun", period, period.start(), today);
        }
        return today.isBefore(period.end()) ? today : lastDay(period);
    }

    private static LocalDate lastDay(Period period) {
        return period.end().minusDays(1);
    }

    /** The day after the last that is looked at. */
    public LocalDate end() {
        return asOfDay.plusDays(1);
    }

    /** Whether the period is over; of one that still runs, what is due later is neither met nor failed. */
    public boolean isOver() {
        return end().equals(period.end());
    }

    /** How far the previous period of the kind is looked at for comparison: the same span. */
    public LocalDate previousEnd() {
        return isOver() ? period.previous().end() : period.before(asOfDay).plusDays(1);
    }

    /** How far the same period a year earlier is looked at for comparison: the same span. */
    public LocalDate lastYearEnd() {
        return isOver() ? period.lastYear().end() : asOfDay.minusYears(1).plusDays(1);
    }

    /** The same run with another cut-off. */
    public Run withCutoff(long load) {
        return new Run(number, job, period, load, asOfDay);
    }
}
