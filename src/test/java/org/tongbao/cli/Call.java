package org.tongbao.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A command that has been called in this process.
 *
 * @param code with which it ended
 * @param said what it printed, mistakes included
 */
record Call(int code, String said) {

    /** Calls a command on a home. */
    static Call of(Path home, Clock clock, List<String> words) {
        var line = new ArrayList<>(List.of("--home", home.toString()));
        line.addAll(words);
        return of(out -> Tongbao.execute(out, out, clock, line.toArray(String[]::new)));
    }

    /** The same, called in a way of its own: from where things are printed to the exit code. */
    static Call of(Function<PrintStream, Integer> command) {
        var bytes = new ByteArrayOutputStream();
        int code = command.apply(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return new Call(code, bytes.toString(StandardCharsets.UTF_8));
    }

    /** What it printed, once it has ended as it should. */
    String ended(String exit) {
        assertThat(String.valueOf(code)).as(said).isEqualTo(exit);
        return said;
    }

    /** The exit code, and below it what was printed. */
    @Override
    public String toString() {
        return code + "\n" + said;
    }
}
