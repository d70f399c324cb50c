package org.tongbao.run;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.tongbao.message.Refusal;

/**
 * A closed-open interval of days for which indicators are measured: {@code 2026-06}, {@code 2026-Q2}, {@code 2026-H1}
 * or {@code 2026}.
 *
 * @param kind how long it is
 * @param start first day
 */
public record Period(Kind kind, LocalDate start) implements Comparable<Period> {

    private static final Pattern TEXT = Pattern.compile("(\\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?");

    public Period {
        if (start.getDayOfMonth() != 1 || (start.getMonthValue() - 1) % kind.months != 0) {
            throw new IllegalArgumentException("a " + kind.word + " does not begin on " + start);
        }
    }

    /** The lengths a period can have. */
    public enum Kind {
        MONTH("month", 1),
        QUARTER("quarter", 3),
        HALF("half", 6),
        YEAR("year", 12);

        private final String word;
        private final int months;

        Kind(String word, int months) {
            this.word = word;
            this.months = months;
        }

        /** The kind with this word. */
        public static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is no kind of period"));
        }

        /** The word for it in job.yaml. */
        public String word() {
            return word;
        }
    }

    /** Reads a period as it is written in commands and file names. */
    public static Period parse(String text) {
        var match = TEXT.matcher(text.strip());
        if (!match.matches()) {
            throw new Refusal("period.unknown", text);
        }
        int year = Integer.parseInt(match.group(1));
        if (match.group(2) != null) {
            return new Period(Kind.MONTH, LocalDate.of(year, Integer.parseInt(match.group(2)), 1));
        }
        if (match.group(3) != null) {
            return new Period(Kind.QUARTER, LocalDate.of(year, Integer.parseInt(match.group(3)) * 3 - 2, 1));
        }
        if (match.group(4) != null) {
            return new Period(Kind.HALF, LocalDate.of(year, Integer.parseInt(match.group(4)) * 6 - 5, 1));
        }
        return new Period(Kind.YEAR, LocalDate.of(year, 1, 1));
    }

    /** The period of this kind that holds the day. */
    public static Period containing(Kind kind, LocalDate day) {
        int month = (day.getMonthValue() - 1) / kind.months * kind.months + 1;
        return new Period(kind, LocalDate.of(day.getYear(), month, 1));
    }

    /** The day after the last. */
    public LocalDate end() {
        return start.plusMonths(kind.months);
    }

    /** The period of the same kind just before. */
    public Period previous() {
        return plus(-1);
    }

    /** The period of the same kind, so many later. */
    public Period plus(int periods) {
        return new Period(kind, start.plusMonths((long) kind.months * periods));
    }

    /** The same period a year earlier. */
    public Period lastYear() {
        return new Period(kind, start.minusYears(1));
    }

    /** The periods of a kind, of the same length or shorter, that make it up; in order. */
    public List<Period> within(Kind parts) {
        if (parts.months > kind.months) {
            throw new IllegalArgumentException("a " + kind.word + " has no " + parts.word + " within");
        }
        return IntStream.range(0, kind.months / parts.months)
                .mapToObj(part -> new Period(parts, start.plusMonths((long) part * parts.months)))
                .toList();
    }

    /** How many months it has. */
    public int months() {
        return kind.months;
    }

    /** How many days it has. */
    public long days() {
        return ChronoUnit.DAYS.between(start, end());
    }

    /** The period in bureau Chinese: 2026年6月, 2026年第二季度, 2026年上半年, 2026年. */
    public String title() {
        var year = start.getYear() + "年";
        return switch (kind) {
            case MONTH -> year + start.getMonthValue() + "月";
            case QUARTER -> year + "第" + "一二三四".charAt((start.getMonthValue() - 1) / 3) + "季度";
            case HALF -> year + (start.getMonthValue() == 1 ? "上半年" : "下半年");
            case YEAR -> year;
        };
    }

    @Override
    public int compareTo(Period other) {
        int byStart = start.compareTo(other.start);
        return byStart != 0 ? byStart : kind.compareTo(other.kind);
    }

    @Override
    public String toString() {
        int month = start.getMonthValue();
        return switch (kind) {
            case MONTH -> "%d-%02d".formatted(start.getYear(), month);
            case QUARTER -> start.getYear() + "-Q" + (month + 2) / 3;
            case HALF -> start.getYear() + "-H" + (month + 5) / 6;
            case YEAR -> String.valueOf(start.getYear());
        };
    }
}
