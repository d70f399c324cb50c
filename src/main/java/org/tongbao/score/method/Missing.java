package org.tongbao.score.method;

import java.util.Arrays;
import java.util.Optional;
import org.tongbao.score.method.Statistics.Over;

/** What happens when an indicator has no value for a subject. */
public enum Missing {
    /** Its weight goes to the other indicators of the branch. */
    REDISTRIBUTE("redistribute", "缺测，权重由同级指标分摊"),
    ZERO("zero", "缺测，计0分"),
    /** As many points as the group's lowest. */
    WORST("worst", "缺测，按组内最低分计"),
    GROUP_MEAN("group mean", "缺测，按组内平均分计"),
    GROUP_MEDIAN("group median", "缺测，按组内中位分计"),
    /** The subject gets no score and no rank. */
    EXCLUDE("exclude", "缺测，不计总分");

    private final String words;
    private final String note;

    Missing(String words, String note) {
        this.words = words;
        this.note = note;
    }

    public String note() {
        return note;
    }

    /** Whether it puts points in the place of a missing value. */
    public boolean fills() {
        return this != REDISTRIBUTE && this != EXCLUDE;
    }

    /** The points to count, given the column with those that could be told. */
    public String sql(String points, Statistics statistics) {
        return switch (this) {
            case REDISTRIBUTE, EXCLUDE -> points;
            case ZERO -> "coalesce(" + points + ", 0e0)";
            case WORST -> "coalesce(" + points + ", " + statistics.of(Over.GROUP, "min(" + points + ")") + ")";
            case GROUP_MEAN ->
                "coalesce(" + points + ", " + statistics.of(Over.GROUP, "avg(" + points + " order by " + points + ")")
                        + ")";
            case GROUP_MEDIAN ->
                "coalesce(" + points + ", " + statistics.of(Over.GROUP, "median(" + points + ")") + ")";
        };
    }

    /** What stands in for missing points in a score sheet, in a formula over the column; empty if only the warehouse knows. */
    public Optional<String> formula(String column, FormulaCells cells) {
        var all = FormulaCells.all(column);
        return switch (this) {
            case REDISTRIBUTE, EXCLUDE -> Optional.of("\"\"");
            case ZERO -> Optional.of("0");
            case WORST ->
                cells.cover(Over.GROUP)
                        ? Optional.of("IF(COUNT(" + all + ")=0,\"\",MIN(" + all + "))")
                        : Optional.empty();
            case GROUP_MEAN ->
                cells.cover(Over.GROUP) ? Optional.of("IFERROR(AVERAGE(" + all + "),\"\")") : Optional.empty();
            case GROUP_MEDIAN ->
                cells.cover(Over.GROUP) ? Optional.of("IFERROR(MEDIAN(" + all + "),\"\")") : Optional.empty();
        };
    }

    public static Missing parse(String text) {
        return Arrays.stream(values())
                .filter(m -> m.words.equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> new Tokens(text)
                        .unknown(
                                "policy for missing values",
                                Arrays.stream(values()).map(m -> m.words).toList()));
    }
}
