package org.tongbao.sample;

/** Invented unified social credit codes with right check digits (GB 32100-2015, GB 11714-1997). */
final class CreditCode {

    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int[] ORGANISATION = {3, 7, 9, 10, 5, 8, 4, 2};

    private CreditCode() {}

    /** The code of the firm with this number: industry and commerce (9), enterprise (1), division 990100. */
    static String invent(int number) {
        var organisation = "MA%06d".formatted(100_000 + number * 37 % 900_000);
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
}
