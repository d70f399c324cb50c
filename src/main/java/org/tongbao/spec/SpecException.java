package org.tongbao.spec;

import java.util.List;
import java.util.stream.Collectors;

/** The files people edit hold mistakes; the message lists all of them, one a line. */
public final class SpecException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Problems.Problem> problems;

    SpecException(List<Problems.Problem> problems) {
        super(problems.stream().map(Problems.Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** The mistakes, in order of file and line. */
    public List<Problems.Problem> problems() {
        return problems;
    }
}
