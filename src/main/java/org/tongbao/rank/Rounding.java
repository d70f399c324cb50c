package org.tongbao.rank;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * How a score is rounded for publication. A double is first taken as the decimal number it stands for, to the precision
 * at which scores are compared: so that 2.675, which no double can hold, rounds half up to 2.68.
 *
 * @param places decimal places
 * @param mode what happens to halves
 * @param beforeRank whether places and grades go by the rounded score
 */
record Rounding(int places, Mode mode, boolean beforeRank) {

    /** What happens to halves; half-up means away from zero. */
    enum Mode {
        HALF_UP,
        HALF_EVEN,
        DOWN;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The rounded value of a decimal expression, as a decimal. */
    String sql(String decimal) {
        var down = "trunc(" + decimal + ", " + places + ")";
        var halfUp = "round(" + decimal + ", " + places + ")";
        return switch (mode) {
            case HALF_UP -> halfUp;
            case DOWN -> down;
            case HALF_EVEN ->
                "case when abs(" + decimal + " - " + down + ") = "
                        + new BigDecimal("0.5").movePointLeft(places).toPlainString() + " and " + down + " % "
                        + new BigDecimal(2).movePointLeft(places).toPlainString() + " = 0 then " + down + " else "
                        + halfUp
                        + " end";
        };
    }

    /** The same of a whole number of the smallest decimal places: 2675 of 3 places is rounded to 268 of 2. */
    long units(long number, int precision) {
        long unit = 1;
        for (int i = places; i < precision; i++) {
            unit *= 10;
        }
        long down = number / unit;
        long twice = 2 * Math.abs(number - down * unit);
        boolean up = mode != Mode.DOWN
                && twice >= unit
                && unit > 1
                && (twice > unit || mode == Mode.HALF_UP || down % 2 != 0);
        return up ? down + Long.signum(number) : down;
    }

    /** The same as a formula of a spreadsheet, first taken to so many decimal places. */
    String formula(String cell, int precision) {
        var exact = "ROUND(" + cell + "," + precision + ")";
        var halfUp = "ROUND(" + exact + "," + places + ")";
        var down = "TRUNC(" + exact + "," + places + ")";
        var unit = BigDecimal.ONE.movePointLeft(places).toPlainString();
        return switch (mode) {
            case HALF_UP -> halfUp;
            case DOWN -> down;
            case HALF_EVEN ->
                "IF(AND(ROUND(ABS(" + exact + "-" + down + ")-" + unit + "/2," + precision + ")=0,MOD(ROUND(ABS(" + down
                        + ")/" + unit + ",0),2)=0)," + down + "," + halfUp + ")";
        };
    }
}
