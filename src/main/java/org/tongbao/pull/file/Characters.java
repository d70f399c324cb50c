package org.tongbao.pull.file;

import org.jspecify.annotations.Nullable;

/**
 * Characters that no text holds, such as NUL: they come from damaged files, end a text in some programs and can't stand
 * in XML at all, so they are left out on the way in.
 */
final class Characters {

    private Characters() {}

    /** The text without them. */
    static @Nullable String clean(@Nullable String text) {
        if (text == null || isClean(text)) {
            return text;
        }
        var clean = new StringBuilder();
        text.codePoints().filter(Characters::isText).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** SQL that does the same. The engine's texts hold no halves of characters. */
    static String cleanSql(String text) {
        return "regexp_replace(" + text + ", '[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x{FFFE}\\x{FFFF}]', '', 'g')";
    }

    /** Whether nothing can be seen of it. */
    static boolean isBlank(@Nullable String text) {
        return text == null || from(text) == text.length();
    }

    /** The text without blanks around it, of whatever kind. */
    static String trimmed(String text) {
        int from = from(text);
        int to = text.length();
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static int from(String text) {
        int from = 0;
        while (from < text.length() && isBlank(text.charAt(from))) {
            from++;
        }
        return from;
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || c == 0xA0 || c == 0x3000 || c == 0xFEFF;
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0xD800) {
                return text.codePoints().allMatch(Characters::isText);
            }
        }
        return true;
    }

    private static boolean isText(int c) {
        return c >= ' '
                ? (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF
                : c == '\t' || c == '\n' || c == '\r';
    }
}
