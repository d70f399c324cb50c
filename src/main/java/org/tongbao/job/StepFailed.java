package org.tongbao.job;

import org.tongbao.run.Period;

/** A step of a run failed; the message says which, why, and which command takes the run up again. */
public final class StepFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * A step failed.
     *
     * @param until the last step wanted; only with the same one the run is taken up
     */
    StepFailed(String job, Period period, Steps step, Steps until, Throwable cause) {
        super(
                step.word() + " failed: " + (cause.getMessage() == null ? cause.toString() : cause.getMessage())
                        + "\nwhen that is mended, go on with: tongbao run " + job + " --period " + period
                        + (until == Steps.DELIVER ? "" : " --until " + until.word()),
                cause);
    }
}
