package org.tongbao.run;

/**
 * One execution of a job for a period, as of a load.
 *
 * @param number counts up over all jobs; later runs have higher numbers
 * @param job the job's name
 * @param period what it computes
 * @param cutoff the highest load it sees; later loads do not exist for it
 */
public record Run(long number, String job, Period period, long cutoff) {

    /** The same run as of another load. */
    public Run asOf(long load) {
        return new Run(number, job, period, load);
    }
}
