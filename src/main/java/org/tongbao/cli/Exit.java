package org.tongbao.cli;

/** What a command ends with, for scripts; docs/operations.md explains them in the same order. */
final class Exit {

    static final int DONE = 0;
    static final int MISTAKES = 1;
    static final int WRONG_USAGE = 2;
    static final int RUN_FAILED = 3;
    static final int IN_USE = 4;
    static final int NOTHING_TO_CORRECT = 5;

    /** The same in a line, for the help. */
    static final String CODES = "Exit codes: 0 done, 1 mistakes in files or data, 2 wrong usage, 3 a run failed,"
            + " 4 the warehouse is in use, 5 nothing to correct.";

    private Exit() {}
}
