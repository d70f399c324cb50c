package org.tongbao.run;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.tongbao.message.Refusal;

/**
 * A closed-open interval of days for which indicators are measured: {@code 2026-06}, {@code 2026-Q2}, {@code 2026-H1},
 * {@code 2026}, any span {@code 2026-01-01..2026-06-17}, or a campaign, which is a span with its name behind:
 * {@code 2021-11-01..2022-02-28 百日攻坚}.
 *
 * @param kind how long it is
 * @param start first day
 * @param end the day after the last
 * @param campaign the campaign's name, empty for any other period
 */
public record Period(Kind kind, LocalDate start, LocalDate end, String campaign) implements Comparable<Period> {

    private static final Pattern TEXT = Pattern.compile("(\\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?");
    private static final Pattern SPAN =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2})\\.\\.(\\d{4}-\\d{2}-\\d{2})(?: +(\\S.*))?");

    /** What a folder cannot be called, as drafts lie in folders named by their period. */
    private static final Pattern NO_FOLDER =
            Pattern.compile("[\\\\/:*?\"<>|\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]|[. ]$|^.{61,}");

    /** A folder's name takes 255, of which two days, a run's number and what it is for take their share. */
    private static final int MOST_BYTES = 200;

    private static final Comparator<Period> ORDER = Comparator.comparing(Period::start)
            .thenComparing(Period::kind)
            .thenComparing(Period::end)
            .thenComparing(Period::campaign);

    public Period {
        if (kind == Kind.SPAN) {
            if (!start.isBefore(end)) {
                throw new Refusal("period.backwards", start, end.minusDays(1));
            }
            if (NO_FOLDER.matcher(campaign).find() || campaign.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
                throw new Refusal(
                        "period.campaign-name",
                        campaign.strip().lines().findFirst().orElse(""));
            }
        } else if (start.getDayOfMonth() != 1
                || (start.getMonthValue() - 1) % kind.months != 0
                || !end.equals(start.plusMonths(kind.months))) {
            throw new IllegalArgumentException("a " + kind.word + " does not begin on " + start);
        }
    }

    /** A month, quarter, half or year. */
    public Period(Kind kind, LocalDate start) {
        this(kind, start, start.plusMonths(kind.months), "");
    }

    /** The days from one to another, both of them within. */
    public static Period span(LocalDate first, LocalDate last, String campaign) {
        return new Period(Kind.SPAN, first, last.plusDays(1), campaign);
    }

    /** The lengths a period can have. */
    public enum Kind {
        MONTH("month", 1),
        QUARTER("quarter", 3),
        HALF("half", 6),
        YEAR("year", 12),
        /** Any days: a campaign, or from one day to another. */
        SPAN("span", 0);

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

        /** Whether rules can ask for something once in it: in a month, a quarter or a year. */
        public boolean recurs() {
            return this == MONTH || this == QUARTER || this == YEAR;
        }

        /** How many months it always has; 0 for a span. */
        public int months() {
            return months;
        }
    }

    /** Reads a period as it is written in commands and file names. */
    public static Period parse(String text) {
        var span = SPAN.matcher(text.strip());
        if (span.matches()) {
            return span(day(span.group(1)), day(span.group(2)), span.group(3) == null ? "" : span.group(3));
        }
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

    /** Whether a text is two days with {@code ..} between, and not two periods. */
    public static boolean isSpan(String text) {
        return SPAN.matcher(text.strip()).matches();
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new Refusal("period.day", text);
        }
    }

    /** The period of this kind, other than a span, that holds the day. */
    public static Period containing(Kind kind, LocalDate day) {
        int month = (day.getMonthValue() - 1) / kind.months * kind.months + 1;
        return new Period(kind, LocalDate.of(day.getYear(), month, 1));
    }

    /** The period of the same kind just before; of a span, the days before it, as many. */
    public Period previous() {
        return plus(-1);
    }

    /** The period of the same kind, so many later; of a campaign, a span without its name. */
    public Period plus(int periods) {
        return periods == 0 ? this : new Period(kind, shifted(start, periods), shifted(end, periods), "");
    }

    /** The same period a year earlier. */
    public Period lastYear() {
        return new Period(kind, start.minusYears(1), end.minusYears(1), "");
    }

    /** The day that lies in the previous period where this one lies here. */
    LocalDate before(LocalDate day) {
        return shifted(day, -1);
    }

    /** A span of whole months moves by months as a quarter does, any other by days. */
    private LocalDate shifted(LocalDate day, int periods) {
        return hasWholeMonths() ? day.plusMonths((long) months() * periods) : day.plusDays(days() * periods);
    }

    private boolean hasWholeMonths() {
        return start.getDayOfMonth() == 1 && end.getDayOfMonth() == 1;
    }

    /** The periods of a kind that lie within it; in order. */
    public List<Period> within(Kind parts) {
        if (parts.compareTo(kind) > 0) {
            throw new IllegalArgumentException("a " + kind.word + " has no " + parts.word + " within");
        }
        if (parts == Kind.SPAN) {
            return List.of(this);
        }
        var within = new ArrayList<Period>();
        var part = containing(parts, start);
        for (part = part.start.isBefore(start) ? part.plus(1) : part; !part.end.isAfter(end); part = part.plus(1)) {
            within.add(part);
        }
        return List.copyOf(within);
    }

    /** How many months it has; of a span, how many whole ones. */
    public int months() {
        return Math.toIntExact(ChronoUnit.MONTHS.between(start, end));
    }

    /** How many days it has. */
    public long days() {
        return ChronoUnit.DAYS.between(start, end);
    }

    /** The period in bureau Chinese: 2026年6月, 2026年第二季度, 2026年上半年, 2026年, 2026年1月1日至6月17日. */
    public String title() {
        var year = start.getYear() + "年";
        return switch (kind) {
            case MONTH -> year + start.getMonthValue() + "月";
            case QUARTER -> year + "第" + "一二三四".charAt((start.getMonthValue() - 1) / 3) + "季度";
            case HALF -> year + (start.getMonthValue() == 1 ? "上半年" : "下半年");
            case YEAR -> year;
            case SPAN -> campaign.isEmpty() ? spanTitle() : campaign + "（" + spanTitle() + "）";
        };
    }

    /** The same in the pieces that may stand on lines of their own: a campaign and its days. */
    public List<String> titleLines() {
        return campaign.isEmpty() ? List.of(title()) : List.of(campaign, "（" + spanTitle() + "）");
    }

    private String spanTitle() {
        var last = end.minusDays(1);
        var from = start.getYear() + "年" + monthDay(start);
        if (last.equals(start)) {
            return from;
        }
        return from + "至" + (last.getYear() == start.getYear() ? "" : last.getYear() + "年") + monthDay(last);
    }

    private static String monthDay(LocalDate day) {
        return day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
    }

    @Override
    public int compareTo(Period other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        int month = start.getMonthValue();
        return switch (kind) {
            case MONTH -> "%d-%02d".formatted(start.getYear(), month);
            case QUARTER -> start.getYear() + "-Q" + (month + 2) / 3;
            case HALF -> start.getYear() + "-H" + (month + 5) / 6;
            case YEAR -> String.valueOf(start.getYear());
            case SPAN -> start + ".." + end.minusDays(1) + (campaign.isEmpty() ? "" : " " + campaign);
        };
    }
}
