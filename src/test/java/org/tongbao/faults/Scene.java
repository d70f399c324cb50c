package org.tongbao.faults;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command, and what was done in the home before it. */
enum Scene {
    RUN("`run`", Past.NOTHING, "run ranking --period 2026-06"),
    ISSUE("`release issue`", Past.APPROVED, Scene.ISSUE_FIRST),
    DELIVER("`release deliver`", Past.UNDELIVERED, "release deliver ranking --period 2026-06"),
    WITHDRAW("`release withdraw`", Past.ISSUED, "release withdraw ranking --period 2026-06 --why 数据报送有误"),
    ISSUE_WITHDRAWAL("`release issue` of a notice of withdrawal", Past.WITHDRAWN, Scene.ISSUE_LATER),
    CORRECT("`restate`", Past.COMPUTED_ANEW, "restate ranking --period 2026-06"),
    ISSUE_CORRECTION("`release issue` of a correction", Past.CORRECTED, Scene.ISSUE_LATER),
    REPLACE("`release replace`", Past.RUN_AGAIN, "release replace ranking --period 2026-06 --why 考核对象有误"),
    ISSUE_REPLACEMENT("`release issue` of a replacement", Past.REPLACED, Scene.ISSUE_LATER),
    UNDO("`undo`", Past.ISSUED, "undo 1"),
    BACKUP("`backup`", Past.ISSUED, "backup"),
    RESTORE("`restore`", Past.BACKED_UP, "restore BACKUP");

    /** What was done before, in order; each begins with another one's end. */
    enum Past {
        NOTHING(null),
        APPROVED(
                NOTHING,
                "run ranking --period 2026-06",
                "release check ranking --period 2026-06",
                "release approve ranking --period 2026-06"),
        UNDELIVERED(APPROVED, SERVER_AWAY, NOT_DELIVERED, SERVER_BACK),
        ISSUED(APPROVED, ISSUE_FIRST),
        WITHDRAWN(
                ISSUED,
                "release withdraw ranking --period 2026-06 --why 数据报送有误",
                "release check ranking --period 2026-06",
                "release approve ranking --period 2026-06"),
        COMPUTED_ANEW(ISSUED, OTHER_SCORES, "run ranking --period 2026-06 --until decide"),
        CORRECTED(
                COMPUTED_ANEW,
                "restate ranking --period 2026-06",
                "release check ranking --period 2026-06",
                "release approve ranking --period 2026-06"),
        RUN_AGAIN(ISSUED, OTHER_SCORES, "run ranking --period 2026-06"),
        REPLACED(
                RUN_AGAIN,
                "release replace ranking --period 2026-06 --why 考核对象有误",
                "release check ranking --period 2026-06",
                "release approve ranking --period 2026-06"),
        BACKED_UP(APPROVED, "backup", ISSUE_FIRST),

        /** Much has been done, and nearly every command has something to do. */
        BUSY(REPLACED, "backup");

        private final @Nullable Past before;
        private final String acts;

        Past(@Nullable Past before, String... acts) {
            this.before = before;
            this.acts = String.join("\n", acts);
        }

        @Nullable
        Past before() {
            return before;
        }

        List<String> acts() {
            return acts.lines().toList();
        }
    }

    static final String ISSUE_FIRST = "release issue ranking --period 2026-06 --date 2026-07-03";

    static final String ISSUE_LATER = "release issue ranking --period 2026-06 --date 2026-07-10";

    /** Not commands: what happens in the world. */
    static final String SERVER_AWAY = "(the mail server is away)";

    static final String SERVER_BACK = "(the mail server is back)";
    static final String NOT_DELIVERED = "(issued, and the server takes nothing)";
    static final String OTHER_SCORES = "(other scores have come)";

    private final String title;
    private final Past past;
    private final String words;

    Scene(String title, Past past, String words) {
        this.title = title;
        this.past = past;
        this.words = words;
    }

    /** For the table of what was tried. */
    String title() {
        return title;
    }

    Past past() {
        return past;
    }

    List<String> words() {
        return new ArrayList<>(List.of(words.split(" ")));
    }
}
