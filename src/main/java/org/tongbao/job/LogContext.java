package org.tongbao.job;

import java.util.function.Supplier;
import org.slf4j.MDC;
import org.tongbao.rulebook.Steps;
import org.tongbao.run.Run;

/** Marks what a thread logs in the meantime with the run and its step, for {@code tongbao log RUN}. */
final class LogContext {

    private LogContext() {}

    static <T> T during(Run run, Supplier<T> work) {
        return during(run, "", work);
    }

    static <T> T during(Run run, Steps step, Supplier<T> work) {
        return during(run, step.word(), work);
    }

    private static <T> T during(Run run, String step, Supplier<T> work) {
        MDC.put("run", String.valueOf(run.number()));
        MDC.put("job", run.job());
        MDC.put("period", run.period().toString());
        MDC.put("step", step);
        try {
            return work.get();
        } finally {
            MDC.clear();
        }
    }
}
