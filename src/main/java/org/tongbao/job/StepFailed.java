package org.tongbao.job;

/** A step of a run failed; the message says which, why, and which command takes the run up again. */
public final class StepFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final long run;
    private final String sentence;
    private final boolean stopped;

    StepFailed(long run, Steps step, boolean stopped, Throwable cause) {
        super(
                step.word()
                        + (stopped ? ": " : " failed: ")
                        + (cause.getMessage() == null ? cause.toString() : cause.getMessage())
                        + (stopped ? "\ngo on with: " : "\nwhen that is mended, go on with: ")
                        + Runs.Entry.resume(run),
                cause);
        this.run = run;
        this.sentence = sentence(step, cause);
        this.stopped = stopped;
    }

    /** Which step failed and why, in one sentence. */
    static String sentence(Steps step, Throwable cause) {
        return step.word() + " failed: " + Cause.sentence(cause);
    }

    /** Which step failed and why, in one sentence. */
    String sentence() {
        return sentence;
    }

    /** The run's number. */
    public long run() {
        return run;
    }

    /** Whether somebody wanted it. */
    public boolean isStopped() {
        return stopped;
    }
}
