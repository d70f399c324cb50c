package org.tongbao.score.method;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongbao.score.method.Statistics.Over;

/**
 * What happens when an indicator has no value for a subject.
 *
 * @param like column of the subject's table whose value those share from whom the points are taken; null for the whole group
 */
public record Missing(Way way, @Nullable String like) {

    /** Its weight goes to the other indicators of the branch. */
    public static final Missing REDISTRIBUTE = new Missing(Way.REDISTRIBUTE, null);

    private static final String OF = " of ";

    /** What is done. */
    private enum Way {
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

        Way(String words, String note) {
            this.words = words;
            this.note = note;
        }

        /** Whether it looks at the points of others. */
        boolean compares() {
            return this == WORST || this == GROUP_MEAN || this == GROUP_MEDIAN;
        }
    }

    /** What is noted where it was done. */
    public String note() {
        return like == null ? way.note : way.note.replace("组内", "同类（" + like + "相同）");
    }

    /** What is noted where it could not be done, as nobody else has points; empty if that can't be. */
    public Optional<String> unfilled() {
        return like == null ? Optional.empty() : Optional.of("缺测，同类（" + like + "相同）均无数据，权重由同级指标分摊");
    }

    /** Whether it puts points in the place of a missing value. */
    public boolean fills() {
        return way != Way.REDISTRIBUTE && way != Way.EXCLUDE;
    }

    /** Whether a subject without a value gets no score. */
    public boolean excludes() {
        return way == Way.EXCLUDE;
    }

    /** Whether a missing value counts 0 points. */
    public boolean isZero() {
        return way == Way.ZERO;
    }

    /** The points to count, given the column with those that could be told. */
    public String sql(String points, Statistics statistics) {
        var over = like == null ? Over.GROUP : Over.likes(like);
        return switch (way) {
            case REDISTRIBUTE, EXCLUDE -> points;
            case ZERO -> "coalesce(" + points + ", 0e0)";
            case WORST -> "coalesce(" + points + ", " + statistics.of(over, "min(" + points + ")") + ")";
            case GROUP_MEAN ->
                "coalesce(" + points + ", " + statistics.of(over, "avg(" + points + " order by " + points + ")") + ")";
            case GROUP_MEDIAN -> "coalesce(" + points + ", " + statistics.of(over, "median(" + points + ")") + ")";
        };
    }

    /** What stands in for missing points in a score sheet, in a formula over the column; empty if only the warehouse knows. */
    public Optional<String> formula(String column, FormulaCells cells) {
        var all = FormulaCells.all(column);
        boolean told = like == null && cells.cover(Over.GROUP);
        return switch (way) {
            case REDISTRIBUTE, EXCLUDE -> Optional.of("\"\"");
            case ZERO -> Optional.of("0");
            case WORST -> told ? Optional.of("IF(COUNT(" + all + ")=0,\"\",MIN(" + all + "))") : Optional.empty();
            case GROUP_MEAN -> told ? Optional.of("IFERROR(AVERAGE(" + all + "),\"\")") : Optional.empty();
            case GROUP_MEDIAN -> told ? Optional.of("IFERROR(MEDIAN(" + all + "),\"\")") : Optional.empty();
        };
    }

    /** Reads it as it is written in a scheme: {@code group mean}, {@code group mean of project_type}. */
    public static Missing parse(String text) {
        var words = text.strip();
        int of = words.indexOf(OF);
        var what = of < 0 ? words : words.substring(0, of).strip();
        var like = of < 0 ? null : words.substring(of + OF.length()).strip();
        var way = Arrays.stream(Way.values())
                .filter(w -> w.words.equals(what))
                .findFirst()
                .orElseThrow(() -> new Tokens(text)
                        .unknown(
                                "policy for missing values",
                                Stream.concat(
                                                Arrays.stream(Way.values()).map(w -> w.words),
                                                Stream.of("group mean of project_type"))
                                        .toList()));
        if (like != null && (like.isEmpty() || !way.compares())) {
            throw new IllegalArgumentException(
                    "'" + text + "': " + (like.isEmpty() ? "of which column?" : "'" + what + "' looks at nobody else")
                            + "; write such as: group mean of project_type");
        }
        return new Missing(way, like);
    }
}
