package org.tongbao.sample.city;

import java.time.LocalDateTime;
import java.util.Locale;

/** Numbers and times as registers write them: padded serials, minutes, and invented unified social credit codes with right check digits. */
public final class Codes {

    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int[] ORGANISATION = {3, 7, 9, 10, 5, 8, 4, 2};

    private Codes() {}

    /** A prefix and a number of at least so many digits. */
    public static String serial(String prefix, int number, int digits) {
        return prefix + String.format(Locale.ROOT, "%0" + digits + "d", number);
    }

    /**
     * The credit code of the firm with this number (GB 32100-2015): industry and commerce (9), enterprise (1), division
     * 990100, then an organisation code with its own check digit (GB 11714-1997).
     */
    public static String credit(int number) {
        var organisation = "MA" + (100_000 + number * 37 % 900_000);
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            sum += Character.digit(organisation.charAt(i), 36) * ORGANISATION[i];
        }
        int check = 11 - sum % 11;
        var code = "91990100" + organisation + (check == 10 ? "X" : check == 11 ? "0" : String.valueOf(check));
        int total = 0;
        int weight = 1;
        for (int i = 0; i < 17; i++) {
            total += ALPHABET.indexOf(code.charAt(i)) * weight;
            weight = weight * 3 % 31;
        }
        return code + ALPHABET.charAt((31 - total % 31) % 31);
    }

    /** A time as platforms export it. */
    public static String minute(LocalDateTime time) {
        return time.toLocalDate() + " " + time.toLocalTime();
    }

    /** Digits as an input method in Chinese mode types them. */
    public static String fullWidth(String text) {
        var wide = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            wide.append(c >= '0' && c <= '9' ? (char) (c - '0' + '０') : c);
        }
        return wide.toString();
    }
}
