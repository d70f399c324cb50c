package org.tongbao.pull.file;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a number in a sheet means: spreadsheets keep days, times and percentages as numbers with a format. */
enum CellText {
    NUMBER,
    PERCENT,
    TIME;

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|\\[[^\\]]*]|\\\\.|_.|\\*.");
    private static final Pattern DAY = Pattern.compile("[yd年月日]|h.*m|m.*s");
    /** The digits that spreadsheet programs keep and show of a number. */
    private static final int DIGITS = 15;

    private static final double BEYOND = 1e15;

    /** Of a number beyond, nobody has typed all digits. */
    private static final double MEANT = 1e30;

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    /** ECMA-376 part 1, 18.8.30: the formats that files name by number only, those of Chinese programs included. */
    static CellText ofBuiltIn(int id) {
        if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)) {
            return TIME;
        }
        return id == 9 || id == 10 ? PERCENT : NUMBER;
    }

    static CellText of(String format) {
        var plain = QUOTED.matcher(format).replaceAll("").toLowerCase(Locale.ROOT);
        if (plain.contains("%")) {
            return PERCENT;
        }
        return !plain.contains("#")
                        && !plain.contains("general")
                        && DAY.matcher(plain).find()
                ? TIME
                : NUMBER;
    }

    /** Whether a number has more digits before its point than spreadsheets hold: the others of them are noughts now. */
    static boolean isCut(String raw) {
        if (raw.length() <= DIGITS || !(raw.indexOf('E') > 0 || raw.indexOf('e') > 0 || raw.indexOf('.') < 0)) {
            return false;
        }
        try {
            double size = Math.abs(Double.parseDouble(raw));
            return size >= BEYOND && size < MEANT;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * The number as text, with the digits that the sheet shows: fifteen at most.
     *
     * @param raw as the file holds it
     * @param from1904 whether its days are counted from 1904
     */
    String text(String raw, boolean from1904) {
        if (this == NUMBER && isShort(raw)) {
            return raw;
        }
        try {
            // Files hold 0.95299999999999996 where the sheet shows 0.953.
            double number = Double.parseDouble(raw);
            return switch (this) {
                case NUMBER -> shown(number).toPlainString();
                case PERCENT ->
                    shown(number).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
                case TIME -> time(raw, from1904 ? number + 1462 : number);
            };
        } catch (NumberFormatException e) {
            return raw;
        }
    }

    private static BigDecimal shown(double number) {
        return new BigDecimal(Double.toString(number))
                .round(new MathContext(DIGITS, RoundingMode.HALF_UP))
                .stripTrailingZeros();
    }

    /** Whether the number needs no other writing: few digits, and with a point no zero at the end. */
    private static boolean isShort(String raw) {
        boolean digits = true;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == 'E' || c == 'e') {
                return false;
            }
            digits &= c >= '0' && c <= '9';
        }
        return raw.length() <= DIGITS && (digits || !raw.endsWith("0"));
    }

    private static String time(String raw, double days) {
        if (!(days >= 0 && days < 2_958_466)) {
            return raw;
        }
        long seconds = Math.round(days * 86_400);
        var time = LocalDateTime.of(1899, 12, 30, 0, 0).plusSeconds(seconds);
        if (days < 1) {
            return SECONDS.format(time);
        }
        return seconds % 86_400 == 0
                ? LocalDate.from(time).toString()
                : time.toLocalDate() + " " + SECONDS.format(time);
    }
}
