package org.tongbao.job;

import org.tongbao.run.Period;

/** A step of a run failed; the message says which, why, and which command takes the run up again. */
public final class StepFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    StepFailed(String job, Period period, Steps step, Throwable cause) {
        super(
                step.word() + " failed: " + cause.getMessage() + "\nwhen that is mended, go on with: tongbao run " + job
                        + " --period " + period,
                cause);
    }
}
