package org.tongbao.job;

import org.slf4j.MDC;
import org.tongbao.run.Run;

/** While it is open, what this thread logs is marked with the run and its step. */
final class LogMarks implements AutoCloseable {

    private LogMarks() {}

    static LogMarks of(Run run) {
        MDC.put("run", String.valueOf(run.number()));
        MDC.put("job", run.job());
        MDC.put("period", run.period().toString());
        return new LogMarks();
    }

    static LogMarks of(Run run, Steps step) {
        MDC.put("step", step.word());
        return of(run);
    }

    @Override
    public void close() {
        MDC.clear();
    }
}
