package org.tongbao.cli;

import org.tongbao.rulebook.Steps;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which job, and how far: for commands that run one. */
final class WhatToRun {

    @Parameters(paramLabel = "JOB", description = "Name of the job, such as monthly-ranking.")
    String job;

    @Option(
            names = "--until",
            paramLabel = "STEP",
            defaultValue = "deliver",
            description = "Last step: pull, check, measure, score, rank, decide, render or deliver (default).")
    private String until;

    /** The last step. */
    Steps last() {
        return Steps.of(until);
    }
}
