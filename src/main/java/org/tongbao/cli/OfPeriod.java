package org.tongbao.cli;

import org.tongbao.run.Period;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which job, and which of its periods. */
class OfPeriod {

    @Parameters(paramLabel = "JOB", description = "Name of the job, such as monthly-ranking.")
    String job;

    @Option(names = "--period", required = true, description = "Period, such as 2026-06, or the name of a campaign.")
    private String period;

    Period period(Tongbao program) {
        return program.workspace().period(period);
    }
}
