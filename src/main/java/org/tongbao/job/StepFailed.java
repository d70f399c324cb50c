package org.tongbao.job;

import java.util.Objects;
import org.tongbao.message.FailureReason;
import org.tongbao.message.Language;
import org.tongbao.message.Localized;
import org.tongbao.rulebook.Steps;

/** A step of a run failed; the message says which, why, and which command takes the run up again. */
public final class StepFailed extends RuntimeException implements Localized {

    private static final long serialVersionUID = 1;

    private final long run;
    private final Steps step;
    private final boolean stopped;

    StepFailed(long run, Steps step, boolean stopped, Throwable cause) {
        super(words(Language.ENGLISH, run, step, stopped, cause), cause);
        this.run = run;
        this.step = step;
        this.stopped = stopped;
    }

    @Override
    public String in(Language language) {
        return words(language, run, step, stopped, cause());
    }

    private static String words(Language language, long run, Steps step, boolean stopped, Throwable cause) {
        return language.say(stopped ? "step.stopped" : "step.failed", step.word(), FailureReason.told(cause, language))
                + language.say(stopped ? "go-on.stopped" : "go-on.fixed", Runs.Entry.resume(run));
    }

    /** Which step failed and why, in one sentence. */
    static String sentence(Language language, Steps step, Throwable cause) {
        return language.say("step.failed", step.word(), FailureReason.sentence(cause, language));
    }

    /** Which step failed and why, in one sentence. */
    String sentence(Language language) {
        return sentence(language, step, cause());
    }

    private Throwable cause() {
        return Objects.requireNonNull(getCause());
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
