package org.tongbao.rulebook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tongbao.message.Refusal;

/** The steps of a run, in order. One word each: the key in job.yaml, the package, the step, the word in the log. */
public enum Steps {
    PULL,
    CHECK,
    MEASURE,
    SCORE,
    RANK,
    DECIDE,
    RENDER,
    DELIVER;

    /** The step's word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The steps up to and with this one. */
    public List<Steps> upTo() {
        return Arrays.stream(values()).filter(step -> step.compareTo(this) <= 0).toList();
    }

    /** The step with this word. */
    public static Steps of(String word) {
        return Arrays.stream(values())
                .filter(step -> step.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        "step.unknown",
                        word,
                        Arrays.stream(values()).map(Steps::word).toList()));
    }
}
