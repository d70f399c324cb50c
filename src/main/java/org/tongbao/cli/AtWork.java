package org.tongbao.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tongbao.message.Language;

/**
 * What a process that has the operational database open does for other commands of its home: all of them while it serves,
 * what only looks or asks while it does something else.
 */
final class AtWork implements ProcessSocket.Handler {

    /** The word for: it is not done here, but this process will have ended in a moment. */
    static final String SOON = "";

    private static final Set<String> LOOKS = Set.of("runs", "log", "stop", "deliveries", "backup", "schedule");

    /** Those that may take long; whoever meets another waits for its end. */
    private static final Set<String> LONG =
            Set.of("serve", "run", "backfill", "resume", "restate", "demo", "deliveries", "release");

    /** Those that need the home for themselves. */
    private static final Set<String> ALONE = Set.of("serve", "restore", "demo");

    private final Path home;
    private final String work;
    private final Clock clock;

    /**
     * The process.
     *
     * @param words of its own command line
     */
    AtWork(Path home, List<String> words, Clock clock) {
        this.home = home;
        this.work = command(words);
        this.clock = clock;
    }

    /** The words without the folder, which the other process knows. */
    static List<String> withoutHome(List<String> words) {
        var left = new ArrayList<String>();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals("--home")) {
                i++;
            } else if (!words.get(i).startsWith("--home=")) {
                left.add(words.get(i));
            }
        }
        return left;
    }

    private static String command(List<String> words) {
        return words.stream().filter(word -> !word.startsWith("-")).findFirst().orElse("");
    }

    @Override
    public Optional<String> refusal(ProcessSocket.Request request) {
        var command = command(request.words());
        boolean looks = LOOKS.contains(command)
                && (!command.equals("deliveries")
                        || request.words().stream().noneMatch(word -> word.equals("send") || word.equals("resend")));
        if (looks || (work.equals("serve") && !ALONE.contains(command))) {
            return Optional.empty();
        }
        return Optional.of(
                LONG.contains(work)
                        ? language(request)
                                .say(
                                        "operations.at-work",
                                        home,
                                        ProcessHandle.current().pid(),
                                        work)
                        : SOON);
    }

    private static Language language(ProcessSocket.Request request) {
        return request.language().equals(Language.CHINESE.word()) ? Language.CHINESE : Language.ENGLISH;
    }

    @Override
    public int execute(ProcessSocket.Request request, PrintStream out, PrintStream err) {
        var words = new ArrayList<>(List.of("--home", home.toString()));
        words.addAll(request.words());
        return Tongbao.execute(out, err, clock, language(request), request.bars(), words.toArray(String[]::new));
    }
}
