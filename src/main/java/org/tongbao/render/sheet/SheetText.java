package org.tongbao.render.sheet;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Text in cells: what a cell can hold, and how much room it takes where no screen can be asked. */
public final class SheetText {

    private static final int LONGEST = 32_767;
    /** Excel reads {@code _x000D_} in a file as the character with that code. */
    private static final Pattern ESCAPE = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");

    private static final String ESCAPED = "_x005F_";

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]|[\\uFFFE\\uFFFF]");

    /** Pixels of a Hanzi of 10.5 points. */
    static final int HANZI = 14;

    /** Pixels of a unit of column width: a digit of the usual font, 11 points. */
    private static final int COLUMN_UNIT = 8;

    private static final int PADDING = 18;

    private SheetText() {}

    /** The text as it is written to the file, so that it reads as it was; what no cell can hold is left out. */
    public static String cleaned(String text) {
        return isPlain(text) ? text : clean(text);
    }

    /** What a cell says in which the text has been written. */
    public static String kept(String text) {
        return isPlain(text) ? text : clean(text).replace(ESCAPED, "_");
    }

    /** Nearly every text is, and checking is much cheaper than replacing. */
    private static boolean isPlain(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7F || c >= 0xFFFE || (c == 'x' && i > 0 && text.charAt(i - 1) == '_')) {
                return false;
            }
        }
        return true;
    }

    private static String clean(String text) {
        var clean =
                CONTROL.matcher(text.replace("\r\n", "\n").replace('\r', '\n')).replaceAll("");
        var escaped = ESCAPE.matcher(clean).replaceAll(ESCAPED);
        if (escaped.length() <= LONGEST) {
            return escaped;
        }
        int end = LONGEST - 1;
        return escaped.substring(0, Character.isHighSurrogate(escaped.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /** Whether Excel would take the text for a formula if somebody typed it. */
    public static boolean looksLikeFormula(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    }

    /** Pixels of the longest line at 10.5 points. */
    public static int width(String text) {
        return text.lines().mapToInt(SheetText::lineWidth).max().orElse(0);
    }

    /** Lines the text takes in a column of that width. */
    static int lines(String text, int columnWidth) {
        int room = Math.max(HANZI, columnWidth * COLUMN_UNIT - PADDING);
        if (text.length() * HANZI <= room && text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
            return 1;
        }
        return Math.max(
                1,
                text.lines()
                        .mapToInt(line -> Math.max(1, (lineWidth(line) + room - 1) / room))
                        .sum());
    }

    /** Width of the column in which a text of that many pixels stands on one line. */
    public static int columnWidth(int pixels) {
        return (pixels + PADDING + COLUMN_UNIT - 1) / COLUMN_UNIT;
    }

    /** Brackets at a heading's end go to a line of their own where the heading is too long for one. */
    static String heading(String title, int columnWidth) {
        int bracket = title.indexOf('（');
        return bracket > 0 && title.endsWith("）") && lines(title, columnWidth) > 1
                ? title.substring(0, bracket) + "\n" + title.substring(bracket)
                : title;
    }

    /** A number without superfluous zeros. */
    public static String number(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static int lineWidth(String line) {
        return line.codePoints().map(SheetText::characterWidth).sum();
    }

    private static int characterWidth(int character) {
        if (character >= 0x2010) {
            return HANZI;
        }
        return Character.isUpperCase(character) ? 10 : Character.isDigit(character) ? 8 : 7;
    }
}
