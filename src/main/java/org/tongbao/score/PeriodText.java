package org.tongbao.score;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A period as people write it in a table. Periods of one kind are in order of time.
 *
 * @param kind a day, a month and so on; or a number, of which nothing else is known than that 9 comes before 10
 * @param order rises with time within the kind
 */
record PeriodText(Kind kind, long order) {

    static final String SUCH_AS = "such as 2026-09, 2026年9月, 2026-Q3, 2026年上半年, 2026 or 2026-09-30";

    private static final String YEAR = "((?:19|20)\\d{2})";
    private static final Pattern YEARS = Pattern.compile(YEAR + "(?:年度?)?");
    private static final Pattern HALVES = Pattern.compile(YEAR + "(?:年?-?H([12])|年?-?([上下])半年)");
    private static final Pattern QUARTERS = Pattern.compile(YEAR + "(?:年?-?Q([1-4])|年?-?第?([1-4一二三四])季度?)");
    private static final Pattern MONTHS = Pattern.compile(YEAR + "(?:[-/.年](\\d{1,2})|(\\d{2}))(?:月份?)?");
    private static final Pattern DAYS = Pattern.compile(
            YEAR + "(?:[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?|(\\d{2})(\\d{2}))(?:[T ]0{1,2}:00(?::00(?:\\.0+)?)?)?");
    private static final Pattern NUMBERS = Pattern.compile("第?([+-]?\\d{1,12})期?");
    private static final Pattern LOST_NOUGHT = Pattern.compile(YEAR + "\\.1");
    private static final Pattern NO_YEAR =
            Pattern.compile("(?:\\d{1,2}|[一二三四五六七八九十]{1,2})月份?|第?[1-4一二三四]季度?|[上下]半年|Q[1-4]|H[12]");

    /** How long it is. */
    enum Kind {
        DAY,
        MONTH,
        QUARTER,
        HALF,
        YEAR,
        NUMBER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException saying what is wrong, without naming the place
     */
    static PeriodText parse(String written) {
        var text = Normalizer.normalize(written, Normalizer.Form.NFKC)
                .replaceAll("(?<!\\d) | (?!\\d)", "")
                .strip()
                .toUpperCase(Locale.ROOT);
        if (LOST_NOUGHT.matcher(text).matches()) {
            var year = text.substring(0, 4);
            throw new IllegalArgumentException(
                    "'" + written + "' could be January or, with its last nought lost, October;" + " write " + year
                            + "-01 or " + year + "-10");
        }
        if (NO_YEAR.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + written + "' does not say of which year; write such as 2026-09");
        }
        for (var pattern : new Pattern[] {YEARS, HALVES, QUARTERS, MONTHS, DAYS}) {
            var match = pattern.matcher(text);
            if (match.matches()) {
                return read(pattern, match.toMatchResult(), written);
            }
        }
        var number = NUMBERS.matcher(text);
        if (number.matches()) {
            return new PeriodText(Kind.NUMBER, Long.parseLong(number.group(1)));
        }
        throw none(written);
    }

    private static PeriodText read(Pattern pattern, MatchResult match, String written) {
        int year = Integer.parseInt(match.group(1));
        if (pattern == YEARS) {
            return new PeriodText(Kind.YEAR, year);
        }
        var first = match.group(2) != null ? match.group(2) : pattern == DAYS ? match.group(4) : match.group(3);
        if (pattern == HALVES) {
            return new PeriodText(Kind.HALF, 2L * year + ("2下".contains(first) ? 1 : 0));
        }
        if (pattern == QUARTERS) {
            return new PeriodText(Kind.QUARTER, 4L * year + "1一2二3三4四".indexOf(first) / 2);
        }
        int month = Integer.parseInt(first);
        try {
            if (pattern == MONTHS) {
                return new PeriodText(Kind.MONTH, LocalDate.of(year, month, 1).toEpochDay());
            }
            int day = Integer.parseInt(match.group(3) != null ? match.group(3) : match.group(5));
            return new PeriodText(Kind.DAY, LocalDate.of(year, month, day).toEpochDay());
        } catch (DateTimeException e) {
            throw none(written);
        }
    }

    private static IllegalArgumentException none(String written) {
        return new IllegalArgumentException("'" + written + "' is not a period; write " + SUCH_AS);
    }
}
